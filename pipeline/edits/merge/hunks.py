"""Cut three versions of a track into the smallest blocks that can be merged one by one.

A block holds the cues of each version that show the same content. Usually that is one cue of
each; after splits and joins it is more, and a side is empty where that side deleted the content
or never had it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.dataclass import dataclass
from pipeline.edits.disjoint_sets import DisjointSets
from pipeline.edits.merge.cue_links import cue_stream, link_cues
from pipeline.model import Cue
from pipeline.text import Pair, align_tokens, match_key, split_atoms

SIMILAR_SHARE = 0.5
"""Two added cues say the same if this share of their words agrees."""
SENTENCE_CUES = 12
"""A longer sentence is merged cue by cue: it is a text without punctuation, not a sentence."""
RECUT_SHARE = 0.2
"""Cues of which more of the words went to other cues were cut anew, even if they are as many as before."""
OWN_SHARE = 0.75
"""Sentences that an old one was divided into are made of its words, to this share at least."""

Cues = tuple[Cue, ...]
Span = tuple[int, int]
"""Start and end."""
Groups = DisjointSets[Pair]
"""Disjoint sets of (side, index): side 0 is base, 1 edited (or ours), 2 new (or theirs)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The three versions of a track, each in the order of its file."""

    base: Cues
    edited: Cues
    new: Cues

    def sides(self) -> tuple[Cues, Cues, Cues]:
        return self.base, self.edited, self.new


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What shows the same content in the three versions: cues, and their places in each file."""

    base: Cues
    edited: Cues
    new: Cues
    base_at: tuple[int, ...]
    edited_at: tuple[int, ...]
    new_at: tuple[int, ...]
    partners: tuple[tuple[int, ...], ...]
    """For each edited cue the positions, within this block, of the base cues whose words it shows."""
    shift_ms: int = 0
    """How far a person's own times in it move along with the content; see `shifts`."""
    has_place: bool = True
    """False for cues that a person added inside content that is gone."""

    @property
    def is_addition(self) -> bool:
        """Whether a person added it."""
        return bool(self.edited) and not self.base

    @property
    def is_even(self) -> bool:
        """Whether each cue of one version stands for one of the others, at the same place in the block."""
        return len(self.base) == len(self.edited) == len(self.new) and _is_cut_alike(self.base, self.new)


def group_blocks(versions: Versions) -> tuple[Block, ...]:
    """All blocks, in the order of their first cue; each cue of each version is in exactly one."""
    with_edited = link_cues(versions.base, versions.edited)
    with_new = _without_strangers(link_cues(versions.base, versions.new), versions)
    groups = Groups((side, index) for side, cues in enumerate(versions.sides()) for index in range(len(cues)))
    for a, b in with_edited:
        groups.join((0, a), (1, b))
    for a, b in with_new:
        groups.join((0, a), (2, b))
    join_enclosed(groups, 1, {b for _, b in with_edited})
    join_enclosed(groups, 2, {b for _, b in with_new})
    _join_sentences(groups, versions)
    return tuple(_make_blocks(groups, versions, with_edited))


def same_cues(left: Sequence[Cue], right: Sequence[Cue]) -> bool:
    """Whether two runs of cues are the same in a file: times, text and settings."""
    return [cue.content for cue in left] == [cue.content for cue in right]


def same_texts(left: Sequence[Cue], right: Sequence[Cue]) -> bool:
    """Whether two runs of cues have the same texts, cue by cue and line by line."""
    return [cue.text for cue in left] == [cue.text for cue in right]


def same_words(left: Sequence[Cue], right: Sequence[Cue]) -> bool:
    """Whether two runs of cues show exactly the same words, however they are cut."""
    return _words(left) == _words(right)


def _words(cues: Iterable[Cue]) -> list[str]:
    return [atom for cue in cues for _, atom in split_atoms(cue.text)]


def _by_side(groups: Groups) -> Iterator[tuple[list[int], list[int], list[int]]]:
    """The indices of each set, by side; sets in the order of their first node."""
    for nodes in groups.members():
        yield tuple([index for one, index in nodes if one == side] for side in range(3))  # type: ignore[misc]


def _without_strangers(links: Sequence[Pair], versions: Versions) -> list[Pair]:
    """The links without those of an old sentence to a new one that only uses some of the same words.

    What a person made of the old sentence would stand for both, and the new one would be nowhere. Where
    an old sentence was divided, its parts are made of its words: then they belong together.
    """
    partners: dict[str, dict[str, list[Pair]]] = {}
    for base_at, new_at in links:
        names = versions.base[base_at].sentence_ids, versions.new[new_at].sentence_ids
        if len(names[0]) == len(names[1]) == 1:
            partners.setdefault(names[0][0], {}).setdefault(names[1][0], []).append((base_at, new_at))
    strangers: set[Pair] = set()
    for by_sentence in partners.values():
        if len(by_sentence) > 1 and not _is_divided(by_sentence, versions):
            best = max(by_sentence.values(), key=lambda pairs: _shared_ms(pairs, versions))
            strangers.update(pair for pairs in by_sentence.values() if pairs is not best for pair in pairs)
    return [pair for pair in links if pair not in strangers]


def _is_divided(by_sentence: Mapping[str, Sequence[Pair]], versions: Versions) -> bool:
    pairs = [pair for some in by_sentence.values() for pair in some]
    old = Counter(_keys(versions.base[at] for at in {base_at for base_at, _ in pairs}))
    new = Counter(_keys(versions.new[at] for at in {new_at for _, new_at in pairs}))
    return (old & new).total() >= OWN_SHARE * new.total()


def _shared_ms(pairs: Iterable[Pair], versions: Versions) -> int:
    """For how long both sides of some links are shown at once, compared with the place of the old one."""
    return sum(
        min(versions.base[a].end_ms, versions.new[b].end_ms) - max(versions.base[a].start_ms, versions.new[b].start_ms)
        for a, b in pairs
    )


def _keys(cues: Iterable[Cue]) -> list[str]:
    return [match_key(atom) for cue in cues for _, atom in split_atoms(cue.text)]


def join_enclosed(groups: Groups, side: int, linked: set[int]) -> None:
    """A cue without a counterpart that stands in the middle of a block is a part of it."""
    order = sorted(linked)
    for before, after in pairwise(order):
        if after > before + 1 and groups.find((side, before)) == groups.find((side, after)):
            for index in range(before + 1, after):
                groups.join((side, before), (side, index))


def _join_sentences(groups: Groups, versions: Versions) -> None:
    """A sentence that both sides changed is one block: half of each would be no sentence."""
    changed: dict[Pair, tuple[bool, bool]] = {}
    for base_at, edited_at, new_at in _by_side(groups):
        base, edited, new = (
            [side[index] for index in at]
            for side, at in zip(versions.sides(), (base_at, edited_at, new_at), strict=True)
        )
        node = next((side, at[0]) for side, at in enumerate((base_at, edited_at, new_at)) if at)
        by_person = bool(base or new) and not same_texts(base, edited)
        changed[groups.find(node)] = (by_person, not same_texts(base, new))
    for nodes in _sentence_nodes(versions):
        roots = {groups.find(node) for node in nodes}
        flags = [changed.get(root, (True, True)) for root in roots]
        if len(roots) > 1 and any(person for person, _ in flags) and any(machine for _, machine in flags):
            for node in nodes[1:]:
                groups.join(nodes[0], node)


def _sentence_nodes(versions: Versions) -> list[list[Pair]]:
    """The cues of each sentence that takes more than one, of the old and of the new version."""
    sentences: dict[Pair | tuple[int, str], list[Pair]] = {}
    for side, cues in ((0, versions.base), (2, versions.new)):
        for index, cue in enumerate(cues):
            for name in cue.sentence_ids:
                sentences.setdefault((side, name), []).append((side, index))
    return [nodes for nodes in sentences.values() if 1 < len(nodes) <= SENTENCE_CUES]


def _make_blocks(groups: Groups, versions: Versions, with_edited: Sequence[Pair]) -> list[Block]:
    partners: dict[int, list[int]] = {}
    for a, b in with_edited:
        partners.setdefault(b, []).append(a)
    blocks = []
    for base_at, edited_at, new_at in _by_side(groups):
        position = {index: place for place, index in enumerate(base_at)}
        blocks.append(
            Block(
                base=tuple(versions.base[index] for index in base_at),
                edited=tuple(versions.edited[index] for index in edited_at),
                new=tuple(versions.new[index] for index in new_at),
                base_at=tuple(base_at),
                edited_at=tuple(edited_at),
                new_at=tuple(new_at),
                partners=tuple(tuple(position[a] for a in partners.get(index, ())) for index in edited_at),
            )
        )
    return blocks


def _is_cut_alike(base: Cues, new: Cues) -> bool:
    """Whether equally many cues show the same words each; cut elsewhere, a cue's number says nothing of its words."""
    if len(base) == 1:
        return True
    one, other = cue_stream(base), cue_stream(new)
    pairs = align_tokens(one.tokens, other.tokens)
    elsewhere = sum(one.owners[a] != other.owners[b] for a, b in pairs)
    return elsewhere <= RECUT_SHARE * len(pairs)


def span(cues: Cues) -> Span:
    """From the first start to the last end."""
    return min(cue.start_ms for cue in cues), max(cue.end_ms for cue in cues)


def apart_ms(cue: Cue, other: Cue) -> int:
    """The time between two cues; 0 where they touch or overlap."""
    return max(0, cue.start_ms - other.end_ms, other.start_ms - cue.end_ms)


def says_the_same(cue: Cue, other: Cue) -> bool:
    """Whether two cues are shown at once and share most of their words."""
    if apart_ms(cue, other) > 0:
        return False
    words, others = (Counter(match_key(word) for word in _words((one,))) for one in (cue, other))
    return (words & others).total() >= SIMILAR_SHARE * max(1, words.total(), others.total())
