"""TTML of before: the namespaces of DFXP and its drafts, and files that name none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OLD = re.compile(r"\{http://www\.w3\.org/20\d\d/\d\d/ttaf1(?:#(?P<part>[a-z-]+))?\}")
_NOW = "http://www.w3.org/ns/ttml"
_PARTS = {"style": "styling", "styling": "styling", "metadata": "metadata", "parameter": "parameter"}


def modernise(root: Element) -> bool:
    """Give a document's elements and attributes today's namespaces, in place; whether there was anything to do."""
    is_bare = "}" not in root.tag
    changed = is_bare
    for element in root.iter():
        name = _modern(str(element.tag))
        if is_bare and "}" not in name:
            name = f"{{{_NOW}}}{name}"
        if name != element.tag:
            element.tag, changed = name, True
        for attribute in [key for key in element.attrib if _modern(key) != key]:
            element.set(_modern(attribute), element.attrib.pop(attribute))
            changed = True
    return changed


def _modern(name: str) -> str:
    """An old name in today's namespace.

    >>> _modern("{http://www.w3.org/2006/10/ttaf1#style}color")
    '{http://www.w3.org/ns/ttml#styling}color'
    """
    match = _OLD.match(name)
    if match is None:
        return name
    part = _PARTS.get(match["part"] or "")
    return f"{{{_NOW}{f'#{part}' if part else ''}}}{name[match.end() :]}"
