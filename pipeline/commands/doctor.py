"""`captions doctor`: what is installed, what works, and what the caches take."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.console import Console
from pipeline.errors import UsageError
from pipeline.workspace import Config, find_workspace, load_config

if TYPE_CHECKING:
    from pipeline.build import CacheSize, Diagnosis

EXAMPLES = """
captions doctor
captions doctor --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Show every part; 1 where something is missing that the everyday commands need."""
    from pipeline.build import DiagnosisState, cache_sizes, diagnose

    config = _config()
    parts, caches = diagnose(config), cache_sizes(config)
    if arguments.json:
        console.json({"parts": [_part_row(part) for part in parts], "caches": [_cache_row(cache) for cache in caches]})
    else:
        console.table(("part", "state", "what"), [(part.part, part.state.value, part.detail) for part in parts])
        console.data("")
        rows = [(cache.name, f"{cache.size / 1e6:.0f} MB", cache.how_to_clear) for cache in caches]
        console.table(("on the disk", "size", "to clear"), rows)
    for part in parts:
        if part.cure:
            console.tell(f"{part.part}: {part.cure}")
    return int(any(part.state is DiagnosisState.MISSING for part in parts))


def _config() -> Config:
    """The settings of the workspace that we are in, or the defaults."""
    try:
        return load_config(find_workspace(Path.cwd()))
    except UsageError:
        return Config(folder=Path.cwd())


def _part_row(part: Diagnosis) -> dict[str, str]:
    return {"part": part.part, "state": part.state.value, "detail": part.detail, "cure": part.cure}


def _cache_row(cache: CacheSize) -> dict[str, object]:
    return {"name": cache.name, "path": str(cache.path), "bytes": cache.size, "to_clear": cache.how_to_clear}
