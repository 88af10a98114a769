"""Erasing as it happens: by the clock of the schedule, and by a person's own word, with the letters about it."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.purging import Purging
from flows import facts
from flows.office.appointment import Application, Deed
from flows.office.keeping import FAREWELL
from storage import purge
from storage.records import erasing, ticks
from storage.tables import metadata
from storage.unit import Unit
from tests.bot.conftest import MakeMachine
from tests.bot.moving import CLERK, Machine

SECRETS = ("Test Taro", "01234-5678901", "+819000000001")
ADDRESS = "platform-id-4711"


def settle(machine: Machine) -> None:
    asyncio.run(machine.worker.settle())


def over(machine: Machine) -> Application:
    """Booked, come to, marked and past, with all letters told."""
    group = machine.staff_group()
    machine.opens(ADDRESS)
    settle(machine)
    found = machine.booked(machine.chat(ADDRESS), group)
    assert found.appointment
    machine.clock.move_to(found.appointment.slot.end)
    machine.happen(group, facts.Marked(found.id, Deed.HERE, CLERK))
    settle(machine)
    return found


def everything(machine: Machine) -> dict[str, list[Any]]:
    return machine.do(
        lambda unit: {
            name: [dict(row) for row in unit.connection.execute(select(table)).mappings()]
            for name, table in metadata.tables.items()
        }
    )


def in_the_clear(machine: Machine) -> str:
    return json.dumps(everything(machine), default=repr, ensure_ascii=False)


def end(found: Application) -> datetime:
    assert found.appointment
    return found.appointment.slot.end


def test_esa_5_5_the_schedule_erases_what_has_been_kept_long_enough_within_the_hour(machine: Machine) -> None:
    found = over(machine)
    machine.clock.move_to(end(found) + timedelta(days=30, minutes=-1))
    settle(machine)
    assert everything(machine)["application"][0]["name"]
    machine.later(hours=1)
    settle(machine)
    row = everything(machine)["application"][0]
    assert (row["name"], row["masked_name"], row["phone_hash"]) == (None, "", None)
    chat = machine.chat(ADDRESS).id
    assert chat not in {row["conversation_id"] for row in everything(machine)["outbox"]}


def test_a_pass_that_broke_off_goes_on_and_one_that_found_nothing_is_not_repeated(machine: Machine) -> None:
    over(machine)
    machine.later(days=60)
    job, hour = Purging(machine.rooms).one, machine.clock.now().replace(minute=0)
    assert machine.write(job)
    assert not machine.do(lambda unit: ticks.taken(unit, "purge", hour))
    while machine.write(job):
        pass
    assert machine.do(lambda unit: ticks.taken(unit, "purge", hour))
    assert not machine.write(job)


def test_what_cannot_be_erased_holds_up_nothing_else_and_is_tried_again_in_the_next_hour(
    machine: Machine, logged: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = over(machine)
    other = machine.wish(machine.chat("other"))
    machine.happen(machine.staff_group(), facts.Declined(other.id, "full", CLERK))
    settle(machine)
    machine.later(days=60)
    erase, letters = erasing.application, purge.WORKS["letters"]

    def application(unit: Unit, ident: str) -> None:
        erase(unit, ident)
        if ident == stuck.id:
            raise RuntimeError("Test Taro")

    def letter(_unit: Unit, _office: purge.Office) -> int:
        raise ZeroDivisionError

    with monkeypatch.context() as planted:
        planted.setattr(erasing, "application", application)
        planted.setitem(purge.WORKS, "letters", (letter, True))  # type: ignore[arg-type]
        for _ in range(2):
            settle(machine)
    rows = {row["id"]: row["erased_at"] for row in everything(machine)["application"]}
    assert rows[stuck.id] is None
    assert rows[other.id]
    failed = [each for each in logged if each["event"] == "could not be erased"]
    assert [(each["what"], each["row"]) for each in failed] == [("applications", stuck.id), ("letters", "")]
    assert "Taro" not in str(failed)
    assert 'madoguchi_erased_total{result="failed",what="applications"} 1.0' in machine.rooms.measures.text().decode()
    assert purge.WORKS["letters"] == letters
    settle(machine)
    assert everything(machine)["application"][0]["name"]  # not in this hour
    machine.later(hours=1)
    settle(machine)
    assert all(row["erased_at"] for row in everything(machine)["application"])
    assert not everything(machine)["outbox"]


def test_two_processes_purge_side_by_side(make_machine: MakeMachine, database_url: str) -> None:
    first = make_machine(database_url)
    over(first)
    first.later(days=60)
    jobs = [Purging(first.rooms).one] * 2
    while True:
        began = [first.store.write(job) for job in jobs]
        if not [each for each in began if each.result(60)]:
            break
    assert everything(first)["application"][0]["name"] is None


def test_s_5_4_a_person_erases_all_by_typing_and_is_told_so_and_staff_are_not(machine: Machine) -> None:
    found = over(machine)
    staff = len(machine.phone.keys("group"))
    for said in ("my data", "2", "yes"):
        machine.says(ADDRESS, said)
        settle(machine)
    assert machine.phone.keys(ADDRESS)[-2:] == ["mydata.erased", "home.next.ask"]
    assert len(machine.phone.keys("group")) == staff
    rows = everything(machine)
    assert rows["application"][0]["erased_at"] == machine.clock.now()
    assert found.person not in {row["person_id"] for row in (*rows["prompt"], *rows["promise"], *rows["chat_code"])}
    assert [row["person_id"] for row in rows["conversation"] if row["address"] == ADDRESS] != [found.person]
    assert not [secret for secret in SECRETS if secret in in_the_clear(machine)]
    machine.clock.move_to(machine.clock.now() + FAREWELL + timedelta(hours=1))
    settle(machine)
    assert ADDRESS not in in_the_clear(machine)


def test_s_5_4_whoever_writes_again_afterwards_begins_anew(machine: Machine) -> None:
    found = over(machine)
    for said in ("my data", "2", "yes"):
        machine.says(ADDRESS, said)
        settle(machine)
    machine.says(ADDRESS, "my booking")
    settle(machine)
    assert machine.phone.keys(ADDRESS)[-1] == "looking.booking.nothing"
    asked = machine.wish(machine.chat(ADDRESS))
    assert asked.person != found.person
    assert not asked.same_number


def test_s_5_4_what_a_clerk_still_marks_afterwards_is_told_to_nobody_who_is_gone(machine: Machine) -> None:
    group = machine.staff_group()
    found = machine.booked(machine.chat(ADDRESS), group)
    machine.clock.move_to(end(found))
    settle(machine)
    for said in ("my data", "2", "yes"):
        machine.says(ADDRESS, said)
        settle(machine)
    assert everything(machine)["application"][0]["erased_at"]
    told, staff = len(machine.phone.keys(ADDRESS)), machine.phone.keys("group")
    machine.happen(group, facts.Marked(found.id, Deed.HERE, CLERK))
    settle(machine)
    assert len(machine.phone.keys(ADDRESS)) == told
    assert "staff.told.please_telephone" not in machine.phone.keys("group")[len(staff) :]
