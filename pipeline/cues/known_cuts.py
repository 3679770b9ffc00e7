"""Cuts that were found before, so that a correction elsewhere in the track does not search for them again.

A cut is known by a digest of all that the search for it looks at; the same digest has the same cut.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

from pipeline.cues.break_opportunities import Pieces
from pipeline.cues.profiles import Profile
from pipeline.cues.segmentation import CutCue, cut_pieces
from pipeline.cues.version import CUTTING_VERSION

Cut = tuple[tuple[int, ...], ...]
"""For each cue its first piece, the pieces that begin its further lines, and the piece after its last one; the numbers
are counted from the first piece of what is cut."""


@dataclass(slots=True, kw_only=True)
class KnownCuts:
    """Cuts by their digests."""

    earlier: Mapping[str, Cut] = field(default_factory=dict)
    """Of the last build."""
    used: dict[str, Cut] = field(default_factory=dict)
    """What was asked for, whether it was known or had to be found."""

    def cut(self, pieces: Pieces, *, first: int, last: int, profile: Profile, gap_ms: int) -> tuple[CutCue, ...]:
        """What `cut_pieces` finds, looked up where it is known."""
        key = _digest(pieces, first, last, profile, gap_ms)
        cut = self.used.get(key) or self.earlier.get(key)
        if cut is None or not _is_whole(cut, last - first):
            found = cut_pieces(pieces, first=first, last=last, profile=profile, gap_ms=gap_ms)
            cut = tuple(
                (cue.first - first, *(line - first for line in cue.line_starts), cue.last - first) for cue in found
            )
        self.used[key] = cut
        return tuple(_placed(cue, first) for cue in cut)


def _placed(cue: tuple[int, ...], first: int) -> CutCue:
    begin, *lines, end = (place + first for place in cue)
    return CutCue(first=begin, last=end, line_starts=tuple(lines))


def _is_whole(cut: Cut, count: int) -> bool:
    """Whether the cues hold all pieces, in order: a file on the disk may say anything."""
    if not cut or any(len(cue) < 2 or any(a >= b for a, b in pairwise(cue)) for cue in cut):
        return False
    return cut[0][0] == 0 and cut[-1][-1] == count and all(a[-1] == b[0] for a, b in pairwise(cut))


def _digest(pieces: Pieces, first: int, last: int, profile: Profile, gap_ms: int) -> str:
    """All that `cut_pieces` reads, with times and numbers counted from the first piece."""
    begin_ms, owner = pieces.starts_ms[first], pieces.owners[first]
    texts = pieces.texts[first:last]
    numbers = array("q", (start - begin_ms for start in pieces.starts_ms[first : last + 1]))
    numbers.extend(end - begin_ms for end in pieces.ends_ms[first:last])
    numbers.extend(number - owner for number in pieces.owners[first:last])
    measures = array("d", pieces.cells[first:last] + pieces.prices[first:last])
    places = range(first, last)
    marks = [
        [place - first for place in places if place in marked] if marked else []
        for marked in (pieces.line_starts, pieces.joined)
    ]
    head = f"{_rules(profile, gap_ms, pieces.language)}{texts!r}{marks!r}{len(numbers)};"
    content = b"".join((head.encode(), bytes(pieces.spaces[first:last]), numbers.tobytes(), measures.tobytes()))
    return blake2b(content, digest_size=9).hexdigest()


@lru_cache(maxsize=64)
def _rules(profile: Profile, gap_ms: int, language: str) -> str:
    """What is the same for every cut of a track: writing it down takes longer than all the rest."""
    return repr((CUTTING_VERSION, profile, gap_ms, language))
