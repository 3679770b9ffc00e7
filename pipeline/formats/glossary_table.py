"""Glossaries as tables: OmegaT's (source, target, comment, tab between) and Weblate's (CSV with named columns)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from pipeline.errors import InputError, UsageError
from pipeline.formats.encodings import decode_text
from pipeline.languages import language_of_name
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


def terms_from_table(data: bytes, *, path: str, source: str = "", target: str = "") -> tuple[GlossaryTerm, ...]:
    """Read such a table, with or without a row of names; or one whose columns are languages, as its first row says.

    Args:
        data: The file.
        path: For messages.
        source: BCP-47 tag of the terms; empty for the first language of the first row, or else English.
        target: Of the translations; empty for all other languages of the first row.

    Raises:
        InputError: It has no column for the terms, or a row without a term; names the line.
        UsageError: Neither `target` nor the first row says the language of the translations.
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
        if not target:
            raise UsageError(reason=f"{path}: --to names the language of the translations, such as --to pt")
        return _named_rows(rows[1:], names, path, (source or "en", target))
    if languages := _languages(rows[0], names, source, target):
        return _language_rows(rows[1:], languages, names, path)
    if not target:
        reason = f"{path}: --to names the language of the translations; or a first row names all of them: en,pt"
        raise UsageError(reason=reason)
    pair = (source or "en", target)
    return tuple(_term([*row, "", "", ""][:3], pair, f"{path}: row {number}") for number, row in enumerate(rows, 1))


def _languages(first: list[str], names: list[str], source: str, target: str) -> dict[str, int]:
    """The column of each language that is read, that of the terms first; none if the first row names no languages."""
    others = _NOTE | _FLAGS
    found = {tag: place for place, cell in enumerate(first) if names[place] not in others and (tag := _tag_in(cell))}
    known = {place for place, name in enumerate(names) if name in others or not name} | set(found.values())
    if len(found) < 2 or len(known) < len(names):
        return {}
    origin = source or next(iter(found))
    wanted = [target] if target else [tag for tag in found if tag != origin]
    return {tag: found[tag] for tag in (origin, *wanted)} if {origin, *wanted} <= set(found) else {}


def _tag_in(cell: str) -> str:
    """The language that a heading names: a tag, or a name such as English or Português; empty if it names none."""
    try:
        return str(language_of_name(cell.strip()))
    except ValueError:
        return ""


def _language_rows(
    rows: list[list[str]], languages: dict[str, int], names: list[str], path: str
) -> tuple[GlossaryTerm, ...]:
    """A term a row, with a translation for each column that has one."""
    origin, *targets = languages
    note = next((place for place, name in enumerate(names) if name in _NOTE), -1)
    found = []
    for number, row in enumerate(rows, start=2):
        texts = {tag: " ".join(row[place].split()) if place < len(row) else "" for tag, place in languages.items()}
        if not texts[origin]:
            raise InputError(path=f"{path}: row {number}", reason=f"has no term in its column {origin}")
        translations = tuple((tag, (texts[tag],)) for tag in targets if texts[tag])
        comment = " ".join(row[note].split()) if 0 <= note < len(row) else ""
        found.append(GlossaryTerm(source=texts[origin], language=origin, translations=translations, note=comment))
    return tuple(found)


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
