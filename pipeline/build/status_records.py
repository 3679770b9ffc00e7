"""What people and scripts are told of how far a video is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.build.planned import State
from pipeline.dataclass import dataclass
from pipeline.records import DetailEdit, Edit

if TYPE_CHECKING:
    from pipeline.edits import ApprovalState


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsStatus:
    """Title, description and chapters of one language, for people and scripts."""

    state: State
    reason: str = ""
    edited: int = 0
    deleted: int = 0
    """How many of the machine's chapters a person took out."""
    stale: tuple[DetailEdit, ...] = ()
    conflicts: tuple[DetailEdit, ...] = ()
    approved_by: tuple[str, ...] = ()
    """Everybody who vouches for a field, if somebody does for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackStatus:
    """One language of one video, for people and scripts."""

    video: str
    language: str
    """Empty where the spoken language is not known yet."""
    state: State
    reason: str = ""
    edited: int = 0
    deleted: int = 0
    stale: tuple[Edit, ...] = ()
    conflicts: tuple[Edit, ...] = ()
    approvals: tuple[ApprovalState, ...] = ()
    read_ms: int = 0
    """The screen time of the sentences that people approved or wrote."""
    reviewed_share: float = 0.0
    """Of the whole screen time, from 0 to 1; 1 only where all is read."""
    is_approved: bool = False
    """Whether somebody vouches for every sentence."""
    rejects: int = 0
    notes: int = 0
    """What people noted on it, and nobody has closed."""
    details: DetailsStatus | None = None
    """Of title, description and chapters; None where the video has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoStatus:
    """One video, for people and scripts."""

    video: str
    rows: tuple[TrackStatus, ...]
    """Its languages: the spoken one, those of the settings, then others."""
    advice: tuple[str, ...] = ()
    """Of files beside its captions that nobody reads."""
