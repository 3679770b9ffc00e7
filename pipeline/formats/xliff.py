"""XLIFF 1.2 and 2.1, as translation tools exchange them; written and read with the standard library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from pipeline.errors import InputError
from pipeline.formats.exchange import ExportFile, ExportUnit, ReturnedFile, ReturnedUnit, UnitState
from pipeline.formats.safe_xml import local_name, parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_STATES = {
    UnitState.APPROVED: "final",
    UnitState.EDITED: "translated",
    UnitState.STALE: "needs-review-translation",
    UnitState.MACHINE: "needs-review-translation",
}
_STATES_2 = {
    UnitState.APPROVED: "final",
    UnitState.EDITED: "translated",
    UnitState.STALE: "initial",
    UnitState.MACHINE: "initial",
}
_SIGNED = frozenset({"final", "signed-off", "reviewed"})
_OURS = "captions"
"""Who wrote a note: what we say of a unit is no note of a translator's."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def units_to_xliff(file: ExportFile) -> str:
    """A file as XLIFF 1.2, with the states of its specification."""
    units = "".join(map(_unit, file.units))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        f" <file original={_quoted(file.video)} source-language={_quoted(file.source_language)} "
        f'target-language={_quoted(file.language)} datatype="plaintext" build-num={_quoted(file.base)}>\n'
        f"  <body>\n{units}  </body>\n </file>\n</xliff>\n"
    )


def units_to_xliff_2(file: ExportFile) -> str:
    """A file as XLIFF 2.1."""
    units = "".join(map(_unit_2, file.units))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" '
        f"srcLang={_quoted(file.source_language)} trgLang={_quoted(file.language)}>\n"
        f' <file id="captions" original={_quoted(file.video)}>\n'
        f'  <notes><note category="base">{_text(file.base)}</note></notes>\n{units} </file>\n</xliff>\n'
    )


def units_from_xliff(data: bytes, *, path: str) -> ReturnedFile:
    """Read XLIFF of either version.

    Raises:
        InputError: It is not well-formed, or no XLIFF.
    """
    root = parse_xml(data, path=path)
    if local_name(root) != "xliff":
        raise InputError(path=path, reason=f"is not XLIFF: its root is <{local_name(root)}>")
    file = next((one for one in root if local_name(one) == "file"), None)
    if file is None:
        raise InputError(path=path, reason="is XLIFF without a <file>")
    is_second = root.get("version", "").startswith("2")
    units = _units_2(file) if is_second else _units(file)
    base = file.get("build-num", "")
    if is_second:
        base = next(
            (_whole(note) for note in file.iter() if local_name(note) == "note" and note.get("category") == "base"), ""
        )
    return ReturnedFile(
        video=file.get("original", ""),
        language=(root.get("trgLang") if is_second else file.get("target-language")) or "",
        base=base,
        units=tuple(units),
    )


def _unit(unit: ExportUnit) -> str:
    approved = "yes" if unit.state is UnitState.APPROVED else "no"
    notes = "".join(f'    <note from="{_OURS}">{_text(comment)}</note>\n' for comment in _comments(unit))
    qualifier = ' state-qualifier="mt-suggestion"' if unit.state is UnitState.MACHINE else ""
    width = f' maxwidth="{unit.most_chars}" size-unit="char"' if unit.most_chars else ""
    return (
        f'   <trans-unit id={_quoted(unit.key)} approved="{approved}"{width}{_lines(unit)}>\n'
        f"    <source>{_text(unit.source)}</source>\n"
        f'    <target state="{_STATES[unit.state]}"{qualifier}>{_text(unit.text)}</target>\n'
        f"{notes}   </trans-unit>\n"
    )


def _unit_2(unit: ExportUnit) -> str:
    notes = "".join(f'<note category="{_OURS}">{_text(comment)}</note>' for comment in _comments(unit))
    return (
        f"  <unit id={_quoted(unit.key)}{_lines(unit)}>\n   <notes>{notes}</notes>\n"
        f'   <segment state="{_STATES_2[unit.state]}">\n'
        f"    <source>{_text(unit.source)}</source>\n    <target>{_text(unit.text)}</target>\n"
        "   </segment>\n  </unit>\n"
    )


def _lines(unit: ExportUnit) -> str:
    """Says that the lines of a paragraph are the author's: without it, a tool may make one of them."""
    return ' xml:space="preserve"' if "\n" in unit.source + unit.text else ""


def _comments(unit: ExportUnit) -> Iterator[str]:
    yield unit.room
    if unit.earlier_source:
        yield f"stale: was written for “{unit.earlier_source}”"
    yield from unit.comments


def _units(file: Element) -> Iterator[ReturnedUnit]:
    for unit in file.iter():
        if local_name(unit) == "trans-unit":
            target = next((one for one in unit if local_name(one) == "target"), None)
            state = target.get("state", "") if target is not None else ""
            yield ReturnedUnit(
                key=unit.get("id", ""),
                source=_child_text(unit, "source"),
                text=_whole(target),
                is_approved=unit.get("approved") == "yes" or state in _SIGNED,
                note=_notes(unit),
                place=f"unit {unit.get('id', '')}",
            )


def _units_2(file: Element) -> Iterator[ReturnedUnit]:
    """A tool may have split a unit into segments: together they are the sentence."""
    for unit in file.iter():
        if local_name(unit) == "unit":
            segments = [one for one in unit if local_name(one) in {"segment", "ignorable"}]
            kept = [one for one in segments if local_name(one) == "segment"]
            yield ReturnedUnit(
                key=unit.get("id", ""),
                source="".join(_child_text(one, "source") for one in segments),
                text="".join(_child_text(one, "target") or _ignorable(one) for one in segments).strip(),
                is_approved=bool(kept) and all(one.get("state") in _SIGNED for one in kept),
                note=_notes(unit),
                place=f"unit {unit.get('id', '')}",
            )


def _notes(unit: Element) -> str:
    """What people wrote in their tool: all notes but ours."""
    found = (
        one for one in unit.iter() if local_name(one) == "note" and _OURS not in {one.get("from"), one.get("category")}
    )
    return "\n".join(text for one in found if (text := _whole(one).strip()))


def _ignorable(part: Element) -> str:
    return _child_text(part, "source") if local_name(part) == "ignorable" else ""


def _child_text(element: Element, name: str) -> str:
    return _whole(next((one for one in element if local_name(one) == name), None))


def _whole(element: Element | None) -> str:
    """All text of an element; marks around it (`<g>`, `<mrk>`) are looked through."""
    return "" if element is None else "".join(element.itertext())


def _text(text: str) -> str:
    return escape(_CONTROL.sub("", text))


def _quoted(text: str) -> str:
    return quoteattr(_CONTROL.sub("", text))
