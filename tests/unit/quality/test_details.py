"""What platforms take of title, description and chapters."""

from __future__ import annotations

import pytest

from pipeline.model import Chapter, Details
from pipeline.quality.details import check_details

GOOD = (Chapter(0, "One"), Chapter(10, "Two"), Chapter(25, "Three"))


def rules(details: Details, duration_ms: int | None = 60_000) -> list[tuple[str, str, int]]:
    return [(str(one.severity), one.rule, one.cue_number) for one in check_details(details, duration_ms=duration_ms)]


def test_what_is_within_all_limits_has_no_finding():
    assert rules(Details("a" * 100, "é" * 2_400, GOOD)) == []
    assert rules(Details()) == []
    assert rules(Details("", "", GOOD), duration_ms=None) == []


@pytest.mark.parametrize(
    ("details", "found"),
    [
        pytest.param(Details("a" * 101), ("error", "title-length", 0), id="a long title"),
        pytest.param(Details("a < b"), ("error", "angle-bracket", 0), id="an angle bracket"),
        pytest.param(Details("", "see <b>"), ("error", "angle-bracket", 0), id="markup in the description"),
        pytest.param(Details("", "é" * 2_501), ("error", "description-length", 0), id="a long description"),
        pytest.param(
            Details("", "a" * 4_980, GOOD), ("warning", "description-length", 0), id="no room for chapter lines"
        ),
        pytest.param(Details("", "", GOOD[:2]), ("warning", "chapter-count", 0), id="two chapters"),
        pytest.param(
            Details("", "", (Chapter(1, "A"), Chapter(20, "B"), Chapter(40, "C"))),
            ("warning", "chapter-start", 1), id="a late first chapter",
        ),
        pytest.param(
            Details("", "", (Chapter(0, "A"), Chapter(9.9, "B"), Chapter(40, "C"))),
            ("warning", "chapter-length", 1), id="a short chapter",
        ),
        pytest.param(
            Details("", "", (Chapter(0, "A"), Chapter(20, "B"), Chapter(55, "C"))),
            ("warning", "chapter-length", 3), id="a short last chapter",
        ),
        pytest.param(
            Details("", "", (Chapter(0, "A"), Chapter(20, "B"), Chapter(60, "C"))),
            ("error", "chapter-after-end", 3), id="a chapter after the end",
        ),
        pytest.param(
            Details("", "", (Chapter(0, "A"), Chapter(20, "B"), Chapter(40, "b"))),
            ("warning", "chapter-repeated", 3), id="two of one name",
        ),
    ],
)  # fmt: skip
def test_each_limit_is_a_finding(details, found):
    assert rules(details) == [found]
