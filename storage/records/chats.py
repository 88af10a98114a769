"""The one-time codes that bring the chats of one person together: shown, tried, used up; and wrong tries, counted.

Never here: a code itself, only its keyed hash; nor what becomes of the records (`union`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from flows.office.chats import TRIES, WITHIN
from storage.meaning import ChatCodeGone, meaning
from storage.tables.chats import CHAT_CODE, CHAT_TRY

if TYPE_CHECKING:
    from datetime import datetime

    from storage.records.conversations import Conversation
    from storage.unit import Unit

_C, _T = CHAT_CODE.c, CHAT_TRY.c


@dataclass(frozen=True, slots=True)
class Code:
    """One that can be used: whose chats it opens."""

    id: str
    person: str


def show(unit: Unit, conversation: Conversation, code: str, expires_at: datetime) -> None:
    """A code of the person of that chat; the one before is void from now on. Raises `CodeInUse`, `ChangedMeanwhile`."""
    if conversation.person is None:
        raise ValueError("a group is nobody's chat")
    void(unit, conversation.person)
    row = {
        "id": unit.chance.token(),
        "code_hash": _hash(unit, code),
        "person_id": conversation.person,
        "conversation_id": conversation.id,
        "expires_at": expires_at,
    }
    with meaning():
        unit.connection.execute(insert(CHAT_CODE), row)


def void(unit: Unit, *people: str) -> None:
    """No code that was shown to them opens anything any more."""
    theirs = (_C.person_id.in_(people), _C.ended_at.is_(None))
    unit.connection.execute(update(CHAT_CODE).where(*theirs).values(ended_at=unit.now))


def find(unit: Unit, code: str) -> Code | None:
    """The code as typed, if it can be used now."""
    return _usable(unit, _C.code_hash == _hash(unit, code))


def by_id(unit: Unit, ident: str) -> Code | None:
    return _usable(unit, _C.id == ident)


def redeem(unit: Unit, ident: str) -> Code:
    """Use it up. Raises `ChatCodeGone` when somebody was faster, or it is void, or its time is over."""
    usable = (_C.id == ident, _C.ended_at.is_(None), _C.expires_at > unit.now)
    if not unit.connection.execute(update(CHAT_CODE).where(*usable).values(ended_at=unit.now)).rowcount:
        raise ChatCodeGone
    row = unit.connection.execute(select(_C.id, _C.person_id).where(_C.id == ident)).one()
    return Code(row[0], row[1])


def missed(unit: Unit, conversation: str) -> None:
    """One more wrong code. Those that count no more are forgotten."""
    old = (_T.conversation_id == conversation, _T.at <= unit.now - WITHIN)
    unit.connection.execute(delete(CHAT_TRY).where(*old))
    unit.connection.execute(insert(CHAT_TRY).inline(), {"conversation_id": conversation, "at": unit.now})


def wait_until(unit: Unit, conversation: str) -> datetime | None:
    """When that chat may try again, if it has typed too many wrong codes."""
    lately = select(_T.at).where(_T.conversation_id == conversation, _T.at > unit.now - WITHIN)
    rows = unit.connection.execute(lately.order_by(_T.at.desc()).limit(TRIES)).all()
    at: datetime = rows[-1][0] if rows else unit.now
    return at + WITHIN if len(rows) == TRIES else None


def _usable(unit: Unit, which: Any) -> Code | None:  # noqa: ANN401 -- a condition
    found = select(_C.id, _C.person_id).where(which, _C.ended_at.is_(None), _C.expires_at > unit.now)
    row = unit.connection.execute(found).first()
    return Code(row[0], row[1]) if row else None


def _hash(unit: Unit, code: str) -> str:
    return unit.fingerprint("chat", code)
