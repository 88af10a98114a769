"""The inbox: every event we answered 2xx for is here, once, until it is done or dead.

The order of a conversation is the platform's time, then arrival. Never here: what an event means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import and_, bindparam, exists, func, or_, select, text, update

from storage.records.either import skipping
from storage.tables.inbox import INBOX
from storage.unit import Erased
from storage.vault import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.unit import Unit


class Arrived(Protocol):
    """An event as a channel cuts it from a request (`bot.envelope.Raw`)."""

    @property
    def event_id(self) -> str: ...
    @property
    def conversation(self) -> str: ...
    @property
    def payload(self) -> bytes: ...
    @property
    def at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """`tries` counts those that failed before; `payload` is empty where it was erased."""

    channel: str
    event_id: str
    address: str
    at: datetime
    received_at: datetime
    tries: int
    payload: bytes = field(repr=False)


_I = INBOX.c
_KEEP = skipping(INBOX, "channel", "event_id")
# the conditions of partial indexes are literal: SQLite does not look into parameters when it chooses an index
_WAITING = text("inbox.status = 'waiting'")
_EARLIER = INBOX.alias("earlier")
_FIRST_IN_LINE = ~exists().where(
    text("earlier.status = 'waiting'"),
    _EARLIER.c.channel == _I.channel,
    _EARLIER.c.address == _I.address,
    or_(_EARLIER.c.at < _I.at, and_(_EARLIER.c.at == _I.at, _EARLIER.c.seq < _I.seq)),
)
_NEXT = (
    select(_I.channel, _I.event_id, _I.address, _I.at, _I.received_at, _I.tries, _I.payload)
    .where(_WAITING, _FIRST_IN_LINE)
    .order_by(_I.at, _I.seq)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=INBOX)
)
_THIS = and_(_I.channel == bindparam("chan"), _I.event_id == bindparam("event"))
_DONE = update(INBOX).where(_THIS).values(status="done", payload=None)
_FAILED = update(INBOX).where(_THIS).values(tries=_I.tries + 1, error=bindparam("kind"))
_DEAD = update(INBOX).where(_THIS).values(status="dead", tries=_I.tries + 1, error=bindparam("kind"))
_STATUS = select(_I.status).where(_THIS)


def keep(unit: Unit, channel: str, events: Iterable[Arrived], received_at: datetime) -> int:
    """Store those that are new, all in this transaction; how many they were."""
    statement = _KEEP[unit.connection.dialect.name]
    return sum(unit.connection.execute(statement, _row(unit, channel, event, received_at)).rowcount for event in events)


def next_waiting(unit: Unit, limit: int) -> tuple[Kept, ...]:
    """The oldest waiting event of each of so many conversations, held until the transaction ends.

    Events that another worker holds are passed over, and with them their whole conversation.
    """
    rows = unit.connection.execute(_NEXT, {"most": limit}).all()
    return tuple(_kept(unit, row) for row in rows)


def status(unit: Unit, channel: str, event_id: str) -> str | None:
    """After a commit of unknown outcome: was the event done?"""
    found: str | None = unit.connection.execute(_STATUS, _named(channel, event_id)).scalar()
    return found


def done(unit: Unit, channel: str, event_id: str) -> None:
    """What was said is not kept once it was understood; that it came is."""
    unit.connection.execute(_DONE, _named(channel, event_id))


def failed(unit: Unit, channel: str, event_id: str, error: str) -> None:
    """`error` is the name of its class: its words may hold what a person wrote."""
    unit.connection.execute(_FAILED, {**_named(channel, event_id), "kind": error})


def dead(unit: Unit, channel: str, event_id: str, error: str) -> None:
    """Given up, kept for replay; those behind it go on."""
    unit.connection.execute(_DEAD, {**_named(channel, event_id), "kind": error})


def counts(unit: Unit) -> dict[str, int]:
    rows = unit.connection.execute(select(_I.status, func.count()).group_by(_I.status))
    return {row[0]: row[1] for row in rows}


def oldest_waiting(unit: Unit) -> datetime | None:
    """When the event that has waited longest came in."""
    at: datetime | None = unit.connection.execute(select(func.min(_I.received_at)).where(_WAITING)).scalar()
    return at


def scope(received_at: datetime) -> str:
    """The key of a day: dropped, and that day's payloads are erased."""
    return f"inbox:{received_at.astimezone(UTC):%Y-%m-%d}"


def _row(unit: Unit, channel: str, event: Arrived, received_at: datetime) -> dict[str, Any]:
    return {
        "channel": channel,
        "event_id": event.event_id,
        "address": event.conversation,
        "at": event.at or received_at,
        "received_at": received_at,
        "payload": unit.seal(scope(received_at), _place(channel, event.event_id), event.payload),
    }


def _kept(unit: Unit, row: Any) -> Kept:  # noqa: ANN401 -- a row of the statement above
    channel, event_id, address, at, received_at, tries, sealed = row
    payload = _opened(unit, scope(received_at), _place(channel, event_id), sealed)
    return Kept(channel, event_id, address, at, received_at, tries, payload)


def _opened(unit: Unit, key: str, place: str, sealed: bytes | None) -> bytes:
    """What cannot be opened any more is empty, and so malformed: it must not keep others from their turn."""
    try:
        return unit.open(key, place, sealed) if sealed else b""
    except (Erased, Damaged):
        return b""


def _named(channel: str, event_id: str) -> dict[str, Any]:
    return {"chan": channel, "event": event_id}


def _place(channel: str, event_id: str) -> str:
    return f"inbox:{channel}/{event_id}:payload"
