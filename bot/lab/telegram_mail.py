"""Updates on their way: kept a day, in order per chat, by webhook or by getUpdates, or held back for a test.

Here lives what Telegram promises about updates; never what an update says.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.lab.endpoint import JSON, Now
from bot.lab.postman import Delivery, Lanes, Parcel, Postman, Reach, accepted
from bot.lab.server import LoopThread
from bot.lab.telegram_errors import conflict
from bot.lab.watch import Watch

LIFE = timedelta(hours=24)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
_HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(frozen=True)
class Webhook:
    url: str
    secret: str = ""
    max_connections: int = 40
    certificate: bool = False


@dataclass(frozen=True)
class _Waiting:
    update: JSON
    lane: str
    since: datetime


@dataclass
class Mail:
    thread: LoopThread
    watch: Watch
    now: Now
    reach: Reach
    postman: Postman
    pause: float = 0.05
    webhook: Webhook | None = None
    allowed: tuple[str, ...] = ()
    next_id: int = 900_000_001
    deliveries: list[Delivery] = field(default_factory=list)
    polls: int = 0
    last_error: tuple[datetime, str] | None = None

    def __post_init__(self) -> None:
        self._pending: dict[int, _Waiting] = {}
        self._held: list[JSON] | None = None
        self._lanes = Lanes(self.thread, self.watch, self._carry, self.pause)
        self._carried: set[int] = set()
        self._fresh = asyncio.Event()

    def emit(self, kind: str, payload: JSON, lane: str) -> JSON | None:
        """The update, or None where the bot did not ask for its kind."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return None
        with self.watch.change():
            update = {"update_id": self.next_id, kind: payload}
            self.next_id += 1
            if self._held is not None:
                self._held.append(update)
            else:
                self._keep(update, lane)
        return update

    def _keep(self, update: JSON, lane: str) -> None:
        self._pending[update["update_id"]] = _Waiting(update, lane, self.now())
        self._pump()
        self.thread.soon(self._fresh.set)

    def queue(self, *updates: JSON) -> None:
        """Hands over what was held, in this order."""
        with self.watch.change():
            for update in updates:
                self._keep(update, "queued")

    @contextmanager
    def held(self) -> Iterator[list[JSON]]:
        """What happens in here is collected and left to the caller to deliver."""
        held: list[JSON] = []
        self._held = held
        try:
            yield held
        finally:
            self._held = None

    @property
    def pending(self) -> list[JSON]:
        self._forget_old()
        return [waiting.update for waiting in self._pending.values()]

    @property
    def settled(self) -> bool:
        return not self._lanes.waiting and not self._pending

    def _forget_old(self) -> None:
        for update_id, waiting in list(self._pending.items()):
            if self.now() - waiting.since >= LIFE:
                del self._pending[update_id]

    # By webhook

    def hook(self, webhook: Webhook | None, *, drop: bool) -> None:
        self.webhook = webhook
        self.last_error = None
        if drop:
            self._pending.clear()
        self._pump()

    def _pump(self) -> None:
        if self.webhook is None:
            return
        for update_id, waiting in self._pending.items():
            if update_id not in self._carried:
                self._carried.add(update_id)
                self._lanes.put(waiting.lane, waiting)

    async def _carry(self, waiting: _Waiting) -> bool:
        update_id = waiting.update["update_id"]
        with self.watch.change():
            self._forget_old()
            if self.webhook is None or update_id not in self._pending:
                self._carried.discard(update_id)
                return True
            webhook = self.webhook
        status = await self.post(waiting.update, webhook)
        with self.watch.change():
            if accepted(status):
                self._pending.pop(update_id, None)
                self._carried.discard(update_id)
        return accepted(status)

    async def post(self, update: JSON, webhook: Webhook) -> int:
        """One attempt at the webhook, whatever is pending."""
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers[SECRET_HEADER] = webhook.secret
        body = json.dumps(update, ensure_ascii=False).encode()
        status, seconds = await self.postman.post(Parcel(self.reach.local(webhook.url), body, headers))
        with self.watch.change():
            self.deliveries.append(Delivery(self.now(), update, status, seconds))
            if not accepted(status):
                self.last_error = (self.now(), _failure(status))
        return status

    # By getUpdates

    async def poll(self, offset: int, limit: int, patience: float) -> list[JSON]:
        if self.webhook is not None:
            raise conflict(_HOOKED)
        with self.watch.change():
            self.polls += 1
            mine = self.polls
        self._fresh.set()
        self._confirm(offset)
        await self._wait_for_mail(patience, lambda: self.polls != mine)
        if self.polls != mine:
            raise conflict(_TERMINATED)
        with self.watch.change():
            return self.pending[:limit]

    async def _wait_for_mail(self, patience: float, given_up: Callable[[], bool]) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + patience
        while not self.pending and not given_up() and loop.time() < end:
            self._fresh.clear()
            try:
                await asyncio.wait_for(self._fresh.wait(), end - loop.time())
            except TimeoutError:
                return

    def _confirm(self, offset: int) -> None:
        with self.watch.change():
            ids = list(self._pending)
            keep = ids[offset:] if offset < 0 else [i for i in ids if i >= offset]
            for update_id in set(ids) - set(keep):
                del self._pending[update_id]


def _failure(status: int) -> str:
    return f"Wrong response from the webhook: {status}" if status else "Connection refused"
