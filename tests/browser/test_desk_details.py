"""Title, description and chapters on the desk, in Chromium."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.desk_page import give_details
from tests.browser.waiting import expect, has, wait_until
from tests.desks import RunningDesk

pytestmark = pytest.mark.browser


def test_title_and_chapters_are_corrected_without_a_button(tab: Any, desk: RunningDesk) -> None:
    """Leaving a field saves it; what somebody else wrote there is shown, and markup is text."""
    path = give_details(desk, "pt")
    tab.reload()
    tab.get_by_role("button", name="Title", exact=True).click()
    dialog = tab.get_by_role("dialog")
    expect(dialog.get_by_label("Chapter at 0:00")).to_have_value("<b>Início</b>")
    expect(dialog).to_contain_text("the file has 2 chapters; YouTube shows them from 3 on")
    dialog.get_by_label("Title", exact=True).fill("O crédito social")
    dialog.get_by_label("Chapter at 0:00").click()
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
