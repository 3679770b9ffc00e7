"""Forms of a term that count as the term, in languages that inflect: plurals, genders, and the commonest cases."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

_FORMS = 60
_SHORTEST = 3
_RULES = {
    "en": "y:ies|:s es 's ’s",
    "pt": "ão:ões ãos ães|al:ais|el:éis|ol:óis|il:is|m:ns|o:a os as|a:o as os|r:res ra ras|z:zes|:s es",
    "es": "ión:iones|z:ces|o:a os as|a:o as os|:s es a as",
    "fr": "al:aux ale ales|eau:eaux|:s e es x",
    "it": "o:i a e|a:e o i|e:i|:i",
    "ca": "ó:ons|a:es|:s a es",
    "ro": "ă:a e i|:ul ului i e a ei ele elor lor",
    "de": ":e en er es s n em ern",
    "nl": ":en s e 's",
    "sv": "a:or an orna|:en et n t s ar er or arna erna a",
    "da": ":en et n t s er e erne ene",
    "nb": ":en et a n s er e ene",
    "pl": (
        "a:y i ę ą o ach ami om ie|o:a u em om ami ach|y:ego emu ym a ej ą e ych ymi i|:a u owi em ie y i ów om ami ach"
    ),
    "cs": "a:y ě u o ou ám ách ami|ý:ého ému ým á é ou ých ými í|:a u ovi e em y i ů ům ech ích",
    "ru": (
        "а:ы и е у ой ам ами ах|я:и е ю ей ям ями ях|ый:ого ому ым ом ая ой ую ое ые ых ыми|ий:его ему им ем "
        "яя ей ие их ими|ь:я и ю ем ей е|:а у ом е ы и ов ам ами ах"
    ),
    "uk": "а:и і у ою ам ами ах|ий:ого ому им а ої у е і их ими|:а у ом і и ів ам ами ах ові",
    "tr": ":ı i u ü a e ın in un ün da de dan den lar ler ları leri nın nin",
    "fi": ":n a ä t ssa ssä sta stä lla llä ksi na nä en in iin",
    "hu": ":t ot et at ok ek ak nak nek ban ben ból ből val vel hoz hez",
}
"""For each language: an ending, a colon, and what may stand instead; rules are separated by bars."""


def inflected_forms(text: str, tag: str) -> tuple[str, ...]:
    """Forms of a term by the commonest endings of its language, the term itself first; at most sixty.

    They are only compared with, never written, so that some may be none.

    >>> inflected_forms("sistema social", "pt")[:3]
    ('sistema social', 'sistema sociais', 'sistema socials')
    """
    rules = _rules_of(tag.split("-", maxsplit=1)[0])
    words = text.split()
    if not rules or len(words) > 4:
        return (text,)
    forms = [
        _forms_of(word, rules, limit=_FORMS if len(words) == 1 else 12 if len(words) == 2 else 4) for word in words
    ]
    made = dict.fromkeys(" ".join(chosen) for chosen in product(*forms))
    return tuple(made)[: max(_FORMS, 160 if len(words) > 1 else 0)]


def _forms_of(word: str, rules: tuple[tuple[str, tuple[str, ...]], ...], *, limit: int) -> tuple[str, ...]:
    if len(word) < _SHORTEST:
        return (word,)
    found = dict.fromkeys((word,))
    for ending, others in rules:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)]
            found |= dict.fromkeys(stem + other for other in others)
    return tuple(found)[:limit]


@lru_cache
def _rules_of(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    row = _RULES.get({"nn": "nb", "no": "nb"}.get(language, language), "")
    parts = [rule.partition(":") for rule in row.split("|") if rule]
    return tuple((ending, tuple(others.split())) for ending, _, others in parts)
