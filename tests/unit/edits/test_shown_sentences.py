"""Which sentences a caption file shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.edits import find_sentences, flat_text
from pipeline.model import Cue
from pipeline.records import Edit, MachineTrack, SentenceRecord, TrackHead


def machine(*sentences: tuple[str, str], cues: tuple[tuple[str, tuple[str, ...]], ...], **head: object) -> MachineTrack:
    """A record whose sentences are `(source, text)` and are called s0, s1…; a cue every two seconds."""
    values = {"language": "pt", "origin": "en", "key": "k", "written": "w", "memory_key": "m", "signatures": ()}
    return MachineTrack(
        head=TrackHead(**(values | head)),  # type: ignore[arg-type]
        sentences=tuple(
            SentenceRecord(id=f"s{at}", source=source, text=text) for at, (source, text) in enumerate(sentences)
        ),
        cues=tuple(
            Cue(start_ms=2_000 * at, end_ms=2_000 * at + 1_500, text=text, sentence_ids=ids)
            for at, (text, ids) in enumerate(cues)
        ),
    )


TALK = machine(
    ("Yes.", "Sim."),
    ("This is a long sentence.", "Esta é uma frase longa."),
    ("Bye.", "Tchau."),
    cues=(("Sim. Esta é uma", ("s0", "s1")), ("frase longa.", ("s1",)), ("Tchau.", ("s2",))),
)


def shown(cues: tuple[Cue, ...], track: MachineTrack | None = TALK) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(one.source, one.text, one.cues) for one in find_sentences(cues, track)]


def test_a_cue_may_show_parts_of_two_sentences() -> None:
    """Each has its own text and its cues; together they are on the screen as long as the cues."""
    assert shown(TALK.cues) == [
        ("Yes.", "Sim.", (1,)),
        ("This is a long sentence.", "Esta é uma frase longa.", (1, 2)),
        ("Bye.", "Tchau.", (3,)),
    ]
    assert sum(one.shown_ms for one in find_sentences(TALK.cues, TALK)) == 4_500


@pytest.mark.parametrize(
    ("old", "new", "texts"),
    [
        ("Sim. Esta", "Claro que sim. Esta", ["Claro que sim.", "Esta é uma frase longa.", "Tchau."]),
        ("frase", "sentença", ["Sim.", "Esta é uma sentença longa.", "Tchau."]),
        ("Sim. Esta é uma", "Claro. Eis uma", ["Claro.", "Eis uma frase longa.", "Tchau."]),
        ("Sim. Esta é uma", "Claro, eis uma", ["Claro, eis uma frase longa.", "Tchau."]),
        ("Sim. Esta é uma", "Sim.\nEsta é uma", ["Sim.", "Esta é uma frase longa.", "Tchau."]),
    ],
)
def test_a_correction_changes_its_own_sentence_only(old: str, new: str, texts: list[str]) -> None:
    """Also in a cue that shows two; where their border is gone they stand together."""
    edited = tuple(replace(cue, text=cue.text.replace(old, new), sentence_ids=()) for cue in TALK.cues)
    found = find_sentences(edited, TALK)
    assert [one.text for one in found] == texts
    if len(found) == 2:
        assert found[0].source == "Yes. This is a long sentence."


def test_splitting_and_joining_cues_changes_no_sentence() -> None:
    """Nor do other times."""
    first, second, last = TALK.cues
    split = (replace(first, text="Sim.", end_ms=700), replace(first, text="Esta é uma", start_ms=800), second, last)
    joined = (replace(first, text="Sim. Esta é uma\nfrase longa.", end_ms=3_500), last.moved(5_000))
    texts = [text for _, text, _ in shown(TALK.cues)]
    assert [text for _, text, _ in shown(split)] == texts
    assert [text for _, text, _ in shown(joined)] == texts


def test_an_added_cue_is_a_sentence_of_its_own() -> None:
    """Without a source, since it translates nothing."""
    added = Cue(start_ms=20_000, end_ms=22_000, text="Legendas\nde Ana.")
    assert shown((*TALK.cues, added))[-1] == ("", "Legendas de Ana.", (4,))


def test_a_file_of_ones_own_has_the_sentences_that_stand_in_it() -> None:
    """Across cues; what it translates is known from the record of its edits."""
    cues = tuple(
        Cue(start_ms=at, end_ms=at + 900, text=text)
        for at, text in ((0, "Uma frase"), (1_000, "longa."), (2_000, "Fim."))
    )
    assert shown(cues, None) == [("", "Uma frase longa.", (1, 2)), ("", "Fim.", (3,))]
    edits = tuple(
        Edit(text=cue.text, basis="x", basis_now=basis, machine="", suggestion="", state="edited", start_ms=0)
        for cue, basis in zip(cues, ("A long sentence.", "A long sentence.", "The end."), strict=True)
    )
    own = machine(("A long sentence.", "?"), ("The end.", "?"), cues=(), is_own=True, edits=edits)
    assert [source for source, _, _ in shown(cues, own)] == ["A long sentence.", "The end."]


def test_text_without_spaces_is_joined_without_them() -> None:
    """Japanese has no space at a line's end; a language with words has."""
    assert flat_text(["これは", "文です。", "And this."]) == "これは文です。 And this."


def test_a_cue_whose_words_were_all_replaced_is_still_the_sentence_at_its_time() -> None:
    """As the merge sees it."""
    edited = (*TALK.cues[:2], replace(TALK.cues[2], text="Adeus!", sentence_ids=()))
    assert shown(edited)[-1] == ("Bye.", "Adeus!", (3,))
