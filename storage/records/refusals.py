"""Refusals of later use: made and lifted by clerks, over after their last day. Only the person record has one.

Never here: whether somebody should be refused; that is a clerk's to decide, each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from flows.office.policy import local
from flows.office.standing import Refused
from storage.meaning import ChangedMeanwhile, meaning
from storage.tables.standing import REFUSAL_OF_USE

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from storage.unit import Unit

_R = REFUSAL_OF_USE.c
CLOCK = "clock"


def refuse(unit: Unit, office: str, person: str, application: str, reason: str, until: date, by: str) -> None:  # noqa: PLR0913 -- a row
    """Raises `AlreadyRefused` where one stands: it is lifted first."""
    _close_ended(unit, office, person)
    row = {
        "id": unit.chance.token(),
        "office": office,
        "person_id": person,
        "application_id": application,
        "reason": reason,
        "until": until,
        "by": by,
        "at": unit.now,
    }
    with meaning():
        unit.connection.execute(insert(REFUSAL_OF_USE), row)


def lift(unit: Unit, office: str, person: str, by: str) -> None:
    """Raises `ChangedMeanwhile` where none stands (any more)."""
    mine = (_R.office == office, _R.person_id == person, _R.lifted_at.is_(None), _R.until >= _today(unit))
    lifted = update(REFUSAL_OF_USE).where(*mine).values(lifted_at=unit.now, lifted_by=by)
    if not unit.connection.execute(lifted).rowcount:
        raise ChangedMeanwhile


def of(unit: Unit, office: str, persons: Collection[str]) -> dict[str, Refused]:
    """What stands today, by person."""
    mine = select(_R.person_id, _R.reason, _R.until, _R.by).where(
        _R.office == office, _R.person_id.in_(persons), _R.lifted_at.is_(None), _R.until >= _today(unit)
    )
    return {row[0]: Refused(*row[1:]) for row in unit.connection.execute(mine)}


def _close_ended(unit: Unit, office: str, person: str) -> None:
    """One whose last day is past gives way to the next."""
    ended = (_R.office == office, _R.person_id == person, _R.lifted_at.is_(None), _R.until < _today(unit))
    unit.connection.execute(update(REFUSAL_OF_USE).where(*ended).values(lifted_at=unit.now, lifted_by=CLOCK))


def _today(unit: Unit) -> date:
    return local(unit.now).date()
