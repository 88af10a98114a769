"""Fitting a label into its cell: broken only where its script allows, as large as it can be, never cut.

Pure: lengths are asked. Readings in brackets (plain Japanese) are set small above what they read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

SIZES: Final = range(92, 67, -4)
"""In pixels of a picture as wide as a phone's screen: the smallest still is 10 points there."""
LARGE: Final = 80
"""12 points: large enough not to be broken into two lines for more."""
LEADING: Final = 1.36
"""From one line to the next; Khmer and Burmese stack their signs high."""
RUBY: Final = 0.5
READING: Final = re.compile(r"([\u3005\u4e00-\u9fff]+)\(([\u3041-\u3096\u30fc]+)\)")
BREAKS: Final = re.compile(r"\s+|\u200b|(?<=[\u3041-\u3096)\u30fb])(?=[\u30a1-\u30fa\u4e00-\u9fff])")
"""Between words; in Japanese before the sign with which a new word begins. Other scripts are not broken inside a word:
nothing short of a dictionary knows where Thai, Khmer or Burmese may be.
"""
Length: TypeAlias = Callable[[str, int], float]
"""Of a text in a size."""


class TooLong(ValueError):
    """A label that fits its cell in no size."""


@dataclass(frozen=True, slots=True)
class Run:
    base: str
    reading: str = ""


Line: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    size: int
    lines: tuple[Line, ...]

    @property
    def leading(self) -> float:
        ruby = any(run.reading for line in self.lines for run in line)
        return self.size * (LEADING + (RUBY if ruby else 0))

    @property
    def height(self) -> float:
        return self.leading * len(self.lines)


def fitted(label: str, room: tuple[float, float], length: Length) -> Fitted:
    """In one line as long as that is large enough; else in two, else in a smaller one. Raises `TooLong`."""
    one = (runs(label),)
    for lines, size in (
        *((one, size) for size in SIZES if size >= LARGE),
        *((two, size) for size in SIZES if (two := _halves(label, partial(line_length, size=size, length=length)))),
        *((one, size) for size in SIZES if size < LARGE),
    ):
        found = Fitted(size, lines)
        if found.height <= room[1] and all(line_length(line, size, length) <= room[0] for line in lines):
            return found
    raise TooLong(f"{label!r} does not fit into {room[0]:.0f} x {room[1]:.0f} at {SIZES[-1]} pixels")


def line_length(line: Line, size: int, length: Length) -> float:
    return sum(run_length(run, size, length) for run in line)


def run_length(run: Run, size: int, length: Length) -> float:
    reading = length(run.reading, round(size * RUBY)) if run.reading else 0.0
    return max(length(run.base, size), reading)


def _halves(label: str, width: Callable[[Line], float]) -> tuple[Line, ...]:
    """Two lines as equal as can be; none where it can be broken nowhere."""
    halves = [(runs(label[: each.start()]), runs(label[each.end() :])) for each in _cuts(label)]
    return min(halves, key=lambda two: max(map(width, two)), default=())


def _cuts(label: str) -> list[re.Match[str]]:
    """Not inside brackets."""
    found = [each for each in BREAKS.finditer(label) if each.start() > 0 and each.end() < len(label)]
    return [each for each in found if label[: each.start()].count("(") == label[: each.start()].count(")")]


def runs(text: str) -> Line:
    found, end = [], 0
    for each in READING.finditer(text):
        found += [Run(text[end : each.start()]), Run(each[1], each[2])]
        end = each.end()
    return tuple(each for each in (*found, Run(text[end:])) if each.base)
