"""A name that is a yes or a no somewhere is asked about once, and taken if it is one."""

from __future__ import annotations

import pytest

from locales.words import catalogues
from tests.flows.house import policy
from tests.flows.talk import Talk


@pytest.mark.parametrize("typed", ["Hai", "hai", "SÍ", "yes", "No", "ＨＡＩ。", "<b>Yes</b>", "<i>Test</i>", "[Test]"])
def test_a_word_that_is_an_answer_somewhere_is_asked_about_once_and_taken_with_a_yes(typed: str) -> None:
    person = Talk().person.to("booking.name")
    person.says(typed)
    assert person.step == "booking.name_sure"
    person.taps("yes")
    assert person.step == "booking.number"
    taken = person.draft.name
    assert taken
    person.to("booking.review")
    assert person.draft.name == taken
    assert [each.key for each in person.heard].count("booking.name_sure.ask") == 1


def test_no_asks_for_the_name_again_and_another_name_is_taken_at_once() -> None:
    person = Talk().person.to("booking.name")
    person.says("hai")
    person.taps("no")
    assert (person.step, person.draft.name) == ("booking.name", None)
    person.says("hai")
    person.says("Test Jiro")
    assert (person.step, person.draft.name) == ("booking.number", "Test Jiro")


@pytest.mark.parametrize("typed", ["Test Taro", "Hai Test", "Noh", "Si Thu"])
def test_a_name_that_only_begins_like_an_answer_is_not_doubted(typed: str) -> None:
    person = Talk().person.to("booking.name")
    person.says(typed)
    assert person.step == "booking.number"


def test_a_name_changed_at_the_summary_is_asked_about_as_well_and_leads_back() -> None:
    person = Talk().person.to("booking.review")
    person.taps("change")
    person.taps("name")
    person.says("hai")
    assert person.step == "booking.name_sure"
    person.taps("yes")
    assert (person.step, person.draft.name) == ("booking.review", "hai")


def test_the_name_of_a_language_is_a_wish_for_it_and_once_it_is_spoken_may_be_a_name() -> None:
    person = Talk(policy(languages=["en", "ja"]), words=lambda tag: catalogues()[tag]).person.to("booking.name")
    person.says("日本語")
    assert (person.locale, person.step, person.draft.name) == ("ja", "booking.name", None)
    person.says("日本語")
    assert person.step == "booking.name_sure"
    person.says("English")
    assert (person.locale, person.step) == ("en", "booking.name_sure")
    person.taps("yes")
    assert (person.step, person.draft.name) == ("booking.number", "日本語")


def test_the_name_of_a_language_that_the_office_does_not_speak_may_be_a_name() -> None:
    person = Talk(policy(languages=["en", "ja"])).person.to("booking.name")
    person.says("Português")
    assert person.step == "booking.name_sure"
    person.taps("yes")
    assert person.draft.name == "Português"
