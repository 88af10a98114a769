"""Conversations: finding one and holding it while a turn decides, its session, its language, its whereabouts.

Lock order: the conversation first, then a person or an application. Never here: what was said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import bindparam, delete, insert, select, update

from flows.session import Session, from_json, to_json
from storage.records.either import skipping
from storage.tables.people import CONVERSATION, PERSON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.office.policy import Policy
    from storage.unit import Unit

Kind = Literal["person", "staff", "unbound"]
TELEPHONE = "telephone"
"""The channel of whoever has no chat: no letter can go there, so that staff are told instead."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """`person` is None for a group; `office` is whose group it is, or which one the person's chat is with: empty until
    that is known.
    """

    id: str
    channel: str
    address: str
    office: str
    kind: Kind
    person: str | None
    locale: str
    guess: str
    title: str
    last_at: datetime
    blocked_at: datetime | None
    draft_expires_at: datetime | None
    sealed_session: bytes | None = field(repr=False)

    @property
    def group(self) -> bool:
        return self.kind != "person"

    @property
    def scope(self) -> str:
        return scope(self.id)


def scope(conversation: str) -> str:
    """Whose key seals what is said in a conversation."""
    return f"conversation:{conversation}"


_C = CONVERSATION.c
_COLUMNS = (
    _C.id,
    _C.channel,
    _C.address,
    _C.office,
    _C.kind,
    _C.person_id,
    _C.locale,
    _C.guess,
    _C.title,
    _C.last_at,
    _C.blocked_at,
    _C.draft_expires_at,
    _C.session,
)
_AT = select(*_COLUMNS).where(_C.channel == bindparam("channel"), _C.address == bindparam("address"))
# others may go on writing letters and questions that name the row, which only a stronger lock would hold up
_AT_LOCKED = _AT.with_for_update(key_share=True)
_BY_ID = select(*_COLUMNS).where(_C.id == bindparam("ident"))
_BY_ID_LOCKED = _BY_ID.with_for_update(key_share=True)
_PERSON_LOCKED = select(PERSON.c.id).where(PERSON.c.id == bindparam("ident")).with_for_update(key_share=True)
_KEEP = skipping(CONVERSATION, "channel", "address")
_SAVE = (
    update(CONVERSATION)
    .where(_C.id == bindparam("ident"))
    .values(session=bindparam("sealed"), last_at=bindparam("now"), draft_expires_at=bindparam("expires"))
)


def find(unit: Unit, channel: str, address: str) -> Conversation | None:
    row = unit.connection.execute(_AT, {"channel": channel, "address": address}).first()
    return _conversation(row) if row else None


def find_or_make(  # noqa: PLR0913 -- what a platform tells of a chat
    unit: Unit,
    channel: str,
    address: str,
    *,
    group: bool,
    guess: str,
    default_locale: str,
    office: str,
    title: str = "",
) -> Conversation:
    """The conversation at that address, locked until the transaction ends; a new one with a new person."""
    where = {"channel": channel, "address": address}
    if row := unit.connection.execute(_AT_LOCKED, where).first():
        return _conversation(row)
    person = None if group else make_person(unit, guess or default_locale)
    fresh: dict[str, Any] = {
        **where,
        "id": unit.chance.token(),
        "office": office,
        "kind": "unbound" if group else "person",
        "person_id": person,
        "locale": default_locale if group else guess or default_locale,
        "guess": guess or default_locale,
        "title": title if group else "",
        "created_at": unit.now,
        "last_at": unit.now,
    }
    if not unit.connection.execute(_KEEP[unit.connection.dialect.name], fresh).rowcount and person:
        unit.connection.execute(delete(PERSON).where(PERSON.c.id == person))  # made elsewhere meanwhile
    return _conversation(unit.connection.execute(_AT_LOCKED, where).one())


def by_telephone(unit: Unit, person: str, policy: Policy) -> Conversation:
    """What stands for the telephone of a person who had chats."""
    known = (each for each in of_person(unit, person) if each.channel == TELEPHONE)
    if found := next(known, None):
        return found
    fresh: dict[str, Any] = {
        "id": unit.chance.token(),
        "channel": TELEPHONE,
        "address": unit.chance.token(),
        "office": policy.id,
        "kind": "person",
        "person_id": person,
        "locale": policy.default_language,
        "guess": policy.default_language,
        "title": "",
        "created_at": unit.now,
        "last_at": unit.now,
    }
    unit.connection.execute(insert(CONVERSATION), fresh)
    return lock(unit, fresh["id"])


def give(unit: Unit, conversation: Conversation, person: str) -> None:
    """The chat is that person's from now on, who has been asked nothing."""
    save(unit, conversation, Session())
    _change(unit, conversation.id, person_id=person)


def make_person(unit: Unit, locale: str) -> str:
    person = unit.chance.token()
    unit.connection.execute(insert(PERSON), {"id": person, "created_at": unit.now, "locale": locale})
    return person


def hold_person(unit: Unit, person: str) -> str:
    """Lock the person until the transaction ends, so that two of their chats book one after the other."""
    return str(unit.connection.execute(_PERSON_LOCKED, {"ident": person}).scalar_one())


def by_id(unit: Unit, ident: str) -> Conversation | None:
    row = unit.connection.execute(_BY_ID, {"ident": ident}).first()
    return _conversation(row) if row else None


def lock(unit: Unit, ident: str) -> Conversation:
    """The conversation as it is now, held until the transaction ends. Raises `NoResultFound`."""
    return _conversation(unit.connection.execute(_BY_ID_LOCKED, {"ident": ident}).one())


def session(unit: Unit, conversation: Conversation, drafts: Mapping[str, type]) -> Session:
    """Where the conversation stands; `drafts` names each flow's draft class."""
    if conversation.sealed_session is None:
        return Session()
    data = unit.open_json(conversation.scope, _place(conversation.id), conversation.sealed_session)
    return from_json(data, drafts)


def save(unit: Unit, conversation: Conversation, session: Session, draft_expires_at: datetime | None = None) -> None:
    """Keep the session, and until when its unfinished answers may be kept (None: there are none)."""
    unit.connection.execute(
        _SAVE,
        {
            "ident": conversation.id,
            "sealed": unit.seal_json(conversation.scope, _place(conversation.id), to_json(session)),
            "now": unit.now,
            "expires": draft_expires_at,
        },
    )


def settle(unit: Unit, ident: str, office: str) -> None:
    """The chat of a person is with that office from now on."""
    unit.connection.execute(update(CONVERSATION).where(_C.id == ident, _C.kind == "person").values(office=office))


def speak(unit: Unit, conversation: Conversation, locale: str) -> None:
    """The language of this person everywhere, or of this group."""
    mine = _C.person_id == conversation.person if conversation.person else _C.id == conversation.id
    unit.connection.execute(update(CONVERSATION).where(mine).values(locale=locale))
    if conversation.person:
        unit.connection.execute(update(PERSON).where(PERSON.c.id == conversation.person).values(locale=locale))


def drafts_expired(unit: Unit, limit: int = 100) -> tuple[Conversation, ...]:
    """Conversations whose unfinished answers have reached their time of erasure."""
    due = select(*_COLUMNS).where(_C.draft_expires_at.is_not(None), _C.draft_expires_at <= unit.now)
    rows = unit.connection.execute(due.order_by(_C.draft_expires_at).limit(limit))
    return tuple(_conversation(row) for row in rows)


def block(unit: Unit, ident: str) -> None:
    _change(unit, ident, blocked_at=unit.now)


def unblock(unit: Unit, ident: str) -> None:
    _change(unit, ident, blocked_at=None)


def bind(unit: Unit, ident: str, office: str, locale: str) -> None:
    """From now on this group is the staff of `office`."""
    _change(unit, ident, kind="staff", office=office, locale=locale, bound_at=unit.now, blocked_at=None)


def unbind(unit: Unit, ident: str) -> None:
    _change(unit, ident, kind="unbound", bound_at=None, blocked_at=unit.now)


def move(unit: Unit, conversation: Conversation, address: str) -> None:
    """The platform gave the chat a new address. If we met it there first, that empty acquaintance steps aside."""
    other = find(unit, conversation.channel, address)
    if other and other.id != conversation.id:
        _change(unit, other.id, address=f"{address}~{other.id}", blocked_at=unit.now)
    _change(unit, conversation.id, address=address)


def of_person(unit: Unit, person: str) -> tuple[Conversation, ...]:
    """All chats of a person, the one used last first."""
    mine = select(*_COLUMNS).where(_C.person_id == person).order_by(_C.last_at.desc(), _C.id)
    return tuple(_conversation(row) for row in unit.connection.execute(mine))


def on_channel(unit: Unit, channel: str) -> tuple[Conversation, ...]:
    """All chats of a channel: for the demo, which has few."""
    theirs = select(*_COLUMNS).where(_C.channel == channel).order_by(_C.id)
    return tuple(_conversation(row) for row in unit.connection.execute(theirs))


def staff_groups(unit: Unit, office: str) -> tuple[Conversation, ...]:
    """The groups bound to an office that we can write to, the one bound last first."""
    theirs = select(*_COLUMNS).where(_C.kind == "staff", _C.office == office, _C.blocked_at.is_(None))
    rows = unit.connection.execute(theirs.order_by(_C.bound_at.desc(), _C.id))
    return tuple(_conversation(row) for row in rows)


def staff_group(unit: Unit, office: str) -> Conversation | None:
    return next(iter(staff_groups(unit, office)), None)


def _change(unit: Unit, ident: str, **values: Any) -> None:  # noqa: ANN401 -- columns of several kinds
    unit.connection.execute(update(CONVERSATION).where(_C.id == ident).values(**values))


def _place(ident: str) -> str:
    return f"conversation:{ident}:session"


def _conversation(row: Any) -> Conversation:  # noqa: ANN401 -- a row of the statements above
    return Conversation(*row)
