"""Cancelling where only the telephone counts (K 6(4)), after the cut-off (S 12-2-6), and by the office (S 12-2-4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows import facts
from flows.office.appointment import MOVES, OPEN, Deed, Status
from flows.office.policy import Policy
from flows.office.reminders import Owed
from locales.words import catalogues, refuse
from tests.flows.house import policy
from tests.flows.talk import HANAKO, Person, Talk, at

PHONE_ONLY: Policy = policy(cancelling__by_chat=False)
START = at(24, 10)
"""A Tuesday after a weekend and a holiday."""
NAMED_UNDOS = {
    (Status.DEEMED_CANCELLED, Deed.HERE),
    (Status.DEEMED_CANCELLED, Deed.CALLED),
    (Status.DEEMED_CANCELLED, Deed.OUR_FAULT),
    (Status.DEEMED_CANCELLED, Deed.NO_CONTACT),
    (Status.DEEMED_CANCELLED, Deed.UNDO),
    (Status.DEEMED_CANCELLED, Deed.TOUCH),
    (Status.ATTENDED, Deed.UNDO),
    (Status.NOT_HELD, Deed.UNDO),
}


def wished(talk: Talk | None = None) -> Talk:
    talk = talk or Talk(PHONE_ONLY)
    talk.booked(START)
    talk.person.says("cancel")
    return talk


def cancelled(person: Person) -> bool:
    return person.stands(Status.CANCELLED_BY_PERSON)


def test_there_is_no_way_out_of_a_final_status_but_the_named_undos() -> None:
    assert {(status, deed) for status, deed, _ in MOVES if status not in OPEN} == NAMED_UNDOS


# -- the wish (K 6(4)) -------------------------------------------------------------------------------------------


def test_the_answer_names_the_phone_its_hours_and_what_to_say_k_6_4() -> None:
    values = wished().person.last("cancelling.passed_on").values
    assert values["phone"] == "03-0000-0000"
    assert [each.values["day"] for each in values["hours"]] == [at(18, 0).date(), at(19, 0).date()]
    assert values["script"].values == {"code": "A12"}


def test_the_hours_leave_out_what_is_over_today_and_closed_days() -> None:
    talk = Talk(PHONE_ONLY)
    talk.booked(START)
    talk.to(at(20, 17, 15))
    talk.person.says("cancel")
    days = [each.values["day"] for each in talk.person.last("cancelling.passed_on").values["hours"]]
    assert days == [at(24, 0).date(), at(25, 0).date()]


@pytest.mark.parametrize("tag", ["ja", "en", "ja-simple"])
def test_what_to_say_is_two_lines_of_japanese_with_readings_in_every_language(tag: str) -> None:
    lines = catalogues(missed=lambda _miss: None)[tag].text("cancelling.script", {"code": "A12"}).splitlines()
    assert lines[0] == "「オンライン相談(そうだん)の 予約(よやく)を キャンセルしたいです。」"
    assert "受付番号(うけつけばんごう)は A12" in lines[1]
    assert len(lines) == (2 if tag == "ja" else 3)


def test_a_wish_goes_to_staff_at_once_with_two_buttons_and_cancels_nothing() -> None:
    talk = wished()
    assert talk.staff.last().key == "staff.told.cancel_wish"
    assert talk.staff.last().codes == ("called_off", "excuse")
    assert talk.person.news() == ["cancelling.passed_on", "leaving.stay.ask"]
    assert talk.person.stands(Status.BOOKED)


def test_the_same_wish_again_is_answered_again_and_passed_on_once() -> None:
    talk = wished()
    talk.person.says("cancel")
    assert talk.person.news() == ["cancelling.passed_on", "leaving.stay.ask"]
    assert len(talk.of(facts.CancelWished)) == 1


def test_from_the_wish_on_nobody_is_reminded_asked_for_trouble_or_deemed_k_6_4() -> None:
    talk = wished()
    heard = len(talk.person.heard)
    talk.to(START + timedelta(hours=2))
    assert talk.person.heard[heard:] == []
    assert talk.person.stands(Status.BOOKED)
    reasons = {due.kind: reason for due, reason in talk.dropped}
    assert {reasons[kind] for kind in (Owed.REMINDER, Owed.LINK_MISSING, Owed.TROUBLE)} == {"cancel_wished"}
    assert reasons[Owed.GRACE] == "in_touch"


def test_at_the_start_and_at_the_end_staff_are_asked_to_settle_the_wish() -> None:
    talk = wished()
    talk.to(START)
    assert talk.staff.last().key == "staff.told.start_wish"
    assert talk.staff.last().codes[:2] == ("called_off", "excuse")
    talk.to(START + timedelta(minutes=30))
    assert talk.staff.last().key == "staff.told.unmarked"
    assert talk.staff.last().codes == ("called_off", "excuse", "here", "our_fault", "not_held")


@pytest.mark.parametrize("tag", ["ja", "en", "ja-simple"])
def test_my_booking_has_words_for_whatever_can_be_done_while_a_wish_to_cancel_waits(tag: str) -> None:
    talk = wished(Talk(PHONE_ONLY, words=lambda each: catalogues(missed=refuse)[each]))
    talk.person.locale = tag
    talk.person.says(talk.person.words.list_of("anytime.booking.words")[0])
    asked = talk.person.last("looking.booking.leaving")
    assert all(talk.person.words.text(each.label.key, each.label.values) for each in asked.choices)


@pytest.mark.parametrize("tag", ["ja", "en", "ja-simple"])
def test_no_text_says_cancelled_before_a_clerk_has_settled_it(tag: str) -> None:
    talk = Talk(PHONE_ONLY, words=lambda _tag: catalogues(missed=lambda _miss: None)[tag])
    talk.person.locale = tag
    wished(talk)
    talk.person.says(catalogues(missed=lambda _miss: None)[tag].list_of("anytime.booking.words")[0])
    words = catalogues(missed=lambda _miss: None)[tag]
    said = [each for each in talk.person.heard if each.key.startswith(("cancelling.", "leaving.", "looking."))]
    shown = " ".join(words.text(each.key, each.values) for each in said)
    for yet in ("It is not cancelled yet", "まだキャンセルされていません", "まだ とりけしていません"):
        shown = shown.replace(yet, "")
    assert len(said) == 3
    assert not [
        each
        for each in ("is cancelled", "been cancelled", "とりけしました", "取り消しました", "キャンセルされました")
        if each in shown
    ]


# -- settled by a clerk ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["A12 called-off", "called_off A12"])
def test_a_call_that_a_clerk_records_cancels_k_6_4(order: str) -> None:
    talk = wished(Talk(PHONE_ONLY, words=lambda tag: catalogues(missed=lambda _miss: None)[tag]))
    talk.staff.says(order)
    assert talk.staff.news() == ["staff.did.called_off"]
    assert talk.person.last().key == "notice.called_off"
    assert cancelled(talk.person)
    assert not talk.claims


def test_who_telephones_without_a_word_in_the_chat_is_called_off_too() -> None:
    talk = Talk(PHONE_ONLY)
    talk.booked(START)
    talk.staff.says("A12 called_off")
    assert cancelled(talk.person)


def test_a_wish_is_accepted_without_a_call_for_a_reason_that_the_person_is_told() -> None:
    talk = wished()
    talk.staff.taps("excuse")
    assert talk.staff.news() == ["staff.card.excuse_reasons"]
    assert talk.person.stands(Status.BOOKED)
    talk.staff.taps("excuse-hearing")
    assert talk.staff.news() == ["staff.did.excuse"]
    assert talk.person.last("notice.wish_accepted").values["reason"].key == "excuse.hearing"
    assert cancelled(talk.person)


def test_without_a_wish_there_is_nothing_to_accept() -> None:
    talk = Talk(PHONE_ONLY)
    talk.booked(START)
    talk.staff.says("A12 excuse speech")
    assert talk.staff.news() == ["staff.refused.no_wish"]
    assert talk.person.stands(Status.BOOKED)


def test_the_slower_of_two_clerks_is_told_who_was_faster() -> None:
    talk = wished()
    talk.staff.says("A12 called_off")
    talk.staff.says("A12 excuse speech")
    assert talk.staff.last("staff.refused.not_now").values["by"] == HANAKO.name
    assert not talk.of(facts.WishAccepted)


def test_the_card_of_a_booking_says_that_a_wish_waits() -> None:
    talk = wished()
    talk.staff.says("A12")
    card = talk.staff.last("staff.card.booked")
    assert card.values["wish"].key == "staff.card.cancel_wish"
    assert card.codes[:2] == ("called_off", "excuse")


# -- taken back --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["button", "my booking", "an older reminder"])
def test_a_wish_can_be_taken_back_and_reminders_return(how: str) -> None:
    talk = Talk(PHONE_ONLY)
    talk.booked(at(27, 10))
    if how == "an older reminder":
        talk.to(at(24, 12))
    talk.person.says("cancel")
    if how == "my booking":
        talk.person.says("booking")
        assert talk.person.news() == ["looking.booking.leaving"]
    talk.person.taps("come" if how == "an older reminder" else "stay")
    assert talk.person.news()[0] == "leaving.taken_back"
    assert talk.staff.last().key == "staff.told.taken_back"
    talk.to(at(27, 9))
    assert talk.person.last().key == "notice.reminder_soon"


def test_after_a_clerk_has_settled_it_nothing_is_taken_back() -> None:
    talk = wished()
    tap = talk.person.find("stay")
    talk.staff.says("A12 called_off")
    talk.person.receive(tap)
    assert not talk.of(facts.WishTakenBack)
    assert cancelled(talk.person)


def test_a_wish_that_was_taken_back_early_stops_no_clock_k_6_4() -> None:
    talk = wished()
    talk.person.taps("stay")
    talk.to(START + timedelta(minutes=5))
    assert talk.person.last().key == "notice.trouble"
    talk.to(START + timedelta(minutes=10))
    assert talk.person.stands(Status.DEEMED_CANCELLED)


@pytest.mark.parametrize(("before", "stands"), [(61, False), (60, True), (59, True)])
def test_a_wish_within_the_window_is_contact_though_it_was_taken_back(before: int, stands: bool) -> None:  # noqa: FBT001 -- a row
    talk = Talk(PHONE_ONLY)
    talk.booked(START)
    talk.to(START - timedelta(minutes=before))
    talk.person.says("cancel")
    talk.person.taps("stay")
    talk.to(START + timedelta(minutes=10))
    assert talk.person.stands(Status.BOOKED) == stands


# -- the cut-off (S 12-2-6) --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "by_chat"), [(61, True), (60, True), (59, False)])
def test_after_the_cut_off_only_the_telephone_cancels_s_12_2_6(before: int, by_chat: bool) -> None:  # noqa: FBT001 -- a row
    talk = Talk(policy(cancelling__cut_off=60))
    talk.booked(START)
    talk.to(START - timedelta(minutes=before))
    talk.person.says("cancel")
    if by_chat:
        talk.person.taps("yes")
    assert cancelled(talk.person) == by_chat
    assert bool(talk.of(facts.CancelWished)) != by_chat
    assert talk.person.news()[0] == ("cancelling.done" if by_chat else "cancelling.passed_on")


def test_without_a_cut_off_the_chat_cancels_until_the_very_start_s_12_2_6() -> None:
    for minute, by_chat in ((-1, True), (0, True), (1, False)):
        talk = Talk(policy(cancelling__cut_off=0))
        talk.booked(START)
        talk.to(START + timedelta(minutes=minute))
        talk.person.says("cancel")
        talk.person.taps("yes")
        assert cancelled(talk.person) == by_chat


# -- the office cancels (S 12-2-4) -------------------------------------------------------------------------------


def test_the_office_cancels_with_a_reason_and_an_apology_s_12_2_4() -> None:
    talk = Talk()
    talk.booked(START)
    talk.staff.says("A12 office")
    assert talk.staff.news() == ["staff.card.office_reasons"]
    talk.staff.taps("office-staff_ill")
    assert talk.person.stands(Status.CANCELLED_BY_OFFICE)
    assert talk.person.last("notice.office_cancelled").values["reason"].key == "office_reason.staff_ill"
    assert talk.person.last().codes == ("again",)
    assert not talk.claims


@pytest.mark.parametrize(("minute", "done"), [(-1, True), (0, False), (1, False)])
def test_the_office_cancels_before_the_start_only_s_12_2_4(minute: int, done: bool) -> None:  # noqa: FBT001 -- a row
    talk = Talk()
    talk.booked(START)
    talk.to(START + timedelta(minutes=minute))
    talk.staff.says("A12 office closed")
    assert talk.person.stands(Status.CANCELLED_BY_OFFICE) == done
    assert ("staff.refused.started" in talk.staff.news()) != done


def test_what_the_office_cancelled_is_never_deemed_and_reminds_nobody_s_12_2_4() -> None:
    talk = Talk()
    talk.booked(START)
    talk.staff.says("A12 office technical")
    heard = len(talk.person.heard)
    talk.to(START + timedelta(hours=1))
    assert talk.person.stands(Status.CANCELLED_BY_OFFICE)
    assert talk.person.heard[heard:] == []


def test_the_next_application_stands_first_in_line_and_the_one_after_it_does_not() -> None:
    talk = Talk()
    talk.booked(START)
    assert talk.staff.last("staff.card.requested").values["first"] == ""
    talk.staff.says("A12 office closed")
    talk.passes(minutes=1)
    talk.person.taps("again")
    talk.person.applies()
    assert talk.staff.last("staff.card.requested").values["first"].key == "staff.card.first_in_line"
    talk.passes(minutes=1)
    talk.person.applies()
    assert talk.staff.last("staff.card.requested").values["first"] == ""


def test_a_request_without_a_time_is_declined_not_cancelled_by_the_office() -> None:
    talk = Talk()
    talk.person.applies()
    talk.staff.says("A12 office closed")
    assert talk.staff.news() == ["staff.refused.not_now"]
