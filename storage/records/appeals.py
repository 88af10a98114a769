"""Appeals against a deemed cancellation, one row an application: said, due, decided.

Never here: who may decide, or what a decision does to the booking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from flows.office.appointment import Appeal
from storage.meaning import ChangedMeanwhile
from storage.records.either import changing
from storage.tables.standing import APPEAL

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from typing import Literal

    from storage.unit import Unit

    Decision = Literal["accepted", "upheld", "corrected"]

_P = APPEAL.c
_SAY = changing(
    APPEAL, ("application_id",), ("at", "due", "decided", "decided_at", "by"), where=_P.decided == "corrected"
)
_OF = select(_P.application_id, _P.at, _P.due, _P.decided).where(
    _P.application_id.in_(bindparam("applications", expanding=True))
)
OPEN = select(_P.application_id).where(_P.decided == "")


def say(unit: Unit, application: str, due: datetime) -> None:
    """Open from now on. What is open, or was decided by a lead, stays as it is."""
    row = {"application_id": application, "at": unit.now, "due": due, "decided": "", "decided_at": None, "by": ""}
    unit.connection.execute(_SAY[unit.connection.dialect.name], row)


def decide(unit: Unit, application: str, decision: Decision, by: str) -> None:
    """Raises `ChangedMeanwhile` where none is open (any more)."""
    if not _end(unit, application, decision, by):
        raise ChangedMeanwhile


def moot(unit: Unit, application: str, by: str) -> None:
    """The booking does not count as cancelled any more for another reason: an open appeal needs no decision."""
    _end(unit, application, "corrected", by)


def of(unit: Unit, applications: Collection[str]) -> dict[str, Appeal]:
    """The appeal of each application, by its id."""
    rows = unit.connection.execute(_OF, {"applications": applications})
    return {row[0]: Appeal(*row[1:]) for row in rows}


def _end(unit: Unit, application: str, decision: Decision, by: str) -> int:
    ended = update(APPEAL).where(_P.application_id == application, _P.decided == "")
    return unit.connection.execute(ended.values(decided=decision, decided_at=unit.now, by=by)).rowcount
