"""From videos to recordings: what a recogniser is asked, and what is written of its answer."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from functools import cached_property
from shlex import quote

from pipeline.build.executors import Request
from pipeline.build.inputs import ScriptedInput, ScriptInput, Sound, TranscribeInput
from pipeline.build.outcomes import Reporter
from pipeline.build.plan import Plan
from pipeline.build.planned import RecordingPlan
from pipeline.dataclass import dataclass
from pipeline.errors import InputError, NoSpeech, PipelineError
from pipeline.files import read_bytes, write_if_changed
from pipeline.formats import read_script, recording_to_json
from pipeline.records import Recording
from pipeline.text import counted

_SURE_OF_LANGUAGE = 0.9
"""Where the recogniser is less sure, a person is reported how to set the language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRequest(Request[TranscribeInput]):
    """A video that is to be transcribed."""

    recording: RecordingPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptRequest(Request[ScriptedInput]):
    """A script that is to be brought to what was recognised."""

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
            key=recording.heard_key,
            settings=config.transcription_of(video),
            folder=config.folder,
            options=recording.options,
        )
        return RecordingRequest(recording=recording, record=record)

    def heard(self, recording: RecordingPlan) -> Recording | None:
        """What was recognised before for a script that changed since; None if it must be recognised."""
        if recording.script is None:
            return None
        try:
            return self.plan.workspace.load_recording_at(self.plan.workspace.heard_path(recording.heard_key))
        except InputError:
            return None  # half-removed or of an older version: it is made anew

    def keep(self, request: RecordingRequest, recording: Recording) -> None:
        """Write what was recognised, or lay it by for the script that is brought to it.

        Raises:
            NoSpeech, InputError: As `write`.
        """
        if request.recording.script is None:
            self.write(request.recording, recording)
            return
        self._keep_outline(recording)
        path = self.plan.workspace.heard_path(request.recording.heard_key)
        write_if_changed(self.plan.workspace.inside(path), recording_to_json(recording))

    def script_request(self, recording: RecordingPlan) -> ScriptRequest | None:
        """A script and what was recognised; None where the script cannot be used, and what was recognised is written.

        Raises:
            NoSpeech, InputError: As `write`.
        """
        heard, script, media = self.heard(recording), recording.script, recording.media
        if heard is None or script is None or media is None:
            return None
        name = f"{script.parent.name}/{script.name}"
        try:
            paragraphs = read_script(read_bytes(script), path=name, language=heard.transcript.language)
        except PipelineError as error:
            notices = (*heard.transcript.notices, f"{error}; the captions are made without it")
            self.write(
                recording, replace(heard, key=recording.key, transcript=replace(heard.transcript, notices=notices))
            )
            return None
        settings = self.plan.config.transcription_of(recording.video)
        sound = Sound(media=media, settings=settings, options=recording.options)
        given = ScriptInput(name=name, paragraphs=paragraphs, sound=sound)
        return ScriptRequest(recording=recording, record=ScriptedInput(heard=heard, script=given, key=recording.key))

    def write(self, known: RecordingPlan, recording: Recording) -> None:
        """Write a transcript, also one without words, so that silence is known the next time.

        Raises:
            NoSpeech: Nobody speaks any more where somebody did: a cut without sound by mistake, most likely.
                What was transcribed before is not given up for it.
            InputError: It cannot be written.
        """
        transcript = recording.transcript
        if not transcript.words and known.head is not None and known.head.has_speech:
            raise NoSpeech(path=str(known.media))
        write_if_changed(known.path, recording_to_json(recording))
        self._keep_outline(recording)
        if transcript.words and not known.language:
            sure = transcript.language_probability
            shown = "" if sure is None else f" ({sure:.0%} sure)"
            self.reporter.tell(
                f"{known.video}: language {transcript.language}{shown}, {counted(len(transcript.words), 'word')}"
            )
            if sure is not None and sure < _SURE_OF_LANGUAGE:
                cure = f'set it in captions.toml: [videos.{json.dumps(known.video)}] language = "…"; then build again'
                self.reporter.warn(f"{known.video}: if {transcript.language} is not what is spoken, {cure}")

    def _keep_outline(self, recording: Recording) -> None:
        """Lay by what the desk draws; without it the desk decodes the sound once more."""
        if recording.transcript.outline:
            path = self.plan.workspace.outline_path(recording.media_sha256)
            with contextlib.suppress(InputError):
                write_if_changed(self.plan.workspace.inside(path), recording.transcript.outline)

    @cached_property
    def _abandoned(self) -> dict[str, str]:
        """Videos that have a transcript and no media file any more, by the hash that the file had.

        One that was renamed by hand would be captioned anew, away from people's edits.
        """
        workspace = self.plan.workspace
        present, found = workspace.media_files().keys() | workspace.doubled_media().keys(), {}
        for video in workspace.videos():
            head = None if video in present else workspace.load_recording_head(video)
            if head is not None:
                found[head.media_sha256] = video
        return found
