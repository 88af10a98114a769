"""Another time for a booking: the old one is kept until the new one is certain."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.policy import Policy, local
from flows.office.reminders import Owed
from tests.flows.house import policy
from tests.flows.talk import JIRO, Person, Talk, at, slot

OLD, NEW, OTHER = at(26, 10), at(27, 14), at(30, 9)
"""A Thursday, the Friday after it, and the Monday after that."""


def wishes(person: Person, *starts: datetime) -> None:
    """States them, typed, and sends them."""
    for number, start in enumerate(starts):
        if number:
            person.taps("another")
        person.says(f"{local(start):%Y-%m-%d %H:%M}")
    person.taps("enough")


def asked(rules: Policy | None = None) -> Talk:
    """Booked, and another time is wished for."""
    talk = Talk(rules)
    talk.booked(OLD)
    talk.person.says("change")
    wishes(talk.person, NEW)
    return talk


def proposed(*starts: datetime, rules: Policy | None = None) -> Talk:
    talk = asked(rules)
    talk.staff.offers("A12", *(starts or (NEW, OTHER)))
    return talk


def booked_at(talk: Talk, start: datetime) -> bool:
    """Is this the one time that is booked, with its claims and no others?"""
    appointment = talk.person.application.appointment
    booked = {cell for _, cell in (cell for cell, (_, until) in talk.claims.items() if until is None)}
    return (
        talk.person.stands(Status.BOOKED)
        and appointment is not None
        and appointment.slot.start == start
        and booked == {start, start + timedelta(minutes=15)}
    )


@pytest.mark.parametrize("how", ["typed", "my booking", "a reminder"])
def test_another_time_can_be_asked_for_everywhere(how: str) -> None:
    talk = Talk()
    talk.booked(OLD)
    match how:
        case "typed":
            talk.person.says("change")
        case "my booking":
            talk.person.says("booking")
            talk.person.taps("change")
        case _:
            talk.to(OLD - timedelta(days=1))
            talk.person.taps("change")
    assert talk.person.news() == ["wish.day.ask"]
    assert talk.person.step == "changing.day"


def test_new_wishes_go_to_staff_and_the_booking_stands() -> None:
    talk = asked()
    assert talk.person.news() == ["changing.done.told", "home.next.ask"]
    assert talk.person.last("changing.done.told").values["start"] == OLD
    card = talk.staff.last("staff.card.changing")
    assert (card.values["start"], card.values["wishes"]) == (OLD, (NEW,))
    assert booked_at(talk, OLD)


def test_the_time_that_is_booked_is_not_wished_for_again_but_another_that_day_is_s_12_2_1() -> None:
    talk = Talk(policy(booking__one_a_day=True))
    talk.booked(OLD)
    talk.person.says("change")
    talk.person.says(f"{local(OLD):%Y-%m-%d %H:%M}")
    assert talk.person.news()[0] == "refusal.already_booked"
    wishes(talk.person, OLD + timedelta(hours=1))
    talk.staff.offers("A12", OLD + timedelta(hours=1))
    talk.person.taps(slot(26, 11).code)
    assert booked_at(talk, OLD + timedelta(hours=1))


def test_times_are_offered_beside_the_booking_and_held() -> None:
    talk = proposed()
    assert talk.staff.news() == ["staff.did.offered"]
    letter = talk.person.last("notice.change_offered")
    assert letter.codes == (slot(27, 14).code, slot(30, 9).code, "keep")
    assert letter.values["start"] == OLD
    assert booked_at(talk, OLD)
    assert len(talk.claims) == 6


def test_staff_tick_times_on_the_card_of_a_change_as_on_any_other() -> None:
    talk = asked()
    tick = next(each for each in talk.staff.buttons() if each.startswith("s"))
    talk.staff.taps(tick)
    assert talk.staff.last().key == "staff.card.changing"
    talk.staff.taps("offer")
    assert talk.staff.news() == ["staff.did.offered"]


def test_one_tap_moves_the_booking_and_frees_the_old_time() -> None:
    talk = proposed()
    before = talk.person.application
    talk.person.taps(slot(27, 14).code)
    assert talk.person.news() == ["notice.moved", "home.next.ask"]
    assert booked_at(talk, NEW)
    assert len(talk.claims) == 2
    after = talk.person.application
    assert after.appointment
    assert after.appointment.version == 2
    assert after.join_url == before.join_url
    assert talk.staff.last("staff.told.moved").values["was"] == OLD


def test_after_the_move_only_the_new_time_is_reminded_of() -> None:
    talk = proposed()
    talk.person.taps(slot(27, 14).code)
    talk.to(OLD + timedelta(minutes=30))
    assert talk.person.stands(Status.BOOKED)
    assert {reason for due, reason in talk.dropped if due.version == "1"} == {"superseded"}
    talk.to(NEW - timedelta(hours=1))
    assert talk.person.last("notice.reminder_soon").values["start"] == NEW


def test_the_same_tap_again_gets_the_same_answer_and_moves_nothing() -> None:
    talk = proposed()
    tap = talk.person.find(slot(27, 14).code)
    talk.person.receive(tap)
    talk.person.receive(tap)
    assert talk.person.news()[0] == "notice.moved"
    assert len(talk.of(facts.Moved)) == 1


def test_the_old_time_can_be_kept_and_what_was_held_is_free() -> None:
    talk = proposed()
    talk.person.taps("keep")
    assert talk.person.news() == ["changing.kept", "home.next.ask"]
    assert talk.staff.last().key == "staff.told.change_kept"
    assert booked_at(talk, OLD)
    assert len(talk.claims) == 2


@pytest.mark.parametrize(("minutes", "moves"), [(-1, True), (0, False), (1, False)])
def test_an_offer_beside_a_booking_ends_with_its_hold_and_the_booking_stands(minutes: int, moves: bool) -> None:  # noqa: FBT001 -- a row
    talk = proposed()
    offer = talk.person.application.offer
    assert offer
    tap = talk.person.find(slot(27, 14).code)
    talk.to(offer.expires_at + timedelta(minutes=minutes))
    assert ("notice.change_ended" in [each.key for each in talk.person.heard]) != moves
    talk.person.receive(tap)
    assert booked_at(talk, NEW if moves else OLD)


def test_a_wish_that_nobody_answers_is_brought_up_again_and_then_ended_with_a_word() -> None:
    talk = asked()
    due = talk.person.application.answer_due
    assert due
    talk.to(due)
    assert talk.staff.heard[-1].key == "staff.told.change_due"
    talk.to(OLD - timedelta(minutes=60))
    assert "notice.change_ended" in [each.key for each in talk.person.heard]
    assert not talk.person.application.changing
    assert booked_at(talk, OLD)


def test_staff_may_decline_and_the_booking_stands() -> None:
    talk = asked()
    talk.staff.says("A12 decline")
    assert talk.staff.news() == ["staff.did.change_declined"]
    assert talk.person.last().key == "notice.change_declined"
    assert booked_at(talk, OLD)


def test_a_second_offer_beside_the_first_is_refused_with_who_was_faster() -> None:
    talk = proposed()
    talk.staff.clerk = talk.staff.sender = JIRO
    talk.staff.offers("A12", OTHER)
    assert talk.staff.news() == ["staff.refused.not_now"]
    assert len(talk.of(facts.ChangeOffered)) == 1


def test_without_a_wish_for_another_time_nothing_is_offered_beside_a_booking() -> None:
    talk = Talk()
    talk.booked(OLD)
    talk.staff.offers("A12", NEW)
    assert talk.staff.news() == ["staff.refused.not_now"]


@pytest.mark.parametrize(("cut_off", "minutes"), [(0, 60), (120, 120)])
def test_the_time_is_changed_here_until_contact_counts_or_the_cut_off_begins(cut_off: int, minutes: int) -> None:
    for early, news in ((1, "wish.day.ask"), (0, "refusal.phone_only"), (-1, "refusal.phone_only")):
        talk = Talk(policy(cancelling__cut_off=cut_off))
        talk.booked(OLD)
        talk.to(OLD - timedelta(minutes=minutes + early))
        talk.person.says("change")
        assert talk.person.news()[0] == news


def test_without_a_booking_there_is_nothing_to_change() -> None:
    talk = Talk()
    talk.person.applies()
    talk.person.says("change")
    assert talk.person.news()[0] == "refusal.nothing_booked"


def test_my_booking_shows_where_a_change_stands() -> None:
    talk = asked()
    talk.person.says("booking")
    assert talk.person.news() == ["looking.booking.changing"]
    talk.staff.offers("A12", NEW)
    talk.person.says("booking")
    assert talk.person.news() == ["looking.booking.moving"]
    talk.person.taps("move")
    assert talk.person.news() == ["moving.offer.ask"]


def test_new_wishes_replace_earlier_ones_and_what_was_held_for_them() -> None:
    talk = asked()
    talk.person.says("booking")
    talk.person.taps("change")
    wishes(talk.person, OTHER)
    assert talk.person.application.wishes == (OTHER,)
    assert len(talk.claims) == 2


def test_a_wish_for_another_time_keeps_the_reminders_of_the_booking() -> None:
    talk = asked()
    talk.to(OLD - timedelta(hours=1))
    assert "notice.reminder_soon" in [each.key for each in talk.person.heard]
    assert not [due for due, _ in talk.dropped if due.kind is Owed.REMINDER]


def test_a_booking_that_is_cancelled_takes_what_was_held_beside_it_along() -> None:
    talk = proposed()
    talk.person.says("cancel")
    talk.person.taps("yes")
    assert talk.person.stands(Status.CANCELLED_BY_PERSON)
    assert not talk.claims
