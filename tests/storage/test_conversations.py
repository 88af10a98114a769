from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from flows.messages import Opens
from flows.session import Frame, Session
from storage.records import conversations, outbox, prompts
from storage.tables.people import CONVERSATION, PERSON
from storage.unit import Unit
from tests.storage.house import SOON, House

if TYPE_CHECKING:
    from storage.records.conversations import Conversation
    from tests.storage.conftest import OpenStore


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    name: str | None = None


SESSION = Session((Frame("booking", "number", Draft(name="Test Taro"), ("name",)),), asked=3)


def people(house: House) -> int:
    return house.do(lambda unit: unit.connection.execute(select(func.count(PERSON.c.id))).scalar_one())


def test_a_chat_is_made_once_with_a_person_of_its_own(house: House) -> None:
    first, again, other = house.chat("a"), house.chat("a"), house.chat("b")
    assert first == again
    assert first.id != other.id
    assert first.person != other.person
    assert (first.kind, first.locale, first.group) == ("person", "en", False)
    assert people(house) == 2


def test_the_same_address_on_another_channel_is_another_chat(house: House) -> None:
    assert house.chat("a").id != house.chat("a", channel="line").id


def test_a_group_is_nobodys_until_it_is_bound(house: House) -> None:
    group = house.chat("g", group=True)
    assert (group.kind, group.person, group.group) == ("unbound", None, True)
    assert people(house) == 0
    house.do(lambda unit: conversations.bind(unit, group.id, "demo", "ja"))
    assert house.chat("g", group=True).kind == "staff"
    found = house.do(lambda unit: conversations.staff_group(unit, "demo"))
    assert found
    assert found.id == group.id
    house.do(lambda unit: conversations.unbind(unit, group.id))
    assert house.do(lambda unit: conversations.staff_groups(unit, "demo")) == ()


def test_a_session_comes_back_as_it_was_and_rests_sealed(house: House) -> None:
    chat = house.chat()
    expires = house.now + timedelta(days=1)
    house.do(lambda unit: conversations.save(unit, chat, SESSION, expires))
    saved = house.chat(chat.address)
    assert house.do(lambda unit: conversations.session(unit, saved, {"booking": Draft})) == SESSION
    assert saved.draft_expires_at == expires
    assert b"Taro" not in (saved.sealed_session or b"")
    assert "Taro" not in repr(saved)


def test_a_new_chat_has_an_empty_session(house: House) -> None:
    chat = house.chat()
    assert house.do(lambda unit: conversations.session(unit, chat, {})) == Session()


def test_drafts_that_reached_their_time_are_found_and_others_are_not(house: House) -> None:
    soon, late, none = house.chat(), house.chat(), house.chat()
    house.do(lambda unit: conversations.save(unit, soon, SESSION, house.now + timedelta(hours=1)))
    house.do(lambda unit: conversations.save(unit, late, SESSION, house.now + timedelta(hours=2)))
    house.do(lambda unit: conversations.save(unit, none, Session()))
    house.later(hours=1)
    assert [each.id for each in house.do(conversations.drafts_expired)] == [soon.id]


def test_a_language_holds_for_all_chats_of_a_person_and_for_nobody_else(house: House) -> None:
    chat, other = house.chat("a"), house.chat("b")
    house.do(lambda unit: conversations.speak(unit, chat, "ja-simple"))
    assert house.chat("a").locale == "ja-simple"
    assert house.chat("b").locale == other.locale == "en"
    session = house.chat("a")
    house.do(lambda unit: conversations.save(unit, chat, SESSION))  # the turn held the older record
    assert house.chat("a").locale == session.locale


def test_blocking_and_unblocking_are_remembered(house: House) -> None:
    chat = house.chat("a")
    house.do(lambda unit: conversations.block(unit, chat.id))
    assert house.chat("a").blocked_at == house.now
    house.do(lambda unit: conversations.unblock(unit, chat.id))
    assert house.chat("a").blocked_at is None


def test_a_group_that_cannot_be_reached_is_no_staff_group(house: House) -> None:
    group = house.staff_group()
    house.do(lambda unit: conversations.block(unit, group.id))
    assert house.do(lambda unit: conversations.staff_group(unit, "demo")) is None


def test_a_chat_that_moved_is_found_at_its_new_address(house: House) -> None:
    group = house.staff_group()
    house.do(lambda unit: conversations.move(unit, group, "supergroup"))
    assert house.chat("supergroup", group=True).id == group.id


def test_a_chat_moves_even_where_we_met_its_new_address_first(house: House) -> None:
    group, early = house.staff_group(), house.chat("supergroup", group=True)
    house.do(lambda unit: conversations.move(unit, group, "supergroup"))
    moved = house.chat("supergroup", group=True)
    assert (moved.id, moved.kind) == (group.id, "staff")
    assert house.do(lambda unit: conversations.by_id(unit, early.id))


def test_two_workers_that_meet_a_chat_at_once_make_it_once(open_store: OpenStore, database_url: str) -> None:
    house = House(open_store(database_url))
    start = threading.Barrier(4)

    def meet(_number: int) -> Conversation:
        start.wait(SOON)
        return house.chat("a")

    with ThreadPoolExecutor(4) as pool:
        met = list(pool.map(meet, range(4)))
    assert len({each.id for each in met}) == 1
    assert people(house) == 1


@pytest.mark.postgres
def test_a_chat_in_one_turns_hands_is_waited_for_by_the_next(open_store: OpenStore, postgres_url: str) -> None:
    house = House(open_store(postgres_url))
    chat = house.chat("a")
    held, go = threading.Event(), threading.Event()
    order: list[str] = []

    def slow(unit: Unit) -> None:
        conversations.lock(unit, chat.id)
        held.set()
        go.wait(SOON)
        order.append("first")

    def quick(unit: Unit) -> None:
        conversations.lock(unit, chat.id)
        order.append("second")

    first = house.store.write(lambda c: slow(Unit(c, house.vault, house.chance, house.now)))
    held.wait(SOON)
    second = house.store.write(lambda c: quick(Unit(c, house.vault, house.chance, house.now)))
    go.set()
    first.result(SOON)
    second.result(SOON)
    assert order == ["first", "second"]


def test_the_title_of_a_private_chat_is_never_kept(house: House) -> None:
    house.do(
        lambda unit: conversations.find_or_make(
            unit, "telegram", "a", group=False, guess="", default_locale="ja", office="demo", title="Test Taro"
        )
    )
    titles = select(CONVERSATION.c.title)
    assert house.do(lambda unit: unit.connection.execute(titles).scalar()) == ""
    assert house.chat("a").locale == "ja"


@pytest.mark.postgres
def test_others_may_write_to_a_conversation_while_its_turn_is_decided(open_store: OpenStore, postgres_url: str) -> None:
    house = House(open_store(postgres_url))
    chat, locked, written = house.chat(), threading.Event(), threading.Event()

    def turn(unit: Unit) -> bool:
        conversations.lock(unit, chat.id)
        locked.set()
        return written.wait(SOON)

    with ThreadPoolExecutor(1) as pool:
        deciding = pool.submit(house.do, turn)
        assert locked.wait(SOON)
        try:
            house.do(lambda unit: outbox.post(unit, "e1", chat.id, [outbox.Post({"key": "x"})]))
            house.do(lambda unit: prompts.make(unit, chat, Opens("attending", "reminder")))
        finally:
            written.set()
        assert deciding.result(SOON)
