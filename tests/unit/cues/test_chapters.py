"""Chapters proposed from sentences and pauses."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cues.chapters import propose_chapters, title_of
from pipeline.model import Sentence
from tests.builders import spoken


def sentences(*groups: tuple[str, ...], pause_ms: int = 3_000) -> list[Sentence]:
    """Groups of sentences with a long pause between the groups."""
    found: list[Sentence] = []
    time_ms = 0
    for group in groups:
        for text in group:
            words = spoken((text,), start_ms=time_ms, pause_ms=0)
            found.append(Sentence(id=f"s{len(found)}", words=words))
            time_ms = words[-1].end_ms + 200
        time_ms += pause_ms
    return found


GROUPS = (
    ("Cats sleep all day long in the warm sun.", "Every cat likes a warm and quiet bed.", "A cat purrs when it sleeps.",
     "Cats dream of mice, and mice dream of cheese."),
    ("Ships cross the wide ocean in a week or two.", "A ship is loaded in the harbour by night.",
     "The harbour is loud and the ship is large.", "Sailors sing on board of every ship."),
    ("Bread is made from flour and water and salt.", "The flour is milled from wheat or rye.",
     "Dough needs time, and flour needs water.", "The oven bakes the dough into bread."),
)  # fmt: skip


def test_chapters_begin_where_the_voice_rests_and_the_topic_changes():
    said = sentences(*GROUPS)
    chapters = propose_chapters(said, duration_ms=said[-1].end_ms + 500, language="en")
    assert [chapter.title for chapter in chapters] == [
        "Cats sleep all day long", "Ships cross the wide ocean", "Bread is made from flour and water",
    ]  # fmt: skip
    assert chapters[0].start == 0
    assert all(chapter.start_ms % 1_000 == 0 for chapter in chapters)


def test_a_short_video_has_none():
    said = sentences(GROUPS[0])
    assert propose_chapters(said, duration_ms=29_000) == ()
    assert propose_chapters(said[:2], duration_ms=60_000) == ()
    assert propose_chapters([], duration_ms=60_000) == ()


def test_a_title_ends_at_a_clause_and_never_on_an_article():
    (sentence,) = sentences(("when it rains in Rome, the streets are empty all day long",))
    assert title_of(sentence, "en") == "When it rains in Rome"
    (sentence,) = sentences(("This is a story of the people of the old town in winter",))
    assert title_of(sentence, "en") == "This is a story of the people"
    (sentence,) = sentences(("Yes.",))
    assert title_of(sentence, "en") == "Yes"
    (sentence,) = sentences(("…",))
    assert title_of(sentence, "en") == "…"


@given(
    lengths=st.lists(st.integers(1, 60), min_size=0, max_size=60),
    pauses=st.lists(st.integers(0, 20_000), min_size=60, max_size=60),
    rest_ms=st.integers(0, 60_000),
)
def test_what_is_proposed_is_what_youtube_shows(lengths, pauses, rest_ms):
    found = []
    time_ms = 0
    for number, (length, pause_ms) in enumerate(zip(lengths, pauses, strict=False)):
        words = spoken((" ".join(f"w{number % 7}" for _ in range(length)),), start_ms=time_ms, pause_ms=0)
        found.append(Sentence(id=f"s{number}", words=words))
        time_ms = words[-1].end_ms + pause_ms
    duration_ms = time_ms + rest_ms
    chapters = propose_chapters(found, duration_ms=duration_ms, language="en")
    if chapters:
        assert len(chapters) >= 3
        assert chapters[0].start_ms == 0
        ends = [*(chapter.start_ms for chapter in chapters[1:]), duration_ms]
        assert all(end - chapter.start_ms >= 10_000 for chapter, end in zip(chapters, ends, strict=True))
    assert all(one.start_ms < other.start_ms for one, other in pairwise(chapters))
