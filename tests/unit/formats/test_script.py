"""Which words of a script are meant to be spoken."""

from __future__ import annotations

import pytest

from pipeline.errors import InputError
from pipeline.formats.script import MOST_SCRIPT_WORDS, read_script


def spoken(text: str, path: str = "talk.script.txt") -> tuple[str, ...]:
    return read_script(text.encode(), path=path)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("# Opening\n\nHello there.", ["Hello there."], id="a heading"),
        pytest.param("Opening\n=======\nHello there.", ["Hello there."], id="an underlined heading"),
        pytest.param("INT. OFFICE - DAY\n\nHello there.", ["Hello there."], id="a scene"),
        pytest.param("Hello [pause] there. {smiles}", ["Hello there."], id="directions in brackets"),
        pytest.param("(music fades)\nHello there.", ["Hello there."], id="a direction alone in round brackets"),
        pytest.param("It is big (about 5 m) and old.", ["It is big (about 5 m) and old."], id="spoken brackets"),
        pytest.param("NARRATOR: Hello.\nNARRATOR: There.", ["Hello. There."], id="a speaker in capitals"),
        pytest.param("**Anna:** Hello.\n\n**Ben:** Yes.", ["Hello.", "Yes."], id="speakers in bold"),
        pytest.param(
            "Anna: Hello.\n\nBen: Yes.\n\nAnna: No.\n\nBen: No.", ["Hello.", "Yes.", "No.", "No."], id="names"
        ),
        pytest.param("HOST (V.O.): Hello.", ["Hello."], id="a voice-over"),
        pytest.param("One thing: it works.", ["One thing: it works."], id="a colon in a sentence"),
        pytest.param("[00:12] Hello.\n0:15 There.", ["Hello. There."], id="times"),
        pytest.param("It is *very* **big**, says [Ann](http://a.b).", ["It is very big, says Ann."], id="Markdown"),
        pytest.param("- Hello.\n- There.", ["Hello. There."], id="bullets"),
        pytest.param("---\ntitle: x\n---\nHello.\n\n---\n\nThere.", ["Hello.", "There."], id="front matter and rules"),
        pytest.param("Hello.<!-- cut? -->\n\n```\ncode\n```\n\nThere.", ["Hello.", "There."], id="comments and code"),
        pytest.param("Hello <i>there</i>.", ["Hello there."], id="tags"),
        pytest.param("snake_case and 2 * 3 * 4", ["snake_case and 2 * 3 * 4"], id="no emphasis"),
    ],
)
def test_only_what_is_to_be_said_is_read(written, said):
    assert list(spoken(written)) == said


def test_captions_are_read_without_their_times():
    srt = "1\n00:00:01,000 --> 00:00:02,000\n<i>Hello</i>\nthere.\n\n2\n00:00:03,000 --> 00:00:04,000\n[music]\n"
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello there.\n"
    assert spoken(srt, "old.srt") == ("Hello there.",)
    assert spoken(vtt, "old.vtt") == ("Hello there.",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(encoding):
    text = "Das Gerät läuft über Straßen, sagt Jörg. Schöne Grüße.\r\n"
    assert read_script(text.encode(encoding), path="talk.script.txt", language="de") == (text.strip(),)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "nothing that could be said", id="empty"),
        pytest.param(b" \n\n[music]\n# Title\n", "nothing that could be said", id="headings alone"),
        pytest.param(bytes(range(1, 9)) * 100 + b"word", "not text", id="binary"),
        pytest.param(bytes(range(256)) * 50, "is not UTF-8", id="binary without any encoding"),
        pytest.param(b"word " * (MOST_SCRIPT_WORDS + 1), "right file", id="endless"),
    ],
)
def test_what_is_no_script_is_refused_by_name(data, reason):
    with pytest.raises(InputError, match=reason) as caught:
        read_script(data, path="media/talk.script.txt")
    assert str(caught.value).startswith("media/talk.script.txt: ")
