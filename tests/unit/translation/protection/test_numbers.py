"""Numbers in each language's format."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translation.protection.number_formats import format_number, read_number


@pytest.mark.parametrize(
    ("token", "source", "target", "written"),
    [
        ("384,400", "en", "pt", "384.400"),
        ("1,234.5", "en", "de", "1.234,5"),
        ("1.234,50", "de", "en", "1,234.50"),
        ("12,345.67", "en", "fr", "12\u202f345,67"),
        ("1,500", "en", "es", "1500"),
        ("15,000", "en", "es", "15.000"),
        ("1953", "en", "pt", "1953"),
        ("3.14159", "en", "pt", "3,14159"),
        ("10 000", "fr", "en", "10,000"),
        ("1.299,90", "pt", "ja", "1,299.90"),
        ("12’345.5", "de-CH", "pt", "12.345,5"),
    ],
)
def test_a_number_is_written_as_the_target_writes_it(token: str, source: str, target: str, written: str) -> None:
    number = read_number(token, source)
    assert number is not None
    assert format_number(number, target) == written


@pytest.mark.parametrize(
    ("token", "tag"), [("12.345,67", "en"), ("25,462,7", "pt"), ("384.400.1", "pt"), ("1.5", "pt")]
)
def test_what_a_language_would_not_write_is_no_number_of_its_own(token: str, tag: str) -> None:
    assert read_number(token, tag, is_strict=True) is None


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from(["en", "pt", "fr", "de", "pl", "es"]))
def test_what_was_written_is_read_again(value, tag: str) -> None:  # type: ignore[no-untyped-def]
    number = read_number(f"{value:,}", "en")
    assert number is not None
    again = read_number(format_number(number, tag), tag, is_strict=True)
    assert again is not None
    assert again.value == value
