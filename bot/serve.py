"""Production: HTTP, turns, delivery and schedule in one process, or split with `--only web` / `--only work`.

Stopping takes nothing new, finishes what is in hand, and gives the rest back to the database.
"""

from __future__ import annotations

import asyncio
import hashlib
import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import uvicorn
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from starlette.applications import Starlette

from bot.envelope import Raw
from bot.logs import log
from bot.names import Names
from bot.pages.desk import Desk
from bot.pages.routes import routes
from bot.ports import Unreachable
from bot.settings import BadSettings
from bot.web import FrontDoor, keep_running
from bot.wiring import Whole
from storage.faults import StoreError
from storage.migrate import head, revision
from storage.records import inbox, outbox

if TYPE_CHECKING:
    from bot.channels.telegram.client import Telegram

STOP_WITHIN = 15.0
TICK = 1.0
WATCH = 5.0
ASK_NAMES = 5.0
LINK_MENUS = 3.0
JUMP = 30.0
"""Seconds by which wall and monotonic clock may drift apart between two looks."""
POLL_AGAIN = 3.0
LONGEST_NAME = 200
"""Of an event or a chat; the platforms' own are far shorter."""
Only = Literal["all", "web", "work"]


@dataclass(slots=True)
class Service:
    whole: Whole
    only: Only = "all"
    _scheduler: AsyncIOScheduler = field(default_factory=lambda: new_scheduler())  # noqa: PLW0108 -- defined below
    _ticked_at: float = 0.0
    _ticking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _stopping: bool = False
    _polling: asyncio.Task[None] | None = None

    # -- HTTP ----------------------------------------------------------------------------------------------

    def app(self) -> Starlette:
        whole = self.whole
        desk = Desk(whole.house, whole.rooms.clock, whole.rooms.chance, whole.settings.public_url.startswith("https"))
        secret = whole.settings.telegram_webhook_secret.get_secret_value()
        webhook = whole.telegram if whole.settings.telegram_mode == "webhook" else None
        door = FrontDoor(whole.rooms, self.take, self, webhook, secret, whole.line)
        return Starlette(routes=[*door.routes(), *routes(desk)])

    async def take(self, channel: str, raws: Sequence[Raw]) -> None:
        """Into the inbox, before all other work; then the worker is nudged."""
        rooms = self.whole.rooms

        def write(connection: object) -> None:
            unit = rooms.unit(connection)  # type: ignore[arg-type]  # the store hands its own connection
            inbox.keep(unit, channel, [storable(each) for each in raws], unit.now)

        if raws:
            await self.whole.store.awrite(write, first=True)
            rooms.measures.events.labels(channel, "stored").inc(len(raws))
            self.whole.worker.nudge()

    # -- health --------------------------------------------------------------------------------------------

    async def ready(self) -> tuple[bool, str]:
        if self._stopping:
            return False, "stopping"
        try:
            if await self.whole.store.aread(revision) != head():
                return False, "schema not current: run `madoguchi migrate`"
        except StoreError:
            return False, "database unreachable"
        silent = asyncio.get_running_loop().time() - self._ticked_at
        if self.only != "web" and silent > 10 * TICK:
            return False, "schedule not ticking"
        return True, "ready"

    async def refresh(self) -> None:
        rooms = self.whole.rooms
        with suppress(StoreError):
            came, going = await self.whole.store.aread(
                lambda connection: (inbox.counts(rooms.unit(connection)), outbox.counts(rooms.unit(connection)))
            )
            for status, count in came.items():
                rooms.measures.inbox.labels(status).set(count)
            for status, count in going.items():
                rooms.measures.outbox.labels(status).set(count)

    # -- work ----------------------------------------------------------------------------------------------

    async def start(self) -> None:
        if self.only != "web":
            self.whole.worker.start()
            self._scheduler.add_job(self._tick, "interval", seconds=TICK)
            self._scheduler.add_job(self._watch, "interval", seconds=WATCH)
            if line := self.whole.line:
                self._scheduler.add_job(
                    Names(self.whole.rooms, self.whole.store, line).learn, "interval", seconds=ASK_NAMES
                )
            if linking := self.whole.linking:
                self._scheduler.add_job(linking.link, "interval", seconds=LINK_MENUS)
            self._ticked_at = asyncio.get_running_loop().time()
            self._scheduler.start()
        await self._introduce()

    async def stop(self) -> None:
        self._stopping = True
        if self._scheduler.running:
            self._scheduler.pause()
        if self._polling:
            self._polling.cancel()
            with suppress(asyncio.CancelledError):
                await self._polling
        await self.whole.worker.stop(STOP_WITHIN)
        await self._stop_ticking()
        await self.whole.close()
        await asyncio.to_thread(self.whole.store.close, STOP_WITHIN)

    async def _tick(self) -> None:
        self._ticked_at = asyncio.get_running_loop().time()
        async with self._ticking:
            try:
                await self.whole.worker.tick()
            except StoreError as error:
                log("schedule").error("database in trouble", error=type(error).__name__)

    async def _stop_ticking(self) -> None:
        """The clock in hand is done first: shut down at once, the scheduler would cut it off."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ticking.acquire(), STOP_WITHIN)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    _wall: float = 0.0
    _mono: float = 0.0

    async def _watch(self) -> None:
        """A wall clock that jumps would silence the scheduler: compare it with the monotonic one, wake, and say so."""
        wall, mono = self.whole.rooms.clock.now().timestamp(), asyncio.get_running_loop().time()
        if self._mono and abs((wall - self._wall) - (mono - self._mono)) > JUMP:
            log("schedule").error("the clock jumped", seconds=round((wall - self._wall) - (mono - self._mono)))
            self._scheduler.wakeup()
        self._wall, self._mono = wall, mono

    # -- the platforms -------------------------------------------------------------------------------------

    async def _introduce(self) -> None:
        """Tell the platforms where we are. A failure is said and changes nothing: events are kept over there."""
        whole = self.whole
        if whole.telegram and whole.settings.telegram_mode == "polling" and self.only != "web":
            self._polling = asyncio.create_task(self._poll(whole.telegram))
        elif whole.telegram and whole.settings.public_url:
            secret = whole.settings.telegram_webhook_secret.get_secret_value()
            await _said("telegram", whole.telegram.set_webhook(whole.settings.public_url, secret))
        if whole.line and whole.settings.public_url:
            await _said("line", whole.line.set_webhook(whole.settings.public_url))

    async def _poll(self, telegram: Telegram) -> None:
        """Store first, then ask again: to ask with an offset confirms all before it."""
        from bot.channels.telegram.parse import tapped  # noqa: PLC0415 -- only where the channel is on

        await _said("telegram", telegram.delete_webhook())
        offset = 0
        while True:
            try:
                raws, following = await telegram.poll(offset)
                await self.take("telegram", raws)
                for query in filter(None, (tapped(each.payload) for each in raws)):
                    keep_running(telegram.answer_callback(query))
                offset = following
            except (Unreachable, StoreError) as error:
                log("telegram").warning("polling failed", error=str(error))
                await asyncio.sleep(POLL_AGAIN)


async def _said(channel: str, call: object) -> None:
    try:
        await call  # type: ignore[misc]  # any of the channels' calls
    except Unreachable as error:
        log(channel).error("the platform could not be told where we are", error=str(error))


def storable(raw: Raw) -> Raw:
    """With names that every database takes as keys: one odd event must not cost its neighbours their place."""
    return replace(raw, event_id=_named(raw.event_id), conversation=_named(raw.conversation))


def _named(name: str) -> str:
    fits = len(name) <= LONGEST_NAME and name.isprintable()
    return name if fits else f"odd-{hashlib.sha256(name.encode(errors='replace')).hexdigest()}"


class Server(uvicorn.Server):
    """Ends at a signal, but does not raise it again as uvicorn does: that would kill the process before the turn in
    hand is finished.
    """

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield  # a test's service: its owner ends it
            return
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def new_scheduler() -> AsyncIOScheduler:
    """Memory only, each job once at a time, late runs merged and never dropped."""
    return AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )


def new_server(service: Service, host: str, port: int, app: Starlette | None = None) -> Server:
    settings = service.whole.settings
    config = uvicorn.Config(
        app or service.app(),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=5,
    )
    return Server(config)


async def run(service: Service, host: str, port: int, app: Starlette | None = None) -> None:
    """Until SIGINT or SIGTERM."""
    await run_on(new_server(service, host, port, app), service)


async def run_on(server: Server, service: Service) -> None:
    """Until the server ends. The port is open before the platforms are told of it."""
    try:
        serving = asyncio.create_task(server.serve(sockets=[listen(server.config.host, server.config.port)]))
        while not server.started and not serving.done():  # noqa: ASYNC110 -- uvicorn has no event for it
            await asyncio.sleep(0.01)
        if not serving.done():
            await service.start()
        await serving
    finally:
        await service.stop()


def listen(host: str, port: int) -> socket.socket:
    """Raises `BadSettings` where nobody can be let in by this address."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = (error.strerror or "").partition(" (")[0]
        raise BadSettings(f"--host {host} --port {port} cannot be listened on ({why}); choose others") from error
