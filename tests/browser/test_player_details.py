"""Title, description and chapters on the page of a bundle, in Chromium."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import missing
from tests.browser.serving import serve
from tests.browser.video import play_slowly
from tests.bundles import DETAILS, HOSTILE, bundle, make_bundle_input, write_video

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with details, one title hostile."""
    folder = tmp_path_factory.mktemp("told")
    bundle(make_bundle_input(write_video(folder / "in.mp4"), details=DETAILS), folder / "talk")
    return folder / "talk"


def open_page(page: Any, dist: Path, *, fragment: str = "") -> None:
    page.goto((dist / "index.html").as_uri() + fragment)
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")


def test_title_description_and_chapters_follow_the_language(page: Any, told: Path) -> None:
    open_page(page, told)
    assert page.title() == "Signs & <shadows>"
    assert page.get_by_role("heading", level=1).inner_text() == "Signs & <shadows>"
    page.get_by_role("button", name="Português").click()
    assert page.title() == "Sinais & <sombras>"
    assert page.locator("h1").get_attribute("lang") == "pt"
    assert page.locator("#about-text").inner_text() == "Primeira linha.\n\nSegunda <b>linha</b>."
    assert page.locator("#chapter-list a").all_inner_texts() == ["0:00\nInício", "0:01\nFim"]
    assert page.locator("#transcript h3").all_inner_texts() == ["Início", "Fim"]


def test_a_language_without_chapters_has_those_of_the_spoken_one(page: Any, told: Path) -> None:
    """In their own direction; the title is the language's own."""
    open_page(page, told, fragment="#lang=ar")
    assert page.locator("h1").inner_text() == "إشارات"
    assert page.locator("h1").get_attribute("dir") == "rtl"
    assert page.locator("#chapter-list a span").all_inner_texts() == ["Beginning", HOSTILE]
    assert page.locator("#chapter-list").get_attribute("dir") == "ltr"


def test_a_chapter_is_a_link_to_its_moment(page: Any, told: Path) -> None:
    open_page(page, told)
    page.get_by_role("button", name="Português").click()
    play_slowly(page)
    link = page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Fim")
    assert link.get_attribute("href") == "#t=1.2&lang=pt"
    link.click()
    page.wait_for_function("() => document.querySelector('video').currentTime >= 1.2")
    page.wait_for_function("() => document.querySelector('#chapter-list [aria-current]')?.innerText.includes('Fim')")


def test_hostile_titles_are_text(page: Any, told: Path) -> None:
    """No script of a title runs (the fixture fails on dialogs' errors too), and none ends the page's data."""
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    open_page(page, told)
    assert page.locator("#chapter-list a span").nth(1).inner_text() == HOSTILE
    assert page.locator("#about-text").inner_text().startswith('Javascript: "quotes" <script>alert(1)</script>')
    page.get_by_role("searchbox").fill("e")
    assert dialogs == []
    assert page.locator("#about-text a, #about-text script").count() == 0


def test_search_engines_and_shared_links_say_the_title(page: Any, told: Path) -> None:
    open_page(page, told)
    value = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    assert value["name"] == "Signs & <shadows>"
    assert [(clip["name"], clip["startOffset"], clip["endOffset"]) for clip in value["hasPart"]] == [
        ("Beginning", 0, 1.2),
        (HOSTILE, 1.2, 3),
    ]
    metas = page.evaluate(
        "[...document.querySelectorAll('meta[property]')].map((m) => [m.getAttribute('property'), m.content])"
    )
    assert ["og:title", "Signs & <shadows>"] in metas
    assert ["og:locale:alternate", "pt"] in metas


def test_addresses_in_a_description_are_links_and_nothing_else_is(page: Any, told: Path, tmp_path: Path) -> None:
    from pipeline.model import Details

    text = 'See https://example.org/a?b=1&c=2, (http://x.org/y) or javascript:alert(1).\nhttps://"><b>'
    media = next(told.glob("*.captioned.mp4"))
    bundle(make_bundle_input(media, details={"en": Details("t", text)}), tmp_path / "talk")
    open_page(page, tmp_path / "talk")
    links = page.evaluate("[...document.querySelectorAll('#about-text a')].map((a) => a.getAttribute('href'))")
    assert links == ["https://example.org/a?b=1&c=2", "http://x.org/y"]
    assert page.locator("#about-text").inner_text() == text


def test_browsers_load_the_chapters_file_as_chapters(page: Any, told: Path) -> None:
    """`<track kind="chapters">` with the file of the bundle: Chromium's own parser reads titles and times."""
    with serve(told) as (address, root):
        (root / "chapters.html").write_text(
            '<!doctype html><link rel="icon" href="data:,"><video src="talk.captioned.mp4">'
            '<track kind="chapters" srclang="en" src="talk.en.chapters.vtt" default></video>'
        )
        page.goto(f"{address}/chapters.html")
        page.evaluate("document.querySelector('video').textTracks[0].mode = 'hidden'")
        page.wait_for_function("() => document.querySelector('track').readyState === 2")
        cues = page.evaluate(
            "[...document.querySelector('video').textTracks[0].cues]"
            ".map((c) => [c.startTime, c.endTime, c.getCueAsHTML().textContent])"
        )
    assert cues == [[0, 1.2, "Beginning"], [1.2, 3, HOSTILE]]


def test_a_stream_player_finds_the_chapters(page: Any, told: Path) -> None:
    """hls.js reads where they are from the first playlist, and the file is JSON that a page can load."""
    library = Path(__file__).parent / "node_modules" / "hls.js" / "dist" / "hls.min.js"
    if not library.is_file():
        missing("needs hls.js: npm --prefix tests/browser ci")
    with serve(told) as (address, root):
        shutil.copy(library, root / "hls.js")
        (root / "stream.html").write_text(
            '<!doctype html><link rel="icon" href="data:,"><video muted></video><script src="hls.js"></script>'
        )
        page.goto(f"{address}/stream.html")
        chapters = page.evaluate("""() => new Promise((done) => {
          const player = new Hls();
          player.on(Hls.Events.MANIFEST_LOADED, async (_, { sessionData }) => {
            const place = new URL(sessionData["com.apple.hls.chapters"].URI, new URL("hls/", location.href));
            done((await (await fetch(place)).json()).map((chapter) => chapter.titles.map(({ title }) => title)));
          });
          player.loadSource("hls/master.m3u8");
        })""")
    assert chapters == [["Beginning", "Início"], [HOSTILE, "Fim"]]


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_the_page_fits_narrow_screens(page: Any, told: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, told)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_hard_to_use_for_anybody(browser: Any, told: Path) -> None:
    """axe-core finds no fault, light and dark."""
    script = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        missing("needs axe-core: npm --prefix tests/browser ci")
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        opened = context.new_page()
        opened.goto((told / "index.html").as_uri())
        opened.add_script_tag(path=str(script))
        faults = opened.evaluate("axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes[0].html]))")
        context.close()
        assert faults == []
