"""What is owed and when: quiet hours, merging, nothing in the past, and what is no longer owed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.office.appointment import Application, Appointment, Contact, ContactKind, Offer, Status
from flows.office.opening import slot_at
from flows.office.policy import Policy
from flows.office.reminders import Due, Owed, owed, reminder_times, still_owed
from tests.flows.house import policy
from tests.flows.talk import at, slot

OFFICE = policy()
EARLY = at(1, 9)
HOURS = {f"hours__{day}": [["07:00", "22:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def planned(start: datetime, now: datetime = EARLY, office: Policy = OFFICE) -> list[datetime]:
    return [moment for moment, _ in reminder_times(start, now, office)]


def booked(start: datetime, **more: object) -> Application:
    appointment = replace(Appointment(slot_at(start, OFFICE), "A"), **more)  # type: ignore[arg-type]
    return Application("id", "A12", "p", "test", Status.BOOKED, (start,), EARLY, "web", "en", appointment=appointment)


def row(kind: Owed, application: Application, office: Policy = OFFICE, now: datetime = EARLY) -> Due:
    return next(each for each in owed(application, now, office) if each.kind is kind)


def test_three_days_one_day_and_one_hour_before() -> None:
    assert planned(at(20, 10)) == [at(17, 10), at(19, 10), at(20, 9)]


def test_none_is_planned_in_the_past() -> None:
    assert planned(at(20, 10), now=at(18, 10)) == [at(19, 10), at(20, 9)]
    assert planned(at(20, 10), now=at(19, 10)) == [at(20, 9)]
    assert planned(at(20, 10), now=at(20, 9, 30)) == []


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (at(20, 8, 30), at(20, 8)),
        (at(20, 8, 29), at(19, 20, 59)),
        (at(20, 9), at(20, 8)),
        (at(20, 9, 1), at(20, 8, 1)),
    ],
)
def test_in_quiet_hours_it_waits_for_the_morning_or_comes_the_evening_before(start: datetime, last: datetime) -> None:
    assert planned(start)[-1] == last


def test_a_reminder_of_the_late_evening_moves_to_the_next_morning_where_time_remains() -> None:
    assert planned(at(20, 21, 30), office=policy(reminders__before=[1440]))[0] == at(20, 8)


def test_two_that_come_close_together_become_one_the_later() -> None:
    office = policy(reminders__before=[240, 120])
    assert planned(at(20, 16), office=office) == [at(20, 14)]
    apart = policy(reminders__before=[300, 120])
    assert planned(at(20, 16), office=apart) == [at(20, 11), at(20, 14)]


def test_where_only_the_telephone_cancels_the_day_before_reminder_comes_while_it_is_answered() -> None:
    office = policy(cancelling__by_chat=False)
    assert planned(at(24, 10), office=office) == [at(20, 8, 30), at(21, 10), at(24, 9)]
    assert planned(at(20, 15), office=office) == [at(17, 15), at(19, 8, 30), at(20, 14)]


def test_a_booking_owes_its_reminders_links_start_trouble_grace_and_end() -> None:
    kinds = [each.kind for each in owed(booked(at(20, 10)), EARLY, OFFICE)]
    assert sorted(kinds) == sorted(
        [Owed.REMINDER] * 3 + [Owed.LINK_MISSING] * 2 + [Owed.START, Owed.TROUBLE, Owed.GRACE, Owed.END]
    )


def test_after_clerk_the_notice_is_owed_too() -> None:
    office = policy(attendance__deemed_notice="after_clerk")
    assert row(Owed.DEEMED_NOTICE, booked(at(20, 10)), office).at == at(20, 10, 30)


def test_no_two_rows_are_the_same_in_kind_version_and_minutes() -> None:
    rows = owed(booked(at(20, 10)), EARLY, OFFICE)
    assert len({(each.kind, each.version, each.minutes) for each in rows}) == len(rows)


def test_a_request_owes_an_answer_and_an_end() -> None:
    request = replace(booked(at(20, 10)), status=Status.REQUESTED, appointment=None, answer_due=at(2, 9))
    assert [(each.kind, each.at) for each in owed(request, EARLY, OFFICE)] == [
        (Owed.ANSWER_DUE, at(2, 9)),
        (Owed.LATE_TOLD, at(2, 9)),
        (Owed.STAFF_AGAIN, at(4, 9, 15)),
        (Owed.REQUEST_LAPSES, at(16, 9)),
    ]
    soon = replace(request, wishes=(at(4, 10), at(5, 10)))
    assert row(Owed.REQUEST_LAPSES, soon).at == at(5, 10)


def test_an_offer_owes_a_nudge_and_an_end() -> None:
    offer = Offer("offer", ((slot(20, 10), "A"),), at(2, 12))
    offered = replace(booked(at(20, 10)), status=Status.OFFERED, appointment=None, offer=offer)
    assert [(each.kind, each.at) for each in owed(offered, EARLY, OFFICE)] == [
        (Owed.OFFER_NUDGE, at(2, 11)),
        (Owed.OFFER_LAPSES, at(2, 12)),
    ]
    assert [each.kind for each in owed(offered, at(2, 11, 30), OFFICE)] == [Owed.OFFER_LAPSES]


@pytest.mark.parametrize(
    "status", [each for each in Status if each not in {Status.REQUESTED, Status.OFFERED, Status.BOOKED}]
)
def test_an_end_owes_nothing(status: Status) -> None:
    assert owed(booked(at(20, 10)).moved(status), EARLY, OFFICE) == ()


def test_what_was_planned_for_another_start_is_superseded() -> None:
    made = booked(at(20, 10))
    moved = booked(at(24, 10), version=2)
    assert still_owed(row(Owed.START, made), moved, at(20, 10), OFFICE) == "superseded"


def test_what_was_planned_for_another_status_is_not_owed() -> None:
    made = booked(at(20, 10))
    ended = made.moved(Status.CANCELLED_BY_PERSON)
    assert still_owed(row(Owed.GRACE, made), ended, at(20, 11), OFFICE) == "cancelled_by_person"


@pytest.mark.parametrize(("now", "why"), [(at(20, 9), ""), (at(20, 9, 59), ""), (at(20, 10), "too_late")])
def test_no_reminder_after_the_start(now: datetime, why: str) -> None:
    made = booked(at(20, 10))
    last = [each for each in owed(made, EARLY, OFFICE) if each.kind is Owed.REMINDER][-1]
    assert still_owed(last, made, now, OFFICE) == why


def test_after_an_outage_only_the_newest_reminder_is_sent() -> None:
    made = booked(at(20, 10))
    first, second, third = [each for each in owed(made, EARLY, OFFICE) if each.kind is Owed.REMINDER]
    now = at(20, 9, 5)
    assert [still_owed(each, made, now, OFFICE) for each in (first, second, third)] == ["too_late", "too_late", ""]


def test_the_trouble_question_is_not_asked_after_the_grace() -> None:
    made = booked(at(20, 10))
    assert still_owed(row(Owed.TROUBLE, made), made, at(20, 10, 9), OFFICE) == ""
    assert still_owed(row(Owed.TROUBLE, made), made, at(20, 10, 10), OFFICE) == "too_late"


def test_who_is_in_touch_is_neither_asked_nor_deemed() -> None:
    made = booked(at(20, 10), contacts=(Contact(ContactKind.JOINED, at(20, 9, 58), at(20, 9, 58)),))
    for kind in (Owed.TROUBLE, Owed.GRACE):
        assert still_owed(row(kind, made), made, row(kind, made).at, OFFICE) == "in_touch"


def test_a_link_that_was_given_is_not_missed() -> None:
    made = booked(at(20, 10))
    given = booked(at(20, 10), link="https://video.invalid/1")
    assert still_owed(row(Owed.LINK_MISSING, made), made, at(19, 10), OFFICE) == ""
    assert still_owed(row(Owed.LINK_MISSING, made), given, at(19, 10), OFFICE) == "given"
    assert still_owed(row(Owed.LINK_MISSING, made), made, at(20, 10), OFFICE) == "too_late"


def test_no_nudge_after_the_offer_has_lapsed() -> None:
    offer = Offer("offer", ((slot(20, 10), "A"),), at(2, 12))
    offered = replace(booked(at(20, 10)), status=Status.OFFERED, appointment=None, offer=offer)
    nudge = row(Owed.OFFER_NUDGE, offered)
    assert still_owed(nudge, offered, at(2, 11), OFFICE) == ""
    assert still_owed(nudge, offered, at(2, 12), OFFICE) == "too_late"


def test_reminders_are_never_planned_within_the_quiet_hours() -> None:
    office = policy(**HOURS)
    start = at(20, 7)
    while start <= at(20, 21):
        for moment in planned(start, office=office):
            assert 8 <= moment.hour < 21
        start += timedelta(minutes=15)
