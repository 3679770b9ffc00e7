"""Spans of speech and the windows that Whisper hears."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.speech.detector_sound import FRAME
from pipeline.speech.spans import Span, speech_spans
from pipeline.speech.windows import MAX_WINDOW, RATE_HZ, Window, cut_windows, part_of


class FakeVoice:
    """Says that there is speech where the sound is not silent."""

    def __init__(self) -> None:
        self._left = np.zeros(0, np.float32)

    def probabilities(self, block):
        audio = np.concatenate([self._left, block])
        count = len(audio) // FRAME
        self._left = audio[count * FRAME :]
        for frame in audio[: count * FRAME].reshape(count, FRAME):
            level = float(np.abs(frame).max())
            yield (0.9 if level > 0.1 else 0.05), level


def _audio(*parts: tuple[float, float]) -> np.ndarray:
    """Pairs of (seconds of speech, seconds of silence after it); each sample is unique enough to be told apart."""
    pieces = []
    for speech_s, silence_s in parts:
        pieces.append(np.full(round(speech_s * RATE_HZ), 0.5, np.float32))
        pieces.append(np.zeros(round(silence_s * RATE_HZ), np.float32))
    return np.concatenate(pieces)


def _blocks(audio: np.ndarray):
    for start in range(0, len(audio), 4 * RATE_HZ):
        yield audio[start : start + 4 * RATE_HZ]


def _windows(*parts: tuple[float, float]) -> list[Window]:
    return list(cut_windows(_blocks(_audio(*parts)), FakeVoice()))


def _frames(text: str):
    return [(0.9, 0.2) if char == "#" else (0.4, 0.1) if char == "+" else (0.1, 0.0) for char in text]


SPANS = {
    "silence": ("......", []),
    "one span": ("..####....", [(2, 6)]),
    "a click is no speech": ("..##....", []),
    "a short pause does not end it": ("..###...###....", [(2, 11)]),
    "a pause of four frames does": ("..###....###....", [(2, 5), (9, 12)]),
    "uncertain frames keep it alive": ("..###++++++###....", [(2, 14)]),
    "uncertain frames do not start it": ("..+++++....", []),
    "speech to the end": ("..####", [(2, 6)]),
}


@pytest.mark.parametrize(("text", "spans"), SPANS.values(), ids=SPANS.keys())
def test_spans_follow_the_two_thresholds(text, spans):
    """Speech starts at one half and ends below 0.35; 128 ms of pause end it."""
    found = [(span.start // FRAME, span.end // FRAME) for span in speech_spans(_frames(text))]
    assert found == spans


def test_an_endless_span_is_cut_where_it_is_quietest():
    """Nobody pauses for a minute: the cut falls into the quietest place of the second half of 20 s."""
    frames = [(0.9, 0.2)] * 2000
    frames[500] = frames[501] = frames[502] = (0.9, 0.01)
    first, second, *_ = speech_spans(frames)
    assert first.end == 501 * FRAME or first.end == 502 * FRAME
    assert second.start - first.end <= FRAME


def test_windows_are_cut_at_the_longest_pause_that_leaves_them_full():
    """A paragraph's end is a better cut than a comma."""
    windows = _windows((8, 0.2), (8, 0.2), (8, 1.0), (3, 0.2), (8, 0.5))
    assert len(windows) == 2
    assert windows[0].spans[-1].end / RATE_HZ == pytest.approx(24.4, abs=0.1)


def test_a_long_pause_inside_a_window_is_left_out():
    """Silence costs the encoder as much as speech; times are mapped back over it."""
    (window,) = _windows((2, 20), (2, 1))
    assert len(window.samples) < 8 * RATE_HZ
    assert window.to_medium(0) == window.start
    assert window.to_medium(len(window.samples), is_end=True) == window.end
    seam = window.pieces[1].offset
    assert window.to_medium(seam, is_end=True) < 3 * RATE_HZ
    assert window.to_medium(seam) > 21 * RATE_HZ


def test_silence_gives_no_window():
    """Nothing is decoded where nobody speaks."""
    assert _windows((0, 60)) == []


def test_parts_of_a_window_keep_their_spans():
    """Both halves together hold the speech of the whole."""
    (window,) = _windows((3, 0.3), (3, 0.9), (3, 1))
    left, right = part_of(window, window.spans[:2]), part_of(window, window.spans[2:])
    assert left.spans + right.spans == window.spans
    assert len(left.spans) == 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0.15, 40.0), st.floats(0.15, 8.0)).map(lambda pair: (round(pair[0], 2), round(pair[1], 2))),
        min_size=1,
        max_size=8,
    )
)
def test_windows_hold_all_speech_once_and_fit(parts):
    """Whatever the rhythm: no speech is lost, none is heard twice, no window is longer than Whisper hears."""
    audio = _audio(*parts)
    windows = list(cut_windows(_blocks(audio), FakeVoice()))
    spans = [span for window in windows for span in window.spans]
    assert spans == list(speech_spans(FakeVoice().probabilities(audio)))
    for window in windows:
        assert len(window.samples) == sum(piece.length for piece in window.pieces) <= MAX_WINDOW + RATE_HZ
        for piece in window.pieces:
            inside = window.samples[piece.offset : piece.offset + piece.length]
            assert np.array_equal(inside, audio[piece.start : piece.start + piece.length])
        for span in window.spans:
            assert any(p.start <= span.start and span.end <= p.start + p.length for p in window.pieces)
    for before, after in itertools.pairwise(windows):
        assert before.end <= after.start


def test_a_part_of_a_window_keeps_the_place_in_the_medium():
    """What is heard again is mapped back to where it was."""
    (window,) = _windows((2, 0.5), (2, 5), (2, 0.5), (2, 1))
    part = part_of(window, window.spans[2:3])
    middle = (window.spans[2].start + window.spans[2].end) // 2
    assert part.to_medium(middle - part.start) == middle
    assert part.start >= window.spans[1].end
    assert isinstance(part.spans[0], Span)


def _stretch(probability: float, count: int, loudness: float = 0.05) -> list[tuple[float, float]]:
    return [(probability, loudness)] * count


def test_faint_speech_is_found_where_nothing_clear_is():
    """A voice on the telephone: the detector doubts all of it; the words there must be convincing."""
    frames = [*_stretch(0.02, 40, 0.001), *_stretch(0.28, 120), *_stretch(0.02, 40, 0.001)]
    (span,) = speech_spans(frames)
    assert (span.start // FRAME, span.end // FRAME, span.is_faint) == (40, 160, True)


@pytest.mark.parametrize(
    "frames",
    [_stretch(0.28, 45), _stretch(0.05, 200), _stretch(0.28, 200, 0.0001)],
    ids=["short", "too unlikely", "too quiet"],
)
def test_what_is_no_faint_speech(frames):
    """A stretch between two words, music, and the hiss of a microphone."""
    assert list(speech_spans([*_stretch(0.02, 20, 0.0), *frames, *_stretch(0.02, 20, 0.0)])) == []


def _syllables(count: int, loud: float = 0.06) -> list[tuple[float, float]]:
    """Sound that comes and goes four times a second."""
    return [(0.03, loud if number % 8 < 4 else loud / 20) for number in range(count)]


def test_sound_like_speech_without_a_voice_is_reported():
    """As loud as the speech before it, in the rhythm of syllables: a person should listen."""
    told: list[Span] = []
    frames = [*_stretch(0.9, 100), *_stretch(0.02, 10, 0.0), *_syllables(300)]
    assert len(list(speech_spans(frames, told.append))) == 1
    (span,) = told
    assert (span.start // FRAME, span.end // FRAME) == (100, 410)


@pytest.mark.parametrize(
    "sound",
    [_syllables(300, 0.004), _stretch(0.03, 300), _syllables(100)],
    ids=["quiet", "steady", "short"],
)
def test_other_sound_is_not_reported(sound):
    """Much quieter than the speech, without rhythm, or a few seconds only."""
    told: list[Span] = []
    list(speech_spans([*_stretch(0.9, 100), *_stretch(0.02, 10, 0.0), *sound], told.append))
    assert told == []
