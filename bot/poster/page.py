"""The page: the office's name, one sentence, the codes with what they open, the telephone. A4, to be printed.

Drawn with Pillow, which shapes every script and writes PNG and PDF alike; segno makes the codes and needs nothing else.
Never here: wording, or where fonts come from.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import partial
from typing import Final

import segno
from PIL import Image, ImageDraw

from bot.poster.breaking import lines
from bot.poster.fonts import STACKED, Fonts
from bot.poster.setting import length
from bot.poster.setting import write as set_line

DPI: Final = 200
WIDTH, HEIGHT, MARGIN = 1654, 2339, 130
LARGE, SMALL = 900, 420
NAME, SAID, NOTE, PRINT = 84, 50, 42, 30
"""Sizes of letters; the office's name, sentences, what stands under a code, and its address."""
GAP: Final = 1.35
"""From line to line, in sizes of its letters."""
TALL: Final = 1.75
"""The same in scripts whose signs stand above each other."""
INK: Final = "black"


@dataclass(frozen=True, slots=True)
class Code:
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the page, worded."""

    name: str
    what: str
    web: Code
    others: tuple[Code, ...]
    foot: str


def draw(sheet: Sheet, fonts: Fonts) -> Image.Image:
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = Pen(ImageDraw.Draw(page), fonts)
    y = pen.write(sheet.name, NAME, MARGIN)
    y = pen.write(sheet.what, SAID, y + MARGIN // 3)
    large = LARGE if sheet.others else LARGE + SMALL
    y = _place(page, pen, sheet.web, (WIDTH // 2, y + MARGIN // 3), large)
    for number, each in enumerate(sheet.others):
        middle = WIDTH * (2 * number + 1) // (2 * len(sheet.others))
        _place(page, pen, each, (middle, y + MARGIN // 4), SMALL)
    pen.write(sheet.foot, NOTE, HEIGHT - MARGIN)
    return page


def code_image(url: str, side: int) -> Image.Image:
    """Not wider than `side`, each module as many whole pixels, with the quiet edge that readers need."""
    code = segno.make(url, error="m", micro=False)
    scale = max(1, side // code.symbol_size(border=4)[0])
    data = io.BytesIO()
    code.save(data, kind="png", scale=scale, border=4)
    return Image.open(data).convert("RGB")


def _place(page: Image.Image, pen: Pen, code: Code, at: tuple[int, int], side: int) -> int:
    """A code with its label and address, below `at` and around it; where it ends."""
    middle, top = at
    picture = code_image(code.url, side)
    page.paste(picture, (middle - picture.width // 2, top))
    room = WIDTH - 2 * MARGIN if side > SMALL else WIDTH // 2 - MARGIN // 2
    y = pen.write(code.label, NOTE, top + picture.height, middle, room)
    return pen.write(code.url, PRINT, y, middle, room)


@dataclass(frozen=True, slots=True)
class Pen:
    draw: ImageDraw.ImageDraw
    fonts: Fonts

    def write(self, text: str, size: int, y: int, middle: int = WIDTH // 2, room: int = WIDTH - 2 * MARGIN) -> int:
        """Centred, in as many lines as it needs; where the next may begin."""
        for line in lines(text, partial(length, size=size, fonts=self.fonts), room):
            set_line(self.draw, line, size, self.fonts, INK, (middle, y + size))
            y += int(size * (TALL if STACKED.search(line) else GAP))
        return y
