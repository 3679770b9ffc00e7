"""Which sentences differ between two versions of a caption file, for people who look at a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from pipeline.dataclass import dataclass
from pipeline.edits.shown_sentences import ShownSentence, flat_text
from pipeline.text import fold_spaces


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """One place where two versions say something else."""

    before: str
    """Empty where something was added."""
    after: str
    """Empty where something was taken out."""
    source: str
    """What it translates; empty in the spoken language, and where that is not known."""
    start_ms: int
    """When it is shown, in the version that has it; in the newer one, if both have."""


def compare_sentences(before: Sequence[ShownSentence], after: Sequence[ShownSentence]) -> tuple[SentenceChange, ...]:
    """The sentences whose words differ, in order; times and line breaks are no difference.

    Args:
        before: What the older version shows.
        after: What the newer one shows.
    """
    keys = ([fold_spaces(one.text) for one in before], [fold_spaces(one.text) for one in after])
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    found: list[SentenceChange] = []
    for kind, old_first, old_last, new_first, new_last in matcher.get_opcodes():
        if kind != "equal":
            found += _changes(before[old_first:old_last], after[new_first:new_last])
    return tuple(found)


def _changes(old: Sequence[ShownSentence], new: Sequence[ShownSentence]) -> Iterator[SentenceChange]:
    """As many changes as sentences where both sides have the same number; else one for all of them."""
    if len(old) == len(new):
        yield from (_change([left], [right]) for left, right in zip(old, new, strict=True))
    else:
        yield _change(old, new)


def _change(old: Sequence[ShownSentence], new: Sequence[ShownSentence]) -> SentenceChange:
    shown = new or old
    return SentenceChange(
        before=flat_text(one.text for one in old),
        after=flat_text(one.text for one in new),
        source=flat_text(dict.fromkeys(one.source for one in shown if one.source)),
        start_ms=shown[0].start_ms,
    )
