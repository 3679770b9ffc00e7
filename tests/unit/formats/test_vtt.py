"""WebVTT as people have it, and SubRip's own markup on its way through."""

from __future__ import annotations

import pytest

from pipeline.errors import InvalidCue, SubtitleError
from pipeline.formats.srt_text import cue_to_styled, styled_to_cue
from pipeline.formats.styled import Document, Losses, StyledCue, Token
from pipeline.formats.vtt import format_vtt
from pipeline.formats.vtt_reading import parse_vtt, read_vtt
from pipeline.model import Cue


def read(text: str) -> tuple[list[tuple[int, int, str]], list[str]]:
    """Cues and repairs in a short form."""
    result = read_vtt(text.encode(), path="t.vtt")
    cues = [(cue.start_ms, cue.end_ms, cue.plain) for cue in result.document.cues]
    return cues, [f"{repair.line}: {repair.message}" for repair in result.repairs]


@pytest.mark.parametrize(
    ("text", "repairs"),
    [
        (
            "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHi\n",
            ["3: times '00:00:01,000 --> 00:00:02,000' read as 00:00:01.000 --> 00:00:02.000"],
        ),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", []),
        ("WEBVTT\n00:00:01.000 --> 00:00:02.000\nHi\n", ["2: blank line after the header missing"]),
        ("WEBVTT x\nKind: captions\n\n\n\n7\n00:00:01.000 --> 00:00:02.000\nHi", []),
        (
            "\ufeffWEBVTT\r\n\r\n00:00:01.000 --> 00:00:02.000\r\nHi\r\n",
            ["1: byte order mark of UTF-8 removed", "1: line ends are CRLF"],
        ),
        (
            "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:9\n\n00:00:01.000 --> 00:00:02.000\nHi",
            ["2: X-TIMESTAMP-MAP is not applied: times are as written"],
        ),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000 X1:3\nHi", ["4: unknown cue settings left out"]),
        (
            "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<q>Hi</q>",
            ["4: markup that WebVTT does not know left out or kept as text"],
        ),
    ],
    ids=["commas", "no hours", "no blank line", "identifier", "mark and CRLF", "stream", "settings", "markup"],
)
def test_deviations_are_repaired_and_listed(text: str, repairs: list[str]) -> None:
    """The same cue each time, and the line of what was odd."""
    assert read(text) == ([(1_000, 2_000, "Hi")], repairs)


def test_cues_without_a_blank_line_between_are_two() -> None:
    """Times begin a cue wherever they stand."""
    cues, repairs = read("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nOne\n00:00:03.000 --> 00:00:04.000\nTwo\n")
    assert [text for *_, text in cues] == ["One", "Two"]
    assert repairs == ["5: blank line before the cue missing"]


def test_text_that_browsers_drop_is_kept() -> None:
    """A blank line inside a text, and text above the first cue or above its identifier."""
    cues, repairs = read(
        "WEBVTT\n\nLost words\n\n00:00:01.000 --> 00:00:02.000\nOne\n\nmore\n\na\nb\n00:00:03.000 --> 00:00:04.000\nTwo"
    )
    assert [text for *_, text in cues] == ["Lost words\nOne\nmore", "a\nb\nTwo"]
    assert [repair.split(":")[0] for repair in repairs] == ["3", "8", "10"]


def test_the_headers_language_is_kept() -> None:
    """YouTube writes it there."""
    document = read_vtt(b"WEBVTT\nKind: captions\nLanguage: pt-BR\n", path="t.vtt").document
    assert (document.language, document.cues) == ("pt-BR", ())


@pytest.mark.parametrize("text", ["", "\n\n", "webvtt\n", "WEBVTTx\n", "1\n00:00:01,000 --> 00:00:02,000\nx\n"])
def test_a_file_without_its_header_is_refused(text: str) -> None:
    """The line says what is missing."""
    with pytest.raises(SubtitleError, match="does not begin with WEBVTT"):
        read(text)


def test_a_cue_whose_times_nobody_can_read_is_left_out_and_named() -> None:
    """Not a silent loss, and no reason to refuse the others."""
    text = "WEBVTT\n\nintro\n00:00:01.000 --> later\nx\n\n00:00:03.000 --> 00:00:04.000\nHi\n"
    result = read_vtt(text.encode(), path="t.vtt")
    assert [cue.plain for cue in result.document.cues] == ["Hi"]
    assert [(repair.line, repair.message) for repair in result.repairs if repair.is_loss] == [
        (4, "cue left out “x”: its times cannot be read: '00:00:01.000 --> later'")
    ]


@pytest.mark.parametrize(
    "odd",
    [
        "NOTE a --> b\nmore",
        "NOTE\na --> b\nc --> d",
        "STYLE\n::cue { color: red }\n/* a --> b */",
        "STYLE\n::cue { color: red }\n\n::cue(b) { color: blue }",
        "REGION\nid:a\nb --> c",
        "Region: id=fred width=40% lines=3",
        "-->",
        " --> ",
    ],
)
@pytest.mark.parametrize("place", ["before", "between", "after"])
def test_what_is_no_cue_neither_refuses_the_file_nor_becomes_a_caption(odd: str, place: str) -> None:
    """Comments, style sheets and regions may hold an arrow or a blank line; another library reads the same."""
    import webvtt

    blocks = ["00:01.000 --> 00:02.000\nOne", "00:03.000 --> 00:04.000\nTwo"]
    blocks.insert(["before", "between", "after"].index(place), odd)
    text = "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"
    assert [text for *_, text in read(text)[0]] == ["One", "Two"]
    assert [cue.text for cue in webvtt.from_string(text)] == ["One", "Two"]


@pytest.mark.parametrize("header", ["WEBVTT a --> b", "WEBVTT\nKind: captions\na --> b\nmore"])
def test_an_arrow_in_the_header_is_no_cue(header: str) -> None:
    """The header is what stands above the first blank line."""
    assert [text for *_, text in read(f"{header}\n\n00:01.000 --> 00:02.000\nOne\n")[0]] == ["One"]


def test_settings_may_stand_directly_behind_the_times() -> None:
    """So the standard's parser reads them."""
    cue = read_vtt(b"WEBVTT\n\n00:01.000-->00:02.000line:0\nHi\n", path="t.vtt").document.cues[0]
    assert (cue.start_ms, cue.end_ms, cue.settings) == (1_000, 2_000, "line:0")


def test_a_line_of_spaces_is_text_for_the_standard() -> None:
    """YouTube's rolling captions begin with one."""
    cues, repairs = read("WEBVTT\n\n00:01.000 --> 00:02.000\n \nOne\n \n\n00:03.000 --> 00:04.000\nTwo\n")
    assert [text for *_, text in cues] == ["One", "Two"]
    assert repairs == []


def test_classes_survive_on_every_kind_of_span() -> None:
    """Read and written again, byte for byte; listed as lost where another format has no word for them."""
    vtt = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v.loud Mary>Hi <i.x>you</i></v>\n"
    read_again = read_vtt(vtt.encode(), path="t.vtt").document
    assert format_vtt(read_again) == vtt
    losses = Losses()
    styled_to_cue(read_again.cues[0], losses)
    assert losses["style classes"] == 1


def test_what_subrip_cannot_say_is_listed_when_webvtt_is_read_as_plain_cues() -> None:
    """Speakers, classes, ruby and karaoke times."""
    text = "<v Ann>Hi <c.loud>you</c> <ruby>漢<rt>kan</rt></ruby> <00:00:01.500>now <lang pt>olá</lang>"
    result = parse_vtt(f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:20%\n{text}\n".encode(), path="t.vtt")
    assert result.cues == (Cue(start_ms=1_000, end_ms=2_000, text="{\\an8}Hi you 漢(kan) now olá"),)
    assert {repair.message.removeprefix("lost in 1 cue: ") for repair in result.repairs} == {
        "speakers' names",
        "style classes",
        "ruby (its text is kept)",
        "times of single words",
        "language of a passage",
        "exact positions (kept as one of nine places)",
    }


def test_words_times_and_ruby_survive_webvtt() -> None:
    """Read and written again, byte for byte."""
    text = "<v Ann>Hi <ruby>漢<rt>kan</rt></ruby> <00:00:01.500>now</v>"
    vtt = f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{text}\n"
    assert format_vtt(read_vtt(vtt.encode(), path="t.vtt").document) == vtt


def test_a_cue_that_browsers_drop_is_refused_when_writing() -> None:
    """Without text, or without duration."""
    for tokens, end_ms in [((), 1), ((Token("text", " \n"),), 1), ((Token("text", "x"),), 0)]:
        with pytest.raises(InvalidCue, match=r"t\.vtt: cue 1"):
            format_vtt(Document(cues=(StyledCue(start_ms=0, end_ms=end_ms, tokens=tokens),)), path="t.vtt")


@pytest.mark.parametrize(
    ("text", "back", "losses"),
    [
        ('<font color="#FF8000">a</font>', '<font color="#ff8000">a</font>', {}),
        ("<font color=yellow>a</font>", '<font color="#ffff00">a</font>', {}),
        ("{\\an9}{\\i1}a{\\i0}", "{\\an9}<i>a</i>", {}),
        ("{\\pos(1,2)\\an4}a", "{\\an4}a", {"SubStation codes": 1}),
        ("<I>a</I></b>", "<i>a</i>", {}),
        ("<b>a<i>b</b>c", "<b>a<i>b</i></b>c", {}),
        ("<q> {x} <- a", "<q> {x} <- a", {}),
    ],
)
def test_subrip_markup_is_understood(text: str, back: str, losses: dict[str, int]) -> None:
    """What players understand, in its usual spelling; what they do not is text."""
    noted = Losses()
    cue = styled_to_cue(cue_to_styled(Cue(start_ms=0, end_ms=1, text=text), noted), noted)
    assert cue.text == back
    assert dict(+noted) == losses


def test_an_escaped_tag_does_not_become_markup_in_subrip() -> None:
    """SubRip has no escapes: an invisible joiner keeps `&lt;i&gt;` what it was."""
    result = parse_vtt(b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n&lt;i&gt; is a tag\n", path="t.vtt")
    styled = cue_to_styled(result.cues[0], Losses())
    assert [token.kind for token in styled.tokens] == ["text"]
    assert styled.plain.replace("\u2060", "") == "<i> is a tag"
