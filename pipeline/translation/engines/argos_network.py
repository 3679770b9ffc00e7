"""A package's network, loaded with as much of its shortlist as the sentences need.

CTranslate2 reads a shortlist as text, nine million characters of it, which takes three times as long as the network
itself. For the one sentence that a person corrected its own lines are enough: they are all that the search looks at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.errors import ModelDamaged
from pipeline.models import processor_count
from pipeline.settings import TranslationSettings
from pipeline.translation.engines.shortlist import excerpt

SHORTLIST_NAME = "vmap.txt"
_FEW_PIECES = 500
"""So many different pieces of sentences, at most, get a shortlist of their own."""
_ALWAYS = frozenset({"", "<s>", "</s>", "<unk>", "<pad>"})
"""What CTranslate2 itself looks up, or puts around a sentence."""
_BROKEN = (OSError, RuntimeError, ValueError)


@dataclass(slots=True, kw_only=True)
class PackageNetwork:
    """The network of one package."""

    folder: Path
    """With the model's files."""
    index: Path
    """Where the index of its shortlist is kept."""
    settings: TranslationSettings
    damaged: Callable[[Exception], ModelDamaged]
    """What to raise where it cannot be loaded."""
    _loaded: Any = None
    _covered: frozenset[str] | None = _ALWAYS
    """The source pieces whose shortlist is loaded; None for all."""

    has_shortlist: bool = field(init=False)

    def __post_init__(self) -> None:
        self.has_shortlist = (self.folder / SHORTLIST_NAME).is_file()

    def prepare(self) -> None:
        """Do what can be done before any sentence is known.

        Raises:
            ModelDamaged: It cannot be loaded.
        """
        if self.has_shortlist:
            _library()  # takes as long as half of a network
        else:
            self.covering(())

    def covering(self, pieces: Iterable[str]) -> Any:  # noqa: ANN401  # a class of CTranslate2's
        """The network with the shortlist of these source pieces, at least.

        Raises:
            ModelDamaged: It cannot be loaded.
        """
        wanted = frozenset(pieces)
        if self._loaded is None or not (self._covered is None or wanted <= self._covered):
            try:
                self._load(wanted)
            except _BROKEN as error:
                raise self.damaged(error) from error
        return self._loaded

    def _load(self, wanted: frozenset[str]) -> None:
        """Few pieces get their own lines; who comes back with others gets all."""
        is_excerpt = self._loaded is None and len(wanted) <= _FEW_PIECES and self.has_shortlist
        self._loaded = None
        covered = wanted | _ALWAYS
        self._loaded = _open(
            self.folder, self.settings, _files(self.folder, covered, self.index) if is_excerpt else None
        )
        self._covered = covered if is_excerpt else None


def _files(folder: Path, pieces: frozenset[str], index: Path) -> dict[str, bytes]:
    """The files of a model, the shortlist with the lines for some source pieces only."""
    names = (path for path in folder.iterdir() if path.is_file() and path.name != SHORTLIST_NAME)
    files = {path.name: path.read_bytes() for path in names}
    files[SHORTLIST_NAME] = excerpt(folder / SHORTLIST_NAME, pieces, index=index)
    return files


def _open(folder: Path, settings: TranslationSettings, files: dict[str, bytes] | None) -> Any:  # noqa: ANN401
    ctranslate2 = _library()
    device = _device(settings.device)
    threads = settings.threads or processor_count()
    # Batches side by side, one thread each, use all cores; one batch's matrices are too small to share.
    return ctranslate2.Translator(
        str(folder),
        device=device,
        compute_type="auto",
        inter_threads=threads if device == "cpu" else 1,
        intra_threads=1,
        max_queued_batches=-1,
        files=files,
    )


def _library() -> Any:  # noqa: ANN401  # a module
    """CTranslate2 without `asyncio`, which takes half of its time to load and is for what nobody here uses."""
    if "ctranslate2" in sys.modules or "asyncio" in sys.modules:
        return import_module("ctranslate2")
    sys.modules["asyncio"] = later = _Later("asyncio")
    try:
        return import_module("ctranslate2")
    finally:
        if sys.modules.get("asyncio") is later:
            sys.modules.pop("asyncio", None)


class _Later(ModuleType):
    """Stands for a module that is imported when something of it is first used."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the module has
        if sys.modules.get(self.__name__) is self:
            sys.modules.pop(self.__name__, None)
        return getattr(import_module(self.__name__), name)


def _device(wanted: str) -> str:
    if wanted != "auto":
        return wanted
    return "cuda" if _library().get_cuda_device_count() else "cpu"
