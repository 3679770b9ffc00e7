"""The page that benches write together."""

import pytest

from benches.report import table, write_section


def test_a_bench_replaces_its_own_section_only(tmp_path):
    """Two benches write one page; each run of one leaves the other's text as it is."""
    page = tmp_path / "docs" / "performance.md"
    write_section(page, "one", "One", "first \\1 text")
    write_section(page, "two", "Two", "second text")
    before = page.read_text()
    write_section(page, "one", "One", "new text")
    after = page.read_text()
    assert "first" in before
    assert "first" not in after
    assert after.index("new text") < after.index("second text")
    assert before.split("<!-- section two -->")[1] == after.split("<!-- section two -->")[1]


def test_a_text_around_the_sections_stays(tmp_path):
    """A person may write between them."""
    page = tmp_path / "languages.md"
    page.write_text("# Languages\n\nBy hand.\n")
    write_section(page, "map", "Map", "text")
    assert page.read_text().startswith("# Languages\n\nBy hand.\n\n<!-- section map -->")


def test_a_key_is_a_plain_word(tmp_path):
    """It becomes part of a pattern and a comment."""
    with pytest.raises(ValueError, match="not a section's key"):
        write_section(tmp_path / "a.md", "--> x", "X", "")


def test_a_table_keeps_its_columns():
    """A bar in a cell is escaped."""
    assert table(["a", "b"], [["x|y", "1"]]) == "| a | b |\n| --- | --: |\n| x\\|y | 1 |"
