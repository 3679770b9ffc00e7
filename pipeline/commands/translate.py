"""`captions translate`: one caption file into another language, without a video."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from shlex import quote

from pipeline.commands.console import Console
from pipeline.cues import PROFILE_NAMES
from pipeline.dataclass import dataclass
from pipeline.errors import LanguagePairMissing, SubtitleError, UsageError
from pipeline.files import expect_folder, read_named, write_output
from pipeline.languages import parse_tag
from pipeline.model import Cue, Sentence
from pipeline.protocols import Progress, ProgressSink
from pipeline.timing import format_timestamp
from pipeline.translation import Hop
from pipeline.workspace import language_of, load_config

EXAMPLES = """
captions translate talk.en.srt --to pt -o talk.pt.srt
captions translate talk.srt --from en --to pt -o -
captions translate talk.en.srt --to pt -o talk.pt.srt --strict

A sentence whose numbers, units, names or addresses did not come through is named on stderr.
"""

EXIT_FAULTY = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this verb."""
    parser.add_argument("file", metavar="F.srt", help="captions in the language to translate from")
    parser.add_argument("--from", dest="source", metavar="TAG", help="its language; from the file's name if not given")
    parser.add_argument("--to", dest="target", metavar="TAG", required=True, help="the language to make")
    parser.add_argument("-o", "--output", metavar="G.srt", required=True, help="where to write; - for stdout")
    parser.add_argument("--strict", action="store_true", help="exit with 3 if a sentence is named as faulty")
    parser.add_argument("--profile", choices=PROFILE_NAMES, help="readability profile instead of the settings'")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Translate and write."""
    from pipeline.formats import format_srt, names_format, read_cues, summarise_repairs

    path = Path(arguments.file)
    source = _tag(arguments.source or language_of(path), "--from")
    target = _tag(arguments.target, "--to")
    if target == source:
        raise UsageError(reason=f"--to: {path} is in {source} already; name another language")
    _check_output(arguments.output, path)
    format_name = "" if names_format(path) else "srt"
    read = read_cues(read_named(path), path=str(path), language=source, format_name=format_name)
    if not any(cue.text.strip() for cue in read.cues):
        raise SubtitleError(path=str(path), reason="has no text to translate")
    for line, message in summarise_repairs(read.repairs):
        console.warn(f"{path}:{line}: {message}")
    made = translate_cues(read.cues, source=source, target=target, profile=arguments.profile, sink=console.progress)
    for doubt in made.doubts:
        console.warn(f"{path}: {doubt.describe()}")
    text = format_srt(made.cues, path=arguments.output)
    if arguments.output == "-":
        console.data(text.rstrip("\n"))
    else:
        write_output(Path(arguments.output), text.encode())
    return EXIT_FAULTY if made.doubts and arguments.strict else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A sentence whose translation has faults that no other try mended."""

    start_ms: int
    text: str
    language: str
    """Of the translation: the target, or a language on the way to it."""
    faults: tuple[str, ...]

    def describe(self) -> str:
        """One line for people."""
        shown = self.text if len(self.text) <= _SHOWN_CHARS else f"{self.text[:_SHOWN_CHARS]}…"
        time = format_timestamp(self.start_ms, separator=".")
        return f"{time}: in {self.language}: {', '.join(self.faults)} – in “{shown}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedCues:
    """A translated track, and what a person should look at in it."""

    cues: tuple[Cue, ...]
    doubts: tuple[Doubt, ...]


_SHOWN_CHARS = 70


def translate_cues(
    cues: tuple[Cue, ...], *, source: str, target: str, profile: str | None, sink: ProgressSink
) -> TranslatedCues:
    """Translate a track on its own: the cues' own times stand for the words'.

    Raises:
        LanguagePairMissing: No installed model translates this pair.
        EngineError: The translator failed.
    """
    from pipeline.cues import source_sentences
    from pipeline.edits import retime_words
    from pipeline.translation import best_route
    from pipeline.translation.engines import installed_edges

    config = load_config(Path.cwd())
    route = best_route(installed_edges(config.translation, config.folder), source, target)
    if route is None:
        raise LanguagePairMissing(source=source, target=target, command=f"captions models add {source} {target}")
    sentences = source_sentences(retime_words(cues, ()), cues, language=source)
    name = profile or config.cues.profile
    doubts: list[Doubt] = []
    for hop in route.hops:
        made, sentences = _take_hop(hop, cues, sentences, profile=name, sink=sink)
        doubts += made.doubts
        cues = made.cues
    return TranslatedCues(cues=cues, doubts=tuple(doubts))


def _take_hop(
    hop: Hop, cues: tuple[Cue, ...], sentences: tuple[Sentence, ...], *, profile: str, sink: ProgressSink
) -> tuple[TranslatedCues, tuple[Sentence, ...]]:
    """One step of the route: the cues in its target, and their sentences for the next step."""
    from pipeline.cues import CutOptions, profile_for
    from pipeline.timing import DEFAULT_FRAME_RATE
    from pipeline.translation import carry_formatting, placing, translate_units
    from pipeline.translation.engines import load_translator

    def named(value: Progress) -> None:
        sink(dataclasses.replace(value, step=f"translate to {hop.target}"))

    config = load_config(Path.cwd())
    translator = load_translator(hop.edge, config.translation, config.folder)
    texts = tuple(sentence.text for sentence in sentences)
    translations = translate_units(texts, translator=translator, source=hop.source, target=hop.target, progress=named)
    options = CutOptions(language=hop.target, frame_rate=DEFAULT_FRAME_RATE, limit_ms=None)
    limits = profile_for(hop.target, profile)
    placed = placing.place_translations(sentences, translations, profile=limits, options=options)
    timed = map(placing.time_translation, sentences, translations)
    doubts = (
        Doubt(start_ms=sentence.start_ms, text=sentence.text, language=hop.target, faults=translation.faults)
        for sentence, translation in zip(sentences, translations, strict=True)
        if translation.faults
    )
    made = TranslatedCues(cues=carry_formatting(cues, sentences, translations, placed), doubts=tuple(doubts))
    return made, tuple(sentence for sentence in timed if sentence is not None)


def _check_output(name: str, source: Path) -> None:
    """Find out before the work, not after it, that its result cannot be written there."""
    output = Path(name)
    if name == "-":
        return
    if output.is_dir():
        raise UsageError(reason=f"-o: {output} is a folder; name a file in it")
    expect_folder(output)
    if output.suffix.lower() != ".srt":
        srt = output.with_suffix(".srt")
        convert = f"captions convert {quote(str(srt))} {quote(name)}"
        raise UsageError(reason=f"-o: {name} is no .srt file; write {srt}, then run: {convert}")
    if output.exists() and source.exists() and output.samefile(source):
        raise UsageError(reason=f"-o: {output} is the file to translate itself; name another one")


def _tag(text: str | None, option: str) -> str:
    if text is None:
        raise UsageError(reason=f"the file's name does not say its language; give {option}")
    try:
        return parse_tag(text)
    except ValueError as error:
        raise UsageError(reason=f"{option}: {error}") from error
