"""Glossaries as tables: OmegaT's (source, target, comment, tab between) and Weblate's (CSV with named columns)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from pipeline.errors import InputError
from pipeline.formats.encodings import decode_text
from pipeline.records import GlossaryTerm

WEBLATE_COLUMNS = (
    "location", "source", "target", "id", "fuzzy", "context", "translator_comments", "developer_comments",
)  # fmt: skip
_SOURCE = {"source", "term", "original"}
_TARGET = {"target", "translation"}
_NOTE = {"comment", "comments", "note", "notes", "developer_comments", "explanation", "description"}
_FLAGS = {"translator_comments", "flags"}
_FORBIDDEN, _KEPT = "forbidden", "read-only"


def terms_to_table(terms: Iterable[GlossaryTerm], *, target: str, is_weblate: bool) -> str:
    """The terms that have something to say in one language, as OmegaT or Weblate read them.

    Args:
        terms: In the order of the glossary.
        target: BCP-47 tag of the language of the translations.
        is_weblate: CSV with Weblate's columns instead of OmegaT's tab-separated ones.
    """
    out = io.StringIO()
    if is_weblate:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(WEBLATE_COLUMNS)
        for source, text, note, flag in _rows(terms, target):
            writer.writerow(("", source, text, "", "", "", flag, note))
        return out.getvalue()
    for source, text, note, flag in _rows(terms, target):
        cells = (source, text, "; ".join(filter(None, (note, flag))))
        out.write("\t".join(" ".join(cell.split()) for cell in cells).rstrip("\t") + "\n")
    return out.getvalue()


def terms_from_table(data: bytes, *, path: str, source: str, target: str) -> tuple[GlossaryTerm, ...]:
    """Read such a table, with or without a row of names.

    Args:
        data: The file.
        path: For messages.
        source: BCP-47 tag of the terms.
        target: Of the translations.

    Raises:
        InputError: It has no column for the terms, or a row without a term; names the line.
    """
    text, _, _ = decode_text(data, path)
    is_tabbed = text.partition("\n")[0].count("\t") > 0
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter="\t" if is_tabbed else _delimiter(text), strict=False))
    except csv.Error as error:
        raise InputError(path=path, reason=f"is no table: {error}") from error
    rows = [row for row in rows if any(cell.strip() for cell in row) and not row[0].startswith("#")]
    if not rows:
        raise InputError(path=path, reason="has no terms")
    names = [cell.strip().casefold().lstrip("\ufeff") for cell in rows[0]]
    if not _SOURCE.isdisjoint(names):
        return _named_rows(rows[1:], names, path, (source, target))
    pair = (source, target)
    return tuple(_term([*row, "", "", ""][:3], pair, f"{path}: row {number}") for number, row in enumerate(rows, 1))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def _named_rows(rows: list[list[str]], names: list[str], path: str, pair: tuple[str, str]) -> tuple[GlossaryTerm, ...]:
    def column(wanted: set[str]) -> int:
        return next((place for place, name in enumerate(names) if name in wanted), -1)

    places = (column(_SOURCE), column(_TARGET), column(_NOTE), column(_FLAGS))
    found = []
    for number, row in enumerate(rows, start=2):
        term, text, note, flag = (row[place] if 0 <= place < len(row) else "" for place in places)
        found.append(_term([term, text, "; ".join(filter(None, (note, flag)))], pair, f"{path}: row {number}"))
    return tuple(found)


def _term(cells: list[str], pair: tuple[str, str], place: str) -> GlossaryTerm:
    term, text, comment = (" ".join(cell.split()) for cell in cells)
    if not term:
        raise InputError(path=place, reason="has no term in its first column")
    notes = [part.strip() for part in comment.split(";") if part.strip()]
    flags = {note for note in notes if note in {_FORBIDDEN, _KEPT}}
    given = ((pair[1], (text,)),) if text else ()
    return GlossaryTerm(
        source=term,
        language=pair[0],
        translations=() if flags else given,
        forbidden=given if _FORBIDDEN in flags else (),
        is_translated=_KEPT not in flags,
        note="; ".join(one for one in notes if one not in flags),
    )


def _rows(terms: Iterable[GlossaryTerm], target: str) -> Iterable[tuple[str, str, str, str]]:
    for term in terms:
        if not term.is_translated:
            yield term.source, term.source, term.note, _KEPT
        for text in dict(term.translations).get(target, ()):
            yield term.source, text, term.note, ""
        for text in dict(term.forbidden).get(target, ()):
            yield term.source, text, term.note, _FORBIDDEN
