"""Which characters are written without spaces, and where running text has a space."""

from __future__ import annotations

import re
import unicodedata

import pytest

from pipeline.languages import writes_without_spaces
from pipeline.languages.language_data import SCRIPT_OF
from pipeline.languages.tags import script_of
from pipeline.text.scripts import SPACELESS, has_unspaced, is_unspaced, letter_pattern
from pipeline.text.seams import joint_space
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
