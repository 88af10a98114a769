"""Days on which staff have closed the office, laid over the hours of its file; and whom that touches.

Never here: moving anybody's booking; that is done one by one, with consent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flows.office.appointment import Application, Status
from flows.office.opening import Slot
from flows.office.policy import Policy


def with_closures(policy: Policy, days: Iterable[date]) -> Policy:
    """The office's rules with these days closed. Version and stamp stay: no rule has changed."""
    closed: dict[date, tuple[()]] = dict.fromkeys(days, ())
    if not closed:
        return policy
    hours = policy.hours.model_copy(update={"exceptions": {**policy.hours.exceptions, **closed}})
    return policy.open_only(hours)


def touched(day: date, applications: Iterable[Application]) -> tuple[Application, ...]:
    """Those with a booking on that day, or with an offered time on it, in the order of their times."""
    on_day = (each for each in applications if _on(day, each))
    return tuple(sorted(on_day, key=lambda each: (each.status is not Status.BOOKED, _first(each), each.code)))


def offered_on(day: date, applications: Iterable[Application]) -> tuple[Application, ...]:
    """Those with an offered time on that day, which can no longer be chosen."""
    return tuple(each for each in touched(day, applications) if times_on(day, each))


def times_on(day: date, application: Application) -> tuple[Slot, ...]:
    """The times of a live offer that fall on that day."""
    offer = application.offer if application.status is Status.OFFERED or application.change_open else None
    return tuple(slot for slot in offer.slots if slot.day == day) if offer else ()


def waiting_for(day: date, applications: Iterable[Application]) -> tuple[Application, ...]:
    """Those who wait for a time on that day, but for whoever may still choose one of another day."""
    waits = (each for each in applications if each.awaits_day and each.waits_for == day)
    over = (each for each in waits if not each.offer or len(times_on(day, each)) == len(each.offer.slots))
    return tuple(sorted(over, key=lambda each: (each.created_at, each.id)))


def withdrawable(day: date, applications: Iterable[Application]) -> tuple[Application, ...]:
    """Those whom the office still asks for another time because it had closed that day."""
    asked = (each for each in applications if each.change_open and each.offer and each.offer.asked == "closed")
    booked = (each for each in asked if each.appointment and each.appointment.slot.day == day)
    return tuple(sorted(booked, key=lambda each: each.code))


def _on(day: date, application: Application) -> bool:
    booked = application.appointment if application.status is Status.BOOKED else None
    if booked and booked.slot.day == day:
        return True
    return bool(times_on(day, application))


def _first(application: Application) -> str:
    start = application.appointment.slot.start if application.appointment else application.created_at
    return start.isoformat()
