"""Captions from elsewhere enter the workspace: as a person's, or as machine text; as what is said, or a translation."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from pipeline import __version__
from pipeline.build.keys import imported_key, is_imported
from pipeline.build.plan import Plan
from pipeline.dataclass import dataclass
from pipeline.edits import make_legal
from pipeline.errors import InputError, UsageError
from pipeline.files import write_if_changed
from pipeline.formats import format_srt, recording_to_json, track_to_json
from pipeline.model import Cue, EngineSignature, Transcript, Word
from pipeline.records import MachineTrack, Recording, RecordingHead, TrackHead
from pipeline.workspace import CaptionFile, write_track

SPOKEN, TRANSLATION = "spoken", "translation"
_ENGINE = "imported captions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Captions that are to enter the workspace."""

    video: str
    media: Path | None
    language: str
    cues: tuple[Cue, ...]
    words: tuple[Word, ...]
    """The same with the times of words, where the file has them or in proportion."""
    name: str
    """Of the file that they come from."""
    is_machine: bool = False
    """Whether no person wrote or read them."""
    role: str = ""
    """`SPOKEN`, `TRANSLATION`, or empty to be found out."""
    replaces: bool = False
    """Whether they take the place of corrections and of a transcript that are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of an import."""

    path: Path
    cues: int
    role: str
    told: tuple[str, ...]


def import_captions(plan: Plan, request: Import) -> Imported:
    """Write captions into the workspace with the records that say whose they are.

    A spoken track takes the place of a transcription: the video need not be transcribed, and is translated
    even where nobody speaks in it.

    Raises:
        InputError: Corrections or a transcript are in the way, or a file cannot be read or written.
        UsageError: Machine text is to be a translation that the workspace makes itself.
    """
    file = plan.workspace.caption_file(request.video, request.language)
    head = plan.workspace.load_recording_head(request.video)
    role = request.role or _role(request, head)
    _refuse_loss(plan, request, file)
    if role != SPOKEN and request.is_machine:
        _refuse_pointless(plan, request, head)
    cues, told = make_legal(request.cues)
    text = format_srt(cues, path=str(file.path)).encode()
    written = hashlib.sha256(text).hexdigest()
    record = _record(request, cues, written, origin="" if role == SPOKEN or head is None else head.language)
    if role == SPOKEN:
        _write_recording(plan, request, head)
    write_track(
        plan.workspace, request.video, request.language, read=file.data, text=text, machine=track_to_json(record)
    )
    return Imported(path=file.path, cues=len(cues), role=role, told=told)


def _role(request: Import, head: RecordingHead | None) -> str:
    """What is said where nobody knows better, or a translation of what is known to be said."""
    if head is None or not head.has_speech or head.language == request.language:
        return SPOKEN
    return TRANSLATION


def _refuse_loss(plan: Plan, request: Import, file: CaptionFile) -> None:
    """Corrections are never replaced without being asked for."""
    head = plan.workspace.load_head(request.video, request.language)
    is_machines = head is not None and head.written == file.sha256 and not head.edits and not head.is_own
    if file.exists and not is_machines and not request.replaces:
        reason = "holds what a person wrote; --replace puts the imported captions in its place"
        raise InputError(path=str(file.path), reason=reason)


def _write_recording(plan: Plan, request: Import, head: RecordingHead | None) -> None:
    """The words of a spoken track in place of a transcript; one that was transcribed stays for a person's track."""
    is_transcribed = head is not None and head.has_speech and not is_imported(head.key)
    if is_transcribed and not request.is_machine:
        return
    if is_transcribed and not request.replaces:
        reason = "is transcribed already; --replace takes the imported words instead"
        raise InputError(path=request.video, reason=reason)
    path = plan.workspace.recording_path(request.video)
    write_if_changed(path, recording_to_json(_recording(plan, request)))


def _recording(plan: Plan, request: Import) -> Recording:
    from pipeline.media import probe

    end_ms = max((word.end_ms for word in request.words), default=0)
    info = None if request.media is None else probe(request.media)
    return Recording(
        key=imported_key(request.words, request.language),
        media_sha256="" if request.media is None else plan.hashes.sha256(request.media),
        media_duration_ms=max(end_ms, info.duration_ms if info else 0),
        frame_rate=info.frame_rate if info else None,
        audio_start_ms=0,
        signature=_signature(request),
        transcript=Transcript(language=request.language, duration_ms=end_ms, words=request.words),
    )


def _refuse_pointless(plan: Plan, request: Import, head: RecordingHead | None) -> None:
    wanted = plan.asked or plan.config.languages
    if head is not None and request.language in wanted and plan.hops(head.language, request.language):
        reason = (
            f"{request.language} is translated by every build, which would put its own text in the place of other "
            f'machine text; import it without --machine, or take "{request.language}" out of languages'
        )
        raise UsageError(reason=reason)


def _record(request: Import, cues: tuple[Cue, ...], written: str, *, origin: str) -> MachineTrack:
    """Who the text is from: a person's own file entirely, or the machine's as it stands."""
    signature = _signature(request)
    head = TrackHead(
        language=request.language,
        origin=origin,
        key="",
        written=written,
        memory_key="",
        signatures=(signature, signature) if request.is_machine and origin else (signature,),
        is_own=not request.is_machine,
    )
    plain = tuple(replace(cue, settings="", sentence_ids=()) for cue in cues)
    return MachineTrack(head=head, sentences=(), cues=plain if request.is_machine else ())


def _signature(request: Import) -> EngineSignature:
    return EngineSignature(engine=_ENGINE, engine_version=__version__, model=request.name)
