"""Waiting for a time on a full day, in both terms of use: K is Kumagaya's (a request, then an offer), S the national
system's (booked at once). What was given back goes to who waits, one at a time, before anybody else sees it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.opening import cells, slots
from flows.office.policy import Policy
from flows.office.reminders import Owed
from flows.office.waiting import wait_ends
from flows.step import PAGE
from storage.offices import every
from tests.flows.talk import LEAD, Person, Talk, at, slot

K, S = every()["kumagaya"], every()["online-system"]
BOTH = pytest.mark.parametrize("office", [K, S], ids=["K", "S"])
TUESDAY = at(24, 10).date()
TIME = slot(24, 14)
ENDS = {K.id: at(20, 17, 15), S.id: at(24, 15, 29)}
"""K 6(1): nothing is offered after the business day before; S: a time is booked until an hour before it."""


def talk_of(office: Policy) -> Talk:
    """Tuesday is full: one time is booked by somebody who can give it back, the others by others."""
    talk = Talk(office)
    if office.booking.mode == "direct":
        talk.person.to("booking.day").says("2026-11-24 14:00")
        talk.person.taps("book")
    else:
        talk.booked(at(24, 14))
    assert talk.person.stands(Status.BOOKED)
    mine = {cell for cell, (owner, _) in talk.claims.items() if owner == talk.person.application.id}
    for each in slots(TUESDAY, office):
        for desk in office.desk.desks:
            talk.claims |= dict.fromkeys({*cells(each, desk, office)} - mine, ("somebody", None))
    return talk


def asks(talk: Talk, ident: str = "first", **more: object) -> Person:
    """Somebody who asks for Tuesday."""
    person = talk.meets(ident, **more)
    person.to("booking.day").says("2026-11-24")
    return person


def waits(talk: Talk, ident: str = "first", **more: object) -> Person:
    person = asks(talk, ident, **more)
    person.taps("wait")
    person.taps("wait")
    assert person.application.in_line, person.news()
    return person


def cancels(talk: Talk) -> None:
    """The one booking that can be given back is; its clock comes."""
    ident = talk.person.application.id
    talk.happened(facts.Cancelled(ident), talk.person.view(), talk.person)
    talk.passes(minutes=0)


def hidden(talk: Talk) -> bool:
    """Is that time out of everybody else's reach?"""
    return all(not talk.view().taken.isdisjoint(cells(TIME, desk, talk.policy)) for desk in talk.policy.desk.desks)


# -- asking --------------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("how", ["tap", "number", "label"])
def test_whoever_asks_for_a_full_day_may_wait_for_a_time_on_it(office: Policy, how: str) -> None:
    talk = talk_of(office)
    person = asks(talk)
    assert person.news()[0] == "refusal.day_full"
    assert person.last().values["wait"].values == {"day": TUESDAY}
    person.chooses(how, "wait")
    assert person.news() == ["booking.review.waits"]
    assert person.last().values["day"] == TUESDAY
    assert person.last().values["until"] == ENDS[office.id]
    person.chooses(how, "wait")
    assert person.news() == ["booking.done.waits", "home.next.ask"]
    assert person.application.in_line
    assert (person.application.waits_for, person.application.wishes) == (TUESDAY, ())
    assert "booking.review.wait" in [each.words for each in talk.agreements]


@BOTH
def test_whoever_asks_for_a_time_that_is_taken_may_wait_although_others_of_its_day_are_free(office: Policy) -> None:
    talk = talk_of(office)
    for desk in office.desk.desks:
        for cell in cells(slot(24, 11), desk, office):
            del talk.claims[cell]
    person = talk.meets("first")
    person.to("booking.day").says("2026-11-24 14:00")
    assert person.news()[0] == "refusal.taken"
    assert person.buttons().index("wait") == PAGE - 1  # below what is free
    assert person.last().values["wait"].key == "wish.wait.other"
    person.taps("wait")
    person.taps("wait")
    assert person.application.waits_for == TUESDAY


@BOTH
def test_nobody_who_waits_is_said_to_have_a_booking_and_staff_have_nothing_to_answer(office: Policy) -> None:
    talk = talk_of(office)
    person = waits(talk)
    card = talk.staff.last("staff.card.waits")
    assert card.values["day"] == TUESDAY
    ours = [row for row, ident in talk.due if ident == person.application.id]
    assert [(row.kind, row.at) for row in ours] == [(Owed.REQUEST_LAPSES, ENDS[office.id])]
    person.taps("_booking")
    assert person.last().key == "looking.booking.waits"
    assert person.last().values["day"] == TUESDAY


@BOTH
def test_another_answer_takes_the_choice_away_and_back_brings_nothing_over(office: Policy) -> None:
    talk = talk_of(office)
    person = asks(talk)
    person.taps("wait")
    person.taps("_back")
    assert person.step == "booking.day"
    assert "wait" in person.buttons()
    person.says("2026-11-26")
    assert person.step == "booking.time"
    assert "wait" not in person.buttons()
    assert (person.draft.full, person.draft.waits) == (None, False)


@BOTH
def test_another_day_can_be_chosen_in_the_summary(office: Policy) -> None:
    talk = talk_of(office)
    person = asks(talk)
    person.taps("wait")
    person.taps("change")
    person.taps("day")
    assert "wait" in person.buttons()
    person.says("2026-11-26 10:00")
    assert person.draft.wishes == (at(26, 10),)
    assert not person.draft.waits


@BOTH
def test_an_old_button_to_wait_that_is_about_another_day_does_nothing(office: Policy) -> None:
    talk = talk_of(office)
    person = asks(talk)
    old = person.find("wait")
    person.says("2026-11-26 10:00")
    person.receive(old)
    assert not person.draft.waits
    assert person.draft.wishes == (at(26, 10),)


@BOTH
def test_what_became_free_meanwhile_is_chosen_and_not_waited_for(office: Policy) -> None:
    talk = talk_of(office)
    person = asks(talk)
    person.taps("wait")
    talk.claims = {cell: claim for cell, claim in talk.claims.items() if claim[0] == "somebody"}
    person.taps("wait")
    assert person.news()[0] == "refusal.free_again"
    assert person.step == "booking.time"
    assert TIME.code in person.buttons()


@pytest.mark.parametrize("minute", [-1, 0, 1])
def test_s_12_1_a_day_is_waited_for_while_there_is_time_to_answer(minute: int) -> None:
    talk = talk_of(S)
    person = asks(talk)
    talk.now = ENDS[S.id] - timedelta(minutes=S.waiting.least_minutes - minute)
    person.says("2026-11-24")
    assert ("wait" in person.buttons()) is (minute <= 0)


@pytest.mark.parametrize("minute", [-1, 0, 1])
def test_k_6_1_a_day_is_waited_for_while_times_of_it_may_be_offered(minute: int) -> None:
    talk = talk_of(K)
    person = asks(talk)
    talk.now = ENDS[K.id] - timedelta(minutes=K.waiting.least_minutes - minute)
    person.says("2026-11-24")
    assert ("wait" in person.buttons()) is (minute <= 0)


@BOTH
def test_a_closed_day_is_not_waited_for(office: Policy) -> None:
    talk = talk_of(office)
    person = talk.meets("first")
    person.to("booking.day").says("2026-11-23")
    assert person.news()[0] == "refusal.office_closed"
    assert "wait" not in person.buttons()


def test_s_3_without_a_number_the_office_decides_first_and_nobody_waits() -> None:
    talk = talk_of(S)
    person = talk.meets("first")
    person.to("booking.number").taps("not_yet")
    person.to("booking.day").says("2026-11-24")
    assert person.news()[0] == "refusal.day_full"
    assert "wait" not in person.buttons()


@BOTH
def test_nobody_waits_twice_for_one_day_nor_for_more_than_may_be_open(office: Policy) -> None:
    talk = talk_of(office)
    person = waits(talk)
    person.to("booking.day").says("2026-11-24")
    assert "wait" not in person.buttons()


@BOTH
def test_who_has_a_booking_is_not_offered_to_wait(office: Policy) -> None:
    talk = talk_of(office)
    person = talk.person
    person.to("booking.day").says("2026-11-24")
    assert "wait" not in person.buttons()


# -- a time is given back ------------------------------------------------------------------------------------


@BOTH
def test_a_freed_time_is_held_for_who_waits_longest_and_one_tap_books_it(office: Policy) -> None:
    talk = talk_of(office)
    first = waits(talk)
    talk.passes(minutes=1)
    second = waits(talk, "second")
    cancels(talk)
    assert first.last("notice.freed").values["start"] == TIME.start
    assert second.stands(Status.REQUESTED)
    assert hidden(talk)
    first.taps(TIME.code)
    assert first.stands(Status.BOOKED)
    assert second.application.in_line


@BOTH
def test_no_and_no_answer_lead_to_the_next_and_cost_nobody_their_place(office: Policy) -> None:
    talk = talk_of(office)
    first = waits(talk)
    talk.passes(minutes=1)
    second = waits(talk, "second")
    cancels(talk)
    first.says("no")
    assert first.news()[0] == "choosing.none.kept"
    talk.passes(minutes=0)
    assert first.application.in_line
    assert first.application.answer_due == ENDS[office.id]
    assert second.stands(Status.OFFERED)
    assert second.application.offer
    talk.to(second.application.offer.expires_at)
    assert second.last("notice.passed_on").values["start"] == TIME.start
    assert second.application.in_line
    talk.passes(minutes=1)
    assert not hidden(talk)  # nobody is left: it is free for all


@BOTH
def test_at_night_nobody_is_asked_and_the_time_is_nobody_elses_before_the_morning(office: Policy) -> None:
    talk = talk_of(office)
    first = waits(talk)
    talk.to(at(18, 23))
    cancels(talk)
    assert first.application.in_line
    assert hidden(talk)
    talk.to(at(19, 8, 29))
    assert first.application.in_line
    assert hidden(talk)
    talk.to(at(19, 8, 30))
    assert first.stands(Status.OFFERED)


def test_s_12_1_a_time_of_this_very_day_goes_to_who_waits_while_it_can_be_booked() -> None:
    talk = talk_of(S)
    first = waits(talk)
    talk.to(at(24, 8, 30))
    cancels(talk)
    offer = first.application.offer
    assert offer
    assert offer.expires_at == at(24, 10, 30)  # two office hours


def test_k_6_3_staff_offer_other_times_by_hand_and_who_does_not_want_them_waits_on() -> None:
    talk = talk_of(K)
    person = waits(talk)
    talk.staff.offers(person.application.code, at(26, 10))
    assert person.stands(Status.OFFERED)
    person.taps("none")
    assert person.news()[0] == "choosing.none.kept"
    assert person.application.in_line
    assert person.application.waits_for == TUESDAY


# -- the end of a wait ---------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("minute", [-1, 0])
def test_the_wait_ends_by_itself_at_that_minute_and_is_told_with_a_way_to_ask_again(
    office: Policy, minute: int
) -> None:
    talk = talk_of(office)
    person = waits(talk)
    talk.to(ENDS[office.id] + timedelta(minutes=minute))
    assert person.application.in_line is (minute < 0)
    if minute == 0:
        assert person.stands(Status.LAPSED)
        assert person.last().key == "notice.wait_over"
        assert person.last().values["day"] == TUESDAY
        assert person.last().codes == ("again",)
        assert not {"staff.told.request_lapsed", "notice.answer_late"} & {each.key for each in talk.staff.heard}


def test_who_lets_the_last_offer_pass_when_the_wait_is_over_is_told_that_both_are() -> None:
    talk = talk_of(K)
    person = waits(talk)
    talk.to(at(20, 16))
    cancels(talk)
    offer = person.application.offer
    assert offer
    assert offer.expires_at > ENDS[K.id]
    talk.to(offer.expires_at)
    assert person.stands(Status.LAPSED)
    assert person.last().key == "notice.offer_lapsed"


@BOTH
def test_who_waits_can_stop_at_any_time(office: Policy) -> None:
    talk = talk_of(office)
    person = waits(talk)
    person.says("cancel")
    person.taps("yes")
    assert person.stands(Status.CANCELLED_BY_PERSON)
    cancels(talk)
    assert "notice.freed" not in [each.key for each in person.heard]


def test_s_12_1_booking_another_time_ends_the_wait_and_says_so() -> None:
    talk = talk_of(S)
    person = waits(talk)
    code = person.application.code
    person.to("booking.day").says("2026-11-26 10:00")
    person.taps("book")
    assert person.stands(Status.BOOKED)
    assert person.last("booking.done.wait_over").values == {"code": code, "day": TUESDAY}
    waited = next(each for each in talk.applications.values() if each.code == code)
    assert waited.status is Status.CANCELLED_BY_PERSON


def test_k_6_3_choosing_an_offered_time_of_another_application_ends_the_wait() -> None:
    talk = talk_of(K)
    person = waits(talk)
    code = person.application.code
    person.to("booking.day").says("2026-11-26 10:00")
    person.taps("enough")
    person.applies()
    talk.staff.offers(person.application.code, at(26, 10))
    person.taps(slot(26, 10).code)
    assert person.stands(Status.BOOKED)
    assert person.last("booking.done.wait_over").values["code"] == code


def asks_besides(person: Person) -> str:
    """One who waits asks for another day too; the code of that."""
    person.to("booking.day").says("2026-11-26 10:00")
    person.taps("enough")
    return person.applies().code


def test_k_6_2_a_time_that_staff_book_upon_a_call_ends_the_wait_and_both_sides_are_told() -> None:
    talk = talk_of(K)
    person, other = waits(talk), waits(talk, "second")
    waited, code = person.application, asks_besides(person)
    talk.staff.says(f"{code} book 2026-11-26 10:00")
    assert talk.applications[waited.id].status is Status.CANCELLED_BY_PERSON
    assert person.last("booking.done.wait_over").values == {"code": waited.code, "day": TUESDAY}
    assert talk.staff.last("staff.did.wait_over").values == {"code": waited.code, "day": TUESDAY}
    assert other.application.in_line
    cancels(talk)
    assert other.last().key == "notice.freed"


def test_k_6_2_what_staff_book_for_the_very_one_who_waits_ends_no_other_thing() -> None:
    talk = talk_of(K)
    person = waits(talk)
    talk.staff.says(f"{person.application.code} book 2026-11-26 10:00")
    assert person.stands(Status.BOOKED)
    assert not talk.of(facts.WaitEnded)


def test_k_6_2_the_next_time_booked_during_a_session_ends_the_wait_that_counts_as_none_of_the_open_ones() -> None:
    talk = talk_of(K.model_copy(update={"booking": K.booking.model_copy(update={"open_limit": 1})}))
    talk.to(at(24, 14))
    code = talk.person.application.code
    talk.staff.says(f"{code} here")
    waited = replace(talk.person.application, id="waits", code="W1", status=Status.REQUESTED, appointment=None)
    talk.applications["waits"] = replace(waited, wishes=(), waits_for=at(27, 10).date())
    talk.staff.says(f"{code} next 2026-11-26 10:00")
    talk.staff.taps(f"next-{slot(26, 10).code}")
    assert talk.applications["waits"].status is Status.CANCELLED_BY_PERSON
    assert talk.person.last().key == "booking.done.wait_over"
    assert talk.person.stands(Status.BOOKED)


@BOTH
def test_closing_the_day_ends_the_waits_for_it_at_once_in_the_list_that_staff_see(office: Policy) -> None:
    talk = talk_of(office)
    first, held = waits(talk), waits(talk, "second")
    cancels(talk)
    assert (first.application.status, held.application.in_line) == (Status.OFFERED, True)
    talk.staff.clerk = LEAD
    talk.staff.says("close 2026-11-24 a storm")
    lines = talk.staff.last("staff.did.closed").values["lines"]
    assert [each.values["code"] for each in lines if each.key == "staff.closing.waited"] == ["A13", "A14"]
    for person in (first, held):
        assert person.stands(Status.LAPSED)
        assert (person.last().key, person.last().values["day"]) == ("notice.wait_closed", TUESDAY)
        assert "notice.times_closed" not in [each.key for each in person.heard]
        person.taps("again")
    talk.to(at(25, 9))
    assert "notice.wait_over" not in [each.key for each in (*first.heard, *held.heard)]


def test_who_waits_and_may_still_choose_a_time_of_another_day_keeps_it_when_the_day_closes() -> None:
    talk = talk_of(K)
    person = waits(talk)
    talk.staff.offers(person.application.code, at(26, 10))
    talk.staff.clerk = LEAD
    talk.staff.says("close 2026-11-24")
    person.taps(slot(26, 10).code)
    assert person.stands(Status.BOOKED)


@BOTH
def test_where_nothing_is_free_at_all_it_is_said_that_a_day_can_be_typed_and_waited_for(office: Policy) -> None:
    talk = talk_of(office)
    person = talk.meets("first")
    person.to("booking.place")
    day = at(18, 10).date()
    for _ in range(office.booking.horizon_days + 1):
        for each in slots(day, office):
            for desk in office.desk.desks:
                talk.claims |= dict.fromkeys(cells(each, desk, office), ("somebody", None))
        day += timedelta(days=1)
    person.to("booking.day")
    assert person.last().key.endswith("none")
    assert person.last().values["wait"].key == "wish.wait.how"
    person.says("2026-11-24")
    person.taps("wait")
    person.taps("wait")
    assert person.application.in_line


@BOTH
def test_the_end_of_a_wait_is_the_last_moment_for_the_last_time_of_its_day(office: Policy) -> None:
    assert wait_ends(TUESDAY, office) == ENDS[office.id]
