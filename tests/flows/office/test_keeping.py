"""How long what is kept may be kept, one minute before, at and after; and what stands against erasing it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.office.appointment import Appeal, Application, Appointment, Contact, ContactKind, Status
from flows.office.keeping import (
    Kept,
    Way,
    ended_at,
    erasable,
    erasable_at,
    forgettable,
    may_erase,
    records_until,
)
from flows.office.policy import Policy
from flows.office.refusals import EraseAfterAppeal, EraseAfterCall, EraseAfterCancel
from storage.offices import load
from tests.flows.talk import at, slot

OFFICES = load()
MINUTE = timedelta(minutes=1)
START = at(20, 10)
END = START + timedelta(minutes=30)
MADE = at(16, 10)
AROUND = [(-MINUTE, False), (timedelta(), True), (MINUTE, True)]
"""Around the end of a time: whether it may be erased."""
NEVER = at(20, 10) + timedelta(days=4000)


def booked(status: Status, **more: object) -> Kept:
    return replace(Kept(status, MADE, END), **more)  # type: ignore[arg-type]


def thirty(policy: Policy) -> timedelta:
    return timedelta(days=policy.retention.personal_days)


@pytest.mark.parametrize(("off", "may"), AROUND)
@pytest.mark.parametrize("office", OFFICES.values(), ids=lambda each: str(each.id))
@pytest.mark.parametrize("status", [Status.BOOKED, Status.ATTENDED, Status.DEEMED_CANCELLED, Status.NOT_HELD])
def test_k_8_and_s_18_what_is_personal_goes_thirty_days_after_the_consultation(
    status: Status, office: Policy, off: timedelta, *, may: bool
) -> None:
    assert erasable(booked(status), END + thirty(office) + off, office) is may


@pytest.mark.parametrize(("off", "may"), AROUND)
@pytest.mark.parametrize(
    "status", [Status.DECLINED, Status.LAPSED, Status.CANCELLED_BY_PERSON, Status.CANCELLED_BY_OFFICE]
)
def test_esa_5_5_what_never_took_place_counts_from_its_last_change(
    status: Status, off: timedelta, *, may: bool
) -> None:
    office = OFFICES["demo"]
    assert erasable(Kept(status, MADE), MADE + thirty(office) + off, office) is may
    assert erasable(booked(status), MADE + thirty(office) + off, office) is may  # cancelled before its start


@pytest.mark.parametrize("status", [Status.REQUESTED, Status.OFFERED])
def test_what_is_still_asked_for_is_never_erased(status: Status) -> None:
    assert not erasable(Kept(status, MADE), NEVER, OFFICES["demo"])


@pytest.mark.parametrize(("off", "over"), [(-MINUTE, False), (timedelta(), True), (MINUTE, True)])
def test_a_booking_that_is_to_come_is_never_over_whenever_it_was_made(off: timedelta, *, over: bool) -> None:
    assert (ended_at(booked(Status.BOOKED, changed_at=MADE - timedelta(days=170)), END + off) is not None) is over


def test_an_appeal_stops_erasing_as_long_as_it_is_open() -> None:
    assert not erasable(booked(Status.DEEMED_CANCELLED, appeal_open=True), NEVER, OFFICES["demo"])


@pytest.mark.parametrize(("off", "may"), AROUND)
@pytest.mark.parametrize("office", OFFICES.values(), ids=lambda each: str(each.id))
def test_an_appeal_stops_erasing_for_some_days_after_it_was_decided(
    office: Policy, off: timedelta, *, may: bool
) -> None:
    decided = END + thirty(office)
    kept = booked(Status.DEEMED_CANCELLED, appeal_decided_at=decided)
    assert erasable(kept, decided + timedelta(days=office.retention.after_appeal_days) + off, office) is may


def test_an_appeal_decided_early_makes_nothing_go_sooner() -> None:
    kept = booked(Status.DEEMED_CANCELLED, appeal_decided_at=END)
    assert erasable_at(kept, NEVER, OFFICES["demo"]) == END + thirty(OFFICES["demo"])


@pytest.mark.parametrize(("off", "may"), AROUND)
@pytest.mark.parametrize("office", OFFICES.values(), ids=lambda each: str(each.id))
def test_s_6_4_the_way_to_a_chat_goes_after_a_year_without_use(office: Policy, off: timedelta, *, may: bool) -> None:
    assert office.retention.chat_unused_days == 365
    assert forgettable(Way(MADE), MADE + timedelta(days=365) + off, office) is may


def test_s_6_4_the_way_to_a_chat_stays_as_long_as_something_needs_it() -> None:
    assert not forgettable(Way(MADE, held=True), NEVER, OFFICES["demo"])
    assert not forgettable(Way(MADE, MADE, held=True), NEVER, OFFICES["demo"])


@pytest.mark.parametrize(("off", "may"), AROUND)
def test_s_5_4_the_way_to_a_chat_whose_person_erased_all_goes_when_the_last_word_is_told(
    off: timedelta, *, may: bool
) -> None:
    told = MADE + timedelta(hours=25)
    assert forgettable(Way(MADE, told), told + off, OFFICES["demo"]) is may


@pytest.mark.parametrize("office", OFFICES.values(), ids=lambda each: str(each.id))
def test_k_7_s_13_and_s_23_2_records_that_name_nobody_go_after_three_years(office: Policy) -> None:
    assert NEVER - records_until(NEVER, office) == timedelta(days=1095)


# -- by the person -----------------------------------------------------------------------------------------


def application(status: Status, **more: object) -> Application:
    found = Application("id", "K001", "person", "demo", status, (), MADE, "line", "ja")
    return replace(found, **more)  # type: ignore[arg-type]


def refused(each: Application, now: datetime = MADE, **rules: object) -> object:
    policy = OFFICES["demo"]
    policy = policy.model_copy(update={"cancelling": policy.cancelling.model_copy(update=rules)})
    found = may_erase([each], now, {"demo": policy})
    return found and type(found)


@pytest.mark.parametrize("status", [Status.REQUESTED, Status.OFFERED])
def test_s_5_4_what_is_asked_for_is_cancelled_before_anything_is_erased(status: Status) -> None:
    assert refused(application(status)) is EraseAfterCancel
    assert refused(application(status), by_chat=False) is EraseAfterCancel


@pytest.mark.parametrize(
    ("off", "first"), [(-MINUTE, EraseAfterCancel), (timedelta(), EraseAfterCancel), (MINUTE, EraseAfterCall)]
)
def test_s_5_4_a_booking_is_cancelled_first_by_telephone_after_the_cut_off(off: timedelta, first: type) -> None:
    own = application(Status.BOOKED, appointment=Appointment(slot(20, 10), "A"))
    assert refused(own, START - timedelta(minutes=60) + off, cut_off=60) is first


def test_k_6_4_where_only_the_telephone_cancels_nothing_is_erased_before_the_call() -> None:
    own = application(Status.BOOKED, appointment=Appointment(slot(20, 10), "A"))
    assert refused(own, by_chat=False) is EraseAfterCall


def test_s_5_4_a_wish_to_cancel_that_waits_for_staff_is_settled_first() -> None:
    wish = Contact(ContactKind.CANCEL_WISH, MADE, MADE)
    own = application(Status.BOOKED, appointment=Appointment(slot(20, 10), "A", contacts=(wish,)))
    assert refused(own) is EraseAfterCall


@pytest.mark.parametrize(("off", "first"), [(-MINUTE, EraseAfterCall), (timedelta(), None), (MINUTE, None)])
def test_s_5_4_a_consultation_that_is_over_stands_against_nothing(off: timedelta, first: type | None) -> None:
    own = application(Status.BOOKED, appointment=Appointment(slot(20, 10), "A"))
    assert refused(own, END + off) is first


@pytest.mark.parametrize("decided", ["", "upheld"])
def test_s_5_4_an_appeal_is_decided_before_anything_is_erased(decided: str) -> None:
    appeal = Appeal(END, END + timedelta(days=7), decided)  # type: ignore[arg-type]
    own = application(Status.DEEMED_CANCELLED, appointment=Appointment(slot(20, 10), "A"), appeal=appeal)
    assert refused(own, END + MINUTE) is (None if decided else EraseAfterAppeal)


def test_s_5_4_what_has_ended_stands_against_nothing() -> None:
    assert may_erase([application(Status.CANCELLED_BY_PERSON)], MADE, OFFICES) is None
    assert may_erase([], MADE, OFFICES) is None
