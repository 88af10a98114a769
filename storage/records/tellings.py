"""Who is to be told of a new version of the terms: planned with its publication, told once, and who has agreed since.

Never here: the words, or whether an office asks for a new agreement (its policy says so).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, select, text, tuple_, update

from flows.office.appointment import OPEN
from flows.office.policy import local
from flows.office.terms import telling_at
from storage.records.documents import BINDING
from storage.records.either import skipping
from storage.tables.applications import APPLICATION
from storage.tables.documents import AGREEMENT, DOCUMENT, TELLING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from flows.office.policy import Policy
    from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Coming:
    """A telling whose time has come, as its row stood when it was looked at."""

    id: int
    document: int
    person: str
    office: str
    asks: bool


_T, _D, _A, _G = TELLING.c, DOCUMENT.c, APPLICATION.c, AGREEMENT.c
_OPEN = tuple(status.value for status in OPEN)
# literal, so that SQLite chooses the partial index
_WAITING = text("telling.status = 'waiting'")
_NEXT = (
    select(_T.id, _T.document_id, _T.person_id, _D.office, _T.asks)
    .join(DOCUMENT, _D.id == _T.document_id)
    .where(_WAITING, _T.at <= bindparam("now"), _T.id.not_in(bindparam("besides", expanding=True)))
    .order_by(_T.at, _T.id)
    .limit(1)
)
_LATER = DOCUMENT.alias("later")
# of versions that are over nobody needs to be told
_NEWEST_OR_TO_COME = ~exists().where(
    _LATER.c.office == _D.office,
    _LATER.c.name == _D.name,
    _LATER.c.locale == BINDING,
    _LATER.c.effective <= bindparam("today"),
    tuple_(_LATER.c.effective, _LATER.c.id) > tuple_(_D.effective, _D.id),
)
_AGREED = exists().where(
    _G.person_id == _A.person_id, _G.document == _D.name, _G.version == _D.version, _G.sha256 == _D.sha256
)
_KNOWN = exists().where(_T.person_id == _A.person_id, _T.document_id == _D.id)
_OWED = (
    select(_D.id, _A.person_id)
    .select_from(DOCUMENT.join(APPLICATION, _A.office == _D.office))
    .where(_D.office == bindparam("house"), _D.locale == BINDING, _D.announced.is_(True), _A.status.in_(_OPEN))
    .where(_NEWEST_OR_TO_COME, ~_AGREED, ~_KNOWN)
    .distinct()
)
_NOT_AGREED = (
    select(_A.id)
    .join(TELLING, _T.person_id == _A.person_id)
    .join(DOCUMENT, and_(_D.id == _T.document_id, _D.office == _A.office))
    .where(_A.id.in_(bindparam("applications", expanding=True)))
    .where(_T.status == "told", _T.asks.is_(True), _T.agreed_at.is_(None), _NEWEST_OR_TO_COME)
)
_TOLD = (
    select(_D.id, _T.asks, _T.agreed_at.is_not(None))
    .join(DOCUMENT, _D.id == _T.document_id)
    .where(_T.person_id == bindparam("person"), _T.status == "told", _D.office == bindparam("house"))
    .where(_NEWEST_OR_TO_COME)
    .order_by(_T.told_at.desc(), _T.id)
)
_KEEP = skipping(TELLING, "person_id", "document_id")
_CLAIM = select(_T.id).where(_WAITING, _T.id == bindparam("ident")).with_for_update(skip_locked=True)


def plan(unit: Unit, policy: Policy) -> int:
    """A row for each person with something open at the office and each announced version that they neither agreed to
    nor are to be told of already. Doing it again plans nothing twice. How many were planned.
    """
    owed = unit.connection.execute(_OWED, {"house": policy.id, "today": _today(unit)}).all()
    asks, at = policy.terms.on_change == "agree_again", telling_at(unit.now, policy)
    rows = [
        {"document_id": document, "person_id": person, "asks": asks, "at": at, "status": "waiting", "reason": ""}
        for document, person in owed
    ]
    return sum(unit.connection.execute(_KEEP[unit.connection.dialect.name], row).rowcount for row in rows)


def first(unit: Unit, besides: Sequence[int] = ()) -> Coming | None:
    """The telling that is due first. It is looked at, not claimed."""
    row = unit.connection.execute(_NEXT, {"now": unit.now, "besides": list(besides)}).first()
    return Coming(*row) if row else None


def claim(unit: Unit, ident: int) -> bool:
    """Hold a telling until the transaction ends, if it still waits and no other worker has it in hand."""
    return unit.connection.execute(_CLAIM, {"ident": ident}).first() is not None


def told(unit: Unit, ident: int) -> None:
    _end(unit, ident, status="told", told_at=unit.now)


def dropped(unit: Unit, ident: int, reason: str) -> None:
    _end(unit, ident, status="dropped", reason=reason)


def later(unit: Unit, ident: int, at: datetime) -> None:
    """Not now: at night nobody is told."""
    _end(unit, ident, at=at)


def agreed(unit: Unit, person: str, office: str, documents: Iterable[tuple[str, str]]) -> None:
    """Whoever agrees, wherever, is asked no more; and whoever agreed already need not be told."""
    for name, version in documents:
        its = select(_D.id).where(_D.office == office, _D.name == name, _D.version == version, _D.locale == BINDING)
        mine = (_T.person_id == person, _T.document_id.in_(its))
        unit.connection.execute(update(TELLING).where(*mine, _T.agreed_at.is_(None)).values(agreed_at=unit.now))
        unit.connection.execute(
            update(TELLING).where(*mine, _T.status == "waiting").values(status="dropped", reason="agreed")
        )


def not_agreed(unit: Unit, applications: Sequence[str]) -> frozenset[str]:
    """Those applications whose person was told of a new version, is asked to agree to it, and has not."""
    values = {"applications": applications, "today": _today(unit)}
    return frozenset(unit.connection.execute(_NOT_AGREED, values).scalars())


def open_for(unit: Unit, person: str, office: str) -> tuple[Any, ...]:
    """Rows (document id, asks, agreed) of what a person was told of, the newest first."""
    values = {"person": person, "house": office, "today": _today(unit)}
    return tuple(tuple(row) for row in unit.connection.execute(_TOLD, values))


def _today(unit: Unit) -> date:
    return local(unit.now).date()


def _end(unit: Unit, ident: int, **values: Any) -> None:  # noqa: ANN401 -- columns of several kinds
    unit.connection.execute(update(TELLING).where(_T.id == ident).values(**values))
