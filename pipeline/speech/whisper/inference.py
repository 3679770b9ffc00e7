"""One step of Whisper's text decoder for many windows at once, fast on a processor.

openai-whisper's own decoder computes the same numbers but for rounding; this one reads less memory, which is what a
step's time is: the weights as bytes, and the keys and values of the audio as 16-bit floats. It leaves out windows that
have ended, and keeps the cross-attention of the alignment heads, so that word times need no second pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pipeline.speech.whisper.decoder_block import Block
from pipeline.speech.whisper.encoder import Features
from pipeline.speech.whisper.vocabulary import Vocabulary

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.model import Whisper

_FEW = 3
"""So many windows have room for 32-bit floats."""


@dataclass(slots=True)
class Memory:
    """The keys and values of the encoded audio of some windows, for each layer of the decoder: 18 MB a window.

    On a processor they are rounded to 16-bit floats. Those of a few windows are kept as 32-bit floats all the same:
    twice the memory, but nothing to widen at each step.
    """

    keys: list[Tensor]
    """Each of shape (windows, heads, width of a head, frames): as the product with a query reads them."""
    values: list[Tensor]
    """Each of shape (windows, heads, frames, width of a head)."""
    weights: Tensor
    """Logarithm of how many positions each frame stands for, shape (windows, 1, 1, frames)."""

    def keep_rows(self, rows: Sequence[int]) -> None:
        """Forget all windows but these, in rising order; they move up in place, so that nothing is held twice."""
        for one in (*self.keys, *self.values, self.weights):
            for place, row in enumerate(rows):
                if place != row:
                    one[place].copy_(one[row])
        self.keys = [one[: len(rows)] for one in self.keys]
        self.values = [one[: len(rows)] for one in self.values]
        self.weights = self.weights[: len(rows)]

    def __len__(self) -> int:
        return len(self.keys[0])


class FastDecoder:
    """Whisper's text decoder with packed weights; it holds no state of a decoding."""

    def __init__(self, model: Whisper) -> None:
        self._model = model
        self._blocks = [Block(block) for block in model.decoder.blocks]
        self._vocabulary = Vocabulary(model.decoder.token_embedding)
        heads: list[list[int]] = [[] for _ in self._blocks]
        for layer, head in model.alignment_heads.indices().T.tolist():
            heads[layer].append(head)
        self._alignment_heads = heads
        self.longest: int = model.dims.n_text_ctx
        """Tokens of a text at most, with those that it begins with."""

    def remember(self, features: Features) -> Memory:
        """Keys and values of encoded audio."""
        import torch

        windows, frames, width = features.values.shape
        heads = self._model.dims.n_text_head
        # In one piece, so large that it goes back to the system when it is free: in many, the heap keeps the most
        # that there ever were.
        kind = torch.float16 if features.values.device.type == "cpu" else features.values.dtype
        kept = features.values.dtype if windows <= _FEW else kind
        room = features.values.new_empty(2, len(self._blocks), windows * frames * width, dtype=kept)
        keys = room[0].view(-1, windows, heads, width // heads, frames)
        values = room[1].view(-1, windows, heads, frames, width // heads)
        for block, key, value in zip(self._blocks, keys, values, strict=True):
            for window in range(windows):  # one by one: what lies between stays small and in the heap
                some = slice(window, window + 1)
                block.remember(features.values[some], key[some], value[some], kind)
        return Memory([*keys], [*values], features.weights[:, None, None].clone())

    def step(self, tokens: Tensor, memory: Memory, state: DecoderState, places: Sequence[int] | None = None) -> Tensor:
        """Read tokens and give the logits after each, shape (rows, places, vocabulary).

        Args:
            tokens: Shape (rows, n); a row for each window, or for each of as many hypotheses of every window.
            memory: Of the windows.
            state: What was read before; it grows by these tokens.
            places: Of the n, after which logits are wanted; all if None.
        """
        hidden = self.read(tokens, memory, state)
        return self.logits(hidden if places is None else hidden[:, [*places]])

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

        state = DecoderState(memory, texts=-(-len(tokens) // len(memory)), tokens=tokens.shape[1])
        state.rows = len(tokens)
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

        decoder = self._model.decoder
        hidden = self._vocabulary.vectors(tokens) + decoder.positional_embedding[state.positions(tokens.shape[1])]
        looks = []
        for number, block in enumerate(self._blocks):
            hidden, look = block.step(
                hidden,
                (memory.keys[number], memory.values[number], memory.weights),
                state,
                number,
                self._alignment_heads[number],
            )
            if look is not None:
                looks.append(look)
        state.length += tokens.shape[1]
        state.looks.append(torch.cat(looks, dim=1))
        return cast("Tensor", decoder.ln(hidden))


class DecoderState:
    """What the decoder remembers of the tokens so far, and where its alignment heads looked.

    Keys and values lie in one piece, made for the most that can come, of which only what is written takes memory:
    pieces that grow with each token tear the heap.
    """

    def __init__(self, memory: Memory, *, texts: int = 1, tokens: int) -> None:
        """Nothing is remembered yet.

        Args:
            memory: Of the windows.
            texts: Hypotheses of each window at most.
            tokens: Of a text at most, with those that it begins with.
        """
        windows, heads, width, _ = memory.keys[0].shape
        room = memory.weights.new_empty(len(memory.keys), 2, windows * texts, heads, tokens, width)
        self._layers = [(room[number, 0], room[number, 1]) for number in range(len(memory.keys))]
        self.length = 0
        self.rows = windows
        """How many texts are remembered."""
        self.looks: list[Tensor] = []
        """For each step: raw attention of the alignment heads, shape (windows, heads, tokens, frames)."""

    def positions(self, count: int) -> Tensor | slice:
        """Where the next tokens stand in their texts."""
        return slice(self.length, self.length + count)

    def look_back(self, layer: int, query: Tensor, keys: Tensor, values: Tensor) -> Tensor:
        """What new tokens see of themselves and of those before them; they are remembered. As `query` in shape."""
        from torch.nn.functional import scaled_dot_product_attention

        # Only the first step has several tokens, and then there is nothing before them.
        return scaled_dot_product_attention(query, *self.add(layer, keys, values), is_causal=query.shape[2] > 1)

    def known(self, layer: int) -> tuple[Tensor, Tensor]:
        """The keys and values of the tokens so far, shape (rows, heads, tokens, width)."""
        keys, values = self._layers[layer]
        return keys[: self.rows, :, : self.length], values[: self.rows, :, : self.length]

    def add(self, layer: int, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """Remember the keys and values of new tokens, shape (rows, heads, n, width); all of them come back."""
        end = self.length + keys.shape[2]
        known = []
        for room, new in zip(self._layers[layer], (keys, values), strict=True):
            room[: self.rows, :, self.length : end] = new
            known.append(room[: self.rows, :, :end])
        return known[0], known[1]

    def keep_rows(self, rows: Sequence[int]) -> None:
        """Forget all rows but these, which come in this order; a row may be kept more than once."""
        moved = [(place, row) for place, row in enumerate(rows) if place != row]
        self.rows = len(rows)
        if not moved:
            return
        places, origins = [place for place, _ in moved], [row for _, row in moved]
        for rooms in self._layers:
            for room in rooms:
                room[places, :, : self.length] = room[origins, :, : self.length]


class BatchInference:
    """Whisper's `Inference` for its own decoding task, by the fast decoder.

    `looks` holds, after decoding, each window's attention of shape (heads, tokens, frames).
    """

    def __init__(self, decoder: FastDecoder, memory: Memory, eot: int, prompts: Sequence[Sequence[int]] = ()) -> None:
        self._decoder = decoder
        self._memory = memory
        self._eot = eot
        self._prompts = prompts
        """What was said before each window, as many tokens of each; Whisper's task knows one prompt for all."""
        self._rows: Tensor | None = None
        self._state: DecoderState | None = None
        self._looks: list[list[Tensor]] = [[] for _ in range(len(memory))]
        self.first_logits: Tensor | None = None
        """After the first token, which is the start token unless there are prompts: what then tells the
        language. Shape (windows, vocabulary)."""

    def logits(self, tokens: Tensor, audio_features: Tensor) -> Tensor:
        """Logits after the new tokens; zeros for windows that have ended."""
        import torch

        if self._state is None:
            self._state = DecoderState(self._memory, tokens=self._decoder.longest)
            self._rows = torch.arange(len(self._memory), device=tokens.device)
            if self._prompts:
                # The task has written the first window's prompt, behind the token that begins it, for all.
                tokens = tokens.clone()
                tokens[:, 1 : 1 + len(self._prompts[0])] = torch.tensor(self._prompts, device=tokens.device)
            result = self._decoder.step(tokens, self._memory, self._state)
            self.first_logits = result[:, 0].clone()
            self._share_out()
            return result
        self._drop_ended(tokens[:, -1])
        assert self._rows is not None
        result = self._decoder.step(tokens[self._rows, -1:], self._memory, self._state)
        self._share_out()
        if len(self._rows) == len(tokens):
            return result
        whole = result.new_zeros(len(tokens), 1, result.shape[-1])
        whole[self._rows] = result
        return whole

    def rearrange_kv_cache(self, source_indices: list[int]) -> None:
        """Beam search is not used with this inference."""
        raise NotImplementedError

    def cleanup_caching(self) -> None:
        """End of a decoding: free the caches."""
        self._state = None

    def looks(self, row: int) -> Tensor:
        """Where the alignment heads looked for each token of a window, shape (heads, tokens, frames)."""
        import torch

        return torch.cat(self._looks[row], dim=1)

    def _share_out(self) -> None:
        assert self._state is not None
        assert self._rows is not None
        look = self._state.looks.pop()
        for index, row in enumerate(self._rows.tolist()):
            self._looks[row].append(look[index])

    def _drop_ended(self, last: Tensor) -> None:
        """Stop computing windows that have ended, once a quarter of those left has."""
        assert self._state is not None
        assert self._rows is not None
        goes_on = last[self._rows] != self._eot
        if int(goes_on.sum()) <= len(self._rows) * 3 // 4:
            keep = goes_on.nonzero()[:, 0]
            self._rows = self._rows[keep]
            self._memory.keep_rows(keep.tolist())
            self._state.keep_rows(keep.tolist())
