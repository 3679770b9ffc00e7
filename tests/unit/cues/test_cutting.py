"""Sentences to cues: breaks, durations, gaps, and who shares a cue."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from pipeline.cues.cutting import CutOptions, cut_cues, split_sentences
from pipeline.cues.profiles import Profile, profile_for
from pipeline.model import Cue, Sentence, Word
from pipeline.text.conflict_markers import find_mark


def spoken(text: str, *, start_ms: int = 0, letter_ms: int = 60, pauses: dict[str, int] | None = None) -> list[Word]:
    words, time_ms = [], start_ms
    for token in text.split():
        length = letter_ms * (len(token) + 1)
        words.append(Word(text=token, start_ms=time_ms, end_ms=time_ms + length - 10))
        time_ms += length + (pauses or {}).get(token, 0)
    return words


def cut(words: list[Word], language: str = "en", **options: object) -> tuple[Cue, ...]:
    sentences = split_sentences(words, language=language)
    return cut_cues(sentences, profile=profile_for(language), options=CutOptions(language=language, **options))  # type: ignore[arg-type]


def test_a_sentence_that_fits_is_one_balanced_cue() -> None:
    """Two lines of like length, broken before a conjunction or preposition."""
    (cue,) = cut(spoken("They can be kept off planes and trains, and turned away from hotels."))
    assert cue.text == "They can be kept off planes and trains,\nand turned away from hotels."


def test_a_short_sentence_stays_on_one_line() -> None:
    """No line break without need."""
    (cue,) = cut(spoken("The scale is hard to picture."))
    assert cue.text == "The scale is hard to picture."


def test_a_long_sentence_is_cut_where_its_clauses_end() -> None:
    """Cues end at commas and before conjunctions rather than where a line is full."""
    cues = cut(
        spoken("Companies are on record, too, and a firm that is found untrustworthy gets more audits and inspections.")
    )
    assert [cue.text.split()[0] for cue in cues] == ["Companies", "and"]


def test_each_cue_starts_on_its_first_word() -> None:
    """Text appears when it is said."""
    words = spoken("One thing is said here, and then there is another thing, which is said rather slowly over there.")
    starts = {word.start_ms for word in words}
    assert all(cue.start_ms in starts for cue in cut(words))


def test_a_cue_lingers_into_silence_to_be_read_but_not_for_long() -> None:
    """Half a second after the voice, longer only where reading needs it."""
    (slow,) = cut(spoken("Said slowly, at ease.", letter_ms=120))
    assert slow.end_ms <= 21 * 120 + 500
    (fast,) = cut(spoken("Said in a terrible hurry by someone without time.", letter_ms=20))
    assert fast.duration_ms >= 49 * 1_000 / 20


def test_a_lone_short_word_is_shown_for_the_shortest_time() -> None:
    """Five sixths of a second, from silence."""
    (cue,) = cut([Word(text="No.", start_ms=1_000, end_ms=1_150)])
    assert (cue.start_ms, cue.end_ms) == (1_000, 1_833)


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(24_000, 1_001), Fraction(60)])
def test_short_gaps_are_closed_to_two_frames(rate: Fraction) -> None:
    """No gap of 3 to 11 frames, and none under 2, at any frame rate."""
    text = " ".join(f"This is the sentence of number {n}, and it goes on a little longer." for n in range(30))
    pauses = {f"{n},": n * 25 for n in range(30)} | {"longer.": 230}
    cues = cut(spoken(text, pauses=pauses), frame_rate=rate)
    frames = [round((b.start_ms - a.end_ms) * rate / 1_000) for a, b in pairwise(cues)]
    assert len(frames) > 20
    assert all(frame == 2 or frame > 11 for frame in frames)


def test_a_cue_does_not_straddle_a_long_pause() -> None:
    """What is said after a pause of more than 1.5 s is not shown before it."""
    cues = cut(spoken("And the winner is John.", pauses={"is": 1_600}))
    assert [cue.text for cue in cues] == ["And the winner is", "John."]


def test_short_sentences_said_together_share_a_cue() -> None:
    """Neither alone could be read in its time."""
    words = spoken("Yes. No.", letter_ms=60) + spoken("This is the next one, and it is longer.", start_ms=1_400)
    cues = cut(words)
    assert cues[0].text == "Yes. No."
    assert cues[0].sentence_ids == ("s1", "s2")


def test_sentences_apart_do_not_share_a_cue() -> None:
    """Each has its own time."""
    cues = cut(spoken("Yes.") + spoken("No.", start_ms=3_000))
    assert [cue.sentence_ids for cue in cues] == [("s1",), ("s2",)]


def test_no_cue_outlasts_the_medium() -> None:
    """The last cue ends with the file."""
    (cue,) = cut(spoken("This is the end.", start_ms=9_000), limit_ms=9_950)
    assert cue.end_ms == 9_950
    late = cut(spoken("Said after the end of the file.", start_ms=9_900), limit_ms=10_000)
    assert late[-1].end_ms <= 10_000
    assert late[-1].duration_ms >= 833 - 500


def test_words_longer_than_a_line_or_a_cue_are_shown_whole() -> None:
    """Split by graphemes, over lines and then cues; never cut off."""
    text = "e\u0301" * 200
    cues = cut([Word(text=text, start_ms=0, end_ms=20_000)])
    assert "".join(line for cue in cues for line in cue.lines) == text
    assert all(not line.startswith("\u0301") for cue in cues for line in cue.lines)
    assert all(cue.duration_ms <= 7_000 for cue in cues)


def test_hundreds_of_words_at_one_moment_stay_legal() -> None:
    """More text than time: each cue has its moment, in order, without overlap."""
    words = tuple(Word(text=f"word{n}", start_ms=1_000, end_ms=1_000) for n in range(500))
    cues = cut_cues(
        (Sentence(id="s1", words=words),), profile=profile_for("en"), options=CutOptions(language="en", limit_ms=2_000)
    )
    assert all(cue.end_ms > cue.start_ms for cue in cues)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(cues))
    assert cues[-1].end_ms <= 2_000


def test_a_cue_too_short_borrows_from_its_neighbours() -> None:
    """A quick word between long sentences is still shown for the shortest time."""
    first = spoken("A sentence that is said at leisure before it.", letter_ms=80)
    quick = spoken("Stop!", start_ms=first[-1].end_ms + 1_000, letter_ms=30)
    last = spoken(
        "Another one of the same kind that follows it at once and is long.",
        start_ms=quick[-1].end_ms + 10,
        letter_ms=80,
    )
    cues = cut([*first, *quick, *last])
    stop = next(cue for cue in cues if "Stop!" in cue.text)
    assert stop.duration_ms >= 833


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_profiles_may_allow_one_or_three_lines(lines: int) -> None:
    """The search keeps to the number of lines of the profile, and uses them."""
    profile = Profile(name="made up", line_cells=20, max_lines=lines)
    words = spoken("They can be kept off planes and trains, and turned away from all of the hotels.")
    cues = cut_cues(split_sentences(words, language="en"), profile=profile, options=CutOptions(language="en"))
    assert max(len(cue.lines) for cue in cues) == lines
    assert all(len(line) <= 20 for cue in cues for line in cue.lines)


def test_japanese_lines_do_not_begin_with_closing_punctuation() -> None:
    """Kinsoku: brackets and stops stay with their word; no spaces are put in."""
    text = "目的は「ビジネス」と日常生活における「信頼性」を高めることです。"
    words = tuple(
        Word(text=char, start_ms=n * 150, end_ms=n * 150 + 140, space_before=False) for n, char in enumerate(text)
    )
    cues = cut_cues((Sentence(id="s1", words=words),), profile=profile_for("ja"), options=CutOptions(language="ja"))
    assert "".join(line for cue in cues for line in cue.lines) == text
    assert not any(line[0] in "」。、" or line[-1] in "「" for cue in cues for line in cue.lines)


@pytest.mark.parametrize("mark", ["<<<<<<<", "=======", ">>>>>>>"])
def test_a_heard_line_is_never_a_mark_of_git(mark: str) -> None:
    """A recogniser that hallucinates one must not stop a merge, nor count as a conflict."""
    (cue,) = cut([Word(text=mark, start_ms=1_000, end_ms=2_000)])
    assert find_mark(cue.text) is None
    assert len(cue.text) == len(mark)


def test_options_that_make_no_sense_are_refused() -> None:
    """A frame rate is positive, a length not negative."""
    with pytest.raises(ValueError, match="frame rate"):
        CutOptions(language="en", frame_rate=Fraction(0))
    with pytest.raises(ValueError, match="length"):
        CutOptions(language="en", limit_ms=-1)


def test_no_sentences_are_no_cues() -> None:
    """Nothing in, nothing out."""
    assert cut_cues((), profile=profile_for("en"), options=CutOptions(language="en")) == ()
