"""What other people's parser reads of our exchange files, and what it writes comes back: translate-toolkit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from translate.storage.pypo import pofile
from translate.storage.tmx import tmxfile
from translate.storage.xliff import xlifffile

from tests.builders import TestWorkspace

NEW = "Não há = uma pontuação nacional única."


def export(workspace: TestWorkspace, kind: str, name: str) -> Path:
    assert workspace.run("export", "talk", "pt", "--format", kind, "-o", name) == 0
    return workspace.folder / name


def test_a_foreign_parser_reads_our_xliff(built: TestWorkspace) -> None:
    """Every unit under its key, with languages, states, room and our notes; there is nothing that it cannot place."""
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--cues", "1") == 0
    store = xlifffile.parsefile(str(export(built, "xliff", "a.xlf")))
    assert (store.getsourcelanguage(), store.gettargetlanguage()) == ("en", "pt")
    units = [unit for unit in store.units if not unit.isheader()]
    machine = json.loads((built.folder / "subtitles/talk/machine/pt.json").read_text())
    assert [unit.source for unit in units] == [row["source"] for row in machine["sentences"]]
    assert len({unit.getid() for unit in units}) == len(units)
    assert [unit.isapproved() for unit in units] == [True, *[False] * (len(units) - 1)]
    assert all(unit.isreview() for unit in units[1:])
    assert all("characters" in unit.getnotes() for unit in units)


@pytest.mark.parametrize("kind", ["xliff", "po"])
def test_what_a_foreign_tool_writes_is_taken(
    built: TestWorkspace, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text, and a note on it, which is kept on the caption for the desk and the queue."""
    path = export(built, kind, "a.po" if kind == "po" else "a.xlf")
    store = pofile.parsefile(str(path)) if kind == "po" else xlifffile.parsefile(str(path))
    unit = next(unit for unit in store.units if "no single national score" in unit.source)
    unit.target = NEW
    unit.addnote("Is “score” the law's word?", origin="translator")
    if kind == "po":
        unit.markfuzzy(False)
    store.savefile(str(path))
    for _ in range(2):  # the second time nothing is new
        assert built.run("import", path.name, "--by", "Ana") == 0, capsys.readouterr().err
    assert NEW in " ".join(built.text("pt").split())
    (note,) = json.loads((built.folder / "subtitles/talk/notes.json").read_text())["notes"]
    assert (note["language"], note["text"], note["by"]) == ("pt", "Is “score” the law's word?", "Ana")
    capsys.readouterr()
    assert built.run("review", "--language", "pt", "--json") == 0
    (queue,) = json.loads(capsys.readouterr().out)
    assert [item["kind"] for item in queue["items"] if "law's word" in item["reasons"][0]] == ["note"]
    assert built.run("status") == 0
    assert "1 open note;" in capsys.readouterr().err


def test_a_foreign_parser_reads_our_po(built: TestWorkspace) -> None:
    """What nobody read is fuzzy; a stale unit has what it was written for."""
    built.edit("national~pt", "nacional")
    assert built.run("build") == 0
    built.edit("national", "nationwide")
    assert built.run("build") == 0
    store = pofile.parsefile(str(export(built, "po", "a.po")))
    units = [unit for unit in store.units if not unit.isheader()]
    stale = next(unit for unit in units if "nationwide" in unit.source)
    assert stale.prev_source == "There is no single national score."
    assert stale.isfuzzy()
    assert len({unit.getcontext() for unit in units}) == len(units)


def test_a_foreign_parser_reads_our_tmx(built: TestWorkspace) -> None:
    """Both languages of each remembered sentence."""
    assert built.run("approve", "talk", "pt", "--by", "Ana Lima") == 0
    assert built.run("memory", "export", "-o", "out.tmx") == 0
    with (built.folder / "out.tmx").open("rb") as file:
        store = tmxfile(file, sourcelanguage="en", targetlanguage="pt")
    machine = json.loads((built.folder / "subtitles/talk/machine/pt.json").read_text())
    expected = {(row["source"], row["text"]) for row in machine["sentences"]}
    assert {(unit.source, unit.target) for unit in store.units} == expected
