"""Files as people and programs save them: each input beside its right result, and what others' parsers read in it.

`tests/cases/files/read` holds inputs and what `captions convert` makes of them as SubRip; `fix` what `captions fix`
makes of them. The right result lies in the folder `right` under the input's name with `.srt` (or `.vtt`) behind it.
"""

from __future__ import annotations

from pathlib import Path

import pysubs2
import pytest
import webvtt

from pipeline.cli import main
from pipeline.formats import decode_text, parse_srt
from pipeline.text import drop_formatting

FILES = Path(__file__).parent / "files"
READ = sorted(path for path in (FILES / "read").iterdir() if path.is_file())
FIX = sorted(path for path in (FILES / "fix").iterdir() if path.is_file())
LOSING = {"arrows-that-are-no-cues.en.vtt"}
"""A cue of them cannot be read: the others are converted, and the exit code says so."""


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_a_file_is_read_for_what_it_means(path: Path, tmp_path: Path) -> None:
    """Whatever wrote it, the same captions come out."""
    target = tmp_path / "out.srt"
    assert main(["convert", str(path), str(target)]) == int(path.name in LOSING)
    right = path.parent / "right" / f"{path.name}.srt"
    assert target.read_text(encoding="utf-8") == right.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FIX, ids=lambda path: path.name)
def test_a_file_is_fixed(path: Path, tmp_path: Path) -> None:
    """The result is right, a second run finds nothing to do, and no check finds an error."""
    target = tmp_path / path.name
    target.write_bytes(path.read_bytes())
    assert main(["fix", str(target)]) == 0
    right = (path.parent / "right" / path.name).read_text(encoding="utf-8")
    assert target.read_text(encoding="utf-8") == right
    assert main(["fix", str(target)]) == 0
    assert target.read_text(encoding="utf-8") == right
    assert main(["check", str(target)]) == 0


@pytest.mark.parametrize("path", FIX, ids=lambda path: path.name)
def test_fixing_shows_what_it_would_do_and_writes_nothing(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dry run is a diff on stdout."""
    target = tmp_path / path.name
    target.write_bytes(path.read_bytes())
    assert main(["fix", str(target), "--dry-run"]) == 0
    assert target.read_bytes() == path.read_bytes()
    right = (path.parent / "right" / path.name).read_bytes()
    assert bool(capsys.readouterr().out) == (right != path.read_bytes())


@pytest.mark.parametrize("path", [path for path in READ if path.suffix == ".srt"], ids=lambda path: path.name)
def test_another_library_reads_the_same_times_and_words_in_the_result(path: Path) -> None:
    """What is written is what `pysubs2` understands."""
    right = path.parent / "right" / f"{path.name}.srt"
    ours = parse_srt(right.read_bytes(), path="x.srt").cues
    theirs = pysubs2.SSAFile.from_string(right.read_text(encoding="utf-8"), format_="srt")
    shown = [" ".join(event.plaintext.replace("\u2060", "").split()) for event in theirs]
    words = [" ".join(drop_formatting(cue.text).split()) for cue in ours]
    assert len(shown) == len(words)
    if path.name not in {"entities.en.srt", "leftover-breaks.pt.srt"}:  # `pysubs2` drops all that has angle brackets
        assert shown == words
    if max(cue.end_ms for cue in ours) < 100 * 3_600_000:  # it reads two digits of hours
        assert [event.start for event in theirs] == [cue.start_ms for cue in ours]


def test_another_library_reads_the_same_webvtt() -> None:
    """`webvtt-py` keeps the cues that can be read, as we do."""
    path = FILES / "read" / "arrows-that-are-no-cues.en.vtt"
    ours = parse_srt((path.parent / "right" / f"{path.name}.srt").read_bytes(), path="x.srt").cues
    text = path.read_text(encoding="utf-8").replace("00:01.000-->00:02.000line:0", "00:01.000 --> 00:02.000 line:0")
    theirs = webvtt.from_string(text)
    assert [caption.text for caption in theirs] == [drop_formatting(cue.text) for cue in ours]


@pytest.mark.parametrize(
    ("encoding", "language", "text"),
    [
        ("cp1251", "ru", "Это не просто, но возможно."),
        ("koi8_r", "ru", "Это не просто, но возможно."),
        ("cp1250", "pl", "Zażółć gęślą jaźń, ośmiu wędrowców"),
        ("iso8859_2", "cs", "Příliš žluťoučký kůň úpěl ďábelské ódy"),
        ("cp1253", "el", "Γειά σου, Κόσμε, τι κάνεις;"),
        ("cp1254", "tr", "Şöyle değil, ığdır’a gittik"),
        ("cp1255", "he", "שלום עולם, מה שלומך"),
        ("cp1256", "ar", "مرحبا بالعالم كيف حالك"),
        ("cp932", "ja", "これは日本語の字幕です。"),
        ("euc_jp", "ja", "これは日本語の字幕です。"),
        ("cp949", "ko", "이것은 한국어 자막입니다."),
        ("gb18030", "zh", "这是中文字幕。"),
        ("cp950", "zh-Hant", "這是中文字幕。"),
        ("cp874", "th", "นี่คือคำบรรยาย"),
        ("cp1252", "de", "Über die Brücke, schön"),
        ("mac_roman", "fr", "Ça va être très bien, où déjà"),
    ],
)
def test_a_language_chooses_the_code_page(encoding: str, language: str, text: str, tmp_path: Path) -> None:
    """By an option as well as by the file's name."""
    data = f"1\n00:00:01,000 --> 00:00:03,000\n{text}\n".encode(encoding)
    source, target = tmp_path / "old.srt", tmp_path / "new.srt"
    source.write_bytes(data)
    assert main(["convert", str(source), str(target), "--language", language]) == 0
    assert text in target.read_text(encoding="utf-8")
    assert text in decode_text(data, f"old.{language}.srt")[0]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1251", "Это не просто, но возможно."), ("cp932", "これは日本語の字幕です。"), ("cp1255", "שלום עולם")],
)
def test_without_a_language_another_script_is_refused_with_the_cure(
    encoding: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is deleted and nothing guessed in silence."""
    source = tmp_path / "old.srt"
    source.write_bytes(f"1\n00:00:01,000 --> 00:00:03,000\n{text}\n".encode(encoding))
    assert main(["convert", str(source), str(tmp_path / "new.srt")]) == 1
    assert "--language" in capsys.readouterr().err
    assert not (tmp_path / "new.srt").exists()


@pytest.mark.parametrize("name", ["empty.en.vtt", "empty.en.srt", "empty.en.ttml"])
def test_checking_and_converting_judge_an_empty_file_alike(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both refuse it with the same words."""
    path = tmp_path / name
    path.write_bytes(b"\xef\xbb\xbf \r\n")
    for command in (["check", str(path)], ["convert", str(path), str(tmp_path / "new.srt")]):
        assert main(command) == 1
        assert "is empty: there are no captions in it" in capsys.readouterr().err


def test_checking_and_converting_judge_a_headerless_file_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """WebVTT without its first line is read as SubRip is, and both say so."""
    path = tmp_path / "talk.en.vtt"
    path.write_text("00:00:01.000 --> 00:00:03.000\nHello there.\n", encoding="utf-8")
    for command in (["check", str(path)], ["convert", str(path), str(tmp_path / "new.srt")]):
        assert main(command) == 0
        assert "WEBVTT is missing" in capsys.readouterr().err


def test_one_cause_is_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Thirty dots for commas are one line."""
    path = tmp_path / "talk.en.srt"
    cues = [f"{n}\n00:00:{n:02}.000 --> 00:00:{n:02}.900\nHello number {n}.\n" for n in range(1, 31)]
    path.write_text("\n".join(cues), encoding="utf-8")
    assert main(["convert", str(path), str(tmp_path / "new.vtt")]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if "dot" in line]
    assert lines == [f"{path}:2: 30 times: times with a dot for the comma before the milliseconds"]


def test_two_speakers_at_once_are_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    """The overlap is wanted: the second speaker stands above."""
    assert main(["check", str(FILES / "read" / "two-speakers.en.srt")]) == 0
    assert "as two speakers do" in capsys.readouterr().out
