"""Minutes of notice, at their boundary: whoever asks, offers, chooses or books is too late one minute after it."""

from datetime import datetime, timedelta

import pytest

from flows.office import refusals, rules
from flows.office.appointment import Application, Offer, Status
from flows.office.offers import expires_at
from flows.office.opening import Slot, can_book, can_offer, free_on, free_times
from tests.flows.house import policy
from tests.flows.talk import at, slot

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
NONE: frozenset[tuple[str, datetime]] = frozenset()
LATE = {"booking__offer_by": "none", "booking__confirm_by": "none"}
OFFICE = policy(booking__notice_minutes=60, **LATE)
THREE = slot(18, 15)
AROUND = pytest.mark.parametrize(
    ("now", "possible"), [(at(18, 13, 59), True), (at(18, 14), True), (at(18, 14, 1), False)]
)


@AROUND
def test_a_time_is_booked_until_its_notice_and_not_a_minute_later(now: datetime, *, possible: bool) -> None:
    refusal = rules.bookable(THREE, now, NONE, OFFICE)
    assert refusal == (None if possible else refusals.TooLate(slot(18, 15, 30).start))


@pytest.mark.parametrize("rule", [rules.wishable, rules.offerable])
@pytest.mark.parametrize(
    ("now", "possible"),
    [(at(18, 13, 58), True), (at(18, 13, 59) - SECOND, True), (at(18, 13, 59), False), (at(18, 14), False)],
)
def test_a_time_is_wished_for_and_offered_while_an_offer_of_it_would_still_hold(
    rule: object, now: datetime, *, possible: bool
) -> None:
    assert callable(rule)
    assert rule(THREE, now, NONE, OFFICE) == (None if possible else refusals.TooLate(slot(18, 15, 30).start))
    assert (expires_at((THREE,), now, OFFICE) > now) is possible


@AROUND
def test_an_offered_time_is_chosen_until_its_notice_and_not_a_minute_later(now: datetime, *, possible: bool) -> None:
    offer = Offer("offer", ((THREE, "A"),), THREE.start)
    held = Application(
        "id", "A12", "person", "test", Status.OFFERED, (at(18, 15),), at(18, 10), "web", "en", offer=offer
    )
    assert rules.choosable(THREE, held, now, OFFICE) == (None if possible else refusals.OfferOver())


@AROUND
def test_a_time_is_shown_as_free_until_its_notice(now: datetime, *, possible: bool) -> None:
    assert (THREE in free_times(now - MINUTE - SECOND, NONE, OFFICE)) is possible
    assert (THREE in free_on(THREE.day, now, NONE, OFFICE, can_book)) is possible


def test_an_offer_is_held_until_the_minute_before_the_notice_of_its_first_time() -> None:
    assert expires_at((slot(18, 16), THREE), at(18, 13), OFFICE) == at(18, 13, 59)


def test_without_notice_the_last_minute_is_the_one_before_the_start() -> None:
    office = policy(**LATE)
    assert can_book(THREE, at(18, 14, 59), office)
    assert not can_book(THREE, at(18, 15), office)


@pytest.mark.parametrize(("minutes", "last"), [(24 * 60, at(19, 10)), (3 * 24 * 60, at(17, 10))])
def test_notice_of_days_counts_hours_of_the_clock(minutes: int, last: datetime) -> None:
    office = policy(booking__notice_minutes=minutes, **LATE)
    assert can_book(slot(20, 10), last, office)
    assert not can_book(slot(20, 10), last + MINUTE, office)


def test_whichever_comes_first_counts_notice_or_the_day_before() -> None:
    """K 6(1): the office closes at 17:15 on the business day before; notice of a day ends at 10:00 already."""
    office = policy(booking__notice_minutes=24 * 60)
    ten: Slot = slot(20, 10)
    assert can_offer(ten, at(19, 9, 58), office)
    assert not can_offer(ten, at(19, 9, 59), office)
    half_past_four = slot(20, 16, 30)
    assert can_offer(half_past_four, at(19, 16, 28), office)
    assert can_book(half_past_four, at(19, 16, 30), office)


def test_booking_at_once_needs_no_clerk_so_that_only_confirm_by_and_notice_hold_it_back() -> None:
    office = policy(booking__confirm_by="none")
    assert not can_offer(THREE, at(18, 10), office)
    assert can_book(THREE, at(18, 10), office)
