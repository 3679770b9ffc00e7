"""Where everything stands: reads the workspace, changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.build.outcomes import SILENT
from pipeline.build.plan import (
    CHANGED,
    CURRENT,
    HEARD_LANGUAGE,
    MISSING,
    OUTDATED,
    TrackState,
    heard_state,
    recording_state,
    route_hops,
    spoken_state,
    translated_state,
    wanted_languages,
)
from pipeline.edits import ApprovalState, judge_track
from pipeline.errors import PipelineError
from pipeline.files import read_bytes
from pipeline.formats import parse_srt
from pipeline.records import Edit
from pipeline.translation import Edge, Hop
from pipeline.translation.engines import installed_edges
from pipeline.workspace import Config, HashCache, Workspace

OWN = "made by hand"
NO_ROUTE = "no model"
UNWANTED = "not in the settings"
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackStatus:
    """One language of one video, for people and scripts."""

    video: str
    language: str
    """Empty where the spoken language is not known yet."""
    state: str
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


def survey(config: Config, workspace: Workspace, asked: tuple[str, ...] = ()) -> tuple[TrackStatus, ...]:
    """The state of every language of every video, in their order."""
    hashes = HashCache.load(workspace.cache_folder / "hashes.json")
    edges = installed_edges(config.translation, config.folder)
    surveyor = _Surveyor(config=config, workspace=workspace, hashes=hashes, edges=edges, asked=asked)
    rows: list[TrackStatus] = []
    media = workspace.media_files()
    for video in workspace.videos():
        try:
            rows.extend(surveyor.survey_video(video, media.get(video)))
        except PipelineError as error:
            rows.append(TrackStatus(video=video, language="", state=UNREADABLE, reason=str(error)))
    hashes.save()
    return tuple(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surveyor:
    """What the states of all videos are compared with."""

    config: Config
    workspace: Workspace
    hashes: HashCache
    edges: tuple[Edge, ...]
    asked: tuple[str, ...]
    routes: dict[tuple[str, str], tuple[Hop, ...]] = field(default_factory=dict)
    """Those found so far; the same pairs are wanted for every video."""

    def survey_video(self, video: str, media: Path | None) -> list[TrackStatus]:
        recording = self.workspace.load_recording_head(video)
        known_key = recording.key if recording else None
        sha256 = None if media is None else self.hashes.sha256(media)
        heard, _ = recording_state(self.config, video, sha256, known_key=known_key)
        if recording is None:
            own = [self._row(video, language, OWN, "") for language in self.workspace.track_languages(video)]
            return [TrackStatus(video=video, language="", state=MISSING, reason="not transcribed yet"), *own]
        languages = self.workspace.track_languages(video)
        if not recording.has_speech and heard == CURRENT:
            own = [self._row(video, language, OWN, "") for language in languages]
            return [TrackStatus(video=video, language="", state=SILENT, reason="nothing to caption"), *own]
        try:
            found = self._track_states(video, recording.language)
        except PipelineError as error:
            # Nothing can be said of the others while the spoken language cannot be read.
            found = dict.fromkeys(languages, (OUTDATED, f"{recording.language} is {UNREADABLE}"))
            found[recording.language] = (UNREADABLE, str(error))
        if heard == OUTDATED:
            found = {language: _outdated(*state) for language, state in found.items()}
        for language in languages:
            if language not in found:
                found[language] = self._guarded(self._unasked, video, language)
        return [self._row(video, language, state, reason) for language, (state, reason) in found.items()]

    def _row(self, video: str, language: str, state: str, reason: str) -> TrackStatus:
        """One row; a file of this language that cannot be read is said here and hides no other."""
        if state != UNREADABLE:
            try:
                return _status(self.workspace, video, language, state, reason=reason)
            except PipelineError as error:
                reason = str(error)
        return TrackStatus(video=video, language=language, state=UNREADABLE, reason=reason)

    def _guarded(self, find: Callable[..., tuple[str, str]], *arguments: Any) -> tuple[str, str]:  # noqa: ANN401
        try:
            return find(*arguments)
        except PipelineError as error:
            return UNREADABLE, str(error)

    def _unasked(self, video: str, language: str) -> tuple[str, str]:
        """A file in a language that the settings do not name: the machine's from an earlier run, or a person's."""
        if self.workspace.load_head(video, language) is None:
            return OWN, ""
        return UNWANTED, f'add "{language}" to languages to keep it up to date'

    def _track_states(self, video: str, spoken_language: str) -> dict[str, tuple[str, str]]:
        """State and reason of each wanted language."""
        spoken = spoken_state(self.config, self.workspace, video, spoken_language)
        known: dict[str, TrackState] = {spoken.language: spoken}
        found = {spoken.language: (spoken.state, "")}
        wanted = wanted_languages(self.config, spoken.language, self.edges, self.asked)
        for language in wanted:
            hops = self._route(spoken.language, language)
            if hops:
                found[language] = self._guarded(self._follow, hops, known, wanted)
            else:
                found[language] = self._guarded(self._without_route, video, language)
        return found

    def _without_route(self, video: str, language: str) -> tuple[str, str]:
        if language == HEARD_LANGUAGE:
            return heard_state(self.config, self.workspace, video).state, ""
        if self.workspace.read_track(video, language) is not None:
            return OWN, ""
        return NO_ROUTE, "`captions models add` installs one"

    def _route(self, source: str, target: str) -> tuple[Hop, ...]:
        if (source, target) not in self.routes:
            self.routes[source, target] = route_hops(self.edges, source, target)
        return self.routes[source, target]

    def _follow(self, hops: tuple[Hop, ...], known: dict[str, TrackState], wanted: tuple[str, ...]) -> tuple[str, str]:
        """The state at the end of a route: what depends on something out of date is so, too."""
        reason = ""
        for hop in hops:
            origin = known[hop.source]
            if hop.target not in known:
                hidden = hop.target not in wanted
                known[hop.target] = translated_state(
                    self.config, self.workspace, hop=hop, origin=origin, is_hidden=hidden
                )
            if origin.state != CURRENT:
                reason = f"{origin.language} is {origin.state}"
        state = known[hops[-1].target].state
        return (OUTDATED if reason and state == CURRENT else state, reason)


def _outdated(state: str, reason: str) -> tuple[str, str]:
    return (OUTDATED, "the video or the recogniser changed") if state in {CURRENT, CHANGED} else (state, reason)


def _status(workspace: Workspace, video: str, language: str, state: str, *, reason: str = "") -> TrackStatus:
    data = workspace.read_track(video, language)
    head = workspace.load_head(video, language)
    edits = head.edits if head else ()
    approvals = [one for one in workspace.load_approvals(video) if one.language == language]
    path = workspace.track_path(video, language)
    is_changed = head is not None and data is not None and head.written != hashlib.sha256(data).hexdigest()
    is_read = bool(approvals) or any(edit.state == "edited" for edit in edits)
    cues = parse_srt(data, path=str(path)).cues if data is not None and (is_read or is_changed or state == OWN) else ()
    machine = workspace.load_machine(video, language) if is_read or is_changed else None
    reading = judge_track(approvals, language, cues, machine) if is_read else None
    edited = len(edits)
    if is_changed:
        written = {(cue.start_ms, cue.end_ms, cue.text) for cue in machine.cues} if machine else set()
        edited = sum((cue.start_ms, cue.end_ms, cue.text) not in written for cue in cues)
    rejects = workspace.rejects_path(video, language)
    return TrackStatus(
        video=video,
        language=language,
        state=state,
        reason=reason,
        edited=len(cues) if state == OWN else edited,
        deleted=head.deleted if head else 0,
        stale=tuple(edit for edit in edits if edit.state == "stale"),
        conflicts=tuple(edit for edit in edits if edit.state == "conflict"),
        approvals=reading.approvals if reading else (),
        read_ms=reading.read_ms if reading else 0,
        reviewed_share=round(reading.share, 4) if reading else 0.0,
        is_approved=reading is not None and reading.is_approved,
        rejects=len(parse_srt(read_bytes(rejects), path=str(rejects)).cues) if rejects.exists() else 0,
    )
