"""When the office is open, and which times are free. Days and clocks are Asia/Tokyo; moments are aware."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias

import holidays

from flows.office.kinds import Span
from flows.office.policy import WEEKDAYS, Policy, at_office, local
from flows.values import Text

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
YEARS = range(2000, 2100)
"""Beyond them a code is no time of ours, and calendars end."""
MANY_DAYS = 400
"""An office that is closed for longer has no previous or next business day."""
Cell: TypeAlias = tuple[str, datetime]
"""A desk and the start (UTC) of one cell of its time: the unit of a claim."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time that can be consulted in; `start` is UTC, `minutes` its length."""

    start: datetime
    minutes: int

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)

    @property
    def day(self) -> date:
        return local(self.start).date()

    @property
    def code(self) -> str:
        """Short and language-free, for a button: `s202611240600` (UTC, minutes)."""
        return f"s{self.start.astimezone(UTC):%Y%m%d%H%M}"


def slot_at(start: datetime, policy: Policy) -> Slot:
    return Slot(start.astimezone(UTC), policy.desk.length)


def slot_from_code(code: str, policy: Policy) -> Slot | None:
    try:
        start = datetime.strptime(code, "s%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    slot = Slot(start, policy.desk.length)
    return slot if start.year in YEARS and slot.code == code else None


def hours(found: Iterable[Span]) -> tuple[Text, ...]:
    """Opening hours for a reader: each language has its own way to show a time of day."""
    return tuple(Text("hours.span", {"opens": opens, "closes": closes}) for opens, closes in found)


def spans(day: date, policy: Policy) -> tuple[Span, ...]:
    """The office's opening hours on one day; empty where it is closed."""
    hours = policy.hours
    if day in hours.exceptions:
        return hours.exceptions[day]
    if (hours.closed_on_holidays and day in _holidays(day.year)) or _year_end(day, hours.year_end):
        return ()
    weekday: tuple[Span, ...] = getattr(hours, WEEKDAYS[day.weekday()])
    return weekday


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("JP", years=year))


def _year_end(day: date, closed: tuple[str, str] | None) -> bool:
    """The law closes offices from 29 December to 3 January (Act on Holidays of Administrative Organs, 1)."""
    if closed is None:
        return False
    first, last = closed
    mark = day.isoformat()[5:]
    return mark >= first or mark <= last if first > last else first <= mark <= last


def slots(day: date, policy: Policy) -> tuple[Slot, ...]:
    """Every time of the grid on that day that ends while the office is still open."""
    return tuple(_cut(day, policy))


def _cut(day: date, policy: Policy) -> Iterator[Slot]:
    grid = timedelta(minutes=policy.desk.grid)
    for opens, closes in spans(day, policy):
        slot, end = slot_at(at_office(day, opens), policy), at_office(day, closes).astimezone(UTC)
        while slot.end <= end:
            yield slot
            slot = Slot(slot.start + grid, slot.minutes)


def cells(slot: Slot, desk: str, policy: Policy) -> tuple[Cell, ...]:
    """The cells of time that `slot` occupies at `desk`."""
    width = policy.desk.cell
    return tuple((desk, slot.start + timedelta(minutes=offset)) for offset in range(0, slot.minutes, width))


def free_desk(slot: Slot, taken: AbstractSet[Cell], policy: Policy) -> str | None:
    """The first desk at which `slot` is wholly free."""
    return next((desk for desk in policy.desk.desks if taken.isdisjoint(cells(slot, desk, policy))), None)


def previous_business_day(day: date, policy: Policy) -> date:
    """The last open day before `day`; for an office that hardly ever opens, the day before."""
    earlier = (day - DAY * back for back in range(1, MANY_DAYS))
    return next((each for each in earlier if spans(each, policy)), day - DAY)


def next_business_day(day: date, policy: Policy) -> date:
    """The first open day after `day`; for an office that hardly ever opens, the day after."""
    later = (day + DAY * on for on in range(1, MANY_DAYS))
    return next((each for each in later if spans(each, policy)), day + DAY)


def offer_by(slot: Slot, policy: Policy) -> datetime:
    """Until when staff may offer `slot`: closing time of the business day before it (K 6(1), in principle)."""
    if policy.booking.offer_by == "none":
        return slot.start
    day = previous_business_day(slot.day, policy)
    hours = spans(day, policy)
    return at_office(day, hours[-1][1]) if hours else at_office(slot.day, time())


def confirm_by(slot: Slot, policy: Policy) -> datetime:
    """Until when `slot` may be confirmed: the end of the calendar day before it (K 6(1), in principle)."""
    return slot.start if policy.booking.confirm_by == "none" else at_office(slot.day, time())


def notice_by(slot: Slot, policy: Policy) -> datetime:
    """The last moment at which the office still has its minutes of notice."""
    return slot.start - timedelta(minutes=policy.booking.notice_minutes)


def can_book(slot: Slot, now: datetime, policy: Policy) -> bool:
    """Early enough for the person to confirm it, and for the office to prepare."""
    return now < confirm_by(slot, policy) and now <= notice_by(slot, policy)


def offer_ends(slot: Slot, policy: Policy) -> datetime:
    """The end of any offer of `slot`: the minute before its confirm-by, or before the office's notice of it begins.

    That minute is for the reader: *until Tuesday 0:00* is read as a whole day too late.
    """
    return min(confirm_by(slot, policy), notice_by(slot, policy)) - MINUTE


def can_offer(slot: Slot, now: datetime, policy: Policy) -> bool:
    """Early enough for staff to offer it and for the person to confirm it."""
    return now < min(offer_by(slot, policy), offer_ends(slot, policy))


May: TypeAlias = Callable[[Slot, datetime, Policy], bool]
"""Which last moment counts: `can_offer` where staff answer first, `can_book` where the time is booked at once."""


def can_wish(slot: Slot, now: datetime, policy: Policy) -> bool:
    return can_offer(slot, now, policy) and slot.day <= local(now).date() + policy.booking.horizon_days * DAY


def free_times(now: datetime, taken: AbstractSet[Cell], policy: Policy) -> tuple[Slot, ...]:
    """Times that may still be asked for and are free at some desk, soonest first, within the horizon."""
    return tuple(soonest(now, taken, policy))


def soonest(now: datetime, taken: AbstractSet[Cell], policy: Policy, may: May = can_offer) -> Iterator[Slot]:
    """The same one by one, for who needs only the first."""
    for day in horizon(now, policy):
        yield from free_on(day, now, taken, policy, may)


def horizon(now: datetime, policy: Policy) -> Iterator[date]:
    """Today and the days for which may be asked."""
    return (local(now).date() + ahead * DAY for ahead in range(policy.booking.horizon_days + 1))


def in_horizon(day: date, now: datetime, policy: Policy) -> bool:
    return 0 <= (day - local(now).date()).days <= policy.booking.horizon_days


def free_on(day: date, now: datetime, taken: AbstractSet[Cell], policy: Policy, may: May = can_offer) -> Iterator[Slot]:
    """What is free on one day of the horizon."""
    cut = slots(day, policy)
    if not cut or not may(cut[-1], now, policy):
        return
    all_of_them = may(cut[0], now, policy)
    for slot in cut:
        if (all_of_them or may(slot, now, policy)) and free_desk(slot, taken, policy):
            yield slot


def after_office_hours(start: datetime, hours: int, policy: Policy) -> datetime:
    """The moment at which the office will have been open for `hours` since `start`."""
    return after_office_time(start, timedelta(hours=hours), policy)


def after_office_time(start: datetime, left: timedelta, policy: Policy) -> datetime:
    """The same for a span of any length."""
    day = local(start).date()
    for _ in range(MANY_DAYS):
        for opens, closes in spans(day, policy):
            begin, end = max(at_office(day, opens), start), at_office(day, closes)
            if begin < end:
                if left <= end - begin:
                    return (begin + left).astimezone(UTC)
                left -= end - begin
        day += DAY
    raise ValueError(f"office {policy.id} is never open")
