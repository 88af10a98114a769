"""Whoever waits for a day is kept with it, without a wish; a time of that day that is given back is kept for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.opening import DAY
from flows.office.reminders import Owed
from flows.office.waiting import wait_ends
from storage.meaning import IllegalMove
from storage.records import applications, claims, due
from tests.storage.house import CLERK

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from storage.records.conversations import Conversation
    from tests.storage.house import House


def waits(house: House, chat: Conversation, ahead: int = 0) -> Application:
    day = house.free(1)[0].day + ahead * DAY
    return house.wish(chat, wishes=(), waits_for=day, answer_due=wait_ends(day, house.policy))


def kinds(house: House, application: Application) -> list[Owed]:
    return [each.kind for each in house.do(lambda unit: due.waiting(unit, application.id))]


def test_the_day_is_kept_and_nothing_is_owed_but_its_end(house: House) -> None:
    waiting = waits(house, house.chat())
    (kept,) = house.do(lambda unit: applications.unanswered(unit, "demo"))
    assert (kept.waits_for, kept.wishes, kept.in_line) == (house.free(1)[0].day, (), True)
    assert kinds(house, waiting) == [Owed.REQUEST_LAPSES]


def test_a_time_of_that_day_and_of_no_other_is_kept_for_who_waits(house: House) -> None:
    booked = house.booked(house.chat("person"))
    waits(house, house.chat("other"), ahead=1)
    again = house.booked(house.chat("second"), house.free(2)[1])
    house.keep(house.chat("person"), facts.Cancelled(booked.id))
    assert Owed.FREED not in kinds(house, booked)
    waits(house, house.chat("third"))
    house.keep(house.chat("second"), facts.Cancelled(again.id))
    assert Owed.FREED in kinds(house, again)


def test_new_wishes_end_the_wait_for_the_day(house: House) -> None:
    chat = house.chat()
    waiting = waits(house, chat)
    start = house.free(1)[0].start
    house.keep(chat, facts.WishedAgain(waiting.id, (start,), house.now + DAY))
    after = house.whole(waiting.id)
    assert (after.status, after.waits_for, after.wishes) == (Status.REQUESTED, None, (start,))


@pytest.mark.parametrize(
    ("closed", "status"), [(False, Status.CANCELLED_BY_PERSON), (True, Status.LAPSED)], ids=["served", "closed"]
)
def test_a_wait_that_staff_have_ended_owes_nothing_more_and_what_was_held_for_it_is_free(
    house: House,
    closed: bool,  # noqa: FBT001 -- a table
    status: Status,
) -> None:
    booked = house.booked(house.chat("person"))
    waiting = waits(house, house.chat("other"))
    house.keep(house.chat("person"), facts.Cancelled(booked.id))
    slot = booked.appointment.slot if booked.appointment else house.free(1)[0]
    held = facts.OfferedFreed(waiting.id, ((slot, "A"),), house.now + timedelta(hours=1))
    house.do(lambda unit: claims.release(unit, booked.id))
    house.keep(house.chat("other"), held)
    house.keep(house.staff_group(), facts.WaitEnded(waiting.id, CLERK, closed))
    assert house.whole(waiting.id).status is status
    assert kinds(house, waiting) == []
    assert slot.start not in {start for _, start in house.do(lambda unit: claims.taken(unit, "demo"))}
    with pytest.raises(IllegalMove):
        house.keep(house.staff_group(), facts.WaitEnded(waiting.id, CLERK, closed))
