"""Three-way merge: what a volunteer sees after each kind of edit and each kind of change upstream."""

from dataclasses import replace

import pytest

from pipeline.edits.merge.three_way import MergeResult, merge_cues
from pipeline.model import Cue


def track(*texts: str, start_ms: int = 0, step_ms: int = 2_000) -> tuple[Cue, ...]:
    """One sentence a cue, evenly spaced: cue n has sentence `s<n>`, counted from 1."""
    return tuple(
        Cue(
            start_ms=start_ms + step_ms * at,
            end_ms=start_ms + step_ms * at + step_ms - 100,
            text=text,
            sentence_ids=(f"s{at + 1}",),
        )
        for at, text in enumerate(texts)
    )


def file(*cues: Cue) -> tuple[Cue, ...]:
    """What is read back from a file: no ids."""
    return tuple(replace(cue, sentence_ids=()) for cue in cues)


def edit(cues: tuple[Cue, ...], at: int, **changes: object) -> tuple[Cue, ...]:
    return file(*cues[:at], replace(cues[at], **changes), *cues[at + 1 :])  # type: ignore[arg-type]


def texts(result: MergeResult) -> list[str]:
    return [cue.text for cue in result.cues]


BASE = track("The first one is here.", "Then comes number two.", "Last of all, the third.")


def test_a_corrected_text_stays_and_the_rest_follows_the_machine():
    """The simplest promise: one person's word, everything else new."""
    new = track("The first one is there.", "Then comes number two.", "Last of all, the 3rd.", start_ms=40)
    result = merge_cues(BASE, edit(BASE, 1, text="Then comes No. two."), new)
    assert texts(result) == ["The first one is there.", "Then comes No. two.", "Last of all, the 3rd."]
    assert [cue.start_ms for cue in result.cues] == [cue.start_ms for cue in new]
    assert result.origins == ("machine", "person", "machine")
    assert result.lineage[1].base_ids == result.lineage[1].new_ids == ("s2",)
    assert result.conflicts == ()
    assert result.base == new


def test_both_sides_of_one_cue_combine_by_sentence():
    """A person corrects the first sentence of a cue, the machine changes the second."""
    base = track("We saw Tirney there. He had a coat.")
    result = merge_cues(base, edit(base, 0, text="We saw Tierney there. He had a coat."), track(
        "We saw Tirney there. He had a boat."
    ))  # fmt: skip
    assert texts(result) == ["We saw Tierney there. He had a boat."]
    assert result.conflicts == ()


def test_the_persons_version_of_one_sentence_stands_and_the_machines_is_suggested():
    """Both changed the same sentence."""
    new = track("The first one is here.", "Then came number II.", "Last of all, the third.")
    result = merge_cues(BASE, edit(BASE, 1, text="Then comes number 2!"), new)
    assert texts(result)[1] == "Then comes number 2!"
    (conflict,) = result.conflicts
    assert (conflict.kind, conflict.kept_at, conflict.start_ms) == ("text", (1,), 2_000)
    assert [cue.text for cue in conflict.suggested] == ["Then came number II."]
    assert [cue.text for cue in conflict.replaced] == ["Then comes number two."]


def test_both_changing_the_same_way_is_no_conflict():
    """The machine learnt what the person knew: the cue is the machine's again."""
    new = track("The first one is here.", "Then comes number 2.", "Last of all, the third.")
    result = merge_cues(BASE, edit(BASE, 1, text="Then comes number 2."), new)
    assert result.origins == ("machine",) * 3
    assert result.conflicts == ()


def test_a_sentence_over_several_cues_is_the_persons_as_a_whole():
    """A translation that was made anew is not mixed with the half of the old one that a person corrected."""
    ids = ("s1",)
    base = tuple(replace(cue, sentence_ids=ids) for cue in track("O sistema foi", "anunciado em 2014", "pela China."))
    new = tuple(replace(cue, sentence_ids=ids) for cue in track("A China anunciou", "o sistema em 2014", "e 2015."))
    result = merge_cues(base, edit(base, 1, text="anunciado no ano de 2014"), new)
    assert texts(result) == ["O sistema foi", "anunciado no ano de 2014", "pela China."]
    assert [cue.text for cue in result.conflicts[0].suggested] == ["A China anunciou", "o sistema em 2014", "e 2015."]


def test_lines_that_a_person_broke_elsewhere_stay_broken_there():
    """Layout is an edit; the machine's new word goes into it."""
    base = track("one two three four five")
    result = merge_cues(base, edit(base, 0, text="one two three\nfour five"), track("one two 3 four five"))
    assert texts(result) == ["one two 3\nfour five"]
    assert result.conflicts == ()


def test_a_split_takes_over_the_machines_new_words():
    """The person's two cues keep their times and show the new text, cut at the same place."""
    base = track("The law was announced, and nobody had heard of it.")
    halves = (
        replace(base[0], end_ms=900, text="The law was announced,"),
        replace(base[0], start_ms=900, text="and nobody had heard of it."),
    )
    result = merge_cues(base, file(*halves), track("The law was announced, and nobody had known of it."))
    assert texts(result) == ["The law was announced,", "and nobody had known of it."]
    assert [cue.start_ms for cue in result.cues] == [0, 900]
    assert result.conflicts == ()
    assert result.cues[1].sentence_ids == ("s1",)


def test_joined_cues_stay_joined():
    """A join and a change of the machine in one of its sentences combine."""
    joined = file(replace(BASE[0], end_ms=BASE[1].end_ms, text=f"{BASE[0].text}\n{BASE[1].text}"), BASE[2])
    new = track("The first one is there.", "Then comes number two.", "Last of all, the third.")
    result = merge_cues(BASE, joined, new)
    assert texts(result) == ["The first one is there.\nThen comes number two.", "Last of all, the third."]
    assert (result.cues[0].start_ms, result.cues[0].end_ms) == (0, BASE[1].end_ms)


def test_a_deleted_cue_stays_deleted_and_says_so_when_the_machine_changes_it():
    """A deletion is an edit like any other."""
    edited = file(BASE[0], BASE[2])
    assert texts(merge_cues(BASE, edited, BASE)) == [BASE[0].text, BASE[2].text]
    result = merge_cues(BASE, edited, track(BASE[0].text, "Then comes number 2.", BASE[2].text))
    assert texts(result) == [BASE[0].text, BASE[2].text]
    assert [conflict.kind for conflict in result.conflicts] == ["deleted"]
    assert result.conflicts[0].kept_at == ()


def test_which_of_many_equal_cues_was_deleted_is_told_by_time():
    """Twenty times "Yes.": the fifth is gone, not the last."""
    base = track(*["Yes."] * 20)
    result = merge_cues(base, file(*base[:4], *base[5:]), tuple(replace(cue, text="Yeah.") for cue in base))
    assert [cue.start_ms for cue in result.cues] == [cue.start_ms for cue in (*base[:4], *base[5:])]


def test_added_cues_of_both_sides_stay_in_the_order_of_time():
    """Different texts at one place: both."""
    base = (BASE[0], BASE[2])
    added = Cue(start_ms=2_000, end_ms=2_500, text="♪ music ♪")
    new = (BASE[0], replace(BASE[1], start_ms=2_600), BASE[2])
    result = merge_cues(base, file(BASE[0], added, BASE[2]), new)
    assert texts(result) == [BASE[0].text, "♪ music ♪", BASE[1].text, BASE[2].text]


def test_a_cue_that_both_added_is_there_once():
    """The person typed what the recogniser had missed; now it hears it too."""
    base = (BASE[0], BASE[2])
    typed = Cue(start_ms=2_100, end_ms=3_500, text="Then there comes number two.")
    result = merge_cues(base, file(BASE[0], typed, BASE[2]), BASE)
    assert texts(result) == [BASE[0].text, typed.text, BASE[2].text]
    assert [cue.text for cue in result.conflicts[0].suggested] == [BASE[1].text]
    assert result.cues[1].sentence_ids == ("s2",)


def test_times_and_text_merge_separately():
    """A person retimed, the machine changed the text: both stand."""
    edited = edit(BASE, 1, start_ms=2_300, end_ms=3_700)
    result = merge_cues(BASE, edited, track(BASE[0].text, "Then comes number 2.", BASE[2].text))
    assert (result.cues[1].text, result.cues[1].start_ms, result.cues[1].end_ms) == (
        "Then comes number 2.",
        2_300,
        3_700,
    )
    assert result.conflicts == ()


def test_the_machines_small_retiming_leaves_a_persons_times_exactly_as_they_are():
    """Half a second is a matter of taste, and the person's counts."""
    new = track(*(cue.text for cue in BASE), start_ms=500)
    result = merge_cues(BASE, edit(BASE, 1, start_ms=2_300, end_ms=3_700), new)
    assert (result.cues[1].start_ms, result.cues[1].end_ms) == (2_300, 3_700)
    assert (result.cues[0].start_ms, result.cues[0].end_ms) == (500, 2_300)


def test_a_persons_times_move_along_with_their_content():
    """An intro of ten seconds was put in front."""
    new = (
        Cue(start_ms=0, end_ms=9_000, text="Welcome back to the channel."),
        *track(*(c.text for c in BASE), start_ms=10_000),
    )
    result = merge_cues(BASE, edit(BASE, 1, start_ms=2_300, end_ms=3_700), new)
    assert (result.cues[2].start_ms, result.cues[2].end_ms) == (12_300, 13_700)


def test_a_machine_cue_makes_room_for_a_persons_and_the_next_build_does_not_take_that_for_an_edit():
    """The person lets a cue stand longer where, later, the machine wants to begin earlier."""
    base = (BASE[0], replace(BASE[1], start_ms=2_500), BASE[2])
    edited = edit(base, 0, end_ms=2_400)
    result = merge_cues(base, edited, BASE)
    assert [(cue.start_ms, cue.end_ms) for cue in result.cues[:2]] == [(0, 2_400), (2_400, 3_900)]
    assert result.base[1].start_ms == 2_400
    assert result.origins == ("person", "machine", "machine")
    assert merge_cues(result.base, result.cues, BASE).cues == result.cues


def test_overlaps_that_a_person_made_are_left_alone():
    """`checking` reports them; we do not correct people."""
    edited = edit(BASE, 0, end_ms=3_000)
    result = merge_cues(BASE, edited, tuple(replace(cue, text=cue.text.upper()) for cue in BASE))
    assert result.cues[0].end_ms == 3_000
    assert result.cues[1].start_ms == 2_000


def test_an_edit_moves_with_its_scene():
    """The scene is now at the end; the corrected name went with it."""
    scene = ("In Rongcheng everyone starts with points.", "Some lose them for unpaid loans.")
    rest = ("China announced the system in 2014.", "There is no single national score.", "Critics call it a tool.")
    base = track(*scene, *rest)
    new = track(*rest, *scene)
    result = merge_cues(base, edit(base, 0, text="In Róngchéng everyone starts with points."), new)
    assert texts(result) == [*rest, "In Róngchéng everyone starts with points.", scene[1]]
    assert result.cues[3].start_ms == new[3].start_ms
    assert result.rejects == result.conflicts == ()


def test_a_deletion_moves_with_its_scene_too():
    """What a person took out does not come back because the scene was moved."""
    scene = ("In Rongcheng everyone starts with points.", "Some lose them for unpaid loans.")
    rest = ("China announced the system in 2014.", "There is no single national score.", "Critics call it a tool.")
    base = track(*scene, *rest)
    result = merge_cues(base, file(base[0], *base[2:]), track(*rest, *scene))
    assert texts(result) == [*rest, scene[0]]


def test_edits_of_a_removed_scene_are_rejects_and_untouched_cues_just_go():
    """Nothing is dropped: what a person wrote is handed back."""
    result = merge_cues(BASE, edit(BASE, 1, text="Then comes No. two."), (BASE[0],))
    assert texts(result) == [BASE[0].text]
    assert [cue.text for cue in result.rejects] == ["Then comes No. two."]


def test_what_was_added_inside_a_removed_scene_is_a_reject():
    """It was about something that is not there any more."""
    added = Cue(start_ms=1_950, end_ms=1_990, text="(he whispers)")
    end = Cue(start_ms=9_000, end_ms=9_900, text="Goodbye to all of you.")
    result = merge_cues((*BASE, end), file(BASE[0], added, *BASE[1:], end), (end,))
    assert texts(result) == [end.text]
    assert result.rejects == (added,)


def test_a_swap_by_a_person_stays_swapped():
    """Re-ordered cues keep their new places and their text."""
    swapped = file(
        BASE[0], replace(BASE[2], start_ms=2_000, end_ms=3_900), replace(BASE[1], start_ms=4_000, end_ms=5_900)
    )
    new = (replace(BASE[0], text="The first one was here."), *BASE[1:])
    assert texts(merge_cues(BASE, swapped, new)) == ["The first one was here.", BASE[2].text, BASE[1].text]


def test_a_place_on_the_screen_stays_when_the_text_changes():
    """Coordinates behind the times are a person's edit of their own."""
    edited = edit(BASE, 1, settings="X1:40 X2:600 Y1:20 Y2:50")
    result = merge_cues(BASE, edited, track(BASE[0].text, "Then comes number 2.", BASE[2].text))
    assert (result.cues[1].text, result.cues[1].settings) == ("Then comes number 2.", "X1:40 X2:600 Y1:20 Y2:50")


def test_a_sentence_in_a_script_without_spaces_is_merged_by_sentence_too():
    """Characters are the words of Chinese."""
    base = track("社会信用体系。没有全国分数。")
    result = merge_cues(base, edit(base, 0, text="社會信用体系。没有全国分数。"), track("社会信用体系。没有统一分数。"))
    assert texts(result) == ["社會信用体系。没有统一分数。"]


@pytest.mark.parametrize(("mark", "end"), [("（", "）"), ("「", "」"), ("“", "”"), ("《", "》")])
def test_no_space_is_written_before_a_bracket_of_a_script_without_spaces(mark, end):
    """A person joined two cues; the machine's corrected sentence comes into the one cue without a space."""
    base = track("我们都知道这件事。", f"{mark}他们不知道{end}，是吧。")
    joined = (replace(base[0], text=base[0].text + base[1].text, end_ms=base[1].end_ms),)
    result = merge_cues(base, joined, (base[0], replace(base[1], text=f"{mark}他们都不知道{end}，是吧。")))
    assert texts(result) == [f"我们都知道这件事。{mark}他们都不知道{end}，是吧。"]


@pytest.mark.parametrize("base", [(), BASE], ids=["empty", "three"])
@pytest.mark.parametrize("new", [(), BASE], ids=["empty", "three"])
def test_an_untouched_file_becomes_the_new_track_even_if_one_is_empty(base, new):
    """merge(B, B, N) = N at its edges."""
    assert merge_cues(base, base, new).cues == new


def test_ten_hours_of_equal_cues_are_merged_in_linear_time():
    """15,000 cues that all say the same: only time tells them apart, and it does."""
    base = track(*["Yes."] * 15_000, step_ms=2_400)
    edited = file(*base[:7_000], *base[7_001:])
    result = merge_cues(base, edited, base)
    assert [cue.start_ms for cue in result.cues] == [cue.start_ms for cue in edited]


def test_a_correction_never_takes_the_times_of_other_words_that_have_its_number():
    """The machine cuts two cues of a sentence elsewhere; they are still two."""
    base = (
        Cue(start_ms=0, end_ms=3_900, text="one two three four five six", sentence_ids=("s1",)),
        Cue(start_ms=4_000, end_ms=7_900, text="seven eight nine ten eleven twelve.", sentence_ids=("s1",)),
    )
    new = (
        Cue(start_ms=0, end_ms=900, text="one two", sentence_ids=("s1",)),
        Cue(
            start_ms=1_000,
            end_ms=7_900,
            text="three four five six seven eight nine ten eleven twelve.",
            sentence_ids=("s1",),
        ),
    )
    result = merge_cues(base, edit(base, 0, text="one two three four five, six"), new)
    assert texts(result) == ["one two three four five, six", base[1].text]
    assert [cue.times for cue in result.cues] == [(0, 3_900), (4_000, 7_900)]


def test_two_new_words_for_two_old_ones_are_still_the_same_cues():
    """Translated anew, in cues of the same number: each takes the times of its successor."""
    new = track("Das erste ist hier.", "Then comes number two.", "Last of all, the third.", start_ms=300)
    result = merge_cues(BASE, edit(BASE, 0, text="The 1st one is here."), new)
    assert result.cues[0].times == new[0].times
