"""Which days staff have closed, and whether the office takes new applications now.

Never here: what becomes of the bookings of such a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from flows.office.policy import local
from storage.records.either import skipping
from storage.tables.closures import CLOSURE, STANDSTILL

if TYPE_CHECKING:
    from datetime import date, datetime

    from storage.unit import Unit

_C, _S = CLOSURE.c, STANDSTILL.c
_CLOSE = skipping(CLOSURE, "office", "day")
_STOP = skipping(STANDSTILL, "office")


def days(unit: Unit, office: str) -> tuple[date, ...]:
    """The closed days from today on."""
    ahead = select(_C.day).where(_C.office == office, _C.day >= local(unit.now).date())
    return tuple(unit.connection.execute(ahead.order_by(_C.day)).scalars())


def days_since(unit: Unit, office: str, first: date) -> tuple[date, ...]:
    """The closed days from `first` on."""
    since = select(_C.day).where(_C.office == office, _C.day >= first)
    return tuple(unit.connection.execute(since.order_by(_C.day)).scalars())


def close(unit: Unit, office: str, day: date, by: str, reason: str) -> None:
    row = {"office": office, "day": day, "at": unit.now, "by": by, "reason": reason}
    unit.connection.execute(_CLOSE[unit.connection.dialect.name], row)


def reopen(unit: Unit, office: str, day: date) -> None:
    unit.connection.execute(delete(CLOSURE).where(_C.office == office, _C.day == day))


def stopped_at(unit: Unit, office: str) -> datetime | None:
    since: datetime | None = unit.connection.execute(select(_S.since).where(_S.office == office)).scalar()
    return since


def standing_still(unit: Unit) -> dict[str, datetime]:
    """Since when which offices take no new applications."""
    rows = unit.connection.execute(select(_S.office, _S.since)).all()
    return {row[0]: row[1] for row in rows}


def stop(unit: Unit, office: str, by: str) -> None:
    row = {"office": office, "since": unit.now, "by": by}
    unit.connection.execute(_STOP[unit.connection.dialect.name], row)


def resume(unit: Unit, office: str) -> None:
    unit.connection.execute(delete(STANDSTILL).where(_S.office == office))
