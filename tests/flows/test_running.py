"""Running an office by order: exceptions with their reason, booking by telephone, desks, closed days, a full stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from flows import facts, register
from flows.messages import Opened, Said
from flows.office import refusals, rules
from flows.office.appointment import Status
from flows.office.offers import expires_at
from flows.office.opening import cells, confirm_by
from flows.office.policy import local
from flows.office.reminders import Owed
from flows.session import Session
from tests.flows.house import policy
from tests.flows.talk import HANAKO, JIRO, Talk, at, slot

LEAD = replace(HANAKO, role="lead")


def requested() -> Talk:
    talk = Talk()
    talk.person.to("booking.day").says("11/20 10:00")
    talk.person.applies()
    return talk


def led() -> Talk:
    talk = Talk()
    talk.staff.clerk = talk.staff.sender = LEAD
    return talk


# -- exceptions (K 6(1): in principle) -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "stated"), [(-1, False), (0, True), (1, True)], ids=["a minute before", "at", "a minute after"]
)
def test_past_offer_by_a_clerk_needs_a_reason_k_6_1(minutes: int, stated: bool) -> None:  # noqa: FBT001 -- a table
    talk = requested()
    talk.to(at(19, 17, 15) + timedelta(minutes=minutes))
    talk.staff.says("A12 offer 11/20 10:00")
    assert bool(talk.of(facts.Offered)) is not stated
    if stated:
        assert talk.staff.news() == ["refusal.too_late", "staff.exception.how", "staff.card.requested"]
        talk.staff.says("A12 offer 11/20 10:00 because the caller cannot wait")
        assert talk.staff.news() == ["staff.did.offered", "staff.exception.made"]
        assert talk.staff.last().values["reason"] == "the caller cannot wait"
    assert talk.of(facts.Offered)[-1].exception == ("the caller cannot wait" if stated else "")


def test_a_reason_that_is_not_needed_makes_no_exception() -> None:
    talk = requested()
    talk.staff.says("A12 offer 11/20 10:00 because they like it")
    assert talk.of(facts.Offered)[-1].exception == ""
    assert talk.staff.news() == ["staff.did.offered"]


def test_because_without_a_reason_is_no_exception() -> None:
    talk = requested()
    talk.staff.says("A12 offer 11/18 15:00 because")
    assert not talk.of(facts.Offered)


@pytest.mark.parametrize("text", ["11/18 9:00", "11/21 10:00", "11/18 16:55"])
def test_a_reason_opens_no_other_door(text: str) -> None:
    talk = requested()
    talk.staff.says(f"A12 offer {text} because I say so")
    assert not talk.of(facts.Offered)


def test_an_exception_may_be_chosen_past_confirm_by_until_it_expires_k_6_1() -> None:
    talk = requested()
    talk.staff.says("A12 offer 11/18 15:00 because the caller cannot wait")
    offer = talk.person.application.offer
    assert offer
    assert confirm_by(slot(18, 15), talk.policy) < talk.now < offer.expires_at < at(18, 15)
    talk.to(offer.expires_at - timedelta(minutes=1))
    talk.person.taps(slot(18, 15).code)
    assert talk.person.stands(Status.BOOKED)


def test_an_exception_is_over_when_it_expires_k_6_1() -> None:
    talk = requested()
    talk.staff.says("A12 offer 11/18 15:00 because the caller cannot wait")
    application = talk.person.application
    assert application.offer
    refused = rules.choosable(slot(18, 15), application, application.offer.expires_at, talk.policy)
    assert refused == refusals.OfferOver()


def test_without_an_exception_nothing_is_chosen_past_confirm_by_k_6_1() -> None:
    talk = Talk()
    application = talk.offered(at(20, 10))
    assert application.offer
    late = replace(application, offer=replace(application.offer, expires_at=at(20, 9)))
    assert rules.choosable(slot(20, 10), late, at(20, 0) - timedelta(minutes=1), talk.policy) is None
    assert rules.choosable(slot(20, 10), late, at(20, 0), talk.policy) == refusals.OfferOver()


# -- booking by telephone --------------------------------------------------------------------------------------


def test_a_clerk_books_upon_a_telephone_call_and_the_person_is_told() -> None:
    talk = requested()
    talk.staff.says("A12 book 11/20 10:00")
    assert talk.staff.news() == ["staff.did.booked_for"]
    assert talk.person.stands(Status.BOOKED)
    assert talk.person.last().key == "notice.booked"
    assert set(talk.claims) == {*cells(slot(20, 10), "A", talk.policy)}


def test_booking_one_of_the_offered_times_gives_the_others_back() -> None:
    talk = Talk()
    talk.offered(at(20, 10), at(20, 14))
    talk.staff.says("A12 book 11/20 14:00")
    assert talk.person.stands(Status.BOOKED)
    assert set(talk.claims) == {*cells(slot(20, 14), "A", talk.policy)}


@pytest.mark.parametrize(
    ("rest", "key"),
    [
        ("", "staff.refused.one_time"),
        ("11/20 10:00, 14:00", "staff.refused.one_time"),
        ("11/21 10:00", "refusal.office_closed"),
        ("11/18 15:00", "refusal.too_late"),
    ],
)
def test_what_cannot_be_booked_is_refused(rest: str, key: str) -> None:
    talk = requested()
    talk.staff.says(f"A12 book {rest}")
    assert talk.staff.news()[0] == key
    assert talk.person.stands(Status.REQUESTED)


def test_past_its_time_a_booking_by_telephone_needs_a_reason_k_6_1() -> None:
    talk = requested()
    talk.staff.says("A12 book 11/18 15:00 because the caller cannot wait")
    assert talk.staff.news() == ["staff.did.booked_for", "staff.exception.made"]
    assert talk.of(facts.BookedFor)[0].exception == "the caller cannot wait"


def served_today() -> Talk:
    """Booked for 10:00 on the 20th, and asking for more."""
    talk = Talk()
    talk.booked(at(20, 10))
    talk.person.to("booking.day").says("11/24 10:00")
    talk.person.applies()
    return talk


def test_a_second_consultation_on_one_day_needs_the_offices_own_reason_s_12_2_1() -> None:
    talk = served_today()
    talk.staff.says("A13 book 11/20 14:00")
    assert talk.staff.news()[:2] == ["refusal.one_a_day", "staff.exception.twice"]
    talk.staff.says("A13 book 11/20 14:00 because")
    assert talk.staff.news()[0] == "refusal.one_a_day"
    assert talk.person.stands(Status.REQUESTED)
    talk.staff.says("A13 book 11/20 14:00 because two people share a telephone")
    assert talk.staff.news() == ["staff.did.booked_for", "staff.exception.made"]
    assert talk.of(facts.BookedFor)[0].exception == "two people share a telephone"
    assert talk.person.stands(Status.BOOKED)


@pytest.mark.parametrize(
    ("clock", "second"), [("9:30", True), ("10:00", False), ("10:30", True)], ids=["before", "at once", "after"]
)
def test_no_reason_books_one_person_twice_at_one_time_s_12_2_1(clock: str, *, second: bool) -> None:
    talk = served_today()
    talk.staff.says(f"A13 book 11/20 {clock} because they asked for it")
    assert talk.person.stands(Status.BOOKED if second else Status.REQUESTED)
    assert not second or talk.of(facts.BookedFor)[0].exception


def test_a_second_consultation_on_one_day_is_offered_for_a_reason_and_then_chosen_s_12_2_1() -> None:
    talk = served_today()
    talk.staff.says("A13 offer 11/20 14:00")
    assert talk.staff.news()[:2] == ["refusal.one_a_day", "staff.exception.twice"]
    assert talk.staff.last("staff.exception.twice").values["order"].key == "staff.exception.order.offer"
    talk.staff.says("A13 offer 11/20 14:00 because two people share a telephone")
    assert talk.staff.news() == ["staff.did.offered", "staff.exception.made"]
    offered = talk.of(facts.Offered)[-1]
    assert offered.exception == "two people share a telephone"
    assert offered.expires_at == expires_at((slot(20, 14),), talk.now, talk.policy)
    talk.person.taps(slot(20, 14).code)
    assert talk.person.stands(Status.BOOKED)


@pytest.mark.parametrize("clock", ["10:00", "14:00"])
def test_a_second_consultation_on_one_day_is_moved_to_for_a_reason_but_never_two_at_one_time(clock: str) -> None:
    talk = served_today()
    talk.staff.says("A13 book 11/24 10:00")
    talk.staff.says(f"A13 move 11/20 {clock}")
    assert talk.staff.news()[0] == "refusal.one_a_day"
    talk.staff.says(f"A13 move 11/20 {clock} because the room is being painted")
    assert bool(talk.of(facts.ChangeOffered)) == (clock == "14:00")
    if clock == "14:00":
        talk.person.taps(slot(20, 14).code)
        assert talk.person.application.appointment
        assert talk.person.application.appointment.slot == slot(20, 14)


def test_a_reason_that_once_a_day_does_not_need_makes_no_exception() -> None:
    talk = served_today()
    talk.staff.says("A13 offer 11/24 15:00 because they like it")
    talk.staff.says("A13 book 11/24 14:00 because they like it")
    assert talk.of(facts.BookedFor)[0].exception == ""
    assert not [each.exception for each in talk.of(facts.Offered) if each.exception]


def test_k_6_knows_no_limit_a_day_so_that_a_second_consultation_needs_no_reason() -> None:
    talk = Talk(policy(booking__one_a_day=False))
    talk.booked(at(20, 10))
    talk.person.to("booking.day").says("11/24 10:00")
    talk.person.applies()
    talk.staff.says("A13 book 11/20 14:00")
    assert talk.staff.news() == ["staff.did.booked_for"]
    assert talk.of(facts.BookedFor)[0].exception == ""


def test_what_is_booked_is_not_booked_again() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.staff.says("A12 book 11/20 10:00")
    assert talk.staff.news() == ["staff.refused.not_now"]
    talk.to(at(20, 10))
    talk.staff.says("A12 here")
    talk.staff.says("A12 book 11/24 14:00")
    assert talk.staff.news() == ["staff.refused.not_now"]


# -- desks -------------------------------------------------------------------------------------------------------


def test_a_booking_changes_its_desk_and_keeps_its_time() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.staff.says("A12 desk b")
    assert talk.staff.news() == ["staff.did.desk"]
    appointment = talk.person.application.appointment
    assert appointment
    assert (appointment.desk, appointment.slot) == ("B", slot(20, 10))
    assert set(talk.claims) == {*cells(slot(20, 10), "B", talk.policy)}


@pytest.mark.parametrize(("desk", "key"), [("C", "staff.refused.no_desk"), ("", "staff.refused.no_desk")])
def test_a_desk_that_is_not_there_is_refused(desk: str, key: str) -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.staff.says(f"A12 desk {desk}")
    assert talk.staff.news() == [key]


def test_a_desk_that_is_taken_is_refused() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.booked(at(20, 10), person=talk.meets("other"))
    talk.staff.says("A12 desk B")
    assert talk.staff.news() == ["staff.refused.desk_taken"]
    assert not talk.of(facts.DeskChanged)


# -- closed days -------------------------------------------------------------------------------------------------


def test_closing_a_day_lists_whom_it_touches_and_moves_nobody() -> None:
    talk = led()
    talk.booked(at(20, 10))
    talk.offered(at(20, 14), person=talk.meets("other"))
    talk.staff.says("close 2026-11-20 a typhoon is coming")
    assert talk.staff.news() == ["staff.card.requested", "staff.did.closed"]
    values = talk.staff.last().values
    assert [each.values["code"] for each in values["lines"]] == ["A12", "A13"]
    assert values["reason"] == "a typhoon is coming"
    assert talk.person.stands(Status.BOOKED)


def test_on_a_closed_day_nothing_is_offered_and_what_was_offered_waits_for_another_answer() -> None:
    talk = led()
    talk.offered(at(20, 10))
    talk.staff.says("close 2026-11-20")
    assert talk.person.last().key == "notice.times_closed"
    assert talk.person.stands(Status.REQUESTED)
    assert not talk.claims
    assert "staff.card.requested" in talk.staff.news()
    shown = talk.staff.last("staff.card.requested").choices
    assert shown
    assert not [
        each for each in shown if each.code in {slot(20, hour, m).code for hour in range(8, 18) for m in (0, 30)}
    ]
    talk.person.taps(slot(20, 10).code)
    assert "refusal.offer_over" in talk.person.news()
    heard = len(talk.person.heard)
    talk.to(at(19, 17))
    assert "notice.nudge" not in [each.key for each in talk.person.heard[heard:]]
    other = talk.meets("other")
    other.to("booking.day").says("11/24 10:00")
    other.applies()
    talk.staff.says("A13 offer 11/20 10:00 because I say so")
    assert talk.staff.news()[0] == "refusal.office_closed"


def test_nobody_is_reminded_or_deemed_absent_on_a_day_that_was_closed_s_12_2_4() -> None:
    talk = led()
    talk.booked(at(25, 10))
    talk.staff.says("close 2026-11-25")
    heard = len(talk.person.heard)
    talk.to(at(25, 11))
    assert [each.key for each in talk.person.heard[heard:]] == []
    assert talk.person.stands(Status.BOOKED)
    told = [each.key for each in talk.staff.heard]
    assert told.count("staff.told.closed_unmoved") >= 2
    assert {"staff.told.start", "staff.told.unmarked"} <= {*told}


def test_a_time_on_a_closed_day_cannot_be_kept() -> None:
    talk = led()
    talk.booked(at(25, 10))
    talk.staff.says("close 2026-11-25")
    talk.staff.says("A12 move 11/26 10:00")
    talk.person.taps("keep")
    assert talk.person.news()[0] == "refusal.cannot_be_kept"
    assert talk.person.application.change_open
    talk.person.taps(slot(26, 10).code)
    assert talk.person.application.appointment
    assert talk.person.application.appointment.slot.start == at(26, 10)


def test_of_offered_times_those_of_a_closed_day_go_and_the_others_stay_held() -> None:
    talk = led()
    talk.offered(at(20, 10), at(24, 14))
    talk.staff.says("close 2026-11-20")
    assert talk.person.last().key == "notice.times_closed_left"
    assert talk.person.last().values["times"] == (at(24, 14),)
    assert set(talk.claims) == {*cells(slot(24, 14), "A", talk.policy)}
    talk.person.says("booking")
    assert talk.person.last().values["times"] == (at(24, 14),)
    old = talk.person.last("notice.offered").prompt
    talk.person.picks(old, slot(20, 10).code)
    assert talk.person.news()[0] == "refusal.not_offered"
    talk.person.picks(old, slot(24, 14).code)
    assert talk.person.stands(Status.BOOKED)


def test_times_proposed_beside_a_booking_end_when_their_day_closes_and_the_booking_stands() -> None:
    talk = led()
    talk.booked(at(25, 10))
    talk.staff.says("A12 move 11/26 10:00")
    talk.staff.says("close 2026-11-26")
    assert talk.person.last().key == "notice.times_closed_beside"
    assert not talk.person.application.change_open
    assert set(talk.claims) == {*cells(slot(25, 10), "A", talk.policy)}
    talk.staff.says("A12 move 11/27 10:00")
    assert talk.person.last().key == "notice.move_asked"


def test_where_the_booked_day_and_the_proposed_times_close_together_nobody_is_asked_to_come() -> None:
    talk = led()
    talk.booked(at(25, 10))
    talk.staff.says("A12 move 11/25 14:00")
    talk.staff.says("close 2026-11-25")
    assert talk.person.last().key == "notice.times_closed_both"
    assert not talk.person.last().choices
    talk.person.says("booking")
    assert talk.person.last().key == "looking.booking.closed"
    assert not {"late", "cannot_connect"} & {*talk.person.buttons()}


def test_a_time_held_beside_a_booking_is_listed_when_its_day_closes() -> None:
    talk = led()
    talk.booked(at(25, 10))
    talk.staff.says("A12 move 11/26 10:00")
    talk.staff.says("close 2026-11-26")
    assert talk.staff.news() == ["staff.did.closed"]


@pytest.mark.parametrize("verb", ["close", "open"])
def test_a_day_that_can_be_read_in_two_ways_is_asked_back(verb: str) -> None:
    talk = led()
    talk.staff.says(f"{verb} 12/1 flood")
    assert talk.staff.news() == ["staff.refused.which_day"]
    assert talk.staff.last().values["days"] == ("2026-12-01", "2027-01-12")
    assert not talk.closed


def test_a_day_may_be_written_in_words() -> None:
    talk = led()
    talk.staff.says("close November 25 a flood")
    assert talk.closed == {date(2026, 11, 25)}
    assert talk.staff.last().values["reason"] == "a flood"


def test_a_closure_is_taken_back() -> None:
    talk = led()
    talk.staff.says("close 2026-11-20")
    assert talk.closed == {date(2026, 11, 20)}
    assert talk.staff.news() == ["staff.did.closed_empty"]
    talk.staff.says("close 2026-11-20")
    assert talk.staff.news() == ["staff.refused.closed_already"]
    talk.staff.says("open 2026-11-20")
    assert talk.staff.news() == ["staff.did.opened"]
    assert not talk.closed
    talk.staff.says("open 2026-11-20")
    assert talk.staff.news() == ["staff.refused.not_closed"]


@pytest.mark.parametrize("text", ["close the window", "open the door", "close", "stop it", "open", "A12 stop"])
def test_talk_of_doors_and_windows_closes_nothing(text: str) -> None:
    talk = led()
    talk.booked(at(20, 10))
    talk.staff.says(text)
    assert not talk.closed
    assert talk.stopped_at is None


def test_a_day_that_is_past_is_not_closed() -> None:
    talk = led()
    talk.staff.says("close 2026-11-17")
    assert talk.staff.news() == ["staff.refused.no_day"]


def test_opening_a_day_again_withdraws_what_was_asked_because_it_was_closed() -> None:
    talk = led()
    talk.booked(at(25, 10))
    talk.staff.says("close 2026-11-25")
    talk.staff.says("A12 move 11/26 10:00")
    talk.staff.says("open 2026-11-25")
    assert talk.staff.news() == ["staff.did.opened", "staff.did.withdrawn"]
    assert talk.staff.last().values["codes"] == ("A12",)
    assert talk.person.last().key == "notice.move_withdrawn"
    assert not talk.person.application.change_open
    assert set(talk.claims) == {*cells(slot(25, 10), "A", talk.policy)}
    talk.person.picks(next(each.prompt for each in talk.person.heard if each.key == "notice.move_asked"), "keep")
    assert talk.person.news()[0] == "refusal.offer_over"
    appointment = talk.person.application.appointment
    assert appointment
    assert appointment.slot == slot(25, 10)


def test_opening_a_day_leaves_what_was_asked_for_other_reasons_or_by_the_person() -> None:
    talk = led()
    talk.booked(at(25, 10))
    talk.staff.says("A12 move 11/26 10:00")
    talk.staff.says("close 2026-11-25")
    talk.staff.says("open 2026-11-25")
    assert talk.staff.news() == ["staff.did.opened"]
    assert talk.person.application.change_open
    assert talk.person.last().key == "notice.move_asked"


# -- stopping ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["close 2026-11-20", "open 2026-11-20", "stop", "resume"])
def test_only_a_lead_runs_the_office(text: str) -> None:
    talk = Talk()
    talk.staff.says(text)
    assert talk.staff.news() == ["staff.refused.lead_only"]
    talk.staff.clerk = None
    talk.staff.says(text)
    assert talk.staff.news() == ["staff.refused.not_clerk"]
    assert not talk.closed


def test_while_stopped_new_applications_are_met_with_the_telephone_and_bookings_go_on() -> None:
    talk = led()
    talk.offered(at(20, 10))
    talk.staff.says("stop")
    assert talk.staff.news() == ["staff.did.stopped"]
    other = talk.meets("other")
    other.opens()
    other.taps("en")
    assert other.news() == ["refusal.stopped", "home.next.ask"]
    assert other.last("refusal.stopped").values["phone"] == talk.policy.phone
    other.taps("booking")
    assert other.news() == ["refusal.stopped", "home.next.ask"]
    other.says("/restart")
    other.taps("en")
    assert other.news() == ["refusal.stopped", "home.next.ask"]
    assert "booking.purpose.ask" not in {each.key for each in other.heard}
    talk.person.taps(slot(20, 10).code)
    assert talk.person.stands(Status.BOOKED)
    talk.staff.says("today")
    assert talk.staff.last().values["stopped"]
    talk.staff.says("resume")
    talk.staff.says("today")
    assert not talk.staff.last().values["stopped"]
    other.to("booking.terms")


def test_who_reads_what_is_collected_when_it_stops_is_told_at_their_next_tap() -> None:
    talk = led()
    talk.person.to("booking.purpose")
    talk.staff.says("stop")
    talk.person.taps("go_on")
    assert talk.person.news() == ["refusal.stopped", "home.next.ask"]


def test_who_was_nearly_done_when_it_stopped_is_stopped_at_the_gate() -> None:
    talk = led()
    talk.person.to("booking.review")
    talk.staff.says("stop")
    talk.person.taps("apply")
    assert "refusal.stopped" in talk.person.news()
    assert not talk.applications


def test_without_a_counter_nothing_of_the_desk_is_reached() -> None:
    talk = Talk()
    view = talk.person.view(Opened())
    turn = register.turn(Session(), Said("/desk"), view)
    assert not [each for each in turn.replies if each.key.startswith("staff.")]


def test_while_stopped_no_times_are_offered_but_a_call_can_still_be_answered() -> None:
    talk = led()
    talk.person.applies()
    talk.staff.says("stop")
    talk.staff.offers("A12", at(20, 10))
    assert talk.staff.news() == ["staff.refused.stopped"]
    talk.staff.says("A12 book 11/20 10:00")
    assert talk.person.stands(Status.BOOKED)


def test_while_stopped_nobody_books_directly_either_s_12_1() -> None:
    talk = Talk(policy(booking__mode="direct", booking__confirm_by="none"))
    talk.staff.clerk = talk.staff.sender = LEAD
    talk.person.to("booking.review")
    talk.staff.says("stop")
    talk.person.taps("book")
    assert "refusal.stopped" in talk.person.news()
    assert not talk.applications


def test_a_closed_day_has_nothing_free_in_a_direct_office_s_12_1() -> None:
    talk = Talk(policy(booking__mode="direct", booking__confirm_by="none"))
    talk.staff.clerk = talk.staff.sender = LEAD
    talk.person.to("booking.review")
    day = talk.person.draft.wishes[0]
    talk.staff.says(f"close {local(day):%Y-%m-%d}")
    talk.person.taps("book")
    assert talk.person.news()[0] == "refusal.office_closed"
    assert not talk.applications
    talk.meets("other").to("booking.day")
    assert f"d{local(day):%Y%m%d}" not in talk.people["other"].buttons()


def test_a_time_given_back_on_a_closed_day_is_offered_to_nobody_who_waits() -> None:
    talk = led()
    talk.booked(at(20, 10))
    talk.meets("other").to("booking.day").says("11/20 14:00")
    talk.people["other"].applies()
    talk.staff.says("close 2026-11-20")
    talk.staff.says("A12 office closed")
    assert not [row for row, _ in talk.due if row.kind is Owed.FREED]


# -- another time that the office asks for -----------------------------------------------------------------------


def test_whom_a_closed_day_touches_is_asked_and_moves_by_their_own_choice() -> None:
    talk = led()
    talk.booked(at(20, 10))
    talk.staff.says("close 2026-11-20")
    talk.staff.says("A12 move 11/24 10:00, 11/24 14:00")
    assert talk.person.last().key == "notice.move_asked"
    assert talk.person.last().values["start"] == at(20, 10)
    stands = talk.person.application.appointment
    assert stands
    assert stands.slot == slot(20, 10)
    talk.person.taps(slot(24, 14).code)
    appointment = talk.person.application.appointment
    assert appointment
    assert appointment.slot == slot(24, 14)
    assert set(talk.claims) == {*cells(slot(24, 14), appointment.desk, talk.policy)}


def test_a_second_move_replaces_the_first_and_an_old_button_is_gently_answered() -> None:
    talk = led()
    talk.booked(at(20, 10))
    talk.staff.says("A12 move 11/24 10:00, 11/24 14:00")
    talk.staff.clerk = talk.staff.sender = JIRO
    talk.staff.says("A12 move 11/24 14:00, 11/25 10:00")
    assert talk.staff.news() == ["staff.did.offered", "staff.did.replaced"]
    assert talk.staff.last().values["by"] == LEAD.name
    assert talk.person.last().key == "notice.move_asked_instead"
    offer = talk.person.application.offer
    assert offer
    assert offer.slots == (slot(24, 14), slot(25, 10))
    held = {cell for each, desk in offer.times for cell in cells(each, desk, talk.policy)}
    assert set(talk.claims) == {*cells(slot(20, 10), "A", talk.policy), *held}
    old = talk.person.last("notice.move_asked").prompt
    talk.person.picks(old, slot(24, 10).code)
    assert talk.person.news()[0] == "refusal.not_offered"
    assert talk.person.application.change_open
    talk.person.picks(old, slot(24, 14).code)
    appointment = talk.person.application.appointment
    assert appointment
    assert appointment.slot == slot(24, 14)


def test_a_move_replaces_nothing_that_the_person_asked_for() -> None:
    talk = led()
    talk.booked(at(20, 10))
    talk.person.says("/change")
    talk.person.says("11/25 10:00")
    talk.person.taps("enough")
    assert talk.person.application.change_open, talk.person.news()
    talk.staff.says("A12 move 11/24 10:00")
    assert talk.staff.news() == ["staff.refused.not_now"]
    talk.staff.says("A12 offer 11/25 10:00")
    talk.staff.says("A12 instead 11/25 14:00")
    assert talk.staff.news() == ["staff.did.offered", "staff.did.replaced"]
    assert talk.person.last().key == "notice.change_offered_instead"


def test_who_would_rather_keep_their_time_keeps_it_until_staff_talk_to_them() -> None:
    talk = led()
    talk.booked(at(20, 10))
    talk.staff.says("A12 move 11/24 10:00")
    talk.person.taps("keep")
    assert "changing.kept_asked" in talk.person.news()  # no promise: the office cannot hold it
    assert talk.person.stands(Status.BOOKED)
    assert "staff.told.change_kept" in [each.key for each in talk.staff.heard]
    talk.staff.says("A12 move 11/24 14:00")
    assert talk.person.last().key == "notice.move_asked"


@pytest.mark.parametrize(("minutes", "asked"), [(-1, True), (0, False), (1, False)], ids=["before", "at", "after"])
def test_another_time_is_asked_for_only_until_changes_end(minutes: int, asked: bool) -> None:  # noqa: FBT001 -- a table
    talk = Talk()
    appointment = talk.booked(at(20, 10)).appointment
    assert appointment
    talk.to(rules.change_ends(appointment, talk.policy) + timedelta(minutes=minutes))
    talk.staff.says("A12 move 11/26 10:00")
    assert bool(talk.of(facts.ChangeOffered)) is asked
    assert asked or talk.staff.news() == ["staff.refused.late_to_move"]


def test_what_was_agreed_by_telephone_moves_a_booking_and_the_person_is_told() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.staff.says("A12 book 11/24 14:00")
    assert talk.staff.news() == ["staff.did.booked_for"]
    appointment = talk.person.application.appointment
    assert appointment
    assert (appointment.slot, appointment.version) == (slot(24, 14), 2)
    assert talk.person.last().key == "notice.moved"
    assert set(talk.claims) == {*cells(slot(24, 14), appointment.desk, talk.policy)}


def test_what_has_begun_is_moved_by_nobody() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 10))
    talk.staff.says("A12 book 11/24 14:00")
    assert talk.staff.news() == ["staff.refused.started"]


# -- the next time (K 6(2)) --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "asked"),
    [
        (at(20, 9, 59), False),
        (at(20, 10), True),
        (at(20, 10, 1), True),
        (at(20, 10, 30), True),
        (at(20, 10, 39), True),
        (at(20, 10, 40), False),
        (at(20, 10, 41), False),
        (at(20, 23, 59), False),
    ],
)
def test_the_next_time_is_booked_during_a_session_and_as_much_longer_as_somebody_may_be_late_k_6_2(
    moment: datetime,
    asked: bool,  # noqa: FBT001 -- a table
) -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 9, 59))
    if moment >= at(20, 10):
        talk.to(at(20, 10))
        talk.staff.says("A12 here")
    talk.to(moment)
    talk.staff.says("A12 next 11/26 10:00")
    assert talk.staff.news() == ["staff.card.next" if asked else "staff.refused.no_session"]


@pytest.mark.parametrize("how", ["tap", "type"])
def test_the_next_time_is_booked_once_the_terms_are_read_out_k_6_2(how: str) -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 10))
    talk.staff.says("A12 here")
    talk.staff.says("A12 next 11/26 10:00")
    assert not talk.of(facts.BookedNext)
    if how == "tap":
        talk.staff.taps(f"next-{slot(26, 10).code}")
    else:
        talk.staff.says(str(talk.staff.last("staff.card.next").values["order"]))
    assert talk.staff.news() == ["staff.card.booked", "staff.did.next"]
    first, second = talk.applications.values()
    assert (first.status, second.status) == (Status.ATTENDED, Status.BOOKED)
    assert second.person == first.person
    assert talk.person.last().key == "notice.booked"


@pytest.mark.parametrize(
    ("rest", "key"),
    [
        ("", "staff.refused.one_time"),
        ("11/26 10:00, 14:00", "staff.refused.one_time"),
        ("11/21 10:00", "refusal.office_closed"),
        ("11/20 14:00", "refusal.too_late"),
    ],
)
def test_a_next_time_that_cannot_be_is_refused(rest: str, key: str) -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 10))
    talk.staff.says(f"A12 next {rest}")
    assert talk.staff.news() == [key]
