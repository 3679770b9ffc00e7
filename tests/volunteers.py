"""A simulated volunteer, who edits a caption file in every way that people do, and a machine that changes its mind.

Both draw from a `random.Random` that they are given, so that a failing run can be had again. Every
text that the volunteer writes holds a mark (`ed1t7`) that occurs nowhere else: tests look for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from random import Random

from pipeline.model import Cue

_MARK = re.compile(r"ed1t\d+")
_WORDS = (
    "the a of to and in is that it for on with as was by at from are this be we you they system credit score"
    " government people record train plane city number point law list name firm court rule loan school job"
).split()


class Volunteer:
    """Edits cues. The same volunteer never writes the same mark twice."""

    def __init__(self, random: Random, *, first_mark: int = 1) -> None:
        self._random = random
        self._marks = count(first_mark)
        self.edits: dict[str, Callable[[list[Cue]], None]] = {
            "correct": self.correct,
            "rewrite": self.rewrite,
            "append": self.append,
            "retime": self.retime,
            "split": self.split,
            "join": self.join,
            "delete": self.delete,
            "add": self.add,
            "swap": self.swap,
            "rewrap": self.rewrap,
            "place": self.place,
        }

    def edit(self, cues: Sequence[Cue], *, times: int, kinds: Sequence[str] = ()) -> tuple[Cue, ...]:
        """The file after some random edits, of all kinds or only of some; ids are not in a file."""
        edited = [replace(cue, sentence_ids=()) for cue in cues]
        for _ in range(times):
            kind = self._random.choice(list(kinds or self.edits))
            if edited or kind == "add":
                self.edits[kind](edited)
        return tuple(edited)

    def correct(self, cues: list[Cue]) -> None:
        """Replace one word."""
        at = self._pick(cues)
        words = cues[at].text.split(" ")
        words[self._random.randrange(len(words))] = self._mark()
        cues[at] = replace(cues[at], text=" ".join(words))

    def rewrite(self, cues: list[Cue]) -> None:
        """Replace a whole text."""
        at = self._pick(cues)
        cues[at] = replace(cues[at], text=self._sentence())

    def append(self, cues: list[Cue]) -> None:
        """Add a sentence to a cue."""
        at = self._pick(cues)
        cues[at] = replace(cues[at], text=f"{cues[at].text} {self._sentence()}")

    def retime(self, cues: list[Cue]) -> None:
        """Move the start, the end or both, within the room there is; sometimes without looking."""
        at = self._pick(cues)
        low = max((cue.end_ms for cue in cues[:at]), default=0)
        high = min((cue.start_ms for cue in cues[at + 1 :]), default=cues[at].end_ms + 2_000)
        if self._random.random() < 0.1 or high - low < 2:
            low, high = max(0, cues[at].start_ms - 1_500), cues[at].end_ms + 1_500
        start_ms = self._random.randint(low, high - 2)
        cues[at] = replace(cues[at], start_ms=start_ms, end_ms=self._random.randint(start_ms + 1, high))

    def split(self, cues: list[Cue]) -> None:
        """Make two cues of one, at a space."""
        at = self._pick(cues)
        cue, words = cues[at], cues[at].text.split()
        if len(words) > 1 and cue.duration_ms > 2:
            place = self._random.randrange(1, len(words))
            middle_ms = cue.start_ms + cue.duration_ms * place // len(words)
            cues[at : at + 1] = [
                replace(cue, end_ms=middle_ms, text=" ".join(words[:place])),
                replace(cue, start_ms=middle_ms, text=" ".join(words[place:])),
            ]

    def join(self, cues: list[Cue]) -> None:
        """Make one cue of two or three."""
        at = self._pick(cues)
        parts = cues[at : at + self._random.randint(2, 3)]
        text = self._random.choice((" ", "\n")).join(cue.text for cue in parts)
        cues[at : at + len(parts)] = [replace(parts[0], end_ms=max(cue.end_ms for cue in parts), text=text)]

    def delete(self, cues: list[Cue]) -> None:
        """Take out one cue or a few."""
        at = self._pick(cues)
        del cues[at : at + self._random.choice((1, 1, 1, 3))]

    def add(self, cues: list[Cue]) -> None:
        """Write a new cue where nothing is shown, or at the end."""
        at = self._random.randint(0, len(cues))
        start_ms = cues[at - 1].end_ms if at else 0
        end_ms = cues[at].start_ms if at < len(cues) else start_ms + 1_500
        if end_ms - start_ms > 1:
            cues.insert(at, Cue(start_ms=start_ms, end_ms=end_ms, text=self._sentence()))

    def swap(self, cues: list[Cue]) -> None:
        """Exchange the texts' places: two neighbours change their order and their times."""
        at = self._pick(cues)
        if at + 1 < len(cues):
            one, two = cues[at], cues[at + 1]
            cues[at : at + 2] = [
                replace(two, start_ms=one.start_ms, end_ms=one.end_ms),
                replace(one, start_ms=two.start_ms, end_ms=two.end_ms),
            ]

    def rewrap(self, cues: list[Cue]) -> None:
        """Break the lines elsewhere."""
        at = self._pick(cues)
        words = cues[at].text.split()
        place = self._random.randint(0, len(words))
        lines = [" ".join(words[:place]), " ".join(words[place:])]
        cues[at] = replace(cues[at], text="\n".join(line for line in lines if line))

    def place(self, cues: list[Cue]) -> None:
        """Show the cue elsewhere on the screen."""
        at = self._pick(cues)
        cues[at] = replace(cues[at], settings="X1:40 X2:600 Y1:20 Y2:50")

    def _pick(self, cues: Sequence[Cue]) -> int:
        return self._random.randrange(len(cues))

    def _mark(self) -> str:
        return f"ed1t{next(self._marks)}"

    def _sentence(self) -> str:
        words = self._random.choices(_WORDS, k=self._random.randint(0, 5))
        words.insert(self._random.randint(0, len(words)), self._mark())
        return " ".join(words).capitalize() + "."


def marks_in(cues: Sequence[Cue]) -> list[str]:
    """Every mark of a volunteer in some cues, as often as it occurs, sorted."""
    return sorted(mark for cue in cues for mark in _MARK.findall(cue.text.lower()))


class Machine:
    """Makes tracks, and makes them again after its input, its models or its rules changed."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._spoken = count(1)

    def script(self, sentences: int) -> list[list[str]]:
        """What is said: sentences of words, many of them alike."""
        return [self._sentence() for _ in range(sentences)]

    def change(self, script: Sequence[Sequence[str]]) -> list[list[str]]:
        """The script after a random change: words, sentences, or whole scenes."""
        changed = [list(sentence) for sentence in script]
        kind = self._random.choice(("none", "word", "word", "sentence", "insert", "remove", "move", "many"))
        if kind == "insert" or not changed:
            at = self._random.randint(0, len(changed))
            changed[at:at] = [self._sentence() for _ in range(self._random.randint(1, 4))]
            return changed
        at = self._random.randrange(len(changed))
        if kind == "word":
            changed[at][self._random.randrange(len(changed[at]))] = self._word()
        elif kind == "sentence":
            changed[at] = self._sentence()
        elif kind == "remove":
            del changed[at : at + self._random.randint(1, 3)]
        elif kind == "move":
            scene = changed[at : at + self._random.randint(1, 4)]
            del changed[at : at + len(scene)]
            place = self._random.randint(0, len(changed))
            changed[place:place] = scene
        elif kind == "many":
            changed = [[w if self._random.random() < 0.8 else self._word() for w in words] for words in changed]
        return changed

    def cues(self, script: Sequence[Sequence[str]], *, cut: int = 6, start_ms: int = 500) -> tuple[Cue, ...]:
        """A track of the script: cues of up to `cut` words, never of two sentences, never overlapping."""
        found: list[Cue] = []
        time_ms = start_ms
        for number, words in enumerate(script, start=1):
            for place in range(0, len(words), cut):
                part = words[place : place + cut]
                end_ms = time_ms + 300 * len(part)
                text = " ".join(part) + ("." if place + cut >= len(words) else "")
                cue = Cue(start_ms=time_ms, end_ms=end_ms - 80, text=text, sentence_ids=(f"s{number}",))
                found.append(cue)
                time_ms = end_ms
            time_ms += self._random.choice((0, 0, 700, 2_500)) if len(script) < 500 else 0
        return tuple(found)

    def _sentence(self) -> list[str]:
        if self._random.random() < 0.2:
            return ["Yes"]
        return [self._word() for _ in range(self._random.randint(2, 14))]

    def _word(self) -> str:
        return f"w{next(self._spoken)}" if self._random.random() < 0.3 else self._random.choice(_WORDS)
