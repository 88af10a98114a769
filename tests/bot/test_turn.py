"""Turns: one event, one transaction; a poison event blocks nobody; a lost race is looked at and decided again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot import turn as turn_room
from bot.turn import TRIES, Failed
from flows.engine import Turn
from flows.facts import LanguageChosen
from flows.messages import Told
from storage.faults import Unavailable
from storage.meaning import ChangedMeanwhile
from storage.records import conversations
from tests.bot.conftest import MakeMachine
from tests.bot.moving import SOON, Machine

PHONE = "03-0000-0000"


def plant(monkeypatch: pytest.MonkeyPatch, poison: Callable[[Any], bool], error: Exception) -> None:
    """A bug: deciding some messages raises."""
    real = turn_room.decide

    def decide(session: Any, conversation: Any, incoming: Any, view: Any) -> Turn:
        if poison(incoming):
            raise error
        return real(session, conversation, incoming, view)

    monkeypatch.setattr(turn_room, "decide", decide)


async def test_a_first_hello_is_answered_and_its_event_is_done(machine: Machine) -> None:
    event = machine.opens("taro")

    await machine.worker.settle()

    assert machine.status(event) == ("done", 0, "")
    assert machine.phone.keys("taro") == ["booking.language.ask"]


async def test_nothing_waiting_is_nothing_done(machine: Machine) -> None:
    assert await machine.worker.turn() is False


async def test_an_event_of_a_kind_that_is_no_matter_of_ours_is_done_without_a_word(machine: Machine) -> None:
    event = machine.event("taro", "nothing")

    await machine.worker.settle()

    assert machine.status(event)[0] == "done"
    assert not machine.phone.sendings
    assert b'madoguchi_events_total{channel="telegram",result="ignored"} 1.0' in machine.rooms.measures.text()


async def test_a_malformed_event_is_dead_at_once_and_counted(machine: Machine) -> None:
    bad, good = machine.event("taro", "surprise"), machine.opens("taro")

    await machine.worker.settle()

    assert machine.status(bad) == ("dead", 1, "Malformed")
    assert machine.status(good)[0] == "done"
    assert b'madoguchi_events_total{channel="telegram",result="malformed"} 1.0' in machine.rooms.measures.text()


async def test_a_poison_event_is_tried_five_times_then_dead_and_person_and_staff_are_told(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.staff_group()
    machine.chat("taro")
    plant(monkeypatch, lambda incoming: incoming.conversation == "taro", RuntimeError("secret words of a person"))
    event = machine.says("taro", "poison")

    for tries in range(1, TRIES):
        assert await machine.worker.turn()
        assert machine.status(event) == ("waiting", tries, "RuntimeError")
    await machine.worker.settle()

    assert machine.status(event) == ("dead", TRIES, "RuntimeError")
    assert machine.phone.keys("taro") == ["anytime.failed"]
    assert machine.phone.keys("group") == ["staff.told.failed"]
    assert PHONE in machine.phone.sendings[0].payload["texts"][0]


async def test_a_poison_event_does_not_keep_the_next_ones_waiting(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, lambda incoming: getattr(incoming.message, "text", "") == "poison", RuntimeError())
    machine.says("taro", "poison")
    behind, other = machine.opens("taro"), machine.opens("hanako")

    await machine.worker.settle()

    assert machine.status(behind)[0] == machine.status(other)[0] == "done"
    assert machine.phone.keys("hanako") == ["booking.language.ask"]


async def test_a_poison_event_of_someone_we_never_met_is_told_to_staff(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.staff_group()
    plant(monkeypatch, lambda _incoming: True, RuntimeError())
    machine.opens("stranger")

    await machine.worker.settle()

    assert machine.phone.keys("group") == ["staff.told.failed"]


async def test_a_failed_turn_leaves_nothing_behind(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "save", _explode)
    machine.opens("taro")

    with pytest.raises(Failed):
        machine.write(machine.turns.one)

    assert machine.ask("SELECT count(*) FROM conversation") == [(0,)]
    assert machine.ask("SELECT count(*) FROM outbox") == [(0,)]


def _explode(*_args: object, **_more: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize("code", ["40P01", "40001"])
async def test_a_deadlock_repeats_the_turn_and_uses_up_no_try(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    event = machine.opens("taro")
    trouble = [_passing(code), _passing(code)]
    real = conversations.save

    def save(*args: Any, **more: Any) -> None:
        if trouble:
            raise trouble.pop()
        real(*args, **more)

    monkeypatch.setattr(conversations, "save", save)

    await machine.worker.settle()

    assert machine.status(event) == ("done", 0, "")
    assert machine.phone.keys("taro") == ["booking.language.ask"]


async def test_a_database_that_stays_in_trouble_uses_up_no_try_of_an_event(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = machine.opens("taro")

    def save(*_args: Any, **_more: Any) -> None:
        raise _passing("40P01")

    monkeypatch.setattr(conversations, "save", save)
    with pytest.raises(Unavailable):
        await machine.worker.turn()

    assert machine.status(event) == ("waiting", 0, "")


class _Driver(Exception):
    """As a driver raises it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__()
        self.sqlstate = sqlstate


def _passing(code: str) -> OperationalError:
    return OperationalError("UPDATE", {}, _Driver(code))


async def test_a_turn_that_loses_a_race_looks_again_and_decides_again(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0

    def decide(session: Any, _conversation: Any, _incoming: Any, _view: Any) -> Turn:
        nonlocal looked
        looked += 1
        return Turn(session, (Told("anytime.failed", {"phone": str(looked)}),), (LanguageChosen("en"),))

    real = conversations.save

    def save(*args: Any, **more: Any) -> None:
        real(*args, **more)
        if looked < TRIES:
            raise ChangedMeanwhile

    monkeypatch.setattr(turn_room, "decide", decide)
    monkeypatch.setattr(conversations, "save", save)
    event = machine.opens("taro")

    await machine.worker.settle()

    assert looked == TRIES
    assert machine.status(event) == ("done", 0, "")
    assert machine.phone.keys("taro") == ["anytime.failed"]
    assert b'madoguchi_turns_total{result="again"} 4.0' in machine.rooms.measures.text()


async def test_a_turn_that_loses_every_race_is_one_failed_try(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(*_args: Any, **_more: Any) -> None:
        raise ChangedMeanwhile

    monkeypatch.setattr(conversations, "save", save)
    event = machine.opens("taro")

    assert await machine.worker.turn()

    assert machine.status(event) == ("waiting", 1, "ChangedMeanwhile")


async def test_a_group_that_became_a_supergroup_keeps_its_conversation(machine: Machine) -> None:
    group = machine.staff_group("-100")
    event = machine.event("-100", "said", text="", group=True, moved_to="-100777")

    await machine.worker.settle()
    machine.says("-100777", "today", group=True)
    await machine.worker.settle()

    assert machine.status(event)[0] == "done"
    assert machine.ask("SELECT address FROM conversation WHERE id = :id", id=group.id) == [("-100777",)]
    assert machine.phone.keys("-100777") == ["staff.today.empty"]


async def test_events_of_one_chat_are_decided_in_the_order_of_the_platforms_time(machine: Machine) -> None:
    machine.opens("taro")
    machine.says("taro", "1")

    await machine.worker.settle()

    assert machine.phone.keys("taro")[0] == "booking.language.ask"
    assert len(machine.phone.keys("taro")) > 1


def test_whoever_comes_second_finds_nothing_to_do_while_another_worker_holds_the_chat(
    make_machine: MakeMachine, postgres_url: str
) -> None:
    machine, second = make_machine(postgres_url, at_once=2), make_machine(postgres_url)
    machine.opens("taro")
    machine.opens("taro")

    def first(connection: Connection) -> bool:
        assert machine.turns.one(connection)
        return second.store.write(second.turns.one).result(SOON)

    assert machine.write(first) is False
