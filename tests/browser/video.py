"""The video of a page: what it does is written down as it happens, since it has gone on when a test looks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.waiting import wait_until

RECORD = """(video) => {
  window.recorded = [];
  for (const kind of ["play", "pause", "seeking"]) {
    video.addEventListener(kind, () => window.recorded.push([kind, video.currentTime]));
  }
}"""


def now(page: Any) -> float:
    return float(page.locator("video").evaluate("(video) => video.currentTime"))


def is_paused(page: Any) -> bool:
    return bool(page.locator("video").evaluate("(video) => video.paused"))


def seek(page: Any, seconds: float) -> None:
    """Go to a time, and wait until its picture is there; whatever the page itself sought before is over then."""
    video = page.locator("video")
    wait_until(lambda: video.evaluate("(video) => video.readyState"), lambda state: state >= 1)
    video.evaluate("(video, seconds) => { video.currentTime = seconds; }", seconds)
    wait_until(lambda: video.evaluate("(video) => [video.seeking, video.currentTime]"), [False, pytest.approx(seconds)])


def record(page: Any) -> None:
    """Write down from now on when the video plays, pauses and is sought in."""
    page.locator("video").evaluate(RECORD)


def recorded(page: Any) -> list[tuple[str, float]]:
    """What happened since `record`, with the place in seconds."""
    return [(kind, at) for kind, at in page.evaluate("window.recorded")]


def happened(page: Any) -> list[str]:
    return [kind for kind, _ in recorded(page)]


def sought(page: Any) -> list[float]:
    """Where to somebody went since `record`."""
    return [at for kind, at in recorded(page) if kind == "seeking"]


def play_slowly(page: Any) -> None:
    """So that what is shown for half a second is there for eight: a busy machine looks late."""
    page.locator("video").evaluate("(video) => { video.defaultPlaybackRate = video.playbackRate = 1 / 16; }")
