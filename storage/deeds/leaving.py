"""A booking that is given up: the wish to cancel, taken back or settled by a clerk, and the office's own cancelling.

Never here: cancelling in the chat (`asking`), or whether an office allows it (`flows.office.rules`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.office.appointment import ContactKind, Deed, Status
from storage.deeds.attending import touch
from storage.deeds.scene import Scene, move, set_clocks, whole
from storage.meaning import IllegalMove
from storage.records import applications, appointments, audit, offers

if TYPE_CHECKING:
    from flows import facts

STANDING = frozenset({Status.BOOKED, Status.DEEMED_CANCELLED})


def cancel_wished(scene: Scene, fact: facts.CancelWished) -> None:
    """The booking stands as it stood; its reminders are dropped. Raises `IllegalMove` where it has ended meanwhile."""
    if applications.hold(scene.unit, fact.application).status not in STANDING:
        raise IllegalMove
    touch(scene, fact.application, ContactKind.CANCEL_WISH, fact.happened_at or scene.unit.now)
    set_clocks(scene, fact.application)


def taken_back(scene: Scene, fact: facts.WishTakenBack) -> None:
    """Reminders are owed again. Raises `IllegalMove` where a clerk has settled the wish meanwhile."""
    applications.hold(scene.unit, fact.application)
    if not whole(scene, fact.application).cancel_wished:
        raise IllegalMove
    touch(scene, fact.application, ContactKind.TAKEN_BACK, fact.happened_at or scene.unit.now)
    set_clocks(scene, fact.application)


def called_off(scene: Scene, fact: facts.CalledOff) -> None:
    _end(scene, fact, Deed.CALLED_OFF)


def accepted(scene: Scene, fact: facts.WishAccepted) -> None:
    """Raises `IllegalMove` where the wish was taken back meanwhile: nobody is cancelled who wants to come."""
    applications.hold(scene.unit, fact.application)
    if not whole(scene, fact.application).cancel_wished:
        raise IllegalMove
    _end(scene, fact, Deed.EXCUSE)
    audit.record(scene.unit, scene.who(fact.by), "accept_reason", fact.application, reason=fact.reason)


def office_cancelled(scene: Scene, fact: facts.OfficeCancelled) -> None:
    _end(scene, fact, Deed.CALL_OFF)
    audit.record(scene.unit, scene.who(fact.by), "office_reason", fact.application, reason=fact.reason)


def _end(scene: Scene, fact: facts.CalledOff | facts.WishAccepted | facts.OfficeCancelled, deed: Deed) -> None:
    move(scene, fact.application, deed, "clerk", fact.by)
    offers.end(scene.unit, fact.application, "replaced")
    appointments.changed(scene.unit, fact.application)
    set_clocks(scene, fact.application)
