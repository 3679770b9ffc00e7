"""Findings as people, scripts and pull requests read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.dataclass import dataclass
from pipeline.errors import one_line
from pipeline.quality.findings import ERROR, SEVERITIES, WARNING, Finding
from pipeline.text import counted
from pipeline.timing import format_timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What was found in one file."""

    path: str
    language: str
    cues: int
    """How many; of a file of details, its chapters."""
    findings: tuple[Finding, ...]
    cue_lines: tuple[int, ...] = ()
    """The line of each cue's times in the file, counted from 1; empty where that is not known."""
    notes: tuple[str, ...] = ()
    """What was read differently from how it stands in the file, one line a cause."""
    kind: str = "captions"
    """Or `details`: title, description and chapters."""

    @property
    def noun(self) -> str:
        """What its parts are called."""
        return "chapter" if self.kind == "details" else "cue"

    def count(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self.findings)


def report_rows(report: FileReport) -> list[tuple[str, ...]]:
    """A row for each finding: cue, time, severity, rule, what is wrong."""
    return [
        (
            str(finding.cue_number or "–"),
            _time(finding.start_ms) if finding.cue_number else "",
            finding.severity,
            finding.rule,
            finding.message,
        )
        for finding in report.findings
    ]


def summary_rows(reports: Iterable[FileReport]) -> list[tuple[str, ...]]:
    """A row for each rule that was broken, the worst first: severity, rule, findings, files."""
    found: Counter[tuple[str, str]] = Counter()
    files: Counter[tuple[str, str]] = Counter()
    for report in reports:
        broken = Counter((finding.severity, finding.rule) for finding in report.findings)
        found.update(broken)
        files.update(broken.keys())
    rules = sorted(found, key=lambda rule: (SEVERITIES.index(rule[0]), -found[rule], rule[1]))
    return [(severity, name, str(found[severity, name]), str(files[severity, name])) for severity, name in rules]


def headline(report: FileReport) -> str:
    """One line for a file: how many cues, and how many findings of each severity."""
    counts = ", ".join(_counted(report.count(severity), severity) for severity in SEVERITIES)
    return f"{one_line(report.path)} ({report.language}): {_counted(report.cues, report.noun)}, {counts}"


def report_to_json(report: FileReport) -> dict[str, Any]:
    """One file's findings as a JSON object."""
    return {
        "path": report.path,
        "kind": report.kind,
        "language": report.language,
        "cues": report.cues,
        "errors": report.count(ERROR),
        "warnings": report.count(WARNING),
        "notes": list(report.notes),
        "findings": [
            {
                "severity": finding.severity,
                "rule": finding.rule,
                "cue": finding.cue_number,
                "start_ms": finding.start_ms,
                "value": finding.value,
                "limit": finding.limit,
                "message": finding.message,
            }
            for finding in report.findings
        ],
    }


def report_to_github(report: FileReport) -> Iterable[str]:
    """One workflow command for each finding, which GitHub shows beside the line.

    Data and properties are escaped as GitHub's toolkit does it (`%`, CR, LF; in properties `:` and `,` too).
    """
    kinds = {ERROR: "error", WARNING: "warning"}
    for finding in report.findings:
        place = f"file={_property(report.path)}"
        if 0 < finding.cue_number <= len(report.cue_lines):
            place += f",line={report.cue_lines[finding.cue_number - 1]}"
        where = f"{report.noun} {finding.cue_number} at {_time(finding.start_ms)} " if finding.cue_number else ""
        text = where + finding.message
        yield f"::{kinds.get(finding.severity, 'notice')} {place},title={_property(finding.rule)}::{_escape(text)}"


def find_cue_lines(data: bytes, cues: Sequence[object]) -> tuple[int, ...]:
    """The lines of a SubRip file that hold the cues' times, or nothing if they do not match the cues."""
    lines = tuple(number for number, line in enumerate(data.splitlines(), start=1) if b"-->" in line)
    return lines if len(lines) == len(cues) else ()


def _time(time_ms: int) -> str:
    return format_timestamp(max(0, time_ms), separator=".")


def _counted(count: int, noun: str) -> str:
    return counted(count, noun, "style" if noun == "style" else "")


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
