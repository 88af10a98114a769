"""A freed time, in whole turns: from the cancelling of one to the booking of another, whatever happens in between."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.rooms import Rooms
from bot.schedule import Schedule
from flows import facts
from flows.messages import Opens
from flows.office.appointment import Application, Status
from flows.office.reminders import Owed
from storage.records import applications, conversations, due, prompts
from tests.bot.moving import SOON, Machine
from tests.bot.test_turn_changing import orders, says, typed
from tests.bot.test_turn_races import LIVE, answers

if TYPE_CHECKING:
    from flows.office.opening import Slot
    from flows.office.view import View
    from storage.records.conversations import Conversation
    from storage.unit import Unit
    from tests.bot.conftest import MakeMachine


def scene(machine: Machine) -> tuple[Slot, Application, Application]:
    """Taro has a booking; Hanako, and a minute later Jiro, wait for a time on its day."""
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    first = machine.wish(machine.chat("hanako"))
    machine.later(minutes=1)
    second = machine.wish(machine.chat("jiro"))
    assert booked.appointment
    return booked.appointment.slot, first, second


def cancel(machine: Machine, chat: str) -> None:
    """As if that chat had just cancelled; its clock has not come yet."""
    held = machine.chat(chat)
    (application,) = machine.do(lambda unit: applications.of_person(unit, str(held.person)))
    machine.happen(held, facts.Cancelled(application.id))


def tick(machine: Machine, rooms: Rooms | None = None) -> bool:
    return machine.store.write(Schedule(rooms or machine.rooms).one).result(SOON)


def tap(machine: Machine, application: Application, address: str, code: str) -> None:
    chat, opens = machine.chat(address), Opens("choosing", "offer", application.id)
    prompt = machine.do(lambda unit: prompts.make(unit, chat, opens))
    machine.event(address, "picked", prompt=prompt.id, code=code)


def turn(machine: Machine) -> None:
    assert machine.store.write(machine.turns.one).result(SOON)


# -- the story -----------------------------------------------------------------------------------------------


async def test_it_goes_to_who_waits_longest_and_one_word_books_it(machine: Machine) -> None:
    slot, first, second = scene(machine)
    await machine.worker.settle()
    await says(machine, "cancel", "yes")

    assert machine.phone.keys("group") == ["staff.told.cancelled", "staff.told.freed_offered"]
    assert machine.phone.keys("hanako") == ["notice.freed"]
    assert machine.phone.keys("jiro") == []
    machine.phone.sendings.clear()
    machine.says("hanako", "1")
    await machine.worker.settle()
    assert machine.phone.keys("hanako")[0] == "notice.booked"
    assert machine.phone.keys("group") == ["staff.told.booked"]
    after = machine.whole(first)
    assert after.appointment
    assert (after.status, after.appointment.slot) == (Status.BOOKED, slot)
    assert machine.whole(second).status is Status.REQUESTED


async def test_no_and_no_answer_lead_to_the_next_and_cost_nobody_their_request(machine: Machine) -> None:
    slot, first, second = scene(machine)
    await machine.worker.settle()
    await says(machine, "cancel", "yes")
    machine.phone.sendings.clear()
    machine.says("hanako", "no")
    await machine.worker.settle()
    assert machine.phone.keys("hanako")[0] == "choosing.none.kept"
    assert machine.phone.keys("group") == ["staff.told.freed_refused", "staff.told.freed_offered"]
    assert machine.phone.keys("jiro") == ["notice.freed"]

    offer = machine.whole(second).offer
    assert offer
    machine.phone.sendings.clear()
    machine.clock.move_to(offer.expires_at)
    await machine.worker.settle()
    assert "notice.passed_on" in machine.phone.keys("jiro")
    assert "staff.told.freed_lapsed" in machine.phone.keys("group")
    assert [machine.whole(each).status for each in (first, second)] == [Status.REQUESTED] * 2
    assert [machine.whole(each).passed for each in (first, second)] == [{slot.start}] * 2
    assert machine.ask("SELECT count(*) FROM claim WHERE live") == [(0,)]
    waiting = machine.do(lambda unit: due.waiting(unit, first.id))
    assert {Owed.ANSWER_DUE, Owed.REQUEST_LAPSES} <= {each.kind for each in waiting}


async def test_a_freed_time_is_told_to_staff_with_who_waits_where_the_office_offers_it_itself(
    make_machine: MakeMachine, database_url: str
) -> None:
    machine = make_machine(database_url, freed="tell")
    slot, first, _ = scene(machine)
    await machine.worker.settle()

    await says(machine, "cancel", "yes")

    assert machine.phone.keys("group") == ["staff.told.cancelled", "staff.told.freed"]
    assert machine.phone.keys("hanako") == []
    assert [f"offer-{slot.code}"] in [codes for each in machine.phone.sendings for codes in each.payload["codes"]]
    assert await orders(machine, f"/{first.code} offer {typed(slot)}") == ["staff.did.offered"]
    assert machine.phone.keys("hanako") == ["notice.offered"]


async def test_who_has_left_every_chat_is_passed_over(machine: Machine) -> None:
    _, first, second = scene(machine)
    gone = machine.chat("hanako")
    machine.do(lambda unit: conversations.block(unit, gone.id))
    cancel(machine, "taro")
    await machine.worker.settle()
    assert machine.whole(first).status is Status.REQUESTED
    assert machine.whole(second).status is Status.OFFERED


async def test_nobody_is_asked_at_night_even_where_nothing_ran_all_evening(machine: Machine) -> None:
    _, first, _ = scene(machine)
    machine.later(hours=7)  # 17:01
    cancel(machine, "taro")
    machine.later(hours=5)
    await machine.worker.settle()
    assert machine.whole(first).status is Status.REQUESTED
    machine.later(hours=10, minutes=28)
    await machine.worker.settle()
    assert machine.whole(first).status is Status.REQUESTED  # 8:29
    machine.later(minutes=1)
    await machine.worker.settle()
    assert machine.whole(first).status is Status.OFFERED


# -- races and falls -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Together(Rooms):
    """The first so many offers of a freed time are decided before any of them is kept."""

    gate: threading.Barrier = field(default_factory=lambda: threading.Barrier(1))
    waited: set[int] = field(default_factory=set)

    def keep(self, unit: Unit, fact: facts.Fact, view: View, conversation: Conversation) -> Application | None:
        if isinstance(fact, facts.OfferedFreed) and threading.get_ident() not in self.waited:
            self.waited.add(threading.get_ident())
            self.gate.wait(SOON)
        return Rooms.keep(self, unit, fact, view, conversation)


def rooms_of(machine: Machine) -> list[object]:
    return [getattr(machine.rooms, each.name) for each in fields(Rooms)]


def test_two_cancellations_at_once_go_to_two_people(make_machine: MakeMachine, database_url: str) -> None:
    machine = make_machine(database_url, at_once=2)
    group = machine.staff_group()
    slots = machine.free(2)
    for name, slot in zip(("taro", "saburo"), slots, strict=True):
        chat = machine.chat(name)
        machine.book(chat, machine.offer(group, machine.wish(chat), slot))
    waits = [machine.wish(machine.chat("hanako"))]
    machine.later(minutes=1)
    waits.append(machine.wish(machine.chat("jiro")))
    for name in ("taro", "saburo"):
        cancel(machine, name)

    both = threading.Barrier(2 if machine.store.dialect == "postgresql" else 1)
    rooms = Together(*rooms_of(machine), gate=both)  # type: ignore[arg-type]
    first = machine.do(due.first)
    assert first
    aside = {first.id: (1, machine.clock.now() + timedelta(hours=1))}  # so that the other takes the other clock
    done = [machine.store.write(each.one) for each in (Schedule(rooms), Schedule(rooms, aside))]
    assert all(each.result(SOON) for each in done)
    offers = [machine.whole(each).offer for each in waits]
    assert {slot for offer in offers if offer for slot in offer.slots} == {*slots}
    assert {count for _, _, count in machine.ask(LIVE)} == {1}
    assert answers(machine)["notice.freed"] == answers(machine)["staff.told.freed_offered"] == 2


@pytest.mark.parametrize("clock_first", [True, False])
def test_a_choice_at_the_very_moment_of_the_end_is_too_late_and_the_time_is_the_next_ones(
    machine: Machine, *, clock_first: bool
) -> None:
    slot, first, second = scene(machine)
    cancel(machine, "taro")
    assert tick(machine)
    offer = machine.whole(first).offer
    assert offer
    tap(machine, first, "hanako", slot.code)
    machine.clock.move_to(offer.expires_at)
    if not clock_first:
        turn(machine)
    while tick(machine):
        pass
    if clock_first:
        turn(machine)
    assert answers(machine)["refusal.offer_over"] == 1
    assert machine.whole(first).status is Status.REQUESTED
    assert machine.whole(second).status is Status.OFFERED
    assert {count for _, _, count in machine.ask(LIVE)} == {1}


class Fell(Exception):
    """In the middle of it."""


@dataclass(frozen=True, slots=True)
class Stumbling(Rooms):
    """Falls when the offer is to be kept."""

    def keep(self, unit: Unit, fact: facts.Fact, view: View, conversation: Conversation) -> Application | None:
        if isinstance(fact, facts.OfferedFreed):
            raise Fell
        return Rooms.keep(self, unit, fact, view, conversation)


def test_after_a_fall_in_the_middle_it_is_offered_once_and_was_kept_from_others_until_then(machine: Machine) -> None:
    _, first, second = scene(machine)
    cancel(machine, "taro")
    kept = machine.ask(LIVE)
    assert kept
    assert tick(machine, Stumbling(*rooms_of(machine)))  # type: ignore[arg-type]
    assert machine.ask(LIVE) == kept
    assert answers(machine)["notice.freed"] == 0

    while tick(machine):  # another process, or the same one started again
        pass
    assert answers(machine)["notice.freed"] == 1
    assert machine.whole(first).status is Status.OFFERED
    assert machine.whole(second).status is Status.REQUESTED
    assert {count for _, _, count in machine.ask(LIVE)} == {1}
