"""Drawing a rich menu: dark on light, the first cell light on dark, a picture and a label in each cell.

Never here: wording, where fonts come from, or telling LINE.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from functools import partial
from typing import Final

from PIL import Image, ImageDraw

from bot.menus.fitting import RUBY, Fitted, Line, TooLong, fitted, line_length, run_length
from bot.menus.icons import icon
from bot.menus.layout import HEIGHT, WIDTH, Box, Cell, Menu, request
from bot.poster import setting
from bot.poster.fonts import Fonts
from bot.settings import BadSettings

INK: Final = "#10243e"
PAPER: Final = "#ffffff"
RULE: Final = "#8fa1b8"
SIDE: Final = 40
"""Free on either side of a label; above the picture and below the label it is a little less."""
EDGE: Final = 26
ICON: Final = 118
GAP: Final = 20
COLOURS: Final = 32


@dataclass(frozen=True, slots=True)
class Drawn:
    menu: Menu
    png: bytes
    digest: str
    """Of all that can be seen and touched."""


def draw(shown: Menu, fonts: Fonts) -> Drawn:
    """Raises `BadSettings` that names language and label where one does not fit, or no font has its signs."""
    page = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    for index, cell in enumerate(shown.cells):
        ink, paper = (INK, PAPER) if index else (PAPER, INK)
        _Pen(page, fonts, ink, paper).cell(cell, label(cell, shown.tag, fonts))
    small = page.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    data = io.BytesIO()
    small.save(data, "PNG", optimize=True)
    seen = hashlib.sha256(json.dumps(request(shown, ""), sort_keys=True).encode() + page.tobytes())
    return Drawn(shown, data.getvalue(), seen.hexdigest())


def label(cell: Cell, tag: str, fonts: Fonts) -> Fitted:
    try:
        return fitted(cell.label, room(cell.box), partial(setting.length, fonts=fonts))
    except TooLong as error:
        raise BadSettings(f"menu of {tag}: anytime.{cell.command}.label: {error}") from None


def room(box: Box) -> tuple[float, float]:
    """For the label alone."""
    return box.width - 2 * SIDE, box.height - 2 * EDGE - ICON - GAP


@dataclass(frozen=True, slots=True)
class _Pen:
    page: Image.Image
    fonts: Fonts
    ink: str
    paper: str

    def cell(self, cell: Cell, label: Fitted) -> None:
        """Picture and label together stand in the middle."""
        box, draw = cell.box, ImageDraw.Draw(self.page)
        corner = (box.x + box.width - 1, box.y + box.height - 1)
        draw.rectangle(((box.x, box.y), corner), self.paper, RULE, 2)
        top = box.y + (box.height - ICON - GAP - label.height) / 2
        at = (round(box.x + (box.width - ICON) / 2), round(top))
        self.page.paste(icon(cell.command, ICON, self.ink, self.paper), at)
        for index, line in enumerate(label.lines):
            # the letters stand on the lower edge of their line, less what hangs below it
            foot = top + ICON + GAP + label.leading * (index + 1) - label.size * 0.36
            self._line(line, label.size, box.x + box.width / 2, foot)

    def _line(self, line: Line, size: int, middle: float, foot: float) -> None:
        length = partial(setting.length, fonts=self.fonts)
        x = middle - line_length(line, size, length) / 2
        for run in line:
            width = run_length(run, size, length)
            self._text(run.base, size, x + width / 2, foot)
            if run.reading:
                self._text(run.reading, round(size * RUBY), x + width / 2, foot - size)
            x += width

    def _text(self, text: str, size: int, middle: float, foot: float) -> None:
        setting.write(ImageDraw.Draw(self.page), text, size, self.fonts, self.ink, (middle, foot))
