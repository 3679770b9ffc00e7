"""The scripted translator: it marks each word. For tests only; it knows no language.

`engines = ["scripted"]` in `[translation]` translates between any two languages by marking each
word, so that a test sees in the text what was translated, from what, and how often.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.errors import EngineError
from pipeline.model import EngineSignature, Translation
from pipeline.protocols import Progress, ProgressSink

if TYPE_CHECKING:
    from pipeline.settings import TranslationSettings
    from pipeline.translation.routes import Edge

LANGUAGES = tuple("bg ca cs da de el en es et fi fr hu it ja lt lv nl nb pl pt ro sk".split())
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class ScriptedTranslator:
    """Marks every word with the target language: `Hello you.` becomes `Hello~pt you~pt.`."""

    source: str
    target: str

    @property
    def signature(self) -> EngineSignature:
        return EngineSignature(engine="scripted", engine_version="1", model=f"{self.source}-{self.target}")

    def translate(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        """One marked sentence for each; a sentence that says `engine dies here` ends the engine."""
        for number, sentence in enumerate(sentences):
            if "engine dies here" in sentence:
                raise EngineError(engine="scripted", reason=f"died at sentence {number + 1}")
            progress(Progress(step=self.target, done=number + 1, total=len(sentences), unit="sentences"))
        return tuple(self._translate_one(sentence) for sentence in sentences)

    def _translate_one(self, sentence: str) -> Translation:
        words: list[str] = []
        pairs: list[tuple[int, int]] = []
        offset = 0
        for match in _WORD.finditer(sentence):
            word = mark_word(match.group(), self.target)
            pairs.append((offset, match.start()))
            words.append(word)
            offset += len(word) + 1
        return Translation(text=" ".join(words), score=-0.1, alignment=tuple(pairs))


def mark_word(word: str, target: str) -> str:
    """A word of the scripted language.

    >>> mark_word("you.", "pt")
    'you~pt.'
    """
    bare = word.rstrip(".,!?:;")
    return f"{bare}~{target}{word[len(bare) :]}" if bare else word


def edges(settings: TranslationSettings, folder: Path) -> tuple[Edge, ...]:
    """Every pair of the scripted languages."""
    from pipeline.translation.routes import Edge, Quality

    return tuple(
        Edge(
            source=source,
            target=target,
            engine="scripted",
            model=f"{source}-{target}",
            quality=Quality.NEURAL,
            signature=ScriptedTranslator(source, target).signature,
        )
        for source in LANGUAGES
        for target in LANGUAGES
        if source != target
    )


def make_translator(edge: Edge, settings: TranslationSettings, folder: Path) -> ScriptedTranslator:
    """Registry factory."""
    return ScriptedTranslator(edge.source, edge.target)
