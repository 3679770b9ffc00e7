"""Title, description and chapters of one language: what the machine makes now, merged by field into what people wrote.

A chapter is the same one where its start or its text is; a description is merged by paragraph as long as a person
left their number, and as a whole otherwise. What a person wrote stays, and is stale when what it stands for changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.dataclass import dataclass
from pipeline.edits.details_fields import PARAGRAPH_GAP, details_of, source_fields
from pipeline.edits.details_pairing import align_paragraphs, pair_by, pair_chapters, same_start
from pipeline.edits.details_wording import describe_edit, detail_name
from pipeline.model import Chapter, Details
from pipeline.records import DetailEdit, DetailField, DetailPlace, DetailsRecord, EditState
from pipeline.timing import MS_PER_SECOND, format_clock

_TITLE, _DESCRIPTION, _CHAPTER = DetailPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsOutput:
    """What the details of one language become."""

    details: Details
    edits: tuple[DetailEdit, ...]
    deleted: int
    """How many of the machine's chapters a person took out."""
    notices: tuple[str, ...]


def merge_details(new: Sequence[DetailField], previous: DetailsRecord | None, edited: Details | None) -> DetailsOutput:
    """Three-way merge by field: what the machine last wrote, what the file says, what it would write now.

    Args:
        new: What the machine makes now.
        previous: The record of the last build; None if there is none.
        edited: What the file says now; None if there is none.
    """
    if edited is None:
        return DetailsOutput(details=details_of(new), edits=(), deleted=0, notices=())
    is_lost = previous is None and _has_machine_text(new, edited)
    base = tuple(new) if is_lost else previous.fields if previous else ()
    merge = _Merge(base, tuple(new), previous.edits if previous else (), has_record=previous is not None)
    title = merge.title(edited.title)
    description = merge.description(edited.description)
    chapters = merge.chapters(edited.chapters)
    edits = tuple(map(_doubtful, merge.edits)) if is_lost else tuple(merge.edits)
    return DetailsOutput(
        details=Details(title, description, chapters),
        edits=edits,
        deleted=merge.deleted,
        notices=(*(line for edit in edits if (line := describe_edit(edit))), *merge.notices),
    )


class _Merge:
    """The fields of one file, one after the other; keeps what people changed."""

    def __init__(
        self,
        base: tuple[DetailField, ...],
        new: tuple[DetailField, ...],
        before: tuple[DetailEdit, ...],
        *,
        has_record: bool,
    ) -> None:
        self._base, self._new, self._before, self._has_record = base, new, before, has_record
        self.edits: list[DetailEdit] = []
        self.notices: list[str] = []
        self.deleted = 0

    def title(self, edited: str) -> str:
        base, new = (next(iter(_at(fields, _TITLE)), None) for fields in (self._base, self._new))
        text, edit = self._text(_TITLE, base, new, edited)
        self.edits += [edit] if edit else []
        return text

    # --- the description

    def description(self, edited: str) -> str:
        base, new = (_at(fields, _DESCRIPTION) for fields in (self._base, self._new))
        old, now = (_joined(fields) for fields in (base, new))
        if edited in {old, now}:
            return now
        parts = edited.split(PARAGRAPH_GAP)
        is_whole = any(one.place is _DESCRIPTION and not one.paragraph and one.text == edited
                       for one in self._before)  # fmt: skip
        if not is_whole and len(parts) == len(base) and (merged := self._paragraphs(base, new, parts)):
            return merged
        whole = [DetailField(place=_DESCRIPTION, source=_joined(fields, "source"), text=_joined(fields))
                 if fields else None for fields in (base, new)]  # fmt: skip
        text, edit = self._text(_DESCRIPTION, whole[0], whole[1], edited)
        self.edits += [edit] if edit else []
        return text

    def _paragraphs(self, base: Sequence[DetailField], new: Sequence[DetailField], parts: Sequence[str]) -> str:
        """The paragraphs of now with a person's in their places; empty if one of these has no place."""
        place_of = align_paragraphs([one.source for one in base], [one.source for one in new])
        changed = [number for number, part in enumerate(parts) if part != base[number].text]
        if any(number not in place_of for number in changed):
            return ""
        texts = [one.text for one in new]
        edits = []
        for number in changed:
            place = place_of[number]
            text, edit = self._text(_DESCRIPTION, base[number], new[place], parts[number], at=number + 1)
            texts[place] = text
            edits += [replace(edit, paragraph=place + 1)] if edit else []
        if not all(texts):  # a paragraph that somebody emptied cannot stand between others
            return ""
        self.edits += edits
        return PARAGRAPH_GAP.join(texts)

    # --- chapters

    def chapters(self, edited: Sequence[Chapter]) -> tuple[Chapter, ...]:
        base, new = (_at(fields, _CHAPTER) for fields in (self._base, self._new))
        to_new = pair_chapters(base, new)
        to_base = self._find_bases(base, edited)
        placed: list[_Placed] = []
        used: set[int] = set()
        kept = set(to_base.values())
        reserved = {goal for at, goal in to_new.items() if at in kept}
        for number, chapter in enumerate(edited):
            at = to_base.get(number, -1)
            before = base[at] if at >= 0 else None
            goal = to_new[at] if at in to_new else same_start(new, chapter, reserved | used)
            used |= set() if goal is None else {goal}
            now = None if goal is None else new[goal]
            is_untouched = before is not None and (before.text, before.start_ms) == (chapter.title, chapter.start_ms)
            if not (now is None and is_untouched):  # else the source took it out
                placed.append(self._chapter(before, now, chapter))
        taken_out = {goal for at, goal in to_new.items() if at not in kept}
        self._tell_deleted(base, new, to_new, to_base)
        is_own = not self._has_record and not base and bool(edited)
        added = [one for number, one in enumerate(new) if number not in used | taken_out and not is_own]
        placed += [_Placed(one.start_ms, one.text, now=one) for one in added]
        return self._in_order(placed)

    def _chapter(self, before: DetailField | None, now: DetailField | None, chapter: Chapter) -> _Placed:
        """Where a chapter of the file stands now, its text, and what is a person's of it."""
        is_moved = before is not None and chapter.start_ms != before.start_ms
        start_ms = chapter.start_ms if now is None or is_moved or before is None else now.start_ms
        text, edit = self._text(_CHAPTER, before, now, chapter.title, at=chapter.start_ms)
        if edit is None and now is not None and start_ms != now.start_ms:
            edit = DetailEdit(
                place=_CHAPTER,
                text=text,
                basis=now.source,
                basis_now=now.source,
                machine=now.text,
                suggestion=now.text,
                state=EditState.RETIMED,
            )
        if edit is not None:
            edit = replace(edit, start_ms=start_ms, machine_ms=-1 if now is None else now.start_ms)
        return _Placed(start_ms, text, edit, now)

    def _find_bases(self, base: Sequence[DetailField], edited: Sequence[Chapter]) -> dict[int, int]:
        """Which chapter of the machine's each chapter of the file is: the same, known from before, or alike."""
        known = {(edit.start_ms, edit.text): edit.machine_ms for edit in self._before if edit.place is _CHAPTER}
        of_machine = [known.get((one.start_ms, one.title)) for one in edited]
        starts, titles = [one.start_ms for one in base], [one.text for one in base]
        # One of which it is known that it stands for none of the machine's is nobody else's either.
        return pair_by(
            ([(one.start_ms, one.title) for one in edited], list(zip(starts, titles, strict=True))),
            (of_machine, starts),
            ([one.start_ms if known != -1 else None for one, known in zip(edited, of_machine, strict=True)], starts),
            ([one.title if known != -1 else None for one, known in zip(edited, of_machine, strict=True)], titles),
        )

    def _tell_deleted(
        self,
        base: Sequence[DetailField],
        new: Sequence[DetailField],
        to_new: Mapping[int, int],
        to_base: Mapping[int, int],
    ) -> None:
        kept = set(to_base.values())
        for at, one in enumerate(base):
            if at in to_new and at not in kept:
                self.deleted += 1
                now = new[to_new[at]]
                if now.source != one.source:
                    name = detail_name(_CHAPTER, now.start_ms)
                    self.notices.append(f"{name} stays deleted; the machine would now write “{now.text}”")

    def _in_order(self, placed: Sequence[_Placed]) -> tuple[Chapter, ...]:
        """No two at one time: the machine's gives way, and of two that people wrote the later one is moved."""
        people: dict[int, DetailEdit] = {}
        for one in sorted((one for one in placed if one.edit is not None), key=lambda one: one.start_ms):
            assert one.edit is not None
            free_ms = one.start_ms
            while free_ms in people:
                free_ms += MS_PER_SECOND
            if free_ms != one.start_ms:
                time = format_clock(one.start_ms)
                self.notices.append(f"two chapters begin at {time}: “{one.text}” is moved behind")
            people[free_ms] = replace(one.edit, start_ms=free_ms)
        found = {start_ms: edit.text for start_ms, edit in people.items()}
        for one in placed:
            if one.edit is None and one.start_ms in people and one.now is not None:
                people[one.start_ms] = _instead(people[one.start_ms], one.now)
            elif one.edit is None:
                found[one.start_ms] = one.text
        self.edits += people.values()
        return tuple(Chapter(start_ms / MS_PER_SECOND, found[start_ms]) for start_ms in sorted(found))

    # --- one text

    def _text(
        self, place: DetailPlace, base: DetailField | None, new: DetailField | None, edited: str, *, at: int = 0
    ) -> tuple[str, DetailEdit | None]:
        """A text of the file merged: the machine's of now, or a person's with what it was written against."""
        old, now = (one.text if one else "" for one in (base, new))
        is_left_over = place is _CHAPTER and new is None
        if edited == now or (edited == old and not is_left_over):
            return now, None
        stands_on = base or (None if self._has_record else new)
        written = (stands_on.source, stands_on.text) if stands_on else ("", "")
        written = self._recalled(place, edited, at) or written
        source = new.source if new else ""
        state = EditState.EDITED if written == (source, now) else EditState.CONFLICT
        return edited, DetailEdit(
            place=place,
            text=edited,
            basis=written[0],
            basis_now=source,
            machine=written[1],
            suggestion=now,
            state=EditState.STALE if written[0] != source else state,
        )

    def _recalled(self, place: DetailPlace, text: str, at: int) -> tuple[str, str] | None:
        """What an edit was written against, by what was known of it before: there first, a paragraph or a time."""
        same = [edit for edit in self._before if edit.place is place and edit.text == text]
        there = (edit for edit in same if at == (edit.start_ms if place is _CHAPTER else edit.paragraph))
        edit = next(there, same[0] if same else None)
        return (edit.basis, edit.machine) if edit and edit.state is not EditState.RETIMED else None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A chapter of the merged file."""

    start_ms: int
    text: str
    edit: DetailEdit | None = None
    """What is a person's of it; None for the machine's."""
    now: DetailField | None = None
    """The machine's chapter that it is, or stands for."""


def _instead(edit: DetailEdit, machine: DetailField) -> DetailEdit:
    """A person's chapter at the time of one of the machine's: it stands for that, if for none yet."""
    if edit.machine_ms != -1:
        return edit
    return replace(
        edit,
        basis_now=machine.source,
        suggestion=machine.text,
        machine_ms=machine.start_ms,
        state=EditState.STALE if edit.basis != machine.source else EditState.CONFLICT,
    )


def _at(fields: Iterable[DetailField], place: DetailPlace) -> list[DetailField]:
    return [one for one in fields if one.place is place]


def _joined(fields: Iterable[DetailField], name: str = "text") -> str:
    return PARAGRAPH_GAP.join(str(getattr(one, name)) for one in fields)


def _has_machine_text(new: Iterable[DetailField], edited: Details) -> bool:
    """Whether something of a file without a record is as the machine writes it."""
    made = {(one.place, one.start_ms, one.text) for one in new}
    return any((one.place, one.start_ms, one.text) in made for one in source_fields(edited))


def _doubtful(edit: DetailEdit) -> DetailEdit:
    """What differs from the machine's text where its record is lost: a person's, or the machine's of before."""
    is_doubtful = edit.state is EditState.EDITED and bool(edit.suggestion)
    return replace(edit, state=EditState.CONFLICT, machine="") if is_doubtful else edit
