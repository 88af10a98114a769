"""The worker: keeps turns, deliveries and clocks going, each as long as there is something to do.

It waits for a nudge or, failing that, looks again every second, so that nothing depends on a nudge arriving.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

from bot.deliver import Delivery, Load
from bot.logs import log, place
from bot.meetings import MeetingRoom
from bot.schedule import Schedule
from bot.turn import Failed, Turns
from storage.faults import StoreError
from storage.store import Store

LOOK_AGAIN = 1.0
AFTER_TROUBLE = 2.0
MEETINGS_AT_ONCE = 3
"""So that one office's tool that hangs does not hold up all the others."""


@dataclass(slots=True)
class Worker:
    store: Store
    turns: Turns
    delivery: Delivery
    schedule: Schedule
    at_once: int = 1
    """Turns decided side by side (PostgreSQL); SQLite has one writer."""
    meetings: MeetingRoom | None = None
    """Where an office's video tool makes the links."""
    _nudges: list[asyncio.Event] = field(default_factory=list)
    _stopping: bool = False
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _sendings: set[asyncio.Task[None]] = field(default_factory=set)
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    """The nudge of deliveries alone: a sending that ended may let the next letter of its chat go."""

    def start(self) -> None:
        """Inside the running loop."""
        for _ in range(self.at_once):
            self._keep(self.turn)
        self._more = self._keep(self.deliver)
        for _ in range(MEETINGS_AT_ONCE if self.meetings else 0):
            self._keep(self.meet)

    async def stop(self, within: float) -> bool:
        """No new work; what is in hand is finished. False when `within` seconds were not enough."""
        self._stopping = True
        self.nudge()
        begun = asyncio.get_running_loop().time()
        late = await _within(self._tasks, within)
        late |= await _within(self._sendings, within - (asyncio.get_running_loop().time() - begun))
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
                "turn failed",
                channel=failure.event.channel,
                error=str(failure),
                tries=failure.event.tries + 1,
                at=place(failure.cause),
            )
            await self.store.awrite(self.turns.failed(failure))
            return True
        if did:
            self.nudge()
        return did

    async def deliver(self) -> bool:
        """Take the next parcel, if there is one and a hand is free, and let it be sent beside the others."""
        if len(self._sendings) >= self.delivery.at_once:
            return False  # the first to end nudges
        load = await self.delivery.take()
        if load is None:
            return False
        task = asyncio.create_task(self._send(load))
        self._sendings.add(task)
        task.add_done_callback(self._sendings.discard)
        return True

    async def _send(self, load: Load) -> None:
        try:
            await self.delivery.send(load)
        except StoreError as error:
            log("worker").error("database in trouble", error=type(error).__name__)
        except Exception as error:  # noqa: BLE001 -- its lease runs out, and it is taken again
            log("worker").error("a sending failed", error=type(error).__name__, at=place(error))
        self._more.set()

    async def meet(self) -> bool:
        """See to the next meeting at a video tool, if there is one. It waits for the tool, and nothing else does."""
        did = self.meetings is not None and await self.meetings.one()
        if did:
            self.nudge()
        return did

    async def tick(self) -> int:
        """Do whatever clocks are due. How many things were done. A job that fails does not stop the others."""
        count = 0
        for job in self.schedule.jobs:
            try:
                while not self._stopping and await self.store.awrite(job):
                    count += 1
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 -- the other clocks go on
                log("schedule").error("a job failed", error=type(error).__name__, at=place(error))
        if count:
            self.nudge()
        return count

    async def settle(self) -> None:
        """Until nothing is left to do now: for the demo's clock, talks and tests."""
        while await self.turn() or await self.delivery.one() or await self.tick() or await self.meet():
            pass

    def _keep(self, step: Callable[[], Awaitable[bool]]) -> asyncio.Event:
        nudge = asyncio.Event()
        self._nudges.append(nudge)
        self._tasks.append(asyncio.create_task(self._going(step, nudge)))
        return nudge

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
            log("worker").error("a step failed", error=type(error).__name__, at=place(error))
        await asyncio.sleep(AFTER_TROUBLE)
        return False

    async def _wait(self, nudge: asyncio.Event, seconds: float) -> None:
        try:
            await asyncio.wait_for(nudge.wait(), seconds)
        except TimeoutError:
            return


async def _within(tasks: Collection[asyncio.Task[None]], seconds: float) -> set[asyncio.Task[None]]:
    """Those of them that have not ended by then."""
    if not tasks:
        return set()
    _, late = await asyncio.wait(tasks, timeout=max(0.0, seconds))
    return late
