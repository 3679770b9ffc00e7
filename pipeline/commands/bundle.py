"""`captions bundle`: complete, labelled folders for people who distribute caption files."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pipeline.commands.console import Console
    from pipeline.delivery import BundleOptions, Manifest

EXAMPLES = """
captions bundle
captions bundle social-credit --youtube
captions bundle social-credit --burn pt --output /tmp/dist
captions bundle social-credit --bom --crlf
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("videos", metavar="VIDEO", nargs="*", help="names or files of videos; all if none is given")
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="where the bundles' folders go (default: dist)")
    parser.add_argument("--allow-errors", action="store_true", help="bundle languages although the checks found errors")
    parser.add_argument("--bom", action="store_true", help="begin SubRip files with a byte order mark, for old players")
    parser.add_argument("--crlf", action="store_true", help="end the lines of SubRip files with CRLF, for old players")
    parser.add_argument(
        "--burn", action="append", default=[], metavar="TAG", help="also a video with this language burnt in"
    )
    parser.add_argument("--youtube", action="store_true", help="add what YouTube takes, and a plan of API calls")
    parser.add_argument("--json", action="store_true", help="print the manifests")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Bundle each video; one that fails does not stop the others."""
    from pipeline.build import make_bundle_input
    from pipeline.delivery import bundle_folder_name, make_bundle
    from pipeline.workspace import Workspace, find_workspace, load_config

    folder = find_workspace(Path.cwd())
    config, workspace = load_config(folder), Workspace(folder)
    out, options = arguments.output or folder / "dist", _options(arguments)
    manifests: list[Manifest] = []
    failed = False
    for name in arguments.videos or workspace.videos():
        try:
            source, notes = make_bundle_input(config, workspace.find_video(name)[0])
            for note in notes:
                console.warn(f"{name}: {note}")
            manifests.append(make_bundle(source, out / bundle_folder_name(source.video), options, console.progress))
        except PipelineError as error:
            failed = failed or error.exit_code != 0
            console.fail(f"captions: {name}: {error}")
    console.close()
    report_bundles(manifests, out, console, as_json=arguments.json)
    return int(failed)


def report_bundles(manifests: list[Manifest], out: Path, console: Console, *, as_json: bool) -> None:
    """Say what was made, what was left out and why."""
    from pipeline.delivery import bundle_folder_name, manifest_to_json

    if as_json:
        console.json([json.loads(manifest_to_json(manifest)) for manifest in manifests])
    elif manifests:
        console.table(("video", "language", "title", "cues", "folder"), _rows(manifests, out))
    for manifest in manifests:
        name = bundle_folder_name(manifest.source.video)
        for item in manifest.left_out:
            console.warn(f"{name}: left out {item.what}: {item.reason}")
        for warning in manifest.warnings:
            console.warn(f"{name}: {warning}")


def _rows(manifests: list[Manifest], out: Path) -> list[tuple[str, ...]]:
    from pipeline.delivery import bundle_folder_name

    return [
        (
            m.source.video,
            language.tag,
            language.label,
            str(len(language.cues)),
            str(out / bundle_folder_name(m.source.video)),
        )
        for m in manifests
        for language in m.source.languages
    ]


def _options(arguments: argparse.Namespace) -> BundleOptions:
    from pipeline.delivery import BundleOptions

    return BundleOptions(
        allow_errors=arguments.allow_errors,
        has_bom=arguments.bom,
        has_crlf=arguments.crlf,
        burn=tuple(arguments.burn),
        youtube=arguments.youtube,
    )
