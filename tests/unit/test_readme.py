"""What the README shows works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.formats.srt import parse_srt

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_library_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"<!-- example -->\n```python\n(.*?)```", README, re.DOTALL)
    assert example is not None
    exec(compile(example[1], "README.md", "exec"), {})
    cues = parse_srt(capsys.readouterr().out.encode(), path="printed.srt").cues
    assert " ".join(cue.text for cue in cues).split() == "So it is. Does it work?".split()


def test_every_link_of_the_readme_and_the_docs_leads_to_a_file() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"


def test_every_verb_of_make_that_the_docs_name_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    verbs = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        named = re.findall(r"(?:^|`)\s*make ([a-z][a-z-]*[a-z])\\b(?!-)", page.read_text("utf-8"), re.MULTILINE)
        assert set(named) <= verbs, f"{page.name}: {set(named) - verbs}"


def test_every_test_that_the_docs_name_exists() -> None:
    """A promise whose test was renamed or lost would be a promise that nobody holds."""
    known = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        known |= {*re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE), path.stem}
    for page in (ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")):
        named = set(re.findall(r"`(test_\w+)(?:\.py)?`", page.read_text("utf-8")))
        assert named <= known, f"{page.name}: {sorted(named - known)}"
