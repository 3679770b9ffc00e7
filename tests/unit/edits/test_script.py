"""A script against recognised words, and which of both readings holds; the sound is played by tables of scores."""

from __future__ import annotations

import random

import pytest

from pipeline.edits.script import align_script, script_words
from pipeline.edits.script_choices import (
    Reading,
    choose_readings,
    left_out,
    said_beyond,
    script_questions,
    script_transcript_words,
)
from pipeline.model import Word, join_words

FIRST = "The city of Rongcheng is one example of a town where everyone starts with the same number of points."
SECOND = "What happens to people who are found untrustworthy is decided by the offices of their own province."
THIRD = "Critics call all of this a tool of control, since records contain errors that nobody can appeal against."


def voice(text: str, *, pause_ms: int = 40) -> tuple[Word, ...]:
    """Recognised words, a word every 300 ms; sentences stand a little apart."""
    words, start_ms = [], 500
    for part in text.split():
        words.append(Word(text=part, start_ms=start_ms, end_ms=start_ms + 260, probability=0.9))
        start_ms += 260 + (400 if part.endswith(".") else pause_ms)
    return tuple(words)


def decide(script: str, heard: str | tuple[Word, ...], *, says_script=lambda text: True):
    """What comes out where the sound supports the texts that `says_script` is true of, and nothing else."""
    words = voice(heard) if isinstance(heard, str) else heard
    choices = choose_readings(align_script(script_words(script.split("\n")), words))
    chosen = []
    for question in script_questions(choices, longest_ms=28_000):
        scores = [0.0, *(20.0 if says_script(text) else -20.0 for text in question.texts[1:])]
        chosen += choices.answer(question, scores)
    made = script_transcript_words(choices, chosen, {})
    return join_words(made), left_out(choices, chosen), [text for _, _, text in said_beyond(choices, chosen)]


def never(text: str) -> bool:
    return False


def test_equal_words_take_the_spelling_of_the_script():
    said = FIRST.lower().replace(".", "")
    assert decide(FIRST, said) == (FIRST, (), [])


def test_a_word_that_script_and_recogniser_agree_on_is_in_no_doubt():
    """Two who knew nothing of each other say the same; where they differ, the recogniser's doubt stays."""
    words = voice(FIRST.replace("number", "amount"))
    choices = choose_readings(align_script(script_words([FIRST]), words))
    made = script_transcript_words(choices, [], {})
    assert {word.probability for word in made if word.text != "amount"} == {0.99}
    assert [word.probability for word in made if word.text == "amount"] == [0.9]


def test_a_name_that_was_written_by_its_sound_is_the_scripts():
    heard = FIRST.replace("Rongcheng", "Rong Cheng")
    assert decide(FIRST, heard, says_script=never)[0] == FIRST  # equal letters need no listening
    assert decide(FIRST, FIRST.replace("Rongcheng", "Ranchang"))[0] == FIRST


def test_what_the_sound_speaks_against_stays_as_it_was_said():
    heard = FIRST.replace("same", "highest")
    text, _missing, beyond = decide(FIRST, heard, says_script=never)
    assert text == heard
    assert beyond == ["highest"]


def test_a_sentence_that_nobody_said_is_left_out_without_listening():
    """There is no time for it between its neighbours."""
    text, missing, beyond = decide(f"{FIRST} {SECOND} {THIRD}", f"{FIRST} {THIRD}")
    assert text == f"{FIRST} {THIRD}"
    assert missing == (SECOND,)
    assert beyond == []


def test_a_sentence_beyond_the_script_stays():
    text, missing, beyond = decide(f"{FIRST} {THIRD}", f"{FIRST} {SECOND} {THIRD}")
    assert text == f"{FIRST} {SECOND} {THIRD}"
    assert missing == ()
    assert beyond == [SECOND]


def test_a_sentence_said_instead_of_another_stays():
    text, _missing, beyond = decide(f"{FIRST} {SECOND} {SECOND[::-1]}", f"{FIRST} {SECOND} {THIRD}", says_script=never)
    assert text == f"{FIRST} {SECOND} {THIRD}"
    assert beyond


@pytest.mark.parametrize(
    "order", [(SECOND, FIRST, THIRD), (FIRST, THIRD, SECOND), (THIRD, FIRST, SECOND), (THIRD, SECOND, FIRST)]
)
def test_moved_paragraphs_are_found(order):
    heard = " ".join(order).lower()
    text, missing, beyond = decide(f"{FIRST}\n{SECOND}\n{THIRD}", heard)
    assert (text, missing, beyond) == (" ".join(order), (), [])


def test_a_passage_said_twice_takes_the_script_twice():
    text, missing, beyond = decide(f"{FIRST}\n{SECOND}", f"{FIRST} {SECOND} {FIRST}".lower())
    assert (text, missing, beyond) == (f"{FIRST} {SECOND} {FIRST}", (), [])


def test_a_passage_that_the_script_has_twice_is_said_once():
    assert decide(f"{FIRST}\n{FIRST}\n{SECOND}", f"{FIRST} {SECOND}")[0] == f"{FIRST} {SECOND}"


def test_a_text_about_the_same_is_no_script():
    article = "In the city where people of the province live the offices decide, and the critics of a tool say that all is lost"
    assert not align_script(script_words([article]), voice(f"{FIRST} {SECOND} {THIRD}")).is_script
    assert align_script(script_words([FIRST, SECOND]), voice(f"{FIRST} {THIRD}")).said == pytest.approx(0.5, abs=0.1)


def test_words_of_a_script_without_spaces_are_taken_over():
    script, heard = "東京は大きい。とても広い街だ。", "東京は大きいとても広い街だ"
    words = tuple(
        Word(text=char, start_ms=200 * n, end_ms=200 * n + 180, space_before=False) for n, char in enumerate(heard)
    )
    assert decide(script, words)[0] == script


def test_an_empty_pause_can_hold_a_word():
    """The recogniser left a small word out; the sound has it."""
    assert decide(FIRST, FIRST.replace("of a town", "of town"))[0] == FIRST
    assert decide(FIRST, FIRST.replace("of a town", "of town"), says_script=never)[1] == ("a",)


def test_neighbours_are_also_decided_together():
    """Each by itself is against the sound, both together are what was said."""
    script, heard = "Depois que o salso mar a terra banha.", "Depois que o sal sumar a terra banha."
    says = "Depois que o salso mar a terra banha."
    assert decide(script, heard, says_script=lambda text: text == says)[0] == script
    assert decide(script, heard, says_script=never)[0] == heard


def test_questions_fit_what_is_listened_to_at_once():
    """Whatever the number of differences; each open place is asked about once."""
    rng = random.Random(4)
    words = [f"word{rng.randrange(5_000)}" for _ in range(3_000)]
    heard = [word if rng.random() < 0.9 else f"other{rng.randrange(5_000)}" for word in words]
    choices = choose_readings(align_script(script_words([" ".join(words)]), voice(" ".join(heard))))
    questions = script_questions(choices, longest_ms=28_000)
    assert all(0 <= one.start_ms < one.end_ms <= one.start_ms + 28_000 for one in questions)
    assert [one.start_ms for one in questions] == sorted(one.start_ms for one in questions)
    asked = [number for one in questions for number in one.open]
    assert sorted(asked) == [number for number, one in enumerate(choices.readings) if one is Reading.OPEN]
    assert all(len(one.texts) == 1 + len(one.readings) for one in questions)


def test_a_script_whose_sentences_were_shuffled_is_found_sentence_by_sentence():
    """A thousand of them, in any order."""
    rng = random.Random(3)
    sentences = [" ".join(f"w{rng.randrange(9_000)}" for _ in range(12)) + "." for _ in range(1_100)]
    said = rng.sample(sentences, len(sentences))
    alignment = align_script(script_words(sentences), voice(" ".join(said)))
    same = sum(place.is_same for place in alignment.places)
    assert same > 0.99 * len(alignment.heard)
