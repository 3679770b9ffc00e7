"""Starting up is light, and every command is listed. (`lint-imports` checks the direction of imports.)"""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.builders import TestWorkspace

PACKAGE = Path(__file__).parents[2] / "pipeline"

NO_VERBS = {
    "glossary_hearing",
    "__init__",
    "completion",
    "console",
    "returned_edits",
    "returned_files",
    "caption_files",
    "imported_captions",
    "merged_records",
    "arguments",
}
"""Modules of `commands` that are no command."""

HEAVY = (
    "torch",
    "whisper",
    "ctranslate2",
    "spacy",
    "stanza",
    "numpy",
    "av",
    "ttconv",
    "faster_whisper",
    "rich",
    "onnxruntime",
    "numba",
    "llvmlite",
    "starlette",
    "uvicorn",
)
COMPILED = PACKAGE / "speech" / "whisper" / "kernels.py"
"""numba marks what it compiles as it is defined; nobody imports it but inside a function, as this test sees."""


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_loads_a_heavy_library_when_it_is_imported(path: Path) -> None:
    """They are imported inside the functions that need them, and so is what is compiled."""
    tops = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            tops |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            tops.add((node.module or "").split(".")[0])
            assert node.module != "pipeline.speech.whisper.kernels"
    assert path == COMPILED or not tops & set(HEAVY)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["status"], ["check"], ["build"]], ids=["help", "status", "check", "build"]
)
def test_a_command_without_work_loads_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    """In an empty workspace no model library may be imported."""
    (tmp_path / "media").mkdir()
    code = (
        "import sys, atexit\n"
        f"atexit.register(lambda: print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr))\n"
        "from pipeline.cli import main\n"
        f"main({arguments!r})\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.stderr.strip().splitlines()[-1] == "[]", run.stderr


STAGES = (
    "pipeline.cues.cutting",
    "pipeline.cues.segmentation",
    "pipeline.edits.merge.three_way",
    "pipeline.edits.updating",
    "pipeline.translation.placing",
    "pipeline.translation.translating",
    "pipeline.speech.transcribing",
)
READERS = (
    "pipeline.formats.reading",
    "pipeline.text.markup",
    "pipeline.edits.approvals",
    "pipeline.translation.clauses",
    "pipeline.translation.engines.argos_model",
)
"""Of captions, approvals and models: nothing is asked of them where nothing changed."""


def test_a_status_without_news_loads_neither_stages_nor_readers(tmp_path: Path) -> None:
    """A version lies apart from the code that it speaks for (`version.py` of each room)."""
    workspace = TestWorkspace(tmp_path / "work", languages=["pt", "es"])
    workspace.add_video()
    assert workspace.run("build", "--quiet") == 0
    assert workspace.run("status") == 0
    code = (
        "import sys\n"
        "from pipeline.cli import main\n"
        "assert main(['status']) == 0\n"
        f"print(sorted(set({STAGES + READERS!r}) & set(sys.modules)), file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=workspace.folder, capture_output=True, text=True, check=True)
    assert run.stdout.count("current") == 3, run.stdout
    assert run.stderr.strip() == "[]"


def test_every_command_is_listed_with_an_example() -> None:
    """`captions --help` shows all, `captions VERB --help` shows how."""
    from pipeline.cli import COMMANDS, make_parser

    names = [name for group in COMMANDS.values() for name in group]
    files = {path.stem for path in (PACKAGE / "commands").glob("*.py")} - NO_VERBS
    assert sorted(name.replace("-", "_") for name in names) == sorted(path.removesuffix("_") for path in files)
    shown = make_parser().format_help()
    for name in names:
        assert f"  {name} " in shown
        assert f"captions {name}" in _verb_help(name).partition("examples:")[2]


def test_a_misspelled_command_is_met_with_the_one_that_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.cli import main

    assert main(["biuld"]) == 2
    assert (
        capsys.readouterr().err
        == "captions: 'biuld' is not a command; did you mean build? (captions --help lists them)\n"
    )


@pytest.mark.parametrize("option", ["-v", "--quiet", "-x"])
def test_options_before_the_command_are_told_where_they_stand(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """They are the command's own."""
    from pipeline.cli import main

    assert main([option, "status"]) == 2
    assert capsys.readouterr().err == f"captions: options stand behind the command: captions status {option}\n"


def _verb_help(name: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "pipeline", name, "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    )
    return run.stdout


FACES = sorted(
    path for path in PACKAGE.rglob("__init__.py") if "lazy_face(" in path.read_text() and path.parent != PACKAGE
)


def _imports(tree: ast.AST) -> list[ast.ImportFrom]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]


@pytest.mark.parametrize("path", FACES, ids=lambda path: str(path.parent.relative_to(PACKAGE)))
def test_a_face_gives_the_names_that_it_lists(path: Path) -> None:
    """What the type checker reads, what `__all__` says and what is loaded on first use are the same names."""
    name = ".".join(path.parent.relative_to(PACKAGE.parent).parts)
    package = import_module(name)
    homes = {
        alias.name: node.module
        for node in _imports(ast.parse(path.read_text(encoding="utf-8")))
        for alias in node.names
        if (node.module or "").startswith(f"{name}.")
    }
    assert sorted(package.__all__) == sorted(homes)
    modules = {file.stem for file in path.parent.glob("*.py")}
    assert not modules & set(homes), "a name that is also a module's is one or the other by chance"
    for public, home in homes.items():
        assert getattr(package, public) is getattr(import_module(str(home)), public)
    with pytest.raises(AttributeError):
        package.no_such_name  # noqa: B018


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_is_entered_by_its_door(path: Path) -> None:
    """Modules of other packages import the face of a package, not what lies behind it."""
    room = path.relative_to(PACKAGE).parts[0]
    allowed = {".".join(face.parent.relative_to(PACKAGE.parent).parts) for face in FACES}
    for node in _imports(ast.parse(path.read_text(encoding="utf-8"))):
        parts = str(node.module).split(".")
        if parts[0] == "pipeline" and len(parts) > 2 and parts[1] not in {room, "commands"}:
            assert node.module in allowed, f"line {node.lineno}: {node.module}"
