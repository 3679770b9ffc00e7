"""Transcripts as JSON: ours and openai-whisper's."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.formats.checked_json import Misplaced
from pipeline.formats.transcript_json import format_transcript, parse_transcript, transcript_from_json, words_from_row
from pipeline.model import Reading, Transcript, Word

OURS = Transcript(
    language="pt-BR",
    language_probability=0.98,
    duration_ms=5000,
    words=(
        Word(text="Olá,", start_ms=100, end_ms=400, probability=0.9, starts_segment=True),
        Word(text="é", start_ms=400, end_ms=400),
        Word(text="você?", start_ms=500, end_ms=900, probability=1.0, space_before=False),
    ),
    notices=("heard twice",),
    unheard=((1000, 2500), (4000, 5000)),
    sounds=((1500, 4000),),
    faint=((100, 400),),
    unscripted=((500, 900),),
    readings=(Reading(start_ms=100, end_ms=400, heard="Olá,", text="Ola", share=0.5),),
)


def _whisper(**changes):
    words = [
        {"word": " Hello,", "start": 0.5, "end": 1.0, "probability": 0.91234},
        {"word": " semi", "start": 1.0, "end": 1.5, "probability": 0.5},
        {"word": "-deep", "start": 1.5, "end": 1.4, "probability": 0.5},
    ]
    segment = {"id": 0, "start": 0.5, "end": 2.0, "text": " Hello, semi-deep", "words": words} | changes
    return {"text": "…", "language": "en", "segments": [segment]}


def test_a_transcript_survives_writing_and_reading():
    """What is written is read back equal, in every field."""
    assert parse_transcript(format_transcript(OURS).encode(), path="t.json") == OURS


def test_one_changed_word_changes_one_line():
    """The smallest possible diff: a word is a line."""
    words = (OURS.words[0], replace(OURS.words[1], text="e"), OURS.words[2])
    before, after = (format_transcript(one).splitlines() for one in (OURS, replace(OURS, words=words)))
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["a", "b", 0, 1], "readings[0]: a row of 5 items"),
        (["a", "b", 9, 1, 0.5], "readings[0]: ends at 1 ms, before its start at 9 ms"),
        (["a", 5, 0, 1, 0.5], "readings[0][1]"),
    ],
)
def test_a_damaged_reading_is_named(row, reason):
    """Rows of second readings are checked like those of words."""
    value = json.loads(format_transcript(OURS)) | {"readings": [row]}
    with pytest.raises(InputError) as caught:
        transcript_from_json(value, path="t.json")
    assert reason in str(caught.value)


def test_whisper_words_keep_their_times_and_spaces():
    """openai-whisper marks a new word by its leading space; a backward word ends where it starts."""
    transcript = transcript_from_json(_whisper(), path="w.json")
    assert [(word.text, word.start_ms, word.end_ms, word.space_before) for word in transcript.words] == [
        ("Hello,", 500, 1000, True),
        ("semi", 1000, 1500, True),
        ("-deep", 1500, 1500, False),
    ]
    assert [word.starts_segment for word in transcript.words] == [True, False, False]
    assert (transcript.words[0].probability, transcript.duration_ms) == (0.912, 2000)


def test_whisper_without_word_times_shares_the_segment_by_characters():
    """The words fill the whole segment, in proportion to their length."""
    value = _whisper(words=None, text=" one three", start=1.0, end=2.0)
    words = transcript_from_json(value, path="w.json").words
    assert [(word.text, word.start_ms, word.end_ms) for word in words] == [("one", 1000, 1400), ("three", 1400, 2000)]


def test_scripts_without_spaces_give_one_word_a_character():
    """Chinese segments without word times are cut by character; punctuation stays with its character."""
    value = _whisper(words=None, text="你好，朋友。", start=0.0, end=1.0) | {"language": "zh"}
    words = transcript_from_json(value, path="w.json").words
    assert [word.text for word in words] == ["你", "好，", "朋", "友。"]
    assert not any(word.space_before for word in words)


def test_whispers_old_code_for_javanese_is_understood():
    """Whisper says `jw`; the language is `jv`."""
    assert transcript_from_json(_whisper() | {"language": "jw"}, path="w.json").language == "jv"


def test_a_missing_language_can_be_given_from_outside():
    """Other programs write whisper's layout without a language."""
    value = _whisper() | {"language": None}
    assert transcript_from_json(value, path="w.json", language="fr").language == "fr"


HOSTILE = {
    "not an object": ([], "the file"),
    "neither layout": ({"a": 1}, "neither"),
    "future version": ({"schema_version": 99}, "schema_version 99"),
    "version of a wrong type": ({"schema_version": [1]}, "schema_version"),
    "no words": ({"schema_version": 1}, "words is missing"),
    "words no list": ({"schema_version": 1, "words": {}}, "words"),
    "segments no list": ({"language": "en", "segments": 3}, "segments"),
    "segment no object": ({"language": "en", "segments": [3]}, "segments[0]"),
    "segment without end": ({"language": "en", "segments": [{"start": 0}]}, "segments[0]"),
    "no such language": (_whisper() | {"language": "not a tag"}, "language"),
    "no language": (_whisper() | {"language": None}, "language"),
    "NaN": (_whisper(words=[{"word": " a", "start": math.nan, "end": 1.0}]), "segments[0].words[0].start"),
    "infinite": (_whisper(end=math.inf), "segments[0].end"),
    "negative": (_whisper(words=[{"word": " a", "start": -1.0, "end": 1.0}]), "segments[0].words[0].start"),
    "huge": (_whisper(end=10**400), "segments[0].end"),
    "true is not a time": (_whisper(end=True), "segments[0].end"),
    "text is not a time": (_whisper(words=[{"word": " a", "start": "0", "end": 1.0}]), "words[0].start"),
    "no text": (_whisper(words=[{"start": 0.0, "end": 1.0}]), "words[0].word is missing"),
    "probability over 1": (_whisper(words=[{"word": "a", "start": 0, "end": 1, "probability": 7}]), "probability"),
}


@pytest.mark.parametrize(("value", "place"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_value_is_refused_with_its_place(value, place):
    """An error names the file and the place in it, in one line."""
    with pytest.raises(InputError) as caught:
        transcript_from_json(value, path="bad.json")
    assert str(caught.value).startswith("bad.json: ")
    assert place in str(caught.value)
    assert "\n" not in str(caught.value)


ROWS = {
    "too short": (["a", 1], "words[0]"),
    "backward": (["a", 2, 1], "before its start"),
    "negative": (["a", -2, 1], "words[0][1]"),
    "float": (["a", 0.5, 1], "words[0][1]"),
    "bool": (["a", True, 1], "words[0][1]"),
    "text": ([1, 0, 1], "words[0][0]"),
    "mark": (["a", 0, 1, None, "bold"], "words[0][4]"),
    "probability": (["a", 0, 1, "high"], "words[0][3]"),
    "no list": ("a", "words[0]"),
}


@pytest.mark.parametrize(("row", "place"), ROWS.values(), ids=ROWS.keys())
def test_a_hostile_row_is_refused_with_its_place(row, place):
    """Every item of a row is checked."""
    value = {"schema_version": 1, "language": "en", "duration_ms": 9, "words": [row]}
    with pytest.raises(InputError) as caught:
        transcript_from_json(value, path="bad.json")
    assert place in str(caught.value)


BYTES = {
    "empty": b"",
    "not JSON": b"1\n00:00:01,000 --> 00:00:02,000\nHello\n",
    "not UTF-8": b'{"language": "\xff"}',
    "endless nesting": b"[" * 100_000,
    "number too long": b"1" * 10_000,
}


@pytest.mark.parametrize("data", BYTES.values(), ids=BYTES.keys())
def test_bytes_that_are_no_json_are_refused(data):
    """Damage never ends in a traceback."""
    with pytest.raises(InputError):
        parse_transcript(data, path="bad.json")


def test_control_characters_and_lone_surrogates_do_not_reach_a_caption():
    """They are legal in JSON and in no caption format."""
    row = json.loads('["a\\u0000b\\ud800 \\n c", 0, 1]')
    value = {"schema_version": 1, "language": "en", "duration_ms": 9, "words": [row, ["\u0007", 0, 1]]}
    assert [word.text for word in transcript_from_json(value, path="t.json").words] == ["ab c"]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["schema_version", "language", "words", "segments", "start", "end", "text", "word"]), inner
        )
    ),
    max_leaves=12,
)


@given(JSON_VALUES)
def test_any_json_value_is_read_or_refused(value):
    """No value that JSON can say ends in another error than ours."""
    try:
        transcript_from_json(value, path="any.json")
    except InputError as error:
        assert str(error).startswith("any.json: ")


ROW_ITEMS = (
    st.sampled_from(["Hello.", "", " a", "a b", "\u00a0x", "x\u200b", "é", "\u0007", None, 3]),
    st.sampled_from([0, 1, 2, -1, True, 1.0, "1", 10**12]),
    st.sampled_from([2, 3, 1, -1, True, 1.0, 10**12]),
    st.floats(0, 1) | st.sampled_from([0.25, 0.5, -0.5, 1.5]) | st.sampled_from([0, 1, None, True, "0.5"]),
)


@given(st.tuples(*ROW_ITEMS))
@settings(max_examples=500)
def test_a_usual_row_is_read_as_any_other(items):
    """A row with marks, though there are none, is always looked at item by item; without them it says the same."""

    def read(row):
        try:
            return list(words_from_row(row, "words[0]"))
        except Misplaced as error:
            return str(error)

    assert read([*items]) == read([*items, ""])
