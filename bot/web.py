"""The front door for machines: both platforms' webhooks, health and figures. It verifies, stores, answers, nudges.

200 only after the events are in the database, 503 where they could not be stored; nothing is decided here.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.envelope import Raw
from bot.logs import log
from bot.ports import Malformed
from bot.rooms import Rooms
from storage.faults import StoreError

if TYPE_CHECKING:
    from bot.channels.line import Line
    from bot.channels.telegram.client import Telegram

BODY_LIMIT = 1 << 20
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name
SIGNATURE_HEADER = "X-Line-Signature"

Take = Callable[[str, Sequence[Raw]], Awaitable[None]]
"""Keeps events of a channel in the inbox and nudges the worker. Raises `StoreError`."""


class Health(Protocol):
    async def ready(self) -> tuple[bool, str]:
        """Whether we can do our work, and if not, what is missing."""
        ...

    async def refresh(self) -> None:
        """Bring the gauges up to date."""
        ...


@dataclass(frozen=True, slots=True)
class FrontDoor:
    rooms: Rooms
    take: Take
    health: Health
    telegram: Telegram | None = None
    telegram_secret: str = ""
    line: Line | None = None

    def routes(self) -> list[Route]:
        routes = [
            Route("/healthz", self.alive, methods=["GET"]),
            Route("/readyz", self.ready, methods=["GET"]),
            Route("/metrics", self.metrics, methods=["GET"]),
        ]
        if self.telegram:
            routes.append(Route("/telegram/webhook", self.from_telegram, methods=["POST"]))
        if self.line:
            routes.append(Route("/line/webhook", self.from_line, methods=["POST"]))
        return routes

    async def alive(self, _request: Request) -> Response:
        return PlainTextResponse("alive")

    async def ready(self, _request: Request) -> Response:
        ready, why = await self.health.ready()
        return PlainTextResponse(why, 200 if ready else 503)

    async def metrics(self, _request: Request) -> Response:
        await self.health.refresh()
        return Response(self.rooms.measures.text(), media_type="text/plain; version=0.0.4")

    async def from_telegram(self, request: Request) -> Response:
        from bot.channels.telegram.parse import authentic, tapped  # noqa: PLC0415 -- only where the channel is on

        if not authentic(request.headers.get(SECRET_HEADER), self.telegram_secret):
            return self._refused("telegram", 401)
        body = await read(request)
        if body is None:
            return self._refused("telegram", 413)
        response = await self._keep("telegram", body)
        if self.telegram and response.status_code == 200 and (query := tapped(body)):  # noqa: PLR2004 -- HTTP's OK
            keep_running(self.telegram.answer_callback(query))
        return response

    async def from_line(self, request: Request) -> Response:
        body = await read(request)
        if body is None:
            return self._refused("line", 413)
        if self.line is None or not self.line.authentic(body, request.headers.get(SIGNATURE_HEADER, "")):
            return self._refused("line", 401)
        return await self._keep("line", body)

    def _refused(self, channel: str, status: int) -> Response:
        self.rooms.measures.events.labels(channel, "refused").inc()
        return Response(status_code=status)

    async def _keep(self, channel: str, body: bytes) -> Response:
        try:
            raws = self.rooms.channels[channel].split(body)
        except Malformed:
            self.rooms.measures.events.labels(channel, "malformed").inc()
            raws = (Raw(f"malformed-{hashlib.sha256(body).hexdigest()[:40]}", "malformed", body),)
        try:
            await self.take(channel, raws)
        except StoreError as error:
            log("web").error("events could not be stored", channel=channel, error=type(error).__name__)
            return Response(status_code=503, headers={"Retry-After": "5"})
        return Response(status_code=200)


async def read(request: Request) -> bytes | None:
    """The body, or None where it is longer than any honest one."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


_running: set[asyncio.Future[None]] = set()


def keep_running(work: Awaitable[None]) -> None:
    """Start something whose end nobody waits for, and hold on to it until it has ended."""
    task = asyncio.ensure_future(work)
    _running.add(task)
    task.add_done_callback(_running.discard)
