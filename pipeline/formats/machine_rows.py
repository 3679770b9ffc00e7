"""Rows of the machine's JSON files: one item a line, every value checked on reading."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any, TypeVar

from pipeline.errors import InputError
from pipeline.model import EngineSignature
from pipeline.records import DetailsRecord, SentenceRecord, TrackHead

SCHEMA_VERSION = 1
_LOSS = ": what it alone knew, such as who approved and what is stale, is lost then"
_REMEMBERED_BYTES = 1 << 20
"""Of an hour of speech; what was read from a larger file would take too much memory."""

EDIT_TEXTS = ("text", "basis", "basis_now", "machine", "suggestion")
"""Of what a person changed: a cue, or a field of details."""
_HEAD_TEXTS = ("language", "origin", "key", "written", "memory_key")
_Value = TypeVar("_Value")
_WRITE = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` would make an encoder for each row
_SENTENCE_FIELDS = tuple(field.name for field in fields(SentenceRecord))


def rows_to_json(head: dict[str, Any], **lists: Iterable[object]) -> bytes:
    """A JSON object whose lists have one item a line."""
    parts = [f"{_dump(name)}: {_dump(value)}" for name, value in head.items()]
    for name, items in lists.items():
        rows = ",\n".join(f"  {_dump(item)}" for item in items)
        parts.append(f"{_dump(name)}: [\n{rows}\n ]" if rows else f"{_dump(name)}: []")
    return ("{\n " + ",\n ".join(parts) + "\n}\n").encode()


def table_of(data: bytes) -> dict[str, Any]:
    """The object in a file of the machine's.

    Raises:
        ValueError: It is none, or of another version.
    """
    value = json.loads(data)
    if not isinstance(value, dict) or value.get("schema_version") != SCHEMA_VERSION:
        raise ValueError(f"no schema_version {SCHEMA_VERSION}")
    return value


def remembered(files: int) -> Callable[[Callable[[bytes, str], _Value]], Callable[[bytes, str], _Value]]:
    """Remember what was read from the last files that are not large: one build reads the same bytes several times.

    Args:
        files: How many.
    """

    def decorate(read: Callable[[bytes, str], _Value]) -> Callable[[bytes, str], _Value]:
        kept = lru_cache(maxsize=files)(read)
        return lambda data, path: kept(data, path) if len(data) <= _REMEMBERED_BYTES else read(data, path)

    return decorate


def checked(read: Callable[[], _Value], path: str, *, can_be_made: bool = False) -> _Value:
    """What is read, or one error for whatever is wrong with the file.

    Args:
        read: Reads it.
        path: Of the file, for messages.
        can_be_made: Whether a build makes the same file again, so that deleting it loses nothing.

    Raises:
        InputError: It is not what the machine wrote.
    """
    try:
        return read()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(
            path=path,
            reason=f"is not what the machine wrote ({error}); restore it, for example from git, or delete it and build "
            f"again{'' if can_be_made else _LOSS}",
        ) from error


def head_row(head: TrackHead | DetailsRecord) -> dict[str, Any]:
    """What every record of a language begins with; its signatures follow."""
    texts = {name: getattr(head, name) for name in _HEAD_TEXTS}
    return {"schema_version": SCHEMA_VERSION, **texts, "deleted": head.deleted}


def head_from_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """The same, checked, and the signatures."""
    signatures = tuple(signature_from_row(one) for one in row["signatures"])
    return {**texts_of(row, *_HEAD_TEXTS), "deleted": number_of(row["deleted"]), "signatures": signatures}


def sentence_row(sentence: SentenceRecord) -> dict[str, Any]:
    """A sentence as a row."""
    # Not `asdict`: it copies every pair of the alignments, which is most of the time of writing a track.
    return drop_empty({name: getattr(sentence, name) for name in _SENTENCE_FIELDS})


def sentence_from_row(row: dict[str, Any]) -> SentenceRecord:
    """A sentence from its row."""
    pairs = row.get("alignment")
    score, doubt = row.get("score"), row.get("disagreement")
    return SentenceRecord(
        id=text_of(row.get("id", "")),
        source=text_of(row.get("source", "")),
        text=text_of(row.get("text", "")),
        score=None if score is None else float(score),
        alignment=None if pairs is None else tuple((number_of(target), number_of(source)) for target, source in pairs),
        faults=tuple(text_of(fault) for fault in row.get("faults", ())),
        disagreement=None if doubt is None else float(doubt),
        terms=text_of(row.get("terms", "")),
        memory=text_of(row.get("memory", "")),
    )


def signature_row(signature: EngineSignature) -> dict[str, Any]:
    """An engine and its model as a row."""
    return drop_empty({**asdict(signature), "settings": [list(pair) for pair in signature.settings]})


def signature_from_row(row: dict[str, Any]) -> EngineSignature:
    """An engine and its model from their row."""
    names = ("engine", "engine_version", "model", "model_version", "licence")
    settings = tuple((text_of(name), text_of(value)) for name, value in row.get("settings", ()))
    return EngineSignature(**{name: text_of(row.get(name, "")) for name in names}, settings=settings)


def drop_empty(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what says nothing."""
    return {name: value for name, value in row.items() if value not in (None, "", (), [])}


def text_of(value: object) -> str:
    """A text.

    Raises:
        TypeError: It is something else.
    """
    if not isinstance(value, str):
        raise TypeError(f"text is expected, not {value!r:.40}")
    return value


def texts_of(row: Mapping[str, Any], *names: str) -> dict[str, str]:
    """The texts under some names, all of which are there.

    Raises:
        TypeError: One is something else.
    """
    return {name: text_of(row[name]) for name in names}


def number_of(value: object) -> int:
    """A whole number.

    Raises:
        TypeError: It is something else.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"a whole number is wanted, not {value!r:.40}")
    return value


def flag_of(value: object) -> bool:
    """True or false.

    Raises:
        TypeError: It is something else.
    """
    if not isinstance(value, bool):
        raise TypeError(f"true or false is wanted, not {value!r:.40}")
    return value


def _dump(value: object) -> str:
    return _WRITE(value)
