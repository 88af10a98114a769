"""A clerk's private chat: the desk opens to staff alone, for their own office alone, and what is seen is audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.turn import Turns
from bot.worker import Worker
from flows.facts import Clerk
from flows.messages import Said
from flows.office.policy import Policy, local
from storage.records import applications, staff
from storage.unit import Unit
from tests.bot.moving import CLERK, Machine, words

NAME, NUMBER, PHONE = "Test Taro", "01234-5678901", "090-0000-0001"


async def say(machine: Machine, chat: str, *said: str) -> list[str]:
    """What comes back for these, one after the other: the keys after the last."""
    before = 0
    for each in said:
        before = len(machine.phone.keys(chat))
        machine.says(chat, each)
        await machine.worker.settle()
    return machine.phone.keys(chat)[before:]


def shown(machine: Machine, chat: str) -> str:
    return "\n".join(text for each in machine.phone.sendings if each.address == chat for text in each.payload["texts"])


async def at_desk(machine: Machine) -> None:
    machine.staff_group()
    assert await say(machine, CLERK.id, "/staff") == ["staff.desk.ask"]


async def finding(machine: Machine) -> None:
    await at_desk(machine)
    assert await say(machine, CLERK.id, "1") == ["staff.finding.ask"]


def deeds(machine: Machine, deed: str) -> list[tuple[str, str, str]]:
    found = machine.ask("SELECT who, subject, detail FROM audit WHERE deed = :deed ORDER BY id", deed=deed)
    return [(str(who), str(subject), str(detail)) for who, subject, detail in found]


async def test_to_whoever_is_no_staff_the_word_is_an_unknown_word(machine: Machine) -> None:
    machine.staff_group()
    unknown = await say(machine, "taro", "hello", "/xyzzy")
    assert await say(machine, "hanako", "hello", "/desk") == unknown
    await say(machine, "hanako", "/staff", "staff", "1", "2")
    assert not [key for key in machine.phone.keys("hanako") if key.startswith("staff.")]


async def test_staff_open_the_desk_and_go_back_to_their_own_chat(machine: Machine) -> None:
    await at_desk(machine)
    after = await say(machine, CLERK.id, "4")
    assert after
    assert not [key for key in after if key.startswith("staff.")]


ORDERS = ("{code} offer 1", "/{code} called", "decline {code}", "close 2026-12-03", "ZZZ99 offer 1")


@pytest.mark.parametrize("typed", ORDERS)
async def test_an_order_before_the_desk_is_not_greeted_as_a_job_seeker_and_does_nothing(
    machine: Machine, typed: str
) -> None:
    application = machine.wish(machine.chat("taro"))
    machine.staff_group()
    said = typed.format(code=application.code)
    assert await say(machine, CLERK.id, said) == ["staff.refused.desk_first"]
    assert deeds(machine, "decline") == deeds(machine, "offer") == deeds(machine, "close") == []
    await say(machine, CLERK.id, "/staff")
    assert "staff.refused.desk_first" not in await say(machine, CLERK.id, said)


@pytest.mark.parametrize("typed", ORDERS)
async def test_a_stranger_who_types_an_order_is_answered_as_to_any_words(machine: Machine, typed: str) -> None:
    application = machine.wish(machine.chat("taro"))
    machine.staff_group()
    assert await say(machine, "hanako", typed.format(code=application.code)) == await say(machine, "jiro", "xyzzy 1 2")
    assert not [key for key in machine.phone.keys("hanako") if key.startswith("staff.")]


async def test_who_asks_for_themselves_is_sent_to_the_desk_by_a_plain_order_alone(machine: Machine) -> None:
    application = machine.wish(machine.chat("taro"))
    machine.staff_group()
    asked = await say(machine, CLERK.id, "hello", "English")
    assert await say(machine, CLERK.id, f"{application.code} called") == ["staff.refused.desk_first", asked[-1]]
    for word in ("today", "help", "1"):
        assert "staff.refused.desk_first" not in await say(machine, CLERK.id, word)


@pytest.mark.parametrize("typed", [NAME, "test t", "Taro", NUMBER, "012345678901", PHONE, "+81 90 0000 0001", "{code}"])
async def test_a_caller_is_found_by_name_number_telephone_or_code(machine: Machine, typed: str) -> None:
    application = machine.wish(machine.chat("taro"))
    await finding(machine)
    keys = await say(machine, CLERK.id, typed.format(code=application.code))
    assert keys == ["staff.finding.found", "staff.finding.ask"]
    text = shown(machine, CLERK.id)
    assert all(each in text for each in (application.code, NAME, NUMBER, PHONE))
    assert NAME not in shown(machine, "group")


@pytest.mark.parametrize("typed", ["aro", "Test Jiro", "99999-1", "090-0000-0002", "Z99"])
async def test_who_does_not_fit_is_not_found(machine: Machine, typed: str) -> None:
    machine.wish(machine.chat("taro"))
    await finding(machine)
    assert await say(machine, CLERK.id, typed) == ["staff.finding.nothing", "staff.finding.ask"]
    assert NAME not in shown(machine, CLERK.id)


async def test_every_search_and_every_reveal_is_written_down_without_the_words_sought(machine: Machine) -> None:
    application = machine.wish(machine.chat("taro"))
    await finding(machine)
    await say(machine, CLERK.id, NAME)
    await say(machine, CLERK.id, "Nobody Known")
    who = f"clerk:telegram:{CLERK.id}"
    assert [(each[0], each[1]) for each in deeds(machine, "reveal")] == [(who, application.id)]
    searches = deeds(machine, "search")
    assert [each[0] for each in searches] == [who, who]
    assert "name" in searches[0][2]
    written = str(machine.ask("SELECT who, deed, subject, detail FROM audit"))
    assert "Taro" not in written
    assert "Nobody" not in written


async def test_a_clerk_of_another_office_finds_nothing(machine: Machine) -> None:
    machine.staff_group()
    machine.wish(machine.chat("taro"))
    other = machine.policy.model_copy(update={"id": "other"})
    policies: Mapping[str, Policy] = {**machine.rooms.policies, "other": other}
    machine.rooms = replace(machine.rooms, policies=policies)
    machine.turns = Turns(machine.rooms)
    machine.worker = Worker(machine.store, machine.turns, machine.delivery, machine.schedule, machine.at_once)
    machine.do(lambda unit: staff.join(unit, "telegram", "other", "lead", Clerk("u-other", "Clerk Other")))
    assert await say(machine, "u-other", "/staff") == ["staff.desk.ask"]
    await say(machine, "u-other", "1")
    for typed in (NAME, NUMBER, PHONE, "K001"):
        assert await say(machine, "u-other", typed) == ["staff.finding.nothing", "staff.finding.ask"]
    assert not deeds(machine, "reveal")


async def test_whose_role_ends_is_at_the_desk_no_more_from_the_next_message_on(machine: Machine) -> None:
    machine.wish(machine.chat("taro"))
    await finding(machine)
    machine.do(lambda unit: staff.leave(unit, "telegram", CLERK.id, "demo"))
    keys = await say(machine, CLERK.id, NAME)
    assert not [key for key in keys if key.startswith("staff.")]
    assert not deeds(machine, "search")
    assert NAME not in shown(machine, CLERK.id)


async def test_nobody_is_staff_on_the_web(machine: Machine) -> None:
    chat = machine.chat("page", channel="web")
    machine.do(lambda unit: staff.join(unit, "web", "demo", "lead", Clerk("page", "Page")))

    def see(unit: Unit) -> object:
        view = machine.rooms.view(unit, chat, Said("/staff"), ("page", "Page"))
        return machine.rooms.behind(unit, view, chat, "").counter

    assert machine.do(see) is None


async def test_a_call_recorded_in_the_private_chat_counts_and_the_group_is_told(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    application = machine.booked(chat, group)
    await finding(machine)
    await say(machine, CLERK.id, NAME)
    assert await say(machine, CLERK.id, "1") == ["staff.did.called", "staff.finding.ask"]
    appointment = machine.whole(application).appointment
    assert appointment
    assert [each.kind.value for each in appointment.contacts] == ["call_logged"]
    assert "staff.told.at_desk" in machine.phone.keys("group")


async def test_orders_are_typed_at_the_desk_as_in_the_group(machine: Machine) -> None:
    application = machine.booked(machine.chat("taro"), machine.staff_group())
    await at_desk(machine)
    assert await say(machine, CLERK.id, f"{application.code} called") == ["staff.did.called", "staff.desk.ask"]


async def test_a_lead_closes_and_opens_a_day_at_the_desk_and_the_group_reads_of_it(machine: Machine) -> None:
    application = machine.booked(machine.chat("taro"), machine.staff_group())
    assert application.appointment
    day = application.appointment.slot.day
    await at_desk(machine)
    assert await say(machine, CLERK.id, f"close {day} a storm") == ["staff.did.closed", "staff.desk.ask"]
    assert machine.phone.keys("group")[-1] == "staff.did.closed"
    assert application.code in shown(machine, "group")
    assert machine.ask("SELECT office FROM closure") == [("demo",)]
    assert await say(machine, CLERK.id, f"/open {day}") == ["staff.did.opened", "staff.desk.ask"]
    assert machine.phone.keys("group")[-1] == "staff.did.opened"
    assert not machine.ask("SELECT 1 FROM closure")


async def test_at_the_desk_a_clerk_who_is_no_lead_hears_that_only_a_lead_stops_the_office(machine: Machine) -> None:
    await at_desk(machine)
    machine.write(lambda connection: connection.execute(text("UPDATE staff_member SET role = 'clerk'")).close())
    for typed in ("stop", "stop demo", "resume"):
        assert await say(machine, CLERK.id, typed) == ["staff.refused.lead_only", "staff.desk.ask"]


async def test_at_the_desk_to_stop_wants_the_offices_name_for_the_word_alone_means_to_leave_off(
    machine: Machine,
) -> None:
    await at_desk(machine)
    assert await say(machine, CLERK.id, "stop") == ["staff.refused.stop_here", "staff.desk.ask"]
    assert not machine.ask("SELECT 1 FROM standstill")
    assert await say(machine, CLERK.id, "stop demo") == ["staff.did.stopped", "staff.desk.ask"]
    assert machine.phone.keys("group")[-1] == "staff.did.stopped"
    assert machine.ask("SELECT office FROM standstill") == [("demo",)]
    assert await say(machine, CLERK.id, "resume") == ["staff.did.resumed", "staff.desk.ask"]
    assert machine.phone.keys("group")[-1] == "staff.did.resumed"


@pytest.mark.parametrize("typed", ["close 2026-12-03", "stop demo", "resume"])
async def test_a_clerk_who_is_no_lead_runs_no_office_from_the_desk_either(machine: Machine, typed: str) -> None:
    machine.staff_group()
    machine.do(lambda unit: staff.join(unit, "telegram", "demo", "clerk", Clerk("u-two", "Clerk Two")))
    await say(machine, "u-two", "/staff")
    assert await say(machine, "u-two", typed) == ["staff.refused.lead_only", "staff.desk.ask"]
    assert not machine.ask("SELECT 1 FROM closure UNION ALL SELECT 1 FROM standstill")


@pytest.mark.parametrize("typed", ["close 2026-12-03", "stop demo", "stop"])
async def test_staff_of_several_offices_are_asked_to_type_it_where_it_is_plain_which_one(
    machine: Machine, typed: str
) -> None:
    other = machine.policy.model_copy(update={"id": "other"})
    policies: Mapping[str, Policy] = {**machine.rooms.policies, "other": other}
    machine.rooms = replace(machine.rooms, policies=policies)
    machine.turns = Turns(machine.rooms)
    machine.worker = Worker(machine.store, machine.turns, machine.delivery, machine.schedule, machine.at_once)
    machine.do(lambda unit: staff.join(unit, "telegram", "other", "lead", CLERK))
    await at_desk(machine)
    assert await say(machine, CLERK.id, typed) == ["staff.refused.which_office", "staff.desk.ask"]
    assert not machine.ask("SELECT 1 FROM closure UNION ALL SELECT 1 FROM standstill")


# -- booking for a caller ------------------------------------------------------------------------------------


async def call_in(machine: Machine, *answers: str) -> list[str]:
    """A caller is asked what every job seeker is asked, until the time; and the terms that want it are read apart."""
    await at_desk(machine)
    keys = await say(machine, CLERK.id, "2", "1", "1", "Test Jiro", NUMBER, "090-1234-5678")
    while keys[-1] in {f"staff.calling.{each}.ask" for each in ("residence", "status", "needs")}:
        keys = await say(machine, CLERK.id, "1")
    assert keys[-1] == "staff.calling.time.ask"
    for each in answers:
        if keys[-1] == "staff.calling.separate.ask":
            keys = await say(machine, CLERK.id, "1")
        keys = await say(machine, CLERK.id, each)
    return keys


async def test_a_clerk_books_for_a_caller_at_once_and_the_agreement_says_how_it_was_given(machine: Machine) -> None:
    keys = await call_in(machine, "1", "1", "1", "1")
    assert keys[:1] == ["staff.calling.booked"]
    assert machine.ask("SELECT status, channel FROM application") == [("booked", "telephone")]
    agreed = machine.ask("SELECT channel, words FROM agreement")
    assert agreed
    ((channel, button),) = set(agreed)
    assert channel == "telephone"
    assert button in {each.text("staff.calling.terms.read") for each in words().values()}
    assert machine.ask("SELECT count(*) FROM claim WHERE live")[0][0] > 0
    assert "staff.card.booked" in machine.phone.keys("group")


async def test_wishes_of_a_caller_wait_for_staff_and_are_answered_by_telephone(machine: Machine) -> None:
    day = local(machine.free(days=2)[0].start)
    await call_in(machine, f"{day:%m/%d} 10:00, 10:30", "1", "1")
    ((code, status),) = machine.ask("SELECT code, status FROM application")
    assert status == "requested"
    machine.says("group", f"{code} offer {day:%m/%d} 10:00", group=True)
    await machine.worker.settle()
    assert "staff.told.please_telephone" in machine.phone.keys("group")
    machine.says("group", f"{code} book {day:%m/%d} 10:00", group=True)
    await machine.worker.settle()
    assert machine.ask("SELECT status FROM application") == [("booked",)]
    assert "staff.did.booked_for" in machine.phone.keys("group")


async def test_a_reminder_to_who_has_no_chat_becomes_a_line_to_telephone(machine: Machine) -> None:
    await call_in(machine, "1", "1", "1", "1")
    ((code,),) = machine.ask("SELECT code FROM application")
    application = machine.do(lambda unit: applications.by_code(unit, str(code)))
    assert application
    assert application.appointment
    assert "staff.told.please_telephone" not in machine.phone.keys("group")
    for minutes in (60, 30, 15):
        machine.clock.move_to(application.appointment.slot.start - timedelta(minutes=minutes))
        await machine.worker.settle()
    assert "staff.told.please_telephone" in machine.phone.keys("group")
    lost = "SELECT 1 FROM outbox o JOIN conversation c ON c.id = o.conversation_id WHERE c.channel = 'telephone'"
    assert not machine.ask(lost)
