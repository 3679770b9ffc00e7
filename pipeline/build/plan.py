"""The plan of a workspace: what there is to be made for each video, and how far it is.

`build` and `status` walk the same plan. Planning a video reads the heads of its records and hashes its
files; it loads no stage and no model, writes nothing and remembers nothing: what lies in the workspace
under its keys is the only state. So a video may be planned anywhere, at any time, alone or with all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import Path

from pipeline.build.keys import heard_key, spoken_key, translated_key
from pipeline.build.planned import (
    HEARD_LANGUAGE,
    TO_DO,
    NamesPlan,
    RecordingPlan,
    State,
    TrackPlan,
    VideoPlan,
    after_recording,
    written_state,
)
from pipeline.build.quarantine import Quarantine, job_key
from pipeline.build.speech_plan import SpeechPlan
from pipeline.dataclass import dataclass
from pipeline.errors import ConfigError, PipelineError
from pipeline.files import hash_file
from pipeline.models import HashCache
from pipeline.records import GlossaryTerm
from pipeline.translation import (
    NO_GLOSSARY,
    Edge,
    GlossaryFinder,
    Hop,
    best_route,
    find_contradictions,
    languages_at_or_above,
    make_finder,
    parse_quality,
)
from pipeline.translation.engines import installed_edges
from pipeline.workspace import ALL_LANGUAGES, Config, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What all videos are compared with."""

    config: Config
    workspace: Workspace
    edges: tuple[Edge, ...]
    speech: SpeechPlan
    """What their transcripts are compared with."""
    asked: tuple[str, ...] = ()
    """What the command line narrows or widens the settings' languages to; empty for the settings."""
    _hops: dict[tuple[str, str], tuple[Hop, ...]] = field(default_factory=dict, init=False)
    """Found so far; the same pairs are wanted for every video."""

    @classmethod
    def of(cls, config: Config, asked: tuple[str, ...] = (), *, tries_again: bool = False) -> Plan:
        """The plan of a workspace with what is installed on this machine.

        Args:
            config: The settings.
            asked: Languages instead of the settings'.
            tries_again: Whether jobs that failed are open again, though nothing changed.

        Raises:
            ConfigError: The settings name an engine that does not exist, or the glossary contradicts itself.
        """
        workspace = Workspace(config.folder)
        edges = installed_edges(config.translation, config.folder)
        speech = SpeechPlan(
            config=config,
            workspace=workspace,
            hashes=HashCache.load(workspace.cache_folder / "hashes.json"),
            quarantine=Quarantine.load(workspace.cache_folder / "quarantine.json", is_ignored=tries_again),
            glossary=load_glossary(workspace),
        )
        return cls(
            config=config,
            workspace=workspace,
            edges=edges,
            speech=speech,
            asked=asked,
        )

    @property
    def hashes(self) -> HashCache:
        """Of media files."""
        return self.speech.hashes

    @property
    def quarantine(self) -> Quarantine:
        """Jobs that failed."""
        return self.speech.quarantine

    @property
    def glossary(self) -> tuple[GlossaryTerm, ...]:
        """The workspace's terms."""
        return self.speech.glossary

    def plan_video(self, video: str, media: Path | None) -> VideoPlan:
        """Where one video stands now.

        Raises:
            PipelineError: The settings, the medium or its transcript cannot be read. What cannot be read of
                one track is that track's state.
        """
        if media is None:
            self.workspace.refuse_doubled(video)
        recording = self.speech.plan(video, media)
        head = recording.head
        if head is None or not head.has_speech:
            if head is not None and recording.state is State.CURRENT:
                recording = replace(recording, state=State.SILENT)
            own = (replace(track, state=State.OWN, reason="") for track in self._others(video, ()) if track.file)
            return VideoPlan(video=video, media=media, recordings=(recording,), tracks=tuple(own))
        wanted = (head.language, *self._wanted(head.language))
        names = self.speech.plan_names(recording, head.language)
        found = {head.language: self._spoken(recording, head.language, names)}
        recordings = [recording]
        for language in wanted[1:]:
            if hops := self.hops(head.language, language):
                self._follow(hops, found, wanted)
            elif language == HEARD_LANGUAGE:
                recordings.append(self.speech.plan_english(video, media))
                found[language] = self._heard(recordings[-1], head.language)
            else:
                found[language] = self._without_model(video, language)
        tracks = [self._set_aside(after_recording(recording, track)) for track in found.values()]
        return VideoPlan(
            video=video,
            media=media,
            recordings=tuple(recordings),
            tracks=(*tracks, *self._others(video, tuple(found))),
            names=names,
            wanted=wanted,
        )

    @property
    def basis(self) -> tuple[object, ...]:
        """All that the plans of its videos depend on besides their own files and what is set aside."""
        config = self.config
        settings = (config.languages, config.transcription, config.translation, config.cues, config.videos)
        signature = self.speech.signature(config.transcription)
        return (settings, self.edges, self.glossary, self.asked, signature, str(config.folder))

    def hops(self, source: str, target: str) -> tuple[Hop, ...]:
        """The steps from one language to another, empty if there is no way."""
        if (source, target) not in self._hops:
            route = best_route(self.edges, source, target)
            self._hops[source, target] = route.hops if route else ()
        return self._hops[source, target]

    def terms(self, hop: Hop, video: str) -> GlossaryFinder:
        """What the glossary says for one video and pair of languages."""
        if not self.glossary:
            return NO_GLOSSARY
        return make_finder(self.glossary, source=hop.source, target=hop.target, video=video)

    def _wanted(self, spoken: str) -> tuple[str, ...]:
        languages = self.asked or self.config.languages
        if languages == (ALL_LANGUAGES,):
            quality = parse_quality(self.config.translation.minimum_quality)
            languages = languages_at_or_above(self.edges, spoken, quality)
        return tuple(language for language in languages if language != spoken)

    # --- tracks

    def _spoken(self, recording: RecordingPlan, language: str, names: NamesPlan | None) -> TrackPlan:
        track = TrackPlan(video=recording.video, language=language, state=State.MISSING)
        places = self.workspace.name_places(recording.video)
        key = spoken_key(hash_file(recording.path), self.config.cues, places)
        track = self._compare(replace(track, key=key))
        if names is None or not names.is_open or track.state not in {State.CURRENT, State.CHANGED}:
            return track
        return replace(track, state=State.OUTDATED, reason="the glossary has other names that may be said here")

    def _heard(self, recording: RecordingPlan, spoken: str) -> TrackPlan:
        """English by Whisper's own translation: words with times, cut like speech."""
        track = TrackPlan(video=recording.video, language=HEARD_LANGUAGE, origin=spoken, state=State.MISSING)
        key = heard_key("" if recording.head is None else hash_file(recording.path), self.config.cues)
        if recording.state is State.CURRENT and recording.head is not None and not recording.head.has_speech:
            return replace(track, state=State.SILENT)
        return after_recording(recording, self._compare(replace(track, key=key)))

    def _follow(self, hops: tuple[Hop, ...], found: dict[str, TrackPlan], wanted: tuple[str, ...]) -> None:
        """Add the tracks of a route that are not known yet; routes may share their first steps."""
        for hop in hops:
            if hop.target not in found:
                is_hidden = hop.target not in wanted
                found[hop.target] = self._translated(found[hop.source], hop, is_hidden=is_hidden)

    def _translated(self, origin: TrackPlan, hop: Hop, *, is_hidden: bool) -> TrackPlan:
        source, cues = origin.file, self.config.cues
        track = TrackPlan(
            video=origin.video,
            language=hop.target,
            origin=origin.language,
            hop=hop,
            is_hidden=is_hidden,
            state=State.OUTDATED,
            key=""
            if source is None
            else translated_key(origin.key, source.sha256, hop, cues, self.terms(hop, origin.video)),
            reason="" if origin.state is State.CURRENT else f"{origin.language} is {origin.state}",
        )
        compared = self._compare(track)
        is_late = compared.state is State.CURRENT and bool(track.reason)
        return replace(compared, state=State.OUTDATED) if is_late else compared

    def _compare(self, track: TrackPlan) -> TrackPlan:
        """The same track with its state: its key against what the machine last wrote, and the file."""
        try:
            head = self.workspace.load_head(track.video, track.language)
            file = self.workspace.caption_file(track.video, track.language)
        except PipelineError as error:
            return replace(track, state=State.UNREADABLE, reason=str(error))
        state = written_state(head, track.key, file, is_hidden=track.is_hidden)
        return replace(track, state=state, head=head, file=file)

    def _set_aside(self, track: TrackPlan) -> TrackPlan:
        """The same track, or why nobody makes it now."""
        key = job_key(track.key, "" if track.file is None else track.file.sha256)
        reason = self.quarantine.reason(track.video, track.language, key) if track.state in TO_DO else ""
        return replace(track, state=State.SET_ASIDE, reason=reason) if reason else track

    def _without_model(self, video: str, language: str) -> TrackPlan:
        track = self._compare(TrackPlan(video=video, language=language, state=State.NO_MODEL))
        if track.state is State.UNREADABLE:
            return track
        if track.file is not None and track.file.exists:
            return replace(track, state=State.OWN)
        return replace(track, state=State.NO_MODEL, reason="`captions models add` installs one")

    def _others(self, video: str, known: tuple[str, ...]) -> Iterator[TrackPlan]:
        """Files in languages that are not kept up to date: the machine's from an earlier run, or a person's."""
        for language in self.workspace.track_languages(video):
            if language not in known:
                track = self._compare(TrackPlan(video=video, language=language, state=State.OWN))
                if track.state is State.UNREADABLE:
                    yield track
                elif track.head is None or track.head.is_own:
                    yield replace(track, state=State.OWN)
                else:
                    reason = f'add "{language}" to languages to keep it up to date'
                    yield replace(track, state=State.UNWANTED, reason=reason)


def load_glossary(workspace: Workspace) -> tuple[GlossaryTerm, ...]:
    """The glossary of a workspace.

    Raises:
        ConfigError: It cannot be read, or contradicts itself.
    """
    terms = workspace.load_glossary()
    for contradiction in find_contradictions(terms):
        raise ConfigError(path=workspace.glossary_path.name, key="", reason=contradiction)
    return terms
