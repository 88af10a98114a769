"""Several offices on one machine: a chat belongs to the one that was chosen, and its staff alone hear of it."""

from __future__ import annotations

import pytest

from flows import facts
from storage.records import conversations
from tests.bot.conftest import MakeMachine
from tests.bot.moving import Machine

OFFICES = ("demo", "kumagaya", "online-system")


@pytest.fixture
def machine(make_machine: MakeMachine, database_url: str) -> Machine:
    return make_machine(database_url, served=OFFICES)


def office(machine: Machine, address: str) -> str:
    found = machine.do(lambda unit: conversations.find(unit, "telegram", address))
    assert found
    return found.office


async def test_who_comes_by_no_link_is_asked_and_the_choice_is_kept(machine: Machine) -> None:
    machine.opens("taro")
    machine.says("taro", "1")
    await machine.worker.settle()
    assert machine.phone.keys("taro")[-1] == "booking.office.ask"
    assert office(machine, "taro") == ""

    machine.says("taro", "2")
    await machine.worker.settle()
    assert machine.phone.keys("taro")[-1] == "booking.purpose.ask"
    assert office(machine, "taro") == "kumagaya"


async def test_a_link_names_the_office_before_the_first_word(machine: Machine) -> None:
    machine.opens("taro", payload="online-system")
    await machine.worker.settle()
    assert office(machine, "taro") == "online-system"


@pytest.mark.parametrize("said", ["#kumagaya", "＃kumagaya", " #Kumagaya "])
async def test_the_words_that_a_link_of_line_puts_into_the_field_name_the_office_too(
    machine: Machine, said: str
) -> None:
    machine.says("taro", said)
    await machine.worker.settle()
    assert office(machine, "taro") == "kumagaya"
    assert machine.phone.keys("taro")[-1] == "booking.language.ask"


@pytest.mark.parametrize("before", [[], ["1"], ["1", "what?"]])
async def test_they_are_understood_at_any_moment_before_an_office_is_chosen(
    machine: Machine, before: list[str]
) -> None:
    machine.opens("taro")
    for each in before:
        machine.says("taro", each)
    machine.says("taro", "#online-system")
    await machine.worker.settle()
    assert office(machine, "taro") == "online-system"


@pytest.mark.parametrize("said", ["#", "#nowhere", "kumagaya#", "Test #kumagaya"])
async def test_other_words_with_such_a_sign_name_no_office(machine: Machine, said: str) -> None:
    machine.opens("taro")
    machine.says("taro", said)
    await machine.worker.settle()
    assert office(machine, "taro") == ""


async def test_the_staff_of_the_chosen_office_alone_are_told(machine: Machine) -> None:
    ours, theirs = machine.staff_group("ours"), machine.staff_group("theirs")
    machine.do(lambda unit: conversations.bind(unit, theirs.id, "kumagaya", "ja"))
    machine.opens("taro", payload="kumagaya")
    await machine.worker.settle()
    taro = machine.do(lambda unit: conversations.find(unit, "telegram", "taro"))
    assert taro
    machine.wish(taro)
    await machine.worker.settle()
    assert machine.phone.keys(theirs.address)[-1] == "staff.card.requested"
    assert "staff.card.requested" not in machine.phone.keys(ours.address)


async def test_a_letter_of_an_office_that_the_chat_has_left_is_answered_by_the_rules_of_that_office(
    machine: Machine,
) -> None:
    group = machine.staff_group()
    taro = machine.chat("taro")
    booked = machine.booked(taro, group)
    machine.do(lambda unit: conversations.settle(unit, taro.id, "kumagaya"))
    assert booked.appointment
    machine.clock.move_to(booked.appointment.slot.start)
    machine.later(minutes=10)
    await machine.worker.tick()
    machine.happen(taro, facts.SaidInTouch(booked.id, machine.clock.now()))
    await machine.worker.settle()
    deemed = next(each for each in machine.phone.sendings if "notice.deemed" in each.keys)
    assert "03-0000-0000" in str(deemed.payload)
    assert "048-000-0000" not in str(deemed.payload)
