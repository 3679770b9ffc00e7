"""The machine's files as JSON: a row a line, so that a small change is a small diff.

The files lie in the repository and may come from anybody: every value is checked on reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pipeline.formats.machine_rows import (
    EDIT_TEXTS,
    SCHEMA_VERSION,
    checked,
    drop_empty,
    flag_of,
    head_from_row,
    head_row,
    number_of,
    remembered,
    rows_to_json,
    sentence_from_row,
    sentence_row,
    signature_from_row,
    signature_row,
    table_of,
    text_of,
    texts_of,
)
from pipeline.formats.transcript_json import transcript_from_json, transcript_to_json
from pipeline.model import Cue
from pipeline.records import (
    Approval,
    Edit,
    EditState,
    MachineTrack,
    Recording,
    RecordingHead,
    TrackHead,
)
from pipeline.timing import parse_frame_rate

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def track_to_json(track: MachineTrack) -> bytes:
    """`machine/<lang>.json`."""
    head = track.head
    values = {
        **head_row(head),
        **({} if track.cues and not head.is_own else {"is_own": head.is_own}),
        "signatures": [signature_row(signature) for signature in head.signatures],
    }
    return rows_to_json(
        values,
        edits=(asdict(edit) for edit in head.edits),
        sentences=map(sentence_row, track.sentences),
        cues=([cue.start_ms, cue.end_ms, cue.text, list(cue.sentence_ids)] for cue in track.cues),
    )


def track_from_json(data: bytes, *, path: str) -> MachineTrack:
    """Read `machine/<lang>.json`.

    Raises:
        InputError: It is not such a file; deleting it is safe, the next build makes it again.
    """
    return _read_track(data, path)


def track_head_from_json(data: bytes, *, path: str) -> TrackHead:
    """Read only the head of `machine/<lang>.json`, which is most of the time saved.

    Raises:
        InputError: It is not such a file.
    """
    return checked(lambda: _track_head(table_of(_cut_before(data, "sentences"))), path)


def recording_head_from_json(data: bytes, *, path: str) -> RecordingHead:
    """Read only the head of `machine/transcript.json`.

    Raises:
        InputError: It is not such a file.
    """

    def read() -> RecordingHead:
        value = table_of(_cut_before(data, "words"))
        rate = value["media"]["frame_rate"]
        return RecordingHead(
            key=text_of(value["key"]),
            language=text_of(value["language"]),
            media_sha256=text_of(value["media"]["sha256"]),
            has_speech=not data.partition(b'"words": [')[2].lstrip().startswith(b"]"),
            media_duration_ms=number_of(value["media"]["duration_ms"]),
            frame_rate=None if rate is None else parse_frame_rate(text_of(rate)),
            notices=tuple(map(text_of, value.get("notices", ()))),
        )

    return checked(read, path, can_be_made=True)


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
        "signature": signature_row(recording.signature),
    }
    return rows_to_json(head, words=words)


def recording_from_json(data: bytes, *, path: str) -> Recording:
    """Read `machine/transcript.json`.

    Raises:
        InputError: It is not such a file.
    """
    return _read_recording(data, path)


def approvals_to_json(approvals: Iterable[Approval]) -> bytes:
    """`machine/approvals.json`."""
    return rows_to_json({"schema_version": SCHEMA_VERSION}, approvals=(drop_empty(asdict(one)) for one in approvals))


def approvals_from_json(data: bytes, *, path: str) -> tuple[Approval, ...]:
    """Read `machine/approvals.json`.

    Raises:
        InputError: It is not such a file.
    """
    return checked(lambda: tuple(_approval(row) for row in table_of(data)["approvals"]), path)


@remembered(16)
def _read_track(data: bytes, path: str) -> MachineTrack:
    return checked(lambda: _track(table_of(data)), path)


@remembered(2)
def _read_recording(data: bytes, path: str) -> Recording:
    return checked(lambda: _recording(table_of(data), path), path, can_be_made=True)


def _cut_before(data: bytes, name: str) -> bytes:
    """The object without its last lists, where it is laid out as we write it; else the whole."""
    head, separator, _ = data.partition(f',\n "{name}": ['.encode())
    return head + b"}" if separator else data


def _track(value: dict[str, Any]) -> MachineTrack:
    # Records from before `is_own` say it by having sentences but no cues.
    value.setdefault("is_own", bool(value["sentences"]) and not value["cues"])
    return MachineTrack(
        head=_track_head(value),
        sentences=tuple(sentence_from_row(row) for row in value["sentences"]),
        cues=tuple(_cue(row) for row in value["cues"]),
    )


def _track_head(value: dict[str, Any]) -> TrackHead:
    return TrackHead(
        **head_from_row(value),
        is_own=flag_of(value.get("is_own", False)),
        edits=tuple(_edit(row) for row in value["edits"]),
    )


def _recording(value: dict[str, Any], path: str) -> Recording:
    media = value["media"]
    rate = media["frame_rate"]
    return Recording(
        key=text_of(value["key"]),
        media_sha256=text_of(media["sha256"]),
        media_duration_ms=number_of(media["duration_ms"]),
        frame_rate=None if rate is None else parse_frame_rate(text_of(rate)),
        audio_start_ms=number_of(media["audio_start_ms"]),
        signature=signature_from_row(value["signature"]),
        transcript=transcript_from_json(value, path=path),
    )


def _cue(row: list[Any]) -> Cue:
    start, end, text, ids = row
    return Cue(
        start_ms=number_of(start), end_ms=number_of(end), text=text_of(text), sentence_ids=tuple(map(text_of, ids))
    )


def _approval(row: dict[str, Any]) -> Approval:
    known = texts_of(row, "language", "by", "date")
    texts = {name: text_of(row.get(name, "")) for name in ("source", "text", "text_sha256", "field")}
    if not (texts["text"] or texts["text_sha256"]):
        raise ValueError("an approval of nothing")
    if not _DATE.fullmatch(known["date"]) or not known["by"].isprintable():
        # Shown as they are, in tables and to scripts: nothing may turn the text around it.
        raise ValueError("an approval without a day or a name that can be shown")
    return Approval(**known, **texts)


def _edit(row: dict[str, Any]) -> Edit:
    texts = texts_of(row, *EDIT_TEXTS)
    return Edit(start_ms=number_of(row["start_ms"]), state=EditState(row["state"]), **texts)
