"""`make bench-translation`: every installed route for which references are at hand, scored; and the map.

References: fifty sentences of explainer narration in English, Portuguese and Spanish, written for this
bench (`benches/data/narration.*.txt`). chrF and BLEU by sacrebleu with its defaults. Writes the table
and the picture of the map into `docs/languages.md`.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benches.language_picture import draw_picture
from benches.report import table, write_section
from pipeline.files import write_atomic
from pipeline.languages.tags import written_language
from pipeline.model import EngineSignature
from pipeline.protocols import Translator
from pipeline.settings import TranslationSettings
from pipeline.translation.engines.registry import installed_edges, load_translator
from pipeline.translation.routes import Edge, reachable
from pipeline.translation.translating import translate_sentences

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "languages.md"
PICTURE = ROOT / "docs" / "languages.svg"
LANGUAGES = ("en", "pt", "es")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How good one way was."""

    path: tuple[Edge, ...]
    chrf: float
    bleu: float
    faults: int
    """Sentences with a known fault left after the repairs."""
    seconds: float

    @property
    def name(self) -> str:
        return self.path[0].source + "".join(f" → {edge.target} ({edge.engine})" for edge in self.path)


def main() -> int:
    """Score all routes, print the table and write the page."""
    settings = TranslationSettings()
    edges = installed_edges(settings, ROOT)
    translators: dict[tuple[str, str, EngineSignature], Translator] = {}
    texts = {language: _read(language) for language in LANGUAGES}
    scores = []
    for path in _paths(edges):
        for edge in path:
            key = edge.source, edge.target, edge.signature
            if key not in translators:
                translators[key] = load_translator(edge, settings, ROOT)
        chain = [translators[edge.source, edge.target, edge.signature] for edge in path]
        scores.append(_score(path, chain, texts))
        print(f"{scores[-1].name}: chrF {scores[-1].chrf:.1f}, BLEU {scores[-1].bleu:.1f}", file=sys.stderr)
    text = _table(scores)
    print(text)
    write_section(PAGE, "quality", "Quality, measured", text)
    write_atomic(PICTURE, draw_picture("en", reachable(edges, "en")).encode())
    write_section(PAGE, "map", "The map", _map_text(edges))
    return 0


def _paths(edges: tuple[Edge, ...]) -> Iterator[tuple[Edge, ...]]:
    """All ways of one or two models between two of our languages, through the third or directly."""
    ours = [edge for edge in edges if edge.source in LANGUAGES and edge.target in LANGUAGES]
    for source, target in itertools.permutations(LANGUAGES, 2):
        yield from ((edge,) for edge in ours if (edge.source, edge.target) == (source, target))
        for first, second in itertools.product(ours, ours):
            if first.source == source and first.target == second.source and second.target == target:
                yield first, second


def _score(path: tuple[Edge, ...], translators: list[Translator], texts: dict[str, list[str]]) -> Score:
    import sacrebleu

    current = texts[path[0].source]
    start = time.perf_counter()
    faults = 0
    for edge, translator in zip(path, translators, strict=True):
        results = translate_sentences(current, translator=translator, source=edge.source, target=edge.target)
        current = [result.text for result in results]
        faults = sum(bool(result.faults) for result in results)
    seconds = time.perf_counter() - start
    references = [texts[written_language(path[-1].target)]]
    chrf = sacrebleu.corpus_chrf(current, references).score
    return Score(
        path=path, chrf=chrf, bleu=sacrebleu.corpus_bleu(current, references).score, faults=faults, seconds=seconds
    )


def _table(scores: list[Score]) -> str:
    pairs: dict[tuple[str, str], list[Score]] = {}
    for score in scores:
        pairs.setdefault((score.path[0].source, score.path[-1].target), []).append(score)
    rows = [
        (score.name, f"{score.chrf:.1f}", f"{score.bleu:.1f}", str(score.faults), f"{score.seconds:.1f}")
        for pair in pairs.values()
        for score in sorted(pair, key=lambda score: -score.chrf)
    ]
    lines = [
        "Fifty sentences of explainer narration for each pair, one reference each, written for this bench; "
        "beam 4. Of each pair the best way stands first.",
        "",
        table(("route", "chrF", "BLEU", "faulty of 50", "seconds"), rows),
    ]
    return "\n".join(lines)


def _map_text(edges: tuple[Edge, ...]) -> str:
    rows = []
    for source in ("en", "pt"):
        for tag, route in reachable(edges, source).items():
            rows.append((f"{source} → {tag}", route.quality.label, route.describe()))
    picture = "![The languages that can be made from English, and by which models](languages.svg)"
    note = "What was installed where this page was made: the embedded packages and what is named in the table."
    return f"{picture}\n\n{note}\n\n" + table(("pair", "quality", "route"), rows)


def _read(language: str) -> list[str]:
    return (ROOT / "benches" / "data" / f"narration.{language}.txt").read_text("utf-8").splitlines()


if __name__ == "__main__":
    sys.exit(main())
