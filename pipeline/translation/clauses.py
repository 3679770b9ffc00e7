"""Long sentences in parts: split where a clause ends, translated apart, joined with their alignment."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.dataclass import dataclass
from pipeline.languages import writes_without_spaces
from pipeline.model import Translation
from pipeline.text import CLAUSE_ENDS, CLOSERS, COMMAS, FULL_WIDTH_ENDS, SENTENCE_ENDS, ends_sentence

_STOPS = frozenset(SENTENCE_ENDS) - frozenset("…‥")
"""What a model adds to a part because it stands alone; an ellipsis is never one of these."""
_ENDS, _CLOSERS, _COMMAS = (re.escape(marks) for marks in (SENTENCE_ENDS, CLOSERS, COMMAS))
_CLAUSE_MARKS = re.escape(CLAUSE_ENDS.replace("—", "").replace("–", ""))

# The better break first: end of a sentence inside, semicolon and dash, comma, space; then anywhere.
# The group is what stands between the two parts.
_BREAKS = tuple(
    tuple(map(re.compile, patterns))
    for patterns in (
        (rf"[{_ENDS}][{_CLOSERS}]*(\s+)(?=\S)", rf"[{FULL_WIDTH_ENDS}]+[{_CLOSERS}]*()(?=[^\s{_ENDS}{_CLOSERS}])"),
        (rf"[{_CLAUSE_MARKS}](\s+)(?=\S)", r"(\s+)(?=[—–-]\s)"),
        (rf"[{_COMMAS}](\s+)(?=\S)", r"[，、]()(?=\S)"),
        (r"(\s+)(?=\S)",),
        (r"\S()(?=\S)",),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A part of a sentence."""

    text: str
    offset: int
    """Where it starts in the sentence, in characters."""


def split_clauses(text: str, *, limit: int, measure: Callable[[str], int]) -> tuple[Clause, ...]:
    """Split a sentence into parts that are short enough, at the best places.

    Args:
        text: One sentence without white space at its ends.
        limit: Greatest measure of a part, >= 1.
        measure: Length of a text in the unit of `limit` (a model's tokens).

    Returns:
        The parts in order; they lack only the white space between them. A text that is short enough
        is one part.

    >>> [clause.text for clause in split_clauses("One, two; three.", limit=11, measure=len)]
    ['One, two;', 'three.']
    """
    return tuple(_split(Clause(text=text, offset=0), limit, measure))


def join_clauses(clauses: Sequence[Clause], translations: Sequence[Translation], *, target: str) -> Translation:
    """Make one translation of the translations of a sentence's parts.

    A full stop or a capital letter that the model gave a part only because it stood alone is taken back.

    Args:
        clauses: The parts of the source sentence.
        translations: One for each part.
        target: BCP-47 tag of the translations' language.
    """
    if len(translations) == 1:
        return translations[0]
    joint = "" if writes_without_spaces(target) else " "
    text = ""
    pairs: list[tuple[int, int]] = []
    for number, (clause, translation) in enumerate(zip(clauses, translations, strict=True)):
        part = _fit(translation.text, clause, is_first=number == 0, is_last=number == len(clauses) - 1)
        if text and part and not _is_inside_word(clauses[number - 1], clause):
            text += joint
        start = len(text)
        text += part
        kept = [pair for pair in translation.alignment or () if pair[0] < len(part)] or [(0, 0)]
        pairs += [(start + ours, clause.offset + theirs) for ours, theirs in kept if part]
    has_alignment = any(translation.alignment for translation in translations)
    doubts = [translation.disagreement for translation in translations if translation.disagreement is not None]
    return Translation(
        text=text,
        score=_mean_score(translations),
        alignment=tuple(pairs) if has_alignment else None,
        disagreement=max(doubts, default=None),
    )


def _split(clause: Clause, limit: int, measure: Callable[[str], int]) -> list[Clause]:
    if measure(clause.text) <= limit or len(clause.text) < 2:
        return [clause]
    left_end, right_start = _best_break(clause.text)
    left = Clause(text=clause.text[:left_end], offset=clause.offset)
    right = Clause(text=clause.text[right_start:], offset=clause.offset + right_start)
    return [*_split(left, limit, measure), *_split(right, limit, measure)]


def _best_break(text: str) -> tuple[int, int]:
    """Where the left part ends and the right one starts: the best kind of break near the middle."""
    for patterns in _BREAKS:
        matches = (match for pattern in patterns for match in pattern.finditer(text))
        spans = sorted(match.span(1) for match in matches if match.start(1) > 0 and match.end(1) < len(text))
        near = min(spans, key=lambda span: abs(span[0] - len(text) // 2), default=None)
        # A part of less than a sixth would be a fragment without context.
        if near is not None and (len(text) / 6 <= near[0] <= len(text) * 5 / 6):
            return near[0], near[1]
    return len(text) // 2, len(text) // 2


def _is_inside_word(before: Clause, after: Clause) -> bool:
    """True where a text without a space was cut, in a script that has spaces (all below U+2E80)."""
    is_cut = before.offset + len(before.text) == after.offset
    return is_cut and all(char.isalnum() and char < "\u2e80" for char in (before.text[-1], after.text[0]))


def _fit(text: str, clause: Clause, *, is_first: bool, is_last: bool) -> str:
    if not is_last and not ends_sentence(clause.text) and text[-1:] in _STOPS and not text.endswith("..."):
        text = text[:-1].rstrip()
    starts_small = clause.text[:1].islower()
    if not is_first and starts_small and text[:1].isupper() and not text[1:2].isupper():
        text = text[:1].lower() + text[1:]
    return text


def _mean_score(translations: Sequence[Translation]) -> float | None:
    scored = [(item.score, max(1, len(item.text))) for item in translations if item.score is not None]
    if not scored:
        return None
    return sum(score * weight for score, weight in scored) / sum(weight for _, weight in scored)
