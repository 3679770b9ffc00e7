"""Draw the eight slides of the demonstration video.

Every slide is drawn with Pillow at twice the size of the video and scaled down, which gives smooth edges.
The lowest 18 % of a slide stays empty, because captions are shown there. The font is Manrope (SIL Open Font
License 1.1), from the package `font-manrope`, so no font of the machine is used.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

import font_manrope
from PIL import Image, ImageDraw, ImageFont

WIDTH_PX: Final = 1280
HEIGHT_PX: Final = 720
CAPTION_TOP_PX: Final = 590  # nothing is drawn below, 18 % of the height

NAVY: Final = "#0E1A2B"
CARD: Final = "#1B2D47"
LINE: Final = "#35507A"
WHITE: Final = "#F6F3EC"
MUTED: Final = "#A9BAD3"
GOLD: Final = "#F2B544"
RED: Final = "#F0684A"

_SCALE: Final = 2
_LEFT_PX: Final = 96
_RIGHT_PX: Final = WIDTH_PX - _LEFT_PX

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@cache
def _font(weight: str, size_px: int) -> ImageFont.FreeTypeFont:
    """Load one weight ("Bold", "Medium", …) of Manrope at a size in video pixels."""
    path: str = font_manrope.font_files[f"Manrope{weight}"]
    # The basic layout gives the same result whether or not the machine has libraqm.
    return ImageFont.truetype(path, size_px * _SCALE, layout_engine=ImageFont.Layout.BASIC)


class Canvas:
    """A drawing surface measured in video pixels, from the upper left corner."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH_PX * _SCALE, HEIGHT_PX * _SCALE), NAVY)
        self._draw = ImageDraw.Draw(self._image)

    def text(  # noqa: PLR0913 -- type has this many properties
        self, at: Point, text: str, *, size_px: int, weight: str = "Medium", color: str = WHITE, anchor: str = "ls"
    ) -> float:
        """Write one line of text and return its width in pixels.

        Args:
            at: The anchor point.
            text: One line.
            size_px: Height of the type, in pixels.
            weight: Weight of the font.
            color: Colour of the text.
            anchor: Which point of the text `at` is, as in Pillow: "ls" is left end of the base line.
        """
        font = _font(weight, size_px)
        self._draw.text((at[0] * _SCALE, at[1] * _SCALE), text, font=font, fill=color, anchor=anchor)
        return font.getlength(text) / _SCALE

    def card(self, box: Box, *, fill: str = CARD, outline: str | None = None, radius_px: float = 18) -> None:
        """Draw a rectangle with round corners."""
        scaled = tuple(side * _SCALE for side in box)
        self._draw.rounded_rectangle(scaled, radius_px * _SCALE, fill=fill, outline=outline, width=2 * _SCALE)

    def line(self, points: Sequence[Point], *, width_px: float, color: str) -> None:
        """Draw connected straight lines with round ends."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, fill=color, width=round(width_px * _SCALE), joint="curve")
        for x, y in points:
            self.disc((x, y), radius_px=width_px / 2, fill=color)

    def disc(self, center: Point, *, radius_px: float, fill: str) -> None:
        """Draw a filled circle."""
        self._draw.circle((center[0] * _SCALE, center[1] * _SCALE), radius_px * _SCALE, fill=fill)

    def finish(self) -> Image.Image:
        """Return the drawing at the size of the video."""
        return self._image.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.LANCZOS)


def draw_slides() -> tuple[Image.Image, ...]:
    """Draw all slides, in the order of the paragraphs of the narration."""
    return tuple(_drawn(slide) for slide in _SLIDES)


def _drawn(slide: Callable[[Canvas], None]) -> Image.Image:
    canvas = Canvas()
    slide(canvas)
    return canvas.finish()


def _heading(canvas: Canvas, label: str, title: str) -> None:
    """Write the small label and the large title that open most slides."""
    canvas.text((_LEFT_PX, 120), label.upper(), size_px=22, weight="Bold", color=GOLD)
    canvas.text((_LEFT_PX, 188), title, size_px=56, weight="ExtraBold")


def _cross(canvas: Canvas, center: Point) -> None:
    """Draw a red disc with a cross: refused."""
    x, y = center
    canvas.disc(center, radius_px=24, fill=RED)
    for slope in (-1, 1):
        canvas.line([(x - 9, y - 9 * slope), (x + 9, y + 9 * slope)], width_px=5, color=WHITE)


def _title(canvas: Canvas) -> None:
    canvas.card((_LEFT_PX, 168, _LEFT_PX + 10, 392), fill=RED, radius_px=5)
    canvas.text((_LEFT_PX + 44, 250), "China’s", size_px=92, weight="ExtraBold")
    canvas.text((_LEFT_PX + 44, 370), "Social Credit System", size_px=92, weight="ExtraBold")
    lead_px = canvas.text((_LEFT_PX + 44, 470), "A record of trust, announced in ", size_px=36, color=MUTED)
    canvas.text((_LEFT_PX + 44 + lead_px, 470), "2014", size_px=36, weight="ExtraBold", color=GOLD)


def _factors(canvas: Canvas) -> None:
    _heading(canvas, "How it works", "No single national score")
    canvas.text((_LEFT_PX, 244), "Each local government keeps its own records.", size_px=32, color=MUTED)
    factors = (("Online", "behavior"), ("Purchasing", "habits"), ("Traffic", "violations"))
    for column, (first, second) in enumerate(factors):
        left = _LEFT_PX + column * 372
        canvas.card((left, 300, left + 344, 530))
        _factor_icon(canvas, column, (left + 36, 336))
        canvas.text((left + 36, 456), first, size_px=36, weight="Bold")
        canvas.text((left + 36, 500), second, size_px=36, weight="Bold")


def _factor_icon(canvas: Canvas, column: int, at: Point) -> None:
    """Draw a speech bubble, a shopping bag or traffic lights, 64 pixels high."""
    x, y = at
    if column == 0:
        canvas.card((x, y, x + 76, y + 50), fill=GOLD, radius_px=14)
        canvas.line([(x + 22, y + 46), (x + 18, y + 62), (x + 38, y + 46)], width_px=5, color=GOLD)
        for dot in range(3):
            canvas.disc((x + 20 + 18 * dot, y + 25), radius_px=5, fill=CARD)
    elif column == 1:
        canvas.line([(x + 18, y + 20), (x + 18, y + 2), (x + 42, y + 2), (x + 42, y + 20)], width_px=6, color=GOLD)
        canvas.card((x, y + 18, x + 60, y + 66), fill=GOLD, radius_px=8)
    else:
        canvas.card((x, y - 4, x + 110, y + 46), fill=NAVY, radius_px=25)
        for lamp, color in enumerate((RED, GOLD, "#5FBF8F")):
            canvas.disc((x + 25 + 30 * lamp, y + 21), radius_px=11, fill=color)


def _points(canvas: Canvas) -> None:
    _heading(canvas, "One example", "The city of Rongcheng")
    canvas.text((_LEFT_PX - 8, 420), "1,000", size_px=200, weight="ExtraBold", color=GOLD)
    canvas.text((_LEFT_PX, 500), "points for everyone at the start", size_px=34, color=MUTED)
    for row, label in enumerate(("Traffic violation", "Unpaid loan")):
        top = 272 + row * 124
        canvas.card((744, top, _RIGHT_PX, top + 100))
        canvas.disc((800, top + 50), radius_px=24, fill=RED)
        canvas.line([(789, top + 50), (811, top + 50)], width_px=6, color=WHITE)
        canvas.text((846, top + 50), label, size_px=36, weight="Bold", anchor="lm")


def _refusals(canvas: Canvas) -> None:
    _heading(canvas, "The consequences", "Found untrustworthy?")
    canvas.text((_LEFT_PX, 244), "Doors that can close:", size_px=32, color=MUTED)
    for column, label in enumerate(("Planes", "Trains", "Hotels", "Schools", "Jobs")):
        left = _LEFT_PX + column * 222
        canvas.card((left, 300, left + 200, 500))
        _cross(canvas, (left + 100, 372))
        canvas.text((left + 100, 460), label, size_px=36, weight="Bold", anchor="ms")


def _tickets(canvas: Canvas) -> None:
    _heading(canvas, "The scale", "Tickets refused by June 2019")
    bars = (("Airline tickets", 27, RED), ("Train tickets", 6, GOLD))
    for row, (label, millions, color) in enumerate(bars):
        top = 250 + row * 156
        canvas.text((_LEFT_PX, top + 20), label, size_px=30, color=MUTED)
        right = _LEFT_PX + millions * 28
        canvas.card((_LEFT_PX, top + 42, right, top + 118), fill=color, radius_px=10)
        number_px = canvas.text((right + 24, top + 104), str(millions), size_px=72, weight="ExtraBold")
        canvas.text((right + 36 + number_px, top + 104), "million", size_px=36, weight="Bold")


def _companies(canvas: Canvas) -> None:
    _heading(canvas, "Business", "Companies are on record, too")
    canvas.text((_LEFT_PX, 244), "A firm that is found untrustworthy gets:", size_px=32, color=MUTED)
    for column, label in enumerate(("audits", "inspections")):
        left = _LEFT_PX + column * 558
        canvas.card((left, 300, left + 530, 500))
        arrow = [(left + 58, 400), (left + 100, 356), (left + 142, 400)]
        canvas.line([(left + 100, 448), (left + 100, 360)], width_px=12, color=RED)
        canvas.line(arrow, width_px=12, color=RED)
        canvas.text((left + 180, 382), "More", size_px=38, color=MUTED)
        canvas.text((left + 180, 442), label, size_px=52, weight="ExtraBold")


def _critics(canvas: Canvas) -> None:
    _heading(canvas, "The critics", "“A tool of control”")
    concerns = (
        ("Errors", "in the records"),
        ("No appeal", "for those listed by mistake"),
        ("Little transparency", "about who decides, and how"),
        ("Less privacy", "in daily life"),
    )
    for index, (title, detail) in enumerate(concerns):
        left, top = _LEFT_PX + index % 2 * 558, 250 + index // 2 * 154
        canvas.card((left, top, left + 530, top + 130))
        canvas.card((left, top + 26, left + 8, top + 104), fill=RED, radius_px=4)
        canvas.text((left + 40, top + 60), title, size_px=38, weight="Bold")
        canvas.text((left + 40, top + 104), detail, size_px=28, color=MUTED)


def _question(canvas: Canvas) -> None:
    canvas.text((_LEFT_PX, 120), "THE OPEN QUESTION", size_px=22, weight="Bold", color=GOLD)
    for row, line in enumerate(("How should the world", "do business with it?")):
        canvas.text((_LEFT_PX, 256 + row * 100), line, size_px=84, weight="ExtraBold")
    canvas.card((_LEFT_PX, 436, _LEFT_PX + 556, 512), fill=NAVY, outline=GOLD, radius_px=38)
    canvas.text((_LEFT_PX + 278, 474), "A closer look: read the article", size_px=32, weight="Bold", anchor="mm")


_SLIDES: Final = (_title, _factors, _points, _refusals, _tickets, _companies, _critics, _question)
