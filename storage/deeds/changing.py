"""Another time for a booking that stands: asked for, held beside it, and then moved in one transaction, or kept.

Never here: giving up the old time before the new one is certain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.office.appointment import Deed
from flows.office.opening import cells
from storage.deeds.asking import links_until, nothing_new, settle
from storage.deeds.scene import Scene, move, set_clocks, stands, whole
from storage.meaning import ChangedMeanwhile, IllegalMove
from storage.records import applications, appointments, audit, claims, conversations, exceptions, offers

if TYPE_CHECKING:
    from flows import facts


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
    """Held beside what is booked. Raises `TimeTaken`, or `IllegalMove` where nobody asks for a change any more; where
    the office asks, where somebody has begun to change it meanwhile.
    """
    applications.hold(scene.unit, fact.application)
    if whole(scene, fact.application).change_open is fact.asks:
        raise IllegalMove
    held = move(scene, fact.application, Deed.PROPOSE, "clerk", fact.by, changing=True)
    offer = offers.make(scene.unit, held.id, fact.times, fact.expires_at, scene.who(fact.by), fact.exception)
    claims.take(
        scene.unit,
        held.office,
        [cell for slot, desk in fact.times for cell in cells(slot, desk, scene.policy)],
        held.id,
        kind="hold",
        offer=offer,
        expires_at=fact.expires_at,
    )
    if fact.exception:
        exceptions.record(scene.unit, scene.who(fact.by), held.id, fact.exception)
    set_clocks(scene, held.id)


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
