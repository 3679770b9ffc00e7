"""The readability table."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.cues import PROFILE_NAMES, profile_for


def test_a_region_has_its_languages_limits_and_an_unknown_language_the_general_ones() -> None:
    """Only the first part of a tag counts."""
    assert profile_for("zh-Hant") == profile_for("zh")
    assert profile_for("qq") == profile_for("de")


@pytest.mark.parametrize(("language", "cells"), [("en", 24), ("ja", 8), ("zh", 9), ("th", 20)])
def test_vertical_video_has_short_lines(language: str, cells: int) -> None:
    """In every script, and never fewer than eight cells."""
    assert profile_for(language, "vertical").line_cells == cells


def test_the_speeds_of_alphabets_do_not_count_for_characters() -> None:
    """BBC's and TED's rates are for letters."""
    assert profile_for("ja", "ted").speed_cps == profile_for("ja").speed_cps
    assert profile_for("fr", "bbc").speed_cps == 15


def test_an_unknown_profile_is_refused_with_the_known_ones() -> None:
    """The message names them."""
    with pytest.raises(ValueError, match="vertical"):
        profile_for("en", "imax")
    assert [profile_for("en", name).name for name in PROFILE_NAMES] == list(PROFILE_NAMES)


def test_gaps_follow_the_frame_rate_but_not_of_slide_shows() -> None:
    """Two frames of a video with one a second would be two seconds."""
    profile = profile_for("en")
    assert profile.gap_ms(Fraction(25)) == 80
    assert profile.gap_ms(Fraction(1)) == profile.gap_ms(Fraction(20)) == 100
