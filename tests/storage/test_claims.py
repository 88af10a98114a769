from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from flows import facts
from flows.office.appointment import Status
from flows.office.opening import cells
from storage.apply import apply
from storage.meaning import Conflict, OfferGone, TimeTaken
from storage.records import claims, conversations
from storage.store import Limits, fold
from tests.storage.house import CLERK, SOON, House

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flows.office.opening import Slot
    from storage.records.conversations import Conversation
    from storage.unit import Unit
    from tests.storage.conftest import OpenStore

TAKERS = 64
LATER = timedelta(hours=8)


def hold(house: House, application: str, slot: Slot, desk: str = "A", expires_in: timedelta = LATER) -> None:
    def take(unit: Unit) -> None:
        wanted = cells(slot, desk, house.policy)
        claims.take(unit, "demo", wanted, application, kind="hold", expires_at=unit.now + expires_in)

    house.do(take)


def test_a_time_that_is_held_cannot_be_held_again(house: House) -> None:
    one, two = house.wish(house.chat()), house.wish(house.chat())
    slot = house.free(1)[0]
    hold(house, one.id, slot)
    with pytest.raises(TimeTaken):
        hold(house, two.id, slot)
    hold(house, two.id, slot, "B")


def test_times_that_only_overlap_cannot_both_be_held(house: House) -> None:
    one, two = house.wish(house.chat()), house.wish(house.chat())
    slot = house.free(1)[0]
    hold(house, one.id, slot)
    with pytest.raises(TimeTaken):
        hold(house, two.id, type(slot)(slot.start + timedelta(minutes=15), 30))


def test_a_hold_that_expired_gives_way_and_one_that_did_not_stays(house: House) -> None:
    one, two = house.wish(house.chat()), house.wish(house.chat())
    slot = house.free(1)[0]
    hold(house, one.id, slot, expires_in=timedelta(hours=1))
    house.later(minutes=59)
    with pytest.raises(TimeTaken):
        hold(house, two.id, slot)
    house.later(minutes=1)
    hold(house, two.id, slot)


def test_a_hold_that_expired_is_free_at_reading_too(house: House) -> None:
    slot = house.free(1)[0]
    hold(house, house.wish(house.chat()).id, slot, expires_in=timedelta(hours=1))
    assert house.do(lambda unit: claims.taken(unit, "demo")) == set(cells(slot, "A", house.policy))
    house.later(hours=1)
    assert not house.do(lambda unit: claims.taken(unit, "demo"))


def test_a_refused_taker_takes_nothing_of_the_rest(house: House) -> None:
    one, two = house.wish(house.chat()), house.wish(house.chat())
    first, second = house.free(2)
    hold(house, one.id, second)

    def both(unit: Unit) -> None:
        wanted = [*cells(first, "A", house.policy), *cells(second, "A", house.policy)]
        with fold(unit.connection):
            claims.take(unit, "demo", wanted, two.id, kind="hold", expires_at=unit.now + LATER)

    with pytest.raises(TimeTaken):
        house.do(both)
    hold(house, one.id, first)


def test_of_another_office_the_same_desk_and_time_are_another_claim(house: House) -> None:
    application, slot = house.wish(house.chat()), house.free(1)[0]
    hold(house, application.id, slot)
    wanted = cells(slot, "A", house.policy)
    house.do(lambda unit: claims.take(unit, "elsewhere", wanted, application.id, kind="booked"))


def test_what_was_released_can_be_taken(house: House) -> None:
    one, two, slot = house.wish(house.chat()), house.wish(house.chat()), house.free(1)[0]
    hold(house, one.id, slot)
    assert house.do(lambda unit: claims.release(unit, one.id)) == 2
    hold(house, two.id, slot)


def test_a_hold_that_somebody_took_over_cannot_be_booked(house: House) -> None:
    chat, group, slot = house.chat(), house.staff_group(), house.free(1)[0]
    offered = house.offer(group, house.wish(chat), slot)
    house.later(hours=8)
    hold(house, house.wish(house.chat()).id, slot)
    assert offered.offer
    wanted = cells(slot, "A", house.policy)
    with pytest.raises(OfferGone):
        house.do(lambda unit: claims.book(unit, str(offered.offer and offered.offer.id), wanted))


# --- races: the database alone says who was first


@pytest.fixture
def busy(open_store: OpenStore, database_url: str) -> House:
    """A house with many writers, where the database allows them."""
    return House(open_store(database_url, limits=Limits(writers=16)))


def outcomes(house: House, works: Iterable[Callable[[Unit], Any]]) -> Counter[type | None]:
    """All works at the same moment, each from a thread and in a transaction of its own: what each raised."""
    todo = list(works)
    start = threading.Barrier(len(todo))

    def one(work: Callable[[Unit], Any]) -> type | None:
        start.wait(SOON)
        try:
            house.do(work)
        except Conflict as conflict:
            return type(conflict)
        return None

    with ThreadPoolExecutor(len(todo)) as pool:
        return Counter(pool.map(one, todo))


def turn(house: House, chat: Conversation, fact: facts.Fact) -> Callable[[Unit], None]:
    def work(unit: Unit) -> None:
        view = house.view(unit, chat)
        with fold(unit.connection):
            apply(unit, fact, view, chat)

    return work


def clerks(house: House) -> list[Callable[[Unit], None]]:
    """Each offers the same time to another person."""
    group, slot = house.staff_group(), house.free(1)[0]
    until = house.now + LATER
    return [turn(house, group, facts.Offered(each, ((slot, "A"),), until, CLERK)) for each in house.wishes(TAKERS)]


def bookers(house: House) -> list[Callable[[Unit], None]]:
    """Each books the same time, without any hold before."""
    wanted = cells(house.free(1)[0], "A", house.policy)

    def booking(application: str) -> Callable[[Unit], None]:
        return lambda unit: claims.take(unit, "demo", wanted, application, kind="booked")

    return [booking(each) for each in house.wishes(TAKERS)]


def tappers(house: House) -> list[Callable[[Unit], None]]:
    """One offered time, tapped again and again at the same moment."""
    chat, slot = house.chat(), house.free(1)[0]
    offered = house.offer(house.staff_group(), house.wish(chat), slot)
    assert offered.offer
    return [turn(house, chat, facts.Booked(offered.id, offered.offer.id, slot))] * TAKERS


@pytest.mark.parametrize("takers", [clerks, bookers])
def test_of_many_takers_of_one_time_exactly_one_gets_it(busy: House, takers: Any) -> None:
    assert outcomes(busy, takers(busy)) == {None: 1, TimeTaken: TAKERS - 1}


@pytest.mark.parametrize("takers", [clerks, bookers])
def test_without_the_unique_index_they_would_all_get_it(busy: House, takers: Any) -> None:
    """The control: it is the index that decides, and nothing else."""
    busy.do(lambda unit: unit.connection.execute(text("DROP INDEX uq_claim_live_cell")).close())
    assert outcomes(busy, takers(busy)) == {None: TAKERS}


def test_of_many_taps_on_one_offered_time_exactly_one_books(busy: House) -> None:
    found = outcomes(busy, tappers(busy))
    assert found.pop(None) == 1
    assert sum(found.values()) == TAKERS - 1
    (application,) = busy.do(lambda unit: busy.view(unit, _staff(unit))).applications
    assert application.status is Status.BOOKED


def _staff(unit: Unit) -> Conversation:
    group = conversations.staff_group(unit, "demo")
    assert group
    return group


def test_what_is_taken_is_seen_however_far_ahead(house: House) -> None:
    slot = house.free(1)[0]
    far = type(slot)(slot.start + timedelta(days=365), slot.minutes)
    hold(house, house.wish(house.chat()).id, far)
    assert house.do(lambda unit: claims.taken(unit, "demo")) == set(cells(far, "A", house.policy))
    assert house.see(house.chat()).taken == set(cells(far, "A", house.policy))
