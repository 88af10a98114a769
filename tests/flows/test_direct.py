"""A direct office: one free time, one tap, and it is booked (S 12-1). Nothing there speaks of a request, nor elsewhere
of a booking at once.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.opening import cells
from flows.office.policy import Policy
from flows.reading.text import fold
from locales.words import catalogues
from tests.flows.house import policy
from tests.flows.talk import Person, Talk, at, slot


def direct(**changes: object) -> Policy:
    return policy(**{"booking__mode": "direct", "booking__confirm_by": "none", **changes})


def office(**changes: object) -> Talk:
    return Talk(direct(**changes))


def take(talk: Talk, *slots: tuple[int, int, int], desks: tuple[str, ...] = ("A", "B")) -> None:
    for day, hour, minute in slots:
        for desk in desks:
            for cell in cells(slot(day, hour, minute), desk, talk.policy):
                talk.claims[cell] = ("somebody", None)


def booked(talk: Talk) -> facts.BookedAtOnce:
    (found,) = talk.of(facts.BookedAtOnce)
    assert isinstance(found, facts.BookedAtOnce)
    return found


# --- one time, one tap


@pytest.mark.parametrize("how", ["tap", "number", "label"])
def test_s_12_1_whoever_books_directly_is_asked_for_one_free_time_and_has_it_at_once(how: str) -> None:
    talk = office()
    person = talk.person.to("booking.day", how)
    person.chooses(how, "d20261120")
    person.chooses(how, slot(20, 10).code)
    assert person.step == "booking.review"
    person.chooses(how, "book")
    assert person.news() == ["notice.booked", "home.next.ask"]
    assert booked(talk).slot == slot(20, 10)
    assert person.stands(Status.BOOKED)
    assert not talk.of(facts.Wished)


def test_a_day_typed_with_its_time_leads_straight_to_the_summary_which_echoes_it() -> None:
    talk = office()
    person = talk.person.to("booking.day")
    person.says("11/20 10:00")
    assert person.news() == ["booking.review.direct"]
    assert person.last().values["wishes"] == (at(20, 10),)


def test_the_confirmation_names_join_page_and_calendar_entry_and_staff_get_the_card_of_a_booking() -> None:
    talk = office()
    application = talk.person.books()
    told = talk.person.last("notice.booked").values
    assert (told["join"], told["calendar"]) == (application.join_url, application.calendar_url)
    assert "called" in talk.staff.last("staff.card.booked").codes
    assert talk.staff.last("staff.card.booked").values["desk"] == "A"


def test_what_was_agreed_to_bears_the_words_of_the_button_that_books() -> None:
    talk = office()
    talk.person.books()
    assert [each.words for each in talk.agreements] == ["booking.review.book"]


def test_reminders_are_owed_from_the_booking_on_and_no_answer_is() -> None:
    talk = office()
    talk.person.to("booking.day").says("11/20 10:00")
    talk.person.taps("book")
    kinds = {row.kind.value for row, _ in talk.due}
    assert {"reminder", "start", "grace"} <= kinds
    assert not {"answer_due", "request_lapses"} & kinds


def test_a_second_tap_on_book_changes_nothing() -> None:
    talk = office()
    person = talk.person.to("booking.review")
    tap = person.find("book")
    person.receive(tap)
    person.receive(tap)
    assert len(talk.of(facts.BookedAtOnce)) == 1
    assert person.news() == ["home.next.ask"]


def test_on_the_web_it_is_said_that_it_cannot_remind_and_not_that_it_cannot_tell_of_an_answer() -> None:
    talk = office()
    person = talk.meets("web", can_ring=False, channel="web")
    person.to("booking.review")
    assert person.last().values["ring"].key == "booking.review.cannot_remind"
    person.taps("book")
    assert person.news() == ["notice.booked", "booking.done.cannot_ring", "home.next.ask"]


# --- back, and changing


def test_back_from_the_summary_leads_to_the_time_then_to_the_day_and_keeps_both_until_replaced() -> None:
    talk = office()
    person = talk.person.to("booking.day")
    person.taps("d20261120")
    person.taps(slot(20, 10).code)
    person.taps("_back")
    assert person.step == "booking.time"
    assert slot(20, 10).code in person.buttons()
    person.taps("_back")
    assert person.step == "booking.day"
    person.taps("d20261124")
    person.taps(slot(24, 10).code)
    assert person.draft.wishes == (at(24, 10),)
    assert person.step == "booking.review"


def test_back_from_a_time_typed_whole_leads_to_the_day() -> None:
    talk = office()
    person = talk.person.to("booking.day")
    person.says("11/20 10:00")
    person.taps("_back")
    assert person.step == "booking.day"
    person.says("11/20 10:30")
    assert (person.step, person.draft.wishes) == ("booking.review", (at(20, 10, 30),))


def test_another_time_chosen_from_the_summary_takes_the_place_of_the_first() -> None:
    talk = office()
    person = talk.person.to("booking.day")
    person.says("11/20 10:00")
    person.taps("change")
    assert "booking.change.time" in {each.label.key for each in person.last().choices}
    person.taps("day")
    person.taps("d20261120")
    assert slot(20, 10).code in person.buttons()  # the same one may be taken again
    person.taps(slot(20, 10, 30).code)
    assert (person.step, person.draft.wishes) == ("booking.review", (at(20, 10, 30),))
    person.taps("book")
    assert booked(talk).wished.wishes == (at(20, 10, 30),)


def test_going_back_from_a_change_of_the_time_keeps_the_one_that_was_chosen() -> None:
    talk = office()
    person = talk.person.to("booking.day")
    person.says("11/20 10:00")
    person.taps("change")
    person.taps("day")
    person.taps("_back")
    person.taps("nothing")
    person.taps("book")
    assert booked(talk).slot == slot(20, 10)


# --- the gate


@pytest.mark.parametrize(("minutes", "possible"), [(61, True), (60, True), (59, False)])
def test_a_time_is_booked_until_its_minutes_of_notice_and_one_minute_later_it_is_too_late(
    minutes: int, *, possible: bool
) -> None:
    talk = office(booking__notice_minutes=60)
    person = talk.person.to("booking.day")
    person.says("11/18 15:00")
    talk.now = at(18, 15) - timedelta(minutes=minutes)
    person.taps("book")
    assert bool(talk.of(facts.BookedAtOnce)) is possible
    if not possible:
        assert person.news()[0] == "refusal.too_late"
        assert person.last("refusal.too_late").values["first"] == at(18, 15, 30)
        assert person.step == "booking.time"


@pytest.mark.parametrize(("minute", "possible"), [(59, True), (0, False)])
def test_without_notice_a_time_is_booked_until_the_minute_before_it_starts(minute: int, *, possible: bool) -> None:
    talk = office()
    person = talk.person.to("booking.day")
    person.says("11/18 15:00")
    talk.now = at(18, 14 if minute else 15, minute)
    person.taps("book")
    assert bool(talk.of(facts.BookedAtOnce)) is possible


@pytest.mark.parametrize(("day", "hour", "minute", "possible"), [(19, 23, 59, True), (20, 0, 0, False)])
def test_a_direct_office_may_keep_the_end_of_the_day_before_as_its_last_moment(
    day: int, hour: int, minute: int, *, possible: bool
) -> None:
    talk = office(booking__confirm_by="previous_day_end")
    person = talk.person.to("booking.day")
    person.says("11/20 10:00")
    talk.now = at(day, hour, minute)
    person.taps("book")
    assert bool(talk.of(facts.BookedAtOnce)) is possible


def test_nobody_offers_so_that_the_evening_before_is_not_too_late_to_book_directly() -> None:
    talk = office()
    talk.now = at(19, 18)
    talk.person.to("booking.day").says("11/20 8:30")
    assert talk.person.step == "booking.review"


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("11/21 10:00", "refusal.office_closed"),
        ("11/23 10:00", "refusal.office_closed"),
        ("11/20 12:30", "refusal.outside_hours"),
        ("11/20 10:15", "refusal.outside_hours"),
        ("11/18 9:00", "refusal.too_late"),
        ("12/17 10:00", "refusal.too_far"),
    ],
)
def test_what_cannot_be_booked_is_refused_early_with_what_can(typed: str, refusal: str) -> None:
    talk = office()
    talk.person.to("booking.day").says(typed)
    assert talk.person.news()[0] == refusal


def test_s_12_2_1_one_a_day_holds_for_times_booked_directly() -> None:
    talk = office()
    talk.person.to("booking.day").says("11/20 10:00")
    talk.person.taps("book")
    talk.person.to("booking.day").says("11/20 14:00")
    assert talk.person.news()[0] == "refusal.one_a_day"
    assert "d20261120" not in talk.person.buttons()


def test_the_limit_of_open_bookings_holds_at_the_gate() -> None:
    talk = office(booking__open_limit=1)
    person = talk.person.to("booking.review")
    first = talk.meets("another chat of theirs")
    first.to("booking.day").says("11/20 10:00")
    taken = first.books()
    talk.applications[taken.id] = replace(taken, person=person.id)
    person.taps("book")
    assert person.news()[0] == "refusal.too_many_open"
    assert len(talk.of(facts.BookedAtOnce)) == 1


def test_a_time_that_was_just_taken_is_asked_again_with_what_is_free_that_day_and_all_else_is_kept() -> None:
    talk = office()
    person = talk.person.to("booking.day")
    person.says("11/20 10:00")
    before = person.draft
    take(talk, (20, 10, 0))
    person.taps("book")
    assert person.news() == ["refusal.taken", "wish.time.ask"]
    assert slot(20, 10).code not in person.buttons()
    assert (person.draft.name, person.draft.phone, person.draft.documents) == (
        before.name,
        before.phone,
        before.documents,
    )
    person.taps(slot(20, 10, 30).code)
    assert person.step == "booking.review"
    person.taps("book")
    assert booked(talk).slot == slot(20, 10, 30)


def test_where_that_day_is_full_another_day_is_asked_for() -> None:
    talk = office()
    person = talk.person.to("booking.day")
    person.says("11/20 10:00")
    half_hours = [(20, hour, minute) for hour in range(8, 17) for minute in (0, 30)]
    take(talk, *half_hours)
    person.taps("book")
    assert person.news() == ["refusal.taken", "wish.day.direct_ask"]
    assert "d20261120" not in person.buttons()


def test_a_time_that_is_free_at_another_desk_is_booked_there() -> None:
    talk = office()
    person = talk.person.to("booking.day")
    person.says("11/20 10:00")
    take(talk, (20, 10, 0), desks=("A",))
    person.taps("book")
    assert booked(talk).desk == "B"


# --- cancelling gives the time back


def test_a_cancelled_direct_booking_frees_its_time_at_once() -> None:
    talk = office(cancelling__cut_off=0)
    person = talk.person.to("booking.day")
    person.says("11/20 10:00")
    person.taps("book")
    assert {cell for cell in talk.view().taken if cell[0] == "A"} == {*cells(slot(20, 10), "A", talk.policy)}
    person.says("cancel")
    person.taps("yes")
    assert person.stands(Status.CANCELLED_BY_PERSON)
    assert not talk.view().taken


# --- without a number (S 3)


def asking(talk: Talk) -> Person:
    person = talk.person.to("booking.number")
    person.taps("not_yet")
    return person


def test_s_3_without_a_number_the_office_decides_so_that_it_becomes_a_request_and_says_why() -> None:
    talk = office(asked__without_number="office_decides")
    person = asking(talk)
    assert person.news()[0] == "booking.number.office_decides"
    person.to("booking.day").says("11/20 10:00")
    assert person.step == "booking.more"
    person.taps("another")
    person.says("11/24 10:00")
    person.taps("enough")
    assert person.last().key == "booking.review.ask"
    person.taps("apply")
    assert person.news()[0] == "booking.done.told"
    assert person.stands(Status.REQUESTED)
    assert not talk.of(facts.BookedAtOnce)


def test_a_clerk_offers_times_in_a_direct_office_too() -> None:
    talk = office(asked__without_number="office_decides")
    application = asking(talk).applies()
    talk.staff.offers(application.code, at(20, 10), at(20, 14))
    assert talk.person.stands(Status.OFFERED)
    talk.person.taps(slot(20, 14).code)
    assert talk.person.stands(Status.BOOKED)


def test_new_wishes_after_an_offer_that_did_not_suit_are_wishes_in_a_direct_office_too() -> None:
    talk = office(asked__without_number="office_decides")
    application = asking(talk).applies()
    talk.staff.offers(application.code, at(20, 10))
    talk.person.taps("none")
    talk.person.says("11/24 10:00")
    talk.person.says("11/25 10:00")
    talk.person.taps("enough")
    assert talk.person.news()[0] == "wishing.done.told"


def test_where_the_number_does_not_matter_who_has_none_books_directly() -> None:
    talk = office(asked__without_number="accept")
    asking(talk).books()
    assert booked(talk).wished.number == ""


def test_a_number_found_after_all_makes_a_booking_of_it_with_one_of_the_times() -> None:
    talk = office(asked__without_number="office_decides")
    person = asking(talk).to("booking.day")
    person.says("11/20 10:00")
    person.says("11/24 10:00")
    person.taps("enough")
    person.taps("change")
    person.taps("number")
    person.says("01234-5678901")
    assert person.step == "booking.day"  # two times cannot be booked: which one?
    person.says("11/24 10:00")
    assert (person.last().key, person.draft.wishes) == ("booking.review.direct", (at(24, 10),))
    person.taps("book")
    assert booked(talk).slot == slot(24, 10)


def test_one_wish_stays_when_a_number_is_found_after_all() -> None:
    talk = office(asked__without_number="office_decides")
    person = asking(talk).to("booking.day")
    person.says("11/20 10:00")
    person.taps("enough")
    person.taps("change")
    person.taps("number")
    person.says("01234-5678901")
    assert (person.last().key, person.draft.wishes) == ("booking.review.direct", (at(20, 10),))


def test_a_number_taken_back_makes_a_request_of_it() -> None:
    talk = office(asked__without_number="office_decides")
    person = talk.person.to("booking.day")
    person.says("11/20 10:00")
    person.taps("change")
    person.taps("number")
    person.taps("not_yet")
    assert person.news() == ["booking.number.office_decides", "wish.more.ask"]  # now more than one may be wished for
    person.taps("enough")
    assert person.last().key == "booking.review.ask"
    person.taps("apply")
    assert talk.of(facts.Wished)[0].wishes == (at(20, 10),)


def test_no_way_round_an_office_that_decides_now() -> None:
    talk = office(asked__without_number="accept")
    person = asking(talk).to("booking.review")
    talk.policy = direct(asked__without_number="office_decides")
    person.taps("book")
    assert (person.news()[0], person.step) == ("refusal.missing", "booking.number")
    assert not talk.of(facts.BookedAtOnce)


# --- an office that changes its way


@pytest.mark.parametrize(("before", "after"), [("direct", "request_then_offer"), ("request_then_offer", "direct")])
def test_an_office_that_has_changed_its_way_meanwhile_says_so_and_explains_it_anew(before: str, after: str) -> None:
    talk = Talk(policy(booking__mode=before))
    person = talk.person.to("booking.day")
    for typed in ("11/20 10:00",) if before == "direct" else ("11/20 10:00", "11/24 10:00"):
        person.says(typed)
    person.to("booking.review")
    talk.policy = policy(booking__mode=after)
    person.taps(person.buttons()[0])
    assert (person.news()[0], person.step) == ("refusal.way_changed", "booking.purpose")
    person.taps("go_on")
    if after == "direct":
        assert person.step == "booking.day"
        person.says("11/24 10:00")
    else:
        person.taps("enough")
    person.taps(person.buttons()[0])
    assert person.stands(Status.BOOKED if after == "direct" else Status.REQUESTED)
    assert person.application.masked_name == "T***"


# --- texts


PROMISES_A_REQUEST = re.compile(
    r"agree and apply|request|not yet booked|申込|申し込|希望日|もうしこ|申\(もう\)し込|たのむ|wished|first choice"
)
PROMISES_A_BOOKING = re.compile(r"book(ed|s)? (this time )?at once|agree and book|その場で|同意して予約|すぐ 予約")


def shown(talk: Talk, tag: str) -> str:
    """Everything that the person saw, in that language, with its buttons."""
    words = catalogues()[tag]
    lines: list[str] = []
    for heard in talk.person.heard:
        lines.append(words.text(heard.key, heard.values))
        lines += [words.text(each.label.key, each.label.values) for each in heard.choices]
    return "\n".join(lines)


def wandering(talk: Talk) -> Talk:
    """The whole way, with every hint, a change and a back."""
    person = talk.person
    person.opens()
    for _ in range(60):
        if person.step == "booking.review":
            break
        for _ in range(2):
            if person.step != "booking.name":
                person.says("？？？")
        person.answer()
    person.says("？？？")
    person.says("？？？")
    person.taps("change")
    person.taps("nothing")
    person.says("cancel")
    person.taps("no")
    person.taps(person.buttons()[0])
    person.says("my booking")
    person.says("booking")
    return talk


@pytest.mark.parametrize("tag", ["en", "ja", "ja-simple"])
def test_in_a_direct_office_no_text_of_the_way_speaks_of_a_request(tag: str) -> None:
    seen = shown(wandering(office()), tag)
    assert PROMISES_A_BOOKING.search(seen.casefold())
    assert not PROMISES_A_REQUEST.findall(seen.casefold())


@pytest.mark.parametrize("tag", ["en", "ja", "ja-simple"])
def test_where_staff_answer_first_no_text_of_the_way_promises_a_booking_at_once(tag: str) -> None:
    seen = shown(wandering(Talk()), tag)
    assert PROMISES_A_REQUEST.search(seen.casefold())
    assert not PROMISES_A_BOOKING.findall(seen.casefold())


@pytest.mark.parametrize("tag", ["en", "ja", "ja-simple"])
def test_the_two_ways_to_begin_are_worded_differently(tag: str) -> None:
    words = catalogues()[tag]
    assert fold(words.text("home.next.book")) != fold(words.text("home.next.book_now"))
