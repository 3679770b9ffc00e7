"""What a model wrote, in the target language's own format: its numbers, times, dates, symbols, dashes and capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from pipeline.model import Translation
from pipeline.translation.protection.capitals import is_all_capitals
from pipeline.translation.protection.facts import Fact, Kind
from pipeline.translation.protection.number_formats import NUMBER, Number, format_number, format_of, read_number
from pipeline.translation.protection.rewriting import Replacement, rewrite_translation
from pipeline.translation.protection.times import Clock, find_clocks
from pipeline.translation.word_alignment import map_offsets, text_anchors

_NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.MEASURE, Kind.PERCENT})
_STAND_IN = re.compile(r"(?:ZX|XQ|WX)\d+", re.IGNORECASE)
_LETTER_BEFORE = re.compile(r"[^\W\d_]$")
_SPLIT_SYMBOL = re.compile(r"\b(US|R|A|C|HK|NT) \$(?=\s?\d)")

Rule = Callable[[Sequence[Fact], str, str, str], Iterator[Replacement]]


def write_back(facts: Sequence[Fact], text: str, translation: Translation, *, source: str, target: str) -> Translation:
    """Write a translation's facts in the target's own format, where they came back at all.

    Args:
        facts: Of the sentence.
        text: The sentence.
        translation: Of the sentence as it was sent, aligned to the sentence as it is.
        source: BCP-47 tag.
        target: BCP-47 tag.
    """
    if not facts:
        return translation
    rules: tuple[Rule, ...] = (_numbers, _currencies, _clocks, _spellings, _units, _dashes, _quotes)
    for rule in rules:
        replacements = _apart(rule(facts, translation.text, source, target))
        translation = rewrite_translation(translation, replacements)
    return _capitals(facts, text, translation)


def _apart(replacements: Iterator[Replacement]) -> list[Replacement]:
    """Those that do not overlap an earlier one."""
    kept: list[Replacement] = []
    for item in sorted(replacements, key=lambda item: item.start):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _numbers(facts: Sequence[Fact], text: str, source: str, target: str) -> Iterator[Replacement]:
    """Numbers with the right digits in the wrong format."""
    if format_of(target) is None:
        return
    known = {number.digits: number for fact in facts if fact.kind in _NUMERIC for number in _numbers_in(fact, source)}
    for match in NUMBER.finditer(text):
        if _LETTER_BEFORE.search(text[: match.start()][-1:]):
            continue
        number = known.get(re.sub(r"\D", "", match.group()))
        if number is None:
            continue
        own = read_number(match.group(), target, is_strict=True)
        is_right = own is not None and own.value == number.value and (own.is_grouped or not number.is_grouped)
        written = format_number(number, target)
        if not is_right and written != match.group():
            yield Replacement(start=match.start(), end=match.end(), text=written)


def _numbers_in(fact: Fact, source: str) -> Iterator[Number]:
    for match in NUMBER.finditer(fact.text):
        number = read_number(match.group(), source)
        if number is not None:
            yield number


def _currencies(facts: Sequence[Fact], text: str, source: str, target: str) -> Iterator[Replacement]:
    """`US $ 5` as `US$ 5`."""
    if any(fact.kind is Kind.MONEY for fact in facts):
        for match in _SPLIT_SYMBOL.finditer(text):
            yield Replacement(start=match.start(), end=match.end(), text=f"{match[1]}$")


def _clocks(facts: Sequence[Fact], text: str, source: str, target: str) -> Iterator[Replacement]:
    """Times in the target's way."""
    for fact in facts:
        if fact.kind is not Kind.TIME:
            continue
        wanted = next(find_clocks(fact.text, source), None)
        for found in find_clocks(text, target):
            is_same = wanted is not None and found.minutes == wanted.minutes
            if is_same and (found.is_sure or (wanted is not None and not wanted.is_sure)) and fact.written:
                yield Replacement(start=found.start, end=found.end, text=_in_sentence(fact.written, text, found))


def _in_sentence(written: str, text: str, clock: Clock) -> str:
    """A time with one full stop at the end of a sentence, whether it ends with one itself or not."""
    shown, behind = text[clock.start : clock.end], text[clock.end :]
    if written.endswith("."):
        return written[:-1] if behind.startswith(".") else written
    return f"{written}." if shown.endswith(".") and not behind.strip('"”) ') else written


def _spellings(facts: Sequence[Fact], text: str, source: str, target: str) -> Iterator[Replacement]:
    """Forms that were sent instead of a fact, or that no translation may keep, as what they stand for."""
    for fact in facts:
        if fact.kind not in {Kind.LITERAL, Kind.DATE, Kind.FRACTION, Kind.ORDINAL} or not fact.written:
            continue
        if fact.kind is Kind.ORDINAL:
            yield from _ordinals(fact, text)
        for form in fact.forms:
            spelled = _in_format(form, source, target) if fact.kind is Kind.FRACTION else form
            if spelled == fact.written and fact.kind is not Kind.LITERAL:
                continue
            found = re.search(rf"(?<!\w){re.escape(spelled)}(?!\w)", text, re.IGNORECASE)
            if found and fact.written not in text:
                yield Replacement(start=found.start(), end=found.end(), text=fact.written)
                break


def _ordinals(fact: Fact, text: str) -> Iterator[Replacement]:
    """`3o` as `3º` and `3a` as `3ª`: models read the signs as letters."""
    if "º" not in fact.written:
        return
    number = re.escape(fact.written.rstrip(".º"))
    for match in re.finditer(rf"(?<!\w){number}\.?(?P<sign>[oa])s?(?!\w)", text):
        sign = "º" if match["sign"] == "o" else "ª"
        yield Replacement(start=match.start(), end=match.end(), text=fact.written.replace("º", sign))


def _in_format(form: str, source: str, target: str) -> str:
    number = read_number(form, source) if NUMBER.fullmatch(form) else None
    return format_number(number, target) if number is not None else form


def _units(facts: Sequence[Fact], text: str, source: str, target: str) -> Iterator[Replacement]:
    """`m2` as `m²`: models read superscripts as plain digits."""
    for fact in facts:
        plain = unicodedata.normalize("NFKC", fact.marker)
        if fact.kind is Kind.MEASURE and plain != fact.marker and fact.marker not in text:
            for match in re.finditer(rf"(?<![^\W\d_]){re.escape(plain)}(?!\w)", text):
                yield Replacement(start=match.start(), end=match.end(), text=fact.marker)


def _dashes(facts: Sequence[Fact], text: str, source: str, target: str) -> Iterator[Replacement]:
    """The dashes that were sent as hyphens, as they were."""
    styles = [fact for fact in facts if fact.kind is Kind.STYLE]
    spaced = [fact.text for fact in styles if fact.forms == (" - ",)]
    for match, dash in zip(re.finditer(r" - ", text), spaced, strict=False):
        yield Replacement(start=match.start(), end=match.end(), text=dash)
    ranges = [fact.text for fact in styles if fact.forms == ("-",) and fact.text in "–—‒"]
    for match, dash in zip(re.finditer(r"(?<=\d)-(?=\d)", text), ranges, strict=False):
        yield Replacement(start=match.start(), end=match.end(), text=dash)
    if any("−" in fact.text for fact in facts):
        for match in re.finditer(r"(?<![\w)])-(?=\w)", text):
            yield Replacement(start=match.start(), end=match.end(), text="−")
    opening = next((fact.text for fact in styles if fact.forms == ("- ",)), None)
    if opening and text.startswith("- "):
        yield Replacement(start=0, end=2, text=opening)


def _quotes(facts: Sequence[Fact], text: str, source: str, target: str) -> Iterator[Replacement]:
    """Quotation marks of the kind that the sentence has."""
    doubles = [fact.text for fact in facts if fact.kind is Kind.STYLE and fact.forms == ('"',)]
    places = [index for index, char in enumerate(text) if char == '"']
    if doubles and len(places) == len(doubles):
        for index, char in zip(places, doubles, strict=True):
            yield Replacement(start=index, end=index + 1, text=char)
    if any(fact.kind is Kind.STYLE and fact.text == "’" for fact in facts):
        for match in re.finditer(r"(?<=[^\W\d_])'(?=[^\W\d_])", text):
            yield Replacement(start=match.start(), end=match.end(), text="’")


_NEGATIONS = frozenset("not não no nicht pas non".split())


def _capitals(facts: Sequence[Fact], text: str, translation: Translation) -> Translation:
    """Capitals where the sentence has them: all of it, or the words that the alignment names."""
    shouted = [fact for fact in facts if fact.kind is Kind.CAPITALS]
    if not shouted:
        return translation
    others = [(fact.start, fact.end) for fact in facts if fact.kind not in {Kind.CAPITALS, Kind.STYLE}]
    rest = "".join(char for at, char in enumerate(text) if not any(start <= at < end for start, end in others))
    everything = is_all_capitals(rest)
    negates = any(fact.text.lower() in _NEGATIONS for fact in shouted)
    replacements = []
    for match in re.finditer(r"[^\W\d_](?:[\w'’-]*\w)?", translation.text):
        word = match.group()
        # Attention loses a "not" that the language puts elsewhere.
        is_shouted = everything or (negates and word.lower() in _NEGATIONS)
        if (is_shouted or _comes_from(match.start(), shouted, text, translation)) and not _STAND_IN.fullmatch(word):
            replacements.append(Replacement(start=match.start(), end=match.end(), text=word.upper()))
    return rewrite_translation(translation, replacements)


def _comes_from(offset: int, shouted: Sequence[Fact], text: str, translation: Translation) -> bool:
    """Whether a word translates one in capitals: by the alignment, else by its place in the sentence."""
    if translation.alignment:
        origins = [source for target, source in translation.alignment if target == offset]
        origin = origins[0] if origins else -1
    else:
        anchors = text_anchors(translation.text, text)
        origin = round(map_offsets([offset], anchors, lengths=(len(translation.text), len(text)))[0])
    return any(fact.start <= origin < fact.end for fact in shouted)
