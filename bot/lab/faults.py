"""What goes wrong on purpose: a script of faults per method, and how an answer is spoilt on the wire.

Here live the kinds of faults and how they look on a connection; never a platform's own refusals.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

from starlette.requests import Request

from bot.lab.server import TRANSPORT, Receive, Scope, Send

ANY = "*"


class Fault(StrEnum):
    """Each says whether the platform has acted upon the request: that is what a client cannot know."""

    TOO_MANY = "429"  # not acted
    ERROR = "500"  # not acted
    ERROR_AFTER = "500-after"  # acted, and then an error
    GATEWAY = "502"  # not acted; the body is HTML, as gateways have it
    RESET = "reset"  # not acted; the connection is cut without an answer
    SILENT_BEFORE = "silent-before"  # not acted; held until the client goes away
    SILENT_AFTER = "silent-after"  # acted; held until the client goes away
    TRUNCATED = "truncated"  # acted; the body ends before its Content-Length
    OFF_SCHEMA = "off-schema"  # acted; 200 with JSON that is not what the method promises
    UNAUTHORIZED = "401"  # not acted


NOT_ACTED = frozenset(
    {Fault.TOO_MANY, Fault.ERROR, Fault.GATEWAY, Fault.RESET, Fault.SILENT_BEFORE, Fault.UNAUTHORIZED}
)
SILENT = frozenset({Fault.SILENT_BEFORE, Fault.SILENT_AFTER})


@dataclass(frozen=True)
class Planned:
    kind: Fault
    retry_after: int = 1


@dataclass
class Faults:
    """A queue per method; `*` is any method and is asked last. An unreachable server is `lab.refuse()`."""

    _script: dict[str, deque[Planned]] = field(default_factory=dict)

    def fail_next(self, method: str, kind: Fault, times: int = 1, retry_after: int = 1) -> None:
        queue = self._script.setdefault(method.lower(), deque())
        queue.extend([Planned(kind, retry_after)] * times)

    def take(self, method: str) -> Planned | None:
        for name in (method.lower(), ANY):
            queue = self._script.get(name)
            if queue:
                return queue.popleft()
        return None

    def clear(self) -> None:
        self._script.clear()

    @property
    def left(self) -> int:
        return sum(map(len, self._script.values()))


async def hold(request: Request) -> None:
    """Says nothing until the client has given up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def cut(scope: Scope, receive: Receive) -> None:
    scope[TRANSPORT].abort()
    await hold(Request(scope, receive))


async def truncate(scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    scope[TRANSPORT].close()
    await hold(Request(scope, receive))
