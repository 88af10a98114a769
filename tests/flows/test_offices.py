"""Several offices in one place: chosen from a list, by a typed name, or by the link that opened the chat."""

import pytest

from flows import facts
from flows.values import Text
from tests.flows.house import policy
from tests.flows.talk import Person, Talk

NAMES = {"ja": "ハローワーク試験町", "en": "Hello Work Test Town"}


def two() -> Talk:
    return Talk(policy(), policy(id="town", names=NAMES, phone="03-1111-1111", asked__residence="off"))


def stranger() -> Person:
    """Somebody who came by no link."""
    return two().meets("stranger", office=None)


def asked(person: Person) -> Person:
    person.opens()
    person.taps("en")
    assert person.news()[-1] == "booking.office.ask"
    return person


def test_who_comes_by_no_link_is_greeted_for_all_and_asked_which_office() -> None:
    person = stranger()
    person.opens()
    assert person.last().values["office"] == Text("office.any")
    person.taps("en")
    assert person.news()[-1] == "booking.office.ask"
    assert [each for each in person.buttons() if not each.startswith("_")] == ["test", "town"]


@pytest.mark.parametrize("typed", ["2", "Hello Work Test Town", "town", "試験町", "ハローワーク試験町", "ＴＯＷＮ"])
def test_an_office_is_chosen_by_its_number_or_by_part_of_its_name_in_any_language(typed: str) -> None:
    person = asked(stranger())
    person.says(typed)
    assert person.office == "town"
    assert person.last().values["office"] == "Hello Work Test Town"
    assert person.step == "booking.purpose"


def test_who_chooses_an_office_that_takes_no_bookings_is_told_before_anything_is_asked() -> None:
    person = stranger()
    person.talk.stopped_at = person.talk.now
    asked(person).says("test")
    assert person.news() == ["refusal.stopped", "home.next.ask"]
    person.taps("office")
    person.says("town")
    person.taps("booking")
    if person.step == "booking.language":
        person.taps("en")
    assert person.step == "booking.purpose"


@pytest.mark.parametrize("typed", ["Hello Work", "3", "perhaps", "  "])
def test_what_fits_no_one_office_is_asked_again(typed: str) -> None:
    person = asked(stranger())
    person.says(typed)
    assert person.office is None
    assert person.news()[-1] == "booking.office.ask"


@pytest.mark.parametrize("command", ["_phone", "_person"])
def test_before_an_office_is_chosen_the_telephones_of_all_are_told_and_nobody_is_troubled(command: str) -> None:
    person = asked(stranger())
    person.taps("_menu")
    person.taps(command)
    told = next(each for each in person.heard if each.key == "office.phones")
    assert [dict(line.values)["phone"] for line in told.values["offices"]] == ["03-0000-0000", "03-1111-1111"]
    assert not person.talk.of(facts.HandedOver)
    assert person.step == "booking.office"


def test_the_rules_of_the_chosen_office_hold_from_the_next_question_on() -> None:
    person = asked(stranger())
    person.taps("town")
    person.to("booking.review")
    assert person.draft.residence is None  # this office does not ask


def test_with_one_office_nobody_is_asked() -> None:
    person = Talk().person
    person.opens()
    person.taps("en")
    assert person.step == "booking.purpose"


def test_a_link_of_another_office_changes_to_it_while_nothing_is_open() -> None:
    person = two().meets("known", office="test")
    person.to("booking.name")
    person.opens("town")
    assert person.office == "town"
    assert "office.changed" in person.news()
    assert person.step == "home.next"


def test_a_link_of_another_office_changes_nothing_while_something_is_open_and_says_how_to_reach_it() -> None:
    talk = two()
    talk.person.office = "test"
    talk.person.to("booking.review").taps("apply")
    talk.person.opens("town")
    assert talk.person.office == "test"
    told = next(each for each in talk.person.heard if each.key == "office.stays")
    assert told.values["phone"] == "03-1111-1111"


def test_a_link_of_the_same_office_or_of_one_that_there_is_not_changes_nothing() -> None:
    person = two().meets("known", office="test")
    person.to("booking.name")
    for payload in ("test", "nowhere", ""):
        person.opens(payload)
        assert (person.office, person.step) == ("test", "booking.name")


def test_at_home_another_office_can_be_chosen_while_nothing_is_open() -> None:
    person = two().meets("known", office="test")
    person.to("booking.terms").taps("disagree")
    assert "office" in person.buttons()
    person.taps("office")
    assert person.step == "office.which"
    person.taps("town")
    assert (person.office, person.step) == ("town", "home.next")
    assert person.last().values["office"] == "Hello Work Test Town"


def test_nothing_can_be_applied_for_before_an_office_is_known() -> None:
    talk = two()
    person = talk.meets("odd", office="test")
    person.to("booking.review")
    person.office = None
    person.taps("apply")
    assert not talk.of(facts.Wished)
    assert person.step == "booking.office"
