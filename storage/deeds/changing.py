"""Another time for a booking that stands: asked for, held beside it, and then moved in one transaction, or kept.

Never here: giving up the old time before the new one is certain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.office.appointment import Deed
from flows.office.attendance import can_be_held
from flows.office.opening import cells
from storage.deeds.asking import held_from_now_on, links_until, nothing_new, settle
from storage.deeds.scene import Scene, move, set_clocks, stands, whole
from storage.meaning import ChangedMeanwhile, IllegalMove
from storage.records import applications, appointments, audit, claims, conversations, offers

if TYPE_CHECKING:
    from flows import facts
    from flows.office.appointment import Application


def wished(scene: Scene, fact: facts.ChangeWished) -> None:
    """New wishes in place of earlier ones; what was held for those is free. The booking stands."""
    held = move(
        scene,
        fact.application,
        Deed.CHANGE,
        "person",
        changing=True,
        wishes=fact.wishes,
        answer_due=fact.answer_due,
    )
    offers.end(scene.unit, held.id, "replaced")
    claims.release(scene.unit, held.id, "hold")
    set_clocks(scene, held.id)


def offered(scene: Scene, fact: facts.ChangeOffered) -> None:
    """Held beside what is booked, `instead` in place of what was held before. Raises `TimeTaken`, or `IllegalMove`
    where it is not as the clerk saw it: the person has asked, answered or begun to change it meanwhile.
    """
    applications.hold(scene.unit, fact.application)
    if not _fits(whole(scene, fact.application), fact):
        raise IllegalMove
    if fact.instead:
        offers.end(scene.unit, fact.application, "replaced")
        claims.release(scene.unit, fact.application, "hold")
    held = move(scene, fact.application, Deed.PROPOSE, "clerk", fact.by, changing=True)
    held_from_now_on(scene, held, fact, scene.who(fact.by), fact.expires_at, _asked(scene, fact))


def _fits(booked: Application, fact: facts.ChangeOffered) -> bool:
    """To replace a proposal there must be one of the same kind; without one, the office alone begins by itself."""
    if fact.instead:
        return booked.change_open and booked.offer is not None and bool(booked.offer.asked) is fact.asks
    return booked.change_open is not fact.asks


def _asked(scene: Scene, fact: facts.ChangeOffered) -> str:
    """Why the office asks: where its day is closed, opening it again takes the question back."""
    booked = whole(scene, fact.application).appointment
    if not fact.asks or booked is None:
        return ""
    return "office" if can_be_held(booked, scene.policy) else "closed"


def withdrawn(scene: Scene, fact: facts.MoveWithdrawn) -> None:
    """Raises `IllegalMove` where the person has answered meanwhile."""
    applications.hold(scene.unit, fact.application)
    offer = whole(scene, fact.application).offer
    if offer is None or not offer.asked:
        raise IllegalMove
    stands(scene, fact.application, Deed.KEEP, "clerk", "replaced", fact.by)


def moved(scene: Scene, fact: facts.Moved) -> None:
    """The old time is given back and the new one booked, both or neither. Raises `OfferGone`."""
    _nothing_new(scene)
    move(scene, fact.application, Deed.MOVE, "person", changing=False)
    settle(scene, fact)


def _nothing_new(scene: Scene) -> None:
    """One a day was decided upon all that is theirs: the person is held, and looked at once more."""
    if person := scene.conversation.person:
        nothing_new(scene, conversations.hold_person(scene.unit, person))


def moved_at_once(scene: Scene, fact: facts.MovedAtOnce) -> None:
    """The new time is taken and then the old one given back, both or neither. Raises `TimeTaken`; `ChangedMeanwhile`
    where another chat of the same person has just moved it, or has booked something else.
    """
    unit = scene.unit
    _nothing_new(scene)
    held = move(scene, fact.application, Deed.MOVE, "person", changing=False)
    before = whole(scene, held.id).appointment
    if before is None or before.slot != fact.was:
        raise ChangedMeanwhile
    old, new = (cells(fact.was, before.desk, scene.policy), cells(fact.slot, fact.desk, scene.policy))
    if fresh := {*new} - {*old}:  # what both times share stays theirs: no other can slip in between
        claims.take(unit, held.office, fresh, held.id, kind="booked")
    claims.keep_only(unit, held.id, new)
    offers.end(unit, held.id, "replaced")
    appointments.make(unit, held.id, fact.slot, fact.desk, scene.policy.stamp)
    links_until(scene, held.id, fact.slot)
    times = {"was": fact.was.start.isoformat(), "start": fact.slot.start.isoformat()}
    audit.record(unit, scene.who(), "move_at_once", held.id, **times)
    set_clocks(scene, held.id)


def kept(scene: Scene, fact: facts.ChangeKept) -> None:
    stands(scene, fact.application, Deed.KEEP, "person", "refused")


def declined(scene: Scene, fact: facts.ChangeDeclined) -> None:
    stands(scene, fact.application, Deed.KEEP, "clerk", "replaced", fact.by)
