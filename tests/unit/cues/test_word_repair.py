"""Recognised words are put right, and each repair is told."""

from __future__ import annotations

from itertools import pairwise

from pipeline.cues.cutting import repair_words
from pipeline.model import Word


def word(text: str, start: int, end: int, **more: bool) -> Word:
    return Word(text=text, start_ms=start, end_ms=end, **more)


def rules(words: list[Word], language: str = "en") -> list[str]:
    return [repair.rule for repair in repair_words(words, language=language)[1]]


def test_good_words_stay_as_they_are() -> None:
    """No repair where there is nothing to repair."""
    words = [word("Hello,", 100, 400), word("you.", 420, 700)]
    assert repair_words(words, language="en") == (tuple(words), ())


def test_words_without_duration_share_the_time_to_the_next() -> None:
    """Hundreds of words at one moment each get a time of their own, by their length."""
    words = [word("a", 1_000, 1_000), word("longer", 1_000, 1_000), word("b", 1_000, 1_000), word("end", 5_000, 5_300)]
    fixed, repairs = repair_words(words, language="en")
    assert [repair.rule for repair in repairs] == ["no duration"] * 3
    assert all(a.start_ms < a.end_ms <= b.start_ms for a, b in pairwise(fixed))
    assert fixed[1].end_ms - fixed[1].start_ms > fixed[0].end_ms - fixed[0].start_ms


def test_a_word_that_jumps_back_gets_a_time_between_its_neighbours() -> None:
    """One wrong time does not move the words after it."""
    words = [word("so", 800, 900), word("one", 1_000, 1_300), word("two", 200, 400), word("three", 2_000, 2_300)]
    fixed, repairs = repair_words(words, language="en")
    assert [(repair.rule, repair.word_number) for repair in repairs] == [("backward", 3)]
    assert 1_300 <= fixed[2].start_ms < fixed[2].end_ms <= 2_000
    assert fixed[3] == words[3]


def test_a_word_that_jumps_far_ahead_does_not_push_the_rest() -> None:
    """The majority of the words is right."""
    words = [word("one", 0, 300), word("two", 90_000, 90_300), word("three", 700, 900), word("four", 1_000, 1_200)]
    fixed, _ = repair_words(words, language="en")
    assert [w.start_ms for w in fixed if w.text != "two"] == [0, 700, 1_000]
    assert 300 <= fixed[1].start_ms <= 700


def test_silence_before_a_sentence_is_taken_out_of_its_first_word() -> None:
    """Whisper gives the first word after a silence the silence too."""
    (first, _), repairs = repair_words(
        [word("Well,", 0, 8_000, starts_segment=True), word("so", 8_000, 8_200)], language="en"
    )
    assert first.end_ms == 8_000
    assert first.start_ms > 7_000
    assert "8.0 s" in str(repairs[0])


def test_silence_after_a_sentence_is_taken_out_of_its_last_word() -> None:
    """The end of a sentence is followed by the silence."""
    words = [word("It", 0, 200), word("ends.", 200, 6_000), word("Then", 6_000, 6_200)]
    fixed, _ = repair_words(words, language="en")
    assert fixed[1].start_ms == 200
    assert fixed[1].end_ms < 1_500


def test_markup_is_taken_out_and_told() -> None:
    """Tags and entities are no words; one that is only a tag goes."""
    fixed, repairs = repair_words(
        [word("<i>Tom</i>", 0, 100), word("&amp;", 100, 200), word("<unk>", 200, 300)], language="en"
    )
    assert [w.text for w in fixed] == ["Tom", "&"]
    assert [repair.rule for repair in repairs] == ["markup"] * 3


def test_a_word_with_white_space_becomes_several() -> None:
    """Nothing inside a word may break a caption file."""
    fixed, _ = repair_words([word("New\n\nYork", 0, 800)], language="en")
    assert [(w.text, w.start_ms, w.end_ms) for w in fixed] == [("New", 0, 342), ("York", 342, 800)]


def test_spaces_between_characters_without_spaces_are_taken_out() -> None:
    """Chinese and Thai are written without spaces, whatever the recogniser does; Latin words keep theirs."""
    fixed, repairs = repair_words([word(c, n * 100, n * 100 + 90) for n, c in enumerate("中国宣布")], language="zh")
    assert [w.space_before for w in fixed] == [True, False, False, False]
    assert [repair.rule for repair in repairs] == ["spacing"]
    mixed, _ = repair_words([word("用", 0, 90), word("AI", 100, 200)], language="zh")
    assert mixed[1].space_before


def test_missing_punctuation_over_a_long_run_is_told() -> None:
    """A person should know that pauses decided."""
    assert rules([word("so", n * 200, n * 200 + 150) for n in range(80)]) == ["punctuation"]
    assert rules([word("so,", n * 200, n * 200 + 150) for n in range(80)]) == []


def test_a_number_that_is_spoken_long_keeps_its_time() -> None:
    """Digits, addresses and capitals are spelled out when they are spoken: letters on paper do not tell how long."""
    words = [word("are", 1600, 1900), word("3.1415926535.", 1900, 5400), word("www.example.org", 6500, 9700)]
    fixed, repairs = repair_words(words, language="en")
    assert [(w.start_ms, w.end_ms) for w in fixed] == [(1600, 1900), (1900, 5400), (6500, 9700)]
    assert repairs == ()


def test_silence_in_a_short_word_is_still_taken_out() -> None:
    """Nobody says "are" for three seconds, nor "FBI" for ten."""
    assert rules([word("are", 0, 3000), word("FBI", 3000, 13_000)]) == ["too long", "too long"]
