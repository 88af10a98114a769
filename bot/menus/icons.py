"""The pictures above the labels, one per command: for whoever looks before they read.

Drawn from plain shapes on a square of 100 x 100 units, large, and made smaller so that their edges are smooth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PIL import Image, ImageDraw

UNIT: Final = 8
STROKE: Final = 8
Ink = str
Drawn = Callable[["Square"], None]


class Square:
    """A pen whose measures are units of the square."""

    def __init__(self, ink: Ink, paper: Ink) -> None:
        self.image = Image.new("RGB", (100 * UNIT, 100 * UNIT), paper)
        self._draw, self._ink, self._paper = ImageDraw.Draw(self.image), ink, paper

    def line(self, *points: tuple[float, float]) -> None:
        self._draw.line(_scaled(*points), self._ink, STROKE * UNIT, joint="curve")
        for x, y in points:
            half = STROKE / 2
            self._draw.ellipse(_scaled((x - half, y - half), (x + half, y + half)), self._ink)

    def ring(self, left: float, top: float, right: float, bottom: float) -> None:
        self._draw.ellipse(_scaled((left, top), (right, bottom)), outline=self._ink, width=STROKE * UNIT)

    def disc(self, left: float, top: float, right: float, bottom: float) -> None:
        self._draw.ellipse(_scaled((left, top), (right, bottom)), self._ink)

    def frame(self, left: float, top: float, right: float, bottom: float) -> None:
        box = _scaled((left, top), (right, bottom))
        self._draw.rounded_rectangle(box, 10 * UNIT, outline=self._ink, width=STROKE * UNIT)

    def arc(self, box: tuple[float, float, float, float], start: float, end: float, stroke: float = STROKE) -> None:
        ends = _scaled(box[:2], box[2:])
        self._draw.arc(ends, start, end, self._ink, round(stroke * UNIT))

    def block(self, left: float, top: float, right: float, bottom: float, radius: float) -> None:
        self._draw.rounded_rectangle(_scaled((left, top), (right, bottom)), radius * UNIT, self._ink)

    def turn(self, degrees: float) -> None:
        self.image = self.image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=self._paper)
        self._draw = ImageDraw.Draw(self.image)


def icon(command: str, side: int, ink: Ink, paper: Ink) -> Image.Image:
    square = Square(ink, paper)
    ICONS[command](square)
    return square.image.resize((side, side), Image.Resampling.LANCZOS)


def _scaled(*points: tuple[float, float]) -> list[float]:
    return [each * UNIT for point in points for each in point]


def _calendar(on: Square) -> None:
    on.frame(10, 16, 90, 94)
    on.line((14, 38), (86, 38))
    on.line((32, 8), (32, 22))
    on.line((68, 8), (68, 22))


def _book(on: Square) -> None:
    _calendar(on)
    on.line((50, 52), (50, 80))
    on.line((36, 66), (64, 66))


def _booking(on: Square) -> None:
    _calendar(on)
    on.line((33, 66), (45, 78), (68, 54))


def _cancel(on: Square) -> None:
    on.ring(8, 8, 92, 92)
    on.line((35, 35), (65, 65))
    on.line((65, 35), (35, 65))


def _language(on: Square) -> None:
    """A globe: all languages."""
    on.ring(8, 8, 92, 92)
    on.ring(32, 8, 68, 92)
    on.line((12, 50), (88, 50))


def _phone(on: Square) -> None:
    """A handset, leaning."""
    on.arc((14, 25, 86, 97), 180, 360, 17)
    on.block(9, 50, 37, 75, 8)
    on.block(63, 50, 91, 75, 8)
    on.turn(135)


def _person(on: Square) -> None:
    on.disc(32, 8, 68, 44)
    on.block(14, 54, 86, 120, 32)


ICONS: Final[Mapping[str, Drawn]] = {
    "book": _book,
    "booking": _booking,
    "cancel": _cancel,
    "language": _language,
    "phone": _phone,
    "person": _person,
}
