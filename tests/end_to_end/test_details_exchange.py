"""Title, description and chapters go out to translators' own tools with the sentences, and come back like any edit."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import openpyxl
import polib
import pytest

from pipeline.build import details_exchange, details_shown
from pipeline.records import Approval
from pipeline.workspace import Workspace, load_field_approvals
from tests.builders import TestWorkspace
from tests.end_to_end.test_details import TALK, edit, path, read, record, write
from tests.end_to_end.test_exchange import X1, X2, export

LINES = """\
title = "Points for everyone"
description = \"\"\"
A city counts points. Nobody knows how.

- one line
- another line\"\"\"

[[chapters]]
start = "0:00"
title = "Opening"

[[chapters]]
start = "0:10"
title = "Opening"
"""
KINDS = {"po": "a.po", "xliff": "a.xlf", "xliff2": "b.xlf", "csv": "a.csv", "xlsx": "a.xlsx"}


@pytest.fixture
def detailed(built: TestWorkspace) -> TestWorkspace:
    """A video with captions and details in two languages."""
    write(built, LINES)
    assert built.run("build") == 0
    return built


def change(file: Path, texts: dict[str, str], *, is_right: bool = False) -> None:
    """Write other texts for some fields, by a part of their source, as a translator's tool does."""
    change_po(file, texts, is_right=is_right) if file.suffix == ".po" else {
        ".xlf": change_xliff,
        ".csv": change_csv,
        ".xlsx": change_xlsx,
    }[file.suffix](file, texts)


def change_po(file: Path, texts: dict[str, str], *, is_right: bool = False) -> None:
    catalogue = polib.pofile(str(file))
    for part, text in texts.items():
        entry = next(one for one in catalogue if part in one.msgid and "-" in one.msgctxt)
        entry.msgstr = text
        if is_right and "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
    catalogue.save(str(file))


def change_xliff(file: Path, texts: dict[str, str]) -> None:
    tree = ET.parse(file)
    for part, text in texts.items():
        for path_, names in ((".//x:trans-unit", X1), (".//x:segment", X2)):
            for unit in tree.iterfind(path_, names):
                target = unit.find("x:target", names)
                if part in (unit.findtext("x:source", "", names) or "") and target is not None:
                    target.text = text
    tree.write(file, encoding="unicode", xml_declaration=True)


def change_csv(file: Path, texts: dict[str, str]) -> None:
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    for part, text in texts.items():
        for row in rows[1:]:
            row[4] = text if part in row[2] else row[4]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    file.write_text(out.getvalue(), encoding="utf-8-sig", newline="")


def change_xlsx(file: Path, texts: dict[str, str]) -> None:
    book = openpyxl.load_workbook(file)
    for part, text in texts.items():
        for row in book["captions"].iter_rows(min_row=2):
            row[4].value = text if part in row[2].value else row[4].value
    book.save(file)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_exported_and_not_touched_changes_nothing(
    detailed: TestWorkspace, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the spoken language, too; a description keeps its lines."""
    edit(detailed, "another~pt line~pt", "outra linha = aqui")
    assert detailed.run("build") == 0
    before = detailed.snapshot()
    for language in ("pt", "en"):
        file = export(detailed, kind, KINDS[kind], language)
        assert "5 fields" in capsys.readouterr().err
        assert detailed.run("import", file.name) == 0, capsys.readouterr().err
        assert "0 sentences taken, 0 not taken" in capsys.readouterr().err
    assert detailed.snapshot() == before


@pytest.mark.parametrize("kind", KINDS)
def test_changed_fields_come_back_with_changed_sentences(
    detailed: TestWorkspace, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are a person's from then on, and the next build finds nothing to do about them."""
    file = export(detailed, kind, KINDS[kind])
    change(file, {"Points for": 'Pontos "para" todos', "one line": "- = uma\n- duas"})
    capsys.readouterr()
    assert detailed.run("import", file.name) == 0, capsys.readouterr().err
    told = capsys.readouterr().err
    assert "0 sentences and 2 fields taken, 0 not taken" in told
    assert "talk.pt.toml: 2 fields changed" in told
    details = read(detailed)
    assert details.title == 'Pontos "para" todos'
    assert details.description.split("\n\n")[1] == "- = uma\n- duas"
    written = path(detailed).read_bytes()
    assert detailed.run("build") == 0
    assert path(detailed).read_bytes() == written
    assert [one.text for one in record(detailed).edits] == ['Pontos "para" todos', "- = uma\n- duas"]


def test_a_po_says_of_a_field_what_it_says_of_a_sentence(detailed: TestWorkspace) -> None:
    """Its name where a sentence has its time, and what a stale one was written for; no two have one key."""
    edit(detailed, "Points~pt for~pt everyone~pt", "Pontos para todos")
    assert detailed.run("build") == 0
    write(detailed, LINES.replace("Points for everyone", "Points for nobody"))
    assert detailed.run("build") == 0
    catalogue = polib.pofile(str(export(detailed, "po", "a.po")))
    fields = [entry for entry in catalogue if re.match("title|description|chapter", entry.msgctxt)]
    names = [entry.comment.split("\n")[0] for entry in fields]
    assert names == ["title, up to 100 characters", "description 1", "description 2", "chapter 0:00", "chapter 0:10"]
    title = fields[0]
    assert (title.msgid, title.previous_msgid) == ("Points for nobody", "Points for everyone")
    assert (title.msgstr, "fuzzy" in title.flags) == ("Pontos para todos", True)
    assert len({entry.msgctxt for entry in catalogue}) == len(catalogue)


@pytest.mark.parametrize("kind", ["xliff", "xliff2"])
def test_an_xliff_says_that_the_lines_of_a_paragraph_stay(detailed: TestWorkspace, kind: str) -> None:
    """A tool may make one line of any other unit, and a field has no time to fit into."""
    text = export(detailed, kind, KINDS[kind]).read_text("utf-8")
    (unit,) = re.findall(r'<(?:trans-)?unit id="([a-z]+)-[^>]*xml:space="preserve">', text)
    assert unit == "description"
    assert not re.findall(r'id="chapter-[^>]*maxwidth', text)


def test_two_chapters_of_one_title_are_told_apart(detailed: TestWorkspace) -> None:
    """By their order; where they begin means nothing."""
    file = export(detailed, "po", "a.po")
    catalogue = polib.pofile(str(file))
    second = [entry for entry in catalogue if entry.msgid == "Opening"][1]
    second.msgstr = "Outra abertura"
    catalogue.save(str(file))
    assert detailed.run("import", "a.po") == 0
    assert [one.title for one in read(detailed).chapters] == ["Opening~pt", "Outra abertura"]


def test_what_was_corrected_here_meanwhile_stays_and_is_listed(
    detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the captions are the same, and were exported again since."""
    file = export(detailed, "po", "a.po")
    edit(detailed, "Points~pt for~pt everyone~pt", "Pontos para todos")
    export(detailed, "po", "later.po")
    change(file, {"one line": "- uma\n- duas"})
    capsys.readouterr()
    assert detailed.run("import", "a.po") == 0, capsys.readouterr().err
    assert read(detailed).title == "Pontos para todos", "what came back untouched is no correction"
    change(file, {"Points for": "Pontos de todos"})
    assert detailed.run("import", "a.po") == 1
    told = capsys.readouterr().err
    assert "not taken: “Pontos de todos”; somebody corrected it here meanwhile, which stays" in told
    assert "stands: “Pontos para todos”" in told
    assert read(detailed).title == "Pontos para todos"


def test_without_the_kept_export_a_persons_field_stays(detailed: TestWorkspace) -> None:
    """`build/` may be deleted: then machine text gives way, a person's does not."""
    file = export(detailed, "po", "a.po")
    for kept in (detailed.folder / "build" / "exports").iterdir():
        kept.unlink()
    edit(detailed, "Points~pt for~pt everyone~pt", "Pontos para todos")
    assert detailed.run("build") == 0
    change(file, {"Points for": "Pontos de todos", "one line": "- uma\n- duas"})
    assert detailed.run("import", "a.po") == 1
    assert read(detailed).title == "Pontos para todos"
    assert read(detailed).description.endswith("- uma\n- duas")


def test_unknown_doubled_and_empty_fields_are_named(
    detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """One whose source is another now is unknown, too; what is not there stays as it is."""
    file = export(detailed, "po", "a.po")
    catalogue = polib.pofile(str(file))
    title = next(entry for entry in catalogue if entry.msgctxt.startswith("title-"))
    chapters = [entry for entry in catalogue if entry.msgctxt.startswith("chapter-")]
    catalogue.remove(chapters[1])
    chapters[0].msgstr = ""
    catalogue.append(polib.POEntry(msgctxt=title.msgctxt, msgid=title.msgid, msgstr="Pontos"))
    catalogue.append(polib.POEntry(msgctxt="chapter-0123456789ab", msgid="Gone", msgstr="Foi"))
    catalogue.append(polib.POEntry(msgctxt="title-../../x", msgid="Gone", msgstr="Fora"))
    catalogue.save(str(file))
    before = detailed.snapshot()
    capsys.readouterr()
    assert detailed.run("import", "a.po") == 1
    told = capsys.readouterr().err
    assert "this field came back twice" in told
    assert "“Foi”; there is no such field any more" in told
    assert "“Fora”; there is no such sentence any more" in told
    assert "came back empty; to take a field out, empty it in its file" in told
    assert "0 sentences taken, 4 not taken" in told
    assert detailed.snapshot() == before


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("one\ntwo", "one two"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ('"""\n[[chapters]]\nstart = "0:05"', '""" [[chapters]] start = "0:05"'),
        ("\\u0000 \\", "\\u0000 \\"),
    ],
    ids=["lines", "control characters", "statements", "escapes"],
)
def test_a_hostile_title_is_a_text(detailed: TestWorkspace, text: str, title: str) -> None:
    """Whatever it holds, it is no statement of the file, which stays legal."""
    file = export(detailed, "csv", "a.csv")
    change(file, {"Points for": text})
    assert detailed.run("import", "a.csv") == 0
    assert read(detailed).title == title
    assert len(read(detailed).chapters) == 2
    assert detailed.run("build") == 0
    assert read(detailed).title == title


def test_what_is_marked_as_right_is_approved(detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Also as it was; it holds after the next build, and the approvals that others gave stay."""
    assert detailed.run("approve", "talk", "pt", "--by", "Rui") == 0
    file = export(detailed, "po", "a.po")
    change(file, {"Points for": "Pontos para todos", "A city": "A~pt city~pt"}, is_right=True)
    capsys.readouterr()
    assert detailed.run("import", "a.po", "--by", "Ana Lima") == 0, capsys.readouterr().err
    assert detailed.run("build") == 0
    rows = load_field_approvals(Workspace(detailed.folder), "talk")
    mine = {(row.text, row.source) for row in rows if row.by == "Ana Lima"}
    assert ("Pontos para todos", "Points for everyone") in mine
    assert [row for row in rows if row.by == "Rui"]
    again = polib.pofile(str(export(detailed, "po", "a.po")))
    title = next(entry for entry in again if entry.msgctxt.startswith("title-"))
    assert "fuzzy" not in title.flags


def test_an_approved_field_is_no_longer_stale(detailed: TestWorkspace) -> None:
    """Who says in their tool that it is right as it is need not say so again."""
    edit(detailed, "Points~pt for~pt everyone~pt", "Pontos para todos")
    assert detailed.run("build") == 0
    write(detailed, LINES.replace("Points for everyone", "Points for nobody"))
    assert detailed.run("build") == 0
    assert record(detailed).edits[0].is_waiting
    file = export(detailed, "po", "a.po")
    change(file, {"Points for": "Pontos para todos"}, is_right=True)
    assert detailed.run("import", "a.po", "--by", "Ana Lima") == 0
    assert not record(detailed).edits[0].is_waiting


def cut_otherwise(workspace: TestWorkspace) -> None:
    """Write a description with other paragraphs than the machine's."""
    text = path(workspace).read_text("utf-8")
    start, end = text.index('description = """'), text.index("[[chapters]]")
    path(workspace).write_text(f'{text[:start]}description = """\nUm.\n\nDois.\n\nTrês."""\n\n{text[end:]}', "utf-8")
    assert workspace.run("build") == 0


def test_a_description_that_a_person_cut_otherwise_goes_as_a_whole(detailed: TestWorkspace) -> None:
    """It counts as one field: there is no telling which of its paragraphs stands for which."""
    cut_otherwise(detailed)
    file = export(detailed, "po", "a.po")
    whole = [entry for entry in polib.pofile(str(file)) if entry.msgctxt.startswith("description-")]
    assert [entry.msgstr for entry in whole] == ["Um.\n\nDois.\n\nTrês."]
    change(file, {"A city": "Um.\n\nQuatro."})
    assert detailed.run("import", "a.po") == 0
    assert detailed.run("build") == 0
    assert read(detailed).description == "Um.\n\nQuatro."


def test_a_whole_description_that_is_approved_is_no_longer_stale(detailed: TestWorkspace) -> None:
    """Its paragraphs are approved one by one; together they settle it."""
    cut_otherwise(detailed)
    write(detailed, LINES.replace("A city counts", "A town counts"))
    assert detailed.run("build") == 0
    assert record(detailed).edits[0].is_waiting
    file = export(detailed, "po", "a.po")
    change(file, {"A town": "Um.\n\nDois.\n\nTrês."}, is_right=True)
    assert detailed.run("import", "a.po", "--by", "Ana Lima") == 0
    assert not record(detailed).edits[0].is_waiting


def test_a_space_in_a_field_is_a_correction_and_a_line_break_is_none(
    detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    file = export(detailed, "po", "a.po")
    change(file, {"Points for": "Points~pt\nfor~pt  everyone~pt", "one line": "- one~pt line~pt - another~pt line~pt"})
    before = detailed.snapshot()
    assert detailed.run("import", "a.po") == 0, capsys.readouterr().err
    assert detailed.snapshot() == before
    change(file, {"Points for": "Points~pt for~pt every one~pt"})
    assert detailed.run("import", "a.po") == 0
    assert detailed.run("build") == 0
    assert read(detailed).title == "Points~pt for~pt every one~pt"


@pytest.mark.parametrize(("name", "broken"), [("talk.pt.toml", 'title = "no end\n'), ("pt.details.json", "{")])
def test_a_broken_file_of_details_stops_no_sentence(
    detailed: TestWorkspace, capsys: pytest.CaptureFixture[str], name: str, broken: str
) -> None:
    """What cannot be read does not go out, and that is said; what comes back for it changes nothing at all."""
    file = export(detailed, "po", "a.po")
    change(file, {"Points for": "Pontos para todos"})
    (damaged,) = (detailed.folder / "subtitles").rglob(name)
    damaged.write_text(broken, "utf-8")
    capsys.readouterr()
    later = export(detailed, "po", "later.po")
    told = capsys.readouterr().err
    assert name in told
    assert "field" not in told.splitlines()[-1]
    assert detailed.run("import", later.name) == 0
    before = detailed.snapshot()
    assert detailed.run("import", "a.po") == 1
    assert detailed.snapshot() == before


def test_without_the_machines_record_a_build_comes_first(
    detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the fields stand for is not known; that is the reason that is given."""
    file = export(detailed, "po", "a.po")
    change(file, {"Points for": "Pontos para todos"})
    Workspace(detailed.folder).details_record_path("talk", "pt").unlink()
    capsys.readouterr()
    assert detailed.run("import", "a.po") == 1
    told = capsys.readouterr().err
    assert "“Pontos para todos”; the machine's record of title, description and chapters is lost" in told
    assert "captions build makes it again" in told
    assert detailed.run("build") == 0
    assert detailed.run("import", "a.po") == 0
    assert read(detailed).title == "Pontos para todos"


def test_a_file_that_is_saved_meanwhile_is_not_written_over(
    detailed: TestWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also one saved right after it was read first."""
    file = export(detailed, "po", "a.po")
    change(file, {"Points for": "Pontos para todos"})

    def save_meanwhile(workspace: Workspace, video: str) -> tuple[Approval, ...]:
        text = path(detailed).read_text("utf-8").replace("another~pt line~pt", "outra linha")
        path(detailed).write_text(text, "utf-8")
        return tuple(load_field_approvals(workspace, video))

    monkeypatch.setattr(details_shown, "load_field_approvals", save_meanwhile)
    assert detailed.run("import", "a.po") == 1
    assert "talk.pt.toml: was saved by somebody else at the same moment" in capsys.readouterr().err
    assert read(detailed).title == "Points~pt for~pt everyone~pt"
    assert read(detailed).description.endswith("outra linha")


@pytest.mark.parametrize("trouble", ["details", "notes"])
def test_what_cannot_be_taken_whole_is_not_taken_by_half(
    detailed: TestWorkspace, trouble: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Captions are written only where the fields and notes beside them can be; the same file again does all of it."""
    file = export(detailed, "po", "a.po")
    change(file, {"Points for": "Pontos para todos"})
    catalogue = polib.pofile(str(file))
    entry = next(one for one in catalogue if "-" not in one.msgctxt)
    entry.msgstr, entry.tcomment = "A China anunciou o sistema em 2014.", "ask Ana"
    catalogue.save(str(file))
    notes = Workspace(detailed.folder).notes_path("talk")
    if trouble == "details":
        saved = path(detailed).read_bytes() + b"\n# Rui saves it meanwhile\n"
        monkeypatch.setattr(details_exchange, "details_text", lambda *_, **__: str(path(detailed).write_bytes(saved)))
    else:
        notes.write_text("{")
    before = detailed.text("pt")
    assert detailed.run("import", "a.po") == 1
    assert detailed.text("pt") == before
    monkeypatch.undo()
    notes.unlink(missing_ok=True)
    assert detailed.run("import", "a.po") == 0, capsys.readouterr().err
    assert "A China anunciou" in detailed.text("pt")
    assert read(detailed).title == "Pontos para todos"
    assert "ask Ana" in notes.read_text("utf-8")


def test_a_report_names_the_file_of_the_fields(detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Where one was changed."""
    file = export(detailed, "po", "a.po")
    for text, name in (("Pontos para todos", "talk.pt.toml"), ("Pontos para todos", None)):
        change(file, {"Points for": text})
        capsys.readouterr()
        assert detailed.run("import", "a.po", "--json") == 0
        found = json.loads(capsys.readouterr().out)
        assert found["path"].endswith("talk.pt.srt")
        assert (found["details_path"] and Path(found["details_path"]).name) == name


def test_a_comment_of_a_person_stays_in_the_file(detailed: TestWorkspace) -> None:
    edit(detailed, "title =", "# Ana: ask the author\ntitle =")
    file = export(detailed, "po", "a.po")
    change(file, {"Points for": "Pontos para todos"})
    assert detailed.run("import", "a.po") == 0
    assert "# Ana: ask the author\ntitle =" in path(detailed).read_text("utf-8")


def test_a_video_without_details_has_no_fields(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is said of them, and the base is the caption file's, as before."""
    file = export(built, "po", "a.po")
    assert "field" not in capsys.readouterr().err
    assert all(re.fullmatch("[0-9a-f]{12}(-[0-9]+)?", entry.msgctxt) for entry in polib.pofile(str(file)))
    write(built, TALK)
    assert built.run("build") == 0
    assert built.run("import", "a.po") == 0
