"""A contact counts by when it was said, is kept once, and what was told of a cancellation is told to its end."""

from dataclasses import replace

import pytest

from flows import facts, register
from flows.engine import Turn
from flows.messages import Picked, Said
from flows.office.appointment import Status
from flows.office.policy import local
from tests.flows.house import policy
from tests.flows.talk import LEAD, Talk, at


def met(**rules: object) -> Talk:
    talk = Talk(policy(**rules))
    talk.booked(at(20, 10))
    return talk


def late_but_said(talk: Talk, minute: int) -> Turn:
    """*Late* was said in that minute, and comes to us only now."""
    tap = talk.person.find("late")
    view = replace(talk.person.view(tap), said_at=at(20, 10, minute))
    turn = register.turn(talk.person.session, tap, view)
    for fact in turn.facts:
        talk.happened(fact, view, talk.person)
    return turn


def test_what_was_said_in_time_undoes_a_deeming_by_itself() -> None:
    talk = met()
    talk.to(at(20, 10, 12))
    assert talk.person.stands(Status.DEEMED_CANCELLED)
    turn = late_but_said(talk, 6)
    assert talk.of(facts.Contacted)[0].happened_at == at(20, 10, 6)
    assert talk.person.stands(Status.BOOKED)
    assert turn.replies[0].key == "attending.late_told"
    assert talk.person.last().key == "notice.restored"


def test_what_was_said_after_the_grace_is_for_staff_to_look_at() -> None:
    talk = met()
    talk.to(at(20, 10, 12))
    turn = late_but_said(talk, 11)
    assert talk.person.stands(Status.DEEMED_CANCELLED)
    assert turn.replies[0].key == "attending.in_touch_told"


def test_any_message_counts_by_when_it_was_said_too() -> None:
    talk = met(attendance__any_message_counts=True)
    talk.to(at(20, 10, 12))
    view = replace(talk.person.view(), said_at=at(20, 10, 8))
    turn = register.turn(talk.person.session, Said("I am coming"), view)
    assert [each.happened_at for each in turn.facts if isinstance(each, facts.Contacted)] == [at(20, 10, 8)]


def test_a_platform_whose_clock_runs_ahead_says_nothing_in_the_future() -> None:
    view = Talk().view()
    assert replace(view, said_at=at(30, 10)).heard_at == view.now
    assert view.heard_at == view.now


def test_the_same_word_again_is_answered_again_and_passed_on_once() -> None:
    talk = met()
    talk.to(at(20, 10, 1))
    for _ in range(3):
        talk.person.taps("late")
        assert talk.person.news()[0] == "attending.late_told"
    assert len(talk.of(facts.Contacted)) == 1
    talk.person.taps("cannot_connect")
    assert len(talk.of(facts.Contacted)) == 2


def test_a_word_said_too_early_to_count_counts_when_said_again() -> None:
    talk = met()
    talk.to(at(19, 12))
    talk.person.taps("late")
    talk.person.taps("late")
    assert len(talk.of(facts.Contacted)) == 1
    talk.to(at(20, 10, 3))
    talk.person.taps("late")
    assert local(talk.of(facts.Contacted)[-1].happened_at) == at(20, 10, 3)
    talk.to(at(20, 10, 20))
    assert talk.person.stands(Status.BOOKED)


def test_i_was_in_touch_is_passed_on_once() -> None:
    talk = met()
    talk.to(at(20, 10, 12))
    tap = talk.person.find("in_touch")
    assert isinstance(tap, Picked)
    for _ in range(2):
        talk.person.receive(tap)
        assert talk.person.news()[0] == "attending.appeal_told"
    assert len(talk.of(facts.SaidInTouch)) == 1


def test_who_was_told_of_a_cancellation_is_told_that_they_were_here() -> None:
    talk = met()
    talk.to(at(20, 10, 12))
    talk.staff.taps("here")
    assert talk.person.last().key == "notice.attended"


def test_who_said_they_were_in_touch_is_told_what_staff_found() -> None:
    talk = met()
    talk.to(at(20, 10, 12))
    talk.person.taps("in_touch")
    talk.staff.clerk = LEAD
    talk.staff.taps("uphold")
    assert talk.person.last().key == "notice.appeal_upheld"


def test_who_never_heard_of_a_cancellation_hears_nothing_of_its_correction() -> None:
    talk = met(attendance__deemed_notice="after_clerk")
    talk.to(at(20, 10, 12))
    heard = len(talk.person.heard)
    talk.staff.taps("here")
    assert len(talk.person.heard) == heard


def test_staff_are_told_whether_an_undo_was_told() -> None:
    talk = met()
    talk.to(at(20, 10, 1))
    talk.staff.taps("here")
    talk.staff.says("A12 undo")
    assert talk.staff.news() == ["staff.did.undo_untold"]
    talk = met()
    talk.to(at(20, 10, 12))
    talk.staff.says("A12 undo")
    assert talk.staff.news() == ["staff.did.undo"]


@pytest.mark.parametrize("said", ["good morning", "late"])
def test_one_message_is_contact_about_every_booking_that_it_is_in_time_for(said: str) -> None:
    talk = Talk(policy(attendance__any_message_counts=True, booking__one_a_day=False))
    talk.booked(at(20, 10))
    talk.booked(at(20, 10, 30))
    talk.to(at(20, 10, 5))
    talk.person.says(said)
    talk.to(at(20, 10, 45))
    assert [each.status for each in talk.person.view().applications] == [Status.BOOKED, Status.BOOKED]
