"""What an engine of the Whisper family must be able to do, and what it hears."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from pipeline.dataclass import dataclass
from pipeline.speech.windows import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardWord:
    """A word as an engine gives it; positions in samples at 16 kHz from the window's start."""

    text: str
    """With the space before it, if its language writes one."""
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """Another reading of a window."""

    text: str
    """The whole of it."""
    share: float
    """How likely it is beside what was recognised, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What an engine heard in one window."""

    words: tuple[HeardWord, ...]
    language_probabilities: Mapping[str, float]
    """By Whisper's own codes; empty where it did not look: it knows one only, in context, where it is sure."""
    log_probability: float = 0.0
    """Mean over the tokens: 0 where the engine was sure, lower where it doubted."""
    is_reliable: bool = True
    """False if the text is likely invented: it repeats itself after every fallback."""
    others: tuple[Otherwise, ...] | None = None
    """Other readings, where the engine has them as it hears; else it can be asked for them."""

    @property
    def text(self) -> str:
        """What may be believed of it."""
        return "".join(word.text for word in self.words).strip() if self.is_reliable else ""


class Encoded(Protocol):
    """Some windows in an engine's own form, made once and used for all that follows."""

    @property
    def windows(self) -> Sequence[Window]:
        """The windows themselves."""


_Encoded = TypeVar("_Encoded", bound=Encoded)


class Recogniser(Protocol[_Encoded]):
    """An engine that hears batches of windows."""

    @property
    def batch_size(self) -> int:
        """How many windows it likes at once; the same on every machine, so that results are."""

    @property
    def languages(self) -> frozenset[str]:
        """Whisper codes of the languages that the model can hear."""

    def prepare(self) -> None:
        """Load the model; called while the first audio is being fetched."""

    def encode(self, windows: Iterable[Window], done: Callable[[Sequence[Window], int], None]) -> _Encoded:
        """Encode windows, beginning while later ones are still being fetched.

        `done` is reported all the windows and how many of them are finished.
        """

    def detect(self, encoded: _Encoded) -> tuple[Mapping[str, float], ...]:
        """How likely each language is in each window; empty where the engine did not look."""

    def pick(self, encoded: _Encoded, rows: Sequence[int]) -> _Encoded:
        """Some of the encoded windows, in the order of the rows."""

    def decode(
        self, encoded: _Encoded, language: str, task: str, before: Sequence[str] = (), beam_size: int = 1
    ) -> tuple[Heard, ...]:
        """What is said in each window; with the text said before each window, where that is given.

        Args:
            encoded: The windows.
            language: Whisper's code.
            task: `transcribe` or `translate`.
            before: For each window, empty where nothing was said before it; or none at all.
            beam_size: Hypotheses that are followed at once.
        """

    def read_otherwise(
        self, encoded: _Encoded, language: str, task: str, heard: Sequence[Sequence[str]]
    ) -> tuple[tuple[Otherwise, ...], ...]:
        """Other readings of each window that the engine thinks likely: the same ones whenever it is asked.

        Args:
            encoded: The windows.
            language: Whisper's code.
            task: `transcribe` or `translate`.
            heard: The words that were recognised in each window, with the space before each that its language writes.
        """
