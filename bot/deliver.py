"""Delivery: takes parcels from the outbox, sends them, and writes down how each sending ended.

What is about to be sent is committed first, so that after a crash we know that its fate is unknowable, and a repeat
sends the same bytes. Never here: what a letter says, or a platform's own words.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.envelope import (
    Attempt,
    Gone,
    Later,
    Moved,
    Outcome,
    Rejected,
    Sent,
    Shut,
    Unknown,
    letter_from_json,
)
from bot.logs import log, place
from bot.pace import Pace, pace_of
from bot.ports import Channel
from bot.post import Post
from bot.rooms import Rooms
from bot.showing import shown
from flows.notices import Notice
from flows.values import Text
from storage.records import conversations, outbox
from storage.records.outbox import LeaseLost, Parcel
from storage.store import Store
from storage.unit import Unit

LEASE = timedelta(seconds=60)
"""Longer than any time-out of a sending."""
LONGEST_WAIT = 15 * 60.0
PROBE = timedelta(seconds=30)
FAULTS = 5
"""So many failures of a channel in a row, and it rests until the next probe."""
LEAVING = "staff.binding.leaving"


@dataclass(frozen=True, slots=True)
class Load:
    """A parcel in our hands until its lease runs out. Without a payload it ended while it was being taken."""

    parcel: Parcel
    payload: Mapping[str, Any] | None
    until: datetime


@dataclass(slots=True)
class Delivery:
    rooms: Rooms
    store: Store
    at_once: int = 32
    """Sendings under way at the same time, never two of one conversation."""
    _paces: dict[str, Pace] = field(default_factory=dict)
    _faults: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _shut_until: dict[str, datetime] = field(default_factory=dict)

    async def one(self) -> bool:
        """Send the next parcel, if one is due. Whatever happens, its row says afterwards what is known."""
        load = await self.take()
        if load is None:
            return False
        await self.send(load)
        return True

    async def drain(self) -> int:
        """Everything that is due now, one after the other: for talks and tests. How many parcels."""
        count = 0
        while await self.one():
            count += 1
        return count

    async def take(self) -> Load | None:
        """Lease the next parcel that is due, if there is one, to `send` it."""
        return await self.store.awrite(self._claim)

    # -- before sending ------------------------------------------------------------------------------------

    def _claim(self, connection: Connection) -> Load | None:
        """Lease the next parcel and keep what will be sent."""
        unit = self.rooms.unit(connection)
        bundles = {name: each.bundle for name, each in self.rooms.channels.items() if self._open(name, unit.now)}
        parcel = outbox.claim(unit, LEASE, bundles)
        if parcel is None:
            return None
        payload = None if self._ended_before(unit, parcel) else self._payload(unit, parcel)
        if payload is not None:
            outbox.rendered(unit, parcel, payload)
        return Load(parcel, payload, unit.now + LEASE)

    def _payload(self, unit: Unit, parcel: Parcel) -> Mapping[str, Any] | None:
        try:
            return self._rendered(unit, parcel) if parcel.rendered is None or self._marks(parcel) else parcel.rendered
        except Exception as error:  # noqa: BLE001 -- a fault of ours: it blocks nobody behind it, and somebody hears of it
            self._give_up(unit, parcel, f"rendering: {type(error).__name__}")
            return None

    def _ended_before(self, unit: Unit, parcel: Parcel) -> bool:
        """What is of no use any more is dropped; what had to arrive and cannot, somebody hears of."""
        reason = self._of_no_use(parcel, unit.now)
        if reason and parcel.urgency == "must_arrive" and reason not in {"gone", "bound"}:
            self._give_up(unit, parcel, reason)
        elif reason:
            outbox.dropped(unit, parcel, reason)
        return bool(reason)

    def _of_no_use(self, parcel: Parcel, now: datetime) -> str:
        if parcel.conversation.blocked_at is not None and parcel.conversation.kind == "person":
            return "gone"
        if parcel.conversation.kind == "staff" and any(each.letter["key"] == LEAVING for each in parcel.items):
            return "bound"  # the group was bound while the farewell waited
        if self._marks(parcel) and (parcel.lost or parcel.urgency == "courtesy"):
            return "doubtful"
        return "too_late" if parcel.expires_at and now > parcel.expires_at else ""

    def _marks(self, parcel: Parcel) -> bool:
        """Is this a repeat that the far side would not know for one? It is marked, and no courtesy is worth it."""
        remembers = self.rooms.channels[parcel.conversation.channel].remembers
        return parcel.doubtful and not (remembers and not (parcel.rendered or {}).get("reply_to"))

    def _rendered(self, unit: Unit, parcel: Parcel) -> Mapping[str, Any]:
        """Worded now, in the language of now."""
        conversation, policy = parcel.conversation, self.rooms.policy(parcel.conversation.office)
        letters = [letter_from_json(each.letter, conversation.address) for each in parcel.items]
        channel = self.rooms.channels[conversation.channel]
        words = self.rooms.words_of(conversation.locale, policy)
        letters = shown(unit, letters, conversation, policy)
        return channel.render(letters, words, repeated=parcel.doubtful, group=conversation.group)

    def _open(self, channel: str, now: datetime) -> bool:
        return now >= self._shut_until.get(channel, now)

    # -- sending -------------------------------------------------------------------------------------------

    async def send(self, load: Load) -> None:
        """Send what was taken, unless that took so long that it is another's by now."""
        parcel, conversation = load.parcel, load.parcel.conversation
        if load.payload is None:
            return
        await self._keep_pace(parcel)
        if self.rooms.clock.now() >= load.until:
            log("deliver").warning("lease lost before sending", parcel=parcel.head.key)
            await self._give_back(parcel)
            return
        channel = self.rooms.channels[conversation.channel]
        outcome = await _outcome(channel, load.payload, parcel)
        self.rooms.measures.sendings.labels(channel.name, type(outcome).__name__).inc()
        self._watch(channel.name, outcome)
        try:
            await self.store.awrite(lambda connection: self._ended(connection, parcel, outcome))
        except LeaseLost:
            log("deliver").warning("lease lost", parcel=parcel.head.key)
        if isinstance(outcome, Sent) and any(each.letter["key"] == LEAVING for each in parcel.items):
            await leave(channel, conversation.address)

    async def _give_back(self, parcel: Parcel) -> None:
        """Not begun after all, so nothing is doubtful about it; unless another hand has it by now."""
        with suppress(LeaseLost):
            await self.store.awrite(lambda connection: outbox.give_back(self.rooms.unit(connection), parcel))

    async def _keep_pace(self, parcel: Parcel) -> None:
        conversation = parcel.conversation
        pace = self._paces.setdefault(conversation.channel, pace_of(conversation.channel))
        now = asyncio.get_running_loop().time()
        if wait := pace.wait(conversation.address, group=conversation.group, now=now):
            await asyncio.sleep(wait)

    def _watch(self, channel: str, outcome: Outcome) -> None:
        """The circuit breaker: a refused token, or failures in a row, and the channel rests until the next probe."""
        shut = isinstance(outcome, Shut) and outcome.reason != "quota"  # a spent quota stops pushes, not replies
        failed = shut or isinstance(outcome, Unknown) or (isinstance(outcome, Later) and outcome.after is None)
        self._faults[channel] = self._faults[channel] + 1 if failed else 0
        if shut or self._faults[channel] >= FAULTS:
            self._shut_until[channel] = self.rooms.clock.now() + PROBE
            reason = getattr(outcome, "reason", "")
            log("deliver").error("channel refuses us: letters wait, check its token", channel=channel, reason=reason)
        elif not failed:
            self._shut_until.pop(channel, None)
        self.rooms.measures.shut.labels(channel).set(int(channel in self._shut_until))

    # -- afterwards ----------------------------------------------------------------------------------------

    def _ended(self, connection: Connection, parcel: Parcel, outcome: Outcome) -> None:
        unit = self.rooms.unit(connection)
        match outcome:
            case Sent(ids):
                outbox.sent(unit, parcel, ids[-1:] if len(parcel.items) == 1 else ids)
            case Later(after, reason):
                outbox.later(unit, parcel, unit.now + timedelta(seconds=self._back_off(parcel, after)), reason)
            case Shut("quota"):
                self._give_up(unit, parcel, "quota")
            case Shut(reason):
                outbox.later(unit, parcel, unit.now + PROBE, reason)
            case Unknown(reason) if parcel.urgency == "must_arrive" and not parcel.doubtful:
                outbox.unknown(unit, parcel, unit.now + timedelta(seconds=self._back_off(parcel, None)), reason)
            case Unknown(reason):
                self._give_up(unit, parcel, f"unknown: {reason}")
            case Moved(address):
                conversations.move(unit, parcel.conversation, address)
                outbox.later(unit, parcel, unit.now, "moved")
            case Gone(reason):
                outbox.dead(unit, parcel, reason)
                self._gone(unit, parcel)
            case Rejected(reason):
                self._give_up(unit, parcel, reason)

    def _back_off(self, parcel: Parcel, after: float | None) -> float:
        """Exponential with full jitter; what the platform asks for goes first."""
        return (
            after
            if after is not None
            else self.rooms.chance.jitter() * min(LONGEST_WAIT, 2.0 ** min(parcel.attempts, 10))
        )

    def _give_up(self, unit: Unit, parcel: Parcel, reason: str) -> None:
        """A final failure is seen by somebody: staff, or the operator where staff cannot be reached."""
        outbox.dead(unit, parcel, reason)
        log("deliver").error("letter given up", key=parcel.items[0].letter["key"], reason=reason)
        if parcel.conversation.kind == "person" and parcel.urgency == "must_arrive":
            about = Text(f"staff.channel.{parcel.conversation.channel}")
            notice = Notice("staff", "staff.told.undelivered", {"channel": about, "code": _code(parcel)})
            Post(self.rooms, unit, f"undelivered:{parcel.head.key}").to_staff(parcel.conversation.office, notice)

    def _gone(self, unit: Unit, parcel: Parcel) -> None:
        """Blocked, or never there: nothing more is sent, and staff know that they must telephone."""
        conversations.block(unit, parcel.conversation.id)
        outbox.drop_pending(unit, parcel.conversation.id, "gone")
        if parcel.conversation.group:
            log("deliver").error("a group cannot be written to any more", office=parcel.conversation.office)
        if parcel.conversation.kind == "person":
            about = Text(f"staff.channel.{parcel.conversation.channel}")
            notice = Notice("staff", "staff.told.unreachable", {"channel": about, "code": _code(parcel)})
            Post(self.rooms, unit, f"gone:{parcel.head.key}").to_staff(parcel.conversation.office, notice)


def _code(parcel: Parcel) -> str:
    """The reference code that the parcel's letters are about, if they are about one."""
    codes = (each.letter["values"].get("code") for each in parcel.items)
    return next((code for code in codes if isinstance(code, str) and code), "")


async def _outcome(channel: Channel, payload: Mapping[str, Any], parcel: Parcel) -> Outcome:
    """How the sending ended. A channel that raises has a fault of ours, and nobody knows how far it got."""
    attempt = Attempt(parcel.retry_key, parcel.attempts, parcel.doubtful, parcel.urgency)
    try:
        return await channel.send(parcel.conversation.address, payload, attempt)
    except Exception as error:  # noqa: BLE001 -- it must not leave the letter to be tried for ever
        log("deliver").error("sending raised", channel=channel.name, error=type(error).__name__, at=place(error))
        return Unknown(type(error).__name__)


async def leave(channel: Any, address: str) -> None:  # noqa: ANN401 -- only some channels have groups to leave
    if hasattr(channel, "leave"):
        await channel.leave(address)
    elif hasattr(channel, "leave_group"):
        await channel.leave_group(address)
