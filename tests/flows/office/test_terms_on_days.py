"""K and S on the days on which weekday, holiday and year end meet: by when is answered, how long held, what is shown.

Each shipped office a minute before, at and after its moment; a whole talk wherever a clock must ring.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from flows.office import refusals, rules
from flows.office.appointment import Offer, Status
from flows.office.offers import answer_due, expires_at
from flows.office.opening import can_book, can_offer, offer_by, slot_at, soonest
from flows.office.policy import Policy, at_office, local
from flows.office.reminders import Owed, owed
from tests.flows.office.days import (
    BEFORE_AT_AFTER,
    BOTH,
    MINUTE,
    NONE,
    ON_EACH,
    STARTS,
    WEEK,
    K,
    S,
    asked,
    booked,
    moment,
    talk_of,
)

# -- possible times are answered in office hours: K 6(3); S 3, where the office decides ------------------------------


@BOTH
@pytest.mark.parametrize(
    ("closing", "due"),
    [
        ("2026-11-20T17:15", "2026-11-25T08:45"),  # a Friday, a holiday on the Monday after it
        ("2026-11-02T17:15", "2026-11-05T08:45"),  # before Culture Day
        ("2026-12-28T17:15", "2027-01-05T08:45"),  # before 29 December, across the year end
        ("2027-01-04T17:15", "2027-01-06T08:45"),
    ],
)
@BEFORE_AT_AFTER
def test_k_6_3_and_s_3_eight_hours_to_answer_pass_only_while_the_office_is_open(
    office: Policy, closing: str, due: str, off: timedelta
) -> None:
    now = moment(closing) + off
    assert answer_due((now + 3 * WEEK,), now, office) == moment(due) + min(off, 0 * MINUTE)


@BOTH
@pytest.mark.parametrize(
    ("wish", "last"),
    [
        ("2026-11-20T10:00", "2026-11-19T17:15"),
        ("2026-11-24T10:00", "2026-11-20T17:15"),
        ("2026-11-04T10:00", "2026-11-02T17:15"),
        ("2026-12-28T10:00", "2026-12-25T17:15"),
        ("2027-01-04T10:00", "2026-12-28T17:15"),
    ],
)
@BEFORE_AT_AFTER
def test_k_6_1_and_6_3_an_answer_is_due_while_the_wished_time_can_still_be_offered(
    office: Policy, wish: str, last: str, off: timedelta
) -> None:
    due = answer_due((moment(wish),), moment(last) + off, office)
    assert (due == moment(last)) is (off < 0 * MINUTE)
    slot = slot_at(moment(wish), office)
    assert offer_by(slot, office) == moment(last)
    assert (rules.offerable(slot, moment(last) + off, NONE, office) is None) is (off < 0 * MINUTE)


# -- how long an offered time is held: K 6(1); S 12-1 ---------------------------------------------------------------


HELD = [
    (K, "2026-11-20T10:00", "2026-11-19T17:14", "2026-11-19T23:59"),
    (K, "2026-11-24T10:00", "2026-11-20T17:14", "2026-11-23T23:59"),
    (K, "2026-11-04T10:00", "2026-11-02T17:14", "2026-11-03T23:59"),
    (K, "2026-12-28T10:00", "2026-12-25T17:14", "2026-12-27T23:59"),
    (K, "2027-01-04T10:00", "2026-12-28T17:14", "2027-01-03T23:59"),
    (S, "2026-11-20T10:00", "2026-11-19T17:14", "2026-11-20T08:59"),
    (S, "2026-11-24T10:00", "2026-11-20T17:14", "2026-11-24T08:59"),
    (S, "2026-11-04T10:00", "2026-11-02T17:14", "2026-11-04T08:59"),
    (S, "2026-12-28T10:00", "2026-12-25T17:14", "2026-12-28T08:59"),
    (S, "2027-01-04T10:00", "2026-12-28T17:14", "2027-01-04T08:59"),
]
"""Office, time, when it is offered at the very last, and until when it is held."""


@pytest.mark.parametrize(("office", "start", "offered", "until"), HELD, ids=lambda each: str(getattr(each, "id", each)))
@BEFORE_AT_AFTER
def test_k_6_1_and_s_12_1_a_time_that_is_offered_at_the_last_minute_is_booked_until_its_hold_ends(
    office: Policy, start: str, offered: str, until: str, off: timedelta
) -> None:
    assert expires_at((slot_at(moment(start), office),), moment(offered), office) == moment(until)
    talk = talk_of(asked(office, start), office)
    talk.to(moment(offered))
    talk.staff.offers("A12", moment(start))
    tap = talk.person.find(slot_at(moment(start), office).code)
    talk.to(moment(until) + off)
    talk.person.receive(tap)
    assert talk.person.stands(Status.BOOKED if off < 0 * MINUTE else Status.LAPSED)
    assert (talk.person.last("notice.offer_lapsed" if off >= 0 * MINUTE else "notice.booked")).values["code"] == "A12"


@ON_EACH
@pytest.mark.parametrize(("minutes", "may"), [(2, True), (1, False), (0, False)])
def test_k_6_1_in_principle_with_a_clerks_reason_a_time_is_offered_and_chosen_until_the_minute_before_it_begins(
    start: str, minutes: int, *, may: bool
) -> None:
    slot, now = slot_at(moment(start), K), moment(start) - minutes * MINUTE
    assert isinstance(rules.offerable(slot, now, NONE, K), refusals.TooLate)
    assert (rules.offerable(slot, now, NONE, K, exception=True) is None) is may
    until = expires_at((slot,), moment(start) - 60 * MINUTE, K, exception=True)
    assert until == moment(start) - MINUTE
    held = replace(asked(K, start), status=Status.OFFERED, offer=Offer("o", ((slot, "A"),), until, "a call"))
    assert (rules.choosable(slot, held, now, K) is None) is may


# -- what is shown as free: K 6(3); S 12-1 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "then"),
    [
        ("2026-11-20T16:30", "2026-11-24T08:30"),
        ("2026-11-02T16:30", "2026-11-04T08:30"),
        ("2026-12-28T16:30", "2027-01-04T08:30"),
    ],
)
@BEFORE_AT_AFTER
def test_s_12_1_the_last_time_of_a_day_is_shown_until_its_notice_and_then_the_next_open_day(
    last: str, then: str, off: timedelta
) -> None:
    now = moment(last) - 60 * MINUTE + off
    first = next(soonest(now, NONE, S, can_book))
    assert first.start == moment(then if off > 0 * MINUTE else last)


@pytest.mark.parametrize(
    ("closing", "first", "then"),
    [
        ("2026-11-20T17:15", "2026-11-24T08:30", "2026-11-25T08:30"),
        ("2026-11-02T17:15", "2026-11-04T08:30", "2026-11-05T08:30"),
        ("2026-12-28T17:15", "2027-01-04T08:30", "2027-01-05T08:30"),
    ],
)
@BEFORE_AT_AFTER
def test_k_6_1_the_next_open_day_can_be_wished_for_until_the_office_closes(
    closing: str, first: str, then: str, off: timedelta
) -> None:
    found = next(soonest(moment(closing) + off, NONE, K, can_offer))
    assert found.start == moment(first if off < 0 * MINUTE else then)


# -- how long it lasts: K 6(1); S 12-2-1 ------------------------------------------------------------------------------


@BOTH
@ON_EACH
@BEFORE_AT_AFTER
def test_k_6_1_and_s_12_2_1_a_consultation_is_over_thirty_minutes_after_its_start(
    office: Policy, start: str, off: timedelta
) -> None:
    made, end = booked(office, start), moment(start) + 30 * MINUTE
    assert made.over(end + off) is (off >= 0 * MINUTE)
    assert [each.at for each in owed(made, moment(start) - WEEK, office) if each.kind is Owed.END] == [end]


def test_the_days_of_these_tests_are_what_they_are_called() -> None:
    friday, eve, after, last, first = (local(moment(each)).date() for each in STARTS.values())
    assert (friday.weekday(), eve.weekday(), after.weekday(), last.weekday(), first.weekday()) == (4, 0, 1, 0, 0)
    opens_again = (next(soonest(at_office(day, time(18)), NONE, S, can_book)).day for day in (friday, eve, last))
    assert [*opens_again] == [after, date(2026, 11, 4), first]
