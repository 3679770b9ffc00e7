"""Laws of the effective source."""

from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.edits.effective_source import retime_words
from pipeline.model import Cue, Word, join_words
from pipeline.text import fold_spaces
from tests.volunteers import Volunteer

texts = st.sampled_from(
    ["yes", "no", "the", "well-", "known", "3.5", "東", "京", "です", "สวัสดี", "a", "—", "don't", "É"]
)


@st.composite
def recognised(draw):
    """Words as a repaired transcript has them: by rising start, each with a duration."""
    time_ms, words = 0, []
    for at in range(draw(st.integers(0, 25))):
        start_ms = time_ms + draw(st.integers(0, 300))
        time_ms = start_ms + draw(st.integers(1, 400))
        words.append(
            Word(
                text=draw(texts),
                start_ms=start_ms,
                end_ms=time_ms,
                probability=draw(st.sampled_from([None, 0.25, 1.0])),
                space_before=at == 0 or draw(st.booleans()),
                starts_segment=draw(st.booleans()),
            )
        )
    return tuple(words)


@st.composite
def cut(draw, words):
    """Cues and lines of the words, broken only where the words allow it."""
    cues, start = [], 0
    while start < len(words):
        end = draw(st.integers(start + 1, min(len(words), start + 8)))
        part = words[start:end]
        text = "".join(
            ("" if not at else "\n" if draw(st.integers(0, 4)) == 0 else " " if word.space_before else "") + word.text
            for at, word in enumerate(part)
        )
        cues.append(Cue(start_ms=part[0].start_ms, end_ms=part[-1].end_ms, text=text))
        start = end
    return tuple(cues)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_an_unedited_file_gives_exactly_the_recognised_words(data):
    """Whatever the script, the spaces, and where the cues are cut: so a first build equals a rebuild."""
    words = data.draw(recognised())
    cues = data.draw(cut(words))
    assert retime_words(cues, words, machine=cues) == words


@given(st.data(), st.integers(0, 2**32 - 1), st.integers(1, 6))
@settings(max_examples=150, deadline=None)
def test_the_words_are_those_of_the_file_in_its_order_and_in_time(data, seed, edits):
    """No character is lost or added, starts never fall, and no word ends before it begins."""
    words = data.draw(recognised())
    cues = data.draw(cut(words))
    edited = Volunteer(Random(seed)).edit(cues, times=edits)
    result = retime_words(edited, words, machine=cues)
    ordered = sorted(edited, key=lambda cue: cue.start_ms)
    assert "".join(join_words(result).split()) == "".join("".join(cue.text.split()) for cue in ordered)
    assert [word.start_ms for word in result] == sorted(word.start_ms for word in result)
    kept = {(word.text, word.probability) for word in words}
    assert all(word.probability is None or (word.text, word.probability) in kept for word in result)


@given(st.lists(st.sampled_from(["can", "not", "e", "mail", "10", "mil", "it."]), min_size=1), st.data())
@settings(max_examples=200, deadline=None)
def test_the_words_have_the_spaces_of_the_file(texts, data):
    """Whichever a person took out, put in, or made a line break."""
    words = tuple(Word(text=text, start_ms=300 * at, end_ms=300 * at + 250) for at, text in enumerate(texts))
    letters = "".join(texts)
    spaces = data.draw(st.lists(st.sampled_from(["", "", " ", "\n"]), min_size=len(letters), max_size=len(letters)))
    text = "".join(space + letter for space, letter in zip(spaces, letters, strict=True)).strip()
    result = retime_words([Cue(start_ms=0, end_ms=words[-1].end_ms, text=text)], words)
    assert fold_spaces(join_words(result)) == fold_spaces(text)


@given(st.data(), st.integers(0, 2**32 - 1))
@settings(max_examples=100, deadline=None)
def test_words_of_retimed_cues_lie_inside_their_new_times(data, seed):
    """So a retimed line is retimed in every language."""
    words = data.draw(recognised())
    cues = data.draw(cut(words))
    edited = Volunteer(Random(seed)).edit(cues, times=2, kinds=("retime",))
    if any(a.end_ms > b.start_ms for a, b in pairwise(edited)):
        return
    result = list(retime_words(edited, words, machine=cues))
    for cue in edited:
        left = "".join(cue.text.split())
        while left:
            word = result.pop(0)
            left = left.removeprefix(word.text)
            assert cue.start_ms <= word.start_ms <= word.end_ms <= cue.end_ms
