"""Words to sentences to cues, in the language that is spoken.

The three steps of the stage: `repair_words`, `split_sentences`, `cut_cues`. Whatever the words say,
the cues have no *error* finding of `checking`, and every word appears once, in order.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.cues.break_opportunities import Pieces, make_pieces
from pipeline.cues.grouping import Span, fit_together, group_sentences, join_spans
from pipeline.cues.known_cuts import Cut, KnownCuts, passage_key
from pipeline.cues.passages import Passage, Said, as_said, find_passages
from pipeline.cues.profiles import Profile
from pipeline.cues.running_on import Group, run_on
from pipeline.cues.segmentation import CutOptions
from pipeline.cues.sentences import split_sentences
from pipeline.cues.spotting import Spoken, time_cues
from pipeline.cues.unit_starts import Start
from pipeline.cues.word_repair import Repair, repair_words
from pipeline.dataclass import dataclass
from pipeline.model import Cue, Sentence
from pipeline.text import disarm_marks, has_unspaced, neutralise_markup, reading_cells

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
    said = [as_said(sentence) for sentence in sentences]
    return cut_said(said, profile=profile, options=options, borrows_for_speed=borrows_for_speed, known=known)


def cut_said(
    said: Sequence[Said],
    *,
    profile: Profile,
    options: CutOptions,
    borrows_for_speed: bool,
    known: KnownCuts | None = None,
) -> tuple[Cue, ...]:
    """`cut_timed`, of sentences whose words get their times only where that is needed."""
    if not said:
        return ()
    gap_ms = profile.gap_ms(options.frame_rate)
    known = KnownCuts() if known is None else known
    shown = [
        cue
        for passage in find_passages(said, profile)
        for cue in _untimed_cues(passage, profile=profile, gap_ms=gap_ms, language=options.language, known=known)
    ]
    spoken = [cue.spoken for cue in shown]
    times = time_cues(spoken, profile=profile, options=options, borrows_for_speed=borrows_for_speed)
    return tuple(
        Cue(start_ms=start, end_ms=end, text=cue.text, sentence_ids=cue.sentence_ids)
        for (start, end), cue in zip(times, shown, strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Untimed:
    """A cue before its time on the screen is chosen."""

    text: str
    spoken: Spoken
    sentence_ids: tuple[str, ...]


def _untimed_cues(
    passage: Passage, *, profile: Profile, gap_ms: int, language: str, known: KnownCuts
) -> list[_Untimed]:
    """The cues of one passage, from what is known of it or else by the search."""
    key = passage_key(passage.content, profile, gap_ms, language)
    pieces = passage.words()
    cut = known.passage(key, len(pieces))
    if cut is None:
        count = len(pieces)
        pieces = make_pieces(passage.timed(), language=language, profile=profile)
        cut = _search(passage, pieces, profile=profile, gap_ms=gap_ms, known=known)
        # Where no space parts words another library says where a line may break, in its next version perhaps otherwise.
        if not has_unspaced("".join(pieces.texts)):
            known.keep_passage(key, count, cut)
    return [_untimed(pieces, cue, passage, profile) for cue in cut]


def _search(passage: Passage, pieces: Pieces, *, profile: Profile, gap_ms: int, known: KnownCuts) -> Cut:
    """Where the cues of a passage begin and end: its pieces, and when the voice says them."""
    cut = known.cutter(pieces, profile=profile, gap_ms=gap_ms)
    groups = [
        Group(first=first, last=last, cues=cut(first, last), stands_alone=stands_alone)
        for first, last, stands_alone in _groups(pieces, passage.starts, profile)
    ]
    found = run_on(groups, pieces, profile=profile, gap_ms=gap_ms, cut=cut)
    return tuple(
        (pieces.starts_ms[cue.first], pieces.ends_ms[cue.last - 1], cue.first, *cue.line_starts, cue.last)
        for cue in found
        if pieces.owners[cue.first] < len(passage.said)
    )


def _untimed(pieces: Pieces, cue: tuple[int, ...], passage: Passage, profile: Profile) -> _Untimed:
    start_ms, end_ms, *places = cue
    text = "\n".join(pieces.render(first, last) for first, last in pairwise(places))
    text = disarm_marks(neutralise_markup(text))
    cells = reading_cells(tuple(text.split("\n")), half_width=profile.half_width)
    first, last = pieces.owners[places[0]], pieces.owners[places[-1] - 1]
    return _Untimed(
        text=text,
        spoken=Spoken(start_ms=start_ms, end_ms=end_ms, cells=cells),
        sentence_ids=tuple(one.id for one in passage.said[first : last + 1]),
    )


def _groups(pieces: Pieces, starts: Mapping[int, Start], profile: Profile) -> list[tuple[int, int, bool]]:
    """Ranges of pieces that are cut together; marks in the pieces what their units demand."""
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
