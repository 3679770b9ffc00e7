"""Words in capitals: models were trained on sentence case and leave others as they are, or garble them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.translation.protection.facts import Fact, Kind
from pipeline.translation.protection.reading import KNOWN_WORD, Reader

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLOSER = 2.0
"""How much more usual (natural logarithm) another spelling must be than small letters."""
_EMPHASISED = {
    "en": "not no never all only very always every must do don't stop now here yes and or but is are was both "
    "any more less",
    "pt": "não nunca todos todas tudo só muito sempre nada jamais sim pare agora aqui e ou mas nenhum cada mais menos",
    "es": "no nunca todos todas todo solo muy siempre nada jamás sí pare ahora aquí y o pero cada más menos",
    "fr": "ne pas jamais tous toutes tout seulement très toujours rien oui non ici et ou mais chaque plus moins",
    "de": "nicht nie niemals alle alles nur sehr immer nichts ja nein hier und oder aber jeder mehr kein keine",
    "it": "non mai tutti tutte tutto solo molto sempre niente sì no ora qui e o ma ogni più meno",
}


def find_capitals(text: str, taken: Sequence[bool], *, reader: Reader, source: str) -> Iterator[Fact]:
    """Words in capitals that are no abbreviations, each with its usual spelling.

    Args:
        text: A clean sentence.
        taken: For each character, whether it belongs to a fact that is found already.
        reader: Says how usual a spelling is.
        source: Language of the text.
    """
    words = [match for match in _WORD.finditer(text) if not taken[match.start()]]
    shouted = _shouted(words, text, reader, source)
    is_start = True
    for word in words:
        if word.start() in shouted:
            usual = _usual(word.group(), reader, source, is_start=is_start)
            if usual != word.group():
                yield Fact(kind=Kind.CAPITALS, start=word.start(), end=word.end(), text=word.group(), forms=(usual,))
        is_start = text[word.end() : word.end() + 1] in {".", "!", "?"} and word.end() + 1 < len(text)


def is_all_capitals(text: str) -> bool:
    """True for a text without small letters that has a word in capitals."""
    return text.upper() == text and any(len(word) > 1 and word.isupper() for word in _WORD.findall(text))


def _shouted(words: list[re.Match[str]], text: str, reader: Reader, source: str) -> set[int]:
    """Where the words start that stand in capitals for emphasis."""
    found: set[int] = set()
    run: list[re.Match[str]] = []
    emphasised = _EMPHASISED.get(source.split("-", maxsplit=1)[0], "").split()
    for word in [*words, None]:
        if word is not None and word.group().isupper() and (not run or _follows(run[-1], word, text)):
            run.append(word)
            continue
        if _is_emphasis(run, reader, emphasised):
            found.update(item.start() for item in run)
        run = [word] if word is not None and word.group().isupper() else []
    return found


def _follows(before: re.Match[str], word: re.Match[str], text: str) -> bool:
    between = text[before.end() : word.start()]
    return not any(char.isalpha() for char in between) and "." not in between.strip(". ") and len(between) <= 12


def _is_emphasis(run: list[re.Match[str]], reader: Reader, emphasised: list[str]) -> bool:
    long = [word.group() for word in run if len(word.group()) > 1]
    if len(long) == 1:
        word = long[0]
        return word.lower() in emphasised or (len(word) > 3 and _is_no_abbreviation(word, reader))
    return len(long) > 1 and any(word.lower() in emphasised or _is_no_abbreviation(word, reader) for word in long)


def _is_no_abbreviation(word: str, reader: Reader) -> bool:
    """Whether the model hardly knows the word in capitals, but knows it in small letters or with a capital one."""
    usual = max(reader.likelihood(word.lower()), reader.likelihood(word.capitalize()))
    return usual > KNOWN_WORD and usual - reader.likelihood(word) > 2 * _CLOSER


def _usual(word: str, reader: Reader, source: str, *, is_start: bool) -> str:
    lower = word.lower()
    if source.startswith("en") and (lower == "i" or lower.startswith(("i'", "i’"))):
        return "I" + lower[1:]
    small, capital = reader.likelihood(lower), reader.likelihood(word.capitalize())
    if len(word) > 1 and reader.likelihood(word) > max(small, capital):
        return word
    if is_start or (len(word) > 1 and capital > small):
        return word[0] + lower[1:]
    return lower
