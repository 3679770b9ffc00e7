"""What tests of the desk do on its page."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from tests.desks import RunningDesk

SAVED = re.compile(r"^saved \d\d:\d\d$")


def expect(locator: Any) -> Any:
    """Playwright's, with patience for machines that do much else."""
    from playwright.sync_api import expect as wait_for

    wait_for.set_options(timeout=20_000)
    return wait_for(locator)


def wait_until(is_true: Callable[[], bool], *, seconds: float = 30.0) -> None:
    """Look again and again: what happens on the disk sends no event."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def open_track(page: Any, desk: RunningDesk, language: str) -> None:
    page.goto(desk.page(language))
    expect(page.locator(".row").first).to_be_visible()


def field(page: Any, number: int) -> Any:
    return page.locator(".row textarea").nth(number)


def rewrite(page: Any, number: int, text: str) -> None:
    """Click into a caption, select all, write."""
    field(page, number).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
