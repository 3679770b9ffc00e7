"""Title, description and chapters as they stand in a file."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SubtitleError
from pipeline.formats.details import format_start, parse_start, read_details, tidy_description, write_details
from pipeline.formats.details_comments import keep_comments
from pipeline.formats.reading import clean_text
from pipeline.model import Chapter, Details

TALK = Details(
    "Why the sky is blue",
    'One "sky".\n\nMore at C:\\sky\n"""',
    (Chapter(0.0, "Opening"), Chapter(83.5, "Light"), Chapter(3_683.0, "The end")),
)


def test_what_is_written_is_read_again():
    assert read_details(write_details(TALK), "talk.toml") == TALK


def test_a_file_says_what_each_key_is_for():
    text = write_details(TALK, head=["Details of talk."])
    assert text.startswith("# Details of talk.\n\n# The title")
    lines = text.splitlines()
    for key in ("title", "description", "start"):
        place = next(number for number, line in enumerate(lines) if line.startswith(f"{key} = "))
        assert lines[place - 1].startswith("# ")
    assert text.count("# ") == 5  # once a key, not once a chapter


def test_a_translation_has_the_source_beside_it_and_a_proposal_says_so():
    german = Details("Warum", "Ein Himmel.", (Chapter(0, "Beginn"),))
    text = write_details(german, source=TALK, source_language="en", proposed=[0])
    assert '# [en] Why the sky is blue\ntitle = "Warum"' in text
    assert '# [en] One "sky".\n# [en]\n# [en] More at C:\\sky\n# [en] """\ndescription = "Ein Himmel."' in text
    assert '# proposed: write your own\n# [en] Opening\ntitle = "Beginn"' in text
    assert read_details(text, "talk.de.toml") == german


def test_a_file_without_chapters_shows_how_one_is_written():
    text = write_details(Details())
    assert not read_details(text, "talk.toml")
    shown = "\n".join(line.removeprefix("# ") for line in text.splitlines() if not line.startswith("# Chapters"))
    assert tomllib.loads(shown[shown.index("[[chapters]]") :])["chapters"] == [{"start": "0:00", "title": "…"}]


@pytest.mark.parametrize(
    ("written", "start_ms"),
    [
        ("83", 83_000),
        ("83.5", 83_500),
        ('"1:23"', 83_000),
        ('"00:01:23"', 83_000),
        ('"00:01:23,250"', 83_250),
        ('"83"', 83_000),
        ('"90:00"', 5_400_000),
        ("00:01:23", 83_000),  # a local time of TOML, where somebody forgot the quotes
        ("00:01:23.500000", 83_500),
        ("0", 0),
        ("-0.0", 0),
    ],
)
def test_a_start_is_written_in_many_ways(written, start_ms):
    read = read_details(f'[[chapters]]\nstart = {written}\ntitle = "A"\n', "talk.toml")
    assert read.chapters[0].start_ms == start_ms


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        pytest.param('title = "A\n', 1, "is not TOML", id="an open quote"),
        pytest.param('title = "A"\n\ndescription = “B”\n', 3, "straight quotes", id="curly quotes"),
        pytest.param('title = "A"\ntitle = "B"\n', 2, "is not TOML", id="a key twice"),
        pytest.param('title = "C:\\Users"\n', 1, "is not TOML", id="a backslash"),
        pytest.param("title = 3\n", 1, "title is no text", id="a number for a title"),
        pytest.param('# hello\ntilte = "A"\n', 2, "did you mean title?", id="a key misspelt"),
        pytest.param('[chapters]\nstart = 0\ntitle = "A"\n', 1, "[[chapters]]", id="one bracket"),
        pytest.param('title = "A"\nchapters = ["0:00 A"]\n', 2, "is no table", id="chapters as text"),
        pytest.param('[[chapters]]\ntitle = "A"\n', 1, "chapter 1 has no start", id="no start"),
        pytest.param('[[chapters]]\nstart = 0\n', 1, "chapter 1 has no title", id="no chapter title"),
        pytest.param('[[chapters]]\nstart = 0\ntitle = " "\n', 3, "has no title", id="a blank chapter title"),
        pytest.param('[[chapters]]\ntitle = "A"\nstart = "soon"\n', 3, "is no time", id="no time"),
        pytest.param('[[chapters]]\ntitle = "A"\nstart = true\n', 3, "is no time", id="true"),
        pytest.param('[[chapters]]\ntitle = "A"\nstart = nan\n', 3, "is no time", id="not a number"),
        pytest.param('[[chapters]]\ntitle = "A"\nstart = inf\n', 3, "is no time", id="no end"),
        pytest.param('[[chapters]]\ntitle = "A"\nstart = -1\n', 3, "before the video's start", id="negative"),
        pytest.param('[[chapters]]\ntitle = "A"\nstart = 1e99\n', 3, "longer than any video", id="far away"),
        pytest.param('[[chapters]]\ntitle = "A"\nstart = "9999:99999:00"\n', 3, "longer than any", id="far, as text"),
        pytest.param('[[chapters]]\ntitle = "A"\nstart = 1979-05-27\n', 3, "is no time", id="a date"),
        pytest.param('[[chapters]]\nstart = 0\ntitle = "A"\nend = 3\n', 4, "end is unknown", id="a chapter's end"),
        pytest.param(
            '[[chapters]]\nstart = 9\ntitle = "A"\n[[chapters]]\ntitle = "B"\nstart = 5\n',
            6, "chapter 2 is out of order (0:05 after 0:09)", id="out of order",
        ),
        pytest.param(
            '[[chapters]]\nstart = 9\ntitle = "A"\n\n[[chapters]]\nstart = "0:09"\ntitle = "B"\n',
            6, "chapter 2 begins where the one before does", id="twice at one time",
        ),
        pytest.param(
            'description = """\n[[chapters]]\nstart = 1\ntitle = 2\n"""\n\n[[chapters]]\nstart = "x"\ntitle = "A"\n',
            8, "is no time", id="chapters inside the description",
        ),
        pytest.param('chapters = [\n{ start = 1, title = "A" },\n{ start = 0, title = "B" } ]\n', 1, "out of order",
                     id="chapters in one line"),
        pytest.param('title = "A"\n<<<<<<< ours\n', None, "both sides of a merge", id="a merge"),
        pytest.param("a" * 200_001, None, "is it the right file?", id="far too long"),
        pytest.param("a = 1\n" + "a." * 90_000 + "a = 1\n", 2, "so many dots", id="a key without end"),
        pytest.param("a = {" + '"b" . ' * 30_000 + '"c" = 1}', 1, "so many dots", id="a quoted key without end"),
        pytest.param("[" + "a.b." * 40_000 + "c]", 1, "so many dots", id="a table without end"),
        pytest.param("a" * 190_000, 1, "is not TOML", id="one long word"),
        pytest.param("title = " + "9" * 5_000, 1, "is not TOML", id="a huge number"),
        pytest.param("a = " + "[" * 5_000, None, "nested too deeply", id="brackets without end"),
    ],
)  # fmt: skip
def test_a_broken_file_is_reported_with_its_line(text, line, said):
    with pytest.raises(SubtitleError) as caught:
        read_details(text, "media/talk.toml")
    assert caught.value.line == line
    assert str(caught.value).startswith("media/talk.toml")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_and_foreign_line_ends_are_read():
    assert read_details('\ufefftitle = "A"\r\ndescription = """B\r\nC"""\r\n', "talk.toml") == Details("A", "B\nC")


def test_control_characters_and_spaces_are_tidied():
    assert read_details('title = " A\\u0000\\n  B "\ndescription = "x \\n\\n\\n\\ny\\n"\n', "t.toml") == Details(
        "A B", "x\n\ny"
    )


def test_an_unordered_record_cannot_be_made():
    with pytest.raises(ValueError, match="follow"):
        Details(chapters=(Chapter(3, "A"), Chapter(3, "B")))
    with pytest.raises(ValueError, match="0 seconds"):
        Chapter(-1, "A")


@given(
    title=st.text().map(lambda text: " ".join(clean_text(text).split())),
    description=st.text(st.sampled_from('ab "\\\n\tß字\u200f')),
    starts=st.lists(st.integers(0, 10_000_000), unique=True, max_size=4).map(sorted),
)
def test_every_text_comes_back(title, description, starts):
    details = Details(title, tidy_description(description), tuple(Chapter(one / 1_000, title or "A") for one in starts))
    text = write_details(details, source=details, source_language="en")
    assert read_details(text, "talk.toml") == details
    assert write_details(read_details(text, "talk.toml"), source=details, source_language="en") == text


@given(st.integers(0, 10**10))
def test_a_time_is_read_as_it_was_written(start_ms):
    assert parse_start(format_start(start_ms)) == start_ms


PERSONS = """\
# Ask Ana about this title.
# The title, in one line; YouTube takes 100 characters.
# [en] Old
title = "A"  # fine
description = \"\"\"
# no comment
\"\"\"
# before the chapter
[[chapters]]
start = "0:00"
# about its title
title = "One"
[[chapters]]
# gone
start = "0:10"
title = "Two"
# the end
"""


def test_comments_of_people_stay_above_the_same_keys():
    new = write_details(Details("B", "# no comment", (Chapter(3, "One"),)), source=TALK, source_language="en")
    kept = keep_comments(PERSONS, new)
    assert read_details(kept, "t") == read_details(new, "t")
    lines = kept.splitlines()
    assert lines[lines.index('title = "B"') - 2 : lines.index('title = "B"')] == [
        "# Ask Ana about this title.", "# fine",
    ]  # fmt: skip
    assert lines[lines.index("[[chapters]]") - 1] == "# before the chapter"
    assert lines[lines.index('title = "One"') - 1] == "# about its title"
    assert lines[-2:] == ["# gone", "# the end"]
    assert kept.count("# no comment") == 1
    assert "Old" not in kept
    assert keep_comments(kept, new) == kept


def test_without_comments_of_people_the_new_file_is_taken_as_it_is():
    old, new = write_details(TALK, source=TALK, source_language="en"), write_details(Details("B"))
    assert keep_comments(old, new) == new
    assert keep_comments(write_details(Details()), new) == new
