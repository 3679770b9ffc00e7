"""Title, description and chapters for translators' own tools, and what comes back of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.build.details_approvals import approve_texts
from pipeline.build.details_files import details_text
from pipeline.build.details_shown import ShownField, fields_in, review_fields, shown_fields
from pipeline.build.returned_choice import Choice, Kind
from pipeline.build.unit_keys import KEY_DIGITS, unit_keys
from pipeline.dataclass import dataclass
from pipeline.edits import PARAGRAPH_GAP, Approver, flat_text
from pipeline.formats import ExportUnit, ReturnedUnit, UnitState, tidy_description
from pipeline.model import Details
from pipeline.quality import TITLE_CHARS
from pipeline.records import DetailPlace, DetailsRecord, EditState
from pipeline.workspace import DetailsFile, EditedFile, Workspace, load_details_record, read_details_file

_KEY = re.compile(rf"({'|'.join(DetailPlace)})-[0-9a-f]{{{KEY_DIGITS}}}(?:-[0-9]+)?")
_LOST = "the machine's record of title, description and chapters is lost; captions build makes it again"


def is_field_key(key: str) -> bool:
    """Whether a unit of that key is a field; a sentence's is none."""
    return _KEY.fullmatch(key) is not None


def export_fields(workspace: Workspace, video: str, language: str) -> tuple[ExportUnit, ...]:
    """All fields of a language, for a translator's tool; none without a file of them.

    Raises:
        PipelineError: The file or the machine's record of it cannot be read.
    """
    reasons = {item.name: item.reasons for item in review_fields(workspace, video, language, duration_ms=None)}
    units = _units(shown_fields(workspace, video, language))
    return tuple(_exported(key, unit, reasons.get(unit.fields[0].name, ())) for key, unit in units.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsImport:
    """What came back of the fields, before anything of it is written."""

    video: str
    file: DetailsFile | None
    """None where no field came back."""
    record: DetailsRecord | None
    units: Mapping[str, FieldUnit]
    choice: Choice

    @property
    def taken(self) -> tuple[tuple[str, str], ...]:
        """Earlier and new text of each field that changes, in the order of the file."""
        texts = self.choice.texts
        return tuple((unit.text, texts[key]) for key, unit in self.units.items() if key in texts)

    @property
    def units_now(self) -> Mapping[str, FieldUnit]:
        """The units of the file with what is taken."""
        return {key: replace(unit, text=self.choice.texts.get(key, unit.text)) for key, unit in self.units.items()}


def judge_fields(
    workspace: Workspace, video: str, language: str, returned: Sequence[ReturnedUnit], sent: Mapping[str, str]
) -> FieldsImport:
    """Which of the fields that came back are taken; all are refused where the machine's record is lost.

    Raises:
        PipelineError: The file of the language or the machine's record of it cannot be read.
    """
    file = read_details_file(workspace, video, language) if returned else None
    record = load_details_record(workspace, video, language) if returned else None
    units = _units(fields_in(workspace, video, language, file, record)) if file and record else {}
    choice = Choice(
        kind=Kind(name="field", way_out="to take a field out, empty it in its file", tidy=_tidy),
        here={key: unit.text for key, unit in units.items()},
        sent=sent,
        unread={key for key, unit in units.items() if unit.state is UnitState.MACHINE},
        lost=_LOST if file and file.exists and record is None else "",
    )
    for unit in returned:
        choice.judge(unit)
    return FieldsImport(video=video, file=file, record=record, units=units, choice=choice)


def edited_fields(workspace: Workspace, judged: FieldsImport) -> tuple[EditedFile, ...]:
    """The file of the language with what is taken, as a person would write it; the next build merges it.

    Raises:
        SubtitleError: The file is broken.
    """
    file, record = judged.file, judged.record
    if file is None or record is None or not judged.choice.texts:
        return ()
    text = details_text(
        judged.video, record, record.fields, _details_of(judged.units_now.values(), file.details), before=file.text
    )
    path = workspace.details_path(judged.video, record.language)
    return (EditedFile(path=path, read=file.data, text=text.encode()),)


def approve_returned(workspace: Workspace, judged: FieldsImport, approver: Approver) -> int:
    """Approve the fields that came back as right, once they stand in their file; tells how many.

    Raises:
        PipelineError: The machine's record cannot be read, or the approvals cannot be written.
    """
    right = judged.choice.right
    if judged.record is None or not right:
        return 0
    rows = [row for key, unit in judged.units_now.items() if key in right for row in unit.approved_rows()]
    approve_texts(workspace, judged.video, judged.record.language, rows, approver)
    return len(right)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldUnit:
    """A field, or all paragraphs of a description that a person wrote as a whole."""

    fields: tuple[ShownField, ...]
    text: str

    @property
    def place(self) -> DetailPlace:
        return self.fields[0].place

    @property
    def name(self) -> str:
        return self.fields[0].name if len(self.fields) == 1 else str(self.place)

    @property
    def basis(self) -> str:
        """What it stands for, in the spoken language what was there before; its own text where it is a person's."""
        first = self.fields[0]
        made = first.machine.source if first.machine else first.edit.basis_now if first.edit else ""
        return first.source or made or self.text

    @property
    def machine(self) -> str:
        first = self.fields[0]
        return first.edit.suggestion if first.edit else first.machine.text if first.machine else ""

    @property
    def is_stale(self) -> bool:
        edit = self.fields[0].edit
        return edit is not None and edit.state is EditState.STALE

    @property
    def state(self) -> UnitState:
        if self.is_stale:
            return UnitState.STALE
        if all(one.approved_by for one in self.fields):
            return UnitState.APPROVED
        return UnitState.EDITED if self.fields[0].machine is None else UnitState.MACHINE

    def approved_rows(self) -> Iterator[tuple[DetailPlace, str, str]]:
        """What is approved with it: each paragraph by itself."""
        for part in self.text.split(PARAGRAPH_GAP) if self.place is DetailPlace.DESCRIPTION else (self.text,):
            yield self.place, self.fields[0].source, part


def _units(fields: Sequence[ShownField]) -> dict[str, FieldUnit]:
    """The units of a file by their keys, in its order: each is called by what it translates, never by its time."""
    units = []
    for _, some in groupby(enumerate(fields), key=_whole):
        together = tuple(one for _, one in some)
        units.append(FieldUnit(fields=together, text=PARAGRAPH_GAP.join(one.text for one in together)))
    keys = unit_keys("field", ((f"{unit.place}-", unit.basis) for unit in units))
    return dict(zip(keys, units, strict=True))


def _whole(numbered: tuple[int, ShownField]) -> int:
    """One number for all paragraphs of a description that counts as one, another for every other field."""
    number, one = numbered
    return -1 if one.place is DetailPlace.DESCRIPTION and one.edit is not None and not one.edit.paragraph else number


def _exported(key: str, unit: FieldUnit, reasons: Sequence[str]) -> ExportUnit:
    edit = unit.fields[0].edit
    return ExportUnit(
        key=key,
        source=unit.basis,
        text=unit.text,
        machine=unit.machine,
        state=unit.state,
        earlier_source=edit.basis if edit and unit.is_stale else "",
        name=unit.name,
        most_chars=TITLE_CHARS if unit.place is DetailPlace.TITLE else 0,
        comments=tuple(reasons),
    )


def _tidy(unit: ReturnedUnit) -> str:
    """A paragraph keeps its lines; a title has one."""
    text = tidy_description(unit.text)
    return text if unit.key.startswith(DetailPlace.DESCRIPTION) else flat_text(text.splitlines())


def _details_of(units: Iterable[FieldUnit], before: Details) -> Details:
    """Details with the texts of some units, which are all fields of them in their order."""
    texts: dict[DetailPlace, list[str]] = {place: [] for place in DetailPlace}
    for unit in units:
        texts[unit.place].append(unit.text)
    titles = zip(before.chapters, texts[DetailPlace.CHAPTER], strict=True)
    return Details(
        "".join(texts[DetailPlace.TITLE]),
        PARAGRAPH_GAP.join(texts[DetailPlace.DESCRIPTION]),
        tuple(replace(chapter, title=title) for chapter, title in titles),
    )
