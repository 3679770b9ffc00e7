"""Argos Translate packages, run through CTranslate2: all sentences in one call.

Neither torch nor spaCy nor stanza is imported: sentences come in already split.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dataclass import dataclass
from pipeline.model import EngineSignature, Translation
from pipeline.models import cache_folder, embedded_folder, installed_version
from pipeline.protocols import Progress, ProgressSink
from pipeline.settings import TranslationSettings
from pipeline.translation.engines.argos_packages import ArgosPackage, argos_folders, find_packages
from pipeline.translation.routes import Edge, Quality

if TYPE_CHECKING:
    from pipeline.translation.engines.argos_model import ArgosModel

_SECOND_BEAM = 8
HYPOTHESES = 4
"""How many of a beam's hypotheses are compared: what they disagree about is doubtful, and they cost nothing."""


def edges(settings: TranslationSettings, folder: Path) -> tuple[Edge, ...]:
    """One edge for each pair: of the packages that the user has installed, else of the project's own."""
    found: dict[tuple[str, str], Edge] = {}
    for package in find_packages(package_folders(settings, folder)):
        found.setdefault((package.source, package.target), _edge(package, settings))
    return tuple(found.values())


def package_folders(settings: TranslationSettings, folder: Path) -> tuple[Path, ...]:
    """Where packages are looked for: Argos's own folders, the project's, and those shipped with this package."""
    project = tuple((folder / name) for name in settings.model_folders)
    # What we unpacked ourselves is in Argos's list too, but stays known by its archive.
    unpacked = cache_folder(os.environ, Path.home())
    users = tuple(path for path in argos_folders() if not path.is_relative_to(unpacked))
    return tuple(dict.fromkeys((*users, *project, embedded_folder())))


def make_translator(edge: Edge, settings: TranslationSettings, folder: Path) -> ArgosTranslator:
    """Registry factory; the model is loaded at the first sentence."""
    return ArgosTranslator(edge=edge, settings=settings)


@dataclass(frozen=True, kw_only=True)
class ArgosTranslator:
    """Translates whole sentences by one package; keeps its model loaded."""

    edge: Edge
    settings: TranslationSettings
    _loaded: list[ArgosModel] = field(default_factory=list, repr=False, compare=False)

    @property
    def signature(self) -> EngineSignature:
        return self.edge.signature

    def load(self) -> None:
        """Load the package now.

        Raises:
            ModelDamaged: As `translate`.
        """
        self._model()

    def translate(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        """Translate sentences in one batch, sorted by length; as many come back, in the same order.

        Raises:
            ModelDamaged: The package cannot be loaded, or is not what it was at its first use.
            EngineError: CTranslate2 failed.
        """
        beam = self.settings.beam_size
        return self._run(sentences, progress, beam_size=beam, num_hypotheses=min(beam, HYPOTHESES))

    def translate_again(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        """The usual search over the whole vocabulary: a shortlist lacks now and then what an odd sentence needs."""
        beam = self.settings.beam_size
        return self._run(sentences, progress, beam_size=beam, num_hypotheses=min(beam, HYPOTHESES), use_vmap=False)

    def translate_differently(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        """A second try for sentences that came out badly: a wider search that may not repeat itself."""
        return self._run(sentences, progress, beam_size=_SECOND_BEAM, no_repeat_ngram_size=4, use_vmap=False)

    def unreadable(self, text: str) -> frozenset[str]:
        """The characters of a text that the model does not know."""
        return self._model().unreadable(text)

    def likelihood(self, word: str) -> float:
        """How usual a spelling is for the model."""
        return self._model().likelihood(word)

    def _model(self) -> ArgosModel:
        if not self._loaded:
            from pipeline.translation.engines.argos_model import load_model

            self._loaded.append(load_model(self.edge, self.settings))
        return self._loaded[0]

    def _run(self, sentences: Sequence[str], progress: ProgressSink, **options: int) -> tuple[Translation, ...]:
        if not sentences:
            return ()
        from pipeline.translation.clauses import join_clauses, split_clauses
        from pipeline.translation.engines.argos_model import MAX_SENTENCE_TOKENS

        model = self._model()
        parts = [split_clauses(text, limit=MAX_SENTENCE_TOKENS, measure=model.count) for text in sentences]
        flat = [clause.text for clauses in parts for clause in clauses]
        owners = [number for number, clauses in enumerate(parts) for _ in clauses]
        counter = _SentenceCounter(f"translate to {self.edge.target}", owners, progress)
        translated = iter(model.translate(flat, counter.finished, options))
        return tuple(
            join_clauses(clauses, [next(translated) for _ in clauses], target=self.edge.target) for clauses in parts
        )


class _SentenceCounter:
    """Turns finished parts into progress in sentences."""

    def __init__(self, step: str, owners: Sequence[int], progress: ProgressSink) -> None:
        self._step = step
        self._owners = owners
        self._progress = progress
        self._total = owners[-1] + 1
        self._open = [owners.count(number) for number in range(self._total)] if len(owners) > self._total else []
        self._done = 0

    def finished(self, part: int) -> None:
        """The part with this index is translated."""
        if self._open:
            owner = self._owners[part]
            self._open[owner] -= 1
            if self._open[owner]:
                return
        self._done += 1
        self._progress(Progress(step=self._step, done=self._done, total=self._total, unit="sentences"))


def _edge(package: ArgosPackage, settings: TranslationSettings) -> Edge:
    signature = EngineSignature(
        engine="argos",
        engine_version=installed_version("ctranslate2"),
        model=package.name,
        model_version=f"{package.version}+{package.fingerprint}",
        licence=package.licence,
        settings=(("beam_size", str(settings.beam_size)),),
    )
    return Edge(
        source=package.source,
        target=package.target,
        engine="argos",
        model=package.name,
        quality=Quality.NEURAL,
        signature=signature,
        location=str(package.path),
    )
