"""Passages: what is cut together, and what is known of it from before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cues import CutOptions, KnownCuts, cut_timed, cutting, profile_for
from pipeline.cues.passages import as_said, find_passages
from pipeline.model import Cue, Sentence, Word

PROFILE = profile_for("en")


def said_after(*pauses_and_texts: tuple[int, str], letter_ms: int = 60) -> tuple[Sentence, ...]:
    """Sentences with the pause before each, in milliseconds."""
    made, time_ms = [], 0
    for number, (pause_ms, text) in enumerate(pauses_and_texts):
        time_ms += pause_ms
        words: list[Word] = []
        for token in text.split():
            end_ms = time_ms + letter_ms * len(token)
            words.append(Word(text=token, start_ms=time_ms, end_ms=end_ms, starts_segment=not words))
            time_ms = end_ms
        made.append(Sentence(id=f"s{number}", words=tuple(words)))
    return tuple(made)


def ids_of(sentences: Sequence[Sentence]) -> list[list[str]]:
    said = [as_said(sentence) for sentence in sentences]
    return [[one.id for one in passage.said] for passage in find_passages(said, PROFILE)]


def cues_of(sentences: Sequence[Sentence], known: KnownCuts | None = None) -> tuple[Cue, ...]:
    options = CutOptions(language="en")
    return cut_timed(sentences, profile=PROFILE, options=options, borrows_for_speed=True, known=known)


def again(sentences: Sequence[Sentence], earlier: Sequence[Sentence]) -> tuple[Cue, ...]:
    """Cues with what is known from an earlier version of the track."""
    known = KnownCuts()
    cues_of(earlier, known)
    return cues_of(sentences, KnownCuts(earlier=known.kept(len(earlier))))


def test_a_long_pause_ends_a_passage() -> None:
    sentences = said_after((0, "One."), (700, "Two."), (701, "Three."), (100, "Four."))
    assert ids_of(sentences) == [["s0", "s1"], ["s2", "s3"]]


def test_a_line_of_its_own_may_wait_longer_for_its_cue() -> None:
    """It may share a cue with what stands before it, as long as no cue straddles the pause."""
    sentences = said_after((0, "One."), (1_400, "♪ Two"), (1_600, "♪ three"))
    assert ids_of(sentences) == [["s0", "s1"], ["s2"]]


def test_a_word_that_ends_late_keeps_its_passage_open() -> None:
    one, two = said_after((0, "One."), (2_000, "Two."))
    late = replace(one, words=(replace(one.words[0], end_ms=two.start_ms - 700),))
    assert ids_of((one, two)) == [["s0"], ["s1"]]
    assert ids_of((late, two)) == [["s0", "s1"]]


def test_only_the_passage_with_the_correction_is_cut_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = said_after(*((900, f"Sentence number {number} says a little.") for number in range(20)))
    word = replace(sentences[9].words[-1], text="lot.")
    corrected = (*sentences[:9], replace(sentences[9], words=(*sentences[9].words[:-1], word)), *sentences[10:])
    right = cues_of(corrected)
    cut: list[int] = []
    make = cutting.make_pieces

    def counted(some: Sequence[Sentence], **others: object) -> object:
        cut.append(len(some))
        return make(some, **others)  # type: ignore[arg-type]

    known = KnownCuts()
    cues_of(sentences, known)
    monkeypatch.setattr(cutting, "make_pieces", counted)
    assert cues_of(corrected, KnownCuts(earlier=known.kept(len(sentences)))) == right
    assert cut == [2], "the sentence and what begins where the next one does"


TEXTS = (
    "So it is.",
    "When it rains in the hills, the river rises, as everybody here knows.",
    "Why?",
    "♪ la la",
    "- No.",
)
PAUSES = st.sampled_from([0, 100, 650, 699, 701, 1_400, 1_501, 5_000])
PACES = st.sampled_from([12, 25, 60])
TRACK = st.lists(st.tuples(PAUSES, st.sampled_from(TEXTS)), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(TRACK, PACES, st.data())
def test_what_is_known_of_other_passages_changes_no_cue(
    track: list[tuple[int, str]], pace: int, data: st.DataObject
) -> None:
    """A pause, a text or the beginning of what follows: whatever was otherwise, the cues are those of a fresh build."""
    place = data.draw(st.integers(0, len(track) - 1))
    other = [*track[:place], data.draw(st.tuples(PAUSES, st.sampled_from(TEXTS))), *track[place + 1 :]]
    sentences = said_after(*track, letter_ms=pace)
    assert again(sentences, said_after(*other, letter_ms=pace)) == cues_of(sentences)


@settings(max_examples=60, deadline=None)
@given(TRACK, PACES)
def test_a_passage_is_cut_as_it_is_in_the_whole_track(track: list[tuple[int, str]], pace: int) -> None:
    """One passage with what follows it gives the texts that it has in the track."""
    sentences = said_after(*track, letter_ms=pace)
    texts = [cue.text for cue in cues_of(sentences)]
    said = [as_said(sentence) for sentence in sentences]
    alone: list[str] = []
    for passage in find_passages(said, PROFILE):
        some = passage.timed()
        cues = cues_of(some)
        alone += [cue.text for cue in cues if cue.sentence_ids != ("",)]
    assert alone == texts


def test_the_content_of_a_passage_has_all_that_decides_its_cut() -> None:
    def content(*pauses_and_texts: tuple[int, str], letter_ms: int = 60) -> bytes:
        said = [as_said(one) for one in said_after(*pauses_and_texts, letter_ms=letter_ms)]
        return next(iter(find_passages(said, PROFILE))).content

    others = [
        content((0, "So it is."), (900, "Why?")),
        content((0, "So it was."), (900, "Why?")),
        content((9, "So it is."), (900, "Why?")),
        content((0, "So it is."), (901, "Why?")),
        content((0, "So it is.")),
        content((0, "So it is."), (900, "Why?"), letter_ms=61),
        content((0, "So it"), (0, "is."), (900, "Why?")),
        content((0, "[So] it is."), (900, "Why?")),
        content((0, "So it is."), (1_600, "Why?")),
        content((0, "So it is."), (1_600, "[Rain]")),
    ]
    assert len(set(others)) == len(others)


@pytest.mark.parametrize(
    "damaged",
    [((0, 1),), ((5, 1, 0, 3),), ((0, 900, 0, 2), (0, 900, 3, 9)), ((900, 999, 0, 2), (0, 99, 2, 3)), ((-1, 1, 0, 3),)],
    ids=str,
)
def test_a_damaged_passage_is_cut_again(damaged: tuple[tuple[int, ...], ...]) -> None:
    sentences = said_after((0, "So it is."), (900, "Why is it?"))
    known = KnownCuts()
    right = cues_of(sentences, known)
    assert cues_of(sentences, KnownCuts(earlier=dict.fromkeys(known.used, damaged))) == right


def test_what_nobody_asked_for_is_kept_while_there_is_room() -> None:
    cut = ((0, 1),)
    known = KnownCuts(earlier={f"old{number}": cut for number in range(9)}, used={"new": cut})
    assert list(known.kept(1)) == ["old6", "old7", "old8", "new"]
    assert len(known.kept(100)) == 10
