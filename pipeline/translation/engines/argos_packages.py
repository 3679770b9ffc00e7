"""Finding Argos Translate packages without loading them: what is installed and what a project brings.

Reading a package here costs about a millisecond and imports no machine-learning library, so
`captions status` can ask at every call.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.errors import EngineError, InputError, ModelDamaged
from pipeline.files import open_regular
from pipeline.languages import LanguageTag, from_engine_code

SUFFIX = ".argosmodel"
_HEAD_BYTES = 65_536
_MAX_METADATA_BYTES = 1_000_000
_README = "README.md"
_LICENCE = re.compile(r"\b(MPL-2\.0|CC0(?:[ -]1\.0)?|CC[ -]BY(?:-[A-Z]{2})*[ -]\d\.\d|MIT|Apache-2\.0|A?GPL-\d\.\d)\b")
_MODEL_FILES = ("model/model.bin", "sentencepiece.model", "bpe.model")
SHORTLIST = "model/vmap.txt"
"""Where CTranslate2 looks for a package's shortlist: the likely target pieces of each source piece."""
SHORTLIST_SUFFIX = ".vmap.txt.xz"
"""A shortlist that lies beside its archive has the archive's name with this ending."""


_MAX_VERSION_CHARS = 100
_UNREADABLE = (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, InputError)
"""What a package of a stranger's can raise before it is known to be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgosPackage:
    """One package: an unpacked folder, or an archive that is not unpacked yet."""

    path: Path
    name: str
    """The name of its folder, such as `translate-en_pt-1_0`."""
    source: LanguageTag
    target: LanguageTag
    version: str
    fingerprint: str
    """Short hash of the metadata, the sizes and the first bytes of the model: tells models apart."""
    licence: str = ""
    """The first licence that the package's README names; empty if it names none."""

    @property
    def is_archive(self) -> bool:
        return self.path.suffix == SUFFIX


def shortlist_beside(archive: Path) -> Path | None:
    """The packed shortlist that lies beside an archive, if there is one."""
    path = archive.with_name(archive.name.removesuffix(SUFFIX) + SHORTLIST_SUFFIX)
    return path if path.is_file() else None


def argos_folders() -> tuple[Path, ...]:
    """The folders in which Argos Translate itself looks for packages, by its own settings.

    Raises:
        EngineError: Argos Translate cannot make its folders (a read-only home).
    """
    try:
        from argostranslate import settings
    except OSError as error:
        raise EngineError(engine="argos", reason=f"cannot make its folders: {error}") from error
    return tuple(Path(folder) for folder in settings.package_dirs)


def find_packages(folders: Iterable[Path]) -> tuple[ArgosPackage, ...]:
    """All translation packages in some folders, unpacked or as archives, in the folders' order.

    Within a folder the newest version of a pair comes first. What is not a readable package is left out:
    `captions models list` names it, see `find_damaged`.
    """
    found: list[ArgosPackage] = []
    for folder in folders:
        here = [package for path in _candidates(folder) if (package := _try_read(path)) is not None]
        found += sorted(here, key=lambda package: (package.source, package.target, _newest_first(package.version)))
    return tuple(found)


def find_damaged(folders: Iterable[Path]) -> tuple[ModelDamaged, ...]:
    """What lies in some folders, looks like a package and cannot be read, and why."""
    problems = []
    for folder in folders:
        for path in _candidates(folder):
            try:
                read_package(path)
            except ModelDamaged as error:
                problems.append(error)
    return tuple(problems)


def read_package(path: Path) -> ArgosPackage | None:
    """Describe one package.

    Returns:
        None if it is a package of another kind (a sentence splitter, a language model).

    Raises:
        ModelDamaged: It is no readable package, or its metadata names no languages.
    """
    try:
        members = _archive_members(path) if path.suffix == SUFFIX else _folder_members(path)
        metadata = json.loads(members["metadata.json"][1])
        return _package(path, metadata, members)
    except (*_UNREADABLE, RecursionError, RuntimeError, NotImplementedError) as error:
        raise ModelDamaged(engine="argos", reason=f"{path.name} is not a readable package: {_reason(error)}") from error


def _package(path: Path, metadata: Any, members: dict[str, tuple[int, bytes]]) -> ArgosPackage | None:  # noqa: ANN401
    if not isinstance(metadata, dict):
        raise TypeError("metadata.json holds no table")
    if metadata.get("type", "translate") != "translate":
        return None
    version = str(metadata.get("package_version", ""))
    if len(version) > _MAX_VERSION_CHARS:
        raise ValueError("package_version is no version")
    if "model/model.bin" not in members:
        raise KeyError("model/model.bin")
    digest = hashlib.sha256(json.dumps(metadata, sort_keys=True).encode())
    for name in _MODEL_FILES:
        if name in members:
            digest.update(f"{name}:{members[name][0]}:".encode() + members[name][1])
    digest.update(_shortlist_head(path))
    return ArgosPackage(
        path=path,
        name=path.name.removesuffix(SUFFIX),
        source=from_engine_code(str(metadata["from_code"]), "argos"),
        target=from_engine_code(str(metadata["to_code"]), "argos"),
        version=version,
        fingerprint=digest.hexdigest()[:12],
        licence=_licence(members),
    )


def _shortlist_head(path: Path) -> bytes:
    """Size and first bytes of a package's shortlist: it decides about the text too. Empty without one."""
    shortlist = shortlist_beside(path) if path.suffix == SUFFIX else path / SHORTLIST
    if shortlist is None or not shortlist.is_file():
        return b""
    with shortlist.open("rb") as file:
        return f"shortlist:{shortlist.stat().st_size}:".encode() + file.read(_HEAD_BYTES)


def _licence(members: dict[str, tuple[int, bytes]]) -> str:
    readme = members.get(_README, (0, b""))[1].decode("utf-8", errors="replace")
    found = _LICENCE.search(readme)
    return found.group(1) if found else ""


def _candidates(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for path in entries:
        if not path.name.startswith(".") and (path.suffix == SUFFIX or (path / "metadata.json").is_file()):
            yield path


def _try_read(path: Path) -> ArgosPackage | None:
    try:
        return read_package(path)
    except ModelDamaged:
        return None


def _archive_members(path: Path) -> dict[str, tuple[int, bytes]]:
    """Size and first bytes of the files that matter, by their name inside the package's folder."""
    members = {}
    with open_regular(path, is_link_allowed=True) as whole, zipfile.ZipFile(whole) as archive:
        for info in archive.infolist():
            _, _, name = info.filename.partition("/")
            if name in {"metadata.json", _README, *_MODEL_FILES}:
                with archive.open(info) as file:
                    members[name] = (info.file_size, file.read(_head_size(name)))
    return members


def _folder_members(path: Path) -> dict[str, tuple[int, bytes]]:
    members = {}
    for name in ("metadata.json", _README, *_MODEL_FILES):
        member = path / name
        if member.is_file():
            with open_regular(member, is_link_allowed=True) as file:
                members[name] = (member.stat().st_size, file.read(_head_size(name)))
    return members


def _head_size(name: str) -> int:
    return _MAX_METADATA_BYTES if name == "metadata.json" else _HEAD_BYTES


def _newest_first(version: str) -> tuple[int, ...]:
    """Where a version sorts; its length was looked at when the package was read."""
    return tuple(-int(part) if part.isascii() and part.isdecimal() else 0 for part in version.split("."))


def _reason(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
