"""Who is asked about a freed time, in which order, for how long, and when nobody is. The rule alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.office.appointment import Application, Appointment, Deed, Offer, Status
from flows.office.closing import with_closures
from flows.office.opening import cells, confirm_by
from flows.office.policy import Interpreter, Policy
from flows.office.standing import Refused, Standing
from flows.office.view import View
from flows.office.waiting import given_back, held_until, kept_until, lapse, line, passed_to, told_at
from tests.flows.house import START, KeyWords, policy
from tests.flows.talk import at, slot

TIME = slot(24, 10)
NOW = at(19, 9)
OFFICE = policy()
GIVER = Application("g", "G1", "giver", "test", Status.CANCELLED_BY_PERSON, (at(24, 10),), START, "web", "en")


def asks(ident: str, minute: int = 0, person: str = "", **more: Any) -> Application:
    """Somebody who asked for the afternoon of that day, so many minutes after the first."""
    made = START + timedelta(minutes=minute)
    plain = Application(
        ident, ident.upper(), person or ident, "test", Status.REQUESTED, (at(24, 14),), made, "web", "en"
    )
    return replace(plain, **more)


def view(*seen: Application, rules: Policy = OFFICE, now: datetime = NOW, **more: Any) -> View:
    return View(now=now, policy=rules, words=KeyWords(), channel="", fresh_code="", applications=seen, **more)


def waiting(*seen: Application, **more: Any) -> list[str]:
    return [each.id for each in line(TIME, GIVER, view(*seen, **more))]


# -- the order -----------------------------------------------------------------------------------------------


def test_the_oldest_comes_first() -> None:
    assert waiting(asks("b", 2), asks("a", 5), asks("c", 1)) == ["c", "b", "a"]


def test_s_12_2_4_whom_the_office_had_to_cancel_comes_before_older_ones() -> None:
    before = asks("old", 3, "x", status=Status.CANCELLED_BY_OFFICE)
    assert waiting(asks("a", 1), before, asks("again", 9, "x")) == ["again", "a"]


@pytest.mark.parametrize(
    "who",
    [
        asks("a", wishes=(at(25, 14),)),
        asks("a", passed=frozenset({TIME.start})),
        asks("a", office="other"),
        asks("a", status=Status.OFFERED, offer=Offer("o", ((slot(25, 9), "A"),), at(20, 9))),
        asks("a", status=Status.LAPSED),
        asks("a", status=Status.BOOKED, appointment=Appointment(slot(25, 9), "A"), changing=True),
    ],
    ids=["another day", "let it pass", "another office", "has times to choose from", "ended", "has a booking"],
)
def test_who_does_not_wait_for_it(who: Application) -> None:
    assert waiting(who) == []


def test_who_let_another_time_pass_still_waits_for_this_one() -> None:
    assert waiting(asks("a", passed=frozenset({slot(24, 9).start, slot(24, 10, 30).start}))) == ["a"]


@pytest.mark.parametrize(
    ("other", "waits"),
    [
        (asks("x", 0, "a", status=Status.BOOKED, appointment=Appointment(slot(26, 9), "A")), False),
        (asks("x", 0, "a", status=Status.BOOKED, appointment=Appointment(slot(18, 9), "A")), True),
        (asks("x", 0, "a", status=Status.ATTENDED, appointment=Appointment(slot(18, 9), "A")), True),
        (asks("x", 0, "a", status=Status.OFFERED, offer=Offer("o", ((slot(24, 9), "A"),), at(20, 9))), False),
        (asks("x", 0, "a", status=Status.OFFERED, offer=Offer("o", ((slot(25, 9), "A"),), at(20, 9))), True),
        (asks("x", 0, "a", status=Status.CANCELLED_BY_PERSON), True),
    ],
)
def test_who_has_got_something_for_another_request_does_not_wait(other: Application, waits: bool) -> None:  # noqa: FBT001 -- a row
    assert ("a" in waiting(asks("a"), other)) == waits


@pytest.mark.parametrize(("last", "waits"), [(at(18, 0), True), (at(19, 0), False)])
def test_k_6_4_who_is_refused_later_use_waits_for_nothing(last: datetime, waits: bool) -> None:  # noqa: FBT001 -- a row
    standing = {"a": Standing(3, Refused("absences", last.date(), "Test Hanako"))}
    assert bool(waiting(asks("a"), standing=standing)) == waits


def test_nobody_waits_for_what_is_taken_again() -> None:
    taken = frozenset(cell for desk in OFFICE.desk.desks for cell in cells(TIME, desk, OFFICE))
    assert waiting(asks("a"), taken=taken) == []


def there(hour: int) -> Interpreter:
    return Interpreter(language="vi", tue=((time(hour), time(hour + 2)),))


# -- who can be asked without a clerk ------------------------------------------------------------------------


def test_the_offer_holds_the_time_at_a_desk_that_is_free() -> None:
    found = passed_to(TIME, GIVER, view(asks("a"), taken=frozenset(cells(TIME, "A", OFFICE))))
    assert found
    assert (found.application, found.times, found.expires_at) == ("a", ((TIME, "B"),), at(19, 11))


@pytest.mark.parametrize(
    ("who", "rules", "asked"),
    [
        ({"gone": True}, {}, False),
        ({"interpreter": "vi"}, {}, True),
        ({"interpreter": "vi"}, {"interpreters": (there(13),)}, False),
        ({"interpreter": "vi"}, {"interpreters": (there(10),)}, True),
        ({}, {"asked__without_number": "office_decides"}, False),
        ({"masked_number": "…01"}, {"asked__without_number": "office_decides"}, True),
        ({"passed": frozenset({at(20, 9)})}, {"asked__without_number": "office_decides"}, True),
        ({}, {"waiting__freed": "tell"}, False),
    ],
)
def test_whom_only_a_clerk_may_ask_is_passed_over(who: dict[str, Any], rules: dict[str, Any], asked: bool) -> None:  # noqa: FBT001 -- a row
    seen = view(asks("a", **who), rules=policy(**rules))
    assert bool(passed_to(TIME, GIVER, seen)) == asked
    assert line(TIME, GIVER, seen)


def test_while_the_office_takes_no_bookings_only_staff_offer() -> None:
    seen = view(asks("a"), stopped_at=at(19, 8))
    assert passed_to(TIME, GIVER, seen) is None
    assert line(TIME, GIVER, seen)


def test_on_a_day_that_is_closed_nobody_is_asked() -> None:
    closed = with_closures(OFFICE, (at(24, 0).date(),))
    assert passed_to(TIME, GIVER, view(asks("a"), rules=closed)) is None
    assert told_at(NOW, with_closures(OFFICE, (NOW.date(),))) == at(20, 8, 30)


# -- how long, and when not ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(19, 8, 29), None),
        (at(19, 8, 30), at(19, 10, 30)),
        (at(19, 11), at(19, 14)),
        (at(19, 12), None),
        (at(19, 17, 14), at(20, 10, 29)),
        (at(19, 17, 15), None),
        (at(20, 15, 15), at(20, 17, 15)),
        (at(20, 15, 16), at(23, 23, 59)),  # Monday is a holiday
        (at(21, 10), None),
    ],
)
def test_it_is_held_for_office_time_and_never_from_the_night(now: datetime, expected: datetime | None) -> None:
    assert held_until(TIME, now, OFFICE) == expected


@pytest.mark.parametrize(("left", "asked"), [(32, True), (31, True), (30, False)])
def test_with_less_time_left_than_the_office_file_says_nobody_is_asked(left: int, asked: bool) -> None:  # noqa: FBT001 -- a row
    rules = policy(booking__confirm_by="none", booking__notice_minutes=60, waiting__least_minutes=30)
    now = at(24, 15) - timedelta(minutes=60 + left)
    assert bool(held_until(slot(24, 15), now, rules)) == asked  # an offer ends a minute before its last moment


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(19, 7, 59), at(19, 9)),
        (at(19, 8, 59), at(19, 9)),
        (at(19, 9), at(19, 9)),
        (at(19, 18, 59), at(19, 18, 59)),
        (at(19, 19), at(20, 9)),
    ],
)
def test_quiet_hours_are_kept_where_the_office_is_open_longer(now: datetime, expected: datetime) -> None:
    long = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), (("07:00", "21:00"),))
    rules = policy(hours=long, reminders__quiet_until="09:00", reminders__quiet_from="19:00")
    assert told_at(now, rules) == expected


def test_it_is_kept_from_others_until_the_morning_only_where_somebody_can_be_asked_then() -> None:
    assert kept_until(TIME, at(20, 8, 30), OFFICE) == at(20, 8, 35)
    assert kept_until(TIME, at(24, 8, 30), OFFICE) is None
    assert kept_until(TIME, at(20, 8, 30), policy(waiting__freed="tell")) is None


# -- afterwards ----------------------------------------------------------------------------------------------


def test_the_end_of_an_offer_ends_the_request_only_where_a_clerk_made_it() -> None:
    offer = Offer("o", ((TIME, "A"),), at(20, 9))
    assert lapse(asks("a", status=Status.OFFERED, offer=offer)) is Deed.LAPSE
    assert lapse(asks("a", status=Status.OFFERED, offer=replace(offer, freed=True))) is Deed.HAND_ON


def test_what_is_given_back_is_what_is_claimed_no_more_with_its_desk() -> None:
    offer = Offer("o", ((slot(24, 9), "A"), (TIME, "B")), at(20, 9))
    before = asks("a", status=Status.OFFERED, offer=offer)
    after = asks("a", status=Status.BOOKED, appointment=Appointment(slot(24, 9), "A"))
    assert given_back(before, after) == {TIME: "B"}
    assert given_back(before, asks("a")) == {slot(24, 9): "A", TIME: "B"}
    assert given_back(after, after) == {}


CROWD = st.lists(
    st.builds(
        asks,
        st.sampled_from("abcdefhi"),
        st.integers(0, 9),
        st.sampled_from(["", "x", "y"]),
        status=st.sampled_from([Status.REQUESTED, Status.REQUESTED, Status.BOOKED, Status.CANCELLED_BY_OFFICE]),
        wishes=st.sampled_from([(at(24, 14),), (at(25, 9), at(24, 9)), (at(25, 9),)]),
        passed=st.sampled_from([frozenset(), frozenset({TIME.start})]),
        gone=st.booleans(),
    ).map(
        lambda each: replace(each, appointment=Appointment(slot(26, 9), "A")) if each.status is Status.BOOKED else each
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)
MOMENTS = st.integers(0, 9 * 24 * 60).map(lambda minutes: at(17, 0) + timedelta(minutes=minutes))


@given(CROWD, MOMENTS)
def test_nobody_is_overtaken_by_who_asked_later_and_no_offer_comes_at_night_or_outlives_its_time(
    crowd: Sequence[Application], now: datetime
) -> None:
    seen = view(*crowd, now=now)
    found = passed_to(TIME, GIVER, seen)
    if found is None:
        return
    chosen = next(each for each in crowd if each.id == found.application)
    assert chosen.status is Status.REQUESTED
    assert TIME.start not in chosen.passed
    assert not chosen.gone
    assert told_at(now, OFFICE) == now
    assert now + timedelta(minutes=30) <= found.expires_at < confirm_by(TIME, OFFICE)
    booked = {each.person for each in crowd if each.status is Status.BOOKED}
    favoured = {each.person for each in crowd if each.status is Status.CANCELLED_BY_OFFICE}
    earlier = [
        each
        for each in crowd
        if each.status is Status.REQUESTED
        and each.person not in booked
        and at(24, 0).date() in {wish.date() for wish in each.wishes}
        and not each.passed
        and not each.gone
        and each.created_at < chosen.created_at
    ]
    assert not earlier or chosen.person in favoured
