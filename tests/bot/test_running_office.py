"""Running an office from its group, whole turns: a closed day, a full stop, an exception, another desk."""

from __future__ import annotations

from datetime import timedelta

from flows.facts import Clerk
from flows.office.appointment import Status
from flows.office.policy import local
from storage.records import staff
from tests.bot.moving import Machine, words


async def order(machine: Machine, said: str, author: str = "u-clerk") -> list[str]:
    await machine.worker.settle()
    before = len(machine.phone.keys("group"))
    machine.says("group", said, group=True, author=author)
    await machine.worker.settle()
    return machine.phone.keys("group")[before:]


async def test_what_was_offered_on_a_day_that_closes_waits_for_another_answer(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    application = machine.offer(group, machine.wish(chat))
    assert application.offer
    day = application.offer.slots[0].day
    assert await order(machine, f"close {day} a storm") == ["staff.card.requested", "staff.did.closed"]
    assert machine.phone.keys("taro")[-1] == "notice.times_closed"
    assert machine.whole(application).status is Status.REQUESTED
    assert machine.ask("SELECT count(*) FROM claim WHERE live") == [(0,)]
    assert (await order(machine, f"open {day}"))[0] == "staff.did.opened"
    again = machine.offer(group, machine.whole(application), application.offer.slots[0])
    machine.says("taro", "1")
    await machine.worker.settle()
    assert machine.whole(again).status is Status.BOOKED


async def test_a_clerk_who_is_no_lead_neither_closes_nor_stops(machine: Machine) -> None:
    machine.staff_group()
    machine.do(lambda unit: staff.join(unit, "telegram", "demo", "clerk", Clerk("u-two", "Clerk Two")))
    assert await order(machine, "/close 2026-12-03", "u-two") == ["staff.refused.lead_only"]
    assert await order(machine, "/stop", "u-two") == ["staff.refused.lead_only"]
    assert await order(machine, "/stop", "u-three") == ["staff.refused.not_clerk"]
    assert not machine.ask("SELECT 1 FROM closure UNION ALL SELECT 1 FROM standstill")


async def test_a_stopped_office_says_so_in_todays_list_until_it_goes_on(machine: Machine) -> None:
    machine.staff_group()
    assert await order(machine, "/stop") == ["staff.did.stopped"]
    await order(machine, "/today")
    assert "resume" in machine.phone.sendings[-1].payload["texts"][0]
    assert await order(machine, "/resume") == ["staff.did.resumed"]
    await order(machine, "/today")
    assert "resume" not in machine.phone.sendings[-1].payload["texts"][0]


async def test_an_exception_is_offered_with_its_reason_and_chosen_k_6_1(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    del group
    application = machine.wish(chat)
    today = f"{local(machine.clock.now()):%m/%d} 15:00"
    assert "staff.exception.how" in await order(machine, f"{application.code} offer {today}")
    keys = await order(machine, f"{application.code} offer {today} because the notice ends tomorrow")
    assert keys == ["staff.did.offered", "staff.exception.made"]
    machine.later(hours=3)
    machine.says("taro", "1")
    await machine.worker.settle()
    assert machine.whole(application).status is Status.BOOKED
    assert "tomorrow" not in str(machine.ask("SELECT detail FROM audit"))


async def test_a_booking_changes_its_desk_where_that_is_free(machine: Machine) -> None:
    application = machine.booked(machine.chat("taro"), machine.staff_group())
    desks = machine.policy.desk.desks
    assert await order(machine, f"{application.code} desk {desks[1]}") == ["staff.did.desk"]
    appointment = machine.whole(application).appointment
    assert appointment
    assert appointment.desk == desks[1]
    assert machine.ask("SELECT DISTINCT desk FROM claim WHERE live") == [(desks[1],)]
    assert timedelta() < appointment.slot.end - appointment.slot.start


async def test_whom_a_closed_day_touches_is_asked_in_their_chat_and_moves_themselves(machine: Machine) -> None:
    application = machine.booked(machine.chat("taro"), machine.staff_group())
    assert application.appointment
    day = application.appointment.slot.day
    other = next(each for each in machine.free(days=8) if each.day > day)
    assert (await order(machine, f"close {day} a storm"))[0] == "staff.did.closed"
    keys = await order(machine, f"{application.code} move {local(other.start):%m/%d %H:%M}")
    assert keys == ["staff.did.offered"]
    assert machine.phone.keys("taro")[-1] == "notice.move_asked"
    machine.says("taro", "1")
    await machine.worker.settle()
    moved = machine.whole(application).appointment
    assert moved
    assert moved.slot.start == other.start
    assert "staff.told.moved" in machine.phone.keys("group")


async def test_who_was_asked_for_another_time_is_told_that_theirs_stands_when_the_day_opens_again(
    machine: Machine,
) -> None:
    application = machine.booked(machine.chat("taro"), machine.staff_group())
    assert application.appointment
    day = application.appointment.slot.day
    other = next(each for each in machine.free(days=8) if each.day > day)
    await order(machine, f"close {day} a storm")
    await order(machine, f"{application.code} move {local(other.start):%m/%d %H:%M}")
    assert await order(machine, f"open {day}") == ["staff.did.opened", "staff.did.withdrawn"]
    assert machine.phone.keys("taro")[-1] == "notice.move_withdrawn"
    after = machine.whole(application)
    assert (after.appointment, after.change_open) == (application.appointment, False)
    assert machine.ask("SELECT count(*) FROM claim WHERE live AND kind = 'hold'") == [(0,)]


async def test_the_next_time_is_booked_in_the_group_while_they_talk_and_told_in_the_chat_k_6_2(
    machine: Machine,
) -> None:
    application = machine.booked(machine.chat("taro"), machine.staff_group())
    assert application.appointment
    machine.clock.move_to(application.appointment.slot.start)
    await order(machine, f"{application.code} here")
    later = next(each for each in machine.free(days=8) if each.day > application.appointment.slot.day)
    typed = await order(machine, f"{application.code} next {local(later.start):%m/%d %H:%M}")
    assert typed == ["staff.card.next"]
    keys = await order(machine, f"{application.code} next {later.code}")
    assert sorted(keys) == ["staff.card.booked", "staff.did.next"]
    assert machine.phone.keys("taro")[-1] == "notice.booked"
    assert sorted(machine.ask("SELECT status FROM application")) == [("attended",), ("booked",)]
    read_out = {each.text("staff.calling.terms.read") for each in words().values()}
    assert read_out & {row[0] for row in machine.ask("SELECT words FROM agreement")}


async def test_a_booking_on_a_closed_day_is_nobodys_absence_and_staff_are_reminded_of_it(machine: Machine) -> None:
    group = machine.staff_group()
    application = machine.booked(machine.chat("taro"), group)
    assert application.appointment
    start = application.appointment.slot.start
    await order(machine, f"close {local(start).date().isoformat()} flood")
    machine.phone.sendings.clear()
    for at in (start - timedelta(days=1), start - timedelta(hours=1), start + timedelta(minutes=11)):
        if at > machine.clock.now():
            machine.clock.move_to(at)
            await machine.worker.settle()
    assert machine.phone.keys("taro") == []
    assert "staff.told.closed_unmoved" in machine.phone.keys("group")
    assert machine.ask("SELECT status FROM application") == [("booked",)]
