"""TTML survives its writer and reader."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SubtitleError
from pipeline.formats.styled import Document, Placement, StyledCue, Token, balance, strip_lines
from pipeline.formats.ttml import clean_xml, format_ttml
from pipeline.formats.ttml_reading import read_ttml

TRICKY = st.sampled_from(["&", "<b>", "]]>", "  two  spaces", "\n", "\n\n", "<!DOCTYPE x>", "\u202e", "😀", "-->"])
FREE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=20).map(clean_xml)
SPAN = st.sampled_from(
    [*(Token("open", name) for name in "ibus"), Token("open", "colour", "#ff8000"), Token("open", "voice", "Ann & Bo")]
)
TOKENS = st.lists(st.one_of((TRICKY | FREE).map(lambda text: Token("text", text)), SPAN), max_size=6)
PLACEMENTS = st.builds(
    Placement, row=st.sampled_from(["bottom", "middle", "top"]), column=st.sampled_from(["left", "center", "right"])
)


@st.composite
def styled_cue(draw: st.DrawFn) -> StyledCue:
    """Any cue; a letter at the beginning of its text keeps it from being empty."""
    start_ms = draw(st.integers(0, 720_000_000))
    tokens = strip_lines(balance([Token("text", "x"), *draw(TOKENS)]))
    end_ms = start_ms + draw(st.integers(1, 100_000))
    return StyledCue(start_ms=start_ms, end_ms=end_ms, tokens=tokens, placement=draw(PLACEMENTS))


def shown(tokens: tuple[Token, ...]) -> list[tuple[str, frozenset[tuple[str, str]]]]:
    """Each character with the spans that it stands in: how spans nest does not matter."""
    spans: list[tuple[str, str]] = []
    result = []
    for token in tokens:
        if token.kind == "open":
            spans.append((token.value, token.argument))
        elif token.kind == "close":
            spans.pop()
        else:
            result += [(char, frozenset(spans)) for char in token.value]
    return result


@given(st.lists(styled_cue(), max_size=3).map(tuple), st.sampled_from(["", "Título & <b>"]))
def test_reading_what_was_written_gives_the_same_document(cues: tuple[StyledCue, ...], title: str) -> None:
    """Every character, its spans, the times and the place come back."""
    document = Document(cues=cues, language="pt-BR", title=title, notes=("Machine translation",))
    read = read_ttml(format_ttml(document).encode(), path="t.ttml")
    assert (read.document.language, read.document.title, read.document.notes) == ("pt-BR", title, document.notes)
    assert [(c.start_ms, c.end_ms, c.placement) for c in read.document.cues] == [
        (c.start_ms, c.end_ms, c.placement) for c in cues
    ]
    for ours, theirs in zip(cues, read.document.cues, strict=True):
        assert [char for char, _ in shown(theirs.tokens)] == [char for char, _ in shown(ours.tokens)]
        lines_aside = [pair for pair in shown(theirs.tokens) if pair[0] != "\n"]
        assert lines_aside == [pair for pair in shown(ours.tokens) if pair[0] != "\n"]
    assert read.repairs == ()


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    """Hostile XML gives a SubtitleError, never another exception."""
    inner = f'<tt xmlns="http://www.w3.org/ns/ttml" xml:lang=""><body><div><p begin="1s">{text}</p></div></body></tt>'
    for data in (text.encode(), inner.encode()):
        try:
            read_ttml(data, path="hostile.ttml")
        except SubtitleError as error:
            assert str(error).startswith("hostile.ttml")
