"""A script brought to what was recognised: the words of the script where the sound supports them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.build.inputs import ScriptInput, Sound
from pipeline.edits import (
    ScriptChoices,
    ScriptQuestion,
    align_script,
    choose_readings,
    left_out,
    said_beyond,
    script_questions,
    script_transcript_words,
    script_words,
)
from pipeline.errors import InputError
from pipeline.model import Transcript, Word
from pipeline.protocols import ProgressSink, ignore_progress

_SHOWN = 3
_SHOWN_LETTERS = 60


def apply_script(record: ScriptInput, transcript: Transcript, progress: ProgressSink = ignore_progress) -> Transcript:
    """The transcript in the script's words, spelling and punctuation, wherever they were said.

    What the script has and nobody said is left out and noted; what was said beyond it stays. A text of which less
    than half is said is no script: the transcript stays as it is, with a notice.

    Raises:
        InputError: The medium cannot be read, or the text is required and less than half of it is said.
        EngineError: The model does not know the language.
    """
    if not transcript.words:
        return transcript
    alignment = align_script(script_words(record.paragraphs), transcript.words)
    if not alignment.is_script:
        reason = f"{alignment.said:.0%} of it is said, less than half"
        if record.is_required:
            raise InputError(path=record.name, reason=f"{reason}: it is the text of something else")
        return replace(transcript, notices=(*transcript.notices, f"{record.name}: {reason}; it is not used"))
    choices = choose_readings(alignment)
    chosen, forced = ask_sound(choices, record.sound, transcript.language, progress)
    words = script_transcript_words(choices, chosen, forced)
    beyond = said_beyond(choices, chosen)
    return replace(
        transcript,
        words=words,
        notices=(*transcript.notices, *_notices(record.name, left_out(choices, chosen), beyond)),
        unscripted=tuple((start_ms, end_ms) for start_ms, end_ms, _ in beyond),
        readings=(),
    )


def ask_sound(
    choices: ScriptChoices, sound: Sound, language: str, progress: ProgressSink = ignore_progress
) -> tuple[frozenset[int], dict[int, tuple[Word, ...]]]:
    """The open places where the script holds, and their words with the times of the voice.

    Raises:
        InputError: The medium cannot be read.
        EngineError: The model does not know the language.
    """
    from pipeline.speech import Stretch, load_script_aligner, longest_stretch_ms

    questions = script_questions(choices, longest_ms=longest_stretch_ms())
    if not questions:
        return frozenset(), {}
    answers: list[tuple[int, ...]] = []

    def choose(number: int, scores: tuple[float, ...]) -> str:
        question = questions[number]
        answers.append(choices.answer(question, scores))
        return choices.text(question.places, answers[-1]) if answers[-1] else ""

    stretches = [
        Stretch(start_ms=one.start_ms, end_ms=one.end_ms, texts=one.texts, names=choices.names_of(one))
        for one in questions
    ]
    options = replace(sound.options, language=language, task="transcribe")
    aligned = load_script_aligner(sound.settings).choose(sound.media, stretches, choose, options, progress)
    forced: dict[int, tuple[Word, ...]] = {}
    for question, answer, words in zip(questions, answers, aligned, strict=True):
        if words:
            forced.update(_words_by_place(choices, question, answer, words))
    return frozenset(number for answer in answers for number in answer), forced


def _words_by_place(
    choices: ScriptChoices, question: ScriptQuestion, answer: Sequence[int], words: tuple[Word, ...]
) -> dict[int, tuple[Word, ...]]:
    """The timed words of a stretch at the places where the script was chosen."""
    found: dict[int, tuple[Word, ...]] = {}
    position = 0
    for number in range(*question.places):
        length = len(choices.text((number, number + 1), answer).split())
        if number in answer:
            found[number] = words[position : position + length]
        position += length
    return found


def _notices(name: str, missing: Sequence[str], beyond: Sequence[tuple[int, int, str]]) -> list[str]:
    notices = []
    if missing:
        notices.append(f"{name}: {_counted(missing, 'is', 'are')} in the script and not said: {_examples(missing)}")
    if beyond:
        texts = [text for _, _, text in beyond]
        notices.append(f"{name}: {_counted(texts, 'is', 'are')} said and not in the script: {_examples(texts)}")
    return notices


def _counted(passages: Sequence[str], one: str, many: str) -> str:
    return f"1 passage {one}" if len(passages) == 1 else f"{len(passages)} passages {many}"


def _examples(passages: Sequence[str]) -> str:
    """The longest ones, in their order."""
    longest = sorted(range(len(passages)), key=lambda number: -len(passages[number]))[:_SHOWN]
    shown = [_shortened(passages[number]) for number in sorted(longest)]
    return ", ".join(f"“{text}”" for text in shown) + (", …" if len(passages) > _SHOWN else "")


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_LETTERS else text[:_SHOWN_LETTERS].rsplit(" ", 1)[0] + " …"
