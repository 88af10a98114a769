"""What is valid at every step, and what old, repeated or foreign input does."""

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.register import ENGINE
from tests.flows.talk import Talk, at

ASIDE = {
    *("office", "separate", "form", "name_sure", "split", "change", "interpreter", "companion", "access"),
    *("name_reading", "status", "status_sure", "period", "past", "remind"),
}
"""Asked only after some answers."""
STEPS = tuple(f"booking.{step.id}" for step in ENGINE.flows["booking"].steps if step.id not in ASIDE)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_offers_the_menu_and_the_menu_leads_back_to_it(step: str) -> None:
    talk = Talk()
    person = talk.person.to(step)
    draft = person.draft
    person.taps("_menu")
    assert person.news() == ["menu.item.ask"]
    person.taps("_repeat")
    assert (person.step, person.draft) == (step, draft)
    person.says("menu")
    person.taps("_back")
    assert (person.step, person.draft) == (step, draft)


@pytest.mark.parametrize("step", STEPS[1:])
def test_back_leads_to_the_question_before_and_on_again(step: str) -> None:
    talk = Talk()
    person = talk.person.to(step)
    person.says("back")
    assert person.step != step
    assert person.to(step).step == step


def test_back_can_be_said_all_the_way_to_the_first_question_and_then_does_nothing() -> None:
    talk = Talk()
    person = talk.person.to("booking.review")
    for _ in range(30):
        person.says("go back")
    assert person.step == "booking.language"
    assert person.draft.name == "Test Taro"
    assert "_back" not in person.buttons()
    person.applies()
    assert len(talk.of(facts.Wished)[0].wishes) == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_person_can_be_asked_for_everywhere(step: str) -> None:
    talk = Talk()
    talk.person.to(step).says("person")
    assert talk.of(facts.HandedOver) == [facts.HandedOver(step)]
    assert talk.person.step == step
    known = "" if talk.applications else "_unknown"  # who is asked about earlier answers has asked before
    assert talk.staff.last().key == f"staff.told.handed_over{known}"


@pytest.mark.parametrize("step", STEPS)
def test_the_telephone_number_can_be_had_everywhere(step: str) -> None:
    talk = Talk()
    talk.person.to(step).says("/phone")
    assert talk.person.last("anytime.phone").values["phone"] == "03-0000-0000"
    assert talk.person.step == step


@pytest.mark.parametrize("step", STEPS)
def test_to_ask_for_a_time_in_the_middle_of_asking_loses_no_answer_and_asks_the_same_again(step: str) -> None:
    talk = Talk()
    person = talk.person.to(step)
    draft = person.draft
    person.says("/book")
    assert (person.step, person.draft) == (step, draft)
    assert person.news() == [person.last().key]


@pytest.mark.parametrize("word", ["book", "/book"])
def test_a_time_can_be_asked_for_at_home_and_from_within_anything_else(word: str) -> None:
    talk = Talk()
    person = talk.person.to("booking.review")
    person.applies()
    for aside in ("repeat", "booking", "language", "menu"):
        person.says(aside)
        person.says(word)
        assert person.step.startswith("booking.")
        person.says("cancel")
        if person.step == "dropping.sure":
            person.taps("yes")
    assert len(talk.applications) == 1


def test_a_person_can_be_asked_for_with_the_very_first_words() -> None:
    talk = Talk()
    talk.person.says("person")
    assert talk.person.news() == ["anytime.person", "booking.language.ask"]


@pytest.mark.parametrize("step", STEPS)
def test_a_language_typed_in_mid_step_changes_it_and_asks_the_same_again(step: str) -> None:
    talk = Talk()
    person = talk.person.to(step)
    draft = person.draft
    person.says("日本語")
    assert person.locale == "ja"
    if step != "booking.language":
        assert person.news()[0] == "anytime.language_changed"
        assert (person.step, person.draft) == (step, draft)


def test_the_language_is_changed_by_the_menu_too_and_values_follow_at_once() -> None:
    talk = Talk()
    person = talk.person.to("booking.purpose")
    assert person.last().values["office"] == "Hello Work Sample"
    person.taps("_menu")
    person.taps("_language")
    person.taps("ja")
    assert person.step == "booking.purpose"
    assert person.last().values["office"] == "ハローワーク見本"


def test_the_first_choice_of_language_is_spoken_at_once() -> None:
    talk = Talk()
    person = talk.person
    person.locale = "ja"
    person.opens()
    person.taps("en")
    assert person.last().values["office"] == "Hello Work Sample"


def test_a_language_that_the_office_does_not_speak_is_no_command() -> None:
    talk = Talk()
    person = talk.person.to("booking.phone")
    person.says("Português")
    assert person.news()[0] == "anytime.unreadable"


def test_asking_for_the_language_over_and_over_does_not_pile_up() -> None:
    talk = Talk()
    person = talk.person.to("booking.phone")
    for word in ("language", "menu", "language", "cancel", "cancel", "language"):
        person.says(word)
    assert len(person.session.frames) <= 4
    person.taps("en")
    while person.step != "booking.phone":
        person.says("back")
    assert person.draft.name == "Test Taro"


@pytest.mark.parametrize(("word", "then"), [("restart", "booking.language"), ("cancel", "home.next")])
def test_start_over_and_cancel_ask_before_answers_are_lost(word: str, then: str) -> None:
    talk = Talk()
    person = talk.person.to("booking.phone")
    person.says(word)
    assert person.news() == ["dropping.sure.ask"]
    person.taps("no")
    assert person.news() == ["dropping.kept", "booking.phone.ask"]
    person.says(word)
    person.taps("yes")
    assert person.news()[0] == "dropping.dropped"
    assert person.step == then
    assert [frame.flow for frame in person.session.frames] == [then.partition(".")[0]]


@pytest.mark.parametrize(("word", "then"), [("restart", "booking.language"), ("cancel", "home.next")])
def test_without_answers_nothing_is_asked(word: str, then: str) -> None:
    talk = Talk()
    talk.person.opens()
    talk.person.says(word)
    assert talk.person.step == then


def test_cancel_with_nothing_to_cancel_says_so() -> None:
    talk = Talk()
    talk.person.to("booking.terms").taps("disagree")
    talk.person.says("cancel")
    assert talk.person.news() == ["refusal.nothing_booked", "home.next.ask"]


def test_cancel_without_a_draft_is_about_the_booking() -> None:
    talk = Talk()
    talk.person.applies()
    talk.person.says("キャンセル")
    assert talk.person.news() == ["cancelling.sure.ask"]


def test_an_unreadable_answer_gets_a_better_hint_and_then_a_person() -> None:
    talk = Talk()
    person = talk.person.to("booking.phone")
    person.says("my telephone")
    assert person.news() == ["anytime.unreadable", "booking.phone.ask"]
    person.says("my telephone")
    assert person.news() == ["booking.phone.hint", "booking.phone.ask"]
    person.says("my telephone")
    assert person.news() == ["booking.phone.hint", "anytime.offer_person", "booking.phone.ask"]
    person.says("090-1234-5678")
    person.says("hm")
    assert person.news()[0] == "anytime.unreadable"


def test_a_photo_is_refused_and_the_question_asked_again() -> None:
    talk = Talk()
    talk.person.to("booking.phone").sends("photo")
    assert talk.person.news() == ["anytime.unsupported", "booking.phone.ask"]


def test_a_button_of_an_older_question_is_recognised_and_harmless() -> None:
    talk = Talk()
    person = talk.person.to("booking.needs")
    person.to("booking.day")
    draft = person.draft
    person.taps("rather_not")
    assert person.news() == ["anytime.stale", "wish.day.ask"]
    assert person.draft == draft


def test_a_repeated_tap_gets_the_same_answer_again_however_often() -> None:
    talk = Talk()
    person = talk.person.to("booking.needs")
    tap = person.find("none")
    person.receive(tap)
    asked = person.session.asked
    for _ in range(3):
        person.receive(tap)
        assert person.news() == ["wish.day.ask"]
    assert person.session.asked == asked


def test_agree_and_apply_tapped_twice_applies_once() -> None:
    talk = Talk()
    tap = talk.person.to("booking.review").find("apply")
    talk.person.receive(tap)
    talk.person.receive(tap)
    assert len(talk.applications) == 1


def test_another_button_of_the_last_question_is_stale() -> None:
    talk = Talk()
    person = talk.person.to("booking.device")
    no = person.find("no")
    person.taps("yes")
    person.receive(no)
    assert person.news() == ["anytime.stale", "booking.place.ask"]


def test_a_command_below_an_old_question_still_works_where_it_is_harmless() -> None:
    talk = Talk()
    person = talk.person.to("booking.device")
    menu, back = person.find("_menu"), person.find("_back")
    person.to("booking.phone")
    person.receive(back)
    assert person.news()[0] == "anytime.stale"
    person.receive(menu)
    assert person.news() == ["menu.item.ask"]


def test_a_button_that_is_not_of_this_chat_is_stale() -> None:
    talk = Talk()
    talk.person.to("booking.device")
    talk.person.picks("unknown", "yes")
    assert talk.person.news() == ["anytime.stale", "booking.device.ask"]


def test_a_number_means_what_stood_there_when_it_was_shown() -> None:
    talk = Talk()
    person = talk.person.to("booking.day")
    assert person.buttons()[1] == "d20261120"
    talk.to(at(18, 17, 20))
    person.says("2")
    assert person.last().values["day"].day == 20


def test_expiry_erases_the_answers_and_says_so() -> None:
    talk = Talk()
    person = talk.person.to("booking.phone")
    person.expires()
    assert person.news() == ["anytime.expired"]
    assert not person.session.frames
    person.says("hello?")
    assert person.news() == ["anytime.welcome_back", "home.next.ask"]


def test_expiry_without_answers_is_silent() -> None:
    talk = Talk()
    talk.person.opens()
    talk.person.expires()
    assert talk.person.news() == []


def test_a_button_of_an_expired_question_is_stale() -> None:
    talk = Talk()
    tap = talk.person.to("booking.device").find("yes")
    talk.person.expires()
    talk.person.receive(tap)
    assert talk.person.news() == ["anytime.stale", "home.next.ask"]


def test_opening_again_welcomes_back_where_one_was() -> None:
    talk = Talk()
    talk.person.to("booking.phone").opens()
    assert talk.person.news() == ["anytime.welcome_back", "booking.phone.ask"]


def test_the_first_words_get_the_greeting() -> None:
    talk = Talk()
    talk.person.says("hello")
    assert talk.person.news()[-1] == "booking.language.ask"


def test_leaving_and_coming_back_are_known() -> None:
    talk = Talk()
    talk.booked()
    talk.person.leaves()
    assert talk.person.news() == []
    assert talk.staff.last().key == "staff.told.departed"
    talk.person.returns()
    assert talk.person.news() == ["anytime.welcome_back", "home.next.ask"]
    assert facts.CameBack() in talk.facts


def test_my_booking_shows_what_became_of_the_last_one() -> None:
    talk = Talk()
    application = talk.booked(at(20, 10))
    talk.to(at(20, 11))
    talk.person.says("booking")
    assert talk.person.news() == ["looking.booking.deemed_cancelled"]
    talk.person.taps("in_touch")
    assert [each.application for each in talk.of(facts.SaidInTouch)] == [application.id]


def test_one_of_two_bookings_can_be_looked_at_and_cancelled() -> None:
    talk = Talk()
    first = talk.person.applies()
    second = talk.person.applies()
    talk.person.taps("_booking")
    assert talk.person.last().values["code"] == second.code
    talk.person.taps(f"see-{first.id}")
    assert talk.person.last().values["code"] == first.code
    talk.person.taps("cancel")
    talk.person.taps("yes")
    assert talk.applications[first.id].status is Status.CANCELLED_BY_PERSON
    assert talk.applications[second.id].status is Status.REQUESTED


def test_a_label_on_the_screen_means_its_button_before_it_means_a_command() -> None:
    talk = Talk()
    person = talk.person.to("booking.terms")
    person.taps("read-office")
    person.says(person.label("next"))
    assert person.last().values["page"] == 2


def test_looking_at_my_booking_keeps_the_answers_under_way() -> None:
    talk = Talk()
    talk.person.applies()
    person = talk.person.to("booking.phone")
    person.says("booking")
    assert person.step == "looking.booking"
    person.says("back")
    assert (person.step, person.draft.name) == ("booking.phone", "Test Taro")


def test_asking_for_a_time_while_one_is_being_asked_for_goes_on_with_it() -> None:
    talk = Talk()
    person = talk.person.to("booking.phone")
    person.says("booking")
    person.taps("book")
    assert (person.step, person.draft.name) == ("booking.phone", "Test Taro")
