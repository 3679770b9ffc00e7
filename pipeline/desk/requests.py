"""What a browser sends, checked before anything looks at it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from pipeline.dataclass import dataclass
from pipeline.desk.changes import Change
from pipeline.desk.rows import Rows
from pipeline.errors import PipelineError
from pipeline.formats import clean_text
from pipeline.model import Cue

LONGEST_TEXT = 5_000
LATEST_MS = 1_000 * 3_600 * 1_000
"""A thousand hours."""
MOST_CHANGES = 50_000
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class BadRequest(PipelineError):
    """The browser sent something that the desk's page never sends."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequest:
    """One person's finished edit."""

    key: str
    """Names this request: sent again, it changes nothing."""
    since: str
    """The revision that the browser knows; the answer tells what differs from it."""
    base: str
    """The revision on which the person made the changes."""
    client: str
    """The page that asks, so that it need not be told of its own change."""
    changes: tuple[Change, ...]
    """In order; each with what the person saw."""
    base_rows: Rows | None = None
    """All rows as the person had them, where that was not a revision of this desk."""
    is_restoring: bool = False
    """Whether a file that is gone may be written again from what was known of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequest:
    """Who vouches for what."""

    by: str
    last: str
    """The name of the last row; whole sentences are taken."""
    is_up_to: bool
    """From the beginning up to that row, or the sentences of that row alone."""
    seen: Mapping[str, str]
    """The text of each row as the person saw it."""
    rows: tuple[str, ...] = ()
    """Of these the rows of these names; empty for all."""
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRequest:
    """A new note on a row, or the end of one."""

    row: str = ""
    text: str = ""
    by: str = ""
    closed: str = ""
    """The name of the note that is done with."""


def parse_json(body: bytes) -> dict[str, object]:
    """A JSON object.

    Raises:
        BadRequest: It is none.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest(reason="not JSON") from error
    if not isinstance(value, dict):
        raise BadRequest(reason="not a JSON object")
    return value


def parse_changes(body: bytes, headers: Mapping[str, str]) -> ChangeRequest:
    """The changes of one request.

    Args:
        body: JSON.
        headers: `Idempotency-Key`, `If-Match` and `Desk-Client`.

    Raises:
        BadRequest: It is malformed.
    """
    value = parse_json(body)
    changes = value.get("changes")
    if not isinstance(changes, list) or not 0 < len(changes) <= MOST_CHANGES:
        raise BadRequest(reason="changes: a list of at least one is expected")
    return ChangeRequest(
        key=parse_name(headers.get("idempotency-key"), of="Idempotency-Key"),
        since=headers.get("if-match", "").strip('"'),
        base=str(value.get("base") or ""),
        client=headers.get("desk-client", "")[:64],
        changes=tuple(map(_change, changes)),
        is_restoring=value.get("restore") is True,
    )


def parse_approval(body: bytes) -> ApprovalRequest:
    """Who vouches for what.

    Raises:
        BadRequest: It is malformed.
    """
    value = parse_json(body)
    seen = value.get("seen")
    if not isinstance(seen, dict) or not all(isinstance(text, str) for text in seen.values()):
        raise BadRequest(reason="seen: the texts of rows by their names are expected")
    rows = value.get("rows", [])
    if not isinstance(rows, list):
        raise BadRequest(reason="rows: names of rows are expected")
    return ApprovalRequest(
        by=parse_person(value.get("by")),
        last=parse_name(value.get("last"), of="last"),
        is_up_to=value.get("upTo") is True,
        seen=seen,
        rows=tuple(parse_name(name, of="rows") for name in rows),
        is_withdrawn=value.get("withdraw") is True,
    )


def parse_note(body: bytes) -> NoteRequest:
    """A note.

    Raises:
        BadRequest: It is malformed.
    """
    value = parse_json(body)
    if "close" in value:
        return NoteRequest(closed=parse_name(value["close"], of="close"))
    text = parse_line(value.get("text"), of="text")
    if not text:
        raise BadRequest(reason="text: a note of at least one word is expected")
    return NoteRequest(row=parse_name(value.get("row"), of="row"), text=text, by=parse_person(value.get("by")))


def parse_person(value: object) -> str:
    """A person's name: one line.

    Raises:
        BadRequest: It is none.
    """
    name = " ".join(parse_line(value, of="by", longest=100).split())
    if not name or not name.isprintable():
        raise BadRequest(reason="by: a name is expected")
    return name


def parse_name(value: object, *, of: str) -> str:
    """The name of a row or of a request.

    Raises:
        BadRequest: It is none.
    """
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise BadRequest(reason=f"{of}: a name of letters and digits is expected")
    return value


def parse_line(value: object, *, of: str, longest: int = LONGEST_TEXT) -> str:
    """A text of a person, cleaned of control characters.

    Raises:
        BadRequest: It is none, or too long.
    """
    if not isinstance(value, str) or len(value) > longest:
        raise BadRequest(reason=f"{of}: a text of at most {longest} characters is expected")
    return clean_lines(value)


def clean_lines(text: str) -> str:
    """The text of a cue as it can be written: no control characters, no blank lines, no spaces at line ends."""
    refuse_half_letters(text)
    lines = (line.strip() for line in clean_text(text).split("\n"))
    return "\n".join(line for line in lines if line)


def refuse_half_letters(text: str) -> None:
    """Half of a character that JSON can hold and no file.

    Raises:
        BadRequest: There is one.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadRequest(reason="a text holds half a character") from error


def _change(value: object) -> Change:
    if not isinstance(value, dict):
        raise BadRequest(reason="changes: an object each is expected")
    previous = value.get("previous")
    change = Change(
        id=parse_name(value.get("id"), of="id"),
        before=parse_cue(value.get("before"), is_seen=True),
        after=parse_cue(value.get("after")),
        previous=None if previous is None else parse_name(previous, of="previous"),
    )
    if change.before is None and change.after is None:
        raise BadRequest(reason="changes: before or after is expected")
    return change


def parse_cue(value: object, *, is_seen: bool = False) -> Cue | None:
    """A cue; one that the person saw stands as the file has it, one that is wanted is cleaned."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise BadRequest(reason="a cue is an object")
    start_ms, end_ms = (parse_time(value.get(name)) for name in ("start", "end"))
    text = parse_line(value.get("text"), of="text")
    return Cue(start_ms=start_ms, end_ms=end_ms, text=str(value["text"]) if is_seen else text)


def parse_time(value: object) -> int:
    """A time in milliseconds.

    Raises:
        BadRequest: It is none.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LATEST_MS:
        raise BadRequest(reason="a time is a whole number of milliseconds")
    return value
