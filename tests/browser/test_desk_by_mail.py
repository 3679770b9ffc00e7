"""The desk as one file: opened from the disk, saved as a small file of edits, brought back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.desk import EDITS_SUFFIX, read_edits, take_edits, write_page
from pipeline.errors import InputError
from pipeline.workspace import Workspace
from tests.browser.desk_page import field, rewrite
from tests.browser.waiting import expect
from tests.desks import VIDEO, copy_demonstration

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Path]:
    folder = tmp_path_factory.mktemp("mail")
    workspace = Workspace(copy_demonstration(folder / "work"))
    write_page(workspace, VIDEO, "pt", folder / "page.html")
    return workspace, folder / "page.html"


def test_the_page_works_from_the_disk_and_its_edits_come_back(made: tuple[Workspace, Path], page: Any) -> None:
    """Text, sound and outline are inside; nothing is asked of anybody; a reload loses nothing."""
    workspace, path = made
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    expect(page.locator(".row").first).to_be_visible()
    expect(page.locator(".waveform")).to_be_visible()
    assert page.locator("video").evaluate(
        "(video) => new Promise((done) => { video.onloadedmetadata = () => done(video.duration); "
        "if (video.duration) { done(video.duration); } })"
    ) == pytest.approx(113.9, abs=1)
    rewrite(page, 1, "do crédito público.")
    figures = page.locator(".row").nth(1).locator(".figures span")
    expect(figures).to_have_text(["19", "17.6/s", "1.1 s", "fits up to 18 characters"])
    page.keyboard.press("Escape")
    page.reload()
    expect(field(page, 1)).to_have_value("do crédito público.")
    field(page, 5).click()
    page.keyboard.press("Control+Enter")
    page.get_by_role("textbox", name="Your name").fill("Ana Lima")
    page.keyboard.press("Enter")
    expect(page.locator(".row").nth(5).locator(".by span")).to_have_text("✓ Ana Lima")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save my edits as a file").click()
    edits = saving.value.path()
    assert saving.value.suggested_filename == f"{VIDEO}.pt{EDITS_SUFFIX}"
    assert {url.split(":")[0] for url in asked} <= {"file", "blob", "data"}

    # Meanwhile somebody corrected another caption.
    track = workspace.track_path(VIDEO, "pt")
    track.write_text(track.read_text().replace("e os negócios e na vida cotidiana.", "e nos negócios."))
    taken = take_edits(workspace, read_edits(edits), key="mail1")
    assert (taken.changed, taken.approved, taken.not_taken) == (1, 1, ())
    assert "do crédito público." in track.read_text()
    assert "e nos negócios." in track.read_text()


def test_what_cannot_be_taken_is_said(made: tuple[Workspace, Path], tmp_path: Path) -> None:
    """The same caption was written anew by somebody else: both are kept, and it is said."""
    workspace, _ = made
    base = [[0, 1_000, "Eins zwei drei."], [2_000, 3_000, "Vier fünf sechs."], [4_000, 5_000, "Sieben acht."]]
    track = workspace.track_path(VIDEO, "de")
    track.write_text(
        "1\n00:00:00,000 --> 00:00:01,000\nEins zwei drei.\n\n2\n00:00:02,000 --> 00:00:03,000\nGanz anderes.\n\n"
        "3\n00:00:04,000 --> 00:00:05,000\nSieben acht.\n\n"
    )
    edited = [base[0], [2_000, 3_000, "Etwas Neues."], base[2]]
    value = {"schema_version": 1, "kind": "captions-desk-edits", "video": VIDEO, "language": "de"}
    value |= {
        "base": base,
        "edited": edited,
        "notes": [{"text": "Hm?", "by": "Ana", "on": "Sieben acht.", "start": 4_000}],
    }
    value |= {"approvals": [{"by": "Ana", "texts": ["Sieben acht.", "Gibt es nicht."]}]}
    path = tmp_path / "x.edits.json"
    path.write_text(json.dumps(value))
    taken = take_edits(workspace, read_edits(path), key="mail2")
    assert taken.approved == 1
    assert any("Ganz anderes." in line for line in taken.not_taken)
    assert any("Gibt es nicht." in line for line in taken.not_taken)
    assert "Etwas Neues." in track.read_text()
    notes = (workspace.video_folder(VIDEO) / "notes.json").read_text()
    assert "Ganz anderes." in notes and "Hm?" in notes


def test_the_command_says_what_it_took(
    made: tuple[Workspace, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taken twice, the same file changes nothing the second time."""
    workspace, _ = made
    track = workspace.track_path(VIDEO, "es")
    track.write_text("1\n00:00:00,000 --> 00:00:01,000\nUno dos tres.\n\n", encoding="utf-8")
    value = {"schema_version": 1, "kind": "captions-desk-edits", "video": VIDEO, "language": "es"}
    value |= {"base": [[0, 1_000, "Uno dos tres."]], "edited": [[0, 1_000, "Uno, dos, tres."]]}
    path = tmp_path / "social-credit.es.edits.json"
    path.write_text(json.dumps({**value, "approvals": [], "notes": []}), encoding="utf-8")
    monkeypatch.chdir(workspace.folder)
    assert main(["import", str(path)]) == 0
    assert "1 caption changed" in capsys.readouterr().err
    once = track.read_text()
    assert "Uno, dos, tres." in once
    assert main(["import", str(path)]) == 0
    assert track.read_text() == once


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "captions-desk-edits", "schema_version": 1, "video": "x"}'])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    """By one line that names it."""
    (tmp_path / "x.edits.json").write_text(text)
    with pytest.raises(InputError, match=r"x\.edits\.json: is no file of edits"):
        read_edits(tmp_path / "x.edits.json")
