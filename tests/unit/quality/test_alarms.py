"""What speaks against a translation, whatever its score."""

from __future__ import annotations

import pytest

from pipeline.quality import LengthHabit, find_alarms, find_habit, speech_doubt, translation_doubt
from pipeline.quality.alarms import find_repetition
from pipeline.quality.negation import count_negations
from pipeline.quality.units import changed_units


def kinds(text: str, translation: str, *, source: str = "en", target: str = "pt") -> set[str]:
    alarms = find_alarms(text, translation, source=source, target=target)
    return {alarm.kind for alarm in alarms if alarm.probability >= 0.3}


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("It is not safe to fly there.", "Não é seguro voar para lá."),
        ("The bridge is 384,400 km away.", "A ponte fica a 384.400 km."),
        ("Mary Wollstonecraft met Godwin in London.", "Mary Wollstonecraft conheceu Godwin em Londres."),
        ("It was impossible to see.", "Não era possível ver."),
        ("Very, very far away.", "Muito, muito longe."),
        ("OK.", "Está bem."),
        ("In Germany it rained for two days.", "Na Alemanha choveu por dois dias."),
    ],
)
def test_a_sound_translation_raises_no_alarm(text: str, translation: str) -> None:
    """Also where names, numbers and negation look otherwise in the other language."""
    assert kinds(text, translation) == set()


@pytest.mark.parametrize(
    ("text", "translation", "kind"),
    [
        ("It is not safe to fly there.", "É seguro voar para lá.", "negation"),
        ("It is safe to fly there now.", "Não é seguro voar para lá.", "negation"),
        ("The bridge is 40 km away from here.", "A ponte fica a 40 m daqui.", "unit"),
        ("It cost three million euros then.", "Custou três bilhões de euros.", "unit"),
        ("She was born in Rongcheng that year.", "Ela nasceu em Rungcheng naquele ano.", "name"),
        ("We had 1,953 visitors that day.", "Tivemos 1.935 visitantes naquele dia.", "numbers changed"),
        ("The answer came much later.", "The answer came much later.", "left in the source language"),
        (
            "He said that the answer came much later.",
            "Ele disse que the answer came much later.",
            "left in the source language",
        ),
        ("It goes on and on today.", "Continua hoje continua hoje continua hoje.", "repeats itself"),
        ("Nobody answered the question.", "  ", "empty"),
        (
            "They looked for a long time, found nothing, and went back home in the evening.",
            "Eles procuraram.",
            "length",
        ),
    ],
)
def test_a_changed_fact_raises_its_alarm(text: str, translation: str, kind: str) -> None:
    """Whoever wrote it."""
    assert kind in kinds(text, translation) | ({"length"} if "much shorter" in str(kinds(text, translation)) else set())


def test_the_usual_length_of_a_pair_is_learnt_from_its_translations() -> None:
    """A terse translator is no alarm."""
    pairs = [("x" * 60, "y" * (36 + n % 3)) for n in range(30)]
    habit = find_habit(pairs)
    assert -0.6 < habit.mean < -0.4
    text, translation = "a" * 20 + " " + "b" * 40, "c" * 10 + " " + "d" * 27
    plain = {alarm.kind: alarm.probability for alarm in find_alarms(text, translation, source="en", target="pt")}
    learnt = find_alarms(text, translation, source="en", target="pt", habit=habit)
    assert plain["length"] > 0.3
    assert all(alarm.kind != "length" or alarm.probability < 0.1 for alarm in learnt)
    assert find_habit([]) == LengthHabit()


def test_languages_whose_words_are_not_known_say_nothing() -> None:
    """Silence, not a false alarm."""
    assert count_negations("Hapana.", "sw") is None
    assert kinds("It is not safe.", "Sio salama.", target="sw") == set()


def test_powers_of_ten_have_other_names_in_other_languages() -> None:
    """A billion is mil millones."""
    assert changed_units("two billion euros", "dos mil millones de euros", source="en", target="es") is None
    assert changed_units("40 miles", "64 km", source="en", target="pt") == ("mile", "km")


def test_repetitions_are_of_words_in_a_row() -> None:
    """A refrain is none."""
    assert find_repetition("yes yes yes") == "yes"
    assert find_repetition("one of us and one of them") == ""


def test_doubt_grows_with_each_sign_of_it() -> None:
    """And nothing known is no doubt."""
    assert speech_doubt([]) == 0.0
    assert translation_doubt(None, None) == 0.0
    assert translation_doubt(-0.1, 0.05) < translation_doubt(-0.1, 0.2) < translation_doubt(-0.3, 0.2)
    assert translation_doubt(-0.3, None) > translation_doubt(-0.1, None)
