"""Fonts for a poster in any language: those of this machine, or the one that is given. None is brought along: one for
all languages weighs more than this program.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias

from PIL import ImageFont

from bot.settings import BadSettings

Font: TypeAlias = ImageFont.FreeTypeFont
Fonts: TypeAlias = Callable[[str, int], Font]
"""A font that has all the signs of that text, in that size."""


def machine_fonts(language: str) -> Fonts:
    """The fonts of this machine, as fontconfig ranks them for that language. Raises `BadSettings`."""
    if shutil.which("fc-match") is None:
        raise BadSettings("no fontconfig on this machine to find a font: give one with --font FILE")
    ranked = _asked("fc-match", "-s", "-f", "%{file}\t%{index}\n", f"sans:lang={language}")

    @cache
    def covering(signs: str) -> tuple[str, int]:
        wanted = " ".join(f"{ord(sign):x}" for sign in signs)
        able = set(_asked("fc-list", "-f", "%{file}\t%{index}\n", f":charset={wanted}"))
        best = next((each for each in ranked if each in able), None)
        if best is None:
            raise BadSettings(f"no font on this machine has all signs of {language!r}: give one with --font FILE")
        file, _, index = best.partition("\t")
        return file, int(index) & 0xFFFF

    def font(text: str, size: int) -> Font:
        file, index = covering("".join(sorted(set(text) - {" ", "\n"})))
        return ImageFont.truetype(file, size, index=index)

    return font


def font_file(file: Path) -> Fonts:
    """One font for everything. Raises `BadSettings`."""
    try:
        ImageFont.truetype(file, 12)
    except OSError as error:
        raise BadSettings(f"--font {file}: {error}") from None
    return lambda _text, size: ImageFont.truetype(file, size)


def _asked(*command: str) -> list[str]:
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=60)  # noqa: S603 -- fontconfig's own
    return done.stdout.splitlines()
