"""The office's list of the day: what is booked, what waits for staff and since when, and whom to telephone.

Each application stands on it once, where it is most pressing. Never here: when the list goes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from flows.messages import Told
from flows.office.appointment import OPEN, Application, Status
from flows.office.late import hours_late, office_time, waits
from flows.office.opening import next_business_day
from flows.office.policy import local
from flows.office.view import View
from flows.values import NOTHING, Text, Value, Values

BOOKED_MOST, MOST = 40, 10
"""Lines of the day's bookings, and of each section below them: what is more is counted."""
SHOWN = frozenset({*OPEN, Status.ATTENDED, Status.DEEMED_CANCELLED, Status.NOT_HELD})
SECTIONS = ("wishes", "appeals", "changes", "requests", "offers", "unmarked", "telephone")
Line = tuple[datetime, str, Text]
"""When it presses, the code, and the words: the order of a section."""


def today(view: View) -> Told:
    day = local(view.now).date()
    booked = [each for each in view.applications if each.status in SHOWN and _day(each) == day]
    rest = [each for each in view.applications if each not in booked]
    sections: dict[str, list[Line]] = {name: [] for name in SECTIONS}
    for application in rest:
        for name, line in _places(application, view):
            sections[name].append(line)
    lines = _first(((_start(each), each.code, _booking(each, view)) for each in booked), BOOKED_MOST)
    shown = {name: _section(name, found) for name, found in sections.items()}
    key = "staff.today.list" if lines or any(shown.values()) else "staff.today.empty"
    stopped = Text("staff.today.stopped", {"since": view.stopped_at}) if view.stopped_at else ""
    return Told(key, {"day": day, "lines": lines, "stopped": stopped, **shown})


# -- the day's bookings --------------------------------------------------------------------------------------


def _booking(application: Application, view: View) -> Text:
    key = "staff.today.line_web" if _to_ring(application) else "staff.today.line"
    status = (Text(f"status.{application.status}"), *_notes(application, view))
    shown: Values = {"start": _start(application), "code": application.code, "name": application.masked_name}
    return Text(key, {**shown, "status": status if len(status) > 1 else status[0]})


def _notes(application: Application, view: View) -> Iterator[Text]:
    """What else is to be known of a booking of today."""
    if application.cancel_wished:
        yield Text("staff.today.note.wish")
    if application.change_open:
        yield Text("staff.today.note.change")
    if application.appealed and application.appeal:
        yield Text("staff.today.note.appeal", {"due": application.appeal.due})
    appointment, ahead = application.appointment, not application.over(view.now)
    if application.status is Status.BOOKED and ahead and appointment and not appointment.link:
        yield Text("staff.today.note.no_link")
    if application.over(view.now):
        yield Text("staff.today.note.unmarked")


# -- what waits ----------------------------------------------------------------------------------------------


def _places(application: Application, view: View) -> Iterator[tuple[str, Line]]:
    """The one section in which it stands, if any."""
    start = _start(application)
    if application.cancel_wished and not application.over(view.now):
        yield "wishes", _line(application, start, "wish", {"start": start})
    elif application.appealed and application.appeal:
        due = application.appeal.due
        yield "appeals", _line(application, due, "appeal_late" if due < view.now else "appeal", {"due": due})
    elif application.offer and (application.status is Status.OFFERED or application.change_open):
        yield "offers", _offer(application, application.offer.expires_at, view)
    elif application.change_open and application.answer_due:
        yield "changes", _waiting(application, application.answer_due, "change", view)
    elif application.status is Status.REQUESTED:
        yield "requests", _waiting(application, application.answer_due or application.created_at, "request", view)
    elif application.over(view.now):
        yield "unmarked", _line(application, start, "unmarked", {"start": start})
    elif _to_ring_soon(application, view):
        yield "telephone", _line(application, start, "telephone", {"start": start})


def _offer(application: Application, expires: datetime, view: View) -> Line:
    last = local(expires).date() <= local(view.now).date()
    return _line(application, expires, "offer_today" if last else "offer", {"expires": expires})


def _waiting(application: Application, due: datetime, name: str, view: View) -> Line:
    """With the office hours it has waited, or is late by."""
    late = bool(waits(application, view.policy)) and due <= view.now
    waited = hours_late(due, view.now, view.policy) if late else _waited(application, view)
    return _line(application, due, f"{name}_late" if late else name, {"due": due, "hours": waited})


def _waited(application: Application, view: View) -> int:
    return int(office_time(application.created_at, view.now, view.policy).total_seconds() // 3600)


def _line(application: Application, at: datetime, name: str, values: Values = NOTHING) -> Line:
    who: Value = application.masked_name
    who = Text("staff.today.ring", {"name": who}) if _to_ring(application) else who
    return at, application.code, Text(f"staff.today.{name}", {"code": application.code, "name": who, **values})


def _to_ring(application: Application) -> bool:
    """No chat reaches this person."""
    return application.web_only or application.gone


def _to_ring_soon(application: Application, view: View) -> bool:
    """Of a booking before the end of the next business day nobody else reminds them."""
    day = _day(application)
    soon = next_business_day(local(view.now).date(), view.policy)
    return application.status is Status.BOOKED and _to_ring(application) and day is not None and day <= soon


# -- lists ---------------------------------------------------------------------------------------------------


def _section(name: str, found: Iterable[Line]) -> Value:
    lines = _first(found, MOST)
    return Text(f"staff.today.section.{name}", {"lines": lines}) if lines else ""


def _first(found: Iterable[Line], most: int) -> tuple[Text, ...]:
    lines = [text for *_, text in sorted(found, key=lambda line: line[:2])]
    more = (Text("staff.today.more", {"more": len(lines) - most}),) if len(lines) > most else ()
    return (*lines[:most], *more)


def _day(application: Application) -> date | None:
    return application.appointment.slot.day if application.appointment else None


def _start(application: Application) -> datetime:
    return application.appointment.slot.start if application.appointment else application.created_at
