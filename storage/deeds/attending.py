"""Around the start: contacts, marks, undoing, links, and what clocks bring about.

A contact is written under the same lock under which a booking is deemed cancelled, so that neither misses the other.
Never here: whether a contact counts (`flows.office.attendance`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.office.appointment import ContactKind, Deed, Status
from flows.office.attendance import NoShowRule
from flows.office.reminders import Owed, still_owed
from storage.deeds.scene import Scene, move, set_clocks, stands, whole
from storage.meaning import ChangedMeanwhile, IllegalMove
from storage.records import applications, appointments, audit, contacts, due, offers

if TYPE_CHECKING:
    from datetime import datetime

    from flows import facts
    from flows.office.appointment import Application

FOLLOWS = {Owed.REQUEST_LAPSES: Deed.LAPSE, Owed.OFFER_LAPSES: Deed.LAPSE, Owed.GRACE: Deed.DEEM}
"""What a clock does to the application by itself; the others only remind."""


def contacted(scene: Scene, fact: facts.Contacted) -> None:
    touch(scene, fact.application, fact.kind, fact.happened_at)


def touch(scene: Scene, ident: str, kind: ContactKind, happened_at: datetime) -> None:
    """A contact within the window that is known only after the deeming undoes it by itself."""
    applications.hold(scene.unit, ident)
    contact = contacts.add(scene.unit, ident, kind, happened_at)
    audit.record(scene.unit, scene.who(), "contact", ident, kind=kind.value)
    application = whole(scene, ident)
    if application.status is not Status.DEEMED_CANCELLED or application.appointment is None:
        return
    if NoShowRule.of(application.appointment, scene.policy).counts(contact):
        move(scene, ident, Deed.TOUCH, "clock")
        set_clocks(scene, ident)


def will_come(scene: Scene, fact: facts.WillCome) -> None:
    appointments.will_come(scene.unit, fact.application)


def said_in_touch(scene: Scene, fact: facts.SaidInTouch) -> None:
    audit.record(scene.unit, scene.who(), "said_in_touch", fact.application)


def marked(scene: Scene, fact: facts.Marked) -> None:
    move(scene, fact.application, fact.deed, "clerk", fact.by)
    appointments.mark(scene.unit, fact.application, fact.deed)
    if fact.deed is Deed.CALLED:
        contacts.add(scene.unit, fact.application, ContactKind.CALL_LOGGED, scene.unit.now, scene.who(fact.by))
    if fact.deed is Deed.OUR_FAULT:
        appointments.changed(scene.unit, fact.application)
    set_clocks(scene, fact.application)


def undone(scene: Scene, fact: facts.Undone) -> None:
    held = move(scene, fact.application, Deed.UNDO, "clerk", fact.by)
    mark = Deed.UNDO if held.status is Status.DEEMED_CANCELLED else None
    appointments.mark(scene.unit, held.id, mark)
    set_clocks(scene, held.id)


def link_given(scene: Scene, fact: facts.LinkGiven) -> None:
    held = applications.hold(scene.unit, fact.application)
    if held.status is not Status.BOOKED:
        raise IllegalMove
    appointments.give_link(scene.unit, held.id, held.office, fact.url)
    applications.change(scene.unit, held, by=fact.by.name)
    audit.record(scene.unit, scene.who(fact.by), "link", held.id)


def came(scene: Scene, fact: facts.Came) -> None:
    """A clock, asked again under the lock. Raises `ChangedMeanwhile` when it is no longer owed."""
    applications.hold(scene.unit, fact.application)
    application = whole(scene, fact.application)
    if still_owed(fact.due, application, scene.unit.now, scene.policy) or _too_soon(scene, fact, application):
        raise ChangedMeanwhile
    due.came(scene.unit, application.id, fact.due)
    if fact.due.kind is Owed.CHANGE_ENDS:
        stands(scene, application.id, Deed.END_CHANGE, "clock", "lapsed")
    if deed := FOLLOWS.get(fact.due.kind):
        move(scene, application.id, deed, "clock")
        offers.end(scene.unit, application.id, "lapsed")
        set_clocks(scene, application.id)


def _too_soon(scene: Scene, fact: facts.Came, application: Application) -> bool:
    """Whatever the row says, nobody is deemed to have stayed away before the grace is over."""
    appointment = application.appointment
    if fact.due.kind is not Owed.GRACE or appointment is None:
        return False
    return not NoShowRule.of(appointment, scene.policy).deems(application, scene.unit.now)
