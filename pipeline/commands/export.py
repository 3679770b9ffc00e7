"""`captions export`: a caption file for a translator's own tool, sentence by sentence, with title and chapters."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from pipeline import __version__
from pipeline.build import export_units
from pipeline.commands.console import Console
from pipeline.errors import UsageError
from pipeline.files import write_output
from pipeline.formats import ExportFile, units_to_csv, units_to_po, units_to_xliff, units_to_xliff_2, units_to_xlsx
from pipeline.languages import parse_tag
from pipeline.text import counted
from pipeline.workspace import Workspace, find_workspace, load_config

EXAMPLES = """
captions export social-credit pt --format po
captions export social-credit pt --format xliff -o talk.xlf
captions export social-credit pt --format xlsx              (a sheet, for people without a translator's tool)
captions import social-credit.pt.po                         (what came back)
"""
_WRITERS: dict[str, tuple[str, Callable[[ExportFile], bytes]]] = {
    "po": (".po", lambda file: units_to_po(file, version=__version__).encode()),
    "xliff": (".xlf", lambda file: units_to_xliff(file).encode()),
    "xliff2": (".xlf", lambda file: units_to_xliff_2(file).encode()),
    "csv": (".csv", lambda file: units_to_csv(file).encode()),
    "xlsx": (".xlsx", units_to_xlsx),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("video", metavar="VIDEO", help="name of the video")
    parser.add_argument("language", metavar="LANG", help="BCP-47 tag of the language")
    parser.add_argument("--format", required=True, choices=tuple(_WRITERS), help="xliff is 1.2, xliff2 is 2.1")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of VIDEO.LANG.po and so on")
    parser.add_argument("--json", action="store_true", help="print what was written as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the file."""
    folder = find_workspace(Path.cwd())
    workspace = Workspace(folder)
    try:
        language = str(parse_tag(arguments.language))
    except ValueError as error:
        raise UsageError(reason=str(error)) from error
    video, _ = workspace.find_video(arguments.video)
    file = export_units(workspace, video, language, profile=load_config(folder).cues.profile)
    ending, write = _WRITERS[arguments.format]
    output = arguments.output or Path(f"{video}.{language}{ending}")
    write_output(output, write(file))
    for line in file.told:
        console.warn(line)
    fields = sum(bool(unit.name) for unit in file.units)
    sentences = len(file.units) - fields
    if arguments.json:
        console.json({"path": str(output), "sentences": sentences, "fields": fields, "base": file.base})
    else:
        what = counted(sentences, "sentence") + (f" and {counted(fields, 'field')}" if fields else "")
        console.tell(f"{output}: {what}; what comes back: captions import {output}")
    return 0
