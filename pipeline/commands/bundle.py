"""`captions bundle`: complete, labelled folders for people who distribute caption files."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.console import with_name
from pipeline.errors import PipelineError, UsageError

if TYPE_CHECKING:
    from pipeline.commands.console import Console
    from pipeline.delivery import BundleOptions, BurnOptions, Manifest

FOUND_ERRORS = 3
EXAMPLES = """
captions bundle
captions bundle social-credit --youtube
captions bundle social-credit --burn pt --output /tmp/dist
captions bundle social-credit --burn en --from 0:10 --to 0:40 --crop 9:16 --highlight
captions bundle social-credit --bilingual en,pt --format ass
captions bundle social-credit --languages "en pt" --layout jellyfin --bom --crlf
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
    parser.add_argument("--from", dest="start", type=_time, metavar="TIME", help="with --burn: begin here (1:02.5)")
    parser.add_argument("--to", dest="end", type=_time, metavar="TIME", help="with --burn: end here")
    parser.add_argument("--crop", type=_ratio, metavar="W:H", help="with --burn: cut the middle of the picture (9:16)")
    parser.add_argument("--highlight", action="store_true", help="with --burn: colour each word while it is spoken")
    parser.add_argument("--languages", metavar="TAGS", help='bundle these only: "en pt"')
    parser.add_argument("--format", action="append", default=[], choices=("ass", "sbv"), help="also in this format")
    parser.add_argument(
        "--bilingual", action="append", default=[], type=_pair, metavar="TAG,TAG", help="also two languages in one file"
    )
    parser.add_argument(
        "--layout", action="append", default=[], choices=("jellyfin", "plex", "kodi"), help="also named for this server"
    )
    for platform in ("youtube", "peertube", "vimeo"):
        parser.add_argument(f"--{platform}", action="store_true", help=f"add a plan of the calls for {platform}")
    parser.add_argument("--json", action="store_true", help="print the manifests")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Bundle each video; one that fails does not stop the others. 3 where the checks left a language out."""
    from pipeline.build import Plan, make_bundle_input
    from pipeline.delivery import bundle_folder_name, make_bundle
    from pipeline.workspace import find_workspace, load_config

    folder = find_workspace(Path.cwd())
    plan = Plan.of(load_config(folder))
    out, options = arguments.output or folder / "dist", _options(arguments)
    manifests: list[Manifest] = []
    worst, is_incomplete = 0, False
    for name in arguments.videos or plan.workspace.videos():
        try:
            video = plan.workspace.find_video(name)[0] if arguments.videos else name
            source, notes = make_bundle_input(plan, video)
            for note in notes:
                console.warn(f"{name}: {note}")
            manifest = make_bundle(source, out / bundle_folder_name(source.video), options, console.progress)
            is_incomplete = is_incomplete or len(manifest.source.languages) < len(source.languages)
            manifests.append(manifest)
        except PipelineError as error:
            worst = max(worst, error.exit_code)
            console.fail(f"captions: {with_name(name, str(error))}")
    console.close()
    report_bundles(manifests, out, console, as_json=arguments.json)
    return worst or (FOUND_ERRORS if is_incomplete else 0)


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
        burning=_burning(arguments),
        platforms=tuple(name for name in ("youtube", "peertube", "vimeo") if getattr(arguments, name)),
        languages=tuple(dict.fromkeys((arguments.languages or "").replace(",", " ").split())),
        formats=tuple(dict.fromkeys(arguments.format)),
        bilingual=tuple(dict.fromkeys(arguments.bilingual)),
        layouts=tuple(dict.fromkeys(arguments.layout)),
    )


def _burning(arguments: argparse.Namespace) -> BurnOptions:
    from pipeline.delivery import BurnOptions

    asked = {
        "--from": arguments.start is not None,
        "--to": arguments.end is not None,
        "--crop": arguments.crop is not None,
        "--highlight": arguments.highlight,
    }
    if any(asked.values()) and not arguments.burn:
        raise UsageError(reason=f"{next(name for name, is_asked in asked.items() if is_asked)} goes with --burn LANG")
    start_ms, end_ms = arguments.start or 0, arguments.end
    if end_ms is not None and end_ms <= start_ms:
        raise UsageError(reason="--to must lie after --from")
    return BurnOptions(start_ms=start_ms, end_ms=end_ms, crop=arguments.crop, has_highlight=arguments.highlight)


def _time(text: str) -> int:
    """A time as people write it, in milliseconds: `41`, `1:02`, `1:02:03.5`."""
    match = re.fullmatch(r"(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,5})(?:[.,](\d{1,3}))?", text)
    if not match:
        raise argparse.ArgumentTypeError(f"not a time: {text!r} (write 41, 1:02 or 1:02:03.5)")
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((match[4] or "").ljust(3, "0"))


def _ratio(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([1-9]\d{0,2})[:x/]([1-9]\d{0,2})", text)
    if not match:
        raise argparse.ArgumentTypeError(f"not a ratio: {text!r} (write 9:16)")
    return int(match[1]), int(match[2])


def _pair(text: str) -> tuple[str, str]:
    tags = text.replace("+", ",").split(",")
    if len(tags) != 2 or not all(tags) or tags[0] == tags[1]:
        raise argparse.ArgumentTypeError(f"not two languages: {text!r} (write en,pt)")
    return tags[0], tags[1]
