"""Who shares a cue is decided by neighbours."""

from __future__ import annotations

from pipeline.cues.grouping import Span, group_sentences
from pipeline.cues.profiles import profile_for

PROFILE = profile_for("en")


def spans(*rows: tuple[int, int, float]) -> list[Span]:
    return [
        Span(first=n, last=n + 1, start_ms=start, end_ms=end, cells=cells) for n, (start, end, cells) in enumerate(rows)
    ]


def grouped(*rows: tuple[int, int, float]) -> list[tuple[int, int]]:
    return [(span.first, span.last) for span in group_sentences(spans(*rows), PROFILE)]


def test_sentences_with_time_of_their_own_stay_alone() -> None:
    """Nothing is joined without need."""
    assert grouped((0, 2_000, 30), (2_300, 4_000, 25)) == [(0, 1), (1, 2)]


def test_a_short_sentence_joins_the_nearer_neighbour() -> None:
    """The pause decides."""
    assert grouped((0, 2_000, 30), (2_600, 2_900, 4), (3_000, 5_000, 30)) == [(0, 1), (1, 3)]


def test_what_does_not_fit_into_one_cue_stays_apart() -> None:
    """A full sentence takes no guest."""
    assert grouped((0, 4_000, 80), (4_050, 4_300, 4)) == [(0, 1), (1, 2)]


def test_a_long_pause_separates() -> None:
    """They are not said together."""
    assert grouped((0, 300, 4), (1_200, 1_500, 4)) == [(0, 1), (1, 2)]


def test_of_two_equal_pairs_the_first_one_joins() -> None:
    """A tie must not leave both in need."""
    rows = [(n * 500, n * 500 + 400, 8.0) for n in range(3)]
    assert grouped(*rows, (9_000, 11_000, 30))[0][1] >= 2
