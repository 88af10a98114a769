"""What happened around bookings, with the names of the staff who acted: contacts, deeds, letters that were accepted.

Never here: a word of a job seeker; contacts, deeds and letters have names of their own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from flows.office.timeline import DEEDS, Author, Happening, in_order
from storage.records import accepted, audit, staff
from storage.tables.appointments import CONTACT
from storage.tables.audit import AUDIT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from storage.unit import Unit

_K, _U = CONTACT.c, AUDIT.c
_TOLD = [str(each) for each in DEEDS]


def of(unit: Unit, office: str, applications: Collection[str]) -> dict[str, tuple[Happening, ...]]:
    """The timeline of each application, by its id."""
    if not applications:
        return {}
    names = {f"clerk:{each.channel}:{each.user}": each.name for each in staff.members(unit, office)}
    found: dict[str, list[Happening]] = defaultdict(list)
    for row in _contacts(unit, applications):
        found[row.application_id].append(
            Happening(row.happened_at, row.kind, *_author(row.by, names), recorded_at=row.recorded_at)
        )
    for row in _deeds(unit, applications):
        found[row.subject].append(Happening(row.at, row.deed, *_author(row.who, names)))
    for row in accepted.of(unit, applications):
        found[row.application_id].append(Happening(row.at, row.kind, "clock", channel=row.channel))
    return {ident: in_order(each) for ident, each in found.items()}


def _contacts(unit: Unit, applications: Collection[str]) -> Any:  # noqa: ANN401 -- rows
    mine = select(_K.application_id, _K.kind, _K.happened_at, _K.recorded_at, _K.by)
    return unit.connection.execute(mine.where(_K.application_id.in_(applications)).order_by(_K.id))


def _deeds(unit: Unit, applications: Collection[str]) -> Any:  # noqa: ANN401 -- rows
    mine = select(_U.subject, _U.at, _U.who, _U.deed).where(_U.subject.in_(applications), _U.deed.in_(_TOLD))
    return unit.connection.execute(mine.order_by(_U.id))


def _author(who: str, names: Mapping[str, str]) -> tuple[Author, str]:
    if who in {audit.CLOCK, audit.HOUSE}:
        return "clock", ""
    return ("person", "") if who in {"", audit.PERSON} else ("clerk", names.get(who, ""))
