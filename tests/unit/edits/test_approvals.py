"""Approvals of sentences."""

from __future__ import annotations

from dataclasses import replace

from pipeline.edits import Approver, approve_sentences, judge_track, percent, renew_approvals, withdraw_sentences
from pipeline.edits.approvals import TrackReading
from pipeline.model import Cue
from pipeline.records import Approval, Edit, EditState, MachineTrack, text_digest
from tests.unit.edits.test_shown_sentences import TALK

ANA, RUI = Approver(name="Ana", date="2026-01-01"), Approver(name="Rui", date="2026-02-01")


def judged(
    approvals: tuple[Approval, ...], cues: tuple[Cue, ...] = TALK.cues, track: MachineTrack = TALK
) -> TrackReading:
    return judge_track(approvals, "pt", cues, track)


def approved(
    approvals: tuple[Approval, ...], *places: int, by: Approver = ANA, cues: tuple[Cue, ...] = TALK.cues
) -> tuple[Approval, ...]:
    reading = judged(approvals, cues)
    chosen = [reading.sentences[at].sentence for at in places]
    return approve_sentences(approvals, reading, chosen, language="pt", approver=by)


def corrected(old: str, new: str) -> tuple[Cue, ...]:
    return tuple(replace(cue, text=cue.text.replace(old, new)) for cue in TALK.cues)


def test_an_approval_records_the_sentence_and_what_it_translates() -> None:
    """By whom, and when."""
    (row,) = approved((), 1)
    assert row == Approval(
        language="pt",
        by="Ana",
        date="2026-01-01",
        source="This is a long sentence.",
        text="Esta é uma frase longa.",
    )


def test_it_ends_with_its_own_sentence_only() -> None:
    """A correction elsewhere, other times and other breaks leave it alone."""
    rows = approved((), 0, 1, 2)
    assert judged(rows).is_approved
    reading = judged(rows, corrected("frase", "sentença"))
    assert [one.approved_by for one in reading.sentences] == [("Ana",), (), ("Ana",)]
    assert not reading.is_approved
    assert reading.share < 1
    (state,) = reading.approvals
    assert (state.holds, state.sentences, state.ended) == (False, 2, 1)


def test_a_space_within_a_line_is_a_correction_and_a_line_break_is_none() -> None:
    """Who approved “uma frase” did not read “umafrase”; a line break elsewhere is no other text."""
    rows = approved((), 0, 1, 2)
    assert judged(rows, corrected("é uma", "éuma")).sentences[1].approved_by == ()
    assert judged(rows, corrected("frase longa", "fra se longa")).sentences[1].approved_by == ()
    assert judged(rows, corrected("é uma", "é\numa")).is_approved


def test_the_cue_of_an_edit_is_a_persons_whatever_its_lines_and_not_with_other_spaces() -> None:
    """Until the next build looks at it, nobody knows what the other text stands on."""
    edit = Edit(
        text="frase longa.", basis="", basis_now="", machine="", suggestion="", state=EditState.EDITED, start_ms=2_000
    )
    track = replace(TALK, head=replace(TALK.head, edits=(edit, replace(edit, text=TALK.cues[0].text))))
    assert judged((), track=track).sentences[1].is_written
    assert judged((), corrected("frase longa", "frase\nlonga"), track).sentences[1].is_written
    assert not judged((), corrected("frase longa", "fraselonga"), track).sentences[1].is_written


def test_it_ends_with_its_source() -> None:
    """The same translation of another sentence was not read."""
    rows = approved((), 0, 1, 2)
    changed = replace(TALK.sentences[1], source="This is a short sentence.")
    track = replace(TALK, sentences=(TALK.sentences[0], changed, TALK.sentences[2]))
    assert [one.approved_by for one in judged(rows, TALK.cues, track).sentences] == [("Ana",), (), ("Ana",)]
    assert judged(rows).is_approved, "where both are there again it holds again"


def test_a_file_is_approved_when_all_of_it_is_by_whomever() -> None:
    """Two people may share the work."""
    rows = approved(approved((), 0), 1, 2, by=RUI)
    reading = judged(rows)
    assert reading.is_approved
    assert reading.approved_by == ("Ana", "Rui")
    assert reading.share == 1.0
    assert not judged(approved((), 0)).is_approved


def test_reading_it_again_replaces_what_ended() -> None:
    """So the same sentence is not reported as changed for ever."""
    rows = approved((), 0, 1, 2)
    cues = corrected("frase", "sentença")
    again = approved(rows, 1, cues=cues)
    reading = judged(again, cues)
    assert reading.approvals[0].holds
    assert len(again) == 3
    kept = approved(rows, 2, cues=cues)
    assert judged(kept, cues).approvals[0].ended == 1, "the corrected one is still to be read"


def test_a_withdrawal_takes_back_what_it_names() -> None:
    """Of one person only."""
    rows = approved(approved((), 0, 1, 2), 0, by=RUI)
    reading = judged(rows)
    first = [reading.sentences[0].sentence]
    left = judged(withdraw_sentences(rows, reading, first, language="pt", by="Ana"))
    assert [one.approved_by for one in left.sentences] == [("Rui",), ("Ana",), ("Ana",)]
    none = judged(withdraw_sentences(rows, reading, None, language="pt", by="Ana"))
    assert [one.approved_by for one in none.sentences] == [("Rui",), (), ()]


def test_what_was_approved_as_a_file_stays_approved() -> None:
    """Sentence by sentence from then on."""
    old = Approval(language="pt", by="Eva", date="2025-01-01", text_sha256=text_digest(TALK.cues))
    other = replace(old, language="es")
    reading = judged((old, other))
    assert reading.is_approved
    rows = renew_approvals((old, other), reading, language="pt")
    assert [(one.language, one.text) for one in rows] == [
        ("es", ""),
        ("pt", "Sim."),
        ("pt", "Esta é uma frase longa."),
        ("pt", "Tchau."),
    ]
    assert {one.date for one in rows} == {"2025-01-01"}
    after = judged(rows, corrected("frase", "sentença"))
    assert [one.approved_by for one in after.sentences] == [("Eva",), (), ("Eva",)]
    ended = judged((old,), corrected("frase", "sentença"))
    assert [one.holds for one in ended.approvals] == [False]


def test_the_same_words_of_the_same_sentence_are_read_once() -> None:
    """Wherever they stand: it is the same judgement."""
    cues = (*TALK.cues, TALK.cues[2].moved(10_000))
    track = replace(
        TALK,
        sentences=(*TALK.sentences, replace(TALK.sentences[2], id="s3")),
        cues=(*TALK.cues, replace(cues[3], sentence_ids=("s3",))),
    )
    assert [one.approved_by for one in judged(approved((), 2), cues, track).sentences] == [(), (), ("Ana",), ("Ana",)]


def test_what_a_person_wrote_counts_as_read_but_not_as_approved() -> None:
    """Unless it waits for a decision."""
    edit = Edit(text="Adeus!", basis="Bye.", basis_now="Bye.", machine="", suggestion="", state="edited", start_ms=0)
    cues = corrected("Tchau.", "Adeus!")
    track = replace(TALK, head=replace(TALK.head, edits=(edit,)))
    reading = judged((), cues, track)
    assert [(one.is_read, one.approved_by) for one in reading.sentences] == [(False, ()), (False, ()), (True, ())]
    assert reading.read_ms == 1_500
    waiting = replace(TALK, head=replace(TALK.head, edits=(replace(edit, state="stale"),)))
    assert judged((), cues, waiting).read_ms == 0


def test_a_share_is_never_rounded_to_all() -> None:
    """99 per cent until the last sentence."""
    assert percent(judged(approved((), 0, 1)).share) < 100
    assert percent(0.9999) == 99


def test_a_long_track_is_judged_and_approved_quickly() -> None:
    """Two thousand sentences: far below a second."""
    sentences = tuple(
        replace(TALK.sentences[0], id=f"s{at}", source=f"Word {at}.", text=f"Palavra {at}.") for at in range(2_000)
    )
    cues = tuple(
        Cue(start_ms=1_000 * at, end_ms=1_000 * at + 900, text=one.text, sentence_ids=(one.id,))
        for at, one in enumerate(sentences)
    )
    track = replace(TALK, sentences=sentences, cues=cues)
    rows = approve_sentences(
        (),
        judged((), cues, track),
        [one.sentence for one in judged((), cues, track).sentences],
        language="pt",
        approver=ANA,
    )
    assert judged(rows, cues, track).is_approved
