"""Firefox Translations models, run by `fxtranslate`: small, good, one sentence a call, no alignment.

A model is a folder named `<source>-<target>` (`en-de`) with `model.*.bin`, one or two vocabularies
`*.spm` and, usually, a shortlist `lex.*.bin`: what Firefox downloads, unpacked.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.errors import EngineError, EngineNotInstalled, ModelDamaged
from pipeline.languages import LanguageTag, from_engine_code
from pipeline.model import EngineSignature, Translation
from pipeline.models import HashCache, cache_folder, check_or_record, data_folder, install_command
from pipeline.protocols import Progress, ProgressSink
from pipeline.settings import TranslationSettings
from pipeline.translation.clauses import join_clauses, split_clauses
from pipeline.translation.engines.pieces import Pieces
from pipeline.translation.routes import Edge, Quality

REQUIREMENT = "fxtranslate==0.5.0"
MAX_SENTENCE_CHARS = 500
"""About a hundred tokens, the longest that such models were trained on."""
_HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class FirefoxModel:
    """One model folder."""

    path: Path
    source: LanguageTag
    target: LanguageTag
    weights: Path
    source_vocabulary: Path
    target_vocabulary: Path
    shortlist: Path | None

    @property
    def files(self) -> tuple[Path, ...]:
        found = (self.weights, self.source_vocabulary, self.target_vocabulary, self.shortlist)
        return tuple(dict.fromkeys(path for path in found if path is not None))


def edges(settings: TranslationSettings, folder: Path) -> tuple[Edge, ...]:
    """One edge for each pair whose model lies on the disk; none if `fxtranslate` is not installed."""
    if find_spec("fxtranslate") is None:
        return ()
    found: dict[tuple[str, str], Edge] = {}
    for model in find_models(model_folders(settings, folder)):
        found.setdefault((model.source, model.target), _edge(model))
    return tuple(found.values())


def model_folders(settings: TranslationSettings, folder: Path) -> tuple[Path, ...]:
    """Where model folders are looked for: the user's, then `firefox` in the project's model folders."""
    return (user_folder(), *(folder / name / "firefox" for name in settings.model_folders))


def user_folder() -> Path:
    """Where `captions models add --engine firefox` puts models."""
    return data_folder(os.environ, Path.home()) / "firefox"


def find_models(folders: Iterable[Path]) -> tuple[FirefoxModel, ...]:
    """All complete models in some folders, in the folders' order; incomplete ones are left out."""
    return tuple(model for folder in folders for path in _candidates(folder) if (model := read_model(path)) is not None)


def read_model(path: Path) -> FirefoxModel | None:
    """Describe a model folder, or None if it is not a complete one."""
    source, _, target = path.name.partition("-")
    weights = _only(path, "model.*.bin")
    vocabularies = {"": _only(path, "vocab.*.spm"), "src": _only(path, "srcvocab.*.spm")}
    vocabularies["trg"] = _only(path, "trgvocab.*.spm")
    ours = vocabularies["src"] or vocabularies[""]
    theirs = vocabularies["trg"] or vocabularies[""]
    if weights is None or ours is None or theirs is None:
        return None
    try:
        tags = from_engine_code(source, "firefox"), from_engine_code(target, "firefox")
    except ValueError:
        return None
    return FirefoxModel(
        path=path,
        source=tags[0],
        target=tags[1],
        weights=weights,
        source_vocabulary=ours,
        target_vocabulary=theirs,
        shortlist=_only(path, "lex.*.bin"),
    )


def make_translator(edge: Edge, settings: TranslationSettings, folder: Path) -> FirefoxTranslator:
    """Registry factory; the model is loaded at the first sentence."""
    return FirefoxTranslator(edge=edge)


@dataclass(frozen=True, kw_only=True)
class FirefoxTranslator:
    """Translates sentences by one model.

    The engine's objects belong to the thread that made them, so each thread that translates loads its own.
    """

    edge: Edge
    _loaded: threading.local = field(default_factory=threading.local, repr=False, compare=False)

    @property
    def signature(self) -> EngineSignature:
        return self.edge.signature

    def translate(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        """Translate one sentence after the other.

        Raises:
            EngineNotInstalled: `fxtranslate` is not installed.
            ModelDamaged: The model cannot be loaded, or is not what it was at its first use.
            EngineError: The engine failed.
        """
        if not hasattr(self._loaded, "model"):
            self._loaded.model = _load(self.edge)
        step = f"translate to {self.edge.target}"
        translations = []
        for number, sentence in enumerate(sentences, start=1):
            translations.append(self._translate_one(sentence))
            progress(Progress(step=step, done=number, total=len(sentences), unit="sentences"))
        return tuple(translations)

    def unreadable(self, text: str) -> frozenset[str]:
        """The characters of a text that the model does not know."""
        return self._pieces().unreadable(text)

    def likelihood(self, word: str) -> float:
        """How usual a spelling is for the model."""
        return self._pieces().likelihood(word)

    def _pieces(self) -> Pieces:
        if not hasattr(self._loaded, "pieces"):
            self._loaded.pieces = _load_pieces(self.edge)
        pieces: Pieces = self._loaded.pieces
        return pieces

    def _translate_one(self, sentence: str) -> Translation:
        clauses = split_clauses(sentence, limit=MAX_SENTENCE_CHARS, measure=len)
        parts = [Translation(text=_call(self._loaded.model, clause.text)) for clause in clauses]
        return join_clauses(clauses, parts, target=self.edge.target)


def _call(model: Any, text: str) -> str:  # noqa: ANN401  # an object of the native engine
    if not text:
        return ""
    try:
        return str(model.translate(text))
    except (ValueError, RuntimeError) as error:
        raise EngineError(engine="firefox", reason=f"translating failed: {error}") from error


def _load(edge: Edge) -> object:
    try:
        import fxtranslate
    except ImportError as error:
        raise EngineNotInstalled(engine="firefox", command=install_command(REQUIREMENT)) from error
    model = read_model(Path(edge.location))
    cure = f"captions models add --engine firefox {edge.source} {edge.target}"
    if model is None:
        raise ModelDamaged(engine="firefox", reason=f"{edge.location} is not complete; get it again with: {cure}")
    records = data_folder(os.environ, Path.home()) / "hashes"
    hashes = HashCache.load(cache_folder(os.environ, Path.home()) / "hashes.json")
    files = {path.name: hashes.sha256(path) for path in model.files}
    check_or_record(records, record_key(model), files, engine="firefox", cure=cure)
    hashes.save()
    try:
        shortlist = model.shortlist.read_bytes() if model.shortlist else None
        vocabularies = model.source_vocabulary.read_bytes(), model.target_vocabulary.read_bytes()
        return fxtranslate.Translator(model.weights.read_bytes(), *vocabularies, shortlist)
    except (OSError, ValueError) as error:
        reason = f"{model.path.name} cannot be loaded ({error}); get it again with: {cure}"
        raise ModelDamaged(engine="firefox", reason=reason) from error


def _load_pieces(edge: Edge) -> Pieces:
    from sentencepiece import SentencePieceProcessor

    model = read_model(Path(edge.location))
    if model is None:
        raise ModelDamaged(engine="firefox", reason=f"{edge.location} is not complete")
    try:
        return Pieces(processor=SentencePieceProcessor(model_file=str(model.source_vocabulary)))
    except (OSError, RuntimeError) as error:
        raise ModelDamaged(engine="firefox", reason=f"{model.path.name} cannot be loaded ({error})") from error


def record_key(model: FirefoxModel) -> str:
    """The name under which the hashes of a model are kept."""
    return f"firefox {model.path.name} {_fingerprint(model)}"


def _edge(model: FirefoxModel) -> Edge:
    from importlib.metadata import version

    return Edge(
        source=model.source,
        target=model.target,
        engine="firefox",
        model=model.path.name,
        quality=Quality.NEURAL,
        signature=EngineSignature(
            engine="firefox",
            engine_version=version("fxtranslate"),
            model=model.path.name,
            model_version=_fingerprint(model),
            licence="MPL-2.0",
        ),
        location=str(model.path),
    )


def _fingerprint(model: FirefoxModel) -> str:
    """Short hash of the files' sizes and first bytes: tells models apart without reading them whole."""
    digest = hashlib.sha256()
    for path in model.files:
        with path.open("rb") as file:
            digest.update(f"{path.name}:{path.stat().st_size}:".encode() + file.read(_HEAD_BYTES))
    return digest.hexdigest()[:12]


def _candidates(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    yield from (path for path in entries if path.is_dir() and not path.name.startswith("."))


def _only(folder: Path, pattern: str) -> Path | None:
    return next(iter(sorted(folder.glob(pattern))), None)
