"""Put small faults into the code, one at a time, and see whether a test notices: `make mutate`.

A random sample of faults (a comparison turned, a condition negated, a number one higher, a call left out) is
tried, each with the tests that run its line. What no test notices is listed, with the place. The sample is
the same for the same seed and code.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "build" / "mutate"
TESTS = ("tests/unit", "tests/cases")
"""The fast tests: of them those are run first that run the line."""
SLOW_TESTS = {
    "edits": (
        "tests/property/test_merging_laws.py",
        "tests/property/test_two_people_laws.py",
        "tests/property/test_correcting_laws.py",
        "tests/integration/test_merge_command.py",
        "tests/end_to_end/test_edits.py",
    ),
    "build": ("tests/end_to_end/test_edits.py", "tests/end_to_end/test_plan.py", "tests/end_to_end/test_build.py"),
    "workspace": ("tests/end_to_end/test_build.py", "tests/end_to_end/test_bad_input.py"),
}
"""What is run of a package where no fast test noticed."""
SECONDS = 240
"""A fault that keeps its tests busy for longer is noticed: the suite would not end."""

_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
}
_SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One fault."""

    path: Path
    line: int
    what: str
    place: int
    """The number of the changed node, in the order of `ast.walk`."""
    number: int
    """Which of the faults that can be put there."""

    def source(self) -> str:
        """The module with the fault in it; without one, for a fault that is none (number -1)."""
        if self.number < 0:
            return self.path.read_text(encoding="utf-8")
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        node = next(node for at, node in enumerate(ast.walk(tree)) if at == self.place)
        _, change = list(_changes(node))[self.number]
        return ast.unparse(ast.fix_missing_locations(_Replace(node, change).of(tree)))

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.what}"


Change = Callable[[ast.AST], ast.AST]


def find_mutants(path: Path) -> Iterator[Mutant]:
    """Every fault that can be put into a module, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ignored = _not_run(tree)
    for place, node in enumerate(ast.walk(tree)):
        if place in ignored or not isinstance(node, ast.expr | ast.stmt):
            continue
        for number, (what, _) in enumerate(_changes(node)):
            yield Mutant(path=path, line=node.lineno, what=what, place=place, number=number)


def _not_run(tree: ast.Module) -> set[int]:
    """The numbers of nodes that say nothing at run time: annotations, options of records, what a face lists."""
    numbers = {id(node): number for number, node in enumerate(ast.walk(tree))}
    found: set[int] = set()
    for node in ast.walk(tree):
        parts = [getattr(node, name, None) for name in ("annotation", "returns")]
        parts += getattr(node, "decorator_list", ())
        if isinstance(node, ast.Assign) and any(
            getattr(one, "id", "") in {"__all__", "__getattr__"} for one in node.targets
        ):
            parts.append(node)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            parts.append(node)
        found |= {numbers[id(inner)] for part in parts if part is not None for inner in ast.walk(part)}
    return found


class _Replace(ast.NodeTransformer):
    """Changes one node of a tree."""

    def __init__(self, target: ast.AST, change: Change) -> None:
        self._target = target
        self._change = change

    def of(self, tree: ast.Module) -> ast.Module:
        changed = self.visit(tree)
        assert isinstance(changed, ast.Module)
        return changed

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._target:
            return self._change(node)
        changed: ast.AST = self.generic_visit(node)
        return changed


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:  # noqa: C901  # a table of rules
    """The faults that can be put in one place."""
    before = ast.unparse(node).split("\n")[0][:70]
    if isinstance(node, ast.Compare):
        yield f"turned: {before}", _with(ops=[_OPPOSITES[type(node.ops[0])](), *node.ops[1:]])
    elif isinstance(node, ast.BoolOp):
        yield f"and/or: {before}", _with(op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for number in range(len(node.values)):
            rest = [value for at, value in enumerate(node.values) if at != number]
            yield f"without “{ast.unparse(node.values[number])[:40]}”: {before}", _with_values(number, len(rest))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"without not: {before}", lambda one: one.operand  # type: ignore[attr-defined,no-any-return]
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        yield f"other arithmetic: {before}", _with(op=_ARITHMETIC[type(node.op)]())
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield f"negated: {before}", lambda one: _set(one, test=ast.UnaryOp(op=ast.Not(), operand=one.test))  # type: ignore[attr-defined]
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{before} → {not node.value}", _with(value=not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield f"{before} → {node.value + 1}", _with(value=node.value + 1)
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in _SWAPPED:
        yield f"{_SWAPPED[node.func.id]}: {before}", _with(func=ast.Name(id=_SWAPPED[node.func.id], ctx=ast.Load()))  # type: ignore[attr-defined]
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield f"left out: {before}", lambda _: ast.Pass()
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp) and node.generators[0].ifs:
        yield f"unfiltered: {before}", _without_filter


def _set(node: ast.AST, **fields: object) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _with(**fields: object) -> Change:
    return lambda node: _set(node, **fields)


def _with_values(number: int, left: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        values = [value for at, value in enumerate(node.values) if at != number]  # type: ignore[attr-defined]
        return values[0] if left == 1 else _set(node, values=values)

    return change


def _without_filter(node: ast.AST) -> ast.AST:
    node.generators[0].ifs = []  # type: ignore[attr-defined]
    return node


class Coverage:
    """Which tests run which line: measured once, with every test as a context of its own."""

    def __init__(self, *, is_fresh: bool) -> None:
        self._data = CACHE / "coverage"
        if is_fresh or not self._data.exists():
            self._measure()
        from coverage import CoverageData

        self._known = CoverageData(basename=str(self._data))
        self._known.read()

    def _measure(self) -> None:
        CACHE.mkdir(parents=True, exist_ok=True)
        settings = CACHE / "coverage.ini"
        lines = (
            "[run]",
            f"source = {ROOT / 'pipeline'}",
            f"data_file = {self._data}",
            "dynamic_context = test_function",
        )
        settings.write_text("\n".join(lines))
        command = [
            sys.executable,
            "-m",
            "coverage",
            "run",
            f"--rcfile={settings}",
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            *TESTS,
        ]
        run = subprocess.run(command, cwd=ROOT, check=False)
        if not self._data.exists():
            raise SystemExit(f"the tests could not be measured (exit code {run.returncode})")

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The fast tests that run a fault's line; of a line that is run at import, all that run its file."""
        by_line = self._known.contexts_by_lineno(str(mutant.path))
        contexts = {name for name in by_line.get(mutant.line, ()) if name}
        if not contexts and "" in by_line.get(mutant.line, ()):
            contexts = {name for names in by_line.values() for name in names if name}
        return sorted(filter(None, map(_node_of, contexts)))


def _node_of(context: str) -> str:
    """Pytest's name of a test function: `tests.unit.x.test_y.test_z` is `tests/unit/x/test_y.py::test_z`."""
    module, _, name = context.rpartition(".")
    path = Path(*module.split(".")).with_suffix(".py")
    return f"{path}::{name}" if path.parts[:1] == ("tests",) and (ROOT / path).is_file() else ""


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports one module with a fault in it, without touching a file."""

    def __init__(self, mutant: Mutant) -> None:
        parts = mutant.path.relative_to(ROOT).with_suffix("").parts
        self._name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self._mutant = mutant
        self._source = mutant.source()

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._mutant.path, loader=self)

    def get_source(self, fullname: str) -> str:
        return self._source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, str(self._mutant.path), "exec")


def _attempt(mutant: Mutant, runs: Sequence[Sequence[str]]) -> int:
    """In a process of its own, which imports the package anew: 0 if all runs of tests pass with the fault."""
    import pytest

    signal.alarm(SECONDS)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    sys.meta_path.insert(0, _Mutated(mutant))
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(CACHE / "hypothesis")
    options = ["-x", "-q", "-p", "no:cacheprovider", "--no-header"]
    return int(any(pytest.main([*options, *tests]) != 0 for tests in runs if tests))


def main() -> int:
    """Try a sample and print what survived."""
    parser = argparse.ArgumentParser(description="Put faults into the code and see whether a test notices.")
    parser.add_argument("packages", nargs="*", default=list(SLOW_TESTS), help="packages of pipeline/")
    parser.add_argument("--sample", type=int, default=200, help="how many faults are tried (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another sample")
    parser.add_argument("--minutes", type=float, default=30, help="stop trying after so long (default: 30)")
    parser.add_argument("--jobs", type=int, default=2, help="faults tried at once")
    parser.add_argument("--reuse", action="store_true", help="take the coverage of the last run")
    options = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    # Every fault is tried in a fork of this process: what is imported here is not imported again.
    import_module("pytest")
    coverage = Coverage(is_fresh=not options.reuse)
    files = sorted(path for name in options.packages for path in (ROOT / "pipeline" / name).rglob("*.py"))
    mutants = [mutant for path in files for mutant in find_mutants(path)]
    sample = random.Random(options.seed).sample(mutants, min(options.sample, len(mutants)))
    print(f"{len(mutants)} faults can be put into {len(files)} modules; {len(sample)} are tried", flush=True)
    control = replace(sample[0], number=-1)
    if not _try_all([control], coverage, jobs=1, until=float("inf"))[0]:
        raise SystemExit(f"the tests of {control.path} fail without any fault, too")
    survivors, tried = _try_all(sample, coverage, jobs=options.jobs, until=time.monotonic() + 60 * options.minutes)
    print(f"killed {tried - len(survivors)} of {tried} ({100 * (tried - len(survivors)) / max(1, tried):.0f} %)")
    return 0


def _try_all(sample: Sequence[Mutant], coverage: Coverage, *, jobs: int, until: float) -> tuple[list[Mutant], int]:
    """Which faults no test noticed, and how many there was time for."""
    waiting, running, survivors, tried = list(reversed(sample)), {}, [], 0
    while running or (waiting and time.monotonic() < until):
        # No threads: a lock that one of them held would stay locked in a fork for ever.
        while waiting and len(running) < jobs and time.monotonic() < until:
            mutant = waiting.pop()
            slow = SLOW_TESTS[mutant.path.relative_to(ROOT / "pipeline").parts[0]]
            child = os.fork()
            if child == 0:
                os._exit(_attempt(mutant, (coverage.tests_of(mutant), slow)))
            running[child] = mutant
        child, status = os.wait()
        mutant, tried = running.pop(child), tried + 1
        if os.waitstatus_to_exitcode(status) == 0:
            survivors.append(mutant)
            print(f"survived: {mutant}" if mutant.number >= 0 else "the tests pass without a fault", flush=True)
    return survivors, tried


if __name__ == "__main__":
    sys.exit(main())
