"""The bundle's page and stream in Chromium."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import missing, slow_down
from tests.browser.video import play_slowly, seek
from tests.browser.waiting import expect, wait_until

pytestmark = pytest.mark.browser

HLS_JS = Path(__file__).parent / "node_modules" / "hls.js" / "dist" / "hls.min.js"
TRACKS = """[...document.querySelector("video").textTracks].map((t) => [t.language, t.label, t.kind, t.mode])"""
SHOWN = """(wanted) => {
  const track = [...document.querySelector("video").textTracks].find((t) => t.language === wanted);
  return [...(track.activeCues ?? [])].map((cue) => cue.getCueAsHTML().textContent);
}"""


# Each picture of the test video is a grey that says its number: see `tests.bundles.write_video`.
PICTURE = """() => {
  const context = document.createElement("canvas").getContext("2d");
  context.drawImage(document.querySelector("video"), 0, 0);
  return Math.round(context.getImageData(8, 8, 1, 1).data[0] / 7);
}"""


def open_page(page: Any, dist: Path) -> None:
    page.goto((dist / "index.html").as_uri())
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")


def test_the_page_plays_from_the_disk_and_lists_every_track(page: Any, dist: Path) -> None:
    """The video loads; the tracks have languages and honest labels; the spoken language is on."""
    open_page(page, dist)
    assert page.evaluate("document.querySelector('video').duration") == pytest.approx(3.0, abs=0.1)
    assert page.evaluate(TRACKS) == [
        ["en", "English", "captions", "showing"],
        ["pt", "Português (machine), 25 % reviewed", "subtitles", "disabled"],
        ["ar", "العربية (machine), 25 % reviewed", "subtitles", "disabled"],
    ]
    assert page.title() == "my talk #1 & 50%"


def test_the_cue_at_a_second_is_the_right_text(page: Any, dist: Path) -> None:
    """Markup is rendered, signs are as spoken; nothing is shown between cues."""
    open_page(page, dist)
    for seconds, text in [
        (0.5, ["Hello, world."]),
        (1.15, []),
        (1.5, ["Fish & chips,\n1 < 2 --> yes."]),
        (2.5, ["Up here."]),
    ]:
        seek(page, seconds)
        wait_until(lambda: page.evaluate(SHOWN, "en"), text)


def test_a_click_in_the_transcript_seeks_and_marks_the_line(page: Any, dist: Path) -> None:
    """Portuguese is chosen, its second line clicked: the video is there and shows it."""
    open_page(page, dist)
    play_slowly(page)
    page.get_by_role("button", name="Português").click()
    page.get_by_role("link", name="Peixe e batatas.").click()
    page.wait_for_function("() => document.querySelector('video').currentTime >= 1.2")
    expect(page.locator(".cue[aria-current=true]")).to_have_text("Peixe e batatas.")
    wait_until(lambda: page.evaluate(SHOWN, "pt"), ["Peixe e batatas."])
    assert "machine translation" in page.locator("#provenance").inner_text()


def test_the_transcript_is_searched_without_regard_to_accents(page: Any, dist: Path) -> None:
    """`ola` finds “Olá”; the hit is marked; the count is said."""
    open_page(page, dist)
    page.get_by_role("button", name="Português").click()
    page.get_by_role("searchbox").fill("ola")
    assert page.locator(".cue").count() == 1
    assert page.locator("mark").inner_text() == "Olá"
    assert page.locator("#count").inner_text() == "1 of 2 captions"
    page.get_by_role("searchbox").fill("zebra")
    assert "Nothing found" in page.locator("#transcript").inner_text()


def test_the_page_works_with_the_keyboard_alone(page: Any, dist: Path) -> None:
    """Tab reaches the languages; Enter in the search goes to the first hit; arrows walk; Enter seeks."""
    open_page(page, dist)
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert "Fish" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('video').currentTime >= 1.2")
    page.get_by_role("button", name="Off").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    assert {mode for *_, mode in page.evaluate(TRACKS)} == {"disabled"}


def test_arabic_runs_from_right_to_left(page: Any, dist: Path) -> None:
    """The list says its direction and its language."""
    open_page(page, dist)
    page.get_by_role("button", name="العربية").click()
    assert page.locator("#transcript .text").get_attribute("dir") == "rtl"
    assert page.locator("#transcript .text").get_attribute("lang") == "ar"


def test_the_page_asks_for_nothing_but_the_video(page: Any, dist: Path) -> None:
    """No outside resources."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, dist)
    video = next(path for path in dist.iterdir() if path.name.endswith(".captioned.mp4"))
    assert {url.split("?")[0] for url in asked} == {(dist / "index.html").as_uri(), video.as_uri()}


def test_the_links_to_files_lead_to_files(page: Any, dist: Path) -> None:
    """Also with a name full of signs that mean something in addresses."""
    open_page(page, dist)
    targets = page.evaluate("[...document.querySelectorAll('.files a')].map((a) => a.href)")
    names = {path.as_uri() for path in dist.iterdir()}
    assert len(targets) == 15
    assert set(targets) <= names


def test_everything_has_a_name_for_screen_readers(page: Any, dist: Path) -> None:
    """Buttons, fields and regions speak; the page declares its language and its headings."""
    open_page(page, dist)
    page.get_by_role("button", name="Português").click()
    tree = page.locator("body").aria_snapshot()
    for expected in (
        'heading "my talk #1 & 50%"',
        'region "Video"',
        'group "Captions"',
        'searchbox "Search the transcript"',
    ):
        assert expected in tree, tree
    assert 'button "Português machine" [pressed]' in tree
    assert 'link "Peixe e batatas."' in tree


@pytest.mark.parametrize("width", [360, 900])
def test_the_page_fits_narrow_screens(page: Any, dist: Path, width: int) -> None:
    """Nothing sticks out to the side."""
    page.set_viewport_size({"width": width, "height": 700})
    open_page(page, dist)
    page.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_plays_from_a_server_too(page: Any, server: tuple[str, Path]) -> None:
    """The same page, over HTTP."""
    page.goto(f"{server[0]}/index.html")
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    assert len(page.evaluate(TRACKS)) == 3


def test_the_stream_plays_in_hls_js_with_captions_in_time(page: Any, server: tuple[str, Path]) -> None:
    """The player lists the renditions, and its cues stand where the video's own clock has them."""
    if not HLS_JS.is_file():
        missing("needs hls.js: npm --prefix tests/browser ci")
    address, root = server
    shutil.copy(HLS_JS, root / "hls.js")
    (root / "stream.html").write_text(
        '<!doctype html><link rel="icon" href="data:,"><video muted></video><script src="hls.js"></script>'
    )
    page.goto(f"{address}/stream.html")
    page.evaluate("""() => {
      const video = document.querySelector("video");
      window.player = new Hls();
      player.loadSource("hls/master.m3u8");
      player.attachMedia(video);
    }""")
    page.wait_for_function(
        "() => document.querySelector('video').readyState >= 2 && player.subtitleTracks.length === 3"
    )
    named = page.evaluate("player.subtitleTracks.map((t) => [t.lang, t.name, t.attrs.CHARACTERISTICS ?? ''])")
    assert named == [
        ["en", "English", ""],
        ["pt", "Português (machine), 25 % reviewed", "public.machine-generated"],
        ["ar", "العربية (machine), 25 % reviewed", "public.machine-generated"],
    ]
    page.wait_for_function("[...document.querySelector('video').textTracks].some((t) => t.cues?.length === 3)")
    cues = page.evaluate(
        "[...[...document.querySelector('video').textTracks].find((t) => t.cues?.length === 3).cues]"
        ".map((c) => [c.startTime, c.getCueAsHTML().textContent])"
    )
    expected = [(0.2, "Hello, world."), (1.2, "Fish & chips,\n1 < 2 --> yes."), (2.0, "Up here.")]
    for (seconds, text), (start, shown) in zip(expected, cues, strict=True):
        assert shown == text
        # A quarter of a picture after the cue begins, the picture that belongs to that time is on the screen.
        seek(page, start + 0.025)
        wait_until(lambda: page.evaluate(PICTURE), round(seconds * 10))


def open_in(browser: Any, dist: Path, locale: str, *, fragment: str = "", width: int = 1280) -> Any:
    """The page as a viewer of another language, or of a link to a moment, opens it."""
    opened = slow_down(browser.new_page(locale=locale, viewport={"width": width, "height": 800}))
    opened.goto((dist / "index.html").as_uri() + fragment)
    opened.wait_for_function("() => document.querySelector('video').readyState >= 2")
    return opened


def test_the_page_speaks_the_viewers_language(browser: Any, dist: Path) -> None:
    """A Brazilian sees Portuguese words and Portuguese captions; a Dane, for whom there are none, English."""
    opened = open_in(browser, dist, "pt-BR")
    assert opened.locator("html").get_attribute("lang") == "pt"
    assert opened.get_by_role("searchbox", name="Procurar na transcrição").is_visible()
    assert "3 idiomas · falado: English" in opened.locator("#facts").inner_text()
    assert opened.get_by_role("button", name="Português máquina", pressed=True).is_visible()
    opened.close()
    opened = open_in(browser, dist, "da")
    assert opened.get_by_role("button", name="English", pressed=True).is_visible()
    assert opened.get_by_role("button", name="Off").is_visible()
    opened.close()


@pytest.mark.parametrize("locale", ["en", "pt", "es", "fr", "de", "ar"])
def test_how_captions_were_made_is_said_in_the_viewers_language(browser: Any, dist: Path, locale: str) -> None:
    """And the page runs in the direction of its words."""
    opened = open_in(browser, dist, locale, fragment="#lang=pt")
    text = opened.locator("#provenance").inner_text()
    assert "argos 2 (en_pt)" in text
    assert "25 %" in text
    english = "Made by machine translation with argos 2 (en_pt); 25 % reviewed, not approved by a person."
    assert (text == english) == (locale == "en"), text
    assert opened.evaluate("getComputedStyle(document.body).direction") == ("rtl" if locale == "ar" else "ltr")
    assert opened.evaluate("document.documentElement.scrollWidth") <= 1280
    opened.close()


def test_every_language_of_the_page_has_all_of_its_words() -> None:
    folder = Path(__file__).parents[2] / "pipeline" / "delivery" / "web" / "strings"
    words = {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    assert {"en", "pt", "es"} <= set(words)
    for name, strings in words.items():
        assert strings.keys() == words["en"].keys(), name
        for key, text in strings.items():
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", words["en"][key])), (name, key)


def test_a_link_leads_to_a_moment_and_a_language(browser: Any, dist: Path) -> None:
    opened = open_in(browser, dist, "en", fragment="#t=1.2&lang=pt")
    opened.wait_for_function("() => document.querySelector('video').currentTime >= 1.2")
    assert opened.get_by_role("button", name="Português", pressed=True).is_visible()
    expect(opened.locator(".cue[aria-current=true]")).to_have_text("Peixe e batatas.")
    assert opened.get_by_role("link", name="Peixe e batatas.").get_attribute("href") == "#t=1.2&lang=pt"
    opened.get_by_role("button", name="Copy a link to this moment").click()
    wait_until(lambda: opened.evaluate("location.hash"), "#t=1&lang=pt")
    opened.close()


def test_the_transcript_is_one_stop_of_the_tab_key(page: Any, dist: Path) -> None:
    open_page(page, dist)
    assert page.locator("#transcript a[tabindex='0']").count() == 1
    page.locator("#transcript a[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    assert "Fish" in page.evaluate("document.activeElement.innerText")
    assert page.locator("#transcript a[tabindex='0']").inner_text() == page.evaluate("document.activeElement.innerText")


def test_captions_are_large_enough_on_a_telephone(browser: Any, dist: Path) -> None:
    """Below a small picture, in a size that can be read; in a window they are on the picture."""
    opened = open_in(browser, dist, "en", width=390)
    seek(opened, 0.5)
    opened.wait_for_function("() => document.getElementById('shown').innerText === 'Hello, world.'")
    assert opened.evaluate("parseFloat(getComputedStyle(document.getElementById('shown')).fontSize)") >= 16
    assert opened.locator("#shown i").inner_text() == "world"
    assert opened.evaluate(TRACKS)[0][3] == "hidden"
    opened.set_viewport_size({"width": 1280, "height": 800})
    opened.wait_for_function("() => document.getElementById('shown').hidden")
    wait_until(lambda: opened.evaluate(TRACKS)[0][3], "showing")
    opened.close()


def test_search_engines_find_the_video_its_text_and_its_languages(page: Any, dist: Path) -> None:
    open_page(page, dist)
    value = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    assert (value["@type"], value["duration"], value["inLanguage"]) == ("VideoObject", "PT3S", "en")
    assert value["transcript"] == "Hello, world. Fish & chips, 1 < 2 --> yes. Up here."
    assert [item["inLanguage"] for item in value["caption"]] == ["en", "pt", "ar"]
    assert value["hasPart"][0]["url"] == "#t=0.2"
    names = page.evaluate(
        "[...document.querySelectorAll('link[hreflang]')].map((l) => [l.hreflang, l.getAttribute('href')])"
    )
    assert names == [["en", "?lang=en"], ["pt", "?lang=pt"], ["ar", "?lang=ar"]]


def test_paper_shows_the_text_alone(page: Any, dist: Path) -> None:
    open_page(page, dist)
    page.emulate_media(media="print")
    assert page.locator("#transcript").is_visible()
    assert not page.locator("video").is_visible()
    assert not page.get_by_role("searchbox").is_visible()
