"""Translation models on this machine: which there are, adding and removing them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.errors import EngineError, InputError, LanguagePairMissing, ModelDamaged
from pipeline.files import disk_reason, hash_file, read_bytes
from pipeline.languages import engine_code, from_engine_code
from pipeline.model import EngineSignature
from pipeline.models import (
    Download,
    cache_folder,
    check_archive,
    check_or_record,
    data_folder,
    download,
    forget,
    unpack_archive,
)
from pipeline.protocols import ProgressSink, ignore_progress
from pipeline.translation.engines import argos_packages, firefox
from pipeline.translation.engines.argos_packages import ArgosPackage, find_packages, read_package
from pipeline.translation.routes import Edge, Quality

_INDEX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailablePackage:
    """One line of Argos's package index."""

    source: str
    """BCP-47 tag."""
    target: str
    version: str
    links: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name that the package's file and folder usually have."""
        codes = engine_code(self.source, "argos"), engine_code(self.target, "argos")
        return f"translate-{codes[0]}_{codes[1]}-{self.version.replace('.', '_')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Where adding a model says what it does."""

    tell: Callable[[str], None] = lambda text: None
    progress: ProgressSink = ignore_progress


_NOBODY = Reporter()


def add_pair(source: str, target: str, *, reporter: Reporter = _NOBODY, silence_seconds: float = 20.0) -> ArgosPackage:
    """Download and install Argos's package for a pair.

    Args:
        source: BCP-47 tag.
        target: BCP-47 tag.
        reporter: Told the size first, then the progress in bytes.
        silence_seconds: How long a server may say nothing.

    Raises:
        LanguagePairMissing: The index has no such package.
        EngineError: The index or the package cannot be fetched.
        ModelDamaged: The package is hostile or corrupt, translates another pair, or is not the file that
            it was when it was first fetched.
        InputError: It cannot be written.
    """
    offered = fetch_index(reporter=reporter, silence_seconds=silence_seconds)
    found = [package for package in offered if (package.source, package.target) == (source, target)]
    if not found or not found[0].links:
        raise _pair_missing(source, target, offered)
    wanted = found[0]
    how = Download(engine="argos", step=f"download {source} → {target}", silence_seconds=silence_seconds)
    archive = cache_folder(os.environ, Path.home()) / "downloads" / (wanted.name + argos_packages.SUFFIX)
    download(
        wanted.links[0],
        archive,
        how,
        progress=reporter.progress,
        announce=lambda size: reporter.tell(f"{wanted.name}: {size / 1e6:.1f} MB to download"),
    )
    try:
        package = add_file(archive, expected=(source, target), origin=f"{wanted.name} {wanted.version}")
    finally:
        # Whether installed or refused, this file is of no more use; a part of one never gets here.
        archive.unlink(missing_ok=True)
    return package


def add_file(path: Path, *, expected: tuple[str, str] | None = None, origin: str = "") -> ArgosPackage:
    """Install a package file into Argos's own folder, where `argostranslate` finds it too.

    Args:
        path: An `.argosmodel` file.
        expected: The pair that it must translate, if known.
        origin: What it is when it comes from an index: its hash is then remembered.

    Raises:
        InputError: The file cannot be read, or the folder not written.
        ModelDamaged: It is hostile, corrupt, or not what was expected.
    """
    if not path.is_file():
        raise InputError(path=str(path), reason="no such file")
    check_archive(path, engine="argos")
    described = _read_archive(path)
    if expected and (described.source, described.target) != expected:
        reason = f"{path.name} translates {described.source} to {described.target}, not {expected[0]} to {expected[1]}"
        raise ModelDamaged(engine="argos", reason=reason)
    if origin:
        _check_origin(path, origin)
    folder = unpack_archive(path, argos_packages.argos_folders()[0], engine="argos")
    package = _read_installed(folder)
    forget(hash_records(), _content_key(package))
    return package


def remove_pair(source: str, target: str, *, engine: str = "argos") -> tuple[Path, ...]:
    """Delete the user's installed models of a pair; those of a project stay.

    Returns:
        The folders that are gone.

    Raises:
        LanguagePairMissing: The user has installed none.
        InputError: A folder cannot be deleted.
    """
    removed = []
    for path, key in _installed_by_user(source, target, engine):
        try:
            shutil.rmtree(path)
        except OSError as error:
            raise InputError(path=str(path), reason=f"cannot be removed: {disk_reason(error)}") from error
        forget(hash_records(), key)
        removed.append(path)
    if not removed:
        reason = f"no {engine} model of yours translates {source} to {target}; see: captions models list"
        raise EngineError(engine="models", reason=reason)
    for name in {f"translate-{engine_code(source, 'argos')}_{engine_code(target, 'argos')}"}:
        _forget_origins(name)
    return tuple(removed)


def fetch_index(*, reporter: Reporter = _NOBODY, silence_seconds: float = 20.0) -> tuple[AvailablePackage, ...]:
    """Fetch Argos's package index from the address in its settings, and keep it where Argos keeps it.

    Raises:
        EngineError: The index cannot be fetched or is not one.
    """
    from argostranslate import settings

    how = Download(
        engine="argos", step="fetch the package index", silence_seconds=silence_seconds, max_bytes=_INDEX_BYTES
    )
    fresh = cache_folder(os.environ, Path.home()) / "downloads" / "index.json"
    fresh.with_name("index.json.part").unlink(missing_ok=True)
    download(settings.remote_package_index, fresh, how, progress=reporter.progress)
    packages = parse_index(read_bytes(fresh))
    try:
        local = Path(settings.local_package_index)
        shutil.copyfile(fresh, local.with_name(".index.json.part"))
        local.with_name(".index.json.part").replace(local)
    except OSError as error:
        raise InputError(path=str(settings.local_package_index), reason=disk_reason(error)) from error
    return packages


def known_index() -> tuple[AvailablePackage, ...]:
    """The package index as it was last fetched; nothing if it never was. Never uses the network."""
    from argostranslate import settings

    try:
        return parse_index(Path(settings.local_package_index).read_bytes())
    except (OSError, EngineError):
        return ()


def parse_index(data: bytes) -> tuple[AvailablePackage, ...]:
    """Read a package index: the newest version of each pair, sorted by pair. Other packages are left out.

    Raises:
        EngineError: It is not an index.
    """
    try:
        lines = json.loads(data)
        if not isinstance(lines, list):
            raise ValueError("not a list")
    except ValueError as error:
        raise EngineError(engine="argos", reason=f"what the package index sent is not an index: {error}") from error
    newest: dict[tuple[str, str], AvailablePackage] = {}
    for line in lines:
        package = _parse_line(line)
        if package is None:
            continue
        pair = package.source, package.target
        if pair not in newest or _version(package) > _version(newest[pair]):
            newest[pair] = package
    return tuple(newest[pair] for pair in sorted(newest))


def candidate_edges(packages: tuple[AvailablePackage, ...]) -> tuple[Edge, ...]:
    """What the packages of an index would be on the map, if they were installed."""
    return tuple(
        Edge(
            source=package.source,
            target=package.target,
            engine="argos",
            model=package.name,
            quality=Quality.NEURAL,
            signature=EngineSignature(engine="argos", engine_version="", model=package.name),
        )
        for package in packages
    )


def _parse_line(line: Any) -> AvailablePackage | None:  # noqa: ANN401  # anything that JSON can hold
    if not isinstance(line, Mapping) or line.get("type", "translate") != "translate":
        return None
    try:
        return AvailablePackage(
            source=from_engine_code(str(line["from_code"]), "argos"),
            target=from_engine_code(str(line["to_code"]), "argos"),
            version=str(line.get("package_version", "")),
            links=tuple(str(link) for link in line.get("links", ())),
        )
    except (KeyError, ValueError, TypeError):
        return None


def _version(package: AvailablePackage) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in package.version.split("."))


def _pair_missing(source: str, target: str, offered: tuple[AvailablePackage, ...]) -> LanguagePairMissing:
    pairs = {(package.source, package.target) for package in offered}
    if (source, "en") in pairs and ("en", target) in pairs:
        command = f"captions models add {source} en && captions models add en {target}"
    else:
        command = f"captions models add --engine firefox {source} {target}"
    return LanguagePairMissing(source=source, target=target, command=command)


def _read_archive(path: Path) -> ArgosPackage:
    link = path
    if path.suffix != argos_packages.SUFFIX:
        raise ModelDamaged(engine="argos", reason=f"{path.name} is not an {argos_packages.SUFFIX} file")
    package = read_package(link)
    if package is None:
        raise ModelDamaged(engine="argos", reason=f"{path.name} is an Argos package that does not translate")
    return package


def _read_installed(folder: Path) -> ArgosPackage:
    package = read_package(folder)
    assert package is not None, "the archive was read a moment ago"
    return package


def _check_origin(path: Path, origin: str) -> None:
    pair = origin.split("-")[1] if "-" in origin else origin
    cure = f"captions models remove {pair.replace('_', ' ')}, if its authors changed it on purpose"
    check_or_record(hash_records(), f"archive {origin}", {path.name: hash_file(path)}, engine="argos", cure=cure)


def _forget_origins(name: str) -> None:
    for record in hash_records().glob("*.json"):
        try:
            key = str(json.loads(record.read_bytes())["model"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if key.startswith(f"archive {name}-"):
            record.unlink(missing_ok=True)


def _installed_by_user(source: str, target: str, engine: str) -> list[tuple[Path, str]]:
    if engine == "firefox":
        models = firefox.find_models([firefox.user_folder()])
        return [
            (model.path, firefox.record_key(model))
            for model in models
            if (model.source, model.target) == (source, target)
        ]
    packages = find_packages(argos_packages.argos_folders())
    return [
        (package.path, _content_key(package))
        for package in packages
        if (package.source, package.target) == (source, target) and not package.is_archive
    ]


def _content_key(package: ArgosPackage) -> str:
    return f"{package.name} {package.version}+{package.fingerprint}"


def hash_records() -> Path:
    """Folder of the hashes that models had at their first use."""
    return data_folder(os.environ, Path.home()) / "hashes"
