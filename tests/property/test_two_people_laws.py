"""Laws of merging two people's versions, under random edits on both sides.

`make test-merge` runs them over 2,000 seeds; the suite over fewer.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from pipeline.edits.merge.two_people import Reconciled, reconcile_cues
from pipeline.model import Cue

SEEDS = int(os.environ.get("CAPTIONS_MERGE_SEEDS", "200"))
WORDS = "water bridge garden summer table music river paper market winter stone letter light engine doctor".split()


class Person:
    """Edits cues in every way that people do; every word that this person writes is new and carries the name."""

    def __init__(self, name: str, random: Random) -> None:
        self._name = name
        self._random = random
        self._written = 0
        self.kinds = (
            self.words, self.words, self.delete, self.split, self.join, self.retime, self.add, self.breaks,
            self.shift, self.place,
        )  # fmt: skip

    def edit(self, cues: Sequence[Cue], *, times: int) -> tuple[Cue, ...]:
        edited = list(cues)
        for _ in range(times):
            if edited:
                self._random.choice(self.kinds)(edited)
        return tuple(edited)

    def words(self, cues: list[Cue]) -> None:
        at = self._pick(cues)
        words = cues[at].text.split(" ")
        words[self._random.randrange(len(words))] = self._word()
        cues[at] = replace(cues[at], text=" ".join(words))

    def delete(self, cues: list[Cue]) -> None:
        del cues[self._pick(cues)]

    def split(self, cues: list[Cue]) -> None:
        at = self._pick(cues)
        cue, words = cues[at], cues[at].text.split()
        if len(words) > 1 and cue.duration_ms > 200:
            place, middle_ms = self._random.randrange(1, len(words)), cue.start_ms + cue.duration_ms // 2
            cues[at : at + 1] = [
                replace(cue, end_ms=middle_ms, text=" ".join(words[:place])),
                replace(cue, start_ms=middle_ms, text=" ".join(words[place:])),
            ]

    def join(self, cues: list[Cue]) -> None:
        at = self._pick(cues)
        parts = cues[at : at + 2]
        cues[at : at + 2] = [replace(parts[0], end_ms=parts[-1].end_ms, text=" ".join(part.text for part in parts))]

    def retime(self, cues: list[Cue]) -> None:
        at = self._pick(cues)
        low_ms = cues[at - 1].end_ms if at else 0
        high_ms = cues[at + 1].start_ms if at + 1 < len(cues) else cues[at].end_ms + 900
        start_ms = self._random.randint(low_ms, max(low_ms, cues[at].end_ms - 100))
        cues[at] = replace(
            cues[at], start_ms=start_ms, end_ms=max(start_ms + 50, high_ms - self._random.randint(0, 90))
        )

    def add(self, cues: list[Cue]) -> None:
        at = self._random.randint(0, len(cues))
        start_ms = cues[at - 1].end_ms + 50 if at else 10
        end_ms = cues[at].start_ms - 50 if at < len(cues) else start_ms + 700
        if end_ms > start_ms:
            cues.insert(at, Cue(start_ms=start_ms, end_ms=end_ms, text=f"{self._word()} {self._word()}"))

    def breaks(self, cues: list[Cue]) -> None:
        at = self._pick(cues)
        words = cues[at].text.split()
        place = self._random.randint(0, len(words) - 1)
        cues[at] = replace(cues[at], text=" ".join(words[:place]) + ("\n" if place else "") + " ".join(words[place:]))

    def shift(self, cues: list[Cue]) -> None:
        by_ms = self._random.choice((200, 1_500, 40))
        cues[:] = [cue.moved(by_ms) for cue in cues]

    def place(self, cues: list[Cue]) -> None:
        at = self._pick(cues)
        cues[at] = replace(cues[at], settings=f"X1:{self._random.randint(1, 99)}")

    def _pick(self, cues: Sequence[Cue]) -> int:
        return self._random.randrange(len(cues))

    def _word(self) -> str:
        self._written += 1
        return f"{self._name}{self._written}"


def make_track(random: Random) -> tuple[Cue, ...]:
    """Cues of a few sentences, often alike; some words occur once only."""
    cues, time_ms = [], random.randint(0, 500)
    for number in range(random.randint(1, 9)):
        words = [
            *random.choices(WORDS, k=random.randint(0, 4)),
            *(f"b{number}w{at}" for at in range(random.randint(1, 4))),
        ]
        random.shuffle(words)
        text = " ".join(words) + random.choice((".", ".", "", ", and yes."))
        if random.random() < 0.3:
            text = text.replace(" ", "\n", 1)
        cues.append(Cue(start_ms=time_ms, end_ms=time_ms + 2_800, text=text))
        time_ms += 2_800 + random.choice((0, 200, 1_500))
    return tuple(cues)


def words_in(cues: Sequence[Cue]) -> Counter[str]:
    """How often each word occurs that stands in one place of one version only."""
    words = (word.strip(".,") for cue in cues for word in cue.text.split())
    return Counter(word for word in words if any(map(str.isdigit, word)))


def overlaps(cues: Sequence[Cue]) -> set[tuple[str, str]]:
    """The texts of cues that are shown at the same time."""
    ordered = sorted(cues, key=lambda cue: cue.times)
    return {
        (one.text, two.text) for at, one in enumerate(ordered) for two in ordered[at + 1 :] if two.start_ms < one.end_ms
    }


def mirrored(result: Reconciled) -> Reconciled:
    return Reconciled(hunks=tuple(replace(hunk, ours=hunk.theirs, theirs=hunk.ours) for hunk in result.hunks))


def check_side(taken: tuple[Cue, ...], base: tuple[Cue, ...], mine: tuple[Cue, ...], other: tuple[Cue, ...]) -> None:
    """A track with one side of every conflict has all that this side did, and no word or cue twice."""
    had, has, others, found = words_in(base), words_in(mine), words_in(other), words_in(taken)
    for word in had | has | others | found:
        # The other side's change of a word may stand in a conflict, in which this side is taken.
        assert found[word] in ({has[word], others[word]} if has[word] == had[word] else {has[word]}), word
    new_starts = {cue.start_ms for cue in mine} - {cue.start_ms for cue in base}
    assert new_starts <= {cue.start_ms for cue in taken}
    assert {cue.settings for cue in mine} - {cue.settings for cue in base} <= {cue.settings for cue in taken}
    assert all(cue.start_ms < cue.end_ms and cue.text.strip() for cue in taken)
    assert not overlaps(taken) or overlaps(mine) or overlaps(other)


def check_seed(seed: int) -> None:
    """Everything that holds for any two versions."""
    random = Random(seed)
    base = make_track(random)
    ours = Person("o", random).edit(base, times=random.randint(1, 3))
    theirs = Person("t", random).edit(base, times=random.randint(1, 3))
    result = reconcile_cues(base, ours, theirs)
    assert reconcile_cues(base, theirs, ours) == mirrored(result)
    check_side(result.ours, base, ours, theirs)
    check_side(result.theirs, base, theirs, ours)
    shown = Counter(cue.content for hunk in result.conflicts for cue in hunk.ours)
    assert shown <= Counter(cue.content for cue in ours)
    shown = Counter(cue.content for hunk in result.conflicts for cue in hunk.theirs)
    assert shown <= Counter(cue.content for cue in theirs)


@pytest.mark.parametrize("first", range(0, SEEDS, 50))
def test_both_sides_are_merged_alike_and_nothing_is_lost_or_doubled(first: int) -> None:
    """Whoever merges whom; taking either side of the conflicts loses nothing of it and doubles nothing."""
    for seed in range(first, min(first + 50, SEEDS)):
        try:
            check_seed(seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error


@pytest.mark.parametrize("seed", range(20))
def test_what_only_one_side_changed_is_that_side(seed: int) -> None:
    """Exactly as its file has it."""
    random = Random(seed)
    base = make_track(random)
    changed = Person("o", random).edit(base, times=3)
    for result in (reconcile_cues(base, changed, base), reconcile_cues(base, base, changed)):
        assert result.ours == result.theirs == changed
        assert not result.conflicts
