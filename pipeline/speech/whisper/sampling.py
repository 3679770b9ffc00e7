"""Texts drawn by chance from what the decoder thinks likely: where they differ, the recogniser guessed.

All texts of a window share its encoded audio, so that four cost little more than one. Chance comes from fixed seeds, so
that the texts depend on nothing but the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import exp
from random import Random
from typing import TYPE_CHECKING

from pipeline.speech.recogniser import SAMPLED_TOKENS, SAMPLING_TEMPERATURE
from pipeline.speech.whisper.inference import DecoderState, FastDecoder, Memory

if TYPE_CHECKING:
    from torch import Tensor

    from pipeline.speech.whisper.beam_search import SearchRules


@dataclass(slots=True, eq=False)
class _Text:
    """One text on its way."""

    chance: Random
    row: int
    """Where its next logits stand."""
    tokens: list[int] = field(default_factory=list)
    is_ended: bool = False


def sample(decoder: FastDecoder, memory: Memory, first: Tensor, rules: SearchRules) -> list[list[list[int]]]:
    """For each window the tokens of some texts: as many as `rules` has hypotheses.

    Args:
        decoder: The model's.
        memory: Of the windows; those that are done are forgotten.
        first: Tokens to start from, shape (windows, n).
        rules: See there.
    """
    import torch

    state = DecoderState(memory, texts=rules.beam_size, tokens=first.shape[1] + rules.longest)
    logits = decoder.step(first, memory, state, [first.shape[1] - 1])[:, 0].clone()
    logits[:, list(rules.not_first)] = -torch.inf
    texts = [
        [_Text(Random(number), row) for number in range(rules.beam_size)]  # noqa: S311  # a repeatable choice
        for row in range(len(memory))
    ]
    going = texts
    for _ in range(rules.longest):
        _draw(logits, (text for some in going for text in some), rules)
        left = [[text for text in some if not text.is_ended] for some in going]
        kept = [place for place, some in enumerate(left) if some]
        if not kept:
            break
        if len(kept) < len(going):
            memory.keep_rows(kept)
        going = [left[place] for place in kept]
        rows = _even(going)
        state.keep_rows([text.row for some in rows for text in some])
        read = torch.tensor([[text.tokens[-1]] for some in rows for text in some])
        logits = decoder.step(read, memory, state, [0])[:, 0]
        state.looks.clear()
        for number, some in enumerate(going):
            for place, text in enumerate(some):
                text.row = number * len(rows[0]) + place
    return [[text.tokens for text in some] for some in texts]


def _even(going: Sequence[list[_Text]]) -> list[list[_Text]]:
    """As many texts of each window: the last one again where others have more."""
    width = max(map(len, going))
    return [[*some, *[some[-1]] * (width - len(some))] for some in going]


def _draw(logits: Tensor, texts: Iterable[_Text], rules: SearchRules) -> None:
    """Make each text one token longer, or end it."""
    import torch

    logits[:, list(rules.suppressed)] = -torch.inf
    values, numbers = logits.topk(SAMPLED_TOKENS, dim=-1)
    likely, choices = values.tolist(), numbers.tolist()
    for text in texts:
        best = likely[text.row][0]
        weights = [exp((value - best) / SAMPLING_TEMPERATURE) for value in likely[text.row]]
        (token,) = text.chance.choices(choices[text.row], weights)
        text.is_ended = token == rules.eot
        if not text.is_ended:
            text.tokens.append(token)
