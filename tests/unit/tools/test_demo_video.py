"""The demonstration video, its narration and its word times belong together."""

import json
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tools.demo_video import (
    Sound,
    TimedWord,
    group_phonemes,
    share_words,
    spell_number,
    split_paragraphs,
    split_sentences,
    words_document,
)

MEDIA = Path(__file__).resolve().parents[3] / "media"


@pytest.fixture(scope="module")
def words() -> list[dict]:
    return json.loads((MEDIA / "social-credit.words.json").read_text(encoding="utf-8"))["words"]


def test_paragraphs_are_parted_by_blank_lines():
    assert split_paragraphs("One\nslide.\n\nAnother.\n") == ("One slide.", "Another.")


def test_sentences_end_at_full_stops_and_question_marks_but_not_in_numbers():
    assert split_sentences("Is it 1,000? Yes. So be it.") == ("Is it 1,000?", "Yes.", "So be it.")


@pytest.mark.parametrize(("word", "spoken"), [("2014,", "twenty fourteen,"), ("6", "six"), ("score?", "score?")])
def test_numbers_are_spoken_as_words(word, spoken):
    assert spell_number(word) == spoken


def test_spaces_and_punctuation_belong_to_no_word():
    phonemes = [("^", 5), ("a", 10), ("b", 10), (",", 7), (" ", 3), ("c", 20), (".", 9), ("$", 1)]
    assert group_phonemes(phonemes) == (
        Sound(phonemes="ab", start=5, end=25),
        Sound(phonemes="c", start=35, end=55),
    )


def test_a_number_takes_all_of_its_spoken_words():
    sounds = [Sound(phonemes=name, start=at, end=at + 5) for name, at in (("in", 0), ("tw", 10), ("ft", 20))]
    shared = share_words(["In", "2014,"], sounds)
    assert [(sound.start, sound.end) for sound in shared] == [(0, 5), (10, 25)]


def test_words_that_ran_together_are_reported():
    with pytest.raises(ValueError, match="2 spoken words, but 1 sounds"):
        share_words(["on", "the"], [Sound(phonemes="onthe", start=0, end=9)])


def test_the_document_holds_whole_milliseconds():
    document = words_document([TimedWord(text="Not", start_ms=1, end_ms=2)])
    assert document["words"] == [{"text": "Not", "start_ms": 1, "end_ms": 2}]


def test_the_word_times_cover_the_script_word_by_word(words):
    script = (MEDIA / "social-credit.script.txt").read_text(encoding="utf-8")
    assert [word["text"] for word in words] == script.split()


def test_the_words_follow_one_another(words):
    times = [time for word in words for time in (word["start_ms"], word["end_ms"])]
    assert all(type(time) is int for time in times)
    assert times == sorted(times)
    assert all(word["start_ms"] < word["end_ms"] for word in words)


def test_the_video_is_small_and_longer_than_its_words(words):
    path = MEDIA / "social-credit.mp4"
    assert path.stat().st_size < 4_000_000
    with av.open(str(path)) as container:
        (picture,), (sound,) = container.streams.video, container.streams.audio
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert (picture.width, picture.height, picture.average_rate) == (1280, 720, Fraction(25))
        assert words[-1]["end_ms"] < container.duration / 1000 < 150_000
