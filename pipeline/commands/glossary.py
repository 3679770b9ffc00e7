"""`captions glossary`: what terms are called, in each language, and what is not translated."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from pipeline.build import add_terms, effective_texts
from pipeline.commands.console import Console
from pipeline.commands.glossary_hearing import hear_names
from pipeline.cues import stop_words
from pipeline.errors import InputError, UsageError
from pipeline.files import read_bytes, write_output
from pipeline.formats import (
    terms_from_table,
    terms_from_tbx,
    terms_to_table,
    terms_to_tbx,
)
from pipeline.languages import parse_tag
from pipeline.records import GlossaryTerm
from pipeline.text import counted
from pipeline.translation import find_contradictions, suggest_terms
from pipeline.workspace import Workspace, find_workspace

EXAMPLES = """
captions glossary
captions glossary suggest
captions glossary add "social credit system" --to pt "sistema de crédito social"
captions glossary add Rongcheng --keep
captions glossary hear social-credit --yes             # Ranchang becomes Rongcheng where the sound says so
captions glossary import terms.csv                     # its first row names the languages: en,pt,es
captions glossary import terms.tsv --from en --to pt
captions glossary export --from en --to pt -o terms.csv
captions glossary export --from en -o terms.tbx
"""
_FORMATS = {".tsv": "tsv", ".txt": "tsv", ".utf8": "tsv", ".csv": "csv", ".tbx": "tbx", ".xml": "tbx"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    parser.set_defaults(verb="list", json=False)
    listing = verbs.add_parser("list", help="show and check the glossary (also without a verb)")
    suggesting = verbs.add_parser("suggest", help="names and phrases that recur in what is said, with counts")
    suggesting.add_argument("videos", nargs="*", metavar="VIDEO", help="names of videos; all if none")
    for verb in (listing, suggesting):
        verb.add_argument("--json", action="store_true", help="print them as JSON")
    hearing = verbs.add_parser(
        "hear", help="names that were misheard: what resembles one is compared with it by the sound"
    )
    hearing.add_argument("videos", nargs="*", metavar="VIDEO", help="names of videos; all if none")
    hearing.add_argument("--yes", action="store_true", help="put the names where the sound says that they are said")
    hearing.add_argument("--json", action="store_true", help="print the places as JSON; corrects only with --yes")
    adding = verbs.add_parser("add", help="add a term")
    adding.add_argument("term", metavar="TERM", help="as it stands in the spoken language")
    adding.add_argument("--to", nargs=2, action="append", default=[], metavar=("TAG", "TEXT"), help="its translation")
    adding.add_argument("--keep", action="store_true", help="it is not translated")
    adding.add_argument("--note", default="", metavar="TEXT", help="for people")
    importing = verbs.add_parser("import", help="add the terms of a CSV, TSV or TBX file")
    importing.add_argument("file", type=Path, metavar="FILE")
    exporting = verbs.add_parser("export", help="write a file for other tools: .tsv (OmegaT), .csv (Weblate), .tbx")
    exporting.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    for verb in (importing, exporting):
        verb.add_argument("--from", dest="source", default="", metavar="TAG", help="language of the terms (en)")
        verb.add_argument("--to", dest="target", metavar="TAG", help="language of the translations (not for .tbx)")
    importing.epilog = "A table whose first row names the languages (en,pt,es) needs neither --from nor --to."


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do what the verb says."""
    verbs: dict[str, Callable[[argparse.Namespace, Workspace, Console], int]] = {
        "list": _list,
        "suggest": _suggest,
        "hear": hear_names,
        "add": _add,
        "import": _import,
        "export": _export,
    }
    return verbs[arguments.verb](arguments, Workspace(find_workspace(Path.cwd())), console)


def _list(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> int:
    terms = workspace.load_glossary()
    contradictions = list(find_contradictions(terms))
    if arguments.json:
        console.json({"terms": [asdict(term) for term in terms], "contradictions": contradictions})
    elif terms:
        console.table(("term", "language", "translations", "forbidden", "where", "note"), map(_row, terms))
    else:
        console.tell(
            "no glossary yet; `captions glossary suggest` shows what recurs, `captions glossary add` begins one"
        )
    for line in contradictions:
        console.fail(f"{workspace.glossary_path.name}: {line}")
    return 2 if contradictions else 0


def _row(term: GlossaryTerm) -> tuple[str, ...]:
    kept = "(not translated)" if not term.is_translated else _by_language(term.translations)
    return (term.source, term.language, kept, _by_language(term.forbidden), ", ".join(term.videos), term.note)


def _by_language(table: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    return "; ".join(f"{tag}: {', '.join(texts)}" for tag, texts in table)


def _suggest(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> int:
    videos = [workspace.find_video(name)[0] for name in arguments.videos] or workspace.videos()
    texts = {video: effective_texts(workspace, video) for video in videos}
    known = [term.source for term in workspace.load_glossary()]
    languages = {language for language, _ in texts.values()}
    found = suggest_terms(
        {video: sentences for video, (_, sentences) in texts.items()},
        known=known,
        stop_words={word for language in languages for word in stop_words(language)},
    )
    if arguments.json:
        console.json([asdict(one) for one in found])
    elif found:
        rows = [
            (one.text, str(one.count), "name" if one.is_name else "phrase", str(len(one.videos)), one.example)
            for one in found
        ]
        console.table(("term", "times", "kind", "videos", "such as"), rows)
    else:
        console.tell("nothing recurs that the glossary does not know")
    return 0


def _add(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> int:
    term = GlossaryTerm(
        source=" ".join(arguments.term.split()),
        translations=tuple(sorted((_tag(tag), (" ".join(text.split()),)) for tag, text in arguments.to)),
        is_translated=not arguments.keep,
        note=arguments.note,
    )
    if not term.source or not all(texts[0] for _, texts in term.translations):
        raise UsageError(reason="a term and its translation are texts, not empty")
    if not term.translations and term.is_translated:
        raise UsageError(reason="say what it is called: --to pt TEXT, or --keep if it is not translated")
    added, refused = add_terms(workspace, (term,))
    if refused:
        raise InputError(path=workspace.glossary_path.name, reason=f"not added: {refused[0]}; change it in the file")
    console.tell(f"{workspace.glossary_path.name}: {'added' if added else 'has it already'}: “{term.source}”")
    return 0


def _import(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> int:
    data, path = read_bytes(arguments.file), str(arguments.file)
    source, target = (_tag(text) if text else "" for text in (arguments.source, arguments.target))
    if _kind(arguments.file) == "tbx":
        terms = terms_from_tbx(data, path=path, source=source or "en")
    else:
        terms = terms_from_table(data, path=path, source=source, target=target)
    added, refused = add_terms(workspace, terms)
    for line in refused:
        console.warn(f"{arguments.file}: not taken: {line}")
    console.tell(f"{workspace.glossary_path.name}: {added} of {counted(len(terms), 'term')} added")
    return 1 if refused else 0


def _export(arguments: argparse.Namespace, workspace: Workspace, console: Console) -> int:
    terms, kind = workspace.load_glossary(), _kind(arguments.output)
    if not terms:
        raise InputError(path=str(workspace.glossary_path), reason="has no terms to export")
    if kind == "tbx":
        text = terms_to_tbx(terms, language=_tag(arguments.source or "en"))
    else:
        text = terms_to_table(terms, target=_target(arguments), is_weblate=kind == "csv")
    write_output(arguments.output, text.encode())
    console.tell(f"{arguments.output}: written")
    return 0


def _kind(path: Path) -> str:
    try:
        return _FORMATS[path.suffix.lower()]
    except KeyError:
        raise UsageError(reason=f"{path.name}: a glossary is .tsv, .csv or .tbx") from None


def _target(arguments: argparse.Namespace) -> str:
    if not arguments.target:
        raise UsageError(reason="--to names the language of the translations, such as --to pt")
    return _tag(arguments.target)


def _tag(text: str) -> str:
    try:
        return str(parse_tag(text))
    except ValueError as error:
        raise UsageError(reason=str(error)) from error
