"""Erasing: of one application all that is personal, of one chat all that was said in it, of a person the way to them.

What stays names nobody: a day, an office, what became of it, counts (S 23-2). Never here: whether it may be erased yet
(`flows.office.keeping`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, func, insert, select, update

from storage.records import applications, conversations, exceptions
from storage.tables.applications import APPLICATION
from storage.tables.appointments import APPOINTMENT
from storage.tables.chats import CHAT_CODE, CHAT_TRY, CHAT_UNION
from storage.tables.documents import AGREEMENT, TELLING
from storage.tables.forms import FORM
from storage.tables.inbox import INBOX
from storage.tables.links import LINK
from storage.tables.meetings import MEETING
from storage.tables.offers import OFFER
from storage.tables.outbox import OUTBOX, PENDING
from storage.tables.people import CONVERSATION, PERSON
from storage.tables.promises import PROMISE
from storage.tables.prompts import PROMPT
from storage.tables.standing import REFUSAL_OF_USE
from storage.tables.web import WEB_MESSAGE
from storage.unit import erase

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from storage.records.conversations import Conversation
    from storage.unit import Unit

ERASED_ADDRESS = "erased~"
"""What an address that was forgotten begins with: no platform has such a one."""
NOTHING: dict[str, Any] = {
    **dict.fromkeys((*applications.REVEALED, *applications.IF_ANY, "number_hash", "phone_hash")),
    **dict.fromkeys(("masked_name", "masked_number", "residence", "companion"), ""),
    "access": [],
    "needs": "none",
}
"""What an application holds once it was erased, by column; the times it wished for stay, for figures (S 23-2)."""
_A, _C = APPLICATION.c, CONVERSATION.c
_REFERRING = (_A.person_id, _C.person_id, AGREEMENT.c.person_id, REFUSAL_OF_USE.c.person_id, TELLING.c.person_id)
_REFERRING_BRIEFLY = (CHAT_CODE.c.person_id, CHAT_UNION.c.person_id, CHAT_UNION.c.former_id, PROMPT.c.person_id)


def application(unit: Unit, ident: str) -> None:
    """To be called with its row held. Whoever knew it before is told that it has changed."""
    connection = unit.connection
    gone = update(APPLICATION).where(_A.id == ident).values(**NOTHING, erased_at=unit.now, version=_A.version + 1)
    connection.execute(gone)
    connection.execute(update(APPOINTMENT).where(APPOINTMENT.c.application_id == ident).values(link=None))
    connection.execute(update(OFFER).where(OFFER.c.application_id == ident).values(exception=None))
    # one that is still to be taken back at the tool is not forgotten before that is done
    over = (MEETING.c.application_id == ident, MEETING.c.status.in_(("done", "failed")))
    connection.execute(delete(MEETING).where(*over))
    connection.execute(delete(LINK).where(LINK.c.subject == ident))
    connection.execute(delete(PROMPT).where(PROMPT.c.subject == ident))
    erase(unit, exceptions.scope(ident))


def unneeded_key(unit: Unit, person: str) -> None:
    """Where nothing of a person is kept any more, their key goes too: whatever was sealed by it opens no more."""
    if oldest_kept(unit, person) is None:
        erase(unit, applications.scope(person))


def oldest_kept(unit: Unit, person: str) -> datetime | None:
    """When the oldest of a person's applications was made that is not erased yet."""
    mine = select(func.min(_A.created_at)).where(_A.person_id == person, _A.erased_at.is_(None))
    at: datetime | None = unit.connection.execute(mine).scalar()
    return at


def trim(unit: Unit, conversation: str, before: datetime) -> int:
    """What was said in a chat before that moment: its page, its questions with their answers, ended letters."""
    counts = [
        unit.connection.execute(delete(table).where(*which)).rowcount
        for table, which in (
            (WEB_MESSAGE, (WEB_MESSAGE.c.conversation_id == conversation, WEB_MESSAGE.c.at < before)),
            (PROMPT, (PROMPT.c.conversation_id == conversation, PROMPT.c.created_at < before)),
            (OUTBOX, (OUTBOX.c.conversation_id == conversation, OUTBOX.c.created_at < before, _ended())),
        )
    ]
    return sum(counts)


def letters(unit: Unit, conversation: str) -> None:
    """Those of a chat that have ended: nothing follows of them any more."""
    unit.connection.execute(delete(OUTBOX).where(OUTBOX.c.conversation_id == conversation, _ended()))


def _ended() -> ColumnElement[bool]:
    return OUTBOX.c.status.not_in(PENDING)


def empty(unit: Unit, conversation: Conversation) -> None:
    """All that was said in a chat, letters that wait for it among them. To be called with it held.

    What is on its way this very moment cannot be called back; it opens no more, so that it is sent no second time.
    """
    ident, connection = conversation.id, unit.connection
    connection.execute(delete(OUTBOX).where(OUTBOX.c.conversation_id == ident, OUTBOX.c.status != "leased"))
    for table in (WEB_MESSAGE, PROMPT, CHAT_TRY, CHAT_CODE, FORM):
        connection.execute(delete(table).where(table.c.conversation_id == ident))
    connection.execute(delete(LINK).where(LINK.c.subject == ident))
    connection.execute(update(INBOX).where(*_from(conversation)).values(payload=None))
    blank = {"session": None, "draft_expires_at": None, "title": "", "guess": conversation.locale}
    connection.execute(update(CONVERSATION).where(_C.id == ident).values(**blank))
    erase(unit, conversation.scope)


def sever(unit: Unit, conversation: Conversation) -> None:
    """The way to a chat, which `empty` has emptied. What was asked for in it keeps a row that leads nowhere; whoever
    has a letter for it in hand has lost it.
    """
    ident, connection = conversation.id, unit.connection
    connection.execute(update(INBOX).where(*_from(conversation)).values(address=""))
    connection.execute(delete(OUTBOX).where(OUTBOX.c.conversation_id == ident))
    if connection.execute(select(exists().where(_A.conversation_id == ident))).scalar():
        connection.execute(update(CONVERSATION).where(_C.id == ident).values(**_nowhere(unit, ident)))
    else:
        connection.execute(delete(CONVERSATION).where(_C.id == ident))


def _nowhere(unit: Unit, ident: str) -> dict[str, Any]:
    """As of somebody who has no chat: nothing is ever sent there."""
    gone = {"channel": conversations.TELEPHONE, "address": f"{ERASED_ADDRESS}{ident}", "forget_at": None}
    return {**gone, "blocked_at": unit.now}


def _from(conversation: Conversation) -> tuple[ColumnElement[bool], ...]:
    """The events of that chat that are done with; those that wait are not lost."""
    c = INBOX.c
    return c.channel == conversation.channel, c.address == conversation.address, c.status != "waiting"


def renew(unit: Unit, conversation: Conversation, forget_at: datetime) -> None:
    """The same chat, as if somebody wrote there for the first time: with a new person record, while all that was asked
    for in it stays with a row that leads nowhere. Until `forget_at` the last word can be sent.
    """
    connection, person = unit.connection, conversations.make_person(unit, conversation.locale)
    if connection.execute(select(exists().where(_A.conversation_id == conversation.id))).scalar():
        left = unit.chance.token()
        row = {
            "id": left,
            "office": conversation.office,
            "kind": conversation.kind,
            "person_id": conversation.person,
            "locale": conversation.locale,
            "guess": conversation.locale,
            "title": "",
            "created_at": unit.now,
            "last_at": unit.now,
            **_nowhere(unit, left),
        }
        connection.execute(insert(CONVERSATION), row)
        moved = update(APPLICATION).where(_A.conversation_id == conversation.id).values(conversation_id=left)
        connection.execute(moved)
    fresh = {"person_id": person, "forget_at": forget_at}
    connection.execute(update(CONVERSATION).where(_C.id == conversation.id).values(**fresh))


def later(unit: Unit, person: str, at: datetime) -> None:
    """The ways to a person are forgotten from that moment on, as soon as nothing holds them."""
    unit.connection.execute(update(CONVERSATION).where(_C.person_id == person).values(forget_at=at))


def tidy(unit: Unit, person: str) -> None:
    """Where no way leads to a person any more: promises to them, their key, and the record if nothing needs it."""
    connection, leads = unit.connection, ~_C.address.startswith(ERASED_ADDRESS, autoescape=True)
    if connection.execute(select(exists().where(_C.person_id == person, leads))).scalar():
        return
    unneeded_key(unit, person)
    for column in (PROMISE.c.person_id, *_REFERRING_BRIEFLY):
        connection.execute(delete(column.table).where(column == person))
    if not any(connection.execute(select(exists().where(column == person))).scalar() for column in _REFERRING):
        connection.execute(delete(PERSON).where(PERSON.c.id == person))
