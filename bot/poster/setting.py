"""Setting a line of text: where no font of this machine has all its signs, each script of it with a font of its own.

Noto's fonts for some scripts lack Latin letters, and even the slash. Never here: how lines are broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from PIL import ImageDraw

from bot.poster.fonts import STACKED, Font, Fonts, NoFont

SCRIPT: Final = re.compile(rf"{STACKED.pattern}+(?:[\s\u200b]+{STACKED.pattern}+)*")


def length(text: str, size: int, fonts: Fonts) -> float:
    return sum(font.getlength(piece) for piece, font in spans(text, size, fonts))


def write(  # noqa: PLR0913 -- what, how large, in what, and where
    draw: ImageDraw.ImageDraw, text: str, size: int, fonts: Fonts, ink: str, at: tuple[float, float]
) -> None:
    """Around the middle `at`, standing on its height."""
    x = at[0] - length(text, size, fonts) / 2
    for piece, font in spans(text, size, fonts):
        draw.text((x, at[1]), piece, ink, font, anchor="ls")
        x += font.getlength(piece)


def spans(text: str, size: int, fonts: Fonts) -> list[tuple[str, Font]]:
    """Raises `BadSettings` where a piece has no font either."""
    try:
        return [(text, fonts(text, size))]
    except NoFont:
        pieces = list(_pieces(text))
        if len(pieces) < 2:  # noqa: PLR2004 -- nothing to part
            raise
        return [(each, fonts(each, size)) for each in pieces]


def _pieces(text: str) -> Iterator[str]:
    end = 0
    for each in SCRIPT.finditer(text):
        yield from filter(None, (text[end : each.start()], each.group()))
        end = each.end()
    yield from filter(None, (text[end:],))
