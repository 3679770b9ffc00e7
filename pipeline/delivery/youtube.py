"""What YouTube's uploader takes, and a plan of the calls that put it there. Nothing is uploaded.

Costs in quota units: https://developers.google.com/youtube/v3/determine_quota_cost
(captions: list 50, insert 400, update 450, delete 50; a project has 10,000 a day).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from pipeline.delivery.records import BundleLanguage, file_tag
from pipeline.formats import Losses, cue_to_styled, format_srt
from pipeline.model import Cue

COSTS = {"captions.list": 50, "captions.insert": 400, "captions.update": 450, "captions.delete": 50}
DAILY_UNITS = 10_000
_NAME_CHARS = 150  # YouTube's limit for a track's name


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
    least = COSTS["captions.list"] + COSTS["captions.insert"] * len(languages)
    most = COSTS["captions.list"] + COSTS["captions.update"] * len(languages)
    value = {
        "schema_version": 1,
        "note": "A plan only; nothing was uploaded. Put the video's id in place of VIDEO_ID.",
        "costs": COSTS,
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
