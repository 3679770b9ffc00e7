"""Title, description and chapters on the desk, in Chromium."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.desk_page import give_details
from tests.browser.video import happened, record, seek, sought
from tests.browser.waiting import expect, has, wait_until
from tests.desks import RunningDesk

pytestmark = pytest.mark.browser


def test_title_and_chapters_are_corrected_without_a_button(tab: Any, desk: RunningDesk) -> None:
    """Leaving a field saves it; what somebody else wrote there is shown, and markup is text."""
    path = give_details(desk, "pt")
    tab.reload()
    tab.get_by_role("button", name="Title", exact=True).click()
    dialog = tab.get_by_role("dialog")
    expect(dialog.get_by_label("Chapter title").first).to_have_value("<b>Início</b>")
    expect(dialog).to_contain_text("the file has 2 chapters; YouTube shows them from 3 on")
    dialog.get_by_label("Title", exact=True).fill("O crédito social")
    dialog.get_by_label("Chapter title").first.click()
    wait_until(path.read_text, has("O crédito social"))
    path.write_text(path.read_text().replace("Um vídeo.", "Um filme."), encoding="utf-8")
    dialog.get_by_role("textbox", name="Description").fill("Um curto vídeo.")
    tab.keyboard.press("Escape")
    wait_until(path.read_text, has("Um curto vídeo."))
    tab.get_by_role("button", name="Title", exact=True).click()
    expect(dialog.get_by_label("Title", exact=True)).to_have_value("O crédito social")
    path.write_text(path.read_text().replace("O crédito social", "Crédito"), encoding="utf-8")
    dialog.get_by_label("Title", exact=True).fill("Crédito, mas social")
    dialog.get_by_role("textbox", name="Description").click()
    expect(dialog.locator(".clash blockquote")).to_have_text("Crédito")
    dialog.get_by_role("button", name="Take this").click()
    wait_until(path.read_text, has('title = "Crédito"'))


def test_a_chapter_begins_where_the_video_is(tab: Any, desk: RunningDesk) -> None:
    """Or where somebody types; it takes its place among the others, and the checks of `captions check` speak."""
    path = give_details(desk, "pt")
    tab.reload()
    seek(tab, 21.52)
    tab.get_by_role("button", name="Title", exact=True).click()
    dialog = tab.get_by_role("dialog")
    chapter = dialog.get_by_role("group", name="Chapter at 0:30")
    chapter.get_by_role("button", name="Set to 0:21.5").click()
    wait_until(path.read_text, has('start = "0:21.5"'))
    begins = dialog.get_by_label("Begins at")
    expect(begins.nth(1)).to_have_value("0:21.5")
    begins.nth(0).fill("0:40")
    begins.nth(0).press("Enter")
    expect(dialog.get_by_label("Chapter title").first).to_have_value("Uma cidade")
    expect(begins.nth(1)).to_be_focused()
    expect(dialog.get_by_role("group", name="Chapter at 0:21.5")).to_contain_text("YouTube wants it at 0:00")
    dialog.get_by_label("Chapter title").nth(1).fill("Começo")
    begins.nth(0).fill("0:40")
    begins.nth(0).press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("not saved: another chapter begins at 0:40")
    begins.nth(0).fill("soon")
    begins.nth(0).press("Enter")
    expect(dialog.get_by_role("status")).to_have_text(re.compile("^not saved: the start is no time"))
    assert [line for line in path.read_text().splitlines() if line.startswith(("start", "title"))][1:] == [
        'start = "0:21.5"',
        'title = "Uma cidade"',
        'start = "0:40"',
        'title = "Começo"',
    ]
    tab.expected_errors = re.compile("400|422")


def test_a_chapter_is_heard_from_its_start(tab: Any, desk: RunningDesk) -> None:
    """While the form is open, and stopped where the next one should begin."""
    give_details(desk, "pt")
    tab.reload()
    tab.get_by_role("button", name="Title", exact=True).click()
    chapter = tab.get_by_role("group", name="Chapter at 0:30")
    record(tab)
    chapter.get_by_role("button", name="Play from here").click()
    wait_until(lambda: sought(tab), lambda places: pytest.approx(30, abs=0.01) in places)
    chapter.get_by_role("button", name="Pause").click()
    wait_until(lambda: happened(tab), lambda seen: seen[-1] == "pause")
    expect(chapter.get_by_role("button", name=re.compile(r"^Set to 0:3\d\.\d$"))).to_be_visible()
