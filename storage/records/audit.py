"""Who did what to which record, when: written freely in each transaction, never changed.

Never here: a name, number, telephone or word of a job seeker; `detail` holds codes and numbers only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from storage.tables.audit import AUDIT

if TYPE_CHECKING:
    from datetime import datetime

    from storage.unit import Unit

PERSON, CLOCK, HOUSE = "person", "clock", "house"
"""Who (the house is the machine itself, whatever brought it about), where it was not one of the staff
(`clerk:<channel>:<id>`) or the operator (`operator`).
"""
_INSERT = insert(AUDIT).inline()


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    who: str
    deed: str
    subject: str
    detail: dict[str, Any]


def record(unit: Unit, who: str, deed: str, subject: str, **detail: Any) -> None:  # noqa: ANN401 -- JSON
    row = {"at": unit.now, "who": who, "deed": deed, "subject": subject, "detail": detail}
    unit.connection.execute(_INSERT, row)


def about(unit: Unit, subject: str) -> tuple[Entry, ...]:
    """What was done to a record, oldest first."""
    a = AUDIT.c
    mine = select(a.at, a.who, a.deed, a.subject, a.detail).where(a.subject == subject).order_by(a.id)
    return tuple(_entry(row) for row in unit.connection.execute(mine))


def _entry(row: Any) -> Entry:  # noqa: ANN401 -- a row of the statement above
    return Entry(*row)
