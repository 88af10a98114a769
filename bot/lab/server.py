"""Real HTTP on 127.0.0.1: one event loop in a thread, and servers on it that can also refuse to be reached.

Here live threads, sockets and uvicorn; never what a platform answers.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from concurrent.futures import Future
from typing import Any, TypeVar

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.lab.ports import bound, kept_port

T = TypeVar("T")
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
AsgiApp = Callable[[Any, Any, Any], Awaitable[None]]

TRANSPORT = "lab.transport"
PATIENCE = 30.0


class LoopThread:
    """An event loop that lives beside the caller, so that a test may be synchronous or have its own."""

    def __init__(self, name: str) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def call(self, work: Coroutine[Any, Any, T], within: float = PATIENCE) -> T:
        return self.submit(work).result(within)

    def soon(self, act: Callable[[], object]) -> None:
        self.loop.call_soon_threadsafe(act)

    def stop(self) -> None:
        self.call(_cancel_the_rest())
        self.soon(self.loop.stop)
        self._thread.join(PATIENCE)
        self.loop.close()


async def _cancel_the_rest() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


class _OpenProtocol(H11Protocol):
    """Hands the connection itself to the application: a fault has to be able to cut it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        app = self.config.loaded_app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, TRANSPORT: transport}, receive, send)

        self.app = with_transport


class HttpServer:
    """Serves one application on one port; `refuse` keeps the port but closes it, `accept` opens it again."""

    def __init__(self, app: AsgiApp, thread: LoopThread) -> None:
        self._app = app
        self._thread = thread
        self.port = kept_port()
        self._socket = bound(self.port)
        self._server: uvicorn.Server | None = None
        self._serving: Future[None] | None = None
        self.accept()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def accept(self) -> None:
        if self._server is not None:
            return
        # Listening now, not when uvicorn gets to it: nobody has to wait for the server to be up.
        self._socket.listen(256)
        self._server = uvicorn.Server(_config(self._app))
        self._serving = self._thread.submit(self._server.serve(sockets=[self._socket]))

    def refuse(self) -> None:
        self.stop()
        self._socket = bound(self.port)

    def stop(self) -> None:
        if self._server is None or self._serving is None:
            return
        self._thread.call(_cut(self._server, self._serving))
        self._socket.close()
        self._server = self._serving = None

    def close(self) -> None:
        self.stop()
        self._socket.close()


async def _cut(server: uvicorn.Server, serving: Future[None]) -> None:
    # Not uvicorn's polite shutdown: held requests (time-outs, long polls) would keep it waiting.
    for listener in getattr(server, "servers", []):
        listener.close()
    for connection in list(server.server_state.connections):
        transport = getattr(connection, "transport", None)
        if transport is not None:
            transport.abort()
    for task in list(server.server_state.tasks):
        task.cancel()
    serving.cancel()
    await asyncio.sleep(0)


def _config(app: AsgiApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_OpenProtocol,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
    )
