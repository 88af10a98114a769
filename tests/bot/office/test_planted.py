"""Each invariant is seen to fail: one rule of the product is taken out, and a short story runs into the gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows import notices
from flows.office import attendance, offers, rules
from flows.office.policy import TOKYO
from flows.office.reminders import Owed
from storage.deeds import attending
from storage.records import claims
from tests.bot.office.machine import machine
from tests.bot.office.story import Story
from tests.bot.office.watch import Broken
from tests.bot.office.world import LEAD

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO)
Patch = pytest.MonkeyPatch
Begin = Callable[..., Story]


@pytest.fixture
def begin(sqlite_template: Path, tmp_path: Path) -> Iterator[Begin]:
    begun: list[Story] = []

    def one(office: str, *stages: str) -> Story:
        story: Any = machine(office, sqlite_template, tmp_path, Story)()
        begun.append(story)
        story.opens(WEDNESDAY, (*stages, "", "")[:2])
        story.all_is_well()
        return story

    yield one
    for each in begun:
        each.here.close()


def nothing(*_args: object, **_more: object) -> None:
    return None


def test_without_a_fault_the_same_stories_break_nothing(begin: Begin) -> None:
    story = begin("kumagaya", "near", "booked")
    story.writes("a", 0, "hello")
    story.cancels(0)
    story.world, world = None, story.here
    world.until(world.now + timedelta(days=1))
    story.world = world
    story.all_is_well()


def test_two_bookings_of_one_time_are_seen(begin: Begin, monkeypatch: Patch) -> None:
    story = begin("kumagaya")
    story.here.store.write(lambda each: each.exec_driver_sql("DROP INDEX uq_claim_live_cell")).result()
    monkeypatch.setattr(claims, "taken", lambda _unit, _office: frozenset())
    story.come_to("a", "offered")
    story.come_to("b", "offered")
    with pytest.raises(Broken, match="no two live claims"):
        story.all_is_well()


def test_a_second_one_of_a_day_is_seen(begin: Begin, monkeypatch: Patch) -> None:
    monkeypatch.setattr(rules, "one_a_day", nothing)
    story = begin("demo", "booked")
    story.come_to("a", "booked")
    with pytest.raises(Broken, match="at most one a day"):
        story.all_is_well()


def test_what_is_confirmed_too_late_is_seen(begin: Begin, monkeypatch: Patch) -> None:
    monkeypatch.setattr(rules, "can_book", lambda *_: True)
    real = offers.expires_at
    monkeypatch.setattr("flows.staff.deeds.expires_at", lambda *of, **more: real(*of, **more) + timedelta(days=1))
    story = begin("demo", "offered")
    story.here.clock.move_to(story.here.now + timedelta(hours=21))
    story.chooses(0, 0)
    with pytest.raises(Broken, match="after its confirm-by"):
        story.all_is_well()


@pytest.mark.parametrize(
    ("how", "broken"), [("offer", "an exception is a clerk's own"), ("book", "after its confirm-by")]
)
def test_an_exception_without_a_reason_of_a_clerks_own_is_seen(
    begin: Begin, monkeypatch: Patch, how: str, broken: str
) -> None:
    monkeypatch.setattr("storage.records.exceptions.record", nothing)
    story = begin("kumagaya", "requested")
    today = story.here.now.replace(hour=16, minute=0)
    story._orders(LEAD, story.states[0], f"{how} {today:%Y-%m-%d %H:%M} because of a call")
    story.states = story.watch.states()
    if how == "offer":
        story.chooses(0, 0)
    with pytest.raises(Broken, match=broken):
        story.all_is_well()


def test_who_was_in_touch_and_is_deemed_absent_is_seen(begin: Begin, monkeypatch: Patch) -> None:
    story = begin("kumagaya", "near")
    monkeypatch.setattr(attendance.NoShowRule, "in_touch", lambda *_: False)
    story.writes("a", 0, "hello")
    story.here.until(story.here.now + timedelta(minutes=32))
    with pytest.raises(Broken, match="only without contact"):
        story.all_is_well()


def test_who_is_deemed_absent_too_soon_is_seen(begin: Begin, monkeypatch: Patch) -> None:
    monkeypatch.setattr(attendance.NoShowRule, "grace_ends", property(lambda self: self.start))
    story = begin("demo", "near")
    story.here.until(story.here.now + timedelta(minutes=22))
    with pytest.raises(Broken, match="never before start"):
        story.all_is_well()


def test_who_is_not_told_of_the_end_is_seen(begin: Begin, monkeypatch: Patch) -> None:
    monkeypatch.setitem(notices._CAME, Owed.OFFER_LAPSES, lambda *_: ())
    story = begin("demo", "offered")
    story.here.until(story.here.now + timedelta(days=7))
    with pytest.raises(Broken, match="told outcome"):
        story.watch.settled()


def test_what_never_ends_is_seen(begin: Begin, monkeypatch: Patch) -> None:
    monkeypatch.delitem(attending.FOLLOWS, Owed.REQUEST_LAPSES)
    story = begin("online-system")
    story.applies("a", 0, numbered=False)
    with pytest.raises(Broken, match="every application ends"):
        story._long_after()


def test_a_phone_only_office_that_cancels_by_chat_is_seen(begin: Begin, monkeypatch: Patch) -> None:
    monkeypatch.setattr(rules, "cancellable", nothing)
    story = begin("kumagaya", "booked")
    story.cancels(0)
    with pytest.raises(Broken, match="never cancels by chat"):
        story.all_is_well()
