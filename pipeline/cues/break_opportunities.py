"""Words cut into the pieces between which a line may end, each with its width, time and break price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from itertools import accumulate

from pipeline.cues.breaks import AFTER_COMMA, AFTER_SENTENCE, NEUTRAL, break_cost
from pipeline.cues.profiles import Profile
from pipeline.dataclass import dataclass
from pipeline.model import Sentence, Word
from pipeline.text import SENTENCE_ENDS, count_cells, has_unspaced, is_simple, is_unspaced, phrase_ends, split_graphemes

INSIDE_PHRASE = 1.5
"""Between two characters of one phrase, in scripts without spaces."""
INSIDE_WORD = 4.0
"""Inside a word that is longer than a line: the last resort."""
AFTER_HYPHEN = 2.5
FORBIDDEN = 8.0
"""Before closing or after opening punctuation (kinsoku): only where nothing else fits."""

_NO_LINE_START = frozenset(
    "、。，．,.!?！？：；:;)）]］｝}」』】〕〉》›»”’ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞ་༌།༎…‥・·%％°ๆฯ"
)
_SYLLABLE_ENDS = "་༌།༎"
_NO_LINE_END = frozenset("(（[［｛{「『【〔〈《‹«“‘$＄£¥￥#＃")


@dataclass(slots=True)
class Pieces:
    """The pieces of a run of sentences, as parallel columns (one row a piece).

    Columns, not a record for each piece: the search reads single columns millions of times.
    """

    texts: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    """Whether a space stands before the piece when it does not begin a line."""
    cells: list[float] = field(default_factory=list)
    starts_ms: list[int] = field(default_factory=list)
    ends_ms: list[int] = field(default_factory=list)
    prices: list[float] = field(default_factory=list)
    """What a break after the piece costs, see `breaks`."""
    owners: list[int] = field(default_factory=list)
    """Number of the sentence that the piece belongs to."""
    line_starts: set[int] = field(default_factory=set)
    """Pieces that must begin a line: the first of a unit that is not plain speech."""
    language: str = ""
    """BCP-47 tag of the text."""
    joined: set[int] = field(default_factory=set)
    """Pieces that begin a sentence which its file shows together with the one before."""

    def __len__(self) -> int:
        return len(self.texts)

    def render(self, first: int, last: int) -> str:
        """The text of one line, from piece `first` up to before piece `last`."""
        parts = [self.texts[first]]
        for index in range(first + 1, last):
            parts.append(" " + self.texts[index] if self.spaces[index] else self.texts[index])
        return "".join(parts)


def make_pieces(sentences: Sequence[Sentence], *, language: str, profile: Profile) -> Pieces:
    """The pieces of some sentences in order; times are made non-decreasing.

    No piece is wider than a line of the profile, and none is split inside a grapheme.
    """
    pieces = Pieces(language=language)
    for number, sentence in enumerate(sentences):
        first = len(pieces)
        _add_words(pieces, sentence.words, number, profile)
        _price_breaks(pieces, first, language)
    _put_in_order(pieces)
    return pieces


def _add_words(pieces: Pieces, words: Sequence[Word], owner: int, profile: Profile) -> None:
    """The words of one sentence: each one piece, as nearly all are, or else one by one."""
    texts = [word.text for word in words]
    cells = [count_cells(text, half_width=profile.half_width) for text in texts]
    if max(cells) > profile.line_cells or not _are_plain("".join(texts)):
        for word in words:
            _add_word(pieces, word, owner, profile)
        return
    pieces.texts += texts
    pieces.spaces += [word.space_before for word in words]
    pieces.cells += cells
    pieces.starts_ms += [word.start_ms for word in words]
    pieces.ends_ms += [word.end_ms for word in words]
    pieces.prices += [NEUTRAL] * len(words)
    pieces.owners += [owner] * len(words)


def _are_plain(texts: str) -> bool:
    """Whether words hold nothing at which one might be split."""
    return is_simple(texts) and " " not in texts and texts.isprintable()


def _add_word(pieces: Pieces, word: Word, owner: int, profile: Profile) -> None:
    text = word.text
    cells = count_cells(text, half_width=profile.half_width)
    if cells <= profile.line_cells and _are_plain(text):
        _add(pieces, (text, word.space_before), cells, (word.start_ms, word.end_ms), owner)
        return
    parts = _split(text, profile)
    total = sum(len(part) for part, _ in parts)
    span, done = word.end_ms - word.start_ms, 0
    for index, (part, has_space) in enumerate(parts):
        times = (word.start_ms + span * done // total, word.start_ms + span * (done + len(part)) // total)
        done += len(part)
        shown = (part, has_space if index else word.space_before)
        _add(pieces, shown, count_cells(part, half_width=profile.half_width), times, owner)


def _add(pieces: Pieces, shown: tuple[str, bool], cells: float, times: tuple[int, int], owner: int) -> None:
    pieces.texts.append(shown[0])
    pieces.spaces.append(shown[1])
    pieces.cells.append(cells)
    pieces.starts_ms.append(times[0])
    pieces.ends_ms.append(times[1])
    pieces.prices.append(NEUTRAL)
    pieces.owners.append(owner)


def _split(text: str, profile: Profile) -> list[tuple[str, bool]]:
    """Parts of one word and whether a space stands before each."""
    parts: list[tuple[str, bool]] = []
    for chunk in text.split():
        has_space = True
        atoms = _split_unspaced(chunk) if has_unspaced(chunk) else [chunk]
        for atom in atoms:
            for part in _split_long(atom, profile):
                parts.append((part, has_space))
                has_space = False
    return parts


def _split_unspaced(chunk: str) -> list[str]:
    """Graphemes of scripts without spaces, each run of other characters kept together."""
    atoms: list[str] = []
    for grapheme in split_graphemes(chunk):
        if atoms and _holds_together(atoms[-1], grapheme):
            atoms[-1] += grapheme
        else:
            atoms.append(grapheme)
    return atoms


def _holds_together(atom: str, grapheme: str) -> bool:
    """Characters of a script with spaces, and those of one Tibetan syllable (it ends with a mark of its own)."""
    if is_unspaced(grapheme[0]) != is_unspaced(atom[0]):
        return False
    is_tibetan = "\u0f00" <= grapheme[0] <= "\u0fff" and "\u0f00" <= atom[-1] <= "\u0fff"
    return not is_unspaced(grapheme[0]) or (is_tibetan and (atom[-1] not in _SYLLABLE_ENDS))


def _split_long(atom: str, profile: Profile) -> list[str]:
    """Parts of an atom that each fit into a line, split after hyphens and slashes where that helps."""
    limit = profile.line_cells
    if count_cells(atom, half_width=profile.half_width) <= limit:
        return [atom]
    parts: list[str] = []
    line: list[str] = []
    width, seam = 0.0, 0
    for grapheme in split_graphemes(atom):
        cells = count_cells(grapheme, half_width=profile.half_width)
        if width + cells > limit:
            cut = seam or len(line)
            parts.append("".join(line[:cut]))
            line, seam = line[cut:], 0
            width = count_cells("".join(line), half_width=profile.half_width)
        line.append(grapheme)
        width += cells
        if grapheme in "-/_.&?=‐–" and width > limit / 2:
            seam = len(line)
    return [*parts, "".join(line)]


def _price_breaks(pieces: Pieces, first: int, language: str) -> None:
    """Fill the prices of one sentence's pieces, from `first` to the end."""
    texts, last = pieces.texts, len(pieces) - 1
    is_spaced = not has_unspaced("".join(texts[first:]))
    phrases = frozenset() if is_spaced else phrase_ends(texts[first:], language)
    for index in range(first, last):
        if pieces.spaces[index + 1]:
            pieces.prices[index] = break_cost(texts[index], texts[index + 1], language)
        else:
            is_phrase_end = index + 1 - first in phrases
            pieces.prices[index] = _price_unspaced(texts[index], texts[index + 1], is_phrase_end=is_phrase_end)
    pieces.prices[last] = AFTER_SENTENCE


def _price_unspaced(left: str, right: str, *, is_phrase_end: bool) -> float:
    if right[0] in _NO_LINE_START or left[-1] in _NO_LINE_END:
        return FORBIDDEN
    if left[-1] in SENTENCE_ENDS and left[-1] not in ".．…‥":
        return AFTER_SENTENCE
    if left[-1] in "、，；：၊,;:":
        return AFTER_COMMA
    if not (is_unspaced(left[-1]) or is_unspaced(right[0])):
        return AFTER_HYPHEN if not left[-1].isalnum() else INSIDE_WORD
    return NEUTRAL if is_phrase_end else INSIDE_PHRASE


def _put_in_order(pieces: Pieces) -> None:
    """Starts never go back, and a piece ends at or after its start: whatever the words say."""
    pieces.starts_ms = list(accumulate(pieces.starts_ms, max))
    pieces.ends_ms = list(map(max, pieces.starts_ms, pieces.ends_ms))
