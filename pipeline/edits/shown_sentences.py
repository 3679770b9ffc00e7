"""Which sentences a caption file shows, each with its text as it stands there and the sentence it translates.

A cue can show parts of several sentences, and people edit, split and join cues. So the file's cues are linked
to the machine's, which know their sentences; where a group of cues shows several sentences, those that stand
there unchanged are cut off first, and what is left is cut at the ends of its sentences.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.dataclass import dataclass
from pipeline.edits.history import squeeze
from pipeline.edits.merge.cue_links import link_cues
from pipeline.edits.sentence_groups import group_by_sentence
from pipeline.model import Cue
from pipeline.records import MachineTrack, SentenceRecord
from pipeline.text import joint_space

_END = re.compile(r"(?<=[.!?…।؟۔])[\"'”’»)\]]*\s+|(?<=[。！？])[”’」』）】]*\s*")
_CLOSED = re.compile(r"[.!?…。！？।؟۔][\"'”’»)\]」』）】]*$")
_OWN_CUES = 6
"""Of text that belongs to no sentence of the machine's, at most so many cues count as one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSentence:
    """One sentence of a caption file; or a few that only stand there together."""

    ids: tuple[str, ...]
    """The machine's sentences; empty for text of a person's own."""
    source: str
    """What it translates; empty in the spoken language, and where it is not known."""
    text: str
    """As it stands in the file, without line breaks."""
    cues: tuple[int, ...]
    """The numbers of the cues that show it, counted from 1; a cue may show other sentences, too."""
    start_ms: int
    shown_ms: int
    """How long it is on the screen: its share, by letters, of the time of its cues."""


def find_sentences(cues: Sequence[Cue], machine: MachineTrack | None) -> tuple[ShownSentence, ...]:
    """The sentences that a caption file shows, in its order; together they are its whole text.

    Args:
        cues: The caption file as it is now.
        machine: The machine's record of it; None for a file that is a person's own.
    """
    ids = _link_sentences(cues, machine)
    records = {sentence.id: sentence for sentence in machine.sentences} if machine else {}
    order = {name: place for place, name in enumerate(records)}
    found: list[ShownSentence] = []
    for places, names in group_by_sentence(ids):
        known = [records[name] for name in sorted(names, key=order.__getitem__)]
        found += _cut_group(cues, sorted(places), known, ids)
    found += _own_sentences(cues, ids, _bases(machine))
    return tuple(sorted(found, key=lambda sentence: sentence.cues[0]))


def flat_text(lines: Iterable[str]) -> str:
    r"""Some lines as one, with spaces where their script has them.

    >>> flat_text(["Two", "lines"]), flat_text(["東京の", "塔"])
    ('Two lines', '東京の塔')
    """
    joined = ""
    for line in lines:
        text = " ".join(line.split())
        if not text:
            continue
        joined += joint_space(joined, text) + text
    return joined


def _link_sentences(cues: Sequence[Cue], machine: MachineTrack | None) -> list[tuple[str, ...]]:
    """For each cue of the file the machine's sentences that it shows, as far as the record knows them."""
    if machine is None:
        return [() for _ in cues]
    known = {sentence.id for sentence in machine.sentences}
    found: list[dict[str, None]] = [{} for _ in cues]
    for place, other in link_cues(cues, machine.cues):
        found[place].update((name, None) for name in machine.cues[other].sentence_ids if name in known)
    return [tuple(names) for names in found]


def _cut_group(
    cues: Sequence[Cue], places: Sequence[int], known: Sequence[SentenceRecord], ids: Sequence[tuple[str, ...]]
) -> Iterator[ShownSentence]:
    """The sentences of some cues that share them."""
    text = flat_text(line for place in places for line in cues[place].lines)
    shown_ms = sum(max(0, cues[place].duration_ms) for place in places)
    letters = max(1, len(squeeze(text)))
    for sentences, part in _share_text(text, known):
        names = tuple(sentence.id for sentence in sentences)
        of_sentence = [place for place in places if not set(names).isdisjoint(ids[place])] or list(places)
        yield ShownSentence(
            ids=names,
            source=flat_text(sentence.source for sentence in sentences),
            text=part,
            cues=tuple(place + 1 for place in of_sentence),
            start_ms=cues[of_sentence[0]].start_ms,
            shown_ms=round(shown_ms * len(squeeze(part)) / letters),
        )


def _share_text(text: str, known: Sequence[SentenceRecord]) -> Iterator[tuple[Sequence[SentenceRecord], str]]:
    """Which part of a text is which of its sentences, which are at least one."""
    first, last = 0, len(known)
    ends: list[tuple[Sequence[SentenceRecord], str]] = []
    while last - first > 1 and (rest := _cut_start(text, known[first].text)) is not None:
        yield known[first : first + 1], text[: len(text) - len(rest)].strip()
        text, first = rest.strip(), first + 1
    while last - first > 1 and (rest := _cut_end(text, known[last - 1].text)) is not None:
        ends.append((known[last - 1 : last], text[len(rest) :].strip()))
        text, last = rest.strip(), last - 1
    parts = list(_split_at_ends(text))
    if last - first > 1 and len(parts) == last - first:
        yield from ((known[first + at : first + at + 1], part) for at, part in enumerate(parts))
    elif text:
        yield known[first:last], text
    yield from reversed(ends)


def _split_at_ends(text: str) -> Iterator[str]:
    """The sentences of a text, each with its closing marks."""
    at = 0
    for match in _END.finditer(text):
        if text[at : match.end()].strip():
            yield text[at : match.end()].strip()
        at = match.end()
    if text[at:].strip():
        yield text[at:].strip()


def _cut_start(text: str, start: str) -> str | None:
    """What follows a sentence at the beginning of a text, whatever the spaces; None if it does not begin so."""
    left = len(squeeze(start))
    if not left or not squeeze(text).startswith(squeeze(start)):
        return None
    for place, char in enumerate(text):
        left -= not char.isspace()
        if not left:
            return text[place + 1 :]
    return None


def _cut_end(text: str, end: str) -> str | None:
    rest = _cut_start(text[::-1], end[::-1])
    return None if rest is None else rest[::-1]


def _bases(machine: MachineTrack | None) -> Mapping[str, list[str]]:
    """What people read under the cues of a file that is their own, by the cue's text."""
    found: dict[str, list[str]] = defaultdict(list)
    if machine is not None and machine.head.origin:
        for edit in machine.head.edits:
            found[squeeze(edit.text)] += edit.basis_now.split("\n")
    return found


def _own_sentences(
    cues: Sequence[Cue], ids: Sequence[tuple[str, ...]], bases: Mapping[str, list[str]]
) -> Iterator[ShownSentence]:
    """What belongs to no sentence of the machine's: neighbouring cues up to the end of a sentence."""
    run: list[int] = []
    for place, cue in enumerate(cues):
        if ids[place] or not cue.text.strip():
            continue
        if run and (run[-1] != place - 1 or len(run) >= _OWN_CUES or _CLOSED.search(cues[run[-1]].text.strip())):
            yield _own_sentence(cues, run, bases)
            run = []
        run.append(place)
    if run:
        yield _own_sentence(cues, run, bases)


def _own_sentence(cues: Sequence[Cue], places: Sequence[int], bases: Mapping[str, list[str]]) -> ShownSentence:
    lines = dict.fromkeys(line for place in places for line in bases.get(squeeze(cues[place].text), ()))
    return ShownSentence(
        ids=(),
        source=flat_text(lines),
        text=flat_text(line for place in places for line in cues[place].lines),
        cues=tuple(place + 1 for place in places),
        start_ms=cues[places[0]].start_ms,
        shown_ms=sum(max(0, cues[place].duration_ms) for place in places),
    )
