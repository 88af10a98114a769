"""A new version of the terms reaches whoever waits: once, by day, with its content, and no booking is touched."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flows.office.appointment import Status
from storage.records import documents, tellings

if TYPE_CHECKING:
    import pytest

    from storage.unit import Unit
    from tests.bot.moving import Machine

CHANGED = {"en": "A session may now be longer.", "ja": "時間が長くなります。"}
NIGHT = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)  # 21:00 in Tokyo
MORNING = datetime(2026, 11, 16, 23, 0, tzinfo=UTC)  # 8:00 in Tokyo


def publish(machine: Machine, version: str = "2", day: date = date(2026, 12, 1)) -> int:
    def work(unit: Unit) -> int:
        documents.publish(unit, "demo", "office", version, day, "新しい本文", announced=True, summaries=CHANGED)
        return tellings.plan(unit, machine.policy)

    return machine.do(work)


async def settle(machine: Machine) -> list[str]:
    """Everything that is due is done; what was sent to the person since."""
    before = len(machine.phone.keys("taro"))
    await machine.worker.settle()
    return machine.phone.keys("taro")[before:]


def states(machine: Machine) -> list[tuple[Any, ...]]:
    return machine.ask("SELECT status, reason FROM telling ORDER BY id")


async def test_a_person_with_a_booking_is_told_once_with_what_changed_in_their_language(machine: Machine) -> None:
    taro, group = machine.chat("taro"), machine.staff_group()
    machine.booked(taro, group)
    await settle(machine)
    assert publish(machine) == 1
    assert await settle(machine) == ["notice.terms_changed"]
    sending = machine.phone.sendings[-1]
    assert "A session may now be longer." in sending.payload["texts"][0]
    assert "December 1, 2026" in sending.payload["texts"][0]
    assert states(machine) == [("told", "")]
    machine.later(hours=3)
    assert "notice.terms_changed" not in await settle(machine)


async def test_nobody_is_told_by_night_but_in_the_morning(machine: Machine) -> None:
    machine.wish(machine.chat("taro"))
    await settle(machine)
    machine.clock.move_to(NIGHT)
    publish(machine)
    assert "notice.terms_changed" not in await settle(machine)
    machine.clock.move_to(MORNING - timedelta(minutes=1))
    assert "notice.terms_changed" not in await settle(machine)
    machine.clock.move_to(MORNING)
    assert "notice.terms_changed" in await settle(machine)


async def test_what_came_due_by_day_and_could_not_go_out_waits_for_the_morning(machine: Machine) -> None:
    machine.wish(machine.chat("taro"))
    await settle(machine)
    publish(machine)
    machine.clock.move_to(NIGHT)
    assert "notice.terms_changed" not in await settle(machine)
    assert states(machine) == [("waiting", "")]
    machine.clock.move_to(MORNING)
    assert "notice.terms_changed" in await settle(machine)


async def test_whoever_applied_after_the_publication_is_told_within_the_hour(machine: Machine) -> None:
    machine.staff_group()
    await settle(machine)
    assert publish(machine) == 0
    machine.wish(machine.chat("taro"))
    machine.later(hours=1)
    assert "notice.terms_changed" in await settle(machine)


async def test_somebody_with_two_applications_is_told_once_of_each_version(machine: Machine) -> None:
    taro = machine.chat("taro")
    machine.wish(taro)
    machine.wish(taro)
    await settle(machine)
    publish(machine)
    publish(machine, "3")
    assert (await settle(machine)).count("notice.terms_changed") == 2  # one a version


async def test_whoever_waits_for_nothing_any_more_is_not_told(machine: Machine) -> None:
    application = machine.wish(machine.chat("taro"))
    await settle(machine)
    publish(machine)
    machine.ask("UPDATE application SET status = 'declined' WHERE id = :ident RETURNING id", ident=application.id)
    assert "notice.terms_changed" not in await settle(machine)
    assert states(machine) == [("dropped", "over")]


async def test_a_failure_leaves_nobody_out(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.wish(machine.chat("taro"))
    await settle(machine)
    publish(machine)
    with monkeypatch.context() as broken:
        broken.setattr("bot.announcing.announcement", lambda *_args: 1 / 0)
        assert "notice.terms_changed" not in await settle(machine)
    assert states(machine) == [("waiting", "")]
    machine.later(minutes=10)
    assert "notice.terms_changed" in await settle(machine)


async def test_agreeing_again_is_kept_seen_by_staff_and_changes_no_booking(machine: Machine) -> None:
    taro, group = machine.chat("taro"), machine.staff_group()
    application = machine.booked(taro, group)
    await settle(machine)
    publish(machine)
    await settle(machine)
    assert machine.whole(application).terms_pending
    sending = machine.phone.sendings[-1]
    code = sending.payload["codes"][0][0]
    assert code.startswith("agree-")
    machine.event("taro", "picked", prompt=sending.payload["prompts"][0], code=code)
    assert "renewing.agreed" in await settle(machine)
    machine.event("taro", "picked", prompt=sending.payload["prompts"][0], code=code)
    assert "renewing.agreed" in await settle(machine)
    whole = machine.whole(application)
    assert (whole.terms_pending, whole.status) == (False, Status.BOOKED)
    kept = machine.ask("SELECT version, words, application_id FROM agreement WHERE document = 'office'")
    assert kept == [("2", "I agree to it", application.id)]
