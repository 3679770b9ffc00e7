"""What was to be said, from the file that somebody wrote: the spoken words without headings, directions and names.

A script may be plain text, Markdown or a caption file. What only looks like a heading or a direction does no harm:
words that the voice says are recognised all the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from pipeline.errors import InputError, PipelineError
from pipeline.formats.encodings import decode_text
from pipeline.formats.reading import clean_text
from pipeline.text import drop_tags

MOST_SCRIPT_WORDS = 200_000
"""A day of speech; more is another file by mistake."""
_CAPTIONS = frozenset({".srt", ".vtt", ".sbv", ".ttml", ".dfxp", ".ass", ".ssa"})
_ODD_SHARE = 0.02
"""A file with more control characters than this is no text."""

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIMES = re.compile(rf"^\s*[\[(]?{_TIME}(?:\s*(?:-->|[-–—])\s*{_TIME})?[\])]?\s*[-–—]?\s*|[\[(]{_TIME}[\])]")
_DIRECTION = re.compile(r"!?\[[^\[\]]*\](?!\()|\{[^{}]*\}|【[^【】]*】|［[^［］]*］")
_ALONE_IN_BRACKETS = re.compile(r"^\s*[(（][^()（）]*[)）]\s*$|^\s*[(（][^()（）]*[)）](?=\s*\S)(?!\s*[,.;:!?])")
_COMMENT = re.compile(r"<!--.*?-->|^```.*?^```$|\A---\n.*?^---$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}(\s|$)|^\s*(?:INT|EXT|INT/EXT)\.\s|^\s*(?:[-=*_~]\s*){3,}$|^\s*\|.*\|\s*$")
_UNDERLINE = re.compile(r"^\s*(?:=+|-{2,})\s*$")
_BULLET = re.compile(r"^\s*(?:[-*+•>]\s+)+")
_LINK = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|`+|~~)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_SPEAKER = re.compile(
    r"^\s*(?:>>\s*)?(?:\*\*|__)?([^\W\d_][\w.'’ -]{0,30}?)\s*(?:\([^()]*\)\s*)?(?:\*\*|__)?[:：](?:\*\*|__)?(?:\s+|$)"
)
_MOST_NAME_WORDS = 3


def read_script(data: bytes, *, path: str, language: str = "") -> tuple[str, ...]:
    """The paragraphs of a script that are meant to be spoken.

    Args:
        data: The whole file.
        path: Its name; the ending says whether it is a caption file.
        language: BCP-47 tag, which tells which legacy encoding to expect; empty if not known.

    Raises:
        InputError: It is no text, holds nothing to say, or is far too long.
    """
    suffix = PurePath(path).suffix.lower()
    try:
        parts = _cue_texts(data, path) if suffix in _CAPTIONS else _paragraphs(_decoded(data, path, language))
        spoken = tuple(text for part in parts if (text := " ".join(drop_tags(part).split())))
    except InputError:
        raise
    except PipelineError as error:
        raise InputError(path=path, reason=str(error).removeprefix(f"{path}: ")) from error
    words = sum(len(text.split()) for text in spoken)
    if not any(char.isalnum() for text in spoken for char in text):
        raise InputError(path=path, reason="holds nothing that could be said")
    if words > MOST_SCRIPT_WORDS:
        reason = f"has {words} words; a script has at most {MOST_SCRIPT_WORDS}: is it the right file?"
        raise InputError(path=path, reason=reason)
    return spoken


def _decoded(data: bytes, path: str, language: str) -> str:
    text = decode_text(data, path, language)[0].replace("\r\n", "\n").replace("\r", "\n")
    odd = sum(not char.isprintable() and char not in "\n\t\f\v\u200b\u200c\u200d\ufeff" for char in text[:100_000])
    if odd > _ODD_SHARE * min(len(text), 100_000):
        raise InputError(path=path, reason="is not text; a script is a .txt, .md, .srt or .vtt file")
    return clean_text(text)


def _cue_texts(data: bytes, path: str) -> Iterator[str]:
    from pipeline.formats.convert import read_captions
    from pipeline.formats.styled import Losses

    cues = read_captions(data, path=path, losses=Losses()).document.cues
    names = _names(line for cue in cues for line in cue.plain.split("\n"))
    for cue in cues:
        yield " ".join(_spoken(line, names) for line in cue.plain.split("\n"))


def _paragraphs(text: str) -> Iterator[str]:
    lines = _COMMENT.sub("\n", text).split("\n")
    names = _names(lines)
    paragraph: list[str] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        is_title = bool(line.strip()) and bool(_UNDERLINE.match(following)) and not paragraph
        if not line.strip() or is_title or _HEADING.match(line) or _UNDERLINE.match(line):
            yield " ".join(paragraph)
            paragraph = []
        else:
            paragraph.append(_spoken(line, names))
    yield " ".join(paragraph)


def _spoken(line: str, names: frozenset[str]) -> str:
    """A line without what is not spoken of it."""
    line = _BULLET.sub("", _TIMES.sub(" ", line))
    line = _LINK.sub(lambda match: match[1] or "", line)
    line = _ALONE_IN_BRACKETS.sub(" ", _DIRECTION.sub(" ", line))
    if (match := _SPEAKER.match(line)) and match[1].strip() in names:
        line = _ALONE_IN_BRACKETS.sub(" ", line[match.end() :])
    return _EMPHASIS.sub(r"\2", line)


def _names(lines: Iterable[str]) -> frozenset[str]:
    """Who speaks: what stands before a colon at the beginning of lines, in capitals, in bold or more than once."""
    found: Counter[str] = Counter()
    sure: set[str] = set()
    for line in lines:
        plain = _DIRECTION.sub(" ", _BULLET.sub("", _TIMES.sub("", line)))
        if (match := _SPEAKER.match(plain)) and len(match[1].split()) <= _MOST_NAME_WORDS:
            name = match[1].strip()
            if all(word[0].isupper() or not word[0].isalpha() for word in name.split()):
                found[name] += 1
            if name.isupper() or "**" in match[0]:
                sure.add(name)
    return frozenset(sure | {name for name, count in found.items() if count > 1})
