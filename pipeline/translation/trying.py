"""Sentences through an engine, in the cheapest way that keeps their facts; of several ways the best text is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from pipeline.dataclass import dataclass
from pipeline.errors import EngineError
from pipeline.model import Translation
from pipeline.protocols import ProgressSink, Translator, ignore_progress
from pipeline.text import clean_text, counted
from pipeline.translation.clauses import join_clauses, split_clauses
from pipeline.translation.faults import fault_weight, find_faults
from pipeline.translation.protection import (
    ANY_READER,
    Attempt,
    Fact,
    Reader,
    compose,
    highest,
    lost_facts,
    raised,
    restore,
)
from pipeline.translation.protection.attempts import STAND_INS

_CLAUSE_CHARS = 60
"""Parts of a sentence that is tried again clause by clause are about this long."""
_SHORT_CHARS = 25
_LINE = "- "
_WORSE_SCORE = 0.6
"""How much less sure of a token (natural logarithm) a model may be of a text that has fewer faults."""

_Call = Callable[[Sequence[str]], tuple[Translation, ...]]


@runtime_checkable
class SecondTry(Protocol):
    """A translator that can also translate in another way than its usual one."""

    def translate_differently(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        """Like `Translator.translate`, by a search that avoids the usual way's faults."""


@runtime_checkable
class CarefulTry(Protocol):
    """A translator whose usual way is fast at some risk."""

    def translate_again(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        """Like `Translator.translate`, without that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A sentence with the facts that have to come through."""

    text: str
    facts: tuple[Fact, ...]

    @property
    def start_levels(self) -> tuple[int, ...]:
        return (0,) * len(self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Ways of translating sentences by one translator, one after the other for those that are still faulty."""

    translator: Translator
    source: str
    target: str

    @property
    def reader(self) -> Reader:
        """Who knows what the model can read."""
        return self.translator if isinstance(self.translator, Reader) else ANY_READER

    def run(self, sentences: Sequence[Guarded], progress: ProgressSink) -> dict[str, Translation]:
        """The best translation of each sentence, by its text, with the faults that are left."""
        best: dict[str, Translation] = {}
        first = [compose(item.text, item.facts, item.start_levels) for item in sentences]
        self._take(best, sentences, first, lambda texts: self._call(texts, progress))
        for attempt in (
            self._lost_raised,
            self._all_raised,
            self._differently,
            self._as_lines,
            self._by_clauses,
            self._plainly,
        ):
            faulty = [item for item in sentences if item.text not in best or best[item.text].faults]
            if faulty:
                attempt(best, faulty)
        return best

    def _lost_raised(self, best: dict[str, Translation], faulty: Sequence[Guarded]) -> None:
        """The facts that were lost one form higher, until there is none."""
        levels = {item.text: item.start_levels for item in faulty}
        while faulty:
            attempts = []
            for item in faulty:
                higher = raised(item.facts, levels[item.text], self._lost(item, best.get(item.text)))
                attempts.append(None if higher == levels[item.text] else compose(item.text, item.facts, higher))
                levels[item.text] = higher
            self._take(best, faulty, attempts, self._again)
            open_ones = zip(faulty, attempts, strict=True)
            faulty = [item for item, attempt in open_ones if attempt and self._lost(item, best.get(item.text))]

    def _all_raised(self, best: dict[str, Translation], faulty: Sequence[Guarded]) -> None:
        """Stand-ins for all facts that can have one, in different letters: no model copies the same ones everywhere."""
        for letters in STAND_INS:
            lost = [item for item in faulty if item.text not in best or self._lost(item, best[item.text])]
            attempts = [compose(item.text, item.facts, highest(item.facts), letters=letters) for item in lost]
            self._take(best, lost, attempts, self._again)

    def _differently(self, best: dict[str, Translation], faulty: Sequence[Guarded]) -> None:
        """By another search, where the engine has one."""
        translator = self.translator
        if isinstance(translator, SecondTry):
            for levels in (lambda item: item.start_levels, lambda item: highest(item.facts)):
                attempts = [compose(item.text, item.facts, levels(item)) for item in faulty]
                self._take(
                    best, faulty, attempts, lambda texts: translator.translate_differently(texts, ignore_progress)
                )
                faulty = [item for item in faulty if item.facts and (item.text not in best or best[item.text].faults)]

    def _as_lines(self, best: dict[str, Translation], faulty: Sequence[Guarded]) -> None:
        """Short ones as a speaker's line: a model that makes much of "Thank you." takes "- Thank you." as it is."""
        short = [item for item in faulty if len(item.text) <= _SHORT_CHARS and not item.text.startswith(_LINE)]
        attempts = [compose(item.text, item.facts, item.start_levels) for item in short]
        self._take(best, short, attempts, self._call_lines)

    def _by_clauses(self, best: dict[str, Translation], faulty: Sequence[Guarded]) -> None:
        """Clause by clause, with stand-ins."""
        attempts = [compose(item.text, item.facts, highest(item.facts)) for item in faulty]
        self._take(best, faulty, attempts, self._call_clauses)

    def _plainly(self, best: dict[str, Translation], faulty: Sequence[Guarded]) -> None:
        """As it stands, where every other way gave a text that cannot be shown."""
        missing = [item for item in faulty if item.text not in best]
        self._take(best, missing, [compose(item.text, (), ()) for item in missing], self._again)

    def _take(
        self,
        best: dict[str, Translation],
        sentences: Sequence[Guarded],
        attempts: Iterable[Attempt | None],
        call: _Call,
    ) -> None:
        """Make some attempts in one call, and keep what is better than the best so far."""
        made = [(item, attempt) for item, attempt in zip(sentences, attempts, strict=True) if attempt is not None]
        sent = tuple(dict.fromkeys(attempt.text for _, attempt in made))
        if not sent:
            return
        came = dict(zip(sent, self._counted(sent, call(sent)), strict=True))
        for item, attempt in made:
            whole = restore(attempt, item.text, came[attempt.text], source=self.source, target=self.target)
            if whole is None:
                continue
            lost = [item.facts[index] for index in self._lost(item, whole)]
            faults = find_faults(item.text, whole.text, source=self.source, target=self.target, lost=lost)
            candidate = replace(whole, faults=faults)
            if item.text not in best or _is_better(candidate, best[item.text]):
                best[item.text] = candidate

    def _lost(self, item: Guarded, translation: Translation | None) -> tuple[int, ...]:
        """Indexes of the facts that a translation lacks; all of them if there is no translation."""
        if translation is None:
            return tuple(range(len(item.facts)))
        languages = {"source": self.source, "target": self.target}
        return lost_facts(item.facts, translation.text, text=item.text, **languages, reader=self.reader)

    def _again(self, texts: Sequence[str]) -> tuple[Translation, ...]:
        if isinstance(self.translator, CarefulTry):
            return self._counted(texts, self.translator.translate_again(texts, ignore_progress))
        return self._call(texts, ignore_progress)

    def _call(self, texts: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        return self._counted(texts, self.translator.translate(texts, progress))

    def _call_lines(self, texts: Sequence[str]) -> tuple[Translation, ...]:
        translations = self._again([_LINE + text for text in texts])
        return tuple(_without_line(translation) for translation in translations)

    def _call_clauses(self, texts: Sequence[str]) -> tuple[Translation, ...]:
        parts = [split_clauses(text, limit=max(_CLAUSE_CHARS, len(text) // 4), measure=len) for text in texts]
        flat = [clause.text for clauses in parts for clause in clauses if len(clauses) > 1]
        translated = iter(self._again(flat) if flat else ())
        return tuple(
            join_clauses(clauses, [next(translated) for _ in clauses], target=self.target)
            if len(clauses) > 1
            else Translation(text="")
            for clauses in parts
        )

    def _counted(self, texts: Sequence[str], translations: tuple[Translation, ...]) -> tuple[Translation, ...]:
        if len(translations) != len(texts):
            reason = f"gave {counted(len(translations), 'sentence')} for {len(texts)}"
            raise EngineError(engine=self.translator.signature.engine, reason=reason)
        return tuple(replace(item, text=clean_text(item.text).text) for item in translations)


def _without_line(translation: Translation) -> Translation:
    """The translation of a line without its dash; nothing if the dash did not come back."""
    if not translation.text.startswith(_LINE):
        return Translation(text="")
    cut = len(_LINE)
    pairs = translation.alignment
    if pairs is not None:
        pairs = tuple((ours - cut, max(0, theirs - cut)) for ours, theirs in pairs if ours >= cut)
    return replace(translation, text=translation.text[cut:], alignment=pairs)


def _is_better(candidate: Translation, best: Translation) -> bool:
    """Fewer faults, and not much worse in the model's own eyes."""
    if fault_weight(candidate.faults) >= fault_weight(best.faults):
        return False
    if candidate.score is None or best.score is None:
        return True
    return candidate.score >= best.score - _WORSE_SCORE
