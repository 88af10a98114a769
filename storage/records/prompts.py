"""Questions that were asked, and how they were answered. A button's id is looked up only within its own chat.

Never here: deciding whether an answer still counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select, text, update

from flows.messages import Opens, Prompt
from storage.tables.prompts import PROMPT

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.records.conversations import Conversation
    from storage.unit import Unit

_P = PROMPT.c
_COLUMNS = (_P.id, _P.flow, _P.step, _P.subject, _P.asked, _P.created_at, _P.expires_at, _P.answered, _P.codes)
_MAKE = insert(PROMPT).inline()
_IN_CHAT = _P.conversation_id == bindparam("chat")
_FIND = select(*_COLUMNS).where(_P.id == bindparam("ident"), _IN_CHAT)
_MESSAGE = select(_P.message_id).where(_P.id == bindparam("ident"), _IN_CHAT)
_BY_MESSAGE = select(*_COLUMNS).where(_P.message_id == bindparam("message"), _IN_CHAT).order_by(_P.seq.desc()).limit(1)
_BY_SEQ = select(*_COLUMNS).where(_IN_CHAT).order_by(_P.seq.desc())
_LAST_QUESTION = _BY_SEQ.where(text("asked > 0")).limit(1)
_NEWEST = _BY_SEQ.limit(bindparam("most"))
_ANSWERED = update(PROMPT).where(_P.id == bindparam("ident")).values(answered=bindparam("code"))
_SENT_AS = update(PROMPT).where(_P.id == bindparam("ident")).values(message_id=bindparam("message"))
LOOKED_AT = 10
"""Letters that came after the last question and are looked through for one still open."""


def make(
    unit: Unit,
    conversation: Conversation,
    opens: Opens,
    expires_at: datetime | None = None,
    codes: tuple[tuple[int, str], ...] = (),
) -> Prompt:
    """A question about to be asked in that chat: its id is what its buttons carry, `codes` what its numbers mean."""
    prompt = Prompt(unit.chance.token(), opens, unit.now, expires_at, codes=codes)
    unit.connection.execute(
        _MAKE,
        {
            "id": prompt.id,
            "conversation_id": conversation.id,
            "person_id": conversation.person,
            "flow": opens.flow,
            "step": opens.step,
            "subject": opens.subject,
            "asked": opens.asked,
            "created_at": unit.now,
            "expires_at": expires_at,
            "codes": [list(each) for each in codes],
        },
    )
    return prompt


def find(unit: Unit, ident: str, conversation_id: str) -> Prompt | None:
    row = unit.connection.execute(_FIND, {"ident": ident, "chat": conversation_id}).first()
    return _prompt(row) if row else None


def by_message(unit: Unit, message: str, conversation_id: str) -> Prompt | None:
    """The question that a platform's message asked: whom a reply to that message answers."""
    row = unit.connection.execute(_BY_MESSAGE, {"message": message, "chat": conversation_id}).first()
    return _prompt(row) if row else None


def newest_about(
    unit: Unit, conversation_id: str, flow: str, step: str, subjects: Collection[str]
) -> dict[str, Prompt]:
    """The newest question of that step about each subject."""
    about = (_P.conversation_id == conversation_id, _P.flow == flow, _P.step == step, _P.subject.in_(subjects))
    newest = select(func.max(_P.seq)).where(*about).group_by(_P.subject).scalar_subquery()
    rows = unit.connection.execute(select(*_COLUMNS).where(_P.seq.in_(newest)))
    found = [_prompt(row) for row in rows]
    return {each.opens.subject: each for each in found}


def message_id(unit: Unit, ident: str, conversation_id: str) -> str:
    """The platform's id of the message that asked; empty before it was sent, or where none is told."""
    return unit.connection.execute(_MESSAGE, {"ident": ident, "chat": conversation_id}).scalar() or ""


def last_message(unit: Unit, conversation_id: str, opens: Opens) -> str:
    """The platform's id of the message that last asked this; empty where there is none."""
    about = (_P.flow == opens.flow, _P.step == opens.step, _P.subject == opens.subject)
    last = select(_P.message_id).where(_P.conversation_id == conversation_id, *about).order_by(_P.seq.desc())
    return unit.connection.execute(last.limit(1)).scalar() or ""


def last_question(unit: Unit, conversation_id: str) -> Prompt | None:
    """The session's own question that was asked last: whose buttons go when the next one comes."""
    row = unit.connection.execute(_LAST_QUESTION, {"chat": conversation_id}).first()
    return _prompt(row) if row else None


def present(unit: Unit, conversation_id: str) -> tuple[Prompt | None, Prompt | None]:
    """What is on the screen: the session's question asked last, and the newest letter after it that is still open."""
    letter: Prompt | None = None
    for row in unit.connection.execute(_NEWEST, {"chat": conversation_id, "most": LOOKED_AT}).all():
        prompt = _prompt(row)
        if prompt.opens.asked:
            return prompt, letter
        if letter is None and _open(prompt, unit.now):
            letter = prompt
    return last_question(unit, conversation_id), letter


def newest_letter(unit: Unit, conversation_id: str) -> Prompt | None:
    """The newest letter with buttons since the session's last question that is unanswered and not over."""
    return present(unit, conversation_id)[1]


def _open(prompt: Prompt, now: datetime) -> bool:
    return prompt.answered is None and (prompt.expires_at is None or now < prompt.expires_at)


def void(unit: Unit, conversation_id: str) -> None:
    """No question asked in that chat can be answered any more, neither by a tap nor by typing."""
    unit.connection.execute(update(PROMPT).where(_P.conversation_id == conversation_id).values(expires_at=unit.now))


def answered(unit: Unit, ident: str, code: str) -> None:
    unit.connection.execute(_ANSWERED, {"ident": ident, "code": code})


def sent_as(unit: Unit, ident: str, message: str) -> None:
    unit.connection.execute(_SENT_AS, {"ident": ident, "message": message})


def _prompt(row: Any) -> Prompt:  # noqa: ANN401 -- a row of the statements above
    ident, flow, step, subject, asked, created_at, expires_at, answer, codes = row
    shown = tuple((number, code) for number, code in codes)
    return Prompt(ident, Opens(flow, step, subject, asked), created_at, expires_at, answer, shown)
