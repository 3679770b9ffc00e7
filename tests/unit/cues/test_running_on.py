"""Sentences share cues where speed needs it."""

from __future__ import annotations

from pipeline.cues import CutOptions, cut_cues, profile_for, split_sentences
from pipeline.cues.running_on import run_on
from pipeline.model import Cue, Word

PROFILE = profile_for("en")


def said(*sentences: tuple[str, int, int]) -> list[Word]:
    """Sentences with the time of a letter and the pause after them, in milliseconds."""
    words, time_ms = [], 0
    for text, letter_ms, pause_ms in sentences:
        for token in text.split():
            length = letter_ms * (len(token) + 1)
            words.append(Word(text=token, start_ms=time_ms, end_ms=time_ms + length - 5))
            time_ms += length
        time_ms += pause_ms
    return words


def cut(words: list[Word]) -> tuple[Cue, ...]:
    sentences = split_sentences(words, language="en")
    return cut_cues(sentences, profile=PROFILE, options=CutOptions(language="en"))


def fast(cues: tuple[Cue, ...]) -> int:
    return sum(len(cue.text) * 1_000 / cue.duration_ms > PROFILE.speed_cps for cue in cues)


SLOW = ("Annotations are read at leisure, and nobody has to hurry when they come to the end of them.", 75, 60)
QUICK = ("These represent the complex numbers as a pair of double precision floating point numbers.", 46, 60)


def test_a_fast_beginning_takes_time_from_the_sentence_before() -> None:
    """The end of one sentence and the beginning of the next stand in one cue."""
    cues = cut(said(SLOW, QUICK, SLOW))
    assert any(len(cue.sentence_ids) > 1 for cue in cues)
    assert fast(cues) < fast(cut(said(SLOW, (QUICK[0], QUICK[1], 900), SLOW))) + 2


def test_sentences_at_ease_keep_cues_of_their_own() -> None:
    """Nothing is joined that can be read alone."""
    assert all(len(cue.sentence_ids) == 1 for cue in cut(said(SLOW, SLOW, SLOW)))


def test_a_pause_keeps_sentences_apart() -> None:
    """However fast they are: they are not said together."""
    pairs = cut(said((SLOW[0], 75, 900), (QUICK[0], 46, 900)))
    assert all(len(cue.sentence_ids) == 1 for cue in pairs)


def test_no_groups_give_no_cues() -> None:
    """Nothing in, nothing out."""
    from pipeline.cues.break_opportunities import Pieces

    assert run_on([], Pieces(), profile=PROFILE, gap_ms=80, cut=lambda first, last: ()) == []
