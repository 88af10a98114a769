"""The two real terms of use, rule by rule, on the shipped offices: K is Kumagaya's own, S the national system's.

Each at its boundary, one minute before, at, after; on a Friday, before a holiday, before 29 December, across the year.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.office import refusals, rules
from flows.office.appointment import Application, Appointment, Contact, ContactKind, Deed, Offer, Status, move
from flows.office.attendance import NoShowRule
from flows.office.opening import Slot, confirm_by, free_times, offer_by, slot_at, slots, spans
from flows.office.policy import TOKYO, Policy, local
from storage.offices import every

K, S = every()["kumagaya"], every()["online-system"]
BOTH = pytest.mark.parametrize("office", [K, S], ids=["K", "S"])
MINUTE = timedelta(minutes=1)
NONE: frozenset[tuple[str, datetime]] = frozenset()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def time(text: str, office: Policy) -> Slot:
    return slot_at(moment(text), office)


def application(office: Policy, status: Status = Status.REQUESTED, **more: object) -> Application:
    made = Application("id", "A12", "person", office.id, status, (), moment("2026-11-18T10:00"), "web", "ja")
    return replace(made, **more)  # type: ignore[arg-type]


def booked(office: Policy, start: str, **more: object) -> Application:
    return application(
        office, Status.BOOKED, appointment=Appointment(time(start, office), "A", link="https://x.example"), **more
    )


# -- K 6(1), S 12-2-1: thirty minutes, in office hours, once a day or not -----------------------------------------


@BOTH
def test_k_6_1_and_s_12_2_1_one_consultation_is_thirty_minutes(office: Policy) -> None:
    assert {slot.minutes for slot in slots(moment("2026-11-20").date(), office)} == {30}


@BOTH
@pytest.mark.parametrize(
    ("start", "refusal"),
    [
        ("2026-11-24T08:29", refusals.OutsideHours),
        ("2026-11-24T08:30", None),
        ("2026-11-24T08:31", refusals.OutsideHours),
        ("2026-11-24T11:30", None),
        ("2026-11-24T12:00", refusals.OutsideHours),  # the lunch gap
        ("2026-11-24T12:30", refusals.OutsideHours),
        ("2026-11-24T13:00", None),
        ("2026-11-24T16:30", None),
        ("2026-11-24T17:00", refusals.OutsideHours),  # would end after the office closes
        ("2026-11-21T10:00", refusals.OfficeClosed),  # a Saturday
        ("2026-11-23T10:00", refusals.OfficeClosed),  # a national holiday
        ("2026-12-29T10:00", refusals.OfficeClosed),  # the year end, by law
        ("2026-12-31T10:00", refusals.OfficeClosed),
        ("2027-01-01T10:00", refusals.OfficeClosed),
        ("2027-01-03T10:00", refusals.OfficeClosed),
        ("2026-12-28T10:00", None),
        ("2027-01-04T10:00", None),
    ],
)
def test_s_12_2_1_within_office_hours_only(office: Policy, start: str, refusal: type | None) -> None:
    assert type(rules.in_office_hours(time(start, office), office)) is (refusal or type(None))


def test_s_12_2_1_once_a_day_the_second_of_a_day_is_refused() -> None:
    own = (booked(S, "2026-11-24T08:30"),)
    assert rules.one_a_day(time("2026-11-24T16:30", S), own, S) == refusals.OneADay(moment("2026-11-24").date())
    assert rules.one_a_day(time("2026-11-25T08:30", S), own, S) is None


def test_s_12_2_1_a_day_on_which_the_booking_was_cancelled_is_free_again() -> None:
    gone = replace(booked(S, "2026-11-24T08:30"), status=Status.CANCELLED_BY_PERSON)
    assert rules.one_a_day(time("2026-11-24T16:30", S), (gone,), S) is None


def test_k_6_knows_no_limit_a_day() -> None:
    assert rules.one_a_day(time("2026-11-24T16:30", K), (booked(K, "2026-11-24T08:30"),), K) is None


# -- K 6(1), 6(3): in principle confirmed by the day before --------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2026-11-20T10:00", "2026-11-19T17:15"),  # a Friday: the Thursday
        ("2026-11-24T10:00", "2026-11-20T17:15"),  # the Tuesday after a weekend and a holiday: the Friday
        ("2027-01-04T10:00", "2026-12-28T17:15"),  # the first day of the year: before 29 December
        ("2027-01-05T10:00", "2027-01-04T17:15"),
        ("2026-12-28T10:00", "2026-12-25T17:15"),
    ],
)
def test_k_6_1_a_time_may_be_offered_until_the_office_closes_on_the_business_day_before(
    office: Policy, start: str, last: str
) -> None:
    slot, until = time(start, office), moment(last)
    assert offer_by(slot, office) == until
    assert rules.offerable(slot, until - MINUTE, NONE, office) is None
    for late in (until, until + MINUTE):
        assert isinstance(rules.offerable(slot, late, NONE, office), refusals.TooLate)


@pytest.mark.parametrize("start", ["2026-11-20T10:00", "2026-11-24T10:00", "2027-01-04T10:00"])
def test_k_6_1_a_held_time_may_be_confirmed_until_the_end_of_the_calendar_day_before(start: str) -> None:
    office = K
    slot = time(start, office)
    midnight = moment(start[:10] + "T00:00")
    offer = Offer("o", ((slot, "A"),), midnight + timedelta(hours=9))
    held = application(office, Status.OFFERED, offer=offer)
    assert confirm_by(slot, office) == midnight
    assert rules.choosable(slot, held, midnight - MINUTE, office) is None
    for late in (midnight, midnight + MINUTE):
        assert isinstance(rules.choosable(slot, held, late, office), refusals.OfferOver)


@BOTH
def test_k_6_3_the_first_time_that_can_be_asked_for_is_named_to_who_comes_too_late(office: Policy) -> None:
    friday = moment("2026-12-25T17:15")
    refusal = rules.wishable(time("2026-12-28T10:00", office), friday, NONE, office)
    assert refusal == refusals.TooLate(time("2027-01-04T08:30", office).start)


@BOTH
def test_across_the_year_end_no_free_time_lies_between_28_december_and_4_january(office: Policy) -> None:
    days = {local(slot.start).date().isoformat() for slot in free_times(moment("2026-12-25T10:00"), NONE, office)}
    assert not {day for day in days if "2026-12-29" <= day <= "2027-01-03"}
    assert {"2026-12-28", "2027-01-04", "2027-01-05"} <= days
    assert "2027-01-11" not in days  # Coming of Age Day


# -- K 6(3), S 12-1: who states wishes, who books at once ----------------------------------------------------------


def test_k_6_3_the_office_answers_wishes_with_times_and_s_12_1_a_time_is_booked_in_the_system_as_shown() -> None:
    assert (K.booking.mode, S.booking.mode) == ("request_then_offer", "direct")


@pytest.mark.parametrize("start", ["2026-11-20T10:00", "2026-11-24T08:30", "2026-12-28T16:30", "2027-01-04T08:30"])
def test_s_12_1_a_free_time_is_booked_until_the_minutes_of_notice_and_never_a_minute_later(start: str) -> None:
    slot = time(start, S)
    last = slot.start - timedelta(minutes=S.booking.notice_minutes)
    for early in (last - MINUTE, last):
        assert rules.bookable(slot, early, NONE, S) is None
    assert isinstance(rules.bookable(slot, last + MINUTE, NONE, S), refusals.TooLate)


@pytest.mark.parametrize("start", ["2026-11-24T10:00", "2027-01-04T10:00"])
def test_under_s_a_time_that_a_clerk_offers_can_be_chosen_until_the_minutes_of_notice(start: str) -> None:
    slot = time(start, S)
    last = slot.start - timedelta(minutes=S.booking.notice_minutes)
    held = application(S, Status.OFFERED, offer=Offer("o", ((slot, "A"),), slot.start))
    for early in (last - MINUTE, last):
        assert rules.choosable(slot, held, early, S) is None
    assert isinstance(rules.choosable(slot, held, last + MINUTE, S), refusals.OfferOver)


def test_s_12_2_1_what_is_booked_at_once_lies_within_office_hours_too() -> None:
    now = moment("2026-11-18T10:00")
    assert isinstance(rules.bookable(time("2026-11-24T12:30", S), now, NONE, S), refusals.OutsideHours)
    assert isinstance(rules.bookable(time("2026-11-23T10:00", S), now, NONE, S), refusals.OfficeClosed)


# -- K 6(2), S 12-2-3: what is asked ------------------------------------------------------------------------------


@BOTH
def test_k_6_2_and_s_12_2_3_the_number_is_asked_for(office: Policy) -> None:
    assert office.asked.number


def test_k_2_1_who_has_no_number_yet_is_served_and_s_3_the_office_decides_about_them() -> None:
    assert (K.asked.without_number, S.asked.without_number) == ("accept", "office_decides")


def test_s_20_4_residence_registration_is_asked_under_s_and_not_under_k() -> None:
    assert (K.asked.residence, S.asked.residence) == ("off", "registered_only")


@BOTH
def test_k_12_3_and_s_20_2_who_sits_with_the_person_is_asked_beforehand(office: Policy) -> None:
    assert office.asked.needs


def test_k_4_and_s_4_each_names_its_own_video_tool() -> None:
    assert (K.video.tool, S.video.tool) == ("TeleOffice", "Zoom")


# -- K 6(4), S 12-2-6: cancelling --------------------------------------------------------------------------------


@pytest.mark.parametrize("now", ["2026-11-18T10:00", "2026-11-24T09:59", "2026-11-24T10:00"])
def test_k_6_4_a_booking_is_cancelled_by_telephone_at_whatever_time(now: str) -> None:
    refusal = rules.cancellable(booked(K, "2026-11-24T10:00"), moment(now), K)
    assert refusal == refusals.PhoneOnly(K.phone)


@pytest.mark.parametrize(
    ("now", "possible"), [("2026-11-24T09:59", True), ("2026-11-24T10:00", True), ("2026-11-24T10:01", False)]
)
def test_s_12_2_6_a_booking_is_cancelled_in_the_chat_until_it_begins(now: str, possible: bool) -> None:  # noqa: FBT001 -- a table
    refusal = rules.cancellable(booked(S, "2026-11-24T10:00"), moment(now), S)
    assert refusal == (None if possible else refusals.PhoneOnly(S.phone))


@BOTH
def test_what_is_not_booked_yet_can_always_be_taken_back_in_the_chat(office: Policy) -> None:
    assert rules.cancellable(application(office), moment("2026-11-18T10:00"), office) is None


# -- K 6(4), S 12-2-6: ten minutes without contact ------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(("minutes", "deemed"), [(0, False), (9, False), (10, True), (11, True)])
def test_k_6_4_and_s_12_2_6_without_contact_a_booking_counts_as_cancelled_ten_minutes_after_its_start(
    office: Policy,
    minutes: int,
    deemed: bool,  # noqa: FBT001 -- a table
) -> None:
    start = moment("2026-11-24T10:00")
    made = booked(office, "2026-11-24T10:00")
    assert made.appointment
    rule = NoShowRule.of(made.appointment, office)
    assert rule.grace_ends == start + timedelta(minutes=10)
    assert rule.deems(made, start + timedelta(minutes=minutes)) is deemed


@BOTH
@pytest.mark.parametrize(
    ("kind", "before", "counts"),
    [
        (ContactKind.LATE, -61, False),
        (ContactKind.LATE, -60, True),
        (ContactKind.CANNOT_CONNECT, 0, True),
        (ContactKind.JOINED, 9, True),
        (ContactKind.LATE, 10, False),
        (ContactKind.CALL_LOGGED, -6000, True),
        (ContactKind.CANCEL_WISH, -6000, True),
        (ContactKind.MESSAGE, 5, True),
        (ContactKind.MESSAGE, 10, False),
    ],
)
def test_k_6_4_and_s_12_2_6_who_was_in_touch_in_time_is_not_counted_as_cancelled(
    office: Policy,
    kind: ContactKind,
    before: int,
    counts: bool,  # noqa: FBT001 -- a table
) -> None:
    at = moment("2026-11-24T10:00") + timedelta(minutes=before)
    made = booked(office, "2026-11-24T10:00")
    assert made.appointment
    touched = replace(made, appointment=replace(made.appointment, contacts=(Contact(kind, at, at),)))
    rule = NoShowRule.of(made.appointment, office)
    assert rule.deems(touched, rule.grace_ends) is not counts


@BOTH
def test_k_6_4_and_s_12_2_6_no_deed_of_the_clock_refuses_later_use(office: Policy) -> None:
    assert office.attendance.grace == 10
    assert {deed for deed in Deed if move(Status.DEEMED_CANCELLED, deed, "clock")} == {Deed.TOUCH}


@BOTH
def test_s_12_2_4_what_the_office_could_not_hold_is_never_the_persons_cancellation(office: Policy) -> None:
    for status in (Status.BOOKED, Status.DEEMED_CANCELLED):
        assert move(status, Deed.OUR_FAULT, "clerk") is Status.CANCELLED_BY_OFFICE
    assert spans(moment("2026-11-24").date(), office)
