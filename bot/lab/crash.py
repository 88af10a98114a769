"""The real service in a process that kills itself, at a named point, on its n-th passing there.

`serve` is to be run in a process of its own. A point is a piece of work on the database, and a moment of it: the
store's hand is the one place through which all work goes. Never here: what must be true afterwards.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final, TypeVar

from sqlalchemy import Connection

from bot import wiring
from bot.channels.line import wire as _line  # noqa: F401 -- a process made from this one finds it loaded
from bot.channels.telegram import client as _telegram  # noqa: F401 -- the same
from bot.logs import configure
from bot.ports import MovableClock, SystemChance, SystemClock
from bot.serve import Service, run
from bot.settings import load
from storage import store
from storage.hand import Hand
from storage.lockfile import LockFile, lock_path

T = TypeVar("T")
HOST: Final = "127.0.0.1"


class Moment(StrEnum):
    BEFORE = "before"
    WITHIN = "within"
    """Done, and not committed."""
    AFTER = "after"
    """Committed, and nobody told."""


@dataclass(frozen=True, slots=True)
class Point:
    work: str
    """The qualified name of the function that the store is given."""
    moment: Moment


_KEEP, _TURN, _TAKE, _RECORD, _CLOCK = (
    "Service.take.<locals>.write",
    "Turns.one",
    "Delivery._claim",
    "Delivery.send.<locals>.<lambda>",
    "Schedule.one",
)
POINTS: Final[Mapping[str, Point]] = {
    "storing": Point(_KEEP, Moment.WITHIN),
    "stored": Point(_KEEP, Moment.AFTER),  # and no 200 yet
    "deciding": Point(_TURN, Moment.WITHIN),
    "decided": Point(_TURN, Moment.AFTER),  # and nothing taken to be sent yet
    "taken": Point(_TAKE, Moment.AFTER),  # and not sent
    "sent": Point(_RECORD, Moment.BEFORE),  # the platform has acted
    "recording": Point(_RECORD, Moment.WITHIN),
    "ticking": Point(_CLOCK, Moment.WITHIN),
    "ticked": Point(_CLOCK, Moment.AFTER),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """`ahead`: seconds that the service's clock goes before the machine's. An empty `point` kills nobody."""

    settings: Mapping[str, str]
    port: int
    ahead: float = 0.0
    point: str = ""
    passing: int = 1


@dataclass(slots=True)
class Fate:
    """Counts the passings of one point, and ends the process at the one that is meant."""

    point: Point
    left: int
    idle: tuple[object, ...] = field(default=(None, False))
    """What work gives that found nothing to do: no passing."""

    def pass_by(self, work: str, moment: Moment) -> None:
        if (work, moment) != (self.point.work, self.point.moment):
            return
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def counts(self, work: str, result: object) -> bool:
        return work not in {_TURN, _TAKE, _CLOCK} or result not in self.idle


def mortal(fate: Fate) -> type[Hand]:
    """A hand of the store that may die at its work."""

    class MortalHand(Hand):
        def run(self, fn: Callable[[Connection], T]) -> T:
            work: str = getattr(fn, "__qualname__", "")

            def watched(connection: Connection) -> T:
                fate.pass_by(work, Moment.BEFORE)
                result = fn(connection)
                if fate.counts(work, result):
                    fate.pass_by(work, Moment.WITHIN)
                return result

            result = super().run(watched)
            if fate.counts(work, result):
                fate.pass_by(work, Moment.AFTER)
            return result

    return MortalHand


def serve(plan: Plan) -> None:
    """As the command `serve` does, until a signal comes or the point is reached."""
    configure("ERROR")
    if plan.point:
        vars(store)["Hand"] = mortal(Fate(POINTS[plan.point], plan.passing))  # the one place that makes hands
    settings = load(_env_file=None, **plan.settings)
    clock, chance = MovableClock(SystemClock(), timedelta(seconds=plan.ahead)), SystemChance()
    wiring.prepare(settings, chance, clock, migrate=False)
    path = lock_path(settings.database)

    async def main() -> None:
        await run(Service(wiring.whole(settings, clock, chance)), HOST, plan.port)

    with LockFile(path) if path else nullcontext():
        asyncio.run(main())
