"""IMSC 1.1 text profile (TTML), written through `ttconv`. `ttml_reading` reads it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from pipeline.errors import InvalidCue
from pipeline.formats.styled import Document, Losses, Placement, StyledCue, Token, strip_lines
from pipeline.languages import is_right_to_left
from pipeline.text import estimate_em
from pipeline.timing import MS_PER_SECOND

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element, ElementTree

    from ttconv.model import ContentDocument, ContentElement, P, Region, Span
    from ttconv.style_properties import LengthType

TTML = "{http://www.w3.org/ns/ttml}"
METADATA = "{http://www.w3.org/ns/ttml#metadata}"
XML = "{http://www.w3.org/XML/1998/namespace}"
PROFILE = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
SAFE_BOX = (10.0, 10.0, 80.0, 80.0)
"""Left, top, width and height of the box in which captions stand, in percent of the picture."""
_PICTURE = 16 / 9
"""Width of a picture by its height, as players assume it for text."""
_CELL = 100 / 15
"""The unit of font sizes, in percent of the picture's height (TTML's default of 15 rows of cells)."""
_FONT_PERCENT = (40, 80)
"""Smallest and usual size of the text, in percent of a cell: 5.3 % of the picture's height is usual on television."""
_LINE_PADDING_CELLS = 0.25
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOST = {
    "class": "style classes",
    "ruby": "ruby (its text is kept)",
}
_MARK = "speaker-"  # ids by which spans are found again to name their speaker, of which ttconv knows nothing


def format_ttml(document: Document, losses: Losses | None = None, *, path: str = "captions") -> str:
    """Write an IMSC 1.1 text profile document.

    Args:
        document: Cues in order of their start; its notes become the description.
        losses: Collects what TTML or the writer cannot say.
        path: Named in errors.

    Raises:
        InvalidCue: A cue without text or duration.
    """
    losses = Losses() if losses is None else losses
    for number, cue in enumerate(document.cues, start=1):
        if not cue.plain.strip() or not 0 <= cue.start_ms < cue.end_ms:
            raise InvalidCue(path=path, number=number, reason="it has no text or no duration")
        _note_losses(cue, losses)
    speakers = _speakers(document.cues)
    tree = _write_tree(document, speakers)
    _add_metadata(tree.getroot(), document, speakers)
    buffer = io.BytesIO()
    tree.write(buffer, encoding="utf-8", xml_declaration=True)
    return (
        buffer.getvalue()
        .decode()
        .replace("<?xml version='1.0' encoding='utf-8'?>", '<?xml version="1.0" encoding="UTF-8"?>')
        + "\n"
    )


def clean_xml(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def _note_losses(cue: StyledCue, losses: Losses) -> None:
    names = {token.value for token in cue.tokens if token.kind == "open"}
    for name, message in _LOST.items():
        losses[message] += name in names
    losses[_LOST["class"]] += "class" not in names and any(token.classes for token in cue.tokens)
    losses["times of single words"] += any(token.kind == "time" for token in cue.tokens)
    losses["vertical writing"] += "vertical:" in cue.settings
    losses["characters that XML cannot hold"] += clean_xml(cue.plain) != cue.plain


def _speakers(cues: Iterable[StyledCue]) -> dict[str, str]:
    """Name of each speaker → id of the agent, in order of appearance."""
    names = [token.argument for cue in cues for token in cue.tokens if token.kind == "open" and token.value == "voice"]
    return {name: f"{_MARK}{number}" for number, name in enumerate(dict.fromkeys(names), start=1)}


def _write_tree(document: Document, speakers: Mapping[str, str]) -> ElementTree[Element]:
    from ttconv import model
    from ttconv.imsc import writer
    from ttconv.imsc.attributes import TimeExpressionSyntaxEnum
    from ttconv.imsc.config import ContentProfilesSignaling, IMSCWriterConfiguration

    content = model.ContentDocument()
    content.set_lang(clean_xml(document.language))
    content.set_content_profiles({PROFILE})
    body, division = model.Body(content), model.Div(content)
    content.set_body(body)
    body.push_child(division)
    regions: dict[Placement, Region] = {}
    size = font_percent(document.cues)
    is_rtl = is_right_to_left(document.language)
    for cue in document.cues:
        if cue.placement not in regions:
            regions[cue.placement] = _make_region(content, cue.placement, len(regions), size)
        paragraph = _make_paragraph(content, cue, regions[cue.placement], speakers)
        if is_rtl:
            _turn_right_to_left(paragraph, cue.placement)
        division.push_child(paragraph)
    settings = IMSCWriterConfiguration(
        time_format=TimeExpressionSyntaxEnum.clock_time, profile_signaling=ContentProfilesSignaling.CONTENT_PROFILES
    )
    tree: ElementTree[Element] = writer.from_model(content, settings)
    return tree


def font_percent(cues: Iterable[StyledCue]) -> int:
    """The size of text at which the widest line still fits into its box, in percent of a cell.

    Without a size players draw a line of 42 characters wider than its box, and break it once more.
    """
    sizes = (_fitting_percent(cue) for cue in cues)
    smallest, usual = _FONT_PERCENT
    return max(smallest, min(usual, *sizes, usual))


def _fitting_percent(cue: StyledCue) -> int:
    room = region_box(cue.placement)[2] * _PICTURE - 2 * _LINE_PADDING_CELLS * _CELL
    widest = max(map(estimate_em, cue.plain.split("\n")), default=0.0)
    return int(room / _CELL / widest * 100) if widest else _FONT_PERCENT[1]


def _make_region(content: ContentDocument, placement: Placement, number: int, size: int) -> Region:
    from ttconv import model
    from ttconv import style_properties as styles

    left, top, width, height = region_box(placement)
    region = model.Region("default" if number == 0 and placement == Placement() else f"region-{number}", content)
    properties = styles.StyleProperties
    region.set_style(properties.Origin, styles.CoordinateType(x=_percent(left), y=_percent(top)))
    region.set_style(properties.Extent, styles.ExtentType(height=_percent(height), width=_percent(width)))
    rows = {"top": "before", "middle": "center", "bottom": "after"}
    display = "before" if placement.line_percent is not None else rows[placement.row]
    region.set_style(properties.DisplayAlign, styles.DisplayAlignType[display])
    region.set_style(properties.FontFamily, (styles.GenericFontFamilyType.proportionalSansSerif,))
    region.set_style(properties.FontSize, _percent(size))
    region.set_style(properties.LineHeight, _percent(125))
    region.set_style(properties.LinePadding, styles.LengthType(_LINE_PADDING_CELLS, styles.LengthType.Units.c))
    region.set_style(properties.FillLineGap, True)
    content.put_region(region)
    return region


def region_box(placement: Placement) -> tuple[float, float, float, float]:
    """Left, top, width and height of a cue's box, in percent of the picture.

    >>> region_box(Placement(line_percent=20.0))
    (10.0, 20.0, 80.0, 80.0)
    """
    left, top, width, height = SAFE_BOX
    if placement.line_percent is not None:
        top, height = placement.line_percent, 100 - placement.line_percent
    if placement.size_percent is not None:
        width = placement.size_percent
        left = (100 - width) / 2
    if placement.position_percent is not None:
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[placement.column]
        left = min(max(0.0, placement.position_percent - width * share), 100 - width)
    return left, top, width, height


def _percent(value: float) -> LengthType:
    from ttconv.style_properties import LengthType

    return LengthType(round(value, 3), LengthType.Units.pct)


def _make_paragraph(content: ContentDocument, cue: StyledCue, region: Region, speakers: Mapping[str, str]) -> P:
    from ttconv import model
    from ttconv import style_properties as styles

    paragraph = model.P(content)
    paragraph.set_begin(Fraction(cue.start_ms, MS_PER_SECOND))
    paragraph.set_end(Fraction(cue.end_ms, MS_PER_SECOND))
    paragraph.set_region(region)
    paragraph.set_space(model.WhiteSpaceHandling.PRESERVE)
    align = {"left": "start", "center": "center", "right": "end"}[cue.placement.column]
    paragraph.set_style(styles.StyleProperties.TextAlign, styles.TextAlignType[align])
    _fill(paragraph, strip_lines(cue.tokens), speakers)
    return paragraph


def _turn_right_to_left(paragraph: P, placement: Placement) -> None:
    """Punctuation at the end of a line stands at its left; the column stays where it was."""
    from ttconv import style_properties as styles

    align = {"left": "end", "center": "center", "right": "start"}[placement.column]
    paragraph.set_style(styles.StyleProperties.Direction, styles.DirectionType.rtl)
    paragraph.set_style(styles.StyleProperties.TextAlign, styles.TextAlignType[align])


def _fill(paragraph: P, tokens: Sequence[Token], speakers: Mapping[str, str]) -> None:
    """Add spans, texts and line breaks to a paragraph; spans nest as the tokens do."""
    content = paragraph.get_doc()
    parents: list[ContentElement] = [paragraph]
    for index, token in enumerate(tokens):
        if token.kind == "open":
            span = _make_span(content, token, speakers)
            _attach(parents[-1], span)
            parents.append(span)
            if token.value == "rt":
                _add_text(span, "(")
        elif token.kind == "close":
            if token.value == "rt":
                _add_text(parents[-1], ")")
            parents.pop()
        elif token.kind == "text":
            _add_lines(parents[-1], clean_xml(token.value), is_all=_is_all(tokens, index))


def _is_all(tokens: Sequence[Token], index: int) -> bool:
    """Whether a text is all that its span holds."""
    around = [*tokens[index - 1 : index], *tokens[index + 1 : index + 2]] if index else []
    return [token.kind for token in around] == ["open", "close"] and around[0].value != "rt"


def _add_lines(parent: ContentElement, text: str, *, is_all: bool) -> None:
    from ttconv import model

    if is_all and "\n" not in text and not isinstance(parent, model.P):
        parent.push_child(model.Text(parent.get_doc(), text))
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            line_break = model.Br(parent.get_doc())
            line_break.set_space(model.WhiteSpaceHandling.PRESERVE)
            parent.push_child(line_break)
        _add_text(parent, line)


def _add_text(parent: ContentElement, text: str) -> None:
    """Add a text in a span of its own: the library's writer keeps only one text beside other elements."""
    from ttconv import model

    if not text:
        return
    content = parent.get_doc()
    span = model.Span(content)
    span.set_space(model.WhiteSpaceHandling.PRESERVE)
    _attach(parent, span)
    span.push_child(model.Text(content, text))


def _attach(parent: ContentElement, span: Span) -> None:
    """Add a span; the outermost ones carry the dark ground without which white text cannot be read."""
    from ttconv import model
    from ttconv import style_properties as styles

    if isinstance(parent, model.P):
        span.set_style(styles.StyleProperties.BackgroundColor, styles.ColorType((0, 0, 0, 204)))
    parent.push_child(span)


def _make_span(content: ContentDocument, token: Token, speakers: Mapping[str, str]) -> Span:
    from ttconv import model
    from ttconv import style_properties as styles

    span = model.Span(content)
    span.set_space(model.WhiteSpaceHandling.PRESERVE)
    properties = styles.StyleProperties
    if token.value == "i":
        span.set_style(properties.FontStyle, styles.FontStyleType.italic)
    elif token.value == "b":
        span.set_style(properties.FontWeight, styles.FontWeightType.bold)
    elif token.value in ("u", "s"):
        decoration = styles.TextDecorationType(underline=token.value == "u", line_through=token.value == "s")
        span.set_style(properties.TextDecoration, decoration)
    elif token.value == "colour" and re.fullmatch("#[0-9a-f]{6}", token.argument):
        red, green, blue = (int(token.argument[at : at + 2], 16) for at in (1, 3, 5))
        span.set_style(properties.Color, styles.ColorType((red, green, blue, 255)))
    elif token.value == "lang":
        span.set_lang(clean_xml(token.argument))
    elif token.value == "voice":
        span.set_id(speakers[token.argument])
    return span


def _add_metadata(root: Element, document: Document, speakers: Mapping[str, str]) -> None:
    """Title, description and speakers, which ttconv's model does not carry."""
    import xml.etree.ElementTree as ET

    ET.register_namespace("ttm", METADATA[1:-1])
    for span in root.iter(f"{TTML}span"):
        if (mark := span.get(f"{XML}id", "")).startswith(_MARK):
            del span.attrib[f"{XML}id"]
            span.set(f"{METADATA}agent", mark)
    head = root.find(f"{TTML}head")
    if head is None:
        head = ET.Element(f"{TTML}head")
        root.insert(0, head)
    metadata = ET.Element(f"{TTML}metadata")
    texts = [("title", document.title), ("desc", "\n".join(document.notes))]
    for name, text in texts:
        if text:
            ET.SubElement(metadata, f"{METADATA}{name}").text = clean_xml(text)
    for name, mark in speakers.items():
        agent = ET.SubElement(metadata, f"{METADATA}agent", {f"{XML}id": mark, "type": "character"})
        ET.SubElement(agent, f"{METADATA}name", {"type": "alias"}).text = clean_xml(name)
    if len(metadata):
        head.insert(0, metadata)
