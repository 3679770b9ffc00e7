"""Word times: none in silence, none missing."""

import numpy as np
import pytest

from pipeline.speech.recogniser import HeardWord
from pipeline.speech.spans import Span
from pipeline.speech.whisper.alignment import join_words, median_of_seven, warp
from pipeline.speech.windows import RATE_HZ, Piece, Window
from pipeline.speech.word_times import cut_to_speech, missed_speech, place_words

MS = RATE_HZ // 1000


def _window(*spans: tuple[int, int], start_ms: int = 0, end_ms: int = 20_000) -> Window:
    length = (end_ms - start_ms) * MS
    return Window(
        np.zeros(length, np.float32),
        (Piece(start_ms * MS, length, 0),),
        tuple(Span(start * MS, end * MS) for start, end in spans),
    )


def _word(text: str, start_ms: int, end_ms: int) -> HeardWord:
    return HeardWord(text=text, start=start_ms * MS, end=end_ms * MS, probability=0.9)


CUTS = {
    "inside speech": ((100, 200), (100, 200)),
    "swallows the pause after it": ((300, 690), (300, 500)),
    "begins in a pause": ((550, 800), (700, 800)),
    "a pause inside: the later side": ((200, 850), (700, 850)),
    "a pause inside: a later side too short for a word": ((200, 760), (200, 500)),
    "two short sides: the longer one": ((450, 780), (700, 780)),
    "wholly in a pause": ((520, 580), (520, 580)),
    "after all speech": ((1500, 1600), (1500, 1600)),
}


@pytest.mark.parametrize(("before", "after"), CUTS.values(), ids=CUTS.keys())
def test_words_are_cut_to_speech(before, after):
    """A word lasts only while somebody speaks."""
    start, end = (time_ms * MS for time_ms in before)
    spans = [Span(0, 500 * MS), Span(700 * MS, 1000 * MS)]
    assert tuple(time // MS for time in cut_to_speech(start, end, spans)) == after


def test_words_get_their_times_in_the_medium():
    """The window starts at ten seconds; its words do, too."""
    window = _window((10_000, 11_000), start_ms=10_000)
    placed = place_words([_word(" One", 320, 520), _word("-two", 520, 1900)], window)
    assert [(w.text, w.start_ms, w.end_ms, w.space_before, w.starts_segment) for w in placed] == [
        ("One", 10_400, 10_600, True, True),
        ("-two", 10_600, 11_000, False, False),
    ]


def test_the_first_word_after_a_pause_begins_with_the_speech():
    """The detector hears a beginning more sharply than the alignment."""
    window = _window((1000, 2000))
    (first, second) = place_words([_word(" One", 1000, 1400), _word(" two", 1400, 1900)], window)
    assert (first.start_ms, second.start_ms) == (1000, 1480)


def test_speech_without_words_is_found():
    """Two neighbouring spans of speech without any word are one stretch to hear again."""
    window = _window((0, 3000), (4000, 6000), (6500, 8000), (9000, 9500))
    words = place_words(
        [_word(" one", 100, 900), _word(" extraordinarily", 1200, 3000), _word(" c", 9000, 9400)], window
    )
    assert list(missed_speech(words, window)) == [window.spans[1:3]]


def test_one_word_does_not_stand_for_the_sentence_in_whose_span_it_lies():
    """What is left of a span when the word is taken out of it is heard again; so is what a word was stretched over."""
    window = _window((0, 9000), (9500, 11_000))
    (word,) = place_words([_word(" O", 100, 8800)], window)
    (rest,) = missed_speech([word], window)
    assert [(span.start // MS, span.end // MS) for span in rest] == [(950, 9000), (9500, 11_000)]


def test_pauses_inside_of_a_word_that_is_spelled_out_belong_to_it():
    """A number said in groups begins with its first group."""
    window = _window((0, 1000), (1400, 2100), (2600, 3300), (4000, 5000))
    words = place_words([_word(" call", 500, 920), _word(" 1-800-555-0199.", 920, 4900)], window)
    assert [(word.start_ms, word.end_ms) for word in words] == [(580, 1000), (1400, 4980)]
    assert list(missed_speech(words, window)) == []


def test_a_short_word_holds_no_pause():
    """The detector knows better where speech begins; only what is spoken long is spared."""
    window = _window((0, 1000), (1400, 2100), (2600, 3300), (4000, 5000))
    assert place_words([_word(" four", 920, 4900)], window)[0].start_ms == 4000


def test_a_short_noise_without_words_is_not_heard_again():
    """A cough is not worth a second look."""
    window = _window((0, 3000), (4000, 4800))
    words = place_words([_word(" one", 100, 900), _word(" extraordinarily", 1200, 3000)], window)
    assert list(missed_speech(words, window)) == []


def test_a_window_without_words_is_missed_entirely():
    """The decoder gave up at once."""
    window = _window((0, 3000), (4000, 4800))
    assert list(missed_speech((), window)) == [window.spans]


def test_what_no_space_parts_is_one_word():
    """Whisper gives `1` and `,000`, `well` and `-known`."""
    joined = join_words([_word(" 1", 0, 100), _word(",000", 100, 400), _word(" points.", 400, 700)])
    assert [(word.text, word.start // MS, word.end // MS) for word in joined] == [
        (" 1,000", 0, 400),
        (" points.", 400, 700),
    ]


def test_the_median_network_gives_the_median():
    """Compared with sorting, mirrored at the ends as whisper does it."""
    import torch

    values = torch.from_numpy(np.random.default_rng(3).normal(size=(2, 5, 40)).astype(np.float32))
    padded = torch.nn.functional.pad(values, (3, 3), mode="reflect")
    expected = padded.unfold(-1, 7, 1).sort()[0][..., 3]
    assert torch.equal(median_of_seven(values), expected)


def _slow_warp(matrix: np.ndarray) -> list[int]:
    """Dynamic time warping cell by cell, with whisper's rule for equal costs."""
    rows, columns = matrix.shape
    cost = np.full((rows + 1, columns + 1), np.inf)
    step = np.full((rows + 1, columns + 1), 2)
    cost[0, 0] = 0
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            corner, above, left = cost[row - 1, column - 1], cost[row - 1, column], cost[row, column - 1]
            if corner < above and corner < left:
                step[row, column] = 0
            elif above < corner and above < left:
                step[row, column] = 1
            cost[row, column] = min(corner, above, left) - matrix[row - 1, column - 1]
    step[0, :], step[:, 0] = 2, 1
    row, column, path = rows, columns, []
    while row > 0 or column > 0:
        path.append((row - 1, column - 1))
        moved = step[row, column]
        row, column = row - (moved != 2), column - (moved != 1)
    return [min(column for at, column in path if at == row) for row in range(rows)]


def test_warping_a_batch_gives_what_warping_one_by_one_gives():
    """Matrices of different sizes, together and alone."""
    random = np.random.default_rng(5)
    matrices = [random.normal(size=shape).astype(np.float32) for shape in [(4, 30), (9, 50), (1, 10), (12, 41)]]
    assert [columns.tolist() for columns in warp(matrices)] == [_slow_warp(matrix) for matrix in matrices]
