"""A request that nobody answers is not left to run out in silence: once none of its wishes can be offered any more, the
person is asked for other times, while they are awake and before it ends.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.office.appointment import Application, Status
from flows.office.late import closed, wishes_close
from flows.office.opening import MINUTE
from flows.office.reminders import Owed, owed, still_owed
from flows.staff.late import ending, lateness
from flows.staff.today import today
from flows.values import Text
from tests.flows.house import policy
from tests.flows.talk import Talk, at

OFFICE = policy()
FRIDAY, TUESDAY = at(20, 17, 15), at(24, 9)
"""The last moment to offer a time on the Tuesday after a weekend and a holiday."""
REQUEST = Application(
    "id", "A12", "p", "test", Status.REQUESTED, (TUESDAY,), at(20, 9), "telegram", "en", "T…", answer_due=FRIDAY
)


def told(application: Application, now: datetime) -> list[datetime]:
    return [each.at for each in owed(application, now, OFFICE) if each.kind is Owed.LATE_TOLD]


@pytest.mark.parametrize(("now", "over"), [(FRIDAY - MINUTE, False), (FRIDAY, True), (FRIDAY + MINUTE, True)])
def test_wishes_close_as_the_office_closes_on_the_business_day_before_k_6_1(now: datetime, *, over: bool) -> None:
    assert wishes_close(REQUEST, OFFICE) == FRIDAY
    assert closed(REQUEST, now, OFFICE) is over


def test_the_latest_wish_keeps_a_request_open_and_none_closes_nothing() -> None:
    assert wishes_close(replace(REQUEST, wishes=(TUESDAY, at(26, 9))), OFFICE) == at(25, 17, 15)
    assert not closed(replace(REQUEST, wishes=()), at(30, 9), OFFICE)


def test_who_is_late_answered_hears_it_once_where_the_wishes_close_with_it() -> None:
    assert told(REQUEST, at(20, 9)) == [FRIDAY]


def test_who_is_late_answered_is_told_once_more_as_the_wishes_close_and_before_the_request_ends() -> None:
    early = replace(REQUEST, answer_due=at(20, 11))
    assert told(early, at(20, 9)) == [at(20, 11), FRIDAY]
    assert told(early, at(20, 12)) == [FRIDAY]
    assert told(early, FRIDAY) == []
    first, second = (each for each in owed(early, at(20, 9), OFFICE) if each.kind is Owed.LATE_TOLD)
    assert still_owed(first, early, FRIDAY - MINUTE, OFFICE) == ""
    assert still_owed(second, early, FRIDAY, OFFICE) == ""
    assert still_owed(first, early, FRIDAY, OFFICE) == "superseded"
    assert still_owed(second, replace(early, wishes=()), FRIDAY, OFFICE) == "superseded"
    assert still_owed(second, early.moved(Status.OFFERED), FRIDAY, OFFICE) == "settled"


@pytest.mark.parametrize(
    ("now", "days"), [(FRIDAY + timedelta(days=1) - MINUTE, None), (FRIDAY + timedelta(days=1), 1), (at(24, 8, 30), 3)]
)
def test_lateness_over_a_day_is_said_in_days_too(now: datetime, days: int | None) -> None:
    said = lateness(FRIDAY, replace(Talk(OFFICE).view(), now=now))["late"]
    assert isinstance(said, Text)
    assert said.values.get("days") == days


@pytest.mark.parametrize(("now", "key"), [(at(23, 23, 59), "staff.late.ends"), (at(24, 0), "staff.late.ends_today")])
def test_the_morning_list_says_when_a_late_request_ends(now: datetime, key: str) -> None:
    listed = today(replace(Talk(OFFICE).view(), now=now, applications=(REQUEST,)))
    requests = listed.values["requests"]
    assert isinstance(requests, Text)
    shown = requests.values["lines"]
    assert isinstance(shown, tuple)
    (line,) = shown
    assert isinstance(line, Text)
    assert line.values["ending"] == Text(key, {"ends": TUESDAY})


def test_nothing_is_said_of_an_end_that_there_is_not() -> None:
    assert ending(None, Talk(OFFICE).view()) == ""


def test_a_late_request_says_so_in_my_booking_and_takes_other_times() -> None:
    talk = Talk(OFFICE)
    person = talk.person
    application = person.applies()
    assert application.answer_due
    person.taps("_booking")
    assert person.news() == ["looking.booking.requested"]
    talk.to(application.answer_due)
    assert person.news()[-1].startswith("notice.answer_late")
    person.taps("other")
    assert person.step == "wishing.day"


def test_while_a_wish_can_still_be_offered_to_wait_stands_first_below_the_late_letter() -> None:
    talk = Talk(OFFICE)
    far = talk.person.to("booking.day")
    far.says("2026-11-26 10:00")
    far.taps("enough")
    application = far.applies()
    assert application.answer_due
    talk.to(application.answer_due)
    assert talk.person.last("notice.answer_late").codes == ("wait", "other", "withdraw")


def test_where_no_wish_can_be_offered_any_more_the_late_letter_asks_for_other_times() -> None:
    talk = Talk(OFFICE)
    application = talk.person.applies()
    closes = wishes_close(application, OFFICE)
    assert closes
    talk.person.taps("_booking")
    talk.to(closes)
    assert talk.person.last("notice.answer_late_closed").codes == ("other", "wait", "withdraw")
    talk.person.taps("_booking")
    assert talk.person.news()[-1] == "looking.booking.requested_closed"
