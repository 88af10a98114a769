"""Asking again after a lapse, a refusal or a cancellation by the office: nobody says everything twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.office.appointment import Status
from tests.flows.house import policy
from tests.flows.talk import Talk, at

if TYPE_CHECKING:
    from tests.flows.talk import Person


def again(talk: Talk) -> Person:
    """Asked once, declined, and asking again."""
    before = talk.person.applies()
    talk.staff.says(f"{before.code} decline full")
    talk.person.taps("again")
    return talk.person.to("booking.earlier")


def wished(talk: Talk) -> facts.Wished:
    fact = talk.of(facts.Wished)[-1]
    assert isinstance(fact, facts.Wished)
    return fact


def test_who_asks_for_the_first_time_is_not_asked_about_earlier_answers() -> None:
    talk = Talk()
    talk.person.to("booking.name")
    assert "booking.earlier.ask" not in [each.key for each in talk.person.heard]


@pytest.mark.parametrize("how", ["same", "1", "yes"])
def test_one_tap_takes_over_name_number_telephone_and_needs(how: str) -> None:
    talk = Talk()
    person = again(talk)
    shown = person.last().values
    assert shown["name"].endswith("***")
    person.taps(how) if how == "same" else person.says(how)
    person.taps("registered")
    assert person.step == "booking.day"
    person.to("booking.review").taps("apply")
    fact = wished(talk)
    assert (fact.earlier, fact.name, fact.number, fact.phone) == ("id-0", "", "", "")
    assert person.application.masked_name == talk.applications["id-0"].masked_name
    assert person.stands(Status.REQUESTED)


def test_answers_that_are_entered_anew_are_as_at_the_first_time() -> None:
    talk = Talk()
    person = again(talk)
    person.taps("anew")
    assert person.step == "booking.name"
    person.applies()
    fact = wished(talk)
    assert not fact.earlier
    assert fact.name
    assert fact.phone


def test_in_the_summary_they_can_still_be_said_anew_and_the_rest_stays() -> None:
    talk = Talk()
    person = again(talk)
    person.taps("same")
    person.to("booking.review").taps("change")
    assert {"details", "needs"} <= {*person.last().codes}
    assert not {"name", "number", "phone"} & {*person.last().codes}
    person.taps("details")
    person.says("Test Jiro")
    person.to("booking.review").taps("apply")
    fact = wished(talk)
    assert (fact.earlier, fact.name) == ("", "Test Jiro")


def test_needs_are_taken_over_and_can_be_changed() -> None:
    talk = Talk()
    first = talk.person.to("booking.needs")
    first.taps("interpreter")
    first.taps("vi")
    before = first.applies()
    talk.staff.says(f"{before.code} decline full")
    first.taps("again")
    person = first.to("booking.earlier")
    person.taps("same")
    person.to("booking.review")
    assert [each.key for each in person.last().values["needs"]] == ["needs.interpreter_in"]
    person.taps("change")
    person.taps("needs")
    assert person.step == "booking.needs"
    person.taps("none")
    assert person.step == "booking.review"
    person.taps("apply")
    assert (wished(talk).needs, wished(talk).interpreter, wished(talk).earlier) == ("none", "", "id-0")


@pytest.mark.parametrize(("setting", "asked"), [("accept", True), ("refuse", False), ("office_decides", False)])
def test_without_a_number_nothing_is_taken_over_where_the_office_wants_one_s_3(setting: str, asked: bool) -> None:  # noqa: FBT001 -- a row
    talk = Talk()
    person = talk.person.to("booking.number")
    person.taps("not_yet")
    before = person.applies()
    talk.staff.says(f"{before.code} decline full")
    talk.policy = policy(asked__without_number=setting)
    person.taps("again")
    person.to("booking.place").taps("yes")
    assert person.step == ("booking.earlier" if asked else "booking.name")


def test_a_time_can_be_booked_at_once_with_the_answers_of_before_s_12_1() -> None:
    talk = Talk(policy(booking__mode="direct", booking__confirm_by="none", booking__one_a_day=False))
    talk.person.books()
    talk.person.says("booking")
    talk.person.to("home.next").taps("booking")
    talk.person.to("booking.earlier").taps("same")
    talk.person.books()
    booked = [each for each in talk.facts if isinstance(each, facts.BookedAtOnce)]
    assert [each.wished.earlier for each in booked] == ["", "id-0"]
    assert talk.person.application.appointment
    assert talk.person.application.appointment.slot.start > at(16, 0)


def test_answers_that_were_erased_meanwhile_are_asked_for_anew_before_anything_is_sent() -> None:
    talk = Talk()
    person = again(talk)
    person.taps("same")
    person.to("booking.review")
    del talk.applications["id-0"]
    person.taps("apply")
    assert len(talk.of(facts.Wished)) == 1
    assert person.step == "booking.name"
    person.to("booking.review").taps("apply")
    assert wished(talk).earlier == ""
    assert wished(talk).name
