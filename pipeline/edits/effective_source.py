r"""The effective source: what people left in the spoken language's file, with the recogniser's word times.

A correction changes what is said, not when it is said. So the words of the file are aligned to
the recognised words, and take their times: kept words exactly, corrected words those of the words
that they replace, added words from their neighbours. An unedited file gives the machine's own
words back, exactly.

Tags (`<i>`, `{\an8}`) are formatting and do not become words. Labels (`ANNA:`, `[Music]`) are text
that viewers read, so they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.edits.source_alignment import Piece, Written, cut_pieces
from pipeline.model import Cue, Word
from pipeline.text import Pair

SPOKEN_CHAR_MS = 80
"""How long one character of an added word takes at most, where there is room (12 a second)."""
LEAST_WORD_MS = 60
"""With less room than this an added word shares the time of its neighbour."""
TOLERANCE_MS = 500
"""How far words may leave a cue that nobody retimed: cues end early to keep a gap, for example."""


def retime_words(
    cues: Sequence[Cue], words: Sequence[Word], *, machine: Sequence[Cue] = (), is_own: bool = False
) -> tuple[Word, ...]:
    """The words that the file shows now, each with the time at which it is said.

    Args:
        cues: The file of the spoken language, merged.
        words: The recognised words, in order.
        machine: The cues that the machine made of these words, if known: a cue with the times of
            one of them was not retimed. Without them, a cue counts as retimed if its words are
            more than `TOLERANCE_MS` outside of it.
        is_own: Whether all times are a person's, since the file was not made from the machine's.

    Returns:
        The effective words, by rising start. Unchanged words are the recognised records, with
        their probability; words of a person have none. The words of a cue that a person retimed
        lie inside its new times.
    """
    ordered = sorted(cues, key=lambda cue: cue.start_ms)
    pieces = cut_pieces(ordered, words)
    _time_pieces(pieces, ordered)
    _fit_windows(pieces, ordered, _retimed_test(machine, is_own=is_own))
    return tuple(_in_time(_to_words(pieces, words)))


def _retimed_test(machine: Sequence[Cue], *, is_own: bool) -> Callable[[Cue, int, int], bool]:
    """Whether a cue with words from one time to another must hold them within its own times."""
    known = {cue.times for cue in machine}

    def is_retimed(cue: Cue, start_ms: int, end_ms: int) -> bool:
        outside_ms = max(cue.start_ms - start_ms, end_ms - cue.end_ms)
        late_ms = start_ms - cue.start_ms
        if cue.duration_ms <= 0 or max(outside_ms, late_ms - TOLERANCE_MS) <= 0:
            return False
        return cue.times not in known if known or is_own else max(outside_ms, late_ms) > TOLERANCE_MS

    return is_retimed


def _time_pieces(pieces: list[Piece], cues: Sequence[Cue]) -> None:
    """Give every piece its times: the recognised ones, or for added words what lies between."""
    for piece in pieces:
        if piece.heard:
            piece.start_ms, piece.end_ms = piece.heard[0].start_ms, piece.heard[-1].end_ms
    shown = [piece for piece in pieces if piece.written]
    following: list[Piece | None] = [None] * len(shown)
    later: Piece | None = None
    for place in range(len(shown) - 1, -1, -1):
        following[place] = later
        later = shown[place] if shown[place].heard else later
    before: Piece | None = None
    for piece, after in zip(shown, following, strict=True):
        if not piece.heard:
            _time_added(piece, before, after, cues[piece.written[0].cue])
        before = piece


def _time_added(piece: Piece, before: Piece | None, after: Piece | None, cue: Cue) -> None:
    """Times for words that nobody recognised: in the gap, as long as they take to say."""
    low_ms = max(before.end_ms if before else 0, cue.start_ms)
    high_ms = max(low_ms, min(after.start_ms if after else cue.end_ms, cue.end_ms))
    mate_before = before if before and before.written[-1].cue == piece.written[0].cue else None
    mate_after = after if after and after.written[0].cue == piece.written[0].cue else None
    spoken_ms = min(high_ms - low_ms, SPOKEN_CHAR_MS * len(piece.text))
    if not mate_before and not mate_after:
        piece.start_ms, piece.end_ms = low_ms, high_ms
    elif high_ms - low_ms >= LEAST_WORD_MS * len(piece.written):
        piece.start_ms = low_ms if mate_before else high_ms - spoken_ms
        piece.end_ms = piece.start_ms + spoken_ms
    elif mate_before:
        end_ms = max(mate_before.end_ms, high_ms)
        cut_ms = _share(mate_before.start_ms, end_ms, len(mate_before.text), len(piece.text))
        mate_before.end_ms, piece.start_ms, piece.end_ms = cut_ms, cut_ms, end_ms
    elif mate_after:
        start_ms = min(low_ms, mate_after.start_ms)
        cut_ms = _share(start_ms, mate_after.end_ms, len(piece.text), len(mate_after.text))
        piece.start_ms, piece.end_ms, mate_after.start_ms = start_ms, cut_ms, cut_ms


def _share(start_ms: int, end_ms: int, first_chars: int, second_chars: int) -> int:
    return start_ms + (end_ms - start_ms) * first_chars // (first_chars + second_chars)


def _fit_windows(pieces: Iterable[Piece], cues: Sequence[Cue], is_retimed: Callable[[Cue, int, int], bool]) -> None:
    """Bring the words of a retimed cue into its new times."""
    shown: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.written:
            shown.setdefault(piece.written[0].cue, []).append(piece)
    for number, group in shown.items():
        cue = cues[number]
        start_ms, end_ms = min(piece.start_ms for piece in group), max(piece.end_ms for piece in group)
        if is_retimed(cue, start_ms, end_ms):
            low_ms, high_ms = _window(cue, start_ms, end_ms)
            for piece in group:
                piece.start_ms = _scale(piece.start_ms, (start_ms, end_ms), (low_ms, high_ms))
                piece.end_ms = _scale(piece.end_ms, (start_ms, end_ms), (low_ms, high_ms))


def _window(cue: Cue, start_ms: int, end_ms: int) -> Pair:
    """Where in a cue its words go: what they share with it, or its beginning if it was moved away."""
    low_ms, high_ms = max(start_ms, cue.start_ms), min(end_ms, cue.end_ms)
    if low_ms > cue.start_ms + TOLERANCE_MS:
        low_ms = cue.start_ms
    if 2 * (high_ms - low_ms) >= min(end_ms - start_ms, cue.duration_ms):
        return low_ms, high_ms
    return cue.start_ms, min(cue.end_ms, cue.start_ms + end_ms - start_ms)


def _scale(time_ms: int, old: Pair, new: Pair) -> int:
    length_ms = max(1, old[1] - old[0])
    return new[0] + (time_ms - old[0]) * (new[1] - new[0]) // length_ms


def _to_words(pieces: Iterable[Piece], words: Sequence[Word]) -> Iterable[Word]:
    segment_starts = [number for number, word in enumerate(words) if word.starts_segment]
    passed = 0
    for piece in pieces:
        if not piece.written:
            continue
        found = _kept_words(piece, words) or _personal_words(piece)
        reached = passed
        while piece.heard and reached < len(segment_starts) and segment_starts[reached] <= piece.heard[-1].last:
            reached += 1
        if reached > passed and not any(word.starts_segment for word in found):
            found[0] = replace(found[0], starts_segment=True)
        passed = reached
        yield from found


def _kept_words(piece: Piece, words: Sequence[Word]) -> list[Word]:
    """The recognised words themselves, if the file shows them whole and unchanged."""
    if not piece.is_kept:
        return []
    whole = words[piece.heard[0].first : piece.heard[-1].last + 1]
    if sum(len(word.text) for word in whole) != len(piece.text):
        return []
    old, new = (piece.heard[0].start_ms, piece.heard[-1].end_ms), (piece.start_ms, piece.end_ms)
    kept = _spaced_words(piece, whole)
    if old != new:
        kept = [
            replace(word, start_ms=_scale(word.start_ms, old, new), end_ms=_scale(word.end_ms, old, new))
            for word in kept
        ]
    return kept


def _spaced_words(piece: Piece, words: Sequence[Word]) -> list[Word]:
    """Some recognised words with the spaces of the file: one where it has several, several where it has one."""
    if len(piece.written) == len(words) == 1:  # as nearly all are
        return [_part_of(words[0], 0, len(words[0].text), has_space=_has_space(piece.written[0], words[0]))]
    begins, place = {}, 0
    for atom in piece.written:
        begins[place] = atom
        place += len(atom.text)
    found, place = [], 0
    for word in words:
        cuts = [at for at in range(1, len(word.text)) if place + at in begins and begins[place + at].is_spaced]
        for first, last in pairwise((0, *cuts, len(word.text))):
            has_space = bool(first) or _has_space(begins.get(place), word)
            found.append(_part_of(word, first, last, has_space=has_space))
        place += len(word.text)
    return found


def _has_space(atom: Written | None, word: Word) -> bool:
    """Whether a space stands before a word, given the atom that begins with it; none where it goes on with one."""
    if atom is not None and atom.is_first:
        return word.space_before
    return atom is not None and atom.has_space


def _part_of(word: Word, first: int, last: int, *, has_space: bool) -> Word:
    """The very word, or some of its characters as a word of a person, with their share of its time."""
    if last - first < len(word.text):
        span = (0, len(word.text)), (word.start_ms, word.end_ms)
        return Word(
            text=word.text[first:last],
            start_ms=_scale(first, *span),
            end_ms=_scale(last, *span),
            space_before=has_space,
            starts_segment=word.starts_segment and not first,
        )
    return word if word.space_before == has_space else replace(word, space_before=has_space)


def _personal_words(piece: Piece) -> list[Word]:
    """Words of a person, sharing the time of what they replace by their length."""
    groups: list[list[Written]] = []
    for atom in piece.written:
        if groups and not atom.has_space and groups[-1][-1].cue == atom.cue:
            groups[-1].append(atom)
        else:
            groups.append([atom])
    length, done, found = len(piece.text), 0, []
    for group in groups:
        text = "".join(atom.text for atom in group)
        span = (0, length), (piece.start_ms, piece.end_ms)
        start_ms, end_ms = _scale(done, *span), _scale(done + len(text), *span)
        found.append(Word(text=text, start_ms=start_ms, end_ms=max(start_ms, end_ms), space_before=group[0].has_space))
        done += len(text)
    return found


def _in_time(words: Iterable[Word]) -> Iterable[Word]:
    """No word begins before the one ahead of it."""
    latest_ms = 0
    for word in words:
        if word.start_ms < latest_ms:
            yield replace(word, start_ms=latest_ms, end_ms=max(latest_ms, word.end_ms))
        else:
            latest_ms = word.start_ms
            yield word
