"""A freed time is held for who waits longest for its day, then for the next; when nobody is left it is free for all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.opening import cells
from flows.office.policy import Policy, local
from tests.flows.house import policy
from tests.flows.talk import HANAKO, Person, Talk, at, slot
from tests.flows.test_waiting import DAY, cancels, waits

TIME = slot(24, 10)


def scene(rules: Policy | None = None) -> tuple[Talk, Person, Person]:
    """A booking on Tuesday, and two who wait for a time on its day; it is Wednesday morning before."""
    talk = Talk(rules or policy(desk__desks=["A"]))
    talk.booked(DAY)
    first = waits(talk, "first", at(24, 14))
    talk.passes(minutes=1)
    second = waits(talk, "second", at(24, 15))
    return talk, first, second


def taken(talk: Talk) -> bool:
    """Is that time kept from everybody else?"""
    return not talk.view().taken.isdisjoint(cells(TIME, "A", talk.policy))


def asked(person: Person) -> list[datetime]:
    return [each.values["start"] for each in person.heard if each.key == "notice.freed"]


def test_it_is_held_for_who_has_waited_longest_and_both_sides_are_told_until_when() -> None:
    talk, first, second = scene()
    cancels(talk)
    until = at(18, 13) + timedelta(minutes=1)  # two office hours from 10:01, with an hour at noon between them
    assert first.stands(Status.OFFERED)
    assert second.stands(Status.REQUESTED)
    assert first.last("notice.freed").values["start"] == DAY
    assert first.last("notice.freed").values["expires"] == until
    told = talk.staff.last("staff.told.freed_offered")
    assert (told.values["code"], told.values["name"], told.values["expires"]) == (first.application.code, "T***", until)
    assert "staff.told.freed" not in [each.key for each in talk.staff.heard]
    assert taken(talk)


def test_one_tap_books_it() -> None:
    talk, first, second = scene()
    cancels(talk)
    first.taps(TIME.code)
    assert first.news()[0] == "notice.booked"
    assert first.stands(Status.BOOKED)
    talk.passes(days=1)
    assert asked(second) == []


def test_who_says_no_waits_on_in_the_same_place_and_the_next_is_asked() -> None:
    talk, first, second = scene()
    cancels(talk)
    before = first.application
    first.taps("choosing.offer.no_thanks")
    assert first.news()[0] == "choosing.none.kept"
    assert "wish.day.ask" not in first.news()
    talk.passes(minutes=0)
    assert first.stands(Status.REQUESTED)
    assert (first.application.created_at, first.application.wishes) == (before.created_at, before.wishes)
    assert talk.staff.last("staff.told.freed_refused").values["start"] == DAY
    assert asked(second) == [DAY]
    assert len(asked(first)) == 1


def test_no_is_typed_too() -> None:
    talk, first, _ = scene()
    cancels(talk)
    first.says("no")
    assert first.news()[0] == "choosing.none.kept"


@pytest.mark.parametrize(("minute", "second_is_asked"), [(0, False), (1, True)])
def test_who_does_not_answer_in_time_keeps_their_place_and_the_next_is_asked_at_that_minute(
    minute: int,
    second_is_asked: bool,  # noqa: FBT001 -- a row
) -> None:
    talk, first, second = scene()
    cancels(talk)
    talk.to(at(18, 13, minute))
    assert first.stands(Status.REQUESTED) == second_is_asked
    assert bool(asked(second)) == second_is_asked
    assert taken(talk)
    if second_is_asked:
        assert first.last("notice.passed_on").values["start"] == DAY
        assert talk.staff.last("staff.told.freed_lapsed").values["code"] == first.application.code


def test_a_tap_at_the_very_minute_of_the_end_is_too_late_and_costs_nothing() -> None:
    talk, first, second = scene()
    cancels(talk)
    tap = first.find(TIME.code)
    talk.now = at(18, 13, 1)  # before the clock has come
    first.receive(tap)
    assert first.news()[0] == "refusal.offer_over"
    talk.passes(minutes=0)
    assert first.stands(Status.REQUESTED)
    assert asked(second) == [DAY]


def test_when_nobody_is_left_the_time_is_free_for_all() -> None:
    talk, first, second = scene()
    cancels(talk)
    first.taps("none")
    talk.passes(minutes=0)
    second.taps("none")
    talk.passes(minutes=0)
    assert not taken(talk)
    assert len(asked(first)) == len(asked(second)) == 1


def test_two_times_freed_at_once_go_to_the_two_who_wait_longest() -> None:
    talk = Talk()
    other = talk.meets("other")
    talk.booked(DAY)
    talk.booked(at(24, 11), person=other)
    first = waits(talk, "first", at(24, 14))
    talk.passes(minutes=1)
    second = waits(talk, "second", at(24, 15))
    for person in (talk.person, other):
        person.says("cancel")
        person.taps("yes")
    talk.passes(minutes=0)
    assert (asked(first), asked(second)) == ([DAY], [at(24, 11)])


def test_nobody_is_asked_at_night_and_nobody_else_may_take_the_time_before_the_morning() -> None:
    talk, first, _ = scene()
    talk.to(at(19, 17, 15))
    cancels(talk)
    assert asked(first) == []
    assert taken(talk)
    talk.to(at(20, 8, 29))
    assert asked(first) == []
    assert taken(talk)
    talk.to(at(20, 8, 30))
    assert asked(first) == [DAY]


def test_a_clock_that_is_done_hours_late_asks_nobody_at_night() -> None:
    talk, first, _ = scene()
    talk.to(at(19, 17, 14))
    talk.person.says("cancel")
    talk.person.taps("yes")
    talk.now = at(19, 23)  # nothing ran in between
    talk.passes(minutes=0)
    assert asked(first) == []
    talk.to(at(20, 8, 30))
    assert asked(first) == [DAY]


def test_k_6_1_what_can_no_longer_be_offered_is_held_for_nobody() -> None:
    talk, first, _ = scene()
    talk.to(at(20, 17, 15))  # the office closes, and the next business day is the day itself
    cancels(talk)
    assert not taken(talk)
    talk.to(at(24, 10))
    assert asked(first) == []


def test_k_6_1_it_is_held_until_the_minute_before_its_confirm_by_at_the_longest() -> None:
    talk, first, _ = scene()
    talk.to(at(20, 16))
    cancels(talk)
    assert first.last("notice.freed").values["expires"] == at(23, 23, 59)


def test_with_too_little_time_to_answer_staff_are_told_instead() -> None:
    talk, first, _ = scene(policy(booking__notice_minutes=4 * 1440 - 8 * 60, booking__offer_by="none"))
    last = at(24, 10) - timedelta(minutes=4 * 1440 - 8 * 60)  # Friday 18:00
    talk.to(last - timedelta(minutes=31 + 60))
    assert local(talk.now).hour == 16
    cancels(talk)
    assert asked(first) == [DAY]
    talk, first, _ = scene(policy(booking__notice_minutes=4 * 1440 - 6 * 60, booking__offer_by="none"))
    last = at(24, 10) - timedelta(minutes=4 * 1440 - 6 * 60)  # Friday 16:00
    talk.to(last - timedelta(minutes=30))
    cancels(talk)
    assert asked(first) == []
    assert talk.staff.last("staff.told.freed").values["start"] == DAY


def test_staff_cannot_offer_what_is_held_for_who_waits() -> None:
    talk, _, second = scene()
    cancels(talk)
    talk.staff.offers(second.application.code, DAY)
    assert talk.staff.news()[0] == "refusal.taken"


def test_who_has_been_given_a_time_of_that_day_meanwhile_is_not_asked() -> None:
    talk, first, second = scene()
    talk.to(at(19, 20))
    cancels(talk)
    talk.staff.offers(first.application.code, at(24, 14))
    talk.to(at(20, 8, 30))
    assert asked(first) == []
    assert asked(second) == [DAY]


def test_a_clerk_may_decline_the_request_meanwhile_and_the_next_is_asked() -> None:
    talk, first, second = scene()
    cancels(talk)
    talk.staff.says(f"{first.application.code} decline not_online")
    talk.passes(minutes=0)
    assert first.stands(Status.DECLINED)
    assert asked(second) == [DAY]


def test_s_12_2_4_whom_the_office_had_to_cancel_comes_first() -> None:
    talk, first, second = scene()
    third = talk.meets("third")
    booked = talk.booked(at(24, 16), person=third)
    talk.staff.says(f"{booked.code} office closed")
    talk.passes(minutes=0)
    first.taps("none")  # that time of the third's was asked for first by the first, who lets it go
    talk.passes(minutes=0)
    second.taps("none")
    talk.passes(minutes=1)
    third.to("booking.day")
    third.says("2026-11-24 16:30")
    third.taps("enough")
    third.applies()
    cancels(talk)
    assert asked(third) == [DAY]


def test_who_is_refused_later_use_is_asked_by_nobody() -> None:
    talk, first, second = scene()
    talk.happened(facts.UseRefused(first.application.id, "absences", at(30, 0).date(), HANAKO), talk.staff.view(), None)
    cancels(talk)
    assert asked(first) == []
    assert asked(second) == [DAY]


def test_by_when_staff_answer_stays_as_it_was() -> None:
    talk, first, second = scene()
    due = first.application.answer_due, second.application.answer_due
    cancels(talk)
    first.taps("none")
    talk.passes(hours=4)
    assert asked(second) == [DAY]
    assert (first.application.answer_due, second.application.answer_due) == due


def test_in_direct_mode_the_time_is_choosable_by_all_when_nobody_who_waits_wants_it() -> None:
    rules = policy(
        booking__mode="direct",
        booking__confirm_by="none",
        desk__desks=["A"],
    )
    asking = policy(desk__desks=["A"])
    talk = Talk(asking)
    talk.booked(DAY)
    first = waits(talk, "first", at(24, 14))
    talk.policy = rules  # the office begins to book directly
    talk.offices = {rules.id: rules}
    other = talk.meets("other")
    cancels(talk)
    assert asked(first) == [DAY]
    other.to("booking.day")
    other.says("2026-11-24 10:00")
    assert other.news()[0] == "refusal.taken"
    first.taps("none")
    talk.passes(minutes=0)
    other.says("2026-11-24 10:00")
    assert "refusal.taken" not in other.news()
