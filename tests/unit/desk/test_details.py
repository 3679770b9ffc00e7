"""Title, description and chapters on the desk: field by field, whatever others do to the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.desk.details import DetailsRequest, NoDetails, change_details, show_details
from pipeline.desk.requests import BadRequest
from pipeline.desk.tracks import IllegalChange
from pipeline.desk.word_requests import parse_details
from pipeline.errors import InputError
from pipeline.formats import details_record_to_json
from pipeline.records import DetailField, DetailPlace, DetailsRecord
from pipeline.workspace import Workspace, read_details_file

TEXT = """# mine: ask Ana
title = "Um plano"

description = \"\"\"
Primeiro.

Segundo.\"\"\"

[[chapters]]
start = "0:00"
title = "Início"  # short

[[chapters]]
start = "1:30.5"
title = "Fim"
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path)
    path = made.details_path("talk", "pt")
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    return made


def change(workspace: Workspace, field: str, before: str, after: str, start_ms: int = 0) -> str:
    request = DetailsRequest(field=field, start_ms=start_ms, before=before, after=after)
    return change_details(workspace, "talk", "pt", request)


def test_all_of_it_is_shown_with_what_platforms_say_of_it(workspace: Workspace) -> None:
    """Chapters by their starts."""
    shown = show_details(workspace, "talk", "pt", duration_ms=95_000)
    assert shown["title"] == {"text": "Um plano", "source": ""}
    assert shown["chapters"] == [
        {"startMs": 0, "start": "0:00", "text": "Início", "source": ""},
        {"startMs": 90_500, "start": "1:30.5", "text": "Fim", "source": ""},
    ]
    assert {"severity": "warning", "chapter": 2, "message": "lasts 5 s; YouTube shows chapters of 10 s and more"} in (
        shown["findings"]  # type: ignore[operator]
    )


def test_one_field_is_written_and_everything_else_stays(workspace: Workspace) -> None:
    """Also what a person wrote into comments, and what somebody else changed in another field meanwhile."""
    path = workspace.details_path("talk", "pt")
    path.write_text(path.read_text().replace("Fim", "O fim"), encoding="utf-8")
    assert change(workspace, "title", "Um plano", "  O\nplano ") == ""
    assert change(workspace, "description", "Primeiro.\n\nSegundo.", "Um.\n\n\n\nDois. ") == ""
    assert change(workspace, "chapter", "Início", "Começo") == ""
    details = read_details_file(workspace, "talk", "pt").details
    assert (details.title, details.description) == ("O plano", "Um.\n\nDois.")
    assert [one.title for one in details.chapters] == ["Começo", "O fim"]
    assert "# mine: ask Ana" in path.read_text()
    assert "# short" in path.read_text()


def test_two_texts_in_one_field_the_last_stands_and_the_other_is_given_back(workspace: Workspace) -> None:
    """So that the page can show it; what both wrote alike is no clash."""
    assert change(workspace, "title", "Um plano", "Plano de Ana") == ""
    assert change(workspace, "title", "Um plano", "Plano de Rui") == "Plano de Ana"
    assert change(workspace, "title", "Um plano", "Plano de Rui") == ""
    assert read_details_file(workspace, "talk", "pt").details.title == "Plano de Rui"


def test_a_chapter_that_is_gone_and_a_file_that_is_gone_are_reported(workspace: Workspace) -> None:
    """Nothing is written; an empty title of a chapter changes nothing."""
    before = workspace.details_path("talk", "pt").read_bytes()
    with pytest.raises(NoDetails, match="1:00"):
        change(workspace, "chapter", "x", "y", start_ms=60_000)
    assert change(workspace, "chapter", "Início", " ") == ""
    assert workspace.details_path("talk", "pt").read_bytes() == before
    workspace.details_path("talk", "pt").chmod(0o444)
    workspace.details_path("talk", "pt").unlink()
    with pytest.raises(NoDetails):
        change(workspace, "title", "a", "b")


def move(workspace: Workspace, start_ms: int, moved_ms: int) -> str:
    request = DetailsRequest(field="start", start_ms=start_ms, moved_ms=moved_ms, before="0:00", after="1:40")
    return change_details(workspace, "talk", "pt", request)


def test_a_chapter_that_begins_elsewhere_takes_its_place_among_the_others(workspace: Workspace) -> None:
    """With its title and its comments; never where another begins."""
    assert move(workspace, 0, 100_000) == ""
    found = read_details_file(workspace, "talk", "pt").details.chapters
    assert [(one.start_ms, one.title) for one in found] == [(90_500, "Fim"), (100_000, "Início")]
    with pytest.raises(IllegalChange, match=r"another chapter begins at 1:30\.5"):
        move(workspace, 100_000, 90_500)
    with pytest.raises(NoDetails, match="0:00"):
        move(workspace, 0, 5_000)


def test_a_chapter_that_was_moved_or_renamed_is_shown_with_what_it_translates(workspace: Workspace) -> None:
    """Before the next build knows of it."""
    fields = [
        DetailField(place=DetailPlace.CHAPTER, source=source, text=text, start_ms=start_ms)
        for source, text, start_ms in (("Opening", "Início", 0), ("End", "O fim", 90_500))
    ]
    record = DetailsRecord(language="pt", origin="en", key="k", written="", memory_key="", fields=tuple(fields))
    path = workspace.details_record_path("talk", "pt")
    path.parent.mkdir()
    path.write_bytes(details_record_to_json(record))
    move(workspace, 0, 100_000)
    shown = show_details(workspace, "talk", "pt", duration_ms=None)
    assert [(one["start"], one["source"]) for one in shown["chapters"]] == [  # type: ignore[attr-defined]
        ("1:30.5", "End"),
        ("1:40", "Opening"),
    ]
    assert "# [en] Opening" in workspace.details_path("talk", "pt").read_text()


def test_a_link_in_the_place_of_the_file_is_not_followed(workspace: Workspace, tmp_path: Path) -> None:
    """It may lead anywhere."""
    path = workspace.details_path("talk", "pt")
    (tmp_path / "secret.toml").write_text('title = "secret"')
    path.unlink()
    path.symlink_to(tmp_path / "secret.toml")
    with pytest.raises(InputError):
        show_details(workspace, "talk", "pt", duration_ms=None)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"field":"colour","before":"","after":""}',
        b'{"field":"title","before":"","after":5}',
        b'{"field":"chapter","startMs":-1,"before":"","after":"x"}',
        b'{"field":"start","before":"","after":"soon"}',
        b'{"field":"title","before":"","after":"\\ud800"}',
        b'{"field":"start","before":"","after":"soon"}',
        b'{"field":"title","before":"","after":"' + b"x" * 60_000 + b'"}',
    ],
)
def test_what_the_page_never_sends_is_refused(body: bytes) -> None:
    """With a reason."""
    with pytest.raises(BadRequest):
        parse_details(body)
