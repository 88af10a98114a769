"""Nobody applies without the texts of the office, offers stay where what is taken is known, and languages are names."""

import pytest

from flows import facts
from flows.booking.needs import language
from flows.office.view import Document
from tests.flows.house import DOCUMENTS
from tests.flows.talk import Talk, at


@pytest.mark.parametrize("published", [(), DOCUMENTS[:2]])
def test_nobody_goes_on_while_a_text_of_the_office_is_missing(published: tuple[Document, ...]) -> None:
    talk = Talk()
    talk.documents = published  # type: ignore[assignment]
    talk.person.to("booking.terms").taps("go_on")
    assert talk.person.news()[0] == "refusal.texts_missing"
    assert talk.person.step == "booking.terms"


def test_a_text_that_vanished_meanwhile_stops_at_the_gate() -> None:
    talk = Talk()
    talk.person.to("booking.review")
    talk.documents = DOCUMENTS[:2]  # type: ignore[assignment]
    talk.person.taps("apply")
    assert talk.person.news()[0] == "refusal.texts_missing"
    assert not talk.of(facts.Wished)


def test_nothing_is_offered_beyond_the_horizon() -> None:
    talk = Talk()
    talk.person.applies()
    talk.staff.offers("A12", at(47, 10))
    assert talk.staff.news()[0] == "refusal.too_far"
    assert not talk.of(facts.Offered)


@pytest.mark.parametrize("name", ["Tagalog", "Quechua", "বাংলা", "မြန်မာ", "K’iche’", "한국어", "Serbo-Croatian"])
def test_a_language_is_a_name_in_any_script(name: str) -> None:
    assert language(name) == name


@pytest.mark.parametrize(
    "text", ["", "090-1234-5678", "taro@example.invalid", "１２", "x" * 41, "https://example.invalid"]
)
def test_what_is_no_name_of_a_language_is_not_kept(text: str) -> None:
    assert language(text) is None
