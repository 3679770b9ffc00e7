"""TBX-Basic: glossaries as terminology tools exchange them (ISO 30042, the martif style that tools write)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from pipeline.errors import InputError
from pipeline.formats.safe_xml import local_name, parse_xml
from pipeline.languages import parse_tag
from pipeline.records import GlossaryTerm

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STATUS, _POS = "administrativeStatus", "partOfSpeech"
_DEPRECATED = {"deprecatedTerm-admn-sts", "deprecatedTerm", "forbidden", "notRecommended"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<martif type="TBX-Basic" xml:lang={language}>
 <martifHeader>
  <fileDesc><sourceDesc><p>glossary.toml, exported by captions</p></sourceDesc></fileDesc>
  <encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc>
 </martifHeader>
 <text>
  <body>
"""
_TAIL = "  </body>\n </text>\n</martif>\n"


def terms_to_tbx(terms: Iterable[GlossaryTerm], *, language: str) -> str:
    """A glossary as TBX-Basic.

    Args:
        terms: In the order of the glossary.
        language: BCP-47 tag of terms that name none.
    """
    entries = "".join(_entry(number, term, language) for number, term in enumerate(terms, start=1))
    return _HEAD.format(language=quoteattr(language)) + entries + _TAIL


def terms_from_tbx(data: bytes, *, path: str, source: str) -> tuple[GlossaryTerm, ...]:
    """Read TBX, in the style of 2008 (`termEntry`, `langSet`) or of 2019 (`conceptEntry`, `langSec`).

    Args:
        data: The file.
        path: For messages.
        source: BCP-47 tag of the language whose terms are translated.

    Raises:
        InputError: It is not well-formed, not TBX, or no entry has a term in that language.
    """
    root = parse_xml(data, path=path)
    if local_name(root) not in {"martif", "tbx"}:
        raise InputError(path=path, reason=f"is not TBX: its root is <{local_name(root)}>")
    entries = [one for one in root.iter() if local_name(one) in {"termEntry", "conceptEntry"}]
    terms = tuple(term for entry in entries for term in _terms_of(entry, source))
    if not terms:
        raise InputError(path=path, reason=f"has no term in {source}, the language of the terms")
    return terms


def _entry(number: int, term: GlossaryTerm, language: str) -> str:
    lines = [f'   <termEntry id="t{number}">']
    if term.note:
        lines.append(f"    <note>{escape(term.note)}</note>")
    lines += _section(term.language or language, [(term.source, term.part_of_speech, "")])
    texts: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for tag, values in term.translations:
        texts[tag] += [
            (text, "", "preferredTerm-admn-sts" if at == 0 else "admittedTerm-admn-sts")
            for at, text in enumerate(values)
        ]
    for tag, values in term.forbidden:
        texts[tag] += [(text, "", "deprecatedTerm-admn-sts") for text in values]
    for tag, rows in texts.items():
        lines += _section(tag, rows)
    return "\n".join([*lines, "   </termEntry>", ""])


def _section(tag: str, rows: Iterable[tuple[str, str, str]]) -> list[str]:
    lines = [f"    <langSet xml:lang={quoteattr(tag)}>"]
    for text, part, status in rows:
        notes = f'<termNote type="{_POS}">{escape(part)}</termNote>' if part else ""
        notes += f'<termNote type="{_STATUS}">{status}</termNote>' if status else ""
        lines.append(f"     <tig><term>{escape(text)}</term>{notes}</tig>")
    return [*lines, "    </langSet>"]


def _terms_of(entry: Element, source: str) -> Iterator[GlossaryTerm]:
    sections: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for section in entry:
        if local_name(section) in {"langSet", "langSec"}:
            try:
                tag = parse_tag(section.get(_LANG, ""))
            except ValueError:
                continue
            sections[tag] += _read_section(section)
    own = sections.pop(source, None) or next(
        (sections.pop(tag) for tag in list(sections) if _language(tag) == _language(source)), None
    )
    if not own:
        return
    note = next(
        (" ".join("".join(one.itertext()).split()) for one in entry if local_name(one) in {"note", "descrip"}), ""
    )
    text, part, _ = own[0]
    yield GlossaryTerm(
        source=text,
        language=source,
        translations=_by_tag(sections, is_forbidden=False),
        forbidden=_by_tag(sections, is_forbidden=True),
        forms=tuple(dict.fromkeys(other for other, _, _ in own[1:] if other != text)),
        part_of_speech=part,
        note=note,
    )


def _language(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0]


def _read_section(section: Element) -> Iterator[tuple[str, str, str]]:
    for group in section.iter():
        if local_name(group) not in {"tig", "ntig", "termSec"}:
            continue
        term = next((one for one in group.iter() if local_name(one) == "term"), None)
        text = " ".join("".join(term.itertext()).split()) if term is not None else ""
        notes = {
            one.get("type", ""): "".join(one.itertext()).strip()
            for one in group.iter()
            if local_name(one) == "termNote"
        }
        if text:
            yield text, notes.get(_POS, ""), notes.get(_STATUS, "")


def _by_tag(
    sections: dict[str, list[tuple[str, str, str]]], *, is_forbidden: bool
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for tag, rows in sorted(sections.items()):
        texts = tuple(dict.fromkeys(text for text, _, status in rows if (status in _DEPRECATED) == is_forbidden))
        if texts:
            found.append((tag, texts))
    return tuple(found)
