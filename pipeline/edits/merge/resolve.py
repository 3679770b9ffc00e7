"""Decide one block of a three-way merge: which text, which times, and what a person must be told."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pipeline.dataclass import dataclass
from pipeline.edits.merge.by_sentence import combine_sentences
from pipeline.edits.merge.hunks import Block, Cues, same_cues, same_texts, same_words, span
from pipeline.edits.merge.shifts import MOVED_MS
from pipeline.model import Cue

ConflictKind = Literal["text", "deleted", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One cue of the result with what the later steps need to know about it."""

    cue: Cue
    edited_at: int | None = None
    """The cue of the person's file that it continues, if there is one."""
    new_at: int | None = None
    """The machine's cue that it is, or stands for, if there is exactly one."""
    has_machine_times: bool = False
    is_machine: bool = False
    """Exactly what the machine would write."""
    is_added: bool = False
    """A person added it, and the machine has nothing of it."""
    base_ids: tuple[str, ...] = ()
    new_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A place where person and machine want different things; the person's version stands."""

    kind: ConflictKind
    kept: tuple[int, ...] = ()
    """Which cues of the person's file stand."""
    suggested: Cues = ()
    replaced: Cues = ()
    """What the machine had written before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One block, decided."""

    placed: tuple[Placed, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    rejects: Cues = ()


def resolve_block(block: Block) -> Resolution:
    """Merge one block. Where both sides changed it and cannot be combined, the person's stands."""
    if same_cues(block.edited, block.base) or same_cues(block.edited, block.new):
        return Resolution(placed=_machine_cues(block))
    if not block.has_place or (block.base and not block.new):
        return Resolution(rejects=tuple(cue for cue in block.edited if not _is_known(cue, block.base)))
    if not block.base:
        return _added(block)
    if same_cues(block.new, block.base):
        return Resolution(placed=_person_cues(block, block.edited))
    if not block.edited:
        return Resolution(disputes=() if same_words(block.new, block.base) else (_dispute(block, "deleted"),))
    return _both_changed(block)


def _added(block: Block) -> Resolution:
    placed = _person_cues(block, tuple(_later(cue, block.shift_ms) for cue in block.edited))
    agrees = not block.new or same_words(block.edited, block.new)
    return Resolution(placed=placed, disputes=() if agrees else (_dispute(block, "text"),))


def _both_changed(block: Block) -> Resolution:
    timed = _merge_times(block)
    if same_texts(block.edited, block.base):
        return _only_retimed(block, timed)
    if same_words(block.new, block.base) or same_texts(block.edited, block.new):
        return Resolution(placed=_person_cues(block, timed))
    combined = combine_sentences(block, timed) if _is_together(block.new_at) else None
    if combined is None:
        return Resolution(placed=_person_cues(block, timed), disputes=(_dispute(block, "text"),))
    cues, is_clean = combined
    placed = _person_cues(block, cues) if len(cues) == len(block.edited) else _recut_cues(block, cues)
    return Resolution(placed=placed, disputes=() if is_clean else (_dispute(block, "text"),))


def _is_together(places: tuple[int, ...]) -> bool:
    """Whether cues are neighbours; where the machine took a block apart its order means nothing."""
    return places[-1] - places[0] == len(places) - 1


def _only_retimed(block: Block, timed: Cues) -> Resolution:
    """The person changed times or settings, the machine the text: both stand."""
    if block.is_even:
        settings = _merge_settings(block)
        cues = tuple(
            replace(cue, text=new.text, settings=setting)
            for cue, new, setting in zip(timed, block.new, settings, strict=True)
        )
        return Resolution(placed=_person_cues(block, cues))
    if same_words(block.new, block.base):
        return Resolution(placed=_person_cues(block, timed))
    stretched = _stretch(block)
    if stretched is None:
        return Resolution(placed=_person_cues(block, timed), disputes=(_dispute(block, "text"),))
    return Resolution(placed=_recut_cues(block, stretched))


def _merge_times(block: Block) -> Cues:
    """The person's cues with the times that hold now.

    Times that the person left alone follow the machine; times that the person chose stay exactly
    as they are, unless the content itself moved or takes another time now.
    """
    if not block.is_even:
        return _follow_content(block)
    return tuple(
        replace(cue, start_ms=new.start_ms, end_ms=new.end_ms)
        if (cue.start_ms, cue.end_ms) == (old.start_ms, old.end_ms)
        else _later(cue, block.shift_ms)
        for cue, old, new in zip(block.edited, block.base, block.new, strict=True)
    )


def _follow_content(block: Block) -> Cues:
    """The cues of a block that was cut anew, moved and stretched as its content was.

    Where the block begins and ends as it did before the person split or joined cues in it, it
    begins and ends where the machine wants it now.
    """
    moved = tuple(_later(cue, block.shift_ms) for cue in block.edited)
    if not _is_together(block.new_at):
        return moved
    old, new = span(block.base), span(block.new)

    def bend(time_ms: int) -> int:
        # What a person wrote outside the content's old time is no longer than before: it only moves along.
        inside_ms = min(max(time_ms, old[0]), old[1])
        bent_ms = new[0] + (inside_ms - old[0]) * (new[1] - new[0]) // max(1, old[1] - old[0])
        return max(0, bent_ms + time_ms - inside_ms)

    bent = tuple(replace(cue, start_ms=bend(cue.start_ms), end_ms=bend(cue.end_ms)) for cue in block.edited)
    takes_other_time = abs((new[1] - new[0]) - (old[1] - old[0])) > MOVED_MS
    choices = [bent] if takes_other_time else [_with_ends(moved, block.edited, old, new), bent]
    return next((cues for cues in choices if all(cue.start_ms < cue.end_ms for cue in cues)), moved)


def _with_ends(cues: Cues, edited: Cues, old: tuple[int, int], new: tuple[int, int]) -> Cues:
    """The cues with the machine's first start and last end, where the person left these alone."""
    found = list(cues)
    if edited[0].start_ms == old[0]:
        found[0] = replace(found[0], start_ms=new[0])
    if edited[-1].end_ms == old[1]:
        found[-1] = replace(found[-1], end_ms=new[1])
    return tuple(found)


def _merge_settings(block: Block) -> list[str]:
    if not block.is_even:
        return [cue.settings for cue in block.new]
    return [
        new.settings if cue.settings == old.settings else cue.settings
        for cue, old, new in zip(block.edited, block.base, block.new, strict=True)
    ]


def _stretch(block: Block) -> Cues | None:
    """The machine's new cut of the text, bent to begin and end where the person wanted it."""
    if {cue.settings for cue in block.edited} != {cue.settings for cue in block.base}:
        return None
    late_start = block.edited[0].start_ms - block.base[0].start_ms
    late_end = block.edited[-1].end_ms - block.base[-1].end_ms
    start_ms, end_ms = block.new[0].start_ms, block.new[-1].end_ms
    length_ms = max(1, end_ms - start_ms)

    def bend(time_ms: int) -> int:
        return time_ms + late_start + (late_end - late_start) * (time_ms - start_ms) // length_ms

    cues = tuple(replace(cue, start_ms=max(0, bend(cue.start_ms)), end_ms=bend(cue.end_ms)) for cue in block.new)
    return cues if all(cue.start_ms < cue.end_ms for cue in cues) else None


def _later(cue: Cue, shift_ms: int) -> Cue:
    return cue.moved(max(shift_ms, -cue.start_ms))


def _is_known(cue: Cue, cues: Cues) -> bool:
    return any(same_cues((cue,), (other,)) for other in cues)


def _dispute(block: Block, kind: ConflictKind) -> Dispute:
    return Dispute(kind=kind, kept=block.edited_at, suggested=block.new, replaced=block.base)


def _machine_cues(block: Block) -> tuple[Placed, ...]:
    first = block.edited_at[0] if block.edited_at else None
    return tuple(
        Placed(
            cue=cue,
            edited_at=block.edited_at[place] if len(block.edited) == len(block.new) else first,
            new_at=at,
            has_machine_times=True,
            is_machine=True,
            base_ids=_ids(block.base),
            new_ids=cue.sentence_ids,
        )
        for place, (cue, at) in enumerate(zip(block.new, block.new_at, strict=True))
    )


def _person_cues(block: Block, cues: Cues) -> tuple[Placed, ...]:
    """The cues of the person's file, one for one, with what they correspond to."""
    is_even = len(block.edited) == len(block.new)
    placed = []
    for place, cue in enumerate(cues):
        new = block.new[place] if is_even else None
        base_ids, new_ids = _lineage(block, place)
        placed.append(
            Placed(
                cue=replace(cue, sentence_ids=new_ids),
                edited_at=block.edited_at[place],
                new_at=block.new_at[place] if is_even else None,
                has_machine_times=_follows_machine(block, place, cue),
                is_machine=same_cues((cue,), (new,)) if new else _is_known(cue, block.new),
                is_added=not block.base and not block.new,
                base_ids=base_ids,
                new_ids=new_ids,
            )
        )
    return tuple(placed)


def _recut_cues(block: Block, cues: Cues) -> tuple[Placed, ...]:
    """Cues that are neither the person's nor the machine's one for one."""
    return tuple(
        Placed(
            cue=replace(cue, sentence_ids=_ids(block.new)),
            edited_at=block.edited_at[min(place, len(block.edited_at) - 1)],
            is_machine=_is_known(cue, block.new),
            base_ids=_ids(block.base),
            new_ids=_ids(block.new),
        )
        for place, cue in enumerate(cues)
    )


def _follows_machine(block: Block, place: int, cue: Cue) -> bool:
    """Whether a cue has the machine's times because the person never chose others."""
    if not block.is_even:
        return False
    old, new, edited = block.base[place], block.new[place], block.edited[place]
    is_left_alone = (edited.start_ms, edited.end_ms) == (old.start_ms, old.end_ms)
    return is_left_alone and (cue.start_ms, cue.end_ms) == (new.start_ms, new.end_ms)


def _lineage(block: Block, place: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The old and new sentences of one cue of the person's."""
    if block.is_even:
        return block.base[place].sentence_ids, block.new[place].sentence_ids
    partners = block.partners[place]
    base = tuple(block.base[index] for index in partners) or block.base
    even = len(block.base) == len(block.new)
    new = tuple(block.new[index] for index in partners) if even and partners else block.new
    return _ids(base), _ids(new)


def _ids(cues: Cues) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for cue in cues for name in cue.sentence_ids))
