"""Merging what two branches remember of one language: the machine's records and the approvals, for git.

Never a conflict: the next build makes a record again. What it could not make again is kept: against
which sentence a person wrote what, and who approved which text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline.edits.history import UNSETTLED
from pipeline.edits.merge import merge_cues
from pipeline.edits.updating import edits_in
from pipeline.model import Cue
from pipeline.records import Approval, DetailField, DetailPlace, DetailsRecord, Edit, MachineTrack


def merge_records(
    base: MachineTrack | None,
    ours: MachineTrack,
    theirs: MachineTrack,
    *,
    files: tuple[tuple[Cue, ...], tuple[Cue, ...]] = ((), ()),
) -> MachineTrack:
    """One record of a track for a caption file that was merged of two.

    The cues are merged like the caption file itself, so that the build can still tell a person's words
    from the machine's; the key is emptied, so that the track is made again.

    Args:
        base: What both sides started from; None if both added the track.
        ours: The record on our side.
        theirs: The record on the other.
        files: The caption file on each side, where it is known: what a person saved there since the last build was
            written against that side's sentences, though the other side has made others since.
    """
    known = [edits_in(track, file) for track, file in zip((ours, theirs), files, strict=True)]
    edits = _merge_edits(base.head.edits if base else (), *known)
    if ours.head.key == theirs.head.key:
        return replace(ours, head=replace(ours.head, written="", edits=edits))
    merged = merge_cues(base.cues if base else ours.cues, ours.cues, theirs.cues)
    # The other side's sentence ids mean other sentences; a cue without ids is taken as it is.
    own = {(cue.start_ms, cue.end_ms, cue.text): cue.sentence_ids for cue in ours.cues}
    cues = tuple(replace(cue, sentence_ids=own.get((cue.start_ms, cue.end_ms, cue.text), ())) for cue in merged.cues)
    is_own = ours.head.is_own and theirs.head.is_own
    head = replace(ours.head, key="", written="", edits=edits, is_own=is_own)
    return replace(ours, head=head, cues=cues)


def merge_approvals(
    base: tuple[Approval, ...], ours: tuple[Approval, ...], theirs: tuple[Approval, ...]
) -> tuple[Approval, ...]:
    """The approvals that one side gave and that no side took back."""
    kept = (one for one in (*ours, *theirs) if (one in ours and one in theirs) or one not in base)
    return tuple(sorted(dict.fromkeys(kept), key=lambda one: (one.language, one.by, one.date)))


def merge_details_records(base: DetailsRecord | None, ours: DetailsRecord, theirs: DetailsRecord) -> DetailsRecord:
    """One record for a file that was merged of two, so that the next build tells a person's words from the machine's.

    Args:
        base: What both sides started from; None if both added it.
        ours: The record on our side.
        theirs: The record on the other.
    """
    fields: list[DetailField] = []
    for place in DetailPlace:
        before, mine, other = (
            [one for one in record.fields if one.place is place] if record else [] for record in (base, ours, theirs)
        )
        fields += other if base is not None and mine == before else mine
    known = {(edit.place, edit.text, edit.start_ms): edit for edit in (*theirs.edits, *ours.edits)}
    for edit in theirs.edits:  # of two, the one that is not settled
        mine_too = known[edit.place, edit.text, edit.start_ms]
        if edit.is_waiting and not mine_too.is_waiting:
            known[edit.place, edit.text, edit.start_ms] = edit
    return replace(ours, key="", written="", fields=tuple(fields), edits=tuple(known.values()))


def _merge_edits(base: tuple[Edit, ...], ours: tuple[Edit, ...], theirs: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Edits by their text: whichever side knows it anew; of two, the one that is not settled."""
    before = _by_text(base)
    kept = []
    sides = (_by_text(ours), _by_text(theirs))
    for name in dict.fromkeys((*sides[0], *sides[1])):
        found = [side.get(name) for side in sides]
        changed = [edit for edit in found if edit != before.get(name)] or found[:1]
        known = [edit for edit in changed if edit is not None]
        kept += sorted(known, key=lambda edit: edit.state not in UNSETTLED)[:1]
    return tuple(sorted(kept, key=lambda edit: edit.start_ms))


def _by_text(edits: tuple[Edit, ...]) -> dict[tuple[str, int], Edit]:
    """Of edits with the same text the first, the second and so on are different ones."""
    count: Counter[str] = Counter()
    named = {}
    for edit in edits:
        named[edit.text, count[edit.text]] = edit
        count[edit.text] += 1
    return named
