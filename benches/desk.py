"""`make bench-desk`: the desk with two hours and 2,000 captions, in Chromium, and its server by itself.

The words of the demonstration over and over, as a transcript of two hours; the sound is a quiet tone of that
length. First paint is that of the first captions, from the click on. Key to paint is from a key's own time stamp
to the frame after it, while somebody writes a few words, waits until they are saved and checked, and goes on. The
memory is the JavaScript heap after a collection; four hours at the desk are 1,440 corrections, one each ten
seconds, without the waiting.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from benches.report import PERFORMANCE, write_section
from pipeline.formats import recording_from_json, recording_to_json
from pipeline.model import Word
from tests.desks import VIDEO, RunningDesk, copy_demonstration

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

HOURS = 2
EDITS = 1_440
KEYS = 300
KEYS_AT_ONCE = 20
PAUSE_SECONDS = 0.75
"""Long enough for the page to save: the next keys meet the answer, and what the desk then finds out anew."""
SAVES = 200
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
FIRST_PAINT = """
addEventListener("DOMContentLoaded", () => {
  const watch = new MutationObserver(() => {
    if (document.querySelectorAll(".row textarea").length < 10) { return; }
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.firstPaint = performance.now(); }));
  });
  watch.observe(document.documentElement, { childList: true, subtree: true });
});
"""
KEY_TO_PAINT = """() => {
  window.times = [];
  document.addEventListener("keydown", (event) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.times.push(performance.now() - event.timeStamp);
      channel.port2.postMessage(0);
    });
  }, true);
}"""


def main() -> int:
    """Make the workspace, measure, print and record the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = copy_demonstration(Path(name) / "work", has_media=False)
        cues = _lengthen(folder)
        with RunningDesk(folder) as desk:
            saves = _time_saves(desk)
            paint, keys, heap = _measure_page(desk)
    rows = [
        ("captions", f"{cues}", "2,000"),
        ("first captions painted", f"{paint / 1000:.2f} s", "under 1 s"),
        ("key to paint, 95th percentile", f"{_percentile(keys, 95):.0f} ms", "under 50 ms"),
        ("key to paint, median", f"{statistics.median(keys):.0f} ms", ""),
        ("a save on the server, median", f"{statistics.median(saves):.0f} ms", "under 30 ms"),
        ("a save on the server, 95th percentile", f"{_percentile(saves, 95):.0f} ms", ""),
        ("heap at the start", f"{heap[0]:.1f} MB", ""),
        ("heap after one, two, three, four hours", ", ".join(f"{value:.1f} MB" for value in heap[1:]), "flat"),
    ]
    text = "| what | measured | aim |\n|---|---|---|\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)
    load = f"{os.getloadavg()[1]:.0f} on {os.cpu_count()} cores"
    text += f"\n\nLoad of the machine at the end, mean of five minutes: {load}.\n"
    print(text)
    write_section(PERFORMANCE, "desk", "The desk: two hours, 2,000 captions", text)
    return 0


def _lengthen(folder: Path) -> int:
    """The demonstration's transcript over and over for two hours, its captions, and a sound of that length."""
    path = folder / "subtitles" / VIDEO / "machine" / "transcript.json"
    recording = recording_from_json(path.read_bytes(), path=str(path))
    length_ms = recording.media_duration_ms
    words: list[Word] = []
    for turn in range(HOURS * 3_600_000 // length_ms):
        words += [word.moved(turn * length_ms) for word in recording.transcript.words]
    transcript = replace(recording.transcript, words=tuple(words), duration_ms=HOURS * 3_600_000)
    long = replace(recording, transcript=transcript, media_duration_ms=HOURS * 3_600_000)
    for old in (folder / "subtitles" / VIDEO).rglob("*.srt"):
        old.unlink()
    for old in path.parent.glob("*.json"):
        old.unlink()
    path.write_bytes(recording_to_json(long))
    (folder / "captions.toml").write_text("languages = []\n")
    command = [sys.executable, "-m", "pipeline", "build"]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    _write_tone(folder / "media" / f"{VIDEO}.m4a")
    return (folder / "subtitles" / VIDEO / f"{VIDEO}.en.srt").read_text().count(" --> ")


def _write_tone(path: Path) -> None:
    second = (np.sin(np.arange(16_000) / 9) * 9_000).astype(np.int16)
    with av.open(str(path), "w") as file:
        stream = file.add_stream("aac", rate=16_000, layout="mono")
        for number in range(HOURS * 3_600):
            frame = av.AudioFrame.from_ndarray(second.reshape(1, -1), format="s16", layout="mono")
            frame.rate, frame.pts = 16_000, number * 16_000
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def _time_saves(desk: RunningDesk) -> list[float]:
    """Milliseconds from a correction to its answer, over one connection as the browser keeps it."""
    path = f"/api/tracks/{VIDEO}/en"
    _, track = desk.json("GET", path)
    rows: Any = track["rows"]
    revision = track["revision"]
    connection = http.client.HTTPConnection("127.0.0.1", desk.port)
    times = []
    for number in range(SAVES):
        row = rows[number * 7 % len(rows)]
        before = {name: row[name] for name in ("start", "end", "text")}
        row["text"] = f"{row['text'].split(' ~')[0]} ~{number}"
        change = {"id": row["id"], "before": before, "after": {**before, "text": row["text"]}}
        body = json.dumps({"base": revision, "changes": [change]})
        headers = {
            "Origin": desk.base.rstrip("/"),
            "Cookie": f"captions-desk-{desk.port}={desk.token}",
            "If-Match": f'"{revision}"',
            "Idempotency-Key": f"bench{number}",
        }
        begun = time.perf_counter()
        connection.request("POST", path, body, headers)
        answer = json.loads(connection.getresponse().read())
        times.append((time.perf_counter() - begun) * 1000)
        revision = answer["revision"]
    connection.close()
    return times


def _measure_page(desk: RunningDesk) -> tuple[float, list[float], list[float]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1360, "height": 860})
        page.goto(desk.address)
        page.wait_for_selector(".row")
        page.add_init_script(FIRST_PAINT)
        page.goto("about:blank")
        page.goto(desk.page("en").replace(f"?token={desk.token}", ""))
        page.wait_for_selector(".row:nth-child(1900)", state="attached", timeout=60_000)
        paint = float(page.evaluate("window.firstPaint"))
        page.wait_for_selector("#progress:not(:empty)", timeout=60_000)
        keys = _time_keys(page)
        heap = _watch_heap(page)
        browser.close()
    return paint, keys, heap


def _time_keys(page: Page) -> list[float]:
    page.evaluate(KEY_TO_PAINT)
    page.locator(".row textarea").nth(1000).click()
    page.keyboard.press("End")
    for number in range(KEYS):
        page.keyboard.press("xyz "[number % 4])
        time.sleep(PAUSE_SECONDS if number % KEYS_AT_ONCE == KEYS_AT_ONCE - 1 else 0.03)
    return list(page.evaluate("window.times"))


def _watch_heap(page: Page) -> list[float]:
    """Megabytes of the heap before and after each quarter of the corrections."""
    client = page.context.new_cdp_session(page)
    found = [_heap(client)]
    for number in range(EDITS):
        field = page.locator(".row textarea").nth(900 + number % 40)
        field.fill(f"Correction {number} of four hours.")
        page.keyboard.press("Escape")
        if (number + 1) % (EDITS // 4) == 0:
            page.wait_for_timeout(2_000)
            found.append(_heap(client))
    return found


def _heap(client: CDPSession) -> float:
    client.send("HeapProfiler.collectGarbage")
    return float(client.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def _percentile(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main())
