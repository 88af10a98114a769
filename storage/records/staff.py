"""Who of an office may act, and the one-time codes that make it so. Asked at each press; nothing else gives authority.

Never here: membership of a group, which gives none; nor a code as it was given out, only its keyed hash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, insert, or_, select, update

from flows.facts import Clerk
from flows.office.view import Invite
from storage.meaning import InviteGone, meaning
from storage.records.either import changing
from storage.tables.staff import INVITE, STAFF_MEMBER

if TYPE_CHECKING:
    from datetime import datetime

    from storage.unit import Unit

CODE_LENGTH: Final = 10
"""Letters and digits of a one-time code: 22 to the 10th is beyond guessing in its life."""
LEAD: Final = "lead"
_CODE = re.compile(rf"(?:/?bind(?:@\w+)?\s+|/start\s+)?([A-Z0-9]{{{CODE_LENGTH}}})", re.IGNORECASE)
_I, _S = INVITE.c, STAFF_MEMBER.c
_CLERK = select(_S.name, _S.role).where(
    _S.channel == bindparam("chan"),
    _S.user_id == bindparam("user"),
    _S.office == bindparam("house"),
    or_(_S.until.is_(None), _S.until > bindparam("now")),
)
_JOIN = changing(STAFF_MEMBER, ("channel", "user_id", "office"), ("role", "name", "since", "until"))


@dataclass(frozen=True, slots=True)
class Member:
    channel: str
    user: str
    role: str
    name: str
    since: datetime
    until: datetime | None


def clerk(unit: Unit, channel: str, user: str, office: str) -> Clerk | None:
    """What our own table says of that user at this moment."""
    where = {"chan": channel, "user": user, "house": office, "now": unit.now}
    row = unit.connection.execute(_CLERK, where).first()
    return Clerk(user, row[0], row[1]) if row else None


def posts(unit: Unit, channel: str, user: str) -> tuple[tuple[str, Clerk], ...]:
    """The offices of which that user is staff at this moment, each with their role there, the longest first."""
    valid = or_(_S.until.is_(None), _S.until > unit.now)
    theirs = select(_S.office, _S.name, _S.role).where(_S.channel == channel, _S.user_id == user, valid)
    rows = unit.connection.execute(theirs.order_by(_S.since, _S.office))
    return tuple((office, Clerk(user, name, role)) for office, name, role in rows)


def members(unit: Unit, office: str) -> tuple[Member, ...]:
    columns = (_S.channel, _S.user_id, _S.role, _S.name, _S.since, _S.until)
    theirs = select(*columns).where(_S.office == office).order_by(_S.since, _S.user_id)
    return tuple(_member(row) for row in unit.connection.execute(theirs))


def join(unit: Unit, channel: str, office: str, role: str, who: Clerk) -> None:
    """A member from now on, or again, in that role."""
    row = {
        "channel": channel,
        "user_id": who.id,
        "office": office,
        "role": role,
        "name": who.name,
        "since": unit.now,
        "until": None,
    }
    unit.connection.execute(_JOIN[unit.connection.dialect.name], row)


def nameless(unit: Unit, channel: str) -> tuple[tuple[str, str], ...]:
    """(office, user) of the members whose channel told no name with what they wrote."""
    theirs = select(_S.office, _S.user_id).where(_S.channel == channel, _S.name == "", _S.until.is_(None))
    return tuple((row[0], row[1]) for row in unit.connection.execute(theirs))


def rename(unit: Unit, channel: str, user: str, name: str) -> None:
    this = (_S.channel == channel, _S.user_id == user)
    unit.connection.execute(update(STAFF_MEMBER).where(*this).values(name=name))


def leave(unit: Unit, channel: str, user: str, office: str) -> None:
    """No longer a member, at once."""
    this = (_S.channel == channel, _S.user_id == user, _S.office == office)
    unit.connection.execute(update(STAFF_MEMBER).where(*this).values(until=unit.now))


# -- one-time codes ------------------------------------------------------------------------------------------


def invite_make(unit: Unit, office: str, role: str, code: str, expires_at: datetime) -> Invite:
    """Keep a code (`CODE_LENGTH` letters and digits) that binds a group (`role` empty) or gives a role.

    Raises `CodeInUse`.
    """
    if not _CODE.fullmatch(code):
        raise ValueError(f"a one-time code has {CODE_LENGTH} letters and digits")
    ident = unit.chance.token()
    row = {
        "id": ident,
        "code_hash": _hash(unit, code),
        "office": office,
        "role": role,
        "expires_at": expires_at,
    }
    with meaning():
        unit.connection.execute(insert(INVITE), row)
    return Invite(ident, office, role)


def invite_in(unit: Unit, typed: str) -> Invite | None:
    """The code that was typed (alone, or after `/bind`), if it is one of ours and can still be used."""
    looks = _CODE.fullmatch(typed.strip())
    if looks is None:
        return None
    found = select(_I.id, _I.office, _I.role).where(
        _I.code_hash == _hash(unit, looks[1]), _I.used_at.is_(None), _I.expires_at > unit.now
    )
    row = unit.connection.execute(found).first()
    return Invite(row[0], row[1], row[2]) if row else None


def redeem(unit: Unit, ident: str) -> Invite:
    """Use a code up. Raises `InviteGone` when somebody was faster, or it has expired."""
    usable = (_I.id == ident, _I.used_at.is_(None), _I.expires_at > unit.now)
    if not unit.connection.execute(update(INVITE).where(*usable).values(used_at=unit.now)).rowcount:
        raise InviteGone
    row = unit.connection.execute(select(_I.id, _I.office, _I.role).where(_I.id == ident)).one()
    return Invite(row[0], row[1], row[2])


def _hash(unit: Unit, code: str) -> str:
    return unit.fingerprint("invite", code.upper())


def _member(row: Any) -> Member:  # noqa: ANN401 -- a row of the statement above
    return Member(*row)
