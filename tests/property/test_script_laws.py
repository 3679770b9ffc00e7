"""Laws of scripts: whatever the script, the voice is never lost."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.edits.script import align_script, script_words, spoken_letters_of
from pipeline.edits.script_choices import choose_readings, script_questions, script_transcript_words
from pipeline.model import Word

WORDS = st.sampled_from(
    ["a", "the", "city", "Town,", "score.", "well-known", "5", "%", "–", "東京", "é", "data", "and"]
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)


@st.composite
def voices(draw: st.DrawFn) -> tuple[Word, ...]:
    words, now_ms = [], 0
    for text in draw(st.lists(WORDS, max_size=40)):
        start_ms = now_ms + draw(st.integers(0, 900))
        now_ms = start_ms + draw(st.integers(0, 500))
        words.append(Word(text=text, start_ms=start_ms, end_ms=now_ms, space_before=draw(st.booleans())))
    return tuple(words)


@given(TEXTS, voices())
@settings(max_examples=150)
def test_places_cover_the_voice_once_and_in_order(text, heard):
    alignment = align_script(script_words([text]), heard)
    position = 0
    for place in alignment.places:
        assert place.heard[0] == position
        position = place.heard[1]
        assert 0 <= place.script[0] <= place.script[1] <= len(alignment.script)
        assert place.script[0] < place.script[1] or place.heard[0] < place.heard[1]
    assert position == len(alignment.heard)


@given(TEXTS, voices(), st.data())
@settings(max_examples=150)
def test_any_choice_gives_words_in_order_of_time(text, heard, data):
    choices = choose_readings(align_script(script_words([text]), heard))
    chosen = []
    for question in script_questions(choices, longest_ms=28_000):
        scores = data.draw(st.lists(st.floats(-50, 0), min_size=len(question.texts), max_size=len(question.texts)))
        chosen += choices.answer(question, scores)
    words = script_transcript_words(choices, chosen, {})
    assert all(one.start_ms <= other.start_ms for one, other in itertools.pairwise(words))


@given(voices())
@settings(max_examples=100)
def test_what_was_said_as_its_own_script_changes_nothing(heard):
    """The same letters at the same times."""
    said = " ".join(word.text for word in heard)
    choices = choose_readings(align_script(script_words([said]), heard))
    assert not script_questions(choices, longest_ms=28_000)
    words = script_transcript_words(choices, (), {})
    assert spoken_letters_of(word.text for word in words) == spoken_letters_of(word.text for word in heard)
