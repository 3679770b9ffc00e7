"""Formatting that a volunteer adds to the spoken language's captions reaches the translations."""

from __future__ import annotations

from dataclasses import replace

from pipeline.build.inputs import TranslatedInput, cut_options
from pipeline.build.jobs import make_translated
from pipeline.build.sources import translations_in
from pipeline.model import Cue
from pipeline.text import drop_tags
from tests.cases.test_retiming_cases import Demonstration


def built(demonstration: Demonstration, spoken: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """The Portuguese cues that the machine makes of an English file."""
    source, known = demonstration.source(spoken), translations_in(demonstration.portuguese)
    record = TranslatedInput(
        language="pt",
        origin="en",
        options=cut_options("pt", demonstration.recording.frame_rate, demonstration.recording.media_duration_ms),
        profile="netflix",
        sentences=source.sentences,
        retiming=source.retiming,
        translations=tuple(known[sentence.text] for sentence in source.sentences),
        signatures=(),
        key="",
        memory_key="",
        formatted=source.formatted,
    )
    return make_translated(record).machine.cues


def test_italics_and_a_place_reach_the_translation() -> None:
    demonstration = Demonstration()
    plain = built(demonstration, demonstration.spoken)
    first, *rest = demonstration.spoken
    raised = [replace(cue, text="{\\an8}" + cue.text) for cue in rest[:3]]
    spoken = (replace(first, text=f"<i>{first.text}</i>"), *raised, *rest[3:])
    cues = built(demonstration, spoken)
    assert [drop_tags(cue.text) for cue in cues] == [cue.text for cue in plain]
    assert "<i>" in cues[0].text
    assert "</i>" in "".join(cue.text for cue in cues[:2])
    assert 1 <= sum("{\\an8}" in cue.text for cue in cues) <= 5
    assert all(drop_tags(cue.text) == cue.text for cue in cues[7:])


def test_without_formatting_nothing_is_carried() -> None:
    demonstration = Demonstration()
    assert demonstration.source(demonstration.spoken).formatted == ()
