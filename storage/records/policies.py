"""The settings under which offices were served, kept for good: they explain bookings made under them.

Never here: a rule that reads them. What is decided today is decided by today's file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from storage.tables.applications import APPLICATION
from storage.tables.appointments import APPOINTMENT
from storage.tables.policies import POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from flows.office.policy import Policy
    from storage.unit import Unit

_P = POLICY.c


@dataclass(frozen=True, slots=True)
class Kept:
    stamp: str
    first_served: datetime


def keep(unit: Unit, policy: Policy) -> None:
    """Before an office is served; the same settings are kept once."""
    if settings(unit, policy.id, policy.stamp) is None:
        row = {"office": policy.id, "stamp": policy.stamp, "first_served": unit.now}
        unit.connection.execute(insert(POLICY), {**row, "settings": policy.model_dump(mode="json")})


def settings(unit: Unit, office: str, stamp: str) -> Mapping[str, Any] | None:
    """What an office's file said then, as JSON; None where it was never served so."""
    mine = select(_P.settings).where(_P.office == office, _P.stamp == stamp)
    return unit.connection.execute(mine).scalar_one_or_none()


def of_application(unit: Unit, application: str) -> str:
    """The stamp of the settings under which it was made."""
    mine = select(APPLICATION.c.policy_version).where(APPLICATION.c.id == application)
    stamp: str = unit.connection.execute(mine).scalar_one()
    return stamp


def of_appointment(unit: Unit, application: str) -> str:
    """The stamp of the settings under which its booking was made, or moved last; empty where it has none."""
    mine = select(APPOINTMENT.c.policy_version).where(APPOINTMENT.c.application_id == application)
    return unit.connection.execute(mine).scalar_one_or_none() or ""


def all_kept(unit: Unit, office: str) -> Sequence[Kept]:
    """Oldest first."""
    mine = select(_P.stamp, _P.first_served).where(_P.office == office).order_by(_P.first_served, _P.stamp)
    return tuple(Kept(*row) for row in unit.connection.execute(mine))
