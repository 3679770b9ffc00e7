"""`make bench-review`: does the queue put first what is wrong? Three targets, with the earlier queue beside it.

(a) Alarms: faults put into professional translations by this bench, so that no model's score can know of them.
(b) Real recognition errors, cue by cue, against references.
(c) Real machine translations: the worst tenth of each set by chrF against its reference.

Recordings and sentence pairs lie in `../shared/` beside the repository (see the READMEs there); they are read where
they are, nothing is fitted to them, and where they are not at hand the bench says so. Writes a
section of docs/review.md.
"""

from __future__ import annotations

import csv
import math
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from fractions import Fraction

from benches.report import ROOT, table, write_section
from pipeline.cues import CutOptions, cut_cues, profile_for, repair_words, split_sentences
from pipeline.model import Transcript, Word
from pipeline.protocols import TranscribeOptions, ignore_progress
from pipeline.quality import find_alarms, find_habit, join_probabilities, readings_of, speech_doubt, translation_doubt
from pipeline.settings import TranscriptionSettings, TranslationSettings
from pipeline.translation import fault_weight, find_faults, translate_sentences
from pipeline.translation.engines import load_lexicon

PAGE = ROOT / "docs" / "review.md"
SHARED = ROOT.parent / "shared"
FIRST_SHARE = 0.1
SEED = 20
_OVERHEAD_SECONDS = 2.0
_NAMES = ("Silva", "Oxford", "Helena", "Kowalski", "Nairobi", "Baltimore", "Okafor", "Andersen")
_UNITS = (
    (" km", " m"), ("quilômetros", "metros"), ("milhas", "quilômetros"), ("milhões", "bilhões"), ("milhão", "bilhão"),
    ("horas", "minutos"), ("minutos", "segundos"), (" dias", " semanas"), ("°C", "°F"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a person may read."""

    is_wrong: bool
    seconds: float
    score: float
    earlier: float
    """What the queue gave it before this one."""
    group: str = ""
    half: int = -1
    """Of which half of the recordings it is: weights that fit one half only would show here."""


def main() -> int:
    """Measure the three targets, print them and write the page."""
    if not (SHARED / "speech" / "refs.tsv").exists() or not (SHARED / "parallel").is_dir():
        print(f"the recordings and sentence pairs are not at hand in {SHARED}", file=sys.stderr)
        return 1
    parts = [_describe_alarms(list(_alarm_cases())), _describe_speech(list(_speech_cases()))]
    parts.append(_describe_translations(list(_translation_cases())))
    text = "\n\n".join(parts)
    print(text)
    write_section(PAGE, "measured", "Measured", text)
    return 0


def roc_auc(cases: Iterable[tuple[float, bool]]) -> float:
    """How often a wrong one is ranked above a right one; ties count half.

    >>> roc_auc([(0.9, True), (0.1, False), (0.9, False)])
    0.75
    """
    ordered = sorted(cases)
    wrong = sum(is_wrong for _, is_wrong in ordered)
    total, place = 0.0, 0
    while place < len(ordered):
        end = place
        while end < len(ordered) and ordered[end][0] == ordered[place][0]:
            end += 1
        total += (place + 1 + end) / 2 * sum(is_wrong for _, is_wrong in ordered[place:end])
        place = end
    right = len(ordered) - wrong
    return (total - wrong * (wrong + 1) / 2) / (wrong * right)


def found_early(cases: Sequence[Case], rank: Callable[[Case], float]) -> float:
    """The share of the wrong ones within the first tenth of the reading time."""
    budget = FIRST_SHARE * sum(case.seconds for case in cases)
    found = 0
    for case in sorted(cases, key=rank, reverse=True):
        budget -= case.seconds
        if budget < 0:
            break
        found += case.is_wrong
    return found / max(1, sum(case.is_wrong for case in cases))


# --- (a)


def _alarm_cases() -> Iterator[Case]:
    pairs = [pair for _, group in _pairs() for pair in group]
    habit = find_habit(pairs)
    lexicon = load_lexicon(TranslationSettings(), ROOT, source="en", target="pt")
    draw = random.Random(SEED)  # a bench, not a secret

    def judged(text: str, translation: str, kind: str) -> Case:
        alarms = find_alarms(text, translation, source="en", target="pt", habit=habit, lexicon=lexicon)
        return Case(
            is_wrong=bool(kind),
            seconds=_reading_seconds(text),
            score=join_probabilities(alarm.probability for alarm in alarms),
            earlier=fault_weight(find_faults(text, translation, source="en", target="pt")),
            group=kind,
        )

    for text, translation in pairs:
        yield judged(text, translation, "")
        for kind, spoil in _FAULTS.items():
            spoilt = spoil(text, translation, draw)
            if spoilt is not None and spoilt != translation:
                yield judged(text, spoilt, kind)


def _number(_: str, translation: str, draw: random.Random) -> str | None:
    found = [match for match in re.finditer(r"\d+", translation) if len(match.group()) > 1]
    if not found:
        return None
    match = draw.choice(found)
    digits = list(match.group())
    place = draw.randrange(len(digits))
    digits[place] = str((int(digits[place]) + draw.randrange(1, 9)) % 10)
    return translation[: match.start()] + "".join(digits) + translation[match.end() :]


def _unit(_: str, translation: str, draw: random.Random) -> str | None:
    found = [(old, new) for old, new in _UNITS if old in translation]
    return translation.replace(*draw.choice(found), 1) if found else None


def _negation(_: str, translation: str, draw: random.Random) -> str | None:
    found = [word for word in (" não ", " nunca ", " nem ", " sem ") if word in translation]
    return translation.replace(draw.choice(found), " ", 1) if found else None


def _name(text: str, translation: str, draw: random.Random) -> str | None:
    """Another name in the place of one that stands so in the source."""
    found = [match for match in _names(translation) if match.group() in text.split()]
    return _put(translation, draw.choice(found), draw.choice(_NAMES)) if found else None


def _misspelt(text: str, translation: str, draw: random.Random) -> str | None:
    found = [match for match in _names(translation) if match.group() in text.split()]
    if not found:
        return None
    match = draw.choice(found)
    letters = list(match.group())
    place = draw.randrange(1, len(letters) - 1)
    letters[place] = draw.choice([letter for letter in "abcdeilmnorstu" if letter != letters[place]])
    return _put(translation, match, "".join(letters))


def _names(translation: str) -> list[re.Match[str]]:
    return list(re.finditer(r"(?<=[\w,] )[A-Z][a-zà-ÿ]{4,}", translation))


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _loop(_: str, translation: str, draw: random.Random) -> str | None:
    words = translation.split()
    return " ".join(words + words[-draw.randrange(2, 5) :] * 2) if len(words) > 4 else None


def _half_left(text: str, translation: str, _: random.Random) -> str | None:
    ours, theirs = translation.split(), text.split()
    return " ".join(ours[: len(ours) // 2] + theirs[len(theirs) // 2 :]) if len(ours) > 8 else None


def _cut(_: str, translation: str, __: random.Random) -> str | None:
    words = translation.split()
    return " ".join(words[: len(words) // 2]) if len(words) > 8 else None


_FAULTS: dict[str, Callable[[str, str, random.Random], str | None]] = {
    "number changed": _number,
    "unit changed": _unit,
    "another name": _name,
    "name misspelt": _misspelt,
    "negation lost": _negation,
    "says it again and again": _loop,
    "left in the source language": lambda text, *_: text,
    "half of it left so": _half_left,
    "empty": lambda *_: "",
    "second half missing": _cut,
}


def _describe_alarms(cases: Sequence[Case]) -> str:
    kinds = ["", *dict.fromkeys(case.group for case in cases if case.group)]
    rows = []
    for kind in kinds:
        chosen = [case for case in cases if not kind or case.group in {"", kind}]
        count = sum(case.is_wrong for case in chosen)
        ours, before = _aucs(chosen)
        rows.append((kind or "all", str(count), ours, before))
    sound = sum(not case.is_wrong for case in cases)
    return (
        f"**Alarms** against {sound} professional translations from English into Portuguese, and the same with one "
        "fault put in by the bench. ROC AUC: how often the faulty one stands above a sound one; aim 0.99.\n\n"
        + table(("fault", "sentences", "queue", "earlier queue"), rows)
    )


# --- (b)


def _speech_cases() -> Iterator[Case]:
    from pipeline.speech import load_transcriber

    transcriber = load_transcriber(TranscriptionSettings(), ROOT)
    with (SHARED / "speech" / "refs.tsv").open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)):
            options = TranscribeOptions(language=row["language"])
            transcript = transcriber.transcribe(SHARED / "speech" / row["file"], options, ignore_progress)
            for case in judge_cues(transcript, row["reference"], row["language"]):
                yield replace(case, half=number % 2)


def judge_cues(transcript: Transcript, reference: str, language: str) -> Iterator[Case]:
    """The cues of a transcript, each wrong where a word of it differs from the reference."""
    words = repair_words(transcript.words, language=language)[0]
    cues = cut_cues(
        split_sentences(words, language=language),
        profile=profile_for(language, "netflix"),
        options=CutOptions(language=language, frame_rate=Fraction(25), limit_ms=transcript.duration_ms),
    )
    waiting = iter(words)
    groups = []
    for cue in cues:
        letters, group = len("".join(cue.text.split())), []
        while letters > 0 and (word := next(waiting, None)) is not None:
            letters -= len("".join(word.text.split()))
            group.append(word)
        groups.append(group)
    wrong = _wrong_groups(groups, reference, language)
    for number, (cue, group) in enumerate(zip(cues, groups, strict=True)):
        yield Case(
            is_wrong=number in wrong,
            seconds=cue.duration_ms / 1_000 + _OVERHEAD_SECONDS,
            score=speech_doubt(group, readings_of(group, transcript.readings)),
            earlier=_earlier_doubt(group),
            group=language,
        )


def _wrong_groups(groups: Sequence[Sequence[Word]], reference: str, language: str) -> set[int]:
    heard: list[str] = []
    owners: list[int] = []
    for number, group in enumerate(groups):
        normal = _normalised(" ".join(word.text for word in group), language)
        heard += normal
        owners += [number] * len(normal)
    matcher = SequenceMatcher(None, heard, _normalised(reference, language), autojunk=False)
    wrong: set[int] = set()
    for kind, start, end, _, _ in matcher.get_opcodes():
        if kind != "equal" and owners:
            wrong.update(owners[start:end] or [owners[max(0, start - 1)]])
    return wrong


def _normalised(text: str, language: str) -> list[str]:
    from whisper.normalizers import BasicTextNormalizer, EnglishTextNormalizer

    return (EnglishTextNormalizer() if language == "en" else BasicTextNormalizer())(text).split()


def _earlier_doubt(words: Iterable[Word]) -> float:
    """What the queue did before: words below 0.6 alone, the worst of them and a tenth of the others."""
    doubts = [60 * (1 - word.probability) for word in words if word.probability is not None and word.probability < 0.6]
    return 0.9 * max(doubts, default=0.0) + 0.1 * sum(doubts)


def _describe_speech(cases: Sequence[Case]) -> str:
    expected = sum(case.score for case in cases)
    wrong = sum(case.is_wrong for case in cases)
    return (
        f"**Recognition**: {len(cases)} cues of real recordings in five languages, {wrong} of them with a recognition "
        f"error by reference (Whisper base; the queue expects {expected:.0f}).\n\n" + _two_rows(cases, aim="0.86")
    )


# --- (c)


def _translation_cases() -> Iterator[Case]:
    import sacrebleu

    from pipeline.translation.engines import installed_edges, load_translator

    settings = TranslationSettings()
    edges = [edge for edge in installed_edges(settings, ROOT) if edge.engine == "argos"]
    for edge in (edge for edge in edges if {edge.source, edge.target} == {"en", "pt"}):
        translator = load_translator(edge, settings, ROOT)
        for name, pairs in _pairs():
            texts = [pair[edge.source == "pt"] for pair in pairs]
            references = [pair[edge.source == "en"] for pair in pairs]
            made = translate_sentences(texts, translator=translator, source=edge.source, target=edge.target)
            scores = [
                sacrebleu.sentence_chrf(one.text, [reference]).score
                for one, reference in zip(made, references, strict=True)
            ]
            limit = sorted(scores)[len(scores) // 10]
            for text, one, score in zip(texts, made, scores, strict=True):
                earlier = 40 * min(1.0, -one.score) if one.score is not None and one.score < -0.3 else 0.0
                yield Case(
                    is_wrong=score < limit,
                    seconds=_reading_seconds(text),
                    score=translation_doubt(one.score, one.disagreement),
                    earlier=earlier + (25 + fault_weight(one.faults) if one.faults else 0),
                    group=f"{name} {edge.source} → {edge.target}",
                )


def _describe_translations(cases: Sequence[Case]) -> str:
    wrong = sum(case.is_wrong for case in cases)
    return (
        f"**Translation**: {len(cases)} sentences of news and encyclopedias, English to Portuguese and back; the worst "
        f"tenth of each set by chrF ({wrong}) counts as wrong.\n\n" + _two_rows(cases, aim="0.74")
    )


def _two_rows(cases: Sequence[Case], *, aim: str) -> str:
    ours, before = _aucs(cases)
    early = found_early(cases, lambda case: case.score / case.seconds)
    early_before = found_early(cases, lambda case: case.earlier)
    rows = [
        ("queue", ours, f"{early:.0%}"),
        ("earlier queue", before, f"{early_before:.0%}"),
    ]
    halves = [_aucs([case for case in cases if case.half == half])[0] for half in (0, 1)] if cases[0].half >= 0 else []
    by_half = f" By half of the recordings: {' and '.join(halves)}." if halves else ""
    header = ("", f"ROC AUC (aim {aim})", "of the errors within the first tenth of the reading time")
    groups = sorted({case.group for case in cases})
    by_group = "; ".join(f"{name} {_aucs([case for case in cases if case.group == name])[0]}" for name in groups)
    return table(header, rows) + f"\n\nBy set: {by_group}.{by_half}"


def _aucs(cases: Sequence[Case]) -> tuple[str, str]:
    ours = roc_auc((case.score, case.is_wrong) for case in cases)
    before = roc_auc((case.earlier, case.is_wrong) for case in cases)
    return f"{ours:.3f}", f"{before:.3f}"


def _pairs() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for path in sorted((SHARED / "parallel").glob("*.tsv")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
        yield path.name.split(".")[0], [(row[0], row[1]) for row in rows]


def _reading_seconds(text: str) -> float:
    """Spoken at an explainer's pace, fifteen characters a second."""
    return math.ceil(len(text) / 15) + _OVERHEAD_SECONDS


if __name__ == "__main__":
    sys.exit(main())
