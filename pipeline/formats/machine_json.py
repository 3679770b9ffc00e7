"""The machine's files as JSON: a row a line, so that a small change is a small diff.

The files lie in the repository and may come from anybody: every value is checked on reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, fields
from typing import Any, TypeVar

from pipeline.errors import InputError
from pipeline.formats.transcript_json import transcript_from_json, transcript_to_json
from pipeline.model import Cue, EngineSignature
from pipeline.records import (
    Approval,
    Edit,
    EditState,
    MachineTrack,
    Recording,
    RecordingHead,
    SentenceRecord,
    TrackHead,
)
from pipeline.timing import parse_frame_rate

SCHEMA_VERSION = 1
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

_Value = TypeVar("_Value")


def track_to_json(track: MachineTrack) -> bytes:
    """`machine/<lang>.json`."""
    head = track.head
    values = {
        "schema_version": SCHEMA_VERSION,
        "language": head.language,
        "origin": head.origin,
        "key": head.key,
        "written": head.written,
        "memory_key": head.memory_key,
        "deleted": head.deleted,
        **({} if track.cues and not head.is_own else {"is_own": head.is_own}),
        "signatures": [_signature_row(signature) for signature in head.signatures],
    }
    return _rows_to_json(
        values,
        edits=(asdict(edit) for edit in head.edits),
        sentences=map(_sentence_row, track.sentences),
        cues=([cue.start_ms, cue.end_ms, cue.text, list(cue.sentence_ids)] for cue in track.cues),
    )


def track_from_json(data: bytes, *, path: str) -> MachineTrack:
    """Read `machine/<lang>.json`.

    Raises:
        InputError: It is not such a file; deleting it is safe, the next build makes it again.
    """
    return _checked(lambda: _track(_table(data)), path)


def track_head_from_json(data: bytes, *, path: str) -> TrackHead:
    """Read only the head of `machine/<lang>.json`, which is most of the time saved.

    Raises:
        InputError: It is not such a file.
    """
    return _checked(lambda: _track_head(_table(_cut_before(data, "sentences"))), path)


def recording_head_from_json(data: bytes, *, path: str) -> RecordingHead:
    """Read only the head of `machine/transcript.json`.

    Raises:
        InputError: It is not such a file.
    """

    def read() -> RecordingHead:
        value = _table(_cut_before(data, "words"))
        rate = value["media"]["frame_rate"]
        return RecordingHead(
            key=_text(value["key"]),
            language=_text(value["language"]),
            media_sha256=_text(value["media"]["sha256"]),
            has_speech=not data.partition(b'"words": [')[2].lstrip().startswith(b"]"),
            media_duration_ms=_number(value["media"]["duration_ms"]),
            frame_rate=None if rate is None else parse_frame_rate(_text(rate)),
            notices=tuple(map(_text, value.get("notices", ()))),
        )

    return _checked(read, path)


def recording_to_json(recording: Recording) -> bytes:
    """`machine/transcript.json`: a transcript of ours with what it was made from."""
    head = transcript_to_json(recording.transcript)
    words = head.pop("words")
    head |= {
        "key": recording.key,
        "media": {
            "sha256": recording.media_sha256,
            "duration_ms": recording.media_duration_ms,
            "frame_rate": None if recording.frame_rate is None else str(recording.frame_rate),
            "audio_start_ms": recording.audio_start_ms,
        },
        "signature": _signature_row(recording.signature),
    }
    return _rows_to_json(head, words=words)


def recording_from_json(data: bytes, *, path: str) -> Recording:
    """Read `machine/transcript.json`.

    Raises:
        InputError: It is not such a file.
    """
    return _checked(lambda: _recording(_table(data), path), path)


def approvals_to_json(approvals: Iterable[Approval]) -> bytes:
    """`machine/approvals.json`."""
    return _rows_to_json({"schema_version": SCHEMA_VERSION}, approvals=(_drop_empty(asdict(one)) for one in approvals))


def approvals_from_json(data: bytes, *, path: str) -> tuple[Approval, ...]:
    """Read `machine/approvals.json`.

    Raises:
        InputError: It is not such a file.
    """
    return _checked(lambda: tuple(_approval(row) for row in _table(data)["approvals"]), path)


def _rows_to_json(head: dict[str, Any], **lists: Iterable[object]) -> bytes:
    """A JSON object whose lists have one item a line."""
    parts = [f"{_dump(name)}: {_dump(value)}" for name, value in head.items()]
    for name, items in lists.items():
        rows = ",\n".join(f"  {_dump(item)}" for item in items)
        parts.append(f"{_dump(name)}: [\n{rows}\n ]" if rows else f"{_dump(name)}: []")
    return ("{\n " + ",\n ".join(parts) + "\n}\n").encode()


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _cut_before(data: bytes, name: str) -> bytes:
    """The object without its last lists, where it is laid out as we write it; else the whole."""
    head, separator, _ = data.partition(f',\n "{name}": ['.encode())
    return head + b"}" if separator else data


def _track(value: dict[str, Any]) -> MachineTrack:
    # Records from before `is_own` say it by having sentences but no cues.
    value.setdefault("is_own", bool(value["sentences"]) and not value["cues"])
    return MachineTrack(
        head=_track_head(value),
        sentences=tuple(_sentence(row) for row in value["sentences"]),
        cues=tuple(_cue(row) for row in value["cues"]),
    )


def _track_head(value: dict[str, Any]) -> TrackHead:
    return TrackHead(
        language=_text(value["language"]),
        origin=_text(value["origin"]),
        key=_text(value["key"]),
        written=_text(value["written"]),
        memory_key=_text(value["memory_key"]),
        deleted=_number(value["deleted"]),
        is_own=_flag(value.get("is_own", False)),
        signatures=tuple(_signature(row) for row in value["signatures"]),
        edits=tuple(_edit(row) for row in value["edits"]),
    )


def _recording(value: dict[str, Any], path: str) -> Recording:
    media = value["media"]
    rate = media["frame_rate"]
    return Recording(
        key=_text(value["key"]),
        media_sha256=_text(media["sha256"]),
        media_duration_ms=_number(media["duration_ms"]),
        frame_rate=None if rate is None else parse_frame_rate(_text(rate)),
        audio_start_ms=_number(media["audio_start_ms"]),
        signature=_signature(value["signature"]),
        transcript=transcript_from_json(value, path=path),
    )


def _sentence(row: dict[str, Any]) -> SentenceRecord:
    pairs = row.get("alignment")
    score, doubt = row.get("score"), row.get("disagreement")
    return SentenceRecord(
        id=_text(row.get("id", "")),
        source=_text(row.get("source", "")),
        text=_text(row.get("text", "")),
        score=None if score is None else float(score),
        alignment=None if pairs is None else tuple((_number(target), _number(source)) for target, source in pairs),
        faults=tuple(_text(fault) for fault in row.get("faults", ())),
        disagreement=None if doubt is None else float(doubt),
        terms=_text(row.get("terms", "")),
        memory=_text(row.get("memory", "")),
    )


def _cue(row: list[Any]) -> Cue:
    start, end, text, ids = row
    return Cue(start_ms=_number(start), end_ms=_number(end), text=_text(text), sentence_ids=tuple(map(_text, ids)))


def _sentence_row(sentence: SentenceRecord) -> dict[str, Any]:
    # Not `asdict`: it copies every pair of the alignments, which is most of the time of writing a track.
    return _drop_empty({field.name: getattr(sentence, field.name) for field in fields(sentence)})


def _approval(row: dict[str, Any]) -> Approval:
    known = {name: _text(row[name]) for name in ("language", "by", "date")}
    texts = {name: _text(row.get(name, "")) for name in ("source", "text", "text_sha256")}
    if not (texts["text"] or texts["text_sha256"]):
        raise ValueError("an approval of nothing")
    if not _DATE.fullmatch(known["date"]) or not known["by"].isprintable():
        # Shown as they are, in tables and to scripts: nothing may turn the text around it.
        raise ValueError("an approval without a day or a name that can be shown")
    return Approval(**known, **texts)


def _edit(row: dict[str, Any]) -> Edit:
    texts = {name: _text(row[name]) for name in ("text", "basis", "basis_now", "machine", "suggestion")}
    return Edit(start_ms=_number(row["start_ms"]), state=EditState(row["state"]), **texts)


def _signature_row(signature: EngineSignature) -> dict[str, Any]:
    return _drop_empty({**asdict(signature), "settings": [list(pair) for pair in signature.settings]})


def _signature(row: dict[str, Any]) -> EngineSignature:
    names = ("engine", "engine_version", "model", "model_version", "licence")
    settings = tuple((_text(name), _text(value)) for name, value in row.get("settings", ()))
    return EngineSignature(**{name: _text(row.get(name, "")) for name in names}, settings=settings)


def _drop_empty(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in (None, "", (), [])}


def _table(data: bytes) -> dict[str, Any]:
    value = json.loads(data)
    if not isinstance(value, dict) or value.get("schema_version") != SCHEMA_VERSION:
        raise ValueError(f"no schema_version {SCHEMA_VERSION}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text is expected, not {value!r:.40}")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"a whole number is wanted, not {value!r:.40}")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"true or false is wanted, not {value!r:.40}")
    return value


def _checked(read: Callable[[], _Value], path: str) -> _Value:
    try:
        return read()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(
            path=path,
            reason=f"is not what the machine wrote ({error}); restore it, for example from git, or delete it and build "
            "again: what it alone knew, such as who approved and what is stale, is lost then",
        ) from error
