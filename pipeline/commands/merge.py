"""`captions merge`: three versions of one caption file into one, by cue; also as git's merge driver."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError, UsageError
from pipeline.files import read_bytes, write_atomic
from pipeline.timing import format_clock

if TYPE_CHECKING:
    from pipeline.artefacts import Approval
    from pipeline.console import Console
    from pipeline.merging import Conflict, MergeResult
    from pipeline.model import Cue

HELP = "merge three versions of a caption file by cue (also as git's merge driver)"
EXAMPLES = """\
captions merge --base old.srt --edited mine.srt --new latest.srt -o merged.srt
captions merge --base machine/pt.json --edited talk.pt.srt --new new.srt > merged.srt
captions merge --install-driver    (in a git repository: pull requests on one file merge by cue)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    files = "SubRip, or machine/<lang>.json"
    parser.add_argument("--base", type=Path, metavar="FILE", help=f"the version that both started from ({files})")
    parser.add_argument("--edited", type=Path, metavar="FILE", help="what a person made of it; wins where both changed")
    parser.add_argument("--new", type=Path, metavar="FILE", help="what the machine, or somebody else, made of it")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the SubRip file to write (default: stdout)")
    parser.add_argument(
        "--markers", action="store_true", help="show both versions of a conflict in the file, between git's marks"
    )
    parser.add_argument("--machine", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--name", help=argparse.SUPPRESS)
    parser.add_argument(
        "--install-driver", action="store_true", help="make git merge caption files this way, in this clone"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Merge; 0 if everything could be combined, 1 if there are conflicts (listed on stderr)."""
    if arguments.install_driver:
        from pipeline.git_driver import install_driver

        console.tell(f"git now merges caption files by cue in this clone ({install_driver(Path())})")
        return 0
    missing = [f"--{name}" for name in ("base", "edited", "new") if getattr(arguments, name) is None]
    if missing:
        raise UsageError(reason=f"merge needs {' '.join(missing)}; or use --install-driver")
    if arguments.machine:
        return _merge_machine_files(arguments)
    return _merge_files(arguments, console)


def _merge_files(arguments: argparse.Namespace, console: Console) -> int:
    from pipeline.conflict_marks import mark_conflicts
    from pipeline.merging import merge_cues

    base, edited, new = (_read(path, console) for path in (arguments.base, arguments.edited, arguments.new))
    name = arguments.name or str(arguments.edited)
    if not base and edited and new:
        base = _common(edited, new)
        if not base:
            console.warn(f"{name}: the two versions have no cue in common; kept {arguments.edited}")
            _write(arguments, edited, console)
            return 1
    result = merge_cues(base, edited, new)
    for line in _describe(result):
        console.warn(f"{name}: {line}")
    _write(arguments, mark_conflicts(result) if arguments.markers else result.cues, console)
    if result.rejects and not arguments.markers:
        _write_rejects(arguments, result, console)
    return 1 if result.conflicts or result.rejects else 0


def _read(path: Path, console: Console) -> tuple[Cue, ...]:
    from pipeline.formats.machine_json import track_from_json
    from pipeline.formats.srt import parse_srt

    data = read_bytes(path)
    if data.lstrip()[:1] == b"{":
        return track_from_json(data, path=str(path)).cues
    found = parse_srt(data, path=str(path))
    for repair in found.repairs:
        console.warn(f"{path}: {repair}")
    return found.cues


def _common(edited: tuple[Cue, ...], new: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """Where both added the file, what they agree on takes the place of the version that both started from."""
    known = {(cue.start_ms, cue.end_ms, cue.text, cue.settings) for cue in new}
    return tuple(cue for cue in edited if (cue.start_ms, cue.end_ms, cue.text, cue.settings) in known)


def _write(arguments: argparse.Namespace, cues: tuple[Cue, ...], console: Console) -> None:
    """Write the result in UTF-8, with the line ends and byte order mark of the edited file."""
    from pipeline.formats.srt import format_srt

    text = format_srt(cues)
    if arguments.output is None:
        console.data(text.removesuffix("\n"))
        return
    before = read_bytes(arguments.edited)
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    write_atomic(arguments.output, text.encode("utf-8-sig" if before.startswith(b"\xef\xbb\xbf") else "utf-8"))


def _write_rejects(arguments: argparse.Namespace, result: MergeResult, console: Console) -> None:
    from pipeline.formats.srt import format_srt

    if arguments.output is None:
        return
    path = arguments.output.with_suffix(".rejects.srt")
    write_atomic(path, format_srt(result.rejects).encode())
    console.warn(f"{path}: holds what no longer has a place")


def _describe(result: MergeResult) -> list[str]:
    conflicts = [f"{format_clock(conflict.start_ms)} {_reason(conflict)}" for conflict in result.conflicts]
    rejects = [
        f"{format_clock(cue.start_ms)} edited, but no longer there in the new version: “{_flat((cue,))}”"
        for cue in result.rejects
    ]
    return [*conflicts, *rejects]


def _reason(conflict: Conflict) -> str:
    kept, suggested = _flat(conflict.kept), _flat(conflict.suggested)
    if conflict.kind == "text":
        return f"both changed: kept “{kept}” instead of “{suggested}”"
    if conflict.kind == "deleted":
        return f"deleted, but changed in the new version: “{suggested}”"
    return f"no room for “{suggested}” beside “{kept}”"


def _flat(cues: tuple[Cue, ...]) -> str:
    return " ".join(" ".join(cue.text for cue in cues).split())


def _merge_machine_files(arguments: argparse.Namespace) -> int:
    """Merge generated files for git: never a conflict, because the next build makes them again.

    A track's cues are merged like the caption file itself, so that the build can still tell a
    person's words from the machine's; its key is emptied, so that it is made again. Approvals of
    both sides are kept. Of anything else, ours stays.
    """
    from pipeline.formats.machine_json import approvals_from_json, approvals_to_json

    ours, theirs = read_bytes(arguments.edited), read_bytes(arguments.new)
    if ours == theirs:
        return 0
    try:
        if b'"approvals"' in ours:
            both = [approvals_from_json(data, path=arguments.name or "ours") for data in (ours, theirs)]
            write_atomic(arguments.output, approvals_to_json(_join_approvals(*both)))
        else:
            write_atomic(arguments.output, _merge_tracks(read_bytes(arguments.base), ours, theirs))
    except InputError:
        write_atomic(arguments.output, ours)
    return 0


def _join_approvals(ours: tuple[Approval, ...], theirs: tuple[Approval, ...]) -> tuple[Approval, ...]:
    return (*ours, *(approval for approval in theirs if approval not in ours))


def _merge_tracks(base: bytes, ours: bytes, theirs: bytes) -> bytes:
    from pipeline.formats.machine_json import track_from_json, track_to_json
    from pipeline.merging import merge_cues

    old, track, other = (track_from_json(data, path="machine file") for data in (base, ours, theirs))
    if track.head.key == other.head.key:
        return ours
    merged = merge_cues(old.cues, track.cues, other.cues)
    # The other side's sentence ids mean other sentences; a cue without ids is taken as it is.
    own = {(cue.start_ms, cue.end_ms, cue.text): cue.sentence_ids for cue in track.cues}
    cues = tuple(replace(cue, sentence_ids=own.get((cue.start_ms, cue.end_ms, cue.text), ())) for cue in merged.cues)
    return track_to_json(replace(track, head=replace(track.head, key="", written=""), cues=cues))
