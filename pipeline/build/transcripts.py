"""From videos to recordings: what a recogniser is asked, and what is written of its answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from shlex import quote

from pipeline.build.executors import Request
from pipeline.build.jobs import TranscribeInput
from pipeline.build.outcomes import Reporter
from pipeline.build.plan import Plan, RecordingPlan
from pipeline.errors import InputError, NoSpeech
from pipeline.files import write_if_changed
from pipeline.formats import recording_to_json
from pipeline.records import Recording

_SURE_OF_LANGUAGE = 0.9
"""Where the recogniser is less sure, a person is reported how to set the language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRequest(Request[TranscribeInput]):
    """A video that is to be transcribed."""

    recording: RecordingPlan


@dataclass(frozen=True, kw_only=True)
class TranscriptWriter:
    """Asks for transcripts and writes them."""

    plan: Plan
    reporter: Reporter

    def request(self, recording: RecordingPlan) -> RecordingRequest:
        """All that the transcription of a video depends on.

        Raises:
            InputError: The video is not at hand, or is one that was renamed by hand.
        """
        video, media, config = recording.video, recording.media, self.plan.config
        if media is None:
            raise InputError(path=f"media/{video}", reason="is not there, and no transcript of it either")
        if recording.head is None and (other := self._abandoned.get(recording.media_sha256)):
            command = f"captions rename {quote(other)} {quote(video)}"
            reason = f"is the video that was called {other}; run: {command}"
            raise InputError(path=f"media/{media.name}", reason=reason)
        record = TranscribeInput(
            video=video,
            media=media,
            media_sha256=recording.media_sha256,
            key=recording.key,
            settings=config.transcription_of(video),
            folder=config.folder,
            options=recording.options,
        )
        return RecordingRequest(recording=recording, record=record)

    def write(self, request: RecordingRequest, recording: Recording) -> None:
        """Write a transcript, also one without words, so that silence is known the next time.

        Raises:
            NoSpeech: Nobody speaks any more where somebody did: a cut without sound by mistake, most likely.
                What was transcribed before is not given up for it.
            InputError: It cannot be written.
        """
        known, transcript = request.recording, recording.transcript
        if not transcript.words and known.head is not None and known.head.has_speech:
            raise NoSpeech(path=str(known.media))
        write_if_changed(known.path, recording_to_json(recording))
        if transcript.words and not known.language:
            sure = transcript.language_probability
            shown = "" if sure is None else f" ({sure:.0%} sure)"
            self.reporter.tell(f"{known.video}: language {transcript.language}{shown}, {len(transcript.words)} words")
            if sure is not None and sure < _SURE_OF_LANGUAGE:
                cure = f'set it in captions.toml: [videos.{json.dumps(known.video)}] language = "…"; then build again'
                self.reporter.warn(f"{known.video}: if {transcript.language} is not what is spoken, {cure}")

    @cached_property
    def _abandoned(self) -> dict[str, str]:
        """Videos that have a transcript and no media file any more, by the hash that the file had.

        One that was renamed by hand would be captioned anew, away from people's edits.
        """
        workspace = self.plan.workspace
        present, found = workspace.media_files(), {}
        for video in workspace.videos():
            head = None if video in present else workspace.load_recording_head(video)
            if head is not None:
                found[head.media_sha256] = video
        return found
