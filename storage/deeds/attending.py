"""Around the start: contacts, marks, undoing, links, and what clocks bring about.

A contact is written under the same lock under which a booking is deemed cancelled, so that neither misses the other.
Never here: whether a contact counts (`flows.office.attendance`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.office.appointment import ContactKind, Deed, Status
from flows.office.attendance import NoShowRule, no_way_in
from flows.office.reminders import Owed, still_owed
from flows.office.waiting import lapse
from storage.deeds.scene import Scene, move, set_clocks, stands, whole
from storage.meaning import ChangedMeanwhile, IllegalMove
from storage.records import (
    appeals,
    applications,
    appointments,
    audit,
    contacts,
    due,
    meetings,
    offers,
    refusals,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from flows import facts
    from flows.office.appointment import Application
    from flows.office.policy import Policy

FOLLOWS: Mapping[Owed, Callable[[Application], Deed]] = {
    Owed.REQUEST_LAPSES: lapse,
    Owed.OFFER_LAPSES: lapse,
    Owed.GRACE: lambda _application: Deed.DEEM,
}
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
        appeals.moot(scene.unit, ident, audit.CLOCK)
        set_clocks(scene, ident)


def will_come(scene: Scene, fact: facts.WillCome) -> None:
    appointments.will_come(scene.unit, fact.application)


def said_in_touch(scene: Scene, fact: facts.SaidInTouch) -> None:
    """From now on that booking is not counted, until a lead has decided."""
    held = applications.hold(scene.unit, fact.application)
    if held.status is not Status.DEEMED_CANCELLED:
        raise IllegalMove
    appeals.say(scene.unit, held.id, fact.due)
    audit.record(scene.unit, scene.who(), "said_in_touch", held.id)
    set_clocks(scene, held.id)


def marked(scene: Scene, fact: facts.Marked) -> None:
    before = whole(scene, fact.application).appointment
    move(scene, fact.application, fact.deed, "clerk", fact.by)
    again = before.marked_by if before and before.mark is fact.deed is Deed.NO_CONTACT else ""
    appointments.mark(scene.unit, fact.application, fact.deed, f"{again} {scene.author(fact.by)}".strip())
    if fact.deed is not Deed.NO_CONTACT:
        appeals.moot(scene.unit, fact.application, scene.who(fact.by))
    if fact.deed is Deed.CALLED:
        contacts.add(scene.unit, fact.application, ContactKind.CALL_LOGGED, scene.unit.now, scene.who(fact.by))
    if fact.deed is Deed.OUR_FAULT:
        appointments.changed(scene.unit, fact.application)
    set_clocks(scene, fact.application)


def undone(scene: Scene, fact: facts.Undone) -> None:
    held = move(scene, fact.application, Deed.UNDO, "clerk", fact.by)
    mark = Deed.UNDO if held.status is Status.DEEMED_CANCELLED else None
    appointments.mark(scene.unit, held.id, mark, scene.author(fact.by) if mark else "")
    appeals.moot(scene.unit, held.id, scene.who(fact.by))
    set_clocks(scene, held.id)


def appeal_decided(scene: Scene, fact: facts.AppealDecided) -> None:
    """Accepted, the booking is put back as if a clerk had undone it. Raises `ChangedMeanwhile` where none is open."""
    held = applications.hold(scene.unit, fact.application)
    appeals.decide(scene.unit, held.id, "accepted" if fact.accepted else "upheld", scene.who(fact.by))
    if fact.accepted:
        held = move(scene, held.id, Deed.UNDO, "clerk", fact.by)
        appointments.mark(scene.unit, held.id, Deed.UNDO, scene.author(fact.by))
    else:
        applications.change(scene.unit, held, by=fact.by.name)
    audit.record(scene.unit, scene.who(fact.by), "accept" if fact.accepted else "uphold", held.id)
    set_clocks(scene, held.id)


def use_refused(scene: Scene, fact: facts.UseRefused) -> None:
    """Of the person record of that application, whatever numbers others share with it. Raises `AlreadyRefused`."""
    held = applications.hold(scene.unit, fact.application)
    refusals.refuse(scene.unit, held.office, held.person, held.id, fact.reason, fact.until, fact.by.name)
    days = {"reason": fact.reason, "until": fact.until.isoformat()}
    audit.record(scene.unit, scene.who(fact.by), "refuse_use", held.id, **days)


def use_allowed(scene: Scene, fact: facts.UseAllowed) -> None:
    held = applications.hold(scene.unit, fact.application)
    refusals.lift(scene.unit, held.office, held.person, fact.by.name)
    audit.record(scene.unit, scene.who(fact.by), "lift_refusal", held.id)


def link_given(scene: Scene, fact: facts.LinkGiven) -> None:
    """The same link once more changes nothing; another one is given now, and the grace counts from it."""
    held = applications.hold(scene.unit, fact.application)
    appointment = whole(scene, held.id).appointment
    if held.status is not Status.BOOKED or appointment is None:
        raise IllegalMove
    if appointment.link != fact.url:
        appointments.give_link(scene.unit, held.id, held.office, fact.url)
    applications.change(scene.unit, held, by=fact.by.name)
    meetings.unwanted(scene.unit, held.id)
    audit.record(scene.unit, scene.who(fact.by), "link", held.id)
    set_clocks(scene, held.id)


def link_made(scene: Scene, fact: facts.LinkMade) -> None:
    """Raises `ChangedMeanwhile` where it is not of this start, or a link is there already: a pasted one wins."""
    held = applications.hold(scene.unit, fact.application)
    appointment = whole(scene, held.id).appointment
    if held.status is not Status.BOOKED or appointment is None:
        raise IllegalMove
    if appointment.version != fact.version or appointment.link:
        raise ChangedMeanwhile
    appointments.give_link(scene.unit, held.id, held.office, fact.url)
    audit.record(scene.unit, audit.HOUSE, "link", held.id)
    set_clocks(scene, held.id)


def link_failed(scene: Scene, fact: facts.LinkFailed) -> None:
    audit.record(scene.unit, audit.HOUSE, "link_failed", fact.application, reason=fact.reason)


def came(scene: Scene, fact: facts.Came) -> None:
    """A clock, asked again under the lock. Raises `ChangedMeanwhile` when it is no longer owed."""
    if fact.due.kind is Owed.FREED:  # of no status: what becomes of who gave the time up is all the same
        due.came(scene.unit, fact.application, fact.due)
        return
    applications.hold(scene.unit, fact.application)
    application = whole(scene, fact.application)
    if still_owed(fact.due, application, scene.unit.now, scene.policy) or _too_soon(scene, fact, application):
        raise ChangedMeanwhile
    due.came(scene.unit, application.id, fact.due)
    if fact.due.kind is Owed.STAFF_AGAIN:  # the next time staff are reminded
        set_clocks(scene, application.id)
    if fact.due.kind is Owed.CHANGE_ENDS:
        stands(scene, application.id, Deed.END_CHANGE, "clock", "lapsed")
    if (follows := FOLLOWS.get(fact.due.kind)) and not _held_up(fact, application, scene.policy):
        move(scene, application.id, follows(application), "clock")
        offers.end(scene.unit, application.id, "lapsed")
        set_clocks(scene, application.id)


def _too_soon(scene: Scene, fact: facts.Came, application: Application) -> bool:
    """Whatever the row says, nobody is deemed to have stayed away before the grace is over."""
    appointment = application.appointment
    if fact.due.kind is not Owed.GRACE or appointment is None or _held_up(fact, application, scene.policy):
        return False
    return not NoShowRule.of(appointment, scene.policy).deems(application, scene.unit.now)


def _held_up(fact: facts.Came, application: Application, policy: Policy) -> bool:
    """The grace is over, but nobody could have joined: staff are asked, and nothing is counted."""
    return fact.due.kind is Owed.GRACE and no_way_in(application, policy)
