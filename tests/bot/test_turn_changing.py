"""Giving up and moving a booking, in whole turns: from what is typed to the letters on both sides."""

from __future__ import annotations

from datetime import timedelta

from flows.office.appointment import Status
from flows.office.opening import Slot
from flows.office.policy import local
from storage.records import due
from tests.bot.moving import Machine


def typed(slot: Slot) -> str:
    return f"{local(slot.start):%Y-%m-%d %H:%M}"


async def says(machine: Machine, *words: str) -> list[str]:
    """Typed one after the other by the person; what they are sent for the last of it."""
    for each in words:
        machine.phone.sendings.clear()
        machine.says("taro", each)
        await machine.worker.settle()
    return machine.phone.keys("taro")


async def orders(machine: Machine, words: str) -> list[str]:
    machine.phone.sendings.clear()
    machine.says("group", words, group=True)
    await machine.worker.settle()
    return machine.phone.keys("group")


async def test_a_booking_moves_when_another_time_is_chosen_and_stands_until_then(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    await machine.worker.settle()
    new = machine.free(3)[2]

    assert "changing.done.told" in await says(machine, "change", typed(new), "1")
    assert machine.phone.keys("group") == ["staff.card.changing"]
    assert await orders(machine, f"/{booked.code} offer {typed(new)}") == ["staff.did.offered"]
    assert machine.phone.keys("taro") == ["notice.change_offered"]
    assert machine.whole(booked).appointment == booked.appointment

    assert (await says(machine, "1"))[0] == "notice.moved"
    assert machine.phone.keys("group") == ["staff.told.moved"]
    after = machine.whole(booked)
    assert after.appointment
    assert (after.status, after.appointment.slot, after.appointment.version) == (Status.BOOKED, new, 2)
    assert machine.ask("SELECT count(*) FROM claim WHERE live") == [(2,)]
    assert {each.version for each in machine.do(lambda unit: due.waiting(unit, booked.id))} == {"2"}


async def test_a_change_offer_that_lapses_keeps_the_booking_and_says_so(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    new = machine.free(3)[2]
    await says(machine, "change", typed(new), "1")
    await orders(machine, f"/{booked.code} offer {typed(new)}")
    offer = machine.whole(booked).offer
    assert offer

    machine.phone.sendings.clear()
    machine.clock.move_to(offer.expires_at)
    await machine.worker.settle()

    assert "notice.change_ended" in machine.phone.keys("taro")
    assert "staff.told.change_ended" in machine.phone.keys("group")
    assert machine.whole(booked).appointment == booked.appointment
    assert machine.ask("SELECT count(*) FROM claim WHERE live") == [(2,)]


async def test_after_the_cut_off_a_wish_is_settled_by_the_call_that_a_clerk_records(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    assert booked.appointment
    machine.clock.move_to(booked.appointment.slot.start - timedelta(minutes=30))
    await machine.worker.settle()

    assert "cancelling.passed_on" in await says(machine, "cancel")
    assert machine.phone.keys("group") == ["staff.told.cancel_wish"]
    assert machine.whole(booked).status is Status.BOOKED

    assert await orders(machine, f"/{booked.code} called-off") == ["staff.did.called_off"]
    assert machine.phone.keys("taro") == ["notice.called_off"]
    assert machine.whole(booked).status is Status.CANCELLED_BY_PERSON
    assert machine.ask("SELECT count(*) FROM claim WHERE live") == [(0,)]


async def test_a_wish_that_is_taken_back_is_told_to_staff_and_the_clocks_run_again(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    assert booked.appointment
    machine.clock.move_to(booked.appointment.slot.start - timedelta(minutes=30))
    await machine.worker.settle()
    await says(machine, "cancel")

    assert (await says(machine, "1"))[0] == "leaving.taken_back"
    assert machine.phone.keys("group") == ["staff.told.taken_back"]
    assert not machine.whole(booked).cancel_wished


async def test_the_office_cancels_with_an_apology_and_the_next_request_is_first_in_line(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    await machine.worker.settle()

    assert await orders(machine, f"/{booked.code} office closed") == ["staff.did.office"]
    assert machine.phone.keys("taro") == ["notice.office_cancelled"]
    assert machine.whole(booked).status is Status.CANCELLED_BY_OFFICE

    machine.phone.sendings.clear()
    machine.later(minutes=1)
    machine.wish(chat)
    await machine.worker.settle()
    card = next(each for each in machine.phone.sendings if each.keys == ["staff.card.requested"])
    assert "First in line" in card.payload["texts"][0]
