"""The speech of some videos: what is to be recognised, scripts that are brought to it, and names of the glossary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.build.crew import Crew
from pipeline.build.jobs import bring_script, hear_names, transcribe
from pipeline.build.ledger import Ledger
from pipeline.build.names import NamesRequest, NamesWriter
from pipeline.build.outcomes import Result
from pipeline.build.pace import Pace
from pipeline.build.plan import Plan
from pipeline.build.planned import NamesPlan, RecordingPlan
from pipeline.build.transcripts import RecordingRequest, ScriptRequest, TranscriptWriter
from pipeline.dataclass import dataclass
from pipeline.errors import PipelineError


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Has it recognised, and writes what was."""

    plan: Plan
    crew: Crew
    ledger: Ledger
    pace: Pace
    """Of the whole run."""

    def transcribe(self, recordings: Iterable[RecordingPlan]) -> None:
        """Make transcripts, and bring their scripts to them."""
        writer = TranscriptWriter(plan=self.plan, reporter=self.crew.reporter)
        late = [*recordings]
        unheard = (one for one in late if writer.heard(one) is None)
        for request, answer in self.crew.workers.run(transcribe, self._recording_requests(writer, unheard)):
            one = request.recording
            with self.ledger.guarded(one.video, one.language):
                writer.keep(request, made := self.ledger.result(answer, one, ""))
                if progress := self.pace.done(one.video, request.record.media, made.media_duration_ms):
                    self.crew.reporter.progress(progress)
        for asked, reply in self.crew.workers.run(bring_script, self._script_requests(writer, late)):
            with self.ledger.guarded(asked.recording.video):
                writer.write(asked.recording, self.ledger.result(reply, asked.recording, ""))
        self.ledger.transcribed.update(recording.path for recording in late)

    def _recording_requests(
        self, writer: TranscriptWriter, recordings: Iterable[RecordingPlan]
    ) -> Iterator[RecordingRequest]:
        for one in recordings:
            if self.crew.is_time_over():
                self.ledger.end(one.video, one.language, Result.LEFT)
                continue
            with self.ledger.guarded(one.video, one.language):
                yield writer.request(one)

    def _script_requests(
        self, writer: TranscriptWriter, recordings: Iterable[RecordingPlan]
    ) -> Iterator[ScriptRequest]:
        for one in recordings:
            if one.script is not None and not self.ledger.is_over(one.video):
                with self.ledger.guarded(one.video):
                    if request := writer.script_request(one):
                        yield request

    def hear_names(self, late: Sequence[NamesPlan]) -> None:
        """Names of the glossary; a video in which they cannot be looked for has its captions without them."""
        writer = NamesWriter(plan=self.plan, reporter=self.crew.reporter)
        for request, answer in self.crew.workers.run(hear_names, self._names_requests(writer, late)):
            one = request.names.recording
            try:
                writer.write(request.names, self.ledger.result(answer, one, ""))
            except PipelineError as error:
                self.crew.reporter.warn(f"{one.video}: names of the glossary were not looked for: {error}")

    def _names_requests(self, writer: NamesWriter, late: Iterable[NamesPlan]) -> Iterator[NamesRequest]:
        for names in late:
            if not self.ledger.is_over(names.recording.video):
                with self.ledger.guarded(names.recording.video):
                    if request := writer.request(names):
                        yield request
