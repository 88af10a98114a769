"""Carrying webhooks: parcels of one lane strictly in order, each until it is accepted or given up.

Here lives HTTP towards the product; never what an update or event contains.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

import httpx

from bot.lab.endpoint import JSON
from bot.lab.server import LoopThread
from bot.lab.watch import Watch

T = TypeVar("T")
UNREACHED = 0


@dataclass(frozen=True)
class Parcel:
    url: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Delivery:
    """One attempt. `status` is 0 where no answer came, `seconds` how long the answer took."""

    at: datetime
    content: JSON
    status: int
    seconds: float

    @property
    def accepted(self) -> bool:
        return accepted(self.status)


def accepted(status: int) -> bool:
    return 200 <= status < 300  # noqa: PLR2004 - HTTP's own border


@dataclass
class Reach:
    """Where a public address is on this machine, as a name server would say."""

    routes: dict[str, str] = field(default_factory=dict)

    def local(self, url: str) -> str:
        for public, local in self.routes.items():
            if url.startswith(public):
                return local + url.removeprefix(public)
        return url

    def known(self, url: str) -> bool:
        return self.local(url) != url or url.startswith("http://127.0.0.1")


class Postman:
    def __init__(self, thread: LoopThread, patience: float) -> None:
        self._thread = thread
        self._client = thread.call(self._open(patience))

    @staticmethod
    async def _open(patience: float) -> httpx.AsyncClient:
        # A proxy named in the environment must not see what is meant for this machine; nor is there any TLS here,
        # so that the certificates of the world need not be loaded.
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return httpx.AsyncClient(timeout=patience, trust_env=False, verify=tls)

    async def post(self, parcel: Parcel) -> tuple[int, float]:
        """The status (0: unreached) and the seconds it took."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            answer = await self._client.post(parcel.url, content=parcel.body, headers=parcel.headers)
        except httpx.HTTPError:
            return UNREACHED, loop.time() - begun
        return answer.status_code, loop.time() - begun

    def close(self) -> None:
        self._thread.call(self._client.aclose())


class Lanes(Generic[T]):
    """`carry` says whether the parcel is done with; if not, its lane waits `pause` seconds, then again."""

    def __init__(self, thread: LoopThread, watch: Watch, carry: Callable[[T], Awaitable[bool]], pause: float) -> None:
        self._thread = thread
        self._watch = watch
        self._carry = carry
        self._pause = pause
        self._queues: dict[str, deque[T]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self.waiting = 0

    def put(self, lane: str, parcel: T) -> None:
        with self._watch.change():
            self.waiting += 1
        self._thread.soon(lambda: self._accept(lane, parcel))

    def _accept(self, lane: str, parcel: T) -> None:
        if lane in self._queues:
            self._queues[lane].append(parcel)
            return
        self._queues[lane] = deque([parcel])
        task = asyncio.get_running_loop().create_task(self._run(lane))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _persist(self, parcel: T) -> None:
        done = await self._carry(parcel)
        while not done:
            await asyncio.sleep(self._pause)
            done = await self._carry(parcel)

    async def _run(self, lane: str) -> None:
        queue = self._queues[lane]
        while queue:
            await self._persist(queue[0])
            queue.popleft()
            with self._watch.change():
                self.waiting -= 1
        del self._queues[lane]
