"""The desk for everyone: keyboard alone, screen readers, a telephone, right to left, dark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.cues import profile_for
from pipeline.model import Cue
from pipeline.quality import measure_cue
from pipeline.text import wide_places
from tests.browser.conftest import missing, slow_down
from tests.browser.desk_page import field, give_details, give_second_reading, open_track, rewrite, wait_for_queue
from tests.browser.video import happened, record
from tests.browser.waiting import expect, has, wait_until
from tests.desks import VIDEO, RunningDesk

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
ARABIC = """1
00:00:00,500 --> 00:00:03,000
أعلنت الصين عام 2014
عن خطة جديدة.

2
00:00:03,200 --> 00:00:06,000
هل لكل شخص نقاط الآن؟

"""


def violations(page: Any) -> list[str]:
    """What axe finds wrong with the page as it is now, in short."""
    if not AXE.is_file():
        missing("needs axe-core: npm --prefix tests/browser ci")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(tab: Any, scheme: str) -> None:
    """On the desk, with a row open, in each dialog, on the list of videos."""
    tab.emulate_media(color_scheme=scheme)
    wait_for_queue(tab)
    field(tab, 1).click()
    assert violations(tab) == []
    for name in ("Keys", "Find"):
        tab.get_by_role("button", name=name, exact=True).click()
        expect(tab.get_by_role("dialog")).to_be_visible()
        assert violations(tab) == []
        tab.keyboard.press("Escape")
    for name in ("Note", "Source"):
        tab.locator(".row.current").get_by_role("button", name=name, exact=True).click()
        expect(tab.get_by_role("dialog")).to_be_visible()
        assert violations(tab) == []
        tab.keyboard.press("Escape")
    tab.locator("h1 a").click()
    expect(tab.locator(".videos")).to_be_visible()
    assert violations(tab) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_appears_now_and_then(desk: RunningDesk, page: Any, scheme: str) -> None:
    """A second reading, title and chapters with a start that is none, an offer, the places of a word, the glossary."""
    give_second_reading(desk)
    give_details(desk, "en")
    page.emulate_media(color_scheme=scheme)
    open_track(page, desk, "en")
    expect(page.locator(".second-reading")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Title", exact=True).click()
    page.get_by_label("Begins at").first.fill("soon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("not saved: the start is no time")
    assert violations(page) == []
    page.keyboard.press("Escape")
    rewrite(page, 0, field(page, 0).input_value().replace("China", "Czechia"))
    expect(page.locator("#offer")).to_contain_text("in other captions")
    assert violations(page) == []
    page.get_by_role("button", name="Correct it everywhere").click()
    expect(page.locator(".places h3")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Into the glossary").click()
    expect(page.get_by_label("A name: it stays")).to_be_visible()
    assert violations(page) == []
    page.expected_errors = re.compile("400")


def test_the_whole_task_by_keyboard_alone(desk: RunningDesk, page: Any) -> None:
    """From the list of videos to an approved correction, without a mouse."""
    page.goto(desk.address)
    expect(page.locator(".videos")).to_be_visible()
    press_until(page, "Tab", lambda: focused_text(page) == "Português")
    page.keyboard.press("Enter")
    expect(page.locator(".row").first).to_be_visible()
    wait_for_queue(page)
    press_until(page, "Tab", lambda: page.evaluate("document.activeElement.classList.contains('row')"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field(page, 1)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("do crédito público.")
    page.keyboard.press("Control+.")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("Ana Lima")
    page.keyboard.press("Enter")
    expect(page.locator(".row").nth(1).locator(".by span")).to_have_text("✓ Ana Lima")
    wait_until(lambda: desk.read("pt"), has("do crédito público."))
    expect(field(page, 2)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("This is right, next")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.locator(".row.current textarea")).to_be_focused()


def press_until(page: Any, key: str, is_there: Any) -> None:
    for _ in range(40):
        if is_there():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead there")


def focused_text(page: Any) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def test_a_telephone_plays_reads_corrects_and_approves(desk: RunningDesk, browser: Any) -> None:
    """390 pixels wide, by touch; nothing sticks out to the side."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = slow_down(context.new_page())
    open_track(page, desk, "pt")
    wait_for_queue(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    field(page, 1).tap()
    page.get_by_role("button", name="Play caption").tap()
    expect(page.locator(".row").nth(1)).to_have_class(re.compile("playing"))
    field(page, 1).fill("do crédito público.")
    page.get_by_role("button", name="Right, next").tap()
    page.get_by_role("textbox", name="Your name").fill("Ana")
    page.get_by_role("button", name="Go on").tap()
    expect(page.locator(".row").nth(1).locator(".by span")).to_have_text("✓ Ana")
    wait_until(lambda: desk.read("pt"), has("do crédito público."))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    context.close()


def test_right_to_left_is_right(desk: RunningDesk, page: Any) -> None:
    """Language and direction are said, so that the browser's spelling checker and its caret are right."""
    (desk.folder / "subtitles" / VIDEO / f"{VIDEO}.ar.srt").write_text(ARABIC, encoding="utf-8")
    open_track(page, desk, "ar")
    assert field(page, 0).evaluate("(field) => [field.lang, field.dir, field.spellcheck]") == ["ar", "rtl", True]
    assert page.locator(".screen video").evaluate("(video) => video.textTracks[0].language") == "ar"
    rewrite(page, 1, "هل لكل شخص نقاط؟")
    wait_until(lambda: desk.read("ar"), has("هل لكل شخص نقاط؟"))


def test_what_is_still_being_composed_is_nobodys_command(tab: Any, desk: RunningDesk) -> None:
    """An input method uses Enter and the arrows for itself."""
    field(tab, 1).click()
    tab.keyboard.press("Control+Home")
    before = tab.locator(".row").count()
    composing = """(field) => field.dispatchEvent(new KeyboardEvent("keydown",
      { key: "Backspace", bubbles: true, cancelable: true, isComposing: true }))"""
    assert field(tab, 1).evaluate(composing) is True  # not taken: the browser goes on with it
    assert tab.locator(".row").count() == before
    tab.keyboard.press("Backspace")
    expect(tab.locator(".row")).to_have_count(before - 1)


def test_half_a_word_is_counted_and_not_saved(tab: Any, desk: RunningDesk) -> None:
    """What an input method is still composing is no text yet; the figures follow it all the same."""
    wait_for_queue(tab)
    before, text = desk.read("pt"), field(tab, 1).input_value()
    field(tab, 1).click()
    tab.keyboard.press("End")
    characters = tab.locator(".row").nth(1).locator(".figures span").first
    expect(characters).to_have_text(str(len(text)))
    keyboard = tab.context.new_cdp_session(tab)
    keyboard.send("Input.imeSetComposition", {"text": "kan", "selectionStart": 3, "selectionEnd": 3})
    expect(characters).to_have_text(str(len(text) + 3))
    tab.wait_for_timeout(1_200)  # twice the pause that saves
    assert desk.read("pt") == before
    keyboard.send("Input.insertText", {"text": "\u6f22"})
    wait_until(lambda: desk.read("pt"), has(f"{text}\u6f22"))
    expect(characters).to_have_text(str(len(text) + 1))


COUNTED = [
    "So, does every person\nin China now have a score?",
    "<i>Em 2014</i>, a China\n{\\an8}anunciou um plano",
    "e\u0301te\u0301 \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e7\U0001f1f7",
    "\u200fهل لكل شخص نقاط الآن؟\u200e",
    "中国は社会信用システムという\nAI計画（2014年）を発表した…",
    "ｱｲｳ “引用” — ×2 ① Ωμέγα",
    "สวัสดีครับ นี่คือคำบรรยาย",
    "List<String> <\u2060i> 1 < 2 --> 3 {x}",
    "<font color='#fff'>Sign</font>",
]


@pytest.mark.parametrize("language", ["en", "ja", "th"])
def test_the_page_counts_as_the_program_does(tab: Any, language: str) -> None:
    """Lines, speed and room: what somebody sees while typing is what is said of it once it is saved."""
    profile = profile_for(language, "netflix")
    limits = {"lineCells": profile.line_cells, "maxLines": profile.max_lines, "speedCps": profile.speed_cps}
    limits["wide"] = list(wide_places()) if profile.half_width else None
    cues = [Cue(start_ms=1_000, end_ms=3_345, text=text) for text in COUNTED]
    measures = [measure_cue(cue, profile=profile) for cue in cues]
    counted = tab.evaluate(
        """async ([texts, limits]) => {
          const { figuresOf } = await import("./page/figures.js");
          return texts.map((text) => figuresOf({ text, start: 1000, end: 3345 }, limits));
        }""",
        [COUNTED, limits],
    )
    assert [(one["lines"], one["room"]) for one in counted] == [
        (list(one.line_cells), one.room_cells) for one in measures
    ]
    assert [one["speed"] for one in counted] == pytest.approx([one.speed_cps for one in measures], abs=0.011)


@pytest.mark.parametrize("name", ["Amara", "Subtitle Edit"])
def test_keys_of_other_editors_are_presets(tab: Any, name: str) -> None:
    """Chosen once, kept; the help shows them."""
    tab.get_by_role("button", name="Keys").click()
    tab.get_by_label("As in").select_option(label=name)
    expect(tab.get_by_role("dialog")).to_contain_text({"Amara": "Four seconds back", "Subtitle Edit": "F9"}[name])
    tab.keyboard.press("Escape")
    field(tab, 1).click()
    expect(tab.locator(".row").nth(1)).to_have_class(re.compile("playing"))
    record(tab)
    tab.keyboard.press({"Amara": "Tab", "Subtitle Edit": "Control+Space"}[name])
    wait_until(lambda: happened(tab), ["play"])


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "</textarea><script>alert(1)</script>", "{{7*7}}"])
def test_the_text_of_a_caption_is_text(tab: Any, desk: RunningDesk, text: str) -> None:
    """In its field, in the picture, in the lists: never markup."""
    rewrite(tab, 1, text)
    wait_until(lambda: desk.read("pt"), has(text))
    tab.reload()
    expect(field(tab, 1)).to_have_value(text)
    assert tab.locator("img, .row script").count() == 0
    tab.locator("video").evaluate("(video) => { video.currentTime = 4.5; }")
    shown = "(video) => [...video.textTracks[0].activeCues].map((cue) => cue.getCueAsHTML().textContent)"
    wait_until(lambda: tab.locator("video").evaluate(shown), [text])
