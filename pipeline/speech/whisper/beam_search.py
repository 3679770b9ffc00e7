"""Beam search over encoded windows: all hypotheses of all windows in one step.

The hypotheses of a window share its encoded audio, which is most of what a step reads; so five cost little more than
one. What the alignment heads looked at is kept for each, so that word times need no second pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from math import exp, inf
from typing import TYPE_CHECKING, TypeAlias

from pipeline.dataclass import dataclass
from pipeline.speech.usual import Usual, find_alike, most_usual
from pipeline.speech.whisper.inference import DecoderState, FastDecoder
from pipeline.speech.whisper.memory import Memory

if TYPE_CHECKING:
    from torch import Tensor


_HOPELESS = 2.5
"""A hypothesis that is so much less likely than the best (as a logarithm) is given up, so that a step reads fewer."""
_TAIL = 3
"""Of hypotheses that end in as many of the same tokens only the likeliest goes on: what comes next is as likely after
each of them, so that the others would only take the places of what differs there."""


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
    usual: Usual | None = None
    """What decides between texts that sound alike; None to go by the sound alone."""


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
    tail: tuple[int, ...]
    """The last tokens, by which hypotheses are told apart."""
    look: Tensor | None = None
    """Where the alignment heads looked while this token was read; None until it is."""

    def path(self) -> list[_Token]:
        """From the first token on."""
        token, path = self, [self]
        while token.parent is not None:
            token = token.parent
            path.append(token)
        return path[::-1]


_Ended: TypeAlias = "tuple[float, float, _Token | None]"
"""Log-probability for each token and as a whole, and the last token before the end (None: there was none)."""


@dataclass(slots=True, eq=False)
class _Window:
    """The hypotheses of one window."""

    row: int
    active: list[_Token] = field(default_factory=list)
    ended: list[_Ended] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether no better text can come: all that go on are far less likely than one that has ended."""
        likeliest = max((total for _, total, _ in self.ended), default=-inf)
        return all(token.total < likeliest - _HOPELESS for token in self.active)

    def best(self, rules: SearchRules) -> tuple[float, list[_Token]]:
        """The likeliest hypothesis for its length, or the most usual as likely; one that goes on if none ended."""
        if not self.ended:
            going = max(self.active, key=lambda token: token.total)
            return going.total / (len(going.path()) + 1), going.path()
        alike = find_alike([total for _, total, _ in self.ended], [mean for mean, _, _ in self.ended])
        texts = [_numbers(self.ended[place][2]) for place in alike]
        totals = [self.ended[place][1] for place in alike]
        chosen = most_usual(texts, totals, rules.usual) if rules.usual else 0
        score, _, last = self.ended[alike[chosen]]
        return score, [] if last is None else last.path()


def _numbers(last: _Token | None) -> list[int]:
    return [] if last is None else [token.number for token in last.path()]


def search(decoder: FastDecoder, memory: Memory, first: Tensor, rules: SearchRules) -> list[Found]:
    """The best text of each window.

    Args:
        decoder: The model's.
        memory: Of the windows; those that are done are forgotten.
        first: Tokens to start from, shape (windows, n).
        rules: See there.
    """
    import torch

    state = DecoderState(memory, texts=rules.beam_size, tokens=first.shape[1] + rules.longest)
    places = [0, rules.sot_index, first.shape[1] - 1]
    hidden = decoder.read(first, memory, state)[:, places]
    logits = decoder.logits(hidden[:, :2])
    opening = state.looks.pop()[:, :, rules.sot_index :, : rules.frames]
    first_logits, silence = logits[:, 0], logits[:, 1].softmax(dim=-1)[:, rules.no_speech].tolist()
    windows = [_Window(row) for row in range(len(memory))]
    count = rules.beam_size + 1
    likeliest = decoder.choose(hidden[:, 2], count, [*rules.suppressed, *rules.not_first])
    parents = _extend(windows, *likeliest, rules)
    going, length = windows, 1
    while going and length < rules.longest:
        going, parents = _without_done(going, parents, memory)
        if not going:
            break
        state.keep_rows(parents)
        tokens = [token for window in going for token in _filled(window, len(parents) // len(going))]
        read = torch.tensor([token.number for token in tokens])
        likeliest = decoder.likeliest_after(read, memory, state, count, rules.suppressed)
        looks = state.looks.pop()[:, :, 0, : rules.frames].half()
        for token, look in zip(tokens, looks, strict=True):
            token.look = look.clone()  # of its own: a view would keep the looks of texts that were given up
        parents = _extend(going, *likeliest, rules)
        length += 1
    return [
        _found(window, rules, opening[window.row], silence[window.row], first_logits[window.row]) for window in windows
    ]


def _without_done(
    windows: Sequence[_Window], parents: Sequence[int], memory: Memory
) -> tuple[list[_Window], list[int]]:
    """The windows that go on, and the rows of their hypotheses; the others are forgotten."""
    kept = [place for place, window in enumerate(windows) if not window.is_done]
    if kept and len(kept) < len(windows):
        memory.keep_rows(kept)
    width = len(parents) // len(windows)
    rows = [row for place in kept for row in parents[place * width : (place + 1) * width]]
    return [windows[place] for place in kept], rows


def _filled(window: _Window, width: int) -> list[_Token]:
    """The hypotheses of a window, the last repeated until there are as many as of the others."""
    return [*window.active, *[window.active[-1]] * (width - len(window.active))]


def _extend(windows: Sequence[_Window], values: Tensor, numbers: Tensor, rules: SearchRules) -> list[int]:
    """Make every hypothesis one token longer, the likeliest that there are.

    Args:
        windows: At first without hypotheses.
        values: Log-probabilities of the tokens that likeliest come after each hypothesis, as many rows for each window,
            shape (rows, tokens).
        numbers: These tokens.
        rules: See there.

    Returns:
        For each new hypothesis the row of the one that it goes on from, as many for each window.
    """
    steps, choices = values.tolist(), numbers.tolist()
    width = len(steps) // len(windows)
    chosen: list[list[int]] = []
    for place, window in enumerate(windows):
        before: Sequence[_Token | None] = window.active or [None]
        candidates = [
            (step + (parent.total if parent else 0.0), row, number, step, parent)
            for row, parent in enumerate(before, start=place * width)
            for step, number in zip(steps[row], choices[row], strict=True)
        ]
        candidates.sort(key=lambda one: -one[0])
        chosen.append([*_choose(window, candidates, rules)])
    width = max(map(len, chosen))
    return [row for rows in chosen for row in [*rows, *[rows[-1]] * (width - len(rows))]]


def _choose(
    window: _Window, candidates: Sequence[tuple[float, int, int, float, _Token | None]], rules: SearchRules
) -> Iterator[int]:
    """Keep the best candidates; those of the best that end are noted.

    Whisper's own search also counts the endings that come behind them, and stops after five: so it may end with a text
    that is less likely than one that was still going on.
    """
    window.active = []
    best = candidates[0][0]
    for place, (total, row, number, step, parent) in enumerate(candidates):
        if number == rules.eot:
            if place < rules.beam_size:
                count = 1 + (len(parent.path()) if parent else 0)
                window.ended.append((total / count, total, parent))
            continue
        if window.active and total < best - _HOPELESS:
            return
        tail = (*(parent.tail if parent else ()), number)[-_TAIL:]
        if any(tail == other.tail for other in window.active):
            continue
        window.active.append(_Token(parent, number, step, total, tail))
        yield row
        if len(window.active) == rules.beam_size:
            return


def _found(window: _Window, rules: SearchRules, opening: Tensor, no_speech_prob: float, first_logits: Tensor) -> Found:
    import torch

    score, path = window.best(rules)
    looks = [token.look for token in path if token.look is not None]
    return Found(
        tokens=[token.number for token in path],
        probabilities=[exp(token.log_probability) for token in path],
        avg_logprob=score,
        no_speech_prob=no_speech_prob,
        looks=torch.cat([opening, torch.stack(looks, dim=1).float()], dim=1) if looks else opening,
        first_logits=first_logits,
    )
