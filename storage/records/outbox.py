"""The outbox: what is owed to whom, in order, one parcel of a conversation on its way at a time.

A lease that ran out after rendering leaves a *doubtful* parcel: it may have arrived.
Never here: sending, or how long to wait.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, bindparam, case, exists, func, insert, select, text, true, update

from storage.meaning import meaning
from storage.records import conversations, prompts
from storage.tables.outbox import OUTBOX
from storage.tables.people import CONVERSATION
from storage.unit import Erased
from storage.vault import Damaged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import RowMapping

    from storage.records.conversations import Conversation
    from storage.unit import Unit

Urgency = Literal["must_arrive", "courtesy"]


class LeaseLost(RuntimeError):
    """The lease ran out, and somebody else has the parcel."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True)
class Post:
    """A letter as JSON (`bot.envelope.letter_to_json`), to be sent from `due_at` on, of no use after `expires_at`."""

    letter: Mapping[str, Any]
    urgency: Urgency = "must_arrive"
    prompt: str = ""
    due_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    seq: int
    key: str
    letter: dict[str, Any]
    prompt: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """Letters of one event to one conversation that go in one sending, leased to the holder of its `fence`."""

    conversation: Conversation
    event: str
    items: tuple[Item, ...]
    urgency: Urgency
    created_at: datetime
    expires_at: datetime | None
    """When the last of its letters that must arrive is over (of its letters, where none must)."""
    fence: int
    attempts: int
    """This one included."""
    doubtful: bool
    lost: bool
    """A lease ran out on the repeat of a doubtful one too: both may have arrived."""
    retry_key: str
    rendered: dict[str, Any] | None = field(repr=False)
    """What the first attempt sent; a repeat sends the same."""

    @property
    def head(self) -> Item:
        return self.items[0]


LOST = "lost"
_O = OUTBOX.c
_POST = insert(OUTBOX).inline()
# literal, so that SQLite chooses the partial indexes
_PENDING = text("outbox.status IN ('waiting', 'leased', 'unknown')")
_BEFORE = OUTBOX.alias("before")
_FIRST_IN_LINE = ~exists().where(
    text("before.status IN ('waiting', 'leased', 'unknown')"),
    _BEFORE.c.conversation_id == _O.conversation_id,
    _BEFORE.c.seq < _O.seq,
)
_ready_at = case((_O.status == "leased", _O.lease_until), else_=_O.due_at)
# a value and not a join: a planner would else walk all conversations of a channel, most of which wait for nothing
_CHANNEL = select(CONVERSATION.c.channel).where(CONVERSATION.c.id == _O.conversation_id).scalar_subquery()
_OPEN = _CHANNEL.in_(bindparam("channels", expanding=True))
_READY = (
    select(_O.seq)
    .where(_PENDING, _OPEN, _ready_at <= bindparam("now"), _FIRST_IN_LINE)
    .order_by(_O.seq)
    .limit(1)
    .with_for_update(skip_locked=True, of=OUTBOX)
    .scalar_subquery()
)
_WAS_LEASED = and_(_O.status == "leased", _O.rendered.is_not(None))
_CLAIM = (
    update(OUTBOX)
    .where(_O.seq == _READY)
    .values(
        status="leased",
        lease_until=bindparam("until"),
        fence=_O.fence + 1,
        attempts=_O.attempts + 1,
        doubtful=case((_WAS_LEASED, true()), else_=_O.doubtful),
        outcome=case((and_(_WAS_LEASED, _O.doubtful), LOST), else_=_O.outcome),
    )
    .returning(*_O)
)
_LINE = (
    select(_O.seq, _O.key, _O.letter, _O.prompt_id, _O.event, _O.status, _O.urgency, _O.due_at, _O.expires_at, _O.head)
    .where(_PENDING, _O.conversation_id == bindparam("chat"), _O.seq > bindparam("head_seq"))
    .order_by(_O.seq)
    .limit(bindparam("most"))
)
_MINE = and_(_O.seq == bindparam("head_seq"), _O.fence == bindparam("mine"), _O.status == "leased")


def post(unit: Unit, event: str, conversation_id: str, letters: Sequence[Post], *, first: int = 0) -> tuple[str, ...]:
    """Owe these letters because of `event`; their keys. `first` goes on counting where the event has posted before.

    Raises `AlreadyQueued` when the event has posted them already.
    """
    rows = [_row(unit, event, number, conversation_id, each) for number, each in enumerate(letters, start=first)]
    if rows:
        with meaning():
            unit.connection.execute(_POST, rows)
    return tuple(row["key"] for row in rows)


def claim(unit: Unit, lease: timedelta, bundles: Mapping[str, int]) -> Parcel | None:
    """The next parcel of a channel named in `bundles` (only open ones), leased; its letters at most as many as told.

    Letters of one conversation leave in order: what comes behind a waiting, leased or doubtful one stays.
    Whether it is still owed, or over (`expires_at`), is the caller's to ask before sending.
    """
    if not bundles:
        return None
    values = {"channels": list(bundles), "now": unit.now, "until": unit.now + lease}
    while head := _lease(unit, values):
        if parcel := _parcel(unit, head, bundles):
            return parcel
    return None


def _lease(unit: Unit, values: Mapping[str, Any]) -> RowMapping | None:
    with meaning():
        return unit.connection.execute(_CLAIM, values).mappings().first()


def _parcel(unit: Unit, head: RowMapping, bundles: Mapping[str, int]) -> Parcel | None:
    """The parcel of a leased head; None where it was erased meanwhile, and so is owed to nobody."""
    conversation = conversations.by_id(unit, head["conversation_id"])
    assert conversation is not None  # noqa: S101 -- a foreign key
    rows = [head, *_followers(unit, head, bundles[conversation.channel])]
    items = tuple(item for item in takewhile(bool, (_item(unit, conversation, row) for row in rows)) if item)
    if not items:
        _change(unit, head["seq"], head["fence"], status="dropped", outcome="erased", rendered=None, lease_until=None)
        return None
    rows = rows[: len(items)]
    urgent = [row for row in rows if row["urgency"] == "must_arrive"]
    return Parcel(
        conversation,
        head["event"],
        items,
        "must_arrive" if urgent else "courtesy",
        head["created_at"],
        _latest(urgent or rows),
        head["fence"],
        head["attempts"],
        head["doubtful"],
        head["outcome"] == LOST,
        head["retry_key"],
        _opened(unit, conversation, head),
    )


def rendered(unit: Unit, parcel: Parcel, payload: Mapping[str, Any]) -> None:
    """Keep what is about to be sent. To be committed before sending: from here on the fate may be unknowable."""
    place = _rendered_place(parcel.head.key)
    sealed = unit.seal_json(parcel.conversation.scope, place, payload)
    _change_head(unit, parcel, rendered=sealed, covers=len(parcel.items))
    _change_followers(unit, parcel, head=parcel.head.seq)


def sent(unit: Unit, parcel: Parcel, ids: Sequence[str] = ()) -> None:
    """Accepted; `ids` are the platform's ids of the messages, in order. A letter that only closes has none."""
    _end(unit, parcel, "sent", "", sent_at=unit.now)
    shown = [item for item in parcel.items if not item.letter.get("closes")]
    for item, ident in zip(shown, ids, strict=False):
        if item.prompt:
            prompts.sent_as(unit, item.prompt, ident)


def later(unit: Unit, parcel: Parcel, due_at: datetime, reason: str = "") -> None:
    """Certainly not delivered: to be tried again, with the same bytes, not before `due_at`."""
    _change_head(unit, parcel, status="waiting", due_at=due_at, lease_until=None, outcome=reason)


def unknown(unit: Unit, parcel: Parcel, due_at: datetime, reason: str = "") -> None:
    """It may have arrived: to be tried once more, marked, not before `due_at`."""
    _change_head(unit, parcel, status="unknown", doubtful=True, due_at=due_at, lease_until=None, outcome=reason)


def give_back(unit: Unit, parcel: Parcel) -> None:
    """Not begun after all (the process is stopping)."""
    _change_head(unit, parcel, status="waiting", lease_until=None, attempts=_O.attempts - 1)


def dead(unit: Unit, parcel: Parcel, reason: str) -> None:
    """Given up: somebody must be told."""
    _end(unit, parcel, "dead", reason)


def dropped(unit: Unit, parcel: Parcel, reason: str) -> None:
    """No longer owed."""
    _end(unit, parcel, "dropped", reason)


def drop_pending(unit: Unit, conversation_id: str, reason: str) -> int:
    """Nothing will reach this conversation any more: how many waiting letters were dropped."""
    theirs = (_O.conversation_id == conversation_id, _O.status.in_(("waiting", "unknown")))
    ended = {"status": "dropped", "outcome": reason, "rendered": None}
    return unit.connection.execute(update(OUTBOX).where(*theirs).values(**ended)).rowcount


def counts(unit: Unit) -> dict[str, int]:
    rows = unit.connection.execute(select(_O.status, func.count()).group_by(_O.status))
    return {row[0]: row[1] for row in rows}


def next_due(unit: Unit, channels: Sequence[str]) -> datetime | None:
    """When `claim` will next find something on these channels."""
    soonest = select(func.min(_ready_at)).where(_PENDING, _OPEN, _FIRST_IN_LINE)
    at: datetime | None = unit.connection.execute(soonest, {"channels": list(channels)}).scalar()
    return at


def oldest_pending(unit: Unit) -> datetime | None:
    """When the letter that has waited longest was written."""
    at: datetime | None = unit.connection.execute(select(func.min(_O.created_at)).where(_PENDING)).scalar()
    return at


def _row(unit: Unit, event: str, number: int, conversation_id: str, post: Post) -> dict[str, Any]:
    key = f"{event}:{number}"
    return {
        "key": key,
        "event": event,
        "n": number,
        "conversation_id": conversation_id,
        "letter": unit.seal_json(conversations.scope(conversation_id), _letter_place(key), dict(post.letter)),
        "prompt_id": post.prompt,
        "urgency": post.urgency,
        "created_at": unit.now,
        "due_at": post.due_at or unit.now,
        "expires_at": post.expires_at,
        "retry_key": str(uuid.UUID(bytes=unit.chance.data(16), version=4)),
    }


def _followers(unit: Unit, head: RowMapping, bundle: int) -> list[RowMapping]:
    """The rows that go with `head`: those that went with it before, or those directly behind it of its event."""
    most = (head["covers"] if head["rendered"] else bundle) - 1
    if most < 1:
        return []
    values = {"chat": head["conversation_id"], "head_seq": head["seq"], "most": most}
    line = unit.connection.execute(_LINE, values).mappings().all()
    if head["rendered"]:
        return [row for row in line if row["head"] == head["seq"]]
    return list(takewhile(lambda row: _goes_with(row, head, unit.now), line))


def _goes_with(row: RowMapping, head: RowMapping, now: datetime) -> bool:
    return bool(row["event"] == head["event"] and row["status"] == "waiting" and row["due_at"] <= now)


def _latest(rows: Sequence[RowMapping]) -> datetime | None:
    """When the last of them is over; None where one never is."""
    times = [row["expires_at"] for row in rows]
    return None if None in times else max(times)


def _item(unit: Unit, conversation: Conversation, row: RowMapping) -> Item | None:
    try:
        letter = unit.open_json(conversation.scope, _letter_place(row["key"]), row["letter"])
    except (Erased, Damaged):
        return None
    return Item(row["seq"], row["key"], letter, row["prompt_id"])


def _opened(unit: Unit, conversation: Conversation, head: RowMapping) -> dict[str, Any] | None:
    if head["rendered"] is None:
        return None
    payload: dict[str, Any] = unit.open_json(conversation.scope, _rendered_place(head["key"]), head["rendered"])
    return payload


def _end(unit: Unit, parcel: Parcel, status: str, reason: str, **more: Any) -> None:  # noqa: ANN401 -- columns
    ended = {"status": status, "outcome": reason, **more}
    _change_head(unit, parcel, **ended, rendered=None, lease_until=None)
    _change_followers(unit, parcel, **ended)


def _change_head(unit: Unit, parcel: Parcel, **values: Any) -> None:  # noqa: ANN401 -- columns of several kinds
    _change(unit, parcel.head.seq, parcel.fence, **values)


def _change(unit: Unit, seq: int, fence: int, **values: Any) -> None:  # noqa: ANN401 -- columns of several kinds
    mine = {"head_seq": seq, "mine": fence}
    if not unit.connection.execute(update(OUTBOX).where(_MINE).values(**values), mine).rowcount:
        raise LeaseLost


def _change_followers(unit: Unit, parcel: Parcel, **values: Any) -> None:  # noqa: ANN401 -- columns of several kinds
    if rest := [item.seq for item in parcel.items[1:]]:
        unit.connection.execute(update(OUTBOX).where(_O.seq.in_(rest)).values(**values))


def _letter_place(key: str) -> str:
    return f"outbox:{key}:letter"


def _rendered_place(key: str) -> str:
    return f"outbox:{key}:rendered"
