"""What two branches remember of one track, merged."""

from __future__ import annotations

from dataclasses import replace

from pipeline.edits.record_merge import merge_approvals, merge_records
from pipeline.model import Cue
from pipeline.records import Approval, Edit, MachineTrack, TrackHead


def edit(text: str, *, basis: str = "It is good.", basis_now: str = "It is good.", start_ms: int = 0) -> Edit:
    state = "edited" if basis == basis_now else "stale"
    return Edit(text=text, basis=basis, basis_now=basis_now, machine="", suggestion="", state=state, start_ms=start_ms)


def record(*edits: Edit, key: str = "k", texts: tuple[str, ...] = ("Isso é bom.", "E mais.")) -> MachineTrack:
    head = TrackHead(
        language="pt", origin="en", key=key, written="w", memory_key="m", signatures=(), edits=edits
    )  # fmt: skip
    cues = tuple(
        Cue(start_ms=2_000 * at, end_ms=2_000 * at + 1_500, text=text, sentence_ids=(f"s{at}",))
        for at, text in enumerate(texts)
    )
    return MachineTrack(head=head, sentences=(), cues=cues)


def approval(by: str, text: str = "0") -> Approval:
    return Approval(language="pt", by=by, date="2026-01-01", text_sha256=text * 64)


def test_what_one_side_wrote_is_known_of_the_merged_track() -> None:
    """With the sentence that it was written against, stale or not."""
    stale = edit("Tudo bem.", basis="All is well.", basis_now="Not all is well.", start_ms=2_000)
    settled = edit("Isto é bom.")
    merged = merge_records(record(), record(settled, key="ours"), record(stale, key="theirs"))
    assert merged.head.edits == (settled, stale)
    assert merged.head.key == "", "it is made again"
    same_key = merge_records(record(), record(settled), record(stale))
    assert same_key.head.edits == (settled, stale)


def test_an_edit_that_one_side_took_back_is_gone() -> None:
    """Unless the other side still has it otherwise than before."""
    old = edit("Isto é bom.")
    stale = replace(old, basis_now="It is not good.", state="stale")
    assert merge_records(record(old), record(key="ours"), record(old, key="theirs")).head.edits == ()
    assert merge_records(record(old), record(key="ours"), record(stale, key="theirs")).head.edits == (stale,)
    assert merge_records(record(old), record(old, key="ours"), record(stale, key="theirs")).head.edits == (stale,)


def test_edits_with_the_same_text_are_different_ones() -> None:
    """What both wrote twice is there twice."""
    first, second = (edit("Claro.", basis=f"Yes, {n}.", basis_now=f"No, {n}.", start_ms=2_000 * n) for n in range(2))
    theirs = record(first, replace(second, suggestion="Não."), key="theirs")
    merged = merge_records(record(first, second), record(first, second, key="ours"), theirs)
    assert merged.head.edits == (first, replace(second, suggestion="Não."))


def test_both_added_the_track() -> None:
    """Git gives no base then."""
    merged = merge_records(None, record(key="ours"), record(key="theirs", texts=("Isso é bom.", "E muito mais.")))
    assert [cue.text for cue in merged.cues] == ["Isso é bom.", "E muito mais."]
    assert [cue.sentence_ids for cue in merged.cues] == [("s0",), ()]


def test_a_withdrawn_approval_does_not_come_back() -> None:
    """Given on one side: kept. Taken back on one side: gone."""
    ana, rui, eva = approval("Ana"), approval("Rui"), approval("Eva")
    assert merge_approvals((ana, eva), (eva,), (ana, eva, rui)) == (eva, rui)
    renewed = approval("Ana", "1")
    assert merge_approvals((ana,), (renewed,), (ana,)) == (renewed,)
