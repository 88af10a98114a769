"""Reminders that people wished for of a day of their own: one a person and office, the latest answer counts.

A row is deleted by whoever keeps the promise. Never here: what the day is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, delete, insert, select, update

from storage.tables.promises import PROMISE

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Promise:
    person: str
    office: str
    at: datetime


_P = PROMISE.c
_NEXT = (
    select(_P.person_id, _P.office, _P.at)
    .where(_P.at <= bindparam("now"))
    .order_by(_P.at, _P.person_id, _P.office)
    .limit(1)
)


def make(unit: Unit, person: str, office: str, at: datetime | None) -> None:
    """In place of an earlier one; None takes that back."""
    unit.connection.execute(delete(PROMISE).where(_of(person, office)))
    if at is not None:
        unit.connection.execute(insert(PROMISE), {"person_id": person, "office": office, "at": at})


def first(unit: Unit) -> Promise | None:
    """The one that is due first. It is looked at, not claimed."""
    row = unit.connection.execute(_NEXT, {"now": unit.now}).first()
    return Promise(*row) if row else None


def take(unit: Unit, promise: Promise) -> bool:
    """Whether it is ours to keep: it is gone now, and comes back if the transaction fails."""
    this = and_(_of(promise.person, promise.office), _P.at == promise.at)
    return bool(unit.connection.execute(delete(PROMISE).where(this)).rowcount)


def put_off(unit: Unit, promise: Promise, until: datetime) -> None:
    unit.connection.execute(update(PROMISE).where(_of(promise.person, promise.office)).values(at=until))


def of_person(unit: Unit, person: str) -> tuple[Promise, ...]:
    mine = select(_P.person_id, _P.office, _P.at).where(_P.person_id == person).order_by(_P.office)
    return tuple(Promise(*row) for row in unit.connection.execute(mine))


def _of(person: str, office: str) -> ColumnElement[bool]:
    return and_(_P.person_id == person, _P.office == office)
