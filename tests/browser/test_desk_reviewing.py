"""Reading on the desk: the queue, what is right, notes, clashes, the source, other versions."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from pipeline.workspace import Workspace, lock_workspace
from tests.browser.desk_page import field, give_second_reading, open_track, rewrite, wait_for_queue
from tests.browser.video import happened, record
from tests.browser.waiting import expect, has, wait_until
from tests.desks import VIDEO, RunningDesk

pytestmark = pytest.mark.browser


def approvals(desk: RunningDesk) -> list[dict[str, Any]]:
    path = desk.folder / "subtitles" / VIDEO / "machine" / "approvals.json"
    return json.loads(path.read_text())["approvals"] if path.exists() else []


def say_name(page: Any) -> None:
    """The first approval asks who it is."""
    page.get_by_role("textbox", name="Your name").fill("Ana Lima")
    page.keyboard.press("Enter")


def test_the_one_key_goes_to_the_most_doubtful_caption_and_plays_it(tab: Any, desk: RunningDesk) -> None:
    """With its reason in words; saying that it is right takes it off the list."""
    wait_for_queue(tab)
    count = int(tab.locator("#filter").inner_text().split(":")[1])
    tab.keyboard.press("n")
    expect(tab.locator(".row.current textarea")).to_be_focused()
    expect(tab.locator("#said")).to_have_text(re.compile("."))
    tab.keyboard.press("Control+Enter")
    say_name(tab)
    wait_until(lambda: len(approvals(desk)), 1)
    assert approvals(desk)[0]["by"] == "Ana Lima"
    expect(tab.locator("#filter")).to_have_text(f"To read first: {count - 1}")
    expect(tab.locator(".row.approved")).not_to_have_count(0)


def test_the_queue_is_a_filter_that_every_caption_can_leave(tab: Any, desk: RunningDesk) -> None:
    """Only the doubtful ones are shown; pressed again, all are."""
    rows = tab.locator(".row")
    wait_for_queue(tab)
    total = rows.count()
    shown = rows.locator("visible=true")
    tab.locator("#filter").click()
    wait_until(shown.count, lambda count: 0 < count < total)
    tab.locator("#filter").click()
    expect(shown).to_have_count(total)


def test_all_is_right_up_to_here_and_progress_is_told_in_minutes(tab: Any, desk: RunningDesk) -> None:
    """Whole sentences; a later correction ends one of them only."""
    field(tab, 4).click()
    tab.get_by_role("button", name="Right up to here").click()
    say_name(tab)
    wait_until(lambda: len(approvals(desk)), 3)
    expect(tab.locator("#progress")).to_have_text(re.compile(r"0\.\d of 1\.8 minutes read"))
    expect(tab.locator(".row.approved")).to_have_count(5)
    rewrite(tab, 4, "Então todos têm pontos?")
    expect(tab.locator(".row.approved")).to_have_count(4)


def test_an_approval_is_taken_back(tab: Any, desk: RunningDesk) -> None:
    """By the one who gave it."""
    field(tab, 5).click()
    tab.get_by_role("button", name="Right, next").click()
    say_name(tab)
    wait_until(lambda: len(approvals(desk)), 1)
    field(tab, 5).click()
    tab.get_by_role("button", name="Take back").click()
    wait_until(lambda: approvals(desk), [])
    expect(tab.locator(".row.approved")).to_have_count(0)


def test_undo_takes_back_what_was_vouched_for_last_and_redo_gives_it_again(tab: Any, desk: RunningDesk) -> None:
    """A step like any other, also over a reload; what this person had read before stays read."""
    tab.evaluate("localStorage.setItem('person', 'Ana Lima')")
    field(tab, 5).click()
    tab.get_by_role("button", name="Right, next").click()
    expect(tab.locator(".row.approved")).to_have_count(1)
    field(tab, 8).click()
    tab.get_by_role("button", name="Right up to here").click()
    count = wait_until(lambda: len(approvals(desk)), lambda found: found > 2)
    tab.reload()
    field(tab, 8).click()
    tab.keyboard.press("Control+z")
    wait_until(lambda: len(approvals(desk)), 1)
    expect(tab.locator(".row.approved")).to_have_count(1)
    tab.keyboard.press("Control+Shift+z")
    wait_until(lambda: len(approvals(desk)), count)
    tab.keyboard.press("Control+z")
    tab.keyboard.press("Control+z")
    wait_until(lambda: approvals(desk), [])


def test_an_approval_waits_for_a_build_that_is_running(tab: Any, desk: RunningDesk) -> None:
    """The page says so, keeps it over a reload, and brings it in afterwards."""
    with lock_workspace(Workspace(desk.folder), wait=True):
        field(tab, 5).click()
        tab.get_by_role("button", name="Right, next").click()
        say_name(tab)
        expect(tab.locator("#trouble")).to_contain_text("Not noted yet")
        tab.reload()
        expect(tab.locator("#trouble")).to_contain_text("Not noted yet")
        assert approvals(desk) == []
    wait_until(lambda: len(approvals(desk)), 1)
    tab.expected_errors = re.compile("503")


def test_a_text_that_changed_meanwhile_is_not_approved(tab: Any, desk: RunningDesk) -> None:
    """What the person saw counts, not what is there when the answer arrives."""
    seen = field(tab, 1).input_value()
    row = tab.locator(".row").nth(1).get_attribute("data-id")
    rewrite(tab, 1, "do crédito público.")
    wait_until(lambda: desk.read("pt"), has("do crédito público."))
    status, answer = desk.json(
        "POST", f"/api/tracks/{VIDEO}/pt/approvals", {"by": "Ana", "last": row, "seen": {row: seen}}
    )
    assert (status, approvals(desk)) == (409, [])
    assert "changed meanwhile" in str(answer["reason"])


def test_two_texts_in_one_place_stay_on_the_screen_until_somebody_decides(tab: Any, desk: RunningDesk) -> None:
    """The last one stands in the file; the other is kept beside it, across a restart."""
    old = field(tab, 1).input_value()
    field(tab, 1).click()
    desk.captions("pt").write_text(desk.read("pt").replace(old, "de confiança geral."), encoding="utf-8")
    rewrite(tab, 1, "do crédito público.")
    panel = tab.locator(".panel.clash")
    expect(panel).to_contain_text("de confiança geral.")
    assert "do crédito público." in desk.read("pt")
    notes = desk.folder / "subtitles" / VIDEO / "notes.json"
    assert "de confiança geral." in notes.read_text()
    tab.reload()
    panel.get_by_role("button", name="Take this").click()
    wait_until(lambda: desk.read("pt"), has("de confiança geral."))
    expect(panel).to_have_count(0)
    assert '"is_open": false' in notes.read_text()


def test_a_note_is_kept_beside_the_captions_and_stays_on_its_caption(tab: Any, desk: RunningDesk) -> None:
    """It is in the queue until it is done; markup in it is text."""
    field(tab, 2).click()
    tab.get_by_role("button", name="Note", exact=True).click()
    say_name(tab)
    tab.get_by_role("textbox", name="For those who work").fill("<img src=x onerror=alert(1)> Who said this?")
    tab.get_by_role("button", name="Keep the note").click()
    panel = tab.locator(".panel.note")
    expect(panel).to_contain_text("<img src=x onerror=alert(1)> Who said this?")
    rewrite(tab, 2, "O objetivo era outro.")
    wait_until((desk.folder / "subtitles" / VIDEO / "notes.json").read_text, has("O objetivo era outro."))
    tab.reload()
    expect(tab.locator(".row").nth(2).locator(".panel.note")).to_be_visible()
    panel.get_by_role("button", name="Done").click()
    expect(panel).to_have_count(0)


def test_a_corrected_word_is_offered_everywhere(tab: Any, desk: RunningDesk) -> None:
    """In this track and in the others, with its context; one step in each, which undo takes back."""
    before, english = desk.read("pt"), desk.read("en")
    others, there = before.count("China") - 1, english.count("China")
    assert min(others, there) >= 1
    rewrite(tab, 0, field(tab, 0).input_value().replace("China", "Chéquia"))
    expect(tab.locator("#offer")).to_contain_text(f"“China” stands in {others} other place")
    expect(tab.locator("#offer")).to_contain_text(f"and in {there} places in other captions")
    tab.get_by_role("button", name="Correct it everywhere").click()
    marks = tab.locator(".places li", has=tab.locator("input:checked")).locator("mark")
    expect(marks).to_have_text(["China"] * (others + there))
    expect(tab.locator(".places h3")).to_contain_text(["English"])
    record(tab)
    tab.locator(".places button").last.click()
    wait_until(lambda: happened(tab), lambda seen: "play" in seen)
    tab.get_by_role("button", name="Replace the chosen places").click()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    wait_until(lambda: desk.read("pt").count("Chéquia"), others + 1)
    wait_until(lambda: desk.read("en").count("Chéquia"), there)
    tab.keyboard.press("Control+z")
    tab.keyboard.press("Control+z")
    wait_until(lambda: desk.read("pt"), before)
    open_track(tab, desk, "en")
    tab.keyboard.press("Control+z")
    wait_until(lambda: desk.read("en"), english)


def test_a_corrected_word_goes_into_the_glossary(tab: Any, desk: RunningDesk) -> None:
    """What contradicts what it says is refused with the reason."""
    path = desk.folder / "glossary.toml"
    tab.get_by_role("button", name="Find", exact=True).click()
    for translation, refusal in (("crédito público", None), ("crédito geral", "crédito")):
        tab.get_by_label("Replace with").fill(translation)
        tab.get_by_role("button", name="Into the glossary").click()
        dialog = tab.get_by_role("dialog")
        expect(dialog.get_by_label("Translation")).to_have_value(translation)
        dialog.get_by_label("In English").fill("social credit")
        dialog.get_by_role("button", name="Add it").click()
        if refusal is None:
            wait_until(path.exists)
            wait_until(path.read_text, has("crédito público"))
            tab.get_by_role("button", name="Find", exact=True).click()
        else:
            expect(dialog.get_by_role("alert")).to_contain_text(refusal)
    assert "geral" not in path.read_text()
    tab.expected_errors = re.compile("409")


def test_the_source_is_corrected_from_the_translation(tab: Any, desk: RunningDesk) -> None:
    """What that will change is shown first; the next build spreads it."""
    field(tab, 5).click()
    expect(tab.locator(".row").nth(5).locator(".source")).to_have_text(re.compile("."))
    source = tab.locator(".row").nth(5).locator(".source").inner_text()
    tab.get_by_role("button", name="Source").click()
    dialog = tab.get_by_role("dialog")
    expect(dialog).to_contain_text("is translated again by the next build")
    box = dialog.get_by_role("textbox")
    assert box.input_value().split() == source.split()
    box.fill("Not by any means.")
    dialog.get_by_role("button", name="Save the correction").click()
    wait_until(lambda: desk.read("en"), has("Not by any means."))


def test_back_to_the_machines_text_is_one_more_step(tab: Any, desk: RunningDesk) -> None:
    """The difference is shown by words."""
    before = desk.read("pt")
    rewrite(tab, 5, "Não é bem assim.")
    version = tab.locator(".row").nth(5).locator(".version")
    version.locator("summary").click()
    expect(version.locator("del, ins").first).to_be_visible()
    version.get_by_role("button", name="Take it back").click()
    wait_until(lambda: desk.read("pt"), before)
    tab.keyboard.press("Escape")
    tab.keyboard.press("Control+z")
    wait_until(lambda: desk.read("pt"), has("Não é bem assim."))


def test_a_second_reading_stands_beside_what_was_understood(tab: Any, desk: RunningDesk) -> None:
    """And is taken with one button, and taken back with one key."""
    give_second_reading(desk)
    before = desk.read("en")
    open_track(tab, desk, "en")
    panel = tab.locator(".second-reading")
    expect(panel.locator("blockquote").first).to_contain_text("There is no single national score.")
    expect(panel.locator("ins")).to_have_text("signal")
    panel.get_by_role("button", name="Take the second").click()
    wait_until(lambda: desk.read("en").replace("\n", " "), has("There is no signal national score."))
    expect(panel).to_have_count(0)
    tab.keyboard.press("Control+z")
    wait_until(lambda: desk.read("en"), before)
