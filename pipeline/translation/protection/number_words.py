"""Numbers as words, so that a number that a translation spells out is not taken for a lost one."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from pipeline.text import fold

# Cardinals and ordinals from 0 to 20, in order, `/` between forms of one number; then tens, hundreds and others.
_UNITS = {
    "en": "zero one two/twice/second/half/pair three/third four/fourth five/fifth six/sixth seven/seventh eight/eighth "
    "nine/ninth ten/tenth/decade eleven/eleventh twelve/twelfth/dozen/midnight/noon/midday thirteen/thirteenth "
    "fourteen/fourteenth fifteen/fifteenth sixteen/sixteenth seventeen/seventeenth eighteen/eighteenth "
    "nineteen/nineteenth twenty/twentieth",
    "pt": "zero um/uma/primeiro/primeira/primeiros/primeiras dois/duas/segundo/segunda/metade/meia/meio "
    "tres/terceiro/terceira/terco/tercos "
    "quatro/quarto/quarta/quartos cinco/quinto/quinta seis/sexto/sexta sete/setimo/setima oito/oitavo/oitava "
    "nove/nono/nona dez/decimo/decima/decada onze doze/duzia/meia-noite/meio-dia treze catorze/quatorze quinze "
    "dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove vinte/vigesimo/vigesima",
    "es": "cero uno/una/un/primero/primera/primer dos/segundo/segunda/mitad/medio/media "
    "tres/tercero/tercera/tercer/tercio "
    "cuatro/cuarto/cuarta cinco/quinto/quinta seis/sexto/sexta siete/septimo/septima ocho/octavo/octava "
    "nueve/noveno/novena diez/decimo/decima/decada once doce/docena/medianoche/mediodia trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve veinte/vigesimo",
    "fr": "zero un/une/premier/premiere deux/deuxieme/second/seconde/demi/demie/moitie trois/troisieme/tiers "
    "quatre/quatrieme/quart cinq/cinquieme six/sixieme sept/septieme huit/huitieme neuf/neuvieme dix/dixieme "
    "onze/onzieme douze/douzieme/douzaine/minuit/midi treize quatorze quinze seize dix-sept dix-huit dix-neuf "
    "vingt/vingtieme",
    "de": "null ein/eine/einen/einem/eins/einer/erste/ersten/erster zwei/zweite/zweiten/halb/halbe/halfte "
    "drei/dritte/dritten/drittel "
    "vier/vierte/vierten/viertel funf/funfte/funften sechs/sechste/sechsten sieben/siebte/siebten "
    "acht/achte/achten neun/neunte/neunten "
    "zehn/zehnte/zehnten/jahrzehnt elf/elfte/elften zwolf/zwolfte/dutzend/mitternacht/mittag dreizehn vierzehn "
    "funfzehn sechzehn siebzehn "
    "achtzehn neunzehn zwanzig/zwanzigste/zwanzigsten",
    "it": "zero uno/un/una/primo/prima due/secondo/seconda/meta/mezzo/mezza tre/terzo/terza "
    "quattro/quarto/quarta cinque/quinto/quinta "
    "sei/sesto/sesta sette/settimo/settima otto/ottavo/ottava nove/nono/nona dieci/decimo/decima/decennio undici "
    "dodici/dozzina/mezzanotte/mezzogiorno tredici quattordici quindici sedici diciassette diciotto diciannove venti",
}
_TENS = {
    "en": "thirty/thirties forty/forties fifty/fifties sixty/sixties seventy/seventies eighty/eighties ninety/nineties "
    "hundred/century/centuries/centennial",
    "pt": "trinta quarenta cinquenta sessenta setenta oitenta noventa cem/cento/centena/centenario/seculo",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa cien/ciento/centenar/siglo",
    "fr": "trente quarante cinquante soixante soixante-dix quatre-vingt/quatre-vingts quatre-vingt-dix "
    "cent/cents/centaine/siecle",
    "de": "dreissig vierzig funfzig sechzig siebzig achtzig neunzig hundert/jahrhundert",
    "it": "trenta quaranta cinquanta sessanta settanta ottanta novanta cento/centinaio/secolo",
}
_HUNDREDS = {
    "pt": "duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas quinhentos/quinhentas seiscentos/seiscentas "
    "setecentos/setecentas oitocentos/oitocentas novecentos/novecentas mil/milhar",
    "es": "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos mil/millar",
}
_SCALES = {
    "en": "thousand/k:3 million/millions/mn/mln/m:6 billion/billions/bn/b:9 trillion/trillions/tn:12 "
    "quadrillion:15 hundred:2",
    "pt": "mil:3 milhao/milhoes/mi:6 bilhao/bilhoes/biliao/bilioes/bi:9 trilhao/trilhoes/tri:12 "
    "quatrilhao/quatrilhoes:15 cem/centenas:2",
    "es": "mil:3 millon/millones:6 billon/billones:12 trillon/trillones:18",
    "fr": "mille:3 million/millions:6 milliard/milliards:9 billion/billions:12 trillion/trillions:18",
    "de": "tausend/tsd:3 million/millionen/mio:6 milliarde/milliarden/mrd:9 billion/billionen/bio:12 "
    "billiarde/billiarden:15",
    "it": "mila/mille:3 milione/milioni:6 miliardo/miliardi:9 bilione/bilioni:12",
}
_LONG_SCALES = {"pt": "mil milhoes:9", "es": "mil millones:9", "fr": "mille milliards:12"}
_WRITTEN_SCALES = {
    "en": {3: "thousand", 6: "million", 9: "billion", 12: "trillion"},
    "pt": {3: "mil", 6: "milhões", 9: "bilhões", 12: "trilhões"},
    "es": {3: "mil", 6: "millones", 9: "mil millones", 12: "billones"},
    "fr": {3: "mille", 6: "millions", 9: "milliards", 12: "billions"},
    "de": {3: "Tausend", 6: "Millionen", 9: "Milliarden", 12: "Billionen"},
    "it": {3: "mila", 6: "milioni", 9: "miliardi", 12: "bilioni"},
}
_SINGULAR = {
    "pt": {6: "milhão", 9: "bilhão", 12: "trilhão"},
    "es": {6: "millón", 12: "billón"},
    "fr": {6: "million", 9: "milliard", 12: "billion"},
    "de": {6: "Million", 9: "Milliarde", 12: "Billion"},
    "it": {6: "milione", 9: "miliardo", 12: "bilione"},
}
_MONTHS = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "fr": "janv fev mar avr mai juin juil aou sep oct nov dec",
    "de": "jan feb mar apr mai jun jul aug sep okt nov dez",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
}
_SCALE_LETTERS = frozenset("k m b mi bi tri".split())
_SMALL = 12
_SCALE_VALUES = frozenset({100, 10**3, 10**6, 10**9, 10**12})
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ROMAN = re.compile(r"\b[IVXLC]+\b")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def spelled_numbers(text: str, tag: str) -> frozenset[Decimal] | None:
    """The numbers that a text spells out in words or Roman digits; None if the language's words are not known.

    Words that belong together are added up too: `vinte e três` is 20, 3 and 23.
    """
    words = _words_of(tag.split("-", maxsplit=1)[0])
    if words is None:
        return None
    found = [words[word] for word in _parts(text) if word in words]
    sums = [a + b for a, b in pairwise(found) if b < a and b < 100]
    sums += [a + b + c for a, b, c in zip(found, found[1:], found[2:], strict=False) if c < b < a]
    sums += [a * b for a, b in pairwise(found) if b in _SCALE_VALUES and a < b]
    roman = [_read_roman(match.group()) for match in _ROMAN.finditer(text)]
    return frozenset(map(Decimal, (*found, *sums, *roman)))


def scale_pattern(tag: str, *, with_letters: bool = False) -> str | None:
    """A pattern of the words for thousand, million and so on, each form a whole word; None if they are not known.

    Letters, as in $5m, are among them only where they are asked for: 5 m and 5 mi are lengths.
    """
    scales = scales_of(tag)
    if scales is None:
        return None
    words = [word for word in scales if word not in _SCALE_LETTERS or with_letters]
    return "|".join(sorted(map(_unfolded, words), key=len, reverse=True))


@lru_cache
def knows_number_words(tag: str) -> bool:
    """Whether the numbers that a language writes in words are known."""
    return tag.split("-", maxsplit=1)[0] in _SCALES


def scales_of(tag: str) -> dict[str, int] | None:
    """Powers of ten by folded words; None if the language's words are not known."""
    language = tag.split("-", maxsplit=1)[0]
    if language not in _SCALES:
        return None
    table = {}
    for row in _SCALES[language].split():
        forms, _, power = row.rpartition(":")
        table.update(dict.fromkeys(forms.split("/"), int(power)))
    words, _, power = _LONG_SCALES.get(language, "").rpartition(":")
    return {**table, words: int(power)} if words else table


def write_scale(power: int, value: Decimal, tag: str) -> str | None:
    """The word for a power of ten behind a number; None where it is not known."""
    language = tag.split("-", maxsplit=1)[0]
    if value < 2 and power in _SINGULAR.get(language, {}):
        return _SINGULAR[language][power]
    return _WRITTEN_SCALES.get(language, {}).get(power)


def months_of(tag: str) -> tuple[str, ...]:
    """How the folded names of the twelve months begin; empty if they are not known."""
    return tuple(_MONTHS.get(tag.split("-", maxsplit=1)[0], "").split())


def is_small(value: Decimal) -> bool:
    """True for a number that any language may write as a word."""
    return value <= _SMALL and value == value.to_integral_value()


@lru_cache
def _words_of(language: str) -> dict[str, int] | None:
    if language not in _UNITS:
        return None
    table: dict[str, int] = {}
    for first, step, row in ((0, 1, _UNITS), (30, 10, _TENS), (200, 100, _HUNDREDS)):
        for number, forms in enumerate(row.get(language, "").split()):
            table.update(dict.fromkeys(forms.split("/"), first + step * number))
    return table | {
        word: 10**power for word, power in (scales_of(language) or {}).items() if len(word) > 2 and power < 15
    }


def _parts(text: str) -> list[str]:
    words = []
    for match in _WORD.finditer(fold(text)):
        word = match.group()
        words += [word, *word.split("-")] if "-" in word else [word]
    return words


def _unfolded(word: str) -> str:
    """A pattern of a folded word that accepts its accents."""
    return re.sub("[aeiou]", lambda vowel: _ACCENTED[vowel.group()], word).replace(" ", r"\s")


_ACCENTED = {"a": "[aáàãâ]", "e": "[eéèê]", "i": "[iíî]", "o": "[oóòõô]", "u": "[uúùü]"}


def _read_roman(text: str) -> int:
    digits = [_ROMAN_DIGITS[char] for char in text]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))
