"""The worker: keeps turns, deliveries and clocks going, each as long as there is something to do.

It waits for a nudge or, failing that, looks again every second, so that nothing depends on a nudge arriving.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.deliver import Delivery
from bot.logs import log
from bot.schedule import Schedule
from bot.turn import Failed, Turns
from storage.faults import StoreError
from storage.store import Store

LOOK_AGAIN = 1.0
AFTER_TROUBLE = 2.0


@dataclass(slots=True)
class Worker:
    store: Store
    turns: Turns
    delivery: Delivery
    schedule: Schedule
    at_once: int = 1
    """Turns decided side by side (PostgreSQL); SQLite has one writer."""
    _nudges: list[asyncio.Event] = field(default_factory=list)
    _stopping: bool = False
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> None:
        """Inside the running loop."""
        for _ in range(self.at_once):
            self._keep(self.turn)
        for _ in range(self.delivery.at_once):
            self._keep(self.delivery.one)

    async def stop(self, within: float) -> bool:
        """No new work; what is in hand is finished. False when `within` seconds were not enough."""
        self._stopping = True
        self.nudge()
        if not self._tasks:
            return True
        _, late = await asyncio.wait(self._tasks, timeout=within)
        for task in late:
            task.cancel()
        return not late

    def nudge(self) -> None:
        for each in self._nudges:
            each.set()

    async def turn(self) -> bool:
        """Decide one waiting event; a failure is written down, and its event does not block those of others."""
        try:
            did = await self.store.awrite(self.turns.one)
        except Failed as failure:
            log("turn").error(
                "turn failed", channel=failure.event.channel, error=str(failure), tries=failure.event.tries + 1
            )
            log("turn").debug("the failed turn", exc_info=failure.cause)  # may quote a person: for a developer's eyes
            await self.store.awrite(self.turns.failed(failure))
            return True
        if did:
            self.nudge()
        return did

    async def tick(self) -> int:
        """Do whatever clocks are due. How many things were done."""
        count = 0
        for job in self.schedule.jobs:
            while not self._stopping and await self.store.awrite(job):
                count += 1
        if count:
            self.nudge()
        return count

    async def settle(self) -> None:
        """Until nothing is left to do now: for the demo's clock, talks and tests."""
        busy = True
        while busy:
            ticked = await self.tick()
            turned = await self.turn()
            sent = await self.delivery.one()
            busy = bool(ticked or turned or sent)

    def _keep(self, step: Callable[[], Awaitable[bool]]) -> None:
        nudge = asyncio.Event()
        self._nudges.append(nudge)
        self._tasks.append(asyncio.create_task(self._going(step, nudge)))

    async def _going(self, step: Callable[[], Awaitable[bool]], nudge: asyncio.Event) -> None:
        while not self._stopping:
            nudge.clear()
            if not await self._safely(step):
                await self._wait(nudge, LOOK_AGAIN)

    async def _safely(self, step: Callable[[], Awaitable[bool]]) -> bool:
        """One step. Trouble with the database, or a fault of ours, must not end the loop: it is said, and we go on."""
        try:
            return await step()
        except StoreError as error:
            log("worker").error("database in trouble", error=type(error).__name__)
        except Exception as error:  # noqa: BLE001 -- the loop must live
            log("worker").error("a step failed", error=type(error).__name__, exc_info=error)
        await asyncio.sleep(AFTER_TROUBLE)
        return False

    async def _wait(self, nudge: asyncio.Event, seconds: float) -> None:
        try:
            await asyncio.wait_for(nudge.wait(), seconds)
        except TimeoutError:
            return
