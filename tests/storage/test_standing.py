"""Counts, refusals and appeals as they are kept, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.office.appointment import Deed, Status
from flows.office.policy import local
from flows.office.reminders import Due, Owed
from flows.office.standing import Refused, Standing, appeal_due
from storage.meaning import AlreadyRefused, ChangedMeanwhile, IllegalMove
from storage.records import audit, due, standing
from tests.storage.house import CLERK, House

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from storage.records.conversations import Conversation

OTHER = facts.Clerk("u-other", "Clerk Two", "lead")


def missed(house: House, chat: Conversation) -> Application:
    """Booked, and deemed cancelled by its clock."""
    booked = house.booked(chat)
    assert booked.appointment
    grace = next(each for each in waiting(house, booked) if each.kind is Owed.GRACE)
    house.now = grace.at
    house.keep(chat, facts.Came(booked.id, grace))
    found = house.whole(booked.id)
    assert found.status is Status.DEEMED_CANCELLED
    return found


def waiting(house: House, application: Application) -> tuple[Due, ...]:
    return house.do(lambda unit: due.waiting(unit, application.id))


def count(house: House, person: str) -> int:
    return house.do(lambda unit: standing.of(unit, [person], house.policy)).get(person, Standing()).no_shows


def appeal(house: House, chat: Conversation, application: Application) -> None:
    house.keep(chat, facts.SaidInTouch(application.id, appeal_due(house.now, house.policy)))


def test_only_what_stands_as_deemed_cancelled_counts_for_this_person_and_office(house: House) -> None:
    chat, other = house.chat(), house.chat()
    first, second = missed(house, chat), missed(house, chat)
    assert count(house, first.person) == 2
    assert count(house, str(other.person)) == 0
    house.keep(house.staff_group(), facts.Marked(second.id, Deed.OUR_FAULT, CLERK))
    assert count(house, first.person) == 1
    house.keep(house.staff_group(), facts.Undone(first.id, CLERK))
    assert count(house, first.person) == 0


def test_both_sides_of_a_talk_know_the_count(house: House) -> None:
    chat = house.chat()
    found = missed(house, chat)
    assert house.see(chat).own_standing.no_shows == 1
    assert house.see(house.staff_group()).standing_of(found.person).no_shows == 1
    assert house.see(house.chat()).own_standing == Standing()


def test_the_count_forgets_a_booking_after_the_last_day_of_its_window(house: House) -> None:
    found = missed(house, house.chat())
    assert found.appointment
    start = local(found.appointment.slot.start)
    last = start.replace(hour=23, minute=59) + timedelta(days=house.policy.refusal.window_days)
    house.now = last
    assert count(house, found.person) == 1
    house.now = last + timedelta(minutes=1)
    assert count(house, found.person) == 0


def test_an_open_appeal_is_not_counted_and_an_upheld_one_is(house: House) -> None:
    chat, group = house.chat(), house.staff_group()
    found = missed(house, chat)
    appeal(house, chat, found)
    assert house.whole(found.id).appealed
    assert count(house, found.person) == 0
    assert [each.kind for each in waiting(house, found)] == [Owed.APPEAL_DUE, Owed.APPEAL_DUE, Owed.STAFF_AGAIN]
    house.keep(group, facts.AppealDecided(found.id, accepted=False, by=CLERK))
    assert count(house, found.person) == 1
    assert waiting(house, found) == ()
    with pytest.raises(ChangedMeanwhile):
        house.keep(group, facts.AppealDecided(found.id, accepted=True, by=CLERK))


def test_an_accepted_appeal_puts_the_booking_back(house: House) -> None:
    chat = house.chat()
    found = missed(house, chat)
    appeal(house, chat, found)
    house.keep(house.staff_group(), facts.AppealDecided(found.id, accepted=True, by=CLERK))
    again = house.whole(found.id)
    assert again.status is Status.BOOKED
    assert again.appointment
    assert again.appointment.mark is Deed.UNDO
    assert again.appeal
    assert again.appeal.decided == "accepted"
    assert "accept" in [each.deed for each in house.do(lambda unit: audit.about(unit, found.id))]


def test_a_correction_ends_an_appeal_and_a_later_one_may_follow(house: House) -> None:
    chat, group = house.chat(), house.staff_group()
    found = missed(house, chat)
    appeal(house, chat, found)
    house.keep(group, facts.Marked(found.id, Deed.HERE, CLERK))
    again = house.whole(found.id)
    assert again.appeal
    assert again.appeal.decided == "corrected"
    with pytest.raises(IllegalMove):
        appeal(house, chat, found)
    house.keep(group, facts.Undone(found.id, CLERK))
    house.keep(group, facts.Marked(found.id, Deed.NO_CONTACT, CLERK))
    appeal(house, chat, found)
    assert house.whole(found.id).appealed


def test_a_mark_keeps_all_who_said_no_contact(house: House) -> None:
    found, group = missed(house, house.chat()), house.staff_group()
    for clerk in (CLERK, OTHER):
        house.keep(group, facts.Marked(found.id, Deed.NO_CONTACT, clerk))
    marked = house.whole(found.id).appointment
    assert marked
    assert marked.marked_by == f"telegram:{CLERK.id} telegram:{OTHER.id}"


def test_staff_see_an_appealed_booking_until_it_is_decided(house: House) -> None:
    chat, group = house.chat(), house.staff_group()
    found = missed(house, chat)
    appeal(house, chat, found)
    house.later(days=30)
    assert house.see(group).application(found.id)
    house.keep(group, facts.AppealDecided(found.id, accepted=False, by=CLERK))
    house.later(days=8)
    assert house.see(group).application(found.id) is None


def test_a_timeline_tells_what_happened_with_its_authors_and_only_to_staff(house: House) -> None:
    chat, group = house.chat(), house.staff_group()
    found = missed(house, chat)
    house.later(minutes=5)
    appeal(house, chat, found)
    told = house.see(group).timelines[found.id]
    assert [(each.what, each.author) for each in told] == [
        ("choose", "person"),
        ("deem", "clock"),
        ("said_in_touch", "person"),
    ]
    assert house.see(chat).timelines == {}


def test_later_use_is_refused_until_its_last_day_is_over(house: House) -> None:
    found, group = missed(house, house.chat()), house.staff_group()
    until = local(house.now).date() + timedelta(days=3)
    house.keep(group, facts.UseRefused(found.id, "absences", until, CLERK))

    def refused() -> Refused | None:
        return house.do(lambda unit: standing.of(unit, [found.person], house.policy))[found.person].refused

    assert refused() == Refused("absences", until, CLERK.name)
    house.now = local(house.now).replace(hour=23, minute=59) + timedelta(days=3)
    assert refused()
    house.later(minutes=1)
    assert refused() is None
    house.keep(group, facts.UseRefused(found.id, "rules", until + timedelta(days=9), CLERK))
    assert refused()


def test_two_refusals_at_once_are_one_and_lifting_is_done_once(house: House) -> None:
    found, group = missed(house, house.chat()), house.staff_group()
    fact = facts.UseRefused(found.id, "absences", local(house.now).date() + timedelta(days=30), CLERK)
    house.keep(group, fact)
    with pytest.raises(AlreadyRefused):
        house.keep(group, replace(fact, by=OTHER))
    house.later(days=20)
    assert house.see(group).application(found.id)
    house.keep(group, facts.UseAllowed(found.id, CLERK))
    with pytest.raises(ChangedMeanwhile):
        house.keep(group, facts.UseAllowed(found.id, OTHER))
    assert house.see(group).standing_of(found.person).refused is None
    deeds = [each.deed for each in house.do(lambda unit: audit.about(unit, found.id))]
    assert deeds.count("refuse_use") == deeds.count("lift_refusal") == 1


def test_a_clock_deems_nobody_who_was_given_no_link(house: House) -> None:
    chat = house.chat()
    booked = house.book(chat, house.offer(house.staff_group(), house.wish(chat)))
    grace = next(each for each in waiting(house, booked) if each.kind is Owed.GRACE)
    house.now = grace.at
    house.keep(chat, facts.Came(booked.id, grace))
    assert house.whole(booked.id).status is Status.BOOKED
    assert Owed.GRACE not in [each.kind for each in waiting(house, booked)]
    assert count(house, booked.person) == 0
