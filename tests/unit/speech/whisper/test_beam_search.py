"""The beam search over a decoder whose probabilities are written down."""

import torch

from pipeline.speech.whisper.beam_search import SearchRules, search
from pipeline.speech.whisper.memory import Memory

VOCABULARY = 8
END = 7


class WrittenDecoder:
    """After each text the probabilities of the next tokens; what is not named is next to impossible."""

    def __init__(self, probabilities: dict[tuple[int, ...], dict[int, float]]) -> None:
        self._probabilities = probabilities
        self._texts: list[tuple[int, ...]] = []

    def read(self, tokens, memory, state):
        """What comes next stands for what the decoder thinks."""
        if state.length == 0:
            self._texts = [()]
        else:
            # The search keeps the likeliest first: the row that a token goes on from is told by what it may follow.
            self._texts = [self._grown(number) for (number,) in tokens.tolist()]
        state.length += tokens.shape[1]
        state.looks.append(torch.zeros(len(tokens), 1, tokens.shape[1], 4))
        logits = torch.full((len(tokens), tokens.shape[1], VOCABULARY), -30.0)
        for row, text in enumerate(self._texts):
            for number, probability in self._probabilities[text].items():
                logits[row, :, number] = torch.tensor(probability).log()
        return logits

    def logits(self, hidden):
        return hidden

    def choose(self, hidden, count, never):
        hidden[:, list(never)] = -torch.inf
        return hidden.log_softmax(dim=-1).topk(count, dim=-1)

    def likeliest_after(self, tokens, memory, state, count, never):
        return self.choose(self.read(tokens[:, None], memory, state)[:, 0], count, never)

    def _grown(self, number: int) -> tuple[int, ...]:
        return next((*text, number) for text in self._texts if (*text, number) in self._probabilities)


def _found(probabilities: dict[tuple[int, ...], dict[int, float]], usual=None) -> list[int]:
    """The text that a search of two hypotheses ends with."""
    memory = Memory.empty(torch.zeros(1, 4), layers=1, heads=1, width=1)
    rules = SearchRules(
        sot_index=0,
        eot=END,
        no_speech=6,
        suppressed=[6],
        not_first=[END],
        longest=10,
        beam_size=2,
        frames=4,
        usual=usual,
    )
    (found,) = search(WrittenDecoder(probabilities), memory, torch.tensor([[0]]), rules)
    return found.tokens


def _of_two(probability: float, usual) -> list[int]:
    """Of two texts that the sound makes about as likely, 1 and 2, where 1 has this probability."""
    return _found({(): {1: probability, 2: 1 - probability}, (1,): {END: 1.0}, (2,): {END: 1.0}}, usual)


def test_endings_that_are_not_among_the_best_do_not_stop_the_search():
    """Two hypotheses, and both may end early: the better one goes on, and its whole text is the likelier."""
    probabilities = {
        (): {1: 0.9, 2: 0.1},
        (1,): {3: 0.8, END: 0.2},
        (2,): {END: 0.6, 3: 0.4},
        (1, 3): {4: 0.9, END: 0.1},
        (2, 3): {END: 0.6, 4: 0.4},
        (1, 3, 4): {5: 0.99, END: 0.01},
        (2, 3, 4): {END: 1.0},
        (1, 3, 4, 5): {END: 1.0},
    }
    assert _found(probabilities) == [1, 3, 4, 5]


def test_hypotheses_that_say_the_same_for_a_while_leave_their_places_to_others():
    """Two hypotheses that differ in their first token only would push out what is the best text in the end."""
    goes_on = {(): {3: 1.0}, (3,): {4: 1.0}, (3, 4): {5: 1.0}, (3, 4, 5): {1: 0.6, 2: 0.4}}
    ends = {(3, 4, 5, 1): {3: 0.4, 4: 0.3, 5: 0.3}, (3, 4, 5, 2): {END: 1.0}}
    ends |= {(3, 4, 5, 1, last): {END: 1.0} for last in (3, 4, 5)}
    likewise = {(first, *text): some for first in (1, 2) for text, some in (goes_on | ends).items()}
    assert _found({(): {1: 0.5, 2: 0.45}, **likewise}) == [1, 3, 4, 5, 2]


def test_of_texts_that_sound_alike_the_usual_one_is_of_two():
    assert _of_two(0.55, None) == [1]
    assert _of_two(0.55, lambda texts: [-9.0 if text == [1] else -2.0 for text in texts]) == [2]
    assert _of_two(0.45, lambda texts: [-9.0 if text == [1] else -2.0 for text in texts]) == [2]


def test_the_sound_counts_more_than_how_usual_a_text_is():
    assert _of_two(0.8, lambda texts: [-9.0 if text == [1] else -2.0 for text in texts]) == [1]


def test_a_text_that_is_sure_is_not_compared():
    def never(texts):
        raise AssertionError(texts)

    assert _of_two(0.9, never) == [1]
