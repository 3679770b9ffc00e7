"""Parts of a sentence that no language changes: addresses, file names, code, versions, numbers that name something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.translation.protection.number_formats import read_number

_DOMAINS = (
    "com|org|net|edu|gov|mil|int|info|io|dev|app|tv|me|ai|co|eu|br|pt|uk|us|ca|au|de|fr|es|it|nl|be|ch|at|"
    "se|no|dk|fi|pl|cz|ru|ua|jp|cn|in|mx|ar|cl|pe|za|nz|ie|gr|tr|kr|blog|wiki|museum|science|shop|online|site"
)
_EXTENSIONS = (
    "csv tsv txt pdf docx? xlsx? pptx? odt ods py js ts jsx html? css json ya?ml toml ini cfg xml svg png jpe?g "
    "gif webp "
    "mp[34] m4a mkv mov avi wav flac ogg zip tar gz srt vtt md rst cpp java rs rb php sh bat exe dll apk iso log "
    "sql db "
    "ipynb bak env lock conf dat bin tex bib epub"
).replace(" ", "|")
_END = r"(?<![.,;:!?'\"”’)\]}])"
"""Punctuation behind an address belongs to the sentence."""

_PATTERNS = (
    ("url", rf"(?:(?:https?|ftp|file)://|www\.)[^\s<>\"“”]+{_END}"),
    ("mail", r"(?:mailto:)?[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"),
    ("handle", r"(?<![\w@])@\w[\w.]*\b"),
    ("hashtag", r"(?<![\w#&])#(?=\w*[^\W\d_])\w+|(?<![\w#])#\d+\b"),
    ("domain", rf"\b(?:[a-z0-9][\w-]*\.)+(?:{_DOMAINS})\b(?:/[^\s<>\"“”]*{_END})?"),
    ("windows path", rf"\b[A-Za-z]:\\[^\s<>\"“”]*{_END}|\\\\[\w.-]+\\[^\s<>\"“”]+{_END}"),
    ("path", rf"(?<![\w/.)])(?:~|\.{{1,2}})?/(?:[\w.@-]+/)*[\w.@-]*[A-Za-z][\w.@-]*/?{_END}(?!\w)"),
    ("file", rf"(?<![\w/])(?:[\w-]+/)*\*?(?:[\w-]+ \([\w -]+\))?[\w-]*(?:\.[\w-]+)*\.(?:{_EXTENSIONS})\b(?!\()"),
    ("code", r"`[^`]+`"),
    ("template", r"\$?\{\{?[^{}\s]{1,40}\}\}?|\$[A-Za-z_]\w*\b|%[A-Za-z_]\w+%"),
    ("block", r"\{[^{}]*;\s*\}"),
    ("call", r"\b[A-Za-z_][\w.]*\((?![a-z]{1,3}\)|[^()]*\s{2})(?:[^()]|\([^()]*\))*\)"),
    ("option", r"(?<![\w-])--[a-z][\w-]*(?:=\S+)?\b"),
    ("snake", r"\b_*[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+_*\b|\b__\w+__\b"),
    ("camel", r"\b[a-z]+(?:[A-Z][a-z0-9]+)+\b"),
    ("language", r"(?<!\w)(?:[A-Z](?:#|\+\+)|\.NET|[A-Z][a-z]+\.js|g\+\+|c\+\+)(?!\w)"),
    ("assignment", r"\b[a-z]\w*\[[^\]\s]*\]"),
    ("isbn", r"\b97[89][- ](?:\d+[- ]){2,3}[\dX]\b|\b\d-\d{2,6}-\d{2,6}-[\dX]\b"),
    ("doi", rf"\b10\.\d{{4,}}/[^\s<>\"“”]+{_END}"),
    ("coordinates", r"\b\d{1,3}°\s?\d{1,2}['′’](?:\s?\d{1,2}(?:\.\d+)?[\"″”])?\s?[NSEWOL]?(?!\w)"),
    ("dial", r"(?<!\w)[*#]{1,2}\d[\d*#]*#(?!\w)"),
    ("phone", r"(?<![\w.])\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?!\w)"),
    ("phone", r"(?<![\w.])\(\d{2,4}\)[ .-]?\d{3,5}[ .-]?\d{3,4}(?!\w)"),
    ("phone", r"(?<![\w.,-])(?:\d[ -])?\d{2,4}[ -]\d{3,5}-\d{3,4}(?![\w-])"),
    ("phone", r"(?<![\w.,-])\d{3,5}-\d{4}(?![\w-])"),
    ("digits", r"(?<![\w.,-])\d{2,}(?:[.-]\d{2,}){2,}-\d{1,2}(?![\w-])|(?<![\w.,])\d{2,3}\.\d{3}\.\d{3}/\d{4}-\d{2}\b"),
    (
        "version",
        r"(?<![\w.,])v\d+(?:\.\d+)*(?:-[\w.]+)?\b|(?<![\w.,])\d+(?:\.(?:\d+|x))+\.(?:\d+|x)\b(?:-[A-Za-z][\w.]*)?",
    ),
    ("version", r"(?<![\w.,])\d+\.\d+-(?:alpha|beta|rc|dev)[\w.]*\b|(?<![\w.,])\d+\.x\b"),
    ("standard", r"\b802\.\d+[a-z]{0,2}\b"),
    ("duration", r"(?<![\w:.,])\d{1,2}:\d{2}(?::\d{2})?[.,]\d{1,3}(?!\w)"),
    ("ratio", r"(?<![\w:.,])\d{1,3}:\d(?![\w:])|\b16:10\b|\b1:\d{3,}\b"),
    ("tag", r"</?[A-Za-z][\w-]*/?>"),
    ("plate", r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:-[A-Za-z]+)*-\d+[A-Za-z]?\b"),
    ("plate", r"(?<![\w-])[A-Z]{2,}\d?[A-Z]*-\d+(?:[.-]\w+)*\b|\b[A-Z]+[a-z]?\d+[A-Za-z0-9]*(?:-\d+)*\b(?![.,]?\d)"),
    ("plate", r"\b\d+(?:[A-Z]+(?:-[A-Z]+)?)\b(?!\$)|\b[A-Z][a-z]+-\d+[A-Za-z]?\b|\b[A-Z]-\d+[A-Z]?\b"),
    ("hexadecimal", r"\b0x[0-9A-Fa-f]+\b|(?<!\w)#[0-9A-Fa-f]{6}\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b"),
)
_HINT = re.compile(
    r"[@#\\/_{}`$%]|\w\(|[\w)]\.\w|\d[-:.°]\w|[A-Za-z]-?\d|\d[A-Z]"
    r"|[a-z][A-Z]|--[a-z]|\+\+|C#|\b0x|\)[ .-]?\d|<|\+\d|°\s?\d"
)
_YEARS = re.compile(r"(?:1[0-9]|20)\d\d-(?:1[0-9]|20)\d\d")
_ORDINAL_LIKE = re.compile(
    r"\d+(?:ST|ND|RD|TH|H|HS|A|AM|PM|S|KM|KG|M|MM|CM|MW|GW|KW|GHZ|MHZ|KHZ|HZ|W|V|X|K|L|MI|BI|C|F|BC|AD|CE)"
)
_NAMED_VERSION = re.compile(
    r"(?:^|(?<=\s))(?P<name>[^\W\d_][\w+#-]*)\s(?P<number>\d+\.\d{1,3})(?![\w.,%]|\s?[%°€$£]|\s?(?:[mb]ill?i|"
    r"trill?i|mil\b|per|por))"
)
_VERSION_WORDS = frozenset(
    "version versao versão release usb wi-fi wifi bluetooth python windows android ios html http".split()
)


def find_literals(text: str, tag: str) -> Iterator[tuple[int, int]]:
    """Where the unchangeable parts of a sentence stand, in order.

    Args:
        text: A clean sentence without markup.
        tag: Its language: `1.299.900` is a version for an Englishman and a number for a Brazilian.
    """
    if not _HINT.search(text):
        return
    end = 0
    for match in _pattern().finditer(text):
        if match.start() < end or not match.group():
            continue
        name = _PATTERNS[int((match.lastgroup or "g0")[1:])][0]
        if _is_literal(name, match.group(), tag):
            yield match.span()
            end = match.end()


@cache
def _pattern() -> re.Pattern[str]:
    """All kinds as one; compiled for the first sentence that hints at any, since most have none."""
    return re.compile("|".join(f"(?P<g{number}>{pattern})" for number, (_, pattern) in enumerate(_PATTERNS)))


def find_named_versions(text: str) -> Iterator[tuple[int, int]]:
    """Numbers that name a version because of the product before them: `Python 3.12`."""
    for match in _NAMED_VERSION.finditer(text):
        name = match["name"]
        if name.casefold() in _VERSION_WORDS or (name[0].isupper() and match.start("name") > 0):
            yield match.span("number")


def _is_literal(name: str, text: str, tag: str) -> bool:
    if name == "version" and text[0].isdigit():
        number = read_number(text, tag) if text.replace(".", "").isdigit() else None
        return number is None or not number.is_grouped
    if name == "phone" and text.isascii():
        return not _YEARS.fullmatch(text)
    if name == "plate" and text[0].isdigit():
        return not _ORDINAL_LIKE.fullmatch(text)
    if name == "call":
        return _is_call(text)
    if name == "template":
        return not text.startswith("$") or text[1:2].isalpha() or text[1:2] in "{_"
    return True


def _is_call(text: str) -> bool:
    """Code, not a word with a remark behind it: `print("Hello")`, not `file(s)` or `CO(2)`."""
    inside = text[text.index("(") + 1 : -1]
    name = text[: text.index("(")]
    return not inside or not re.search(r"\s", inside) or any(char in inside for char in "\"'=,_") or "_" in name
