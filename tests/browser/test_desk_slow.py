"""The desk on a slow machine: what somebody types next lands where it belongs, and nothing waits for a disk."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.desk_page import field, open_track, rewrite
from tests.browser.waiting import expect, has, lacks, wait_until
from tests.desks import RunningDesk

pytestmark = pytest.mark.browser

# The browser's own store answers three seconds late, as on a machine whose disk is busy.
SLOW_STORE = """
Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
  set(done) { this.addEventListener("complete", (event) => setTimeout(() => done(event), 3000)); },
});
"""


@pytest.fixture
def slow(desk: RunningDesk, page: Any) -> Any:
    """The Portuguese captions, open in a browser whose store is slow."""
    page.add_init_script(SLOW_STORE)
    open_track(page, desk, "pt")
    return page


def go_before(page: Any, number: int, word: str) -> None:
    """Put the caret before a word of a caption."""
    field(page, number).click()
    field(page, number).evaluate(
        "(field, word) => field.setSelectionRange(...Array(2).fill(field.value.indexOf(word)))", word
    )


def test_after_a_split_and_a_join_one_types_on_in_the_right_place(slow: Any, desk: RunningDesk) -> None:
    """Each key right after the other, without a pause."""
    go_before(slow, 0, "a China")
    slow.keyboard.press("Shift+Enter")
    slow.keyboard.insert_text("Já ")
    expect(field(slow, 0)).to_have_value("Em 2014,")
    expect(field(slow, 1)).to_have_value(re.compile("^Já a China"))
    slow.keyboard.press("Control+Home")
    slow.keyboard.press("Backspace")
    slow.keyboard.insert_text("e ")
    expect(field(slow, 0)).to_have_value(re.compile("^Em 2014,\ne Já a China"))
    wait_until(lambda: desk.read("pt"), has("Em 2014,\ne Já a China"))


def test_what_is_typed_right_after_undo_is_kept(slow: Any, desk: RunningDesk) -> None:
    """The old text is back before the next key; what the next keys write is not taken out again."""
    rewrite(slow, 1, "do crédito público.")
    slow.keyboard.press("Control+z")
    slow.keyboard.press("Control+End")
    slow.keyboard.insert_text(" Sim.")
    wait_until(lambda: desk.read("pt"), has("de crédito social. Sim."))
    expect(field(slow, 1)).to_have_value("de crédito social. Sim.")


def test_two_quick_steps_back_and_forth_lose_none(slow: Any, desk: RunningDesk) -> None:
    """They work on what is there, not on what will be there."""
    before = desk.read("pt")
    rewrite(slow, 1, "um.")
    slow.keyboard.press("Tab")
    rewrite(slow, 3, "dois.")
    for key in ("Control+z", "Control+z"):
        slow.keyboard.press(key)
    wait_until(lambda: desk.read("pt"), before)
    for key in ("Control+Shift+z", "Control+Shift+z"):
        slow.keyboard.press(key)
    wait_until(lambda: desk.read("pt"), has("um.", "dois."))


def test_the_next_caption_has_the_caret_at_once(slow: Any, desk: RunningDesk) -> None:
    """“This is right, next” after a correction: what is typed then belongs to the next one."""
    slow.evaluate("localStorage.setItem('person', 'Ana')")
    rewrite(slow, 1, "do crédito público.")
    slow.keyboard.press("Control+Enter")
    slow.keyboard.press("Control+End")
    slow.keyboard.insert_text(" Sim.")
    wait_until(lambda: desk.read("pt"), has("do crédito público.", " Sim."))
    expect(field(slow, 1)).to_have_value("do crédito público.")
    expect(field(slow, 2)).to_have_value(re.compile(" Sim.$"))


def test_an_emptied_caption_is_not_joined_but_goes(tab: Any, desk: RunningDesk) -> None:
    """Its old text must not come back at the end of its neighbour."""
    before, text = tab.locator(".row").count(), field(tab, 0).input_value()
    rewrite(tab, 1, "")
    tab.keyboard.press("Backspace")
    tab.keyboard.insert_text(" Sim.")
    expect(tab.locator(".row")).to_have_count(before - 1)
    expect(field(tab, 0)).to_have_value(f"{text} Sim.")
    wait_until(lambda: desk.read("pt"), has(" Sim."))
    wait_until(lambda: desk.read("pt").split("3\n")[0], lacks("crédito social."))


def test_a_page_closed_while_nobody_answers_has_kept_what_was_typed(tab: Any, desk: RunningDesk) -> None:
    """Not even the pause after the last key passed, and the browser's store is slow."""
    desk.kill()
    rewrite(tab, 3, "e os negócios.")
    tab.goto("about:blank")
    desk.start()
    open_track(tab, desk, "pt")
    wait_until(lambda: desk.read("pt"), has("e os negócios."))
    expect(field(tab, 3)).to_have_value("e os negócios.")
    tab.expected_errors = re.compile("Failed to load resource|ERR_")
