"""`<video>.toml` and `<video>.<lang>.toml`: title, description and chapters of a video, as people write them."""

from __future__ import annotations

import datetime
import json
import math
import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from itertools import pairwise

from pipeline.errors import SubtitleError, one_line
from pipeline.formats.details_lines import Place, statement_lines
from pipeline.formats.reading import clean_text
from pipeline.formats.toml import DEEP_KEY
from pipeline.model import Chapter, Details
from pipeline.text import find_mark
from pipeline.timing import MAX_TIME_MS, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND

MOST_LETTERS = 200_000
"""A file with more is something else by mistake."""
MOST_CHAPTERS = 1_000

_KEYS = ("title", "description", "chapters")
_CHAPTER_KEYS = ("start", "title")
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,6}):([0-5]?\d)(?:[.,](\d{1,9}))?|(\d{1,9})(?:[.,](\d{1,9}))?")
_START = 'write it as "1:23" or in seconds'
_CURE = 'a text stands in straight quotes: title = "…", and a quote inside it is written \\"'

_TITLE_HELP = "# The title, in one line; YouTube takes 100 characters."
_DESCRIPTION_HELP = (
    "# What the video is about, in paragraphs; YouTube takes 5,000 bytes. Chapters need not stand in it."
)
_CHAPTER_HELP = (
    "# Where the chapter begins: minutes and seconds. YouTube wants the first at 0:00, three or more, 10 s apart.",
    "# What it is called, in a few words.",
)
_EXAMPLE = (
    "# Chapters, if there are any, each with these three lines; the first begins at 0:00.",
    "# [[chapters]]",
    '# start = "0:00"',
    '# title = "…"',
)
_PROPOSED = "# proposed: write your own"
_HEAD = "# Title, description and chapters of "
_CORRECT = "# Correct it as you like: what you change stays. More: docs/details.md"
_OWN = (_HEAD, _CORRECT, _TITLE_HELP, _DESCRIPTION_HELP, *_CHAPTER_HELP, _PROPOSED, "# [")


def head_lines(video: str, language: str, *, origin: str = "") -> tuple[str, ...]:
    """What stands above all in the file of a language.

    Args:
        video: Its name.
        language: What the language is called.
        origin: What the language is called that it was translated from; empty for the spoken one.
    """
    made = f"translated from {origin}" if origin else "taken from the file beside the video"
    return f"{_HEAD}{one_line(video)} in {language}, {made}."[2:], _CORRECT[2:]


def read_details(text: str, name: str) -> Details:
    """What a file says about a video.

    Args:
        text: The whole file.
        name: Its path, for messages.

    Raises:
        SubtitleError: It is no TOML, a key is unknown or of the wrong type, or chapters are out of order; says
            file and line, and the cure.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    table = _table(text, name)
    reader = _Reader(text, name)
    for key in table:
        if key not in _KEYS:
            raise reader.error((), key, f"{key} is unknown{_guess(key, _KEYS)}; the file has title, description and "
                               "[[chapters]]")  # fmt: skip
    title = reader.text((), "title", table.get("title", ""))
    description = reader.text((), "description", table.get("description", ""))
    return Details(" ".join(title.split()), tidy_description(description), reader.chapters(table.get("chapters", [])))


def tidy_description(text: str) -> str:
    r"""Paragraphs without white space at the ends of their lines and of the whole, and one blank line between them.

    >>> tidy_description(" One. \n\n\n Two.\n")
    'One.\n\n Two.'
    """
    return re.sub(r"\n{3,}", "\n\n", clean_text(text)).strip()


def write_details(  # noqa: PLR0913  # each is given by name
    details: Details,
    *,
    head: Sequence[str] = (),
    source: Details | None = None,
    source_language: str = "",
    is_title_proposed: bool = False,
    proposed: Collection[int] = (),
) -> str:
    """The file, with a comment for every key.

    Args:
        details: What it says.
        head: Lines that stand above all as comments.
        source: What it is translated from, which stands beside each field; its chapters at the same times.
        source_language: BCP-47 tag of `source`.
        is_title_proposed: Whether the title is a proposal.
        proposed: Numbers of the chapters whose titles are proposals, counted from 0.
    """
    beside = _Beside(source or Details(), source_language)
    lines = [*_comments(head), *([""] if head else [])]
    lines += [_TITLE_HELP, *beside.of(beside.details.title)]
    lines += [_PROPOSED] if is_title_proposed else []
    lines += [f"title = {_quoted(details.title)}", ""]
    lines += [_DESCRIPTION_HELP]
    lines += [*beside.of(beside.details.description), f"description = {_block(details.description)}"]
    if not details.chapters:
        lines += ["", *_EXAMPLE]
    for number, chapter in enumerate(details.chapters):
        lines += ["", "[[chapters]]", *(_CHAPTER_HELP[:1] if number == 0 else [])]
        lines += [f"start = {_quoted(format_start(chapter.start_ms))}", *(_CHAPTER_HELP[1:] if number == 0 else [])]
        lines += [_PROPOSED] if number in proposed else []
        lines += [*beside.of(beside.title_at(chapter.start_ms)), f"title = {_quoted(chapter.title)}"]
    return "\n".join(lines) + "\n"


def format_start(start_ms: int) -> str:
    """The time of a chapter as people write it, exactly.

    >>> format_start(83_000), format_start(3_683_500)
    ('1:23', '1:01:23.5')
    """
    hours, rest = divmod(start_ms, MS_PER_HOUR)
    minutes, rest = divmod(rest, MS_PER_MINUTE)
    seconds, milliseconds = divmod(rest, MS_PER_SECOND)
    clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return clock + f".{milliseconds:03}".rstrip("0").rstrip(".")


def parse_start(value: object) -> int:
    """The time of a chapter in milliseconds: seconds, `1:23`, `00:01:23.5`, or a local time of TOML.

    Raises:
        ValueError: It is none; the message says why.
    """
    if isinstance(value, datetime.time):
        return ((value.hour * 60 + value.minute) * 60 + value.second) * MS_PER_SECOND + value.microsecond // 1_000
    if isinstance(value, str):
        match = _CLOCK.fullmatch(value.strip())
        if match is None:
            raise ValueError(f"is no time: {value[:40]!r}; {_START}")
        hours, minutes, seconds = int(match[1] or 0), int(match[2] or 0), int(match[3] or match[5])
        fraction = int(((match[4] or match[6] or "") + "000")[:3])
        time_ms = hours * MS_PER_HOUR + minutes * MS_PER_MINUTE + seconds * MS_PER_SECOND + fraction
    elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"is no time: {_START}")
    elif value < 0:
        raise ValueError("is before the video's start; the first chapter begins at 0")
    else:
        time_ms = round(min(value, MAX_TIME_MS) * MS_PER_SECOND)
    if time_ms > MAX_TIME_MS:
        raise ValueError(f"is longer than any video; {_START}")
    return time_ms


class _Reader:
    """Says where in the file something wrong stands."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name

    def chapters(self, value: object) -> tuple[Chapter, ...]:
        if not isinstance(value, list):
            raise self.error((), "chapters", "a chapter begins with [[chapters]], in two brackets")
        if len(value) > MOST_CHAPTERS:
            raise self.error((), "chapters", f"has {len(value)} chapters; {MOST_CHAPTERS} are the most")
        found = tuple(self._chapter(row, number) for number, row in enumerate(value))
        for number, (one, following) in enumerate(pairwise(found), start=1):
            if one.start_ms >= following.start_ms:
                times = f"{format_start(following.start_ms)} after {format_start(one.start_ms)}"
                where = "begins where the one before does" if one.start_ms == following.start_ms else "is out of order"
                reason = f"chapter {number + 1} {where} ({times}); put the chapters in the order of their times"
                raise self.error((number,), "start", reason)
        return found

    def text(self, place: tuple[int, ...], key: str, value: object) -> str:
        if not isinstance(value, str):
            raise self.error(place, key, f'{key} is no text; write it in quotes: {key} = "…"')
        return clean_text(value)

    def error(self, place: tuple[int, ...], key: str, reason: str) -> SubtitleError:
        return SubtitleError(path=self._name, line=self._line(place, key), reason=reason)

    def _chapter(self, row: object, number: int) -> Chapter:
        what = f"chapter {number + 1}"
        if not isinstance(row, dict):
            raise self.error((number,), "", f"{what} is no table; write [[chapters]], then start and title")
        for key in row:
            if key not in _CHAPTER_KEYS:
                known = f"{_guess(key, _CHAPTER_KEYS)}; a chapter has start and title"
                raise self.error((number,), key, f"{key} is unknown{known}")
        if "start" not in row:
            raise self.error((number,), "", f"{what} has no start; {_START}")
        try:
            start_ms = parse_start(row["start"])
        except ValueError as error:
            raise self.error((number,), "start", f"{what}: start {error}") from error
        title = " ".join(self.text((number,), "title", row.get("title", "")).split())
        if not title:
            raise self.error((number,), "title", f"{what} has no title; write one, or take the chapter out")
        return Chapter(start_ms / MS_PER_SECOND, title)

    def _line(self, place: tuple[int, ...], key: str) -> int | None:
        """Where a key stands, or else the table that it is missing from; counted from 1, None if nobody can say."""
        chapter = place[0] + 1 if place else 0
        others = [(1, ""), (0, "chapters")] if key == "chapters" or chapter else []
        lines: dict[Place, int] = {}
        for number, found in statement_lines(self._text):
            if found is not None:
                lines.setdefault(found, number + 1)
        wanted = [(chapter, key), (chapter, ""), *others]
        return next((lines[one] for one in wanted if one in lines), None)


class _Beside:
    """The source's text as a comment above what translates it."""

    def __init__(self, details: Details, language: str) -> None:
        self.details = details
        self._language = language
        self._titles = {chapter.start_ms: chapter.title for chapter in details.chapters}

    def of(self, text: str) -> list[str]:
        return _comments(f"[{self._language}] {line}" for line in text.split("\n")) if text else []

    def title_at(self, start_ms: int) -> str:
        return self._titles.get(start_ms, "")


def _table(text: str, name: str) -> dict[str, object]:
    if len(text) > MOST_LETTERS:
        raise SubtitleError(path=name, reason=f"has more than {MOST_LETTERS:,} characters: is it the right file?")
    if find_mark(text):
        reason = "holds both sides of a merge; keep one, and remove the lines of <<<<<<<, ======= and >>>>>>>"
        raise SubtitleError(path=name, reason=reason)
    if match := DEEP_KEY.search(text):  # for which the parser takes time and memory by the square of its parts
        line = text.count("\n", 0, match.start()) + 1
        raise SubtitleError(path=name, line=line, reason="a key with so many dots is none of this file's")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise SubtitleError(path=name, reason="brackets are nested too deeply") from error
    except ValueError as error:
        match = _PLACE.search(str(error))
        line = int(match[1]) if match and match[1] else text.rstrip("\n").count("\n") + 1
        reason = f"is not TOML: {_PLACE.sub('', str(error))}; {_CURE}"
        raise SubtitleError(path=name, line=line, reason=reason) from error


def _guess(key: str, known: Iterable[str]) -> str:
    near = get_close_matches(key, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _comments(lines: Iterable[str]) -> list[str]:
    return [f"# {line}".rstrip() for line in lines]


def is_own_comment(line: str) -> bool:
    """Whether a comment is one of those that `write_details` writes, not a person's."""
    text = line.strip()
    return text.startswith(_OWN) or text in _EXAMPLE or text.rstrip("#").strip() == ""


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _block(text: str) -> str:
    """A text of one or more lines, each on a line of the file."""
    if "\n" not in text:
        return _quoted(text)
    body = "\n".join(_quoted(line)[1:-1].replace('\\"', '"') for line in text.split("\n"))
    return '"""\n' + re.sub(r'"(?="|\Z)', r"\"", body) + '"""'
