"""Words to sentences to cues, in the language that is spoken.

The three steps of the stage: `repair_words`, `split_sentences`, `cut_cues`. Whatever the words say,
the cues have no *error* finding of `checking`, and every word appears once, in order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from pipeline.cues.break_opportunities import Pieces, make_pieces
from pipeline.cues.grouping import Span, fit_together, group_sentences, join_spans
from pipeline.cues.known_cuts import KnownCuts
from pipeline.cues.profiles import Profile
from pipeline.cues.running_on import Group, run_on
from pipeline.cues.segmentation import CutCue, CutOptions
from pipeline.cues.sentences import split_sentences
from pipeline.cues.spotting import Spoken, time_cues
from pipeline.cues.unit_starts import Start, find_starts
from pipeline.cues.word_repair import Repair, repair_words
from pipeline.model import Cue, Sentence, Word
from pipeline.text import disarm_marks, neutralise_markup, reading_cells

__all__ = ["CutOptions", "Repair", "cut_cues", "cut_timed", "repair_words", "split_sentences"]


def cut_cues(sentences: Sequence[Sentence], *, profile: Profile, options: CutOptions) -> tuple[Cue, ...]:
    """Cut sentences into cues at their best break points, each cue starting on its first word.

    Args:
        sentences: In the order in which they are said.
        profile: The limits of their language.
        options: Language, frame rate, and the medium's length.

    Returns:
        Cues in order that never overlap; each names the sentences that it shows.
    """
    return cut_timed(sentences, profile=profile, options=options, borrows_for_speed=False)


def cut_timed(
    sentences: Sequence[Sentence],
    *,
    profile: Profile,
    options: CutOptions,
    borrows_for_speed: bool,
    known: KnownCuts | None = None,
) -> tuple[Cue, ...]:
    """`cut_cues`, with two choices.

    Args:
        sentences: In the order in which they are said.
        profile: The limits of their language.
        options: Language, frame rate, and the medium's length.
        borrows_for_speed: Whether a cue may leave its first word (by half a second) to be read in time.
        known: Cuts that need not be searched for, and where those are noted that were used. The cues are the same.
    """
    pieces = make_pieces(sentences, language=options.language, profile=profile)
    if not len(pieces):
        return ()
    gap_ms = profile.gap_ms(options.frame_rate)
    ranges = _groups(pieces, sentences, profile)
    cut = (KnownCuts() if known is None else known).cutter(pieces, profile=profile, gap_ms=gap_ms)
    groups = [
        Group(first=first, last=last, cues=cut(first, last), stands_alone=stands_alone)
        for first, last, stands_alone in ranges
    ]
    found = run_on(groups, pieces, profile=profile, gap_ms=gap_ms, cut=cut)
    texts = [_text(pieces, cut) for cut in found]
    spoken = [_spoken(pieces, cut, text, profile) for cut, text in zip(found, texts, strict=True)]
    times = time_cues(spoken, profile=profile, options=options, borrows_for_speed=borrows_for_speed)
    return tuple(
        Cue(start_ms=start, end_ms=end, text=text, sentence_ids=_ids(pieces, cut, sentences))
        for (start, end), text, cut in zip(times, texts, found, strict=True)
    )


def _groups(pieces: Pieces, sentences: Sequence[Sentence], profile: Profile) -> list[tuple[int, int, bool]]:
    """Ranges of pieces that are cut together; marks in the pieces what their units demand."""
    starts = _unit_starts(sentences)
    bounds = [n for n in range(len(pieces)) if n == 0 or pieces.owners[n] != pieces.owners[n - 1]]
    spans = [
        Span(
            first=first,
            last=last,
            start_ms=pieces.starts_ms[first],
            end_ms=pieces.ends_ms[last - 1],
            cells=sum(pieces.cells[first:last]) + sum(pieces.spaces[first + 1 : last]),
        )
        for first, last in zip(bounds, [*bounds[1:], len(pieces)], strict=True)
    ]
    runs: list[list[Span]] = []
    for span in spans:
        start = starts.get(pieces.owners[span.first])
        if start in {Start.CUE, Start.LINE}:
            pieces.line_starts.add(span.first)
        if not runs or start is Start.CUE:
            runs.append([span])
        elif start and fit_together(runs[-1][-1], span, profile) and _fits_lines(pieces, runs[-1][-1], span, profile):
            pieces.joined.add(span.first)
            runs[-1].append(join_spans(runs[-1].pop(), span))
        else:
            runs[-1].append(span)
    return [
        (span.first, span.last, number > 0 and span is spans[0])
        for number, spans in enumerate(group_sentences(run, profile) for run in runs)
        for span in spans
    ]


def _fits_lines(pieces: Pieces, left: Span, right: Span, profile: Profile) -> bool:
    """Whether two neighbours still fit into one cue when each unit begins a line."""
    begins = [left.first, *(n for n in range(left.first + 1, right.last) if n in pieces.line_starts), right.last]
    cells = [sum(pieces.cells[a:b]) + sum(pieces.spaces[a + 1 : b]) for a, b in pairwise(begins)]
    return sum(math.ceil(width / profile.line_cells) for width in cells) <= profile.max_lines


def _unit_starts(sentences: Sequence[Sentence]) -> dict[int, Start]:
    """How the sentences begin that are units of their own, or follow one."""
    firsts: dict[int, int] = {}
    words: list[Word] = []
    for number, sentence in enumerate(sentences):
        firsts[len(words)] = number
        words += sentence.words
    return {firsts[index]: start for index, start in find_starts(words).items() if index in firsts}


def _text(pieces: Pieces, cut: CutCue) -> str:
    starts = (cut.first, *cut.line_starts)
    ends = (*cut.line_starts, cut.last)
    text = "\n".join(pieces.render(first, last) for first, last in zip(starts, ends, strict=True))
    return disarm_marks(neutralise_markup(text))


def _spoken(pieces: Pieces, cut: CutCue, text: str, profile: Profile) -> Spoken:
    cells = reading_cells(tuple(text.split("\n")), half_width=profile.half_width)
    start_ms, end_ms = pieces.starts_ms[cut.first], pieces.ends_ms[cut.last - 1]
    return Spoken(start_ms=start_ms, end_ms=end_ms, cells=cells)


def _ids(pieces: Pieces, cut: CutCue, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    first, last = pieces.owners[cut.first], pieces.owners[cut.last - 1]
    return tuple(sentence.id for sentence in sentences[first : last + 1])
