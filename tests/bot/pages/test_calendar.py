from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import icalendar

from bot.pages.calendar import calendar
from bot.pages.ports import Entry
from flows.office.policy import TOKYO
from tests.bot.pages.house import START, office, words

if TYPE_CHECKING:
    from httpx import Client

    from tests.bot.pages.house import FakeHouse

AT = datetime(2026, 11, 24, 15, 0, tzinfo=TOKYO)
URL = "https://madoguchi.example.jp/j/" + "t" * 60
ENTRY = Entry("abc@madoguchi", 2, START, AT, AT + timedelta(minutes=30), URL, office(), "en")


def event(entry: Entry) -> Any:
    whole: Any = icalendar.Calendar.from_ical(calendar(entry, words("en")))
    assert whole["version"] == "2.0"
    return whole.walk("VEVENT")[0]


def test_the_entry_says_when_in_utc_and_where() -> None:
    found = event(ENTRY)
    assert found["dtstart"].to_ical() == b"20261124T060000Z"
    assert found["dtend"].to_ical() == b"20261124T063000Z"
    assert found["url"] == URL
    assert URL in found["description"]
    assert "048-000-0000" in found["description"]


def test_a_later_version_replaces_the_entry() -> None:
    found = event(ENTRY)
    assert (found["uid"], found["sequence"]) == ("abc@madoguchi", 2)
    assert found["dtstamp"].dt == START.astimezone(UTC)


def test_an_alarm_rings_an_hour_before() -> None:
    alarm = event(ENTRY).walk("VALARM")[0]
    assert alarm["trigger"].dt == timedelta(hours=-1)


def test_a_cancelled_booking_is_cancelled_in_the_calendar_and_rings_no_more() -> None:
    found = event(replace(ENTRY, cancelled=True))
    assert found["status"] == "CANCELLED"
    assert found.walk("VALARM") == []


def test_lines_are_folded_for_every_reader() -> None:
    assert all(len(line) <= 75 for line in calendar(ENTRY, words("en")).split(b"\r\n"))


def test_the_entry_is_fetched_by_its_token(client: Client, house: FakeHouse) -> None:
    house.entries["known"] = ENTRY
    answer = client.get("/c/known.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert client.get("/c/unknown.ics").status_code == 404
