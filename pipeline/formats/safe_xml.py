"""XML that may come from anybody: no entities, no endless nesting, errors that name the line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.formats.encodings import decode_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_PLAIN_DOCTYPE = re.compile(r"<!DOCTYPE\s+[\w.:-]+(?:\s+(?:SYSTEM|PUBLIC)(?:\s+(?:\"[^\"<>]*\"|'[^'<>]*')){1,2})?\s*>")
"""Names a document type without defining anything: tools write it, and nothing is read from it."""
_MAX_DEPTH = 100
_LARGEST = 200 << 20


def parse_xml(data: bytes, *, path: str) -> Element:
    """The root of a document.

    Raises:
        InputError: It is not well-formed, defines entities, or is nested or large beyond reason.
    """
    import xml.etree.ElementTree as ET

    if len(data) > _LARGEST:
        raise InputError(path=path, reason=f"is larger than {_LARGEST >> 20} MB")
    text, _, _ = decode_text(data, path)
    text = _PLAIN_DOCTYPE.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1), count=1)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError(path=path, reason="defines entities, which are not read; save it without them")
    try:
        root = ET.fromstring(text)  # noqa: S314  # no entities: refused above
    except ET.ParseError as error:
        raise InputError(path=path, reason=f"line {error.position[0]}: not well-formed XML ({error})") from error
    if _is_deeper(root, _MAX_DEPTH):
        raise InputError(path=path, reason=f"has elements nested deeper than {_MAX_DEPTH}")
    return root


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_deeper(root: Element, limit: int) -> bool:
    level = [root]
    for _ in range(limit):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
