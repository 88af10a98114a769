"""The rules of K and S that a talk shows only once: outage, agreeing by looking, whom no chat can ring, the office's
own reasons, and confirming by the day before, on the days on which weekday, holiday and year end meet.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows import facts
from flows.notices import notices
from flows.office import refusals, rules
from flows.office.appointment import Application, Appointment, Offer, Status
from flows.office.attendance import counted
from flows.office.opening import slot_at
from flows.office.policy import TOKYO, Policy
from flows.office.reminders import Due, Owed
from flows.terms.points import points
from locales.words import catalogues
from storage.offices import every
from tests.flows.talk import HANAKO, Talk

K, S = every()["kumagaya"], every()["online-system"]
BOTH = pytest.mark.parametrize("office", [K, S], ids=["K", "S"])
MINUTE = timedelta(minutes=1)
LANGUAGES = ("en", "ja", "ja-simple")
STOPS = {"en": "stops working", "ja": "使えなくなった", "ja-simple": "うごかないとき"}
STARTS = ("2026-11-20T16:30", "2026-11-02T16:30", "2026-12-28T16:30", "2027-01-04T08:30")
"""A Friday, before a holiday, 28 December, and the first day of the year."""


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def booked(office: Policy, start: str, **more: object) -> Application:
    made = Appointment(slot_at(moment(start), office), "A", link="https://x.example")
    made_at = moment("2026-10-20T10:00")
    whole = Application("id", "A12", "person", office.id, Status.BOOKED, (), made_at, "web", "ja", appointment=made)
    return replace(whole, **more)  # type: ignore[arg-type]


# -- outage: S 7. stopping: S 16-2 -----------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", LANGUAGES)
def test_s_7_who_reads_the_terms_is_told_to_call_when_it_stops_working(tag: str) -> None:
    view = replace(Talk(S).view(), words=catalogues()[tag])
    (said,) = (view.words.text(each.key, each.values) for each in points(view) if each.key == "terms.point.account")
    assert S.phone in said
    assert STOPS[tag] in said


@BOTH
@pytest.mark.parametrize("tag", LANGUAGES)
def test_s_7_the_letter_of_a_turn_that_failed_names_the_telephone(office: Policy, tag: str) -> None:
    assert office.phone in catalogues()[tag].text("anytime.failed", {"phone": office.phone})


@BOTH
def test_s_16_2_a_clerk_stops_the_service_at_once_and_nobody_was_told_before(office: Policy) -> None:
    talk = Talk(office)
    talk.staff.clerk = talk.staff.sender = replace(HANAKO, role="lead")
    person = talk.person.to("booking.review")
    heard = len(person.heard)
    talk.staff.says("stop")
    assert len(person.heard) == heard
    person.taps("book" if office is S else "apply")
    assert person.last("refusal.stopped").values["phone"] == office.phone
    assert not talk.applications
    talk.staff.says("resume")
    talk.meets("later").to("booking.review")


# -- using is agreeing: S 2 ------------------------------------------------------------------------------------------


@BOTH
def test_s_2_who_only_looks_sees_the_terms_before_anything_of_their_own_is_asked(office: Policy) -> None:
    person = Talk(office).person.to("booking.terms")
    assert person.last().key.startswith("booking.terms.")
    asked = [each.key for each in person.heard if each.key.startswith("booking.")]
    personal = ("name", "number", "phone", "residence", "status", "period", "needs", "form")
    assert not [each for each in asked if each.split(".")[1] in personal]
    assert not person.talk.of(facts.Agreed)
    assert not person.talk.of(facts.Wished)


@BOTH
@pytest.mark.parametrize("typed", ["Test Taro", "01234-5678901", "090-1234-5678", "no"])
def test_s_2_before_the_terms_nothing_personal_is_taken_even_if_it_is_typed(office: Policy, typed: str) -> None:
    person = Talk(office).person.to("booking.terms")
    person.says(typed)
    assert person.step == "booking.terms"
    assert typed not in repr(person.draft)


# -- whom no chat can ring: K 6(2); S 12-2-2 -------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("alone", [True, False], ids=["no chat can ring", "a chat can ring"])
def test_k_6_2_and_s_12_2_2_staff_telephone_whom_no_chat_can_ring(office: Policy, *, alone: bool) -> None:
    start = "2026-11-20T10:00"
    made = booked(office, start, web_only=alone)
    talk = Talk(office)
    talk.to(moment(start) - timedelta(minutes=60))
    fact = facts.Came("id", Due(talk.now, Owed.REMINDER, "1", 60))
    told = [(each.to, each.key) for each in notices(fact, made, talk.view())]
    assert (("staff", "staff.told.telephone") in told) is alone


# -- confirmed by the day before: K 6(1) -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start",
    ["2026-11-02T08:30", "2026-11-04T08:30", "2026-12-28T08:30", "2027-01-04T08:30"],
    ids=["before Culture Day", "after Culture Day", "28 December", "4 January"],
)
@pytest.mark.parametrize(("off", "may"), [(-MINUTE, True), (timedelta(), False), (MINUTE, False)])
def test_k_6_1_a_time_is_confirmed_by_the_end_of_the_calendar_day_before_it(
    start: str, off: timedelta, *, may: bool
) -> None:
    slot = slot_at(moment(start), K)
    held = Offer("o", ((slot, "A"),), moment(start))  # its own end is not in the way
    made = booked(K, start, status=Status.OFFERED, appointment=None, offer=held)
    refusal = rules.choosable(slot, made, moment(f"{start[:10]}T00:00") + off, K)
    assert refusal == (None if may else refusals.OfferOver())


# -- the office's own reasons: S 12-2-4 ------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("minutes", [-1, 0, 1])
def test_s_12_2_4_for_its_own_reasons_the_office_cancels_until_the_start_and_answers_for_it_afterwards(
    office: Policy, start: str, minutes: int
) -> None:
    talk = Talk(office)
    talk.applications["id"] = booked(office, start)
    talk.now = moment(start) + minutes * MINUTE
    talk.staff.says("A12 office technical")
    assert (talk.staff.news()[0] == "staff.refused.started") is (minutes >= 0)
    if minutes >= 0:
        talk.staff.says("A12 our_fault")
    made = talk.applications["id"]
    assert made.status is Status.CANCELLED_BY_OFFICE
    assert not counted(made)
    assert talk.person.last().values["phone"] == office.phone


# -- the length of a day: S 12-2-1; K 6 ------------------------------------------------------------------------------


@pytest.mark.parametrize(("office", "needs"), [(K, False), (S, True)], ids=["K", "S"])
def test_s_12_2_1_a_second_consultation_a_day_is_the_offices_word_and_k_6_knows_no_limit(
    office: Policy, *, needs: bool
) -> None:
    talk = Talk(office)
    day = "2026-11-26"
    talk.applications["id"] = booked(office, f"{day}T10:00")
    other = replace(booked(office, f"{day}T10:00"), id="id-b", code="B12", appointment=None, status=Status.REQUESTED)
    talk.applications["id-b"] = replace(other, wishes=(moment(f"{day}T14:00"),))
    talk.staff.says(f"B12 book {day} 14:00")
    assert talk.staff.news()[0] == ("refusal.one_a_day" if needs else "staff.did.booked_for")
    if needs:
        talk.staff.says(f"B12 book {day} 14:00 because the counsellor asked for it")
    assert talk.applications["id-b"].status is Status.BOOKED
    (fact,) = talk.of(facts.BookedFor)
    assert bool(fact.exception) is needs


# -- agreement and what is asked: K preamble, 6(2), 6(3); S 2, 4, 5 ---------------------------------------------------


@BOTH
def test_k_preamble_and_s_2_whoever_does_not_agree_is_named_the_telephone_and_nothing_is_kept(office: Policy) -> None:
    person = Talk(office).person.to("booking.terms")
    person.taps("disagree")
    assert person.last("booking.terms.disagreed").values["phone"] == office.phone
    assert not person.talk.applications
    assert not person.talk.agreements


@BOTH
def test_k_13_and_s_22_a_version_that_came_while_somebody_applied_is_shown_before_it_is_agreed_to(
    office: Policy,
) -> None:
    talk = Talk(office)
    person = talk.person.to("booking.review")
    first, *rest = talk.documents
    talk.documents = (replace(first, version="v2"), *rest)  # type: ignore[assignment]
    person.taps("book" if office is S else "apply")
    assert person.news()[0] == "refusal.terms_changed"
    assert not talk.applications
    person.to("booking.review").taps("book" if office is S else "apply")
    assert talk.applications
    assert (first.name, "v2") in talk.agreements[0].documents


@BOTH
@pytest.mark.parametrize(("field", "value", "step"), [("number", None, "number"), ("wishes", (), "day")])
def test_k_6_2_and_s_12_2_3_without_a_word_about_number_or_time_nothing_is_applied_for(
    office: Policy, field: str, value: object, step: str
) -> None:
    person = Talk(office).person.to("booking.review")
    top = person.session.frames[-1]
    cut = replace(top, draft=replace(top.draft, **{field: value}))
    person.session = replace(person.session, frames=(*person.session.frames[:-1], cut))
    person.taps("book" if office is S else "apply")
    assert person.step == f"booking.{step}"
    assert not person.talk.applications


@BOTH
@pytest.mark.parametrize("tag", LANGUAGES)
def test_s_5_the_account_of_the_system_itself_is_never_asked_for(office: Policy, tag: str) -> None:
    """S 5-1: user id, password, address and mail address belong to e-TUMO, and to nobody here."""
    person = Talk(office).person.to("booking.review")
    said = " ".join(catalogues()[tag].text(each.key, each.values) for each in person.heard).casefold()
    secrets = ("password", "user id", "e-mail", "mail address", "パスワード", "利用者id", "メールアドレス", "住所")
    assert not [each for each in secrets if each in said]


def test_k_6_3_a_wish_is_no_booking_until_an_offered_time_is_chosen_and_s_12_1_a_free_time_is_one_at_once() -> None:
    talk = Talk(K)
    talk.person.to("booking.day").says("2026-11-24 10:00")
    talk.person.applies()
    assert talk.person.stands(Status.REQUESTED)
    assert not talk.claims
    talk.staff.offers("A12", moment("2026-11-24T10:00"))
    assert talk.person.stands(Status.OFFERED)
    talk.person.taps(slot_at(moment("2026-11-24T10:00"), K).code)
    assert talk.person.stands(Status.BOOKED)
    direct = Talk(S).person.to("booking.day")
    direct.says("2026-11-24 10:00")
    direct.books()
    assert direct.stands(Status.BOOKED)


def test_s_4_a_booking_is_a_line_to_enter_in_e_tumo_too_and_k_names_no_such_system() -> None:
    booked_with_s = Talk(S)
    booked_with_s.person.books()
    line = booked_with_s.staff.last("staff.card.booked").values["also"]
    assert (line.key, line.values) == ("staff.card.also_enter_in", {"system": "e-TUMO"})
    booked_with_k = Talk(K)
    booked_with_k.booked(moment("2026-11-24T10:00"))
    booked_with_k.staff.says("A12")
    assert booked_with_k.staff.last("staff.card.booked").values["also"] == ""


# -- misuse: K 12(1); S 14, 15 ----------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("reason", ["rules", "false_details"])
def test_k_12_1_and_s_14_1_14_6_use_is_stopped_from_the_minute_in_which_a_clerk_says_so(
    office: Policy, reason: str
) -> None:
    talk = Talk(office)
    talk.applications["id"] = booked(office, "2026-11-26T10:00")
    person = talk.person.to("booking.review")
    talk.staff.says(f"A12 refuse 30 {reason}")
    told = person.last("notice.use_refused").values
    assert (told["reason"].key, told["phone"]) == (f"refuse.{reason}", office.phone)
    person.taps("book" if office is S else "apply")
    assert person.news()[0] == "refusal.use_refused"
    assert talk.applications.keys() == {"id"}
    assert talk.applications["id"].status is Status.BOOKED
    talk.staff.says("A12 lift")
    assert person.last().key == "notice.use_allowed"
