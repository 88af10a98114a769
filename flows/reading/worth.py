"""What each spelling of a date or time is worth: from a match to a piece, or None if there is no such day.

One small function per spelling lives here.
The spellings themselves stand in grammar, and how a piece goes with others in phrases.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from flows.reading import days as reckon
from flows.reading.pieces import NOON, Clock, Day, Era, Foreign, Half, Piece, Unclear, Weekday

Match: TypeAlias = re.Match[str]

_WEEK: Final = 7
_QUARTER: Final = 15
_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """What a reading leans on besides the text."""

    today: date
    month_first: bool
    months: Mapping[str, int]


Build: TypeAlias = Callable[[Match, Frame], Piece | None]


def always(piece: Piece) -> Build:
    return lambda _found, _frame: piece


def dated(frame: Frame, month: int, day: int, year: str | None = None) -> Piece | None:
    """A day whose month is certain; without a year, the next such day."""
    return _dated(year, month, day, frame) if year else _day(reckon.next_date(frame.today, month, day))


def _day(*found: date | None) -> Day | None:
    days = reckon.known(found)
    return Day(days) if days else None


def _dated(year: str, month: int, day: int, frame: Frame) -> Piece | None:
    if reckon.of_other_era(int(year), frame.today):
        return Foreign(int(year))
    return _day(reckon.real(int(year), month, day))


def year_first(found: Match, frame: Frame) -> Piece | None:
    return _dated(found["year"], int(found["month"]), int(found["day"]), frame)


def year_last(found: Match, frame: Frame) -> Piece | None:
    year, first, second = int(found["year"]), int(found["first"]), int(found["second"])
    if reckon.of_other_era(year, frame.today):
        return Foreign(year)
    return _day(*reckon.pair(first, second, frame.today, month_first=frame.month_first, year=year))


def both_years(found: Match, frame: Frame) -> Piece | None:
    """2026年(令和8年)11月24日, as we print it; nothing when the two years differ."""
    return year_first(found, frame) if reckon.REIWA + int(found["era"]) == int(found["year"]) else None


def reiwa(found: Match, _frame: Frame) -> Piece | None:
    if int(found[1]) == 0:
        return None
    return _day(reckon.real(reckon.REIWA + int(found[1]), int(found[2]), int(found[3])))


def short_year(found: Match, frame: Frame) -> Piece | None:
    return _day(*reckon.short_year(int(found[1]), int(found[2]), int(found[3]), frame.today))


def triple(found: Match, frame: Frame) -> Piece | None:
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    days = reckon.triple(first, second, third, frame.today, month_first=frame.month_first)
    if not days and (year := reckon.short_year_of_other_era(first, second, third, frame.today)):
        return Foreign(year)
    return _day(*days)


def month_day(found: Match, frame: Frame) -> Piece | None:
    return _day(reckon.next_date(frame.today, int(found[1]), int(found[2])))


def pair(found: Match, frame: Frame) -> Piece | None:
    return _day(*_pair_days(found, frame))


def _pair_days(found: Match, frame: Frame) -> reckon.Days:
    return reckon.pair(int(found[1]), int(found[2]), frame.today, month_first=frame.month_first)


def named_month(found: Match, frame: Frame) -> Piece | None:
    month, day = frame.months[found["name"]], int(found["day"])
    if year := found["year"]:
        if found["era"] and reckon.REIWA + int(found["era"]) != int(year):
            return None
        return _dated(year, month, day, frame)
    return _day(reckon.next_date(frame.today, month, day))


def named_month_of_year(found: Match, frame: Frame) -> Piece | None:
    return _dated(found["year"], frame.months[found["name"]], int(found["day"]), frame)


def day_of_month(found: Match, frame: Frame) -> Piece | None:
    day = reckon.next_day_of_month(frame.today, int(found[1]))
    return Day((day,), alone=int(found[1])) if day else None


def day_of_relative_year(found: Match, frame: Frame) -> Piece | None:
    ahead = ("今年", "来年").index(found[1])
    return _day(reckon.real(frame.today.year + ahead, int(found[2]), int(found[3])))


def day_of_relative_month(found: Match, frame: Frame) -> Piece | None:
    ahead = ("今月", "来月", "再来月").index(found[1])
    return _day(reckon.month_ahead(frame.today, ahead, int(found[2])))


def days_later(found: Match, frame: Frame) -> Piece | None:
    return _day(reckon.shift(frame.today, int(found[1])))


def weeks_later(found: Match, frame: Frame) -> Piece | None:
    return _day(reckon.shift(frame.today, _WEEK * int(found[1])))


def in_some_time(found: Match, frame: Frame) -> Piece | None:
    return _day(reckon.shift(frame.today, int(found[1]) * (_WEEK if found[2] == "week" else 1)))


def shiasatte(_found: Match, frame: Frame) -> Piece | None:
    """Three days from today in most of Japan, four in the villages around Kumagaya: ask."""
    return _day(reckon.shift(frame.today, 3), reckon.shift(frame.today, 4))


def three_days(_found: Match, frame: Frame) -> Piece | None:
    return _day(reckon.shift(frame.today, 3))


def kanji_weekday(found: Match, _frame: Frame) -> Piece:
    return Weekday("月火水木金土日".index(found[1]))


def _clock(hour: str, minute: int) -> Clock | None:
    clock = Clock(int(hour), minute, padded=hour.startswith("0"))
    return clock if clock.real else None


def hour_minute(found: Match, _frame: Frame) -> Piece | None:
    return _clock(found[1], int(found[2]))


def hour_word(found: Match, _frame: Frame) -> Piece | None:
    quarters = _HOUR // 2 if found["half"] else _QUARTER * int(found["quarters"] or 0)
    return _clock(found["hour"], int(found["minute"] or found["tight"] or found["spaced"] or quarters))


def half_hour(found: Match, _frame: Frame) -> Piece | None:
    return _clock(found["hour"], _HOUR // 2)


def era(found: Match, _frame: Frame) -> Piece:
    return Era(int(found[1]))


def past_the_hour(found: Match, _frame: Frame) -> Piece | None:
    return _clock(found[2], {"half": _HOUR // 2, "quarter": _QUARTER}[found[1]])


def quarter_to(found: Match, _frame: Frame) -> Piece | None:
    """Quarter to 1 is said at noon: 12:45."""
    hour = int(found[1])
    return _clock(str(NOON if hour == 1 else hour - 1), _HOUR - _QUARTER) if hour else None


def dotted(found: Match, frame: Frame) -> Piece | None:
    """24.11 is a day, 14.30 an hour in some languages; 10.30 can be both."""
    minutes = found[2]
    clock = _clock(found[1], int(minutes)) if len(minutes) == len("00") else None
    return _unclear(_pair_days(found, frame), (clock,) if clock else ())


def dashed(found: Match, frame: Frame) -> Piece | None:
    """11-24 is a day; 10-14 a day, or from ten to two."""
    first, second = _clock(found[1], 0), _clock(found[2], 0)
    return _unclear(_pair_days(found, frame), (first, second) if first and second else ())


def _unclear(days: reckon.Days, clocks: tuple[Clock, ...]) -> Piece | None:
    if days and clocks:
        return Unclear(days, clocks)
    if days:
        return Day(days)
    return clocks[0] if len(clocks) == 1 else Unclear((), clocks) if clocks else None


def bare_number(found: Match, frame: Frame) -> Piece | None:
    days = reckon.known((reckon.next_day_of_month(frame.today, int(found[0])),))
    clock = _clock(found[0], 0)
    return Unclear(days, (clock,) if clock else (), number=True)


def half_of_day(found: Match, _frame: Frame) -> Piece:
    return Half(pm=found[0] == "午後" or found[0].startswith("p"), leads=found[0].startswith("午"))
