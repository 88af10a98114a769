"""Fonts for a poster or a menu in any language: those of this machine, or the one that is given. None is brought along:
one for all languages weighs more than this program.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
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


class NoFont(BadSettings):
    """No font of this machine has all the signs of a text."""


def machine_fonts(tag: str, *, bold: bool = False) -> Fonts:
    """The fonts of this machine, as fontconfig ranks them for that language. Raises `BadSettings`."""
    if shutil.which("fc-match") is None:
        raise BadSettings("no fontconfig on this machine to find a font: give one with --font FILE")
    wish = f"sans:{'bold:' if bold else ''}lang={NAMES.get(tag, tag)}"
    ranked = _asked("fc-match", "-s", "-f", "%{file}\t%{index}\n", wish)

    @cache
    def covering(signs: str) -> tuple[str, int]:
        wanted = " ".join(f"{ord(sign):x}" for sign in signs)
        able = set(_asked("fc-list", "-f", "%{file}\t%{index}\n", f":charset={wanted}"))
        best = next((each for each in ranked if each in able), None)
        if best is None:
            raise NoFont(
                f"no font on this machine has all signs of {tag!r}:"
                " install one (Noto has all; a poster takes --font FILE)"
            )
        file, _, index = best.partition("\t")
        return file, int(index) & 0xFFFF

    @cache
    def opened(file: str, index: int, size: int) -> Font:
        return ImageFont.truetype(file, size, index=index)

    def font(text: str, size: int) -> Font:
        ensure_shaped(text)
        return opened(*covering("".join(sorted(set(text) - {" ", "\n"}))), size)

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


def _asked(*command: str) -> list[str]:
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=60)  # noqa: S603 -- fontconfig's own
    return done.stdout.splitlines()
