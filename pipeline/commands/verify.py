"""`captions verify DIST…`: is a bundle what it says?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError, UsageError

if TYPE_CHECKING:
    from pipeline.commands.console import Console
    from pipeline.delivery import Problem

EXAMPLES = """
captions verify dist/social-credit
captions verify --json
"""
_FOUND_PROBLEMS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument(
        "bundles", metavar="DIST", nargs="*", type=Path, help="folders of bundles; all in dist/ if none"
    )
    parser.add_argument("--json", action="store_true", help="print the problems as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Check each bundle; 3 if there is a problem in any, 1 if one is no bundle (the others are still checked)."""
    from pipeline.delivery import verify_bundle

    folders = arguments.bundles or _all_bundles(Path("dist"))
    found, has_failed = {}, False
    for folder in folders:
        try:
            found[str(folder)] = verify_bundle(folder)
        except PipelineError as error:
            console.fail(f"captions: {error}")
            has_failed = True
    if arguments.json:
        console.json({folder: [_value(problem) for problem in problems] for folder, problems in found.items()})
    for folder, problems in found.items():
        for problem in problems:
            console.fail(f"{folder}/{problem.path}: {problem.message}")
        if not problems:
            console.tell(f"{folder}: complete, and the same in every format")
    if has_failed:
        return 1
    return _FOUND_PROBLEMS if any(found.values()) else 0


def _all_bundles(dist: Path) -> list[Path]:
    folders = sorted(path.parent for path in dist.glob("*/manifest.json"))
    if not folders:
        raise UsageError(reason="dist/ holds no bundle; make one with: captions bundle")
    return folders


def _value(problem: Problem) -> dict[str, str]:
    return {"path": problem.path, "message": problem.message}
