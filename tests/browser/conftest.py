"""Chromium, driven by Playwright, and a bundle for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.desk_page import open_track
from tests.browser.serving import serve
from tests.bundles import bundle, make_bundle_input, write_video
from tests.desks import RunningDesk, copy_demonstration

CHROMIUM = "/usr/bin/chromium"
HOW_TO = "needs Chromium and Playwright: apt-get install chromium, and pip install playwright"
# A browser without these looks for its makers' servers at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]


def missing(reason: str) -> None:
    """Skip on a person's machine, fail where continuous integration promises a browser."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing(HOW_TO)
    if shutil.which(CHROMIUM) is None:
        missing(HOW_TO)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of three seconds with a name that needs care in addresses."""
    folder = tmp_path_factory.mktemp("browser")
    bundle(make_bundle_input(write_video(folder / "in.mp4"), video="my talk #1 & 50%"), folder / "dist")
    return folder / "dist"


def slow_down(page: Any) -> Any:
    """A page as on a machine so many times slower as `SLOW_BROWSER` says: what races with time loses there."""
    rate = float(os.environ.get("SLOW_BROWSER", "1"))
    if rate > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    return page


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page on which every error of a script or of the security policy fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = slow_down(context.new_page())
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    expected = getattr(opened, "expected_errors", None)
    assert [error for error in errors if expected is None or not expected.search(error)] == []


@pytest.fixture
def server(dist: Path) -> Iterator[tuple[str, Path]]:
    """A web server on loopback over a copy of the bundle; gives its address and its folder."""
    with serve(dist) as served:
        yield served


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    running = RunningDesk(copy_demonstration(tmp_path / "work"))
    with running:
        yield running


@pytest.fixture
def tab(desk: RunningDesk, page: Any) -> Any:
    """The Portuguese captions, open."""
    open_track(page, desk, "pt")
    return page
