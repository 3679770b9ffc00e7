"""A replacement that makes a line too long breaks the cue anew; nothing else is broken anew."""

from __future__ import annotations

from tests.builders import TestWorkspace

SAID = ("The mayor of Ran spoke about water and bread.", "In Ran it rains.")


def test_a_line_that_gets_too_long_is_broken_anew(workspace: TestWorkspace) -> None:
    """By the cue's own line breaker; a cue that still fits keeps the breaks that it has."""
    workspace.add_video("talk", SAID)
    assert workspace.run("build") == 0
    path = workspace.path("en")
    path.write_text(
        "1\n00:00:01,000 --> 00:00:03,000\nThe mayor of Ran spoke about water and\nbread.\n\n"
        "2\n00:00:04,000 --> 00:00:06,000\nIn Ran\nit rains.\n",
        encoding="utf-8",
    )
    assert workspace.run("replace", "Ran", "Rongcheng", "--yes") == 0
    long, short = (cue.text for cue in workspace.cues("en"))
    assert " ".join(long.split()) == "The mayor of Rongcheng spoke about water and bread."
    assert max(map(len, long.split("\n"))) <= 42
    assert short == "In Rongcheng\nit rains."
