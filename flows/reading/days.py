"""Which day is meant: the arithmetic behind 11/24, 24日, 来週の火曜 and the years of other eras.

Dates in, dates out, and more than one wherever two people would disagree.
No text is read here, and no day is refused for being past, closed or too far: those are rules.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

Days = tuple[date, ...]

REIWA: Final = 2018  # year N of Reiwa is 2018 + N
_CENTURY: Final = 2000
_CENTURY_OF_YEARS: Final = 100
_WEEK: Final = 7
_MONTHS: Final = 12
_LONGEST_MONTH: Final = 32  # some months of the Nepali calendar are that long
# How far the New Year of another era may lie from ours: Thai +543, Nepali +56 or 57, Burmese -638 or -639.
_OTHER_ERAS: Final = (range(542, 545), range(55, 59), range(-640, -636))
# A year of two digits is believed only when it gives a day near enough to be booked.
_BELIEVED_BEFORE: Final = timedelta(days=31)
_BELIEVED_AFTER: Final = timedelta(days=731)


def real(year: int, month: int, day: int) -> date | None:
    """The day, if there is such a one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def known(days: Iterable[date | None]) -> Days:
    """The days that are real, each once, earliest first."""
    return tuple(sorted({day for day in days if day is not None}))


def shift(day: date, by: int) -> date | None:
    """`by` days later, unless that falls out of the calendar."""
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return None


def of_other_era(year: int, today: date) -> bool:
    """Whether such a year is now in the Thai, Nepali or Burmese calendar."""
    return any(year - today.year in gap for gap in _OTHER_ERAS)


def next_date(today: date, month: int, day: int) -> date | None:
    """The next such day, today included, within a year."""
    found = known(real(today.year + n, month, day) for n in (0, 1))
    return next((one for one in found if one >= today), None)


def next_day_of_month(today: date, day: int) -> date | None:
    """The next such day of a month, today included; a month without it is passed over."""
    months = [month_ahead(today, ahead, day) for ahead in range(3)]
    return next((found for found in known(months) if found >= today), None)


def month_ahead(today: date, ahead: int, day: int) -> date | None:
    """The `day` of the month that lies `ahead` months after this one."""
    years, month = divmod(today.month - 1 + ahead, _MONTHS)
    return real(today.year + years, month + 1, day)


def pair(first: int, second: int, today: date, *, month_first: bool, year: int | None = None) -> Days:
    """What 5/6 can be: both orders where the language has no order of its own and both are real."""

    def at(month: int, day: int) -> date | None:
        return next_date(today, month, day) if year is None else real(year, month, day)

    usual, other = at(first, second), at(second, first)
    return known((usual,)) if month_first and usual else known((usual, other))


def triple(first: int, second: int, third: int, today: date, *, month_first: bool) -> Days:
    """What 8.11.24 or 24/11/26 can be: every order and era that gives a day near today."""
    japanese = (real(REIWA + first, second, third),) if month_first else ()
    day_first = () if month_first else (real(_CENTURY + third, second, first),)
    common = (real(_CENTURY + first, second, third), real(_CENTURY + third, first, second))
    return tuple(day for day in known((*japanese, *day_first, *common)) if _near(day, today))


def short_year_of_other_era(first: int, second: int, third: int, today: date) -> int | None:
    """24/11/69 in Thailand, 83/8/9 in Nepal: the whole year, if the numbers beside it can be a day and a month."""
    for short, others in ((third, (first, second)), (first, (second, third))):
        near = (each for each in range(today.year + 40, today.year + 545) if each % _CENTURY_OF_YEARS == short)
        year = next((each for each in near if of_other_era(each, today)), None)
        if year and 0 < min(others) <= _MONTHS and max(others) <= _LONGEST_MONTH:
            return year
    return None


def short_year(year: int, month: int, day: int, today: date) -> Days:
    """What 8年11月24日 can be: a year of Reiwa, or of the century."""
    return tuple(d for d in known(real(era + year, month, day) for era in (REIWA, _CENTURY)) if _near(d, today))


def weekday_alone(today: date, weekday: int) -> Days:
    """The next such weekday; said on that weekday, today or a week from today."""
    ahead = (weekday - today.weekday()) % _WEEK
    return known(shift(today, n) for n in ((ahead,) if ahead else (0, _WEEK)))


def weekday_in_week(today: date, weekday: int, ahead: int) -> Days:
    """The weekday `ahead` weeks from this week, for those whose week begins on Monday and on Sunday."""
    since_monday, since_sunday = today.weekday(), (today.weekday() + 1) % _WEEK
    from_monday = shift(today, _WEEK * ahead + weekday - since_monday)
    from_sunday = shift(today, _WEEK * ahead + (weekday + 1) % _WEEK - since_sunday)
    found = known((from_monday, from_sunday))
    return tuple(day for day in found if day >= today) or found


def next_weekday(today: date, weekday: int) -> Days:
    """次の火曜, next Tuesday: the first one to come, or the one of next week."""
    first = shift(today, (weekday - today.weekday() - 1) % _WEEK + 1)
    return known((first, *weekday_in_week(today, weekday, 1)))


def in_week(today: date, days: Days, ahead: int) -> Days:
    """Those of the days that lie in that week, whichever day it begins on."""
    return tuple(day for day in days if day in weekday_in_week(today, day.weekday(), ahead))


def _near(day: date, today: date) -> bool:
    return -_BELIEVED_BEFORE <= day - today <= _BELIEVED_AFTER
