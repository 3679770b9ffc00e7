"""Short pauses: a word begins after one, where the sound before it is the end of the word before."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.speech.recogniser import HeardWord
from pipeline.speech.short_pauses import find_short_pauses
from pipeline.speech.spans import Span
from pipeline.speech.windows import RATE_HZ, Piece, Window
from pipeline.speech.word_times import place_words

MS = RATE_HZ // 1000
TOLERANCE = 15 * MS


def _sound(*parts: tuple[str, int], noise: float = 0.001) -> np.ndarray:
    """Vowels, hisses and silence of so many milliseconds, over noise."""
    random = np.random.default_rng(4)
    pieces = []
    for kind, length_ms in parts:
        times = np.arange(length_ms * MS) / RATE_HZ
        vowel = 0.1 * sum(np.sin(2 * np.pi * 120 * k * times) for k in range(1, 8))
        hiss = np.diff(random.normal(size=len(times) + 1)) * 0.02
        pieces.append({"vowel": vowel, "hiss": hiss, "silence": 0 * times}[kind])
    sound = np.concatenate(pieces)
    return (sound + random.normal(size=len(sound)) * noise).astype(np.float32)


WEIGHS = (("vowel", 1000), ("hiss", 140), ("silence", 110), ("vowel", 900), ("silence", 400))
"""A word that ends in a hiss from 1000 to 1140 ms, and one that begins at 1250 ms."""

STARTS = {
    "in the hiss of the word before": (1020, 1250),
    "in the pause": (1180, 1250),
    "just after the pause": (1320, 1250),
    "long after the pause": (1500, 1500),
    "before a vowel, which is its own": (850, 850),
}


@pytest.mark.parametrize(("heard_ms", "start_ms"), STARTS.values(), ids=STARTS.keys())
@pytest.mark.parametrize("noise", [0.0, 0.001, 0.003], ids=["none", "little", "much"])
def test_a_word_begins_after_the_pause_that_its_time_touches(heard_ms, start_ms, noise):
    """Wherever attention put its start near the pause, and however loud the room is."""
    pauses = find_short_pauses(_sound(*WEIGHS, noise=noise))
    assert abs(pauses.onset(heard_ms * MS, 2100 * MS, before=0, closure=80 * MS) - start_ms * MS) < TOLERANCE


def test_the_closure_of_a_stop_is_no_pause():
    """`stop` begins before its t."""
    pauses = find_short_pauses(
        _sound(("vowel", 1000), ("hiss", 100), ("silence", 50), ("vowel", 900), ("silence", 400))
    )
    assert pauses.onset(1010 * MS, 2000 * MS, before=0, closure=80 * MS) == 1010 * MS


def test_a_silence_as_short_as_the_longest_closures_begins_a_word_only_where_it_holds_no_stop():
    """`people` has 85 ms of silence before its second p; a number after such a pause begins after it."""
    pauses = find_short_pauses(
        _sound(("vowel", 1000), ("hiss", 140), ("silence", 85), ("vowel", 900), ("silence", 400))
    )
    assert pauses.onset(1020 * MS, 2100 * MS, before=0, closure=80 * MS) == 1020 * MS
    assert abs(pauses.onset(1020 * MS, 2100 * MS, before=0, closure=0) - 1225 * MS) < TOLERANCE


def test_a_pause_at_the_end_of_a_word_is_not_its_beginning():
    """A word of a hiss only, with a pause after it."""
    pauses = find_short_pauses(_sound(*WEIGHS))
    assert pauses.onset(1000 * MS, 1260 * MS, before=0, closure=80 * MS) == 1000 * MS


def test_a_word_keeps_what_lies_before_the_pause_in_front_of_the_next_one():
    """The word before already begins after this pause: the next does not begin with it, too."""
    pauses = find_short_pauses(_sound(*WEIGHS))
    assert pauses.onset(1300 * MS, 2100 * MS, before=1260 * MS, closure=80 * MS) == 1300 * MS


def test_no_word_begins_at_the_end_of_the_sound():
    """The silence at a window's end is no pause, however late attention puts its last word."""
    pauses = find_short_pauses(_sound(*WEIGHS))
    assert pauses.onset(2200 * MS, 2700 * MS, before=0, closure=80 * MS) == 2200 * MS


def test_in_noise_as_loud_as_the_voice_no_pause_is_told():
    """Nothing moves where nothing can be heard."""
    assert find_short_pauses(_sound(*WEIGHS, noise=0.5)).pauses == ()


@pytest.mark.parametrize("length", [0, 1, 100, 479, 480])
def test_a_window_that_is_too_short_has_no_pauses(length):
    """There is nothing to compare."""
    assert find_short_pauses(np.zeros(length, np.float32)).pauses == ()


def test_a_number_after_a_short_pause_gets_its_own_start():
    """The detector hears one span; the word before still lasts until its end by attention."""
    samples = _sound(*WEIGHS)
    window = Window(samples, (Piece(50_000, len(samples), 0),), (Span(50_000, 50_000 + 2150 * MS),))
    heard = [
        HeardWord(text=text, start=start * MS, end=end * MS, probability=0.9)
        for text, start, end in ((" weighs", 200, 950), (" 52,400", 950, 2070))
    ]
    weighs, number = place_words(heard, window)
    assert (weighs.end_ms, abs(number.start_ms - (3125 + 1250)) < 15) == (3125 + 1030, True)
