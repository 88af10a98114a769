from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.envelope import Raw
from storage.records import inbox
from storage.tables.inbox import INBOX
from storage.unit import Unit, erase
from tests.storage.house import SOON, House

if TYPE_CHECKING:
    from datetime import datetime

    from storage.records.inbox import Kept
    from tests.storage.conftest import OpenStore

import pytest


def keep(house: House, *events: Raw) -> int:
    return house.do(lambda unit: inbox.keep(unit, "telegram", events, unit.now))


def raw(event: str, chat: str = "c1", at: datetime | None = None) -> Raw:
    return Raw(event, chat, event.encode(), at)


def waiting(house: House, limit: int = 10) -> list[Kept]:
    return list(house.do(lambda unit: inbox.next_waiting(unit, limit)))


def names(house: House, limit: int = 10) -> list[str]:
    return [each.event_id for each in waiting(house, limit)]


def done(house: House, *events: str) -> None:
    for event in events:
        house.do(lambda unit, event=event: inbox.done(unit, "telegram", event))  # type: ignore[misc]


def test_an_event_is_stored_once_however_often_it_comes(house: House) -> None:
    assert keep(house, raw("e1"), raw("e2"), raw("e1")) == 2
    assert keep(house, raw("e2"), raw("e3")) == 1
    assert house.do(inbox.counts) == {"waiting": 3}


def test_the_same_id_on_another_channel_is_another_event(house: House) -> None:
    keep(house, raw("e1"))
    assert house.do(lambda unit: inbox.keep(unit, "line", [raw("e1")], unit.now)) == 1


def test_an_event_that_was_done_is_not_stored_again(house: House) -> None:
    keep(house, raw("e1"))
    done(house, "e1")
    assert keep(house, raw("e1")) == 0
    assert names(house) == []


def test_the_payload_comes_back_as_it_was(house: House) -> None:
    house.do(lambda unit: inbox.keep(unit, "line", [Raw("e1", "c1", b'{"text":"\xe5"}')], unit.now))
    (kept,) = waiting(house)
    assert (kept.channel, kept.address, kept.payload, kept.tries) == ("line", "c1", b'{"text":"\xe5"}', 0)
    assert kept.at == kept.received_at == house.now


def test_each_conversation_shows_its_oldest_event_alone(house: House) -> None:
    keep(house, raw("a1", "a"), raw("a2", "a"), raw("b1", "b"))
    assert names(house) == ["a1", "b1"]
    done(house, "a1")
    assert names(house) == ["b1", "a2"] or names(house) == ["a2", "b1"]
    done(house, "a2", "b1")
    assert names(house) == []


def test_the_platforms_time_goes_before_the_order_of_arrival(house: House) -> None:
    keep(house, raw("late", at=house.now), raw("early", at=house.now - timedelta(seconds=1)))
    assert names(house) == ["early"]


def test_no_more_conversations_are_taken_than_asked_for(house: House) -> None:
    keep(house, *(raw(f"e{number}", f"c{number}") for number in range(5)))
    assert names(house, 3) == ["e0", "e1", "e2"]


def test_a_failed_event_is_tried_again_and_a_dead_one_lets_the_next_pass(house: House) -> None:
    keep(house, raw("e1"), raw("e2"))
    house.do(lambda unit: inbox.failed(unit, "telegram", "e1", "KeyError"))
    assert [(each.event_id, each.tries) for each in waiting(house)] == [("e1", 1)]
    house.do(lambda unit: inbox.dead(unit, "telegram", "e1", "KeyError"))
    assert names(house) == ["e2"]
    assert house.do(lambda unit: inbox.status(unit, "telegram", "e1")) == "dead"
    assert house.do(lambda unit: inbox.status(unit, "telegram", "unheard of")) is None


def test_how_long_the_oldest_has_waited_is_known(house: House) -> None:
    assert house.do(inbox.oldest_waiting) is None
    keep(house, raw("e1"))
    first = house.now
    house.later(minutes=5)
    keep(house, raw("e2"))
    assert house.do(inbox.oldest_waiting) == first


def test_payloads_rest_sealed_under_the_key_of_their_day(house: House) -> None:
    keep(house, raw("e1"))
    sealed = house.do(lambda unit: unit.connection.execute(select(INBOX.c.payload)).scalar_one())
    assert b"e1" not in sealed
    house.do(lambda unit: erase(unit, inbox.scope(house.now)))
    assert [each.payload for each in waiting(house)] == [b""]


@pytest.mark.postgres
def test_two_workers_never_hold_events_of_one_conversation(open_store: OpenStore, postgres_url: str) -> None:
    house = House(open_store(postgres_url))
    keep(house, raw("a1", "a"), raw("a2", "a"), raw("b1", "b"))
    held, go = threading.Event(), threading.Event()

    def first(unit: Unit) -> list[str]:
        mine = [each.event_id for each in inbox.next_waiting(unit, 1)]
        held.set()
        go.wait(SOON)
        for each in mine:
            inbox.done(unit, "telegram", each)
        return mine

    slow = house.store.write(lambda c: first(Unit(c, house.vault, house.chance, house.now)))
    held.wait(SOON)
    assert names(house) == ["b1"]
    go.set()
    assert slow.result(SOON) == ["a1"]
    assert set(names(house)) == {"a2", "b1"}
