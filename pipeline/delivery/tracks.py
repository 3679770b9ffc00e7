"""The soft subtitle tracks of a bundle's languages, as each container wants their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.delivery.muxing import SubtitleTrack, flatten_cues
from pipeline.delivery.records import BundleLanguage
from pipeline.formats import Losses, cue_to_styled


def tracks_for(languages: Sequence[BundleLanguage], container: str) -> tuple[SubtitleTrack, ...]:
    """One track a language; the spoken one is on by default.

    Matroska keeps SubRip's markup. MP4's timed text gets plain text, one at a time.
    """
    tracks = []
    for language in languages:
        cues = language.cues
        if container == "mp4":
            plain = (replace(cue, text=cue_to_styled(cue, Losses()).plain) for cue in cues)
            cues = flatten_cues(plain)
        track = SubtitleTrack(tag=language.tag, label=language.label, cues=cues, is_default=language.is_source)
        tracks.append(track)
    return tuple(tracks)
