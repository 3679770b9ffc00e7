"""Sentences and fields for translators' own tools, and what the sentences are called there."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.build.details_exchange import export_fields
from pipeline.build.plan import load_glossary
from pipeline.build.review_queue import gather_evidence
from pipeline.build.unit_keys import unit_keys
from pipeline.cues import profile_for
from pipeline.edits import ReadSentence, ShownSentence, flat_text
from pipeline.errors import PipelineError
from pipeline.files import read_bytes, write_if_changed
from pipeline.formats import ExportFile, ExportUnit, UnitState
from pipeline.quality import Evidence, rank_sentences
from pipeline.records import Edit, EditState, MachineTrack
from pipeline.text import fold_spaces
from pipeline.timing import MS_PER_SECOND
from pipeline.translation import GlossaryFinder, make_finder
from pipeline.workspace import Workspace

_BASE_DIGITS = 12
"""With so many of its digits a kept export is found."""


def export_units(workspace: Workspace, video: str, language: str, *, profile: str) -> ExportFile:
    """All sentences of a caption file, and its title, description and chapters, for a translator's tool.

    A copy is kept to merge with. Fields that cannot be read are left out, and that is reported.

    Raises:
        UnknownName: There is no such caption file.
        PipelineError: One of its files cannot be read.
    """
    file = workspace.expect_captions(video, language)
    evidence = gather_evidence(workspace, video, language, profile)
    origin = evidence.machine.head.origin if evidence.machine else ""
    finder = make_finder(load_glossary(workspace), source=origin, target=language, video=video)
    speed_cps = profile_for(language, profile).speed_cps
    fields, told = _fields(workspace, video, language)
    units = (*_units(evidence, finder, speed_cps=speed_cps), *fields)
    sent = json.dumps({unit.key: unit.text for unit in units}, ensure_ascii=False, indent=0).encode()
    # Without fields, the sum of the caption file alone; with them, another text of theirs is another base.
    base = hashlib.sha256(sent).hexdigest() if fields else file.sha256
    write_if_changed(_sent_path(workspace, base), sent)
    return ExportFile(
        video=video, source_language=origin or language, language=language, base=base, units=units, told=told
    )


def sentence_keys(sentences: Sequence[ShownSentence], machine: MachineTrack | None) -> tuple[str, ...]:
    """What each sentence is called outside: by its source; the second of equals has a number.

    In the spoken language it is the sentence that was recognised; text of a person's own goes by itself.
    """
    records = {one.id: one for one in machine.sentences} if machine else {}
    texts = (one.source or "".join(records[name].text for name in one.ids) or one.text for one in sentences)
    return unit_keys("sentence", (("", text) for text in texts))


def _fields(workspace: Workspace, video: str, language: str) -> tuple[tuple[ExportUnit, ...], tuple[str, ...]]:
    try:
        return export_fields(workspace, video, language), ()
    except PipelineError as error:
        return (), (str(error),)


def _sent_path(workspace: Workspace, base: str) -> Path:
    return workspace.cache_folder / "exports" / f"{base}.json"


def load_sent(workspace: Workspace, base: str) -> dict[str, str]:
    """What went out, by key, if what was kept of them is still there: it is a cache."""
    if len(base) < _BASE_DIGITS or not base.isalnum():
        return {}
    for path in sorted(_sent_path(workspace, base).parent.glob(f"{base}*.json")):
        with contextlib.suppress(ValueError):
            value = json.loads(read_bytes(path))
            if isinstance(value, dict):
                return {key: text for key, text in value.items() if isinstance(text, str)}
    return {}


def _units(evidence: Evidence, finder: GlossaryFinder, *, speed_cps: float) -> Iterator[ExportUnit]:
    machine, reading = evidence.machine, evidence.reading.sentences
    records = {one.id: one for one in machine.sentences} if machine else {}
    edits = {fold_spaces(edit.text): edit for edit in (machine.head.edits if machine else ())}
    reasons = {number: item.reasons for item in rank_sentences(evidence) for number in item.cues[:1]}
    for read, key in zip(reading, sentence_keys([one.sentence for one in reading], machine), strict=True):
        one = read.sentence
        stale = _stale_edit([edits.get(fold_spaces(evidence.cues[number - 1].text)) for number in one.cues])
        made = flat_text(records[name].text for name in one.ids)
        terms = (f"term: {one.source[use.start : use.end]} → {use.translation}" for use in finder.find(one.source))
        yield ExportUnit(
            key=key,
            source=one.source or made or one.text,
            text=one.text,
            machine=made,
            state=_state(read, stale),
            earlier_source=" ".join(stale.basis.split()) if stale else "",
            start_ms=one.start_ms,
            shown_ms=one.shown_ms,
            most_chars=max(1, round(one.shown_ms / MS_PER_SECOND * speed_cps)),
            comments=(*reasons.get(one.cues[0], ()), *terms),
        )


def _stale_edit(edits: Sequence[Edit | None]) -> Edit | None:
    return next((edit for edit in edits if edit is not None and edit.state is EditState.STALE), None)


def _state(read: ReadSentence, stale: Edit | None) -> UnitState:
    if stale is not None:
        return UnitState.STALE
    if read.approved_by:
        return UnitState.APPROVED
    return UnitState.EDITED if read.is_written else UnitState.MACHINE
