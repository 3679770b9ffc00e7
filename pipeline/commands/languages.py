"""`captions languages`: the map: what can be made from a language, by which way, and how good it will be."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from pipeline.commands.console import Console
from pipeline.dataclass import dataclass
from pipeline.errors import UsageError
from pipeline.languages import autonym, english_name, parse_tag
from pipeline.translation import Edge, Route, gains, reachable
from pipeline.workspace import load_config

EXAMPLES = """
captions languages
captions languages --from pt
captions languages --json
"""
_DEFAULT_SOURCE = "en"
_SHOWN_GAINS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageMap:
    """The map from one language."""

    source: str
    routes: Mapping[str, Route]
    gains: Mapping[str, tuple[str, ...]]
    """For each model that the last fetched index offers (`en→es`): the languages that it would add."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument(
        "--from", dest="source", metavar="TAG", help="the spoken language (default: the settings', or en)"
    )
    parser.add_argument("--json", action="store_true", help="print the map as JSON")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Draw the map as a table."""
    from pipeline.translation.engines import installed_edges

    config = load_config(Path.cwd())
    source = _parse_source(arguments.source or config.transcription.language or _DEFAULT_SOURCE)
    edges = installed_edges(config.translation, config.folder)
    language_map = draw_map(edges, _offered(config.translation.engines), source)
    if arguments.json:
        console.json(map_to_json(language_map))
        return 0
    console.table(
        ("language", "", "quality", "route"),
        [
            (f"{english_name(tag)} ({tag})", autonym(tag), route.quality.label, route.describe())
            for tag, route in language_map.routes.items()
        ],
    )
    for line in _advice(language_map):
        console.tell(line)
    return 0


def draw_map(edges: tuple[Edge, ...], offered: tuple[Edge, ...], source: str) -> LanguageMap:
    """Everything that is reachable from `source`, and what each offered model would add."""
    return LanguageMap(source=source, routes=reachable(edges, source), gains=gains(edges, offered, source))


def map_to_json(language_map: LanguageMap) -> dict[str, object]:
    """The map for scripts."""
    return {
        "from": language_map.source,
        "languages": [
            {
                "language": tag,
                "name": english_name(tag),
                "autonym": autonym(tag),
                "quality": route.quality.label,
                "route": [
                    {"from": hop.source, "to": hop.target, "engine": hop.edge.engine, "model": hop.edge.model}
                    for hop in route.hops
                ],
            }
            for tag, route in language_map.routes.items()
        ],
        "one_more_model": {pair: list(tags) for pair, tags in language_map.gains.items()},
    }


def _offered(engines: tuple[str, ...]) -> tuple[Edge, ...]:
    from pipeline.translation.engines import candidate_edges, known_index

    return candidate_edges(known_index()) if "argos" in engines else ()


def _parse_source(text: str) -> str:
    try:
        return parse_tag(text)
    except ValueError as error:
        raise UsageError(reason=str(error)) from error


def _advice(language_map: LanguageMap) -> list[str]:
    if not language_map.routes:
        lines = [f"nothing is installed that translates {english_name(language_map.source)}"]
    else:
        lines = []
    if not language_map.gains:
        return [*lines, f"more languages: captions models add {language_map.source} TAG (needs a network or a file)"]
    for pair, tags in list(language_map.gains.items())[:_SHOWN_GAINS]:
        names = ", ".join(english_name(tag) for tag in tags[:_SHOWN_GAINS]) + (" …" if len(tags) > _SHOWN_GAINS else "")
        lines.append(f"captions models add {pair.replace('→', ' ')} would add or better: {names}")
    rest = len(language_map.gains) - _SHOWN_GAINS
    return [*lines, f"and {rest} more models; all: captions languages --json"] if rest > 0 else lines
