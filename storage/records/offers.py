"""Offers: the times an office proposed, and how each set of them ended. At most one of an application is live.

Never here: the holding of the times (`claims`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from sqlalchemy import bindparam, delete, insert, select, text, update

from flows.office.appointment import Offer
from flows.office.opening import Slot
from storage.meaning import meaning
from storage.tables.offers import OFFER, OFFERED_TIME

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.unit import Unit

End = Literal["chosen", "refused", "lapsed", "replaced"]
SCOPE = "offers"
"""Whose key seals what staff said about an offer: the house's, so that staff views need no person's key."""
_F, _T = OFFER.c, OFFERED_TIME.c
_LIVE = text("offer.status = 'live'")
_THESE = _F.application_id.in_(bindparam("applications", expanding=True))
_LIVE_OF = select(_F.application_id, _F.id, _F.expires_at, _F.exception, _F.freed, _F.asked).where(_LIVE, _THESE)
_PASSED = select(_F.application_id, _T.start).where(_T.offer_id == _F.id, _THESE, _F.status.in_(("refused", "lapsed")))
_TIMES = (
    select(_T.offer_id, _T.start, _T.minutes, _T.desk)
    .where(_T.offer_id.in_(bindparam("offers", expanding=True)))
    .order_by(_T.start, _T.desk)
)


def make(  # noqa: PLR0913 -- the parts of an offer
    unit: Unit,
    application: str,
    times: Collection[tuple[Slot, str]],
    expires_at: datetime,
    author: str,
    exception: str = "",
    *,
    freed: bool = False,
    asked: str = "",
) -> str:
    """A live offer; its id. `exception` is why it is past its time. Raises `OfferStands` where there is one already."""
    ident = unit.chance.token()
    offer = {
        "id": ident,
        "application_id": application,
        "author": author,
        "created_at": unit.now,
        "expires_at": expires_at,
        "exception": unit.seal(SCOPE, _place(ident), exception) if exception else None,
        "freed": freed,
        "asked": asked,
    }
    with meaning():
        unit.connection.execute(insert(OFFER), offer)
    rows = [{"offer_id": ident, "start": slot.start, "desk": desk, "minutes": slot.minutes} for slot, desk in times]
    unit.connection.execute(insert(OFFERED_TIME).inline(), rows)
    return ident


def end(unit: Unit, application: str, status: End) -> None:
    """The live offer, if there is one, is over."""
    unit.connection.execute(update(OFFER).where(_LIVE, _F.application_id == application).values(status=status))


def without(unit: Unit, offer: str, starts: Collection[datetime]) -> None:
    """These times are offered no longer, and count as refused by nobody."""
    unit.connection.execute(delete(OFFERED_TIME).where(_T.offer_id == offer, _T.start.in_(starts)))


def live(unit: Unit, applications: Collection[str]) -> dict[str, Offer]:
    """The live offer of each application, by the application's id."""
    rows = unit.connection.execute(_LIVE_OF, {"applications": applications}).all()
    times = _times(unit, [row[1] for row in rows])
    return {
        application: Offer(ident, tuple(times[ident]), expires_at, _why(unit, ident, exception), freed, asked)
        for application, ident, expires_at, exception, freed, asked in rows
    }


def passed(unit: Unit, applications: Collection[str]) -> dict[str, frozenset[datetime]]:
    """The starts that each was offered and did not take, by the application's id."""
    starts: dict[str, set[datetime]] = defaultdict(set)
    for application, start in unit.connection.execute(_PASSED, {"applications": applications}):
        starts[application].add(start)
    return {application: frozenset(found) for application, found in starts.items()}


def _why(unit: Unit, ident: str, exception: bytes | None) -> str:
    return unit.open(SCOPE, _place(ident), exception).decode() if exception else ""


def _place(ident: str) -> str:
    return f"offer:{ident}:exception"


def _times(unit: Unit, offers: Collection[str]) -> dict[str, list[tuple[Slot, str]]]:
    times: dict[str, list[tuple[Slot, str]]] = defaultdict(list)
    if offers:
        for offer, start, minutes, desk in unit.connection.execute(_TIMES, {"offers": offers}):
            times[offer].append((Slot(start, minutes), desk))
    return times
