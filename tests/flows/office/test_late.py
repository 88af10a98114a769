"""What waits for staff: the nudge, the moment, the repetitions, and the word to who was promised an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.office.appointment import Appeal, Application, Appointment, Contact, ContactKind, Offer, Status
from flows.office.late import (
    Rung,
    Wait,
    at_work,
    before_office_time,
    hours_late,
    office_time,
    rungs,
    waits,
)
from flows.office.policy import Policy
from flows.office.reminders import Due, Owed, not_before, owed, still_owed
from tests.flows.house import policy
from tests.flows.talk import at, slot

DAY_LONG = {f"hours__{day}": [["08:30", "17:15"]] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = policy(**DAY_LONG)
MINUTE = timedelta(minutes=1)
LONG = at(30, 12) + timedelta(days=60)
REQUEST = Application(
    "id", "A12", "p", "test", Status.REQUESTED, (at(27, 10),), at(18, 10), "web", "en", answer_due=at(19, 10)
)
BOOKED = replace(REQUEST, status=Status.BOOKED, answer_due=None, appointment=Appointment(slot(27, 10), "A"))


def wished(when: datetime, application: Application = BOOKED) -> Application:
    assert application.appointment
    said = Contact(ContactKind.CANCEL_WISH, when, when)
    return replace(application, appointment=replace(application.appointment, contacts=(said,)))


def planned(due: datetime, now: datetime, office: Policy = OFFICE, ends: datetime = LONG) -> dict[str, datetime]:
    return {each.step: each.at for each in rungs(Wait("request", "1", due, ends), now, office)}


# -- the nudge -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "nudge"),
    [
        pytest.param(at(19, 10), at(19, 9), id="an hour before"),
        pytest.param(at(19, 9, 30), at(19, 8, 30), id="as the office opens"),
        pytest.param(at(19, 9, 29), at(18, 17, 14), id="a minute sooner: the evening before counts"),
        pytest.param(at(24, 9), at(20, 16, 45), id="Friday before a weekend and a holiday"),
        pytest.param(at(20, 23, 59), at(20, 16, 15), id="an answer due at night: while somebody is there"),
        pytest.param(at(21, 12), at(20, 16, 15), id="due on a Saturday"),
        pytest.param(at(65, 9), at(58, 16, 45), id="over the year end: 4 January, on 28 December"),
    ],
)
def test_staff_are_nudged_an_office_hour_before_an_answer_is_due(due: datetime, nudge: datetime) -> None:
    assert planned(due, at(1, 9))["nudge"] == nudge
    assert "nudge" in planned(due, nudge - MINUTE)
    assert "nudge" not in planned(due, nudge)


def test_how_long_before_is_the_offices_own() -> None:
    office = policy(clocks__nudge_minutes=90, **DAY_LONG)
    assert planned(at(19, 11), at(18, 10), office)["nudge"] == at(19, 9, 30)
    assert "nudge" not in planned(at(19, 11), at(18, 10), policy(clocks__nudge_minutes=0, **DAY_LONG))


# -- at the moment, and again ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (at(19, 10), at(19, 10)),
        (at(19, 17, 15), at(19, 17, 15)),
        (at(19, 17, 16), at(20, 8, 30)),
        (at(19, 8, 29), at(19, 8, 30)),
        (at(20, 17, 16), at(24, 8, 30)),
        (at(20, 23, 59), at(24, 8, 30)),
        (at(58, 17, 16), at(65, 8, 30)),
    ],
)
def test_staff_hear_that_it_is_late_at_once_or_as_the_office_opens_again(due: datetime, told: datetime) -> None:
    assert planned(due, at(18, 10))["due"] == told
    assert at_work(due, OFFICE) == told


@pytest.mark.parametrize(
    ("due", "hours", "again"),
    [
        pytest.param(at(18, 9), 8, at(18, 17), id="the same day"),
        pytest.param(at(18, 10), 8, at(19, 9, 15), id="on into the next"),
        pytest.param(at(20, 16), 8, at(24, 15, 15), id="Friday evening, over the weekend and a holiday"),
        pytest.param(at(58, 16), 8, at(65, 15, 15), id="28 December, over the year end"),
        pytest.param(at(18, 10), 1, at(18, 11), id="each office hour"),
        pytest.param(at(19, 23, 59), 2, at(20, 10, 30), id="counted from when they heard it first"),
    ],
)
def test_it_is_said_again_after_so_many_office_hours(due: datetime, hours: int, again: datetime) -> None:
    office = policy(clocks__again_hours=hours, **DAY_LONG)
    assert planned(due, at(17, 9), office)["again"] == again


@pytest.mark.parametrize(
    ("now", "rung"),
    [
        (at(18, 9), Rung(at(18, 17), "again", 480)),
        (at(18, 17) - MINUTE, Rung(at(18, 17), "again", 480)),
        (at(18, 17), Rung(at(19, 16, 15), "again", 1875)),
        (at(19, 16, 15), Rung(at(20, 15, 30), "again", 3270)),
        (at(22, 3), Rung(at(24, 14, 45), "again", 8985)),
    ],
)
def test_of_the_repetitions_the_next_alone_is_owed_so_that_none_piles_up(now: datetime, rung: Rung) -> None:
    assert rungs(Wait("request", "1", at(18, 9), LONG), now, OFFICE)[-1] == rung


def test_nothing_is_said_again_once_it_ends() -> None:
    due, again = at(18, 9), at(18, 17)
    assert "again" in planned(due, due, ends=again + MINUTE)
    assert "again" not in planned(due, due, ends=again)
    assert planned(due, due - MINUTE, ends=due) == {}


def test_a_time_that_is_due_as_the_wait_ends_is_not_waited_for() -> None:
    soon = replace(REQUEST, wishes=(at(19, 10),))
    assert waits(soon, OFFICE) == ()
    assert [each.kind for each in owed(soon, at(18, 10), OFFICE)] == [Owed.REQUEST_LAPSES]


# -- who was promised an answer ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (at(19, 10), at(19, 10)),
        (at(19, 20, 59), at(19, 20, 59)),
        (at(19, 21), at(20, 8)),
        (at(19, 23, 59), at(20, 8)),
        (at(20, 7, 59), at(20, 8)),
        (at(20, 8), at(20, 8)),
    ],
)
def test_the_person_hears_at_the_promised_time_that_it_is_late_but_not_at_night(due: datetime, told: datetime) -> None:
    assert planned(due, at(18, 10))["told"] == told
    assert "told" not in planned(due, told)


def test_nobody_was_promised_when_a_wish_to_cancel_is_settled() -> None:
    waiting = owed(wished(at(18, 10)), at(18, 10), OFFICE)
    assert Owed.LATE_TOLD not in {each.kind for each in waiting}
    assert {Owed.STAFF_NUDGE, Owed.WISH_DUE, Owed.STAFF_AGAIN} <= {each.kind for each in waiting}


# -- what waits ------------------------------------------------------------------------------------------------------


def test_a_wish_to_cancel_waits_from_when_it_was_said_until_the_start() -> None:
    (wait,) = waits(wished(at(18, 10)), OFFICE)
    assert (wait.what, wait.due, wait.ends) == ("wish", at(19, 9, 15), at(27, 10))
    assert [each.due for each in waits(wished(at(26, 10, 44)), OFFICE)] == [at(27, 9, 59)]


def test_a_wish_to_cancel_that_would_be_due_after_the_start_is_asked_about_at_the_start() -> None:
    late = wished(at(26, 10, 45))
    assert waits(late, OFFICE) == ()
    assert Owed.START in {each.kind for each in owed(late, at(26, 11), OFFICE)}


def test_another_time_is_waited_for_until_it_is_offered_or_the_booking_is_near() -> None:
    asked = replace(BOOKED, changing=True, answer_due=at(19, 10))
    assert [(each.what, each.due, each.ends) for each in waits(asked, OFFICE)] == [("change", at(19, 10), at(27, 9))]
    offered = replace(asked, offer=Offer("offer", ((slot(26, 10), "A"),), at(20, 12)))
    assert waits(offered, OFFICE) == ()
    assert [each.what for each in waits(wished(at(18, 10), asked), OFFICE)] == ["wish"]


def test_an_appeal_has_its_morning_its_moment_and_then_repetitions() -> None:
    appealed = replace(BOOKED, status=Status.DEEMED_CANCELLED, appeal=Appeal(at(18, 10), at(26, 17, 15)))
    assert [(each.kind, each.at) for each in owed(appealed, at(18, 10), OFFICE)] == [
        (Owed.APPEAL_DUE, at(26, 8, 30)),
        (Owed.APPEAL_DUE, at(26, 17, 15)),
        (Owed.STAFF_AGAIN, at(27, 16, 30)),
    ]
    assert appealed.appeal
    decided = replace(appealed, appeal=replace(appealed.appeal, decided="upheld"))
    assert owed(decided, at(18, 10), OFFICE) == ()


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.REQUESTED])
def test_what_is_answered_waits_for_nobody(status: Status) -> None:
    assert not any(each.what == "request" for each in waits(REQUEST.moved(status), OFFICE))


# -- at the moment of doing ------------------------------------------------------------------------------------------


def row(kind: Owed, application: Application = REQUEST) -> Due:
    return next(each for each in owed(application, at(18, 10), OFFICE) if each.kind is kind)


def test_what_was_answered_meanwhile_is_not_brought_up() -> None:
    answered = REQUEST.moved(Status.OFFERED)
    for kind in (Owed.STAFF_NUDGE, Owed.STAFF_AGAIN, Owed.LATE_TOLD):
        assert still_owed(row(kind), REQUEST, row(kind).at, OFFICE) == ""
        assert still_owed(row(kind), answered, row(kind).at, OFFICE) == "settled"
    asked_anew = replace(REQUEST, answer_due=at(24, 10))
    assert still_owed(row(Owed.LATE_TOLD), asked_anew, at(19, 10), OFFICE) == "settled"


@pytest.mark.parametrize(("now", "why"), [(at(19, 10) - MINUTE, ""), (at(19, 10), "too_late")])
def test_after_an_outage_no_nudge_comes_with_what_it_was_for(now: datetime, why: str) -> None:
    assert still_owed(row(Owed.STAFF_NUDGE), REQUEST, now, OFFICE) == why


@pytest.mark.parametrize(
    ("kind", "now", "then"),
    [
        (Owed.ANSWER_DUE, at(19, 17, 15), at(19, 17, 15)),
        (Owed.ANSWER_DUE, at(19, 17, 16), at(20, 8, 30)),
        (Owed.STAFF_AGAIN, at(21, 12), at(24, 8, 30)),
        (Owed.LATE_TOLD, at(19, 22), at(20, 8)),
        (Owed.LATE_TOLD, at(21, 12), at(21, 12)),
        (Owed.REMINDER, at(21, 3), at(21, 3)),
    ],
)
def test_a_clock_that_is_done_late_waits_for_somebody_to_be_there(kind: Owed, now: datetime, then: datetime) -> None:
    assert not_before(Due(at(19, 10), kind, "1"), now, OFFICE) == then


# -- office time -----------------------------------------------------------------------------------------------------


def test_office_time_is_counted_both_ways() -> None:
    start = before_office_time(at(24, 9), timedelta(hours=20), OFFICE)
    assert office_time(start, at(24, 9), OFFICE) == timedelta(hours=20)
    assert office_time(at(20, 17), at(24, 8, 45), OFFICE) == timedelta(minutes=30)
    assert office_time(at(21, 9), at(23, 17), OFFICE) == timedelta()


@pytest.mark.parametrize(
    ("now", "hours"),
    [(at(19, 9), 0), (at(19, 10), 0), (at(19, 10, 59), 0), (at(19, 11), 1), (at(20, 8, 30), 7), (at(24, 8, 30), 16)],
)
def test_how_late_an_answer_is_is_told_in_whole_office_hours(now: datetime, hours: int) -> None:
    assert hours_late(at(19, 10), now, OFFICE) == hours
