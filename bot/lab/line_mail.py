"""Events on their way: signed, in one POST with others or alone, redelivered only where that is switched on.

Here lives what LINE promises about webhooks; never what an event says.
"""

import base64
import copy
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.lab.endpoint import JSON, Now
from bot.lab.postman import Delivery, Lanes, Parcel, Postman, Reach, accepted
from bot.lab.server import LoopThread
from bot.lab.watch import Watch

REDELIVERIES = 5
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class LineManner:
    """How the account is set in the console. `patience`: seconds LINE waits for the webhook's answer."""

    redelivery: bool = False
    retry_pause: float = 0.05
    patience: float = 2.0


@dataclass
class _Post:
    events: list[JSON]
    attempts: int = 0


@dataclass
class LineMail:
    thread: LoopThread
    watch: Watch
    now: Now
    reach: Reach
    postman: Postman
    manner: LineManner
    destination: str
    secret: str
    endpoint: str = ""
    active: bool = True
    deliveries: list[Delivery] = field(default_factory=list)
    lost: list[JSON] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._held: list[JSON] | None = None
        self._lanes = Lanes(self.thread, self.watch, self._carry, self.manner.retry_pause)
        self._count = 0

    def event_id(self, at: datetime) -> str:
        """In the form of a ULID: its moment, then a number that grows."""
        self._count += 1
        return _base32(int(at.timestamp() * 1000), 10) + _base32(self._count, 16)

    def emit(self, event: JSON, lane: str) -> JSON:
        with self.watch.change():
            if self._held is not None:
                self._held.append(event)
            elif self.endpoint and self.active:
                self._lanes.put(lane, _Post([event]))
            else:
                self.lost.append(event)
        return event

    def queue(self, *events: JSON) -> None:
        """All in one POST, with redelivery where that is on."""
        self._lanes.put("queued", _Post(list(events)))

    @contextmanager
    def held(self) -> Iterator[list[JSON]]:
        held: list[JSON] = []
        self._held = held
        try:
            yield held
        finally:
            self._held = None

    @property
    def settled(self) -> bool:
        return not self._lanes.waiting

    async def _carry(self, post: _Post) -> bool:
        post.attempts += 1
        events = post.events if post.attempts == 1 else again(post.events)
        if accepted(await self.post(events)):
            return True
        given_up = not self.manner.redelivery or post.attempts > REDELIVERIES
        if given_up:
            with self.watch.change():
                self.lost.extend(post.events)
        return given_up

    def signed(self, events: list[JSON]) -> tuple[bytes, str]:
        content = {"destination": self.destination, "events": events}
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        digest = hmac.new(self.secret.encode(), body, hashlib.sha256).digest()
        return body, base64.b64encode(digest).decode()

    async def post(self, events: list[JSON]) -> int:
        body, signature = self.signed(events)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "LineBotWebhook/2.0",
            "x-line-signature": signature,
        }
        status, seconds = await self.postman.post(Parcel(self.reach.local(self.endpoint), body, headers))
        with self.watch.change():
            self.deliveries.append(Delivery(self.now(), json.loads(body), status, seconds))
        return status


def again(events: list[JSON]) -> list[JSON]:
    """The same events as LINE redelivers them: id, timestamp and reply token stay."""
    copies = copy.deepcopy(events)
    for event in copies:
        event["deliveryContext"]["isRedelivery"] = True
    return copies


def _base32(number: int, width: int) -> str:
    digits = ""
    while len(digits) < width:
        number, rest = divmod(number, 32)
        digits = _CROCKFORD[rest] + digits
    return digits
