"""`captions merge`: three versions of one caption file into one, by cue; also as git's merge driver."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError, SubtitleError, UsageError
from pipeline.files import read_named, write_output
from pipeline.timing import format_clock

if TYPE_CHECKING:
    from pipeline.commands.console import Console
    from pipeline.edits.merge import Conflict, Hunk, MergeResult
    from pipeline.model import Cue
    from pipeline.records import MachineTrack

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
        "--markers",
        action="store_true",
        help="merge two people's versions: neither wins in silence, and git's marks in the file show conflicts",
    )
    parser.add_argument("--machine", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--name", help=argparse.SUPPRESS)
    parser.add_argument(
        "--install-driver", action="store_true", help="make git merge caption files this way, in this clone"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Merge; 0 if everything could be combined, 1 if there are conflicts (listed on stderr)."""
    if arguments.install_driver:
        from pipeline.workspace import install_driver

        console.tell(f"git now merges caption files by cue in this clone ({install_driver(Path())})")
        return 0
    missing = [f"--{name}" for name in ("base", "edited", "new") if getattr(arguments, name) is None]
    if missing:
        raise UsageError(reason=f"merge needs {' '.join(missing)}; or use --install-driver")
    if arguments.machine:
        from pipeline.commands.merged_records import merge_record_files

        return merge_record_files(arguments)
    return _merge_files(arguments, console)


def _merge_files(arguments: argparse.Namespace, console: Console) -> int:
    from pipeline.edits.merge import merge_cues

    name = arguments.name or str(arguments.edited)
    try:
        base, edited, new = (_read(path, console) for path in (arguments.base, arguments.edited, arguments.new))
    except (InputError, SubtitleError) as error:
        if arguments.name is None:
            raise
        return _leave_to_git(arguments, console, reason=error.reason)
    if not base and edited and new:
        base = _common(edited, new)
        if not base:
            return _refuse_unrelated(arguments, edited, console)
    if arguments.markers:
        return _reconcile(arguments, (base, edited, new), console)
    result = merge_cues(base, edited, new)
    for line in _describe(result):
        console.warn(f"{name}: {line}")
    _write(arguments, result.cues, console)
    if result.rejects:
        _write_rejects(arguments, result, console)
    return 1 if result.conflicts or result.rejects else 0


def _reconcile(arguments: argparse.Namespace, versions: tuple[tuple[Cue, ...], ...], console: Console) -> int:
    """Merge two people's versions, with git's markers round both sides of what they contradict each other in."""
    from pipeline.edits import make_legal
    from pipeline.edits.merge import format_conflicts, reconcile_cues

    name = arguments.name or str(arguments.edited)
    # Before they are merged: a cue that somebody emptied is one that this side deleted.
    base, ours, theirs = (make_legal(cues)[0] for cues in versions)
    for line in make_legal(versions[1])[1]:
        console.warn(f"{name}: {line}")
    result = reconcile_cues(base, ours, theirs, **_machine_text(arguments, ours, theirs))
    for hunk in result.conflicts:
        console.warn(f"{name}: {format_clock(hunk.start_ms)} {_contradiction(hunk)}")
    _write_text(arguments, format_conflicts(result), console)
    return 1 if result.conflicts else 0


def _machine_text(arguments: argparse.Namespace, ours: tuple[Cue, ...], theirs: tuple[Cue, ...]) -> dict[str, Any]:
    """For git: what the machine wrote on each side, by the record that is committed beside each version.

    What people wrote on either side is noted for the next build: git may take one side's record as it is.
    """
    from pipeline.edits import edits_in
    from pipeline.workspace import find_sides, note_edits

    if arguments.name is None or (sides := find_sides(arguments.name, arguments.new)) is None:
        return {}
    path = Path(arguments.name)
    records = [_record(data) for data in sides.read(str(path.parent / "machine" / f"{_language(path)}.json"))]
    edits = [edits_in(track, cues) for track, cues in zip(records, (ours, theirs), strict=True) if track is not None]
    note_edits(path, [edit for some in edits for edit in some])
    return {"is_machine": tuple(_is_made(track) for track in records)}


def _language(path: Path) -> str:
    return path.stem.rpartition(".")[2]


def _record(data: bytes) -> MachineTrack | None:
    from pipeline.formats import track_from_json

    with contextlib.suppress(InputError):
        return track_from_json(data, path="") if data else None
    return None


def _is_made(track: MachineTrack | None) -> Callable[[Cue], bool]:
    cues = track.cues if track is not None and not track.head.is_own else ()
    made = {(cue.times, cue.text) for cue in cues}
    return lambda cue: (cue.times, cue.text) in made


def _contradiction(hunk: Hunk) -> str:
    ours, theirs = _flat(hunk.ours), _flat(hunk.theirs)
    if not hunk.base:
        return f"both added something here: ours “{ours}”, theirs “{theirs}”"
    if not hunk.ours:
        return f"deleted in ours, but changed in theirs: “{theirs}”"
    if not hunk.theirs:
        return f"deleted in theirs, but changed in ours: “{ours}”"
    if ours == theirs:
        return f"both changed times, breaks or place of “{ours}”"
    return f"both changed: ours “{ours}”, theirs “{theirs}”"


def _refuse_unrelated(arguments: argparse.Namespace, edited: tuple[Cue, ...], console: Console) -> int:
    reason = "the two versions have no cue in common"
    if arguments.name is not None:
        return _leave_to_git(arguments, console, reason=reason)
    console.warn(f"{arguments.edited}: {reason}; kept {arguments.edited}")
    _write(arguments, edited, console)
    return 1


def _leave_to_git(arguments: argparse.Namespace, console: Console, *, reason: str) -> int:
    """What cannot be merged by cue is merged by line, so that no side is left out in silence."""
    from pipeline.workspace import merge_lines

    console.warn(f"{arguments.name}: {reason}; merged by line instead")
    return merge_lines(arguments.output, base=arguments.base, theirs=arguments.new)


def _read(path: Path, console: Console) -> tuple[Cue, ...]:
    from pipeline.formats import parse_srt, summarise_repairs, track_from_json

    data = read_named(path)
    if data.lstrip()[:1] == b"{":
        return track_from_json(data, path=str(path)).cues
    found = parse_srt(data, path=str(path))
    for loss in found.losses:
        raise SubtitleError(path=str(path), line=loss.line, reason=loss.message)
    for line, message in summarise_repairs(found.repairs):
        console.warn(f"{path}:{line}: {message}")
    return found.cues


def _common(edited: tuple[Cue, ...], new: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """Where both added the file, what they agree on takes the place of the version that both started from."""
    known = {cue.content for cue in new}
    return tuple(cue for cue in edited if cue.content in known)


def _write(arguments: argparse.Namespace, cues: tuple[Cue, ...], console: Console) -> None:
    """Write the result in UTF-8, with the line ends and byte order mark of the edited file."""
    from pipeline.edits import make_legal
    from pipeline.formats import format_srt

    legal, told = make_legal(cues)
    for line in told:
        console.warn(f"{arguments.name or arguments.edited}: {line}")
    _write_text(arguments, format_srt(legal), console)


def _write_text(arguments: argparse.Namespace, text: str, console: Console) -> None:
    if arguments.output is None:
        console.data(text.removesuffix("\n"))
        return
    before = read_named(arguments.edited)
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    write_output(arguments.output, text.encode("utf-8-sig" if before.startswith(b"\xef\xbb\xbf") else "utf-8"))


def _write_rejects(arguments: argparse.Namespace, result: MergeResult, console: Console) -> None:
    from pipeline.workspace import add_rejects

    if arguments.output is None:
        return
    path = arguments.output.with_suffix(".rejects.srt")
    if add_rejects(path, result.rejects):
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
