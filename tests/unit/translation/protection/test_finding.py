"""What a sentence says that has to come through is found, whole, and written in the target's format."""

import pytest

from pipeline.translation.protection import TermUse, find_facts
from pipeline.translation.protection.facts import Fact


class Small:
    """A reader like the embedded packages': ASCII without some signs, and the letters of Portuguese."""

    def unreadable(self, text: str) -> frozenset[str]:
        return frozenset(
            char for char in text if not char.isspace() and (char in "#<>@\\^`{}~" or not self._knows(char))
        )

    def likelihood(self, word: str) -> float:
        if word in {"USA", "NASA", "WHO"}:
            return -3.0
        return {True: -8.0, False: -14.0}[word.islower()] + 9 * (word == "Iran")

    def _knows(self, char: str) -> bool:
        return char.isascii() or char in "áàâãéêíóôõúüçÁÉÓ°ºª²³♪"


def facts(text: str, source: str = "en", target: str = "pt") -> list[Fact]:
    return list(find_facts(text, source=source, target=target, reader=Small()))


@pytest.mark.parametrize(
    ("text", "found", "written"),
    [
        ("The distance is 384,400 km.", "384,400 km", "384.400 km"),
        ("It costs £2.5 trillion a year.", "£2.5 trillion", "£ 2,5 trilhões"),
        ("It costs $499.99 now.", "$499.99", "US$ 499,99"),
        ("At 7:45 p.m. it ends.", "7:45 p.m.", "19h45"),
        ("On 06/19/1953 he left.", "06/19/1953", "19/06/1953"),
        ("It is the 3rd one.", "3rd", "3º"),
        ("A resistor of 10 kΩ is hot.", "10 kΩ", "10 kΩ"),
        ("Add 2½ cups.", "2½", "2½"),
        ("An area of 20 m² is small.", "20 m²", "20 m²"),
        ("It fell to −5 °C today.", "−5 °C", "−5 °C"),
        ("If x ≥ 2.5, stop.", "x ≥ 2.5", "x ≥ 2,5"),
        ("That is 6 × 7 = 42, right?", "6 × 7 = 42", "6 × 7 = 42"),
        ("The angle is ±5 degrees.", "±5", "±5"),
        ("Write to hello@example.org soon.", "hello@example.org", "hello@example.org"),
        ("See https://example.org/a-b?c=1.", "https://example.org/a-b?c=1", "https://example.org/a-b?c=1"),
        ("See www.example.org/help, then stop.", "www.example.org/help", "www.example.org/help"),
        ("Follow @SciencePeriod now.", "@SciencePeriod", "@SciencePeriod"),
        ("Use #explainer here.", "#explainer", "#explainer"),
        ("Open data_final_v2.csv first.", "data_final_v2.csv", "data_final_v2.csv"),
        ("Open C:\\Users\\Public now.", "C:\\Users\\Public", "C:\\Users\\Public"),
        ("Look in /etc/hosts for it.", "/etc/hosts", "/etc/hosts"),
        ('Write print("Hello, world") here.', 'print("Hello, world")', 'print("Hello, world")'),
        ("Type {name} in the box.", "{name}", "{name}"),
        ("It needs 0.85.x or more.", "0.85.x", "0.85.x"),
        ("Use Python 3.12 for it.", "3.12", "3.12"),
        ("The ISBN is 978-3-16-148410-0.", "978-3-16-148410-0", "978-3-16-148410-0"),
        ("Call 1-800-555-0199 now.", "1-800-555-0199", "1-800-555-0199"),
        ("The city of Łódź is old.", "Łódź", "Łódź"),
        ("C# is a language.", "C#", "C#"),
        ("It makes CO₂ and water.", "CO₂", "CO₂"),
        ("A 5G phone.", "5G", "5G"),
        ("Set the camelCase name.", "camelCase", "camelCase"),
        ("The balance was -$45.20 then.", "-$45.20", "-US$ 45,20"),
        ("Watch at 0.5× speed.", "0.5×", "0,5×"),
        ("Dial *123# now.", "*123#", "*123#"),
        ("The angle is 37° 14′ 24″.", "37° 14′ 24″", "37° 14′ 24″"),
        ("Then { return x; } ends it.", "{ return x; }", "{ return x; }"),
        ("They got £2m for it.", "£2m", "£ 2 milhões"),
        ("It is 2.5 million.", "2.5 million", "2,5 milhões"),
        ("Save notes (final).docx now.", "notes (final).docx", "notes (final).docx"),
    ],
)
def test_a_fact_is_found_whole(text: str, found: str, written: str) -> None:
    assert (found, written) in [(fact.text, fact.written) for fact in facts(text)]


@pytest.mark.parametrize(
    ("text", "found", "written"),
    [
        ("Custa R$ 1.299,90 hoje.", "R$ 1.299,90", "R$1,299.90"),
        ("Às 19h45 acaba.", "19h45", "7:45 p.m."),
        ("Misture 2.500 g de farinha.", "2.500 g", "2,500 g"),
        ("No 3º andar.", "3º", "3rd"),
        ("São 1.299.900 pessoas.", "1.299.900", "1,299,900"),
        ("Em 19/06/1953 partiu.", "19/06/1953", "06/19/1953"),
        ("No dia 1º/5/1980 nasceu.", "1º/5/1980", "05/01/1980"),
        ("O § 2º diz isso.", "§ 2º", "§ 2º"),
    ],
)
def test_a_fact_of_portuguese_is_found(text: str, found: str, written: str) -> None:
    assert (found, written) in [(fact.text, fact.written) for fact in facts(text, "pt", "en")]


@pytest.mark.parametrize(
    "text",
    [
        "The cat and/or the dog came home.",
        "He said that file(s) are fine, I think.",
        "A house, a tree; and so on...",
        "He works at St. Mary's.",
        "The USA and NASA agreed.",
    ],
)
def test_an_ordinary_sentence_has_none(text: str) -> None:
    assert facts(text) == []


def test_capitals_become_sentence_case_but_abbreviations_stay() -> None:
    sent = [(fact.text, fact.forms) for fact in facts("NASA WILL NOT LAND IN IRAN.")]
    assert sent == [("WILL", ("will",)), ("NOT", ("not",)), ("LAND", ("land",)), ("IN", ("in",)), ("IRAN", ("Iran",))]


def test_terms_come_first_and_are_sent_as_they_are() -> None:
    class Glossary:
        def find(self, text: str) -> list[TermUse]:
            return [TermUse(start=4, end=16, translation="escore de crédito")]

    (fact,) = find_facts("The credit score fell.", source="en", target="pt", terms=Glossary())
    assert (fact.text, fact.forms, fact.written) == ("credit score", ("credit score",), "escore de crédito")
