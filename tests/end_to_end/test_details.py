"""Title, description and chapters: from the video's file into every language, corrected by people, kept up to date."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import Plan, make_bundle_input, shown_fields
from pipeline.errors import InputError
from pipeline.formats import details_record_from_json, read_details
from pipeline.model import Chapter, Details
from pipeline.records import DetailsRecord
from pipeline.translation.engines.scripted import ScriptedTranslator
from pipeline.workspace import (
    Workspace,
    load_approvals,
    load_config,
    load_details_record,
    load_field_approvals,
    video_index,
)
from tests.builders import TestWorkspace
from tests.end_to_end.test_plan import RELAY, Run, plan_of

TALK = """\
title = "Points for everyone"
description = \"\"\"
A city counts points. Nobody knows how.

See https://example.org for more.\"\"\"

[[chapters]]
start = "0:00"
title = "Opening"

[[chapters]]
start = "0:10"
title = "The points"
"""


def write(workspace: TestWorkspace, text: str, name: str = "talk.toml") -> None:
    (workspace.folder / "media" / name).write_text(text, encoding="utf-8")


def delivered(workspace: TestWorkspace) -> tuple[dict[str, Details], tuple[str, ...]]:
    source, notes = make_bundle_input(Plan.of(load_config(workspace.folder)), "talk")
    return dict(source.details), notes


def test_without_the_file_nothing_is_delivered(built: TestWorkspace) -> None:
    assert delivered(built) == ({}, ())


def test_the_file_moves_with_its_video(built: TestWorkspace) -> None:
    write(built, TALK)
    assert built.run("build") == 0
    assert built.run("rename", "talk", "points") == 0
    assert (built.folder / "media" / "points.toml").read_text(encoding="utf-8") == TALK
    assert not (built.folder / "media" / "talk.toml").exists()


def test_a_name_that_is_taken_is_refused_before_anything_moves(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    write(built, TALK)
    write(built, TALK, "points.toml")
    assert built.run("rename", "talk", "points") == 1
    assert "points.toml: is there already" in capsys.readouterr().err
    assert (built.folder / "media" / "talk.wav").exists()


def test_the_bundle_has_what_lies_beside_the_captions(built: TestWorkspace) -> None:
    write(built, TALK)
    assert built.run("build") == 0
    details, notes = delivered(built)
    assert notes == ()
    assert details["en"].chapters == (Chapter(0, "Opening"), Chapter(10, "The points"))


@pytest.fixture
def detailed(built: TestWorkspace) -> TestWorkspace:
    """A video with captions and details in its language and in Portuguese."""
    write(built, TALK)
    assert built.run("build") == 0
    return built


def test_the_bundle_says_which_details_a_machine_translated(detailed: TestWorkspace) -> None:
    """Until a person wrote all of them anew; the spoken language's are nobody's translation."""
    source, _ = make_bundle_input(Plan.of(load_config(detailed.folder)), "talk")
    assert source.machine_details == {"pt"}
    path = detailed.folder / "subtitles" / "talk" / "talk.pt.toml"
    path.write_text('title = "Meu próprio título"\n', encoding="utf-8")
    assert detailed.run("build") == 0
    source, _ = make_bundle_input(Plan.of(load_config(detailed.folder)), "talk")
    assert source.machine_details == set()
    assert source.details["pt"].title == "Meu próprio título"


def path(workspace: TestWorkspace, language: str = "pt") -> Path:
    return workspace.folder / "subtitles" / "talk" / f"talk.{language}.toml"


def read(workspace: TestWorkspace, language: str = "pt") -> Details:
    return read_details(path(workspace, language).read_text(encoding="utf-8"), "talk.toml")


def edit(workspace: TestWorkspace, old: str, new: str, language: str = "pt") -> None:
    text = path(workspace, language).read_text(encoding="utf-8")
    assert old in text, text
    path(workspace, language).write_text(text.replace(old, new), encoding="utf-8")


def record(workspace: TestWorkspace, language: str = "pt") -> DetailsRecord:
    found = load_details_record(Workspace(workspace.folder), "talk", language)
    assert found is not None
    return found


def test_each_language_has_a_file(detailed: TestWorkspace) -> None:
    assert read(detailed, "en") == read_details(TALK, "talk.toml")
    made = read(detailed)
    assert made.title == "Points~pt for~pt everyone~pt"
    assert "counts~pt points~pt. Nobody~pt" in made.description
    assert "https://example.org" in made.description
    assert made.description.count("\n\n") == 1
    assert [chapter.title for chapter in made.chapters] == ["Opening~pt", "The~pt points~pt"]
    assert '# [en] Points for everyone\ntitle = "Points~pt' in path(detailed).read_text(encoding="utf-8")


def test_nothing_is_made_without_the_file(built: TestWorkspace) -> None:
    assert not list((built.folder / "subtitles").rglob("*.toml"))
    assert not list((built.folder / "subtitles").rglob("*.details.json"))


def test_a_second_build_changes_nothing(detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = detailed.snapshot()
    capsys.readouterr()
    assert detailed.run("build") == 0
    assert "all is current" in capsys.readouterr().err
    assert detailed.snapshot() == before


def test_a_correction_stays_and_is_stale_when_the_source_changes(
    detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(detailed, "Points~pt for~pt everyone~pt", "Pontos para todos")
    edit(detailed, "The~pt points~pt", "Os pontos")
    assert detailed.run("build") == 0
    assert read(detailed).title == "Pontos para todos"
    assert [one.state for one in record(detailed).edits] == ["edited", "edited"]
    write(detailed, TALK.replace("for everyone", "for all").replace("Opening", "Beginning"))
    capsys.readouterr()
    assert detailed.run("build") == 0
    made = read(detailed)
    assert made.title == "Pontos para todos"
    assert [chapter.title for chapter in made.chapters] == ["Beginning~pt", "Os pontos"]
    assert [one.state for one in record(detailed).edits] == ["stale", "edited"]
    assert "title: “Pontos para todos” is stale" in capsys.readouterr().err
    assert "# [en] Points for all\n" in path(detailed).read_text(encoding="utf-8")


def test_a_correction_of_the_spoken_file_reaches_every_language(detailed: TestWorkspace) -> None:
    edit(detailed, "Opening", "Beginning", "en")
    assert detailed.run("build") == 0
    assert read(detailed).chapters[0].title == "Beginning~pt"
    assert read(detailed, "en").chapters[0].title == "Beginning"


def test_only_what_changed_is_translated_again(detailed: TestWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    translate = ScriptedTranslator.translate

    def noted(self, sentences, progress):
        asked.extend(sentences)
        return translate(self, sentences, progress)

    monkeypatch.setattr(ScriptedTranslator, "translate", noted)
    write(detailed, TALK.replace("Opening", "Beginning"))
    assert detailed.run("build") == 0
    assert asked == ["Beginning"]


def test_a_deleted_file_is_made_again_and_a_reverted_one_is_the_machines(detailed: TestWorkspace) -> None:
    before = detailed.snapshot()
    edit(detailed, "Opening~pt", "Abertura")
    assert detailed.run("build") == 0
    path(detailed).unlink()
    assert detailed.run("build") == 0
    assert detailed.snapshot() == before
    edit(detailed, "Opening~pt", "Abertura")
    assert detailed.run("build") == 0
    edit(detailed, "Abertura", "Opening~pt")  # as `git revert` does
    assert detailed.run("build") == 0
    assert detailed.snapshot() == before


def test_the_bytes_of_a_person_stay_where_nothing_else_changes(detailed: TestWorkspace) -> None:
    text = "title = 'Pontos'\r\n[[chapters]]\r\nstart = 0 # here\r\ntitle = 'Abertura'\r\n"
    path(detailed).write_bytes(text.encode())
    assert detailed.run("build") == 0
    assert path(detailed).read_bytes() == text.encode()
    write(detailed, TALK.replace("Opening", "Beginning"))
    assert detailed.run("build") == 0
    assert "# here" in path(detailed).read_text(encoding="utf-8")
    assert read(detailed).title == "Pontos"


def test_a_broken_file_beside_the_video_is_reported_and_the_captions_are_made(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    write(built, 'title = "A"\ndescription = "B\n')
    built.edit("There is no single", "There is no")
    for _ in range(2):
        capsys.readouterr()
        assert built.run("build") == 1
        said = capsys.readouterr().err
        assert "media/talk.toml:2: is not TOML" in said
        assert "left: 1 video" in said
        assert "all is current" not in said
    assert "There~pt is~pt no~pt national~pt" in " ".join(built.text("pt").split())


def test_a_broken_file_of_a_volunteer_is_reported_and_left_as_it_is(
    detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = 'title = "Pontos\n'
    path(detailed).write_text(broken, encoding="utf-8")
    write(detailed, TALK.replace("Opening", "Beginning"))
    capsys.readouterr()
    assert detailed.run("build") == 1
    assert "subtitles/talk/talk.pt.toml:1: is not TOML" in capsys.readouterr().err
    assert path(detailed).read_text(encoding="utf-8") == broken
    assert read(detailed, "en").chapters[0].title == "Beginning"


@pytest.mark.parametrize("text", ["", "# nothing\n", 'title = ""\n'])
def test_an_emptied_file_is_no_correction(
    detailed: TestWorkspace, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    path(detailed).write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert detailed.run("build") == 1
    assert "talk.pt.toml: says nothing any more" in capsys.readouterr().err
    assert path(detailed).read_text(encoding="utf-8") == text


def test_what_people_wrote_outlives_a_killed_run(detailed: TestWorkspace) -> None:
    """The file is written before its record: merged again with the old record, it gives the same."""
    edit(detailed, "Opening~pt", "Abertura")
    old = Workspace(detailed.folder).details_record_path("talk", "pt").read_bytes()
    write(detailed, TALK.replace("for everyone", "for all"))
    assert detailed.run("build") == 0
    done = detailed.snapshot()
    Workspace(detailed.folder).details_record_path("talk", "pt").write_bytes(old)
    assert detailed.run("build") == 0
    assert detailed.snapshot() == done


def test_details_are_kept_where_their_file_is_gone(detailed: TestWorkspace) -> None:
    (detailed.folder / "media" / "talk.toml").unlink()
    before = detailed.snapshot()
    assert detailed.run("build") == 0
    assert detailed.snapshot() == before


# --- status, review, approve, accept


@pytest.fixture
def stale(detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> TestWorkspace:
    """A corrected title whose source changed since, and a chapter that is as it was corrected."""
    edit(detailed, "Points~pt for~pt everyone~pt", "Pontos para todos")
    edit(detailed, "The~pt points~pt", "Os pontos")
    assert detailed.run("build") == 0
    write(detailed, TALK.replace("for everyone", "for all"))
    assert detailed.run("build") == 0
    capsys.readouterr()
    return detailed


def status_of(workspace: TestWorkspace, capsys: pytest.CaptureFixture[str], language: str = "pt") -> dict[str, Any]:
    capsys.readouterr()
    assert workspace.run("status", "--json") == 0
    rows = {row["language"]: row for row in json.loads(capsys.readouterr().out)}
    details: dict[str, Any] = rows[language]["details"]
    return details


def test_status_says_what_is_late_and_stale(stale: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    found = status_of(stale, capsys)
    assert (found["state"], found["edited"], len(found["stale"])) == ("current", 2, 1)
    assert found["stale"][0]["suggestion"] == "Points~pt for~pt all~pt"
    assert stale.run("status") == 0
    line = "talk pt title stale: “Pontos para todos”; the machine would now write “Points~pt for~pt all~pt”"
    assert line in capsys.readouterr().err
    write(stale, TALK)
    assert status_of(stale, capsys, "en")["state"] == "out of date"
    assert status_of(stale, capsys)["state"] == "out of date"
    assert stale.run("status") == 0
    assert "talk en: title, description and chapters are out of date" in capsys.readouterr().err


def test_status_says_nothing_of_what_is_not_there(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(built, capsys) is None


def test_status_is_the_same_from_its_index(
    stale: TestWorkspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time_ns
    monkeypatch.setattr(video_index.time, "time_ns", lambda: now() + 60_000_000_000)
    first = status_of(stale, capsys)
    assert (stale.folder / "build" / "index" / "status.json").read_text(encoding="utf-8").count(
        "Pontos para todos"
    ) == 1
    assert status_of(stale, capsys) == first


def test_status_reports_broken_files(detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    path(detailed).write_text("title = 3\n", encoding="utf-8")
    assert status_of(detailed, capsys)["state"] == "unreadable"
    assert detailed.run("status") == 0
    assert "talk.pt.toml:1: title is no text" in capsys.readouterr().err
    write(detailed, "title = 3\n")
    assert detailed.run("status") == 0
    assert "media/talk.toml:1: title is no text" in capsys.readouterr().err


def test_the_review_has_an_item_for_each_field_that_waits(
    stale: TestWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stale.run("review", "talk", "--language", "pt", "--json") == 0
    (queue,) = json.loads(capsys.readouterr().out)
    assert [(one["name"], one["kind"], one["suggestion"]) for one in queue["fields"]] == [
        ("title", "stale", "Points~pt for~pt all~pt")
    ]
    assert stale.run("review", "talk") == 0
    said = capsys.readouterr().out
    assert "stale: now stands on “Points for all”" in said
    assert "talk pt title: the machine would write “Points~pt for~pt all~pt”" in said


def test_what_is_stale_is_accepted_as_it_is(stale: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = path(stale).read_bytes()
    assert stale.run("accept", "talk", "pt", "--field", "title") == 0
    assert "title “Pontos para todos” counts as read and right" in capsys.readouterr().err
    assert path(stale).read_bytes() == before
    assert not status_of(stale, capsys)["stale"]
    assert stale.run("build") == 0
    assert not status_of(stale, capsys)["stale"]
    assert stale.run("accept", "talk", "pt", "--field", "title") == 1
    assert "title waits for no decision" in capsys.readouterr().err


def test_or_gives_way_to_the_machine(stale: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert stale.run("accept", "talk", "pt", "--field", "title", "--field", "chapter 0:10", "--take-machine") == 0
    assert read(stale).title == "Points~pt for~pt all~pt"
    assert read(stale).chapters[1].title == "The~pt points~pt"
    assert status_of(stale, capsys)["edited"] == 0
    before = stale.snapshot()
    assert stale.run("build") == 0
    assert stale.snapshot() == before


@pytest.mark.parametrize("name", ["titel", "chapter soon", "description x"])
def test_a_field_that_there_is_not_is_refused(
    stale: TestWorkspace, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert stale.run("accept", "talk", "pt", "--field", name) == 1
    assert "name title, description, description 2 or chapter 1:23" in capsys.readouterr().err


def test_who_approves_a_file_approves_its_details(stale: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert stale.run("approve", "talk", "pt", "--by", "Ana") == 0
    assert "5 fields of title, description and chapters" in capsys.readouterr().err
    found = status_of(stale, capsys)
    assert found["approved_by"] == ["Ana"]
    assert not found["stale"]
    assert stale.run("build") == 0
    assert status_of(stale, capsys)["approved_by"] == ["Ana"]
    edit(stale, "Os pontos", "Os números")
    assert stale.run("build") == 0
    assert status_of(stale, capsys)["approved_by"] == []
    assert stale.run("approve", "talk", "pt", "--by", "Ana", "--withdraw") == 0
    assert not load_field_approvals(Workspace(stale.folder), "talk")


def test_an_approval_of_what_was_just_corrected_holds_after_the_next_build(detailed: TestWorkspace) -> None:
    """What the corrected title translates is known before that."""
    edit(detailed, "Points~pt for~pt everyone~pt", "Pontos para todos")
    assert detailed.run("approve", "talk", "pt", "--by", "Ana") == 0
    assert detailed.run("build") == 0
    assert shown_fields(Workspace(detailed.folder), "talk", "pt")[0].approved_by == ("Ana",)


def test_an_approved_passage_says_nothing_of_them(stale: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert stale.run("approve", "talk", "pt", "--by", "Ana", "--cues", "1") == 0
    assert stale.run("approve", "talk", "en", "--by", "Ana") == 0
    assert {one.language for one in load_field_approvals(Workspace(stale.folder), "talk")} == {"en"}
    assert len(load_approvals(Workspace(stale.folder), "talk")) > 1


def test_a_bundle_is_not_made_of_what_is_late(detailed: TestWorkspace) -> None:
    edit(detailed, "Opening~pt", "Abertura")
    with pytest.raises(InputError, match="not up to date \\(pt changed by hand\\)"):
        delivered(detailed)
    assert detailed.run("build") == 0
    assert delivered(detailed)[0]["pt"].chapters[0].title == "Abertura"


def test_a_broken_file_goes_without_in_the_bundle(detailed: TestWorkspace) -> None:
    path(detailed).write_text("title = 3\n", encoding="utf-8")
    details, notes = delivered(detailed)
    assert "pt" not in details
    assert "pt goes without title, description and chapters" in notes[0]


# --- two branches, and routes


def test_records_of_two_branches_are_merged_by_git(detailed: TestWorkspace) -> None:
    folder = Workspace(detailed.folder).machine_folder("talk")
    base = (folder / "pt.details.json").read_bytes()
    edit(detailed, "Opening~pt", "Abertura")
    assert detailed.run("build") == 0
    ours = (folder / "pt.details.json").read_bytes()
    edit(detailed, "Abertura", "Opening~pt")
    write(detailed, TALK.replace("for everyone", "for all"))
    assert detailed.run("build") == 0
    names = {}
    for name, data in (("base", base), ("ours", ours), ("theirs", (folder / "pt.details.json").read_bytes())):
        names[name] = detailed.folder / f"{name}.json"
        names[name].write_bytes(data)
    output = detailed.folder / "merged.json"
    arguments = ("--base", str(names["base"]), "--edited", str(names["ours"]), "--new", str(names["theirs"]))
    assert detailed.run("merge", "--machine", *arguments, "--output", str(output)) == 0
    merged = details_record_from_json(output.read_bytes(), path="")
    assert merged.fields[0].text == "Points~pt for~pt all~pt"
    assert [one.text for one in merged.edits] == ["Abertura"]


def test_a_language_between_two_others_is_taken_as_it_was_corrected(workspace: TestWorkspace) -> None:
    workspace.settings(["pt", "es"])
    workspace.add_video()
    write(workspace, TALK)
    Run(plan_of(workspace, pairs=RELAY)).outcomes()
    assert read(workspace, "es").chapters[0].title == "Opening~pt~es"
    edit(workspace, "Opening~pt", "Abertura")
    Run(plan_of(workspace, pairs=RELAY)).outcomes()
    assert read(workspace, "es").chapters[0].title == "Abertura~es"


def test_a_language_that_nobody_asked_for_gets_no_file(workspace: TestWorkspace) -> None:
    workspace.settings(["es"])
    workspace.add_video()
    write(workspace, TALK)
    Run(plan_of(workspace, pairs=RELAY)).outcomes()
    assert read(workspace, "es").chapters[0].title == "Opening~pt~es"
    assert not path(workspace, "pt").exists()
    before = workspace.snapshot()
    Run(plan_of(workspace, pairs=RELAY)).outcomes()
    assert workspace.snapshot() == before


def test_the_glossary_and_the_memory_hold_here_too(workspace: TestWorkspace) -> None:
    glossary = '[[term]]\nsource = "points"\ntranslations = { pt = "pontos" }\n'
    (workspace.folder / "glossary.toml").write_text(glossary, encoding="utf-8")
    workspace.add_video()
    write(workspace, TALK)
    assert workspace.run("build") == 0
    assert "pontos" in read(workspace).chapters[1].title


def test_a_failing_engine_fails_the_details_alone(built: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    write(built, TALK.replace("Opening", "The engine dies here"))
    assert built.run("build") == 1
    assert "died at sentence" in capsys.readouterr().err
    assert read(built, "en").chapters[0].title == "The engine dies here"
    assert not path(built).exists()
    assert built.run("build") == 1
    assert "talk pt: set aside since it failed" in (said := capsys.readouterr().err)
    assert "translate" not in said
    assert built.run("status") == 0
    assert "talk pt: title, description and chapters are set aside" in capsys.readouterr().err
    assert built.run("build", "--retry") == 1
    assert "translate en to pt" in capsys.readouterr().err
    write(built, TALK)
    assert built.run("build") == 0
    assert built.run("build") == 0
    assert "all is current" in capsys.readouterr().err


def test_what_somebody_approved_is_no_longer_the_machines_alone(detailed: TestWorkspace) -> None:
    assert detailed.run("approve", "talk", "pt", "--by", "Ana") == 0
    source, _ = make_bundle_input(Plan.of(load_config(detailed.folder)), "talk")
    assert source.machine_details == set()


def test_a_file_of_details_is_no_video(detailed: TestWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert detailed.run("build", "media/talk.toml") == 1
    assert "is no video but says something about one; name the video: talk" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["folder", "link", "binary", "large"])
def test_odd_files_are_reported_and_the_captions_are_made(
    built: TestWorkspace, capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str
) -> None:
    odd = built.folder / "media" / "talk.toml"
    if kind == "folder":
        odd.mkdir()
    elif kind == "link":
        (tmp_path / "secret.toml").write_text('title = "Secret"\n')
        odd.symlink_to(tmp_path / "secret.toml")
    else:
        odd.write_bytes(b"\x00\x01" * 300 if kind == "binary" else b"#" * 300_000)
    built.edit("There is no single", "There is no")
    capsys.readouterr()
    assert built.run("build") == 1
    assert "talk.toml" in capsys.readouterr().err
    assert "no~pt national~pt" in " ".join(built.text("pt").split())
    assert not list((built.folder / "subtitles").rglob("*.toml"))
    assert built.run("status") == 0
    assert "talk.toml" in capsys.readouterr().err
