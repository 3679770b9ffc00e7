"""Errors are one line for people, data for programs, and travel between processes."""

from __future__ import annotations

import pickle

import pytest

from pipeline import errors
from pipeline.errors import PipelineError

EVERY_ERROR = [
    (errors.ConfigError(key="cues.profil", reason="is not a setting"), "captions.toml: cues.profil: is not a setting"),
    (errors.ConfigError(key="", reason="is not TOML"), "captions.toml: is not TOML"),
    (errors.UsageError(reason="no media/ folder here"), "no media/ folder here"),
    (errors.UnknownName(name="nope", reason="no such video"), "nope: no such video"),
    (errors.InputError(path="media/talk", reason="is not there"), "media/talk: is not there"),
    (errors.NoSpeech(path="hush.mp4"), "hush.mp4: nobody speaks in it, so no captions are made"),
    (errors.SubtitleError(path="talk.srt", reason="is no text", line=3), "talk.srt:3: is no text"),
    (errors.SubtitleError(path="talk.srt", reason="is no text"), "talk.srt: is no text"),
    (errors.InvalidCue(path="talk.srt", number=2, reason="has no text"), "talk.srt: cue 2: has no text"),
    (errors.EngineError(engine="argos", reason="failed"), "argos: failed"),
    (
        errors.EngineNotInstalled(engine="firefox", command="pip install x"),
        "firefox: is not installed; install it with: pip install x",
    ),
    (
        errors.LanguagePairMissing(source="en", target="sw", command="captions models add en sw"),
        "no installed model translates en to sw; install one with: captions models add en sw",
    ),
    (errors.ModelDamaged(engine="argos", reason="is cut off"), "argos: is cut off"),
    (errors.StaleWorkspace(path="a.srt"), "a.srt: changed while the build was running; run it again"),
    (
        errors.WorkspaceLocked(path="work", holder="process 7"),
        "work: another build is running (process 7); wait for it or stop it",
    ),
    (
        errors.WorkerBlind(worker="tcp://a:2", reason="media/talk.mp4"),
        "tcp://a:2: this worker cannot read media/talk.mp4; the workspace must be there under the same path",
    ),
    (
        errors.ClusterLost(address="tcp://a:1"),
        "tcp://a:1: the Dask scheduler is gone; start it and run the same command, which goes on from here",
    ),
]


@pytest.mark.parametrize(("error", "line"), EVERY_ERROR, ids=[type(error).__name__ for error, _ in EVERY_ERROR])
def test_an_error_is_one_line_and_survives_pickling(error: PipelineError, line: str) -> None:
    """With its class, its line, and all its data."""
    assert str(error) == line
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy), copy.exit_code) == (type(error), line, vars(error), error.exit_code)


def test_every_error_is_tried_here() -> None:
    """A new one has its row above."""
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, PipelineError)}
    assert {type(error) for error, _ in EVERY_ERROR} == kinds - {PipelineError}


def test_a_line_break_in_the_data_stays_in_one_line() -> None:
    """Names of files hold anything."""
    assert str(errors.InputError(path="new\nline.mp4", reason="is not there")) == r"new\nline.mp4: is not there"
