"""New texts for some sentences of a caption file: each in the time that its sentence had, cut by the rules.

Where as many cues come of it as there were, they keep their times exactly; all other cues stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.cues import CutOptions, Profile, cut_cues
from pipeline.edits import ShownSentence, squeeze
from pipeline.model import Cue, Sentence, Word
from pipeline.text import is_unspaced, split_atoms


def put_texts(
    cues: Sequence[Cue],
    sentences: Sequence[ShownSentence],
    texts: Mapping[int, str],
    *,
    profile: Profile,
    options: CutOptions,
) -> tuple[Cue, ...]:
    """A caption file with other texts for some of its sentences.

    Args:
        cues: The file as it is.
        sentences: All its sentences, in order.
        texts: The new texts, not empty, by place among the sentences.
        profile: The limits of its language.
        options: How cues are cut.
    """
    made: dict[int, tuple[Cue, ...]] = {}
    gone: set[int] = set()
    for places in _groups(sentences):
        if not texts.keys() & set(places):
            continue
        numbers = sorted({number for place in places for number in sentences[place].cues})
        old = [cues[number - 1] for number in numbers]
        following = cues[numbers[-1]].start_ms if numbers[-1] < len(cues) else None
        timed = _timed_sentences([sentences[place] for place in places], [texts.get(place) for place in places], old)
        made[numbers[0]] = _cut(timed, old, following, profile, options)
        gone |= set(numbers)
    kept: list[Cue] = []
    for number, cue in enumerate(cues, start=1):
        kept += made.get(number, ()) if number in gone else (cue,)
    return tuple(kept)


def _groups(sentences: Sequence[ShownSentence]) -> Iterator[list[int]]:
    """Neighbouring sentences that share cues."""
    group: list[int] = []
    shown: set[int] = set()
    for place, sentence in enumerate(sentences):
        if group and shown.isdisjoint(sentence.cues):
            yield group
            group, shown = [], set()
        group.append(place)
        shown |= set(sentence.cues)
    if group:
        yield group


def _timed_sentences(
    sentences: Sequence[ShownSentence], texts: Sequence[str | None], cues: Sequence[Cue]
) -> tuple[Sentence, ...]:
    """The sentences of a group with their new texts, each spread over the time that the old one had."""
    total = max(1, sum(len(squeeze(one.text)) for one in sentences))
    done, found = 0, []
    for number, (sentence, text) in enumerate(zip(sentences, texts, strict=True)):
        first, done = done, done + len(squeeze(sentence.text))
        words = tuple(_spread(text or sentence.text, (first / total, done / total), cues))
        if words:
            found.append(Sentence(id=f"r{number}", words=words))
    return tuple(found)


def _spread(text: str, share: tuple[float, float], cues: Sequence[Cue]) -> Iterator[Word]:
    atoms = split_atoms(text)
    letters = max(1, sum(len(atom) for _, atom in atoms))
    done = 0
    before = ""
    for space, atom in atoms:
        start, done = done, done + len(atom)
        low, high = (share[0] + (share[1] - share[0]) * part / letters for part in (start, done))
        start_ms, end_ms = _time_at(low, cues), _time_at(high, cues)
        has_space = bool(space) or not before or not (is_unspaced(atom[0]) or is_unspaced(before[-1]))
        yield Word(text=atom, start_ms=start_ms, end_ms=max(start_ms, end_ms), space_before=has_space)
        before = atom


def _time_at(share: float, cues: Sequence[Cue]) -> int:
    """When a share of the cues' screen time is over."""
    left = share * sum(max(0, cue.duration_ms) for cue in cues)
    for cue in cues:
        if left <= cue.duration_ms:
            return round(cue.start_ms + left)
        left -= max(0, cue.duration_ms)
    return cues[-1].end_ms


def _cut(
    sentences: tuple[Sentence, ...], old: Sequence[Cue], following: int | None, profile: Profile, options: CutOptions
) -> tuple[Cue, ...]:
    limit_ms = following if following is not None else options.limit_ms
    new = cut_cues(sentences, profile=profile, options=replace(options, limit_ms=limit_ms))
    if len(new) == len(old):
        pairs = zip(new, old, strict=True)
        return tuple(replace(was, text=cue.text, sentence_ids=()) for cue, was in pairs)
    settings = old[0].settings
    return tuple(
        replace(
            cue,
            start_ms=max(cue.start_ms, old[0].start_ms),
            end_ms=cue.end_ms if limit_ms is None else max(cue.start_ms + 1, min(cue.end_ms, limit_ms)),
            sentence_ids=(),
            settings=settings,
        )
        for cue in new
    )
