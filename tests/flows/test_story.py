"""The whole story of a booking, from the first hello to the end, on both sides."""

from datetime import timedelta

import pytest

from flows import facts
from flows.messages import Said
from flows.office.appointment import ContactKind, Deed, Status
from flows.office.view import View
from flows.register import ENGINE
from locales.words import catalogues
from tests.flows.talk import Talk, at

HOWS = ("tap", "number", "label")


def test_a_booking_goes_from_hello_to_the_consultation() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    assert talk.of(facts.Booked)[0].slot.start == at(20, 10)
    talk.to(at(20, 10))
    talk.staff.says("A12 here")
    assert talk.person.stands(Status.ATTENDED)


@pytest.mark.parametrize("how", HOWS)
def test_every_choice_can_be_tapped_numbered_or_typed_by_its_label(how: str) -> None:
    talk = Talk()
    assert talk.person.applies(how).status is Status.REQUESTED


@pytest.mark.parametrize("tag", ["ja", "en", "ja-simple"])
@pytest.mark.parametrize("how", ["number", "label"])
def test_the_real_words_carry_the_story_by_typing_alone(tag: str, how: str) -> None:
    talk = Talk(words=lambda each: catalogues()[each])
    person = talk.person
    person.locale = tag
    person.opens()
    person.chooses(how, tag)
    application = person.applies(how)
    assert application.locale == tag
    talk.staff.locale = "ja"
    talk.staff.offers(application.code, at(20, 10), at(20, 14))
    person.chooses(how, person.buttons()[1])
    assert person.stands(Status.BOOKED)
    assert talk.of(facts.Booked)[0].slot.start == at(20, 14)


def test_nothing_is_called_booked_before_it_is() -> None:
    talk = Talk()
    talk.offered()
    said = [each.key for each in talk.person.heard]
    assert "booking.done.told" in said
    assert "notice.booked" not in said
    talk.person.says("1")
    assert talk.person.news()[0] == "notice.booked"


def test_the_language_comes_first_and_the_purpose_before_the_first_field() -> None:
    talk = Talk()
    talk.person.applies()
    order = [each.key for each in talk.person.heard if each.kind == "ask"]
    assert order.index("booking.language.ask") < order.index("booking.purpose.ask") < order.index("booking.terms.ask")
    assert order.index("booking.terms.ask") < order.index("booking.name.ask")


def test_the_application_holds_what_was_answered() -> None:
    talk = Talk()
    talk.person.applies()
    wished = talk.of(facts.Wished)[0]
    assert (wished.name, wished.number, wished.phone) == ("Test Taro", "01234-5678901", "+819012345678")
    assert (wished.residence, wished.needs, wished.interpreter) == ("registered", "none", "")
    assert wished.answer_due > talk.now


def test_agreement_is_recorded_only_by_agree_and_apply() -> None:
    talk = Talk()
    talk.person.to("booking.review")
    assert not talk.agreements
    talk.person.taps("apply")
    assert talk.agreements == [
        facts.Agreed((("office", "v1"), ("tool", "v2"), ("chat", "v1")), "en", "booking.review.apply")
    ]


def test_after_applying_my_booking_is_at_hand_at_once() -> None:
    talk = Talk()
    talk.person.applies()
    assert talk.person.buttons()[0] == "_booking"
    talk.person.taps("_booking")
    assert talk.person.news() == ["looking.booking.requested"]


def test_reminders_trouble_question_and_the_notice_come_in_their_order() -> None:
    talk = Talk()
    talk.booked(at(24, 10))
    talk.person.seen = len(talk.person.heard)
    talk.to(at(24, 11))
    assert talk.person.news() == [
        "notice.reminder",
        "notice.reminder",
        "notice.reminder_soon",
        "notice.trouble",
        "notice.deemed",
    ]
    assert talk.person.stands(Status.DEEMED_CANCELLED)


def test_staff_hear_of_the_request_the_choice_the_missing_link_the_start_and_the_deeming() -> None:
    talk = Talk()
    talk.booked(at(24, 10), link="")
    talk.to(at(24, 9, 30))
    talk.staff.says("A12 link https://video.invalid/0")
    talk.to(at(24, 11))
    letters = [each.key for each in talk.staff.heard if each.kind == "letter"]
    assert letters == [
        "staff.card.requested",
        "staff.told.booked",
        "staff.told.link_missing",
        "staff.told.link_missing",
        "staff.told.start",
        "staff.told.deemed",
    ]


def test_late_stops_the_rule() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 9, 30))
    talk.person.taps("late")
    talk.to(at(20, 12))
    assert talk.person.stands(Status.BOOKED)
    assert "notice.deemed" not in [each.key for each in talk.person.heard]
    assert "staff.told.contact" in [each.key for each in talk.staff.heard]


def test_the_deemed_cancellation_can_be_undone_and_is_not_repeated() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 10, 15))
    talk.staff.taps("undo")
    assert talk.person.stands(Status.BOOKED)
    assert talk.person.last().key == "notice.restored"
    talk.passes(hours=2)
    assert talk.person.stands(Status.BOOKED)


def test_only_what_a_card_may_show_reaches_the_group() -> None:
    talk = Talk()
    talk.booked()
    talk.passes(days=3)
    shown = repr(talk.staff.heard)
    for secret in ("Test Taro", "5678901", "12345678"):
        assert secret not in shown


def test_the_same_turn_twice_is_the_same() -> None:
    talk = Talk()
    person = talk.person.to("booking.day")
    view: View = person.view(Said("11/20"))
    assert ENGINE.turn(person.session, Said("11/20"), view) == ENGINE.turn(person.session, Said("11/20"), view)


def test_a_second_consultation_asks_neither_language_nor_greeting_again() -> None:
    talk = Talk()
    talk.person.applies()
    talk.person.taps("booking")
    assert talk.person.news() == ["booking.purpose.ask"]


def test_a_join_is_contact() -> None:
    talk = Talk()
    application = talk.booked(at(20, 10))
    talk.to(at(20, 10) - timedelta(minutes=20))
    view = talk.person.view()
    talk.happened(facts.Contacted(application.id, ContactKind.JOINED, talk.now), view, talk.person)
    talk.to(at(20, 10, 30))
    assert talk.person.stands(Status.BOOKED)


def test_a_call_logged_by_staff_stops_the_rule_even_before_the_start() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 9))
    talk.staff.says("A12 called")
    assert talk.of(facts.Marked)[0].deed is Deed.CALLED
    talk.to(at(20, 11))
    assert talk.person.stands(Status.BOOKED)
