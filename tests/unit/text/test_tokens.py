"""Atoms of plain texts are found by a simpler pattern: the same ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import split_atoms, tokens

LETTERS = st.characters(max_codepoint=ord(tokens._FIRST_SPECIAL) - 1)
MARKS = st.sampled_from(list("\n\t .,:;!?()[]\"'«»¿¡\u00a0"))


@given(st.text(LETTERS | MARKS, max_size=30))
def test_the_simple_pattern_finds_the_atoms_of_the_full_one(text: str) -> None:
    assert tokens._WORD.findall(text) == tokens._atom_pattern().findall(text) == split_atoms(text)


@given(st.text(st.sampled_from(list("aé’”“「」。東京ไทย (["))))
def test_any_other_text_gets_the_full_one(text: str) -> None:
    assert split_atoms(text) == tokens._atom_pattern().findall(text)
