"""One window of CTranslate2's Whisper: its text, other texts that it may be, and when its words are said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from math import exp
from typing import TYPE_CHECKING, Any

from pipeline.dataclass import dataclass
from pipeline.speech.attempt import Attempt
from pipeline.speech.beam import BEAM_SIZE
from pipeline.speech.faster_whisper_silence import FRAME, Silence
from pipeline.speech.prompts import prompts_from
from pipeline.speech.recogniser import Heard, HeardWord, Otherwise
from pipeline.speech.usual import Usual, find_alike, most_usual
from pipeline.speech.whisper.alignment import NO_SPACES, join_words
from pipeline.speech.windows import RATE_HZ, Window

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.tokenizer import Tokenizer

_SURE = -0.15
"""A text that is likelier is in its language. In a language that is not spoken, texts of five recordings had -0.32 to
-1.04, and telling the language takes 3 % of the time."""
_NO_REPEATS = (5, 3)
"""So many tokens may not come twice in a text that had gone round in circles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt(Attempt):
    """What CTranslate2 tells beyond that."""

    others: tuple[Otherwise, ...] | None
    """What a search ended with."""


class Decoder:
    """Decodes windows in one language; any number of threads may use it at once."""

    def __init__(self, model: WhisperModel, silence: Silence, language: str, task: str) -> None:
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        self._model = model
        self._silence = silence
        self._tokenizer: Tokenizer = Tokenizer(
            model.hf_tokenizer, model.model.is_multilingual, task=task, language=language
        )
        self._suppressed = get_suppressed_tokens(self._tokenizer, [-1])

    def prompts(self, before: Sequence[str]) -> list[list[int] | None]:
        """What was said before each window as tokens; none where that is nothing."""
        told = iter(prompts_from([text for text in before if text], self._tokenizer.encode))
        return [next(told) if text else [] for text in before]

    def decode(
        self,
        window: Window,
        output: Any,  # noqa: ANN401
        before: list[int] | None,
        beam_size: int,
    ) -> Heard:
        """Text, probabilities and word times of a window.

        Args:
            window: The window.
            output: The encoder's for it.
            before: What was said before it, as tokens; with None a text that fails is searched for otherwise.
            beam_size: Hypotheses that are followed at once.
        """
        attempt = self._attempt(output, before or [], beam_size=beam_size)
        if attempt.has_failed and not attempt.is_silent and before is None:
            attempt = self._fall_back(output, attempt, beam_size)
        is_doubtful = before is None and attempt.avg_logprob < _SURE
        return Heard(
            words=self._words(window, output, attempt),
            language_probabilities=detect_language(self._model, output) if is_doubtful else {},
            log_probability=attempt.avg_logprob,
            is_reliable=not attempt.is_loop,
            others=attempt.others,
        )

    def read_otherwise(self, output: Any) -> tuple[Otherwise, ...]:  # noqa: ANN401
        """What a search of five ends with."""
        return self._others(self._generate(output, [], beam_size=BEAM_SIZE))

    def _attempt(self, output: Any, before: list[int], **options: int) -> _Attempt:  # noqa: ANN401
        from faster_whisper.transcribe import get_compression_ratio

        result = self._generate(output, before, **options)
        place, avg_logprob = choose_text(result, partial(self._silence.usual_texts, self._tokenizer))
        tokens = result.sequences_ids[place]
        return _Attempt(
            tokens=[token for token in tokens if token < self._tokenizer.eot],
            avg_logprob=avg_logprob,
            compression_ratio=get_compression_ratio(self._tokenizer.decode(tokens).strip()),
            no_speech_prob=result.no_speech_prob,
            others=self._others(result) if options["beam_size"] > 1 else None,
        )

    def _generate(self, output: Any, before: list[int], *, beam_size: int, **options: int) -> Any:  # noqa: ANN401
        (result,) = self._model.model.generate(
            output,
            [self._model.get_prompt(self._tokenizer, before, without_timestamps=True)],
            max_length=self._model.max_length,  # of which CTranslate2 gives half to the text
            beam_size=beam_size,
            num_hypotheses=beam_size,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=self._suppressed,
            **options,
        )
        return result

    def _fall_back(self, output: Any, first: _Attempt, beam_size: int) -> _Attempt:  # noqa: ANN401
        """Search more widely, then with fewer and fewer repeats, until it is neither a loop nor improbable.

        Whisper tries its luck with more and more chance; CTranslate2's cannot be repeated.
        """
        best = first
        searches: list[dict[str, int]] = [{}] if beam_size < BEAM_SIZE else []
        searches += [{"no_repeat_ngram_size": size} for size in _NO_REPEATS]
        for options in searches:
            if options and not best.is_loop:
                break
            attempt = self._attempt(output, [], beam_size=BEAM_SIZE, **options)
            if attempt.is_silent or not attempt.has_failed:
                return attempt
            best = max(best, attempt, key=lambda one: one.rank)
        return best

    def _words(self, window: Window, output: Any, attempt: _Attempt) -> tuple[HeardWord, ...]:  # noqa: ANN401
        from faster_whisper.transcribe import merge_punctuations

        if attempt.is_silent or not attempt.tokens:
            return ()
        frames = [-(-len(window.samples) // FRAME)]
        (alignment,) = self._model.find_alignment(self._tokenizer, [attempt.tokens], output, frames)
        merge_punctuations(alignment, "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、")
        heard = tuple(_word(timing) for timing in alignment if timing["word"].strip())
        return heard if self._tokenizer.language_code in NO_SPACES else join_words(heard)

    def _others(self, result: Any) -> tuple[Otherwise, ...]:  # noqa: ANN401
        """What a search ended with, each with its share of all."""
        totals = _totals(result)
        likelier = [exp(total - max(totals)) for total in totals]
        eot, decode = self._tokenizer.eot, self._tokenizer.decode
        texts = [decode([token for token in ids if token < eot]) for ids in result.sequences_ids]
        return tuple(
            Otherwise(text=text.strip(), share=one / sum(likelier)) for text, one in zip(texts, likelier, strict=True)
        )


def choose_text(result: Any, usual: Usual) -> tuple[int, float]:  # noqa: ANN401
    """Which of the texts that a search ended with is taken, and its log-probability for each token.

    Args:
        result: CTranslate2's, with the score and the tokens of each.
        usual: What decides between texts that sound alike.
    """
    totals = _totals(result)
    means = [total / (len(ids) + 1) for total, ids in zip(totals, result.sequences_ids, strict=True)]
    alike = find_alike(totals, means)
    texts = [result.sequences_ids[place] for place in alike]
    place = alike[most_usual(texts, [totals[one] for one in alike], usual)]
    return place, means[place]


def _totals(result: Any) -> list[float]:  # noqa: ANN401
    """The log-probability of each text with its end; CTranslate2 gives it for each token."""
    return [score * len(ids) for score, ids in zip(result.scores, result.sequences_ids, strict=True)]


def detect_language(model: WhisperModel, output: Any) -> Mapping[str, float]:  # noqa: ANN401
    """How likely each language is in one window; empty if the model knows one only."""
    if not model.model.is_multilingual:
        return {}
    (detected,) = model.model.detect_language(output)
    return {token[2:-2]: share for token, share in detected}


def _word(timing: dict[str, Any]) -> HeardWord:
    return HeardWord(
        text=timing["word"],
        start=round(timing["start"] * RATE_HZ),
        end=round(timing["end"] * RATE_HZ),
        probability=float(timing["probability"]),
    )
