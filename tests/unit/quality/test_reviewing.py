"""What a person should read first."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Cue, Word
from pipeline.quality.checking import ERROR, STYLE, WARNING, Finding
from pipeline.quality.reviewing import Witnesses, rank_cues
from pipeline.records import Edit, MachineTrack, SentenceRecord, TrackHead

TEXTS = ("One two.", "Three four\nfive.", "Six.")


def cue(number: int, text: str) -> Cue:
    return Cue(start_ms=number * 2_000, end_ms=number * 2_000 + 1_500, text=text, sentence_ids=(f"s{number}",))


CUES = tuple(cue(number, text) for number, text in enumerate(TEXTS, start=1))


def machine(*edits: Edit, origin: str = "", cues: tuple[Cue, ...] = CUES, **sentence: object) -> MachineTrack:
    """A track whose second sentence is as told."""
    head = TrackHead(language="en", origin=origin, key="", written="", memory_key="", signatures=(), edits=tuple(edits))
    sentences = [
        SentenceRecord(id=f"s{n}", source=f"source {n}" if origin else "", text=text) for n, text in enumerate(TEXTS, 1)
    ]
    sentences[1] = replace(sentences[1], **sentence)  # type: ignore[arg-type]
    return MachineTrack(head=head, sentences=tuple(sentences), cues=cues)


def words(*probabilities: float) -> tuple[Word, ...]:
    texts = " ".join(TEXTS).split()
    return tuple(
        Word(text=text, start_ms=n, end_ms=n + 1, probability=p)
        for n, (text, p) in enumerate(zip(texts, probabilities, strict=True))
    )


def edit(text: str, state: str) -> Edit:
    return Edit(
        text=text, basis="before", basis_now="after", machine="m", suggestion="Machine's.", state=state, start_ms=4_000
    )


def finding(severity: str, number: int) -> Finding:
    return Finding(severity=severity, rule="too-fast", cue_number=number, start_ms=0, message="too fast")


def test_a_track_without_doubts_has_nothing_to_read() -> None:
    """Nobody is sent to read what nothing speaks against."""
    assert rank_cues(CUES, Witnesses(machine=machine(), words=words(*[0.95] * 6))) == ()


def test_words_of_which_the_recogniser_was_not_sure_are_shown_the_least_sure_first() -> None:
    """In the cue that shows them, whatever their times say."""
    items = rank_cues(CUES, Witnesses(machine=machine(), words=words(0.9, 0.55, 0.9, 0.9, 0.2, 0.9)))
    assert [item.cue_number for item in items] == [2, 1]
    assert items[0].reasons == ("perhaps misheard: “five.” (20% sure)",)


def test_what_a_person_corrected_is_not_shown_for_what_the_machine_had_heard() -> None:
    """The text is a person's now, and a cue that was only retimed is still the machine's."""
    shown = (CUES[0], replace(CUES[1], text="Three for five."), CUES[2])
    doubts = words(0.9, 0.9, 0.3, 0.9, 0.9, 0.4)
    corrected = Witnesses(machine=machine(edit("Three for five.", "edited"), edit("Six.", "retimed")), words=doubts)
    assert [item.cue_number for item in rank_cues(shown, corrected)] == [3]


def test_stale_and_conflicting_edits_come_first_with_what_the_machine_would_write() -> None:
    """They wait for a person's decision, whatever else is wrong elsewhere."""
    witnesses = Witnesses(
        machine=machine(edit("One two.", "conflict"), edit("Six.", "stale"), origin="en", faults=("empty",)),
    )
    items = rank_cues(CUES, witnesses)
    assert [(item.cue_number, item.suggestion) for item in items] == [(2, ""), (3, "Machine's."), (1, "Machine's.")]
    assert items[1].reasons[0] == "stale: now stands on “after”"


def test_faults_and_low_scores_of_a_translation_are_told_with_its_source() -> None:
    """Two reasons count more than one; the graver stands first."""
    both = rank_cues(CUES, Witnesses(machine=machine(origin="en", faults=("numbers changed",), score=-0.5)))
    one = rank_cues(CUES, Witnesses(machine=machine(origin="en", score=-0.5)))
    assert both[0].reasons == ("translation: numbers changed", "the translator was unsure (-0.50)")
    assert both[0].source == "source 2"
    assert both[0].weight > one[0].weight > 0


def test_one_grave_reason_outweighs_many_slight_ones() -> None:
    """A broken file before many hasty cues."""
    findings = [finding(WARNING, 1)] * 5 + [finding(ERROR, 3), finding(STYLE, 2)]
    assert [item.cue_number for item in rank_cues(CUES, Witnesses(machine=None, findings=findings))] == [3, 1]


def test_nobody_is_asked_to_read_what_was_approved() -> None:
    """Somebody vouches for exactly this text."""
    witnesses = Witnesses(
        machine=machine(faults=("empty",)), findings=[finding(ERROR, 1)], approved=frozenset({1, 2, 3, 4})
    )
    assert rank_cues(CUES, witnesses) == ()


def test_equal_texts_keep_their_own_words() -> None:
    """Twenty cues that all say the same are told apart by their order."""
    same = tuple(cue(number, "Yes.") for number in (1, 2, 3))
    heard = tuple(Word(text="Yes.", start_ms=n, end_ms=n + 1, probability=0.2 if n == 1 else 0.9) for n in range(3))
    assert [item.cue_number for item in rank_cues(same, Witnesses(machine=machine(cues=same), words=heard))] == [2]
