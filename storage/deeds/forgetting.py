"""A person deletes what they registered (S 5-4): everything at once, in every chat of theirs, but a refusal in force.

Never here: when it may be done (`flows.office.keeping`), which is asked again under the locks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select

from flows.office.appointment import OPEN
from flows.office.keeping import FAREWELL
from flows.office.policy import local
from storage.meaning import ChangedMeanwhile
from storage.records import applications, audit, conversations, erasing, promises
from storage.tables.applications import APPLICATION
from storage.tables.documents import TELLING
from storage.tables.standing import REFUSAL_OF_USE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows import facts
    from storage.deeds.scene import Scene
    from storage.records.conversations import Conversation
    from storage.unit import Unit

_A, _R = APPLICATION.c, REFUSAL_OF_USE.c


def forgotten(scene: Scene, _fact: facts.Forgotten) -> None:
    """Raises `ChangedMeanwhile` where something has been asked for, booked or appealed since this was decided."""
    forget(scene.unit, scene.conversation.person or "", audit.PERSON, here=scene.conversation.id)


def forget(unit: Unit, person: str, who: str, here: str = "") -> None:
    """Of that person everything. `here` is the chat in which they are told of it; its address is forgotten later."""
    chats = sorted(conversations.of_person(unit, person), key=lambda each: each.id)
    chats = [conversations.lock(unit, each.id) for each in chats]
    conversations.hold_person(unit, person)
    _nothing_stands(unit, person)
    kept = select(_A.id).where(_A.person_id == person, _A.erased_at.is_(None)).order_by(_A.id)
    for ident in unit.connection.execute(kept).scalars().all():
        held = applications.hold(unit, ident)
        erasing.application(unit, ident)
        for group in conversations.staff_groups(unit, held.office):
            erasing.letters(unit, group.id)
    for chat in chats:
        erasing.empty(unit, chat)
    for promise in promises.of_person(unit, person):
        promises.make(unit, person, promise.office, None)
    unit.connection.execute(delete(TELLING).where(TELLING.c.person_id == person))
    erasing.unneeded_key(unit, person)
    if refused(unit, person):
        erasing.later(unit, person, unit.now + FAREWELL)
    else:
        _away(unit, chats, here)
        erasing.tidy(unit, person)
    audit.record(unit, who, "erase_person", person)


def _away(unit: Unit, chats: Iterable[Conversation], here: str) -> None:
    for chat in chats:
        if chat.id == here:
            erasing.renew(unit, chat, unit.now + FAREWELL)
        else:
            erasing.sever(unit, chat)


def refused(unit: Unit, person: str) -> bool:
    """Is later use refused to them by any office now? Then the record and the chats stay by which it is applied."""
    today = local(unit.now).date()
    stands = exists().where(_R.person_id == person, _R.lifted_at.is_(None), _R.until >= today)
    return bool(unit.connection.execute(select(stands)).scalar())


def _nothing_stands(unit: Unit, person: str) -> None:
    for each in applications.of_person(unit, person):
        if each.appealed or (each.status in OPEN and not each.over(unit.now)):
            raise ChangedMeanwhile
