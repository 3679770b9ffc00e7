"""Where a line may end in scripts that write no spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cues.break_opportunities import Pieces, _add_word, _add_words, make_pieces
from pipeline.cues.breaks import AFTER_SENTENCE
from pipeline.cues.profiles import profile_for
from pipeline.model import Sentence, Word


@pytest.mark.parametrize(
    ("language", "text", "pieces"),
    [
        ("bo", "བོད་ཡིག་ཡིན།", ["བོད་", "ཡིག་", "ཡིན།"]),
        ("ja", "はいAI研究", ["は", "い", "AI", "研", "究"]),
        ("ja", "ﾊﾟﾝ", ["ﾊﾟ", "ﾝ"]),
        ("ko", "한국은", ["한국은"]),
    ],
)
def test_a_word_is_cut_where_its_script_can_break(language: str, text: str, pieces: list[str]) -> None:
    """Tibetan between syllables, Chinese and kana between characters, everything else not at all."""
    sentence = Sentence(id="s1", words=(Word(text=text, start_ms=0, end_ms=900),))
    assert make_pieces([sentence], language=language, profile=profile_for(language)).texts == pieces


def test_a_line_ends_best_after_a_full_stop_in_every_script() -> None:
    """Khmer's full stop is one, the point of an address is none."""
    words = (Word(text="បាទ។ទេ", start_ms=0, end_ms=900),)
    pieces = make_pieces([Sentence(id="s1", words=words)], language="km", profile=profile_for("km"))
    assert pieces.prices[pieces.texts.index("។")] == AFTER_SENTENCE


@given(
    st.lists(
        st.sampled_from(["So", "it", "is.", "東京", "a b", "x" * 50, "e\u0301", "\u00ad", "é", "\u200b"]), min_size=1
    ),
    st.sampled_from(["en", "ja"]),
)
def test_words_that_are_added_together_give_the_pieces_of_each(texts: list[str], language: str) -> None:
    words = [
        Word(text=text, start_ms=90 * n, end_ms=90 * n + 70, space_before=n % 3 > 0) for n, text in enumerate(texts)
    ]
    together, one_by_one = Pieces(), Pieces()
    _add_words(together, words, 2, profile_for(language))
    for word in words:
        _add_word(one_by_one, word, 2, profile_for(language))
    assert together == one_by_one
