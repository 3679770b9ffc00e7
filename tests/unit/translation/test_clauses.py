"""Long sentences are translated in parts and joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Translation
from pipeline.translation.clauses import Clause, join_clauses, split_clauses

LONG = (
    "Because the records are local, and nobody checks them, people who lose points have no way to appeal; that is bad."
)


def test_a_short_sentence_stays_whole() -> None:
    assert split_clauses("Short.", limit=10, measure=len) == (Clause(text="Short.", offset=0),)


def test_a_semicolon_is_a_better_break_than_a_comma_and_a_comma_than_a_space() -> None:
    assert [part.text for part in split_clauses("aaaa bbbb, cccc dddd eeee", limit=20, measure=len)] == [
        "aaaa bbbb,",
        "cccc dddd eeee",
    ]
    assert [part.text for part in split_clauses("aaaa, bbbb; cccc dddd", limit=15, measure=len)] == [
        "aaaa, bbbb;",
        "cccc dddd",
    ]


def test_numbers_are_not_split_at_their_commas() -> None:
    parts = split_clauses("it cost 1,000.50 euros and 2,000.75 dollars", limit=24, measure=len)
    assert all(number in " ".join(part.text for part in parts) for number in ("1,000.50", "2,000.75"))


@given(st.text(min_size=1, max_size=300).map(lambda text: " ".join(text.split())).filter(bool), st.integers(1, 50))
def test_parts_are_short_in_order_and_lose_only_white_space(text: str, limit: int) -> None:
    parts = split_clauses(text, limit=limit, measure=len)
    assert all(len(part.text) <= limit for part in parts)
    assert all(text[part.offset :].startswith(part.text) for part in parts)
    assert "".join("".join(part.text for part in parts).split()) == "".join(text.split())


def test_five_thousand_characters_without_a_space_are_split() -> None:
    parts = split_clauses("A" * 5_000, limit=100, measure=len)
    assert "".join(part.text for part in parts) == "A" * 5_000


def test_joining_shifts_the_alignment() -> None:
    clauses = (Clause(text="One,", offset=0), Clause(text="two.", offset=5))
    parts = (
        Translation(text="Um,", score=-0.2, alignment=((0, 0),)),
        Translation(text="dois.", score=-0.4, alignment=((0, 0), (4, 3))),
    )
    joined = join_clauses(clauses, parts, target="pt")
    assert joined.text == "Um, dois."
    assert joined.alignment == ((0, 0), (4, 5), (8, 8))
    assert joined.score is not None
    assert -0.4 < joined.score < -0.2


def test_stops_and_capitals_that_a_part_got_alone_are_taken_back() -> None:
    clauses = (Clause(text="if it rains,", offset=0), Clause(text="we stay.", offset=13))
    parts = (Translation(text="se chover."), Translation(text="Ficamos."))
    assert join_clauses(clauses, parts, target="pt").text == "se chover ficamos."


@pytest.mark.parametrize(
    ("target", "first", "second", "joined"),
    [
        ("hi", "एक, दो।", "तीन चार।", "एक, दो तीन चार।"),
        ("ar", "واحد، اثنان؟", "ثلاثة أربعة؟", "واحد، اثنان ثلاثة أربعة؟"),
        ("ur", "ایک، دو۔", "تین چار۔", "ایک، دو تین چار۔"),
        ("hy", "մեկ, երկու։", "երեք չորս։", "մեկ, երկու երեք չորս։"),
        ("km", "មួយ ពីរ។", "បី បួន។", "មួយ ពីរបី បួន។"),
    ],
)
def test_no_stop_stays_in_mid_sentence_in_any_script(target: str, first: str, second: str, joined: str) -> None:
    clauses = (Clause(text="one, two", offset=0), Clause(text="three four.", offset=9))
    assert join_clauses(clauses, (Translation(text=first), Translation(text=second)), target=target).text == joined


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("एक दो तीन। चार पाँच छः", ["एक दो तीन।", "चार पाँच छः"]),
        ("واحد اثنان؟ ثلاثة أربعة", ["واحد اثنان؟", "ثلاثة أربعة"]),
        ("他说：「好。」我们走吧", ["他说：「好。」", "我们走吧"]),
    ],
)
def test_a_long_sentence_is_split_where_a_sentence_ends_in_any_script(text: str, parts: list[str]) -> None:
    assert [clause.text for clause in split_clauses(text, limit=len(text) - 1, measure=len)] == parts
    done = tuple(Translation(text=f"{number}.") for number in "ab")
    assert join_clauses(split_clauses(text, limit=len(text) - 1, measure=len), done, target="en").text == "a. b."


def test_scripts_without_spaces_are_joined_without() -> None:
    clauses = (Clause(text="One,", offset=0), Clause(text="two.", offset=5))
    assert join_clauses(clauses, (Translation(text="一，"), Translation(text="二。")), target="zh").text == "一，二。"


def test_an_ellipsis_at_a_seam_stays() -> None:
    """It is not the full stop that a part gets because it stands alone."""
    clauses = (Clause(text="we could go on", offset=0), Clause(text="and stop", offset=15))
    parts = (Translation(text="poderíamos continuar..."), Translation(text="e parar"))
    assert join_clauses(clauses, parts, target="pt").text == "poderíamos continuar... e parar"
