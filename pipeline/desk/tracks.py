"""One caption file that is open on the desk: read anew when it changed, changed by cue, written whole."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from threading import RLock

from pipeline.dataclass import dataclass
from pipeline.desk.changes import Clash, apply_changes
from pipeline.desk.presenting import Presenter, Shown
from pipeline.desk.requests import ChangeRequest
from pipeline.desk.rows import Rows, carry_ids, unchanged_ends
from pipeline.desk.snapshots import KEYS_KEPT, add_key, load_snapshot, save_rows
from pipeline.desk.stamps import stamp_of
from pipeline.edits import make_legal
from pipeline.errors import PipelineError, StaleWorkspace
from pipeline.formats import format_srt, illegal_reason
from pipeline.model import Cue
from pipeline.workspace import CaptionFile, EditedFile, Workspace, read_track, save_edits

REVISIONS_KEPT = 60
"""How many earlier states are kept to answer with the differences alone; with others, the whole is sent."""
ATTEMPTS = 5
"""How often a change is merged anew because somebody saved the file at the same moment."""


class IllegalChange(PipelineError):
    """A change would make a cue that no player shows."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class TrackGone(PipelineError):
    """The caption file is not there any more."""

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(f"{path}: is not there any more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a browser gets: the state of a track, or what is new in it."""

    revision: str
    rows: tuple[Shown, ...]
    """All rows, or those that differ from the state that the browser has."""
    order: tuple[str, ...] | None
    """The names of all rows in order; None where that has not changed."""
    is_whole: bool
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class _State:
    data: bytes
    revision: str
    rows: Rows
    shown: tuple[Shown, ...]
    is_legal: bool = False
    """Whether every cue can be written as it is, because it was."""


class OpenTrack:
    """One caption file and its names; safe to use from several threads."""

    def __init__(self, workspace: Workspace, video: str, language: str, presenter: Presenter) -> None:
        self._workspace, self.video, self.language = workspace, video, language
        self._presenter = presenter
        self._lock = RLock()
        self._state: _State | None = None
        self._past: OrderedDict[str, _State] = OrderedDict()
        self._stamp: tuple[int, ...] = ()
        self._laid_out: tuple[Rows, tuple[str, ...]] = (), ()
        snapshot = load_snapshot(self._snapshot_path)
        self._keys = OrderedDict.fromkeys(snapshot.keys)
        self._known_rows = snapshot.rows

    @property
    def path(self) -> Path:
        return self._workspace.track_path(self.video, self.language)

    @property
    def _snapshot_path(self) -> Path:
        return self._workspace.cache_folder / "desk" / self.video / f"{self.language}.json"

    def rows(self) -> Rows:
        """The rows as the file has them now."""
        return self._refresh().rows

    @property
    def revision(self) -> str:
        """Of the state that was last read or written; reads nothing."""
        return self._state.revision if self._state else ""

    def answer(self, since: str = "") -> Answer:
        """The track as it is now, for a browser that knows the state `since`."""
        with self._lock:
            return self._answer(self._refresh(), since)

    def change(self, request: ChangeRequest) -> Answer:
        """Apply one person's changes and write the file.

        Raises:
            IllegalChange: A cue would be empty or end before it starts; nothing was changed.
            TrackGone: The file was deleted or renamed; nothing was changed.
            PipelineError: The file cannot be read or written; nothing was changed.
        """
        with self._lock:
            if request.key in self._keys:
                return self._answer(self._refresh(), request.since)
            for attempt in range(ATTEMPTS):
                state = self._restored() if request.is_restoring and not self.path.exists() else self._refresh()
                known = self._past.get(request.base)
                base = known.rows if known else request.base_rows
                applied = apply_changes(state.rows, request.changes, _new_id, base=base)
                _refuse_illegal(state.rows, applied.rows)
                try:
                    written = self._write(state, applied.rows)
                except StaleWorkspace:
                    if attempt == ATTEMPTS - 1:
                        raise
                    self._stamp = ()
                    continue
                self._remember(request.key)
                return replace(self._answer(written, request.since), clashes=applied.clashes)
        raise AssertionError("the last attempt returns or raises")

    def _refresh(self) -> _State:
        with self._lock:
            stamp = stamp_of(self.path)
            if self._state is not None and stamp == self._stamp:
                return self._state
            data = read_track(self._workspace, self.video, self.language)
            if data is None:
                raise TrackGone(path=str(self.path))
            if self._state is None or self._state.data != data:
                # Whole: of a file of which a part cannot be read, that part must not be lost by writing it.
                cues = CaptionFile(self.path, data).whole_cues
                self._enter(data, carry_ids(self._known_rows, cues, _new_id))
            self._stamp = stamp
            assert self._state is not None
            return self._state

    def _format(self, rows: Rows) -> bytes:
        """The file, as `format_srt` writes it; what did not change is not laid out again."""
        before, known = self._laid_out
        head, tail = unchanged_ends(before, rows)
        new = (self._block(row.cue) for row in rows[head : len(rows) - tail])
        blocks = (*known[:head], *new, *known[len(known) - tail :])
        self._laid_out = rows, blocks
        return "".join([f"{number}\n{block}" for number, block in enumerate(blocks, start=1)]).encode()

    def _block(self, cue: Cue) -> str:
        """A cue without its number."""
        return format_srt((cue,), path=str(self.path)).split("\n", 1)[1]

    def _restored(self) -> _State:
        rows = self._known_rows
        return _State(data=b"", revision="", rows=rows, shown=self._presenter.present(rows))

    def _write(self, state: _State, rows: Rows) -> _State:
        rows = _legal(rows, before=state.rows if state.is_legal else ())
        data = self._format(rows)
        read = state.data if state.revision else None
        if data != state.data:
            save_edits(self._workspace, self.video, [EditedFile(path=self.path, read=read, text=data)])
        self._stamp = stamp_of(self.path)
        self._enter(data, rows, is_legal=True)
        assert self._state is not None
        return self._state

    def _enter(self, data: bytes, rows: Rows, *, is_legal: bool = False) -> None:
        if self._state is None or [row.id for row in rows] != [row.id for row in self._known_rows]:
            save_rows(self._snapshot_path, rows)
        self._known_rows = rows
        self._state = _State(data, _revision_of(data, rows), rows, self._presenter.present(rows), is_legal)
        self._past[self._state.revision] = self._state
        self._past.move_to_end(self._state.revision)
        while len(self._past) > REVISIONS_KEPT:
            self._past.popitem(last=False)

    def _remember(self, key: str) -> None:
        self._keys[key] = None
        while len(self._keys) > KEYS_KEPT:
            self._keys.popitem(last=False)
        add_key(self._snapshot_path, key)

    def _answer(self, state: _State, since: str) -> Answer:
        known = self._past.get(since)
        if known is None:
            order = tuple(row.id for row in state.rows)
            return Answer(revision=state.revision, rows=state.shown, order=order, is_whole=True)
        same = set(map(id, known.shown))
        changed = tuple(row for row in state.shown if id(row) not in same)
        ids = tuple(row.id for row in state.rows)
        is_same_order = ids == tuple(row.id for row in known.rows)
        return Answer(revision=state.revision, rows=changed, order=None if is_same_order else ids, is_whole=False)


def _refuse_illegal(before: Rows, after: Rows) -> None:
    """A person's file may hold cues that cannot be written; no change may make more of them."""
    for row in _changed(before, after):
        if reason := illegal_reason(row.cue):
            raise IllegalChange(reason=f"the caption cannot be shown: {reason}")


def _legal(rows: Rows, *, before: Rows) -> Rows:
    """What the file's own person left without text or without duration is mended before it is written.

    Args:
        rows: What is to be written.
        before: Rows that are known to be legal.
    """
    if not any(illegal_reason(row.cue) for row in _changed(before, rows)):
        return rows
    cues, _ = make_legal(tuple(row.cue for row in rows))
    return carry_ids(rows, cues, _new_id)


def _changed(before: Rows, after: Rows) -> Rows:
    """The rows from the first to the last that differs."""
    head, tail = unchanged_ends(before, after)
    return after[head : len(after) - tail]


def _revision_of(data: bytes, rows: Rows) -> str:
    """The hash of a file and of the names of its rows: both have to be what a browser knows."""
    names = "\0".join(row.id for row in rows)
    return hashlib.sha256(data + b"\0" + names.encode()).hexdigest()[:24]


def _new_id() -> str:
    return secrets.token_urlsafe(8)
