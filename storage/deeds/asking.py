"""Asking for a consultation and answering: wishes, agreements, offers, refusals, the booking itself.

Never here: what happens around the start (`attending`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.facts import OfferedFreed
from flows.office.appointment import OPEN, Deed, Status
from flows.office.opening import cells
from storage.deeds.entering import with_entered
from storage.deeds.scene import Scene, move, set_clocks
from storage.meaning import ChangedMeanwhile, IllegalMove, OfferGone, TimeTaken
from storage.records import (
    agreements,
    applications,
    appointments,
    audit,
    claims,
    conversations,
    exceptions,
    links,
    offers,
    promises,
    tellings,
)

if TYPE_CHECKING:
    from datetime import datetime

    from flows import facts
    from flows.office.appointment import Application
    from flows.office.opening import Slot
    from storage.records.applications import Held

LINKS_LAST = timedelta(days=1)
"""So long after the appointment its private addresses still lead somewhere."""


def wished(scene: Scene, fact: facts.Wished) -> None:
    ident = applications.make(scene.unit, _taken_over(scene, fact), scene.conversation, scene.policy)
    if scene.conversation.person:
        agreements.belong(scene.unit, scene.conversation.person, ident)
        if fact.stay_until:  # the latest answer counts; where nothing was asked, an earlier wish stands
            promises.make(scene.unit, scene.conversation.person, scene.policy.id, fact.remind_at)
    audit.record(scene.unit, scene.who(), "wish", ident, code=fact.code)
    set_clocks(scene, ident)


def _taken_over(scene: Scene, fact: facts.Wished) -> facts.Wished:
    """With what this person said of themselves before. Raises `IllegalMove` where that was somebody else."""
    if not fact.earlier:
        return with_entered(scene, fact)
    if applications.hold(scene.unit, fact.earlier).person != scene.conversation.person:
        raise IllegalMove
    told = applications.opened(scene.unit, fact.earlier)
    if not told.name:  # erased since
        raise IllegalMove
    reading = told.name_reading or fact.name_reading
    return replace(fact, name=told.name, number=told.number, phone=told.phone, name_reading=reading)


def booked_at_once(scene: Scene, fact: facts.BookedAtOnce) -> None:
    """The application and its booking, or neither. Raises `TimeTaken`, and `ChangedMeanwhile` where the same person has
    just booked in another chat: one a day, and so many open, are rules about all that is theirs.
    """
    unit, slot, person = scene.unit, fact.slot, scene.conversation.person
    if person:
        nothing_new(scene, conversations.hold_person(unit, person))
    whose = _taken_over(scene, fact.wished)
    ident = applications.make(unit, whose, scene.conversation, scene.policy, Status.BOOKED)
    claims.take(unit, scene.policy.id, cells(slot, fact.desk, scene.policy), ident, kind="booked")
    appointments.make(unit, ident, slot, fact.desk, scene.policy.stamp)
    if person:
        agreements.belong(unit, person, ident)
        _addresses(scene, ident, person)
    links_until(scene, ident, slot)
    audit.record(unit, scene.who(), "book", ident, code=fact.wished.code)
    set_clocks(scene, ident)


def nothing_new(scene: Scene, person: str) -> None:
    """Whoever decided knew of all that this person has open, and when; staff know what is with their own office."""
    known = {_stand(each) for each in scene.view.applications}
    own = applications.of_person(scene.unit, person)
    if scene.conversation.person != person:
        own = tuple(each for each in own if each.office == scene.policy.id)
    if any(_stand(each) not in known for each in own if each.status in OPEN):
        raise ChangedMeanwhile


def _stand(application: Application) -> tuple[str, Status, Slot | None]:
    return application.id, application.status, application.appointment.slot if application.appointment else None


def _addresses(scene: Scene, ident: str, person: str) -> None:
    for kind in ("join", "calendar"):
        links.ensure(scene.unit, kind, ident, applications.scope(person))


def agreed(scene: Scene, fact: facts.Agreed) -> None:
    person = scene.conversation.person
    application = fact.application or (applications.asked_now(scene.unit, person) if person else None)
    agreements.keep(scene.unit, fact, scene.conversation, scene.policy.id, application)
    if person:
        tellings.agreed(scene.unit, person, scene.policy.id, fact.documents)


def wished_again(scene: Scene, fact: facts.WishedAgain) -> None:
    """Raises `ChangedMeanwhile` where an offer has just come: its owner must see it before it ends."""
    held = applications.hold(scene.unit, fact.application)
    if held.status is Status.OFFERED:
        raise ChangedMeanwhile
    if held.status is not Status.REQUESTED:
        raise IllegalMove
    applications.change(scene.unit, held, wishes=fact.wishes, answer_due=fact.answer_due, waits_for=None)
    audit.record(scene.unit, scene.who(), "wish_again", held.id)
    set_clocks(scene, held.id)


def none_suits(scene: Scene, fact: facts.NoneSuits) -> None:
    move(scene, fact.application, Deed.NONE_OF_THESE, "person", answer_due=fact.answer_due)
    offers.end(scene.unit, fact.application, "refused")
    set_clocks(scene, fact.application)


def offered(scene: Scene, fact: facts.Offered) -> None:
    """Every time is held at its desk from now on, or none is. Raises `TimeTaken`."""
    if not fact.times:
        raise TimeTaken
    held = move(scene, fact.application, Deed.REPLACE if fact.instead else Deed.OFFER, "clerk", fact.by)
    if fact.instead:
        offers.end(scene.unit, held.id, "replaced")
        claims.release(scene.unit, held.id, "hold")
    held_from_now_on(scene, held, fact, scene.who(fact.by), fact.expires_at)


def held_from_now_on(  # noqa: PLR0913 -- the parts of an offer
    scene: Scene,
    held: Held,
    fact: facts.Offered | facts.OfferedFreed | facts.ChangeOffered,
    author: str,
    until: datetime,
    asked: str = "",
) -> None:
    """The offer with its claims, which last `until` then; `asked` is why the office itself wants another time. Raises
    `TimeTaken`.
    """
    freed = isinstance(fact, OfferedFreed)
    why = "" if isinstance(fact, OfferedFreed) else fact.exception
    offer = offers.make(scene.unit, held.id, fact.times, fact.expires_at, author, why, freed=freed, asked=asked)
    claims.take(
        scene.unit,
        held.office,
        [cell for slot, desk in fact.times for cell in cells(slot, desk, scene.policy)],
        held.id,
        kind="hold",
        offer=offer,
        expires_at=until,
    )
    if why:
        exceptions.record(scene.unit, author, held.id, why)
    _addresses(scene, held.id, held.person)  # an offer's letter may lead straight to the confirmation, which names them
    set_clocks(scene, held.id)


def booked(scene: Scene, fact: facts.Booked) -> None:
    """The chosen hold becomes the booking, the others are given back. Raises `OfferGone`, and `ChangedMeanwhile` where
    the same person has just booked in another chat: one a day was decided upon all that is theirs.
    """
    if person := scene.conversation.person:
        nothing_new(scene, conversations.hold_person(scene.unit, person))
    move(scene, fact.application, Deed.CHOOSE, "person")
    settle(scene, fact)


def settle(scene: Scene, fact: facts.Booked | facts.Moved) -> None:
    """The chosen hold is the booking now; whatever else the application held, or had booked, is given back."""
    desk = held_desk(scene, fact)
    chosen = cells(fact.slot, desk, scene.policy)
    claims.book(scene.unit, fact.offer, chosen)
    claims.keep_only(scene.unit, fact.application, chosen)
    offers.end(scene.unit, fact.application, "chosen")
    appointments.make(scene.unit, fact.application, fact.slot, desk, scene.policy.stamp)
    links_until(scene, fact.application, fact.slot)
    set_clocks(scene, fact.application)


def held_desk(scene: Scene, fact: facts.Booked | facts.Moved) -> str:
    offer = offers.live(scene.unit, [fact.application]).get(fact.application)
    if offer is None or offer.id != fact.offer or scene.unit.now >= offer.expires_at:
        raise OfferGone
    for slot, desk in offer.times:
        if slot == fact.slot:
            return desk
    raise OfferGone


def links_until(scene: Scene, ident: str, slot: Slot) -> None:
    links.expire(scene.unit, ident, slot.end + LINKS_LAST)


def cancelled(scene: Scene, fact: facts.Cancelled) -> None:
    move(scene, fact.application, Deed.CANCEL, "person")
    offers.end(scene.unit, fact.application, "refused")
    appointments.changed(scene.unit, fact.application)
    set_clocks(scene, fact.application)


def declined(scene: Scene, fact: facts.Declined) -> None:
    move(scene, fact.application, Deed.DECLINE, "clerk", fact.by)
    offers.end(scene.unit, fact.application, "replaced")
    audit.record(scene.unit, scene.who(fact.by), "decline_reason", fact.application, reason=fact.reason)
    set_clocks(scene, fact.application)
