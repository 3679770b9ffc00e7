"""What a check finds: one thing that is wrong, where, and how bad that is."""

from __future__ import annotations

from enum import StrEnum

from pipeline.dataclass import dataclass


class Severity(StrEnum):
    """How bad a finding is; the worst first."""

    ERROR = "error"
    """Unfit: no player, platform or viewer copes with it."""
    WARNING = "warning"
    """Hard to read."""
    STYLE = "style"
    """A matter of craft."""


ERROR, WARNING, STYLE = Severity
SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with one cue."""

    severity: Severity
    rule: str
    """`overlap`, `empty`, `duration`, `lines`, `line-length`, `too-long`, `markup`, `untranslated`, `missing`,
    `damage`, `unreadable`, `after-end`, `too-fast`, `too-short`, `gap`, `credit` or `bad-break`."""
    cue_number: int
    """Counted from 1 in the order of the file; 0 for the whole file."""
    start_ms: int
    message: str
    value: float | None = None
    """What was measured, in the unit of the message."""
    limit: float | None = None
