"""The effective source: corrected text with recognised times."""

from dataclasses import replace

import pytest

from pipeline.edits.effective_source import retime_words
from pipeline.model import Cue, Word, join_words


def heard(text: str, *, start_ms: int = 0) -> tuple[Word, ...]:
    """A word every 300 ms, 250 ms long; every fourth begins a segment."""
    return tuple(
        Word(
            text=word,
            start_ms=start_ms + 300 * at,
            end_ms=start_ms + 300 * at + 250,
            probability=0.9,
            starts_segment=at % 4 == 0,
        )
        for at, word in enumerate(text.split())
    )


def cue(text: str, start_ms: int, end_ms: int) -> Cue:
    return Cue(start_ms=start_ms, end_ms=end_ms, text=text)


def shown(words: tuple[Word, ...]) -> list[tuple[str, int, int]]:
    return [(word.text, word.start_ms, word.end_ms) for word in words]


WORDS = heard("The social credit sistem was announced in two thousand and fourteen by the state council.")
WHOLE = cue(join_words(WORDS), 0, 5_000)


def test_an_unedited_file_gives_the_recognised_words_back():
    """The very same records, however the lines and cues are cut."""
    cues = [
        cue("The social credit sistem\nwas announced", 0, 1_700),
        cue("in two thousand and fourteen by the state council.", 1_800, 4_400),
    ]
    assert retime_words(cues, WORDS) == WORDS
    assert retime_words(cues, WORDS, machine=cues) == WORDS


def test_a_corrected_word_has_the_time_of_the_word_that_it_replaces():
    """And no probability: nobody recognised it."""
    words = retime_words([replace(WHOLE, text=WHOLE.text.replace("sistem", "system"))], WORDS)
    assert words[3] == Word(text="system", start_ms=900, end_ms=1_150)
    assert words[:3] == WORDS[:3]
    assert words[4:] == WORDS[4:]


def test_a_changed_capital_or_comma_is_a_correction_too():
    """The text is the person's, the time stays."""
    words = retime_words([replace(WHOLE, text=WHOLE.text.replace("social credit", "Social Credit,"))], WORDS)
    assert shown(words[1:3]) == [("Social", 300, 550), ("Credit,", 600, 850)]
    assert words[1].probability is None


@pytest.mark.parametrize(
    ("recognised", "written", "found"),
    [
        ("We can not go", "We cannot go", "We cannot go"),
        ("We cannot go", "We can not go", "We can not go"),
        ("We cannot go", "We can\nnot go", "We can not go"),
        ("the e mail came", "the email came, too", "the email came, too"),
        ("the email came", "the e mail came, too", "the e mail came, too"),
        ("10mil of it", "10 mil of it", "10 mil of it"),
        ("well- known", "well-known", "well-known"),
        ("well-known", "well-\nknown", "well-known"),
    ],
)
def test_a_space_that_a_person_took_out_or_put_in_is_a_correction(recognised, written, found):
    """The letters stay, and so does the time; it is only not known how many words are said."""
    words = heard(recognised)
    result = retime_words([cue(written, 0, words[-1].end_ms)], words)
    assert join_words(result) == found
    assert (result[0].start_ms, result[-1].end_ms) == (0, words[-1].end_ms)


def test_the_parts_of_a_word_share_its_time_and_nobody_recognised_them():
    """Where it began a segment, its first part does."""
    words = heard("Perhaps everybody cannot go home cannot be")
    result = retime_words([cue("Perhaps everybody can not go home can not be", 0, 2_100)], words)
    assert shown(result[2:4]) == [("can", 600, 725), ("not", 725, 850)]
    assert [word.probability for word in result[2:4]] == [None, None]
    assert [word.starts_segment for word in result] == [True, *[False] * 4, True, *[False] * 3]


def test_one_word_for_four_takes_their_time_and_a_segment_start_among_them():
    """ "two thousand and fourteen" is "2014"."""
    words = retime_words([replace(WHOLE, text=WHOLE.text.replace("two thousand and fourteen", "2014"))], WORDS)
    assert words[7] == Word(text="2014", start_ms=2_100, end_ms=3_250, starts_segment=True)


def test_several_words_for_one_share_its_time_by_their_length():
    """ "sistem" was really "point system"."""
    words = retime_words([replace(WHOLE, text=WHOLE.text.replace("sistem", "xxxxx yyyyy"))], WORDS)
    assert shown(words[3:5]) == [("xxxxx", 900, 1_025), ("yyyyy", 1_025, 1_150)]


def test_added_words_stand_in_the_pause_where_there_is_one():
    """As long as they take to say, next to the word before them."""
    words = (*heard("Hello there"), *heard("my friends", start_ms=4_000))
    result = retime_words([cue("Hello there all my friends", 0, 5_000)], words)
    assert shown(result) == [
        ("Hello", 0, 250),
        ("there", 300, 550),
        ("all", 550, 790),
        ("my", 4_000, 4_250),
        ("friends", 4_300, 4_550),
    ]


def test_added_words_share_their_neighbours_time_where_there_is_no_pause():
    """Nothing has a length of zero."""
    words = (Word(text="one", start_ms=0, end_ms=300), Word(text="two", start_ms=300, end_ms=600))
    result = retime_words([cue("one and two", 0, 600)], words)
    assert shown(result) == [("one", 0, 150), ("and", 150, 300), ("two", 300, 600)]


def test_a_new_cue_shares_its_own_time():
    """Nobody recognised anything there."""
    result = retime_words([WHOLE, cue("Thank you all.", 6_000, 8_000)], WORDS)
    assert shown(result[-3:]) == [("Thank", 6_000, 6_833), ("you", 6_833, 7_333), ("all.", 7_333, 8_000)]


def test_without_recognised_words_every_cue_shares_its_own_time():
    """A file tool translates a bare caption file."""
    result = retime_words([cue("ab cd", 1_000, 2_000), cue("", 2_000, 3_000), cue("ef", 3_000, 3_500)], ())
    assert shown(result) == [("ab", 1_000, 1_500), ("cd", 1_500, 2_000), ("ef", 3_000, 3_500)]


def test_deleted_words_are_gone_and_their_segment_begins_with_the_next():
    """The recogniser stuttered."""
    result = retime_words([replace(WHOLE, text=WHOLE.text.replace("was announced ", ""))], WORDS)
    assert [word.text for word in result[3:5]] == ["sistem", "in"]
    assert result[4] == replace(WORDS[6], starts_segment=True)


def test_the_words_of_a_retimed_cue_lie_inside_its_times():
    """Shorter than what was said: scaled; moved away: moved along."""
    machine = [cue(join_words(WORDS), 0, 4_500)]
    squeezed = retime_words([replace(machine[0], start_ms=500, end_ms=3_000)], WORDS, machine=machine)
    assert (squeezed[0].start_ms, squeezed[-1].end_ms) == (500, 3_000)
    assert [word.text for word in squeezed] == [word.text for word in WORDS]
    away = retime_words([replace(machine[0], start_ms=20_000, end_ms=29_000)], WORDS, machine=machine)
    assert shown(away) == [(word.text, word.start_ms + 20_000, word.end_ms + 20_000) for word in WORDS]


def test_a_cue_that_the_machine_ended_early_is_not_taken_for_retimed():
    """Cues close before the last word's end to keep a gap; that is no edit."""
    cues = [cue(join_words(WORDS), 0, WORDS[-1].end_ms - 80)]
    assert retime_words(cues, WORDS) == WORDS
    assert retime_words(cues, WORDS, machine=cues) == WORDS


def test_markup_does_not_become_words():
    """`<i>` and `{\\an8}` are formatting; a less-than sign is not."""
    result = retime_words([cue("{\\an8}<i>The social</i> credit < sistem", 0, 1_300)], WORDS[:4])
    assert [word.text for word in result] == ["The", "social", "credit", "<", "sistem"]
    assert result[:2] == WORDS[:2]


CHINESE = tuple(
    Word(text=text, start_ms=300 * at, end_ms=300 * at + 300, probability=0.5, space_before=at == 0)
    for at, text in enumerate(["社会", "信用", "体系，", "是", "ab", "cd", "中国", "政府"])
)


def test_words_without_spaces_between_them_come_back_as_they_were():
    """Line and cue breaks between them are no spaces."""
    assert retime_words([cue("社会信用\n体系，是abcd", 0, 1_800), cue("中国政府", 1_800, 2_400)], CHINESE) == CHINESE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("彼は", "「はい」と言った。"),
        ("我们知道", "（他们不知道）"),
        ("他说", "“你好”"),
        ("彼は", "<i>『本』</i>を読む"),
    ],
)
def test_no_space_goes_before_a_quotation_mark_of_a_script_without_spaces(first, second):
    """A cue, or a line, may begin with a bracket: the translator gets running text as its script writes it."""
    text = first + second.replace("<i>", "").replace("</i>", "")
    cues = [cue(first, 0, 1_000), cue(second, 1_000, 3_000)]
    assert join_words(retime_words(cues, ())) == text
    assert join_words(retime_words([cue(f"{first}\n{second}", 0, 3_000)], ())) == text


def test_a_corrected_character_is_a_correction_of_its_word():
    """社会 becomes 社會, one word with the time of that word; 的 is new."""
    result = retime_words([cue("社會信用体系，是abcd中国的政府", 0, 2_400)], CHINESE)
    assert result[0] == Word(text="社會", start_ms=0, end_ms=300)
    assert result[1:6] == CHINESE[1:6]
    assert [(word.text, word.space_before) for word in result[6:]] == [("中国", False), ("的", False), ("政府", False)]


@pytest.mark.parametrize("cues", [[], [cue("", 0, 100)], [cue("<i></i>", 0, 100)]], ids=["none", "empty", "markup"])
def test_a_file_without_text_says_nothing(cues):
    """Then there is nothing to translate."""
    assert retime_words(cues, WORDS) == ()


def test_a_track_of_which_every_word_was_rewritten_takes_linear_time():
    """Two thousand cues in another spelling: each keeps its words in its own time."""
    words = heard(" ".join(f"w{at}" for at in range(16_000)))
    cues = [cue(join_words(words[at : at + 8]), words[at].start_ms, words[at + 7].end_ms) for at in range(0, 16_000, 8)]
    result = retime_words([replace(one, text=one.text.replace("w", "zz")) for one in cues], words, machine=cues)
    assert len(result) == len(words)
    assert all(cues[at // 8].start_ms <= word.start_ms <= cues[at // 8].end_ms for at, word in enumerate(result))


OWN = [
    cue("This says something else.", 1_000, 2_000),
    cue("Nobody said it.", 2_500, 3_200),
    cue("And by the council.", 4_000, 5_000),
]


@pytest.mark.parametrize("start_ms", [0, 700, 2_300])
def test_words_of_a_persons_own_file_are_said_while_their_cues_are_shown(start_ms):
    """Whatever was heard: a person's times outrank it, and no word comes late into its cue."""
    result = retime_words(OWN, heard("The state council said by and that is it.", start_ms=start_ms), is_own=True)
    spoken = {word.text: word for word in result}
    for shown_cue in OWN:
        words = [spoken[text] for text in shown_cue.text.split()]
        assert shown_cue.start_ms <= words[0].start_ms <= shown_cue.start_ms + 500
        assert words[-1].end_ms <= shown_cue.end_ms


def test_a_cue_that_a_person_lets_begin_earlier_begins_earlier_in_every_language():
    """By more than cues begin before the voice anyway."""
    machine = [cue("The social credit sistem", 0, 1_150), cue("was announced in two thousand", 3_000, 5_000)]
    words = (*WORDS[:4], *heard("was announced in two thousand", start_ms=3_000))
    early = [machine[0], cue("was announced in two thousand", 1_900, 5_000)]
    assert retime_words(machine, words, machine=machine)[4].start_ms == 3_000
    assert retime_words(early, words, machine=machine)[4].start_ms == 1_900
    near = [machine[0], cue("was announced in two thousand", 2_600, 5_000)]
    assert retime_words(near, words, machine=machine)[4].start_ms == 3_000


def test_a_retimed_cue_keeps_its_words_where_they_are_said_while_it_shares_half_of_their_time():
    """With more than half of it the words stay where they were heard; moved away, they begin with the cue."""
    machine = [cue("The social credit sistem was announced", 0, 1_750)]
    words = WORDS[:6]
    shared = retime_words([cue("The social credit sistem was announced", 700, 1_750)], words, machine=machine)
    assert (shared[0].start_ms, shared[-1].end_ms) == (700, 1_750)
    later = retime_words([cue("The social credit sistem was announced", 700, 3_000)], words, machine=machine)
    assert (later[0].start_ms, later[-1].end_ms) == (700, 1_750)
    away = retime_words([cue("The social credit sistem was announced", 1_000, 4_000)], words, machine=machine)
    assert (away[0].start_ms, away[-1].end_ms) == (1_000, 2_750)


def test_a_rewritten_stretch_is_shared_among_its_cues_by_the_middle_of_each_word():
    """A word that is mostly said in the second cue belongs to it, though it began in the first."""
    words = (
        Word(text="alpha", start_ms=0, end_ms=900),
        Word(text="beta", start_ms=1_000, end_ms=1_900),
        Word(text="gamma", start_ms=1_950, end_ms=2_950),
    )
    cues = [cue("Something entirely", 0, 2_000), cue("different", 2_000, 3_000)]
    result = retime_words(cues, words)
    assert [word.text for word in result] == ["Something", "entirely", "different"]
    assert (result[0].start_ms, result[1].end_ms, result[2].start_ms, result[2].end_ms) == (0, 1_900, 1_950, 2_950)


def test_the_first_word_of_a_file_has_a_space_before_it_like_any_other():
    """Whatever its script: what stands before it, if anything ever does, is another sentence."""
    assert [word.space_before for word in retime_words([cue("はい", 0, 1_000)], ())] == [True]
    assert [word.space_before for word in retime_words([cue("Yes", 0, 500), cue("はい", 600, 1_000)], ())] == [
        True,
        True,
    ]
