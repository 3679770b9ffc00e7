"""How often a text says "not", by the words that its language has for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STRONG = {
    "en": "not n't cannot without no never none nobody nothing nowhere neither nor",
    "pt": "não sem nunca jamais nenhum nenhuma nenhuns nenhumas ninguém nada nem tampouco",
    "es": "no sin nunca jamás ningún ninguno ninguna nadie nada ni tampoco",
    "fr": "ne n' pas sans jamais aucun aucune rien non ni",
    "de": "nicht nichts ohne kein keine keinen keinem keiner keines nie niemals niemand nirgends nein weder",
    "it": "non senza nessun nessuno nessuna niente nulla no né neanche nemmeno",
    "nl": "niet niets zonder geen nooit niemand nergens nee noch",
    "sv": "inte inget ingen inga aldrig ingenting nej varken",
    "da": "ikke ingen intet aldrig nej hverken",
    "nb": "ikke ingen intet aldri nei verken",
    "pl": "nie nigdy nikt nic żaden żadna żadne ani",
    "ru": "не нет никогда никто ничего ни никакой",
    "uk": "не ні ніколи ніхто нічого жоден",
    "cs": "ne nikdy nikdo nic žádný žádná žádné ani není nejsou nebyl nebyla",
    "tr": "değil yok hiç hiçbir asla",
    "ca": "no mai ningú res cap ni",
    "ro": "nu niciodată nimeni nimic niciun nicio nici",
}
_WEAK = {
    "en": "unable hardly barely rarely seldom fail fails failed failing lack lacks lacked lacking refuse refused "
    "refuses impossible unlikely avoid avoided avoids except deny denied denies few little only unless until than "
    "stop stopped prevent prevented prevents yet too instead rather",
    "pt": "incapaz incapazes impossível raramente mal exceto falta faltam evitar evitou evita negou nega recusou "
    "deixou deixaram deixar apenas só somente salvo pouco poucos pouca poucas impedir impediu impede ainda senão",
    "es": "incapaz imposible raramente apenas excepto falta evitar evitó negó rechazó dejó sólo solo "
    "solamente poco pocos todavía",
    "fr": "incapable impossible rarement sauf manque éviter refusa refusé nié seulement peu guère plus",
    "de": "unfähig unmöglich kaum selten außer mangel vermeiden weigerte verweigerte nur wenig wenige",
    "it": "incapace impossibile raramente tranne manca evitare rifiutò solo poco pochi mai",
    "nl": "onmogelijk nauwelijks zelden behalve weigerde alleen weinig",
}
_PREFIXES = {
    "en": ("un", "in", "im", "ir", "il", "dis", "non", "mis"),
    "pt": ("in", "im", "ir", "des", "dis", "não-"),
    "es": ("in", "im", "ir", "des", "dis"),
    "fr": ("in", "im", "ir", "dé", "més"),
    "de": ("un", "miss", "nicht"),
    "it": ("in", "im", "ir", "dis", "s"),
}
_WORD = re.compile(r"n['’]t\b|\b[^\W\d_]+(?:-[^\W\d_]+)*['’]?", re.IGNORECASE)
_CONTRACTED = re.compile(r"(?i)\b(\w+)n['’]t\b")


@dataclass(frozen=True, slots=True)
class Negations:
    """How often a text says "not"."""

    strong: int
    """Words that mean nothing else."""
    weak: int
    """Words that can be said instead: hardly, unable, only."""
    hidden: int = 0
    """Words that may begin with a prefix that means it: unfair, impossível."""

    @property
    def any(self) -> int:
        return self.strong + self.weak + self.hidden


def count_negations(text: str, tag: str) -> Negations | None:
    """How often a text says "not"; None where the words of its language are not known.

    >>> count_negations("It isn't, without doubt, never.", "en")
    Negations(strong=3, weak=0, hidden=0)
    """
    language = {"nn": "nb", "no": "nb"}.get(tag.split("-", maxsplit=1)[0], tag.split("-", maxsplit=1)[0])
    if language not in _STRONG:
        return None
    strong, weak = set(_STRONG[language].split()), set(_WEAK.get(language, "").split())
    if language == "en":
        text = _CONTRACTED.sub(r"\1 not", text)
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    prefixes = _PREFIXES.get(language, ())
    plain = [word if word in strong else word.rstrip("'") for word in words]
    return Negations(
        strong=sum(word in strong for word in plain),
        weak=sum(word in weak for word in plain),
        hidden=sum(len(word) > 5 and word.startswith(prefixes) for word in plain if word not in strong | weak),
    )
