"""When the office is open and what is free: weekends, holidays, the year end, lunch, exceptions."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from flows.office.kinds import Span
from flows.office.opening import (
    Slot,
    after_office_hours,
    can_offer,
    can_wish,
    cells,
    confirm_by,
    free_desk,
    free_times,
    offer_by,
    previous_business_day,
    slot_at,
    slot_from_code,
    slots,
    spans,
)
from flows.office.policy import TOKYO
from tests.flows.house import START, policy

OFFICE = policy()


def jst(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), False),
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
        (date(2027, 1, 11), False),
    ],
)
def test_offices_close_on_weekends_holidays_and_over_the_year_end(day: date, is_open: bool) -> None:  # noqa: FBT001 -- a table
    assert bool(spans(day, OFFICE)) == is_open


def test_exceptions_win_over_everything() -> None:
    office = policy(
        hours__exceptions={date(2026, 11, 20): (), date(2026, 11, 21): ((time(9), time(12)),)},
    )
    assert spans(date(2026, 11, 20), office) == ()
    assert spans(date(2026, 11, 21), office) == ((time(9), time(12)),)


def test_an_office_may_stay_open_on_holidays_and_over_the_year_end() -> None:
    office = policy(hours__closed_on_holidays=False, hours__year_end=None)
    assert spans(date(2026, 11, 23), office)
    assert spans(date(2026, 12, 30), office)


def test_a_closing_within_one_year_is_closed_from_its_first_to_its_last_day() -> None:
    office = policy(hours__year_end=("08-12", "08-14"))
    assert [bool(spans(date(2026, 8, day), office)) for day in (10, 12, 13, 14, 17)] == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert spans(date(2026, 12, 29), office)


def test_times_end_before_lunch_and_before_closing() -> None:
    starts = [each.start.astimezone(TOKYO).time() for each in slots(date(2026, 11, 20), OFFICE)]
    assert starts[0] == time(8, 30)
    assert time(11, 30) in starts
    assert time(12) not in starts
    assert time(13) in starts
    assert starts[-1] == time(16, 30)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 20), date(2026, 11, 19)),
        (date(2026, 11, 24), date(2026, 11, 20)),
        (date(2027, 1, 4), date(2026, 12, 28)),
        (date(2027, 1, 12), date(2027, 1, 8)),
    ],
)
def test_the_previous_business_day_skips_whatever_is_closed(day: date, before: date) -> None:
    assert previous_business_day(day, OFFICE) == before


def test_an_office_that_never_opens_has_some_previous_day_all_the_same() -> None:
    shut: dict[str, tuple[Span, ...]] = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ())
    never = OFFICE.model_copy(update={"hours": OFFICE.hours.model_copy(update=shut)})  # no office file may say so
    assert previous_business_day(date(2026, 11, 20), never) == date(2026, 11, 19)
    assert free_times(START, frozenset(), never) == ()
    with pytest.raises(ValueError, match="never open"):
        after_office_hours(START, 8, never)


@pytest.mark.parametrize(
    ("start", "until"),
    [
        (jst(2026, 11, 20, 10), jst(2026, 11, 19, 17, 15)),
        (jst(2026, 11, 24, 10), jst(2026, 11, 20, 17, 15)),
        (jst(2027, 1, 4, 9), jst(2026, 12, 28, 17, 15)),
    ],
)
def test_offers_are_due_by_closing_time_of_the_business_day_before(start: datetime, until: datetime) -> None:
    assert offer_by(slot_at(start, OFFICE), OFFICE) == until


def test_an_office_may_set_no_limit_to_offering_and_confirming() -> None:
    free = policy(booking__offer_by="none", booking__confirm_by="none")
    slot = slot_at(jst(2026, 11, 20, 10), free)
    assert offer_by(slot, free) == confirm_by(slot, free) == slot.start
    assert can_offer(slot, slot.start - timedelta(minutes=2), free)
    assert not can_offer(slot, slot.start - timedelta(minutes=1), free)


def test_what_could_not_be_confirmed_any_more_is_not_offered() -> None:
    office = policy(booking__offer_by="none")
    slot = slot_at(jst(2026, 11, 20, 10), office)
    assert can_offer(slot, jst(2026, 11, 19, 23, 58), office)
    assert not can_offer(slot, jst(2026, 11, 19, 23, 59), office)


def test_confirming_is_possible_until_the_end_of_the_calendar_day_before() -> None:
    assert confirm_by(slot_at(jst(2026, 11, 24, 10), OFFICE), OFFICE) == jst(2026, 11, 24)


@pytest.mark.parametrize(("minute", "possible"), [(14, True), (15, False), (16, False)])
def test_a_wish_is_possible_until_the_minute_of_the_limit(minute: int, possible: bool) -> None:  # noqa: FBT001 -- a table
    slot = slot_at(jst(2026, 11, 24, 10), OFFICE)
    assert can_wish(slot, jst(2026, 11, 20, 17, minute), OFFICE) == possible


def test_the_horizon_counts_calendar_days() -> None:
    now = jst(2026, 11, 18, 10)
    assert can_wish(slot_at(jst(2026, 12, 16, 9), OFFICE), now, OFFICE)
    assert not can_wish(slot_at(jst(2026, 12, 17, 9), OFFICE), now, OFFICE)


@pytest.mark.parametrize(
    ("start", "hours", "until"),
    [
        (jst(2026, 11, 18, 8, 30), 1, jst(2026, 11, 18, 9, 30)),
        (jst(2026, 11, 18, 11, 30), 1, jst(2026, 11, 18, 13, 30)),
        (jst(2026, 11, 18, 12, 30), 1, jst(2026, 11, 18, 14)),
        (jst(2026, 11, 18, 7), 1, jst(2026, 11, 18, 9, 30)),
        (jst(2026, 11, 18, 20), 1, jst(2026, 11, 19, 9, 30)),
        (jst(2026, 11, 20, 16, 15), 8, jst(2026, 11, 24, 16, 30)),
        (jst(2026, 11, 20, 17), 8, jst(2026, 11, 24, 17, 15)),
        (jst(2026, 12, 28, 17), 1, jst(2027, 1, 4, 9, 15)),
    ],
)
def test_office_hours_pass_only_while_the_office_is_open(start: datetime, hours: int, until: datetime) -> None:
    assert after_office_hours(start, hours, OFFICE) == until


def test_a_slot_is_free_while_any_desk_is() -> None:
    slot = slot_at(jst(2026, 11, 20, 10), OFFICE)
    first = frozenset(cells(slot, "A", OFFICE))
    assert free_desk(slot, frozenset(), OFFICE) == "A"
    assert free_desk(slot, first, OFFICE) == "B"
    assert free_desk(slot, first | {*cells(slot, "B", OFFICE)}, OFFICE) is None
    half = {("A", slot.start + timedelta(minutes=15)), ("B", slot.start)}
    assert free_desk(slot, half, OFFICE) is None


def test_free_times_are_in_order_and_all_of_them_may_be_wished() -> None:
    found = free_times(START, frozenset(), OFFICE)
    assert list(found) == sorted(found)
    assert found[0].start == jst(2026, 11, 19, 8, 30)
    assert all(can_wish(slot, START, OFFICE) for slot in found)


def test_todays_later_times_are_free_where_no_limit_is_set() -> None:
    free = policy(booking__offer_by="none", booking__confirm_by="none")
    assert free_times(START, frozenset(), free)[0].start == jst(2026, 11, 18, 10, 30)


@pytest.mark.parametrize(
    "code", ["", "s", "d20261120", "s20261120", "s202613200100", "s999912312359", "s000101010000", "x"]
)
def test_what_is_no_code_of_a_time_is_none(code: str) -> None:
    assert slot_from_code(code, OFFICE) is None


def test_a_slots_code_leads_back_to_it() -> None:
    slot = slot_at(jst(2026, 11, 20, 10), OFFICE)
    assert slot.code == "s202611200100"
    assert slot_from_code(slot.code, OFFICE) == slot == Slot(datetime(2026, 11, 20, 1, tzinfo=UTC), 30)


@pytest.mark.parametrize(("length", "grid", "count"), [(30, 30, 15), (30, 15, 29), (60, 60, 7), (45, 45, 9)])
def test_length_and_grid_cut_the_day(length: int, grid: int, count: int) -> None:
    office = policy(desk__length=length, desk__grid=grid)
    cut = slots(date(2026, 11, 20), office)
    assert len(cut) == count
    assert all(len(cells(slot, "A", office)) == length // 15 for slot in cut)
