"""The standards report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.cues.profiles import profile_for
from pipeline.model import Cue, Track
from pipeline.quality.checking import check_track
from pipeline.quality.findings import Finding
from pipeline.text.markup import find_markup, neutralise_markup, strip_markup


def cue(text: str, start: int = 0, end: int = 3_000) -> Cue:
    return Cue(start_ms=start, end_ms=end, text=text)


def check(*cues: Cue, language: str = "en", **options: object) -> tuple[Finding, ...]:
    return check_track(Track(language=language, cues=cues), profile=profile_for(language), **options)  # type: ignore[arg-type]


def found(*cues: Cue, language: str = "en", **options: object) -> list[tuple[str, str, int]]:
    return [(f.severity, f.rule, f.cue_number) for f in check(*cues, language=language, **options)]


ONE_CUE = [
    (cue("Good text."), []),
    (cue(""), [("error", "empty")]),
    (cue(" \n "), [("error", "empty")]),
    (cue("Top\n\nbottom"), [("error", "lines"), ("error", "empty")]),
    (cue("x\ny\nz"), [("error", "lines")]),
    (cue("x" * 43), [("error", "line-length")]),
    (cue("x" * 42), []),
    (cue("Fine.", 500, 500), [("error", "duration")]),
    (cue("Fine.", 500, 400), [("error", "duration")]),
    (cue("Fine.", 0, 7_001), [("error", "too-long")]),
    (cue("Fine.", 0, 7_000), []),
    (cue("Fine.", 0, 832), [("warning", "too-short")]),
    (cue("Fine.", 0, 833), []),
    (cue("Tom &amp; Jerry"), [("error", "markup")]),
    (cue("<font color=red>Hi"), [("warning", "markup")]),
    (cue("<c>Hi"), [("error", "markup")]),
    (cue("{\\an8}Hi"), []),
    (cue("a --> b"), [("error", "markup")]),
    (cue("<i>Alien</i> is a film."), []),
    (cue("<i>Alien is a film."), [("warning", "markup")]),
    (cue("5 < 6 & AT&T; yes"), []),
    (cue("Twenty-one characters", 0, 1_000), [("warning", "too-fast")]),
    (cue("Twenty characters OK", 0, 1_000), []),
    (cue("This line ends on the\narticle of a noun."), [("style", "bad-break")]),
]


@pytest.mark.parametrize(("given", "expected"), ONE_CUE, ids=lambda value: repr(getattr(value, "text", ""))[:30])
def test_each_rule_finds_its_fault_and_nothing_else(given: Cue, expected: list[tuple[str, str]]) -> None:
    """One cue, its findings: severity and rule."""
    assert [(severity, rule) for severity, rule, _ in found(given)] == expected


def test_overlap_names_the_second_cue() -> None:
    """The cue that starts too early is the one to move."""
    (finding,) = check(cue("One."), cue("Two.", 2_900, 5_000))
    assert (finding.severity, finding.rule, finding.cue_number) == ("error", "overlap", 2)
    assert (finding.value, finding.limit, finding.start_ms) == (0.1, 0, 2_900)


@pytest.mark.parametrize(
    ("gap_ms", "rate", "is_found"),
    [(0, 25, True), (40, 25, True), (80, 25, False), (120, 25, True), (440, 25, True), (480, 25, False),
     (83, 24, False), (84, 24, False), (33, 60, False), (50, 60, True), (441, 25, False), (448, 25, False),
     (79, 25, False), (81, 25, False), (78, 25, True), (82, 25, True), (83, Fraction(24_000, 1_001), False),
     (459, 24, True), (460, 24, False), (100, 5, False), (550, 5, True), (551, 5, False)],
)  # fmt: skip
def test_gaps_are_what_the_cutter_makes(gap_ms: int, rate: Fraction | int, is_found: bool) -> None:
    """Two frames, rounded either way, or more than eleven; of slide shows, as many of a twentieth of a second."""
    findings = found(cue("One."), cue("Two.", 3_000 + gap_ms, 6_000), frame_rate=Fraction(rate))
    assert findings == ([("warning", "gap", 2)] if is_found else [])


@pytest.mark.parametrize(("gap_ms", "frames"), [(120, "3"), (90, "2.25"), (0, "0")])
def test_a_gap_is_told_in_frames(gap_ms: int, frames: str) -> None:
    """A gap that is no whole number of frames must not read as if it were right."""
    (finding,) = check(cue("One."), cue("Two.", 3_000 + gap_ms, 6_000))
    assert finding.message == f"starts {frames} frames after the previous cue: make it 2 (or over 11)"
    assert (finding.value, finding.limit) == (float(frames), 2)


def test_the_base_mark_of_a_merge_is_markup() -> None:
    """Git writes it with `merge.conflictStyle` diff3."""
    assert found(cue("||||||| abc123")) == [("error", "markup", 1)]


def test_text_of_the_spoken_language_is_untranslated() -> None:
    """The same four words or more; a name or a title may stay."""
    spoken = Track(
        language="en", cues=(cue("There is no single score of all."), cue("Social Credit System", 4_000, 6_000))
    )
    copied = (cue("There is no single score\nof all."), cue("Social Credit System", 4_000, 6_000))
    assert found(*copied, language="fi", source=spoken) == [("error", "untranslated", 1)]
    assert found(*copied, language="en-GB", source=spoken) == []


def test_cues_after_the_end_of_the_video_are_told() -> None:
    """Players never show them."""
    assert found(cue("Late."), duration_ms=2_500) == [("warning", "after-end", 1)]


def test_a_cue_that_ends_on_an_article_is_a_matter_of_style() -> None:
    """The next cue goes on with the noun."""
    assert found(cue("He lost the"), cue("last point.", 3_080, 6_000)) == [("style", "bad-break", 1)]


def test_half_width_characters_count_half_in_chinese() -> None:
    """Sixteen cells: 16 Chinese characters, or 32 Latin ones."""
    assert found(cue("中" * 16, 0, 2_000), language="zh") == []
    assert found(cue("x" * 32, 0, 2_000), language="zh") == []
    assert [rule for _, rule, _ in found(cue("中" * 16 + "x", 0, 3_000), language="zh")] == ["line-length"]


def count_calls(function: Callable[[], object]) -> int:
    """How many functions are called, ours and Python's own: a measure of work that no busy machine disturbs."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(None)
    return calls


def test_checking_is_linear_in_the_number_of_cues() -> None:
    """Twice the cues cost twice the work, with a source to compare with too."""

    def work(number: int) -> int:
        cues = tuple(
            cue(f"Text {n} that is read\nby many people.", n * 4_000, n * 4_000 + 3_000) for n in range(number)
        )
        source = Track(language="en", cues=cues)
        track = Track(language="pt", cues=tuple(replace(one, text=f"Lido {one.text}") for one in cues))
        return count_calls(lambda: check_track(track, profile=profile_for("pt"), source=source))

    work(10)  # what is worked out once
    assert work(800) < 2.2 * work(400)


@pytest.mark.parametrize(
    "text",
    ["<b>", "a<i>b", "&amp;amp;lt;b&amp;gt;", "{\\an8}", "-->", "x<c.red>y</c>", "<a<b<c<d<e<f>>>>>>", "&#60;u&#62;"],
)
def test_markup_can_be_stripped_or_made_harmless(text: str) -> None:
    """Neither leaves anything to find; making it harmless moves no character."""
    assert find_markup(strip_markup(text)) is None
    assert find_markup(neutralise_markup(text)) is None
    assert len(neutralise_markup(text)) == len(text)
