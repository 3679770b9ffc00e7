"""Parts of a text are replaced, and offsets follow."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Translation
from pipeline.translation.protection.rewriting import Replacement, rewrite, rewrite_translation


def test_offsets_point_back_into_the_text_before() -> None:
    new = rewrite("pay £5 now", [Replacement(start=4, end=6, text="5 pounds")])
    assert new.text == "pay 5 pounds now"
    assert [new.origin(offset) for offset in (0, 4, 9, 12, 13)] == [0, 4, 4, 6, 7]


def test_alignment_goes_with_the_text() -> None:
    translation = Translation(text="são XX1 agora", alignment=((0, 0), (4, 4), (8, 11)))
    whole = rewrite_translation(translation, [Replacement(start=4, end=7, text="cinco libras")])
    assert (whole.text, whole.alignment) == ("são cinco libras agora", ((0, 0), (4, 4), (17, 11)))


@given(st.text(min_size=1), st.integers(0, 20), st.integers(0, 20), st.text(max_size=9))
def test_every_offset_has_an_origin(text: str, start: int, length: int, new: str) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    rewritten = rewrite(text, [Replacement(start=start, end=end, text=new)])
    assert rewritten.text == text[:start] + new + text[end:]
    origins = [rewritten.origin(offset) for offset in range(len(rewritten.text))]
    assert origins == sorted(origins)
    assert all(0 <= origin <= len(text) for origin in origins)
