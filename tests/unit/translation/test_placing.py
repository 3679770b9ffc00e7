"""Translations at the moments when the speaker says them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cues.cutting import CutOptions
from pipeline.cues.known_cuts import KnownCuts
from pipeline.cues.profiles import profile_for
from pipeline.model import Cue, Sentence, Translation, Word
from pipeline.translation.placing import place_translations, time_translation
from pipeline.translation.word_alignment import attention_anchors, map_offsets, text_anchors


def sentence(text: str, *, start_ms: int = 0, pauses: dict[str, int] | None = None, name: str = "s1") -> Sentence:
    words, time_ms = [], start_ms
    for token in text.split():
        words.append(Word(text=token, start_ms=time_ms, end_ms=time_ms + 300))
        time_ms += 320 + (pauses or {}).get(token, 0)
    return Sentence(id=name, words=tuple(words))


SOURCE = sentence("On the railways, another 6 million tickets had been refused.", pauses={"railways,": 2_000})


def starts(translation: Translation, source: Sentence = SOURCE) -> dict[str, int]:
    timed = time_translation(source, translation)
    assert timed is not None
    return {word.text: word.start_ms for word in timed.words}


def test_attention_gives_each_word_its_source_words_time() -> None:
    """Target words start with the source words that they translate."""
    text = "Nos trens, outros 6 milhões de bilhetes tinham sido recusados."
    pairs = [("Nos", "On"), ("trens,", "railways"), ("outros", "another"), ("milhões", "million"),
             ("bilhetes", "tickets"), ("recusados.", "refused")]  # fmt: skip
    links = tuple((text.index(ours), SOURCE.text.index(theirs)) for ours, theirs in pairs)
    found = starts(Translation(text=text, alignment=links))
    said = {word.text: word.start_ms for word in SOURCE.words}
    assert found["outros"] == said["another"]
    assert found["bilhetes"] == said["tickets"]
    assert found["recusados."] == said["refused."]


def test_one_stray_link_moves_nothing() -> None:
    """Attention is noisy: the middle of what contradicts itself counts, not the outlier."""
    anchors = attention_anchors([(0, 0), (4, 4), (8, 38), (12, 12), (16, 16)], target_length=40, source_length=40)
    assert map_offsets([16], anchors, lengths=(40, 40)) == [16]


def test_without_attention_numbers_and_marks_are_anchors() -> None:
    """A number stands for itself in both languages, and so does the pause at a comma."""
    text = "Quanto aos transportes ferroviários, mais 6 milhões de passagens foram recusadas."
    found = starts(Translation(text=text))
    said = {word.text: word.start_ms for word in SOURCE.words}
    assert found["6"] == said["6"]
    assert found["mais"] == said["another"]


@pytest.mark.parametrize(
    ("target", "source", "anchors"),
    [
        ("Em 1.000 casos", "In 1,000 cases", [(3, 3)]),
        ("Ele vê 5, ela vê 5", "He sees 5, she sees 5", [(8, 9)]),
        ("Rongcheng é assim", "So is Rongcheng", [(0, 6)]),
        ("sem nada", "nothing at all", []),
    ],
)
def test_shared_tokens_anchor_once(target: str, source: str, anchors: list[tuple[int, int]]) -> None:
    """Only what is unique in both texts is sure; separators inside numbers do not matter."""
    assert text_anchors(target, source) == anchors


def test_a_cue_breaks_where_the_speaker_pauses() -> None:
    """The part after a long pause is not shown before it is said."""
    text = "Nos caminhos de ferro, outros 6 milhões de bilhetes foram recusados."
    cues = place_translations(
        (SOURCE,), (Translation(text=text),), profile=profile_for("pt"), options=CutOptions(language="pt")
    )
    assert [cue.text.replace("\n", " ").split()[0] for cue in cues] == ["Nos", "outros"]
    assert cues[1].start_ms == SOURCE.words[3].start_ms


def test_text_too_long_for_its_time_uses_silence_then_neighbours() -> None:
    """Up to half a second is borrowed; the text stays whole."""
    first = sentence("Go on now.", name="s1")
    second = sentence("Here is one more that follows and it takes quite some time.", start_ms=1_760, name="s2")
    long = Translation(text="Uma tradução bem comprida, comprida demais.")
    other = Translation(text="Eis mais uma que se segue e que leva bastante tempo.")
    cues = place_translations(
        (first, second), (long, other), profile=profile_for("pt"), options=CutOptions(language="pt")
    )
    assert " ".join(" ".join(cue.text.split()) for cue in cues) == f"{long.text} {other.text}"
    following = next(cue for cue in cues if cue.sentence_ids == ("s2",))
    assert 1_760 < following.start_ms <= 2_260


def test_each_cue_names_its_source_sentences_and_blank_ones_give_none() -> None:
    """Ids are those of the source; an empty translation shows nothing."""
    sources = (sentence("First one here."), sentence("Second.", start_ms=5_000, name="s2"))
    translations = (Translation(text="Primeira."), Translation(text=" \n"))
    cues = place_translations(sources, translations, profile=profile_for("pt"), options=CutOptions(language="pt"))
    assert [(cue.text, cue.sentence_ids) for cue in cues] == [("Primeira.", ("s1",))]


def test_as_many_translations_as_sentences() -> None:
    """A lost translation is a mistake of the caller, never a shift of all that follows."""
    with pytest.raises(ValueError, match="argument"):
        place_translations((SOURCE,), (), profile=profile_for("pt"), options=CutOptions(language="pt"))


def test_chinese_is_placed_without_spaces() -> None:
    """Lines break between characters, and nothing is put between them."""
    text = "在铁路上，还有六百万张火车票被拒绝出售给被列入黑名单的人，这是一个很大的数字。"
    cues = place_translations(
        (SOURCE,), (Translation(text=text),), profile=profile_for("zh"), options=CutOptions(language="zh")
    )
    assert "".join(line for cue in cues for line in cue.lines) == text
    assert all(len(line) <= 16 for cue in cues for line in cue.lines)


def test_links_far_from_the_diagonal_are_noise_however_many_agree() -> None:
    """Attention likes the full stop: two stray links must not drag the middle of the sentence along."""
    anchors = attention_anchors([(2, 90), (4, 92), (50, 50)], target_length=100, source_length=100)
    assert map_offsets([50], anchors, lengths=(100, 100)) == [50]


ENGLISH = ("So it is.", "When it rains here, the river rises.", "Why?")
PORTUGUESE = ("É assim.", "Quando chove aqui, o rio sobe e sobe.", "Por quê?", "", " Sim.")
LINKS = (None, ((0, 0), (4, 6)), ((0, 6), (5, 0), (9, 3)))
TEXTS = st.tuples(
    st.sampled_from(ENGLISH), st.sampled_from(PORTUGUESE), st.sampled_from(LINKS), st.sampled_from([100, 900, 2_000])
)


def track(rows: Sequence[tuple[str, str, Any, int]]) -> tuple[tuple[Sentence, ...], tuple[Translation, ...]]:
    """Sentences with the pause before each, and their translations."""
    sentences, time_ms = [], 0
    for number, (text, _, _, pause_ms) in enumerate(rows):
        words, time_ms = [], time_ms + pause_ms
        for token in text.split():
            words.append(Word(text=token, start_ms=time_ms, end_ms=time_ms + 200))
            time_ms += 220
        sentences.append(Sentence(id=f"s{number}", words=tuple(words)))
    return tuple(sentences), tuple(Translation(text=text, alignment=links) for _, text, links, _ in rows)


def placed(rows: Sequence[tuple[str, str, Any, int]], known: KnownCuts | None = None) -> tuple[Cue, ...]:
    options = CutOptions(language="pt")
    return place_translations(*track(rows), profile=profile_for("pt"), options=options, known=known)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6), TEXTS, st.data())
def test_what_is_known_from_another_version_changes_no_cue(
    rows: list[tuple[str, str, Any, int]], other: tuple[str, str, Any, int], data: st.DataObject
) -> None:
    """Another source, translation, alignment or pause of one sentence, or any of these alone."""
    place, columns = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sets(st.integers(0, 3), min_size=1))
    changed = tuple(other[at] if at in columns else rows[place][at] for at in range(4))
    known = KnownCuts()
    placed([*rows[:place], changed, *rows[place + 1 :]], known)
    assert placed(rows, KnownCuts(earlier=known.kept(len(rows)))) == placed(rows)


def test_another_alignment_is_another_passage() -> None:
    """The same words at other times: which cue begins when is what the alignment says."""
    source = sentence("It rains. " * 12, pauses={})
    text = "Chove aqui sem parar há muitos dias, e o rio que passa pela cidade já subiu mais do que devia subir."
    options = CutOptions(language="pt")

    def cues(links: tuple[tuple[int, int], ...], known: KnownCuts | None = None) -> tuple[Cue, ...]:
        made = (Translation(text=text, alignment=links),)
        return place_translations((source,), made, profile=profile_for("pt"), options=options, known=known)

    early, late = ((0, 0), (50, 20), (90, 60)), ((0, 0), (50, 80), (90, 110))
    known = KnownCuts()
    assert cues(early, known) != cues(late)
    assert cues(late, KnownCuts(earlier=known.kept(1))) == cues(late)
