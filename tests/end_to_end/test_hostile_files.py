"""Files from strangers: every command takes or refuses them in one line, within seconds, and reads nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.cli import main
from tools.fuzz import fuzz

SECONDS = 4.0


def ttml(body: str, head: str = "", document_type: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{document_type}<tt xmlns="http://www.w3.org/ns/ttml" '
        f'xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang="en"><head>{head}</head>'
        f"<body><div>{body}</div></body></tt>"
    )


def p(text: str, *, begin: str = "1s", end: str = "2s", more: str = "") -> str:
    return f'<p begin="{begin}" end="{end}" {more}>{text}</p>'


def srt(text: str) -> str:
    return f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n"


def vtt(text: str) -> str:
    return f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n"


REGION = '<layout><region xml:id="r" tts:origin="{0}% 1%" tts:extent="1% {0}%"/></layout>'
ENTITIES = '<!DOCTYPE t [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

FILES = {
    "speaker marker.ttml": ttml(p('<span xml:lang="en-x-speakerabc">Hi</span>')),
    "speaker number.ttml": ttml(p('<span xml:lang="en-x-speaker99999">Hi</span>')),
    "hours without end.ttml": ttml(p("Hi", begin="9" * 20 + "h", end="19" * 11 + "h")),
    "digits of a time.ttml": ttml(p("Hi", begin="9" * 400 + "s", end="9" * 401 + "s")),
    "digits of a region.ttml": ttml(p("Hi", more='region="r"'), head=REGION.format("9" * 400)),
    "reference.ttml": ttml(p("&#99999999999999;")),
    "entities.ttml": ttml(p("&b;"), document_type=ENTITIES),
    "another file.ttml": ttml(p("&a;"), document_type='<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/hostname">]>'),
    "nested spans.ttml": ttml(p("<span>" * 3_000 + "x" + "</span>" * 3_000)),
    "paragraphs.ttml": ttml("".join(p("Hi", begin=f"{n}s", end=f"{n + 1}s") for n in range(4_000))),
    "reference.vtt": vtt("&#" + "9" * 2_000 + "; &#0;"),
    "nested tags.vtt": vtt("<i>" * 30_000 + "x"),
    "brackets.vtt": vtt("<" * 200_000),
    "ampersands.vtt": vtt("&" * 200_000),
    "settings.vtt": f"WEBVTT\n\n00:01.000 --> 00:02.000 line:{'9' * 5_000}% position:{'9' * 4_000}\nx\n",
    "notes.vtt": "WEBVTT\n\n" + "NOTE\nx\n\n" * 30_000 + "00:01.000 --> 00:02.000\nx\n",
    "digits.srt": f"1\n{'9' * 5_000}:00:00,000 --> {'9' * 5_001}:00:00,000\nx\n",
    "number.srt": "9" * 6_000 + "\n00:00:01,000 --> 00:00:02,000\nx\n",
    "lines.srt": srt("x\n" * 400_000),
    "one line.srt": srt("x" * 900_000),
    "words.srt": srt("x " * 200_000),
    "codes.srt": srt("{\\" * 200_000),
    "at once.srt": "".join(f"{n}\n00:00:01,000 --> 00:00:09,900\nx\n\n" for n in range(4_000)),
    "marks.srt": "\ufeff\ufeff\ufeff" + srt("\ufeff\ufeffx"),
    "arrows.srt": "-->\n" * 100_000,
    "nothing.srt": "\0" * 100_000,
    "ends.srt": "\r" * 500_000,
    "dashes.srt": srt("- " * 100_000),
    "labels.srt": srt("[" * 200_000),
    "points.srt": srt("a." * 100_000),
}


@pytest.mark.parametrize("name", FILES)
def test_a_strangers_file_is_read_or_refused_in_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    source = tmp_path / ("x.en." + name.rpartition(".")[2])
    source.write_text(FILES[name], encoding="utf-8")
    for command in (
        ["check", source.name],
        *(["convert", source.name, "-o", f"y.{end}"] for end in ("srt", "vtt", "ttml")),
    ):
        began = time.process_time()
        code = main(command)
        seconds = time.process_time() - began
        shown = capsys.readouterr()
        assert code in {0, 1, 3}, shown.err
        assert "fault of ours" not in shown.err
        assert code != 1 or len(shown.err.splitlines()) == 1
        assert seconds < SECONDS, command


def test_what_is_written_of_a_file_with_many_marks_is_read_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pass over the file gives the same bytes."""
    monkeypatch.chdir(tmp_path)
    Path("a.en.srt").write_text(FILES["marks.srt"], encoding="utf-8")
    assert main(["convert", "a.en.srt", "-o", "b.en.srt", "-q"]) == 0
    assert main(["convert", "b.en.srt", "-o", "c.en.srt", "-q"]) == 0
    assert Path("b.en.srt").read_bytes() == Path("c.en.srt").read_bytes()
    assert "\ufeff" not in Path("b.en.srt").read_text("utf-8")


def test_mutants_of_our_own_files_break_no_promise() -> None:
    """A short part of `make fuzz`."""
    assert list(fuzz(800, seed=1)) == []
