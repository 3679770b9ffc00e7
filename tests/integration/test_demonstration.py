"""The committed captions of the demonstration are what this code makes of what it heard.

Nothing is stale in silence: who changes what a stage makes, but not its room's `version.py`, is told here,
since `make` would then leave the captions as they are.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.build.inputs import SpokenInput, TranslatedInput, cut_options
from pipeline.build.jobs import make_spoken, make_translated
from pipeline.build.planned import State
from pipeline.build.sources import spoken_source, translations_in
from pipeline.build.status import survey
from pipeline.model import Cue
from pipeline.workspace.config import load_config
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[2]
VIDEO = "social-credit"
CURE = "raise the version of the stage whose output changed (version.py of its room), run make, and commit the captions"


def test_the_committed_captions_are_current() -> None:
    """`make` in a fresh clone has nothing to do."""
    rows = survey(load_config(ROOT))
    assert {row.language: row.state for row in rows} == {"en": State.CURRENT, "pt": State.CURRENT}, CURE


def shown(cues: tuple[Cue, ...]) -> list[tuple[int, int, str]]:
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in cues]


def test_cutting_makes_the_committed_captions() -> None:
    workspace = Workspace(ROOT)
    recording = workspace.load_recording(VIDEO)
    machine = workspace.load_machine(VIDEO, "en")
    assert recording is not None
    assert machine is not None
    record = SpokenInput(recording=recording, profile="netflix", key="")
    assert shown(make_spoken(record).machine.cues) == shown(machine.cues), CURE


def test_placing_makes_the_committed_captions() -> None:
    workspace = Workspace(ROOT)
    recording = workspace.load_recording(VIDEO)
    english, machine = (workspace.load_machine(VIDEO, language) for language in ("en", "pt"))
    assert recording is not None
    assert english is not None
    assert machine is not None
    source = spoken_source(recording, english, english.cues)
    known = translations_in(machine)
    record = TranslatedInput(
        language="pt",
        origin="en",
        options=cut_options("pt", recording.frame_rate, recording.media_duration_ms),
        profile="netflix",
        sentences=source.sentences,
        retiming=source.retiming,
        translations=tuple(known[sentence.text] for sentence in source.sentences),
        signatures=machine.head.signatures,
        key="",
        memory_key="",
    )
    assert shown(make_translated(record).machine.cues) == shown(machine.cues), CURE
