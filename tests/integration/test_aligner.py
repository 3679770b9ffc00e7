"""Known texts against the demonstration's sound: word times, and which of two readings was said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from statistics import mean, quantiles

import pytest

from pipeline.errors import EngineError
from pipeline.protocols import TranscribeOptions
from pipeline.settings import TranscriptionSettings
from pipeline.speech import Stretch, load_aligner, longest_stretch_ms

pytestmark = pytest.mark.engines

DEMO = Path(__file__).parents[2] / "media" / "social-credit.mp4"
ENGLISH = TranscribeOptions(language="en")
Spoken = tuple[str, int, int]


@pytest.fixture(scope="module")
def parts() -> list[list[Spoken]]:
    """The true words of the first three stretches of up to twenty seconds."""
    rows = json.loads(DEMO.with_suffix(".words.json").read_text(encoding="utf-8"))["words"]
    words = [(row["text"], row["start_ms"], row["end_ms"]) for row in rows]
    found: list[list[Spoken]] = [[]]
    for word in words:
        if found[-1] and word[2] - found[-1][0][1] > 20_000:
            if len(found) == 3:
                break
            found.append([])
        found[-1].append(word)
    return found


def _stretch(words: list[Spoken], *texts: str) -> Stretch:
    return Stretch(start_ms=words[0][1], end_ms=words[-1][2], texts=texts)


def _text(words: list[Spoken]) -> str:
    return " ".join(text for text, _, _ in words)


def test_the_words_of_a_known_text_get_the_times_of_the_voice(parts):
    """Exactly the given words, where they are said: as well as recognised words."""
    aligner = load_aligner(TranscriptionSettings())
    timed = aligner.align(DEMO, [_stretch(words, _text(words)) for words in parts], ENGLISH)
    assert [[word.text for word in words] for words in timed] == [[text for text, _, _ in words] for words in parts]
    errors = [
        abs(word.start_ms - start_ms)
        for words, truth in zip(timed, parts, strict=True)
        for word, (_, start_ms, _) in zip(words, truth, strict=True)
    ]
    assert mean(errors) < 70
    assert quantiles(errors, n=10)[-1] < 200


def _altered(words: list[Spoken]) -> dict[str, str]:
    texts = [text for text, _, _ in words]
    middle = len(texts) // 2
    return {
        "two words are missing": " ".join([*texts[:middle], *texts[middle + 2 :]]),
        "three words were never said": " ".join([*texts[:middle], "of", "course,", "indeed", *texts[middle:]]),
        "another word": " ".join([*texts[:middle], "banana", *texts[middle + 1 :]]),
    }


def test_the_reading_that_was_said_is_the_likeliest(parts):
    """Of the true text and texts that leave out, add or change something, for each stretch."""
    aligner = load_aligner(TranscriptionSettings())
    stretches = [_stretch(words, _text(words), *_altered(words).values()) for words in parts]
    for (truth, *others), words in zip(aligner.score(DEMO, stretches, ENGLISH), parts, strict=True):
        assert truth > max(others) + 1, _text(words)


def test_scores_do_not_depend_on_what_else_is_asked(parts):
    """One reading more beside it, or another stretch, changes nothing but the last digits."""
    aligner = load_aligner(TranscriptionSettings())
    texts = [_text(parts[0]), _text(parts[1])]
    ((alone,),) = aligner.score(DEMO, [_stretch(parts[0], texts[0])], ENGLISH)
    both = aligner.score(DEMO, [_stretch(parts[0], texts[0], "No."), _stretch(parts[1], texts[1])], ENGLISH)
    assert both[0][0] == pytest.approx(alone, abs=0.05)


def test_a_name_that_the_decoder_was_told_is_likelier(parts):
    """Half of what it thinks then counts; a stretch beside it of which no names are told is scored as alone."""
    aligner = load_aligner(TranscriptionSettings())
    words = next(words for words in parts if any(text == "Rongcheng" for text, _, _ in words))
    said = _text(words)
    plain = _stretch(words, said.replace("Rongcheng", "Ranchang"), said)
    ((heard, name),) = aligner.score(DEMO, [plain], ENGLISH)
    (told, beside) = aligner.score(DEMO, [replace(plain, names=("Rongcheng",)), plain], ENGLISH)
    assert told[1] - told[0] > name - heard + 1
    assert beside == pytest.approx((heard, name), abs=0.05)


def test_a_text_that_nobody_could_say_in_half_a_minute_is_refused(parts):
    """The decoder reads no more than 448 tokens."""
    aligner = load_aligner(TranscriptionSettings())
    with pytest.raises(EngineError, match="too long for half a minute"):
        aligner.score(DEMO, [_stretch(parts[0], "word " * 500)], ENGLISH)


def test_a_stretch_is_no_longer_than_what_whisper_hears_at_once():
    """And has a text, and a duration."""
    assert 25_000 < longest_stretch_ms() < 30_000
    with pytest.raises(ValueError, match="lasts up to"):
        Stretch(start_ms=0, end_ms=40_000, texts=("a",))
    with pytest.raises(ValueError, match="at least one text"):
        Stretch(start_ms=0, end_ms=4_000, texts=())


def test_a_stretch_far_behind_the_one_before_it_is_found_at_its_place(parts):
    """What lies between two stretches is passed over, not left out."""
    aligner = load_aligner(TranscriptionSettings())
    timed = aligner.align(DEMO, [_stretch(words, _text(words)) for words in (parts[0][:12], parts[2])], ENGLISH)
    errors = [abs(word.start_ms - start_ms) for word, (_, start_ms, _) in zip(timed[1], parts[2], strict=True)]
    assert mean(errors) < 70


def test_the_text_that_is_said_is_chosen_and_timed_in_one_pass(parts):
    """Also over several batches: each stretch gets its own number; no words where no times are wanted."""
    aligner = load_aligner(TranscriptionSettings())
    stretches = [_stretch(words, *_altered(words).values(), _text(words)) for words in parts] * 6
    stretches.sort(key=lambda stretch: stretch.start_ms)
    seen = []

    def choose(number, scores):
        seen.append(number)
        best = scores.index(max(scores))
        return stretches[number].texts[best] if number % 6 == 0 else ""

    timed = aligner.choose(DEMO, stretches, choose, ENGLISH)
    assert seen == [*range(18)]
    assert [" ".join(word.text for word in words) for words in timed[::6]] == [_text(words) for words in parts]
    assert not any(words for number, words in enumerate(timed) if number % 6)
