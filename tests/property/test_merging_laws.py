"""Laws of the three-way merge, under a simulated volunteer and a machine that changes its mind."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.edits import retiming
from pipeline.edits.merge.three_way import MergeResult, merge_cues
from pipeline.edits.retiming import find_retiming
from pipeline.model import Cue
from tests.volunteers import Machine, Volunteer, marks_in

seeds = st.integers(min_value=0, max_value=2**32 - 1)
texts = st.sampled_from(
    ["", "Yes.", "No.", "Yes, it is.", "One two three. Four five!", "東京です。", "a\nb c", "<i>b</i>"]
)
ids = st.sampled_from([(), ("s1",), ("s2",), ("s1", "s2")])
any_cues = st.lists(
    st.builds(Cue, start_ms=st.integers(0, 20_000), end_ms=st.integers(0, 20_000), text=texts, sentence_ids=ids),
    max_size=6,
).map(tuple)


@st.composite
def machine_tracks(draw):
    """Tracks as our own stages make them: in order, without overlaps, every cue with a duration."""
    time_ms, cues = 0, []
    for _ in range(draw(st.integers(0, 6))):
        start_ms = time_ms + draw(st.integers(0, 2_000))
        time_ms = start_ms + draw(st.integers(1, 3_000))
        cues.append(Cue(start_ms=start_ms, end_ms=time_ms, text=draw(texts), sentence_ids=draw(ids)))
    return tuple(cues)


def content(cues):
    """What is in a file: not the ids."""
    return [(cue.start_ms, cue.end_ms, cue.text, cue.settings) for cue in cues]


def overlaps(cues):
    ordered = sorted(cues, key=lambda cue: cue.start_ms)
    return [(a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :] if b.start_ms < a.end_ms]


def check_settled(result: MergeResult, new: tuple[Cue, ...]) -> None:
    """Merging the result once more changes nothing and finds nothing new."""
    again = merge_cues(result.base, result.cues, new)
    assert content(again.cues) == content(result.cues)
    assert content(again.base) == content(result.base)
    assert again.rejects == ()
    assert [c for c in again.conflicts if c.kind != "time"] == []


def check_parallel(result: MergeResult, edited, new) -> None:
    """Every cue has an origin and a lineage, and machine cues are exactly what is recorded."""
    assert len(result.cues) == len(result.origins) == len(result.lineage)
    recorded = content(result.base)
    for cue, origin in zip(result.cues, result.origins, strict=True):
        if origin == "machine":
            assert content([cue])[0] in recorded
    for conflict in result.conflicts:
        assert conflict.kept == tuple(result.cues[at] for at in conflict.kept_at)


@given(any_cues, any_cues)
def test_a_file_that_nobody_edited_becomes_what_the_machine_writes(base, new):
    """merge(B, B, N) = N."""
    result = merge_cues(base, base, new)
    assert result.cues == new == result.base
    assert set(result.origins) <= {"machine"}
    assert result.conflicts == result.rejects == ()


@given(any_cues, any_cues)
def test_a_file_stays_exactly_as_it_is_while_the_machine_writes_the_same(base, edited):
    """merge(B, E, B) = E, whatever the person did, however broken the file."""
    result = merge_cues(base, edited, base)
    assert content(result.cues) == content(edited)
    assert result.conflicts == result.rejects == ()


@given(machine_tracks(), any_cues.filter(lambda cues: all(cue.duration_ms >= 0 for cue in cues)), machine_tracks())
@settings(max_examples=120)
def test_any_three_tracks_settle_after_one_merge(base, edited, new):
    """merge(N', merge(B, E, N), N) = merge(B, E, N), for nonsense too; the same each time."""
    result = merge_cues(base, edited, new)
    assert result == merge_cues(base, edited, new)
    check_parallel(result, edited, new)
    check_settled(result, new)


@given(any_cues, any_cues)
def test_a_file_without_a_machine_version_is_entirely_the_persons(edited, new):
    """merge(None, E, N) = E, and nothing of it is ever taken for the machine's."""
    result = merge_cues(None, edited, new)
    assert content(result.cues) == content(edited)
    assert result.base == ()
    assert "machine" not in result.origins


@given(seeds, st.integers(0, 12), st.integers(1, 6), st.integers(1, 5))
@settings(max_examples=120, deadline=None)
def test_no_text_of_a_person_is_ever_lost_or_doubled(seed, sentences, edits, rounds):
    """Over many rounds each edited text is exactly once in the file or in the rejects."""
    random = Random(seed)
    machine, volunteer = Machine(random), Volunteer(random)
    script = machine.script(sentences)
    base = file = machine.cues(script)
    for _ in range(rounds):
        edited = volunteer.edit(file, times=random.randint(0, edits))
        script = machine.change(script)
        new = machine.cues(script, cut=random.choice((6, 6, 5)), start_ms=random.choice((500, 500, 700, 4_000)))
        result = merge_cues(base, edited, new)
        assert marks_in((*result.cues, *result.rejects)) == marks_in(edited)
        check_parallel(result, edited, new)
        check_settled(result, new)
        base, file = result.base, result.cues


@given(seeds, st.integers(1, 8))
@example(28_844, 7)
@example(324, 4)
@example(13_948, 7)
@example(18_821, 4)
@example(734, 7)
@example(6_270, 7)
@example(11_853, 7)
@example(12_115, 7)
@example(11_673, 2)
@example(16_491, 2)
@settings(max_examples=100, deadline=None)
def test_what_a_volunteer_did_not_touch_is_what_the_machine_writes(seed, edits):
    """Edits in one half of a track never keep the other half from following the machine."""
    random = Random(seed)
    machine, volunteer = Machine(random), Volunteer(random)
    first, second = machine.script(6), machine.script(6)
    guard = [[f"guard{number}" for number in range(8)]]
    base = machine.cues([*first, *guard, *second])
    border = next(at for at, cue in enumerate(base) if "guard0" in cue.text)
    # Not those kinds that can put a person's cue in the time of the other half.
    kinds = ("correct", "rewrite", "append", "split", "delete", "rewrap", "place")
    edited = (*volunteer.edit(base[:border], times=edits, kinds=kinds), *base[border:])
    new = machine.cues([*machine.change(first), *guard, *machine.change(second)])
    result = merge_cues(base, edited, new)
    border = next(at for at, cue in enumerate(new) if "guard0" in cue.text)
    result_border = next(at for at, cue in enumerate(result.cues) if "guard0" in cue.text)
    assert content(result.cues[result_border + 1 :]) == content(new[border + 1 :])
    first, wanted = result.cues[result_border], new[border]
    assert first.text == wanted.text
    # A person's cue may run on: the first of the others begins when it ends.
    ends_ms = {cue.end_ms for cue, origin in zip(result.cues, result.origins, strict=True) if origin == "person"}
    assert first == wanted or (wanted.start_ms < first.start_ms in ends_ms and first.end_ms == wanted.end_ms)


@given(seeds, st.integers(1, 5))
@example(1_038, 5)
@example(2_220, 2)
@settings(max_examples=120, deadline=None)
def test_merging_never_makes_an_overlap(seed, edits):
    """Where neither the file nor the machine's track overlaps, the result does not (or says so)."""
    random = Random(seed)
    machine, volunteer = Machine(random), Volunteer(random)
    script = machine.script(8)
    base = machine.cues(script)
    edited = volunteer.edit(base, times=edits)
    if overlaps(edited):
        return
    result = merge_cues(base, edited, machine.cues(machine.change(script)))
    reported = any(conflict.kind == "time" for conflict in result.conflicts)
    assert reported or not overlaps(result.cues)
    assert all(cue.start_ms < cue.end_ms for cue in result.cues)
    if [cue.start_ms for cue in edited] == sorted(cue.start_ms for cue in edited):
        assert [cue.start_ms for cue in result.cues] == sorted(cue.start_ms for cue in result.cues)


@given(seeds, st.integers(1, 8))
@example(313, 1)
@example(940, 2)
@example(443, 7)
@example(986, 7)
@settings(max_examples=120, deadline=None)
def test_cues_of_the_machine_keep_their_order(seed, edits):
    """Whatever a person put in their way, nobody reads an answer before its question."""
    random = Random(seed)
    machine, volunteer = Machine(random), Volunteer(random)
    script = machine.script(8)
    base = machine.cues(script)
    result = merge_cues(base, volunteer.edit(base, times=edits), machine.cues(machine.change(script)))
    shown = [cue for cue, origin in zip(result.cues, result.origins, strict=True) if origin == "machine"]
    places = [content(result.base).index(one) for one in content(shown)]
    assert places == sorted(places)


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_retimed_cues_and_changed_texts_do_not_conflict(seed):
    """A person who only retimes keeps those times and gets every new text."""
    random = Random(seed)
    machine, volunteer = Machine(random), Volunteer(random)
    script = machine.script(8)
    base = machine.cues(script)
    if not base:
        return
    edited = volunteer.edit(base, times=3, kinds=("retime",))
    new = tuple(replace(cue, text=f"Other {cue.text}") for cue in base)
    result = merge_cues(base, edited, new)
    assert Counter(cue.text for cue in result.cues) == Counter(cue.text for cue in new)
    assert Counter((cue.start_ms, cue.end_ms) for cue in edited) == Counter((c.start_ms, c.end_ms) for c in result.cues)
    assert result.conflicts == result.rejects == ()


@given(machine_tracks(), st.integers(0, 6), st.integers(0, 6), texts, st.integers(-1_500, 1_500), st.integers(1, 4))
@settings(max_examples=300)
def test_a_track_that_mostly_stands_still_was_not_retimed(track, place, count, text, by_ms, times) -> None:
    """The quick look at both ends says the same as comparing all cues does, also where they repeat."""
    long = tuple(cue.moved(30_000 * number) for number in range(times) for cue in track)
    some = long[place : place + count]
    changed = [replace(cue, text=text) for cue in some], [], [*some, *some]
    for instead in (*changed, [cue.moved(by_ms) for cue in some]):
        after = (*long[:place], *(cue for cue in instead if cue.start_ms >= 0), *long[place + count :])
        with pytest.MonkeyPatch.context() as patch:
            found = find_retiming(long, after)
            patch.setattr(retiming, "_stands_still", lambda before, after: False)
            assert find_retiming(long, after) == found
