"""The line of a staff card about the interpreter: there at all these times, at some not, or unknown to the table."""

from __future__ import annotations

from datetime import datetime

from flows.office.appointment import Application
from flows.office.interpreting import is_there
from flows.office.opening import slot_at
from flows.office.policy import Policy
from flows.office.tongues import TONGUES
from flows.values import Text, Value


def times_of(application: Application) -> tuple[datetime, ...]:
    """Those that the card is about: booked, else offered, else wished for."""
    if application.appointment:
        return (application.appointment.slot.start,)
    if application.offer:
        return tuple(slot.start for slot in application.offer.slots)
    return application.wishes


def interpreting(application: Application, starts: tuple[datetime, ...], policy: Policy) -> Value:
    """Nothing where no interpreter is wanted, or where the office keeps no hours of interpreters at all."""
    wanted = application.interpreter
    if not wanted or not policy.interpreters or not starts:
        return ""
    tongue: Value = Text(f"tongue.{wanted}") if wanted in TONGUES else wanted
    there = {start: is_there(wanted, slot_at(start, policy), policy) for start in starts}
    if None in there.values():
        return Text("staff.card.interpreter.unknown", {"language": tongue})
    absent = tuple(start for start, known in there.items() if not known)
    if absent:
        return Text("staff.card.interpreter.absent", {"language": tongue, "times": absent})
    return Text("staff.card.interpreter.there", {"language": tongue})
