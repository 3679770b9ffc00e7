"""How near placed cues are to the voice, by each way of placing."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from dataclasses import replace

from pipeline.cues.cutting import CutOptions, cut_timed, repair_words, split_sentences
from pipeline.cues.profiles import profile_for
from pipeline.model import Cue, Sentence, Translation, Word
from pipeline.translation.placing import place_translations, time_translation
from pipeline.workspace.folder import Workspace

NOISE = 0.15
"""Share of alignment links that point anywhere in the sentence, and share that are missing."""


def placing_row(name: str, words: Sequence[Word]) -> tuple[str, ...]:
    """Boundary errors of the ways of placing, for one narration whose word times are true."""
    sentences = split_sentences(words, language="en")
    draw = random.Random(1)
    perfect = [_identity(sentence) for sentence in sentences]
    noisy = [_with_noise(translation, draw) for translation in perfect]
    bare = [replace(translation, alignment=None) for translation in perfect]
    return (
        name,
        *(_errors(_place(sentences, translations), words) for translations in (perfect, noisy, bare)),
        _errors(_share_by_characters(sentences), words),
    )


def _place(sentences: Sequence[Sentence], translations: Sequence[Translation]) -> tuple[Cue, ...]:
    profile = profile_for("en")
    return place_translations(sentences, translations, profile=profile, options=CutOptions(language="en"))


def translation_rows(workspace: Workspace) -> list[tuple[str, ...]]:
    """For each translated track with attention: how far the two other ways are from it."""
    rows = []
    for video in workspace.videos():
        recording = workspace.load_recording(video)
        for language in workspace.track_languages(video):
            track = workspace.load_machine(video, language)
            known = {row.source: row for row in track.sentences if row.alignment} if track else {}
            if track and recording and known:
                words, _ = repair_words(recording.transcript.words, language=recording.transcript.language)
                sentences = split_sentences(words, language=recording.transcript.language)
                pairs = [
                    (sentence, Translation(text=known[sentence.text].text, alignment=known[sentence.text].alignment))
                    for sentence in sentences
                    if sentence.text in known
                ]
                rows.append((f"{video}.{language}", *_disagreement(pairs)))
    return rows


def _disagreement(pairs: Sequence[tuple[Sentence, Translation]]) -> tuple[str, str, str]:
    held_back, simple = [], []
    for sentence, translation in pairs:
        best = time_translation(sentence, translation)
        bare = time_translation(sentence, replace(translation, alignment=None))
        if best is None or bare is None:
            continue
        (shared,) = _share_times([best], [(sentence.start_ms, sentence.end_ms)])
        for word, other, third in zip(best.words, bare.words, shared.words, strict=True):
            held_back.append(abs(word.start_ms - other.start_ms) / 1_000)
            simple.append(abs(word.start_ms - third.start_ms) / 1_000)
    return str(len(simple)), _median_p90(held_back), _median_p90(simple)


def _share_by_characters(sentences: Sequence[Sentence]) -> tuple[Cue, ...]:
    """The simple way: the same cutting, but each word's time is its share of the sentence by characters."""
    shared = _share_times(sentences, [(sentence.start_ms, sentence.end_ms) for sentence in sentences])
    options = CutOptions(language="en")
    return cut_timed(shared, profile=profile_for("en"), options=options, borrows_for_speed=True)


def _share_times(sentences: Sequence[Sentence], spans: Sequence[tuple[int, int]]) -> list[Sentence]:
    """The same sentences, each word timed by its share of the characters of a span of time."""
    shared = []
    for sentence, (start_ms, end_ms) in zip(sentences, spans, strict=True):
        total, done, words = len(sentence.text), 0, []
        for word in sentence.words:
            start = start_ms + (end_ms - start_ms) * done // total
            done += len(word.text) + 1
            end = start_ms + (end_ms - start_ms) * min(done, total) // total
            words.append(replace(word, start_ms=start, end_ms=end))
        shared.append(Sentence(id=sentence.id, words=tuple(words)))
    return shared


def _identity(sentence: Sentence) -> Translation:
    offsets, position = [], 0
    for word in sentence.words:
        offsets.append(position)
        position += len(word.text) + 1
    return Translation(text=sentence.text, alignment=tuple((offset, offset) for offset in offsets))


def _with_noise(translation: Translation, draw: random.Random) -> Translation:
    links = []
    for target, source in translation.alignment or ():
        chance = draw.random()
        if chance >= NOISE:
            astray = chance < 2 * NOISE
            links.append((target, draw.randrange(len(translation.text)) if astray else source))
    return replace(translation, alignment=tuple(links))


def _errors(cues: Sequence[Cue], words: Sequence[Word]) -> str:
    """Median and p90 of how far cues start from their first words."""
    errors, index = [], 0
    for cue in cues:
        errors.append(abs(cue.start_ms - words[index].start_ms) / 1_000)
        index += len(cue.text.split())
    return _median_p90(errors)


def _median_p90(errors: Sequence[float]) -> str:
    return f"{statistics.median(errors):.2f} / {statistics.quantiles(errors, n=10)[-1]:.2f}"
