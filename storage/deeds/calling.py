"""What staff do for somebody on the telephone: a person without a chat, and a time confirmed upon their word.

Never here: the telling; whoever has no chat is told by telephone (`bot.post`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.facts import Agreed
from flows.office.appointment import Deed
from flows.office.opening import cells
from storage.deeds.asking import links_until
from storage.deeds.scene import move, set_clocks
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
)

if TYPE_CHECKING:
    from flows import facts
    from flows.office.opening import Slot
    from storage.deeds.scene import Scene


def called_in(scene: Scene, fact: facts.CalledIn) -> None:
    """Their conversation stands for the telephone: nothing is ever sent to it. Raises `TimeTaken`."""
    unit, policy = scene.unit, scene.policy
    caller = conversations.find_or_make(
        unit,
        conversations.TELEPHONE,
        unit.chance.token(),
        group=False,
        guess=policy.default_language,
        default_locale=policy.default_language,
        office=policy.id,
    )
    ident = applications.make(unit, fact.wished, caller, policy)
    agreements.keep(unit, Agreed(fact.documents, fact.locale, fact.words), caller, policy.id, ident)
    agreements.keep(unit, Agreed(fact.separately, fact.locale, fact.separate_words), caller, policy.id, ident)
    audit.record(unit, scene.who(fact.by), "call_in", ident, code=fact.wished.code)
    if fact.booked:
        _book(scene, ident, *fact.booked, fact.by)
    set_clocks(scene, ident)


def booked_for(scene: Scene, fact: facts.BookedFor) -> None:
    """What had been offered is given back, the new time is claimed. Raises `TimeTaken`."""
    _book(scene, fact.application, fact.slot, fact.desk, fact.by)
    if fact.exception:
        office = scene.policy.id
        exceptions.record(scene.unit, scene.who(fact.by), office, fact.application, fact.exception)
    set_clocks(scene, fact.application)


def _book(scene: Scene, ident: str, slot: Slot, desk: str, by: facts.Clerk) -> None:
    held = move(scene, ident, Deed.BOOK, "clerk", by)
    claims.release(scene.unit, ident)
    offers.end(scene.unit, ident, "replaced")
    claims.take(scene.unit, held.office, cells(slot, desk, scene.policy), ident, kind="booked")
    appointments.make(scene.unit, ident, slot, desk)
    for kind in ("join", "calendar"):
        links.ensure(scene.unit, kind, ident, applications.scope(held.person))
    links_until(scene, ident, slot)
