"""The letters about a booking that a channel has accepted: what they were about, when, on which channel.

Never here: their words, or whether anybody read them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select

from flows.office.timeline import LETTERS
from storage.tables.accepted import ACCEPTED
from storage.tables.applications import APPLICATION

if TYPE_CHECKING:
    from collections.abc import Collection

    from storage.records.outbox import Parcel
    from storage.unit import Unit

_A, _L = APPLICATION.c, ACCEPTED.c
_INSERT = insert(ACCEPTED).inline()
_ABOUT = select(_A.id, _A.code).where(
    _A.person_id == bindparam("person"), _A.code.in_(bindparam("codes", expanding=True)), _A.erased_at.is_(None)
)


def note(unit: Unit, parcel: Parcel) -> None:
    """In the transaction in which the parcel ends as sent. Of what was erased meanwhile nothing is written down."""
    chat = parcel.conversation
    about = [(LETTERS.get(each.letter["key"]), each.letter["values"].get("code")) for each in parcel.items]
    told = [(kind, code) for kind, code in about if kind and isinstance(code, str)]
    if chat.kind != "person" or not told:
        return
    found = unit.connection.execute(_ABOUT, {"person": chat.person, "codes": sorted({code for _, code in told})})
    known = {code: ident for ident, code in found}
    rows = [
        {"application_id": known[code], "kind": kind, "channel": chat.channel, "at": unit.now}
        for kind, code in told
        if code in known
    ]
    if rows:
        unit.connection.execute(_INSERT, rows)


def of(unit: Unit, applications: Collection[str]) -> Any:  # noqa: ANN401 -- rows
    """In the order in which they were accepted."""
    mine = select(_L.application_id, _L.kind, _L.channel, _L.at).where(_L.application_id.in_(applications))
    return unit.connection.execute(mine.order_by(_L.id))
