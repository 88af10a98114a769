from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.office.reminders import Due, Owed, owed
from storage.records import due
from tests.storage.house import SOON, House

if TYPE_CHECKING:
    from storage.records.due import Coming
    from storage.unit import Unit
    from tests.storage.conftest import OpenStore

NOT_MINE = 0
LATER = {Owed.REQUEST_LAPSES}
"""What still waits when an answer is due, of a wish that is soon past."""


def coming(house: House) -> Coming | None:
    return house.do(due.first)


def replan(house: House, ident: str) -> None:
    application = house.whole(ident)
    house.do(lambda unit: due.plan(unit, application, house.policy))


def test_a_clock_is_claimed_from_its_moment_on_the_soonest_first(house: House) -> None:
    late, early = house.wish(house.chat(), answer_due=house.now + timedelta(hours=2)), house.wish(house.chat())
    at = house.do(due.next_at)
    assert late.answer_due
    assert at == late.answer_due - timedelta(hours=1)  # staff are nudged
    assert coming(house) is None
    house.later(hours=1)
    first = coming(house)
    assert first
    assert (first.application, first.due.kind) == (late.id, Owed.STAFF_NUDGE)
    house.do(lambda unit: due.done(unit, first.id))
    house.later(hours=1)
    second = coming(house)
    assert second
    assert (second.application, second.due.kind) == (late.id, Owed.ANSWER_DUE)
    assert early.id != late.id


def test_a_clock_that_was_done_or_dropped_is_not_claimed_again(house: House) -> None:
    one, two = house.wish(house.chat()), house.wish(house.chat())
    house.later(hours=25)
    first = coming(house)
    assert first
    house.do(lambda unit: due.done(unit, first.id))
    while found := coming(house):
        ident = found.id
        assert ident != first.id
        house.do(lambda unit, ident=ident: due.dropped(unit, ident, "too_late"))
    assert {each.kind for each in house.do(lambda unit: due.waiting(unit, one.id))} == LATER
    assert two.id != one.id


def test_of_what_is_said_to_staff_again_one_waits_at_a_time(house: House) -> None:
    application = house.wish(house.chat(), wishes=())

    def again() -> list[Due]:
        rows = house.do(lambda unit: due.waiting(unit, application.id))
        return [each for each in rows if each.kind is Owed.STAFF_AGAIN]

    (first,) = again()
    house.later(days=8)  # an outage
    replan(house, application.id)
    (next_one,) = again()
    assert next_one.version == first.version
    assert next_one.at > house.now > first.at
    house.do(lambda unit: due.came(unit, application.id, next_one))
    replan(house, application.id)
    assert again() == []  # done stays done, and its time has not come yet


def test_planning_again_changes_nothing(house: House) -> None:
    application = house.wish(house.chat())
    before = house.do(lambda unit: due.waiting(unit, application.id))
    replan(house, application.id)
    assert house.do(lambda unit: due.waiting(unit, application.id)) == before


def test_a_clock_that_was_done_is_not_set_again(house: House) -> None:
    application = house.wish(house.chat())
    house.later(hours=25)
    while found := coming(house):
        ident = found.id
        house.do(lambda unit, ident=ident: due.done(unit, ident))
    replan(house, application.id)
    assert {each.kind for each in house.do(lambda unit: due.waiting(unit, application.id))} == LATER


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
    assert len(done) == len(set(done)) == 8 * 3


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
