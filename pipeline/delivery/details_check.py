"""Checking that every file of a bundle has the title, description and chapters that the manifest promises."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.delivery import matroska_chapters, mp4_chapters, readback
from pipeline.delivery.bundle_folder import BundleFolder
from pipeline.delivery.streaming import CHAPTERS
from pipeline.languages import iso639_2

Chapters = tuple[tuple[int, str], ...]
"""Start in milliseconds and title of each."""
_OWN_KINDS = ("metadata", "description", "chapters", "podcast-chapters")
DETAILS_KINDS = (*_OWN_KINDS, "mp4", "matroska", "page", "hls")
"""The kinds of files in which they are."""


def check_shape(details: Any) -> None:  # noqa: ANN401  # as a stranger wrote it
    """Accept what a manifest may say of a language's details.

    Raises:
        TypeError: A value is of another kind.
        KeyError: One is missing.
    """
    if details is None:
        return
    _ = (details["title"] + "", details["description"] + "", details["is_machine"])
    for chapter in details["chapters"]:
        _ = (chapter["start_ms"] + 0, chapter["title"] + "")


def check_details(
    bundle: BundleFolder, file: Mapping[str, Any], languages: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """What is wrong with a file of a kind in `DETAILS_KINDS`."""
    kind = file["kind"]
    if kind in {"mp4", "matroska"}:
        yield from _check_container(bundle, file, languages)
    elif kind == "page":
        yield from _check_page(bundle.read(file["path"]).decode(), languages)
    elif kind == "hls":
        if file["path"] == f"hls/{CHAPTERS}":
            yield from _check_stream(bundle.read(file["path"]), languages)
    else:
        language = next((language for language in languages if language["tag"] == file["language"]), {})
        yield from _check_own_file(bundle, file, language)


def _promised(language: Mapping[str, Any]) -> Chapters:
    """The chapters of a language, as the manifest has them."""
    return tuple((chapter["start_ms"], chapter["title"]) for chapter in language.get("details", {}).get("chapters", ()))


def _check_own_file(bundle: BundleFolder, file: Mapping[str, Any], language: Mapping[str, Any]) -> Iterator[str]:
    """A file that has nothing else in it."""
    details, data = language.get("details", {}), bundle.read(file["path"])
    readers: dict[str, Callable[[], tuple[object, object]]] = {
        "metadata": lambda: (_metadata(data), (details["is_machine"], *_texts(details), _promised(language))),
        "description": lambda: (data.decode().startswith(details["description"]), True),
        "chapters": lambda: (_webvtt(data), _promised(language)),
        "podcast-chapters": lambda: (_podcast(data), _promised(language)),
    }
    if not details:
        yield "is of a language without title, description and chapters in the manifest"
        return
    found, expected = readers[file["kind"]]()
    if found != expected:
        yield "differs from title, description or chapters in the manifest"


def check_present(languages: Sequence[Mapping[str, Any]], files: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The files that a language with details must have."""
    there = {(file["kind"], file.get("language", "")) for file in files}
    for language in languages:
        details = language.get("details")
        needed = _OWN_KINDS if details and details["chapters"] else _OWN_KINDS[:2] if details else ()
        for kind in needed:
            if (kind, language["tag"]) not in there:
                yield f"{language['tag']}: its {kind} file is not listed"


def _check_container(
    bundle: BundleFolder, file: Mapping[str, Any], languages: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """Title and chapters that players show, and the chapters of every language."""
    path = bundle.place(file["path"])
    title, shown = readback.read_titles(path, container=file["kind"])
    first = next((language for language in languages if language.get("details")), {})
    expected_title = first.get("details", {}).get("title", "")
    if title != expected_title:
        yield f"is called {title!r}, not {expected_title!r}"
    expected = [(language["tag"], _promised(language)) for language in languages if _promised(language)]
    if shown != (expected[0][1] if expected else ()):
        yield "players show other chapters than those in the manifest"
    elif expected and (found := _all_chapters(path, file["kind"])) != _as_stored(expected, file["kind"]):
        yield f"has chapters in {', '.join(sorted(found)) or 'no language'}, which are not those in the manifest"


def _check_page(text: str, languages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What the page calls the video in each language."""
    shown = readback.read_page_details(text)
    for language in languages:
        details = language.get("details", {})
        expected = (details.get("title", ""), details.get("description", ""), _promised(language))
        if shown.get(language["tag"], ("", "", ())) != expected:
            yield f"({language['tag']}) differs from title, description or chapters in the manifest"


def _check_stream(data: bytes, languages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The stream's list is that of the first language with chapters, with the titles of all."""
    chapters = {language["tag"]: dict(_promised(language)) for language in languages}
    first = next((found for found in chapters.values() if found), {})
    expected = [
        (start_ms, {tag: found[start_ms] for tag, found in chapters.items() if start_ms in found}) for start_ms in first
    ]
    found = [
        (round(item["start-time"] * 1000), {title["language"]: title["title"] for title in item["titles"]})
        for item in json.loads(data)
    ]
    if found != expected:
        yield "differs from the chapters in the manifest"


def _texts(details: Mapping[str, Any]) -> tuple[str, str]:
    return details["title"], details["description"]


def _metadata(data: bytes) -> tuple[bool, str, str, Chapters]:
    value = json.loads(data)
    chapters = tuple((chapter["start_ms"], chapter["title"]) for chapter in value["chapters"])
    return value["is_machine"], value["title"], value["description"], chapters


def _podcast(data: bytes) -> Chapters:
    return tuple((round(item["startTime"] * 1000), item["title"]) for item in json.loads(data)["chapters"])


def _webvtt(data: bytes) -> Chapters:
    return tuple((start_ms, text) for start_ms, _, text in readback.read_webvtt_texts(data))


def _all_chapters(path: Path, kind: str) -> dict[str, Chapters]:
    read = mp4_chapters.read_chapter_tracks if kind == "mp4" else matroska_chapters.read_chapters
    return dict(read(path))


def _as_stored(expected: Sequence[tuple[str, Chapters]], kind: str) -> dict[str, Chapters]:
    """MP4 has three letters: of two variants of one language the last that is read counts, which is the first here."""
    if kind != "mp4":
        return dict(expected)
    return {iso639_2(tag): chapters for tag, chapters in reversed(expected)}
