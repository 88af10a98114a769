"""A missing link is asked for while staff are there: on the last business day before, and an hour before."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from flows.office.links import link_asked
from flows.office.policy import TOKYO, Policy
from flows.office.reminders import Owed, owed, still_owed
from tests.flows.house import policy
from tests.flows.office.test_reminders import booked

OFFICE = policy()
LONG_BEFORE = datetime(2026, 11, 1, 9, 0, tzinfo=TOKYO)


def on(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027 if month == 1 else 2026, month, day, hour, minute, tzinfo=TOKYO)


def asked(start: datetime, now: datetime = LONG_BEFORE, office: Policy = OFFICE) -> list[datetime]:
    return [at for at, _ in link_asked(start, now, office)]


@pytest.mark.parametrize(
    ("start", "first"),
    [
        (on(11, 26, 10), on(11, 25, 8, 30)),  # a Thursday: the Wednesday before
        (on(11, 30, 10), on(11, 27, 8, 30)),  # a Monday: the Friday before, not the Sunday
        (on(11, 24, 10), on(11, 20, 8, 30)),  # the Tuesday after a holiday on a Monday: the Friday before both
        (on(12, 28, 10), on(12, 25, 8, 30)),  # the last day of the year: the Friday before
        (on(1, 4, 10), on(12, 28, 8, 30)),  # the first day of the year: before 29 December
    ],
)
def test_staff_are_asked_as_the_last_business_day_before_opens_and_an_hour_before(
    start: datetime, first: datetime
) -> None:
    assert asked(start) == [first, start.replace(hour=start.hour - 1)]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (on(11, 27, 8, 29), on(11, 27, 8, 30)),  # a minute before that opening: at it
        (on(11, 27, 8, 30), on(11, 27, 9, 0)),  # at it and later: when it is no longer quite new
        (on(11, 27, 8, 31), on(11, 27, 9, 1)),
        (on(11, 27, 11, 29), on(11, 27, 11, 59)),
        (on(11, 27, 11, 30), on(11, 27, 13, 0)),  # not in the lunch gap
        (on(11, 27, 16, 44), on(11, 27, 17, 14)),
        (on(11, 27, 16, 45), on(11, 30, 8, 30)),  # not after closing, nor on the weekend
        (on(11, 29, 21, 0), on(11, 30, 8, 30)),  # not on a Sunday night
    ],
)
def test_for_a_booking_made_later_they_are_asked_as_soon_as_somebody_is_there(now: datetime, first: datetime) -> None:
    assert asked(on(11, 30, 10), now) == [first, on(11, 30, 9)]


def test_two_questions_do_not_come_at_once() -> None:
    friday_evening = on(11, 27, 18)
    assert asked(on(11, 30, 9, 31), friday_evening) == [on(11, 30, 8, 30), on(11, 30, 8, 31)]
    assert asked(on(11, 30, 9, 30), friday_evening) == [on(11, 30, 8, 30)]
    assert asked(on(11, 30, 8, 30), friday_evening) == [on(11, 30, 7, 30)]


@pytest.mark.parametrize(("minute", "count"), [(59, 1), (0, 0), (1, 0)])
def test_less_than_an_hour_before_nobody_is_asked_any_more(minute: int, count: int) -> None:
    now = on(11, 30, 8 if minute == 59 else 9, minute)
    assert len(asked(on(11, 30, 10), now)) == count


def test_a_special_opening_day_counts_as_a_business_day() -> None:
    office = policy(hours__exceptions={date(2026, 11, 28): ((time(10), time(12)),)})
    assert asked(on(11, 30, 10), office=office)[0] == on(11, 28, 10)


def test_the_clocks_of_a_booking_hold_both_and_neither_is_owed_once_the_link_is_there() -> None:
    made = booked(on(11, 30, 10))
    rows = [each for each in owed(made, LONG_BEFORE, OFFICE) if each.kind is Owed.LINK_MISSING]
    given = booked(on(11, 30, 10), link="https://video.invalid/1")

    assert [(each.at, each.minutes) for each in rows] == [(on(11, 27, 8, 30), 1440), (on(11, 30, 9), 60)]
    assert [still_owed(each, given, each.at, OFFICE) for each in rows] == ["given", "given"]
