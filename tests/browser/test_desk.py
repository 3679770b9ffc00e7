"""The desk in Chromium: what a volunteer does, and what is on the disk afterwards."""

from __future__ import annotations

import re
import resource
import time
from typing import Any

import pytest

from tests.browser.conftest import slow_down
from tests.browser.desk_page import SAVED, field, open_track, rewrite
from tests.browser.waiting import expect, has, wait_until
from tests.desks import RunningDesk

pytestmark = pytest.mark.browser


def test_a_correction_is_on_the_disk_without_a_button(tab: Any, desk: RunningDesk) -> None:
    """A pause is enough (`make bench-desk` measures how soon), and the page says so in words."""
    rewrite(tab, 1, "do crédito público.")
    wait_until(lambda: desk.read("pt"), has("do crédito público."))
    expect(tab.locator("#saved")).to_have_text(SAVED)
    assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA"


@pytest.mark.parametrize("leave", ["Escape", "Tab", "hide"])
def test_leaving_a_field_saves_at_once(tab: Any, desk: RunningDesk, leave: str) -> None:
    """No timer is needed for that: here they are all switched off. So does hiding the page."""
    field(tab, 1).click()
    tab.evaluate("window.setTimeout = () => 0")
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text("do crédito público.")
    if leave == "hide":
        tab.evaluate("dispatchEvent(new Event('pagehide'))")
    else:
        tab.keyboard.press(leave)
    wait_until(lambda: desk.read("pt"), has("do crédito público."))


def test_undo_and_redo_reach_across_a_reload(tab: Any, desk: RunningDesk) -> None:
    """The steps are kept; the file is byte for byte what it was."""
    before = desk.read("pt")
    rewrite(tab, 1, "do crédito público.")
    wait_until(lambda: desk.read("pt"), has("do crédito público."))
    tab.reload()
    expect(field(tab, 1)).to_have_value("do crédito público.")
    field(tab, 1).click()
    tab.keyboard.press("Control+z")
    wait_until(lambda: desk.read("pt"), before)
    expect(field(tab, 1)).to_have_value("de crédito social.")
    tab.keyboard.press("Control+Shift+z")
    wait_until(lambda: desk.read("pt"), has("do crédito público."))


def test_undo_goes_back_further_than_what_stays_in_memory(tab: Any) -> None:
    """The oldest of 410 steps come from the browser's own store, each once and in order."""
    sent = tab.evaluate(
        """async () => {
          const { History } = await import("./page/history.js");
          const sent = [];
          const history = new History({ name: "a test" }, { commit: ([change]) => sent.push(change.after) });
          for (let number = 0; number < 410; number += 1) {
            history.take([{ id: "a", before: number, after: number + 1, previous: null }], "text");
          }
          const inMemory = history.steps.length;
          for (let number = 0; number < 410; number += 1) { history.undo(); }
          while (sent.length < 820) { await new Promise((done) => { setTimeout(done, 20); }); }
          return [inMemory < 410, ...sent];
        }"""
    )
    assert sent == [True, *range(1, 411), *range(409, -1, -1)]


def test_a_caption_is_split_at_the_caret_and_joined_again(tab: Any, desk: RunningDesk) -> None:
    """Shift+Enter makes two; Backspace at the start of the second makes one of them."""
    before = tab.locator(".row").count()
    field(tab, 0).click()
    tab.keyboard.press("Control+Home")
    for _ in "Em 2014, ":
        tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Shift+Enter")
    wait_until(lambda: desk.read("pt"), has("Em 2014,\n\n2\n"))
    assert tab.locator(".row").count() == before + 1
    tab.keyboard.press("Backspace")
    wait_until(lambda: desk.read("pt"), has("Em 2014,\na China"))
    assert tab.locator(".row").count() == before


def test_two_tabs_work_on_one_caption(tab: Any, desk: RunningDesk) -> None:
    """One corrects words, the other splits the caption meanwhile; a field in use is not touched."""
    other = slow_down(tab.context.new_page())
    open_track(other, desk, "pt")
    old = "Em 2014, a China anunciou um plano\npara o que chamou de sistema"
    field(tab, 0).click()
    field(other, 2).click()
    rewrite(other, 2, "O objetivo era promover\na confiança")
    wait_until(lambda: desk.read("pt"), has("a confiança"))
    expect(field(tab, 2)).to_have_value("O objetivo era promover\na confiança")
    expect(field(tab, 0)).to_have_value(old)
    field(other, 0).click()
    other.keyboard.press("Control+Home")
    for _ in "Em 2014, ":
        other.keyboard.press("ArrowRight")
    other.keyboard.press("Shift+Enter")
    wait_until(lambda: desk.read("pt"), has("Em 2014,\n\n2\n"))
    expect(field(tab, 0)).to_have_value(old)
    rewrite(tab, 0, old.replace("plano", "projeto"))
    wait_until(lambda: desk.read("pt"), has("projeto"))
    tab.keyboard.press("Escape")
    expect(field(tab, 0)).to_have_value("Em 2014,")
    other.keyboard.press("Escape")
    expect(field(other, 1)).to_have_value("a China anunciou um projeto\npara o que chamou de sistema")
    other.close()


def test_an_editor_outside_changes_the_page_but_not_the_field_in_use(tab: Any, desk: RunningDesk) -> None:
    """What was typed in the browser and what the editor saved are both in the file."""
    field(tab, 3).click()
    top = tab.locator(".row").nth(3).bounding_box()["y"]
    text = desk.read("pt").replace("1\n00:00:00,514", "1\n00:00:00,100 --> 00:00:00,400\nOlá!\n\n2\n00:00:00,514", 1)
    desk.captions("pt").write_text(text, encoding="utf-8")
    expect(field(tab, 0)).to_have_value("Olá!")
    wait_until(lambda: tab.locator(".row").nth(4).bounding_box()["y"], pytest.approx(top, abs=2))
    tab.keyboard.press("End")
    tab.keyboard.insert_text(" Sim.")
    wait_until(lambda: desk.read("pt"), has("cotidiana. Sim."))
    assert "Olá!" in desk.read("pt")


@pytest.mark.parametrize("seconds_dead", [0.0, 1.5])
def test_a_killed_server_loses_nothing(tab: Any, desk: RunningDesk, seconds_dead: float) -> None:
    """What was typed while it was dead is kept by the browser, through a reload, and replayed."""
    rewrite(tab, 1, "do crédito público.")
    wait_until(lambda: desk.read("pt"), has("do crédito público."))
    desk.kill()
    rewrite(tab, 3, "e os negócios.")
    expect(tab.locator("#saved")).to_have_text(re.compile("^not saved"))
    time.sleep(seconds_dead)
    desk.start()
    tab.goto(desk.page("pt"))
    wait_until(lambda: desk.read("pt"), has("e os negócios."))
    assert "do crédito público." in desk.read("pt")
    expect(field(tab, 3)).to_have_value("e os negócios.")
    ignore_errors_of_the_network(tab)


def ignore_errors_of_the_network(tab: Any) -> None:
    """The fixture fails a test with messages in the console; a dead server leaves some."""
    tab.expected_errors = re.compile("Failed to load resource|ERR_")


def test_a_full_disk_is_reported_and_the_edit_kept(tab: Any, desk: RunningDesk) -> None:
    """As soon as there is room again, it is written."""
    before = desk.read("pt")
    assert desk.process is not None
    resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (1_000, resource.RLIM_INFINITY))
    rewrite(tab, 1, "do crédito público.")
    expect(tab.locator("#saved")).to_have_text(re.compile("^not saved: .*cannot be written"))
    assert desk.read("pt") == before
    resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    wait_until(lambda: desk.read("pt"), has("do crédito público."))
    expect(tab.locator("#saved")).to_have_text(SAVED)
    expect(tab.locator("#trouble")).to_be_hidden()
    tab.expected_errors = re.compile("507")


def test_a_file_that_vanished_is_written_again_only_when_asked(tab: Any, desk: RunningDesk) -> None:
    """It may have been moved on purpose; the edits are kept."""
    desk.captions("pt").unlink()
    expect(tab.locator("#trouble")).to_contain_text("Your edits are kept")
    rewrite(tab, 1, "do crédito público.")
    expect(tab.locator("#saved")).to_have_text(re.compile("^not saved"))
    assert not desk.captions("pt").exists()
    tab.get_by_role("button", name="Write it again").click()
    wait_until(desk.captions("pt").exists)
    wait_until(lambda: desk.read("pt"), has("do crédito público."))
    assert desk.read("pt").count(" --> ") == tab.locator(".row").count()
    tab.expected_errors = re.compile("410")
