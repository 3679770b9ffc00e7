"""Language codes: BCP-47 outside, each engine's own inside, ISO 639-2 in MP4."""

from __future__ import annotations

import re
from typing import NewType

LanguageTag = NewType("LanguageTag", str)
"""A BCP-47 tag in its usual spelling: `pt`, `pt-BR`, `zh-Hant`."""

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{5,8})*")


def parse_tag(text: str) -> LanguageTag:
    """Check a BCP-47 tag and give it its usual spelling.

    Raises:
        ValueError: If it is not a tag of a language that exists.

    >>> parse_tag("PT_br")
    'pt-BR'
    """
    candidate = text.strip().replace("_", "-")
    if not _TAG.fullmatch(candidate):
        raise ValueError(f"not a language code: {text!r}")
    primary, *rest = candidate.split("-")
    spelled = [primary.lower()]
    for part in rest:
        spelled.append(
            part.title() if len(part) == 4 and part.isalpha() else part.upper() if len(part) <= 3 else part.lower()
        )
    return LanguageTag("-".join(spelled))
