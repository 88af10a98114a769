"""Waiting for a time on a day, in whole turns, in both kinds of office: from the refusal of a taken time to the booking
of the time that was given back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.office.appointment import Status
from storage.records import applications, prompts
from tests.bot.direct import at_the_summary, books
from tests.bot.test_turn_freed import cancel
from tests.bot.test_turn_races import LIVE

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from flows.office.opening import Slot
    from tests.bot.conftest import MakeMachine
    from tests.bot.moving import Machine

pytestmark = pytest.mark.parametrize("direct", [False, True], ids=["asked for", "booked at once"])


def has_booked(machine: Machine) -> Slot:
    """Taro, at the one desk."""
    group, chat = machine.staff_group(), machine.chat("taro")
    done = books(machine, chat, machine.free()[0]) if machine.direct else machine.booked(chat, group)
    assert done.appointment
    return done.appointment.slot


def own(machine: Machine, address: str) -> Application:
    chat = machine.chat(address)
    return machine.do(lambda unit: applications.of_person(unit, str(chat.person)))[0]


async def waits(machine: Machine, address: str, slot: Slot) -> Application:
    """Stands at the summary of a time that somebody else has, and waits for another of its day instead: typed."""
    chat = machine.chat(address)
    opens = at_the_summary(machine, chat, slot)
    prompt = machine.do(lambda unit: prompts.make(unit, chat, opens))
    machine.event(address, "picked", prompt=prompt.id, code="book" if machine.direct else "apply")
    await machine.worker.settle()
    assert "refusal.taken" in machine.phone.keys(address)
    machine.says(address, "7")  # below the other free times, or days
    await machine.worker.settle()
    assert machine.phone.keys(address)[-1] == "booking.review.waits"
    machine.says(address, "1")
    await machine.worker.settle()
    assert "booking.done.waits" in machine.phone.keys(address)
    return own(machine, address)


async def test_who_waits_is_told_of_the_freed_time_and_books_it_with_one_word(
    make_machine: MakeMachine,
    database_url: str,
    direct: bool,  # noqa: FBT001 -- a row
) -> None:
    machine = make_machine(database_url, direct=direct, one_desk=True)
    slot = has_booked(machine)
    first = await waits(machine, "hanako", slot)
    assert (first.status, first.waits_for, first.wishes) == (Status.REQUESTED, slot.day, ())
    assert "staff.card.waits" in machine.phone.keys("group")
    machine.later(minutes=1)
    second = await waits(machine, "jiro", slot)
    machine.phone.sendings.clear()
    cancel(machine, "taro")
    await machine.worker.settle()
    assert machine.phone.keys("hanako") == ["notice.freed"]
    assert machine.phone.keys("jiro") == []
    machine.says("hanako", "1")
    await machine.worker.settle()
    after = machine.whole(first)
    assert after.appointment
    assert (after.status, after.appointment.slot) == (Status.BOOKED, slot)
    assert machine.whole(second).in_line
    assert {count for _, _, count in machine.ask(LIVE)} == {1}


async def test_a_wait_that_is_over_is_told_once_and_leaves_nothing_behind(
    make_machine: MakeMachine,
    database_url: str,
    direct: bool,  # noqa: FBT001 -- a row
) -> None:
    machine = make_machine(database_url, direct=direct, one_desk=True)
    slot = has_booked(machine)
    waiting = await waits(machine, "hanako", slot)
    assert waiting.answer_due
    machine.phone.sendings.clear()
    machine.clock.move_to(waiting.answer_due)
    await machine.worker.settle()
    assert machine.phone.keys("hanako") == ["notice.wait_over"]
    assert machine.whole(waiting).status is Status.LAPSED
    cancel(machine, "taro")
    await machine.worker.settle()
    assert machine.phone.keys("hanako") == ["notice.wait_over"]


async def test_a_wait_that_holds_a_freed_time_gives_it_back_when_it_is_withdrawn(
    make_machine: MakeMachine,
    database_url: str,
    direct: bool,  # noqa: FBT001 -- a row
) -> None:
    machine = make_machine(database_url, direct=direct, one_desk=True)
    slot = has_booked(machine)
    first = await waits(machine, "hanako", slot)
    machine.later(minutes=1)
    second = await waits(machine, "jiro", slot)
    cancel(machine, "taro")
    await machine.worker.settle()
    machine.happen(machine.chat("hanako"), facts.Cancelled(first.id))
    await machine.worker.settle()
    assert machine.whole(second).status is Status.OFFERED
    assert {count for _, _, count in machine.ask(LIVE)} == {1}
