"""Plans of the calls that put captions on PeerTube and Vimeo. Nothing is uploaded.

PeerTube: REST reference, *Video Captions* (PUT /api/v1/videos/{id}/captions/{captionLanguage}, a file as multipart
form data; WebVTT or SubRip). Vimeo: API reference, *Text tracks* (POST /videos/{id}/texttracks gives a link, PUT the
file there, PATCH makes it active).

Title, description and chapters, in the spoken language, since neither site keeps them in several: PeerTube, *Video*
(PUT /api/v1/videos/{id}) and *Video Chapters* (PUT /api/v1/videos/{id}/chapters, from version 6.0); Vimeo, *Videos*
(PATCH /videos/{id}) and *Video chapters* (POST /videos/{id}/chapters; no two at one second).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipeline.delivery.details import NO_DETAILS, VideoText
from pipeline.delivery.records import BundleLanguage, file_tag

_PEERTUBE_NAME, _PEERTUBE_TEXT, _VIMEO_NAME, _VIMEO_TEXT = 120, 10_000, 128, 5_000
"""How many characters the sites take."""
_NOTE = (
    "A plan only; nothing was uploaded. Put the video's id in place of VIDEO_ID; the calls need a token of its owner."
)


def peertube_plan(stem: str, languages: Sequence[BundleLanguage]) -> str:
    """The calls as JSON: one a language; a caption of that language that is there already is replaced."""
    calls = [
        {
            "language": language.tag,
            "file": f"{stem}.{file_tag(language.tag)}.vtt",
            "method": "PUT",
            "path": f"/api/v1/videos/VIDEO_ID/captions/{language.tag}",
            "form_field": "captionfile",
        }
        for language in languages
    ]
    return _plan([*calls, *_peertube_details(languages)])


def vimeo_plan(stem: str, languages: Sequence[BundleLanguage]) -> str:
    """The calls as JSON: three a language."""
    calls = [
        {
            "language": language.tag,
            "file": f"{stem}.{file_tag(language.tag)}.vtt",
            "steps": [
                {
                    "method": "POST",
                    "path": "/videos/VIDEO_ID/texttracks",
                    "body": {
                        "type": "captions" if language.is_source else "subtitles",
                        "language": language.tag,
                        "name": language.label,
                    },
                    "keep": {"link": "UPLOAD_LINK", "uri": "TRACK_URI"},
                },
                {"method": "PUT", "path": "UPLOAD_LINK", "body": "the file's bytes"},
                {"method": "PATCH", "path": "TRACK_URI", "body": {"active": True}},
            ],
        }
        for language in languages
    ]
    return _plan([*calls, *_vimeo_details(languages)])


def _spoken(languages: Sequence[BundleLanguage]) -> VideoText:
    return next((language.details for language in languages if language.is_source), NO_DETAILS)


def _peertube_details(languages: Sequence[BundleLanguage]) -> list[dict[str, object]]:
    text = _spoken(languages)
    fields = {"name": text.title[:_PEERTUBE_NAME], "description": text.description[:_PEERTUBE_TEXT]}
    calls: list[dict[str, object]] = []
    if any(fields.values()):
        path = "/api/v1/videos/VIDEO_ID"
        calls.append({"method": "PUT", "path": path, "form": {name: value for name, value in fields.items() if value}})
    if text.chapters:
        chapters = [{"title": title, "timecode": second} for second, title in _by_second(text)]
        calls.append({"method": "PUT", "path": "/api/v1/videos/VIDEO_ID/chapters", "body": {"chapters": chapters}})
    return calls


def _vimeo_details(languages: Sequence[BundleLanguage]) -> list[dict[str, object]]:
    text = _spoken(languages)
    fields = {"name": text.title[:_VIMEO_NAME], "description": text.description[:_VIMEO_TEXT]}
    calls: list[dict[str, object]] = []
    if any(fields.values()):
        body = {name: value for name, value in fields.items() if value}
        calls.append({"method": "PATCH", "path": "/videos/VIDEO_ID", "body": body})
    calls += [
        {"method": "POST", "path": "/videos/VIDEO_ID/chapters", "body": {"title": title, "timecode": second}}
        for second, title in _by_second(text)
    ]
    return calls


def _by_second(text: VideoText) -> list[tuple[int, str]]:
    """Chapters by whole seconds; of two in one second the first."""
    found: dict[int, str] = {}
    for chapter in text.chapters:
        found.setdefault(chapter.start_ms // 1000, chapter.title)
    return list(found.items())


def _plan(calls: Sequence[object]) -> str:
    return json.dumps({"schema_version": 1, "note": _NOTE, "calls": list(calls)}, ensure_ascii=False, indent=2) + "\n"
