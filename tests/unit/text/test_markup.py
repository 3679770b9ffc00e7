"""What is formatting, what leaked, and what is text."""

from __future__ import annotations

import pytest

from pipeline.text.markup import drop_tags, find_markup, neutralise_markup, strip_markup


@pytest.mark.parametrize(
    "text",
    [
        "<i>Alien</i>",
        "<I>Alien</I>",
        '<font color="#ff0000">red</font>',
        "{\\an8}above",
        "{\\pos(10,20)}<b><i>both</i></b>",
        "List<String>",
        "#include <stdio.h>",
        "Map<A, B> and <T>",
        "5 < 6 > 4",
        "AT&T; R&D",
    ],
)
def test_formatting_and_text_are_no_leak(text: str) -> None:
    """SubRip's own tags that open and close, override blocks, and what only looks like a tag."""
    assert find_markup(text) is None
    assert neutralise_markup(text) == text


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("<c.yellow>yes</c>", "<c.yellow>"),
        ("<v Mary>yes", "<v Mary>"),
        ("one<br/>two", "<br/>"),
        ("<00:00:01.000>yes", "<00:00:01.000>"),
        ("<|en|>yes", "<|en|>"),
        ("<i>never closed", "<i>"),
        ("closed</b>", "</b>"),
        ("&nbsp;yes", "&nbsp;"),
        ("00:01 --> 00:02", "-->"),
        ('<a href="x">link</a>', '<a href="x">'),
    ],
)
def test_what_other_formats_write_is_a_leak(text: str, leak: str) -> None:
    """It is found, can be stripped, and can be made harmless without moving a character."""
    assert find_markup(text) == leak
    assert find_markup(strip_markup(text)) is None
    harmless = neutralise_markup(text)
    assert find_markup(harmless) is None
    assert len(harmless) == len(text)


def test_only_whole_entities_are_read_as_characters() -> None:
    """HTML also knows names without a semicolon; in a caption they are letters."""
    assert strip_markup("notorious &notorious &amp; more") == "notorious &notorious & more"


def test_dropping_tags_keeps_what_only_looks_like_one() -> None:
    """Words are compared without formatting, and code is words."""
    assert drop_tags("<i>List<String></i> {\\an8}<c.red>x</c>") == "List<String> x"
