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
    """A refrain is none, nor is a list of numbers; words with a number may repeat."""
    assert find_repetition("yes yes yes") == "yes"
    assert find_repetition("one of us and one of them") == ""
    assert find_repetition("a razão é de 3:2. de 3:2.") == "de 3:2"
    assert find_repetition("10, 10, 10, 10") == ""


def test_what_says_that_something_is_not_so_wants_a_word_for_it() -> None:
    """A lack that is gone is a small alarm; one that is said otherwise is none."""

    def alarm(text: str, translation: str) -> float:
        found = find_alarms(text, translation, source="en", target="pt")
        return max((one.probability for one in found if one.kind == "negation"), default=0.0)

    assert 0 < alarm("The country lacks a plan.", "O país tem um plano.") < 0.2
    assert alarm("The country lacks a plan.", "Ao país falta um plano.") == 0
    assert alarm("The country lacks a plan.", "O país está sem plano.") == 0
    assert alarm("Six million tickets were refused.", "Seis milhões de bilhetes foram recusados.") == 0


def test_known_words_tell_a_prefix_from_a_beginning() -> None:
    """What is left of unfair is a word, what is left of uncle is none."""
    is_word = {"fair", "coberta"}.__contains__
    found = count_negations("An unfair uncle.", "en", is_word)
    assert found is not None
    assert found.hidden == 1


def test_doubt_grows_with_each_sign_of_it() -> None:
    """And nothing known is no doubt."""
    assert speech_doubt([]) == 0.0
    assert translation_doubt(None, None) == 0.0
    assert translation_doubt(-0.1, 0.05) < translation_doubt(-0.1, 0.2) < translation_doubt(-0.3, 0.2)
    assert translation_doubt(-0.3, None) > translation_doubt(-0.1, None)


class FewWords:
    """A lexicon of a few words, for both directions."""

    knows_words = True
    knows_pairs = True
    words = frozenset({"friday", "prime", "minister", "party", "partido", "trabalhista"})
    pairs = frozenset({("Cologne", "Colônia"), ("Labour", "Trabalhista")})

    def is_word(self, word: str) -> bool:
        return word.lower() in self.words

    def is_spelling(self, word: str) -> bool:
        return self.is_word(word)

    def may_become(self, word: str, other: str) -> bool:
        return (word, other) in self.pairs


def name_probability(text: str, translation: str) -> float:
    alarms = find_alarms(text, translation, source="en", target="pt", lexicon=FewWords())
    return max((alarm.probability for alarm in alarms if alarm.kind == "name"), default=0.0)


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("We met in Cologne on Friday.", "Nós nos encontramos em Colônia na sexta-feira."),
        ("It was the Labour Party.", "Era o Partido Trabalhista."),
        ("They went to Taiwan’s capital.", "Eles foram à capital de Taiwan."),
    ],
    ids=["another form", "translated words", "a genitive"],
)
def test_words_of_both_languages_explain_capitals(text: str, translation: str) -> None:
    """Weekdays, titles and cities have other forms; what a model knows of words says which."""
    assert name_probability(text, translation) < 0.1


def test_another_languages_spelling_of_a_name_is_no_slip() -> None:
    """Portuguese writes a t for ct and pt; a slip of a letter is a mistake more often."""
    assert name_probability("We saw the Arctic.", "Vimos o Ártico.") < 0.2
    assert name_probability("They live in Dalhousie now.", "Eles agora moram em Dalhousle.") > 0.4


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("We met Jamie there.", "Nós encontramos Kowalski lá."),
        ("We met in Cologne on Friday.", "Nós nos encontramos em Nairobi na sexta-feira."),
        ("They live in Dalhousie now.", "Eles agora moram em Dalhousle."),
        ("Dalhousie is a village.", "A vila de Dalhoosie."),
    ],
    ids=["another name", "another city", "a slip near the end", "at the start of a sentence"],
)
def test_a_name_that_nothing_explains_is_an_alarm(text: str, translation: str) -> None:
    """Where words are known, a name of its own in the translation says more than a missing one."""
    assert name_probability(text, translation) > 0.4


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("They stopped 40 miles from here.", "Eles pararam a 64 km daqui."),
        ("It ended at 1 p.m. on the dot.", "Acabou às 13h em ponto."),
        ("Six thousand of them were there.", "Havia ali 6 mil deles."),
        ("She came eleventh in the race.", "Ela ficou em 11º lugar na corrida."),
        ("We saw nobody, and nothing moved.", "Não vimos ninguém, e nada se mexia."),
        ('His book "The Art of War" came out.', "Seu livro “The Art of War” (A arte da guerra) saiu."),
    ],
    ids=["converted", "another clock", "a scale in words", "an ordinal", "agreeing words", "a title"],
)
def test_what_is_only_said_otherwise_is_no_alarm(text: str, translation: str) -> None:
    """Values are compared, not digits; and words that only agree with a "not" are none."""
    assert kinds(text, translation) - {"length"} <= {"left in the source language"}
    assert all(one.probability <= 0.3 for one in find_alarms(text, translation, source="en", target="pt"))


@pytest.mark.parametrize(
    ("text", "translation", "kind"),
    [
        ("It was seen there by 12 people.", "Foi visto ali por 12 pessoas em 1997.", "numbers changed"),
        ("It was not yet clear.", "Ainda estava claro.", "negation"),
        ("Development is not possible.", "O desenvolvimento é possível.", "negation"),
        ("Nobody knew, and he did not ask.", "Todos sabiam, e ele perguntou.", "negation"),
        ("He came without a word.", "Ele veio com uma palavra.", "negation"),
        ("It is 3 m deep.", "Tem 3 km de profundidade.", "unit"),
        ("The empire did not fall.", "O império caiu.", "negation"),
        (
            "He found it in the North African region Tripolitania.",
            "Ele achou isso in the North African region Tripolitania.",
            "left in the source language",
        ),
    ],
)
def test_other_words_do_not_hide_a_changed_fact(text: str, translation: str, kind: str) -> None:
    """Ordinary words that begin like a negative one, or stand in both texts, say no "not"."""
    assert kind in kinds(text, translation)
