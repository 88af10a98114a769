"""Claims on time, held or booked. The unique index alone says whether a time is free; nobody asks it beforehand.

Never here: which times an office may give, or who may take them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import and_, bindparam, insert, not_, or_, select, text, true, update

from storage.meaning import OfferGone, meaning
from storage.tables.claims import CLAIM

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from flows.office.opening import Cell, Slot
    from storage.unit import Unit

Kind = Literal["hold", "booked"]

_C = CLAIM.c
# literal, so that SQLite chooses the partial index
_LIVE = text("claim.live")
_TAKE = insert(CLAIM).inline()
_TAKEN = select(_C.desk, _C.cell).where(
    _LIVE,
    _C.office == bindparam("house"),
    _C.cell >= bindparam("since"),
    or_(_C.kind == "booked", _C.expires_at > bindparam("now")),
)
BEFORE = timedelta(days=1)
"""How far back claims are still of interest: the whole of the present day, whatever the zone."""


def take(  # noqa: PLR0913 -- the parts of a claim
    unit: Unit,
    office: str,
    cells: Collection[Cell],
    application: str,
    *,
    kind: Kind,
    offer: str | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Claim all these cells or none. Holds that have expired give way first. Raises `TimeTaken`."""
    ordered = sorted(cells)  # in one order everywhere, or two takers would lock each other out
    _release_expired(unit, office, ordered)
    rows = [
        {
            "office": office,
            "desk": desk,
            "cell": cell,
            "application_id": application,
            "offer_id": offer,
            "kind": kind,
            "live": True,
            "expires_at": expires_at,
        }
        for desk, cell in ordered
    ]
    with meaning():
        unit.connection.execute(_TAKE, rows)


def _release_expired(unit: Unit, office: str, cells: Collection[Cell]) -> None:
    over = select(_C.id).where(
        _LIVE,
        _C.office == office,
        or_(*(and_(_C.desk == desk, _C.cell == cell) for desk, cell in cells)),
        _C.kind == "hold",
        _C.expires_at <= unit.now,
    )
    locked = over.order_by(_C.desk, _C.cell).with_for_update()
    if expired := unit.connection.execute(locked).scalars().all():
        unit.connection.execute(update(CLAIM).where(_C.id.in_(expired)).values(live=False))


def book(unit: Unit, offer: str, cells: Collection[Cell]) -> None:
    """Turn an offer's holds on these cells into a booking. Raises `OfferGone` unless every one is still held."""
    held = and_(
        _C.offer_id == offer,
        _C.live == true(),
        _C.kind == "hold",
        or_(*(and_(_C.desk == desk, _C.cell == cell) for desk, cell in cells)),
    )
    booked = unit.connection.execute(update(CLAIM).where(held).values(kind="booked", expires_at=None))
    if booked.rowcount != len(cells):
        raise OfferGone


def release(unit: Unit, application: str, kind: Kind | None = None) -> int:
    """Give back what the application holds (and has booked, unless `kind` says which); how many cells."""
    mine = [_C.application_id == application, _C.live == true()]
    if kind:
        mine.append(_C.kind == kind)
    return unit.connection.execute(update(CLAIM).where(*mine).values(live=False)).rowcount


def keep_only(unit: Unit, application: str, cells: Collection[Cell]) -> None:
    """Give back whatever the application has booked, or on offer, besides these cells; not what it gave back before,
    and is kept for whoever is next.
    """
    kept = or_(*(and_(_C.desk == desk, _C.cell == cell) for desk, cell in cells))
    own = or_(_C.kind == "booked", _C.offer_id.is_not(None))
    others = and_(_C.application_id == application, _C.live == true(), own, not_(kept))
    unit.connection.execute(update(CLAIM).where(others).values(live=False))


def drop(unit: Unit, offer: str, slot: Slot) -> None:
    """Give back what an offer holds of that time."""
    mine = and_(_C.offer_id == offer, _C.live == true(), _C.cell >= slot.start, _C.cell < slot.end)
    unit.connection.execute(update(CLAIM).where(mine).values(live=False))


def let_go(unit: Unit, application: str, slot: Slot) -> None:
    """Give back what was kept of that time for whoever is next, with no offer yet."""
    mine = [_C.application_id == application, _C.live == true(), _C.kind == "hold", _C.offer_id.is_(None)]
    kept = update(CLAIM).where(*mine, _C.cell >= slot.start, _C.cell < slot.end)
    unit.connection.execute(kept.values(live=False))


def taken(unit: Unit, office: str) -> frozenset[Cell]:
    """Every cell that is booked or validly held, from yesterday on and however far ahead: staff may offer beyond the
    horizon, and must see there too what is no longer free.
    """
    values = {"house": office, "since": unit.now - BEFORE, "now": unit.now}
    return frozenset((row[0], row[1]) for row in unit.connection.execute(_TAKEN, values))
