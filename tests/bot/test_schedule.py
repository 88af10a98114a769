"""The schedule: each clock comes once, is asked again whether it is owed, and blocks no other when it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.schedule import TRIES, morning
from flows.facts import Contacted
from flows.notices import notices
from flows.office.appointment import Application, ContactKind, Status
from flows.office.reminders import Owed
from flows.session import Session
from storage.records import applications, conversations, due
from tests.bot.conftest import MakeMachine
from tests.bot.moving import SECOND, Machine


def clocks(machine: Machine, application: Application) -> dict[tuple[str, int], tuple[str, str]]:
    rows = machine.ask(
        "SELECT kind, minutes, status, reason FROM due WHERE application_id = :id ORDER BY id", id=application.id
    )
    return {(kind, minutes): (status, reason) for kind, minutes, status, reason in rows}


async def until(machine: Machine, application: Application, *last: Owed) -> None:
    """Move the clock through everything that is waiting, up to and including the first of these kinds."""
    while True:
        waiting = machine.do(lambda unit: due.waiting(unit, application.id))
        if not waiting:
            return
        machine.clock.move_to(waiting[0].at)
        await machine.worker.settle()
        if waiting[0].kind in last:
            return


def told(machine: Machine) -> list[str]:
    """What was sent since the last look."""
    keys = machine.phone.keys()
    machine.phone.sendings.clear()
    return keys


# -- each clock -------------------------------------------------------------------------------------------------


async def test_a_request_that_nobody_answers_reminds_staff_and_lapses_with_a_word_to_both(machine: Machine) -> None:
    machine.staff_group()
    application = machine.wish(machine.chat("taro"))
    await machine.worker.settle()
    told(machine)

    await until(machine, application, Owed.ANSWER_DUE)
    assert "staff.told.answer_due" in told(machine)
    await until(machine, application, Owed.REQUEST_LAPSES)
    assert {"notice.request_lapsed", "staff.told.request_lapsed"} <= {*told(machine)}
    assert machine.whole(application).status is Status.LAPSED


async def test_an_offer_nudges_once_then_lapses_and_its_time_is_free_again(machine: Machine) -> None:
    application = machine.offer(machine.staff_group(), machine.wish(machine.chat("taro")))
    await machine.worker.settle()
    told(machine)

    await until(machine, application, Owed.OFFER_NUDGE)
    assert told(machine) == ["notice.nudge"]
    await until(machine, application, Owed.OFFER_LAPSES)
    assert {"notice.offer_lapsed", "staff.told.offer_lapsed"} <= {*told(machine)}
    assert machine.ask("SELECT count(*) FROM claim WHERE live") == [(0,)]


async def test_the_clocks_of_a_booking_come_in_order_each_once(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    application = machine.booked(chat, group)
    await machine.worker.settle()
    told(machine)

    await until(machine, application)

    heard = told(machine)
    expected = [
        "notice.reminder_soon",
        "staff.told.link_missing",
        "staff.told.start",
        "notice.trouble",
        "notice.deemed",
        "staff.told.deemed",
    ]
    assert [key for key in heard if key in expected and key != "staff.told.link_missing"] == [
        key for key in expected if key != "staff.told.link_missing"
    ]
    assert machine.whole(application).status is Status.DEEMED_CANCELLED
    assert {status for status, _ in clocks(machine, application).values()} <= {"done", "dropped"}
    machine.later(days=2)
    assert await machine.worker.tick() <= 2  # the morning list of that day, and letters that are old enough to erase


async def test_a_contact_drops_trouble_and_deeming(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    application = machine.booked(chat, group)
    await until(machine, application, Owed.START)
    machine.happen(chat, Contacted(application.id, ContactKind.LATE, machine.clock.now()))

    await until(machine, application)

    assert machine.whole(application).status is Status.BOOKED
    assert clocks(machine, application)["grace", 0] == ("dropped", "in_touch")


def at_the_moment_of_doing(monkeypatch: pytest.MonkeyPatch, application: Callable[[Application], Application]) -> None:
    """Something changed between the planning of a clock and its coming."""
    real = applications.by_id
    monkeypatch.setattr(
        applications,
        "by_id",
        lambda unit, ident: (found := real(unit, ident)) and application(found),
    )


async def test_a_clock_of_a_status_that_is_over_is_dropped_with_the_status(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = machine.wish(machine.chat("taro"))
    at_the_moment_of_doing(monkeypatch, lambda found: replace(found, status=Status.BOOKED))

    await until(machine, application, Owed.ANSWER_DUE)

    assert clocks(machine, application)["answer_due", 0] == ("dropped", "booked")


async def test_a_clock_planned_for_something_replaced_is_dropped_as_superseded(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = machine.wish(machine.chat("taro"))
    at_the_moment_of_doing(monkeypatch, lambda found: replace(found, answer_due=machine.later(hours=1)))

    await until(machine, application, Owed.ANSWER_DUE)

    assert clocks(machine, application)["answer_due", 0] == ("dropped", "superseded")


async def test_after_an_outage_a_nudge_for_an_offer_that_is_over_is_dropped_as_too_late(machine: Machine) -> None:
    application = machine.offer(machine.staff_group(), machine.wish(machine.chat("taro")))

    machine.later(hours=9)
    await machine.worker.settle()

    assert clocks(machine, application)["offer_nudge", 0] == ("dropped", "too_late")
    assert clocks(machine, application)["offer_lapses", 0][0] == "done"
    assert "notice.nudge" not in told(machine)


async def test_a_clock_of_an_application_that_was_erased_is_dropped(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = machine.wish(machine.chat("taro"))
    monkeypatch.setattr(applications, "by_id", lambda _unit, _ident: None)

    await until(machine, application, Owed.ANSWER_DUE)

    assert clocks(machine, application)["answer_due", 0] == ("dropped", "erased")


async def test_two_processes_do_a_clock_once(make_machine: MakeMachine, database_url: str) -> None:
    machine, other = make_machine(database_url), make_machine(database_url)
    application = machine.offer(machine.staff_group(), machine.wish(machine.chat("taro")))
    await machine.worker.settle()
    told(machine)
    nudge = machine.do(lambda unit: due.waiting(unit, application.id))[0].at
    machine.clock.move_to(nudge)
    other.clock.move_to(nudge)

    both = [each.store.write(each.schedule.one) for _ in range(4) for each in (machine, other)]
    done = [each.result(30) for each in both]
    assert any(done)
    await machine.worker.settle()

    assert told(machine).count("notice.nudge") == 1
    assert clocks(machine, application)["offer_nudge", 0][0] == "done"


# -- failing clocks ---------------------------------------------------------------------------------------------


def broken(monkeypatch: pytest.MonkeyPatch, application: Application, error: Exception) -> None:
    """The clocks of one application fail."""
    real = notices

    def fail(fact: Any, *rest: Any) -> Any:
        if fact.application == application.id:
            raise error
        return real(fact, *rest)

    monkeypatch.setattr("bot.schedule.notices", fail)


async def test_a_clock_that_fails_blocks_no_other_and_leaves_nothing_behind(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, logged: list[Any]
) -> None:
    machine.staff_group()
    bad, good = machine.wish(machine.chat("taro")), machine.wish(machine.chat("hanako"))
    await machine.worker.settle()
    told(machine)
    broken(monkeypatch, bad, RuntimeError("what a person wrote"))

    await until(machine, good, Owed.ANSWER_DUE)

    assert clocks(machine, good)["answer_due", 0][0] == "done"
    assert clocks(machine, bad)["answer_due", 0] == ("waiting", "")
    assert "staff.told.answer_due" in told(machine)
    assert "what a person wrote" not in repr(logged)


async def test_a_clock_that_fails_five_times_is_given_up_and_staff_are_told(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, logged: list[Any]
) -> None:
    machine.staff_group()
    application = machine.wish(machine.chat("taro"))
    await machine.worker.settle()
    told(machine)
    broken(monkeypatch, application, RuntimeError())

    await until(machine, application, Owed.STAFF_NUDGE)
    for tries in range(1, TRIES):
        assert sum(each["event"] == "a clock failed" for each in logged) == tries
        machine.clock.move_to(machine.clock.now() + timedelta(seconds=4**tries))
        await machine.worker.settle()

    assert clocks(machine, application)["staff_nudge", 0] == ("dropped", "failed: RuntimeError")
    assert told(machine).count("staff.told.failed") == 1


async def test_the_databases_own_trouble_is_not_the_clocks_fault(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, logged: list[Any]
) -> None:
    machine.staff_group()
    application = machine.wish(machine.chat("taro"))
    trouble = [OperationalError("UPDATE", {}, _Driver("40P01"))]
    real = notices

    def once(*args: Any) -> Any:
        if trouble:
            raise trouble.pop()
        return real(*args)

    monkeypatch.setattr("bot.schedule.notices", once)

    await until(machine, application, Owed.ANSWER_DUE)

    assert clocks(machine, application)["answer_due", 0][0] == "done"
    assert not [each for each in logged if each["event"] == "a clock failed"]


class _Driver(Exception):
    """As a driver raises it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__()
        self.sqlstate = sqlstate


async def test_one_job_that_fails_does_not_stop_the_others(
    make_machine: MakeMachine, database_url: str, monkeypatch: pytest.MonkeyPatch, logged: list[Any]
) -> None:
    machine = make_machine(database_url, morning_list=True)
    machine.staff_group()
    monkeypatch.setattr(conversations, "drafts_expired", _fail)

    await machine.worker.settle()

    assert told(machine) == ["staff.today.empty"]
    assert any(each["event"] == "a job failed" for each in logged)


def _fail(*_args: object, **_more: object) -> Any:
    raise RuntimeError


# -- the morning list -------------------------------------------------------------------------------------------


async def test_the_morning_list_goes_out_once_even_with_two_processes(
    make_machine: MakeMachine, database_url: str
) -> None:
    machine = make_machine(database_url, morning_list=True)
    other = make_machine(database_url, morning_list=True)
    machine.staff_group()

    both = [each.store.write(each.schedule.morning_lists) for _ in range(4) for each in (machine, other)]

    assert sum(each.result(30) for each in both) == 1
    await machine.worker.settle()
    assert told(machine) == ["staff.today.empty"]


@pytest.mark.parametrize(
    ("day", "at", "lists"),
    [
        pytest.param(0, -SECOND, 0, id="before its time"),
        pytest.param(0, SECOND * 0, 1, id="at its time"),
        pytest.param(0, timedelta(hours=6) - SECOND, 1, id="late"),
        pytest.param(0, timedelta(hours=6), 0, id="too late"),
        pytest.param(5, SECOND, 0, id="on a Saturday"),
        pytest.param(7, SECOND, 0, id="on a holiday"),
    ],
)
async def test_the_morning_list_goes_out_on_working_mornings_only(
    make_machine: MakeMachine, sqlite_url: str, day: int, at: timedelta, lists: int
) -> None:
    machine = make_machine(sqlite_url, morning_list=True)
    machine.staff_group()
    machine.clock.at = morning(machine.clock.now() + timedelta(days=day), machine.policy) + at

    await machine.worker.settle()

    assert told(machine).count("staff.today.empty") == lists


# -- drafts that reached their end ------------------------------------------------------------------------------


async def test_unfinished_answers_are_erased_at_their_time_and_their_owner_is_told_once(machine: Machine) -> None:
    machine.opens("taro")
    machine.says("taro", "English")
    await machine.worker.settle()
    told(machine)
    assert machine.chat("taro").draft_expires_at

    machine.later(days=1)
    await machine.worker.settle()

    assert machine.chat("taro").draft_expires_at is None
    assert len(told(machine)) == 1
    assert await machine.worker.tick() <= 1


async def test_a_draft_that_another_process_expired_meanwhile_is_left_alone(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.opens("taro")
    machine.says("taro", "English")
    await machine.worker.settle()
    told(machine)
    answers = [(machine.chat("taro"),)]
    monkeypatch.setattr(conversations, "drafts_expired", lambda _unit, _limit: answers.pop() if answers else ())

    await machine.worker.settle()

    assert told(machine) == []


async def test_a_draft_that_cannot_be_read_is_erased_all_the_same(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.opens("taro")
    machine.says("taro", "English")
    await machine.worker.settle()
    real = conversations.session
    monkeypatch.setattr(conversations, "session", _fail)

    machine.later(days=1)
    await machine.worker.settle()

    monkeypatch.setattr(conversations, "session", real)

    chat = machine.chat("taro")
    assert chat.draft_expires_at is None
    assert machine.do(lambda unit: conversations.session(unit, chat, {})) == Session()
