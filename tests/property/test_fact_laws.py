"""Laws of protected facts, on any text: nothing crashes, nothing is lost on the way back, no stand-in is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import EngineSignature, Translation
from pipeline.protocols import ProgressSink
from pipeline.text import clean_text
from pipeline.translation.protection import find_facts
from pipeline.translation.protection.attempts import compose, highest, restore
from pipeline.translation.translating import translate_sentences

PIECES = st.sampled_from(
    "The a NOT WARNING: Łódź £2,500.50 $3bn 7:45 p.m. 19h45 10 kΩ 5 m² ½ x ≥ 2 −4 °C — – “yes” it’s <i>so</i> {\\an8} "
    "https://example.org/a?b=1 me@example.org @you #tag C# 0.85.x 978-3-16-148410-0 3rd 1950–53 06/19/1953 1,234,567 "
    "12.345,67 print('a') CO₂ E = mc² 😀 ♪ & 50% ZX1 XX1 §5 (a) ... 1/3 2½ Mon–Fri Anna Maria Souza , ; . ? !".split(
        " "
    )
)
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map(" ".join) | st.text(max_size=60)
TAGS = st.sampled_from(["en", "pt", "de", "fr", "ja", "pl", "und"])


class Ascii:
    """A translator that copies, and whose model knows ASCII without some signs."""

    signature = EngineSignature(engine="fake", engine_version="1", model="fake")

    def translate(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        return tuple(
            Translation(
                text=text, score=-0.1, alignment=tuple((m.start(), m.start()) for m in re.finditer(r"\S+", text))
            )
            for text in sentences
        )

    def unreadable(self, text: str) -> frozenset[str]:
        return frozenset(char for char in text if not char.isspace() and (not char.isascii() or char in "#<>@\\^`{}~"))

    def likelihood(self, word: str) -> float:
        return -9.0 if word.islower() else -15.0


@given(TEXTS, TAGS, TAGS)
@settings(max_examples=300, deadline=None)
def test_facts_lie_in_order_in_the_text_and_say_what_stands_there(text: str, source: str, target: str) -> None:
    clean = clean_text(text).text
    facts = find_facts(clean, source=source, target=target, reader=Ascii())
    assert all(clean[fact.start : fact.end] == fact.text for fact in facts)
    assert all(before.end <= after.start for before, after in pairwise(facts))


@given(TEXTS, TAGS)
@settings(max_examples=300, deadline=None)
def test_a_copying_model_gives_every_stand_in_back_as_its_fact(text: str, tag: str) -> None:
    clean = clean_text(text).text
    facts = find_facts(clean, source=tag, target=tag, reader=Ascii())
    attempt = compose(clean, facts, highest(facts))
    (sent,) = Ascii().translate([attempt.text], lambda progress: None)
    whole = restore(attempt, clean, sent, source=tag, target=tag)
    assert whole is not None
    for index, stand_in in attempt.stand_ins:
        assert facts[index].written in whole.text
        assert stand_in not in whole.text or stand_in in text


@given(TEXTS, TAGS, TAGS)
@settings(max_examples=300, deadline=None)
def test_no_stand_in_is_shown_and_the_alignment_stays_inside(text: str, source: str, target: str) -> None:
    (result,) = translate_sentences([text], translator=Ascii(), source=source, target=target)
    shown = set(re.findall(r"(?:ZX|XQ|WX|XX)\d", result.text.upper()))
    assert shown <= set(re.findall(r"(?:ZX|XQ|WX|XX)\d", text.upper()))
    for ours, theirs in result.alignment or ():
        assert 0 <= ours < max(1, len(result.text))
        assert 0 <= theirs <= len(text)
