"""`make bench-fidelity`: what facts become of sentences in translation, ours beside argostranslate by itself.

`benches/data/facts.*.tsv` holds sentences written for this bench, one a line: kind, sentence, what must stand in the
translation, as regular expressions (a space in one matches any space, or none). A sentence is kept if all of them are
found, flagged if not and the translation says that it has a fault, wrong in silence otherwise. Writes the table into
`docs/languages.md`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benches.report import table, write_section
from pipeline.settings import TranslationSettings
from pipeline.translation.engines.registry import installed_edges, load_translator
from pipeline.translation.translating import translate_sentences

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "languages.md"
DIRECTIONS = (("en", "pt"), ("pt", "en"))
PEER = ROOT / ".venv-bench" / "bin" / "python"

Results = list[tuple[str, bool]]
"""For each sentence its translation, and whether it is flagged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One sentence and what has to come through."""

    kind: str
    text: str
    patterns: tuple[re.Pattern[str], ...]

    def is_kept(self, translation: str) -> bool:
        return all(pattern.search(translation) for pattern in self.patterns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many sentences of one kind."""

    count: int
    kept: int
    flagged: int

    @property
    def silent(self) -> int:
        return self.count - self.kept - self.flagged


def main() -> int:
    """Translate, count, print what was lost, and write the page."""
    sections = []
    for source, target in DIRECTIONS:
        cases = read_cases(source, target)
        ours = tally(cases, translate_ours(cases, source, target), show=print)
        theirs = tally(cases, translate_theirs(cases, source, target)) if PEER.exists() else None
        sections.append(describe(source, target, ours, theirs))
    text = "\n\n".join((*sections, _AIMS))
    print(text)
    write_section(PAGE, "fidelity", "Facts that come through, measured (`make bench-fidelity`)", text)
    return 0


_AIMS = (
    "Kept: everything that must survive stands in the translation, in the target's own format. Flagged: not so, and "
    "the translation names the fault (`captions review`, a line of `captions translate`). argostranslate flags none. "
    "Aims: 97 % kept, under 1 % wrong in silence, no kind under 90 %."
)


def read_cases(source: str, target: str) -> list[Case]:
    """The sentences of one direction."""
    lines = (ROOT / "benches" / "data" / f"facts.{source}-{target}.tsv").read_text("utf-8").splitlines()
    return [_case(*line.split("\t")) for line in lines if line]


def _case(kind: str, text: str, *patterns: str) -> Case:
    spaced = (re.compile(pattern.replace(" ", r"[\s\u00a0\u202f]?")) for pattern in patterns)
    return Case(kind=kind, text=text, patterns=tuple(spaced))


def translate_ours(cases: Sequence[Case], source: str, target: str) -> Results:
    """By the embedded package, as `captions translate` does."""
    settings = TranslationSettings(engines=("argos",), model_folders=("models",))
    edges = installed_edges(settings, ROOT)
    edge = next(edge for edge in edges if (edge.source, edge.target) == (source, target))
    translator = load_translator(edge, settings, ROOT)
    results = translate_sentences([case.text for case in cases], translator=translator, source=source, target=target)
    return [(result.text, bool(result.faults)) for result in results]


def translate_theirs(cases: Sequence[Case], source: str, target: str) -> Results:
    """By argostranslate, one call a sentence, with the same package, in its own environment."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(ROOT / "models" / f"translate-{source}_{target}-1_0.argosmodel") as archive:
            archive.extractall(folder / "packages")
        (folder / "sentences.txt").write_text("".join(f"{case.text}\n" for case in cases), "utf-8")
        command = [PEER, "-m", "benches.argos_sentences", folder / "sentences.txt", source, target]
        environment = {**os.environ, "ARGOS_PACKAGES_DIR": str(folder / "packages"), "HOME": name}
        environment["PYTHONPATH"] = str(ROOT)
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"argostranslate: {done.stderr.strip().splitlines()[-1]}")
    return [(text, False) for text in json.loads(done.stdout.splitlines()[-1])]


def tally(
    cases: Sequence[Case], results: Results, *, show: Callable[[str], object] = lambda line: None
) -> dict[str, Tally]:
    """Count by kind; what is not kept is shown."""
    kinds = dict.fromkeys(case.kind for case in cases)
    rows = [
        (case, case.is_kept(text), is_flagged, text) for case, (text, is_flagged) in zip(cases, results, strict=True)
    ]
    for case, is_kept, is_flagged, text in rows:
        if not is_kept:
            show(f"{case.kind}, {'flagged' if is_flagged else 'in silence'}: {case.text} | {text}")
    return {
        kind: Tally(
            count=sum(case.kind == kind for case, *_ in rows),
            kept=sum(case.kind == kind and is_kept for case, is_kept, *_ in rows),
            flagged=sum(case.kind == kind and not is_kept and is_flagged for case, is_kept, is_flagged, _ in rows),
        )
        for kind in kinds
    }


def describe(source: str, target: str, ours: dict[str, Tally], theirs: dict[str, Tally] | None) -> str:
    """The table of one direction."""
    rows = [(kind, *_cells(ours[kind], theirs and theirs[kind])) for kind in ours]
    rows.append(("all", *_cells(_sum(ours), theirs and _sum(theirs), share=True)))
    headers = ("kind", "sentences", "kept", "flagged", "wrong in silence", "argostranslate: kept", "wrong in silence")
    return f"`{source}` to `{target}`:\n\n{table(headers, rows)}"


def _cells(ours: Tally, theirs: Tally | None, *, share: bool = False) -> Iterator[str]:
    yield str(ours.count)
    for count in (ours.kept, ours.flagged, ours.silent):
        yield _cell(count, ours.count, share=share)
    for count in (theirs.kept, theirs.silent) if theirs else ():
        yield _cell(count, ours.count, share=share)
    if theirs is None:
        yield from ("–", "–")


def _cell(count: int, total: int, *, share: bool) -> str:
    return f"{count} ({100 * count / total:.1f} %)" if share else str(count)


def _sum(tallies: dict[str, Tally]) -> Tally:
    return Tally(
        count=sum(one.count for one in tallies.values()),
        kept=sum(one.kept for one in tallies.values()),
        flagged=sum(one.flagged for one in tallies.values()),
    )


if __name__ == "__main__":
    sys.exit(main())
