"""What worried people type instead of pressing: yes, no, *none*, *I will be late*, in their own words."""

import pytest

from flows import facts
from flows.office.appointment import ContactKind, Status
from locales.words import catalogues
from tests.flows.house import policy
from tests.flows.talk import Person, Talk, at


def speaking(**rules: object) -> Talk:
    return Talk(policy(**rules), words=lambda each: catalogues()[each])


def asked(tag: str, step: str) -> Person:
    person = speaking().person
    person.to(step).locale = tag
    return person


def met(tag: str, **rules: object) -> Person:
    """A booking for 10:00 on the 20th, and it is 10:01."""
    talk = speaking(**rules)
    talk.booked(at(20, 10))
    talk.person.locale = tag
    talk.to(at(20, 10, 1))
    return talk.person


LATE = [
    ("en", "I will be 5 minutes late"),
    ("en", "late"),
    ("en", "Please wait!"),
    ("ja", "５分遅れます"),
    ("ja-simple", "おくれます"),
]
STUCK = [
    ("en", "I can not connect"),
    ("en", "Zoom does not work"),
    ("en", "it doesn't work"),
    ("ja", "つながりません"),
    ("ja", "音が聞こえない"),
]


@pytest.mark.parametrize(("tag", "typed"), LATE)
def test_late_is_understood_in_ones_own_words_around_the_start(tag: str, typed: str) -> None:
    person = met(tag)
    person.says(typed)
    assert person.talk.of(facts.Contacted)[-1].kind is ContactKind.LATE
    assert "attending.late_told" in person.news()
    person.talk.to(at(20, 10, 11))
    assert person.stands(Status.BOOKED)


@pytest.mark.parametrize(("tag", "typed"), STUCK)
def test_trouble_is_understood_in_ones_own_words_around_the_start(tag: str, typed: str) -> None:
    person = met(tag)
    person.says(typed)
    assert person.talk.of(facts.Contacted)[-1].kind is ContactKind.CANNOT_CONNECT
    assert "attending.cannot_connect_told" in person.news()


@pytest.mark.parametrize("typed", ["good morning", "!!", "my child is ill"])
def test_anything_else_that_is_written_then_is_contact_where_the_office_says_so_and_is_answered_so(typed: str) -> None:
    person = met("en", attendance__any_message_counts=True)
    person.says(typed)
    assert person.talk.of(facts.Contacted)[-1].kind is ContactKind.MESSAGE
    assert person.news()[0] == "attending.message_told"
    person.talk.to(at(20, 10, 11))
    assert person.stands(Status.BOOKED)


def test_the_same_words_days_before_are_no_contact() -> None:
    talk = speaking()
    talk.booked(at(20, 10))
    talk.person.says("I will be late")
    assert not talk.of(facts.Contacted)


@pytest.mark.parametrize(
    ("tag", "yes", "no"),
    [("en", "yes", "No."), ("en", "ok", "nope"), ("ja", "はい", "いいえ"), ("ja", "そうです", "違います")],
)
def test_yes_and_no_are_understood_where_a_question_is_one_of_yes_and_no(tag: str, yes: str, no: str) -> None:
    person = asked(tag, "booking.number")
    person.says("012345678901")
    person.says(no)
    assert person.step == "booking.number"
    person.says("012345678901")
    person.says(yes)
    assert (person.step, person.draft.number) == ("booking.phone", "01234-5678901")


def test_another_number_typed_where_a_guess_is_to_be_confirmed_takes_its_place() -> None:
    person = speaking().person
    person.to("booking.number").says("012345678901")
    person.says("54321-123")
    assert (person.step, person.draft.number) == ("booking.phone", "54321-123")
    person.says("back")
    person.says("012345678901")
    person.says("123456789012")
    assert (person.step, person.draft.guess) == ("booking.split", "12345-6789012")


@pytest.mark.parametrize(
    ("tag", "typed"), [("en", "none"), ("en", "I don't have"), ("en", "no"), ("ja", "ありません"), ("ja", "まだない")]
)
def test_having_no_number_yet_is_understood_however_it_is_said(tag: str, typed: str) -> None:
    person = asked(tag, "booking.number")
    person.says(typed)
    assert (person.step, person.draft.number) == ("booking.phone", "")


@pytest.mark.parametrize(("typed", "step"), [("yes", "booking.review"), ("no", "booking.day")])
def test_is_that_enough_can_be_answered_by_yes_or_no(typed: str, step: str) -> None:
    person = speaking().person
    person.to("booking.more").says(typed)
    assert person.step == step


def test_a_bare_greeting_of_a_stranger_is_no_return() -> None:
    person = Talk().person
    person.says("hello")
    assert person.news() == ["booking.language.ask"]
