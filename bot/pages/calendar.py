"""`/c/{token}.ics`: an appointment for a calendar, which others may see and which may lie on foreign servers.

Neutral words, a time, the join page and an alarm (RFC 5545); nothing about the person, ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import icalendar
from starlette.responses import Response
from starlette.routing import Route

from bot.pages.headers import PERSONAL

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.pages.desk import Desk
    from bot.pages.ports import Entry
    from flows.words import Words

MADE_BY = "-//madoguchi//madoguchi//EN"


@dataclass(frozen=True, slots=True)
class CalendarEntries:
    desk: Desk

    def routes(self) -> list[Route]:
        return [Route("/c/{token}.ics", self.show, methods=["GET"], middleware=PERSONAL)]

    async def show(self, request: Request) -> Response:
        entry = await self.desk.house.calendar(request.path_params["token"])
        if entry is None:
            return self.desk.lost(request)
        body = calendar(entry, self.desk.house.words(entry.locale))
        name = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
        return Response(body, media_type="text/calendar", headers=name)


def calendar(entry: Entry, words: Words) -> bytes:
    whole = icalendar.Calendar()
    whole.add("prodid", MADE_BY)
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add_component(_event(entry, words))
    return bytes(whole.to_ical())


def _event(entry: Entry, words: Words) -> icalendar.Event:
    """The same appointment is the same entry for ever: a moved or cancelled one replaces it by its number."""
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", words.text("calendar.title"))
    event.add("description", words.text("calendar.text", {"url": entry.url, "phone": entry.office.phone}))
    event.add("url", entry.url)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if not entry.cancelled:
        event.add_component(_alarm(entry, words))
    return event


def _alarm(entry: Entry, words: Words) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -timedelta(minutes=entry.alarm_minutes))
    alarm.add("description", words.text("calendar.alarm"))
    return alarm
