"""`captions changes`: what people changed in the captions of a language, to accept or to decline; and in its fields."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from pipeline.build import Passage, approve, changed_fields, replace_sentences
from pipeline.commands.approve import parse_numbers
from pipeline.commands.console import Console
from pipeline.dataclass import dataclass
from pipeline.edits import Approver, FieldChange, ShownSentence, find_sentences
from pipeline.errors import PipelineError, UsageError
from pipeline.formats import parse_srt
from pipeline.languages import parse_tag
from pipeline.model import Cue
from pipeline.text import counted, fold_spaces
from pipeline.timing import format_clock
from pipeline.workspace import Workspace, find_workspace, load_config, lock_workspace, read_at

EXAMPLES = """
captions changes social-credit pt                              (what differs from the machine's text)
captions changes social-credit pt --since main
captions changes social-credit pt --since main --accept 1-3 --by "Ana Lima"
captions changes social-credit pt --since main --decline 4     (put back what stood there)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One sentence that says something else than before."""

    number: int
    start_ms: int
    cues: tuple[int, ...]
    source: str
    before: str
    after: str
    place: int
    """Among the sentences of the file."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("video", metavar="VIDEO", help="name of the video")
    parser.add_argument("language", metavar="LANG", help="BCP-47 tag of the language")
    parser.add_argument("--since", metavar="REV", help="since this commit or branch, instead of the machine's text")
    parser.add_argument("--accept", metavar="N", help="approve these changes, such as 1-3 or 5; needs --by")
    parser.add_argument("--decline", metavar="N", help="put back what stood there before, for these")
    parser.add_argument("--by", metavar="NAME", help="who accepts")
    parser.add_argument("--json", action="store_true", help="print the changes as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Show the changes, and do what was decided."""
    folder = find_workspace(Path.cwd())
    workspace = Workspace(folder)
    if arguments.accept and not arguments.by:
        raise UsageError(reason="--accept needs --by NAME: who answers for it")
    try:
        language = str(parse_tag(arguments.language))
    except ValueError as error:
        raise UsageError(reason=str(error)) from error
    with lock_workspace(workspace, wait=True):
        video, _ = workspace.find_video(arguments.video)
        changes = _find(workspace, video, language, arguments.since)
        fields = _fields(workspace, video, language, arguments.since, console)
        declined = _chosen(changes, arguments.decline, "--decline")
        accepted = [change for change in _chosen(changes, arguments.accept, "--accept") if change not in declined]
        for change in accepted:
            passage = Passage(first=min(change.cues), last=max(change.cues))
            approver = Approver(name=" ".join(arguments.by.split()), date=date.today().isoformat())
            approve(workspace, video, language, approver, passage)
        if declined:
            texts = {change.place: change.before for change in declined}
            replace_sentences(workspace, video, language, texts, profile=load_config(folder).cues.profile)
    if arguments.json:
        console.json([*({**asdict(one), "place": one.place} for one in changes), *map(_field_row, fields)])
    else:
        _tell(console, f"{video} {language}", changes, fields)
    if declined or accepted:
        console.tell(f"{video} {language}: {len(accepted)} accepted, {len(declined)} put back")
    return 0


def _fields(
    workspace: Workspace, video: str, language: str, since: str | None, console: Console
) -> tuple[FieldChange, ...]:
    """The fields that differ; a file that cannot be read is reported, and hides no sentence."""
    try:
        return changed_fields(workspace, video, language, since)
    except PipelineError as error:
        console.warn(str(error))
        return ()


def _tell(console: Console, name: str, changes: tuple[_Change, ...], fields: tuple[FieldChange, ...]) -> None:
    rows = [(str(one.number), format_clock(one.start_ms), one.before, one.after) for one in changes]
    if rows:
        console.table(("no", "time", "before", "now"), rows)
    if fields:
        console.table(("field", "before", "now"), [(one.name, one.before, one.after) for one in fields])
    if not rows and not fields:
        console.tell(f"{name}: nothing changed")


def _field_row(one: FieldChange) -> dict[str, str]:
    """A field of title, description and chapters; `captions accept --field` decides about it, not a number."""
    return {"field": one.name, "source": one.source, "before": one.before, "after": one.after}


def _find(workspace: Workspace, video: str, language: str, since: str | None) -> tuple[_Change, ...]:
    file = workspace.expect_captions(video, language)
    machine = workspace.load_machine(video, language)
    before = machine.cues if machine else ()
    if since is not None:
        data = read_at(workspace.folder, since, file.path.relative_to(workspace.folder).as_posix())
        before = parse_srt(data, path=f"{since}:{file.path.name}").cues if data is not None else ()
    return _compare(find_sentences(before, machine), find_sentences(file.whole_cues, machine), file.cues)


def _compare(
    before: tuple[ShownSentence, ...], after: tuple[ShownSentence, ...], cues: tuple[Cue, ...]
) -> tuple[_Change, ...]:
    """The sentences whose words differ; the ones that only one side has are compared with nothing."""
    keys = ([fold_spaces(one.text) for one in before], [fold_spaces(one.text) for one in after])
    found: list[_Change] = []
    for kind, first, last, start, end in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for at in range(start, end):
            old = before[first + at - start].text if first + at - start < last else ""
            one = after[at]
            found.append(
                _Change(
                    number=len(found) + 1,
                    start_ms=cues[one.cues[0] - 1].start_ms,
                    cues=one.cues,
                    source=one.source,
                    before=old,
                    after=one.text,
                    place=at,
                )
            )
    return tuple(found)


def _chosen(changes: tuple[_Change, ...], text: str | None, option: str) -> list[_Change]:
    if not text:
        return []
    first, last = parse_numbers(text, option)
    if last > len(changes):
        raise UsageError(reason=f"{option}: no change {last}; {counted(len(changes), 'is', 'are')} listed")
    chosen = list(changes[first - 1 : last])
    if option == "--decline" and any(not change.before for change in chosen):
        raise UsageError(reason="--decline: something that was added has nothing before it; delete it in the file")
    return chosen
