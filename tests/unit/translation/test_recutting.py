"""New texts in the time of the old ones."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cues import CutOptions, profile_for
from pipeline.edits import find_sentences
from pipeline.model import Cue
from pipeline.records import MachineTrack
from pipeline.translation import put_texts
from tests.unit.edits.test_shown_sentences import TALK


def put(texts: dict[int, str], track: MachineTrack = TALK, language: str = "pt") -> tuple[Cue, ...]:
    return put_texts(
        track.cues,
        find_sentences(track.cues, track),
        texts,
        profile=profile_for(language, "netflix"),
        options=CutOptions(language=language),
    )


def said(cues: tuple[Cue, ...]) -> str:
    return " ".join(" ".join(cue.text for cue in cues).split())


def test_a_text_of_its_own_cue_keeps_the_times() -> None:
    """All other cues stay as they are."""
    after = put({2: "Adeus."})
    assert after[:2] == TALK.cues[:2]
    assert (after[2].start_ms, after[2].end_ms, after[2].text) == (4_000, 5_500, "Adeus.")


def test_a_sentence_that_shares_a_cue_leaves_the_other_sentence_its_words() -> None:
    """Both are cut together."""
    after = put({1: "Esta frase é bem mais longa do que a que estava aqui antes."})
    assert said(after) == "Sim. Esta frase é bem mais longa do que a que estava aqui antes. Tchau."
    assert after[-1] == TALK.cues[2]


@settings(deadline=None)  # of a busy machine
@given(
    st.lists(st.sampled_from(["uma", "frase", "extraordinariamente", "e", "outra,", "fim."]), min_size=1, max_size=40)
)
def test_whatever_is_put_there_is_said_whole_and_in_its_time(words: list[str]) -> None:
    """No cue overlaps another, none begins before or ends after what was there."""
    text = " ".join(words)
    after = put({1: text})
    assert said(after) == f"Sim. {text} Tchau."
    assert after[0].start_ms >= TALK.cues[0].start_ms
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(after))
    assert all(cue.start_ms < cue.end_ms for cue in after)
