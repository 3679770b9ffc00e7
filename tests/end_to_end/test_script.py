"""A script beside a video: its words where they were said, what was said where it says otherwise."""

from __future__ import annotations

import json

import pytest

from tests.builders import STORY, TestWorkspace

SAID = (
    "The city of rong cheng keeps a score for everyone who lives there",
    "Nobody outside of the office knows how the points are counted",
    "What is left of privacy when all of daily life is written down",
)
SCRIPT = (
    "The city of Rongcheng keeps a “score” for everyone who lives there.",
    "Nobody outside of the office knows how the points are counted.",
    "What is left of privacy, when all of daily life is written down?",
)


@pytest.fixture
def scripted(workspace: TestWorkspace) -> TestWorkspace:
    """A workspace with one video and its script, captioned."""
    workspace.add_video(sentences=SAID)
    write(workspace, SCRIPT)
    assert workspace.run("build") == 0
    return workspace


def write(workspace: TestWorkspace, paragraphs: tuple[str, ...], name: str = "talk.script.txt") -> None:
    (workspace.folder / "media" / name).write_text("# Points\n\n" + "\n\n".join(paragraphs), encoding="utf-8")


def shown(workspace: TestWorkspace, language: str = "en") -> str:
    return " ".join(cue.text for cue in workspace.cues(language)).replace("\n", " ")


def test_the_captions_have_the_words_of_the_script(scripted: TestWorkspace) -> None:
    assert shown(scripted) == " ".join(SCRIPT)


def test_a_second_build_does_nothing(scripted: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = scripted.snapshot()
    assert scripted.run("build") == 0
    assert "all is current" in capsys.readouterr().err
    assert scripted.snapshot() == before


def test_an_edited_script_changes_its_sentence_alone_and_hears_nothing_again(scripted: TestWorkspace) -> None:
    """What was recognised is at hand; translations of the other sentences are kept as they are."""
    (scripted.folder / "media" / "talk.transcript.json").unlink()  # the scripted recogniser would find nothing
    before = [cue.content for cue in scripted.cues("pt")]
    write(scripted, (SCRIPT[0], SCRIPT[1].replace("office", "Office"), SCRIPT[2]))
    assert scripted.run("build") == 0
    assert "of the Office knows" in shown(scripted)
    changed = [cue.text for cue in scripted.cues("pt") if cue.content not in before]
    assert changed
    assert all("office" in text.lower() or "Nobody" in text or "points" in text for text in changed)


def test_the_script_is_brought_to_what_is_recognised_anew_without_the_cache(scripted: TestWorkspace) -> None:
    before = scripted.snapshot()
    for path in (scripted.folder / "build" / "heard").iterdir():
        path.unlink()
    write(scripted, tuple(reversed(SCRIPT)))
    assert scripted.run("build") == 0
    write(scripted, SCRIPT)
    assert scripted.run("build") == 0
    assert scripted.snapshot() == before


def test_without_the_script_there_is_what_was_recognised(scripted: TestWorkspace) -> None:
    (scripted.folder / "media" / "talk.script.txt").unlink()
    assert scripted.run("status") == 0
    assert scripted.run("build") == 0
    assert "rong cheng" in shown(scripted)


def test_a_volunteers_correction_outranks_the_script(scripted: TestWorkspace) -> None:
    scripted.edit("Rongcheng", "Róngchéng")
    assert scripted.run("build") == 0
    write(scripted, (SCRIPT[0].replace("Rongcheng", "Rong-Cheng"), SCRIPT[1], SCRIPT[2].replace("left", "LEFT")))
    assert scripted.run("build") == 0
    text = shown(scripted)
    assert "Róngchéng" in text
    assert "What is LEFT of privacy" in text


def test_what_was_not_said_is_left_out_and_reported(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.add_video(sentences=SAID)
    unsaid = "This long sentence about the weather in the mountains was cut out of the film at the very end."
    write(workspace, (SCRIPT[0], unsaid, *SCRIPT[1:]))
    assert workspace.run("build") == 0
    assert shown(workspace) == " ".join(SCRIPT)
    assert "in the script and not said: “This long sentence about the weather" in capsys.readouterr().err


def test_what_was_said_beyond_it_stays_and_is_in_the_review(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.add_video(sentences=SAID)
    write(workspace, (SCRIPT[0], SCRIPT[2]))
    assert workspace.run("build") == 0
    assert "Nobody outside of the office" in shown(workspace)
    capsys.readouterr()
    assert workspace.run("review", "talk", "--language", "en", "--json") == 0
    assert "said beyond the script" in capsys.readouterr().out


def test_a_text_about_something_else_changes_nothing(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.add_video(sentences=SAID)
    write(workspace, STORY)
    assert workspace.run("build") == 0
    assert "rong cheng" in shown(workspace)
    assert "less than half" in capsys.readouterr().err


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02" * 99, b"# Title\n[music]\n"], ids=["empty", "binary", "no speech"]
)
def test_a_script_that_cannot_be_used_is_reported_and_the_captions_are_made(
    workspace: TestWorkspace, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    workspace.add_video(sentences=SAID)
    (workspace.folder / "media" / "talk.script.md").write_bytes(data)
    assert workspace.run("build") == 0
    assert "rong cheng" in shown(workspace)
    assert "media/talk.script.md: " in capsys.readouterr().err
    assert workspace.run("build") == 0
    assert "all is current" in capsys.readouterr().err


def test_captions_can_be_the_script(workspace: TestWorkspace) -> None:
    workspace.add_video(sentences=SAID)
    cues = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n\n" for n, text in enumerate(SCRIPT, 1))
    (workspace.folder / "media" / "talk.script.srt").write_text(cues, encoding="utf-8")
    assert workspace.run("build") == 0
    assert shown(workspace) == " ".join(SCRIPT)


def test_the_script_moves_with_its_video(scripted: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    transcript = scripted.folder / "media" / "talk.transcript.json"
    transcript.rename(transcript.with_name("points.transcript.json"))
    assert scripted.run("rename", "talk", "points") == 0
    assert (scripted.folder / "media" / "points.script.txt").is_file()
    assert scripted.run("build") == 0
    assert "all is current" in capsys.readouterr().err


def test_status_says_that_a_changed_script_is_to_be_taken_over(
    scripted: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    write(scripted, (*SCRIPT[:2], SCRIPT[2].upper()))
    capsys.readouterr()
    assert scripted.run("status", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert "its script" in json.dumps(rows)
