"""Findings as other tools collect them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from pipeline.quality.findings import Finding
from pipeline.quality.report import FileReport
from pipeline.quality.report_files import reports_to_junit, reports_to_sarif


def finding(severity: str, rule: str, number: int) -> Finding:
    return Finding(
        severity=severity, rule=rule, cue_number=number, start_ms=1_000, message="is <odd> & \x01", value=1.0, limit=2.0
    )


REPORTS = [
    FileReport(
        path="subtitles/talk/talk.pt.srt",
        language="pt",
        cues=2,
        findings=(finding("error", "overlap", 2), finding("warning", "too-fast", 1)),
        cue_lines=(2, 6),
    ),
    FileReport(path="subtitles/talk/talk.en.srt", language="en", cues=2, findings=()),
]


def test_sarif_names_rule_level_file_and_line() -> None:
    value = json.loads(reports_to_sarif(REPORTS))
    run = value["runs"][0]
    assert value["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["overlap", "too-fast"]
    first = run["results"][0]
    assert (first["ruleId"], first["level"]) == ("overlap", "error")
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "subtitles/talk/talk.pt.srt"},
        "region": {"startLine": 6},
    }


def test_junit_fails_where_a_file_has_errors() -> None:
    suite = ET.fromstring(reports_to_junit(REPORTS))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    bad, good = suite.findall("testcase")
    assert bad.find("failure") is not None
    assert "is <odd> &" in bad.findtext("failure", "")
    assert "warning: cue 1" in bad.findtext("system-out", "")
    assert good.find("failure") is None
