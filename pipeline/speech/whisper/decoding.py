"""Decode encoded windows: whisper's own decoding task over the fast inference, with its fallbacks."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import partial
from math import exp
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.speech.attempt import Attempt
from pipeline.speech.prompts import prompts_from
from pipeline.speech.recogniser import Heard, Otherwise
from pipeline.speech.whisper.alignment import attention_matrix, warp, words_of_tokens
from pipeline.speech.whisper.beam_search import SearchRules, search
from pipeline.speech.whisper.branching import Branch, BranchRules, find_branches
from pipeline.speech.whisper.encoder import SAMPLES_PER_FRAME, FastEncoder
from pipeline.speech.whisper.inference import DecoderState, FastDecoder
from pipeline.speech.whisper.memory import Memory, Sound
from pipeline.speech.whisper.tracing import BatchInference, TracingDecoder
from pipeline.speech.whisper.usual import usual_texts
from pipeline.speech.windows import RATE_HZ, Window

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.decoding import DecodingTask
    from whisper.model import Whisper
    from whisper.tokenizer import Tokenizer

_TEMPERATURES = (0.2, 0.4, 0.6, 0.8, 1.0)
_LIKELIEST = 3.0
"""A reading counts no more than this (a logarithm) above what was recognised: the search knew more of the whole."""
_BRANCHES = 16
"""Other readings of a window at most."""
_CHANCE = threading.Lock()
"""torch's source of chance is one for all threads: who draws from it in a fixed order draws alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt(Attempt):
    """What our own inference knows beyond that."""

    probabilities: list[float]
    looks: Tensor
    language_probabilities: Mapping[str, float]

    def aligned_tokens(self, start: int) -> list[int]:
        """The tokens of which the alignment is known: of a text cut at its limit, all but the last.

        Args:
            start: How many tokens stand before the text's own.
        """
        return self.tokens[: self.looks.shape[1] - start - 1]


class Decoder:
    """Decodes batches with one model."""

    def __init__(self, model: Whisper, encoder: FastEncoder) -> None:
        self._model = model
        self.fast = FastDecoder(model)
        self._encoder = encoder
        self._known_silence: Memory | None = None
        self._lock = threading.Lock()

    def detect(self, sound: Sound) -> Mapping[str, float]:
        """Language probabilities of a window."""
        import torch

        tokenizer = self.tokenizer("en", "transcribe")
        memory = self.fast.recall([sound])
        start = torch.tensor([[tokenizer.sot]], device=memory.weights.device)
        return _languages(self.fast.step(start, memory, DecoderState(memory, tokens=1))[0, 0], tokenizer)

    def decode(
        self,
        sounds: Sequence[Sound],
        windows: Sequence[Window],
        tokenizer: Tokenizer,
        *,
        before: Sequence[str] = (),
        beam_size: int = 1,
    ) -> tuple[Heard, ...]:
        """Text and word times of each window; only windows that fail are decoded again, warmer.

        Args:
            sounds: The encoded windows.
            windows: The windows themselves.
            tokenizer: Of the spoken language and the task.
            before: What was said before each window; then none is decoded again, since who gives it has another text.
            beam_size: Hypotheses of each window. Of several texts that sound alike the one is taken that is usual, too.
        """
        prompts = prompts_from(before, tokenizer.encode)
        job = self._task(tokenizer, prompt=prompts[0] if prompts else None)
        rules = self._rules(tokenizer, windows, job, beam_size)
        attempts = self._search(self.fast.recall(sounds), tokenizer, job, rules, prompts)
        for row, attempt in enumerate(attempts):
            if attempt.has_failed and not attempt.is_silent and not before:
                alone = slice(row, row + 1)
                attempts[row] = self._fall_back(sounds[alone], tokenizer, attempt)
        return self._with_words(attempts, windows, tokenizer)

    def read_otherwise(
        self, sounds: Sequence[Sound], tokenizer: Tokenizer, heard: Sequence[Sequence[str]]
    ) -> tuple[tuple[Otherwise, ...], ...]:
        """What may be said instead of the words of each window: see `branching`."""
        texts = [[token for word in words for token in tokenizer.encode(word)] for words in heard]
        rules = BranchRules(
            opening=tokenizer.sot_sequence_including_notimestamps,
            eot=tokenizer.eot,
            suppressed=self._task(tokenizer)._get_suppress_tokens(),
            spell=lambda token: tokenizer.decode([token]),
            most=_BRANCHES,
        )
        found = find_branches(self.fast, self.fast.recall(sounds), texts, rules)
        return tuple(
            tuple(_otherwise(branch, text, tokenizer) for branch in branches)
            for text, branches in zip(texts, found, strict=True)
        )

    def _rules(self, tokenizer: Tokenizer, windows: Sequence[Window], job: DecodingTask, beam_size: int) -> SearchRules:
        return SearchRules(
            sot_index=job.sot_index,
            eot=tokenizer.eot,
            no_speech=tokenizer.no_speech,
            suppressed=job._get_suppress_tokens(),
            not_first=(*tokenizer.encode(" "), tokenizer.eot),
            longest=job.sample_len,
            beam_size=beam_size,
            frames=max(frames_of(window) for window in windows),
            usual=partial(usual_texts, self.fast, self.silence(), tokenizer) if beam_size > 1 else None,
        )

    def _search(
        self, memory: Memory, tokenizer: Tokenizer, job: DecodingTask, rules: SearchRules, prompts: list[list[int]]
    ) -> list[_Attempt]:
        import torch
        from whisper.utils import compression_ratio

        first = torch.tensor([job.initial_tokens] * len(memory), device=self._model.device)
        if prompts:
            # The task has written the first window's prompt, behind the token that begins it, for all.
            first[:, 1 : 1 + len(prompts[0])] = torch.tensor(prompts, device=first.device)
        return [
            _Attempt(
                tokens=found.tokens,
                probabilities=found.probabilities,
                avg_logprob=found.avg_logprob,
                compression_ratio=compression_ratio(tokenizer.decode(found.tokens).strip()),
                no_speech_prob=found.no_speech_prob,
                looks=found.looks,
                language_probabilities={} if prompts else _languages(found.first_logits, tokenizer),
            )
            for found in search(self.fast, memory, first, rules)
        ]

    def _sample(self, memory: Memory, tokenizer: Tokenizer, temperature: float) -> list[_Attempt]:
        """Decode with chance, by whisper's own task."""
        job = self._task(tokenizer, temperature=temperature)
        inference = BatchInference(self.fast, memory, tokenizer.eot)
        tracer = TracingDecoder(temperature, tokenizer.eot)
        job.inference, job.decoder = inference, tracer
        # The task looks at the encoder's output only by its shape: the memory is what is attended to.
        dims = self._model.dims
        results = job.run(memory.weights.new_zeros(len(memory), dims.n_audio_ctx, dims.n_audio_state))
        assert inference.first_logits is not None
        return [
            _Attempt(
                tokens=list(result.tokens),
                probabilities=[step[row] for step in tracer.probabilities[: len(result.tokens)]],
                avg_logprob=float(result.avg_logprob),
                compression_ratio=float(result.compression_ratio),
                no_speech_prob=float(result.no_speech_prob),
                looks=inference.looks(row)[:, job.sot_index :],
                language_probabilities=_languages(inference.first_logits[row], tokenizer),
            )
            for row, result in enumerate(results)
        ]

    def _task(
        self, tokenizer: Tokenizer, *, temperature: float = 0.0, prompt: Sequence[int] | None = None
    ) -> DecodingTask:
        from whisper.decoding import DecodingOptions, DecodingTask

        options = DecodingOptions(
            task=tokenizer.task or "transcribe",
            language=tokenizer.language,
            temperature=temperature,
            without_timestamps=True,
            fp16=False,
            prompt=None if prompt is None else list(prompt),
        )
        return DecodingTask(self._model, options)

    def _fall_back(self, sounds: Sequence[Sound], tokenizer: Tokenizer, first: _Attempt) -> _Attempt:
        """Decode one window with more and more chance until it is neither a loop nor improbable.

        Alone and from a fixed seed, so that the result depends on nothing but the window.
        """
        import torch

        best = first
        with _CHANCE, torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            for temperature in _TEMPERATURES:
                (attempt,) = self._sample(self.fast.recall(sounds), tokenizer, temperature)
                if not attempt.has_failed:
                    return attempt
                if attempt.rank > best.rank:
                    best = attempt
        return best

    def _with_words(
        self, attempts: Sequence[_Attempt], windows: Sequence[Window], tokenizer: Tokenizer
    ) -> tuple[Heard, ...]:
        spoken = [row for row, one in enumerate(attempts) if one.tokens and not one.is_silent]
        start = len(tokenizer.sot_sequence)
        matrices = [
            attention_matrix(
                attempts[row].looks[:, : start + 1 + len(attempts[row].tokens)],
                frames=frames_of(windows[row]),
                first_row=start,
            )
            for row in spoken
        ]
        starts = dict(zip(spoken, warp(matrices) if matrices else [], strict=True))
        return tuple(
            Heard(
                words=words_of_tokens(one.aligned_tokens(start), one.probabilities, starts[row], tokenizer)
                if row in starts
                else (),
                language_probabilities=one.language_probabilities,
                log_probability=one.avg_logprob,
                is_reliable=not one.is_loop,
            )
            for row, one in enumerate(attempts)
        )

    def silence(self) -> Memory:
        """A window in which nothing is heard, encoded once: what tells a search how usual a text is (see `usual`)."""
        import torch

        with self._lock:
            if self._known_silence is None:
                sound = torch.zeros(RATE_HZ, device=self._model.device)
                self._known_silence = self.fast.recall([Sound(self._encoder.encode(sound))])
            return self._known_silence

    def tokenizer(self, language: str, task: str) -> Tokenizer:
        """Whisper's, for a language and a task."""
        from whisper.tokenizer import get_tokenizer

        model = self._model
        return get_tokenizer(model.is_multilingual, num_languages=model.num_languages, language=language, task=task)


def _otherwise(branch: Branch, text: Sequence[int], tokenizer: Tokenizer) -> Otherwise:
    likelier = exp(min(branch.likelier, _LIKELIEST))
    return Otherwise(text=tokenizer.decode(branch.instead(text)).strip(), share=likelier / (1 + likelier))


def frames_of(window: Window) -> int:
    """Positions of the encoded audio that are no padding."""
    return -(-len(window.samples) // SAMPLES_PER_FRAME)


def _languages(logits: Tensor, tokenizer: Tokenizer) -> dict[str, float]:
    """Probabilities of the languages after the start token; empty for a model of English only."""
    codes = tokenizer.all_language_codes
    if len(codes) < 2 or tokenizer.language is None:
        return {}
    probabilities = logits[list(tokenizer.all_language_tokens)].softmax(dim=-1).tolist()
    return dict(zip(codes, probabilities, strict=True))
