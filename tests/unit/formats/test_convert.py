"""Conversions keep what both formats can say and list what is lost."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.commands import convert
from pipeline.commands.console import Console
from pipeline.errors import SubtitleError, UsageError
from pipeline.formats.convert import convert_captions

VTT = """WEBVTT

NOTE made by hand

STYLE
::cue { color: lime }

intro
00:00:01.000 --> 00:00:02.000 line:0 align:left
<v Ann><i>Hello</i> &amp; &lt;you&gt;

100:00:03.000 --> 100:00:04.000
<c.yellow>two</c>
lines
"""
SRT = """1
00:00:01,000 --> 00:00:02,000
{\\an7}<i>Hello</i> & <you>

2
100:00:03,000 --> 100:00:04,000
two
lines

"""


def to(target: str, data: str, source: str) -> tuple[str, dict[str, int]]:
    """Convert a text and give the result and the losses."""
    converted = convert_captions(data.encode(), source=source, target=target)
    return converted.data.decode(), dict(converted.losses)


def test_webvtt_to_subrip_keeps_italics_and_place_and_lists_the_rest() -> None:
    """SubRip has no speakers, classes, comments or style sheets."""
    text, losses = to("t.srt", VTT, "t.vtt")
    assert text == SRT
    assert losses == {"style sheets": 1, "comments": 1, "speakers' names": 1, "style classes": 1}


def test_subrip_to_webvtt_escapes_and_places() -> None:
    """`&` and `<` are escaped, the place becomes settings; nothing is lost."""
    text, losses = to("t.vtt", SRT, "t.srt")
    assert "00:00:01.000 --> 00:00:02.000 line:0 align:left\n<i>Hello</i> &amp; &lt;you&gt;\n" in text
    assert "100:00:03.000 --> 100:00:04.000\ntwo\nlines\n" in text
    assert losses == {}


def test_webvtt_to_ttml_and_back_keeps_the_speaker_the_italics_and_the_place() -> None:
    """TTML can say all of it but style classes and sheets."""
    ttml, losses = to("t.ttml", VTT, "t.vtt")
    assert losses == {"style sheets": 1, "style classes": 1}
    back, _ = to("t.vtt", ttml, "t.ttml")
    assert "00:00:01.000 --> 00:00:02.000 line:0 align:left\n<v Ann><i>Hello</i> &amp; &lt;you&gt;</v>" in back
    assert "NOTE\nmade by hand" in back


@pytest.mark.parametrize(
    "setting", ["line:20% position:30% size:40% align:left", "line:70% position:60% size:50%", "line:50%"]
)
def test_exact_places_survive_a_way_through_ttml(setting: str) -> None:
    """Percentages are regions in TTML."""
    vtt = f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000 {setting}\nx\n"
    back, _ = to("t.vtt", to("t.ttml", vtt, "t.vtt")[0], "t.ttml")
    assert back == vtt


def test_plain_text_has_paragraphs_at_pauses() -> None:
    """A silence of two seconds starts a new paragraph; lines are joined."""
    text, losses = to("t.txt", SRT, "t.srt")
    assert text == "Hello & <you>\n\ntwo lines\n"
    assert losses == {"times": 2, "places on the picture": 1, "italics and other markup": 1}


def test_a_pretty_printed_foreign_ttml_is_read_as_shown() -> None:
    """Indentation is not text; styles may be referenced; times may be offsets; divisions move their cues."""
    foreign = """<?xml version="1.0"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang="es">
  <head><styling><style xml:id="s1" tts:fontStyle="italic"/></styling></head>
  <body><div begin="10s">
    <p begin="1.5s" end="2s">
      Hola,<br/>
      <span style="s1">mundo</span>
    </p>
    <p begin="3s">abierto</p>
  </div></body>
</tt>"""
    converted = convert_captions(foreign.encode(), source="t.ttml", target="t.srt")
    assert converted.data.decode().startswith("1\n00:00:11,500 --> 00:00:12,000\nHola,\n<i>mundo</i>\n")
    assert [repair.message for repair in converted.repairs] == ["cue 2 has no end; it stays until the next"]


@pytest.mark.parametrize(
    "xml",
    [
        "<tt",
        "<a/>",
        '<!DOCTYPE x [<!ENTITY e "x">]><tt xmlns="http://www.w3.org/ns/ttml"/>',
        '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
        + "<p>"
        + "<span>" * 5000
        + "</span>" * 5000
        + "</p></div></body></tt>",
        '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="soon">x</p><p region="n">y</p></div></body></tt>',
    ],
    ids=["cut", "other", "entities", "deep", "times"],
)
def test_hostile_xml_is_refused_or_read_in_one_piece(xml: str) -> None:
    """No entity is expanded, no depth exhausts the stack, no exception of the library comes through."""
    try:
        convert_captions(xml.encode(), source="t.ttml", target="t.srt")
    except SubtitleError as error:
        assert str(error).startswith("t.ttml")


def test_webvtt_saved_as_subrip_is_read() -> None:
    """The name lies; the header does not."""
    converted = convert_captions(VTT.encode(), source="t.srt", target="u.srt")
    assert "Hello</i> & <you>" in converted.data.decode()
    assert converted.repairs[0].message == "is WebVTT, though its name says SubRip"


def test_the_command_writes_the_file_and_tells_repairs_and_losses(tmp_path: Path) -> None:
    """Data go to the file, words for people to stderr."""
    (tmp_path / "talk.pt.srt").write_text("1\n00:01 --> 00:02\nOi\n")
    parser = argparse.ArgumentParser()
    convert.add_arguments(parser)
    stdout, stderr = io.StringIO(), io.StringIO()
    arguments = parser.parse_args([str(tmp_path / "talk.pt.srt"), str(tmp_path / "talk.ttml")])
    assert convert.run(arguments, Console(stdout, stderr, environment={})) == 0
    assert 'xml:lang="pt"' in (tmp_path / "talk.ttml").read_text()
    assert stdout.getvalue() == ""
    assert "talk.pt.srt:2: times '00:01 --> 00:02' read as" in stderr.getvalue()


def test_the_target_may_be_given_as_an_option(tmp_path: Path) -> None:
    """As README.md and the other commands have it, before or after the source."""
    source, target = str(tmp_path / "talk.pt.srt"), tmp_path / "talk.pt.vtt"
    Path(source).write_text(SRT)
    ways = ([source, "-o", str(target)], ["--output", str(target), source], [source, "--language", "pt", str(target)])
    for arguments in ways:
        assert main(["convert", *arguments]) == 0
        assert target.read_text().startswith("WEBVTT")
        target.unlink()


def test_exactly_one_target_must_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    """None and two are bad usage, and say so."""
    with pytest.raises(SystemExit) as ended:
        main(["convert", "a.srt"])
    assert ended.value.code == 2
    assert "required: target" in capsys.readouterr().err
    for targets in (["b.vtt", "-o", "c.vtt"], ["-o", "c.vtt", "b.vtt"]):
        assert main(["convert", "a.srt", *targets]) == 2
        assert capsys.readouterr().err == (
            "captions: two files to write are named; give one of them: b.vtt or -o c.vtt\n"
        )


@pytest.mark.parametrize(("source", "target"), [("t.doc", "t.srt"), ("t.srt", "t.doc"), ("t.txt", "t.srt")])
def test_an_unknown_format_is_a_usage_error(source: str, target: str) -> None:
    """The error names what is known."""
    with pytest.raises(UsageError):
        convert_captions(SRT.encode(), source=source, target=target)
