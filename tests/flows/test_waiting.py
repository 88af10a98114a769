"""Where staff offer a freed time themselves they are told who wished for that day and got nothing: oldest first, and
never at night.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from flows.office.appointment import Status
from flows.office.policy import local
from tests.flows.house import policy
from tests.flows.talk import Person, Talk, at, slot

DAY = at(24, 10)
"""A Tuesday."""
TELL = policy(waiting__freed="tell")


def waits(talk: Talk, ident: str, wish: datetime) -> Person:
    """Somebody who asks for a time on that day and is offered nothing."""
    person = talk.meets(ident)
    person.to("booking.day")
    person.says(f"{local(wish):%Y-%m-%d %H:%M}")
    person.taps("enough")
    person.applies()
    return person


def scene() -> tuple[Talk, Person, Person]:
    """A booking, and two who wait for a time on its day."""
    talk = Talk(TELL)
    talk.booked(DAY)
    first = waits(talk, "first", at(24, 14))
    talk.passes(minutes=1)
    second = waits(talk, "second", at(24, 15))
    return talk, first, second


def cancels(talk: Talk) -> None:
    talk.person.says("cancel")
    talk.person.taps("yes")
    talk.passes(minutes=0)


def test_staff_hear_who_wished_for_the_day_of_a_freed_time_oldest_first() -> None:
    talk, first, second = scene()
    cancels(talk)
    told = talk.staff.last("staff.told.freed")
    assert told.values["start"] == DAY
    assert told.values["codes"] == (first.application.code, second.application.code)


def test_the_button_offers_the_freed_time_to_the_oldest_request() -> None:
    talk, first, second = scene()
    cancels(talk)
    talk.staff.taps(f"offer-{slot(24, 10).code}")
    assert first.last("notice.offered").values["times"] == (DAY,)
    assert second.stands(Status.REQUESTED)


def test_the_button_is_typed_in_the_words_it_shows() -> None:
    talk, first, _ = scene()
    cancels(talk)
    words = talk.staff.last("staff.told.freed").choices[0].says
    assert words == f"{first.application.code} offer 2026-11-24 10:00"
    talk.staff.says(words)
    assert first.stands(Status.OFFERED)


def test_the_button_of_a_time_that_is_taken_again_says_so() -> None:
    talk, _, second = scene()
    cancels(talk)
    third = waits(talk, "third", at(24, 16))
    talk.staff.offers(second.application.code, DAY)
    talk.staff.offers(third.application.code, DAY)
    talk.staff.taps(f"offer-{slot(24, 10).code}")
    assert talk.staff.news()[0] == "refusal.taken"


@pytest.mark.parametrize("how", ["declined", "none suits", "lapsed", "moved", "called off", "the office"])
def test_a_time_is_free_again_however_it_was_given_up(how: str) -> None:
    talk = Talk(TELL)
    held = how in {"declined", "none suits", "lapsed"}
    code = (talk.offered(DAY) if held else talk.booked(DAY)).code
    waits(talk, "first", at(24, 14))
    match how:
        case "declined":
            talk.staff.says(f"{code} decline full")
        case "none suits":
            talk.person.taps("none")
        case "lapsed":
            talk.passes(days=2)
        case "moved":
            talk.person.says("change")
            talk.person.says("2026-11-26 10:00")
            talk.person.taps("enough")
            talk.staff.offers(code, at(26, 10))
            talk.person.taps(slot(26, 10).code)
        case "called off":
            talk.staff.says(f"{code} called_off")
        case _:
            talk.staff.says(f"{code} office closed")
    talk.passes(minutes=0)
    assert talk.staff.last("staff.told.freed").values["start"] == DAY


@pytest.mark.parametrize(("hour", "minute", "told"), [(17, 14, True), (17, 15, False), (23, 0, False)])
def test_what_is_freed_at_night_is_told_when_the_office_opens(hour: int, minute: int, told: bool) -> None:  # noqa: FBT001 -- a row
    talk, _, _ = scene()
    talk.to(at(19, hour, minute))
    cancels(talk)
    assert ("staff.told.freed" in [each.key for each in talk.staff.heard]) == told
    talk.to(at(20, 8, 30))
    assert talk.staff.last("staff.told.freed").values["start"] == DAY


def test_nobody_is_told_of_a_time_that_nobody_wished_for() -> None:
    talk = Talk(TELL)
    talk.booked(DAY)
    waits(talk, "first", at(25, 14))
    cancels(talk)
    assert "staff.told.freed" not in [each.key for each in talk.staff.heard]


def test_who_gave_the_time_up_is_not_who_waits_for_it() -> None:
    talk = Talk(TELL)
    talk.offered(DAY)
    talk.person.taps("none")
    talk.passes(minutes=0)
    assert "staff.told.freed" not in [each.key for each in talk.staff.heard]


def test_who_has_been_offered_something_meanwhile_waits_no_more() -> None:
    talk, first, second = scene()
    talk.to(at(19, 20))
    cancels(talk)
    talk.staff.offers(first.application.code, at(24, 14))
    talk.to(at(20, 8, 30))
    assert talk.staff.last("staff.told.freed").values["codes"] == (second.application.code,)


def test_a_time_that_can_no_longer_be_offered_is_told_to_nobody() -> None:
    talk, _, _ = scene()
    talk.to(at(20, 17, 15))  # the office closes, and the next business day is the day itself
    cancels(talk)
    talk.to(at(24, 9))
    assert "staff.told.freed" not in [each.key for each in talk.staff.heard]


def test_who_may_have_only_one_a_day_does_not_wait_for_a_second_s_12_2_1() -> None:
    talk = Talk(policy(booking__one_a_day=True, waiting__freed="tell"))
    talk.booked(DAY)
    first = waits(talk, "first", at(24, 14))
    talk.booked(at(24, 16), person=first)
    cancels(talk)
    assert "staff.told.freed" not in [each.key for each in talk.staff.heard]
