"""Units and powers of ten as the languages name them, so that kilometres that became metres are noticed."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.text import fold

_NAMES = {
    "length": {
        "mm": "mm millimet* milimet*",
        "cm": "cm centimet* zentimet*",
        "m": "m meter* metre* metro* mètre*",
        "km": "km kilomet* quilomet* chilomet*",
        "mile": "mile* milha* milla* meile* miglia miglio mille*marin*",
        "foot": "foot feet ft pe pes pies pied* fuss piedi",
        "inch": "inch inches polegad* pulgad* pouce* zoll pollic*",
    },
    "mass": {
        "mg": "mg milligram* miligram*",
        "g": "gram* grama* gramo* gramm*",
        "kg": "kg kilo kilos kilogram* quilo* chilo* chilogramm*",
        "t": "ton tons tonne* tonelad* tonnellat*",
        "lb": "lb lbs pound* libra* livre* pfund",
    },
    "time": {
        "ms": "millisecond* milissegundo* milisegundo* millisekunde*",
        "s": "second seconds segundos seconde secondes sekunde* secondi",
        "min": "minute* minuto* minuti",
        "h": "hour* hora* heure* stunde*",
        "day": "day days dia dias jour jours tag tage tagen giorno giorni dies",
        "week": "week* semana* semaine* woche* settiman*",
        "month": "month* mes meses mois monat* mese mesi",
        "year": "year* ano anos año años ans annee* jahr* anno anni",
        "decade": "decade* decada* decennie* jahrzehnt* decenni*",
        "century": "century centuries seculo* siglo* siecle* jahrhundert* secolo secoli",
    },
    "scale": {
        "thousand": "thousand* mil milhar* millar* mille* tausend* mila",
        "million": "million* milhao milhoes milhar* millon* milion*",
        "billion": "billion* bilhao bilhoes biliao bilioes milliard* miliard*",
        "trillion": "trillion* trilhao trilhoes",
    },
    "temperature": {"celsius": "°c celsius centigrad*", "fahrenheit": "°f fahrenheit"},
    "percent": {"percent": "% percent* per\xa0cent porcent* por\xa0cento prozent* pourcent* pour\xa0cent percento"},
}
_SAME = {("scale", "en", "es"), ("scale", "es", "en"), ("scale", "en", "fr"), ("scale", "en", "de")}
"""Powers of ten with other names for the same number: a billion is mil millones."""
_CONVERTED = {
    ("mile", "km"), ("foot", "m"), ("foot", "cm"), ("inch", "cm"), ("inch", "mm"), ("lb", "kg"), ("lb", "g"),
    ("fahrenheit", "celsius"),
}  # fmt: skip
_SYMBOLS = {"m", "mm", "cm", "g", "mg", "t", "h", "s", "ft", "lb", "lbs", "pe", "pie", "mil"}
"""What is a unit only behind a number: in "5 a.m." stands no metre."""
_WORD = re.compile(r"°[cf]\b|%|[^\W\d_]+")
_SPOKEN = re.compile(r"\b(per|por|pour) (cento?)\b")


def find_units(text: str, kind: str = "") -> dict[str, set[str]]:
    """The units that a text names, by what they measure.

    >>> find_units("It is 40 km, or half an hour.")
    {'length': {'km'}, 'time': {'h'}}
    """
    found: dict[str, set[str]] = {}
    folded = _SPOKEN.sub("\\1\xa0\\2", fold(text)).replace("\xa0", "")
    for match in _WORD.finditer(folded):
        word = match.group()
        is_unit = word not in _SYMBOLS or folded[: match.start()].rstrip()[-1:].isdigit()
        known = _unit_of(word) if is_unit else None
        if known is not None and kind in {"", known[0]}:
            found.setdefault(known[0], set()).add(known[1])
    return found


def changed_units(text: str, translation: str, *, source: str, target: str) -> tuple[str, str] | None:
    """A unit of the source that is missing, and one of its kind that stands there instead.

    >>> changed_units("It is 40 km.", "São 40 m.", source="en", target="pt")
    ('km', 'm')
    """
    ours, theirs = find_units(text), find_units(translation)
    for kind, units in ours.items():
        if (kind, source.split("-", maxsplit=1)[0], target.split("-", maxsplit=1)[0]) in _SAME:
            continue
        lost, added = units - theirs.get(kind, set()), theirs.get(kind, set()) - units
        if lost and added:
            return min(lost), min(added)
    return None


def are_converted(lost: str, added: str) -> bool:
    """Whether translators convert one unit into the other, as miles into kilometres.

    >>> are_converted("mile", "km"), are_converted("m", "km")
    (True, False)
    """
    return (lost, added) in _CONVERTED or (added, lost) in _CONVERTED


@lru_cache(maxsize=20_000)
def _unit_of(word: str) -> tuple[str, str] | None:
    for name, stem, is_open in _table():
        if word == stem or (is_open and word.startswith(stem) and len(word) <= len(stem) + 3):
            return name
    return None


@lru_cache
def _table() -> tuple[tuple[tuple[str, str], str, bool], ...]:
    rows = [
        ((kind, unit), fold(form.rstrip("*")).replace("\xa0", ""), form.endswith("*"))
        for kind, units in _NAMES.items()
        for unit, forms in units.items()
        for form in forms.split(" ")
    ]
    return tuple(sorted(rows, key=lambda row: -len(row[1])))
