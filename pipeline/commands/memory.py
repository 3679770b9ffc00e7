"""`captions memory`: what people wrote or approved for a sentence before, in any video."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from pipeline import __version__
from pipeline.build import gather_memory
from pipeline.commands.console import Console
from pipeline.errors import InputError, UsageError
from pipeline.files import read_bytes, write_atomic, write_output
from pipeline.formats import entries_from_tmx, entries_to_tmx
from pipeline.languages import parse_tag
from pipeline.text import counted
from pipeline.workspace import Workspace, find_workspace, lock_workspace

EXAMPLES = """
captions memory
captions memory find "There is no single national score." --from en --to pt
captions memory export -o memory.tmx
captions memory import from-elsewhere.tmx
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    parser.set_defaults(verb="count", json=False)
    counting = verbs.add_parser("count", help="how many sentences are remembered (also without a verb)")
    finding = verbs.add_parser("find", help="what was written for a sentence, and for similar ones")
    finding.add_argument("sentence", metavar="SENTENCE")
    finding.add_argument("--from", dest="source", required=True, metavar="TAG", help="its language")
    finding.add_argument("--to", dest="target", required=True, metavar="TAG", help="the language of the translation")
    for verb in (counting, finding):
        verb.add_argument("--json", action="store_true", help="print it as JSON")
    exporting = verbs.add_parser("export", help="write all of it as TMX 1.4b, with dates, authors and neighbours")
    exporting.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    importing = verbs.add_parser("import", help="keep a TMX file of another tool in memory/")
    importing.add_argument("file", type=Path, metavar="FILE")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do what the verb says."""
    verbs: dict[str, Callable[[argparse.Namespace, Workspace, Console], int]] = {
        "count": _count,
        "find": _find,
        "export": _export,
        "import": _import,
    }
    return verbs[arguments.verb](arguments, Workspace(find_workspace(Path.cwd())), console)


def _count(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> int:
    entries = gather_memory(workspace).entries
    pairs = Counter((entry.source_language, entry.language) for entry in entries)
    if arguments.json:
        rows = [{"source": source, "target": target, "sentences": count} for (source, target), count in pairs.items()]
        console.json(rows)
    elif pairs:
        console.table(("from", "to", "sentences"), [(*pair, str(count)) for pair, count in sorted(pairs.items())])
    else:
        console.tell("nothing is remembered yet: what people correct or approve is")
    return 0


def _find(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> int:
    source, target = _tag(arguments.source), _tag(arguments.target)
    memory = gather_memory(workspace)
    matches = memory.near(arguments.sentence, source, target, limit=5)
    if arguments.json:
        console.json([{"likeness": match.likeness, **asdict(match.entry)} for match in matches])
        return 0
    rows = [
        (f"{match.likeness:.0%}", match.entry.describe(), match.entry.source, match.entry.text) for match in matches
    ]
    if rows:
        console.table(("alike", "from", "sentence", "translation"), rows)
    else:
        pairs = {(entry.source_language, entry.language) for entry in memory.entries}
        known = "" if (source, target) in pairs or not pairs else f" (remembered: {_pairs_text(pairs)})"
        console.tell(f"nothing like it is remembered from {source} to {target}{known}")
    return 0


def _export(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> int:
    entries = gather_memory(workspace).entries
    if not entries:
        raise InputError(
            path=str(workspace.folder), reason="nothing is remembered yet: what people correct or approve is"
        )
    write_output(arguments.output, entries_to_tmx(entries, version=__version__).encode())
    console.tell(f"{arguments.output}: {counted(len(entries), 'sentence')}")
    return 0


def _import(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> int:
    data = read_bytes(arguments.file)
    entries = entries_from_tmx(data, path=str(arguments.file))
    target = workspace.memory_folder / f"{arguments.file.stem}.tmx"
    with lock_workspace(workspace, wait=True):
        if target.exists() and read_bytes(target) != data:
            raise InputError(path=str(target), reason="is there already, with other content; rename one of the two")
        target.parent.mkdir(exist_ok=True)
        write_atomic(target, data)
    pairs = {(entry.source_language, entry.language) for entry in entries}
    console.tell(f"{target.relative_to(workspace.folder)}: {counted(len(entries), 'sentence')}, {_pairs_text(pairs)}")
    spoken = {head.language for video in workspace.videos() if (head := workspace.load_recording_head(video))}
    if spoken and spoken.isdisjoint(source for source, _ in pairs):
        console.warn(
            f"no video is spoken in {', '.join(sorted({source for source, _ in pairs}))}: it will not be used yet"
        )
    return 0


def _pairs_text(pairs: set[tuple[str, str]]) -> str:
    return ", ".join(f"{source} → {target}" for source, target in sorted(pairs))


def _tag(text: str) -> str:
    try:
        return str(parse_tag(text))
    except ValueError as error:
        raise UsageError(reason=str(error)) from error
