"""What one phrase means: the days and the times it can stand for, or why it cannot be.

Meaning within a phrase is decided here, with the half of the day it may borrow from its neighbour.
What phrases lend each other beyond that, and the final answer, stand in when.
"""

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TypeAlias

from flows.reading import days as reckon
from flows.reading.days import Days
from flows.reading.moment import Mismatch, Moment, Reading
from flows.reading.phrases import Phrase
from flows.reading.pieces import At, Clock, Coming, Day, Era, Half, Times, Unclear, Week, Weekday, times


@dataclass(frozen=True, slots=True)
class Sense:
    """Empty days or times: none were typed. `either`: readings that no day or time may be added to."""

    days: Days = ()
    times: Times = ()
    either: tuple[Reading, ...] = ()

    def readings(self) -> tuple[Reading, ...]:
        if self.either:
            return self.either
        if self.days and self.times:
            return tuple(Moment(day, time) for day, time in product(self.days, self.times))
        return tuple(Moment(day) for day in self.days) or self.times


Understood: TypeAlias = Sense | Mismatch | None


def sense(phrase: Phrase, today: date, half: Half | None, *, hour_expected: bool) -> Understood:
    """`half`: its own or a borrowed one. `hour_expected`: its neighbours make a bare number an hour."""
    unclear, clock = phrase.get(Unclear), phrase.get(Clock)
    if unclear is None or clock is not None:
        return _plain_sense(phrase, today, half, clock)
    if phrase.listed and not phrase.has(Half):
        return None
    if hour_expected or half or phrase.has(At, Day):
        return _combined(_days(phrase, today, ()), _all_times(unclear, half), timed=True)
    if phrase.has_day:
        return _day_or_hour(phrase, unclear, today)
    either: tuple[Reading, ...] = (*map(Moment, unclear.days), *_all_times(unclear, None))
    return Sense(either=either) if either and not unclear.number else None


def _plain_sense(phrase: Phrase, today: date, half: Half | None, clock: Clock | None) -> Understood:
    """A clock settles that anything unclear beside it is a day; a bare number only beside a weekday."""
    unclear = phrase.get(Unclear)
    if (unclear and not unclear.days) or (phrase.number and not phrase.has(Weekday)):
        return None
    if clock is None and phrase.has(Half, At):
        return None
    found = times(clock, half) if clock else ()
    return _combined(_days(phrase, today, unclear.days if unclear else ()), found, timed=clock is not None)


def _combined(days: Days | Mismatch | None, found: Times, *, timed: bool) -> Understood:
    if isinstance(days, Mismatch):
        return days
    if days is None or (timed and not found):
        return None
    return Sense(days, found) if days or found else None


def _day_or_hour(phrase: Phrase, unclear: Unclear, today: date) -> Understood:
    """Tuesday 10: ten o'clock, and the 10th as well if that is a Tuesday."""
    days = _days(phrase, today, ())
    if not isinstance(days, tuple):
        return days
    as_days = [Moment(day) for day in unclear.days if day in days or _is_on(phrase, day)]
    as_hours = Sense(days, _all_times(unclear, None)) if unclear.clocks else Sense()
    hours = as_hours.readings() if as_hours.times else ()
    either = (*as_days, *hours)
    return Sense(either=either) if either else None


def _is_on(phrase: Phrase, day: date) -> bool:
    weekday = phrase.get(Weekday)
    return weekday is not None and not phrase.has(Week, Coming) and day.weekday() == weekday.index


def _all_times(unclear: Unclear, half: Half | None) -> Times:
    """Of 11-1pm only the second hour is in the afternoon; of 1-2pm both are."""
    first, last = (unclear.clocks[0], unclear.clocks[-1]) if unclear.clocks else (None, None)
    both = first is last or half is None or half.leads or (first and last and first.hour < last.hour)
    halves = {clock: half if both or clock is last else None for clock in unclear.clocks}
    return tuple(dict.fromkeys(time for clock in unclear.clocks for time in times(clock, halves[clock])))


def _days(phrase: Phrase, today: date, more: Days) -> Days | Mismatch | None:
    """The days of the phrase: () if none was typed, None if what was typed cannot be."""
    day, weekday, week = phrase.get(Day), phrase.get(Weekday), phrase.get(Week)
    days = day.days if day else more
    if era := phrase.get(Era):
        days = tuple(one for one in days if one.year == reckon.REIWA + era.year)
        if not days:
            return None
    if days:
        days = reckon.in_week(today, days, week.ahead) if week else days
        return _checked(days, weekday) if days else None
    if weekday:
        return _of_weekday(weekday.index, week, today, coming=phrase.has(Coming))
    return None if week or phrase.has(Coming) else ()


def _of_weekday(weekday: int, week: Week | None, today: date, *, coming: bool) -> Days:
    if week:
        return reckon.weekday_in_week(today, weekday, week.ahead)
    return reckon.next_weekday(today, weekday) if coming else reckon.weekday_alone(today, weekday)


def _checked(days: Days, weekday: Weekday | None) -> Days | Mismatch:
    """A weekday picks among several days; against a single one it is a contradiction to ask about."""
    if weekday is None:
        return days
    fitting = tuple(day for day in days if day.weekday() == weekday.index)
    return fitting or (Mismatch(weekday.index, days[0]) if len(days) == 1 else days)
