"""Sentences with facts through engines that damage them in known ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from pipeline.model import EngineSignature, Translation
from pipeline.protocols import ProgressSink
from pipeline.translation import faults
from pipeline.translation.protection import TermUse
from pipeline.translation.translating import translate_sentences


class Damaging:
    """Copies what it gets, after a function has damaged it."""

    def __init__(self, damage: Callable[[str], str]) -> None:
        self.damage = damage
        self.seen: list[str] = []

    @property
    def signature(self) -> EngineSignature:
        return EngineSignature(engine="fake", engine_version="1", model="fake")

    def translate(self, sentences: Sequence[str], progress: ProgressSink) -> tuple[Translation, ...]:
        self.seen += sentences
        return tuple(self._one(self.damage(sentence)) for sentence in sentences)

    def unreadable(self, text: str) -> frozenset[str]:
        return frozenset(char for char in text if char in "@£Ω×—Łź")

    def likelihood(self, word: str) -> float:
        return -5.0 if word.islower() else -12.0

    def _one(self, text: str) -> Translation:
        places = [match.start() for match in re.finditer(r"\S+", text)]
        return Translation(text=text, score=-0.5, alignment=tuple((place, place) for place in places))


def once(text: str, damage: Callable[[str], str], source: str = "en", target: str = "pt") -> Translation:
    (result,) = translate_sentences([text], translator=Damaging(damage), source=source, target=target)
    return result


def test_the_format_is_mended_without_another_try() -> None:
    engine = Damaging(lambda text: text)
    (result,) = translate_sentences(["It is 384,400 far."], translator=engine, source="en", target="pt")
    assert (result.text, result.faults) == ("It is 384.400 far.", ())
    assert len(engine.seen) == 1


def test_what_the_model_cannot_read_is_never_sent() -> None:
    engine = Damaging(lambda text: text)
    (result,) = translate_sentences(["Mail a@example.org 10 kΩ."], translator=engine, source="en", target="pt")
    assert engine.seen == ["Mail ZX1 ZX2."]
    assert (result.text, result.faults) == ("Mail a@example.org 10 kΩ.", ())


def test_a_lost_fact_gets_a_stand_in() -> None:
    result = once("Open notes.txt now please.", lambda text: text.replace("notes.txt", "notas"))
    assert (result.text, result.faults) == ("Open notes.txt now please.", ())


def test_a_stand_in_is_never_shown() -> None:
    """An engine that damages whatever it gets: the fault is named, and the text is one without stand-ins."""
    result = once("Mail a@example.org now.", lambda text: re.sub(r"([XQZW]{2})\d", r"\1", text).replace("@", "-"))
    assert not re.search("ZX|XQ|WX", result.text)
    assert result.faults == (f"{faults.LITERALS}: a@example.org",)


def test_capitals_are_sent_small_and_come_back() -> None:
    engine = Damaging(lambda text: text)
    (result,) = translate_sentences(["DO NOT TOUCH."], translator=engine, source="en", target="pt")
    assert engine.seen == ["Do not touch."]
    assert result.text == "DO NOT TOUCH."


def test_only_the_words_in_capitals_come_back_so() -> None:
    result = once("Part one: THE END begins", lambda text: text)
    assert result.text == "Part one: THE END begins"


def test_a_dash_is_sent_as_a_hyphen_and_comes_back() -> None:
    engine = Damaging(lambda text: text)
    (result,) = translate_sentences(["No, no — wrong."], translator=engine, source="en", target="pt")
    assert (engine.seen, result.text) == (["No, no - wrong."], "No, no — wrong.")


def test_the_alignment_points_into_the_sentence_as_it_was() -> None:
    text = "Pay £5 to Anna now."
    result = once(text, lambda sent: sent)
    assert result.alignment is not None
    links = {result.text[ours:].partition(" ")[0]: text[theirs:].partition(" ")[0] for ours, theirs in result.alignment}
    assert links["Anna"] == "Anna"
    assert links["now."] == "now."


class Glossary:
    """One term."""

    def find(self, text: str) -> list[TermUse]:
        start = text.find("credit score")
        if start < 0:
            return []
        use = TermUse(start=start, end=start + 12, translation="escore de crédito", accepted=("escores de crédito",))
        return [use]


@pytest.mark.parametrize("came", ["os escores de crédito", "o Escore de Crédito"])
def test_a_term_in_an_accepted_form_is_kept(came: str) -> None:
    engine = Damaging(lambda text: text.replace("credit score", came))
    (result,) = translate_sentences(["A credit score."], translator=engine, source="en", target="pt", terms=Glossary())
    assert (result.text, result.faults, len(engine.seen)) == (f"A {came}.", (), 1)


def test_another_translation_of_a_term_is_replaced() -> None:
    engine = Damaging(lambda text: text.replace("credit score", "nota"))
    (result,) = translate_sentences(["A credit score."], translator=engine, source="en", target="pt", terms=Glossary())
    assert (result.text, result.faults) == ("A escore de crédito.", ())


def test_a_term_that_cannot_be_enforced_is_a_fault() -> None:
    engine = Damaging(lambda text: "A nota.")
    (result,) = translate_sentences(["A credit score."], translator=engine, source="en", target="pt", terms=Glossary())
    assert (result.text, result.faults) == ("A nota.", (f"{faults.TERMS}: credit score",))


class Knowing(Damaging):
    """Knows some words, and makes up a spelling of a name."""

    def likelihood(self, word: str) -> float:
        return -8.0 if word.lower() in {"wrote", "centre", "medical", "brazil"} else -20.0


def test_a_garbled_name_is_sent_as_a_stand_in() -> None:
    engine = Knowing(lambda text: text.replace("Evaristo", "Evaristus"))
    (result,) = translate_sentences(["Conceição Evaristo wrote."], translator=engine, source="en", target="pt")
    assert (result.text, result.faults) == ("Conceição Evaristo wrote.", ())


def test_another_form_that_the_model_knows_is_no_damage() -> None:
    engine = Knowing(lambda text: text.replace("Brasil", "Brazil"))
    (result,) = translate_sentences(["Vera Brasil wrote."], translator=engine, source="pt", target="en")
    assert (result.text, result.faults, len(engine.seen)) == ("Vera Brazil wrote.", (), 1)


def test_a_name_with_common_words_may_be_translated() -> None:
    engine = Knowing(lambda text: text.replace("Medical Centre", "Centro Médico"))
    (result,) = translate_sentences(["Reagan Medical Centre wrote."], translator=engine, source="en", target="pt")
    assert (result.text, len(engine.seen)) == ("Reagan Centro Médico wrote.", 1)


def test_a_time_at_the_end_of_a_sentence_has_one_full_stop() -> None:
    result = once("Ele saiu às 22h29.", lambda text: text, source="pt", target="en")
    assert result.text == "Ele saiu às 10:29 p.m."


def test_two_miles_are_not_two_million() -> None:
    result = once("Drive 2 mi more.", lambda text: text.replace("Drive", "Conduza"))
    assert (result.text, result.faults) == ("Conduza 2 mi more.", ())
