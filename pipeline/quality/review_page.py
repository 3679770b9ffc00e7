"""The queue as one page: each place with its reasons, and the video at that moment."""

from __future__ import annotations

import html
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from pipeline.dataclass import dataclass
from pipeline.languages import autonym, is_right_to_left
from pipeline.quality.doubt import describe_frequency
from pipeline.quality.evidence import QueueItem
from pipeline.text import counted
from pipeline.timing import format_clock

_BEFORE_MS, _AFTER_MS = 1_000, 700
_STYLE = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent) }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2.5rem }
ol { list-style: none; padding: 0 }
li { border-top: 1px solid var(--line); padding: 1rem 0 }
.text { font-size: 1.15rem; margin: .2rem 0 }
.source, .why, .machine { margin: .2rem 0; opacity: .8 }
video { width: 100%; max-height: 40vh; background: #000; position: sticky; top: 0 }
button { font: inherit; padding: .3rem .8rem }
"""
_SCRIPT = """
for (const button of document.querySelectorAll('button[data-from]')) {
  button.addEventListener('click', () => {
    const video = document.getElementById(button.dataset.video);
    const end = Number(button.dataset.to);
    video.currentTime = Number(button.dataset.from);
    const stop = () => {
      if (video.currentTime < end) return;
      video.pause();
      video.removeEventListener('timeupdate', stop);
    };
    video.addEventListener('timeupdate', stop);
    video.play();
  });
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFile:
    """The queue of one caption file."""

    video: str
    language: str
    media: Path | None
    """The video; None if it is not at hand."""
    items: Sequence[QueueItem]
    sentences: int


def make_review_page(files: Iterable[PageFile], *, folder: Path) -> str:
    """The page as HTML; everything but the videos is in it.

    Args:
        files: What is shown, in this order.
        folder: Where the page will lie: the videos are linked from there.
    """
    sections = "\n".join(_section(number, file, folder) for number, file in enumerate(files))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>What to read first</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>What to read first</h1>\n"
        f"{sections}\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _section(number: int, file: PageFile, folder: Path) -> str:
    name = f"v{number}"
    heading = f"{html.escape(file.video)}, {html.escape(autonym(file.language) or file.language)}"
    count = f"{len(file.items)} of {counted(file.sentences, 'sentence')}"
    player = ""
    if file.media is not None and file.items:
        address = quote(Path(os.path.relpath(file.media, folder)).as_posix())
        player = f'<video id="{name}" controls preload="metadata" src="{html.escape(address)}"></video>'
    rows = "\n".join(_row(item, name if player else "", file.language) for item in file.items)
    return f"<section>\n<h2>{heading} <small>({count})</small></h2>\n{player}\n<ol>\n{rows}\n</ol>\n</section>"


def _row(item: QueueItem, player: str, language: str) -> str:
    direction = "rtl" if is_right_to_left(language) else "ltr"
    start = max(0, item.start_ms - _BEFORE_MS) / 1_000
    end = (item.end_ms + _AFTER_MS) / 1_000
    when = f"{format_clock(item.start_ms)}, cue {item.cue_number}"
    play = f'<button data-video="{player}" data-from="{start}" data-to="{end}">Play</button> ' if player else ""
    parts = [f"<div>{play}<strong>{when}</strong> · {describe_frequency(item.probability)} of such are wrong</div>"]
    if item.source:
        parts.append(f'<p class="source" dir="auto">{html.escape(item.source)}</p>')
    parts.append(f'<p class="text" lang="{html.escape(language)}" dir="{direction}">{html.escape(item.text)}</p>')
    if item.suggestion:
        whose = "A person wrote elsewhere" if item.is_remembered else "The machine would write"
        parts.append(f'<p class="machine" dir="auto">{whose}: {html.escape(item.suggestion)}</p>')
    if item.second_reading:
        parts.append(f'<p class="machine" dir="auto">Also heard: {html.escape(item.second_reading)}</p>')
    parts.append(f'<p class="why">{html.escape("; ".join(item.reasons))}</p>')
    if item.places:
        parts.append(f'<p class="why">Also in cues {", ".join(map(str, item.places))}</p>')
    return f"<li>{''.join(parts)}</li>"
