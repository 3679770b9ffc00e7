"""Names of the glossary in a transcript: they stand where something like them was recognised and the sound allows it.

The recogniser knows nothing of the glossary, so that nothing is transcribed again when the glossary changes. Only what
resembles a name is looked at, and a video in which nothing does is not touched.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pipeline.build.executors import Request
from pipeline.build.inputs import NamesInput, Sound
from pipeline.build.outcomes import Reporter
from pipeline.build.plan import Plan
from pipeline.build.planned import NamesPlan
from pipeline.dataclass import dataclass
from pipeline.errors import InputError
from pipeline.files import disk_reason, write_if_changed
from pipeline.formats import names_to_json
from pipeline.records import NamesRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesRequest(Request[NamesInput]):
    """Names that are to be looked for in a transcript."""

    names: NamesPlan


@dataclass(frozen=True, kw_only=True)
class NamesWriter:
    """Asks for the names in transcripts and writes where they stand."""

    plan: Plan
    reporter: Reporter

    def request(self, names: NamesPlan) -> NamesRequest | None:
        """All that the names in a transcript depend on; None where nothing resembles any, and the record is removed.

        Raises:
            PipelineError: The transcript cannot be read, or the record not be removed.
        """
        recording, workspace = names.recording, self.plan.workspace
        if not names.names:
            _remove(workspace.inside(recording.path))
            self._report(recording.video, names.record, None)
            return None
        if recording.media is None:
            raise InputError(path=f"media/{recording.video}", reason="is not there, and its sound decides")
        settings = self.plan.config.transcription_of(recording.video)
        record = NamesInput(
            recording=workspace.read_recording_at(workspace.recording_path(recording.video)),
            transcript_sha256=names.transcript_sha256,
            names=names.names,
            sound=Sound(media=recording.media, settings=settings, options=recording.options),
            key=recording.key,
        )
        return NamesRequest(names=names, record=record)

    def write(self, names: NamesPlan, record: NamesRecord) -> None:
        """Write where names stand.

        Raises:
            InputError: It cannot be written.
        """
        write_if_changed(self.plan.workspace.inside(names.recording.path), names_to_json(record))
        self._report(names.recording.video, names.record, record)

    def _report(self, video: str, before: NamesRecord | None, after: NamesRecord | None) -> None:
        """Say what changed: names that stand there now, and words that stand there again."""
        known, found = (Counter(_changes(record)) for record in (before, after))
        for (heard, name), count in (found - known).items():
            self.reporter.tell(f"{video}: heard “{heard}”, written “{name}” by the glossary{_times(count)}")
        for (heard, name), count in (known - found).items():
            self.reporter.tell(f"{video}: “{heard}” again, not “{name}”{_times(count)}")


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(path=str(path), reason=f"cannot be removed: {disk_reason(error)}") from error


def _changes(record: NamesRecord | None) -> list[tuple[str, str]]:
    return [(place.heard, place.name) for place in record.places] if record else []


def _times(count: int) -> str:
    return f", {count} times" if count > 1 else ""
