"""Is a bundle what it says? Hashes, every file read back by another library, the same cues in every format."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.delivery import readback
from pipeline.delivery.manifest import MANIFEST_NAME, SCHEMA_VERSION, SUMS_NAME
from pipeline.delivery.muxing import flatten_cues
from pipeline.delivery.readback import Shown
from pipeline.errors import InputError
from pipeline.files import hash_file
from pipeline.model import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a bundle."""

    path: str
    """The file, relative to the bundle."""
    message: str


def verify_bundle(folder: Path) -> tuple[Problem, ...]:
    """Check a bundle; nothing is changed, and nothing outside the folder is read.

    Raises:
        InputError: The folder is not a bundle.
    """
    manifest = _load_manifest(folder)
    problems = list(_check_hashes(folder, manifest))
    # A file whose bytes are not the promised ones is reported once; reading it would only say so again.
    broken = {problem.path for problem in problems}
    problems += _check_languages(folder, manifest, broken)
    problems += _check_videos(folder, manifest, broken)
    problems += _check_page(folder, manifest, broken)
    problems += _check_stream(folder, manifest, broken)
    problems += _check_archive(folder)
    return tuple(problems)


def _load_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST_NAME
    try:
        manifest = json.loads(path.read_bytes())
        if manifest["schema_version"] != SCHEMA_VERSION:
            raise InputError(path=str(path), reason=f"schema version {manifest['schema_version']!r} is not known here")
        for file in manifest["files"]:
            _ = (file["path"] + "", file["bytes"] + 0, file["sha256"] + "", file["kind"] + "")
        for language in manifest["languages"]:
            _ = (language["tag"] + "", language["title"] + "", language["is_machine"], language["is_source"])
    except FileNotFoundError as error:
        raise InputError(path=str(folder), reason=f"not a bundle: it has no {MANIFEST_NAME}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(path=str(path), reason=f"not a manifest: {type(error).__name__} {error}") from error
    return dict(manifest)


def _check_hashes(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Problem]:
    """The files are those of the manifest and of the checksums, byte for byte, and no others."""
    sums = _read_sums(folder)
    listed = {file["path"]: file for file in manifest["files"]}
    for name in sorted(set(sums) | set(listed)):
        path = folder / name
        if not _is_inside(name) or path.is_symlink():
            yield Problem(path=name, message="leads out of the bundle")
        elif not path.is_file():
            yield Problem(path=name, message="is missing")
        elif name not in sums:
            yield Problem(path=name, message=f"is not in {SUMS_NAME}")
        elif name not in listed and name != MANIFEST_NAME:
            yield Problem(path=name, message="is not in the manifest")
        elif hash_file(path) != sums[name] or (name in listed and listed[name]["sha256"] != sums[name]):
            yield Problem(path=name, message="is not the file that was bundled: its SHA-256 differs")
        elif name in listed and path.stat().st_size != listed[name]["bytes"]:
            yield Problem(path=name, message="has another size than the manifest says")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in sums and name != SUMS_NAME and path.suffix != ".zip":
            yield Problem(path=name, message="does not belong to the bundle")


def _read_sums(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / SUMS_NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    matches = (re.fullmatch(r"([0-9a-f]{64})  (.+)", line) for line in lines)
    return {match[2]: match[1] for match in matches if match}


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _files(manifest: Mapping[str, Any], kind: str, broken: set[str]) -> Iterator[dict[str, Any]]:
    return (file for file in manifest["files"] if file["kind"] == kind and file["path"] not in broken)


def _check_languages(folder: Path, manifest: Mapping[str, Any], broken: set[str]) -> Iterator[Problem]:
    """Every caption file of a language says the same at the same times."""
    readers: dict[str, Callable[[bytes], tuple[Shown, ...]]] = {
        "webvtt": readback.read_webvtt,
        "ttml": readback.read_timed_text,
        "youtube": readback.read_subrip,
    }
    for language in manifest["languages"]:
        expected = _expected(folder, manifest, language["tag"])
        if len(expected) != language["cues"]:
            yield Problem(
                path=MANIFEST_NAME, message=f"{language['tag']}: {language['cues']} cues, {len(expected)} in SubRip"
            )
        for kind, read in readers.items():
            for file in _files(manifest, kind, broken):
                if file.get("language") == language["tag"]:
                    yield from _compare_file(folder, file["path"], read, expected)


def _expected(folder: Path, manifest: Mapping[str, Any], tag: str) -> tuple[Shown, ...]:
    """The cues of the SubRip file, with which all others are compared; none if it cannot be read."""
    for file in _files(manifest, "subrip", set()):
        if file.get("language") == tag and _is_inside(file["path"]):
            try:
                return readback.read_subrip((folder / file["path"]).read_bytes())
            except (OSError, ValueError):
                return ()
    return ()


def _compare_file(
    folder: Path, name: str, read: Callable[[bytes], tuple[Shown, ...]], expected: tuple[Shown, ...]
) -> Iterator[Problem]:
    try:
        found = read((folder / name).read_bytes())
    except Exception as error:  # noqa: BLE001  # the libraries raise anything on damaged files
        yield Problem(path=name, message=f"cannot be read: {type(error).__name__} {error}"[:300])
        return
    yield from _compare(name, found, expected)


def _compare(name: str, found: tuple[Shown, ...], expected: tuple[Shown, ...]) -> Iterator[Problem]:
    """The first difference is enough to know."""
    for number, (ours, theirs) in enumerate(zip(expected, found, strict=False), start=1):
        if _short_hours(ours) != _short_hours(theirs):
            yield Problem(path=name, message=f"cue {number} is {theirs!r}, in SubRip {ours!r}"[:300])
            return
    if len(found) != len(expected):
        yield Problem(path=name, message=f"has {len(found)} cues, SubRip has {len(expected)}")


def _short_hours(cue: Shown) -> Shown:
    start_ms, end_ms, text = cue
    return start_ms % readback.PYSUBS2_HOURS_MS, end_ms % readback.PYSUBS2_HOURS_MS, text


def _check_videos(folder: Path, manifest: Mapping[str, Any], broken: set[str]) -> Iterator[Problem]:
    """Track by track: language, title, default flag, texts and times."""
    for kind in ("mp4", "matroska"):
        for file in _files(manifest, kind, broken):
            try:
                tracks = readback.read_tracks(folder / file["path"])
            except (OSError, ValueError) as error:  # PyAV's errors are both
                yield Problem(path=file["path"], message=f"cannot be read: {error}"[:300])
                continue
            yield from _compare_tracks(folder, manifest, file, tracks)


def _compare_tracks(
    folder: Path, manifest: Mapping[str, Any], file: Mapping[str, Any], tracks: tuple[readback.ReadTrack, ...]
) -> Iterator[Problem]:
    name, languages = file["path"], manifest["languages"]
    if len(tracks) != len(languages):
        yield Problem(path=name, message=f"has {len(tracks)} subtitle tracks for {len(languages)} languages")
    for track, language in zip(tracks, languages, strict=False):
        wanted = (readback.container_language(language["tag"]), language["title"], language["is_source"])
        if (track.language, track.title, track.is_default) != wanted:
            found = (track.language, track.title, track.is_default)
            yield Problem(path=name, message=f"a track is {found!r}, not {wanted!r}")
        expected = _expected(folder, manifest, language["tag"])
        if file["kind"] == "mp4":
            expected = _flattened(expected)
        yield from _compare(f"{name} ({language['tag']})", track.cues, expected)


def _flattened(cues: tuple[Shown, ...]) -> tuple[Shown, ...]:
    """MP4 shows one text at a time: overlapping cues are joined there."""
    flat = flatten_cues(Cue(start_ms=start, end_ms=end, text=text) for start, end, text in cues)
    return tuple((cue.start_ms, cue.end_ms, " ".join(cue.text.split())) for cue in flat)


def _check_page(folder: Path, manifest: Mapping[str, Any], broken: set[str]) -> Iterator[Problem]:
    for file in _files(manifest, "page", broken):
        try:
            shown = readback.read_page((folder / file["path"]).read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            yield Problem(path=file["path"], message=f"its captions cannot be read: {error}"[:300])
            continue
        for language in manifest["languages"]:
            label, cues = shown.get(language["tag"], ("", ()))
            if label != language["title"]:
                yield Problem(
                    path=file["path"], message=f"{language['tag']} is called {label!r}, not {language['title']!r}"
                )
            yield from _compare(
                f"{file['path']} ({language['tag']})", cues, _expected(folder, manifest, language["tag"])
            )


def _check_stream(folder: Path, manifest: Mapping[str, Any], broken: set[str]) -> Iterator[Problem]:
    from pipeline.delivery.stream_check import check_stream

    if any(True for _ in _files(manifest, "hls", set())) and not any(name.startswith("hls/") for name in broken):
        expected = {language["tag"]: _expected(folder, manifest, language["tag"]) for language in manifest["languages"]}
        for name, message in check_stream(folder / "hls", manifest["languages"], expected):
            yield Problem(path=f"hls/{name}", message=message)


def _check_archive(folder: Path) -> Iterator[Problem]:
    """The archive holds exactly the bundle's files."""
    archives = sorted(folder.glob("*.zip"))
    if len(archives) != 1:
        yield Problem(path="*.zip", message=f"{len(archives)} archives where one belongs")
        return
    path = archives[0]
    there = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file() and file != path}
    try:
        with zipfile.ZipFile(path) as archive:
            inside = {entry.filename.partition("/")[2]: entry for entry in archive.infolist()}
            damaged = archive.testzip()
            sizes = {name: entry.file_size for name, entry in inside.items()}
            checks = {name: entry.CRC for name, entry in inside.items()}
    except (OSError, zipfile.BadZipFile) as error:
        yield Problem(path=path.name, message=f"cannot be read: {error}")
        return
    if damaged:
        yield Problem(path=path.name, message=f"{damaged} in it is damaged")
    for name in sorted(set(there) ^ set(inside)):
        yield Problem(path=path.name, message=f"{name} is {'missing in it' if name in there else 'only in it'}")
    for name in sorted(set(there) & set(inside)):
        if sizes[name] != there[name].stat().st_size or checks[name] != _crc(there[name]):
            yield Problem(path=path.name, message=f"{name} in it differs from the one beside it")


def _crc(path: Path) -> int:
    import zlib

    value = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            value = zlib.crc32(block, value)
    return value
