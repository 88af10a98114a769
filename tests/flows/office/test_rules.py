"""Every rule at its boundary: one minute before, at it, and after."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.office import refusals, rules
from flows.office.appointment import Application, Appointment, Offer, Status
from flows.office.opening import Slot, cells
from flows.office.policy import Policy
from tests.flows.house import policy
from tests.flows.talk import at, slot

OFFICE = policy()
MINUTE = timedelta(minutes=1)
NONE: frozenset[tuple[str, datetime]] = frozenset()


def application(status: Status, start: Slot | None = None, **more: object) -> Application:
    appointment = Appointment(start, "A") if start else None
    made = Application(
        "id", "A12", "person", "test", status, (at(24, 10),), at(18, 10), "web", "en", appointment=appointment
    )
    return replace(made, **more)  # type: ignore[arg-type]


def offered(until: datetime, *slots: Slot) -> Application:
    return application(Status.OFFERED, offer=Offer("offer", tuple((each, "A") for each in slots), until))


@pytest.mark.parametrize(
    ("wish", "now", "refusal"),
    [
        (slot(20, 10), at(18, 10), None),
        (slot(20, 16, 30), at(18, 10), None),
        (slot(20, 16, 45), at(18, 10), refusals.OutsideHours),
        (slot(20, 11, 31), at(18, 10), refusals.OutsideHours),
        (slot(20, 8), at(18, 10), refusals.OutsideHours),
        (slot(21, 10), at(18, 10), refusals.OfficeClosed),
        (slot(23, 10), at(18, 10), refusals.OfficeClosed),
        (slot(20, 10), at(19, 17, 14), None),
        (slot(20, 10), at(19, 17, 15), refusals.TooLate),
        (slot(20, 10), at(20, 11), refusals.TooLate),
        (slot(46, 9), at(18, 10), None),
        (slot(47, 9), at(18, 10), refusals.TooFar),
    ],
)
def test_what_may_be_wished(wish: Slot, now: datetime, refusal: type | None) -> None:
    assert type(rules.wishable(wish, now, NONE, OFFICE)) is (refusal or type(None))


def test_a_time_is_taken_when_no_desk_is_left() -> None:
    wish = slot(20, 10)
    first, second = (frozenset(cells(wish, desk, OFFICE)) for desk in ("A", "B"))
    assert rules.wishable(wish, at(18, 10), first, OFFICE) is None
    assert rules.wishable(wish, at(18, 10), first | second, OFFICE) == refusals.Taken(wish.start)


def test_too_late_names_the_first_time_that_is_still_possible() -> None:
    assert rules.wishable(slot(19, 10), at(18, 18), NONE, OFFICE) == refusals.TooLate(slot(20, 8, 30).start)


def test_with_nothing_free_at_all_the_telephone_is_named() -> None:
    closed = policy(booking__horizon_days=1, hours__thu=[])
    assert rules.wishable(slot(18, 16), at(18, 10), NONE, closed) == refusals.NoMoreTimes("03-0000-0000")


def test_staff_may_offer_neither_beyond_the_horizon_nor_too_late() -> None:
    assert rules.offerable(slot(46, 9), at(18, 10), NONE, OFFICE) is None
    assert isinstance(rules.offerable(slot(47, 9), at(18, 10), NONE, OFFICE), refusals.TooFar)
    assert rules.offerable(slot(20, 10), at(19, 17, 14), NONE, OFFICE) is None
    assert isinstance(rules.offerable(slot(20, 10), at(19, 17, 15), NONE, OFFICE), refusals.TooLate)
    assert isinstance(rules.offerable(slot(21, 10), at(18, 10), NONE, OFFICE), refusals.OfficeClosed)


@pytest.mark.parametrize(("minutes", "possible"), [(-1, True), (0, False), (1, False)])
def test_a_time_may_be_chosen_until_the_minute_its_hold_ends(minutes: int, possible: bool) -> None:  # noqa: FBT001 -- a table
    until = at(19, 12)
    made = offered(until, slot(20, 10))
    assert (rules.choosable(slot(20, 10), made, until + minutes * MINUTE, OFFICE) is None) == possible


def test_a_time_may_not_be_chosen_on_its_own_day_whatever_the_hold_says() -> None:
    made = offered(at(20, 12), slot(20, 10))
    assert rules.choosable(slot(20, 10), made, at(19, 23, 59), OFFICE) is None
    assert rules.choosable(slot(20, 10), made, at(20, 0), OFFICE) == refusals.OfferOver()


def test_only_a_time_of_the_offer_may_be_chosen_and_only_while_it_stands() -> None:
    made = offered(at(19, 12), slot(20, 10))
    assert rules.choosable(slot(20, 11), made, at(18, 12), OFFICE) == refusals.OfferOver()
    for status in Status:
        possible = rules.choosable(slot(20, 10), made.moved(status), at(18, 12), OFFICE) is None
        assert possible == (status is Status.OFFERED)


@pytest.mark.parametrize(
    ("office", "before", "refusal"),
    [
        (policy(cancelling__cut_off=60), 61, None),
        (policy(cancelling__cut_off=60), 60, None),
        (policy(cancelling__cut_off=60), 59, refusals.PhoneOnly),
        (policy(cancelling__cut_off=0), 0, None),
        (policy(cancelling__cut_off=0), -1, refusals.PhoneOnly),
        (policy(cancelling__by_chat=False), 9999, refusals.PhoneOnly),
    ],
)
def test_a_booking_is_cancelled_by_chat_until_the_cut_off(office: Policy, before: int, refusal: type | None) -> None:
    start = slot(20, 10)
    found = rules.cancellable(application(Status.BOOKED, start), start.start - before * MINUTE, office)
    assert type(found) is (refusal or type(None))


def test_before_a_booking_there_is_always_cancelling_by_chat_and_after_the_end_never() -> None:
    office = policy(cancelling__by_chat=False)
    for status in Status:
        found = rules.cancellable(application(status), at(18, 10), office)
        fitting = status in {Status.REQUESTED, Status.OFFERED, Status.BOOKED}
        assert found == (None if fitting else refusals.NotNow())


def test_one_a_day_counts_only_bookings_of_that_day() -> None:
    booked = application(Status.BOOKED, slot(20, 10))
    assert rules.one_a_day(slot(20, 15), (booked,), OFFICE) == refusals.OneADay(slot(20, 15).day)
    assert rules.one_a_day(slot(24, 15), (booked,), OFFICE) is None
    assert rules.one_a_day(slot(20, 15), (booked.moved(Status.CANCELLED_BY_PERSON),), OFFICE) is None
    assert rules.one_a_day(slot(20, 15), (booked,), policy(booking__one_a_day=False)) is None


def test_the_limit_counts_what_is_open() -> None:
    one, two = application(Status.REQUESTED), application(Status.BOOKED, slot(20, 10))
    assert rules.open_limit((one,), OFFICE) is None
    assert rules.open_limit((one, two), OFFICE) == refusals.TooManyOpen(2, ("A12", "A12"))
    assert rules.open_limit((one, two.moved(Status.ATTENDED)), OFFICE) is None
