"""Documents that benches write: a page of sections, each of which one bench replaces and no other touches."""

from __future__ import annotations

import datetime
import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.files import write_atomic

ROOT = Path(__file__).parents[1]
PERFORMANCE = ROOT / "docs" / "performance.md"
_LIBRARIES = ("torch", "openai-whisper", "faster-whisper", "ctranslate2", "argostranslate", "onnxruntime", "av")
_HEADS = {"performance.md": "# Performance\n\nEvery section is written by the command that it names.\n"}


def write_section(page: Path, key: str, title: str, body: str) -> None:
    """Replace one section of a page, or add it at the end; all others stay as they are.

    Args:
        page: A Markdown file; it is made if it does not exist.
        key: Names the section: letters, digits and dashes.
        title: Its heading.
        body: Markdown below the heading; the machine, versions and date are added below it.
    """
    if not re.fullmatch(r"[a-z0-9-]+", key):
        raise ValueError(f"not a section's key: {key!r}")
    text = page.read_text(encoding="utf-8") if page.exists() else _HEADS.get(page.name, f"# {page.stem.title()}\n")
    section = f"<!-- section {key} -->\n## {title}\n\n{body.strip()}\n\n{describe_run()}\n<!-- end {key} -->\n"
    pattern = re.compile(rf"<!-- section {key} -->\n.*?<!-- end {key} -->\n", re.DOTALL)
    replaced, count = pattern.subn(lambda _: section, text, count=1)
    write_atomic(page, (replaced if count else f"{text.rstrip()}\n\n{section}").encode())


def table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; columns after the first are set to the right."""
    lines = [" | ".join(headers), " | ".join(["---", *(["--:"] * (len(headers) - 1))])]
    lines += [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def describe_run() -> str:
    """Machine, versions and date, in one small paragraph."""
    libraries = ", ".join(f"{name} {found}" for name in _LIBRARIES if (found := _version(name)))
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return f"<sub>{machine()}; Python {platform.python_version()}, {libraries}; {today}</sub>"


def machine() -> str:
    """Processor, its widest vector instructions, cores and memory."""
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        text = cpuinfo.read_text()
        found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
        name = " ".join([found.group(1) if found else name, *_vector_instructions(text)])
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{name}, {cores} cores, {_memory_gib()}, {platform.system()}"


def _vector_instructions(cpuinfo: str) -> list[str]:
    """The sets that decide how fast 8-bit networks run, the widest only."""
    flags = set(re.findall(r"\w+", cpuinfo))
    names = {"amx_int8": "AMX", "avx512_vnni": "AVX-512 VNNI", "avx_vnni": "AVX VNNI", "avx2": "AVX2"}
    widest = next((name for flag, name in names.items() if flag in flags), None)
    return [f"({widest})"] if widest else []


def _memory_gib() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (ValueError, OSError, AttributeError):
        return "memory unknown"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
