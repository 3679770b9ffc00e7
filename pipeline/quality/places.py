"""Places without captions where something may be said, or be heard: each an item at the cue behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.quality.alarms import Alarm
from pipeline.quality.evidence import IS_ALARM, OVERHEAD_SECONDS, Evidence, QueueItem
from pipeline.quality.speech_alarms import find_gaps, sound_alarm, unheard_alarm


def find_silent_places(evidence: Evidence) -> Iterator[QueueItem]:
    """Gaps, sound like speech that gave no words, and long sound that is no speech."""
    yield from _gaps(evidence)
    yield from _between(evidence, evidence.unheard, unheard_alarm)
    yield from _between(evidence, _apart(evidence.sounds, evidence.unheard), sound_alarm)


def _gaps(evidence: Evidence) -> Iterator[QueueItem]:
    """Long stretches without captions, in the spoken language: is something said or heard there?"""
    if evidence.machine is None or evidence.machine.head.origin or not evidence.words:
        return
    known = (*evidence.unheard, *evidence.sounds)
    for number, alarm in find_gaps(evidence.cues):
        start_ms, end_ms = evidence.cues[number - 2].end_ms, evidence.cues[number - 1].start_ms
        if not any(place[0] < end_ms and start_ms < place[1] for place in known):
            yield _place_item(evidence, (start_ms, end_ms), alarm, number=number)


def _between(
    evidence: Evidence, places: Iterable[tuple[int, int]], alarm: Callable[[int, int], Alarm]
) -> Iterator[QueueItem]:
    """An item for each place where no caption stands; at the cue behind it, or the last one."""
    for place in places:
        start_ms, end_ms = place
        if any(cue.start_ms < end_ms and start_ms < cue.end_ms for cue in evidence.cues) or not evidence.cues:
            continue
        number = next((n for n, cue in enumerate(evidence.cues, 1) if cue.start_ms >= end_ms), len(evidence.cues))
        yield _place_item(evidence, place, alarm(start_ms, end_ms), number=number)


def _apart(places: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places that touch none of some others."""
    return (place for place in places if not any(place[0] < end and start < place[1] for start, end in others))


def _place_item(evidence: Evidence, place: tuple[int, int], alarm: Alarm, *, number: int) -> QueueItem:
    """A place without captions, named by the cue behind it."""
    return QueueItem(
        cue_number=number,
        cues=(number,),
        start_ms=place[0],
        end_ms=place[1],
        text=evidence.cues[number - 1].text,
        source="",
        kind=alarm.kind,
        reasons=(alarm.reason,),
        is_alarm=alarm.probability >= IS_ALARM,
        probability=alarm.probability,
        harm=alarm.harm,
        seconds=round((place[1] - place[0]) / 1_000 + OVERHEAD_SECONDS, 1),
    )
