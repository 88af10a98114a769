"""A freed time is kept as a clock and out of everybody's reach, where somebody else wished for its day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.opening import cells
from flows.office.reminders import Owed
from flows.office.waiting import OUTLASTS, passed_to, slot_of
from storage.gather import of_waiting
from storage.meaning import IllegalMove, TimeTaken
from storage.records import applications, claims, conversations, due, offers
from tests.storage.house import CLERK

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from flows.office.opening import Slot
    from flows.office.view import View
    from storage.records.conversations import Conversation
    from tests.storage.house import House


@pytest.fixture
def chat(house: House) -> Conversation:
    return house.chat("person")


@pytest.fixture
def booked(house: House, chat: Conversation) -> Application:
    return house.booked(chat)


def freed(house: House, application: Application) -> list[str]:
    clocks = house.do(lambda unit: due.waiting(unit, application.id))
    return [each.version for each in clocks if each.kind is Owed.FREED]


def test_a_freed_time_is_told_at_once_where_somebody_waits_for_its_day(
    house: House, chat: Conversation, booked: Application
) -> None:
    assert booked.appointment
    house.wish(house.chat("other"))
    house.keep(chat, facts.Cancelled(booked.id))
    assert freed(house, booked) == [booked.appointment.slot.code]


def test_where_nobody_waits_nothing_is_owed(house: House, chat: Conversation, booked: Application) -> None:
    house.keep(chat, facts.Cancelled(booked.id))
    assert freed(house, booked) == []


def test_the_times_of_an_offer_that_did_not_suit_are_free_for_others_and_not_for_who_refused_them(
    house: House, chat: Conversation
) -> None:
    offered = house.offer(house.staff_group(), house.wish(chat), *house.free(2))
    house.keep(chat, facts.NoneSuits(offered.id, house.now))
    assert freed(house, offered) == []
    again = house.offer(house.staff_group(), house.whole(offered.id), *house.free(2))
    house.wish(house.chat("other"))
    house.keep(chat, facts.NoneSuits(again.id, house.now))
    assert freed(house, again) == [slot.code for slot in house.free(2)]


def test_a_clock_of_a_freed_time_outlives_what_becomes_of_who_gave_it_up(house: House, booked: Application) -> None:
    house.wish(house.chat("other"))
    house.keep(house.staff_group(), facts.OfficeCancelled(booked.id, "closed", CLERK))
    assert [each.kind for each in house.do(lambda unit: due.waiting(unit, booked.id))] == [Owed.FREED]


# -- kept for whoever is next --------------------------------------------------------------------------------


def slot(application: Application) -> Slot:
    assert application.appointment
    return application.appointment.slot


def taken(house: House, time: Slot) -> bool:
    seen = house.do(lambda unit: claims.taken(unit, "demo"))
    return not seen.isdisjoint(cells(time, "A", house.policy))


def offer_of(house: House, time: Slot, application: Application, minutes: int = 120) -> facts.OfferedFreed:
    return facts.OfferedFreed(application.id, ((time, "A"),), house.now + timedelta(minutes=minutes))


def waiting(house: House, chat: Conversation) -> View:
    return house.do(lambda unit: of_waiting(unit, house.view(unit, conversations.lock(unit, chat.id))))


def test_what_is_freed_stays_out_of_reach_until_its_clock_has_come_and_not_much_longer(
    house: House, chat: Conversation, booked: Application
) -> None:
    house.wish(house.chat("other"))
    house.keep(chat, facts.Cancelled(booked.id))
    assert taken(house, slot(booked))
    house.later(seconds=OUTLASTS.total_seconds() - 1)
    assert taken(house, slot(booked))
    house.later(seconds=1)
    assert not taken(house, slot(booked))


def test_where_nobody_waits_it_is_free_at_once(house: House, chat: Conversation, booked: Application) -> None:
    house.keep(chat, facts.Cancelled(booked.id))
    assert not taken(house, slot(booked))


def test_it_is_let_go_alone_and_nothing_else_that_is_claimed(
    house: House, chat: Conversation, booked: Application
) -> None:
    later = house.free(2)[1]
    third = house.offer(house.staff_group(), house.wish(house.chat("third")), later)
    house.wish(house.chat("other"))
    house.keep(chat, facts.Cancelled(booked.id))
    house.do(lambda unit: claims.let_go(unit, booked.id, later))
    house.do(lambda unit: claims.let_go(unit, third.id, later))
    assert taken(house, slot(booked))
    assert taken(house, later)
    house.do(lambda unit: claims.let_go(unit, booked.id, slot(booked)))
    assert not taken(house, slot(booked))


def test_what_somebody_has_taken_meanwhile_is_theirs(house: House, chat: Conversation, booked: Application) -> None:
    other, third = house.wish(house.chat("other")), house.wish(house.chat("third"))
    house.keep(chat, facts.Cancelled(booked.id))
    house.do(lambda unit: claims.let_go(unit, booked.id, slot(booked)))
    house.keep(chat, offer_of(house, slot(booked), other, minutes=10))
    house.later(minutes=20)  # nothing ran: the hold is over, and is not swept
    house.offer(house.staff_group(), third, slot(booked))
    held = house.whole(other.id)
    lapses = next(each for each in house.do(lambda unit: due.waiting(unit, other.id)) if each.kind is Owed.OFFER_LAPSES)
    house.keep(chat, facts.Came(held.id, lapses))
    assert house.whole(other.id).status is Status.REQUESTED
    assert house.do(lambda unit: len(offers.live(unit, [third.id]))) == 1
    assert taken(house, slot(booked))


# -- offered by the clocks -----------------------------------------------------------------------------------


def test_it_is_an_offer_that_knows_why_it_came_and_outlasts_its_end_by_a_moment(
    house: House, chat: Conversation, booked: Application
) -> None:
    other = house.wish(house.chat("other"))
    house.keep(chat, facts.Cancelled(booked.id))
    (clock,) = house.do(lambda unit: due.waiting(unit, booked.id))
    assert slot_of(clock, house.policy) == slot(booked)
    house.do(lambda unit: claims.let_go(unit, booked.id, slot(booked)))
    found = passed_to(slot(booked), booked, waiting(house, chat))
    assert found
    house.keep(chat, found)
    offer = house.whole(other.id).offer
    assert offer
    assert offer.freed
    assert (offer.times, offer.expires_at) == (found.times, found.expires_at)
    house.now = found.expires_at
    assert taken(house, slot(booked))
    house.later(seconds=OUTLASTS.total_seconds())
    assert not taken(house, slot(booked))


def test_who_lets_it_pass_waits_on_with_the_clocks_of_before_and_is_not_asked_again(
    house: House, chat: Conversation, booked: Application
) -> None:
    other = house.wish(house.chat("other"))
    before = house.do(lambda unit: due.waiting(unit, other.id))
    house.keep(chat, facts.Cancelled(booked.id))
    house.do(lambda unit: claims.let_go(unit, booked.id, slot(booked)))
    house.keep(chat, offer_of(house, slot(booked), other))
    kinds = {each.kind for each in house.do(lambda unit: due.waiting(unit, other.id))}
    assert kinds == {Owed.OFFER_NUDGE, Owed.OFFER_LAPSES}
    lapses = next(each for each in house.do(lambda unit: due.waiting(unit, other.id)) if each.kind is Owed.OFFER_LAPSES)
    house.now = lapses.at
    house.keep(chat, facts.Came(other.id, lapses))
    after = house.whole(other.id)
    assert (after.status, after.created_at, after.passed) == (Status.REQUESTED, other.created_at, {slot(booked).start})
    assert house.do(lambda unit: due.waiting(unit, other.id)) == before
    assert passed_to(slot(booked), booked, waiting(house, chat)) is None


def test_two_clocks_cannot_give_one_person_two_times_nor_one_time_to_two(
    house: House, chat: Conversation, booked: Application
) -> None:
    first, second = house.wish(house.chat("first")), house.wish(house.chat("second"))
    house.keep(chat, facts.Cancelled(booked.id))
    house.do(lambda unit: claims.let_go(unit, booked.id, slot(booked)))
    house.keep(chat, offer_of(house, slot(booked), first))
    with pytest.raises(IllegalMove):
        house.keep(chat, offer_of(house, house.free(2)[1], first))
    with pytest.raises(TimeTaken):
        house.keep(chat, offer_of(house, slot(booked), second))
    assert house.whole(second.id).status is Status.REQUESTED


def test_a_time_that_is_freed_again_by_the_same_one_has_a_clock_of_its_own(house: House, chat: Conversation) -> None:
    house.wish(house.chat("other"))
    asked, time = house.wish(chat), house.free(1)[0]
    for rounds in (0, 1):
        house.do(lambda unit: claims.let_go(unit, asked.id, time))
        offered = house.offer(house.staff_group(), house.whole(asked.id), time)
        house.keep(chat, facts.NoneSuits(offered.id, house.now))
        (clock,) = [each for each in house.do(lambda unit: due.waiting(unit, asked.id)) if each.kind is Owed.FREED]
        assert (clock.version, clock.minutes) == (time.code, rounds)
        house.keep(chat, facts.Came(asked.id, clock))


def test_whoever_passes_a_time_on_sees_those_who_wait_with_all_that_is_theirs_and_nobody_else(
    house: House, chat: Conversation, booked: Application
) -> None:
    other = house.chat("other")
    has, wants = house.booked(other, house.free(2)[1]), house.wish(other)
    seen = waiting(house, chat).applications
    assert {each.id for each in seen} == {has.id, wants.id}
    assert booked.id not in {each.id for each in seen}


def test_who_can_be_written_to_nowhere_is_known(house: House) -> None:
    chat = house.chat("person")
    asked = house.wish(chat)
    assert not house.whole(asked.id).gone
    house.do(lambda unit: conversations.block(unit, chat.id))
    assert house.whole(asked.id).gone
    (own,) = house.do(lambda unit: applications.of_person(unit, asked.person))
    assert not own.gone
    house.do(lambda unit: conversations.unblock(unit, chat.id))
    assert not house.whole(asked.id).gone


def test_who_is_known_by_telephone_alone_is_asked_by_a_clerk(house: House) -> None:
    asked = house.wish(house.chat("caller", channel=conversations.TELEPHONE))
    assert house.whole(asked.id).gone
