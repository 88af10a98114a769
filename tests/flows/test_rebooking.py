"""A direct office: a booking is changed by a tap on a free time, and stands until that is certain (S 12-1, 12-2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.opening import cells
from flows.office.policy import Policy, local
from flows.office.refusals import AlreadyBooked
from flows.office.standing import REASONS
from flows.office.standing import Refused as UseRefused
from tests.flows.house import policy
from tests.flows.talk import Talk, at, slot
from tests.flows.test_changing import booked_at
from tests.flows.test_direct import direct, shown, take

OLD, NEW, OTHER = at(26, 10), at(27, 11), at(30, 9)
"""A Thursday, the Friday after it, and the Monday after that."""


def typed(start: datetime) -> str:
    return f"{local(start):%Y-%m-%d %H:%M}"


def booked(rules: Policy | None = None, start: datetime = OLD) -> Talk:
    talk = Talk(rules or direct())
    person = talk.person.to("booking.day")
    person.says(typed(start))
    person.taps("book")
    assert person.stands(Status.BOOKED)
    return talk


def asked(rules: Policy | None = None, new: datetime = NEW) -> Talk:
    """It stands before the last question."""
    talk = booked(rules)
    talk.person.says("change")
    talk.person.says(typed(new))
    assert talk.person.step == "rebooking.sure"
    return talk


def yes(talk: Talk) -> list[str]:
    talk.person.taps("rebooking.sure.yes")
    return talk.person.news()


# --- a tap on a free time


@pytest.mark.parametrize("where", ["typed", "my booking", "a reminder"])
def test_s_12_1_another_time_is_a_tap_on_a_free_one_wherever_it_is_asked_for(where: str) -> None:
    talk = booked()
    match where:
        case "typed":
            talk.person.says("change")
        case "my booking":
            talk.person.says("booking")
            talk.person.taps("change")
        case _:
            talk.to(OLD - timedelta(days=1))
            talk.person.taps("change")
    assert talk.person.news() == ["rebooking.day.ask"]
    assert talk.person.last().values["start"] == OLD
    talk.person.taps("d20261127")
    talk.person.taps(slot(27, 11).code)
    assert talk.person.news() == ["rebooking.sure.ask"]


@pytest.mark.parametrize("how", ["tap", "number", "label", "word"])
def test_what_it_was_and_what_it_will_be_are_shown_and_one_yes_moves_the_booking(how: str) -> None:
    talk = asked()
    person, before = talk.person, talk.person.application
    assert (person.last().values["start"], person.last().values["new"]) == (OLD, NEW)
    assert booked_at(talk, OLD)
    if how == "word":
        person.says("yes")
    else:
        person.chooses(how, "rebooking.sure.yes")
    assert person.news() == ["notice.moved", "home.next.ask"]
    assert person.last("notice.moved").values["start"] == NEW
    assert booked_at(talk, NEW)
    after = person.application
    assert after.appointment
    assert after.appointment.version == 2
    assert (after.id, after.code, after.join_url) == (before.id, before.code, before.join_url)
    assert not talk.of(facts.ChangeWished)


def test_staff_are_told_from_when_to_when_the_person_moved_it_and_need_not_answer() -> None:
    talk = asked()
    yes(talk)
    told = talk.staff.last("staff.told.moved").values
    assert (told["was"], told["start"], told["desk"]) == (OLD, NEW, "A")
    assert "staff.card.changing" not in [each.key for each in talk.staff.heard]


def test_after_the_move_only_the_new_time_is_reminded_of() -> None:
    talk = asked()
    yes(talk)
    talk.to(OLD + timedelta(minutes=30))
    assert talk.person.stands(Status.BOOKED)
    assert {reason for due, reason in talk.dropped if due.version == "1"} == {"superseded"}
    talk.to(NEW - timedelta(hours=1))
    assert talk.person.last("notice.reminder_soon").values["start"] == NEW


def test_a_second_tap_on_yes_gets_no_second_move() -> None:
    talk = asked()
    tap = talk.person.find("rebooking.sure.yes")
    talk.person.receive(tap)
    talk.person.receive(tap)
    assert len(talk.of(facts.MovedAtOnce)) == 1
    assert talk.person.news() == ["home.next.ask"]


@pytest.mark.parametrize("how", ["tap", "number", "word"])
def test_the_time_can_be_kept_after_all_and_nothing_is_told_to_staff(how: str) -> None:
    talk = asked()
    if how == "word":
        talk.person.says("no")
    else:
        talk.person.chooses(how, "keep")
    assert talk.person.news() == ["changing.kept", "home.next.ask"]
    assert booked_at(talk, OLD)
    assert "staff.told.change_kept" not in [each.key for each in talk.staff.heard]


def test_another_time_may_be_chosen_instead_of_the_one_that_is_shown() -> None:
    talk = asked()
    talk.person.taps("other")
    assert talk.person.news() == ["rebooking.day.ask"]
    talk.person.says(typed(OTHER))
    assert talk.person.last().values["new"] == OTHER
    yes(talk)
    assert booked_at(talk, OTHER)


def test_back_leads_from_the_last_question_to_the_time_and_to_the_day() -> None:
    talk = booked()
    person = talk.person
    person.says("change")
    person.taps("d20261127")
    person.taps(slot(27, 11).code)
    person.taps("_back")
    assert person.step == "rebooking.time"
    person.taps("_back")
    assert person.step == "rebooking.day"
    person.says(typed(OTHER))
    yes(talk)
    assert booked_at(talk, OTHER)


def test_answers_wait_while_something_else_is_looked_at() -> None:
    talk = asked()
    talk.person.says("booking")
    talk.person.taps("late")
    assert talk.person.step == "rebooking.sure"
    yes(talk)
    assert booked_at(talk, NEW)


def test_whoever_stops_in_between_keeps_the_booking() -> None:
    talk = asked()
    talk.person.says("cancel")
    talk.person.taps("yes")
    assert talk.person.news()[0] == "dropping.dropped"
    assert booked_at(talk, OLD)


# --- the new time is taken


def test_where_the_new_time_is_taken_meanwhile_the_old_one_stands_and_others_are_shown() -> None:
    talk = asked()
    take(talk, (27, 11, 0))
    assert yes(talk) == ["refusal.new_time_taken", "wish.time.ask"]
    assert talk.person.last("refusal.new_time_taken").values == {"start": NEW, "booked": OLD}
    assert booked_at_beside_others(talk)
    assert slot(27, 11).code not in talk.person.buttons()
    talk.person.taps(slot(27, 9).code)
    yes(talk)
    assert talk.person.application.appointment
    assert talk.person.application.appointment.slot == slot(27, 9)


def test_back_after_a_time_that_was_taken_leads_to_the_day() -> None:
    talk = asked()
    take(talk, (27, 11, 0))
    yes(talk)
    talk.person.taps("_back")
    assert talk.person.news() == ["rebooking.day.ask"]


def booked_at_beside_others(talk: Talk) -> bool:
    mine = {cell for cell, (owner, _) in talk.claims.items() if owner == talk.person.application.id}
    return mine == {*cells(slot(26, 10), "A", talk.policy)}


def test_where_that_day_is_full_other_days_are_shown_beside_the_booking_that_stands() -> None:
    talk = asked()
    take(talk, *((27, hour, minute) for hour in range(8, 17) for minute in (0, 30)))
    assert yes(talk) == ["refusal.new_time_taken", "rebooking.day.ask"]
    assert "d20261127" not in talk.person.buttons()


@pytest.mark.parametrize("step", ["day", "time"])
def test_a_taken_time_that_is_typed_is_refused_with_the_booking_that_stands(step: str) -> None:
    talk = booked()
    take(talk, (27, 11, 0))
    talk.person.says("change")
    if step == "time":
        talk.person.taps("d20261127")
    talk.person.says(typed(NEW))
    assert talk.person.news()[0] == "refusal.new_time_taken"
    assert talk.person.step == f"rebooking.{step}"


def test_where_nothing_is_free_the_booking_stands_and_the_telephone_is_named() -> None:
    talk = booked(direct(booking__horizon_days=10))
    talk.person.says("change")
    days = (18, 19, 20, 24, 25, 26, 27)
    take(talk, *((day, hour, minute) for day in days for hour in range(8, 18) for minute in (0, 30)))
    talk.person.says("repeat")
    assert talk.person.last().key == "rebooking.day.none"
    assert talk.person.last().values["start"] == OLD


def test_a_time_that_is_free_at_another_desk_is_moved_to_that_desk() -> None:
    talk = asked()
    take(talk, (27, 11, 0), desks=("A",))
    yes(talk)
    assert talk.person.application.appointment
    assert talk.person.application.appointment.desk == "B"


# --- the rules, for the old time and for the new one


def test_the_time_that_is_booked_is_no_other_time() -> None:
    talk = booked()
    talk.person.says("change")
    talk.person.says(typed(OLD))
    assert talk.person.last(AlreadyBooked.key()).values["start"] == OLD
    talk.person.taps("d20261126")
    assert slot(26, 10).code not in talk.person.buttons()


def test_s_12_2_1_one_a_day_leaves_the_other_times_of_the_same_day_free_to_move_to() -> None:
    talk = asked(new=OLD + timedelta(hours=1))
    yes(talk)
    assert booked_at(talk, OLD + timedelta(hours=1))


def test_s_12_2_1_one_a_day_forbids_the_day_of_another_booking() -> None:
    talk = booked()
    person = talk.person.to("booking.day")
    person.says(typed(NEW))
    person.taps("book")
    person.says("change")  # the sooner of the two
    assert person.last().values["start"] == OLD
    assert "d20261127" not in person.buttons()
    person.says(typed(NEW + timedelta(hours=3)))
    assert person.news()[0] == "refusal.one_a_day"


def test_a_move_by_less_than_its_length_needs_no_second_desk() -> None:
    talk = asked(direct(desk__desks=("A",), desk__grid=15), OLD + timedelta(minutes=15))
    yes(talk)
    assert booked_at(talk, OLD + timedelta(minutes=15))


@pytest.mark.parametrize(("cut_off", "minutes"), [(0, 60), (120, 120)])
@pytest.mark.parametrize(("early", "moves"), [(1, True), (0, False), (-1, False)])
def test_s_12_2_6_the_old_time_is_given_up_here_until_contact_counts_or_the_cut_off_begins(
    cut_off: int, minutes: int, early: int, *, moves: bool
) -> None:
    talk = asked(direct(cancelling__cut_off=cut_off))
    tap = talk.person.find("rebooking.sure.yes")
    talk.to(OLD - timedelta(minutes=minutes + early))
    talk.person.receive(tap)
    assert (talk.person.news()[0] == "notice.moved") is moves
    assert booked_at(talk, NEW if moves else OLD)
    if not moves:
        assert talk.person.news() == ["refusal.phone_only", "home.next.ask"]
        talk.person.says("change")
        assert talk.person.news()[0] == "refusal.phone_only"


@pytest.mark.parametrize(("minutes", "moves"), [(61, True), (60, True), (59, False)])
def test_s_12_1_the_new_time_is_taken_until_its_minutes_of_notice(minutes: int, *, moves: bool) -> None:
    talk = booked(direct(booking__notice_minutes=60))
    talk.now = at(25, 9)
    talk.person.says("change")
    talk.person.says(typed(at(25, 15)))
    tap = talk.person.find("rebooking.sure.yes")
    talk.now = at(25, 15) - timedelta(minutes=minutes)
    talk.person.receive(tap)
    assert bool(talk.of(facts.MovedAtOnce)) is moves
    if not moves:
        assert talk.person.news()[0] == "refusal.too_late"
        assert booked_at(talk, OLD)


@pytest.mark.parametrize(("day", "hour", "minute", "moves"), [(26, 23, 59, True), (27, 0, 0, False)])
def test_the_end_of_the_day_before_is_the_last_moment_for_the_new_time_too_where_the_office_keeps_it(
    day: int, hour: int, minute: int, *, moves: bool
) -> None:
    talk = asked(direct(booking__confirm_by="previous_day_end"), OTHER)
    talk.person.taps("other")
    talk.person.says(typed(NEW))
    talk.applications[talk.person.application.id] = replace(
        talk.person.application, appointment=replace_start(talk, at(30, 14))
    )
    talk.now = at(day, hour, minute)
    talk.person.says("yes")
    assert bool(talk.of(facts.MovedAtOnce)) is moves


def replace_start(talk: Talk, start: datetime) -> object:
    appointment = talk.person.application.appointment
    assert appointment
    return replace(appointment, slot=replace(appointment.slot, start=start))


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("11/28 10:00", "refusal.office_closed"),
        ("11/27 12:30", "refusal.outside_hours"),
        ("11/18 9:00", "refusal.too_late"),
        ("12/17 10:00", "refusal.too_far"),
    ],
)
def test_what_cannot_be_booked_cannot_be_moved_to(said: str, refusal: str) -> None:
    talk = booked()
    talk.person.says("change")
    talk.person.says(said)
    assert talk.person.news() == [refusal, "rebooking.day.ask"]


def test_the_limit_of_open_bookings_does_not_stand_in_the_way_of_moving_one() -> None:
    talk = asked(direct(booking__open_limit=1))
    yes(talk)
    assert booked_at(talk, NEW)


# --- what happens meanwhile


def test_a_yes_to_a_time_that_has_moved_since_changes_nothing_and_asks_anew() -> None:
    talk = asked()
    tap = talk.person.find("rebooking.sure.yes")
    moved = replace_start(talk, OTHER)
    talk.applications[talk.person.application.id] = replace(talk.person.application, appointment=moved)
    talk.person.receive(tap)
    assert talk.person.news() == ["refusal.moved_meanwhile", "rebooking.sure.ask"]
    assert talk.person.last().values["start"] == OTHER
    assert not talk.of(facts.MovedAtOnce)


@pytest.mark.parametrize("by", ["the person", "the office"])
def test_a_booking_that_has_ended_meanwhile_is_not_moved(by: str) -> None:
    talk = asked()
    tap = talk.person.find("rebooking.sure.yes")
    if by == "the person":
        other = replace(talk.person.application, status=Status.CANCELLED_BY_PERSON)
    else:
        other = replace(talk.person.application, status=Status.CANCELLED_BY_OFFICE)
    talk.applications[other.id] = other
    talk.person.receive(tap)
    assert talk.person.news()[0] == "refusal.not_now"
    assert not talk.of(facts.MovedAtOnce)


def test_an_office_that_has_ceased_to_book_directly_asks_for_wishes_and_the_booking_stands() -> None:
    talk = asked()
    talk.policy = talk.offices["test"] = policy()
    assert yes(talk) == ["rebooking.by_staff", "wish.day.ask"]
    assert talk.person.step == "changing.day"
    assert booked_at(talk, OLD)


# --- who is decided about


def test_s_3_without_a_number_another_time_is_asked_for_and_the_office_decides() -> None:
    talk = Talk(direct(asked__without_number="office_decides"))
    person = talk.person.to("booking.number")
    person.taps("not_yet")
    application = person.applies()
    talk.staff.offers(application.code, OLD)
    person.taps(slot(26, 10).code)
    person.says("change")
    assert person.step == "changing.day"


def test_s_12_2_6_while_later_use_is_refused_another_time_is_asked_for_and_what_is_booked_stays() -> None:
    talk = asked()
    talk.refused[talk.person.id] = UseRefused(REASONS[0], local(OLD).date(), "Test Hanako")
    assert yes(talk)[0] == "rebooking.by_staff"
    assert booked_at(talk, OLD)


def test_while_the_office_takes_no_bookings_another_time_is_asked_for_too() -> None:
    talk = asked()
    talk.stopped_at = talk.now
    assert yes(talk)[0] == "rebooking.by_staff"
    assert booked_at(talk, OLD)


def test_where_the_office_answers_wishes_nothing_is_moved_at_once() -> None:
    talk = Talk(policy())
    talk.booked(OLD)
    talk.person.says("change")
    assert talk.person.step == "changing.day"


# --- words


@pytest.mark.parametrize("tag", ["en", "ja", "ja-simple"])
def test_both_times_are_read_in_the_last_question(tag: str) -> None:
    talk = asked()
    seen = shown(talk, tag)
    assert seen.count("26") > 1
    assert "27" in seen
