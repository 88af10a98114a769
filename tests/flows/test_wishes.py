"""First to third preferred times: tapped or typed, echoed, and refused with what is possible instead."""

from datetime import date

import pytest

from flows import facts
from flows.office.opening import cells
from tests.flows.house import policy
from tests.flows.talk import Person, Talk, at, slot


def wishing(talk: Talk) -> Person:
    return talk.person.to("booking.day")


def take(talk: Talk, *slots: tuple[int, int, int]) -> None:
    for day, hour, minute in slots:
        for desk in ("A", "B"):
            for cell in cells(slot(day, hour, minute), desk, talk.policy):
                talk.claims[cell] = ("somebody", None)


def test_buttons_start_at_the_first_free_day() -> None:
    talk = Talk()
    assert wishing(talk).buttons()[:3] == ("d20261119", "d20261120", "d20261124")


def test_more_days_stand_on_further_pages_and_come_round_again() -> None:
    talk = Talk()
    person = wishing(talk)
    first = person.buttons()
    person.taps("_more")
    assert not set(first[:7]) & set(person.buttons()[:7])
    for _ in range(2):
        person.taps("_more")
    assert person.buttons() == first


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("11/20 10:00", at(20, 10)),
        ("2026-11-20 15:30", at(20, 15, 30)),
        ("Friday 10 am", at(20, 10)),
        ("next week Tuesday 13:00", at(24, 13)),
        ("tomorrow 9:00", at(19, 9)),
    ],
)
def test_a_day_with_its_time_is_one_wish_and_is_echoed(typed: str, start: object) -> None:
    talk = Talk()
    person = wishing(talk)
    person.says(typed)
    assert person.news() == ["wish.more.ask"]
    assert person.last().values["wishes"] == (start,)


def test_further_wishes_may_be_typed_at_once_up_to_the_offices_limit() -> None:
    talk = Talk()
    person = wishing(talk)
    for typed in ("11/20 10:00", "11/24 13:00", "Friday 15:30", "11/26 10:00"):
        person.says(typed)
    assert person.news()[-2:] == ["refusal.wishes_full", "wish.more.ask"]
    assert person.last().values["wishes"] == (at(20, 10), at(24, 13), at(20, 15, 30))
    person.taps("enough")
    assert person.step == "booking.review"


@pytest.mark.parametrize("typed", ["Friday", "10:00", "5", "perhaps"])
def test_at_the_echo_of_a_wish_half_a_wish_is_asked_again(typed: str) -> None:
    talk = Talk()
    person = wishing(talk)
    person.says("11/20 10:00")
    person.says(typed)
    assert person.draft.wishes == (at(20, 10),)
    assert person.step == "booking.more"


@pytest.mark.parametrize(("typed", "hour"), [("14", 14), ("１６", 16), ("9", 9)])
def test_a_bare_number_that_is_no_choice_is_an_hour_at_the_question_what_time(typed: str, hour: int) -> None:
    talk = Talk()
    person = wishing(talk)
    person.says("11/20")
    person.says(typed)
    assert person.last().values["wishes"] == (at(20, hour),)


def test_a_day_then_a_time_typed() -> None:
    talk = Talk()
    person = wishing(talk)
    person.says("11/20")
    assert person.last().values["day"] == date(2026, 11, 20)
    person.says("15:30")
    assert person.draft.wishes == (at(20, 15, 30),)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("11/21", "office_closed"),
        ("11/23", "office_closed"),
        ("12/29", "office_closed"),
        ("12/17", "too_far"),
        ("11/18", "too_late"),
        ("2026-11-17", "too_late"),
        ("11/17", "too_far"),
        ("11/18 16:00", "too_late"),
        ("11/20 16:45", "outside_hours"),
        ("11/20 12:00", "outside_hours"),
        ("11/20 10:15", "outside_hours"),
        ("11/21 10:00", "office_closed"),
        ("Monday 11/24", "day_mismatch"),
        ("11/25 10 or 14", "unclear"),
        ("2569/11/20", "foreign_year"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_asked_again(typed: str, refusal: str) -> None:
    talk = Talk()
    person = wishing(talk)
    person.says(typed)
    assert person.news() == [f"refusal.{refusal}", "wish.day.ask"]
    assert person.draft.wishes == ()


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("16:45", "outside_hours"),
        ("12:00", "outside_hours"),
        ("20:00", "outside_hours"),
        ("11/21 10:00", "office_closed"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_asked_again(typed: str, refusal: str) -> None:
    talk = Talk()
    person = wishing(talk)
    person.says("11/20")
    person.says(typed)
    assert person.news() == [f"refusal.{refusal}", "wish.time.ask"]


def test_a_date_typed_at_the_hour_is_checked_as_a_whole_and_echoed() -> None:
    talk = Talk()
    person = wishing(talk)
    person.says("11/20")
    person.says("11/24 10:00")
    assert person.draft.wishes == (at(24, 10),)


def test_a_full_day_is_refused_and_not_among_the_buttons() -> None:
    talk = Talk(policy(hours__fri=[["08:30", "09:30"]]))
    take(talk, (20, 8, 30), (20, 9, 0))
    person = wishing(talk)
    assert "d20261120" not in person.buttons()
    person.says("11/20")
    assert person.news()[0] == "refusal.day_full"


def test_a_time_that_somebody_else_took_meanwhile_is_refused_also_from_its_button() -> None:
    talk = Talk()
    person = wishing(talk)
    person.taps("d20261120")
    code = person.buttons()[0]
    take(talk, (20, 8, 30))
    person.taps(code)
    assert person.news() == ["refusal.taken", "wish.time.ask"]
    assert code not in person.buttons()


def test_the_same_time_twice_is_refused() -> None:
    talk = Talk()
    person = wishing(talk)
    person.says("11/20 10:00")
    person.taps("another")
    person.says("11/20 10:00")
    assert person.news() == ["refusal.already_wished", "wish.day.ask"]


def test_three_wishes_are_all_that_can_be_had() -> None:
    talk = Talk()
    person = wishing(talk)
    for typed in ("11/20 10:00", "11/24 10:00"):
        person.says(typed)
        person.taps("another")
    person.says("11/25 10:00")
    assert person.buttons()[:2] == ("enough", "again")
    person.applies()
    assert talk.of(facts.Wished)[0].wishes == (at(20, 10), at(24, 10), at(25, 10))


def test_wishes_can_be_said_again_from_the_first() -> None:
    talk = Talk()
    person = wishing(talk)
    person.says("11/20 10:00")
    person.taps("again")
    assert person.last().values["nth"].key == "wish.nth.1"
    person.says("11/24 10:00")
    person.applies()
    assert talk.of(facts.Wished)[0].wishes == (at(24, 10),)


def test_going_back_from_the_echo_takes_the_wish_back() -> None:
    talk = Talk()
    person = wishing(talk)
    person.says("11/20")
    person.says("10:00")
    person.taps("_back")
    assert (person.step, person.draft.wishes) == ("booking.time", ())
    assert person.last().values["day"] == date(2026, 11, 20)
    person.says("11:00")
    assert person.draft.wishes == (at(20, 11),)


def test_going_back_from_the_second_wish_leaves_the_first_as_it_was() -> None:
    talk = Talk()
    person = wishing(talk)
    person.says("11/20")
    person.says("10:00")
    person.taps("another")
    person.says("11/24")
    person.taps("_back")
    person.taps("_back")
    assert (person.step, person.draft.wishes) == ("booking.more", (at(20, 10),))
    person.taps("_back")
    assert (person.step, person.last().values["day"]) == ("booking.time", date(2026, 11, 20))


def test_a_wish_that_was_taken_before_applying_is_dropped_at_the_gate_and_the_others_stay() -> None:
    talk = Talk()
    person = wishing(talk)
    person.says("11/20 10:00")
    person.taps("another")
    person.says("11/24 10:00")
    person.taps("enough")
    take(talk, (20, 10, 0))
    person.taps("apply")
    assert person.news() == ["refusal.taken", "wish.more.ask"]
    assert person.last().values["wishes"] == (at(24, 10),)
    person.taps("enough")
    person.taps("apply")
    assert talk.of(facts.Wished)[0].wishes == (at(24, 10),)


def test_a_summary_left_lying_until_its_only_wish_is_too_late_asks_for_another() -> None:
    talk = Talk()
    person = wishing(talk)
    person.says("11/19 10:00")
    person.to("booking.review")
    talk.to(at(18, 17, 15))
    person.taps("apply")
    assert person.news() == ["refusal.too_late", "wish.day.ask"]
    assert not talk.applications


def test_a_day_on_which_the_person_has_a_booking_already_cannot_be_wished() -> None:
    talk = Talk()
    talk.booked(at(20, 9))
    person = talk.person.to("booking.day")
    assert "d20261120" not in person.buttons()
    person.says("11/20")
    assert person.news()[0] == "refusal.one_a_day"
    person.says("11/20 15:00")
    assert person.news()[0] == "refusal.one_a_day"


def test_with_nothing_free_the_question_says_so_and_leads_to_the_telephone() -> None:
    talk = Talk(policy(booking__horizon_days=1, hours__thu=[]))
    person = wishing(talk)
    assert person.last().key == "wish.day.none"
    person.says("11/19")
    assert person.news()[0] == "refusal.office_closed"
    person.says("phone")
    assert person.news()[0] == "anytime.phone"


def test_a_forged_code_of_a_far_year_is_harmless() -> None:
    talk = Talk()
    person = wishing(talk)
    prompt = person.last().prompt
    for code in ("d99991231", "d00010101", "s999912312359", "dxyz", ""):
        person.picks(prompt, code)
        assert person.step == "booking.day"
        prompt = person.last().prompt
