"""What stands at the seam where two texts become running text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from pipeline.text.markup import drop_tags
from pipeline.text.scripts import is_unspaced


def joint_space(before: str, after: str) -> str:
    r"""What stands between two texts when they are joined into running text: a space, or nothing.

    Nothing where both sides of the seam are written without spaces, as CSS Text 3 (§4.1.3) joins lines.
    A quotation mark or a bracket counts as what it encloses.

    >>> joint_space("彼は", "「はい」と言った。"), joint_space("他说", "“你好”"), joint_space("one", "two")
    ('', '', ' ')
    """
    before, after = drop_tags(before).rstrip(), drop_tags(after).lstrip()
    if not before or not after:
        return ""
    return "" if _is_seam_unspaced(reversed(before)) and _is_seam_unspaced(after) else " "


def _is_seam_unspaced(chars: Iterable[str]) -> bool:
    """Whether the nearest character that is more than a quotation mark or bracket is of such a script."""
    for char in chars:
        if is_unspaced(char):
            return True
        if char.isspace() or not unicodedata.category(char).startswith("P"):
            return False
    return False
