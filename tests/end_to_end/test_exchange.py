"""Sentences go out to translators' own tools and come back, merged like any edit."""

from __future__ import annotations

import csv
import io
import itertools
import json
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import openpyxl
import polib
import pytest

from tests.builders import TestWorkspace

X1 = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
X2 = {"x": "urn:oasis:names:tc:xliff:document:2.0"}


def flat(text: str) -> str:
    return " ".join(text.split())


def export(workspace: TestWorkspace, kind: str, name: str, language: str = "pt") -> Path:
    assert workspace.run("export", "talk", language, "--format", kind, "-o", name) == 0
    return workspace.folder / name


def change_po(path: Path, part: str, text: str, *, is_sure: bool = False) -> None:
    catalogue = polib.pofile(str(path))
    entry = next(one for one in catalogue if part in one.msgid)
    entry.msgstr = text
    if is_sure:
        entry.flags.remove("fuzzy")
    catalogue.save(str(path))


def test_what_was_exported_and_not_touched_changes_nothing(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """In every format, in the spoken language too."""
    before = built.snapshot()
    for kind, name in (("po", "a.po"), ("xliff", "a.xlf"), ("xliff2", "b.xlf"), ("csv", "a.csv"), ("xlsx", "a.xlsx")):
        for language in ("pt", "en"):
            export(built, kind, name, language)
            capsys.readouterr()
            assert built.run("import", name) == 0, capsys.readouterr().err
            assert "0 sentences taken, 0 not taken" in capsys.readouterr().err, name
    assert built.snapshot() == before


def test_a_po_says_what_is_unread_stale_and_how_much_room_there_is(built: TestWorkspace) -> None:
    """Machine text is fuzzy; a stale one has its earlier source; the header names the base."""
    built.edit("national~pt", "nacional")
    assert built.run("build") == 0
    built.edit("national", "nationwide")
    assert built.run("build") == 0
    assert built.run("approve", "talk", "pt", "--by", "Ana", "--cues", "1") == 0
    catalogue = polib.pofile(str(export(built, "po", "a.po")))
    entries = {entry.msgid: entry for entry in catalogue}
    assert catalogue.metadata["Language"] == "pt"
    assert len(catalogue.metadata["X-Captions-Base"]) == 64
    stale = entries["There is no single nationwide score."]
    assert stale.previous_msgid == "There is no single national score."
    assert "stale" in stale.comment
    assert "fuzzy" in stale.flags
    assert "fuzzy" not in entries["China announced the system in 2014."].flags
    assert any(flag.startswith("max-length:") for flag in stale.flags)
    assert len({entry.msgctxt for entry in catalogue}) == len(catalogue)


@pytest.mark.parametrize("kind", ["po", "xliff", "xliff2", "csv", "xlsx"])
def test_a_changed_sentence_comes_back(built: TestWorkspace, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is a person's from then on; what is marked as right is approved under the name that is given."""
    path = export(built, kind, f"a.{'xlf' if kind.startswith('xliff') else kind}")
    new = "Não há = uma pontuação\nnacional única."
    if kind == "po":
        change_po(path, "single", new, is_sure=True)
    elif kind.startswith("xliff"):
        tree = ET.parse(path)
        tree_units(tree, kind, new)
        tree.write(path, encoding="unicode", xml_declaration=True)
    elif kind == "csv":
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        for row in rows:
            if "single" in row[2]:
                row[4], row[5], row[6] = new, "as in the law", "x"
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(rows)
        path.write_text(out.getvalue(), encoding="cp1252")
    else:
        book = openpyxl.load_workbook(path)
        for row in book["captions"].iter_rows(min_row=2):
            if "single" in row[2].value:
                row[4].value, row[5].value, row[6].value = new, "as in the law", "ok"
        book.save(path)
    capsys.readouterr()
    command = ("import", path.name, "--by", "Ana Lima")
    assert built.run(*command) == 0, capsys.readouterr().err
    told = capsys.readouterr().err
    assert "1 sentence taken, 1 approved" in told
    assert ("as in the law" in told) == (kind in {"csv", "xlsx"}), "a note is shown to whoever imports"
    assert "Não há = uma pontuação nacional única." in flat(built.text("pt"))
    assert built.run("build") == 0
    assert "Não há = uma pontuação nacional única." in flat(built.text("pt"))
    capsys.readouterr()
    assert built.run("status", "--json") == 0
    row = next(row for row in json.loads(capsys.readouterr().out) if row["language"] == "pt")
    assert row["edited"] == 1
    assert row["approvals"][0]["by"] == "Ana Lima"


def tree_units(tree: ET.ElementTree[ET.Element[str]], kind: str, new: str) -> None:
    """Change one unit as a tool does."""
    if kind == "xliff":
        unit = next(u for u in tree.iterfind(".//x:trans-unit", X1) if "single" in u.findtext("x:source", "", X1))
        unit.set("approved", "yes")
        target = unit.find("x:target", X1)
    else:
        unit = next(u for u in tree.iterfind(".//x:segment", X2) if "single" in u.findtext("x:source", "", X2))
        unit.set("state", "final")
        target = unit.find("x:target", X2)
    assert target is not None
    target.text = new


def test_a_long_sentence_stays_in_its_time(built: TestWorkspace) -> None:
    """Its cues are cut anew where it needs more of them; all others stay byte for byte."""
    path = export(built, "po", "a.po")
    before = built.cues("pt")
    new = "Cada governo local mantém os seus próprios registros, e eles variam muito, muito mesmo, de um lugar a outro."
    change_po(path, "local government", new)
    assert built.run("import", "a.po") == 0
    after = built.cues("pt")
    assert new in flat(" ".join(cue.text for cue in after))
    places = [at for at, cue in enumerate(before) if "government" in cue.text or "place~pt to~pt" in cue.text]
    untouched = [cue for at, cue in enumerate(before) if not places[0] <= at <= places[-1]]
    assert [cue for cue in after if cue in untouched] == untouched
    assert all(one.end_ms <= other.start_ms for one, other in itertools.pairwise(after))


def test_what_was_corrected_here_meanwhile_stays_and_is_listed(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """An older base merges by sentence; what was not touched outside loses nothing here."""
    path = export(built, "po", "a.po")
    built.edit("single~pt", "única")
    built.edit("Critics~pt", "Os críticos")
    assert built.run("build") == 0
    change_po(path, "single", "Não existe.")
    change_po(path, "Rongcheng", "Em Rongcheng, todos começam com mil pontos.")
    capsys.readouterr()
    assert built.run("import", "a.po") == 1
    told = capsys.readouterr().err
    assert "not taken: “Não existe.”; somebody corrected it here meanwhile" in told
    assert "1 sentence taken, 1 not taken" in told
    text = flat(built.text("pt"))
    assert "única" in text
    assert "Os críticos" in text
    assert "todos começam com mil pontos" in text


def test_a_space_is_a_correction_and_a_line_break_is_none(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is approved is the corrected text."""
    path = export(built, "po", "a.po")
    made = "There~pt is~pt no~pt single~pt national~pt score~pt."
    before = built.snapshot()
    change_po(path, "single", made.replace(" ", "\n"))
    assert built.run("import", "a.po") == 0
    assert built.snapshot() == before
    change_po(path, "single", made.replace("national", "nation al"), is_sure=True)
    capsys.readouterr()
    assert built.run("import", "a.po", "--by", "Ana") == 0
    assert "1 sentence taken, 1 approved" in capsys.readouterr().err
    assert built.run("build") == 0
    assert "nation al~pt" in flat(built.text("pt"))


def test_a_space_that_was_corrected_here_meanwhile_stays(built: TestWorkspace) -> None:
    path = export(built, "po", "a.po")
    built.edit("single~pt", "sin gle~pt")
    change_po(path, "single", "Não existe.")
    assert built.run("import", "a.po") == 1
    assert "sin gle~pt" in flat(built.text("pt"))


def test_a_sentence_whose_source_changed_is_refused_only_if_it_was_worked_on(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """What nobody touched outside is nobody's loss."""
    path = export(built, "po", "a.po")
    built.edit("Rongcheng", "Weihai")
    assert built.run("build") == 0
    capsys.readouterr()
    assert built.run("import", "a.po") == 0
    assert "1 sentence is not in it" in capsys.readouterr().err
    change_po(path, "Rongcheng", "Em Rongcheng, todos começam com mil pontos.")
    assert built.run("import", "a.po") == 1
    assert "its source changed" in capsys.readouterr().err
    assert "Weihai~pt" in built.text("pt")


def test_without_the_kept_export_a_persons_text_stays(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """`build/` may be deleted: then machine text gives way, a person's does not."""
    path = export(built, "po", "a.po")
    for kept in (built.folder / "build" / "exports").iterdir():
        kept.unlink()
    built.edit("single~pt", "única")
    assert built.run("build") == 0
    change_po(path, "Rongcheng", "Em Rongcheng, todos começam com mil pontos.")
    capsys.readouterr()
    assert built.run("import", "a.po") == 1
    told = capsys.readouterr().err
    assert "1 sentence taken, 1 not taken" in told
    assert "única" in built.text("pt")


def test_lost_split_and_unknown_units_are_named(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Also units whose source is another one now, and empty ones; order means nothing."""
    path = export(built, "po", "a.po")
    catalogue = polib.pofile(str(path))
    entries = list(catalogue)
    last = entries[-1]
    catalogue.clear()
    catalogue.extend(reversed(entries[1:-1]))
    catalogue.append(polib.POEntry(msgctxt="0123456789ab", msgid="Gone.", msgstr="Foi."))
    catalogue.append(polib.POEntry(msgctxt=last.msgctxt, msgid=last.msgid, msgstr=""))
    catalogue.save(str(path))
    before = built.snapshot()
    capsys.readouterr()
    assert built.run("import", "a.po") == 1
    told = capsys.readouterr().err
    assert "there is no such sentence any more" in told
    assert "came back empty" in told
    assert "2 sentences are not in it; nothing changes there" in told
    assert built.snapshot() == before


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.po", b"hello", "is not a PO file"),
        ("a.po", b'msgid "a"\nmsgstr "b"\nthis is none\n', "line 3: is not PO there"),
        ("a.xlf", b"<html/>", "is not XLIFF"),
        ("a.xlf", b"<xliff", "not well-formed"),
        ("a.csv", b"one,two\n1,2\n", "no columns"),
        ("a.xlsx", b"PK no", "is no workbook"),
    ],
)
def test_a_damaged_file_is_an_error_and_nothing_changes(
    built: TestWorkspace, name: str, data: bytes, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that names it."""
    (built.folder / name).write_bytes(data)
    before = built.snapshot()
    assert built.run("import", name) == 1
    assert told in capsys.readouterr().err
    assert built.snapshot() == before


def test_formulas_are_text_in_both_directions(built: TestWorkspace) -> None:
    """A cell that begins like one is never calculated."""
    for text in ("=1+1", "-dois", "+três", "@quatro"):
        built.edit("There~pt", text)
        for kind, name in (("csv", "a.csv"), ("xlsx", "a.xlsx")):
            path = export(built, kind, name)
            if kind == "csv":
                assert f"'{text}" in path.read_text(encoding="utf-8-sig")
            else:
                cells = [c for row in openpyxl.load_workbook(path)["captions"].iter_rows() for c in row]
                assert all(cell.data_type != "f" for cell in cells)
                assert any(str(cell.value).startswith(text) for cell in cells)
            assert built.run("import", name) == 0
        assert text in built.text("pt")
        built.edit(text, "There~pt", "pt")


def test_changes_are_listed_accepted_and_declined(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Against the machine's text, or since a commit."""
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(built.folder))
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "one")):
        subprocess.run([*git, *arguments], check=True)
    built.edit("national~pt", "nacional")
    built.edit("Critics~pt", "Os críticos")
    assert built.run("build") == 0
    for since in ((), ("--since", "HEAD")):
        capsys.readouterr()
        assert built.run("changes", "talk", "pt", *since, "--json") == 0
        first, second = json.loads(capsys.readouterr().out)
        assert (first["before"], "nacional" in first["after"]) == (
            "There~pt is~pt no~pt single~pt national~pt score~pt.",
            True,
        )
        assert "Os críticos" in second["after"]
    assert built.run("changes", "talk", "pt", "--accept", "1") == 2
    assert built.run("changes", "talk", "pt", "--accept", "1", "--by", "Ana", "--decline", "2") == 0
    assert "Critics~pt" in built.text("pt")
    assert "nacional" in built.text("pt")
    capsys.readouterr()
    assert built.run("changes", "talk", "pt", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
    assert built.run("changes", "talk", "pt", "--decline", "9") == 2
