"""`python -m benches.translation`: a thousand sentences from English to Portuguese, beside the peers.

The sentences are from Python's own documentation (PSF-2.0; `pydoc_data.topics` and docstrings of the
standard library). All ways use the embedded package. Peers live in environments of their own:
`.venv-bench` (tools/setup_bench.sh) and, since LibreTranslate brings its own fork of argostranslate,
`.venv-bench-libretranslate` (tools/setup_bench_libretranslate.sh); a missing one leaves its row out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from benches.report import PERFORMANCE, table, write_section

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "benches" / "data" / "sentences.en.txt"
BEAM = 4
"""Argos's own, and the least that it can be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of translating."""

    name: str
    runner: str
    python: Path
    environment: tuple[tuple[str, str], ...]
    beam: int = BEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What it took."""

    first: float
    seconds: float
    memory_mb: float
    texts: list[str]


def main() -> int:
    """Run all ways, print and record the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--argos-python", type=Path, default=ROOT / ".venv-bench" / "bin" / "python")
    parser.add_argument(
        "--libretranslate-python", type=Path, default=ROOT / ".venv-bench-libretranslate" / "bin" / "python"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _prepare(folder, options.sentences)
        results = {way: _run(way, folder, options.runs) for way in _ways(options, folder) if way.python.exists()}
        text = _report(results, options, _beam_quality(folder))
    print(text)
    write_section(PERFORMANCE, "translation", "Translation (`make bench-translation-speed`)", text)
    return 0


def _ways(options: argparse.Namespace, folder: Path) -> list[Way]:
    # One folder of packages for the peers; a home of its own, so that nothing of the user's counts.
    peer = (("ARGOS_PACKAGES_DIR", str(folder / "packages")), ("HOME", str(folder)))
    ours = (("CAPTIONS_HOME", str(folder / "ours")), ("HOME", str(folder)))
    here = Path(sys.executable)
    argos, libre = options.argos_python, options.libretranslate_python
    larger = (*peer, ("ARGOS_BATCH_SIZE", "4096"))
    return [
        Way(name="ours", runner="ours", python=here, environment=ours),
        Way(name="argostranslate, sentence by sentence", runner="argos", python=argos, environment=peer),
        Way(name="the same, ARGOS_BATCH_SIZE=4096", runner="argos", python=argos, environment=larger),
        Way(name="LibreTranslate's way", runner="libretranslate", python=libre, environment=peer),
        Way(name="ours, beam 2", runner="ours", python=here, environment=ours, beam=2),
        Way(name="ours, beam 1", runner="ours", python=here, environment=ours, beam=1),
    ]


def _prepare(folder: Path, count: int) -> None:
    lines = SENTENCES.read_text("utf-8").splitlines()[:count]
    (folder / "sentences.txt").write_text("\n".join(lines) + "\n", "utf-8")
    with zipfile.ZipFile(ROOT / "models" / "translate-en_pt-1_0.argosmodel") as archive:
        archive.extractall(folder / "packages")


def _run(way: Way, folder: Path, runs: int, sentences: Path | None = None) -> Result:
    print(f"{way.name} …", file=sys.stderr, flush=True)
    path = sentences or folder / "sentences.txt"
    command = [way.python, "-m", "benches.translation_runner", way.runner, path, str(runs), str(way.beam)]
    environment = {**os.environ, **dict(way.environment), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way.name}: {done.stderr.strip().splitlines()[-1]}")
    return Result(**json.loads(done.stdout.splitlines()[-1]))


def _beam_quality(folder: Path) -> dict[int, float]:
    """ChrF of our text for the narration of `benches/data`, for each beam."""
    import sacrebleu

    data = ROOT / "benches" / "data"
    reference = (data / "narration.pt.txt").read_text("utf-8").splitlines()
    scores = {}
    for beam in (1, 2, 4):
        way = Way(
            name=f"quality, beam {beam}",
            runner="ours",
            python=Path(sys.executable),
            environment=(("CAPTIONS_HOME", str(folder / "ours")), ("HOME", str(folder))),
            beam=beam,
        )
        texts = _run(way, folder, 1, data / "narration.en.txt").texts
        scores[beam] = sacrebleu.corpus_chrf(texts, [reference]).score
    return scores


def _report(results: dict[Way, Result], options: argparse.Namespace, beams: dict[int, float]) -> str:
    import sacrebleu

    by_name = {way.name: (way, result) for way, result in results.items()}
    ours = by_name["ours"][1]
    one_by_one = by_name.get("argostranslate, sentence by sentence", by_name["ours"])[1].texts
    rows = []
    for way, result in by_name.values():
        count = len(result.texts)
        same = sum(mine == theirs for mine, theirs in zip(result.texts, one_by_one, strict=True))
        is_comparable = way.beam == BEAM
        rows.append(
            (
                way.name,
                f"{count / result.seconds:.1f}",
                f"{result.seconds / ours.seconds:.2f}",
                f"{result.first:.2f}",
                f"{result.memory_mb:.0f}",
                f"{100 * same / count:.1f} %" if is_comparable else "–",
                f"{sacrebleu.corpus_chrf(result.texts, [one_by_one]).score:.1f}",
                f"{beams[way.beam]:.1f}" if way.runner == "ours" else f"{beams[BEAM]:.1f}",
            )
        )
    headers = ("way", "sentences/s", "time, ours = 1", "first result, s", "memory, MB")
    headers += ("same text as one by one", "chrF to one by one", "chrF, narration")
    missing = [name for name, path in _peers(options) if not path.exists()]
    note = f" Not installed here: {', '.join(missing)}." if missing else ""
    return (
        f"{options.sentences:,} sentences, English to Portuguese, embedded package, beam {BEAM} unless said; warm, "
        f"median of {options.runs}. First result: from the start of Python, model loaded. Sentences come in already "
        f"split for all.{note}\n\n{table(headers, rows)}\n\n"
        "Aim: at least 8 times faster than sentence by sentence, chrF of the narration within 0.2."
    )


def _peers(options: argparse.Namespace) -> tuple[tuple[str, Path], ...]:
    return ("argostranslate", options.argos_python), ("LibreTranslate", options.libretranslate_python)


if __name__ == "__main__":
    sys.exit(main())
