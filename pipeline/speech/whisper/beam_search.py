"""Beam search over encoded windows: whisper's own rules, all hypotheses of all windows in one step.

The hypotheses of a window share its encoded audio, which is most of what a step reads; so five cost little more than
one. What the alignment heads looked at is kept for each, so that word times need no second pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.speech.whisper.inference import DecoderState, FastDecoder, Memory

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRules:
    """What a search must know of the model and the task."""

    sot_index: int
    """Place of the start token among the first tokens."""
    eot: int
    no_speech: int
    """The token that stands for silence."""
    suppressed: Sequence[int]
    """Tokens that never come."""
    not_first: Sequence[int]
    """Tokens that do not come first: a space, and the end."""
    longest: int
    """Tokens of a text at most."""
    beam_size: int
    """Hypotheses of each window."""
    frames: int
    """Positions of the audio that alignment may need; the rest is padding in all windows."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best text of one window."""

    tokens: list[int]
    probabilities: list[float]
    avg_logprob: float
    """Mean over the tokens and the end, as whisper counts."""
    no_speech_prob: float
    looks: Tensor
    """Raw attention of the alignment heads from the start token on, shape (heads, tokens, frames)."""
    first_logits: Tensor
    """After the first token of all."""


@dataclass(slots=True, eq=False)
class _Token:
    """The last token of a hypothesis, with the way back to its first."""

    parent: _Token | None
    number: int
    log_probability: float
    total: float
    """Log-probability of the hypothesis up to here."""
    look: Tensor | None = None
    """Where the alignment heads looked while this token was read; None until it is."""

    def path(self) -> list[_Token]:
        """From the first token on."""
        token, path = self, [self]
        while token.parent is not None:
            token = token.parent
            path.append(token)
        return path[::-1]


@dataclass(slots=True, eq=False)
class _Window:
    """The hypotheses of one window."""

    row: int
    active: list[_Token] = field(default_factory=list)
    ended: list[tuple[float, _Token | None]] = field(default_factory=list)
    """Log-probability for each token, and the last token before the end (None: there was none)."""

    def best(self) -> tuple[float, list[_Token]]:
        """The likeliest hypothesis for its length; one that has not ended where none has."""
        score, last = max(self.ended, key=lambda one: one[0], default=(0.0, None))
        if not self.ended:
            last = max(self.active, key=lambda token: token.total)
            score = last.total / (len(last.path()) + 1)
        return score, [] if last is None else last.path()


def search(decoder: FastDecoder, memory: Memory, first: Tensor, rules: SearchRules) -> list[Found]:
    """The best text of each window.

    Args:
        decoder: The model's.
        memory: Of the windows.
        first: Tokens to start from, shape (windows, n).
        rules: See there.
    """
    import torch

    state = DecoderState(len(memory.keys))
    places = [0, rules.sot_index, first.shape[1] - 1]
    logits = decoder.step(first, memory, state, places)
    opening = state.looks.pop()[:, :, rules.sot_index :, : rules.frames]
    first_logits, silence = logits[:, 0], logits[:, 1].softmax(dim=-1)[:, rules.no_speech].tolist()
    logits = logits[:, 2].clone()
    logits[:, list(rules.not_first)] = -torch.inf
    windows = [_Window(row) for row in range(len(memory))]
    parents = _extend(windows, logits, rules)
    going, length, rows = windows, 1, len(windows)
    while going and length < rules.longest:
        still = [window for window in going if len(window.ended) < rules.beam_size]
        if len(still) < len(going):
            kept = [place for place, window in enumerate(going) if len(window.ended) < rules.beam_size]
            parents = [
                row for place in kept for row in parents[place * rules.beam_size : (place + 1) * rules.beam_size]
            ]
            memory, going = memory.rows(kept), still
            if not going:
                break
        if parents != [*range(rows)]:
            state.keep_rows(torch.tensor(parents))
        rows = len(parents)
        tokens = [token for window in going for token in window.active]
        read = torch.tensor([token.number for token in tokens])[:, None]
        logits = decoder.step(read, memory, state, [0])[:, 0]
        looks = state.looks.pop()[:, :, 0, : rules.frames].half()
        for token, look in zip(tokens, looks, strict=True):
            token.look = look
        parents = _extend(going, logits, rules)
        length += 1
    return [_found(window, opening[window.row], silence[window.row], first_logits[window.row]) for window in windows]


def _extend(windows: Sequence[_Window], logits: Tensor, rules: SearchRules) -> list[int]:
    """Make every hypothesis one token longer, the likeliest that there are.

    Args:
        windows: Each with as many hypotheses as each other; at first with none.
        logits: After each hypothesis, shape (rows, vocabulary); changed here.
        rules: See there.

    Returns:
        For each new hypothesis the row of the one that it goes on from.
    """
    import torch

    logits[:, list(rules.suppressed)] = -torch.inf
    values, numbers = logits.topk(rules.beam_size + 1, dim=-1)
    steps = (values - logits.logsumexp(dim=-1, keepdim=True)).tolist()
    choices = numbers.tolist()
    parents: list[int] = []
    row = 0
    for window in windows:
        before: Sequence[_Token | None] = window.active or [None]
        candidates = [
            (step + (parent.total if parent else 0.0), row + place, number, step, parent)
            for place, parent in enumerate(before)
            for step, number in zip(steps[row + place], choices[row + place], strict=True)
        ]
        row += len(before)
        candidates.sort(key=lambda one: -one[0])
        parents.extend(_choose(window, candidates, rules))
    return parents


def _choose(
    window: _Window, candidates: Sequence[tuple[float, int, int, float, _Token | None]], rules: SearchRules
) -> Iterator[int]:
    """Keep the best candidates; those that end come before them are noted, as many as there are hypotheses."""
    window.active = []
    for total, row, number, step, parent in candidates:
        if number == rules.eot:
            if len(window.ended) < rules.beam_size:
                count = 1 + (len(parent.path()) if parent else 0)
                window.ended.append((total / count, parent))
            continue
        window.active.append(_Token(parent, number, step, total))
        yield row
        if len(window.active) == rules.beam_size:
            return


def _found(window: _Window, opening: Tensor, no_speech_prob: float, first_logits: Tensor) -> Found:
    from math import exp

    import torch

    score, path = window.best()
    looks = [token.look.float() for token in path if token.look is not None]
    return Found(
        tokens=[token.number for token in path],
        probabilities=[exp(token.log_probability) for token in path],
        avg_logprob=score,
        no_speech_prob=no_speech_prob,
        looks=torch.cat([opening, torch.stack(looks, dim=1)], dim=1) if looks else opening,
        first_logits=first_logits,
    )
