"""Which characters are written without spaces, and where running text has a space."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages import writes_without_spaces
from pipeline.languages.language_data import SCRIPT_OF
from pipeline.languages.tags import script_of
from pipeline.text.scripts import SPACELESS, has_unspaced, is_unspaced, letter_pattern
from pipeline.text.seams import fold_seam, fold_spaces, joint_space
from pipeline.text.tokens import split_atoms


@pytest.mark.parametrize(
    ("text", "result"),
    [("abc", False), ("ab中", True), ("ไทย", True), ("한국", False), ("བོད", True), ("ｶﾅ", True), ("「", True)],
)
def test_scripts_without_spaces_are_known(text: str, result: bool) -> None:
    """Korean has spaces; Thai, Chinese, Tibetan and half-width kana have none, nor has their punctuation."""
    assert has_unspaced(text) is result


def test_characters_and_languages_agree_on_who_writes_without_spaces() -> None:
    """Each script that a language without spaces is written in has its characters in the table, and no other has."""
    without = {script_of(tag) for tag in SCRIPT_OF if writes_without_spaces(tag)}
    assert without <= SPACELESS.keys()
    for script in SPACELESS:
        assert writes_without_spaces(f"und-{script}")


def test_every_letter_of_these_scripts_is_an_atom_of_its_own_with_its_marks() -> None:
    """Atoms, cells and joints are cut from the same table."""
    pattern = re.compile(letter_pattern())
    for spans in SPACELESS.values():
        for first, last in spans:
            for char in (chr(first), chr((first + last) // 2), chr(last)):
                assert is_unspaced(char)
                assert pattern.match(char)
    assert [atom for _, atom in split_atoms("กัน が ﾊﾟ")] == ["กั", "น", "が", "ﾊﾟ"]
    assert unicodedata.category("\uff9f") == "Lm"


@pytest.mark.parametrize(
    ("before", "after", "space"),
    [
        ("彼は", "「はい」と言った。", ""),
        ("我们知道", "（他们不知道）", ""),
        ("他说", "“你好”", ""),
        ("他说：", '"你好"', ""),
        ("彼は<i>", "<i>「はい」</i>", ""),
        ("はい。", "いいえ。", ""),
        ("สวัสดี", "ครับ", ""),
        ("使用", "Apple", " "),
        ("한국은", "나라입니다", " "),
        ("彼は", "- はい", " "),
        ("one", "(two)", " "),
        ("", "one", ""),
    ],
)
def test_a_space_stands_between_two_texts_only_where_their_scripts_have_one(
    before: str, after: str, space: str
) -> None:
    """Quotation marks and brackets count as what they enclose."""
    assert joint_space(before, after) == space


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("can not", "cannot", False),
        ("can\nnot", "cannot", False),
        ("10 mil", "10mil", False),
        ("two  lines", "two\nlines", True),
        ("東京\nタワー", "東京タワー", True),
        ("使用\nApple 手机", "使用Apple手机", True),
        ("他说\n“你好”", "他说“你好”", True),
        ("<i>東京</i>\n<i>タワー</i>", "<i>東京</i><i>タワー</i>", True),
        ("สวัสดี\nครับ", "สวัสดีครับ", True),
        ("한국은\n나라", "한국은나라", False),
        ("well-\nknown", "well-known", True),
        ("ten – twelve", "ten –twelve", False),
        ("Rindfleischetikettierungs\nüberwachung", "Rindfleischetikettierungsüberwachung", True),
        ("So Rindfleischetikettierungs\nüberwachung ist da", "So Rindfleischetikettierungsüberwachung ist da", True),
        ("So Rindfleischetikettierungsüber\nwachung ist da", "So Rind\nfleischetikettierungsüberwachung ist da", True),
        ("Das ist Open-Source-\nSoftwareentwicklung, ja", "Das ist Open-Source-Softwareentwicklung, ja", True),
        ("See https://example.org/some/\nlong/path and more", "See https://example.org/some/long/path and more", True),
        ("你好世界你好世界你好世界你好世界 is hello world", "你好世界你好世界你好世界你好世界 is helloworld", False),
    ],
)
def test_a_space_counts_where_it_cannot_come_from_a_line_break(one: str, other: str, is_same: bool) -> None:
    """Scripts without spaces, hyphens and what is longer than a line are broken without one."""
    assert (fold_spaces(one) == fold_spaces(other)) is is_same


def test_texts_are_compared_as_one_as_they_are_apart() -> None:
    """A cue that was split is the same text."""
    parts = ["We can", "", "not go to", "東京", "タワー", "in well-", "known", "words"]
    joined = ""
    for place, part in enumerate(parts):
        joined += fold_seam(" ".join(parts[:place]), part) + fold_spaces(part)
    assert joined == fold_spaces("\n".join(parts)) == "We can not go to東京タワーin well-known words"


LONG = ["Rindfleischetikettierungsüberwachung", "well-known-and-loved", "a/b/c", "Open-Source-Softwareentwicklung"]


@given(
    st.lists(st.sampled_from([*LONG, "so", "it", "is", "東京タワー", "can", "not", "–", "-"]), min_size=1), st.data()
)
def test_wherever_a_line_breaks_the_text_is_the_same(words: list[str], data: st.DataObject) -> None:
    """At a space, behind a hyphen in a word, inside a word that is longer than a line, between characters."""
    text = " ".join(words)
    places = [at for at, char in enumerate(text) if char == " "]
    places += [at + 1 for at in range(1, len(text) - 1) if text[at] in "-/" and text[at - 1].isalnum()]
    places += [text.index(LONG[0]) + at for at in range(1, len(LONG[0])) if LONG[0] in text]
    places += [text.index("タワー") + at for at in range(3) if "タワー" in text]
    at = data.draw(st.sampled_from(places or [0]))
    broken = text[:at] + "\n" + text[at:].removeprefix(" ")
    assert fold_spaces(broken) == fold_spaces(text)


def test_the_quick_look_for_seams_misses_no_script_without_spaces() -> None:
    """Texts without such a character are folded without looking at each seam."""
    letters = [chr(point) for spans in SPACELESS.values() for first, last in spans for point in (first, last)]
    assert all(fold_spaces(f"{letter} a") == f"{letter}a" for letter in letters if is_unspaced(letter))
