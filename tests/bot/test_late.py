"""What waits too long, through the whole house: staff are reminded, nothing piles up, the person hears once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from flows.facts import CancelWished, Offered
from flows.office.appointment import Application
from flows.office.late import at_work
from flows.office.reminders import Owed
from storage.records import due
from tests.bot.moving import CLERK, Machine


def rows(machine: Machine, application: Application, kind: Owed) -> list[Any]:
    return [each for each in machine.do(lambda unit: due.waiting(unit, application.id)) if each.kind is kind]


async def to(machine: Machine, application: Application, kind: Owed) -> None:
    machine.clock.move_to(rows(machine, application, kind)[0].at)
    await machine.worker.settle()


def told(machine: Machine, chat: str) -> list[str]:
    """Since the last look; the list of each morning is another matter."""
    keys = [each for each in machine.phone.keys(chat) if not each.startswith("staff.today.")]
    machine.phone.sendings.clear()
    return keys


def for_weeks(machine: Machine) -> None:
    """Nothing was wished for that is soon past, so that a request lapses only after weeks."""
    machine.write(lambda connection: connection.execute(text("UPDATE application SET wishes = '[]'")).close())


async def waiting(machine: Machine) -> Application:
    machine.staff_group()
    application = machine.wish(machine.chat("taro"))
    await machine.worker.settle()
    machine.phone.sendings.clear()
    return application


async def test_a_nudge_then_the_moment_each_once_and_the_card_before_points_to_the_new_one(machine: Machine) -> None:
    application = await waiting(machine)

    await to(machine, application, Owed.STAFF_NUDGE)
    assert told(machine, "group") == ["staff.told.below", "staff.told.answer_soon"]
    await to(machine, application, Owed.ANSWER_DUE)
    assert machine.phone.keys("taro") == ["notice.answer_late"]
    assert told(machine, "group") == ["staff.told.below", "staff.told.answer_due"]
    await machine.worker.settle()
    machine.later(minutes=5)
    await machine.worker.settle()
    assert machine.phone.sendings == []


async def test_where_nothing_can_be_edited_it_is_only_said_anew(machine: Machine) -> None:
    machine.staff_group("gruppe", channel="line")
    application = machine.wish(machine.chat("taro"))
    await machine.worker.settle()
    await to(machine, application, Owed.STAFF_NUDGE)
    said = [each for each in machine.line.keys("gruppe") if not each.startswith("staff.today.")]
    assert said == ["staff.card.requested", "staff.told.answer_soon"]


async def test_an_answer_in_time_ends_it_all(machine: Machine) -> None:
    application = await waiting(machine)
    machine.offer(machine.staff_group(), application)
    await machine.worker.settle()
    for kind in (Owed.STAFF_NUDGE, Owed.ANSWER_DUE, Owed.LATE_TOLD, Owed.STAFF_AGAIN):
        assert rows(machine, application, kind) == []


async def test_what_waits_on_is_said_again_one_repetition_at_a_time(machine: Machine) -> None:
    machine.staff_group()
    application = machine.wish(machine.chat("taro"))
    due_at = application.answer_due
    assert due_at
    for_weeks(machine)
    for number in range(3):
        if not (again := rows(machine, application, Owed.STAFF_AGAIN)):
            found = machine.whole(application)
            machine.do(lambda unit, found=found: due.plan(unit, found, machine.policy))
            again = rows(machine, application, Owed.STAFF_AGAIN)
        assert len(again) == 1
        machine.clock.move_to(again[0].at)
        await machine.worker.settle()
        assert machine.phone.keys("group").count("staff.told.answer_again") == number + 1
    assert machine.phone.keys("taro").count("notice.answer_late") == 1


async def test_after_a_night_of_outage_staff_hear_as_the_office_opens_and_the_person_when_awake(
    machine: Machine,
) -> None:
    application = await waiting(machine)
    answer_due = application.answer_due
    assert answer_due
    night = answer_due + timedelta(hours=12)
    for_weeks(machine)
    machine.clock.move_to(night)

    await machine.worker.settle()
    opens = at_work(night, machine.policy)
    if opens > night:
        assert "staff.told.answer_due" not in machine.phone.keys("group")
    machine.clock.move_to(opens)
    await machine.worker.settle()

    assert machine.phone.keys("group").count("staff.told.answer_due") == 1
    assert machine.phone.keys("taro").count("notice.answer_late") == 1


async def test_a_wish_to_cancel_that_no_clerk_settles_is_brought_up_again(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    application = machine.wish(chat)
    later = machine.free(days=6)[0]
    machine.happen(group, Offered(application.id, ((later, "A"),), machine.clock.now() + timedelta(hours=5), CLERK))
    booked = machine.book(chat, machine.whole(application))
    machine.happen(chat, CancelWished(booked.id, machine.clock.now()))
    await machine.worker.settle()
    machine.phone.sendings.clear()

    await to(machine, booked, Owed.STAFF_NUDGE)
    assert told(machine, "group")[-1] == "staff.told.wish_soon"
    await to(machine, booked, Owed.WISH_DUE)
    assert told(machine, "group")[-1] == "staff.told.wish_due"
    await to(machine, booked, Owed.STAFF_AGAIN)
    assert told(machine, "group")[-1] == "staff.told.wish_again"
    assert not [each for each in machine.phone.keys("taro") if each.endswith("_late")]


@pytest.mark.parametrize("button", ["wait", "withdraw"])
async def test_who_hears_that_it_is_late_may_wait_or_take_the_request_back(machine: Machine, button: str) -> None:
    application = await waiting(machine)
    await to(machine, application, Owed.LATE_TOLD)
    (letter,) = [each for each in machine.phone.sendings if "notice.answer_late" in each.keys]
    assert letter.payload["codes"] == [["wait", "withdraw"]]
    machine.phone.sendings.clear()

    machine.event("taro", "picked", prompt=letter.payload["prompts"][0], code=button)
    await machine.worker.settle()

    answered = {"wait": "attending.wait_told", "withdraw": "cancelling.sure.ask"}[button]
    assert answered in machine.phone.keys("taro")
