"""imsc.js, the renderer of web players, draws our TTML as the profile says: no line more, the right way round."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.formats.srt import parse_srt
from pipeline.formats.styled import Document, StyledCue, Token
from pipeline.formats.ttml import format_ttml
from tests.browser.conftest import missing

ROOT = Path(__file__).parents[2]
IMSC_JS = ROOT / "tests" / "browser" / "node_modules" / "imsc" / "dist" / "imsc.all.min.js"

DRAW = """([ttml, seconds]) => {
  const picture = document.getElementById("picture");
  const tt = imsc.fromXML(ttml);
  return seconds.map((at) => {
    picture.replaceChildren();
    imsc.renderHTML(imsc.generateISD(tt, at), picture, null, 720, 1280);
    const walker = document.createTreeWalker(picture, NodeFilter.SHOW_TEXT);
    const boxes = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let i = 0; i < node.length; i += 1) {
        const range = document.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getBoundingClientRect();
        if (node.data[i].trim()) { boxes.push([node.data[i], box.left, box.right, Math.round(box.top)]); }
      }
    }
    return boxes;
  });
}"""


def draw(page: Any, cues: list[str], language: str) -> list[list[tuple[str, float, float, int]]]:
    """Every character of each cue as it was drawn: itself, left, right, top."""
    if not IMSC_JS.is_file():
        missing("needs imsc: npm --prefix tests/browser ci")
    styled = tuple(
        StyledCue(start_ms=1000 * number, end_ms=1000 * number + 900, tokens=(Token("text", text),))
        for number, text in enumerate(cues)
    )
    page.set_content('<!doctype html><div id="picture" style="position:relative;width:1280px;height:720px"></div>')
    page.add_script_tag(path=str(IMSC_JS))
    ttml = format_ttml(Document(cues=styled, language=language, title="", notes=()))
    return page.evaluate(DRAW, [ttml, [number + 0.5 for number in range(len(cues))]])


def rows(boxes: list[tuple[str, float, float, int]]) -> int:
    """How many lines were drawn: tops that are half a line apart."""
    tops = sorted({top for *_, top in boxes})
    return sum(1 for number, top in enumerate(tops) if number == 0 or top - tops[number - 1] > 12)


def committed(language: str) -> list[str]:
    path = ROOT / "subtitles" / "social-credit" / f"social-credit.{language}.srt"
    return [cue.text for cue in parse_srt(path.read_bytes(), path=str(path)).cues]


WIDE = ["MAXIMUM WARNING: DO NOT MIX MAGNESIUM WITH", "Wegen der Wärmedämmung wurden Würmer wach.\nNur ein Wort."]
HEBREW = ["האם לכל אדם יש ציון?", "גרסה 2.0 של Python (בערך).", "למה שהיא כינתה\nמערכת האשראי."]
JAPANESE = ["中国は社会信用システムという計画", "を発表しました。"]


@pytest.mark.parametrize(
    ("cues", "language"),
    [(committed("en"), "en"), (committed("pt"), "pt"), (WIDE, "de"), (HEBREW, "he"), (JAPANESE, "ja")],
    ids=["en", "pt", "wide", "he", "ja"],
)
def test_no_cue_takes_more_lines_than_it_has(page: Any, cues: list[str], language: str) -> None:
    """And none leaves the picture."""
    for text, boxes in zip(cues, draw(page, cues, language), strict=True):
        assert rows(boxes) == text.count("\n") + 1, json.dumps([text, boxes], ensure_ascii=False)
        assert min(left for _, left, *_ in boxes) >= 0
        assert max(right for _, _, right, _ in boxes) <= 1280


def test_a_line_that_is_written_right_to_left_ends_at_the_left(page: Any) -> None:
    """The question mark and the full stop stand left of the last word."""
    question, version, _ = draw(page, HEBREW, "he")
    assert question[-1][0] == "?"
    assert question[-1][1] == min(left for _, left, *_ in question)
    assert version[-1][0] == "."
    assert version[-1][1] == min(left for _, left, *_ in version)


def test_text_is_as_large_as_television_has_it(page: Any) -> None:
    """Ordinary cues are not made small by the widest line that could be."""
    boxes = draw(page, ["So, does every person\nin China now have a score?"], "en")[0]
    height = 720 * 0.053
    tops = sorted({top for *_, top in boxes})
    assert 0.9 * 1.25 * height < tops[-1] - tops[0] < 1.35 * height
