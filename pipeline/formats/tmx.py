"""TMX 1.4b: translation memories as tools exchange them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from pipeline.errors import InputError
from pipeline.formats.safe_xml import local_name, parse_xml
from pipeline.languages import parse_tag
from pipeline.records import MemoryEntry

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)T\d{6}Z")
_VIDEO, _BEFORE, _AFTER = "x-video", "x-context-pre", "x-context-post"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def entries_to_tmx(entries: Iterable[MemoryEntry], *, version: str) -> str:
    """A memory as TMX 1.4b, with dates, authors and neighbours.

    Args:
        entries: In the order in which they are written.
        version: Of this program, for the header.
    """
    units = "".join(map(_unit, entries))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f' <header creationtool="captions" creationtoolversion={quoteattr(version)} segtype="sentence" '
        'o-tmf="captions" adminlang="en" srclang="*all*" datatype="plaintext"/>\n'
        f" <body>\n{units} </body>\n</tmx>\n"
    )


def entries_from_tmx(data: bytes, *, path: str) -> tuple[MemoryEntry, ...]:
    """Read a memory; a unit with more than two languages gives an entry for each after the first.

    Raises:
        InputError: It is no TMX, or none of its units has two languages.
    """
    root = parse_xml(data, path=path)
    if local_name(root) != "tmx":
        raise InputError(path=path, reason=f"is not TMX: its root is <{local_name(root)}>")
    header = next((one for one in root if local_name(one) == "header"), None)
    default = header.get("srclang", "") if header is not None else ""
    found = tuple(entry for unit in root.iter() if local_name(unit) == "tu" for entry in _entries(unit, default))
    if not found:
        raise InputError(path=path, reason="has no unit with a sentence in two languages")
    return found


def _unit(entry: MemoryEntry) -> str:
    attributes = f" srclang={quoteattr(entry.source_language)}"
    if entry.date:
        attributes += f' creationdate="{entry.date.replace("-", "")}T000000Z"'
    if entry.by:
        attributes += f" creationid={quoteattr(_clean(entry.by))}"
    props = ((_VIDEO, entry.video), (_BEFORE, entry.before), (_AFTER, entry.after))
    lines = [f'   <prop type="{kind}">{escape(_clean(text))}</prop>\n' for kind, text in props if text]
    for tag, text in ((entry.source_language, entry.source), (entry.language, entry.text)):
        lines.append(f"   <tuv xml:lang={quoteattr(tag)}><seg>{escape(_clean(text))}</seg></tuv>\n")
    return f"  <tu{attributes}>\n{''.join(lines)}  </tu>\n"


def _entries(unit: Element, default: str) -> Iterator[MemoryEntry]:
    texts: dict[str, str] = {}
    for variant in unit:
        segment = next((one for one in variant if local_name(one) == "seg"), None)
        if local_name(variant) == "tuv" and segment is not None:
            try:
                tag = str(parse_tag(variant.get(_LANG) or variant.get("lang") or ""))
            except ValueError:
                continue
            texts.setdefault(tag, _plain_text(segment))
    source = _source_tag(unit.get("srclang") or default, texts)
    props = {one.get("type", ""): "".join(one.itertext()) for one in unit if local_name(one) == "prop"}
    dated = _DATE.fullmatch(unit.get("changedate") or unit.get("creationdate") or "")
    for tag, text in texts.items():
        if tag != source and text and texts[source]:
            yield MemoryEntry(
                source=texts[source],
                source_language=source,
                text=text,
                language=tag,
                video=props.get(_VIDEO, ""),
                by=unit.get("changeid") or unit.get("creationid") or "",
                date="-".join(dated.groups()) if dated else "",
                before=props.get(_BEFORE, ""),
                after=props.get(_AFTER, ""),
            )


def _source_tag(wanted: str, texts: dict[str, str]) -> str:
    """The language that is translated from: as the file says, else the first."""
    return next((tag for tag in texts if tag.casefold() == wanted.casefold()), next(iter(texts), ""))


def _plain_text(segment: Element) -> str:
    """The text without inline codes, whose content is the other tool's markup."""
    parts = [segment.text or ""]
    for child in segment:
        if local_name(child) in {"hi", "sub"}:
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
