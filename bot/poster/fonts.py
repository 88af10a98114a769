"""Fonts for a poster or a menu in any language: those of this machine, or the one that is given. None is brought along:
one for all languages weighs more than this program.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from PIL import ImageFont, features

from bot.settings import BadSettings

Font: TypeAlias = ImageFont.FreeTypeFont
Fonts: TypeAlias = Callable[[str, int], Font]
"""A font that has all the signs of that text, in that size."""

NAMES: Final = {"zh-Hans": "zh-cn", "zh-Hant": "zh-tw", "pt-BR": "pt-br", "ja-simple": "ja"}
"""What fontconfig calls a language, where it is not our tag: the same sign looks different in each kind of Chinese."""
JOINING: Final = ((0x600, 0x1CFF), (0xA840, 0xABFF))
STACKED: Final = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in JOINING)}]")
"""Scripts from Arabic to the last of India: their signs join, swap places or stand above each other."""


BLANK: Final = frozenset(map(ord, " \n"))


class NoFont(BadSettings):
    """No font of this machine has all the signs of a text."""


@dataclass(frozen=True, slots=True)
class Known:
    """A font file of this machine, and the signs that it has."""

    file: str
    index: int
    signs: tuple[tuple[int, int], ...]

    def has(self, sign: int) -> bool:
        return any(first <= sign <= last for first, last in self.signs)


def machine_fonts(tag: str, *, bold: bool = False) -> Fonts:
    """The fonts of this machine, as fontconfig ranks them for that language. Raises `BadSettings`."""
    if shutil.which("fc-match") is None:
        raise BadSettings("no fontconfig on this machine to find a font: give one with --font FILE")
    wish = f"sans:{'bold:' if bold else ''}lang={NAMES.get(tag, tag)}"
    ranked = [_known(each) for each in _asked("fc-match", "-s", "-f", "%{file}\t%{index}\t%{charset}\n", wish)]

    @cache
    def covering(signs: frozenset[int]) -> tuple[str, int]:
        best = next((each for each in ranked if all(each.has(sign) for sign in signs)), None)
        if best is None:
            raise NoFont(
                f"no font on this machine has all signs of {tag!r}:"
                " install one (Noto has all; a poster takes --font FILE)"
            )
        return best.file, best.index

    @cache
    def opened(file: str, index: int, size: int) -> Font:
        return ImageFont.truetype(file, size, index=index)

    def font(text: str, size: int) -> Font:
        ensure_shaped(text)
        return opened(*covering(frozenset(map(ord, text)) - BLANK), size)

    return font


def ensure_shaped(text: str) -> None:
    """Raises `BadSettings` where Pillow would set the signs one beside the other, which nobody could read."""
    if STACKED.search(text) and not features.check("raqm"):
        raise BadSettings(
            f"this machine cannot set {STACKED.findall(text)[0]!r} and its like: Pillow finds no FriBiDi for its Raqm"
            " (Debian, Ubuntu: apt install libfribidi0; Alpine: apk add fribidi)"
        )


def font_file(file: Path) -> Fonts:
    """One font for everything. Raises `BadSettings`."""
    try:
        ImageFont.truetype(file, 12)
    except OSError as error:
        raise BadSettings(f"--font {file}: {error}") from None

    def font(text: str, size: int) -> Font:
        ensure_shaped(text)
        return ImageFont.truetype(file, size)

    return font


def _known(line: str) -> Known:
    """The lower half of an index is the number in a collection, the upper that of a variable font's style."""
    file, index, signs = line.split("\t")
    ranges = (each.partition("-") for each in signs.split())
    return Known(
        file, int(index) & 0xFFFF, tuple((int(first, 16), int(last or first, 16)) for first, _, last in ranges)
    )


def _asked(*command: str) -> list[str]:
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=60)  # noqa: S603 -- fontconfig's own
    return done.stdout.splitlines()
