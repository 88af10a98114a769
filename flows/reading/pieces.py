"""The pieces a typed date or time is cut into, before anybody asks what they mean together.

One small value per kind of piece lives here, and the hours a piece can stand for.
No text is matched here and no day is reckoned.
"""

from dataclasses import dataclass
from datetime import time
from typing import Final, Literal, TypeAlias

from flows.reading.days import Days

Times: TypeAlias = tuple[time, ...]

NOON: Final = 12
_HOURS: Final = 24
_MINUTES: Final = 60
# A bare 3 is mostly said for 15:00, a bare 9 for the morning; between them nobody can tell without asking.
_UNSURE: Final = range(1, 8)
_AFTER_NOON: Final = range(1, 5)
_ABOUT_NOON: Final = range(10, 17)


@dataclass(frozen=True, slots=True)
class Day:
    """`alone`: the day of a month that was not named, as 25日 in 12月24日か25日; else 0."""

    days: Days
    alone: int = 0


@dataclass(frozen=True, slots=True)
class Weekday:
    index: int


@dataclass(frozen=True, slots=True)
class Week:
    ahead: int


@dataclass(frozen=True, slots=True)
class Coming:
    """次の, next: to be read with the weekday after it."""


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as typed. `padded` tells 03:00, which is sure, from 3:00, which may be the afternoon."""

    hour: int
    minute: int = 0
    padded: bool = False
    noon: bool = False
    """Said in words: beside an hour it tells only that this is about the middle of the day."""

    @property
    def real(self) -> bool:
        return self.hour < _HOURS and self.minute < _MINUTES

    @property
    def sure(self) -> bool:
        return self.padded or self.hour not in _UNSURE


@dataclass(frozen=True, slots=True)
class Half:
    """A half of the day. `leads` when its script puts it before the hour (午後3時), not after (3 pm).

    `midday`: 中午, siang, trưa: from ten to two, so that 11 is before noon and 1 after it.
    """

    pm: bool
    leads: bool
    midday: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """10.30 or 10-14: days or hours, as its company tells. `number`: a bare one, nothing when alone."""

    days: Days
    clocks: tuple[Clock, ...]
    number: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """at, jam: makes an hour of the number after it."""


@dataclass(frozen=True, slots=True)
class Joiner:
    kind: Literal["or", "range"]


@dataclass(frozen=True, slots=True)
class Comma:
    pass


@dataclass(frozen=True, slots=True)
class Filler:
    pass


@dataclass(frozen=True, slots=True)
class Foreign:
    year: int


@dataclass(frozen=True, slots=True)
class Era:
    """The year of Reiwa, beside a date whose year it must be."""

    year: int


Piece: TypeAlias = Day | Weekday | Week | Coming | Clock | Half | Unclear | At | Joiner | Comma | Filler | Foreign | Era


def times(clock: Clock, half: Half | None) -> Times:
    """The times of day an hour can mean; none when it contradicts its half of the day (午前15時)."""
    if not clock.real:
        return ()
    if half is None:
        return _either_half(clock)
    return _about_noon(clock) if half.midday else _in_half(clock, pm=half.pm)


def _about_noon(clock: Clock) -> Times:
    if clock.hour in _AFTER_NOON:
        return (time(clock.hour + NOON, clock.minute),)
    return (time(clock.hour, clock.minute),) if clock.hour in _ABOUT_NOON else ()


def _either_half(clock: Clock) -> Times:
    morning = time(clock.hour, clock.minute)
    return (morning,) if clock.sure else (morning, time(clock.hour + NOON, clock.minute))


def _in_half(clock: Clock, *, pm: bool) -> Times:
    hour, minute = clock.hour, clock.minute
    if pm:
        return (time(hour + NOON if hour < NOON else hour, minute),)
    if hour == NOON:  # 12 am is midnight by the book and noon to many
        return (time(0, minute), time(NOON, minute))
    return (time(hour, minute),) if hour < NOON else ()
