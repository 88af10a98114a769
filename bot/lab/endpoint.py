"""One request: read it, spoil it if the script says so, act upon it, note it down, answer.

Here lives the order of these; never what a method does nor what a fault looks like on the wire.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.lab.faults import NOT_ACTED, SILENT, Fault, Faults, Planned, cut, hold, truncate
from bot.lab.server import Receive, Scope, Send
from bot.lab.watch import Watch

JSON = dict[str, Any]
Now = Callable[[], datetime]
NO_CONTENT = 204


@dataclass(frozen=True)
class Answer:
    status: int
    body: JSON
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> bytes:
        return json.dumps(self.body, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Call:
    """One request as the platform saw it. `status` is None where the client got no whole answer."""

    at: datetime
    method: str
    params: JSON
    headers: Mapping[str, str]
    status: int | None
    answer: JSON
    acted: bool
    fault: Fault | None = None

    @property
    def ok(self) -> bool:
        return self.acted and self.status is not None and self.status < 400  # noqa: PLR2004 - HTTP's own border


@dataclass(frozen=True)
class Asked:
    """A request that was read: which method, with what."""

    method: str
    params: JSON
    request: Request
    raw: bytes = b""


@dataclass(frozen=True)
class Platform:
    """What differs between platforms."""

    read: Callable[[Request], Awaitable[Asked]]
    act: Callable[[Asked], Awaitable[Answer]]
    spoilt: Callable[[Planned], Answer]


@dataclass
class Counter:
    """The ASGI application behind every route of a stand-in."""

    platform: Platform
    now: Now
    watch: Watch
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        asked = await self.platform.read(request)
        planned = self.faults.take(asked.method)
        answer = await self._answer(asked, planned)
        await _send(answer, planned, (scope, receive, send))

    async def _answer(self, asked: Asked, planned: Planned | None) -> Answer:
        acted = planned is None or planned.kind not in NOT_ACTED
        answer = await self.platform.act(asked) if acted else None
        if planned is not None and (answer is None or planned.kind is Fault.ERROR_AFTER):
            answer = self.platform.spoilt(planned)
        if answer is None:
            raise RuntimeError("a request without a fault is always acted upon")
        self._note(asked, planned, answer, acted=acted)
        return answer

    def _note(self, asked: Asked, planned: Planned | None, answer: Answer, *, acted: bool) -> None:
        kind = planned.kind if planned else None
        unanswered = kind in SILENT or kind in (Fault.RESET, Fault.TRUNCATED)
        headers = {k: v for k, v in asked.request.headers.items() if k != "authorization"}
        status = None if unanswered else answer.status
        with self.watch.change():
            self.calls.append(Call(self.now(), asked.method, asked.params, headers, status, answer.body, acted, kind))


async def _send(answer: Answer, planned: Planned | None, asgi: tuple[Scope, Receive, Send]) -> None:
    scope, receive, send = asgi
    kind = planned.kind if planned else None
    if kind in SILENT:
        await hold(Request(scope, receive))
    elif kind is Fault.RESET:
        await cut(scope, receive)
    elif kind is Fault.TRUNCATED:
        await truncate(scope, receive, send, answer.bytes)
    else:
        await _response(answer, kind)(scope, receive, send)


def _response(answer: Answer, kind: Fault | None) -> Response:
    if kind is Fault.GATEWAY:
        return Response("<html><h1>502 Bad Gateway</h1></html>", 502, media_type="text/html")
    if kind is Fault.OFF_SCHEMA:
        return Response('{"surprise": [null]}', 200, media_type="application/json")
    if answer.status == NO_CONTENT:
        return Response(b"", answer.status, dict(answer.headers))
    return Response(answer.bytes, answer.status, dict(answer.headers), media_type="application/json")
