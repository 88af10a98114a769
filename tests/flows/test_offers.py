"""Offered times: chosen, refused, nudged, lapsed; and letters that come in the middle of something else."""

from datetime import timedelta

import pytest

from flows import facts
from flows.messages import Picked
from flows.office.appointment import Status
from tests.flows.house import policy
from tests.flows.talk import Person, Talk, at


@pytest.mark.parametrize("answer", ["1", "2"])
def test_a_time_is_chosen_by_typing_its_number(answer: str) -> None:
    talk = Talk()
    talk.offered(at(20, 10), at(24, 14))
    talk.person.says(answer)
    assert talk.of(facts.Booked)[0].slot.start == {"1": at(20, 10), "2": at(24, 14)}[answer]
    assert talk.person.news() == ["notice.booked", "home.next.ask"]


def test_a_booking_says_when_how_to_join_and_how_to_cancel() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    values = talk.person.last("notice.booked").values
    assert values["start"] == at(20, 10)
    assert values["join"].startswith("https://")
    assert values["cancelling"].key == "cancelling.how.chat"


def test_a_choice_tapped_again_gets_the_same_answer_and_books_once() -> None:
    talk = Talk()
    talk.offered()
    tap = talk.person.find("s202611200100")
    for _ in range(3):
        talk.person.receive(tap)
        assert talk.person.news()[0] == "notice.booked"
    assert len(talk.of(facts.Booked)) == 1


def test_another_time_of_a_chosen_offer_changes_nothing_and_says_which_one_is_booked() -> None:
    talk = Talk()
    talk.offered()
    other = talk.person.find("s202611200500")
    talk.person.says("1")
    talk.person.receive(other)
    assert talk.person.news() == ["refusal.already_booked", "home.next.ask"]
    assert talk.person.last("refusal.already_booked").values["start"] == at(20, 10)
    assert talk.person.application.appointment
    assert talk.person.application.appointment.slot.start == at(20, 10)


@pytest.mark.parametrize("typed", ["11/20 10:00", "10:00", "10 am", "Friday 10:00", "Nov 20, 10:00"])
def test_an_offered_time_may_be_typed_as_it_is_shown_or_only_its_time_of_day(typed: str) -> None:
    talk = Talk()
    talk.offered()
    talk.person.says(typed)
    assert talk.of(facts.Booked)[0].slot.start == at(20, 10)


@pytest.mark.parametrize("typed", ["11/20", "Friday"])
def test_a_day_that_several_offered_times_share_books_nothing(typed: str) -> None:
    talk = Talk()
    talk.offered()
    talk.person.says(typed)
    assert not talk.of(facts.Booked)


def test_a_typed_time_that_is_not_held_books_nothing_and_names_those_that_are() -> None:
    talk = Talk()
    talk.offered()
    talk.person.says("11/20 11:00")
    assert not talk.of(facts.Booked)
    assert talk.person.last("refusal.not_offered").values["times"] == (at(20, 10), at(20, 14))


def test_a_typed_no_is_none_of_these() -> None:
    talk = Talk()
    talk.offered()
    talk.person.says("no")
    assert talk.of(facts.NoneSuits)


def test_none_of_these_frees_the_times_at_once_and_asks_for_new_wishes() -> None:
    talk = Talk()
    talk.offered()
    assert talk.claims
    talk.person.taps("none")
    assert not talk.claims
    assert talk.person.news() == ["choosing.none.told", "wish.day.ask"]
    assert talk.staff.last().key == "staff.told.none_suits"
    talk.person.says("11/25 10:00")
    talk.person.taps("enough")
    assert talk.of(facts.WishedAgain)[0].wishes == (at(25, 10),)
    assert talk.staff.last().key == "staff.card.requested"
    assert talk.person.stands(Status.REQUESTED)
    talk.staff.offers("A12", at(25, 10))
    talk.person.says("1")
    assert talk.person.stands(Status.BOOKED)


def test_none_of_these_tapped_again_leaves_the_person_at_the_new_wishes() -> None:
    talk = Talk()
    talk.offered()
    tap = talk.person.find("none")
    talk.person.receive(tap)
    talk.person.says("11/25 10:00")
    talk.person.receive(tap)
    assert talk.person.news() == ["refusal.offer_over", "wish.more.ask"]
    assert talk.person.draft.wishes == (at(25, 10),)


def test_new_wishes_stand_before_the_gate_as_the_first_did() -> None:
    talk = Talk()
    talk.offered()
    talk.person.taps("none")
    talk.person.says("11/19 10:00")
    talk.to(at(18, 17, 15))
    talk.person.taps("enough")
    assert talk.person.news() == ["refusal.too_late", "wish.day.ask"]
    assert not talk.of(facts.WishedAgain)


def test_new_wishes_for_what_was_declined_meanwhile_go_nowhere() -> None:
    talk = Talk()
    talk.offered()
    talk.person.taps("none")
    talk.person.says("11/25 10:00")
    talk.staff.says("A12 decline full")
    talk.person.taps("enough")
    assert talk.person.news()[0] == "refusal.not_now"
    assert not talk.of(facts.WishedAgain)


def test_a_clerk_sends_other_times_in_place_of_those_that_wait() -> None:
    talk = Talk()
    first = talk.offered(at(25, 10))
    old = talk.person.find(first.offer.slots[0].code if first.offer else "")
    talk.staff.says("A12 instead 11/25 10:00, 11/26 10:00")
    assert talk.person.last().key == "notice.offered_instead"
    offer = talk.person.application.offer
    assert offer
    assert [slot.start for slot in offer.slots] == [at(25, 10), at(26, 10)]
    assert {claim[0] for claim in talk.claims.values()} == {first.id}
    assert len(talk.claims) == 4
    talk.staff.says("A12 instead 11/26 14:00")
    talk.person.receive(old)
    assert talk.person.news()[0] == "refusal.not_offered"
    assert talk.person.stands(Status.OFFERED)
    talk.person.taps(talk.person.last("notice.offered_instead").codes[0])
    assert talk.person.application.appointment
    assert talk.person.application.appointment.slot.start == at(26, 14)


def test_without_the_verb_of_its_own_no_clerk_takes_back_what_another_has_sent() -> None:
    talk = Talk()
    talk.offered(at(25, 10))
    talk.staff.says("A12 offer 11/26 10:00")
    assert talk.staff.news() == ["staff.refused.waits"]
    assert talk.person.application.offer
    assert [slot.start for slot in talk.person.application.offer.slots] == [at(25, 10)]


def test_nothing_is_offered_in_place_of_nothing() -> None:
    talk = Talk()
    talk.person.applies()
    talk.staff.says("A12 instead 11/26 10:00")
    assert talk.staff.news() == ["staff.refused.not_now"]


def test_a_hold_about_to_lapse_gets_one_nudge_and_then_lapses() -> None:
    talk = Talk()
    application = talk.offered(at(25, 10))
    assert application.offer
    talk.to(application.offer.expires_at - timedelta(minutes=60))
    assert [each.key for each in talk.person.heard].count("notice.nudge") == 1
    assert talk.person.stands(Status.OFFERED)
    talk.to(application.offer.expires_at)
    assert talk.person.stands(Status.LAPSED)
    assert talk.person.last().key == "notice.offer_lapsed"
    assert talk.staff.last().key == "staff.told.offer_lapsed"
    assert not talk.claims


def test_the_nudge_can_be_answered_itself() -> None:
    talk = Talk()
    application = talk.offered(at(25, 10))
    assert application.offer
    talk.to(application.offer.expires_at - timedelta(minutes=60))
    talk.person.says("1")
    assert talk.person.stands(Status.BOOKED)


def test_a_tap_after_the_hold_has_lapsed_is_refused_and_books_nothing() -> None:
    talk = Talk()
    application = talk.offered(at(25, 10))
    tap = talk.person.find("s202611250100")
    assert application.offer
    talk.to(application.offer.expires_at)
    talk.person.receive(tap)
    assert talk.person.news() == ["refusal.offer_over", "home.next.ask"]
    assert not talk.of(facts.Booked)


def test_at_the_very_minute_of_expiry_the_clock_wins_even_if_it_was_not_heard_yet() -> None:
    talk = Talk()
    application = talk.offered(at(25, 10))
    assert application.offer
    talk.now = application.offer.expires_at
    talk.person.taps("s202611250100")
    assert talk.person.news()[0] == "refusal.offer_over"


def test_an_offer_is_never_held_beyond_the_day_before_its_first_time() -> None:
    talk = Talk()
    application = talk.offered(at(19, 10), at(24, 10))
    assert application.offer
    assert application.offer.expires_at == at(18, 23, 59)


def test_a_second_time_on_a_day_already_booked_cannot_be_chosen_but_the_others_can() -> None:
    talk = Talk()
    first = talk.offered(at(20, 10))
    talk.person.to("booking.day")
    talk.person.applies()
    second = talk.person.application
    talk.staff.offers(second.code, at(20, 14), at(24, 14))
    letter = talk.person.last().prompt
    talk.person.taps("s202611200100")
    assert talk.applications[first.id].status is Status.BOOKED
    talk.person.receive(Picked(letter, "s202611200500"))
    assert talk.person.news() == ["refusal.one_a_day", "choosing.offer.ask"]
    talk.person.says("2")
    assert talk.applications[second.id].status is Status.BOOKED


def test_a_letter_in_the_middle_of_a_draft_keeps_the_draft() -> None:
    talk = Talk()
    application = talk.person.applies()
    talk.person.to("booking.phone")
    talk.staff.offers(application.code, at(20, 10))
    talk.person.says("1")
    assert talk.applications[application.id].status is Status.BOOKED
    assert talk.person.news() == ["notice.booked", "booking.phone.ask"]
    assert talk.person.draft.name == "Test Taro"


def test_two_drafts_wait_below_one_another() -> None:
    talk = Talk()
    application = talk.person.applies()
    person = talk.person.to("booking.phone")
    talk.staff.offers(application.code, at(20, 10))
    person.taps("none")
    assert person.step == "wishing.day"
    person.says("11/25 10:00")
    person.says("booking")
    person.says("back")
    assert (person.step, person.draft.wishes) == ("wishing.more", (at(25, 10),))
    person.taps("enough")
    assert (person.step, person.draft.name) == ("booking.phone", "Test Taro")


def test_words_that_do_not_fit_a_letter_answer_the_question_under_way() -> None:
    talk = Talk()
    application = talk.person.applies()
    person = talk.person.to("booking.phone")
    talk.staff.offers(application.code, at(20, 10))
    person.says("090-1234-5678")
    assert person.step == "booking.residence"
    person.says("1")
    assert person.draft.residence == "registered"
    assert talk.applications[application.id].status is Status.OFFERED


def test_a_command_typed_below_a_letter_is_a_command() -> None:
    talk = Talk()
    talk.offered()
    talk.person.says("phone")
    assert talk.person.news() == ["anytime.phone", "home.next.ask"]


def test_a_forged_choice_below_a_letter_is_stale() -> None:
    talk = Talk()
    talk.offered()
    talk.person.picks(talk.person.last().prompt, "what is this")
    assert talk.person.news() == ["anytime.stale", "home.next.ask"]


def test_the_offer_is_found_under_my_booking_too() -> None:
    talk = Talk()
    talk.offered()
    talk.person.says("booking")
    assert talk.person.news() == ["looking.booking.offered"]
    talk.person.taps("choose")
    assert talk.person.news() == ["choosing.offer.ask"]
    talk.person.says("1")
    assert talk.person.stands(Status.BOOKED)


def test_a_question_about_an_offer_that_lapsed_meanwhile_ends_kindly() -> None:
    talk = Talk()
    application = talk.offered(at(25, 10))
    talk.person.says("booking")
    talk.person.taps("choose")
    assert application.offer
    talk.to(application.offer.expires_at)
    talk.person.taps("s202611250100")
    assert talk.person.news() == ["refusal.offer_over", "home.next.ask"]


# -- cancelling ------------------------------------------------------------------------------------------------


def sure(talk: Talk, answer: str = "yes") -> Person:
    talk.person.says("cancel")
    talk.person.taps(answer)
    return talk.person


def test_a_request_is_cancelled_by_chat_even_where_only_the_telephone_cancels_bookings() -> None:
    talk = Talk(policy(cancelling__by_chat=False))
    talk.person.applies()
    assert sure(talk).news() == ["cancelling.done", "home.next.ask"]
    assert talk.person.stands(Status.CANCELLED_BY_PERSON)
    assert talk.staff.last().key == "staff.told.request_cancelled"


def test_an_offer_is_cancelled_by_chat_and_its_times_are_free_again() -> None:
    talk = Talk()
    talk.offered()
    sure(talk)
    assert talk.person.stands(Status.CANCELLED_BY_PERSON)
    assert not talk.claims


@pytest.mark.parametrize(("before", "key"), [(61, "sure.ask"), (60, "sure.ask"), (59, "passed_on")])
def test_a_booking_is_cancelled_by_chat_until_the_cut_off(before: int, key: str) -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 10) - timedelta(minutes=before))
    talk.person.says("cancel")
    assert talk.person.news()[0] == f"cancelling.{key}"
    cancelled = key == "sure.ask"
    if cancelled:
        talk.person.taps("yes")
        assert talk.person.news()[0] == "cancelling.done"
    assert (talk.person.stands(Status.CANCELLED_BY_PERSON)) == cancelled
    assert talk.staff.last().key == ("staff.told.cancelled" if cancelled else "staff.told.cancel_wish")


def test_a_wish_to_cancel_is_a_contact_at_any_time() -> None:
    talk = Talk(policy(cancelling__by_chat=False))
    talk.booked(at(20, 10))
    sure(talk)
    assert talk.person.stands(Status.BOOKED)
    talk.to(at(20, 11))
    assert talk.person.stands(Status.BOOKED)


def test_not_cancelling_after_all_keeps_it() -> None:
    talk = Talk()
    talk.booked()
    assert sure(talk, "no").news() == ["cancelling.kept", "home.next.ask"]
    assert talk.person.stands(Status.BOOKED)


def test_what_ended_meanwhile_is_not_cancelled() -> None:
    talk = Talk()
    talk.offered()
    talk.person.says("cancel")
    talk.staff.says("A12 decline full")
    talk.person.picks(next(each.prompt for each in reversed(talk.person.heard) if each.kind == "ask"), "yes")
    assert talk.person.news() == ["refusal.not_now", "home.next.ask"]
    assert not talk.of(facts.Cancelled)
