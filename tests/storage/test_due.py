from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.office.reminders import Owed, owed
from storage.records import due
from tests.storage.house import SOON, House

if TYPE_CHECKING:
    from storage.records.due import Coming
    from storage.unit import Unit
    from tests.storage.conftest import OpenStore

NOT_MINE = 0


def coming(house: House) -> Coming | None:
    return house.do(due.first)


def replan(house: House, ident: str) -> None:
    application = house.whole(ident)
    house.do(lambda unit: due.plan(unit, application, house.policy))


def test_a_clock_is_claimed_from_its_moment_on_the_soonest_first(house: House) -> None:
    late, early = house.wish(house.chat(), answer_due=house.now + timedelta(hours=2)), house.wish(house.chat())
    at = house.do(due.next_at)
    assert at == min(filter(None, (late.answer_due, early.answer_due)))
    assert coming(house) is None
    house.later(hours=2)
    first = coming(house)
    assert first
    assert (first.application, first.due.kind) == (late.id, Owed.ANSWER_DUE)


def test_a_clock_that_was_done_or_dropped_is_not_claimed_again(house: House) -> None:
    one, two = house.wish(house.chat()), house.wish(house.chat())
    house.later(hours=25)
    first = coming(house)
    assert first
    house.do(lambda unit: due.done(unit, first.id))
    second = coming(house)
    assert second
    house.do(lambda unit: due.dropped(unit, second.id, "too_late"))
    assert coming(house) is None
    assert {each.kind for each in house.do(lambda unit: due.waiting(unit, one.id))} == {Owed.REQUEST_LAPSES}
    assert two.id != one.id


def test_planning_again_changes_nothing(house: House) -> None:
    application = house.wish(house.chat())
    before = house.do(lambda unit: due.waiting(unit, application.id))
    replan(house, application.id)
    assert house.do(lambda unit: due.waiting(unit, application.id)) == before


def test_a_clock_that_was_done_is_not_set_again(house: House) -> None:
    application = house.wish(house.chat())
    house.later(hours=25)
    found = coming(house)
    assert found
    house.do(lambda unit: due.done(unit, found.id))
    replan(house, application.id)
    assert [each.kind for each in house.do(lambda unit: due.waiting(unit, application.id))] == [Owed.REQUEST_LAPSES]


def test_a_booking_sets_no_clock_in_the_past(house: House) -> None:
    booked = house.booked(house.chat())
    waiting = house.do(lambda unit: due.waiting(unit, booked.id))
    assert all(each.at > house.now for each in waiting)
    assert {Owed.REMINDER, Owed.START, Owed.TROUBLE, Owed.GRACE} <= {each.kind for each in waiting}


def test_many_workers_claim_each_clock_once(open_store: OpenStore, database_url: str) -> None:
    house = House(open_store(database_url))
    for _ in range(8):
        house.wish(house.chat())
    house.later(hours=25)
    start = threading.Barrier(4)

    def one(unit: Unit) -> int | None:
        found = due.first(unit)
        if found is None:
            return None
        if not due.claim(unit, found.id):
            return NOT_MINE
        due.done(unit, found.id)
        return found.id

    def worker(_number: int) -> list[int]:
        start.wait(SOON)
        return list(iter(lambda: house.do(one), None))

    with ThreadPoolExecutor(4) as pool:
        done = [ident for mine in pool.map(worker, range(4)) for ident in mine if ident != NOT_MINE]
    assert len(done) == len(set(done)) == 8


def test_a_clock_that_waits_is_set_to_its_new_time(house: House) -> None:
    application = house.wish(house.chat(), wishes=())
    assert application.answer_due
    sooner = replace(application, wishes=(application.answer_due + timedelta(days=3),))
    house.do(lambda unit: due.plan(unit, sooner, house.policy))
    lapse = next(
        each for each in house.do(lambda unit: due.waiting(unit, application.id)) if each.kind is Owed.REQUEST_LAPSES
    )
    wanted = next(each for each in owed(sooner, house.now, house.policy) if each.kind is Owed.REQUEST_LAPSES)
    was = next(each for each in owed(application, house.now, house.policy) if each.kind is Owed.REQUEST_LAPSES)
    assert wanted.version == was.version
    assert lapse.at == wanted.at != was.at
