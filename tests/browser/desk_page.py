"""What tests of the desk do on its page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.browser.waiting import expect
from tests.desks import VIDEO, RunningDesk

SAVED = re.compile(r"^saved \d\d:\d\d$")


def open_track(page: Any, desk: RunningDesk, language: str) -> None:
    """Open captions, and wait until they are there: on a page that shows others, these go first."""
    page.goto(desk.page(language))
    expect(page.locator(f".rows[lang='{language}'] .row").first).to_be_visible()


def wait_for_queue(page: Any) -> None:
    """Until all that stands beside the captions is there: sources, reasons, times of words."""
    expect(page.locator("#filter")).to_have_text(re.compile(r"To read first: [1-9]"))


def field(page: Any, number: int) -> Any:
    return page.locator(".row textarea").nth(number)


def rewrite(page: Any, number: int, text: str) -> None:
    """Click into a caption, select all, write."""
    field(page, number).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def give_second_reading(desk: RunningDesk) -> None:
    """The recogniser doubted one word of the demonstration and understood another the second time."""
    path = desk.folder / "subtitles" / VIDEO / "machine" / "transcript.json"
    table = json.loads(path.read_text())
    word = next(row for row in table["words"] if row[0] == "single")
    path.write_text(json.dumps({**table, "readings": [["single", "signal", word[1], word[2], 0.6]]}))


DETAILS = """title = "Crédito social"
description = "Um vídeo."

[[chapters]]
start = "0:00"
title = "<b>Início</b>"

[[chapters]]
start = "0:30"
title = "Uma cidade"
"""


def give_details(desk: RunningDesk, language: str) -> Path:
    """Title, description and two chapters; gives the file."""
    path = desk.captions(language).with_suffix(".toml")
    path.write_text(DETAILS, encoding="utf-8")
    return path
