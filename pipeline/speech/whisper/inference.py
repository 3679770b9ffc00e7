"""One step of Whisper's text decoder for many windows at once, fast on a processor.

openai-whisper's own decoder computes the same numbers but for rounding; this one reads less memory, which is what a
step's time is: the weights, and the keys and values of the audio, are bytes. It leaves out windows that
have ended, and keeps the cross-attention of the alignment heads, so that word times need no second pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any, cast

from pipeline.errors import EngineError
from pipeline.speech.whisper.arrays import Before, Past
from pipeline.speech.whisper.decoder_block import Block
from pipeline.speech.whisper.encoder import Features
from pipeline.speech.whisper.memory import Memory, Sound
from pipeline.speech.whisper.vocabulary import Vocabulary

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.model import Whisper


_ONE_BY_ONE = 8
"""So few tokens are read faster one after another, by compiled code."""


class FastDecoder:
    """Whisper's text decoder with packed weights; it holds no state of a decoding."""

    def __init__(self, model: Whisper) -> None:
        self._model = model
        heads: list[list[int]] = [[] for _ in model.decoder.blocks]
        for layer, head in model.alignment_heads.indices().T.tolist():
            heads[layer].append(head)
        self._blocks = [Block(block, number, heads[number]) for number, block in enumerate(model.decoder.blocks)]
        self._is_compiled = all(block.is_compiled for block in self._blocks)
        self._vocabulary = Vocabulary(model.decoder.token_embedding)
        self.longest: int = model.dims.n_text_ctx
        """Tokens of a text at most, with those that it begins with."""
        self._warm_up()

    def recall(self, sounds: Sequence[Sound]) -> Memory:
        """Keys and values of some windows' encoded audio."""
        return Memory.gathered([sound.memory(self._remember) for sound in sounds])

    def _warm_up(self) -> None:
        """Read one token of nothing, so that what is compiled is there when it is wanted."""
        import torch

        dims = self._model.dims
        with torch.inference_mode(), _kept_code():
            weights = torch.zeros(1, 1, device=self._model.device)
            memory = Memory.empty(weights, layers=len(self._blocks), heads=dims.n_text_head, width=dims.n_text_state)
            for heard in memory.layers:
                heard.write(0, weights.expand(1, dims.n_text_state), weights.expand(1, dims.n_text_state))
            first = torch.zeros(1, dtype=torch.long, device=self._model.device)
            self.likeliest_after(first, memory, DecoderState(memory, tokens=1), 1, [])

    def _remember(self, features: Features) -> Memory:
        dims = self._model.dims
        memory = Memory.empty(
            features.weights, layers=len(self._blocks), heads=dims.n_text_head, width=features.values.shape[-1]
        )
        for block, heard in zip(self._blocks, memory.layers, strict=True):
            block.remember(features.values, heard)
        return memory

    def step(self, tokens: Tensor, memory: Memory, state: DecoderState) -> Tensor:
        """Read tokens and give the logits after each, shape (rows, n, vocabulary).

        Args:
            tokens: Shape (rows, n); a row for each window, or for each of as many hypotheses of every window.
            memory: Of the windows.
            state: What was read before; it grows by these tokens.
        """
        return self.logits(self.read(tokens, memory, state))

    def likeliest_after(
        self, tokens: Tensor, memory: Memory, state: DecoderState, count: int, never: Sequence[int]
    ) -> tuple[Tensor, Tensor]:
        """Read one token of each row: log-probabilities and numbers of those that likeliest come next, likeliest first.

        Args:
            tokens: Shape (rows,): see `step`.
            memory: Of the windows.
            state: What was read before; it grows by these tokens.
            count: How many are wanted.
            never: Tokens that never come.

        Returns:
            Both of shape (rows, count).
        """
        return self.choose(self.read(tokens[:, None], memory, state)[:, 0], count, never)

    def choose(self, hidden: Tensor, count: int, never: Sequence[int]) -> tuple[Tensor, Tensor]:
        """The same from what `read` gives for some tokens, shape (rows, width)."""
        return self._vocabulary.likeliest(hidden, count, never)

    def force(self, tokens: Tensor, memory: Memory, first: int = 1) -> tuple[Tensor, Tensor]:
        """Read whole texts at once (teacher forcing).

        Args:
            tokens: Shape (rows, n); a row for each window, or for each of as many texts of every window.
            memory: Of the windows.
            first: The first token whose probability is wanted.

        Returns:
            The log-probability of each token from `first` on after those before it, shape (rows, n - first), and where
            the alignment heads looked at each token, shape (rows, heads, n, frames).
        """
        import torch

        texts = -(-len(tokens) // len(memory))
        state = DecoderState(memory, texts=texts, tokens=tokens.shape[1])
        state.keep_rows([row // texts for row in range(len(tokens))])
        hidden = self.read(tokens, memory, state)
        rows = []
        for row, wanted in zip(hidden, tokens, strict=True):  # one by one: the logits of all would fill the memory
            before = row[first - 1 : -1]
            exact = self._vocabulary.logits_of(wanted[first:, None], before)[:, 0]
            rows.append(exact - self.logits(before).logsumexp(dim=-1))
        return torch.stack(rows), state.looks.pop()

    def logits(self, hidden: Tensor) -> Tensor:
        """Of what `read` gives, shape (rows, n, vocabulary)."""
        return self._vocabulary.logits(hidden)

    def read(self, tokens: Tensor, memory: Memory, state: DecoderState) -> Tensor:
        """Read tokens and give what the decoder thinks after each, shape (rows, n, width): see `step`."""
        import torch

        count = tokens.shape[1]
        if 1 < count <= _ONE_BY_ONE and self._is_compiled:
            hidden = torch.cat([self.read(tokens[:, [place]], memory, state) for place in range(count)], dim=1)
            state.looks[-count:] = [torch.cat(state.looks[-count:], dim=2)]
            return hidden
        decoder = self._model.decoder
        hidden = self._vocabulary.vectors(tokens) + decoder.positional_embedding[state.positions(tokens.shape[1])]
        looks = []
        for block in self._blocks:
            hidden, look = block.step(hidden, memory, state)
            looks.append(look)
        state.length += count
        state.looks.append(torch.cat(looks, dim=1))
        return cast("Tensor", decoder.ln(hidden))


@contextmanager
def _kept_code() -> Iterator[None]:
    """Say what to do where compiled code can be neither kept nor read again."""
    try:
        yield
    except (OSError, EOFError, UnpicklingError) as error:
        from pipeline.speech.whisper.kernels import read_token

        folder = cast("Any", read_token).stats.cache_path
        reason = f"compiled code cannot be kept ({error}): make room on the disk, or delete {folder}"
        raise EngineError(engine="whisper", reason=reason) from error


class DecoderState:
    """What the decoder remembers of the tokens so far, and where its alignment heads looked.

    Keys and values lie in one piece, made for the most that can come, of which only what is written takes memory:
    pieces that grow with each token tear the heap. Texts that go on from the same tokens share them, so that
    compiled code moves nothing when some are given up and others part.
    """

    def __init__(self, memory: Memory, *, texts: int = 1, tokens: int) -> None:
        """Nothing is remembered yet.

        Args:
            memory: Of the windows.
            texts: Hypotheses of each window at most.
            tokens: Of a text at most, with those that it begins with.
        """
        import torch

        windows, heads, width, _ = memory.layers[0].keys.shape
        self._room = memory.weights.new_empty(len(memory.layers), 2, windows * texts, heads, tokens, width)
        self._places = torch.arange(windows, device=self._room.device)[:, None].repeat(1, tokens)
        """Of each token of each row the row of the room that it is in."""
        self.length = 0
        self.looks: list[Tensor] = []
        """For each step: raw attention of the alignment heads, shape (rows, heads, tokens, frames)."""
        self._scores = memory.weights.new_empty(0)

    @property
    def rows(self) -> int:
        """How many texts are remembered."""
        return len(self._places)

    def positions(self, count: int) -> Tensor | slice:
        """Where the next tokens stand in their texts."""
        return slice(self.length, self.length + count)

    def look_back(self, layer: int, query: Tensor, keys: Tensor, values: Tensor) -> Tensor:
        """What new tokens see of themselves and of those before them; they are remembered. As `query` in shape."""
        from torch.nn.functional import scaled_dot_product_attention

        # Only the first step has several tokens, and then there is nothing before them.
        return scaled_dot_product_attention(query, *self.add(layer, keys, values), is_causal=query.shape[2] > 1)

    def before(self, layer: int) -> Before:
        """The same as arrays, with room for one token more of each row; the rows of a window share no other text."""
        import numpy as np

        own = self.past(layer)
        return Before(own, self.length, own, np.zeros(self.rows, np.int64))

    def past(self, layer: int) -> Past:
        """The tokens of each row, with room for more, as arrays."""
        keys, values = self._room[layer].numpy()
        return Past(keys, values, self._places.numpy())

    def scores(self, *shape: int) -> Tensor:
        """Room for how much each head looks at each frame, the same for each layer."""
        if self._scores.shape != shape:
            self._scores = self._scores.new_empty(shape)
        return self._scores

    def known(self, layer: int, length: int | None = None) -> tuple[Tensor, Tensor]:
        """The keys and values of the tokens so far, or of the first ones, shape (rows, heads, tokens, width)."""
        import torch

        count = self.length if length is None else length
        tokens = torch.arange(count, device=self._room.device)
        keys, values = (part[self._places[:, :count], :, tokens].transpose(1, 2) for part in self._room[layer])
        return keys, values

    def add(self, layer: int, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """Remember the keys and values of new tokens, shape (rows, heads, n, width); all of them come back."""
        end = self.length + keys.shape[2]
        for part, new in zip(self._room[layer], (keys, values), strict=True):
            part[: self.rows, :, self.length : end] = new
        return self.known(layer, end)

    def keep_rows(self, rows: Sequence[int]) -> None:
        """Forget all rows but these, which come in this order; a row may be kept more than once."""
        import torch

        self._places = self._places[[*rows]]
        self._places[:, self.length :] = torch.arange(len(rows), device=self._places.device)[:, None]
