"""How often a text says "not", by the words that its language has for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from pipeline.dataclass import dataclass
from pipeline.text import fold

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
    "stop stopped prevent prevented prevents yet too instead rather failure failures scarcely absent absence missing "
    "denying declined declines neglect neglected",
    "pt": "incapaz incapazes impossível raramente mal exceto falta faltam evitar evitou evita negou nega recusou "
    "deixou deixaram deixar apenas só somente salvo pouco poucos pouca poucas imped* ainda senão "
    "falh* fracass* dificilmente ausência ausente ausentes carec* nega negam negar negad* "
    "recus* rejeit*",
    "es": "incapaz imposible raramente apenas excepto falta faltan evitar evitó negó negaron negar niega* negad* "
    "rechaz* dejó sólo solo solamente poco pocos todavía fracas* carec* ausen*",
    "fr": "incapable impossible rarement sauf manque éviter refus* rejet* nié seulement peu guère plus "
    "échou* échec* absen*",
    "de": "unfähig unmöglich kaum selten außer mangel* vermeiden weiger* verweiger* nur wenig wenige scheiter* fehl*",
    "it": "incapace impossibile raramente tranne manca evitare rifiut* solo poco pochi mai manca* fall*",
    "nl": "onmogelijk nauwelijks zelden behalve weiger* alleen weinig ontbre* mislukt*",
}
"""With a star: all words that begin so."""
_FIRM = {
    "en": "unable impossible lack lacks lacked lacking fail fails failed failing failure failures refuse refused "
    "refuses refusing deny denies denied denying hardly barely scarcely absent absence",
    "pt": "incapaz incapazes impossível impossíveis dificilmente recusou recusaram negou negaram",
    "es": "incapaz incapaces imposible imposibles difícilmente rechazó rechazaron negó negaron",
    "fr": "incapable incapables impossible impossibles refusa refusé refuse",
    "de": "unfähig unmöglich kaum weigerte verweigerte",
    "it": "incapace incapaci impossibile impossibili rifiutò",
}
"""Words that hardly anything without a "not" of its own translates: some of the weak ones."""
_CONCORD = {
    "pt": "nenhum nenhuma nenhuns nenhumas ninguém nada nem nunca jamais tampouco",
    "es": "ningún ninguno ninguna nadie nada ni nunca jamás tampoco",
    "fr": "pas jamais aucun aucune rien ni",
    "it": "nessun nessuno nessuna niente nulla né neanche nemmeno",
    "pl": "nigdy nikt nic żaden żadna żadne ani",
    "ru": "никогда никто ничего ни никакой",
    "uk": "ні ніколи ніхто нічого жоден",
    "cs": "nikdy nikdo nic žádný žádná žádné ani",
    "ca": "mai ningú res cap ni",
    "ro": "niciodată nimeni nimic niciun nicio nici",
}
"""Words that only agree with a "not" before them in these languages: "não vi ninguém" says it once."""
_AGREEING_WORDS = 7
"""How far behind a "not" a word agrees with it."""
_PREFIXES = {
    "en": ("un", "in", "im", "ir", "il", "dis", "non", "mis"),
    "pt": ("in", "im", "ir", "des", "dis", "nao-"),
    "es": ("in", "im", "ir", "des", "dis"),
    "fr": ("in", "im", "ir", "de", "mes"),
    "de": ("un", "miss", "nicht"),
    "it": ("in", "im", "ir", "dis"),
}
_NO_PREFIX = {
    "en": "under unit uniq univ union unique unti until indus india indic indiv inclu incre indee infor infra inst "
    "insi inter intel intens intent intro inven inves invit invol imag immed immig impac impor impos impre improv "
    "impli import iris iron irri illus illn disc disp dist dise dish disk dism diss none missi miss mist mister",
    "pt": "inclu indic indiv indús indus infor infra infl inic inim insp inst inten inter intr inve invi imag imed "
    "imigr impac imper impor impre impuls irma irlan irri deseja desej desen desenv desde deser desfil "
    "design desp dest disc disp dist disse dissera ingl inte inspi inscr inser india indo inv",
    "es": "inclu indic indiv indus infor infra infl inic insp inst inten inter intr inve invi imag impac imper impor "
    "impre impuls irlan desde dese desar desp dest disc disp dist ingl inte inspi inscr inser",
    "fr": "inclu indic indiv indus infor infra infl init insp inst inten inter intr inve invi imag imme immi impac "
    "impor impre irlan deb dec def dej del dem dep der det dev desir desor intel inte",
    "de": "unter und uns unt uni unse misse",
    "it": "inclu indic indiv indus infor infra infl iniz insi inst inten inter intr inve invi imma immed impa impe "
    "impo impr irla disc disp dist",
}
"""Beginnings that only look like such a prefix."""
_LONG_ENOUGH = 5
_STEM = 3
"""Letters of the shortest beginning with a star."""
_WORD = re.compile(r"n['’]t\b|\b[^\W\d_]+(?:-[^\W\d_]+)*['’]?", re.IGNORECASE)
_CONTRACTED = re.compile(r"(?i)\b(\w+)n['’]t\b")


@dataclass(frozen=True, slots=True)
class Negations:
    """How often a text says "not"."""

    strong: int
    """Words that mean nothing else; those that agree with one before them count with it."""
    weak: int
    """Words that can be said instead: hardly, unable, only."""
    hidden: int = 0
    """Words that may begin with a prefix that means it: unfair, impossível."""
    firm: int = 0
    """The weak ones that can hardly be translated without one."""

    @property
    def any(self) -> int:
        return self.strong + self.weak + self.hidden

    def instead_of(self, other: Negations) -> int:
        """How many words of this text may say otherwise what another text says by its strong ones."""
        return max(0, self.weak - other.weak) + max(0, self.hidden - other.hidden)


def count_negations(text: str, tag: str, is_word: Callable[[str], bool] | None = None) -> Negations | None:
    """How often a text says "not"; None where the words of its language are not known.

    Args:
        text: In any letters.
        tag: BCP-47 tag of its language.
        is_word: Tells words of that language, where something at hand knows them: what is left of unfair is one, what
            is left of under is none.

    >>> count_negations("It isn't, without doubt, never.", "en")
    Negations(strong=3, weak=0, hidden=0, firm=0)
    >>> count_negations("Não vi ninguém.", "pt")
    Negations(strong=1, weak=0, hidden=0, firm=0)
    """
    language = {"nn": "nb", "no": "nb"}.get(tag.split("-", maxsplit=1)[0], tag.split("-", maxsplit=1)[0])
    if language not in _STRONG:
        return None
    strong = _listed(_STRONG, language)
    if language == "en":
        text = _CONTRACTED.sub(r"\1 not", text)
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    plain = [word if word in strong else word.rstrip("'") for word in words]
    others = [word for word in plain if word not in strong]
    return Negations(
        strong=_count_strong(plain, strong, _listed(_CONCORD, language)),
        weak=sum(_is_weak(word, language) for word in others),
        hidden=sum(_is_hidden(word, language, is_word) for word in others if not _is_weak(word, language)),
        firm=sum(word in _listed(_FIRM, language) for word in others),
    )


def _count_strong(words: Iterable[str], strong: frozenset[str], agreeing: frozenset[str]) -> int:
    found, last = 0, -_AGREEING_WORDS - 1
    for place, word in enumerate(words):
        if word in strong:
            found += word not in agreeing or place - last > _AGREEING_WORDS
            last = place
    return found


def knows_weak(tag: str) -> bool:
    """Whether the words are known that a language can say instead of a "not"."""
    return tag.split("-", maxsplit=1)[0] in _WEAK


@lru_cache(maxsize=20_000)
def _is_weak(word: str, language: str) -> bool:
    listed = _listed(_WEAK, language)
    return word in listed or any(f"{word[:length]}*" in listed for length in range(_STEM, len(word) + 1))


def _is_hidden(word: str, language: str, is_word: Callable[[str], bool] | None) -> bool:
    folded = fold(word)
    prefix = next((one for one in _PREFIXES.get(language, ()) if folded.startswith(one)), None)
    if prefix is None or len(word) <= _LONG_ENOUGH or folded.startswith(tuple(_listed(_NO_PREFIX, language))):
        return False
    return is_word is None or is_word(word[len(prefix) :])


def _listed(lists: Mapping[str, str], language: str) -> frozenset[str]:
    return _split(lists.get(language, ""))


@cache
def _split(listed: str) -> frozenset[str]:
    return frozenset(listed.split())
