"""A caption file from elsewhere enters the workspace: `captions import` of .srt, .vtt, .ttml, .sbv, .ass."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.text import counted

if TYPE_CHECKING:
    from pipeline.build import Import
    from pipeline.commands.caption_files import Target
    from pipeline.commands.console import Console
    from pipeline.workspace import Workspace


def import_caption_file(arguments: argparse.Namespace, console: Console) -> int:
    """Import one file; what it says stays, and what was read differently is listed."""
    from pipeline.build import Plan, import_captions
    from pipeline.workspace import find_workspace, load_config, lock_workspace, path_as_typed

    missing = [f"--{name}" for name in ("video", "language") if not getattr(arguments, name)]
    if missing:
        raise UsageError(reason=f"{arguments.file}: a caption file needs {' and '.join(missing)}")
    plan = Plan.of(load_config(find_workspace(Path.cwd())))
    with lock_workspace(plan.workspace, wait=True):
        request = _read(arguments, plan.workspace, console)
        imported = import_captions(plan, request)
    path = path_as_typed(imported.path)
    for line in imported.told:
        console.warn(f"{path}: {line}")
    if arguments.json:
        row = {"path": str(path), "video": request.video, "language": request.language, "cues": imported.cues}
        console.json({**row, "role": imported.role, "machine": request.is_machine})
        return 0
    whose = "machine text" if request.is_machine else "a person's"
    what = f"what is said in {request.video}" if imported.role == "spoken" else "a translation"
    console.tell(f"{path}: {counted(imported.cues, 'cue')}, {whose}, {what}; next: captions build {request.video}")
    if imported.role == "spoken" and not arguments.spoken:
        console.tell("(if it is a translation of what is said, import it again with --translation --replace)")
    return 0


def _read(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> Import:
    """The file's captions, plain and in order."""
    from pipeline.build import SPOKEN, TRANSLATION, Import
    from pipeline.commands.caption_files import Target, open_file, plain_cues, rolled_lines
    from pipeline.files import read_bytes
    from pipeline.formats import (
        OUT_OF_ORDER,
        compose_accents,
        put_in_order,
        summarise_repairs,
        words_of_cues,
        words_of_lines,
    )
    from pipeline.quality import describe_moves

    language = _language(arguments.language)
    video, media = workspace.find_video(arguments.video)
    target = Target(path=arguments.file, language=language)
    opened = open_file(target, _mend_letters(read_bytes(arguments.file), target, console))
    odd = (repair for repair in opened.repairs if repair.message != OUT_OF_ORDER)
    lines = rolled_lines(opened)
    cues, told = plain_cues(opened, lines)
    cues, strays = put_in_order(compose_accents(cues))
    for line, message in summarise_repairs(odd):
        console.warn(f"{opened.name}:{line}: {message}")
    for note in (*told, *describe_moves(strays)):
        console.warn(f"{opened.name}: {note}")
    if not any(cue.text.strip() for cue in cues):
        raise UsageError(reason=f"{opened.name}: holds no captions")
    return Import(
        video=video,
        media=media,
        language=language,
        cues=cues,
        words=words_of_lines(lines, language=language) if lines else words_of_cues(cues, language=language),
        name=arguments.file.name,
        is_machine=arguments.machine,
        role=SPOKEN if arguments.spoken else TRANSLATION if arguments.translation else "",
        replaces=arguments.replace,
    )


def _language(typed: str) -> str:
    from pipeline.languages import parse_tag

    try:
        return parse_tag(typed)
    except ValueError as error:
        raise UsageError(reason=f"--language: {error}") from error


def _mend_letters(data: bytes, target: Target, console: Console) -> bytes:
    """The file's bytes; garbled letters are put back, and that is reported."""
    from pipeline.formats import decode_text
    from pipeline.text import find_mojibake, repair_mojibake

    text = decode_text(data, str(target.path), target.language)[0]
    pair = find_mojibake(text)
    if pair is None:
        return data
    what = "letters put back that were UTF-8 read in an old code page"
    console.warn(f"{target.path}: {what}: “{pair[0]}” is “{pair[1]}”")
    return repair_mojibake(text).encode()
