"""What is most likely wrong with recognised speech, however sure the recogniser was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Cue, Word
from pipeline.quality.alarms import Alarm, find_repetition
from pipeline.timing import format_clock

_INVENTED = (
    "thank you for watching",
    "thanks for watching",
    "please subscribe",
    "subtitles by",
    "amara.org",
    "legendas pela comunidade",
    "obrigado por assistir",
    "inscreva-se no canal",
    "subtítulos realizados por",
    "gracias por ver el video",
    "sous-titres réalisés",
    "sous-titrage",
    "merci d'avoir regardé",
    "untertitel im auftrag",
    "untertitel der amara",
    "vielen dank fürs zuschauen",
    "sottotitoli creati",
    "sottotitoli e revisione",
    "ご視聴ありがとう",
    "请不吝点赞",
    "字幕由",
    "продолжение следует",
    "субтитры",
)
"""What models of this family write where nobody speaks: what stood at the end of the videos that they learnt from."""
_FASTEST_CPS = 32
"""Letters a second that nobody speaks for a whole sentence."""
_LONGEST_GAP_MS = 12_000
_ENOUGH_LETTERS = 20


def find_speech_alarms(words: Sequence[Word], text: str) -> Iterator[Alarm]:
    """What speaks against a recognised sentence besides the recogniser's own doubts.

    Args:
        words: Its words, with their times.
        text: What the caption file says.
    """
    folded = text.casefold()
    if any(phrase in folded for phrase in _INVENTED):
        reason = "words that recognisers invent where nobody speaks"
        yield Alarm(kind="invented", reason=reason, probability=0.6, harm=1.0)
    if phrase := find_repetition(text):
        yield Alarm(kind="loop", reason=f"says “{phrase[:40]}” again and again", probability=0.6, harm=0.9)
    if words:
        letters = sum(len(word.text) for word in words)
        spoken_ms = max(1, words[-1].end_ms - words[0].start_ms)
        if letters >= _ENOUGH_LETTERS and letters * 1_000 / spoken_ms > _FASTEST_CPS:
            reason = f"{letters} letters in {spoken_ms / 1_000:.1f} s: faster than anybody speaks"
            yield Alarm(kind="too-fast-speech", reason=reason, probability=0.7, harm=1.0)


def find_gaps(cues: Sequence[Cue]) -> Iterator[tuple[int, Alarm]]:
    """Long stretches without captions, each with the number of the cue behind it."""
    for number, (cue, following) in enumerate(pairwise(cues), start=2):
        gap_ms = following.start_ms - cue.end_ms
        if gap_ms >= _LONGEST_GAP_MS:
            reason = (
                f"{gap_ms / 1_000:.0f} s without captions: is something said, or is a label such as [music] missing?"
            )
            yield number, Alarm(kind="silence", reason=reason, probability=0.15, harm=0.6)


def unscripted_alarm(start_ms: int) -> Alarm:
    """Something was said that the script does not have."""
    reason = f"said beyond the script, or otherwise, at {format_clock(start_ms)}: nobody wrote down how it is spelt"
    return Alarm(kind="unscripted", reason=reason, probability=0.3, harm=0.5)


def name_alarm(heard: str, name: str) -> Alarm:
    """A name of the glossary stands where something like it was recognised."""
    reason = f"heard “{heard}”, written “{name}” by the glossary"
    return Alarm(kind="name-heard", reason=reason, probability=0.1, harm=0.8)


def unheard_alarm(start_ms: int, end_ms: int) -> Alarm:
    """Something that sounds like speech and gave no words."""
    length = (end_ms - start_ms) / 1_000
    reason = (
        f"{length:.0f} s from {format_clock(start_ms)} sound like speech, but gave no words: is something said there?"
    )
    return Alarm(kind="unheard", reason=reason, probability=0.4, harm=0.9)


def faint_alarm(start_ms: int) -> Alarm:
    """Words where hardly anybody seems to speak."""
    reason = (
        f"words at {format_clock(start_ms)}, where the voice detector doubts that anybody speaks: are they invented?"
    )
    return Alarm(kind="no-speech", reason=reason, probability=0.35, harm=0.9)


def sound_alarm(start_ms: int, end_ms: int) -> Alarm:
    """A long sound without speech, which deaf viewers do not know of."""
    length = (end_ms - start_ms) / 1_000
    reason = (
        f"{length:.0f} s from {format_clock(start_ms)} sound, but not of speech: is a label such as [music] missing?"
    )
    return Alarm(kind="sound", reason=reason, probability=0.3, harm=0.4)
