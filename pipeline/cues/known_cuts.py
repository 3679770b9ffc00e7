"""Cuts that were found before, so that a correction elsewhere in the track does not search for them again.

A cut is known by a digest of all that the search for it looks at; the same digest has the same cut. So are whole
passages, by a digest of all that their words and the times of these come from.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from operator import sub

from pipeline.cues.break_opportunities import Pieces
from pipeline.cues.profiles import Profile
from pipeline.cues.segmentation import CutCue, cut_pieces
from pipeline.cues.version import CUTTING_VERSION
from pipeline.dataclass import dataclass

Cut = tuple[tuple[int, ...], ...]
"""For each cue its first piece, the pieces that begin its further lines, and the piece after its last one; the numbers
are counted from the first piece of what is cut. Of a passage each cue has two numbers more, before these: from when
until when the voice says it, in milliseconds."""
_SPOKEN = 4
"""So many numbers, at least, has a cue of a passage."""
_CUTS_A_SENTENCE = 4
"""So many cuts are kept of a track for each of its sentences."""


@dataclass(slots=True, kw_only=True)
class KnownCuts:
    """Cuts by their digests."""

    earlier: Mapping[str, Cut] = field(default_factory=dict)
    """Of the last build."""
    used: dict[str, Cut] = field(default_factory=dict)
    """What was asked for, whether it was known or had to be found."""

    def kept(self, sentences: int) -> dict[str, Cut]:
        """What the next build may need, of a track with so many sentences.

        Of a passage that was known nobody asked for the cuts inside it; they stay as long as there is room.
        """
        rest = [key for key in self.earlier if key not in self.used]
        room = max(0, _CUTS_A_SENTENCE * sentences - len(self.used))
        return {key: self.earlier[key] for key in rest[max(0, len(rest) - room) :]} | self.used

    def passage(self, key: str, count: int) -> Cut | None:
        """How a passage of so many words was cut; None where that is not known."""
        cut = self.used.get(key) or self.earlier.get(key)
        if cut is None or not _is_spoken(cut, count):
            return None
        self.used[key] = cut
        return cut

    def keep_passage(self, key: str, count: int, cut: Cut) -> None:
        """Note how a passage of so many words was cut; not one in which a word was cut, too."""
        if cut[-1][-1] == count:
            self.used[key] = cut

    def cutter(self, pieces: Pieces, *, profile: Profile, gap_ms: int) -> Callable[[int, int], tuple[CutCue, ...]]:
        """What gives for some pieces of a track, from a first one up to before a last one, what `cut_pieces` finds.

        Args:
            pieces: Of the whole track; nothing of them is changed any more.
            profile: The limits.
            gap_ms: What must stay free between two cues.
        """
        digests = _Digests(pieces, profile, gap_ms)

        def cut(first: int, last: int) -> tuple[CutCue, ...]:
            key = digests.digest(first, last)
            cut = self.used.get(key) or self.earlier.get(key)
            if cut is None or not _is_whole(cut, last - first):
                cut = _counted_from(first, cut_pieces(pieces, first=first, last=last, profile=profile, gap_ms=gap_ms))
            self.used[key] = cut
            return tuple(_placed(cue, first) for cue in cut)

        return cut


def _counted_from(first: int, cues: tuple[CutCue, ...]) -> Cut:
    return tuple((cue.first - first, *(line - first for line in cue.line_starts), cue.last - first) for cue in cues)


def _placed(cue: tuple[int, ...], first: int) -> CutCue:
    begin, *lines, end = (place + first for place in cue)
    return CutCue(first=begin, last=end, line_starts=tuple(lines))


def _is_whole(cut: Cut, count: int) -> bool:
    """Whether the cues hold all pieces, in order: a file on the disk may say anything."""
    if not cut or any(len(cue) < 2 or any(a >= b for a, b in pairwise(cue)) for cue in cut):
        return False
    return cut[0][0] == 0 and cut[-1][-1] == count and all(a[-1] == b[0] for a, b in pairwise(cut))


def _is_spoken(cut: Cut, count: int) -> bool:
    """Whether the cut of a passage holds all its words, with times in order."""
    if not all(len(cue) >= _SPOKEN and 0 <= cue[0] <= cue[1] for cue in cut):
        return False
    in_order = all(a[0] <= b[0] for a, b in pairwise(cut))
    return in_order and _is_whole(tuple(cue[2:] for cue in cut), count)


class _Digests:
    """All that `cut_pieces` reads of a track, as columns of bytes of which each cut has its rows in its digest."""

    def __init__(self, pieces: Pieces, profile: Profile, gap_ms: int) -> None:
        self._rules = _rules(profile, gap_ms, pieces.language).encode()
        self._texts = pieces.texts
        starts, ends = pieces.starts_ms, pieces.ends_ms
        until_next = [after - start for start, after in pairwise(starts)]
        # The search compares times only: how late in the video they are makes no difference.
        self._columns = (
            array("q", [*until_next, _NOTHING_FOLLOWS]),
            array("q", map(sub, ends, starts)),
            array("d", pieces.cells),
            array("d", pieces.prices),
            array("B", _marks(pieces)),
        )

    def digest(self, first: int, last: int) -> str:
        """Of the cut of some pieces: what two cuts have in common only if they are the same."""
        rows = (column[first:last].tobytes() for column in self._columns)
        texts = "\n".join(self._texts[first:last]).encode(errors="surrogatepass")  # a piece is no longer than a line
        return blake2b(b"".join((self._rules, b"%d;" % (last - first), *rows, texts)), digest_size=9).hexdigest()


def passage_key(content: bytes, profile: Profile, gap_ms: int, language: str) -> str:
    """Of a passage: what two have in common only if they are cut alike."""
    rules = _rules(profile, gap_ms, language).encode()
    return blake2b(b"passage\0%b\0%b" % (rules, content), digest_size=9).hexdigest()


_NOTHING_FOLLOWS = -1
_SPACE, _LINE_START, _JOINED, _NEW_OWNER = 1, 2, 4, 8
"""Bits of a mark."""


def _marks(pieces: Pieces) -> bytearray:
    """For each piece in one byte what stands before it and what begins with it."""
    marks = bytearray(_SPACE * space for space in pieces.spaces)
    for place in pieces.line_starts:
        marks[place] |= _LINE_START
    for place in pieces.joined:
        marks[place] |= _JOINED
    for place, (before, owner) in enumerate(pairwise(pieces.owners), 1):
        if before != owner:
            marks[place] |= _NEW_OWNER
    return marks


@lru_cache(maxsize=64)
def _rules(profile: Profile, gap_ms: int, language: str) -> str:
    """What is the same for every cut of a track: writing it down takes longer than all the rest."""
    return repr((CUTTING_VERSION, profile, gap_ms, language))
