"""A staff group that is bound, left, entered again; orders without an author; and talk that is no order."""

from dataclasses import replace

import pytest

from flows import facts
from flows.messages import Left, Opened, Returned, Said
from flows.office.appointment import Status
from flows.office.view import Invite
from tests.flows.talk import HANAKO, Talk, at

CODE = Invite("i", "test")


def waiting() -> Talk:
    talk = Talk()
    talk.person.applies()
    return talk


def test_a_group_that_is_entered_again_hears_and_is_told_what_waits() -> None:
    talk = waiting()
    talk.staff.receive(Left())
    assert talk.of(facts.Departed)
    for event in (Opened(), Returned()):
        turn = talk.staff.receive(event)
        assert turn.facts == (facts.CameBack(),)
        assert talk.staff.news() == ["staff.binding.back", "staff.today.list"]


def test_a_bound_group_may_be_bound_again() -> None:
    talk = waiting()
    talk.staff.invite = CODE
    talk.staff.says("/bind code")
    assert talk.of(facts.GroupBound) == [facts.GroupBound("i", HANAKO)]
    assert talk.staff.news() == ["staff.binding.bound", "staff.help", "staff.today.list"]


def test_a_group_is_told_at_binding_what_waits_and_nothing_where_nothing_does() -> None:
    talk = waiting()
    talk.staff.invite = CODE
    talk.staff.unbound(Said("/bind code"))
    assert talk.staff.news()[-1] == "staff.today.list"
    empty = Talk()
    empty.staff.invite = CODE
    empty.staff.unbound(Said("/bind code"))
    assert empty.staff.news() == ["staff.binding.bound", "staff.help"]


@pytest.mark.parametrize("invite", [CODE, None])
def test_nobody_without_a_name_binds_a_group(invite: Invite | None) -> None:
    talk = Talk()
    talk.staff.invite, talk.staff.sender, talk.staff.clerk = invite, None, None
    talk.staff.unbound(Said("/bind code"))
    assert talk.staff.news() == ["staff.refused.anonymous"]
    assert not talk.facts


def test_nobody_without_a_name_gives_orders() -> None:
    talk = waiting()
    talk.staff.sender = talk.staff.clerk = None
    talk.staff.says("today")
    assert talk.staff.news() == ["staff.refused.anonymous"]


@pytest.mark.parametrize("text", ["A12 here is the link I meant", "here A12 at last", "A12 undo that please"])
def test_talk_that_begins_like_a_deed_marks_nobody(text: str) -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 10, 1))
    talk.staff.says(text)
    assert talk.staff.news() == ["staff.refused.not_understood"]
    assert talk.person.stands(Status.BOOKED)


@pytest.mark.parametrize("text", ["today I am away", "help me with this"])
def test_talk_that_begins_like_a_list_is_not_answered(text: str) -> None:
    talk = waiting()
    talk.staff.says(text)
    assert talk.staff.news() == []


def test_an_order_may_begin_with_a_slash() -> None:
    talk = waiting()
    talk.staff.says("/A12 offer 1 2")
    assert talk.of(facts.Offered)


def test_the_list_marks_whom_no_chat_can_ring() -> None:
    talk = Talk()
    made = talk.booked(at(20, 10), person=talk.meets("web", channel="web", can_ring=False))
    talk.to(at(20, 9))
    talk.staff.says("today")
    (line,) = talk.staff.last().values["lines"]
    assert line.key == "staff.today.line_web"
    talk.applications[made.id] = replace(talk.applications[made.id], web_only=False)
    talk.staff.says("today")
    assert talk.staff.last().values["lines"][0].key == "staff.today.line"
