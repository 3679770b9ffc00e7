"""Is a bundle what it says? Hashes, every file read back by another library, the same cues in every format."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from io import BufferedReader
from pathlib import Path
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.delivery import readback
from pipeline.delivery.bundle_folder import MAX_ENTRIES, BundleFolder
from pipeline.delivery.details_check import DETAILS_KINDS, check_details, check_present, check_shape
from pipeline.delivery.manifest import MANIFEST_NAME, SCHEMA_VERSION, SUMS_NAME
from pipeline.delivery.muxing import flatten_cues
from pipeline.delivery.readback import Shown
from pipeline.errors import InputError, PipelineError, one_line
from pipeline.model import Cue
from pipeline.text import counted

MAX_LANGUAGES = 500
"""More than any platform lists."""
_MESSAGE_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a bundle."""

    path: str
    """The file, relative to the bundle."""
    message: str


def verify_bundle(folder: Path) -> tuple[Problem, ...]:
    """Check a bundle; nothing is changed, and nothing outside the folder is read.

    Whatever a stranger put into it becomes a problem in the list; no file of it can end the check.

    Raises:
        InputError: The folder is not a bundle.
    """
    bundle = BundleFolder(folder)
    manifest = _load_manifest(bundle)
    problems = list(_guarded(MANIFEST_NAME, _check_hashes(bundle, manifest)))
    # A file whose bytes are not the promised ones is reported once; reading it would only say so again.
    broken = {problem.path for problem in problems}
    checks = _Checks(bundle=bundle, manifest=manifest, broken=broken)
    for name, check in (
        (MANIFEST_NAME, checks.languages),
        (MANIFEST_NAME, checks.videos),
        (MANIFEST_NAME, checks.details),
        ("index.html", checks.page),
        ("hls", checks.stream),
        ("*.zip", checks.archive),
    ):
        problems += _guarded(name, check())
    return tuple(problems)


def _guarded(name: str, found: Iterator[Problem]) -> Iterator[Problem]:
    """The problems of one check, and what stopped it as one more."""
    try:
        yield from found
    except PipelineError as error:
        reason = error.reason if isinstance(error, InputError) else str(error)
        yield Problem(path=name, message=one_line(reason)[:_MESSAGE_CHARS])
    except Exception as error:  # noqa: BLE001  # the libraries that read a stranger's files raise anything
        yield Problem(path=name, message=one_line(f"cannot be read: {type(error).__name__} {error}")[:_MESSAGE_CHARS])


def _load_manifest(bundle: BundleFolder) -> dict[str, Any]:
    path = bundle.root / MANIFEST_NAME
    if not os.path.lexists(path):
        raise InputError(path=str(bundle.root), reason=f"not a bundle: it has no {MANIFEST_NAME}")
    data = bundle.read(MANIFEST_NAME)
    try:
        manifest = json.loads(data)
        if manifest["schema_version"] != SCHEMA_VERSION:
            raise InputError(path=str(path), reason=f"schema version {manifest['schema_version']!r} is not known here")
        for file in manifest["files"]:
            _ = (file["path"] + "", file["bytes"] + 0, file["sha256"] + "", file["kind"] + "")
            _ = (file.get("language", "") + "",)
        for language in manifest["languages"]:
            _ = (language["tag"] + "", language["title"] + "", language["is_machine"], language["is_source"])
            _ = language["cues"] + 0
            check_shape(language.get("details"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(path=str(path), reason=f"not a manifest: {type(error).__name__} {error}"[:300]) from error
    if len(manifest["languages"]) > MAX_LANGUAGES or len(manifest["files"]) > MAX_ENTRIES:
        raise InputError(path=str(path), reason=f"lists more than {MAX_LANGUAGES} languages or {MAX_ENTRIES:,} files")
    return dict(manifest)


def _check_hashes(bundle: BundleFolder, manifest: Mapping[str, Any]) -> Iterator[Problem]:
    """The files are those of the manifest and of the checksums, byte for byte, and no others."""
    sums = _read_sums(bundle)
    listed = {file["path"]: file for file in manifest["files"]}
    for name in sorted(set(sums) | set(listed)):
        yield from _guarded(name, _check_file(bundle, name, sums, listed))
    for name in bundle.names():
        if name not in sums and name != SUMS_NAME and not ("/" not in name and name.endswith(".zip")):
            yield Problem(path=name, message="does not belong to the bundle")


def _check_file(
    bundle: BundleFolder, name: str, sums: Mapping[str, str], listed: Mapping[str, Mapping[str, Any]]
) -> Iterator[Problem]:
    path = bundle.place(name)
    if path.is_symlink():
        yield Problem(path=name, message="is a link; a bundle has none")
    elif not os.path.lexists(path):
        yield Problem(path=name, message="is missing")
    elif name not in sums:
        yield Problem(path=name, message=f"is not in {SUMS_NAME}")
    elif name not in listed and name != MANIFEST_NAME:
        yield Problem(path=name, message="is not in the manifest")
    else:
        with bundle.open(name) as file:
            digest, size = hashlib.file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size
        if digest != sums[name] or (name in listed and listed[name]["sha256"] != sums[name]):
            yield Problem(path=name, message="is not the file that was bundled: its SHA-256 differs")
        elif name in listed and size != listed[name]["bytes"]:
            yield Problem(path=name, message="has another size than the manifest says")


def _read_sums(bundle: BundleFolder) -> dict[str, str]:
    if not bundle.is_file(SUMS_NAME):
        return {}
    lines = bundle.read(SUMS_NAME).decode("utf-8", "replace").splitlines()
    matches = (re.fullmatch(r"([0-9a-f]{64})  (.+)", line) for line in lines)
    return {match[2]: match[1] for match in matches if match}


@dataclass(slots=True, kw_only=True)
class _Checks:
    """What is compared inside a bundle whose hashes were looked at; never leaves this module."""

    bundle: BundleFolder
    manifest: Mapping[str, Any]
    broken: set[str]
    _shown: dict[str, tuple[Shown, ...]] = field(default_factory=dict)

    def files(self, kind: str) -> Iterator[dict[str, Any]]:
        """The files of one kind that are as they were bundled."""
        return (file for file in self.manifest["files"] if file["kind"] == kind and file["path"] not in self.broken)

    def expected(self, tag: str) -> tuple[Shown, ...]:
        """The cues of a language's SubRip file, with which all others are compared; none if it cannot be read."""
        if not self._shown:
            readable = (file for file in self.files("subrip") if file.get("language"))
            self._shown = {file["language"]: self._subrip(file["path"]) for file in readable}
        return self._shown.get(tag, ())

    def _subrip(self, name: str) -> tuple[Shown, ...]:
        try:
            return readback.read_subrip(self.bundle.read(name))
        except (PipelineError, ValueError):
            return ()

    def languages(self) -> Iterator[Problem]:
        """Every caption file of a language says the same at the same times."""
        readers: dict[str, Callable[[bytes], tuple[Shown, ...]]] = {
            "webvtt": readback.read_webvtt,
            "ttml": readback.read_timed_text,
            "youtube": readback.read_subrip,
            "layout": readback.read_subrip,
        }
        cues = {language["tag"]: language["cues"] for language in self.manifest["languages"]}
        for tag, count in cues.items():
            if len(self.expected(tag)) != count:
                message = f"{tag}: {counted(count, 'cue')}, {len(self.expected(tag))} in SubRip"
                yield Problem(path=MANIFEST_NAME, message=message)
        for kind, read in readers.items():
            for file in self.files(kind):
                if file.get("language") in cues:
                    yield from _guarded(file["path"], self._compare_file(file, read))

    def _compare_file(self, file: Mapping[str, Any], read: Callable[[bytes], tuple[Shown, ...]]) -> Iterator[Problem]:
        found = read(self.bundle.read(file["path"]))
        yield from _compare(file["path"], found, self.expected(file["language"]))

    def videos(self) -> Iterator[Problem]:
        """Track by track: language, title, default flag, texts and times."""
        for kind in ("mp4", "matroska"):
            for file in self.files(kind):
                yield from _guarded(file["path"], self._video(file))

    def _video(self, file: Mapping[str, Any]) -> Iterator[Problem]:
        with self.bundle.open(file["path"]):
            tracks = readback.read_tracks(self.bundle.place(file["path"]), container=file["kind"])
        name, languages = file["path"], self.manifest["languages"]
        if len(tracks) != len(languages):
            yield Problem(
                path=name,
                message=f"has {counted(len(tracks), 'subtitle track')} for {counted(len(languages), 'language')}",
            )
        for track, language in zip(tracks, languages, strict=False):
            wanted = (readback.container_language(language["tag"]), language["title"], language["is_source"])
            if (track.language, track.title, track.is_default) != wanted:
                found = (track.language, track.title, track.is_default)
                yield Problem(path=name, message=f"a track is {found!r}, not {wanted!r}")
            expected = self.expected(language["tag"])
            if file["kind"] == "mp4":
                expected = _flattened(expected)
            yield from _compare(f"{name} ({language['tag']})", track.cues, expected)

    def details(self) -> Iterator[Problem]:
        """Title, description and chapters: the same in their own files, the containers, the page and the stream."""
        for message in check_present(self.manifest["languages"], self.manifest["files"]):
            yield Problem(path=MANIFEST_NAME, message=message)
        for kind in DETAILS_KINDS:
            for file in self.files(kind):
                messages = check_details(self.bundle, file, self.manifest["languages"])
                yield from _guarded(file["path"], (Problem(path=file["path"], message=text) for text in messages))

    def page(self) -> Iterator[Problem]:
        """The page's own captions, and what it calls them."""
        for file in self.files("page"):
            shown = readback.read_page(self.bundle.read(file["path"]).decode())
            for language in self.manifest["languages"]:
                label, cues = shown.get(language["tag"], ("", ()))
                if label != language["title"]:
                    message = f"{language['tag']} is called {label!r}, not {language['title']!r}"
                    yield Problem(path=file["path"], message=message)
                yield from _compare(f"{file['path']} ({language['tag']})", cues, self.expected(language["tag"]))

    def stream(self) -> Iterator[Problem]:
        """The stream's playlists, labels and captions on the media's clock."""
        from pipeline.delivery.stream_check import check_stream

        has_stream = any(True for _ in self.files("hls"))
        if has_stream and not any(name.startswith("hls/") for name in self.broken):
            expected = {language["tag"]: self.expected(language["tag"]) for language in self.manifest["languages"]}
            for name, message in check_stream(self.bundle, self.manifest["languages"], expected):
                yield Problem(path=f"hls/{name}", message=message)

    def archive(self) -> Iterator[Problem]:
        """The archive holds exactly the bundle's files."""
        names = [name for name in self.bundle.names() if "/" not in name and name.endswith(".zip")]
        if len(names) != 1:
            yield Problem(path="*.zip", message=f"{len(names)} archives where one belongs")
            return
        with self.bundle.open(names[0]) as file:
            yield from _guarded(names[0], _check_archive(self.bundle, names[0], file))


def _compare(name: str, found: tuple[Shown, ...], expected: tuple[Shown, ...]) -> Iterator[Problem]:
    """The first difference is enough to know."""
    for number, (ours, theirs) in enumerate(zip(expected, found, strict=False), start=1):
        if _short_hours(ours) != _short_hours(theirs):
            yield Problem(path=name, message=f"cue {number} is {theirs!r}, in SubRip {ours!r}"[:300])
            return
    if len(found) != len(expected):
        yield Problem(path=name, message=f"has {counted(len(found), 'cue')}, SubRip has {len(expected)}")


def _short_hours(cue: Shown) -> Shown:
    start_ms, end_ms, text = cue
    return start_ms % readback.PYSUBS2_HOURS_MS, end_ms % readback.PYSUBS2_HOURS_MS, text


def _flattened(cues: tuple[Shown, ...]) -> tuple[Shown, ...]:
    """MP4 shows one text at a time: overlapping cues are joined there."""
    flat = flatten_cues(Cue(start_ms=start, end_ms=end, text=text) for start, end, text in cues)
    return tuple((cue.start_ms, cue.end_ms, " ".join(cue.text.split())) for cue in flat)


def _check_archive(bundle: BundleFolder, own_name: str, file: BufferedReader) -> Iterator[Problem]:
    """Entries that are stored as they are can be no longer than the archive: nothing in it unpacks without end."""
    size = os.fstat(file.fileno()).st_size
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        packed = [entry.filename for entry in entries if entry.compress_type != zipfile.ZIP_STORED]
        if packed or sum(entry.file_size for entry in entries) > size:
            yield Problem(
                path=own_name, message=f"{(packed or ['it'])[0]} is packed; a bundle's archive stores files as they are"
            )
            return
        inside = {entry.filename.partition("/")[2]: entry for entry in entries}
        damaged = archive.testzip()
    if damaged:
        yield Problem(path=own_name, message=f"{damaged} in it is damaged")
    there = {name for name in bundle.names() if name != own_name}
    for name in sorted(there ^ set(inside)):
        yield Problem(path=own_name, message=f"{name} is {'missing in it' if name in there else 'only in it'}")
    for name in sorted(there & set(inside)):
        with bundle.open(name) as beside:
            is_same = inside[name].file_size == os.fstat(beside.fileno()).st_size and _crc(beside) == inside[name].CRC
        if not is_same:
            yield Problem(path=own_name, message=f"{name} in it differs from the one beside it")


def _crc(file: BufferedReader) -> int:
    value = 0
    while block := file.read(1 << 20):
        value = zlib.crc32(block, value)
    return value
