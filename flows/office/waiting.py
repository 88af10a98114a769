"""Who waits for a time that is free again: open requests that wished for that day and were offered nothing.

Here: which times a deed freed, and when staff may be told of them. Never here: words, or the offering itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flows.office.appointment import CLAIMING, Application, Status
from flows.office.opening import Slot, after_office_hours, spans
from flows.office.policy import Policy, local
from flows.office.reminders import Due, Owed


def claimed(application: Application) -> frozenset[Slot]:
    """The times that an application has booked or holds."""
    booked, offer = application.appointment, application.offer
    mine = {booked.slot} if booked and application.status in CLAIMING else set()
    holds = application.status is Status.OFFERED or application.change_open
    return frozenset(mine | ({*offer.slots} if offer and holds else set()))


def clocks(
    before: Application, after: Application, waits: Iterable[Application], now: datetime, policy: Policy
) -> tuple[Due, ...]:
    """One for each freed time that somebody else wished for by its day: at once, or when the office opens again."""
    days = {local(wish).date() for each in waits if each.id != after.id for wish in each.wishes}
    free = sorted(slot for slot in claimed(before) - claimed(after) if slot.day in days and slot.start > now)
    held = (slot for slot in free if spans(slot.day, policy))  # on a day closed since, nothing is free again
    return tuple(Due(after_office_hours(now, 0, policy), Owed.FREED, slot.code) for slot in held)
