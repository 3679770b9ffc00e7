"""`machine/transcript.names.json`: the names of the glossary that were misheard in a transcript."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pipeline.formats.machine_rows import SCHEMA_VERSION, checked, number_of, rows_to_json, table_of, text_of
from pipeline.formats.transcript_json import word_row, words_from_row
from pipeline.records import NamePlace, NamesRecord


def names_to_json(record: NamesRecord) -> bytes:
    """The bytes of the file: a place a line."""
    head = {
        "schema_version": SCHEMA_VERSION,
        "key": record.key,
        "transcript_sha256": record.transcript_sha256,
        "names": list(record.names),
    }
    return rows_to_json(head, places=map(_place_row, record.places))


def names_from_json(data: bytes, *, path: str) -> NamesRecord:
    """Read such a file.

    Raises:
        InputError: It is none; deleting it is safe, the next build makes it again.
    """
    return checked(lambda: _record(table_of(data)), path, can_be_made=True)


def _place_row(place: NamePlace) -> dict[str, Any]:
    return {
        "first": place.first,
        "end": place.end,
        "name": place.name,
        "heard": place.heard,
        "words": [word_row(word) for word in place.words],
    }


def _record(value: dict[str, Any]) -> NamesRecord:
    places = tuple(_place(row) for row in value["places"])
    if any(after.first < before.end for before, after in pairwise(places)):
        raise ValueError("places overlap")
    return NamesRecord(
        key=text_of(value["key"]),
        transcript_sha256=text_of(value["transcript_sha256"]),
        names=tuple(map(text_of, value["names"])),
        places=places,
    )


def _place(row: dict[str, Any]) -> NamePlace:
    return NamePlace(
        first=number_of(row["first"]),
        end=number_of(row["end"]),
        name=text_of(row["name"]),
        heard=text_of(row["heard"]),
        words=tuple(word for one in row["words"] for word in words_from_row(one, "words")),
    )
