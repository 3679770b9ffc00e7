"""What YouTube's uploader takes, and a plan of the calls that put it there. Nothing is uploaded.

Costs in quota units: https://developers.google.com/youtube/v3/determine_quota_cost
(captions: list 50, insert 400, update 450, delete 50; videos: list 1, update 50; a project has 10,000 a day).
Limits of title and description: https://developers.google.com/youtube/v3/docs/videos (`snippet`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from pipeline.delivery.details import VideoText, chapter_lines
from pipeline.delivery.records import BundleLanguage, file_tag
from pipeline.formats import Losses, cue_to_styled, format_srt
from pipeline.model import Cue

COSTS = {"captions.list": 50, "captions.insert": 400, "captions.update": 450, "captions.delete": 50}
DETAILS_COSTS = {"videos.list": 1, "videos.update": 50}
DAILY_UNITS = 10_000
_NAME_CHARS = 150  # YouTube's limit for a track's name
TITLE_CHARS, DESCRIPTION_BYTES = 100, 5_000
_NOT_ALLOWED = str.maketrans("<>", "‹›")


def youtube_srt(cues: Sequence[Cue]) -> str:
    """SubRip without markup, which YouTube would show as text."""
    plain = []
    for cue in cues:
        text = cue_to_styled(cue, Losses()).plain.strip("\n")
        plain.append(replace(cue, text=text, settings=""))
    return format_srt(plain)


def upload_plan(stem: str, languages: Sequence[BundleLanguage]) -> str:
    """The calls as JSON: one list, then one call a language.

    A track that is there already is updated: deleting and inserting it would change its address and lose
    its settings on the site.
    """
    calls: list[dict[str, object]] = [
        {
            "call": "captions.list",
            "units": COSTS["captions.list"],
            "parameters": {"part": "snippet", "videoId": "VIDEO_ID"},
            "why": "to find the tracks that exist, by language and name",
        }
    ]
    calls += [_language_call(stem, language) for language in languages]
    details = _details_calls(languages)
    calls += details
    costs = COSTS | DETAILS_COSTS if details else COSTS
    extra = sum(DETAILS_COSTS.values()) if details else 0
    least = COSTS["captions.list"] + COSTS["captions.insert"] * len(languages) + extra
    most = COSTS["captions.list"] + COSTS["captions.update"] * len(languages) + extra
    value = {
        "schema_version": 1,
        "note": "A plan only; nothing was uploaded. Put the video's id in place of VIDEO_ID.",
        "costs": costs,
        "units_first_upload": least,
        "units_if_all_tracks_exist": most,
        "units_a_day": DAILY_UNITS,
        "days_needed": max(1, -(-most // DAILY_UNITS)),
        "calls": calls,
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def youtube_file(stem: str, language: BundleLanguage) -> str:
    """Name of a language's file in the folder."""
    return f"{stem}.{file_tag(language.tag)}.srt"


def fit_youtube(text: VideoText) -> tuple[str, str, tuple[str, ...]]:
    """Title and description as YouTube takes them: with chapter lines, without angle brackets, within the limits.

    Returns:
        Title, description, and what was changed, in words for a person. Chapter lines are never cut.
    """
    changes = []
    title, prose = (part.translate(_NOT_ALLOWED) for part in (text.title, text.description))
    lines = "\n".join(chapter_lines(text)[0]).translate(_NOT_ALLOWED)
    if title != text.title or prose != text.description or any(set("<>") & set(c.title) for c in text.chapters):
        changes.append("angle brackets, which YouTube refuses, became ‹ and ›")
    if len(title) > TITLE_CHARS:
        title = _shortened(title, TITLE_CHARS)
        changes.append(f"the title was cut to {TITLE_CHARS} characters")
    room = DESCRIPTION_BYTES - len(lines.encode()) - 2 * bool(lines)
    if room < 0:
        lines, room = "", DESCRIPTION_BYTES
        changes.append(f"the chapter lines were left out: they are longer than {DESCRIPTION_BYTES:,} bytes")
    if len(prose.encode()) > room:
        prose = _shortened(prose, room, is_bytes=True)
        changes.append(f"the description was cut to {DESCRIPTION_BYTES:,} bytes")
    return title, "\n\n".join(part for part in (prose, lines) if part), tuple(changes)


def _shortened(text: str, limit: int, *, is_bytes: bool = False) -> str:
    """The beginning of a text, up to the end of a word if there is one, with an ellipsis."""
    room = max(0, limit - len("…".encode()))
    cut = text.encode()[:room].decode(errors="ignore") if is_bytes else text[: limit - 1]
    return (cut.rsplit(maxsplit=1)[0] if " " in cut.strip() else cut).rstrip() + "…" if cut else ""


def _details_calls(languages: Sequence[BundleLanguage]) -> list[dict[str, object]]:
    """Two calls for the titles and descriptions of all languages; none where there are none.

    An update replaces the parts that it names, so what is there is read first and goes along.
    """
    named = [language for language in languages if language.details.title]
    spoken = next((language for language in named if language.is_source), None)
    if spoken is None:
        return []
    texts = {language.tag: fit_youtube(language.details) for language in named}
    title, description, _ = texts[spoken.tag]
    localizations = {
        tag: {"title": title, "description": description}
        for tag, (title, description, _) in texts.items()
        if tag != spoken.tag
    }
    changes = [f"{tag}: {change}" for tag, (_, _, found) in texts.items() for change in found]
    snippet = {"title": title, "description": description, "defaultLanguage": spoken.tag, "categoryId": "CATEGORY_ID"}
    return [
        {
            "call": "videos.list",
            "units": DETAILS_COSTS["videos.list"],
            "parameters": {"part": "snippet,localizations", "id": "VIDEO_ID"},
            "why": "an update replaces whole parts: keep categoryId, tags and the localizations of other languages",
        },
        {
            "call": "videos.update",
            "units": DETAILS_COSTS["videos.update"],
            "parameters": {"part": "snippet,localizations"},
            "body": {"id": "VIDEO_ID", "snippet": snippet, "localizations": localizations},
            **({"changes": changes} if changes else {}),
        },
    ]


def _language_call(stem: str, language: BundleLanguage) -> dict[str, object]:
    snippet = {"videoId": "VIDEO_ID", "language": language.tag, "name": language.label[:_NAME_CHARS], "isDraft": False}
    return {
        "language": language.tag,
        "file": youtube_file(stem, language),
        "if_the_track_exists": {
            "call": "captions.update",
            "units": COSTS["captions.update"],
            "parameters": {"part": "snippet"},
            "body": {"id": "TRACK_ID", "snippet": {"isDraft": False}},
        },
        "otherwise": {
            "call": "captions.insert",
            "units": COSTS["captions.insert"],
            "parameters": {"part": "snippet"},
            "body": {"snippet": snippet},
        },
    }
