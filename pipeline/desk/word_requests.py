"""What a browser sends of words and of what is said about a video, checked before anything looks at it."""

from __future__ import annotations

from pipeline.dataclass import dataclass
from pipeline.desk.details import CHAPTER, DESCRIPTION, START, TITLE, DetailsRequest
from pipeline.desk.everywhere import ChosenPlace
from pipeline.desk.requests import (
    MOST_CHANGES,
    BadRequest,
    parse_cue,
    parse_json,
    parse_line,
    parse_time,
    refuse_half_letters,
)
from pipeline.formats import clean_text, parse_start
from pipeline.languages import parse_tag
from pipeline.records import GlossaryTerm

LONGEST_DESCRIPTION = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceRequest:
    """Places that are to be replaced."""

    wanted: str
    replacement: str
    places: tuple[ChosenPlace, ...]


def parse_replace(body: bytes) -> ReplaceRequest:
    """Places that are to be replaced.

    Raises:
        BadRequest: It is malformed.
    """
    value = parse_json(body)
    places = value.get("places")
    if not isinstance(places, list) or not 0 < len(places) <= MOST_CHANGES:
        raise BadRequest(reason="places: a list of at least one is expected")
    return ReplaceRequest(
        wanted=parse_words(value.get("find"), of="find"),
        replacement=parse_words(value.get("put"), of="put"),
        places=tuple(map(_place, places)),
    )


def parse_term(body: bytes) -> GlossaryTerm:
    """A term for the glossary: with its translation into one language, or one that is not translated.

    Raises:
        BadRequest: It is malformed.
    """
    value = parse_json(body)
    source = parse_words(value.get("source"), of="source")
    if value.get("keep") is True:
        return GlossaryTerm(source=source, is_translated=False)
    translation = parse_words(value.get("translation"), of="translation")
    try:
        language = str(parse_tag(str(value.get("language"))))
    except ValueError as error:
        raise BadRequest(reason=str(error)) from error
    return GlossaryTerm(source=source, translations=((language, (translation,)),))


def parse_details(body: bytes) -> DetailsRequest:
    """A field of title, description and chapters.

    Raises:
        BadRequest: It is malformed.
    """
    value = parse_json(body)
    field, start_ms = value.get("field"), value.get("startMs", 0)
    if field not in (TITLE, DESCRIPTION, CHAPTER, START):
        raise BadRequest(reason=f"field: {TITLE}, {DESCRIPTION}, {CHAPTER} or {START} is expected")
    before, after = value.get("before"), value.get("after")
    if not isinstance(before, str) or not isinstance(after, str) or len(after) > LONGEST_DESCRIPTION:
        raise BadRequest(reason=f"before, after: texts of at most {LONGEST_DESCRIPTION} characters are expected")
    refuse_half_letters(after)
    return DetailsRequest(
        field=str(field),
        start_ms=parse_time(start_ms),
        moved_ms=_start(after) if field == START else 0,
        before=before,
        after=clean_text(after),
    )


def _start(text: str) -> int:
    try:
        return parse_time(parse_start(text))
    except ValueError as error:
        raise BadRequest(reason=f"the start {error}") from error


def parse_words(value: object, *, of: str) -> str:
    """One line of at least one word.

    Raises:
        BadRequest: It is none.
    """
    words = " ".join(parse_line(value, of=of, longest=200).split())
    if not words:
        raise BadRequest(reason=f"{of}: at least one word is expected")
    return words


def _place(value: object) -> ChosenPlace:
    if not isinstance(value, dict):
        raise BadRequest(reason="places: an object each is expected")
    cue, start, end = parse_cue(value.get("cue"), is_seen=True), value.get("start"), value.get("end")
    video, language = value.get("video"), value.get("language")
    if cue is None or not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(cue.text)):
        raise BadRequest(reason="places: a cue and a stretch of its text are expected")
    if not isinstance(video, str) or not isinstance(language, str):
        raise BadRequest(reason="places: a video and a language are expected")
    return ChosenPlace(video=video, language=language, cue=cue, start=start, end=end)
