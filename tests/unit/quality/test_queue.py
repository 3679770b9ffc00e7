"""What a person should read first."""

from __future__ import annotations

from dataclasses import replace

from pipeline.edits import Approver, approve_sentences, judge_track
from pipeline.model import Cue, Reading, Word
from pipeline.quality import Evidence, QueueItem, rank_sentences
from pipeline.quality.decisions import ENOUGH, Decision, fit_scales
from pipeline.quality.findings import ERROR, STYLE, WARNING, Finding
from pipeline.quality.queue import find_decisions
from pipeline.records import Approval, Edit, MachineTrack, Note, SentenceRecord, TrackHead

TEXTS = ("One two.", "Three four\nfive.", "Six.")


def cue(number: int, text: str, *, step_ms: int = 2_000) -> Cue:
    start_ms = number * step_ms
    return Cue(start_ms=start_ms, end_ms=start_ms + 1_500, text=text, sentence_ids=(f"s{number}",))


CUES = tuple(cue(number, text) for number, text in enumerate(TEXTS, start=1))


def machine(*edits: Edit, origin: str = "", cues: tuple[Cue, ...] = CUES, **sentence: object) -> MachineTrack:
    """A track whose second sentence is as told."""
    head = TrackHead(
        language="pt" if origin else "en",
        origin=origin,
        key="",
        written="",
        memory_key="",
        signatures=(),
        edits=tuple(edits),
    )
    sentences = [
        SentenceRecord(id=f"s{n}", source=f"Source {n}." if origin else "", text=cue.text.replace("\n", " "))
        for n, cue in enumerate(cues, 1)
    ]
    sentences[1] = replace(sentences[1], **sentence)  # type: ignore[arg-type]
    return MachineTrack(head=head, sentences=tuple(sentences), cues=cues)


def ranked(
    track: MachineTrack | None,
    *,
    cues: tuple[Cue, ...] = CUES,
    approvals: tuple[Approval, ...] = (),
    **known: object,
) -> tuple[QueueItem, ...]:
    language = track.head.language if track else "en"
    reading = judge_track(approvals, language, cues, track)
    return rank_sentences(
        Evidence(cues=cues, reading=reading, machine=track, language=language, **known)  # type: ignore[arg-type]
    )


def words(*probabilities: float, cues: tuple[Cue, ...] = CUES) -> tuple[Word, ...]:
    texts = " ".join(cue.text for cue in cues).split()
    return tuple(
        Word(text=text, start_ms=n * 500, end_ms=n * 500 + 400, probability=p)
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
    assert ranked(machine(), words=words(*[0.98] * 6)) == ()


def test_the_sentence_with_the_least_likely_words_stands_first() -> None:
    """All its words count; the least sure one is named."""
    items = ranked(machine(), words=words(0.9, 0.55, 0.9, 0.9, 0.2, 0.9))
    assert [item.cue_number for item in items] == [2, 1]
    assert items[0].reasons == ("perhaps misheard: “five.” (20% sure)",)
    assert 0.45 < items[0].probability < 0.9


def test_many_slightly_doubtful_words_are_doubtful_together() -> None:
    """Though none of them would be by itself."""
    (item,) = ranked(machine(), words=words(0.99, 0.99, 0.8, 0.8, 0.8, 0.99))
    assert item.cue_number == 2
    assert "many words" in item.reasons[0]


def test_a_broken_file_stands_before_hasty_cues_and_style_is_nothing_to_read() -> None:
    """Errors are alarms."""
    items = ranked(None, findings=[finding(WARNING, 1), finding(ERROR, 2), finding(STYLE, 3)])
    assert items[0].cue_number == 2
    assert items[0].is_alarm
    assert all(item.cue_number != 3 for item in items)


def test_what_waits_for_a_decision_stands_first_with_the_suggestion() -> None:
    """A settled edit is not shown."""
    own = tuple(replace(cue, text="Mine.", sentence_ids=()) if n == 1 else cue for n, cue in enumerate(CUES))
    (item, *_) = ranked(machine(edit("Mine.", "stale"), origin="xx"), cues=own)
    assert (item.text, item.kind, item.suggestion) == ("Mine.", "stale", "Machine's.")
    assert item.reasons[0] == "stale: now stands on “after”"
    settled = ranked(machine(edit("Mine.", "edited"), origin="xx"), cues=own)
    assert all(item.text != "Mine." for item in settled)


def test_nobody_is_asked_to_read_what_was_approved() -> None:
    """Somebody vouches for exactly these sentences."""
    track = machine()
    doubts = words(0.2, 0.2, 0.2, 0.2, 0.2, 0.2)
    reading = judge_track((), "en", CUES, track)
    rows = approve_sentences(
        (),
        reading,
        [one.sentence for one in reading.sentences[:2]],
        language="en",
        approver=Approver(name="Ana", date="2026-01-01"),
    )
    assert [item.cue_number for item in ranked(track, words=doubts, approvals=rows)] == [3]


def test_the_same_doubtful_name_is_one_item() -> None:
    """With its other places; it is worth more than one of them."""
    cues = tuple(cue(n, text) for n, text in enumerate(("In Ranchang.", "To Ranchang.", "Ranchang again.", "End."), 1))
    track = machine(cues=cues)
    items = ranked(track, cues=cues, words=words(0.99, 0.3, 0.99, 0.35, 0.4, 0.99, 0.99, cues=cues))
    (item,) = items
    assert (item.cue_number, sorted(item.places)) == (1, [2, 3])
    assert item.reasons[0].endswith("in 3 places")


def test_one_bad_passage_does_not_fill_the_page() -> None:
    """Of equals, one far away stands before the neighbours of the first."""
    cues = tuple(cue(n, f"Word{n}.", step_ms=2_000 if n < 6 else 20_000) for n in range(1, 8))
    track = machine(cues=cues)
    doubts = (0.3, 0.31, 0.32, 0.33, 0.34, 0.36, 0.99)
    items = ranked(track, cues=cues, words=words(*doubts, cues=cues))
    order = [item.cue_number for item in items if item.kind == "misheard"]
    assert order[:2] == [1, 6]
    assert sorted(order) == [1, 2, 3, 4, 5, 6]


def test_a_long_silence_is_asked_about() -> None:
    """In the spoken language: a label may be missing."""
    cues = (CUES[0], CUES[1], replace(CUES[2], start_ms=60_000, end_ms=61_000))
    items = ranked(machine(cues=cues), cues=cues, words=words(*[0.99] * 6))
    assert [item.kind for item in items] in ([], ["silence"])


def test_decisions_of_people_scale_what_reasons_say() -> None:
    """After two hundred of them; a kind that is mostly right counts more."""
    track = machine(origin="en", score=-0.5, disagreement=0.4, source="Drei vier fünf.")
    reading = judge_track((), "pt", CUES, track)
    rows = approve_sentences(
        (), reading, [reading.sentences[1].sentence], language="pt", approver=Approver(name="A", date="2026-01-01")
    )
    evidence = Evidence(cues=CUES, reading=judge_track(rows, "pt", CUES, track), machine=track, language="pt")
    (decision,) = find_decisions(evidence)
    assert not decision.was_wrong
    assert "unsure" in {reason.kind for reason in decision.reasons}
    assert fit_scales([decision] * (ENOUGH - 1)) == {}
    assert fit_scales([decision] * ENOUGH)["unsure"] < 0.5
    wrong = Decision(reasons=[replace(decision.reasons[0], kind="unsure", probability=0.3)], was_wrong=True)
    assert fit_scales([wrong] * ENOUGH)["unsure"] > 2


def test_a_corrected_space_makes_a_sentence_a_persons_and_a_line_break_does_not() -> None:
    """What speaks against the machine's text is no reason to read what a person made of it."""
    track = machine(origin="en", score=-0.5, disagreement=0.4, source="Drei vier fünf.")
    for text, is_doubtful in (("Three\nfour five.", True), ("Threefour\nfive.", False)):
        cues = (CUES[0], replace(CUES[1], text=text), CUES[2])
        kinds = {item.kind for item in ranked(track, cues=cues) if item.cue_number == 2}
        assert ("unsure" in kinds) is is_doubtful, text


def test_sound_like_speech_without_words_is_an_item_where_no_caption_stands() -> None:
    """A sentence that the recogniser left out is lost in every language unless a person listens there."""
    items = ranked(machine(), unheard=((100, 1_900), (2_500, 3_000)))
    (item,) = [one for one in items if one.kind == "unheard"]
    assert (item.cue_number, item.start_ms, item.end_ms, item.is_alarm) == (1, 100, 1_900, True)
    assert "2 s from 0:00 sound like speech" in item.reasons[0]


def note(text: str, cue_text: str, *, kind: str = "note", start_ms: int = 0) -> Note:
    return Note(
        id="n", language="en", kind=kind, cue_text=cue_text, start_ms=start_ms, text=text, by="Ana", date="2026-01-02"
    )  # type: ignore[arg-type]


def test_an_open_note_is_an_item_on_its_caption() -> None:
    """Also where nothing else speaks against the sentence, and where it was approved."""
    notes = (note("Is this the right name?", "Three four five."),)
    (item,) = ranked(machine(), words=words(*[0.98] * 6), notes=notes)
    assert (item.cue_number, item.kind, item.is_alarm) == (2, "note", True)
    assert item.reasons == ("a note by Ana of 2026-01-02: Is this the right name?",)
    reading = judge_track((), "en", CUES, machine())
    everything = [one.sentence for one in reading.sentences]
    approver = Approver(name="Bo", date="2026-01-03")
    approved = approve_sentences((), reading, everything, language="en", approver=approver)
    assert [one.kind for one in ranked(machine(), approvals=approved, notes=notes)] == ["note"]


def test_a_note_whose_words_are_gone_stands_at_its_time() -> None:
    """What somebody else wrote in a caption's place is named as that."""
    (item,) = ranked(machine(), notes=(note("Sechs.", "Gone.", kind="clash", start_ms=6_100),))
    assert (item.cue_number, item.reasons) == (3, ("somebody else wrote here: Sechs.",))


def reading_at(word: int, heard: str, text: str) -> Reading:
    return Reading(start_ms=word * 500, end_ms=word * 500 + 400, heard=heard, text=text, share=0.75)


def test_a_second_reading_is_shown_beside_what_was_heard() -> None:
    """It makes the sentence more doubtful, and is offered whole."""
    heard = words(0.98, 0.98, 0.8, 0.8, 0.98, 0.98)
    before = ranked(machine(), words=heard)
    (item,) = ranked(machine(), words=heard, readings=(reading_at(2, "Three", "Free"),))
    assert item.second_reading == "Free four five."
    assert "also heard: “Free” for “Three”" in item.reasons[0]
    assert item.probability > max((one.probability for one in before), default=0.0)


def test_a_reading_of_one_sentence_says_nothing_of_others() -> None:
    """It lies where its words are said."""
    found = ranked(machine(), words=words(*[0.98] * 5, 0.5), readings=(reading_at(0, "One", "On"),))
    assert {one.cue_number: one.second_reading for one in found} == {1: "On two.", 3: ""}


def test_long_sound_without_speech_and_captions_is_an_item() -> None:
    """A label may be missing; not where a caption stands, and once where it also sounds like speech."""
    quiet = (*CUES, cue(20, "Last."))
    known = {"cues": quiet, "words": words(*[0.98] * 7, cues=quiet)}
    (item,) = ranked(machine(cues=quiet), sounds=((10_000, 30_000), (2_500, 3_000)), **known)
    assert (item.kind, item.cue_number, item.start_ms) == ("sound", 4, 10_000)
    (item,) = ranked(machine(cues=quiet), sounds=((10_000, 30_000),), unheard=((12_000, 20_000),), **known)
    assert item.kind == "unheard"


def test_words_where_nobody_seems_to_speak_are_an_alarm() -> None:
    """On the sentence that is shown then."""
    (item,) = ranked(machine(), words=words(*[0.98] * 6), faint=((4_100, 5_000),))
    assert (item.cue_number, item.kind, item.is_alarm) == (2, "no-speech", True)
