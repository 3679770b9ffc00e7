"""Known faults of machine translation are found, and good translations are left alone."""

import pytest

from pipeline.translation import faults
from pipeline.translation.faults import fault_name, fault_weight, find_faults


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        ("Anything at all.", "", faults.EMPTY),
        ("This is a pre-trained model.", "Este é um modelo pre-pre-pre-pre-pre-treinado.", faults.LOOP),
        ("It went on.", "Foi em, , , , , , , , , , , ,", faults.LOOP),
        ("Critics call it a tool of control, with errors and no way to appeal.", "Críticos.", faults.DROPPED),
        ("Hello there.", "-", faults.DROPPED),
        ("They keep their own records.", "They keep their own records.", faults.UNTRANSLATED),
        ("By June 27 million tickets were refused.", "Até junho, milhões de bilhetes foram recusados.", faults.NUMBERS),
        ("It cost 1,000 euros.", "Custou 100 euros.", faults.NUMBERS),
        ("Then --> it goes.", "Depois vai.", faults.MARKUP),
        ("Salt &amp; pepper are here.", "Sal e pimenta estão aqui.", faults.MARKUP),
        ("It is fine here.", "Está ⁇ aqui.", faults.UNKNOWN),
        ("That is great 😀 news.", "Isso é ótimo.", faults.SYMBOLS),
        ("It grew by 20% a year.", "Cresceu 20 por ano.", faults.UNITS),
        ("It costs £750 a year.", "Custa 750 euros por ano.", faults.UNITS),
        ("A resistor of 10 kΩ.", "Um resistor de 10 k.", faults.UNITS),
        ("It came at 7:45 p.m. sharp.", "Chegou às 7:45 em ponto.", faults.NUMBERS),
        ("Write to hello@example.org.", "Escreva para hello-example.org.", faults.LITERALS),
        ("If x ≥ 2, stop.", "Se x - 2, pare.", faults.SYMBOLS),
        ("The 3.5 million euros.", "Os 35 milhões de euros.", faults.NUMBERS),
        ("It weighs 12,345.67 grams.", "Pesa 12.347,67 gramas.", faults.NUMBERS),
        ("THEY DO NOT KNOW THIS PLACE.", "THEY DO NOT KNOW THIS PLACE.", faults.UNTRANSLATED),
        ("A house.", "Uma casa " + "muito grande e bonita que fica perto do mar azul " * 3, faults.GROWN),
    ],
)
def test_a_fault_is_found(text: str, translation: str, fault: str) -> None:
    assert fault in map(fault_name, find_faults(text, translation, source="en", target="pt"))


@pytest.mark.parametrize(
    ("text", "translation", "target"),
    [
        ("In Rongcheng everyone starts with 1,000 points.", "Em Rongcheng todos começam com 1.000 pontos.", "pt"),
        ("He has 3 dogs.", "Ele tem três cães.", "pt"),
        ("No.", "Não.", "pt"),
        ("Barack Obama.", "Barack Obama.", "pt"),
        ("www.example.com is my site.", "www.example.com é o meu site.", "pt"),
        ("It has grown by 12,345.6 percent since 2019.", "自2019年以来增长了12,345.6%。", "zh"),
        ("Each local government keeps its own records.", "各地方政府保存自己的记录。", "zh"),
        ("Ha ha ha ha ha ha.", "Ha ha ha ha ha ha.", "pt"),
        ("Between 10:30 and 11:45.", "Entre 10h30 e 11h45.", "pt"),
        ("At 7:45 p.m. it ends.", "Às 19h45 acaba.", "pt"),
        ("At 10:08 p.m. it ends.", "Às 22h08 acaba.", "pt"),
        ("It costs €5.", "Custa 5 euros.", "pt"),
        ("On June 19, 1953, it ended.", "Em 19 de junho de 1953 acabou.", "pt"),
        ("It has 10,000 seats.", "Tem 10 mil lugares.", "pt"),
        ("In 1950-53 there was a war.", "De 1950 a 1953 houve uma guerra.", "pt"),
        ("It grew by 29%.", "Cresceu 29 por cento.", "pt"),
        ("Over 4 million people came.", "Mais de quatro milhões de pessoas vieram.", "pt"),
        ("In the 19th century.", "No século XIX.", "pt"),
        ("In the 1960s he left.", "Nos anos 60 ele partiu.", "pt"),
        ("It is 40 miles away.", "Fica a 64 km.", "pt"),
        ("It rose to 85 mph.", "Subiu para 140 km/h.", "pt"),
        ("It weighs 5 kg.", "Pesa cinco quilos.", "pt"),
        ("Covid-19 changed it.", "A COVID-19 mudou isso.", "pt"),
        ("It rains 1.5 °C warmer.", "Chove 1,5 ºC mais quente.", "pt"),
        ("Half of 1/2 is 1/4.", "Metade de um meio é um quarto.", "pt"),
        ("It cost $1.2 billion.", "Costó 1200 millones de dólares.", "es"),
        ("It cost 2.5 million euros.", "Es kostete 2,5 Millionen Euro.", "de"),
    ],
)
def test_a_good_translation_has_none(text: str, translation: str, target: str) -> None:
    assert find_faults(text, translation, source="en", target=target) == ()


def test_relatives_may_share_a_short_sentence() -> None:
    assert find_faults("A casa é grande.", "A casa é grande.", source="pt", target="gl") == ()


def test_the_same_language_is_never_untranslated() -> None:
    text = "They keep their own records."
    assert find_faults(text, text, source="en", target="en-GB") == ()


def test_numbers_in_other_digits_are_the_same_numbers() -> None:
    assert find_faults("It was 2019.", "كان ذلك في ٢٠١٩.", source="en", target="ar") == ()


def test_a_text_of_one_letter_is_checked_in_time() -> None:
    """The search for loops must not grow with the square of the length."""
    text = "A" * 20_000
    assert find_faults(text, text, source="en", target="pt") == ()


def test_worse_faults_weigh_more() -> None:
    assert fault_weight(()) == 0
    assert fault_weight((faults.EMPTY,)) > fault_weight((faults.LOOP, faults.NUMBERS))


def test_a_sentence_of_which_half_came_back_is_not_called_untranslated() -> None:
    """Relatives and borrowed words share as much; only what came back nearly whole was left alone."""
    text = "we take coffee and pizza with pasta at the hotel"
    half = "nós tomamos coffee and pizza with pasta em um hotel"
    assert faults.UNTRANSLATED not in find_faults(text, half, source="en", target="pt")
    assert faults.UNTRANSLATED in find_faults(text, text, source="en", target="pt")
