"""What both stand-ins have: a server, a log of calls, a script of faults, waiting, and an end.

Here lives what does not depend on the platform; never a platform's words.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from types import TracebackType
from typing import Any, Self, TypeVar

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.lab.endpoint import Call, Counter, Now, Platform
from bot.lab.faults import Fault, Faults
from bot.lab.postman import Postman
from bot.lab.server import HttpServer, LoopThread
from bot.lab.watch import Watch

T = TypeVar("T")


class Lab:
    """Reached from any thread; `close` or `with` ends it."""

    watch: Watch
    thread: LoopThread
    server: HttpServer
    faults: Faults
    calls: list[Call]
    _postman: Postman

    def _prepare(self, name: str, patience: float) -> None:
        self.watch = Watch()
        self.thread = LoopThread(name)
        self.faults = Faults()
        self.calls = []
        self._postman = Postman(self.thread, patience)

    def _open(self, routes: Iterable[BaseRoute]) -> None:
        self.server = HttpServer(Starlette(routes=list(routes)), self.thread)

    def _counter(self, platform: Platform, now: Now) -> Counter:
        return Counter(platform, now, self.watch, self.faults, self.calls)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.server.close()
        self._postman.close()
        self.thread.stop()

    @property
    def url(self) -> str:
        """For the setting that names the platform's address."""
        return self.server.url

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def until(self, truth: Callable[[], T], within: float = 10.0) -> T:
        """Waits, without sleeping, until something is true of this stand-in."""
        return self.watch.until(truth, within)

    async def until_async(self, truth: Callable[[], T], within: float = 10.0) -> T:
        return await self.watch.until_async(truth, within)

    async def _outside(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(self.thread.submit(work))

    def fail_next(self, method: str, kind: Fault, times: int = 1, retry_after: int = 1) -> None:
        """`method` as in `calls`, or `*`."""
        self.faults.fail_next(method, kind, times, retry_after)

    def refuse(self) -> None:
        """Nobody listens at the platform's port until `accept`."""
        self.server.refuse()

    def accept(self) -> None:
        self.server.accept()
