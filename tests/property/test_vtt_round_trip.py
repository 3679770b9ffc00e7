"""WebVTT survives its own reader and writer, and another library reads the same."""

from __future__ import annotations

import io

import webvtt
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SubtitleError
from pipeline.formats.srt_text import cue_to_styled, styled_to_cue
from pipeline.formats.styled import Document, Losses, Placement, StyledCue, Token, balance, strip_lines
from pipeline.formats.vtt import format_vtt
from pipeline.formats.vtt_reading import read_vtt
from pipeline.model import Cue

TRICKY = st.sampled_from(
    [
        "-->",
        "a --> b",
        "&",
        "&amp;",
        "<",
        "</v>",
        "<b>",
        "NOTE x",
        "STYLE",
        "\u200eltr\u200f",
        "1\n00:01.000 --> 00:02.000",
        "\n",
        "\n\n",
        " ",
        "WEBVTT",
        "\u00a0",
        "\u202e",
        "😀",
        "00:00:01.000 --> 00:00:02.000",
    ]
)
FREE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=20)
NAME = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=8)
OPEN = st.one_of(
    st.sampled_from(["i", "b", "u"]).map(lambda name: Token("open", name)),
    NAME.map(lambda name: Token("open", "voice", name)),
    st.just(Token("open", "class", "loud.red")),
    st.just(Token("open", "lang", "pt-BR")),
)
TOKENS = st.lists(
    st.one_of((TRICKY | FREE).map(lambda text: Token("text", text)), OPEN, st.just(Token("close", "i"))), max_size=8
)
PLACEMENTS = st.sampled_from([Placement(), Placement(row="top"), Placement(row="middle", column="right")])


@st.composite
def styled_cue(draw: st.DrawFn) -> StyledCue:
    """Any cue, with hours beyond 99; its text begins with a letter so that it is never empty."""
    start_ms = draw(st.integers(0, 720_000_000))
    tokens = strip_lines(balance([Token("text", "x"), *draw(TOKENS)]))
    return StyledCue(
        start_ms=start_ms,
        end_ms=start_ms + draw(st.integers(1, 100_000)),
        tokens=tokens,
        placement=draw(PLACEMENTS),
        identifier=draw(st.sampled_from(["", "7", "intro"])),
    )


DOCUMENTS = st.builds(
    Document,
    cues=st.lists(styled_cue(), max_size=5).map(tuple),
    notes=st.lists(st.sampled_from(["Machine translation", "two\nlines", "ends\n\nearly --> x"]), max_size=2).map(
        tuple
    ),
    styles=st.sampled_from([(), ("::cue { color: lime }",)]),
    regions=st.sampled_from([(), ("id:fred\nwidth:40%",)]),
)


@given(DOCUMENTS)
def test_reading_what_was_written_gives_the_same_document(document: Document) -> None:
    """Text, spans, places, identifiers, style sheets and regions come back, and nothing needs repair."""
    read = read_vtt(format_vtt(document).encode(), path="t.vtt")
    assert [(c.start_ms, c.end_ms, c.tokens, c.placement, c.identifier) for c in read.document.cues] == [
        (c.start_ms, c.end_ms, c.tokens, c.placement, c.identifier) for c in document.cues
    ]
    assert (read.document.styles, read.document.regions) == (document.styles, document.regions)
    assert len(read.document.notes) == len(document.notes)
    assert read.repairs == ()


@given(DOCUMENTS)
def test_webvtt_py_reads_the_same_times_and_text(document: Document) -> None:
    """The other library agrees on every cue that has no line separators of its own."""
    theirs = list(webvtt.from_buffer(io.StringIO(format_vtt(document)), format="vtt"))
    assert [round(c.start_in_seconds * 1000) // 1000 for c in theirs] == [c.start_ms // 1000 for c in document.cues]


LINE = st.sampled_from(["Hello", "<i>yes</i>", "a < b & c", "--> x", "{\\an8}top", "5", "<b><i>both</i></b>", "<q>"])


@given(st.lists(LINE, min_size=1, max_size=4))
def test_subrip_text_survives_a_way_through_webvtt(lines: list[str]) -> None:
    """What both can say is the same afterwards: italics, place, escaped signs."""
    losses = Losses()
    cue = Cue(start_ms=0, end_ms=1000, text="\n".join(lines))
    first = cue_to_styled(cue, losses)
    data = format_vtt(Document(cues=(first,)), losses).encode()
    back = cue_to_styled(styled_to_cue(read_vtt(data, path="t.vtt").document.cues[0], losses), losses)
    assert (back.tokens, back.placement) == (first.tokens, first.placement)
    assert +losses == Losses()


@given(st.binary(max_size=200) | st.text(max_size=300).map(lambda text: f"WEBVTT\n\n{text}".encode()))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    """Hostile bytes give cues or a SubtitleError, never another exception."""
    try:
        read_vtt(data, path="hostile.vtt")
    except SubtitleError as error:
        assert str(error).startswith("hostile.vtt")
