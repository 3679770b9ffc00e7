"""The bundle's page and stream in Chromium."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import missing

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
    page.wait_for_function("document.querySelector('video').readyState >= 2")


def seek(page: Any, seconds: float) -> None:
    page.evaluate(
        """(seconds) => new Promise((done) => {
          const video = document.querySelector("video");
          video.addEventListener("seeked", () => requestAnimationFrame(() => requestAnimationFrame(done)),
            { once: true });
          video.currentTime = seconds;
        })""",
        seconds,
    )


def test_the_page_plays_from_the_disk_and_lists_every_track(page: Any, dist: Path) -> None:
    """The video loads; the tracks have languages and honest labels; the spoken language is on."""
    open_page(page, dist)
    assert page.evaluate("document.querySelector('video').duration") == pytest.approx(3.0, abs=0.1)
    assert page.evaluate(TRACKS) == [
        ["en", "English", "captions", "showing"],
        ["pt", "Português (machine)", "subtitles", "disabled"],
        ["ar", "العربية (machine)", "subtitles", "disabled"],
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
        assert page.evaluate(SHOWN, "en") == text


def test_a_click_in_the_transcript_seeks_and_marks_the_line(page: Any, dist: Path) -> None:
    """Portuguese is chosen, its second line clicked: the video is there and shows it."""
    open_page(page, dist)
    page.get_by_role("button", name="Português").click()
    page.get_by_role("button", name="Peixe e batatas.").click()
    page.wait_for_function("document.querySelector('video').currentTime >= 1.2")
    page.wait_for_selector(".cue[aria-current=true]")
    assert "Peixe" in page.locator(".cue[aria-current=true]").inner_text()
    assert page.evaluate(SHOWN, "pt") == ["Peixe e batatas."]
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
    page.wait_for_function("document.querySelector('video').currentTime >= 1.2")
    page.get_by_role("button", name="Off").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    assert {mode for *_, mode in page.evaluate(TRACKS)} == {"disabled"}


def test_arabic_runs_from_right_to_left(page: Any, dist: Path) -> None:
    """The list says its direction and its language."""
    open_page(page, dist)
    page.get_by_role("button", name="العربية").click()
    assert page.locator("#transcript ol").get_attribute("dir") == "rtl"
    assert page.locator("#transcript ol").get_attribute("lang") == "ar"


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
    assert 'button "0:01 Peixe e batatas."' in tree


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
    page.wait_for_function("document.querySelector('video').readyState >= 2")
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
    page.wait_for_function("document.querySelector('video').readyState >= 2 && player.subtitleTracks.length === 3")
    named = page.evaluate("player.subtitleTracks.map((t) => [t.lang, t.name, t.attrs.CHARACTERISTICS ?? ''])")
    assert named == [
        ["en", "English", ""],
        ["pt", "Português (machine)", "public.machine-generated"],
        ["ar", "العربية (machine)", "public.machine-generated"],
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
        assert page.evaluate(PICTURE) == round(seconds * 10), json.dumps(cues)
