"""The worker: keeps going whatever happens, finishes what is in hand when stopped, and never depends on a nudge."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot import worker as worker_room
from storage.faults import Unavailable
from tests.bot.conftest import MakeMachine
from tests.bot.moving import SOON, Machine


async def sent(machine: Machine, count: int) -> None:
    """Until so many letters have gone."""
    went = asyncio.Event()

    async def during(_address: str) -> None:
        if len(machine.phone.sendings) + 1 >= count:
            went.set()

    machine.phone.during = during
    if len(machine.phone.sendings) < count:
        await asyncio.wait_for(went.wait(), SOON)


async def test_a_nudge_sets_turns_and_deliveries_going(machine: Machine) -> None:
    machine.worker.start()
    machine.opens("taro")
    machine.worker.nudge()

    await sent(machine, 1)

    assert await machine.worker.stop(SOON)
    assert machine.phone.keys("taro") == ["booking.language.ask"]


async def test_without_a_nudge_it_looks_by_itself(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_room, "LOOK_AGAIN", 0.01)
    machine.worker.start()
    machine.opens("taro")

    await sent(machine, 1)

    assert await machine.worker.stop(SOON)


async def test_stopping_finishes_the_sending_in_hand_and_begins_no_other(machine: Machine) -> None:
    machine.opens("taro")
    machine.opens("hanako")
    machine.delivery.at_once = 1
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def during(_address: str) -> None:
        begun.set()
        await go_on.wait()

    machine.phone.during = during
    machine.worker.start()
    await asyncio.wait_for(begun.wait(), SOON)
    stopping = asyncio.create_task(machine.worker.stop(SOON))
    await asyncio.sleep(0)
    assert not stopping.done()
    go_on.set()

    assert await stopping
    assert len(machine.phone.sendings) == 1
    assert {row[0] for row in machine.ask("SELECT status FROM outbox WHERE attempts > 0")} == {"sent"}


async def test_stopping_finishes_the_turn_in_hand(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    event = machine.opens("taro")
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()
    real = machine.rooms.policy

    def policy(office: str) -> Any:
        loop.call_soon_threadsafe(begun.set)
        return real(office)

    monkeypatch.setattr(type(machine.rooms), "policy", lambda _self, office: policy(office))
    machine.worker.start()
    await asyncio.wait_for(begun.wait(), SOON)

    assert await machine.worker.stop(SOON)
    assert machine.status(event)[0] == "done"


async def test_a_sending_that_does_not_end_in_time_is_cut_off_and_said(machine: Machine) -> None:
    machine.opens("taro")
    begun = asyncio.Event()

    async def during(_address: str) -> None:
        begun.set()
        await asyncio.Event().wait()

    machine.phone.during = during
    machine.worker.start()
    await asyncio.wait_for(begun.wait(), SOON)

    assert await machine.worker.stop(0.01) is False
    assert machine.ask("SELECT status FROM outbox") == [("leased",)]


async def test_stopping_what_never_started_is_done_at_once(machine: Machine) -> None:
    assert await machine.worker.stop(0)


async def test_after_stopping_no_clock_is_touched(machine: Machine) -> None:
    await machine.worker.stop(0)

    assert await machine.worker.tick() == 0


async def test_trouble_with_the_database_ends_no_loop(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, logged: list[Any]
) -> None:
    monkeypatch.setattr(worker_room, "AFTER_TROUBLE", 0.0)
    monkeypatch.setattr(worker_room, "LOOK_AGAIN", 0.0)
    real, trouble = machine.store.awrite, [Unavailable(), RuntimeError("what a person wrote"), Unavailable()]

    async def awrite(*args: Any, **more: Any) -> Any:
        if trouble:
            raise trouble.pop()
        return await real(*args, **more)

    monkeypatch.setattr(machine.store, "awrite", awrite)
    event = machine.opens("taro")
    machine.worker.start()

    await sent(machine, 1)

    assert await machine.worker.stop(SOON)
    assert machine.status(event)[0] == "done"
    assert {each["event"] for each in logged} >= {"database in trouble", "a step failed"}
    assert "what a person wrote" not in repr(logged)


async def test_a_turn_that_fails_says_where_and_never_what_was_written(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, logged: list[Any]
) -> None:
    def fail(*_args: Any) -> Any:
        raise ValueError("Test Taro 01234-5678901")

    monkeypatch.setattr("bot.turn.decide", fail)
    machine.opens("taro")

    await machine.worker.turn()

    entry = next(each for each in logged if each["event"] == "turn failed")
    assert entry["error"] == "ValueError"
    assert "test_worker.py" in entry["at"]
    assert "Taro" not in repr(logged)


async def test_several_turns_go_side_by_side_on_a_database_that_can(
    make_machine: MakeMachine, postgres_url: str
) -> None:
    machine = make_machine(postgres_url, at_once=4)
    events = [machine.opens(f"chat-{number}") for number in range(12)]
    machine.worker.start()
    machine.worker.nudge()

    await sent(machine, 12)

    assert await machine.worker.stop(SOON)
    assert {machine.status(event)[0] for event in events} == {"done"}
