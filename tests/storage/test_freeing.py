"""A freed time is kept for staff as a clock, where somebody else wished for its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.office.reminders import Owed
from storage.records import due
from tests.storage.house import CLERK

if TYPE_CHECKING:
    from flows.office.appointment import Application
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
