"""Races through whole turns: everybody has looked before anybody acts, and still one wins and all get a clear answer.

The negative control drops the unique index, and the same check must then fail: it proves that the race takes place.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pytest
from sqlalchemy import text

from bot.rooms import Rooms
from bot.turn import Turns
from flows.messages import Event, Opens, Picked, Said
from flows.office.opening import cells
from flows.office.policy import local
from flows.office.view import View
from storage.records import conversations, prompts
from storage.records.conversations import Conversation
from storage.tables.outbox import OUTBOX
from storage.unit import Unit
from tests.bot.conftest import MakeMachine
from tests.bot.direct import at_the_summary
from tests.bot.moving import CLERK, SOON, Machine

pytestmark = pytest.mark.xdist_group("crowd")  # one crowd at a time keeps two cores busy enough
CROWD = 64
LIVE = "SELECT desk, cell, count(*) FROM claim WHERE live GROUP BY desk, cell"


@dataclass(frozen=True, slots=True)
class Onlookers(Rooms):
    """Each chat's first look is of the moment before the race.

    Where there is one writer, the looks were taken beforehand; where there are many, all wait for one another.
    """

    looks: dict[str, View] = field(default_factory=dict)
    gate: threading.Barrier | None = None
    seen: set[str] = field(default_factory=set)

    def view(self, unit: Unit, conversation: Conversation, event: Event, *more: Any, **named: Any) -> View:
        if look := self.looks.pop(conversation.id, None):
            return look
        view = Rooms.view(self, unit, conversation, event, *more, **named)
        if self.gate and conversation.id not in self.seen:
            self.seen.add(conversation.id)
            self.gate.wait(SOON)
        return view


def race(machine: Machine, deeds: Mapping[Conversation, Event]) -> None:
    """All waiting events at once, as many workers as there are events."""
    onlookers = Onlookers(*(getattr(machine.rooms, each.name) for each in fields(Rooms)))
    if machine.store.dialect == "sqlite":
        looks = {chat.id: look(machine, chat, event) for chat, event in deeds.items()}
        turns = Turns(replace(onlookers, looks=looks))
    else:
        turns = Turns(replace(onlookers, gate=threading.Barrier(len(deeds))))
    done = [machine.store.write(turns.one) for _ in deeds]
    assert all(each.result(SOON) for each in done)


def look(machine: Machine, chat: Conversation, event: Event) -> View:
    return machine.do(lambda unit: machine.rooms.view(unit, chat, event, (CLERK.id, CLERK.name)))


def answers(machine: Machine) -> Counter[str]:
    """The keys of all letters that are owed."""

    def read(unit: Unit) -> Counter[str]:
        rows = unit.connection.execute(OUTBOX.select()).mappings().all()
        opened = (
            unit.open_json(conversations.scope(row["conversation_id"]), f"outbox:{row['key']}:letter", row["letter"])
            for row in rows
        )
        return Counter(letter["key"] for letter in opened if letter["key"])

    return machine.do(read)


def forget_letters(machine: Machine) -> None:
    machine.write(lambda connection: connection.execute(text("DELETE FROM outbox")))


@pytest.fixture
def crowded(make_machine: MakeMachine, database_url: str) -> Callable[..., Machine]:
    return lambda **parts: make_machine(database_url, at_once=CROWD, **parts)


# -- 64 taps on one offered time ----------------------------------------------------------------------------


def one_booking(machine: Machine, *, told: int) -> None:
    found = answers(machine)
    assert machine.ask("SELECT count(*) FROM appointment") == [(1,)]
    assert {count for _, _, count in machine.ask(LIVE)} == {1}
    assert found["staff.told.booked"] == 1
    assert found["notice.booked"] == told


def tap(machine: Machine, chat: Conversation, opens: Opens, code: str) -> Picked:
    prompt = machine.do(lambda unit: prompts.make(unit, chat, opens))
    machine.event(chat.address, "picked", prompt=prompt.id, code=code)
    return Picked(prompt.id, code)


def test_64_taps_from_64_chats_of_one_person_on_one_offered_time_give_one_booking_and_64_clear_answers(
    crowded: Callable[..., Machine],
) -> None:
    machine = crowded()
    first = machine.chat("tap-0")
    application = machine.offer(machine.staff_group(), machine.wish(first))
    assert application.offer
    theirs = {"person": first.person, "like": "tap-%"}
    addresses = [f"tap-{number}" for number in range(CROWD)]
    for address in addresses:
        machine.chat(address)
    machine.write(
        lambda c: c.execute(text("UPDATE conversation SET person_id = :person WHERE address LIKE :like"), theirs)
    )
    code, opens = application.offer.slots[0].code, Opens("choosing", "offer", application.id)
    deeds: dict[Conversation, Event] = {}
    for address in addresses:
        chat = machine.chat(address)
        deeds[chat] = tap(machine, chat, opens, code)
    forget_letters(machine)

    race(machine, deeds)

    one_booking(machine, told=CROWD)


async def test_64_taps_in_one_chat_on_one_offered_time_give_one_booking_and_64_clear_answers(
    crowded: Callable[..., Machine],
) -> None:
    machine = crowded()
    chat = machine.chat("taro")
    application = machine.offer(machine.staff_group(), machine.wish(chat))
    assert application.offer
    code, opens = application.offer.slots[0].code, Opens("choosing", "offer", application.id)
    prompt = machine.do(lambda unit: prompts.make(unit, chat, opens))
    for _ in range(CROWD):
        machine.event("taro", "picked", prompt=prompt.id, code=code)
    forget_letters(machine)

    while sum(each.result(SOON) for each in [machine.store.write(machine.turns.one) for _ in range(CROWD)]):
        pass  # those who came while another held the chat found nothing to do

    one_booking(machine, told=CROWD)


# -- 64 clerks with one free time ---------------------------------------------------------------------------


def offer_at_once(machine: Machine) -> None:
    """64 people wait; 64 clerks, each in a group of their own, offer the one desk's one time."""
    slot = machine.free()[0]
    typed = f"{local(slot.start):%m/%d %H:%M}"
    waiting = [machine.wish(machine.chat(f"person-{number}")) for number in range(CROWD)]
    groups = [machine.staff_group(f"group-{number}") for number in range(CROWD)]
    deeds: dict[Conversation, Event] = {}
    for group, application in zip(groups, waiting, strict=True):
        said = f"{application.code} offer {typed}"
        machine.says(group.address, said, group=True)
        deeds[group] = Said(said)
    forget_letters(machine)
    race(machine, deeds)


def one_hold(machine: Machine) -> None:
    found, live = answers(machine), machine.ask(LIVE)
    assert {count for _, _, count in live} == {1}
    assert len(live) == len(cells(machine.free()[0], "A", machine.policy))
    assert found["staff.did.offered"] == found["notice.offered"] == 1
    assert found["refusal.taken"] == CROWD - 1


def test_64_clerks_who_offer_one_free_time_at_once_give_one_hold_and_63_clear_refusals(
    crowded: Callable[..., Machine],
) -> None:
    machine = crowded(one_desk=True)

    offer_at_once(machine)

    one_hold(machine)


def test_without_the_unique_index_the_same_race_gives_many_holds(crowded: Callable[..., Machine]) -> None:
    machine = crowded(one_desk=True)
    machine.write(lambda connection: connection.execute(text("DROP INDEX uq_claim_live_cell")))

    offer_at_once(machine)

    with pytest.raises(AssertionError):
        one_hold(machine)
    assert max(count for _, _, count in machine.ask(LIVE)) > 1


# -- 64 people with one free time in a direct office ---------------------------------------------------------


def book_at_once(machine: Machine) -> None:
    """64 people stand at the summary of the one desk's one time, and all press *agree and book*."""
    slot = machine.free()[0]
    machine.staff_group()
    deeds: dict[Conversation, Event] = {}
    for number in range(CROWD):
        chat = machine.chat(f"person-{number}")
        deeds[chat] = tap(machine, chat, at_the_summary(machine, chat, slot), "book")
    forget_letters(machine)
    race(machine, deeds)


def one_direct_booking(machine: Machine) -> None:
    found, live = answers(machine), machine.ask(LIVE)
    assert machine.ask("SELECT count(*) FROM application") == machine.ask("SELECT count(*) FROM appointment") == [(1,)]
    assert {count for _, _, count in live} == {1}
    assert len(live) == len(cells(machine.free()[0], "A", machine.policy))
    assert found["notice.booked"] == found["staff.card.booked"] == 1
    assert found["refusal.taken"] == found["wish.time.ask"] == CROWD - 1


def test_64_people_who_book_one_free_time_directly_give_one_booking_and_63_clear_refusals(
    crowded: Callable[..., Machine],
) -> None:
    machine = crowded(one_desk=True, direct=True)

    book_at_once(machine)

    one_direct_booking(machine)


def test_without_the_unique_index_the_same_race_gives_many_direct_bookings(crowded: Callable[..., Machine]) -> None:
    machine = crowded(one_desk=True, direct=True)
    machine.write(lambda connection: connection.execute(text("DROP INDEX uq_claim_live_cell")))

    book_at_once(machine)

    with pytest.raises(AssertionError):
        one_direct_booking(machine)
    assert max(count for _, _, count in machine.ask(LIVE)) > 1
