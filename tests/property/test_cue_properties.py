"""Whatever the words say: legal cues, every word once, in order; and what is far away does not move."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cues.break_opportunities import make_pieces
from pipeline.cues.cutting import CutOptions, cut_cues, repair_words, split_sentences
from pipeline.cues.profiles import PROFILE_NAMES, Profile, profile_for
from pipeline.cues.segmentation import (
    _BALANCE,
    _CUE_BREAK,
    _INNER_PAUSE,
    _LINE_BREAK,
    _LONG_PAUSE_MS,
    _SHARED,
    _TWO_LINES,
    _Search,
)
from pipeline.model import Cue, Sentence, Track, Translation, Word
from pipeline.quality.checking import check_track
from pipeline.quality.findings import ERROR
from pipeline.text.markup import strip_markup
from pipeline.translation.placing import place_translations, time_translation

LANGUAGES = ("en", "pt", "de", "zh", "ja", "th", "ko", "ar", "qq")
COMMON = (
    "a", "of", "the", "in", "China", "is", "not", "1,000", "points.", "Dr.", "J.", "Smith,", "trustworthiness",
    "score?", "U.S.", "—", "...", "“Well,", "no”", "(see", "below)", "中国", "宣布", "。", "「はい」", "コンピューター",
    "วันนี้อากาศดี", "إلى", "한국어는", "👩‍👩‍👧‍👦", "é", "e\u0301", "<i>so</i>", "&amp;", "-->", "x" * 43, "y" * 90, "https://example.org/a/very/long/address?with=a&lot=of&parts=in-it",
)  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(COMMON),
    st.text(min_size=1, max_size=60).map(str.strip).filter(bool),
    st.text(alphabet="ab.,!? &<>{}\\/i;", min_size=1, max_size=20).map(str.strip).filter(bool),
)
WORDS = st.builds(
    lambda text, start, length, has_space, starts: Word(
        text=text, start_ms=start, end_ms=start + length, space_before=has_space, starts_segment=starts
    ),
    TEXTS,
    st.one_of(st.integers(0, 3_000), st.integers(0, 200_000), st.just(1_000)),
    st.one_of(st.integers(0, 900), st.just(0), st.integers(0, 60_000)),
    st.booleans(),
    st.booleans(),
)
PROFILES = st.builds(profile_for, st.sampled_from(LANGUAGES), st.sampled_from(PROFILE_NAMES))
OPTIONS = st.builds(
    CutOptions,
    language=st.sampled_from(LANGUAGES),
    frame_rate=st.sampled_from((Fraction(25), Fraction(24_000, 1_001), Fraction(60), Fraction(1))),
    limit_ms=st.one_of(st.none(), st.integers(0, 250_000), st.just(5_000)),
)


HARMLESS = str.maketrans("<>{};", "‹›():")


def plain(text: str) -> str:
    """The text without white space; what is made harmless is not told apart from what it was."""
    return re.sub(r"\s+", "", text).translate(HARMLESS)


def shown(cues: tuple[Cue, ...]) -> str:
    return plain("".join(cue.text for cue in cues))


def assert_legal(cues: tuple[Cue, ...], profile: Profile, options: CutOptions) -> None:
    track = Track(language=options.language, cues=cues)
    findings = check_track(track, profile=profile, frame_rate=options.frame_rate)
    errors = [finding for finding in findings if finding.severity == ERROR]
    assert not errors, (errors[:3], [cues[finding.cue_number - 1] for finding in errors[:3]])
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(cues))


@settings(deadline=None, max_examples=100)
@given(st.lists(WORDS, max_size=60), PROFILES, OPTIONS)
def test_any_words_become_legal_cues(words: list[Word], profile: Profile, options: CutOptions) -> None:
    """No error finding on any input, and every word once, in order."""
    repaired, _ = repair_words(words, language=options.language)
    sentences = split_sentences(repaired, language=options.language)
    cues = cut_cues(sentences, profile=profile, options=options)
    assert_legal(cues, profile, options)
    assert shown(cues) == plain("".join(strip_markup(word.text) for word in words))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=12), max_size=8), PROFILES, OPTIONS)
def test_unrepaired_words_become_legal_cues_too(rows: list[list[Word]], profile: Profile, options: CutOptions) -> None:
    """Cutting does not lean on repairs: out of order, all at once, with markup, it stays legal."""
    sentences = tuple(Sentence(id=f"s{n}", words=tuple(row)) for n, row in enumerate(rows))
    cues = cut_cues(sentences, profile=profile, options=options)
    assert_legal(cues, profile, options)
    assert shown(cues) == plain("".join(word.text for row in rows for word in row))
    assert [i for cue in cues for i in cue.sentence_ids] == sorted(i for cue in cues for i in cue.sentence_ids)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=8), st.text(max_size=200)), max_size=8),
    st.lists(st.tuples(st.integers(-5, 300), st.integers(-5, 300)), max_size=30),
    st.booleans(),
    PROFILES,
    OPTIONS,
)
def test_any_translation_is_placed_whole(
    rows: list[tuple[list[Word], str]],
    links: list[tuple[int, int]],
    has_links: bool,
    profile: Profile,
    options: CutOptions,
) -> None:
    """Text is never shortened or dropped, whatever its length and however absurd its alignment."""
    sentences = tuple(Sentence(id=f"s{n}", words=tuple(words)) for n, (words, _) in enumerate(rows))
    alignment = tuple(links) if has_links else None
    translations = tuple(Translation(text=text, alignment=alignment) for _, text in rows)
    cues = place_translations(sentences, translations, profile=profile, options=options)
    assert_legal(cues, profile, options)
    assert shown(cues) == plain("".join(text for _, text in rows))


@settings(deadline=None, max_examples=100)
@given(st.lists(WORDS, max_size=60), st.sampled_from(LANGUAGES))
def test_repaired_words_are_in_order(words: list[Word], language: str) -> None:
    """Starts never go back, words do not overlap, and repairing twice changes nothing more in the text."""
    repaired, repairs = repair_words(words, language=language)
    assert all(a.start_ms <= b.start_ms for a, b in pairwise(repaired))
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(repaired))
    assert all(1 <= repair.word_number <= len(words) for repair in repairs)
    again, _ = repair_words(repaired, language=language)
    assert [word.text for word in again] == [word.text for word in repaired]


def all_cuttings(count: int) -> Iterator[list[tuple[int, int]]]:
    """Every way to divide so many pieces into runs."""
    for flags in product((False, True), repeat=count - 1):
        ends = [n + 1 for n, ends_here in enumerate(flags) if ends_here] + [count]
        yield list(pairwise([0, *ends]))


def price_of(search: _Search, cuts: list[tuple[int, int]]) -> float:
    """What a cutting costs, from the definition; infinite where a limit is broken."""
    profile, total = search.profile, 0.0
    for start, end in cuts:
        inner = range(start, end - 1)
        pauses = [search.starts_ms[n + 1] - search.ends_ms[n] for n in inner]
        if any(pause > profile.pause_ms for pause in pauses):
            return float("inf")
        if end - start > 1 and search.ends_ms[end - 1] - search.starts_ms[start] > profile.max_ms:
            return float("inf")
        total += price_of_lines(search, start, end)
        # The price of one cue by itself, without what it straddles: that follows, pause by pause.
        alone = [search.straddles, [0] * len(search.straddles)]
        search.straddles = alone[1]
        total += search._cue_price(start, end, width(search, start, end))
        search.straddles = alone[0]
        total += sum(_INNER_PAUSE * pause / 1_000 for pause in pauses if pause > _LONG_PAUSE_MS)
        total += _SHARED * sum(search.closes[n] for n in inner)
        if end < len(search.starts_ms):
            total += _CUE_BREAK * search.prices[end - 1]
    return total


def width(search: _Search, start: int, end: int) -> float:
    return sum(search.pieces.cells[search.first + start : search.first + end]) + sum(search.space[start + 1 : end])


def price_of_lines(search: _Search, start: int, end: int) -> float:
    """Of all ways to break one cue into lines that fit, the cheapest; what fits into one line is not broken."""
    profile = search.profile
    prices = [float("inf")]
    for lines in all_cuttings(end - start):
        widths = [width(search, start + a, start + b) for a, b in lines]
        rests = [width(search, start + a, end) for a, _ in lines[:-1]]
        is_needed = all(rest > profile.line_cells for rest in rests)
        if is_needed and len(lines) <= profile.max_lines and max(widths) <= profile.line_cells:
            price = sum(_TWO_LINES + _LINE_BREAK * search.prices[start + b - 1] for _, b in lines[:-1])
            price += _BALANCE * abs(widths[-2] - widths[-1]) / profile.line_cells if len(lines) > 1 else 0.0
            prices.append(0.0 if len(lines) == 1 else price)
            if len(lines) == 1:
                return 0.0
    return min(prices)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("a the of China is not trustworthiness, score? 1,000 points. and".split()),
            st.sampled_from((60, 250, 900)),
            st.sampled_from((0, 40, 300, 900, 1_600)),
            st.integers(0, 3),
        ),
        min_size=1,
        max_size=9,
    ),
    st.sampled_from(PROFILE_NAMES),
    st.sampled_from((1, 2, 3)),
)
def test_no_other_cutting_is_cheaper(said: list[tuple[str, int, int, int]], name: str, max_lines: int) -> None:
    """What the search leaves out for speed never was the best."""
    sentences, words, time_ms = [], [], 0
    for text, length, pause, ends in said:
        words.append(Word(text=text, start_ms=time_ms, end_ms=time_ms + length))
        time_ms += length + pause
        if ends == 0:
            sentences.append(Sentence(id=f"s{len(sentences)}", words=tuple(words)))
            words = []
    if words:
        sentences.append(Sentence(id=f"s{len(sentences)}", words=tuple(words)))
    profile = replace(profile_for("en", name), max_lines=max_lines)
    pieces = make_pieces(sentences, language="en", profile=profile)
    search = _Search(pieces, 0, len(pieces), profile, 80)
    found = [(cue.first, cue.last) for cue in search.run()]
    cheapest = min(price_of(search, cuts) for cuts in all_cuttings(len(pieces)))
    assert price_of(search, found) == pytest.approx(cheapest)


@settings(deadline=None, max_examples=100)
@given(st.lists(WORDS, max_size=80), st.sampled_from(LANGUAGES))
def test_every_word_is_in_one_sentence(words: list[Word], language: str) -> None:
    """Splitting moves nothing: the sentences' words are the words."""
    sentences = split_sentences(words, language=language)
    assert [word for sentence in sentences for word in sentence.words] == words
    assert [sentence.id for sentence in sentences] == [f"s{n}" for n in range(1, len(sentences) + 1)]


def narration(seed: int, sentences: int) -> list[Word]:
    """Made-up narration with sentences of all lengths, pauses of all lengths, and hurried passages."""
    draw, words, time_ms = random.Random(seed), [], 0
    vocabulary = "the of and people system score government records is not that which trust, in a city loans".split()
    for _ in range(sentences):
        letter_ms = draw.choice((45, 55, 65))
        texts = [draw.choice(vocabulary) for _ in range(draw.choice((1, 2, 3, 6, 10, 18, 30)))]
        texts[0] = texts[0].capitalize()
        texts[-1] = texts[-1].rstrip(",") + "."
        for text in texts:
            length = letter_ms * len(text) + 40
            words.append(Word(text=text, start_ms=time_ms, end_ms=time_ms + length))
            time_ms += length + draw.choice((0, 0, 0, 20, 150))
        time_ms += draw.choice((60, 120, 300, 700, 1_400))
    return words


def cut(words: list[Word]) -> list[tuple[int, int, str]]:
    repaired, _ = repair_words(words, language="en")
    sentences = split_sentences(repaired, language="en")
    cues = cut_cues(sentences, profile=profile_for("en"), options=CutOptions(language="en"))
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in cues]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from(("I", "", "untrustworthiness", "Well. Yes.")))
def test_one_changed_word_changes_only_cues_around_it(seed: int, new: str) -> None:
    """The smallest possible difference: a correction of one word leaves all far cues as they are."""
    words = narration(seed, 60)
    place = len(words) // 2
    texts = new.split()
    changed = [replace(words[place], text=text) for text in texts]
    before, after = cut(words), cut([*words[:place], *changed, *words[place + 1 :]])
    same_start = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    tails = zip(reversed(before), reversed(after), strict=False)
    same_end = next((n for n, pair in enumerate(tails) if pair[0] != pair[1]), 0)
    moved = before[same_start : len(before) - same_end]
    at = words[place].start_ms
    assert all(at - 20_000 <= start <= at + 20_000 for start, _, _ in moved), moved
    assert len(moved) <= 12


def test_times_of_a_translation_never_go_back() -> None:
    """Attention that crosses itself still gives times in the order of the text."""
    words = tuple(Word(text=t, start_ms=n * 500, end_ms=n * 500 + 400) for n, t in enumerate("a b c d e".split()))
    crossing = Translation(text="v w x y z", alignment=((0, 8), (2, 2), (4, 6), (6, 0), (8, 8)))
    timed = time_translation(Sentence(id="s1", words=words), crossing)
    assert timed is not None
    starts = [word.start_ms for word in timed.words]
    assert starts == sorted(starts)
    assert timed.words[-1].end_ms == 2_400
