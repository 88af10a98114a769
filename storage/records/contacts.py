"""Everything that shows that a person has been in touch about an appointment: when it happened, when it was written.

Never here: whether it counts (`flows.office.attendance`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, insert, select

from flows.office.appointment import Contact, ContactKind
from storage.tables.appointments import APPOINTMENT, CONTACT

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.unit import Unit

_K, _B = CONTACT.c, APPOINTMENT.c


def add(unit: Unit, application: str, kind: ContactKind, happened_at: datetime, by: str = "") -> Contact:
    row = {
        "application_id": application,
        "kind": kind.value,
        "happened_at": happened_at,
        "recorded_at": unit.now,
        "by": by,
        "version": _version(unit, application),
    }
    unit.connection.execute(insert(CONTACT).inline(), row)
    return Contact(kind, happened_at, unit.now)


def _version(unit: Unit, application: str) -> int:
    mine = select(_B.version).where(_B.application_id == application)
    return unit.connection.execute(mine).scalar() or 1


def of(unit: Unit, applications: Collection[str]) -> dict[str, tuple[Contact, ...]]:
    """All contacts about the present start of each application, oldest first."""
    here = and_(_B.application_id == _K.application_id, _B.version == _K.version)
    mine = select(_K.application_id, _K.kind, _K.happened_at, _K.recorded_at).join(APPOINTMENT, here)
    found: dict[str, tuple[Contact, ...]] = defaultdict(tuple)
    for application, kind, happened_at, recorded_at in unit.connection.execute(
        mine.where(_K.application_id.in_(applications)).order_by(_K.happened_at, _K.id)
    ):
        found[application] += (Contact(ContactKind(kind), happened_at, recorded_at),)
    return found
