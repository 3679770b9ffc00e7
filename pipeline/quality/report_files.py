"""Findings in formats that other tools collect: SARIF 2.1.0 and JUnit XML."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import PurePath

from pipeline import __version__
from pipeline.formats import clean_xml
from pipeline.quality.findings import ERROR, WARNING, Finding
from pipeline.quality.report import FileReport
from pipeline.text import counted
from pipeline.timing import format_timestamp

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {ERROR: "error", WARNING: "warning"}


def reports_to_sarif(reports: Sequence[FileReport]) -> str:
    """All findings as one run of SARIF 2.1.0 (OASIS), which code scanning tools show beside the lines."""
    rules = sorted({finding.rule for report in reports for finding in report.findings})
    results = [_result(report, finding) for report in reports for finding in report.findings]
    driver = {"name": "captions check", "version": __version__, "rules": [{"id": rule} for rule in rules]}
    value = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _result(report: FileReport, finding: Finding) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": PurePath(report.path).as_posix()}}
    if 0 < finding.cue_number <= len(report.cue_lines):
        place["region"] = {"startLine": report.cue_lines[finding.cue_number - 1]}
    return {
        "ruleId": finding.rule,
        "level": _LEVELS.get(finding.severity, "note"),
        "message": {"text": _text(report, finding)},
        "locations": [{"physicalLocation": place}],
    }


def reports_to_junit(reports: Sequence[FileReport]) -> str:
    """A test case a file, which fails where the file has errors: as CI systems collect test results."""
    suite = ET.Element("testsuite", name="captions check", tests=str(len(reports)))
    suite.set("failures", str(sum(bool(report.count(ERROR)) for report in reports)))
    for report in reports:
        case = ET.SubElement(suite, "testcase", name=clean_xml(report.path), classname=report.language)
        errors = [finding for finding in report.findings if finding.severity == ERROR]
        others = [finding for finding in report.findings if finding.severity != ERROR]
        if errors:
            failure = ET.SubElement(case, "failure", message=counted(len(errors), "error"))
            failure.text = "\n".join(clean_xml(_text(report, finding)) for finding in errors)
        if others:
            lines = (clean_xml(f"{finding.severity}: {_text(report, finding)}") for finding in others)
            ET.SubElement(case, "system-out").text = "\n".join(lines)
    ET.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suite, encoding="unicode") + "\n"


def _text(report: FileReport, finding: Finding) -> str:
    time = format_timestamp(max(0, finding.start_ms), separator=".")
    return f"{report.noun} {finding.cue_number} at {time} {finding.message} ({finding.rule})"
