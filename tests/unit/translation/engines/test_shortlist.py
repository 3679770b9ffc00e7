"""The lines of a shortlist for a few pieces."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translation.engines.shortlist import excerpt

SINGLE = "\tx y\nb\ttwo words\nab\tsix\n\na\tone\n▁c\tfive"
SEVERAL = "\tx y\na\tone\na b\ttwo\nb\tthree\na c\tfour\n\nc\tfive\n"


def both(tmp_path: Path, content: bytes, *pieces: str) -> bytes:
    """The excerpt, which must be the same with an index as without one."""
    shortlist, index = tmp_path / "vmap.txt", tmp_path / "cache" / "index"
    shortlist.write_bytes(content)
    index.unlink(missing_ok=True)
    found = excerpt(shortlist, pieces, index=index)
    assert index.exists()
    assert excerpt(shortlist, pieces, index=index) == found
    return found


def test_an_excerpt_has_the_lines_of_the_wanted_pieces(tmp_path: Path) -> None:
    """The line without a piece stays, since its targets are always considered; no empty line becomes one like it."""
    assert both(tmp_path, SINGLE.encode(), "", "a", "▁c", "d") == "\tx y\na\tone\n▁c\tfive\n".encode()


def test_a_line_of_several_pieces_is_there_where_all_are_wanted(tmp_path: Path) -> None:
    assert both(tmp_path, SEVERAL.encode(), "", "a", "b") == b"\tx y\na\tone\na b\ttwo\nb\tthree\n"


def test_a_damaged_line_is_read_the_same_way_each_time(tmp_path: Path) -> None:
    assert both(tmp_path, b"a\tone\nbroken\nc\tthree\n", "a", "c") == b"a\tone\nc\tthree\n"
    both(tmp_path, b"a\tone\nbroken\nc\tthree\n", "a", "broke", "c")


@given(st.dictionaries(st.text("abc▁", max_size=3), st.text("xy ", max_size=5)), st.sets(st.text("abc▁", max_size=3)))
def test_an_index_finds_what_is_found_without_it(
    tmp_path_factory: pytest.TempPathFactory, rows: dict[str, str], pieces: set[str]
) -> None:
    content = "\n".join(f"{key}\t{value}" for key, value in rows.items()).encode()
    found = both(tmp_path_factory.mktemp("list"), content, *pieces)
    expected = (f"{key}\t{value}\n" for key, value in rows.items() if key in pieces)
    assert found == "".join(expected).encode()


@pytest.mark.parametrize("damage", [b"", b"x" * 16, b"x" * 30], ids=["empty", "no offsets", "other offsets"])
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    right = both(tmp_path, SINGLE.encode(), "a", "b")
    index = tmp_path / "cache" / "index"
    index.write_bytes(damage)
    assert excerpt(tmp_path / "vmap.txt", ["a", "b"], index=index) == right
    assert index.read_bytes() != damage


def test_without_a_place_for_an_index_the_lines_are_found_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "vmap.txt").write_bytes(SINGLE.encode())
    (tmp_path / "cache").write_text("in the way")
    assert excerpt(tmp_path / "vmap.txt", ["a"], index=tmp_path / "cache" / "index") == b"a\tone\n"
