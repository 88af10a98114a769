"""What reading a date or time can come to, and the words of a language it may lean on.

Plain values live here. How text becomes one of them stands in the modules that use this one.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TypeAlias

Words: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    day: dt.date
    time: dt.time | None = None


Reading: TypeAlias = Moment | dt.time


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two or more honest readings: ask which was meant. In the order typed; of one phrase, earliest first."""

    readings: tuple[Reading, ...]

    def only(self, fits: Callable[[Reading], bool]) -> "Reading | Ambiguous":
        """The same question without the readings that cannot be; as it was, when none can.

        For rules the caller knows and reading does not: with office hours, "3時" is 15:00 and no question.
        """
        left = tuple(reading for reading in self.readings if fits(reading)) or self.readings
        return left[0] if len(left) == 1 else Ambiguous(left)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The weekday typed (Monday is 0) is not the weekday of the day typed."""

    typed_weekday: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class ForeignYear:
    """A year of another era (Thai 2569, Nepali 2083, Burmese 1388): explain, do not convert."""

    year: int


Read: TypeAlias = Moment | dt.time | Ambiguous | Mismatch | ForeignYear


@dataclass(frozen=True, slots=True, repr=False)
class DateWords:
    """Words of a person's language, from its catalogue; spelling variants side by side.

    `weekdays` and `months` are lists of seven and twelve such sets, Monday and January first.
    The fields after `noon` may stay empty: `at` stands before an hour ("at", "jam"), `hours` after it
    ("giờ", "시"), `half` after that ("rưỡi"), `either` between two ("or"), `ignored` anywhere ("ngày").
    `also` stands between the items of a printed list ("and"); `eras` are the year of Reiwa as printed, for the year 77.
    """

    today: Words
    tomorrow: Words
    day_after: Words
    weekdays: tuple[Words, ...]
    am: Words
    pm: Words
    noon: Words
    months: tuple[Words, ...] = ()
    next_week: Words = ()
    at: Words = ()
    hours: Words = ()
    half: Words = ()
    either: Words = ()
    ignored: Words = ()
    also: Words = ()
    eras: Words = ()

    def __repr__(self) -> str:
        """Short, for a language has thousands of words."""
        return f"<the words that hold {', '.join(self.today)}>"

    def plus(self, other: "DateWords") -> "DateWords":
        """The words of two languages together, for a person who may type either."""
        mine = {name: _joined(getattr(self, name), getattr(other, name)) for name in _FLAT}
        return DateWords(
            weekdays=_paired(self.weekdays, other.weekdays),
            months=_paired(self.months, other.months),
            **mine,
        )


_FLAT = tuple(field.name for field in fields(DateWords) if field.name not in {"weekdays", "months"})


def _joined(one: Words, other: Words) -> Words:
    return tuple(dict.fromkeys(one + other))


def _paired(one: tuple[Words, ...], other: tuple[Words, ...]) -> tuple[Words, ...]:
    if not one or not other:
        return one or other
    return tuple(_joined(mine, theirs) for mine, theirs in zip(one, other, strict=True))
