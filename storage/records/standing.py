"""How people stand with an office, counted anew each time: bookings that count as not come to, refusals that stand.

Never here: a count that is kept, or anything found by a job-seeker number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from flows.office.appointment import Status
from flows.office.standing import Standing, window_start
from storage.records import appeals, refusals
from storage.tables.applications import APPLICATION
from storage.tables.appointments import APPOINTMENT

if TYPE_CHECKING:
    from collections.abc import Collection

    from flows.office.policy import Policy
    from storage.unit import Unit

_A, _M = APPLICATION.c, APPOINTMENT.c
_COUNT = (
    select(_A.person_id, func.count())
    .join(APPOINTMENT, _M.application_id == _A.id)
    .where(
        _A.person_id.in_(bindparam("persons", expanding=True)),
        _A.office == bindparam("house"),
        _A.status == Status.DEEMED_CANCELLED.value,
        _M.start >= bindparam("since"),
        _A.id.not_in(appeals.OPEN),
    )
    .group_by(_A.person_id)
)


def of(unit: Unit, persons: Collection[str], policy: Policy) -> dict[str, Standing]:
    """The standing of each person with that office; who is not in it has nothing against them."""
    if not persons:
        return {}
    where = {"persons": sorted(persons), "house": policy.id, "since": window_start(unit.now, policy)}
    counts = {row[0]: row[1] for row in unit.connection.execute(_COUNT, where)}
    refused = refusals.of(unit, policy.id, persons)
    return {each: Standing(counts.get(each, 0), refused.get(each)) for each in counts.keys() | refused.keys()}
