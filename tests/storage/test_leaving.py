"""Giving a booking up, as it is kept: clocks dropped and set again, time freed, what was settled is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.reminders import Owed
from storage.meaning import IllegalMove
from storage.records import appointments, claims, due
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


def waiting(house: House, booked: Application) -> set[Owed]:
    return {each.kind for each in house.do(lambda unit: due.waiting(unit, booked.id))}


def test_a_wish_to_cancel_drops_the_reminders_and_taking_it_back_sets_them_again(
    house: House, chat: Conversation, booked: Application
) -> None:
    before = waiting(house, booked)
    house.keep(chat, facts.CancelWished(booked.id))
    assert waiting(house, booked) == {Owed.START, Owed.END, Owed.STAFF_NUDGE, Owed.WISH_DUE}  # staff answer in time
    assert house.whole(booked.id).cancel_wished
    house.later(minutes=1)
    house.keep(chat, facts.WishTakenBack(booked.id))
    assert waiting(house, booked) == before
    assert not house.whole(booked.id).cancel_wished


@pytest.mark.parametrize(
    ("fact", "status"),
    [
        (lambda ident: facts.CalledOff(ident, CLERK), Status.CANCELLED_BY_PERSON),
        (lambda ident: facts.WishAccepted(ident, "language", CLERK), Status.CANCELLED_BY_PERSON),
        (lambda ident: facts.OfficeCancelled(ident, "closed", CLERK), Status.CANCELLED_BY_OFFICE),
    ],
)
def test_a_clerks_word_ends_the_booking_frees_its_time_and_tells_the_calendar(
    house: House, chat: Conversation, booked: Application, fact: object, status: Status
) -> None:
    before = house.do(lambda unit: appointments.sequence(unit, booked.id))
    house.keep(chat, facts.CancelWished(booked.id))
    house.keep(house.staff_group(), fact(booked.id))  # type: ignore[operator]  # a row makes its fact
    whole = house.whole(booked.id)
    assert (whole.status, whole.by) == (status, CLERK.name)
    assert not house.do(lambda unit: claims.taken(unit, "demo"))
    assert waiting(house, booked) == set()
    assert house.do(lambda unit: appointments.sequence(unit, booked.id)) == before + 1


def test_a_wish_that_was_taken_back_meanwhile_is_not_accepted(
    house: House, chat: Conversation, booked: Application
) -> None:
    house.keep(chat, facts.CancelWished(booked.id))
    house.later(minutes=1)
    house.keep(chat, facts.WishTakenBack(booked.id))
    with pytest.raises(IllegalMove):
        house.keep(house.staff_group(), facts.WishAccepted(booked.id, "speech", CLERK))
    assert house.whole(booked.id).status is Status.BOOKED


def test_what_a_clerk_has_settled_is_neither_wished_nor_taken_back(
    house: House, chat: Conversation, booked: Application
) -> None:
    house.keep(chat, facts.CancelWished(booked.id))
    house.keep(house.staff_group(), facts.CalledOff(booked.id, CLERK))
    for late in (facts.WishTakenBack(booked.id), facts.CancelWished(booked.id)):
        with pytest.raises(IllegalMove):
            house.keep(chat, late)
