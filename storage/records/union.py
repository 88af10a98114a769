"""Two person records become one, and two again: chats, applications with what is sealed in them, and all that counts.

The former record stays, empty, so that everything finds its way back. Never here: whether two chats are one person's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, insert, or_, select, update

from flows.office.appointment import OPEN
from flows.office.chats import UNDONE_WITHIN, Together
from storage.meaning import ChangedMeanwhile
from storage.records import applications, chats, conversations, forms, links, outbox, prompts, web_messages
from storage.tables.applications import APPLICATION
from storage.tables.chats import CHAT_UNION
from storage.tables.documents import AGREEMENT, TELLING
from storage.tables.people import CONVERSATION
from storage.tables.promises import PROMISE
from storage.tables.prompts import PROMPT
from storage.tables.standing import REFUSAL_OF_USE

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Table

    from flows.office.policy import Policy
    from storage.records.conversations import Conversation
    from storage.unit import Unit

_A, _C, _U = APPLICATION.c, CONVERSATION.c, CHAT_UNION.c
_OPEN = tuple(status.value for status in OPEN)


def unite(unit: Unit, person: str, former: str, by: Conversation) -> str:
    """All chats of `former`, and all that is theirs, are `person`'s from now on; the union's id.

    `by` is the chat that was added. Raises `ChangedMeanwhile` where they are one already.
    """
    if person == former:
        raise ChangedMeanwhile
    moved = sorted(each.id for each in conversations.of_person(unit, former))
    _hold(unit, moved, (person, former))  # waits for the turns in those chats; what they kept is seen below
    chats.void(unit, person, former)
    _give(unit, CONVERSATION, former, person)
    _applications(unit, _ids(unit, _A.person_id == former), former, person)
    _give(unit, AGREEMENT, former, person)
    unit.connection.execute(update(PROMPT).where(PROMPT.c.conversation_id.in_(moved)).values(person_id=person))
    for table, same in ((TELLING, "document_id"), (PROMISE, "office"), (REFUSAL_OF_USE, "office")):
        _give(unit, table, former, person, same)
    _reach(unit, person)
    _settle(unit, person)
    unit.connection.execute(update(CHAT_UNION).where(_U.person_id == former).values(person_id=person))
    row = {"person_id": person, "former_id": former, "conversations": moved, "channel": by.channel, "at": unit.now}
    return str(unit.connection.execute(insert(CHAT_UNION), row).inserted_primary_key[0])  # type: ignore[index]


def part(unit: Unit, ident: str, person: str) -> None:
    """Undo it: those chats, with what was asked for in them, belong to their former record again.

    Raises `ChangedMeanwhile` where it is not that person's, was undone, or is too long ago.
    """
    this = (_U.id == int(ident), _U.person_id == person, *_undoable(unit))
    row = unit.connection.execute(select(_U.former_id, _U.conversations).where(*this).with_for_update()).first()
    if row is None:
        raise ChangedMeanwhile
    former, moved = row
    _hold(unit, moved, (person, former))
    chats.void(unit, person, former)
    theirs = and_(_C.id.in_(moved), _C.person_id == person)
    unit.connection.execute(update(CONVERSATION).where(theirs).values(person_id=former))
    back = _ids(unit, and_(_A.conversation_id.in_(moved), _A.person_id == person))
    _applications(unit, back, person, former)
    for table in (AGREEMENT, REFUSAL_OF_USE):
        about = and_(table.c.application_id.in_(back), table.c.person_id == person)
        unit.connection.execute(update(table).where(about).values(person_id=former))
    asked = and_(PROMPT.c.conversation_id.in_(moved), PROMPT.c.person_id == person)
    unit.connection.execute(update(PROMPT).where(asked).values(person_id=former))
    for each in (person, former):
        _reach(unit, each)
    links.renew(unit, _ids(unit, and_(_A.person_id == person, _A.status.in_(_OPEN))))  # the other chat has seen them
    unit.connection.execute(update(CHAT_UNION).where(_U.id == int(ident)).values(undone_at=unit.now))


def cut_off(unit: Unit, person: str, policy: Policy) -> None:
    """Every chat of that person is a stranger's from now on, with nothing in it; what they have stays with the person,
    who is reached by telephone, under private addresses that nobody has seen.

    Raises `ChangedMeanwhile` where there is no chat of theirs any more.
    """
    moved = [each for each in conversations.of_person(unit, person) if each.channel != conversations.TELEPHONE]
    if not moved:
        raise ChangedMeanwhile
    _hold(unit, [each.id for each in moved], (person,))
    chats.void(unit, person)
    stranger = conversations.make_person(unit, moved[0].locale)
    for each in moved:
        outbox.drop_pending(unit, each.id, "cut off")
        prompts.void(unit, each.id)
        web_messages.clear(unit, each.id)
        links.drop(unit, each.id)
        forms.drop(unit, each.id)
        conversations.give(unit, each, stranger)
    telephone = conversations.by_telephone(unit, person, policy)
    mine = and_(_A.person_id == person, _A.status.in_(_OPEN))
    unit.connection.execute(update(APPLICATION).where(_A.person_id == person).values(conversation_id=telephone.id))
    unit.connection.execute(update(APPLICATION).where(mine).values(channel=telephone.channel))
    links.renew(unit, _ids(unit, mine))
    idents = sorted(each.id for each in moved)
    parted = {"former_id": stranger, "conversations": idents, "channel": moved[0].channel, "at": unit.now}
    unit.connection.execute(insert(CHAT_UNION), {"person_id": person, **parted, "undone_at": unit.now})


def undoable(unit: Unit, ident: str, person: str) -> Together | None:
    """That union, if this person can still undo it."""
    if not ident.isdecimal():
        return None
    this = (_U.id == int(ident), _U.person_id == person, *_undoable(unit))
    row = unit.connection.execute(select(_U.id, _U.channel, _U.at).where(*this)).first()
    return Together(str(row[0]), row[1], row[2]) if row else None


def newest(unit: Unit, person: str) -> tuple[Together, tuple[str, ...]] | None:
    """What was brought together last, and the chats that came with it."""
    columns = (_U.id, _U.channel, _U.at, _U.conversations)
    row = unit.connection.execute(select(*columns).where(_U.person_id == person).order_by(_U.id.desc())).first()
    return (Together(str(row[0]), row[1], row[2]), tuple(row[3])) if row else None


def moved(unit: Unit, ident: str) -> tuple[Conversation, ...]:
    """The chats that came with it and can be written to."""
    its = unit.connection.execute(select(_U.conversations).where(_U.id == int(ident))).scalar() or ()
    found = (conversations.by_id(unit, each) for each in its)
    return tuple(each for each in found if each and each.blocked_at is None)


def _undoable(unit: Unit) -> tuple[Any, ...]:
    return _U.undone_at.is_(None), _U.at >= unit.now - UNDONE_WITHIN


def _hold(unit: Unit, moved: Collection[str], people: Collection[str]) -> None:
    """The chats first, then the records, as every turn does; among themselves in an order that is always the same."""
    for each in sorted(moved):
        conversations.lock(unit, each)
    for each in sorted(people):
        conversations.hold_person(unit, each)


def _give(unit: Unit, table: Table, former: str, person: str, same: str = "") -> None:
    """With `same` only what the other has nothing of its own in the place of: what stands there is about both."""
    mine = table.c.person_id == former
    if same:
        other = table.alias("other")
        taken = [other.c.person_id == person, other.c[same] == table.c[same]]
        if "lifted_at" in table.c:
            taken.append(other.c.lifted_at.is_(None))
            mine = and_(mine, or_(table.c.lifted_at.is_not(None), ~exists().where(*taken)))
        else:
            mine = and_(mine, ~exists().where(*taken))
    unit.connection.execute(update(table).where(mine).values(person_id=person))


def _ids(unit: Unit, which: Any) -> list[str]:  # noqa: ANN401 -- a condition
    return [row[0] for row in unit.connection.execute(select(_A.id).where(which).order_by(_A.id).with_for_update())]


def _applications(unit: Unit, idents: Collection[str], former: str, person: str) -> None:
    """With their private addresses, all sealed by the key of the person whose they are now."""
    applications.give(unit, idents, former, person)
    links.rescope(unit, idents, applications.scope(former), applications.scope(person))


def _reach(unit: Unit, person: str) -> None:
    """Whoever has a chat that rings is no longer reached on the web alone."""
    mine = conversations.of_person(unit, person)
    channel = {each.id: each.channel for each in mine}
    silent = {applications.WEB, conversations.TELEPHONE}
    ringing = next((each.channel for each in mine if each.channel not in silent and not each.blocked_at), None)
    for chat, own in channel.items():
        reached = ringing or own if own == applications.WEB else own
        this = and_(_A.person_id == person, _A.conversation_id == chat, _A.status.in_(_OPEN))
        unit.connection.execute(update(APPLICATION).where(this, _A.channel != reached).values(channel=reached))


def _settle(unit: Unit, person: str) -> None:
    """All chats of a person are with the office that something is open with, else with that of the oldest."""
    open_with = select(_A.office).where(_A.person_id == person, _A.status.in_(_OPEN)).order_by(_A.created_at.desc())
    office = unit.connection.execute(open_with.limit(1)).scalar()
    oldest = select(_C.office).where(_C.person_id == person, _C.office != "").order_by(_C.created_at, _C.id).limit(1)
    office = office or unit.connection.execute(oldest).scalar()
    if office:
        unit.connection.execute(update(CONVERSATION).where(_C.person_id == person).values(office=office))
