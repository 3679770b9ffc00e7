"""How far the speech of videos is: their transcripts, and the names of the glossary that were misheard in them."""

from __future__ import annotations

from dataclasses import field, replace
from pathlib import Path

from pipeline.build.keys import is_imported, names_key, recording_key, scripted_key
from pipeline.build.planned import HEARD_LANGUAGE, NamesPlan, RecordingPlan, State
from pipeline.build.quarantine import Quarantine, job_key
from pipeline.dataclass import dataclass
from pipeline.files import hash_file
from pipeline.model import EngineSignature
from pipeline.models import HashCache
from pipeline.protocols import TranscribeOptions
from pipeline.records import GlossaryTerm
from pipeline.settings import TranscriptionSettings
from pipeline.workspace import Config, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechPlan:
    """What transcripts are compared with; part of a `Plan`, and as free of memory."""

    config: Config
    workspace: Workspace
    hashes: HashCache
    """Of media files."""
    quarantine: Quarantine
    """Jobs that failed."""
    glossary: tuple[GlossaryTerm, ...] = ()
    _signatures: dict[TranscriptionSettings, EngineSignature] = field(default_factory=dict, init=False)

    def plan(self, video: str, media: Path | None) -> RecordingPlan:
        """Of a video's own words.

        Raises:
            PipelineError: The medium, its script or its transcript cannot be read.
        """
        return self._compare(video, media, self.workspace.recording_path(video))

    def plan_english(self, video: str, media: Path | None) -> RecordingPlan:
        """Of the English that Whisper itself makes of a video's speech."""
        path = self.workspace.heard_english_path(video)
        return self._compare(video, media, path, task="translate", language=HEARD_LANGUAGE)

    def plan_names(self, recording: RecordingPlan, language: str) -> NamesPlan | None:
        """What resembles a name of the glossary; the words are read only where there are names."""
        video, path = recording.video, self.workspace.names_path(recording.video)
        record = self.workspace.load_names(video)
        if not self.glossary and record is None:
            return None
        from pipeline.edits import names_in, names_nearby

        names = names_in(self.glossary, video, language)
        is_given = recording.media is None or is_imported(recording.key)
        if recording.state is not State.CURRENT or is_given or not (names or record):
            return None
        sha256, heard = hash_file(recording.path), self.workspace.load_recording_at(recording.path) if names else None
        near = names_nearby(heard.transcript, names) if heard else ()
        key = names_key(sha256, near) if near else ""
        state = State.CURRENT if key == (record.key if record else "") else State.OUTDATED
        reason = "" if state is State.CURRENT else self.quarantine.reason(video, "", job_key(key))
        own = replace(
            recording, path=path, key=key, state=State.SET_ASIDE if reason else state, reason=reason, script=None
        )
        return NamesPlan(recording=own, names=near, transcript_sha256=sha256, record=record)

    def signature(self, settings: TranscriptionSettings) -> EngineSignature:
        """Of the recogniser that these settings ask for; nothing of it is loaded."""
        from pipeline.speech import load_transcriber

        if settings not in self._signatures:
            self._signatures[settings] = load_transcriber(settings, self.config.folder).signature
        return self._signatures[settings]

    def _compare(
        self, video: str, media: Path | None, path: Path, *, task: str = "transcribe", language: str = ""
    ) -> RecordingPlan:
        """A transcript with its state: its key against what the one that is there was made from."""
        settings = self.config.transcription_of(video)
        options = TranscribeOptions(
            language=settings.language or None,
            audio_stream=settings.audio_stream if settings.audio_stream >= 0 else None,
            audio_channel=settings.audio_channel,
            task=task,
        )
        head = self.workspace.load_recording_head_at(path)
        sha256 = "" if media is None else self.hashes.sha256(media)
        known = "" if head is None else head.key
        is_given = media is None or is_imported(known)
        script = self.workspace.script_path(video) if task == "transcribe" and not is_given else None
        heard = known if is_given else recording_key(sha256, self.signature(settings), options)
        key = heard if script is None else scripted_key(heard, hash_file(script))
        current = State.CURRENT if known == key else State.OUTDATED
        state = State.MISSING if head is None else current
        reason = "" if state is State.CURRENT else self.quarantine.reason(video, language, job_key(key))
        return RecordingPlan(
            video=video,
            language=language,
            media=media,
            media_sha256=sha256,
            path=path,
            options=options,
            state=State.SET_ASIDE if reason else state,
            reason=reason,
            key=key,
            head=head,
            heard_key=heard,
            script=script,
        )
