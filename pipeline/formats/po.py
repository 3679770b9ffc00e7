"""Gettext PO, as translators' editors read it: unread machine text is fuzzy, stale text has its earlier source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.formats.encodings import decode_text
from pipeline.formats.exchange import ExportFile, ExportUnit, ReturnedFile, ReturnedUnit, UnitState

if TYPE_CHECKING:
    from polib import POEntry

_VIDEO, _BASE = "X-Captions-Video", "X-Captions-Base"
_SURE = frozenset({UnitState.APPROVED, UnitState.EDITED})


def units_to_po(file: ExportFile, *, version: str) -> str:
    """A file as PO.

    Args:
        file: What goes out.
        version: Of this program, for the header.
    """
    import polib

    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Project-Id-Version": f"captions {version}",
        "Language": file.language.replace("-", "_"),
        "X-Source-Language": file.source_language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        _VIDEO: file.video,
        _BASE: file.base,
    }
    catalogue.extend(map(_entry, file.units))
    return str(catalogue).rstrip("\n") + "\n"


def units_from_po(data: bytes, *, path: str) -> ReturnedFile:
    """Read a PO file.

    Raises:
        InputError: It is no PO; names the line.
    """
    import polib

    text, _, _ = decode_text(data, path)
    if not re.search(r"^\s*msgid\b", text, re.MULTILINE):
        raise InputError(path=path, reason="is not a PO file: it has no msgid")
    try:
        catalogue = polib.pofile(text)
    except (OSError, ValueError, IndexError) as error:
        found = re.search(r"line (\d+)", str(error))
        place = f"line {found.group(1)}: " if found else ""
        raise InputError(path=path, reason=f"{place}is not PO there; save it again from your editor") from error
    units = list(_returned(entry for entry in catalogue if not entry.obsolete))
    metadata = catalogue.metadata
    told = tuple(
        f"line {entry.linenum}: a unit without msgctxt has no sentence" for entry in catalogue if not entry.msgctxt
    )
    return ReturnedFile(
        video=metadata.get(_VIDEO, ""),
        language=metadata.get("Language", "").replace("_", "-"),
        base=metadata.get(_BASE, ""),
        units=tuple(units),
        told=told,
    )


def _entry(unit: ExportUnit) -> POEntry:
    import polib

    flags = [] if unit.state in _SURE else ["fuzzy"]
    return polib.POEntry(
        msgctxt=unit.key,
        msgid=unit.source,
        msgstr=unit.text,
        previous_msgid=unit.earlier_source or None,
        comment="\n".join((unit.room, *unit.comments)),
        flags=[*flags, *([f"max-length:{unit.most_chars}"] if unit.most_chars else [])],
    )


def _returned(entries: Iterator[POEntry]) -> Iterator[ReturnedUnit]:
    for entry in entries:
        if entry.msgctxt:
            yield ReturnedUnit(
                key=entry.msgctxt,
                source=entry.msgid,
                text=entry.msgstr,
                is_approved="fuzzy" not in entry.flags,
                note=entry.tcomment,
                place=f"line {entry.linenum}",
            )
