"""faster-whisper (CTranslate2): the second engine, on the same windows and the same weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import EngineError
from pipeline.model import EngineSignature, Transcript
from pipeline.models import processor_count
from pipeline.protocols import ProgressSink, TranscribeOptions
from pipeline.settings import TranscriptionSettings
from pipeline.speech.beam import BEAM_SIZE
from pipeline.speech.prompts import prompts_from
from pipeline.speech.recogniser import Heard, HeardWord, Otherwise
from pipeline.speech.transcribing import hear
from pipeline.speech.whisper.alignment import NO_SPACES, join_words
from pipeline.speech.whisper.weights import LICENCE, base_files, base_folder, model_version
from pipeline.speech.windows import RATE_HZ, Window

if TYPE_CHECKING:
    import numpy as np
    from faster_whisper import WhisperModel
    from faster_whisper.tokenizer import Tokenizer
    from numpy.typing import NDArray

ENGINE = "faster-whisper"
BATCH_SIZE = 8
_TEMPERATURES = (0.2, 0.4, 0.6, 0.8, 1.0)
_MAX_COMPRESSION = 2.4
_MIN_LOGPROB = -1.0
_NO_SPEECH = 0.6
"""Whisper's own thresholds, as in the engine `whisper`."""
_FRAME = RATE_HZ // 100
"""Samples of one column of Whisper's spectrogram."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """The spectrograms and the encoder's output of some windows."""

    windows: tuple[Window, ...]
    features: NDArray[np.float32] | None
    output: Any
    languages: tuple[Mapping[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One decoding of one window."""

    tokens: list[int]
    avg_logprob: float
    compression_ratio: float
    no_speech_prob: float

    @property
    def is_loop(self) -> bool:
        return self.compression_ratio > _MAX_COMPRESSION

    @property
    def is_silent(self) -> bool:
        return self.no_speech_prob > _NO_SPEECH and self.avg_logprob < _MIN_LOGPROB

    @property
    def has_failed(self) -> bool:
        return not self.is_silent and (self.is_loop or self.avg_logprob < _MIN_LOGPROB)


class FasterWhisperRecogniser:
    """Hears batches of windows with a model that is loaded at first use."""

    batch_size = BATCH_SIZE

    def __init__(self, model: str, *, device: str, threads: int) -> None:
        self._model_name = model
        self._device = device
        self._threads = threads

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self._model.supported_languages)

    def prepare(self) -> None:
        """Load the model."""
        _ = self._model

    def encode(self, windows: Iterable[Window], done: Callable[[Sequence[Window], int], None]) -> Encoded:
        """Spectrograms and encoder, all windows at once, and the languages that they sound like."""
        import numpy as np
        from faster_whisper.audio import pad_or_trim

        known = tuple(windows)
        if not known:
            return Encoded((), None, None, ())
        extract = self._model.feature_extractor
        features = np.stack([pad_or_trim(extract(window.samples)[..., :-1]) for window in known])
        output = self._model.encode(features)
        languages: tuple[Mapping[str, float], ...] = ({},) * len(known)
        if self._model.model.is_multilingual:
            detected = self._model.model.detect_language(output)
            languages = tuple({token[2:-2]: share for token, share in one} for one in detected)
        done(known, len(known))
        return Encoded(known, features, output, languages)

    def detect(self, encoded: Encoded) -> tuple[Mapping[str, float], ...]:
        """Language probabilities of each window."""
        return encoded.languages

    def pick(self, encoded: Encoded, rows: Sequence[int]) -> Encoded:
        """Some of the windows."""
        import ctranslate2
        import numpy as np

        if encoded.features is None:
            return encoded
        output = np.asarray(encoded.output.to_device(ctranslate2.Device.cpu))[[*rows]]
        return Encoded(
            windows=tuple(encoded.windows[row] for row in rows),
            features=encoded.features[[*rows]],
            output=ctranslate2.StorageView.from_array(output),
            languages=tuple(encoded.languages[row] for row in rows),
        )

    def decode(
        self, encoded: Encoded, language: str, task: str, before: Sequence[str] = (), beam_size: int = 1
    ) -> tuple[Heard, ...]:
        """Text, probabilities and word times of each window; only windows that fail are decoded again.

        With the text before each window that is left out: who gives it has another text to fall back to.
        """
        from faster_whisper.tokenizer import Tokenizer

        multilingual = self._model.model.is_multilingual
        tokenizer = Tokenizer(self._model.hf_tokenizer, multilingual, task=task, language=language)
        attempts = self._attempts(encoded, before, tokenizer, beam_size)
        for row, attempt in enumerate(attempts):
            if attempt.has_failed and encoded.features is not None and not before:
                alone = self._model.encode(encoded.features[row : row + 1])
                attempts[row] = self._fall_back(alone, tokenizer, attempt)
        words = self._words(encoded, attempts, tokenizer)
        return tuple(
            Heard(
                words=heard,
                language_probabilities=languages,
                log_probability=attempt.avg_logprob,
                is_reliable=not attempt.is_loop,
            )
            for heard, languages, attempt in zip(words, encoded.languages, attempts, strict=True)
        )

    def read_otherwise(
        self, encoded: Encoded, language: str, task: str, heard: Sequence[Sequence[str]]
    ) -> tuple[tuple[Otherwise, ...], ...]:
        """The other hypotheses that a search ends with; CTranslate2's own chance cannot be repeated."""
        from faster_whisper.tokenizer import Tokenizer

        tokenizer = Tokenizer(self._model.hf_tokenizer, self._model.model.is_multilingual, task=task, language=language)
        results = self._generate(
            encoded.output, [[]] * len(encoded.windows), tokenizer, beam_size=BEAM_SIZE, num_hypotheses=BEAM_SIZE
        )
        return tuple(_others(result, tokenizer) for result in results)

    def _attempts(
        self, encoded: Encoded, before: Sequence[str], tokenizer: Tokenizer, beam_size: int
    ) -> list[_Attempt]:
        """Of each window; those with a text before them in one batch, the others in another."""
        with_text = [row for row, text in enumerate(before) if text]
        without = [row for row in range(len(encoded.windows)) if row not in with_text]
        found: dict[int, _Attempt] = {}
        for rows in (with_text, without):
            if not rows:
                continue
            prompts = prompts_from([before[row] for row in rows], tokenizer.encode) if rows is with_text else []
            output = encoded.output if len(rows) == len(encoded.windows) else self.pick(encoded, rows).output
            attempts = self._attempt(output, prompts or [[]] * len(rows), tokenizer, beam_size=beam_size)
            found.update(zip(rows, attempts, strict=True))
        return [found[row] for row in sorted(found)]

    def _attempt(
        self,
        output: Any,  # noqa: ANN401
        before: Sequence[list[int]],
        tokenizer: Tokenizer,
        temperature: float = 0.0,
        beam_size: int = 1,
    ) -> list[_Attempt]:
        from faster_whisper.transcribe import get_compression_ratio

        sampling = {"sampling_topk": 0, "sampling_temperature": temperature} if temperature else {}
        attempts = []
        for result in self._generate(output, before, tokenizer, beam_size=beam_size, **sampling):
            tokens = result.sequences_ids[0]
            attempts.append(
                _Attempt(
                    tokens=[token for token in tokens if token < tokenizer.eot],
                    avg_logprob=result.scores[0] * len(tokens) / (len(tokens) + 1),
                    compression_ratio=get_compression_ratio(tokenizer.decode(tokens).strip()),
                    no_speech_prob=result.no_speech_prob,
                )
            )
        return attempts

    def _generate(
        self,
        output: Any,  # noqa: ANN401
        before: Sequence[list[int]],
        tokenizer: Tokenizer,
        **options: Any,  # noqa: ANN401
    ) -> list[Any]:
        from faster_whisper.transcribe import get_suppressed_tokens

        results: list[Any] = self._model.model.generate(
            output,
            [self._model.get_prompt(tokenizer, tokens, without_timestamps=True) for tokens in before],
            max_length=self._model.max_length,  # of which CTranslate2 gives half to the text
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
            **options,
        )
        return results

    def _fall_back(self, output: Any, tokenizer: Tokenizer, first: _Attempt) -> _Attempt:  # noqa: ANN401
        """Decode one window with more and more chance until it is neither a loop nor improbable."""
        import ctranslate2

        best = first
        ctranslate2.set_random_seed(0)
        for temperature in _TEMPERATURES:
            (attempt,) = self._attempt(output, [[]], tokenizer, temperature)
            if not attempt.has_failed:
                return attempt
            best = max(best, attempt, key=lambda one: (not one.is_loop, one.avg_logprob))
        return best

    def _words(
        self, encoded: Encoded, attempts: Sequence[_Attempt], tokenizer: Tokenizer
    ) -> list[tuple[HeardWord, ...]]:
        from faster_whisper.transcribe import merge_punctuations

        # CTranslate2 aligns whole batches: a window without text gets a full stop, which is dropped below.
        placeholder = tokenizer.encode(".")
        texts = [placeholder if one.is_silent else one.tokens or placeholder for one in attempts]
        frames = [-(-len(window.samples) // _FRAME) for window in encoded.windows]
        words = []
        for row, alignment in enumerate(self._model.find_alignment(tokenizer, texts, encoded.output, frames)):
            merge_punctuations(alignment, "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、")
            heard = tuple(_word(timing) for timing in alignment if timing["word"].strip())
            is_text = texts[row] is not placeholder
            words.append(() if not is_text else heard if tokenizer.language_code in NO_SPACES else join_words(heard))
        return words

    @cached_property
    def _model(self) -> WhisperModel:
        from faster_whisper import WhisperModel

        device = self._device if self._device != "auto" else _best_device()
        options: dict[str, Any] = {
            "device": device,
            "compute_type": "int8" if device == "cpu" else "float16",
            "cpu_threads": self._threads or processor_count(),
        }
        try:
            if self._model_name != "base":
                return WhisperModel(self._model_name, **options)
            folder = base_folder()
            if folder is not None:
                return WhisperModel(str(folder), **options)
            return WhisperModel("base", files=base_files(), **options)
        except (OSError, RuntimeError, ValueError) as error:
            raise EngineError(engine=ENGINE, reason=_why(self._model_name, error)) from error


class FasterWhisperTranscriber:
    """The transcriber of the engine `faster-whisper`."""

    def __init__(self, settings: TranscriptionSettings) -> None:
        self._settings = settings
        self._recogniser = FasterWhisperRecogniser(settings.model, device=settings.device, threads=settings.threads)

    @cached_property
    def signature(self) -> EngineSignature:
        """Names and versions; loads no model and not CTranslate2."""
        model_file = Path(self._settings.model) / "model.bin"
        name = str(model_file) if model_file.is_file() else self._settings.model
        return EngineSignature(
            engine=ENGINE,
            engine_version=version("faster-whisper"),
            model=self._settings.model,
            model_version=model_version(name),
            licence=LICENCE,
            settings=(("beam_size", str(BEAM_SIZE)),),
        )

    def transcribe(self, media: Path, options: TranscribeOptions, progress: ProgressSink) -> Transcript:
        """See `pipeline.protocols.Transcriber`."""
        return hear(self._recogniser, media, options, progress, engine=ENGINE)


def make_transcriber(settings: TranscriptionSettings, folder: Path) -> FasterWhisperTranscriber:
    """Registry factory; a model's relative path is one in the project's folder."""
    path = folder / settings.model
    if path.is_dir():
        settings = replace(settings, model=str(path))
    return FasterWhisperTranscriber(settings)


def _others(result: Any, tokenizer: Tokenizer) -> tuple[Otherwise, ...]:  # noqa: ANN401
    """What a search ends with, each with its share of all."""
    totals = [score * len(ids) for score, ids in zip(result.scores, result.sequences_ids, strict=True)]
    likelier = [exp(total - max(totals)) for total in totals]
    texts = [tokenizer.decode([token for token in ids if token < tokenizer.eot]) for ids in result.sequences_ids]
    return tuple(
        Otherwise(text=text.strip(), share=one / sum(likelier)) for text, one in zip(texts, likelier, strict=True)
    )


def _best_device() -> str:
    import ctranslate2

    return "cuda" if ctranslate2.get_cuda_device_count() > 0 else "cpu"


def _why(model: str, error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return f"the model {model!r} cannot be loaded ({lines[0][:160]}); the model 'base' is installed"


def _word(timing: dict[str, Any]) -> HeardWord:
    return HeardWord(
        text=timing["word"],
        start=round(timing["start"] * RATE_HZ),
        end=round(timing["end"] * RATE_HZ),
        probability=float(timing["probability"]),
    )
