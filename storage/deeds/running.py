"""Running an office by order: another desk, a day closed or opened again, new applications stopped or taken again.

Never here: moving anybody's booking to another time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.office.appointment import Status
from flows.office.opening import cells
from storage.deeds.scene import whole
from storage.meaning import IllegalMove
from storage.records import applications, appointments, audit, claims, closures

if TYPE_CHECKING:
    from flows import facts
    from storage.deeds.scene import Scene


def desk_changed(scene: Scene, fact: facts.DeskChanged) -> None:
    """The old desk's cells are given back and the new one's taken, or nothing changes. Raises `TimeTaken`."""
    held = applications.hold(scene.unit, fact.application)
    appointment = whole(scene, fact.application).appointment
    if held.status is not Status.BOOKED or appointment is None:
        raise IllegalMove
    claims.release(scene.unit, held.id, "booked")
    claims.take(scene.unit, held.office, cells(appointment.slot, fact.desk, scene.policy), held.id, kind="booked")
    appointments.change_desk(scene.unit, held.id, fact.desk)
    applications.change(scene.unit, held, by=fact.by.name)
    detail = {"before": appointment.desk, "after": fact.desk}
    audit.record(scene.unit, scene.who(fact.by), "desk", held.id, **detail)


def day_closed(scene: Scene, fact: facts.DayClosed) -> None:
    closures.close(scene.unit, scene.policy.id, fact.day, scene.who(fact.by), fact.reason)
    audit.record(scene.unit, scene.who(fact.by), "close_day", scene.policy.id, day=fact.day.isoformat())


def day_opened(scene: Scene, fact: facts.DayOpened) -> None:
    closures.reopen(scene.unit, scene.policy.id, fact.day)
    audit.record(scene.unit, scene.who(fact.by), "open_day", scene.policy.id, day=fact.day.isoformat())


def taking_bookings(scene: Scene, fact: facts.TakingBookings) -> None:
    if fact.stopped:
        closures.stop(scene.unit, scene.policy.id, scene.who(fact.by))
    else:
        closures.resume(scene.unit, scene.policy.id)
    audit.record(scene.unit, scene.who(fact.by), "stop" if fact.stopped else "resume", scene.policy.id)
