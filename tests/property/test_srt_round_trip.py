"""What is written is read again, whatever it is; what is read never fails in an unplanned way."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import pytest
import srt
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SubtitleError
from pipeline.formats.reading import clean_text
from pipeline.formats.srt import _parse_tolerantly, format_srt, parse_srt
from pipeline.formats.srt_plain import read_plain
from pipeline.formats.timing_line import read_timing_line
from pipeline.model import Cue

TRICKY = st.sampled_from(
    [
        "7",
        "1",
        "2",
        "#3",
        "-->",
        "a --> b",
        "00:00:01,000 --> 00:00:02,000",
        "00:00:01.000 --> 00:00:02.000 align:start",
        "0:05 -> 0:07",
        "12:30 → 14:00",
        "00\u2060:00:01,000 --> 00:00:02,000",
        "00\u2060\u2060:00:01,000 --> 00:00:02,000",
        "00:00:01,000\u2060 --> 00:00:02,000",
        "WEBVTT",
        "NOTE this",
        "<i>x</i> & y < z",
        "{\\an8}up",
        "  two spaces",
        "\u202eRTL\u202c",
        "\u200b",
    ]
)
FREE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)
LINE = (TRICKY | FREE).map(lambda text: clean_text(text.replace("\n", " "))).filter(str.strip)
SETTINGS = st.sampled_from(["", "X1:100 X2:200 Y1:1 Y2:2", "align:start line:0", ":5", ",000", "--> x", "7"])


@st.composite
def cue(draw: st.DrawFn) -> Cue:
    """Any cue that a caption file can hold: times in milliseconds up to 200 hours."""
    start_ms = draw(st.integers(0, 720_000_000))
    end_ms = start_ms + draw(st.integers(1, 100_000))
    text = "\n".join(draw(st.lists(LINE, min_size=1, max_size=4)))
    return Cue(start_ms=start_ms, end_ms=end_ms, text=text, settings=draw(SETTINGS))


CUES = st.lists(cue(), max_size=6).map(tuple)


@given(CUES)
def test_parsing_what_was_formatted_gives_the_same_cues(cues: tuple[Cue, ...]) -> None:
    """Digit-only lines, arrows and whole timing lines inside a text survive."""
    read = parse_srt(format_srt(cues).encode(), path="t.srt")
    assert read.cues == cues
    assert [r for r in read.repairs if "above it" not in r.message] == []


DAMAGES = st.sampled_from(
    [
        "",
        "\n",
        "\n\n",
        " ",
        "\t",
        "\u00a0",
        "\u2060",
        "\r",
        "\x0b",
        "\ufeff",
        "x",
        "2",
        "-->",
        "&amp;",
        "[br]",
        "\\N",
        "0:00:01,000",
        "\n00:00:01,000 --> 00:00:02,000\n",
    ]
)


SIMPLE = st.builds(
    lambda start_ms, lines: Cue(start_ms=start_ms, end_ms=start_ms + 900, text="\n".join(lines)),
    st.integers(0, 9_000_000),
    st.lists(st.sampled_from(["Hello, you.", "7", "a > b & c", "¿Sí?", "00:00:01,000"]), min_size=1, max_size=2),
)


@given(
    st.lists(SIMPLE, min_size=1, max_size=3) | CUES,
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 2), DAMAGES), max_size=2),
)
@settings(max_examples=1_000)
def test_what_is_read_at_once_is_what_is_read_line_by_line(
    cues: Sequence[Cue], damages: list[tuple[int, int, str]]
) -> None:
    """A file that the quick reader takes has the same cues for the tolerant one, which has nothing to say about it."""
    text = format_srt(cues)
    for number, dropped, put in damages:
        place = number % (len(text) + 1)
        text = text[:place] + put + text[place + dropped :]
    plain = read_plain(text)
    if plain is not None:
        tolerant = _parse_tolerantly(text.encode(), "t.srt", "")
        assert (tolerant.cues, tolerant.repairs) == (plain, ())


@given(st.lists(cue().map(lambda one: replace(one, settings="")), min_size=1, max_size=6))
def test_what_we_write_is_read_at_once(cues: list[Cue]) -> None:
    """Files in order, whose text hides nothing and is of no other format, do not need the tolerant reader."""
    text = format_srt(sorted(cues, key=lambda one: one.start_ms))
    is_odd = "\u2060" in text or any("-->" in line or read_timing_line(line) for one in cues for line in one.lines)
    is_late = any(one.end_ms >= 360_000_000 for one in cues)
    assert is_odd or is_late or not text.isascii() or read_plain(text)


@given(
    CUES, st.sampled_from(["\n", "\r\n", "\r", "\r\r\n"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"])
)
def test_line_ends_and_encodings_of_unicode_change_nothing(cues: tuple[Cue, ...], ending: str, encoding: str) -> None:
    """The same cues come out of every Unicode encoding and every kind of line end."""
    data = format_srt(cues).replace("\n", ending).encode(encoding)
    assert parse_srt(data, path="t.srt").cues == cues


@given(CUES)
def test_another_parser_reads_the_same_cues(cues: tuple[Cue, ...]) -> None:
    """The `srt` library's own parser agrees on times, where no text looks like the head of a cue."""
    plain = tuple(c for c in cues if not any(line.strip().isdigit() for line in c.lines))
    theirs = list(srt.parse(format_srt(plain)))
    assert [round(s.start.total_seconds() * 1000) for s in theirs] == [c.start_ms for c in plain]


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    """Hostile bytes give cues or a SubtitleError, never another exception."""
    try:
        read = parse_srt(data, path="hostile.srt")
    except SubtitleError as error:
        assert str(error).startswith("hostile.srt")
    else:
        assert all(cue.start_ms >= 0 for cue in read.cues)


WORDS = st.sampled_from(["1", "2", "3", "", "", "Hello", "00:00:01,000 --> 00:00:02,000", "0:3 -> 0:4", "2014"])


@given(st.lists(WORDS, max_size=20))
def test_no_word_of_a_text_is_ever_lost(lines: list[str]) -> None:
    """Every line with letters of a damaged file is in exactly one cue, as often as it was in the file."""
    try:
        read = parse_srt("\n".join(lines).encode(), path="t.srt")
    except SubtitleError:
        return
    texts = [line for cue in read.cues for line in cue.lines]
    assert texts.count("Hello") == lines.count("Hello")


@pytest.mark.parametrize("size_mb", [10])
def test_one_huge_line_is_read_in_linear_time(size_mb: int) -> None:
    """A line of ten megabytes, of any tricky character, takes seconds at most; ten million lines are refused at once."""
    import time

    for char in ("a", " ", "-", ">", "0", ":", "\u2060", "\r"):
        data = ("1\n00:00:01,000 --> 00:00:02,000\n" + char * (size_mb << 20) + " --> \nx\n").encode()
        started = time.monotonic()
        if char == "\r":
            with pytest.raises(SubtitleError, match="has more than 1,000,000 lines"):
                parse_srt(data, path="t.srt")
        else:
            parse_srt(data, path="t.srt")
        assert time.monotonic() - started < 20, char


def test_the_tricky_lines_are_what_they_claim() -> None:
    """Guards the strategy itself: drawn free text has no control characters."""
    assert unicodedata.category("\u2028") == "Zl"
