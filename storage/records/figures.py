"""What statistics are counted from: each application of some months without its person, read from what is not sealed.

Never here: a name, number, telephone, code or mask; nor the counting (`flows.office.figures`).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from flows.office.appointment import MOVES, Status
from flows.office.figures import Case
from storage.tables.applications import APPLICATION
from storage.tables.appointments import APPOINTMENT
from storage.tables.audit import AUDIT
from storage.tables.offers import OFFER

if TYPE_CHECKING:
    from storage.unit import Unit

DEEMING = tuple(sorted({deed.value for (_, deed, _), to in MOVES.items() if to is Status.DEEMED_CANCELLED}))
_A, _B, _D, _F = APPLICATION.c, APPOINTMENT.c, AUDIT.c, OFFER.c


def cases(unit: Unit, office: str, since: datetime, until: datetime) -> tuple[Case, ...]:
    """Those asked for from `since` on and before `until`, the earliest first."""
    those = and_(_A.office == office, _A.created_at >= since, _A.created_at < until)
    first = (
        select(_F.application_id, func.min(_F.created_at).label("at"))
        .join(APPLICATION, _A.id == _F.application_id)
        .where(those)
        .group_by(_F.application_id)
        .subquery()
    )
    deemed = set(
        unit.connection.execute(
            select(_D.subject).join(APPLICATION, _A.id == _D.subject).where(those, _D.deed.in_(DEEMING))
        ).scalars()
    )
    rows = unit.connection.execute(
        select(_A.id, _A.created_at, _A.status, _A.channel, _A.locale, _A.wishes, first.c.at, _B.application_id)
        .select_from(APPLICATION)
        .outerjoin(first, first.c.application_id == _A.id)
        .outerjoin(APPOINTMENT, _B.application_id == _A.id)
        .where(those)
        .order_by(_A.created_at, _A.id)
    )
    return tuple(
        Case(
            asked,
            Status(status),
            channel or "",
            locale or "",
            tuple(datetime.fromisoformat(wish) for wish in wishes or ()),
            offered,
            booked is not None,
            ident in deemed or status == Status.DEEMED_CANCELLED,
        )
        for ident, asked, status, channel, locale, wishes, offered, booked in rows
    )
