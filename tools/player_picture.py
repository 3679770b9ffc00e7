"""Makes docs/images/player.png, the page of the demonstration's bundle: `make player-picture`.

The picture carries a hash of the captions that it shows, so that a test can say when it is of an older demonstration.
"""

from __future__ import annotations

import hashlib
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "images" / "player.png"
VIDEO = "social-credit"
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_KEY = b"captions"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def main() -> int:
    """Bundle the demonstration, open its page, and keep what it looks like."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pipeline", "bundle", VIDEO, "--output", folder, "--quiet"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        TARGET.write_bytes(with_text(picture(Path(folder) / VIDEO / "index.html"), captions_hash()))
    return 0


def captions_hash() -> str:
    """Of the demonstration's caption files as they are."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "subtitles" / VIDEO).glob("*.srt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def picture(page: Path) -> bytes:
    """The page in a window of 1280 by 800, at a moment that has a caption."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        opened = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en")
        opened.goto(page.as_uri() + "#t=20.2&lang=pt")
        opened.wait_for_function("() => document.querySelector('video').readyState >= 3")
        opened.wait_for_function("() => !document.querySelector('video').seeking")
        opened.wait_for_timeout(1500)
        data = opened.screenshot()
        browser.close()
    return data


def with_text(png: bytes, text: str) -> bytes:
    """A PNG with a text chunk (PNG specification, 11.3.4.3) behind its header."""
    body = b"tEXt" + _KEY + b"\0" + text.encode("ascii")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    header_end = len(_SIGNATURE) + 25
    return png[:header_end] + chunk + png[header_end:]


def text_of(png: bytes) -> str:
    """What `with_text` put into a picture; empty if it is none of ours."""
    _, _, rest = png.partition(b"tEXt" + _KEY + b"\0")
    return rest[:64].decode("ascii", "replace")


if __name__ == "__main__":
    sys.exit(main())
