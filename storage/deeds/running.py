"""Running an office by order: another desk, a day closed or opened again, new applications stopped or taken again.

Never here: moving anybody's booking to another time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.office.appointment import Deed, Status
from flows.office.closing import times_on
from flows.office.opening import cells
from storage.deeds.scene import move, set_clocks, stands, whole
from storage.meaning import IllegalMove, OfferGone
from storage.records import applications, appointments, audit, claims, closures, offers

if TYPE_CHECKING:
    from flows import facts
    from flows.office.appointment import Application
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


def times_closed(scene: Scene, fact: facts.TimesClosed) -> None:
    """Nobody gets what is given back: that day is closed. Raises `OfferGone` where it was answered meanwhile."""
    held = applications.hold(scene.unit, fact.application)
    application = whole(scene, held.id)
    offer, gone = application.offer, times_on(fact.day, application)
    if offer is None or offer.id != fact.offer or not gone:
        raise OfferGone
    if len(gone) < len(offer.slots):
        offers.without(scene.unit, offer.id, [slot.start for slot in gone])
        for slot in gone:
            claims.drop(scene.unit, offer.id, slot)
        applications.change(scene.unit, held, by=fact.by.name)
        audit.record(scene.unit, scene.who(fact.by), "close_times", held.id, day=fact.day.isoformat())
    elif application.change_open:
        _none_left_beside(scene, fact, application)
    else:
        move(scene, held.id, Deed.WITHDRAW, "clerk", fact.by, answer_due=fact.answer_due)
        offers.end(scene.unit, held.id, "replaced")
    set_clocks(scene, held.id)


def _none_left_beside(scene: Scene, fact: facts.TimesClosed, application: Application) -> None:
    """What the office had asked for itself is over; a person's own wish waits again."""
    if application.offer and application.offer.asked:
        stands(scene, application.id, Deed.KEEP, "clerk", "replaced", fact.by)
        return
    move(scene, application.id, Deed.PROPOSE, "clerk", fact.by, answer_due=fact.answer_due)
    offers.end(scene.unit, application.id, "replaced")
    claims.release(scene.unit, application.id, "hold")


def wait_ended(scene: Scene, fact: facts.WaitEnded) -> None:
    """With it goes what was held for them. Raises `IllegalMove` where nobody waits any more."""
    applications.hold(scene.unit, fact.application)
    if not whole(scene, fact.application).awaits_day:
        raise IllegalMove
    move(scene, fact.application, Deed.CLOSE_WAIT if fact.closed else Deed.SERVE, "clerk", fact.by)
    offers.end(scene.unit, fact.application, "replaced")
    set_clocks(scene, fact.application)


def day_opened(scene: Scene, fact: facts.DayOpened) -> None:
    closures.reopen(scene.unit, scene.policy.id, fact.day)
    audit.record(scene.unit, scene.who(fact.by), "open_day", scene.policy.id, day=fact.day.isoformat())


def taking_bookings(scene: Scene, fact: facts.TakingBookings) -> None:
    if fact.stopped:
        closures.stop(scene.unit, scene.policy.id, scene.who(fact.by))
    else:
        closures.resume(scene.unit, scene.policy.id)
    audit.record(scene.unit, scene.who(fact.by), "stop" if fact.stopped else "resume", scene.policy.id)
