"""From videos to recordings: hear what is not current, and recognise a video that was renamed by hand."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from shlex import quote

from pipeline.build.jobs import TranscribeInput, transcribe
from pipeline.build.outcomes import Reporter
from pipeline.build.plan import CURRENT, recording_state, transcribe_options
from pipeline.errors import InputError, NoSpeech
from pipeline.files import write_if_changed
from pipeline.formats import recording_to_json
from pipeline.protocols import TranscribeOptions
from pipeline.records import Recording
from pipeline.workspace import Config, HashCache, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Hears videos."""

    config: Config
    workspace: Workspace
    executor: Executor
    reporter: Reporter
    hashes: HashCache

    def listen(self, video: str, media: Path | None) -> Recording:
        """The recording of one video, heard now if it is not current.

        Raises:
            InputError: It is no readable medium, or it is one that was renamed by hand.
            NoSpeech: Nobody speaks in it.
            EngineError: The recogniser failed.
        """
        path = self.workspace.recording_path(video)
        recording = self._bring_up_to_date(video, media, path, transcribe_options(self.config, video))
        _refuse_silence(recording, video, media)
        for notice in recording.transcript.notices:
            self.reporter.warn(f"{video}: {notice}")
        return recording

    def listen_in_english(self, video: str, media: Path | None) -> Recording:
        """Whisper's own translation into English, for a spoken language that no model translates.

        Raises:
            PipelineError: As `listen`.
        """
        options = replace(transcribe_options(self.config, video), task="translate")
        recording = self._bring_up_to_date(video, media, self.workspace.heard_english_path(video), options)
        _refuse_silence(recording, video, media)
        return recording

    def _bring_up_to_date(self, video: str, media: Path | None, path: Path, options: TranscribeOptions) -> Recording:
        recording = self.workspace.load_recording_at(path)
        if media is None:
            if recording is None:
                raise InputError(path=f"media/{video}", reason="is not there, and no transcript of it either")
            return recording
        known_key = recording.key if recording else None
        sha256 = self.hashes.sha256(media)
        state, key = recording_state(self.config, video, sha256, known_key=known_key, options=options)
        if recording is not None and state == CURRENT:
            return recording
        self._refuse_renamed(video, media, recording, sha256)
        record = TranscribeInput(
            video=video,
            media=media,
            media_sha256=sha256,
            key=key,
            settings=self.config.transcription_of(video),
            folder=self.config.folder,
            options=options,
        )
        known, recording = recording, self.executor.submit(transcribe, record, self.reporter.progress).result()
        heard = recording.transcript
        if not heard.words and known is not None and known.transcript.words:
            # A cut without sound by mistake, most likely: what was heard before is not given up for it.
            return recording
        write_if_changed(path, recording_to_json(recording))
        if not heard.words:
            return recording
        sure = "" if heard.language_probability is None else f" ({heard.language_probability:.0%} sure)"
        self.reporter.tell(f"{video}: language {heard.language}{sure}, {len(heard.words)} words")
        return recording

    def _refuse_renamed(self, video: str, media: Path, recording: Recording | None, sha256: str) -> None:
        """A video that was renamed by hand would be captioned anew, away from people's edits."""
        if recording is not None:
            return
        present = self.workspace.media_files()
        for other in self.workspace.videos():
            if other in present or not self.workspace.recording_path(other).exists():
                continue
            known = self.workspace.load_recording_head(other)
            if known is not None and known.media_sha256 == sha256:
                command = f"captions rename {quote(other)} {quote(video)}"
                reason = f"is the video that was called {other}; run: {command}"
                raise InputError(path=f"media/{media.name}", reason=reason)


def _refuse_silence(recording: Recording, video: str, media: Path | None) -> None:
    if not recording.transcript.words:
        raise NoSpeech(path=str(media or f"media/{video}"))
