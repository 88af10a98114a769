"""An application that is its own booking is kept whole or not at all; the index of claims says who has the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.opening import cells
from storage.apply import apply
from storage.meaning import ChangedMeanwhile, TimeTaken
from storage.records import applications, claims, conversations, due
from storage.store import fold
from tests.storage.house import CLERK, NAME, NUMBER, PHONE, House

if TYPE_CHECKING:
    from flows.office.opening import Slot
    from storage.records.conversations import Conversation
    from storage.unit import Unit


def booking(code: str, slot: Slot, desk: str = "A") -> facts.BookedAtOnce:
    wished = facts.Wished(code, NAME, NUMBER, PHONE, "registered", "none", "", (slot.start,), None)
    return facts.BookedAtOnce(wished, slot, desk)


def test_a_direct_booking_claims_its_time_and_sets_its_clocks(house: House) -> None:
    chat, slot = house.chat(), house.free(1)[0]
    house.keep(chat, booking("K1", slot))
    (found,) = house.see(chat).applications
    assert (found.status, found.wishes, found.answer_due) == (Status.BOOKED, (slot.start,), None)
    assert found.join_url
    assert found.calendar_url
    assert house.see(chat).taken == {*cells(slot, "A", house.policy)}
    assert house.do(lambda unit: due.waiting(unit, found.id))


def test_of_a_time_that_is_taken_nothing_is_kept(house: House) -> None:
    one, other, slot = house.chat(), house.chat(), house.free(1)[0]
    house.keep(one, booking("K1", slot))
    with pytest.raises(TimeTaken):
        house.keep(other, booking("K2", slot))
    assert house.see(other).applications == ()
    house.keep(other, booking("K2", slot, "B"))


def test_a_time_that_is_held_for_an_offer_is_not_booked_directly_until_the_hold_is_over(house: House) -> None:
    slot = house.free(1)[0]
    house.offer(house.staff_group(), house.wish(house.chat()), slot)
    chat = house.chat()
    with pytest.raises(TimeTaken):
        house.keep(chat, booking("K9", slot))
    house.later(hours=8)
    house.keep(chat, booking("K9", slot))


def test_who_chooses_an_offered_time_without_knowing_of_their_other_booking_must_look_again(house: House) -> None:
    """One a day was decided upon what was seen, there as well (S 12-2-1)."""
    group, chat = house.staff_group(), house.chat()
    first, second = house.free(2)
    offered = house.offer(group, house.wish(chat), first)
    assert offered.offer
    choice = facts.Booked(offered.id, offered.offer.id, first)

    def stale(unit: Unit) -> None:
        held: Conversation = conversations.lock(unit, chat.id)
        view = house.view(unit, held)
        apply(unit, booking("K8", second), view, held)
        with pytest.raises(ChangedMeanwhile), fold(unit.connection):
            apply(unit, choice, view, held)
        apply(unit, choice, house.view(unit, held), held)

    house.do(stale)
    assert house.whole(offered.id).status is Status.BOOKED


def test_a_clerk_who_did_not_know_of_the_persons_other_booking_must_look_again(house: House) -> None:
    group, chat = house.staff_group(), house.chat()
    first, second = house.free(2)
    asked = house.wish(chat)

    def stale(unit: Unit) -> None:
        held: Conversation = conversations.lock(unit, chat.id)
        view = house.view(unit, conversations.lock(unit, group.id))
        apply(unit, booking("K8", second), house.view(unit, held), held)
        with pytest.raises(ChangedMeanwhile), fold(unit.connection):
            apply(unit, facts.BookedFor(asked.id, first, "A", CLERK), view, group)

    house.do(stale)
    assert house.whole(asked.id).status is Status.REQUESTED


def test_whoever_did_not_know_of_the_persons_other_booking_must_look_again(house: House) -> None:
    """One a day and the limit of open bookings were decided upon what was seen."""
    chat = house.chat()
    first, second = house.free(2)

    def stale(unit: Unit) -> None:
        held: Conversation = conversations.lock(unit, chat.id)
        view = house.view(unit, held)
        apply(unit, booking("K1", first), view, held)
        with pytest.raises(ChangedMeanwhile), fold(unit.connection):
            apply(unit, booking("K2", second), view, held)
        apply(unit, booking("K2", second), house.view(unit, held), held)

    house.do(stale)
    assert len(house.see(chat).applications) == 2


def test_a_cancelled_direct_booking_gives_its_time_back_at_once(house: House) -> None:
    chat, slot = house.chat(), house.free(1)[0]
    house.keep(chat, booking("K1", slot))
    found = house.do(lambda unit: applications.by_code(unit, "K1"))
    assert found
    house.keep(chat, facts.Cancelled(found.id))
    assert not house.do(lambda unit: claims.taken(unit, "demo"))
    house.keep(house.chat(), booking("K2", slot))
