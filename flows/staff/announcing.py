"""An order about the whole office in words: the answer to whoever gave it is what their colleagues read elsewhere.

Never here: whether it may be given, or by whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.facts import DayClosed, DayOpened, TakingBookings
from flows.messages import Told
from flows.office.appointment import Status
from flows.office.closing import touched, waiting_for, withdrawable
from flows.staff.erased import known_name
from flows.values import Text, Value, Values

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from flows.office.view import View

OfficeFact = DayClosed | DayOpened | TakingBookings
OFFICE_FACTS = (DayClosed, DayOpened, TakingBookings)


def announced(fact: OfficeFact, view: View) -> tuple[Told, ...]:
    """As seen when it was decided: a closed day still has everybody who had a time on it."""
    match fact:
        case DayClosed():
            return (_closed(fact, view),)
        case DayOpened():
            return _opened(fact, view)
        case TakingBookings(stopped=True):
            return (Told("staff.did.stopped", {"by": fact.by.name, "phone": view.policy.phone}),)
        case TakingBookings():
            return (Told("staff.did.resumed", {"by": fact.by.name}),)


def _closed(fact: DayClosed, view: View) -> Told:
    waits = waiting_for(fact.day, view.applications)
    others = (each for each in touched(fact.day, view.applications) if each not in waits)
    lines = (*map(_line, others), *map(_waited, waits))
    values: Values = {
        "day": fact.day,
        "by": fact.by.name,
        "reason": fact.reason,
        "touched": len(lines),
        "lines": lines,
    }
    return Told("staff.did.closed" if lines else "staff.did.closed_empty", values)


def _line(application: Application) -> Value:
    booked, offer = application.appointment, application.offer
    held = tuple(slot.start for slot in offer.slots) if offer else ()
    times = (*((booked.slot.start,) if booked and application.status is Status.BOOKED else ()), *held)
    status = Text(f"status.{application.status}")
    shown: Values = {"code": application.code, "name": known_name(application), "status": status, "times": times}
    return Text("staff.closing.line", shown)


def _waited(application: Application) -> Value:
    return Text("staff.closing.waited", {"code": application.code, "name": known_name(application)})


def _opened(fact: DayOpened, view: View) -> tuple[Told, ...]:
    told = Told("staff.did.opened", {"day": fact.day, "by": fact.by.name})
    codes = tuple(each.code for each in withdrawable(fact.day, view.applications))
    return (told, Told("staff.did.withdrawn", {"codes": codes, "by": fact.by.name})) if codes else (told,)
