"""Takes the pictures of the desk in docs/images anew: `make desk-pictures`. Needs Chromium and Playwright.

A copy of the demonstration gets a corrected word, an approval, a second person, a note and an Arabic file, so
that each picture shows what a volunteer would see. Pictures are reduced to few colours, which keeps them small.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.desks import VIDEO, RunningDesk, copy_demonstration

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
COLOURS = 160
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--lang=en"]
ARABIC = """1
00:00:00,800 --> 00:00:03,000
في عام 2014 أعلنت الصين عن خطة

2
00:00:03,080 --> 00:00:05,648
لما أسمته نظام الرصيد الاجتماعي.

3
00:00:05,728 --> 00:00:08,400
كان الهدف المعلن هو تعزيز الثقة

4
00:00:08,480 --> 00:00:10,736
في الأعمال وفي الحياة اليومية.

5
00:00:10,816 --> 00:00:13,816
فهل لكل شخص في الصين نقاط الآن؟

6
00:00:14,896 --> 00:00:15,700
ليس تمامًا.

7
00:00:15,900 --> 00:00:18,000
لا توجد درجة وطنية واحدة.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: where, how wide, and what is done before it is taken."""

    name: str
    language: str = "pt"
    width: int = 1360
    height: int = 820
    scheme: str = "light"
    is_phone: bool = False
    steps: Callable[[Page], None] = field(default=lambda page: None)


def main() -> int:
    """Take them all."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name:
        folder = copy_demonstration(Path(name) / "work")
        (folder / "subtitles" / VIDEO / f"{VIDEO}.ar.srt").write_text(ARABIC, encoding="utf-8")
        with RunningDesk(folder) as desk, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            _approve_some(browser, desk)
            for picture in PICTURES:
                _take(browser, desk, picture)
            browser.close()
    return 0


def _take(browser: Browser, desk: RunningDesk, picture: Picture) -> None:
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(
        viewport=size,
        color_scheme=picture.scheme,
        is_mobile=picture.is_phone,
        has_touch=picture.is_phone,
        device_scale_factor=2 if picture.is_phone else 1,
    )
    page = context.new_page()
    page.add_init_script("localStorage.setItem('person', 'Ana Lima')")
    if picture.language:
        page.goto(desk.page(picture.language))
        page.wait_for_selector(".row textarea")
        page.wait_for_timeout(1_800)  # the queue, the waveform and the first picture of the video
    else:
        page.goto(desk.address)
        page.wait_for_selector(".videos")
    if picture.name == "desk-conflict":
        _clash(page, desk)
    picture.steps(page)
    page.wait_for_timeout(1_200)
    _write_small(page.screenshot(), IMAGES / f"{picture.name}.png")
    context.close()


def _approve_some(browser: Browser, desk: RunningDesk) -> None:
    """The first sentences were read by somebody."""
    page = browser.new_page()
    page.add_init_script("localStorage.setItem('person', 'Ana Lima')")
    page.goto(desk.page("pt"))
    page.wait_for_selector("#progress:not(:empty)")
    page.locator(".row textarea").nth(4).click()
    page.get_by_role("button", name="Right up to here").click()
    page.wait_for_selector(".row.approved")
    page.close()


def _clash(page: Page, desk: RunningDesk) -> None:
    """Somebody else writes in the caption in which the person of the picture writes."""
    box = page.locator(".row textarea").nth(6)
    old = box.input_value()
    box.click()
    path = desk.captions("pt")
    path.write_text(
        path.read_text(encoding="utf-8").replace(old, "Não existe uma nota nacional única."), encoding="utf-8"
    )
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Não há só uma pontuação nacional.")
    page.wait_for_selector(".panel.clash")


def _work_at(number: int) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        box = page.locator(".row textarea").nth(number)
        box.click()
        box.evaluate("(box) => box.scrollIntoView({ block: 'center' })")

    return steps


def _next_doubtful(page: Page) -> None:
    page.locator("#filter").click()
    page.keyboard.press("Escape")
    page.locator("#next").click()
    page.locator("video").evaluate("(video) => { video.pause(); video.currentTime = 15.6; }")


def _write_small(data: bytes, path: Path) -> None:
    from PIL import Image

    image = Image.open(io.BytesIO(data)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


PICTURES = (
    Picture(name="desk-videos", language="", height=360),
    Picture(name="desk", steps=_work_at(10)),
    Picture(name="desk-queue", steps=_next_doubtful),
    Picture(name="desk-conflict"),
    Picture(name="desk-phone", width=390, height=780, is_phone=True, steps=_work_at(5)),
    Picture(name="desk-right-to-left", language="ar", height=640, steps=_work_at(2)),
    Picture(name="desk-dark", scheme="dark", steps=_work_at(12)),
)

if __name__ == "__main__":
    sys.exit(main())
