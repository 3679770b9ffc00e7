"""Plans of the calls that put captions on PeerTube and Vimeo. Nothing is uploaded.

PeerTube: REST reference, *Video Captions* (PUT /api/v1/videos/{id}/captions/{captionLanguage}, a file as multipart
form data; WebVTT or SubRip). Vimeo: API reference, *Text tracks* (POST /videos/{id}/texttracks gives a link, PUT the
file there, PATCH makes it active).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipeline.delivery.records import BundleLanguage, file_tag

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
    return _plan(calls)


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
    return _plan(calls)


def _plan(calls: Sequence[object]) -> str:
    return json.dumps({"schema_version": 1, "note": _NOTE, "calls": list(calls)}, ensure_ascii=False, indent=2) + "\n"
