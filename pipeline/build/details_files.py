"""The file of title, description and chapters of a language, and the machine's record of it: merged and written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from pipeline.build.details_plan import DetailsPlan
from pipeline.build.keys import memory_key
from pipeline.edits import DetailsOutput, details_of, merge_details
from pipeline.formats import details_record_to_json, head_lines, keep_comments, write_details
from pipeline.languages import english_name
from pipeline.model import Details
from pipeline.records import DetailField, DetailsRecord, SentenceRecord
from pipeline.workspace import Workspace, write_details_file


def write_language(
    workspace: Workspace, one: DetailsPlan, fields: tuple[DetailField, ...], sentences: tuple[SentenceRecord, ...]
) -> tuple[str, ...]:
    """Merge what the machine makes into what a person left, and write both.

    Returns:
        What a person should know about it.

    Raises:
        StaleWorkspace: Somebody saved the file meanwhile; nothing was written.
        PipelineError: The file cannot be read or written.
    """
    assert one.file is not None
    edited = one.file.details if one.file.exists else None
    output = merge_details(fields, one.record, edited)
    record = DetailsRecord(
        language=one.language,
        origin=one.origin,
        key=one.key,
        written="",
        memory_key=memory_key(one.hop) if one.hop else "",
        signatures=(one.hop.edge.signature,) if one.hop else (),
        sentences=sentences,
        fields=fields,
        edits=output.edits,
        deleted=output.deleted,
    )
    data = None if one.is_hidden and not one.file.exists else _bytes(one, record, output)
    if data is not None:
        record = replace(record, written=hashlib.sha256(data).hexdigest())
    machine = details_record_to_json(record)
    write_details_file(workspace, one.video, one.language, read=one.file.data, text=data, machine=machine)
    return output.notices


def details_text(
    video: str, record: DetailsRecord, fields: Iterable[DetailField], details: Details, *, before: str = ""
) -> str:
    """The file of a language.

    Args:
        video: Its name.
        record: Says the language and the one that it was translated from.
        fields: What the machine makes now; their sources stand beside the texts.
        details: What the file says.
        before: The text of the file that it replaces, whose comments are kept; empty if there is none.
    """
    source = details_of(replace(one, text=one.source) for one in fields) if record.origin else None
    origin = english_name(record.origin) if record.origin else ""
    head = head_lines(video, english_name(record.language), origin=origin)
    text = write_details(details, head=head, source=source, source_language=record.origin)
    return keep_comments(before, text) if before else text


def _bytes(one: DetailsPlan, record: DetailsRecord, output: DetailsOutput) -> bytes:
    """The new bytes of the file: a person's very bytes where nothing of ours changes them."""
    assert one.file is not None
    old = [item.source for item in one.record.fields] if one.record else []
    is_same_source = old == [item.source for item in record.fields]
    if one.file.data is not None and is_same_source and one.file.details == output.details:
        return one.file.data
    before = one.file.text if one.file.exists else ""
    return details_text(one.video, record, record.fields, output.details, before=before).encode()
