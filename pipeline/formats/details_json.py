"""`machine/<lang>.details.json`: title, description and chapters of one language as the machine last made them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pipeline.formats.machine_rows import (
    EDIT_TEXTS,
    checked,
    drop_empty,
    head_from_row,
    head_row,
    number_of,
    rows_to_json,
    sentence_from_row,
    sentence_row,
    signature_row,
    table_of,
    text_of,
    texts_of,
)
from pipeline.records import DetailEdit, DetailField, DetailPlace, DetailsRecord, EditState


def details_record_to_json(record: DetailsRecord) -> bytes:
    """The record of details as it is committed."""
    head = {**head_row(record), "signatures": [signature_row(signature) for signature in record.signatures]}
    return rows_to_json(
        head,
        edits=(asdict(edit) for edit in record.edits),
        fields=(drop_empty(asdict(one)) for one in record.fields),
        sentences=(sentence_row(sentence) for sentence in record.sentences),
    )


def details_record_from_json(data: bytes, *, path: str) -> DetailsRecord:
    """Read `machine/<lang>.details.json`.

    Raises:
        InputError: It is not such a file.
    """
    return checked(lambda: _record(table_of(data)), path)


def _record(value: Mapping[str, Any]) -> DetailsRecord:
    return DetailsRecord(
        **head_from_row(value),
        sentences=tuple(sentence_from_row(row) for row in value["sentences"]),
        fields=tuple(_field(row) for row in value["fields"]),
        edits=tuple(_edit(row) for row in value["edits"]),
    )


def _field(row: Mapping[str, Any]) -> DetailField:
    start_ms = number_of(row.get("start_ms", 0))
    if start_ms < 0:
        raise ValueError("a chapter before the start")
    return DetailField(
        place=DetailPlace(row["place"]),
        source=text_of(row.get("source", "")),
        text=text_of(row.get("text", "")),
        start_ms=start_ms,
        faults=tuple(text_of(fault) for fault in row.get("faults", ())),
    )


def _edit(row: Mapping[str, Any]) -> DetailEdit:
    return DetailEdit(
        **texts_of(row, *EDIT_TEXTS),
        place=DetailPlace(row["place"]),
        state=EditState(row["state"]),
        start_ms=number_of(row["start_ms"]),
        machine_ms=number_of(row["machine_ms"]),
        paragraph=number_of(row["paragraph"]),
    )
