"""One loaded Argos package: the package's own tokenizer, and its network run by CTranslate2.

They are used as `argostranslate` uses them (length penalty 0.2, unknown tokens replaced). A package with a
shortlist (`model/vmap.txt`) is run with it: twice as fast at the same BLEU and chrF.
"""

from __future__ import annotations

import json
import lzma
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.errors import EngineError, ModelDamaged
from pipeline.files import hash_file, write_atomic
from pipeline.model import Translation
from pipeline.models import HashCache, cache_folder, check_or_record, data_folder, unpack_archive
from pipeline.settings import TranslationSettings
from pipeline.translation.attention import align_by_attention, locate_tokens
from pipeline.translation.disagreement import disagreement
from pipeline.translation.engines.argos_network import SHORTLIST_NAME, PackageNetwork
from pipeline.translation.engines.argos_packages import SHORTLIST, ArgosPackage, read_package, shortlist_beside
from pipeline.translation.engines.pieces import Pieces
from pipeline.translation.routes import Edge

MAX_SENTENCE_TOKENS = 100
"""The students behind such models saw no longer sentences; beyond, they begin to drop and to repeat."""
BATCH_TOKENS = 512
"""Source tokens a batch on a processor: larger ones fall out of its caches (measured 128 to 4,096)."""
GPU_BATCH_TOKENS = 8_192
_QUEUED_SENTENCES = 32
_LENGTH_PENALTY = 0.2
_HASH_LIST = "SHA256SUMS"
_MAX_SHORTLIST_BYTES = 100_000_000
"""Those of the embedded packages have nine million."""


@dataclass(kw_only=True)
class ArgosModel:
    """One loaded package: its tokenizer and its network."""

    tokenizer: Any
    target_prefix: str
    network: PackageNetwork

    def count(self, text: str) -> int:
        """How many tokens a text has. A token is a character at least, so a short text is not tokenized."""
        return len(text) if len(text) <= MAX_SENTENCE_TOKENS else len(self.tokenizer.encode(text))

    def translate(
        self, texts: Sequence[str], finished: Callable[[int], None], options: dict[str, int]
    ) -> tuple[Translation, ...]:
        """Translate texts that fit into the model; `finished` is reported the index of each.

        Raises:
            EngineError: CTranslate2 failed.
        """
        tokens = [self.tokenizer.encode(text) for text in texts]
        results: dict[int, Translation] = {}
        try:
            for index, result in self._run(tokens, options):
                results[index] = self._translation(texts[index], tokens[index], result)
                finished(index)
        except (RuntimeError, ValueError) as error:
            raise EngineError(engine="argos", reason=f"translating failed: {error}") from error
        for index in range(len(texts)):
            if index not in results:
                results[index] = Translation(text="")
                finished(index)
        return tuple(results[index] for index in range(len(texts)))

    def unreadable(self, text: str) -> frozenset[str]:
        """The characters that the tokenizer does not know; none where it does not say."""
        return self._pieces.unreadable(text) if self._pieces else frozenset()

    def likelihood(self, word: str) -> float:
        """How usual a spelling is: by the tokenizer's own scores, else the fewer pieces the likelier."""
        return self._pieces.likelihood(word) if self._pieces else -float(len(self.tokenizer.encode(word)))

    @cached_property
    def _pieces(self) -> Pieces | None:
        return Pieces(processor=self.tokenizer.lazy_processor()) if self._is_sentencepiece else None

    def _run(self, tokens: Sequence[Sequence[str]], options: dict[str, int]) -> Iterator[tuple[int, Any]]:
        """Results, each with the index of its sentence.

        The network's queue holds just enough never to run dry: what waits there cannot be stopped, not even by Ctrl-C.
        """
        waiting: deque[tuple[int, Any]] = deque()
        use_shortlist = options.get("use_vmap", self.network.has_shortlist)
        network = self.network.covering(piece for some in tokens for piece in some if use_shortlist)
        for indexes in self._batches(tokens):
            waiting += zip(indexes, self._submit(network, [tokens[index] for index in indexes], options), strict=True)
            while len(waiting) > _QUEUED_SENTENCES:
                index, pending = waiting.popleft()
                yield index, pending.result()
        for index, pending in waiting:
            yield index, pending.result()

    def _submit(self, network: Any, tokens: Sequence[Sequence[str]], options: dict[str, int]) -> Any:  # noqa: ANN401
        """Hand over one batch; the results are promises."""
        return network.translate_batch(
            tokens,
            target_prefix=[[self.target_prefix]] * len(tokens) if self.target_prefix else None,
            max_batch_size=BATCH_TOKENS if network.device == "cpu" else GPU_BATCH_TOKENS,
            batch_type="tokens",
            asynchronous=True,
            length_penalty=_LENGTH_PENALTY,
            replace_unknowns=True,
            return_scores=True,
            return_attention=True,
            **{"use_vmap": self.network.has_shortlist, **options},
        )

    def _batches(self, tokens: Sequence[Sequence[str]]) -> list[list[int]]:
        """Indexes of the sentences that go together, the longest sentences first; no batch changes a text.

        A batch that needs no padding gives each sentence the very text that it gets alone (measured: none of
        200 differ, against 3 % with padding and 8-bit weights); a batch's shortlist is the union over its
        sentences, so with one each sentence is a batch. So a sentence's translation does not depend on which
        others are translated with it, and a rebuild of one sentence equals a fresh build.
        """
        lengths: dict[int, list[int]] = {}
        for index, items in enumerate(tokens):
            if items:
                lengths.setdefault(len(items), []).append(index)
        batches = [indexes for _, indexes in sorted(lengths.items(), reverse=True)]
        return [[index] for indexes in batches for index in indexes] if self.network.has_shortlist else batches

    def _translation(self, source: str, source_tokens: Sequence[str], result: Any) -> Translation:  # noqa: ANN401
        prefix = self.target_prefix
        hypotheses = [
            self._decode(list(tokens[1:] if prefix and tokens[:1] == [prefix] else tokens))
            for tokens in result.hypotheses
        ]
        tokens = list(result.hypotheses[0])
        attention = [list(row) for row in result.attention[0]] if result.attention else []
        score = result.scores[0] * max(1, len(tokens)) ** (_LENGTH_PENALTY - 1)
        if prefix and tokens[:1] == [prefix]:
            attention = attention[len(attention) - len(tokens) + 1 :]
            tokens = tokens[1:]
        text = hypotheses[0]
        targets = locate_tokens(text, [self._surface(token) for token in tokens])
        sources = locate_tokens(source, [self._surface(token) for token in source_tokens])
        return Translation(
            text=text,
            score=min(0.0, round(float(score), 4)),
            alignment=align_by_attention(attention, targets, sources) or None,
            disagreement=disagreement(text, hypotheses[1:]),
        )

    def _decode(self, tokens: list[str]) -> str:
        if self._is_sentencepiece:
            # Not `tokenizer.decode`: that makes spaces of the underscores in names and addresses.
            return str(self.tokenizer.lazy_processor().decode_pieces(tokens)).replace("▁", " ").strip()
        return str(self.tokenizer.decode(tokens)).strip()

    def _surface(self, token: str) -> str:
        return token.replace("▁", " ") if self._is_sentencepiece else _unescape(token.removesuffix("@@"))

    @cached_property
    def _is_sentencepiece(self) -> bool:
        return hasattr(self.tokenizer, "lazy_processor")


def _unescape(token: str) -> str:
    """Moses writes some characters as entities; the BPE packages see them so."""
    import html

    return html.unescape(token)


def load_model(edge: Edge, settings: TranslationSettings) -> ArgosModel:
    """Load an edge's package, unpacked into the user's cache if it is an archive.

    Raises:
        ModelDamaged: It cannot be loaded, or is not what it was at its first use.
    """
    package = _package_of(edge)
    cache = cache_folder(os.environ, Path.home())
    hashes = HashCache.load(cache / "hashes.json")
    path, folder = package.path, _folder_of(package, hashes)
    cure = f"captions models add {edge.source} {edge.target}"
    records = data_folder(os.environ, Path.home()) / "hashes"
    key = f"{package.name} {package.version}+{package.fingerprint}"
    files = {file.name: hashes.sha256(file) for file in _model_files(folder)}
    check_or_record(records, key, files, engine="argos", cure=cure)
    hashes.save()

    def damaged(error: Exception) -> ModelDamaged:
        return ModelDamaged(engine="argos", reason=f"{path.name} cannot be loaded ({error}); get it again with: {cure}")

    try:
        return _load_folder(folder, settings, damaged, index=cache / "shortlists" / files.get(SHORTLIST_NAME, ""))
    except (OSError, RuntimeError, ValueError, KeyError, AttributeError) as error:
        raise damaged(error) from error


def unpacked_folder(edge: Edge) -> Path:
    """The folder of an edge's package, unpacked into the user's cache if it is an archive.

    Raises:
        ModelDamaged: It cannot be read.
    """
    hashes = HashCache.load(cache_folder(os.environ, Path.home()) / "hashes.json")
    return _folder_of(_package_of(edge), hashes)


def _package_of(edge: Edge) -> ArgosPackage:
    path = Path(edge.location)
    package = read_package(path)
    if package is None:
        raise ModelDamaged(engine="argos", reason=f"{path.name} does not translate")
    return package


def _folder_of(package: ArgosPackage, hashes: HashCache) -> Path:
    return _unpacked(package, hashes) if package.is_archive else package.path


def _load_folder(
    folder: Path, settings: TranslationSettings, damaged: Callable[[Exception], ModelDamaged], *, index: Path
) -> ArgosModel:
    metadata = json.loads((folder / "metadata.json").read_bytes())
    tokenizer = _tokenizer(folder, metadata)
    tokenizer.encode("")  # reads the tokenizer now, so that a corrupt one is an error here
    network = PackageNetwork(folder=folder / "model", index=index, settings=settings, damaged=damaged)
    network.prepare()
    return ArgosModel(tokenizer=tokenizer, target_prefix=str(metadata.get("target_prefix", "")), network=network)


def _tokenizer(folder: Path, metadata: dict[str, Any]) -> Any:  # noqa: ANN401  # one of Argos's two
    """The package's own tokenizer, as `argostranslate.package` chooses it; that module loads a web client."""
    from argostranslate.tokenizer import BPETokenizer, SentencePieceTokenizer

    if (folder / "sentencepiece.model").exists():
        return SentencePieceTokenizer(folder / "sentencepiece.model")
    if not (folder / "bpe.model").exists():
        raise FileNotFoundError("it has no tokenizer")
    return BPETokenizer(folder / "bpe.model", metadata["from_code"], metadata["to_code"])


def _unpacked(package: ArgosPackage, hashes: HashCache) -> Path:
    """The folder of an archive's content in the user's cache, unpacked once for each hash of the archive."""
    digest = hashes.sha256(package.path)
    expected = _listed_hash(package.path)
    if expected not in (None, digest):
        reason = f"{package.path} is not the file that {_HASH_LIST} beside it names; get that file again"
        raise ModelDamaged(engine="argos", reason=reason)
    parent = cache_folder(os.environ, Path.home()) / "argos" / digest[:32]
    folder = parent / package.name
    if not (folder / "metadata.json").is_file():
        folder = unpack_archive(package.path, parent, engine="argos")
    _lay_shortlist(package.path, folder)
    return folder


def _lay_shortlist(archive: Path, folder: Path) -> None:
    """Unpack the shortlist beside an archive into the folder of its content, whole or not at all."""
    packed = shortlist_beside(archive)
    if packed is None or (folder / SHORTLIST).is_file():
        return
    if _listed_hash(packed) not in (None, hash_file(packed)):
        reason = f"{packed} is not the file that {_HASH_LIST} beside it names; get that file again"
        raise ModelDamaged(engine="argos", reason=reason)
    try:
        with lzma.open(packed) as file:
            content = file.read(_MAX_SHORTLIST_BYTES + 1)
    except (OSError, lzma.LZMAError, EOFError) as error:
        raise ModelDamaged(engine="argos", reason=f"{packed.name} cannot be unpacked: {error}") from error
    if len(content) > _MAX_SHORTLIST_BYTES:
        raise ModelDamaged(engine="argos", reason=f"{packed.name} was refused: more than a shortlist can hold")
    write_atomic(folder / SHORTLIST, content)


def _listed_hash(path: Path) -> str | None:
    try:
        lines = (path.parent / _HASH_LIST).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    return next((line.split()[0] for line in lines if line.split()[1:] == [path.name]), None)


def _model_files(folder: Path) -> list[Path]:
    names = ("metadata.json", "model/model.bin", "sentencepiece.model", "bpe.model", SHORTLIST)
    return [folder / name for name in names if (folder / name).is_file()]
