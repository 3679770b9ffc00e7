"""The tolerant reader repairs what people have and lists it; the writer refuses what players drop."""

from __future__ import annotations

import pytest

from pipeline.errors import InvalidCue, SubtitleError
from pipeline.formats.srt import format_srt, illegal_reason, parse_srt
from pipeline.model import Cue

CLEAN = "1\n00:00:01,000 --> 00:00:02,500\nHello.\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\nlines.\n\n"
HELLO = Cue(start_ms=1000, end_ms=2500, text="Hello.")
LINES = Cue(start_ms=3000, end_ms=4000, text="Two\nlines.")


def read(text: str | bytes, path: str = "talk.srt") -> tuple[list[tuple[int, int, str]], list[str]]:
    """Cues and repairs in a short form."""
    result = parse_srt(text if isinstance(text, bytes) else text.encode(), path=path)
    return (
        [(c.start_ms, c.end_ms, c.text) for c in result.cues],
        [f"{r.line}: {r.message}" for r in result.repairs],
    )


def test_a_clean_file_is_read_without_repairs_and_written_back_byte_for_byte() -> None:
    """The round trip of a good file changes nothing."""
    result = parse_srt(CLEAN.encode(), path="talk.srt")
    assert result.cues == (HELLO, LINES)
    assert result.repairs == ()
    assert format_srt(result.cues) == CLEAN


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n"], ids=["empty", "blank", "mark", "spaces"])
def test_an_empty_file_is_an_empty_track(data: bytes) -> None:
    """Nothing in it is legal; it is not an error."""
    assert parse_srt(data, path="talk.srt").cues == ()


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ("00:01.5 --> 00:02,25", (1500, 2250)),
        ("00:00:01.500 --> 00:00:02.250", (1500, 2250)),
        ("00:00:01,5 --> 00:00:02,25", (1500, 2250)),
        ("0:0:1,500000 --> 0:0:2,2509", (1500, 2250)),
        ("00:00:01,500\t-->\t00:00:02,250", (1500, 2250)),
        ("00:00:01,500-->00:00:02,250", (1500, 2250)),
        ("00:00:01,500 -> 00:00:02,250", (1500, 2250)),
        ("00:00:01,500 --&gt; 00:00:02,250", (1500, 2250)),
        ("00:00:01,500 —> 00:00:02,250", (1500, 2250)),
        ("00:00:01,500 → 00:00:02,250", (1500, 2250)),
        ("00:00:01, 500 --> 00:00:02, 250", (1500, 2250)),
        ("00 : 00 : 01 , 500 --> 00 : 00 : 02 , 250", (1500, 2250)),
        ("00:00:01:500 --> 00:00:02:250", (1500, 2250)),
        ("00：00：01，500 --> 00：00：02，250", (1500, 2250)),
        ("٠٠:٠٠:٠١,٥٠٠ --> ٠٠:٠٠:٠٢,٢٥٠", (1500, 2250)),
        ("-00:00:01,500 --> 00:00:02,250", (0, 2250)),
        ("120:00:01,500 --> 120:00:02,250", (432001500, 432002250)),
        ("00:00:02,250 --> 00:00:01,500", (2250, 1500)),
    ],
)
def test_times_are_read_however_they_are_written(times: str, expected: tuple[int, int]) -> None:
    """Hours missing, points, short and long fractions, odd arrows: read, and listed if not standard."""
    cues, repairs = read(f"1\n{times}\nHello.\n")
    assert cues == [(*expected, "Hello.")]
    is_standard = (
        times.isascii() and len(times.replace("120", "12")) == 29 and times.count(",") == 2 and "\t" not in times
    )
    assert bool(repairs) is not is_standard
    assert all(r.startswith("2: ") for r in repairs)


@pytest.mark.parametrize(
    ("text", "repairs"),
    [
        (CLEAN.replace("\n", "\r\n"), ["1: line ends are CRLF"]),
        (CLEAN.replace("\n", "\r"), ["1: line ends are CR"]),
        ("\ufeff" + CLEAN, ["1: byte order mark of UTF-8 removed"]),
        (CLEAN.replace("1\n00", "00").replace("2\n00", "00"), ["1: number missing", "4: number missing"]),
        (CLEAN.replace("2\n00", "7\n00"), ["5: number 7 where 2 was expected"]),
        (CLEAN.replace("2\n00", "1\n00"), ["5: number 1 where 2 was expected"]),
        (CLEAN.replace("Hello.\n\n", "Hello.\n"), ["4: blank line before the cue missing"]),
        (CLEAN.replace("Two\n", "Two\n\n\n"), ["8: blank line inside a cue removed"]),
        (CLEAN.replace("Hello.", "He\x00llo."), ["3: control characters removed"]),
        (CLEAN.rstrip("\n"), []),
        (CLEAN.replace("\n\n", "\n\n\n\n"), []),
        (CLEAN.replace(".\n", ".  \t\n"), []),
        ("  " + CLEAN, []),
    ],
)
def test_a_repaired_file_gives_the_same_cues(text: str, repairs: list[str]) -> None:
    """Each kind of damage is repaired, and its line named."""
    result = parse_srt(text.encode(), path="talk.srt")
    assert result.cues == (HELLO, LINES)
    assert [f"{r.line}: {r.message}" for r in result.repairs] == repairs


def test_a_double_spaced_file_is_read() -> None:
    """Every line followed by a blank one, as broken line-end conversions leave it."""
    cues, _ = read(CLEAN.replace("\n", "\n\n"))
    assert cues == [(1000, 2500, "Hello."), (3000, 4000, "Two\nlines.")]


@pytest.mark.parametrize(
    ("encoding", "path", "text"),
    [
        ("cp1252", "talk.pt.srt", "Não é “fácil”."),
        ("cp1251", "talk.ru.srt", "Это не просто."),
        ("cp1250", "talk.pl.srt", "Zażółć gęślą jaźń"),
        ("cp932", "talk.ja.srt", "日本語の字幕"),
        ("gb18030", "talk.zh-Hans.srt", "中文字幕"),
        ("utf-16-le", "talk.el.srt", "Ελληνικά"),
        ("utf-16", "talk.srt", "日本"),
    ],
)
def test_legacy_encodings_are_guessed_from_the_language_and_named(encoding: str, path: str, text: str) -> None:
    """The file's own language says which old code page it is; the repair says which was taken."""
    result = parse_srt(CLEAN.replace("Hello.", text).encode(encoding), path=path)
    assert result.cues[0].text == text
    assert result.encoding.removesuffix("-le") == encoding.removesuffix("-le")
    assert any(result.encoding.upper() in r.message.upper() for r in result.repairs)


def test_a_few_foreign_bytes_do_not_spoil_a_utf8_file() -> None:
    """One line pasted from an old program: the rest stays UTF-8, and the line is named."""
    data = CLEAN.replace("Hello.", "Já está, não é?").encode() + b"Caf\xe9\n"
    result = parse_srt(data, path="talk.pt.srt")
    assert result.cues[0].text == "Já está, não é?"
    assert result.cues[1].text.endswith("Café")
    assert [r.line for r in result.repairs if "cp1252" in r.message] == [10]


def test_a_credit_after_the_last_cue_is_kept_and_listed() -> None:
    """Text without times belongs to the cue above it: nothing is lost."""
    cues, repairs = read(CLEAN + "\nSubtitles by Ana\n")
    assert cues[-1][2] == "Two\nlines.\nSubtitles by Ana"
    assert repairs == ["9: blank line inside a cue removed"]


def test_text_above_the_first_cue_is_kept_and_listed() -> None:
    """The same at the beginning."""
    cues, repairs = read("Subtitles by Ana\n\n" + CLEAN)
    assert cues[0][2] == "Subtitles by Ana\nHello."
    assert repairs == ["1: text above the first cue put at its beginning"]


def test_cues_out_of_order_stay_where_they_are_and_are_listed() -> None:
    """The order of the file is the person's; the note names the line of the times."""
    blocks = CLEAN.split("\n\n")
    cues, repairs = read("\n\n".join([blocks[1].replace("2\n", "1\n", 1), blocks[0].replace("1\n", "2\n", 1)]))
    assert [cue[0] for cue in cues] == [3000, 1000]
    assert repairs == ["7: starts before the cue above it"]


def test_coordinates_behind_the_times_are_kept() -> None:
    """SubRip's own coordinates are settings of the cue and are written again."""
    text = CLEAN.replace("02,500", "02,500 X1:100 X2:200 Y1:1 Y2:2")
    result = parse_srt(text.encode(), path="talk.srt")
    assert result.cues[0].settings == "X1:100 X2:200 Y1:1 Y2:2"
    assert format_srt(result.cues) == text


def test_a_digit_only_text_without_a_blank_line_is_not_taken_for_a_number() -> None:
    """`2014` above the next times is text, because 2 comes next."""
    cues, _ = read("1\n00:00:01,000 --> 00:00:02,000\nIn\n2014\n00:00:03,000 --> 00:00:04,000\nthen\n")
    assert [cue[2] for cue in cues] == ["In\n2014", "then"]


def test_spoken_times_are_not_taken_for_a_cue() -> None:
    """A time table that somebody reads aloud stays text."""
    cues, _ = read("1\n00:00:01,000 --> 00:00:02,000\n12:30 -> 14:00\nis lunch\n")
    assert [cue[2] for cue in cues] == ["12:30 -> 14:00\nis lunch"]


def test_an_empty_cue_is_kept_for_the_checks() -> None:
    """A cue without text is content, not a broken file."""
    cues, repairs = read("1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\nx\n")
    assert [cue[2] for cue in cues] == ["", "x"]
    assert repairs == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Just some prose.\n\nNo captions.\n", 1),
        ("1\n00:00:0x,000 --> 00:00:02,000\nHello.\n", 2),
        (CLEAN + "3\n00:00:05,000 --> soon\nLater.\n", 11),
        (CLEAN + "00:00:05,000 --> \nLater.\n", 10),
        ("\n\n\x00\x01PNG\n", 3),
    ],
    ids=["prose", "letter", "word", "no end", "binary"],
)
def test_what_cannot_be_read_is_an_error_with_its_line(text: str, line: int) -> None:
    """Nothing is refused silently."""
    with pytest.raises(SubtitleError) as caught:
        read(text)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "cue",
    [
        Cue(start_ms=0, end_ms=1, text=""),
        Cue(start_ms=0, end_ms=1, text=" \n "),
        Cue(start_ms=5, end_ms=5, text="x"),
        Cue(start_ms=5, end_ms=4, text="x"),
        Cue(start_ms=-5, end_ms=4, text="x"),
        Cue(start_ms=0, end_ms=1, text="a\n\nb"),
        Cue(start_ms=0, end_ms=1, text="a\rb"),
        Cue(start_ms=0, end_ms=1, text="a "),
        Cue(start_ms=0, end_ms=1, text="a", settings="b\nc"),
    ],
)
def test_a_cue_that_players_drop_is_refused_when_writing(cue: Cue) -> None:
    """The error names the file and the cue; nothing is dropped in silence."""
    with pytest.raises(InvalidCue, match=r"talk\.srt: cue 2: its? "):
        format_srt([HELLO, cue], path="talk.srt")
    assert illegal_reason(cue)
