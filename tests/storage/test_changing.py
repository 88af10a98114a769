"""A booking that moves, as it is kept: the old claim freed and the new one taken together, or nothing at all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.office.appointment import ContactKind, Status
from flows.office.opening import cells
from flows.office.reminders import Owed
from storage.apply import apply
from storage.meaning import ChangedMeanwhile, IllegalMove, OfferGone, TimeTaken
from storage.records import appointments, claims, conversations, due, links
from storage.store import fold
from tests.storage.house import CLERK, URL
from tests.storage.test_direct import booking

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from flows.office.opening import Slot
    from storage.records.conversations import Conversation
    from storage.unit import Unit
    from tests.storage.house import House


@pytest.fixture
def chat(house: House) -> Conversation:
    return house.chat("person")


@pytest.fixture
def booked(house: House, chat: Conversation) -> Application:
    return house.booked(chat)


def wish(house: House, chat: Conversation, application: Application, *starts: Slot) -> Application:
    wishes = tuple(slot.start for slot in starts)
    house.keep(chat, facts.ChangeWished(application.id, wishes, house.now + timedelta(hours=8)))
    return house.whole(application.id)


def propose(house: House, application: Application, *slots: Slot, desk: str = "A") -> Application:
    times = tuple((slot, desk) for slot in slots)
    house.keep(house.staff_group(), facts.ChangeOffered(application.id, times, house.now + timedelta(hours=8), CLERK))
    return house.whole(application.id)


def moved(house: House, chat: Conversation, application: Application, slot: Slot) -> Application:
    assert application.offer
    house.keep(chat, facts.Moved(application.id, application.offer.id, slot))
    return house.whole(application.id)


def taken(house: House) -> frozenset[object]:
    return house.do(lambda unit: frozenset(claims.taken(unit, "demo")))


def of(house: House, *slots: Slot) -> frozenset[object]:
    return frozenset(cell for slot in slots for cell in cells(slot, "A", house.policy))


def test_a_wish_for_another_time_keeps_the_booking_its_claim_and_its_reminders(
    house: House, chat: Conversation, booked: Application
) -> None:
    old, new = house.free(2)
    before = set(house.do(lambda unit: due.waiting(unit, booked.id)))
    asked = wish(house, chat, booked, new)
    assert (asked.status, asked.changing, asked.wishes) == (Status.BOOKED, True, (new.start,))
    assert asked.appointment == booked.appointment
    assert taken(house) == of(house, old)
    after = set(house.do(lambda unit: due.waiting(unit, booked.id)))
    assert before < after
    ladder = {Owed.STAFF_NUDGE, Owed.LATE_TOLD}
    assert {each.kind for each in after - before} == {Owed.CHANGE_DUE, Owed.CHANGE_ENDS, *ladder}


def test_times_are_held_beside_the_booking(house: House, chat: Conversation, booked: Application) -> None:
    old, new, other = house.free(3)
    offered = propose(house, wish(house, chat, booked, new), new, other)
    assert offered.offer
    assert taken(house) == of(house, old, new, other)
    assert offered.appointment == booked.appointment


def test_the_booking_moves_old_claim_freed_new_taken_version_and_sequence_risen_join_page_the_same(
    house: House, chat: Conversation, booked: Application
) -> None:
    _, new, other = house.free(3)
    house.keep(house.staff_group(), facts.LinkGiven(booked.id, "https://video.invalid/old", CLERK))
    sequence = house.do(lambda unit: appointments.sequence(unit, booked.id))
    join = house.do(lambda unit: links.tokens(unit, "join", [booked.id]))
    after = moved(house, chat, propose(house, wish(house, chat, booked, new), new, other), new)
    assert after.appointment
    assert (after.appointment.slot, after.appointment.version, after.appointment.link) == (new, 2, "")
    assert (after.status, after.changing, after.offer) == (Status.BOOKED, False, None)
    assert taken(house) == of(house, new)
    assert house.do(lambda unit: appointments.sequence(unit, booked.id)) == sequence + 1
    assert house.do(lambda unit: links.tokens(unit, "join", [booked.id])) == join
    assert after.join_url.startswith(URL)
    assert {each.version for each in house.do(lambda unit: due.waiting(unit, booked.id))} == {"2"}


def test_a_lost_race_keeps_the_old_booking(house: House, chat: Conversation, booked: Application) -> None:
    old, new = house.free(2)
    offered = propose(house, wish(house, chat, booked, new), new)
    house.later(hours=9)  # the hold has lapsed, and somebody else takes the time
    rival = house.chat("rival")
    house.offer(house.staff_group(), house.wish(rival), new)
    with pytest.raises(OfferGone):
        moved(house, chat, offered, new)
    after = house.whole(booked.id)
    assert after.appointment == booked.appointment
    assert taken(house) == of(house, old, new)
    assert (after.status, after.changing) == (Status.BOOKED, True)


def test_s_12_2_1_whoever_did_not_know_of_another_booking_must_look_again_before_it_moves(
    house: House, chat: Conversation, booked: Application
) -> None:
    """One a day was decided upon what was seen."""
    _, new, other = house.free(3)
    offered = propose(house, wish(house, chat, booked, new), new)
    assert offered.offer
    fact = facts.Moved(booked.id, offered.offer.id, new)

    def stale(unit: Unit) -> None:
        held = conversations.lock(unit, chat.id)
        view = house.view(unit, held)
        apply(unit, booking("K9", other), view, held)
        with pytest.raises(ChangedMeanwhile), fold(unit.connection):
            apply(unit, fact, view, held)

    house.do(stale)
    assert house.whole(booked.id).appointment == booked.appointment


def test_a_time_that_somebody_has_is_not_offered_beside_a_booking(
    house: House, chat: Conversation, booked: Application
) -> None:
    _, new = house.free(2)
    house.booked(house.chat("rival"), new)
    asked = wish(house, chat, booked, new)
    with pytest.raises(TimeTaken):
        propose(house, asked, new)
    assert house.whole(booked.id) == asked


@pytest.mark.parametrize("by", ["person", "clerk", "clock"])
def test_a_change_that_ends_leaves_the_booking_and_frees_what_was_held(
    house: House, chat: Conversation, booked: Application, by: str
) -> None:
    old, new = house.free(2)
    offered = propose(house, wish(house, chat, booked, new), new)
    match by:
        case "person":
            house.keep(chat, facts.ChangeKept(booked.id))
        case "clerk":
            house.keep(house.staff_group(), facts.ChangeDeclined(booked.id, CLERK))
        case _:
            assert offered.offer
            house.later(hours=8)
            clock = next(
                each for each in house.do(lambda unit: due.waiting(unit, booked.id)) if each.kind is Owed.CHANGE_ENDS
            )
            assert (clock.at, clock.version) == (house.now, offered.offer.id)
            house.keep(chat, facts.Came(booked.id, clock))
    after = house.whole(booked.id)
    assert (after.changing, after.offer, after.appointment) == (False, None, booked.appointment)
    assert taken(house) == of(house, old)
    assert not {Owed.CHANGE_DUE, Owed.CHANGE_ENDS} & {
        each.kind for each in house.do(lambda unit: due.waiting(unit, booked.id))
    }


def test_a_change_that_has_ended_is_not_ended_again_and_nothing_is_offered_for_it(
    house: House, chat: Conversation, booked: Application
) -> None:
    _, new = house.free(2)
    wish(house, chat, booked, new)
    house.keep(chat, facts.ChangeKept(booked.id))
    with pytest.raises(IllegalMove):
        house.keep(chat, facts.ChangeKept(booked.id))
    with pytest.raises(IllegalMove):
        house.keep(house.staff_group(), facts.ChangeDeclined(booked.id, CLERK))
    with pytest.raises(IllegalMove):
        propose(house, booked, new)


def test_what_was_said_of_the_old_time_says_nothing_of_the_new_one(
    house: House, chat: Conversation, booked: Application
) -> None:
    _, new = house.free(2)
    house.keep(chat, facts.Contacted(booked.id, ContactKind.LATE, house.now))
    asked = wish(house, chat, booked, new)
    assert asked.appointment
    assert [each.kind for each in asked.appointment.contacts] == [ContactKind.LATE]
    after = moved(house, chat, propose(house, asked, new), new)
    assert after.appointment
    assert after.appointment.contacts == ()
