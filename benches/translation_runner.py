"""One way of translating, in a process of its own: `python -m benches.translation_runner WAY SENTENCES RUNS BEAM`.

Prints one JSON object. Run by `benches.translation` with the Python of the environment in which the way
lives; imports nothing of the pipeline except for our own way.
"""

from __future__ import annotations

import time

START = time.perf_counter()

import json  # noqa: E402  # the clock starts before the imports, which are part of the first result
import resource  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable, Iterator, Sequence  # noqa: E402
from pathlib import Path  # noqa: E402

Way = Callable[[Sequence[str]], Iterator[str]]


def main() -> int:
    """Translate the sentences several times; print seconds, memory and texts."""
    name, path, runs, beam = sys.argv[1:5]
    sentences = Path(path).read_text("utf-8").splitlines()
    translate = {"ours": _ours, "argos": _argos, "libretranslate": _libretranslate}[name](int(beam))
    next(iter(translate(sentences[:1])))
    first = time.perf_counter() - START
    seconds = []
    texts: list[str] = []
    for _ in range(int(runs)):
        start = time.perf_counter()
        texts = list(translate(sentences))
        seconds.append(time.perf_counter() - start)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    print(json.dumps({"first": first, "seconds": statistics.median(seconds), "memory_mb": memory_mb, "texts": texts}))
    return 0


def _ours(beam: int) -> Way:
    from pipeline.protocols import ignore_progress
    from pipeline.settings import TranslationSettings
    from pipeline.translation.engines.registry import installed_edges, load_translator
    from pipeline.translation.translating import translate_sentences

    settings = TranslationSettings(engines=("argos",), beam_size=beam)
    root = Path(__file__).parents[1]
    edge = next(edge for edge in installed_edges(settings, root) if (edge.source, edge.target) == ("en", "pt"))
    translator = load_translator(edge, settings, root)

    def translate(sentences: Sequence[str]) -> Iterator[str]:
        results = translate_sentences(
            sentences, translator=translator, source="en", target="pt", progress=ignore_progress
        )
        return iter([result.text for result in results])

    return translate


def _argos(beam: int) -> Way:
    translation = _argos_translation(beam)
    return lambda sentences: (translation.translate(sentence) for sentence in sentences)


def _libretranslate(beam: int) -> Way:
    """What its server does with a list: one call of `hypotheses` a text, then its two repairs of the text."""
    from html import unescape

    from libretranslate.language import improve_translation_formatting

    translation = _argos_translation(beam)

    def translate(sentences: Sequence[str]) -> Iterator[str]:
        for sentence in sentences:
            hypotheses = translation.hypotheses(sentence, 1)
            yield unescape(improve_translation_formatting(sentence, hypotheses[0].value))

    return translate


def _argos_translation(beam: int):  # noqa: ANN202  # a class of a library that is not in our environment
    from argostranslate import settings, translate

    from benches.argos_by_hand import leave_out_splitting

    leave_out_splitting(translate)
    settings.beam_size = beam
    return translate.get_translation_from_codes("en", "pt")


if __name__ == "__main__":
    sys.exit(main())
