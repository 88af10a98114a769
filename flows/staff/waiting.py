"""A time is free again: to whom of those who wait staff may offer it, in fair order, the oldest request first."""

from __future__ import annotations

from flows.office import rules
from flows.office.appointment import Application, Status
from flows.office.opening import Slot, slot_from_code
from flows.office.policy import Policy, local
from flows.office.reminders import Due
from flows.office.view import View


def slot_of(due: Due, policy: Policy) -> Slot | None:
    """Which time the clock is about."""
    return slot_from_code(due.version, policy)


def line(slot: Slot, freed: Application, view: View) -> tuple[Application, ...]:
    """Nobody, where the time is taken again or can no longer be offered; never who has just given it up."""
    if rules.offerable(slot, view.now, view.taken, view.policy):
        return ()
    found = (each for each in view.applications if each.id != freed.id and _waits(each, slot, view))
    return tuple(sorted(found, key=lambda each: (each.created_at, each.id)))


def _waits(application: Application, slot: Slot, view: View) -> bool:
    if application.status is not Status.REQUESTED or application.offer:
        return False
    own = tuple(each for each in view.applications if each.person == application.person and each.id != application.id)
    wished = slot.day in {local(wish).date() for wish in application.wishes}
    return wished and rules.one_a_day(slot, own, view.policy) is None
