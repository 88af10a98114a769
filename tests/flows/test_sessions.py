"""Sessions as they are kept, and those that an older release kept."""

from __future__ import annotations

from typing import Any

import pytest

from flows import facts, session
from flows.office.appointment import Status
from flows.register import ENGINE
from flows.session import Frame, Session, from_json, to_json
from tests.flows.talk import Person, Talk, at


def older(person: Person, **changes: Any) -> None:
    """Give the person a session as release 0 kept it, its top frame changed."""
    data = to_json(person.session)
    data["release"] = session.RELEASE - 1
    if data["frames"]:
        data["frames"][-1] |= changes
    person.session = from_json(data, ENGINE.drafts)


def test_a_session_of_the_same_release_just_goes_on() -> None:
    talk = Talk()
    person = talk.person.to("booking.phone")
    assert not person.session.outdated
    person.says("090-1234-5678")
    assert person.step == "booking.residence"


def test_a_session_of_an_older_release_restarts_politely_with_its_answers() -> None:
    talk = Talk()
    person = talk.person.to("booking.phone")
    older(person)
    person.says("090-1234-5678")
    assert person.news() == ["anytime.updated", "booking.phone.ask"]
    assert person.draft.name == "Test Taro"
    person.applies()
    assert talk.of(facts.Wished)[0].name == "Test Taro"


def test_unknown_fields_and_values_of_another_kind_are_asked_again() -> None:
    talk = Talk()
    person = talk.person.to("booking.review")
    draft = to_json(person.session)["frames"][-1]["draft"]
    older(person, draft={**draft, "phone": ["not", "a", "text"], "birth_date": "1990-01-01"})
    person.says("hello")
    assert person.news() == ["anytime.updated", "booking.phone.ask"]
    person.says("090-1234-5678")
    assert person.to("booking.review").draft.wishes


@pytest.mark.parametrize(
    ("field", "value", "step"),
    [
        ("number", "12-34", "number"),
        ("phone", "119", "phone"),
        ("residence", "maybe", "residence"),
        ("name", "", "name"),
    ],
)
def test_values_that_no_longer_fit_are_asked_again(field: str, value: str, step: str) -> None:
    talk = Talk()
    person = talk.person.to("booking.review")
    draft = to_json(person.session)["frames"][-1]["draft"]
    older(person, draft={**draft, field: value})
    person.says("hello")
    assert person.step == f"booking.{step}"


@pytest.mark.parametrize("change", [{"step": "a step of old"}, {"trail": ["a step of old"]}, {"step": 7}])
def test_an_unknown_step_restarts_politely_even_within_one_release(change: dict[str, Any]) -> None:
    talk = Talk()
    person = talk.person.to("booking.phone")
    data = to_json(person.session)
    data["frames"][-1] |= change
    person.session = from_json(data, ENGINE.drafts)
    person.says("hello")
    assert person.news() == ["anytime.updated", "booking.phone.ask"]


def test_an_unknown_flow_leads_home() -> None:
    talk = Talk()
    talk.person.applies()
    older(talk.person, flow="a flow of old")
    talk.person.says("hello")
    assert talk.person.step == "home.next"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"release": 1},
        {"release": "x", "frames": None, "asked": None},
        {"release": 1, "frames": "x", "asked": "y"},
        {"release": 1, "frames": [None, 3, "x", {}, {"flow": "booking"}, {"flow": ["booking"]}]},
        {"release": 1, "frames": [{"flow": "booking", "step": "name", "draft": 3, "trail": 3, "page": "x"}]},
    ],
)
def test_whatever_was_kept_never_stops_a_turn(data: dict[str, Any]) -> None:
    talk = Talk()
    talk.person.session = from_json(data, ENGINE.drafts)
    talk.person.says("hello")
    talk.person.says("person")
    assert talk.of(facts.HandedOver)


def test_a_tap_below_a_letter_counts_even_right_after_a_renewal() -> None:
    talk = Talk()
    talk.offered()
    talk.person.to("booking.phone")
    older(talk.person)
    talk.staff.says("help")
    talk.person.taps("s202611200100")
    assert talk.applications["id-0"].status is Status.BOOKED
    assert talk.person.news() == ["anytime.updated", "notice.booked", "booking.phone.ask"]


def test_a_typed_answer_to_a_letter_counts_even_right_after_a_renewal() -> None:
    talk = Talk()
    talk.offered()
    older(talk.person)
    talk.person.says("1")
    assert talk.person.stands(Status.BOOKED)


def test_leaving_counts_even_right_after_a_renewal() -> None:
    talk = Talk()
    talk.person.to("booking.phone")
    older(talk.person)
    talk.person.leaves()
    assert talk.person.news() == []
    assert facts.Departed() in talk.facts


def test_a_person_asked_for_right_after_a_renewal_is_asked_for() -> None:
    talk = Talk()
    talk.person.to("booking.phone")
    older(talk.person)
    talk.person.says("person")
    assert talk.person.news() == ["anytime.updated", "anytime.person", "booking.phone.ask"]


def test_whole_answers_of_an_older_release_come_back_at_the_summary() -> None:
    talk = Talk()
    person = talk.person.to("booking.review")
    older(person)
    person.says("hello")
    assert person.step == "booking.review"
    person.taps("apply")
    assert talk.of(facts.Wished)


def test_wishes_of_an_older_release_come_back_at_their_echo() -> None:
    talk = Talk()
    talk.offered()
    talk.person.taps("none")
    talk.person.says("11/24 10:00")
    older(talk.person)
    talk.person.says("hello")
    assert talk.person.news() == ["anytime.updated", "wish.more.ask"]
    talk.person.taps("enough")
    assert talk.of(facts.WishedAgain)[0].wishes == (at(24, 10),)


def test_reading_the_terms_when_renewed_does_not_lose_the_application() -> None:
    talk = Talk()
    person = talk.person.to("booking.terms")
    person.taps("read-office")
    older(person)
    person.says("hello")
    assert person.step == "reading.page"
    person.taps("close")
    assert person.step == "booking.terms"


def test_a_session_is_read_back_as_it_was_written() -> None:
    talk = Talk()
    for person in (talk.person.to("booking.review"), talk.meets("new")):
        assert from_json(to_json(person.session), ENGINE.drafts) == person.session
    empty = Session((Frame("home", "next", ENGINE.drafts["home"]()),), 3)
    assert from_json(to_json(empty), ENGINE.drafts) == empty
