"""K and S on the same days, of what is booked: reminded, cancelled, deemed cancelled, counted, suspended, asked anew.

Each shipped office a minute before, at and after its moment; a whole talk wherever a clock must ring.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from flows import facts
from flows.office import rules
from flows.office.appointment import Appeal, Status
from flows.office.attendance import counted
from flows.office.policy import Policy, at_office
from flows.office.reminders import reminder_times
from flows.office.standing import RESIDENCE, Refused, Standing, appeal_due, reasons_for
from tests.flows.office.days import (
    BEFORE_AT_AFTER,
    BOTH,
    DAY,
    MINUTE,
    ON_EACH,
    WEEK,
    K,
    S,
    booked,
    moment,
    talk_of,
)
from tests.flows.talk import Talk

# -- cancelling: K 6(4); S 12-2-6 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("2026-11-20T16:30", "2026-11-19T08:30"),
        ("2026-11-02T16:30", "2026-10-30T08:30"),
        ("2026-11-24T08:30", "2026-11-20T08:30"),
        ("2026-12-28T16:30", "2026-12-25T08:30"),
        ("2027-01-04T08:30", "2026-12-28T08:30"),
    ],
)
@BEFORE_AT_AFTER
def test_k_6_4_the_day_before_is_reminded_of_while_the_telephone_that_cancels_is_answered(
    start: str, told: str, off: timedelta
) -> None:
    planned = reminder_times(moment(start), moment(told) + off, K)
    assert ((moment(told), 1440) in planned) is (off < 0 * MINUTE)
    by_chat = reminder_times(moment(start), moment(start) - 2 * DAY, S)  # S 12-2-6: here the chat cancels
    assert (moment(start) - DAY, 1440) in by_chat


@BOTH
@ON_EACH
@pytest.mark.parametrize(("minutes", "cancels"), [(-1440, True), (9, True), (10, False), (11, False)])
def test_k_6_4_and_s_12_2_6_a_call_cancels_until_the_tenth_minute_and_is_never_counted(
    office: Policy, start: str, minutes: int, *, cancels: bool
) -> None:
    talk = talk_of(booked(office, start), office)
    talk.to(moment(start) + minutes * MINUTE)
    talk.staff.says("A12 called_off")
    assert talk.staff.news()[0] == ("staff.did.called_off" if cancels else "staff.refused.not_now")
    assert talk.person.stands(Status.CANCELLED_BY_PERSON if cancels else Status.DEEMED_CANCELLED)
    assert counted(talk.person.application) is not cancels


# -- ten minutes without contact: K 6(4); S 12-2-6 ---------------------------------------------------------------------


@BOTH
@ON_EACH
def test_k_6_4_and_s_12_2_6_the_clock_of_ten_minutes_rings_on_every_day_and_both_sides_are_told(
    office: Policy, start: str
) -> None:
    talk = talk_of(booked(office, start), office)
    for minutes, deemed in ((9, False), (10, True), (11, True)):
        talk.to(moment(start) + minutes * MINUTE)
        assert talk.person.stands(Status.DEEMED_CANCELLED if deemed else Status.BOOKED)
        assert (talk.person.last().key == "notice.deemed") is deemed
        assert (talk.staff.last().key == "staff.told.deemed") is deemed


@BOTH
@ON_EACH
@pytest.mark.parametrize(("minutes", "deemed"), [(9, False), (10, True), (11, True)])
def test_k_6_4_and_s_12_2_6_whoever_writes_before_the_tenth_minute_is_in_touch_on_every_day(
    office: Policy, start: str, minutes: int, *, deemed: bool
) -> None:
    talk = talk_of(booked(office, start), office)
    talk.to(moment(start) + minutes * MINUTE)
    talk.person.says("I am trying")
    talk.to(moment(start) + 29 * MINUTE)
    assert talk.person.stands(Status.DEEMED_CANCELLED if deemed else Status.BOOKED)


# -- residence: S 20-4 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "until", [date(2026, 11, 2), date(2026, 11, 20), date(2026, 12, 28), date(2026, 12, 31)], ids=str
)
@BEFORE_AT_AFTER
def test_s_20_4_a_suspension_by_a_clerk_ends_with_its_last_day(until: date, off: timedelta) -> None:
    standing = Standing(0, Refused(RESIDENCE, until, "clerk"))
    over = at_office(until + DAY, time())
    assert (rules.may_apply(standing, over + off, S) is None) is (off >= 0 * MINUTE)


@pytest.mark.parametrize("answer", ["registered", "not_yet", "does_not_apply", "rather_not", ""])
def test_s_20_4_only_not_yet_can_be_suspended_for_and_with_k_nothing_of_the_kind(answer: str) -> None:
    """Special permanent residents answer that it does not apply to them."""
    for office in (K, S):
        may = RESIDENCE in reasons_for(booked(office, "2026-11-20T16:30", residence=answer), 0, office)
        assert may is (office is S and answer == "not_yet")


# -- the second time on: K 6(2) ----------------------------------------------------------------------------------------


@ON_EACH
@pytest.mark.parametrize(
    ("minutes", "asked_for"), [(-1, False), (0, True), (1, True), (39, True), (40, False), (41, False)]
)
def test_k_6_2_the_next_time_is_booked_in_the_session_on_every_day(
    start: str, minutes: int, *, asked_for: bool
) -> None:
    """As much longer as somebody may be late."""
    talk = talk_of(booked(K, start), K)
    talk.to(moment(start) + min(minutes, 0) * MINUTE)
    if minutes >= 0:
        talk.staff.says("A12 here")
        talk.to(moment(start) + minutes * MINUTE)
    talk.staff.says(f"A12 next {moment(start) + 10 * DAY:%Y-%m-%d} 10:00")
    assert talk.staff.news() == ["staff.card.next" if asked_for else "staff.refused.no_session"]


# -- later use: K 6(4); S 12-2-6, which both say "may" ----------------------------------------------------------------


@BOTH
def test_k_6_4_and_s_12_2_6_at_the_third_absence_staff_are_asked_to_look_and_nobody_is_refused(office: Policy) -> None:
    starts = ("2026-11-20T16:30", "2026-12-28T16:30", "2027-01-04T08:30", "2027-01-05T08:30")
    talk = Talk(office)
    talk.now = moment(starts[0]) - WEEK
    for count, start in enumerate(starts, start=1):
        talk._store(replace(booked(office, start), id=f"id-{count}", code=f"B{count}2"))
    for count, start in enumerate(starts, start=1):
        talk.to(moment(start) + 10 * MINUTE)
        suggested = [each.values["total"] for each in talk.staff.heard if each.key == "staff.told.suggestion"]
        assert suggested == ([3] if count >= 3 else [])
    assert not talk.of(facts.UseRefused)
    assert rules.may_apply(talk.standing()["person"], talk.now, office) is None


@BOTH
@pytest.mark.parametrize(("days", "counts"), [(179, True), (180, True), (181, False)])
def test_k_6_4_and_s_12_2_6_an_absence_is_counted_for_180_days_across_the_year_end(
    office: Policy, days: int, *, counts: bool
) -> None:
    talk = Talk(office)
    talk.applications["id"] = booked(office, "2026-11-20T16:30").moved(Status.DEEMED_CANCELLED)
    for clock in (time(0), time(23, 59)):
        talk.now = at_office(date(2026, 11, 20) + days * DAY, clock)
        assert ("person" in talk.standing()) is counts


@BOTH
@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("2026-11-20T17:00", "2026-11-30T17:15"),
        ("2026-11-02T17:00", "2026-11-10T17:15"),
        ("2026-12-28T17:00", "2027-01-08T17:15"),
        ("2027-01-04T09:00", "2027-01-12T17:15"),  # over Coming of Age Day
    ],
)
def test_k_6_4_and_s_12_2_6_i_was_in_touch_is_decided_within_five_days_on_which_the_office_is_open(
    office: Policy, said: str, due: str
) -> None:
    assert appeal_due(moment(said), office) == moment(due)
    talk = talk_of(booked(office, "2026-11-20T16:30").moved(Status.DEEMED_CANCELLED), office)
    talk._store(replace(talk.applications["id"], appeal=Appeal(moment(said), moment(due))))
    for off, late in ((-MINUTE, False), (0 * MINUTE, True), (MINUTE, True)):
        talk.to(moment(due) + off)
        assert ("notice.appeal_late" in [each.key for each in talk.person.heard]) is late
