"""Picture and sound on the desk: playing, typing, the captions over the video, the waveform."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from tests.browser.desk_page import field, open_track, rewrite, wait_for_queue
from tests.browser.video import happened, is_paused, now, record, recorded, seek, sought
from tests.browser.waiting import expect, has, lacks, wait_until
from tests.desks import REPOSITORY, VIDEO, RunningDesk, copy_demonstration

pytestmark = pytest.mark.browser

SHOWN = """(video) => [...video.textTracks].filter((track) => track.mode === "showing")
  .flatMap((track) => [...(track.activeCues ?? [])].map((cue) => cue.getCueAsHTML().textContent))"""


def test_the_caption_over_the_video_is_the_corrected_one(tab: Any, desk: RunningDesk) -> None:
    """At once, before the server answers; a second language stands at the top."""
    seek(tab, 5.0)
    wait_until(lambda: tab.locator("video").evaluate(SHOWN), ["de crédito social."])
    field(tab, 1).fill("do crédito público.")
    tab.keyboard.press("Escape")
    wait_until(lambda: tab.locator("video").evaluate(SHOWN), ["do crédito público."])
    tab.get_by_label("Second language over the video").select_option("en")
    english = "for what it called\nthe social credit system."
    wait_until(lambda: sorted(tab.locator("video").evaluate(SHOWN)), ["do crédito público.", english])


def test_a_caption_is_played_and_stops_at_its_end(tab: Any, desk: RunningDesk) -> None:
    """Not later, however late the page is to notice it: the caption stays on the picture. Also its last half second,
    and in a loop; the speed keeps the pitch.
    """
    field(tab, 1).click()
    record(tab)
    tab.keyboard.press("Control+.")
    at_its_end = [True, pytest.approx(5.378, abs=0.025)]
    wait_until(lambda: [is_paused(tab), now(tab)], at_its_end)
    assert {"seeking", "play"} <= set(happened(tab))
    wait_until(lambda: tab.locator("video").evaluate(SHOWN), ["de crédito social."])
    tab.keyboard.press("Escape")
    tab.keyboard.press(".")
    wait_until(lambda: sought(tab), lambda places: pytest.approx(4.878, abs=0.01) in places)
    wait_until(lambda: [is_paused(tab), now(tab)], at_its_end)
    tab.keyboard.press("-")
    rate = "(video) => [video.playbackRate, video.preservesPitch]"
    wait_until(lambda: tab.locator("video").evaluate(rate), [0.75, True])
    record(tab)
    tab.keyboard.press("l")
    wait_until(lambda: sought(tab), lambda places: places.count(pytest.approx(4.3, abs=0.01)) > 2)


def test_typing_pauses_the_video_and_a_pause_resumes_it_a_second_earlier(tab: Any, desk: RunningDesk) -> None:
    """Unless that is switched off."""
    seek(tab, 20.0)
    field(tab, 7).click()
    tab.keyboard.press("Control+Space")
    wait_until(lambda: is_paused(tab), False)
    record(tab)
    tab.keyboard.type("x")
    resumed = ["pause", "play", "seeking"]
    wait_until(lambda: sorted(happened(tab)), resumed)
    assert sought(tab) == [pytest.approx(dict(recorded(tab))["pause"] - 1, abs=0.1)]
    tab.get_by_label("Pause while typing").uncheck()
    field(tab, 7).click()
    tab.keyboard.type("y")
    expect(field(tab, 7)).to_have_value(re.compile("y"))
    assert sorted(happened(tab)) == resumed


def test_a_double_click_goes_to_the_word(tab: Any, desk: RunningDesk) -> None:
    """And selects it, as everywhere."""
    wait_for_queue(tab)
    selected = "(field) => field.value.slice(field.selectionStart, field.selectionEnd).trim()"
    for x in (120, 130):  # one of them is no space
        field(tab, 0).dblclick(position={"x": x, "y": 18})
        if field(tab, 0).evaluate(selected):
            break
    assert field(tab, 0).evaluate(selected)
    wait_until(lambda: now(tab), lambda seconds: 0.6 < seconds < 3.4)


def write_avi(path: Path) -> None:
    """Two seconds that no browser plays: MPEG-4 Visual and a tone in AVI."""
    with av.open(str(path), "w") as file:
        picture = file.add_stream("mpeg4", rate=25)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        sound = file.add_stream("pcm_s16le", rate=16_000, layout="mono")
        tone = (np.sin(np.arange(32_000) / 9) * 9_000).astype(np.int16)
        for number in range(50):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), number * 5, np.uint8), format="rgb24")
            frame.pts = number
            file.mux(picture.encode(frame))
        file.mux(picture.encode(None))
        block = av.AudioFrame.from_ndarray(tone.reshape(1, -1), format="s16", layout="mono")
        block.rate, block.pts = 16_000, 0
        file.mux(sound.encode(block))
        file.mux(sound.encode(None))


def test_of_a_video_that_the_browser_cannot_play_one_hears_the_sound(page: Any, tmp_path: Path) -> None:
    """Made once, sought in; the page says what it plays."""
    folder = copy_demonstration(tmp_path / "work", has_media=False)
    write_avi(folder / "media" / f"{VIDEO}.avi")
    with RunningDesk(folder) as desk:
        open_track(page, desk, "pt")
        expect(page.locator(".playing-note")).to_have_text("This browser cannot show this video; you hear its sound.")
        seek(page, 1.0)
        assert page.locator("video").evaluate("(video) => video.duration") == pytest.approx(2.0, abs=0.1)
        page.locator("video").evaluate("(video) => video.play()")
        wait_until(lambda: now(page), lambda seconds: seconds > 1.3)
        assert len(list((folder / "build" / "desk" / "sounds").iterdir())) == 1
    page.expected_errors = re.compile("ERR_")


def write_with_ac3(path: Path) -> None:
    """Twelve seconds of the demonstration's picture with a tone in AC-3, as discs and television have it."""
    with av.open(str(REPOSITORY / "media" / f"{VIDEO}.mp4")) as source, av.open(str(path), "w") as file:
        shown = source.streams.video[0]
        picture = file.add_stream_from_template(shown)
        sound = file.add_stream("ac3", rate=48_000, layout="stereo")
        for packet in source.demux(shown):
            if packet.dts is not None and packet.dts * shown.time_base < 12:
                packet.stream = picture
                file.mux(packet)
        tone = np.tile((np.sin(np.arange(12 * 48_000) / 20) * 0.3).astype(np.float32), (2, 1))
        for at in range(0, tone.shape[1], 1_536):
            block = av.AudioFrame.from_ndarray(tone[:, at : at + 1_536].copy(), format="fltp", layout="stereo")
            block.rate, block.pts = 48_000, at
            file.mux(sound.encode(block))
        file.mux(sound.encode(None))


def test_the_sound_that_a_browser_does_not_know_is_heard_beside_the_picture(page: Any, tmp_path: Path) -> None:
    """The container plays, in silence, and reports nothing: the sound is made anew, and goes and stops with the picture."""
    folder = copy_demonstration(tmp_path / "work", has_media=False)
    write_with_ac3(folder / "media" / f"{VIDEO}.mp4")
    with RunningDesk(folder) as desk:
        open_track(page, desk, "pt")
        sound, video = page.locator("audio"), page.locator("video")
        expect(sound).to_have_count(1)
        expect(page.locator(".playing-note")).to_be_hidden()
        seek(page, 5.0)
        wait_until(lambda: sound.evaluate("(sound) => sound.currentTime"), pytest.approx(5.0, abs=0.02))
        video.evaluate("(video) => video.play()")
        heard = "(sound) => [sound.paused, sound.webkitAudioDecodedByteCount > 0]"
        wait_until(lambda: sound.evaluate(heard), [False, True])
        apart = "([sound, video]) => [video.currentTime > 6, Math.abs(sound.currentTime - video.currentTime) < 0.2]"
        both = [sound.element_handle(), video.element_handle()]
        wait_until(lambda: page.evaluate(apart, both), [True, True])
        assert video.evaluate("(video) => [video.videoWidth > 0, video.webkitAudioDecodedByteCount]") == [True, 0]
        video.evaluate("(video) => video.pause()")
        wait_until(lambda: sound.evaluate("(sound) => sound.paused"))
    page.expected_errors = re.compile("ERR_")


def test_a_sound_that_a_browser_knows_is_not_made_anew(desk: RunningDesk, page: Any) -> None:
    """The video plays it itself."""
    with page.expect_response("**/kind") as answer:
        open_track(page, desk, "pt")
    assert answer.value.json() == {"kind": 'audio/mp4; codecs="mp4a.40.2"'}
    seek(page, 3.0)
    assert page.locator("audio").count() == 0
    assert not (desk.folder / "build" / "desk" / "sounds").exists()


def test_captions_without_their_video_are_corrected_all_the_same(page: Any, tmp_path: Path) -> None:
    """The page says that the video is missing."""
    folder = copy_demonstration(tmp_path / "work", has_media=False)
    with RunningDesk(folder) as desk:
        open_track(page, desk, "pt")
        expect(page.locator(".playing-note")).to_contain_text("The video is not in this folder")
        rewrite(page, 1, "do crédito público.")
        wait_until(lambda: desk.read("pt"), has("do crédito público."))
    page.expected_errors = re.compile("404|ERR_")


def test_alt_enter_goes_to_the_word(tab: Any, desk: RunningDesk) -> None:
    """A word of a translation takes the time of the source word that it translates."""
    wait_for_queue(tab)
    field(tab, 0).click()
    tab.keyboard.press("Control+Home")
    for _ in "Em 2014, a China anun":
        tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Alt+Enter")
    wait_until(lambda: now(tab), pytest.approx(2.16, abs=0.05))
    assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_playback_never_touches_a_field_that_is_in_use(tab: Any, desk: RunningDesk) -> None:
    """Neither its focus nor its caret nor the scroll position."""
    wait_for_queue(tab)
    field(tab, 3).click()
    tab.keyboard.press("Home")
    before = tab.evaluate("[scrollY, document.activeElement.selectionStart]")
    seek(tab, 60.0)
    tab.keyboard.press("Control+Space")
    wait_until(lambda: now(tab), lambda seconds: seconds > 61)
    assert tab.evaluate("[scrollY, document.activeElement.selectionStart]") == before
    expect(field(tab, 3)).to_be_focused()


def test_an_edge_is_dragged_in_the_waveform_and_stops_at_the_neighbour(tab: Any, desk: RunningDesk) -> None:
    """With the smallest gap; a shift key leaves it where the pointer is."""
    wave = tab.locator(".waveform")
    wait_for_queue(tab)
    field(tab, 1).click()
    tab.keyboard.press("Escape")
    expect(wave).to_be_visible()
    box = wave.bounding_box()
    px_per_ms = 90 / 1000
    from_ms = tab.evaluate("() => 0")
    start_x = box["x"] + (4_300 - from_ms) * px_per_ms
    tab.keyboard.down("Shift")
    tab.mouse.move(start_x + 1, box["y"] + 60)
    tab.mouse.down()
    tab.mouse.move(start_x + 40, box["y"] + 60, steps=4)
    tab.mouse.up()
    tab.keyboard.up("Shift")
    wait_until(lambda: desk.read("pt"), lacks("00:00:04,300"))
    moved = re.search(r"\n2\n00:00:04,(\d{3}) -->", desk.read("pt"))
    assert moved is not None
    assert abs(int(moved[1]) - 744) <= 40
    x = start_x + (int(moved[1]) - 300) * px_per_ms
    tab.mouse.move(x, box["y"] + 60)
    tab.mouse.down()
    tab.mouse.move(x - 200, box["y"] + 60, steps=4)
    tab.mouse.up()
    wait_until(lambda: desk.read("pt"), has("\n2\n00:00:04,300 -->"))  # 80 ms after the one before ends


def test_the_waveform_zooms_by_wheel_and_keys(tab: Any, desk: RunningDesk) -> None:
    """And its keys move the playhead."""
    wave = tab.locator(".waveform")
    wave.focus()
    before = now(tab)
    tab.keyboard.press("ArrowRight")
    wait_until(lambda: now(tab), lambda seconds: seconds > before)
    looks = lambda: wave.locator("canvas").evaluate("(canvas) => canvas.toDataURL().length")  # noqa: E731
    old = looks()
    tab.keyboard.press("+")
    old = wait_until(looks, lambda new: new != old)
    box = wave.bounding_box()
    tab.mouse.move(box["x"] + 100, box["y"] + 50)
    tab.mouse.wheel(0, 300)
    wait_until(looks, lambda new: new != old)


def test_captions_without_their_video_can_be_corrected(desk: RunningDesk, page: Any) -> None:
    """The place of the picture stays empty; everything else works."""
    (desk.folder / "media" / f"{VIDEO}.mp4").unlink()
    open_track(page, desk, "pt")
    field(page, 1).fill("do crédito público.")
    page.keyboard.press("Escape")
    wait_until(lambda: desk.read("pt"), has("do crédito público."))
    page.expected_errors = re.compile("Failed to load resource")
