"""What the decoder would have written instead, wherever it doubted a text.

The text is read once, all its tokens at the same time (teacher forcing), which says at each place how likely others
were. The likely ones are followed for a few tokens, all of all windows in one step, until they say the same as the
text again. How likely they are up to there, beside what the text says, is what a listener should know: nothing is
drawn by chance, no text is decoded as a whole, and a text that is doubtful in two places has two branches.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from math import log
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.speech.whisper.arrays import Before
from pipeline.speech.whisper.inference import DecoderState, FastDecoder
from pipeline.speech.whisper.memory import Memory

if TYPE_CHECKING:
    from torch import Tensor

LEAST = 0.1
"""A token less likely than this is not followed."""
_CHOICES = 5
"""So many of the likeliest tokens of a place are looked at."""
_LONGEST = 8
"""A branch that does not say the same as the text again after so many tokens is given up."""
_JOINED = 2
"""It does after so many of the text's tokens in a row."""
_SHIFT = 4
"""It may be so many tokens longer or shorter than what it replaces."""
_PART = "\ufffd"
"""What a token reads as that is a part of a character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRules:
    """What branches must know of the model and the language."""

    opening: Sequence[int]
    """The tokens that each text begins with."""
    eot: int
    suppressed: Sequence[int]
    """Tokens that never come."""
    spell: Callable[[int], str]
    """What a token says."""
    most: int
    """Branches of a window at most, the likeliest."""


@dataclass(slots=True, eq=False)
class Branch:
    """Other tokens in the place of some of a text."""

    start: int
    """The first token of the text that it replaces; as many as the text has, to go on behind its last."""
    tokens: list[int] = field(default_factory=list)
    log_probability: float = 0.0
    end: int | None = None
    """The first token of the text behind it; None until it says the same again, which it ends with."""
    likelier: float = 0.0
    """How many times as likely as the text it is then, as a logarithm."""
    row: int = 0
    """Where it stands in the last step."""

    def instead(self, text: Sequence[int]) -> list[int]:
        """The whole text with it."""
        return [*text[: self.start], *self.tokens, *text[self.end :]]


@dataclass(frozen=True, slots=True)
class Path:
    """A text, and the logarithms of its tokens' probabilities, with that of its end."""

    tokens: Sequence[int]
    log_probabilities: Sequence[float]

    def lengthen(self, branch: Branch, token: int, log_probability: float, *, eot: int) -> bool:
        """Make a branch one token longer; False if it goes on no more: it has ended, or says the same again."""
        branch.log_probability += log_probability
        last = len(self.tokens)
        if token == eot:
            if last - branch.start - len(branch.tokens) <= _SHIFT:
                branch.end = last
                branch.likelier = branch.log_probability - sum(self.log_probabilities[branch.start :])
            return False
        branch.tokens.append(token)
        branch.end = self._join(branch)
        if branch.end is not None:
            branch.likelier = branch.log_probability - sum(self.log_probabilities[branch.start : branch.end])
        return branch.end is None

    def _join(self, branch: Branch) -> int | None:
        """Behind which token a branch says the same: the one nearest to as many tokens as it has."""
        tail, even = branch.tokens[-_JOINED:], branch.start + len(branch.tokens)
        places = range(max(branch.start + _JOINED, even - _SHIFT), min(len(self.tokens), even + _SHIFT) + 1)
        found = [place for place in places if [*self.tokens[place - _JOINED : place]] == tail]
        return min(found, key=lambda place: abs(place - even), default=None)


class BranchState(DecoderState):
    """What branches remember: what was read of the texts, which those of a window share, and tokens of their own."""

    def __init__(self, memory: Memory, texts: DecoderState, *, most: int) -> None:
        super().__init__(memory, texts=most, tokens=_LONGEST)
        self._texts = texts
        self._lengths: Tensor = memory.weights.new_empty(0)

    def go_on(self, windows: Sequence[int], rows: Sequence[int], lengths: Sequence[int]) -> None:
        """Forget all windows and branches but these; as many branches of each window.

        Args:
            windows: In rising order.
            rows: Where each branch stood.
            lengths: How many tokens of its text each branch goes on from.
        """
        import torch

        self._texts.keep_rows(windows)
        self.keep_rows(rows)
        self._lengths = torch.tensor([*lengths])

    def positions(self, count: int) -> Tensor:
        return (self._lengths + self.length)[:, None]

    def before(self, layer: int) -> Before:
        return Before(self.past(layer), self.length, self._texts.past(layer), self._lengths.numpy())

    def look_back(self, layer: int, query: Tensor, keys: Tensor, values: Tensor) -> Tensor:
        """See there. Scores of both parts are one distribution; the texts' part is read once for all of a window."""
        import torch

        windows, scaled = self._texts.rows, query * query.shape[-1] ** -0.5
        text_keys, text_values = self._texts.known(layer)
        own_keys, own_values = self.add(layer, keys, values)
        lengths = self._lengths.to(query.device).view(windows, 1, -1, 1)
        is_ahead = torch.arange(self._texts.length, device=query.device) >= lengths
        seen = (_by_window(scaled, windows) @ text_keys.transpose(-1, -2)).masked_fill_(is_ahead, -torch.inf)
        own = _by_window(scaled @ own_keys.transpose(-1, -2), windows)
        weights = torch.cat([seen, own], dim=-1).softmax(dim=-1)
        seen, own = weights[..., : self._texts.length], weights[..., self._texts.length :]
        return _by_branch(seen @ text_values) + _by_branch(own) @ own_values


def _by_window(values: Tensor, windows: int) -> Tensor:
    """From (rows, heads, 1, width) to (windows, heads, branches, width)."""
    _, heads, _, width = values.shape
    return values.reshape(windows, -1, heads, width).transpose(1, 2)


def _by_branch(values: Tensor) -> Tensor:
    """The reverse of `_by_window`."""
    return values.transpose(1, 2).flatten(end_dim=1)[:, :, None]


def find_branches(
    decoder: FastDecoder, memory: Memory, texts: Sequence[Sequence[int]], rules: BranchRules
) -> list[list[Branch]]:
    """The branches of the text of each window that come back to it.

    Args:
        decoder: The model's.
        memory: Of the windows; those that are done are forgotten.
        texts: Of each window its tokens.
        rules: See there.
    """
    import torch

    start = len(rules.opening)
    length = start + max(map(len, texts))
    past = DecoderState(memory, tokens=length)
    rows = [[*rules.opening, *text, *[rules.eot] * (length - start - len(text))] for text in texts]
    hidden = decoder.read(torch.tensor(rows), memory, past)
    found, going = [], []
    for row, text in enumerate(texts):  # one by one: the logits of all would fill the memory
        logits = decoder.logits(hidden[row : row + 1, start - 1 : start + len(text)])[0]
        path, branches = begin_branches(logits, text, rules)
        found.append([branch for branch, _ in branches])
        going.append((path, [branch for branch, is_going in branches if is_going]))
    _follow(decoder, memory, past, going, rules)
    return [[branch for branch in some if branch.end is not None] for some in found]


def begin_branches(logits: Tensor, text: Sequence[int], rules: BranchRules) -> tuple[Path, list[tuple[Branch, bool]]]:
    """The text of a window with its probabilities, and its branches of one token, each with whether it goes on.

    Args:
        logits: Before each token of the text and before its end, shape (tokens + 1, vocabulary); changed here.
        text: Its tokens.
        rules: See there.
    """
    import torch

    own = torch.tensor([*text, rules.eot], device=logits.device)
    logits[:, list(rules.suppressed)] = -torch.inf
    total = logits.logsumexp(dim=-1)
    path = Path(text, (logits.gather(1, own[:, None])[:, 0] - total).tolist())
    values, numbers = logits.topk(_CHOICES, dim=-1)
    steps = (values - total[:, None]).tolist()
    choices = [
        (step, start, token)
        for start, (some, tokens) in enumerate(zip(steps, numbers.tolist(), strict=True))
        for step, token in zip(some, tokens, strict=True)
        if step >= log(LEAST) and _says_otherwise(token, text[start : start + 2], rules)
    ]
    branches = []
    for step, start, token in sorted(choices, key=lambda one: (-one[0], one[1]))[: rules.most]:
        branch = Branch(start)
        branches.append((branch, path.lengthen(branch, token, step, eot=rules.eot)))
    return path, branches


def _says_otherwise(token: int, text: Sequence[int], rules: BranchRules) -> bool:
    """Whether a token is neither what the text goes on with nor only another spelling of it, or punctuation."""
    if token == rules.eot or token in text[:1]:
        return token not in text[:1] and bool(text)
    said, *own = (_letters(rules.spell(one)) for one in (token, *text))
    if _PART in said:
        return True
    return bool(said) and said not in own[:1] and not (own[:1] == [""] and said in own[1:])


def _letters(text: str) -> str:
    """Letters, digits and marks, without case."""
    return "".join(char for char in text.casefold() if unicodedata.category(char)[0] in "LNM" or char == _PART)


def _follow(
    decoder: FastDecoder,
    memory: Memory,
    past: DecoderState,
    going: Sequence[tuple[Path, list[Branch]]],
    rules: BranchRules,
) -> None:
    """Make branches longer, token by token, until all have come back, ended, or become too long."""
    import torch

    state = BranchState(memory, past, most=rules.most)
    for _ in range(_LONGEST - 1):
        kept = [place for place, (_, some) in enumerate(going) if some]
        if not kept:
            return
        memory.keep_rows(kept)
        going = [going[place] for place in kept]
        width = max(len(some) for _, some in going)
        rows = [branch for _, some in going for branch in [*some, *[some[-1]] * (width - len(some))]]
        state.go_on(kept, [one.row for one in rows], [len(rules.opening) + one.start for one in rows])
        last = torch.tensor([one.tokens[-1] for one in rows])
        steps, tokens = decoder.likeliest_after(last, memory, state, 1, rules.suppressed)
        state.looks.clear()
        going = [*_lengthened(going, steps[:, 0].tolist(), tokens[:, 0].tolist(), rules)]


def _lengthened(
    going: Sequence[tuple[Path, list[Branch]]], steps: Sequence[float], tokens: Sequence[int], rules: BranchRules
) -> Iterator[tuple[Path, list[Branch]]]:
    """The branches of each window that go on, by their likeliest token longer; as many rows for each window."""
    width = len(tokens) // len(going)
    for number, (path, some) in enumerate(going):
        left = []
        for branch, row in zip(some, range(number * width, (number + 1) * width), strict=False):
            branch.row = row
            if path.lengthen(branch, tokens[row], steps[row], eot=rules.eot):
                left.append(branch)
        yield path, left
