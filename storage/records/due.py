"""The clocks of applications as rows: planned with the status that brings them, claimed when due, done once.

Never here: what follows from a clock, or what is owed when (`flows.office.reminders`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, text, update

from flows.office.reminders import Due, Owed, owed, still_owed
from storage.records.either import changing
from storage.tables.due import DUE

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from flows.office.appointment import Application
    from flows.office.policy import Policy
    from storage.unit import Unit

ENDS = frozenset(
    {
        *(Owed.ANSWER_DUE, Owed.REQUEST_LAPSES, Owed.OFFER_LAPSES),
        *(Owed.GRACE, Owed.DEEMED_NOTICE, Owed.END, Owed.APPEAL_DUE, Owed.CHANGE_ENDS),
    }
)
"""Clocks that must come even late, or an application would stand for ever; the others are of no use afterwards."""
SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Coming:
    """A clock that has come due, as its row stood when it was looked at."""

    id: int
    application: str
    due: Due


_D = DUE.c
# literal, so that SQLite chooses the partial index
_WAITING = text("due.status = 'waiting'")
_KEY = ("application_id", "kind", "version", "minutes")
_PLAN = changing(DUE, _KEY, ("status", "at", "reason"), where=_D.status.in_(("dropped", "waiting")))
_NEXT = (
    select(_D.id, _D.application_id, _D.at, _D.kind, _D.version, _D.minutes)
    .where(_WAITING, _D.at <= bindparam("now"), _D.id.not_in(bindparam("besides", expanding=True)))
    .order_by(_D.at, _D.id)
    .limit(1)
)
_CLAIM = select(_D.id).where(_WAITING, _D.id == bindparam("ident")).with_for_update(skip_locked=True)


def plan(unit: Unit, application: Application, policy: Policy) -> None:
    """Set the clocks of the present status, and drop those that no longer fit. One that waits is set to its time
    of now; one that was done stays done.
    """
    planned = [each for each in owed(application, unit.now, policy) if each.at > unit.now or each.kind in ENDS]
    _drop_the_rest(unit, application, planned, policy)
    for each in planned:
        row = {**_key(application.id, each), "at": each.at, "status": "waiting", "reason": ""}
        unit.connection.execute(_PLAN[unit.connection.dialect.name], row)


def add(unit: Unit, application: str, each: Due) -> None:
    """One more clock, which belongs to no status. One that waits already is left as it is; of what was done a new one
    is told by its round (`minutes`). The application's row is held.
    """
    same = (_D.application_id == application, _D.kind == each.kind.value, _D.version == each.version)
    before = unit.connection.execute(select(_D.status).where(*same)).scalars().all()
    if "waiting" in before:
        return
    row = {**_key(application, replace(each, minutes=len(before))), "at": each.at, "status": "waiting", "reason": ""}
    unit.connection.execute(_PLAN[unit.connection.dialect.name], row)


def postpone(unit: Unit, ident: int, at: datetime) -> None:
    unit.connection.execute(update(DUE).where(_D.id == ident).values(at=at))


def _drop_the_rest(unit: Unit, application: Application, planned: list[Due], policy: Policy) -> None:
    columns = (_D.id, _D.at, _D.kind, _D.version, _D.minutes)
    waiting = select(*columns).where(_WAITING, _D.application_id == application.id)
    kept = {(each.kind, each.version, each.minutes) for each in planned}
    again = {each.version for each in planned if each.kind is Owed.STAFF_AGAIN}  # one at a time
    for ident, *rest in unit.connection.execute(waiting).all():
        each = _due(*rest)
        if (each.kind, each.version, each.minutes) in kept:
            continue
        instead = each.kind is Owed.STAFF_AGAIN and each.version in again
        if instead or _over(unit, each, application, policy):
            dropped(unit, ident, SUPERSEDED)


def _over(unit: Unit, due: Due, application: Application, policy: Policy) -> bool:
    """A clock of a later status may have been set with an earlier one: it stays as long as it fits."""
    return bool(still_owed(due, application, unit.now, policy))


def first(unit: Unit, besides: Collection[int] = ()) -> Coming | None:
    """The clock that is due first, but for those that the caller set aside for now. It is looked at, not claimed."""
    row = unit.connection.execute(_NEXT, {"now": unit.now, "besides": list(besides)}).first()
    return Coming(row[0], row[1], _due(*row[2:])) if row else None


def claim(unit: Unit, ident: int) -> bool:
    """Hold a clock until the transaction ends, if it still waits and no other worker has it in hand.

    The conversation is locked before, as in a turn, which moves these rows too: locks are taken in one order.
    """
    return unit.connection.execute(_CLAIM, {"ident": ident}).first() is not None


def done(unit: Unit, ident: int) -> None:
    _end(unit, ident, status="done", done_at=unit.now)


def dropped(unit: Unit, ident: int, reason: str) -> None:
    _end(unit, ident, status="dropped", reason=reason, done_at=unit.now)


def came(unit: Unit, application: str, due: Due) -> None:
    """The same as `done`, for whoever knows the clock but not its row."""
    this = [_D[name] == value for name, value in _key(application, due).items()]
    unit.connection.execute(update(DUE).where(_WAITING, *this).values(status="done", reason="", done_at=unit.now))


def next_at(unit: Unit) -> datetime | None:
    """When the next clock comes due."""
    at: datetime | None = unit.connection.execute(select(func.min(_D.at)).where(_WAITING)).scalar()
    return at


def soonest(unit: Unit) -> Due | None:
    """The clock that will come due next, of whatever application."""
    row = unit.connection.execute(
        select(_D.at, _D.kind, _D.version, _D.minutes).where(_WAITING).order_by(_D.at, _D.id).limit(1)
    ).first()
    return _due(*row) if row else None


def waiting(unit: Unit, application: str) -> tuple[Due, ...]:
    mine = select(_D.at, _D.kind, _D.version, _D.minutes).where(_WAITING, _D.application_id == application)
    return tuple(_due(*row) for row in unit.connection.execute(mine.order_by(_D.at, _D.id)))


def _end(unit: Unit, ident: int, **values: Any) -> None:  # noqa: ANN401 -- columns of several kinds
    unit.connection.execute(update(DUE).where(_D.id == ident).values(**values))


def _key(application: str, due: Due) -> dict[str, Any]:
    return {
        "application_id": application,
        "kind": due.kind.value,
        "version": due.version,
        "minutes": due.minutes,
    }


def _due(at: datetime, kind: str, version: str, minutes: int) -> Due:
    return Due(at, Owed(kind), version, minutes)
