"""The demo in service for browser tests: the real application over real HTTP, begun on a Wednesday morning.

Here lives starting, beginning anew, and looking inside; hands and eyes are in `players`. Never an assertion.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from bot import demo, serve, wiring
from bot.channels.web.parse import NAME as WEB
from bot.channels.web.parse import Note
from bot.demo import STAFF, DemoService, DemoStage
from bot.envelope import Author
from bot.lab.ports import kept_port
from bot.lab.server import LoopThread
from bot.pages.demo import CLERK
from bot.ports import Clock, MovableClock, SystemChance, SystemClock
from flows.office.policy import TOKYO
from storage.records import conversations
from storage.tables.applications import APPLICATION

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from sqlalchemy import Connection

    from bot.wiring import Whole

START: Final = datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO)
"""Long enough before the next days off that every reminder has its place."""
CODES: Final = select(APPLICATION.c.code).order_by(APPLICATION.c.created_at)
"""Reference codes of all bookings, the newest last."""
PATIENCE: Final = 60.0
"""For a machine that is busy with other tests."""


class Since:
    """A clock that goes as ours does, but began at START."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._began = clock, clock.now()

    def now(self) -> datetime:
        return START + (self._clock.now() - self._began)


@dataclass
class Demo:
    folder: Path
    port: int = field(default_factory=kept_port)
    thread: LoopThread = field(default_factory=lambda: LoopThread("demo"))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Demo:
        self._up = threading.Event()
        self._running: Future[None] = self.thread.submit(self._serve())
        self._running.add_done_callback(lambda _: self._up.set())
        self._up.wait(PATIENCE)
        if self._running.done():
            self._running.result()
        return self

    async def _serve(self) -> None:
        settings = demo.settings(self.folder, "127.0.0.1", self.port)
        clock, chance = MovableClock(Since(SystemClock())), SystemChance()
        wiring.prepare(settings, chance, clock, migrate=True)
        self.whole: Whole = wiring.whole(settings, clock, chance)
        self.stage = DemoStage(self.whole, clock)
        await self.stage.restart()
        service = DemoService(self.whole)
        self._server = serve.new_server(service, "127.0.0.1", self.port, demo.app(self.whole, self.stage, service))
        telling = asyncio.create_task(self._tell())
        await serve.run_on(self._server, service)
        await telling

    async def _tell(self) -> None:
        while not self._server.started and not self._server.should_exit:  # noqa: ASYNC110 -- it has no event for it
            await asyncio.sleep(0.01)
        self._up.set()

    def close(self) -> None:
        self._server.should_exit = True
        self._running.result(PATIENCE)
        self.thread.stop()

    # -- between the tests, and behind the pages ---------------------------------------------------------------

    def anew(self) -> None:
        """As at the first start, in no language yet."""
        self.stage.chosen = ""
        self.thread.call(self.stage.restart())

    def speak(self, tag: str) -> None:
        self.thread.call(self.stage.set_language(tag))

    def next_event(self) -> str:
        """Moves the clock to what comes next, and says what that was."""
        coming = self.thread.call(self.stage.next_event())
        self.thread.call(self.stage.move_clock("next"))
        return coming.key.removeprefix("demo.event.") if coming else ""

    def move_to(self, event: str) -> None:
        """Through everything until this has happened."""
        while True:
            came = self.next_event()
            if came == event:
                return
            if not came:
                raise LookupError(event)

    def orders(self, code: str, *orders: str) -> None:
        """What the clerk types in the staff group about this booking; each until it is answered."""
        for each in orders:
            self.thread.call(self._says(STAFF, Author(CLERK, "Clerk A"), {"text": f"{code} {each}"}))

    def codes(self) -> list[str]:
        return self.thread.call(self.whole.store.aread(lambda each: list(each.execute(CODES).scalars())))

    def takes(self, address: str, *answers: str) -> None:
        """What a person presses, by its code in the newest question, or types; each until it is answered."""
        for each in answers:
            self.thread.call(self._takes(address, each))

    async def _takes(self, address: str, answer: str) -> None:
        rows = await self.whole.house.history(address)
        asked = next(row.bubble for row in reversed(rows) if row.bubble["choices"] or row.bubble["footers"])
        prompt = next((each["prompt"] for each in asked["choices"] if each["code"] == answer), "")
        await self._says(address, Author(address), {"prompt": prompt, "code": answer} if prompt else {"text": answer})

    async def _says(self, address: str, author: Author, what: dict[str, str]) -> None:
        house, kind = self.whole.house, "picked" if "code" in what else "said"
        rows = await house.history(address)
        at, group = self.stage.clock.now(), address == STAFF
        note = Note(address, kind, at, author, token_hex(4), group=group, **what)  # type: ignore[arg-type]  # words alone
        await house.post(note.raw(), None)
        async with asyncio.timeout(PATIENCE):
            while not await house.history(address, rows[-1].number):
                await house.wait_for_news(address, rows[-1].number, PATIENCE)

    @property
    def address(self) -> str:
        """Of the one chat that is open."""
        return self.thread.call(self.whole.store.aread(self._address))

    def _address(self, connection: Connection) -> str:
        chats = conversations.on_channel(self.whole.rooms.unit(connection), WEB)
        return next(each.address for each in chats if each.address != STAFF)

    def is_in_touch(self, token: str) -> bool:
        """Whether the office knows that the person behind this join page is here."""
        view = self.thread.call(self.whole.house.join_view(token))
        return view is not None and view.joined
