"""The words of an Argos package, read from its tokenizer and its shortlist; its network is not loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property
from pathlib import Path

from pipeline.dataclass import dataclass
from pipeline.errors import PipelineError
from pipeline.settings import TranslationSettings
from pipeline.translation.engines.argos_model import unpacked_folder
from pipeline.translation.engines.argos_packages import SHORTLIST
from pipeline.translation.engines.pieces import Pieces
from pipeline.translation.engines.registry import installed_edges
from pipeline.translation.lexicon import NO_LEXICON, Lexicon
from pipeline.translation.protection import KNOWN_WORD
from pipeline.translation.routes import Edge

_ENGINE = "argos"
_TOKENIZER = "sentencepiece.model"
_USUAL = -17.0
"""Log-probability of a word in small letters above which it is one of the language (`prizes`), not a name."""
_TELLING = 3
"""Letters, with the mark of a word's start, of a piece that says something about the word."""


@dataclass(kw_only=True)
class ArgosLexicon:
    """The words of one package, which is read when something is asked; a package that cannot be read knows none."""

    folder: Callable[[], Path]
    """Gives the package's folder, unpacked if it is an archive."""
    _known: dict[str, float] = field(default_factory=dict, repr=False)
    _likely: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    @property
    def knows_words(self) -> bool:
        """See `Lexicon`."""
        return self._pieces is not None

    @property
    def knows_pairs(self) -> bool:
        """See `Lexicon`."""
        return bool(self._shortlist)

    def is_word(self, word: str) -> bool:
        """See `Lexicon`."""
        return self._likelihood(word.lower()) > _USUAL

    def is_spelling(self, word: str) -> bool:
        """See `Lexicon`."""
        return self._likelihood(word) > KNOWN_WORD

    def may_become(self, word: str, other: str) -> bool:
        """Whether the shortlist has every piece of the other word for some piece of this one."""
        if word not in self._likely:
            forms = dict.fromkeys((word, word.lower()))
            self._likely[word] = frozenset(name for form in forms for name in self._translations(form))
        likely = self._likely[word]
        for form in (other, other.lower()):
            pieces = self._encode(form)
            if pieces and len(pieces[0]) > _TELLING and likely.issuperset(pieces):
                return True
        return False

    def _translations(self, word: str) -> set[str]:
        return {name for piece in self._encode(word) for name in self._shortlist.get(piece, "").split(" ")}

    def _encode(self, word: str) -> list[str]:
        return [*self._pieces.processor.encode(word, out_type=str)] if self._pieces else []

    def _likelihood(self, word: str) -> float:
        if word not in self._known:
            self._known[word] = self._pieces.likelihood(word) if self._pieces else KNOWN_WORD + _USUAL
        return self._known[word]

    @cached_property
    def _pieces(self) -> Pieces | None:
        from sentencepiece import SentencePieceProcessor

        try:
            return Pieces(processor=SentencePieceProcessor(model_file=str(self.folder() / _TOKENIZER)))
        except (OSError, RuntimeError, PipelineError):
            return None

    @cached_property
    def _shortlist(self) -> Mapping[str, str]:
        """Each source piece with its likely target pieces, between spaces."""
        try:
            lines = (self.folder() / SHORTLIST).read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError, PipelineError):
            return {}
        return {piece: likely for piece, _, likely in (line.partition("\t") for line in lines)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Joined:
    """The words of two packages that know one of the languages each, where none translates between both."""

    parts: tuple[Lexicon, Lexicon]

    @property
    def knows_words(self) -> bool:
        return all(part.knows_words for part in self.parts)

    @property
    def knows_pairs(self) -> bool:
        return False

    def is_word(self, word: str) -> bool:
        return any(part.is_word(word) for part in self.parts)

    def is_spelling(self, word: str) -> bool:
        return any(part.is_spelling(word) for part in self.parts)

    def may_become(self, word: str, other: str) -> bool:
        return False


def load_lexicon(settings: TranslationSettings, folder: Path, *, source: str, target: str) -> Lexicon:
    """What the installed packages know of the words of two languages; nothing is read until something is asked.

    Args:
        settings: Which engines may be used, and where the project's models lie.
        folder: The workspace.
        source: BCP-47 tag.
        target: BCP-47 tag.
    """
    ours, theirs = (tag.split("-", maxsplit=1)[0] for tag in (source, target))
    edges = [edge for edge in installed_edges(settings, folder) if edge.engine == _ENGINE]
    both = next((edge for edge in edges if (edge.source, edge.target) == (ours, theirs)), None)
    if both is not None:
        return _lexicon(both)
    one = next((edge for edge in edges if ours in {edge.source, edge.target}), None)
    other = next((edge for edge in edges if theirs in {edge.source, edge.target}), None)
    return NO_LEXICON if one is None or other is None else _Joined(parts=(_lexicon(one), _lexicon(other)))


def _lexicon(edge: Edge) -> ArgosLexicon:
    return ArgosLexicon(folder=lambda: unpacked_folder(edge))
