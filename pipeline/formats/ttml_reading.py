"""TTML and IMSC files, read through `ttconv`, which resolves their styles and times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from fractions import Fraction
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from pipeline.dataclass import dataclass
from pipeline.errors import SubtitleError
from pipeline.formats.encodings import decode_text
from pipeline.formats.reading import refuse_endless
from pipeline.formats.repairs import Repair
from pipeline.formats.styled import (
    Column,
    Document,
    Placement,
    ReadDocument,
    Row,
    StyledCue,
    Token,
    balance,
    strip_lines,
)
from pipeline.formats.ttml import METADATA, SAFE_BOX, TTML, XML
from pipeline.formats.ttml_namespaces import modernise
from pipeline.timing import MAX_TIME_MS, MS_PER_SECOND

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from ttconv.model import ContentDocument, ContentElement, P, Region, Text

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_SPEAKER = "-x-speaker"
_MAX_DEPTH = 60
_OPEN_END_MS = 5_000  # how long a cue without an end stays when nothing follows it


def read_ttml(data: bytes, *, path: str, language: str = "") -> ReadDocument:
    """Read a TTML document: text, times, italics and other spans, ruby, places, speakers.

    Raises:
        SubtitleError: It is not well-formed XML, not TTML, or beyond what a caption file needs.
    """
    text, encoding, repairs = _decode(data, path, language)
    root = _parse_xml(_DECLARATION.sub("", text, count=1), path)
    if modernise(root):
        repairs.append(Repair(line=1, message="an older or missing TTML namespace read as today's"))
    speakers = _mark_speakers(root)
    content = _to_model(root, path)
    reading = _Reading(path=path, speakers=speakers, repairs=repairs)
    body = content.get_body()
    if body is not None:
        _read_container(body, Fraction(0), None, reading)
    cues = _close_open_ends(reading)
    refuse_endless((cue.plain for cue in cues), path)
    found = root.find(f".//{METADATA}title")
    title = "".join(found.itertext()) if found is not None else ""
    notes = tuple("".join(note.itertext()) for note in root.findall(f"{TTML}head/{TTML}metadata/{METADATA}desc"))
    document = Document(cues=tuple(cues), language=content.get_lang(), title=title, notes=notes)
    return ReadDocument(document=document, repairs=tuple(repairs), encoding=encoding)


def _decode(data: bytes, path: str, language: str) -> tuple[str, str, list[Repair]]:
    """The document's text; the encoding that its declaration names counts where it is not Unicode."""
    declared = re.match(rb"\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]{1,40})", data[:300])
    name = declared[1].decode() if declared else ""
    if name and not name.lower().startswith(("utf", "unicode")):
        try:
            return data.decode(name), name.lower(), [Repair(line=1, message=f"not UTF-8; read as {name.lower()}")]
        except (LookupError, UnicodeDecodeError):
            pass
    return decode_text(data, path, language)


@dataclass(slots=True)
class _Reading:
    """What has been read so far; never leaves this module."""

    path: str
    speakers: list[str]
    repairs: list[Repair]
    cues: list[tuple[int, int | None, StyledCue]] = field(default_factory=list)


def _parse_xml(text: str, path: str) -> Element:
    import xml.etree.ElementTree as ET

    # Entities of a document type could name files or grow without end; no caption file needs them.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise SubtitleError(path=path, reason="a document type definition is not allowed in a caption file")
    try:
        root = ET.fromstring(text)  # noqa: S314  # no entities: refused above
    except ET.ParseError as error:
        raise SubtitleError(path=path, line=error.position[0], reason=f"not well-formed XML: {error}") from error
    if root.tag.rpartition("}")[2] != "tt":
        raise SubtitleError(path=path, line=1, reason="not a TTML document")
    if _is_deeper(root, _MAX_DEPTH):
        raise SubtitleError(path=path, reason=f"elements nested deeper than {_MAX_DEPTH}")
    return root


def _is_deeper(root: Element, limit: int) -> bool:
    level = [root]
    for _ in range(limit):
        level = [child for element in level for child in element]
    return bool(level)


def _mark_speakers(root: Element) -> list[str]:
    """Hide speakers in the language tags, where ttconv's model keeps them; gives their names."""
    agents = {
        agent.get(f"{XML}id", ""): " ".join("".join(agent.itertext()).split())
        for agent in root.iter(f"{METADATA}agent")
    }
    names: list[str] = []
    for element in root.iter():
        if (tag := element.get(f"{XML}lang", "")) and _SPEAKER in tag:
            element.set(f"{XML}lang", tag.partition(_SPEAKER)[0])  # the file's own: only ours may mean a speaker
        mark = element.get(f"{METADATA}agent", "").split(" ")[0]
        if mark in agents:
            element.set(f"{XML}lang", f"{element.get(f'{XML}lang', 'und')}{_SPEAKER}{len(names)}")
            names.append(agents[mark])
    return names


def _to_model(root: Element, path: str) -> ContentDocument:
    import xml.etree.ElementTree as ET

    from ttconv.imsc import reader

    try:
        content = reader.to_model(ET.ElementTree(root))
    except Exception as error:  # the library raises anything on documents that are not valid
        reason = f"not readable as TTML: {type(error).__name__} {error}".strip()
        raise SubtitleError(path=path, reason=reason) from error
    if content is None:
        raise SubtitleError(path=path, reason="not readable as TTML")
    return content


def _read_container(element: ContentElement, offset: Fraction, end: Fraction | None, reading: _Reading) -> None:
    """Body and divisions: their times move those inside."""
    from ttconv import model

    begin = offset + (element.get_begin() or 0)
    own_end = offset + element.get_end() if element.get_end() is not None else end
    for child in element:
        if isinstance(child, model.P):
            _read_paragraph(child, begin, own_end, reading)
        elif isinstance(child, model.Div):
            _read_container(child, begin, own_end, reading)


def _read_paragraph(paragraph: P, offset: Fraction, end: Fraction | None, reading: _Reading) -> None:
    begin = offset + (paragraph.get_begin() or 0)
    own_end = offset + paragraph.get_end() if paragraph.get_end() is not None else end
    inner = _inner_times(paragraph, begin)
    if paragraph.get_begin() is None and paragraph.get_end() is None and inner:
        begin, own_end = inner
    tokens = strip_lines(balance(_without_layout(paragraph, _tokens(paragraph, reading.speakers))))
    if not tokens:
        return
    end_ms = None if own_end is None else _to_ms(own_end, reading)
    start_ms = _to_ms(begin, reading)
    cue = StyledCue(start_ms=start_ms, end_ms=start_ms, tokens=tokens, placement=_placement(paragraph))
    reading.cues.append((start_ms, end_ms, cue))


def _to_ms(seconds: Fraction, reading: _Reading) -> int:
    if seconds > MAX_TIME_MS // MS_PER_SECOND:
        number = len(reading.cues) + 1
        raise SubtitleError(path=reading.path, reason=f"paragraph {number} has a time of more than a year")
    return round(seconds * MS_PER_SECOND)


def _inner_times(paragraph: P, offset: Fraction) -> tuple[Fraction, Fraction | None] | None:
    """The time that a paragraph's spans take when only they have times."""
    timed = [span for span in paragraph if span.get_begin() is not None or span.get_end() is not None]
    if not timed:
        return None
    begin = min(offset + (span.get_begin() or 0) for span in timed)
    ends = [offset + span.get_end() for span in timed if span.get_end() is not None]
    return begin, max(ends) if len(ends) == len(timed) else None


def _close_open_ends(reading: _Reading) -> list[StyledCue]:
    cues = []
    for index, (start_ms, end_ms, cue) in enumerate(reading.cues):
        if end_ms is None:
            reading.repairs.append(Repair(line=1, message=f"cue {index + 1} has no end; it stays until the next"))
            following = (start for start, _, _ in reading.cues[index + 1 : index + 2] if start > start_ms)
            end_ms = next(following, start_ms + _OPEN_END_MS)  # noqa: PLW2901
        cues.append(replace(cue, end_ms=end_ms))
    return cues


def _tokens(element: ContentElement, speakers: list[str]) -> Iterator[Token]:
    """The text inside an element; `_MAX_DEPTH` bounds the recursion."""
    from ttconv import model

    own = list(_span_tokens(element, speakers))
    yield from own
    for child in _in_reading_order(element):
        if isinstance(child, model.Br):
            yield Token("text", "\n")
        elif isinstance(child, model.Text):
            yield Token("text", _as_shown(child))
        elif not isinstance(child, model.Rp):  # its parentheses are for players without ruby
            yield from _tokens(child, speakers)
    for token in reversed(own):
        yield Token("close", token.value)


def _in_reading_order(element: ContentElement) -> Iterator[ContentElement]:
    """Children as they are read: of ruby whose bases and readings stand apart, each base with its reading."""
    from ttconv import model

    children = list(element)
    bases = next((list(child) for child in children if isinstance(child, model.Rbc)), None)
    if bases is None:
        yield from children
        return
    readings = [list(child) for child in children if isinstance(child, model.Rtc)]
    for row in zip_longest(bases, *([one for one in column if isinstance(one, model.Rt)] for column in readings)):
        yield from (one for one in row if one is not None)


def _without_layout(paragraph: P, tokens: Iterable[Token]) -> Iterator[Token]:
    """Drop the file's indentation from the beginnings of lines, unless white space counts."""
    from ttconv import model

    keeps = paragraph.get_space() is model.WhiteSpaceHandling.PRESERVE
    at_start = True
    for token in tokens:
        if token.kind != "text" or keeps:
            yield token
            continue
        text = token.value.lstrip(" ") if at_start else token.value
        at_start = text.endswith("\n") or (at_start and not text)
        yield Token("text", text)


def _as_shown(text: Text) -> str:
    """White space of the file's layout is one space unless the file says that it counts."""
    from ttconv import model

    characters = str(text.get_text())
    if text.parent().get_space() is model.WhiteSpaceHandling.PRESERVE:
        return characters
    return re.sub(r"[ \t\r\n]+", " ", characters)


def _span_tokens(element: ContentElement, speakers: list[str]) -> Iterator[Token]:
    from ttconv import model
    from ttconv import style_properties as styles

    properties = styles.StyleProperties
    if isinstance(element, model.Ruby):
        yield Token("open", "ruby")
    elif isinstance(element, model.Rt):
        yield Token("open", "rt")
    language, _, speaker = (element.get_lang() or "").partition(_SPEAKER)
    parent = element.parent()  # its truth would count its children
    _, _, outer = (parent.get_lang() or "").partition(_SPEAKER) if parent is not None else ("", "", "")
    if speaker and speaker != outer:
        yield Token("open", "voice", speakers[int(speaker)])
    elif not speaker and parent is not None and language != (parent.get_lang() or "") and not outer:
        yield Token("open", "lang", language)
    if element.get_style(properties.FontStyle) in (styles.FontStyleType.italic, styles.FontStyleType.oblique):
        yield Token("open", "i")
    if element.get_style(properties.FontWeight) is styles.FontWeightType.bold:
        yield Token("open", "b")
    decoration = element.get_style(properties.TextDecoration)
    if decoration and decoration.underline:
        yield Token("open", "u")
    if decoration and decoration.line_through:
        yield Token("open", "s")
    colour = element.get_style(properties.Color)
    if colour and tuple(colour.components[:3]) != (255, 255, 255):
        yield Token("open", "colour", "#" + "".join(f"{part:02x}" for part in colour.components[:3]))


def _placement(paragraph: P) -> Placement:
    from ttconv import style_properties as styles

    properties = styles.StyleProperties
    region = _region(paragraph)
    align = paragraph.get_style(properties.TextAlign)
    columns: dict[Any, Column] = {styles.TextAlignType.start: "left", styles.TextAlignType.end: "right"}
    if paragraph.get_style(properties.Direction) is styles.DirectionType.rtl:
        columns = {styles.TextAlignType.start: "right", styles.TextAlignType.end: "left"}
    column: Column = columns.get(align, "center")
    if region is None:
        return Placement(column=column)
    display = region.get_style(properties.DisplayAlign)
    rows: dict[Any, Row] = {styles.DisplayAlignType.before: "top", styles.DisplayAlignType.center: "middle"}
    placement = Placement(row=rows.get(display, "bottom"), column=column)
    return _with_box(placement, _box(region), is_top=placement.row == "top")


def _region(paragraph: P) -> Region | None:
    element = paragraph
    while element is not None and element.get_region() is None:
        element = element.parent()
    return None if element is None else element.get_region()


def _box(region: Region) -> tuple[float, float, float, float] | None:
    from ttconv import style_properties as styles

    origin = region.get_style(styles.StyleProperties.Origin)
    extent = region.get_style(styles.StyleProperties.Extent)
    if origin is None or extent is None:
        return None
    lengths = (origin.x, origin.y, extent.width, extent.height)
    factors = {"%": 1.0, "rw": 1.0, "rh": 1.0}
    if any(length.units.value not in factors for length in lengths):
        return None
    left, top, width, height = (float(length.value) for length in lengths)
    return left, top, width, height


def _with_box(placement: Placement, box: tuple[float, float, float, float] | None, *, is_top: bool) -> Placement:
    """Exact percentages where the box is not the usual one."""
    if box is None or box == SAFE_BOX:
        return placement
    left, top, width, _ = box
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[placement.column]
    row: Row = placement.row
    line_percent = None
    if is_top and top != SAFE_BOX[1]:
        line_percent = top
        row = "top" if top < 34 else "middle" if top < 67 else "bottom"
    is_usual_width = (left, width) == (SAFE_BOX[0], SAFE_BOX[2])
    return replace(
        placement,
        row=row,
        line_percent=line_percent,
        position_percent=None if is_usual_width else left + width * share,
        size_percent=None if is_usual_width or width == SAFE_BOX[2] else width,
    )
