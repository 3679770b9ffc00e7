"""`captions models`: add, list and remove translation models."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.commands.console import Console
from pipeline.dataclass import dataclass
from pipeline.errors import UsageError
from pipeline.languages import english_name, parse_tag
from pipeline.translation import Edge
from pipeline.workspace import load_config

EXAMPLES = """
captions models list
captions models add en es
captions models add translate-en_es-1_9.argosmodel
captions models add --engine firefox de
captions models remove en es
"""
_HUB = "en"
"""The language from or to which models are made; a single tag means the pair with it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    listing = verbs.add_parser("list", help="what is installed, for which pair, from where")
    listing.add_argument("--json", action="store_true", help="print the models as JSON")
    adding = verbs.add_parser("add", help="install a model: from a file, or from its index where there is a network")
    adding.add_argument(
        "what", nargs="+", metavar="FILE|TAG", help="an .argosmodel file, or source and target language"
    )
    removing = verbs.add_parser("remove", help="delete an installed model")
    removing.add_argument("what", nargs="+", metavar="TAG", help="source and target language")
    for verb in (adding, removing):
        verb.add_argument(
            "--engine", choices=("argos", "firefox"), default="argos", help="whose model (default: argos)"
        )
    adding.add_argument(
        "--timeout", type=float, default=20.0, metavar="SECONDS", help="how long a server may be silent (default: 20)"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do what the verb says."""
    verbs = {"list": _list, "add": _add, "remove": _remove}
    return verbs[arguments.verb](arguments, console)


def parse_pair(what: list[str]) -> tuple[str, str]:
    """Source and target of `en es`, `en-es` as Argos writes it (`en_es`), or of one tag: from English.

    Raises:
        UsageError: They are not one or two languages.
    """
    parts = what[0].split("_") if len(what) == 1 and "_" in what[0] else what
    try:
        tags = [str(parse_tag(part)) for part in parts]
    except ValueError as error:
        raise UsageError(reason=str(error)) from error
    pair = [_HUB, *tags] if len(tags) == 1 else tags
    if len(pair) != 2 or pair[0] == pair[1]:
        raise UsageError(reason="name the language to translate from and the one to translate to: en es")
    return pair[0], pair[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    source: str
    target: str
    engine: str
    model: str
    quality: str
    licence: str
    place: str


def _list(arguments: argparse.Namespace, console: Console) -> int:
    from dataclasses import asdict

    from pipeline.translation.engines import find_damaged, installed_edges, package_folders

    config = load_config(Path.cwd())
    rows = [_row(edge) for edge in installed_edges(config.translation, config.folder)]
    if arguments.json:
        console.json([asdict(row) for row in rows])
    else:
        table = [(f"{row.source} → {row.target}", row.engine, row.model, row.quality, row.place) for row in rows]
        console.table(("pair", "engine", "model", "quality", "place"), table)
    for problem in find_damaged(package_folders(config.translation, config.folder)):
        console.warn(str(problem))
    return 0


def _row(edge: Edge) -> _Row:
    return _Row(
        source=edge.source,
        target=edge.target,
        engine=edge.engine,
        model=edge.model,
        quality=edge.quality.label,
        licence=edge.signature.licence,
        place=edge.location,
    )


def _add(arguments: argparse.Namespace, console: Console) -> int:
    from pipeline.translation.engines import Reporter, add_file, add_pair

    reporter = Reporter(tell=console.tell, progress=console.progress)
    files = [Path(name) for name in arguments.what if name.endswith(".argosmodel") or "/" in name]
    if files:
        for path in files:
            package = add_file(path)
            console.tell(f"added {package.name}: {english_name(package.source)} to {english_name(package.target)}")
        return 0
    source, target = parse_pair(arguments.what)
    if arguments.engine == "firefox":
        return _add_firefox(source, target, arguments.timeout, console)
    package = add_pair(source, target, reporter=reporter, silence_seconds=arguments.timeout)
    console.tell(f"added {package.name}: {english_name(source)} to {english_name(target)}")
    return 0


def _add_firefox(source: str, target: str, timeout: float, console: Console) -> int:
    from pipeline.translation.engines import Fetching, add_firefox_pair, hash_records

    fetching = Fetching(progress=console.progress, silence_seconds=timeout, records=hash_records())
    for model in add_firefox_pair(source, target, fetching):
        console.tell(f"added firefox {model.path.name}")
    return 0


def _remove(arguments: argparse.Namespace, console: Console) -> int:
    from pipeline.translation.engines import remove_pair

    source, target = parse_pair(arguments.what)
    for path in remove_pair(source, target, engine=arguments.engine):
        console.tell(f"removed {path.name}")
    return 0
