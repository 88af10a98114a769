"""The list of the day: all that waits for staff, each once, with how long; within one message or a few."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.channels.line import limits
from bot.channels.line.render import render as line
from bot.channels.telegram.render import TEXT_UNITS, units
from bot.channels.telegram.render import render as telegram
from bot.envelope import Letter
from flows.messages import Told
from flows.office.appointment import Appeal, Application, Appointment, Contact, ContactKind, Offer, Status
from flows.staff.today import BOOKED_MOST, MOST, SECTIONS, today
from flows.values import Text, Value
from locales.words import Words
from tests.flows.house import policy
from tests.flows.talk import Talk, at, slot

NOW = at(19, 8, 30)
REQUEST = Application(
    "id", "A12", "p", "test", Status.REQUESTED, (at(27, 10),), at(18, 10), "telegram", "en", "T…", answer_due=at(19, 10)
)
BOOKED = replace(REQUEST, status=Status.BOOKED, answer_due=None, appointment=Appointment(slot(27, 10), "A"))
OFFER = Offer("offer", ((slot(27, 10), "A"),), at(20, 12))
WISH = Contact(ContactKind.CANCEL_WISH, at(18, 11), at(18, 11))
DEEMED = replace(BOOKED, status=Status.DEEMED_CANCELLED, appointment=Appointment(slot(18, 10), "A"))


def booked(day: int, **more: Any) -> Application:
    return replace(BOOKED, appointment=replace(Appointment(slot(day, 10), "A", link="https://x.invalid"), **more))


def told(*applications: Application, now: datetime = NOW) -> Told:
    numbered = tuple(replace(each, id=f"id-{at}", code=f"A{at:02}") for at, each in enumerate(applications, 12))
    return today(replace(Talk(policy()).view(), now=now, applications=numbered))


def lines(value: Value) -> list[tuple[str, str]]:
    """Kind and code of each line of a section."""
    if not isinstance(value, Text):
        return []
    shown = value.values["lines"]
    assert isinstance(shown, tuple)
    known = [each for each in shown if isinstance(each, Text)]
    return [(each.key.removeprefix("staff.today."), str(each.values.get("code", ""))) for each in known]


def sections(listed: Told) -> dict[str, list[tuple[str, str]]]:
    return {name: found for name in SECTIONS if (found := lines(listed.values[name]))}


@pytest.mark.parametrize(
    ("application", "section", "kind"),
    [
        (REQUEST, "requests", "request"),
        (replace(REQUEST, answer_due=at(18, 17)), "requests", "request_late"),
        (replace(BOOKED, changing=True, answer_due=at(19, 10)), "changes", "change"),
        (replace(BOOKED, changing=True, answer_due=NOW), "changes", "change_late"),
        (booked(27, contacts=(WISH,)), "wishes", "wish"),
        (replace(DEEMED, appeal=Appeal(at(18, 11), at(25, 17, 15))), "appeals", "appeal"),
        (replace(DEEMED, appeal=Appeal(at(10, 11), at(17, 17, 15))), "appeals", "appeal_late"),
        (replace(REQUEST, status=Status.OFFERED, offer=OFFER), "offers", "offer"),
        (replace(REQUEST, status=Status.OFFERED, offer=replace(OFFER, expires_at=at(19, 12))), "offers", "offer_today"),
        (replace(BOOKED, changing=True, offer=OFFER), "offers", "offer"),
        (booked(18), "unmarked", "unmarked"),
        (replace(booked(20), web_only=True), "telephone", "telephone"),
        (replace(booked(20), gone=True), "telephone", "telephone"),
    ],
)
def test_each_thing_that_waits_stands_under_its_heading(application: Application, section: str, kind: str) -> None:
    listed = told(application)
    assert listed.key == "staff.today.list"
    assert sections(listed) == {section: [(kind, "A12")]}
    assert listed.values["lines"] == ()


@pytest.mark.parametrize(
    "application",
    [
        booked(27),
        booked(20),
        replace(booked(24), web_only=True),
        DEEMED,
        replace(DEEMED, appeal=Appeal(at(18, 11), at(25, 17, 15), "upheld")),
        BOOKED.moved(Status.CANCELLED_BY_PERSON),
        REQUEST.moved(Status.LAPSED),
    ],
)
def test_what_waits_for_nobody_is_not_on_it(application: Application) -> None:
    assert told(application).key == "staff.today.empty"


def test_the_next_business_day_counts_for_the_telephone_over_a_weekend_and_a_holiday() -> None:
    friday = at(20, 8, 30)
    assert sections(told(replace(booked(24), web_only=True), now=friday)) == {"telephone": [("telephone", "A12")]}
    assert told(replace(booked(25), web_only=True), now=friday).key == "staff.today.empty"


def test_a_booking_of_today_stands_once_with_all_that_is_to_be_known_of_it() -> None:
    listed = told(replace(booked(19, link="", contacts=(WISH,)), web_only=True, changing=True, answer_due=at(19, 10)))
    assert sections(listed) == {}
    shown = listed.values["lines"]
    assert isinstance(shown, tuple)
    (only,) = shown
    assert isinstance(only, Text)
    assert only.key == "staff.today.line_web"
    notes = only.values["status"]
    assert isinstance(notes, tuple)
    assert [each.key for each in notes if isinstance(each, Text)] == [
        "status.booked",
        "staff.today.note.wish",
        "staff.today.note.change",
        "staff.today.note.no_link",
    ]


def test_a_request_shows_how_long_it_has_waited_and_a_late_one_how_late_it_is() -> None:
    listed = told(REQUEST, replace(REQUEST, answer_due=at(18, 16)))
    requests = listed.values["requests"]
    assert isinstance(requests, Text)
    shown = requests.values["lines"]
    assert isinstance(shown, tuple)
    assert [each.values["hours"] for each in shown if isinstance(each, Text)] == [1, 6]


def test_the_most_pressing_comes_first() -> None:
    listed = told(REQUEST, replace(REQUEST, answer_due=at(18, 16)), replace(REQUEST, answer_due=at(19, 9)))
    assert [code for _, code in lines(listed.values["requests"])] == ["A13", "A14", "A12"]


def test_of_more_than_can_be_read_the_rest_is_counted() -> None:
    listed = told(*[REQUEST] * (MOST + 3))
    shown = lines(listed.values["requests"])
    assert len(shown) == MOST + 1
    assert shown[-1] == ("more", "")
    requests = listed.values["requests"]
    assert isinstance(requests, Text)
    assert isinstance(requests.values["lines"], tuple)
    assert requests.values["lines"][-1] == Text("staff.today.more", {"more": 3})
    assert ("more", "") not in lines(told(*[REQUEST] * MOST).values["requests"])


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_the_longest_list_goes_out_on_telegram_and_on_line(locale: str) -> None:
    words = Words.load(locale)
    everything = [
        booked(19, link=""),
        REQUEST,
        replace(BOOKED, changing=True, answer_due=at(19, 10)),
        booked(27, contacts=(WISH,)),
        replace(DEEMED, appeal=Appeal(at(18, 11), at(25, 17, 15))),
        replace(REQUEST, status=Status.OFFERED, offer=OFFER),
        booked(18),
        replace(booked(20), web_only=True),
    ]
    listed = told(*(each for each in everything for _ in range(BOOKED_MOST + 5)), now=NOW + timedelta(minutes=5))
    letter = Letter("group", listed.key, listed.values)
    operations = telegram([letter], words)["operations"]
    assert all(units(each["text"]) <= TEXT_UNITS for each in operations)
    messages = line([letter], words, group=True)["messages"]
    assert len(messages) <= limits.MESSAGES
    assert all(len(each["text"].encode("utf-16-le")) // 2 <= limits.TEXT for each in messages)
