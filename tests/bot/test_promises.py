"""A promised reminder comes once, in the daytime, names nothing, and is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from flows import facts
from flows.office.opening import after_office_hours
from flows.office.policy import TOKYO
from storage.records import conversations, promises
from storage.records.conversations import Conversation
from tests.bot.moving import Machine

MORNING = datetime(2027, 4, 30, 8, tzinfo=TOKYO)


def wishes(machine: Machine, chat: Conversation, at: datetime = MORNING) -> None:
    fact = facts.Wished(
        code="K900",
        name="Test Taro",
        number="",
        phone="+819000000001",
        residence="registered",
        needs="none",
        interpreter="",
        wishes=(machine.free()[0].start,),
        answer_due=after_office_hours(machine.clock.now(), 8, machine.policy),
        stay_status="engineer",
        stay_until="2027-06-29",
        remind_at=at,
    )
    machine.happen(chat, fact)


def left(machine: Machine, chat: Conversation) -> tuple[Any, ...]:
    return machine.do(lambda unit: promises.of_person(unit, str(chat.person)))


async def settled(machine: Machine, at: datetime) -> list[str]:
    machine.clock.move_to(at)
    await machine.worker.settle()
    told = machine.phone.keys()
    machine.phone.sendings.clear()
    return [each for each in told if each == "notice.promised"]


async def test_it_comes_at_its_moment_and_not_before_once_and_is_forgotten(machine: Machine) -> None:
    chat = machine.chat("taro")
    wishes(machine, chat)
    assert await settled(machine, MORNING - timedelta(minutes=1)) == []
    assert left(machine, chat)
    assert await settled(machine, MORNING) == ["notice.promised"]
    assert left(machine, chat) == ()
    assert await settled(machine, MORNING + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("woken", "told"),
    [
        (MORNING.replace(hour=20, minute=59), MORNING.replace(hour=20, minute=59)),
        (MORNING.replace(hour=21), MORNING + timedelta(days=1)),
        (MORNING + timedelta(days=1, hours=-5), MORNING + timedelta(days=1)),
    ],
)
async def test_after_an_outage_it_waits_for_the_end_of_the_quiet_hours(
    machine: Machine, woken: datetime, told: datetime
) -> None:
    wishes(machine, machine.chat("taro"))
    machine.clock.move_to(woken)
    while machine.write(machine.schedule.jobs[-1]):
        pass
    machine.clock.move_to(told - timedelta(minutes=1))
    before = await settled(machine, max(woken, told - timedelta(minutes=1)))
    after = await settled(machine, told)
    assert (before, after) == (([], ["notice.promised"]) if told > woken else (["notice.promised"], []))


async def test_who_has_left_is_told_nothing_and_the_promise_is_forgotten(machine: Machine) -> None:
    chat = machine.chat("taro")
    wishes(machine, chat)
    machine.happen(chat, facts.Departed())
    assert machine.do(lambda unit: conversations.lock(unit, chat.id)).blocked_at
    assert await settled(machine, MORNING) == []
    assert left(machine, chat) == ()


async def test_a_promise_that_cannot_be_told_blocks_nothing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_view: object) -> None:
        raise RuntimeError

    chat = machine.chat("taro")
    wishes(machine, chat)
    monkeypatch.setattr("bot.promises.promised", fail)
    assert await settled(machine, MORNING) == []
    assert left(machine, chat) == ()
