"""Corrections of what was recognised that fit in more places: what was misheard once was often misheard again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.dataclass import dataclass
from pipeline.edits import Correction, Likeness, find_corrections, find_places, squeeze
from pipeline.model import Cue
from pipeline.quality import Evidence

_MOST_OFFERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A correction, and where the words that it replaced still stand."""

    old: str
    new: str
    cue_number: int
    """Where a person made it."""
    places: int
    videos: tuple[str, ...]
    """In which the places are."""


def find_offers(tracks: Sequence[tuple[str, Evidence]]) -> dict[str, tuple[Offer, ...]]:
    """By video what its corrections may correct elsewhere.

    Args:
        tracks: Each video with its captions in the spoken language.
    """
    squeezed = {video: squeeze("".join(cue.text for cue in evidence.cues)).casefold() for video, evidence in tracks}
    cues = {video: evidence.cues for video, evidence in tracks}
    return {video: tuple(_offers(evidence, cues, squeezed)) for video, evidence in tracks}


def _offers(evidence: Evidence, cues: Mapping[str, Sequence[Cue]], squeezed: Mapping[str, str]) -> Iterator[Offer]:
    made: dict[Correction, int] = {}
    for correction, number in _corrections(evidence):
        made.setdefault(correction, number)
    for correction, number in [*made.items()][:_MOST_OFFERS]:
        word = squeeze(correction.old).casefold()
        counts = {
            video: sum(place.likeness is not Likeness.SIMILAR for place in find_places(cues[video], correction.old))
            for video, text in squeezed.items()
            if word in text
        }
        videos = tuple(video for video, count in counts.items() if count)
        if videos:
            places = sum(counts.values())
            yield Offer(old=correction.old, new=correction.new, cue_number=number, places=places, videos=videos)


def _corrections(evidence: Evidence) -> Iterator[tuple[Correction, int]]:
    """What people corrected in sentences that the machine made, and in which cue."""
    records = {one.id: one.text for one in evidence.machine.sentences} if evidence.machine else {}
    for read in evidence.reading.sentences:
        sentence = read.sentence
        before = " ".join(records[name] for name in sentence.ids if name in records)
        if before and read.is_written:
            for correction in find_corrections(before, sentence.text):
                yield correction, sentence.cues[0]
