"""Private addresses: the join page, the calendar entry, the way back to a web chat.

A token is found by its keyed hash and sealed for showing again. Never here: the pages behind them.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import bindparam, delete, insert, select, update

from storage.tables.links import LINK
from storage.unit import Erased

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.unit import Unit

Kind = Literal["join", "calendar", "return"]
_L = LINK.c
_TOKENS = select(_L.subject, _L.scope, _L.token).where(
    _L.kind == bindparam("which"), _L.subject.in_(bindparam("subjects", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Link:
    """`subject` is an application's id, or for `return` a conversation's."""

    kind: Kind
    subject: str
    expires_at: datetime | None


def ensure(unit: Unit, kind: Kind, subject: str, scope: str, expires_at: datetime | None = None) -> str:
    """The token of that link, a new one if there is none. `scope` names the key that seals it."""
    if token := tokens(unit, kind, [subject]).get(subject):
        return token
    token = unit.chance.token()
    row = {
        "token_hash": unit.fingerprint("link", token),
        "kind": kind,
        "subject": subject,
        "scope": scope,
        "token": unit.seal(scope, _place(kind, subject), token),
        "expires_at": expires_at,
    }
    unit.connection.execute(insert(LINK), row)
    return token


def tokens(unit: Unit, kind: Kind, subjects: Collection[str]) -> dict[str, str]:
    """The tokens of that kind, by subject, as far as there are any."""
    rows = unit.connection.execute(_TOKENS, {"which": kind, "subjects": subjects}).all()
    return {subject: unit.open(scope, _place(kind, subject), token).decode() for subject, scope, token in rows}


def find(unit: Unit, kind: Kind, token: str) -> Link | None:
    """What the token of a private address stands for, while it lasts."""
    this = select(_L.kind, _L.subject, _L.expires_at).where(
        _L.token_hash == unit.fingerprint("link", token), _L.kind == kind
    )
    row = unit.connection.execute(this).first()
    if row is None or (row[2] and row[2] <= unit.now):
        return None
    return Link(row[0], row[1], row[2])


def expire(unit: Unit, subject: str, at: datetime) -> None:
    """All links of a subject end at that moment."""
    unit.connection.execute(update(LINK).where(_L.subject == subject).values(expires_at=at))


def renew(unit: Unit, subjects: Collection[str]) -> None:
    """New addresses in place of those that others may have seen, for as long as those would have lasted."""
    columns = (_L.token_hash, _L.kind, _L.subject, _L.scope, _L.expires_at)
    for token_hash, kind, subject, scope, until in unit.connection.execute(
        select(*columns).where(_L.subject.in_(subjects)).order_by(_L.subject, _L.kind)
    ).all():
        unit.connection.execute(delete(LINK).where(_L.token_hash == token_hash))
        ensure(unit, kind, subject, scope, until)


def rescope(unit: Unit, subjects: Collection[str], before: str, after: str) -> None:
    """The links of these are sealed by another key from now on; the same addresses lead there."""
    mine = select(_L.token_hash, _L.kind, _L.subject, _L.token).where(_L.subject.in_(subjects), _L.scope == before)
    for token_hash, kind, subject, token in unit.connection.execute(mine).all():
        place = _place(kind, subject)
        with contextlib.suppress(Erased):  # who was erased has no addresses any more
            again = {"scope": after, "token": unit.seal(after, place, unit.open(before, place, token))}
            unit.connection.execute(update(LINK).where(_L.token_hash == token_hash).values(**again))


def drop(unit: Unit, subject: str) -> None:
    unit.connection.execute(delete(LINK).where(_L.subject == subject))


def _place(kind: str, subject: str) -> str:
    return f"link:{kind}/{subject}:token"
