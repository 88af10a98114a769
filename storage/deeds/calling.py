"""What staff do for somebody on the telephone: a person without a chat, and a time confirmed upon their word.

Never here: the telling; whoever has no chat is told by telephone (`bot.post`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.facts import Agreed, Wished
from flows.office.appointment import Deed, Status
from flows.office.opening import cells
from flows.office.terms import separate
from storage.deeds.asking import links_until, nothing_new
from storage.deeds.scene import move, set_clocks, somebody, whole
from storage.records import (
    agreements,
    applications,
    appointments,
    audit,
    claims,
    conversations,
    documents,
    exceptions,
    links,
    offers,
)

if TYPE_CHECKING:
    from flows import facts
    from flows.office.appointment import Application
    from flows.office.opening import Slot
    from storage.deeds.scene import Scene
    from storage.records.conversations import Conversation


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
    if fact.exception:
        exceptions.record(unit, scene.who(fact.by), ident, fact.exception)
    set_clocks(scene, ident)


def booked_for(scene: Scene, fact: facts.BookedFor) -> None:
    """What had been offered is given back, the new time is claimed. Raises `TimeTaken`, and `ChangedMeanwhile` where
    the person has just booked in their chat.
    """
    nothing_new(scene, conversations.hold_person(scene.unit, whole(scene, fact.application).person))
    _book(scene, fact.application, fact.slot, fact.desk, fact.by)
    if fact.exception:
        exceptions.record(scene.unit, scene.who(fact.by), fact.application, fact.exception)
    set_clocks(scene, fact.application)


def booked_next(scene: Scene, fact: facts.BookedNext) -> None:
    """A new application with the answers of the one that is being talked about. Raises `TimeTaken`, and
    `ChangedMeanwhile` where the person has just booked in their chat.
    """
    unit, policy = scene.unit, scene.policy
    earlier = whole(scene, fact.application)
    nothing_new(scene, conversations.hold_person(unit, earlier.person))
    somebody(scene, fact.application)
    chat = _chat(scene, earlier)
    told = applications.opened(unit, earlier.id)
    wished = Wished(
        code=fact.code,
        name=told.name,
        number=told.number,
        phone=told.phone,
        residence=earlier.residence,
        needs=earlier.needs,
        interpreter=earlier.interpreter,
        wishes=(fact.slot.start,),
        answer_due=None,
        companion=earlier.companion,
        access=earlier.access,
        name_reading=told.name_reading,
    )
    ident = applications.make(unit, wished, chat, policy, Status.BOOKED)
    claims.take(unit, policy.id, cells(fact.slot, fact.desk, policy), ident, kind="booked")
    appointments.make(unit, ident, fact.slot, fact.desk, policy.stamp)
    _read_out(scene, fact, chat, ident)
    _addresses(scene, ident, earlier.person, fact.slot)
    audit.record(unit, scene.who(fact.by), "book_next", ident, code=fact.code, after=earlier.code)
    set_clocks(scene, ident)


def _chat(scene: Scene, earlier: Application) -> Conversation:
    chats = conversations.of_person(scene.unit, earlier.person)
    return next((each for each in chats if each.channel == earlier.channel), chats[0])


def _read_out(scene: Scene, fact: facts.BookedNext, chat: Conversation, ident: str) -> None:
    """The terms in force, as staff have read them out; those agreed to apart are kept with words of their own."""
    unit, policy = scene.unit, scene.policy
    own = separate(policy)
    texts = documents.current(unit, policy.id, policy.documents)
    for words, apart in ((fact.words, False), (fact.separate_words, True)):
        versions = tuple((each.name, each.version) for each in texts if (each.name in own) is apart)
        agreements.keep(unit, Agreed(versions, fact.locale, words), chat, policy.id, ident)


def _book(scene: Scene, ident: str, slot: Slot, desk: str, by: facts.Clerk) -> None:
    booked = whole(scene, ident).status is Status.BOOKED
    held = move(scene, ident, Deed.MOVE if booked else Deed.BOOK, "clerk", by, changing=False)
    claims.release(scene.unit, ident)
    offers.end(scene.unit, ident, "replaced")
    claims.take(scene.unit, held.office, cells(slot, desk, scene.policy), ident, kind="booked")
    appointments.make(scene.unit, ident, slot, desk, scene.policy.stamp)
    _addresses(scene, ident, held.person, slot)


def _addresses(scene: Scene, ident: str, person: str, slot: Slot) -> None:
    for kind in ("join", "calendar"):
        links.ensure(scene.unit, kind, ident, applications.scope(person))
    links_until(scene, ident, slot)
