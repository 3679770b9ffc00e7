"""What a plan says of one video: its transcript, its tracks, and how far each is."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.protocols import TranscribeOptions
from pipeline.records import DetailsRecord, NamesRecord, RecordingHead, TrackHead
from pipeline.translation import Hop
from pipeline.workspace import CaptionFile, DetailsFile

HEARD_LANGUAGE = "en"
"""What Whisper can translate to by itself."""


class State(StrEnum):
    """Where a recording or a track stands."""

    CURRENT = "current"
    MISSING = "to be made"
    OUTDATED = "out of date"
    CHANGED = "changed by hand"
    """Since the last build: its edits have not spread yet."""
    OWN = "made by hand"
    """By a person; the machine has no part in it."""
    NO_MODEL = "no model"
    UNWANTED = "not in the settings"
    """Of an earlier run: it is not kept up to date."""
    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    """As after an accident: nothing is built from it until somebody repairs or confirms it."""
    SILENT = "no speech"
    SET_ASIDE = "set aside"
    """Its job failed: it is tried again when anything that it depends on changes."""


TO_DO = frozenset({State.MISSING, State.OUTDATED, State.CHANGED})
"""What a build makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingPlan:
    """A video's transcript, or Whisper's own translation of its speech."""

    video: str
    language: str
    """Empty for the speech itself; `HEARD_LANGUAGE` for its translation."""
    media: Path | None
    """None if the file is not at hand: captions travel without their video."""
    media_sha256: str
    path: Path
    options: TranscribeOptions
    state: State
    key: str
    head: RecordingHead | None
    """Of the transcript that is there."""
    heard_key: str = ""
    """Of what is recognised, before the script is brought to it."""
    script: Path | None = None
    """What was to be said, if somebody put it beside the video."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesPlan:
    """The names of the glossary that something in a transcript resembles."""

    recording: RecordingPlan
    """The transcript, with the key, the path and the state of the record of its names."""
    names: tuple[str, ...]
    transcript_sha256: str
    record: NamesRecord | None
    """What was found before."""

    @property
    def is_open(self) -> bool:
        return self.recording.state in TO_DO


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePlan:
    """What is made in one language of one video."""

    video: str
    language: str
    state: State
    reason: str = ""
    origin: str = ""
    """The language that it is made from; empty for the spoken one."""
    hop: Hop | None = None
    """The model that translates it; None where the words come from a recording, or from the video's maker."""
    is_hidden: bool = False
    """True for a language that nobody asked for and another one is translated from: it gets no file."""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPlan(LanguagePlan):
    """The captions of one language."""

    head: TrackHead | None = None
    """Of what the machine last wrote."""
    file: CaptionFile | None = None
    """As it was when the track was planned; None where it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoPlan:
    """All that belongs to one video."""

    video: str
    media: Path | None
    recordings: tuple[RecordingPlan, ...]
    """The speech itself first."""
    tracks: tuple[TrackPlan, ...] = ()
    """Each after the one that it is made from; none while the spoken language is not known."""
    names: NamesPlan | None = None
    """None while the transcript is to be made, and where its video is not at hand."""
    wanted: tuple[str, ...] = ()
    """The languages that are kept up to date: the spoken one, then as they were asked for."""

    @property
    def recording(self) -> RecordingPlan:
        return self.recordings[0]

    @property
    def spoken(self) -> str:
        """The spoken language, or empty while it is not known."""
        return self.wanted[0] if self.wanted else ""

    def track(self, language: str) -> TrackPlan | None:
        return next((track for track in self.tracks if track.language == language), None)


def written_state(
    head: TrackHead | DetailsRecord | None, key: str, file: CaptionFile | DetailsFile, *, is_hidden: bool
) -> State:
    """How a file of a language stands, by its key and what the machine last wrote into it.

    Args:
        head: The machine's record of it; None before the first.
        key: What it would be made from now.
        file: As it is now.
        is_hidden: Whether it gets no file.
    """
    if head is None or not (file.exists or is_hidden):
        return State.MISSING
    if head.key != key:
        return State.OUTDATED
    return State.CURRENT if head.written == file.sha256 else State.CHANGED


def after_recording(recording: RecordingPlan, track: TrackPlan) -> TrackPlan:
    """What was made from a recording that is out of date is so, too."""
    if recording.state is State.CURRENT or track.state not in {State.CURRENT, State.CHANGED}:
        return track
    if recording.state is State.SET_ASIDE:
        return replace(track, state=State.OUTDATED, reason=f"the video is set aside: {recording.reason}")
    return replace(track, state=State.OUTDATED, reason="the video, its script or the recogniser changed")
