"""Two people's versions of one track."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from pipeline.edits.merge.conflict_file import format_conflicts
from pipeline.edits.merge.two_people import reconcile_cues
from pipeline.model import Cue


def cue(start: int, end: int, text: str, settings: str = "") -> Cue:
    return Cue(start_ms=start, end_ms=end, text=text, settings=settings)


FIRST = cue(1_000, 3_000, "This is the first cue of it.")
SECOND = cue(4_000, 6_000, "This is the second cue of it.")
THIRD = cue(7_000, 9_000, "And this is the last one here.")
BASE = (FIRST, SECOND, THIRD)
SPLIT = (replace(SECOND, end_ms=5_000, text="This is the second"), replace(SECOND, start_ms=5_000, text="cue of it."))
WORD = replace(SECOND, text="This is the 2nd cue of it.")


def with_second(*cues: Cue) -> tuple[Cue, ...]:
    return (FIRST, *cues, THIRD)


CONTRADICTIONS = {
    "start and both times": (with_second(replace(SECOND, start_ms=4_500)), with_second(replace(SECOND, start_ms=3_500, end_ms=6_500))),
    "two breaks": (with_second(replace(SECOND, text="This is\nthe second cue of it.")), with_second(replace(SECOND, text="This is the second\ncue of it."))),
    "two places": (with_second(replace(SECOND, settings="X1:1")), with_second(replace(SECOND, settings="X1:9"))),
}  # fmt: skip


@pytest.mark.parametrize("versions", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_contradicts_is_a_conflict_whoever_merges_whom(versions: tuple[tuple[Cue, ...], tuple[Cue, ...]]) -> None:
    """Both are shown between git's markers, whole, and taking one gives that file."""
    for ours, theirs in permutations(versions):
        result = reconcile_cues(BASE, ours, theirs)
        assert [(hunk.ours, hunk.theirs) for hunk in result.conflicts] == [(ours[1:2], theirs[1:2])]
        assert (result.ours, result.theirs) == (ours, theirs)
        assert format_conflicts(result).count("<<<<<<< ours\n2\n") == 1


TOGETHER = {
    "split and word": (with_second(*SPLIT), with_second(WORD)),
    "start and word": (with_second(replace(SECOND, start_ms=4_500)), with_second(WORD)),
    "different cues": (with_second(replace(SECOND, start_ms=4_500)), (FIRST, SECOND, replace(THIRD, end_ms=9_500))),
    "the same change": (with_second(WORD), with_second(WORD)),
}


@pytest.mark.parametrize("versions", TOGETHER.values(), ids=TOGETHER)
def test_what_goes_together_is_combined_whoever_merges_whom(versions: tuple[tuple[Cue, ...], tuple[Cue, ...]]) -> None:
    """One word and one split of the same cue both stand."""
    results = [reconcile_cues(BASE, ours, theirs) for ours, theirs in permutations(versions)]
    assert not any(result.conflicts for result in results)
    assert results[0].ours == results[1].ours


def test_what_one_deleted_and_the_other_retimed_is_not_lost() -> None:
    """A retimed cue was read by somebody who wanted it."""
    retimed = with_second(replace(SECOND, start_ms=4_400))
    for ours, theirs in permutations(((FIRST, THIRD), retimed)):
        result = reconcile_cues(BASE, ours, theirs)
        assert [(hunk.ours, hunk.theirs) for hunk in result.conflicts] == [(ours[1:-1], theirs[1:-1])]


def test_a_start_and_a_split_are_combined_or_told() -> None:
    """Whoever merges whom, the later start or the split is not lost in silence."""
    versions = (with_second(replace(SECOND, start_ms=4_500)), with_second(*SPLIT))
    for ours, theirs in permutations(versions):
        result = reconcile_cues(BASE, ours, theirs)
        assert [(hunk.ours, hunk.theirs) for hunk in result.conflicts] == [(ours[1:-1], theirs[1:-1])]


def test_of_a_conflict_only_what_differs_is_shown() -> None:
    """Both split one cue alike, and only the second halves differ."""
    ours, theirs = ((SPLIT[0], replace(SPLIT[1], text=text)) for text in ("cue of this.", "cue of that."))
    result = reconcile_cues(BASE, with_second(*ours), with_second(*theirs))
    assert [(hunk.ours, hunk.theirs) for hunk in result.conflicts] == [(ours[1:], theirs[1:])]


def test_an_overlap_that_a_side_had_is_no_conflict() -> None:
    """Two speakers at once: only an overlap that nobody made is one."""
    both = with_second(SECOND, replace(SECOND, text="(music)"))
    result = reconcile_cues(BASE, both, (replace(FIRST, text="This is the 1st cue of it."), SECOND, THIRD))
    assert not result.conflicts
    assert len(result.ours) == 4


def test_what_the_machine_wrote_does_not_contradict_a_person() -> None:
    """One branch was built anew, on the other somebody corrected that cue."""
    built, corrected = with_second(replace(SECOND, text="This one is the second.")), with_second(WORD)

    def is_built(one: Cue) -> bool:
        return one in built

    for ours, theirs, tests in (
        (built, corrected, (is_built, BASE.__contains__)),
        (corrected, built, (BASE.__contains__, is_built)),
    ):
        result = reconcile_cues(BASE, ours, theirs, is_machine=tests)
        assert (result.ours, result.conflicts) == (corrected, ())
