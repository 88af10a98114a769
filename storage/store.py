"""The one door to the database: work goes in as a function, and comes back as a future.

Here live the two crews (one writer on SQLite, several on PostgreSQL; readers beside them).
Never here: tables, statements, or what a record means.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from storage.crew import Crew, Inline, Workers
from storage.engines import LOCK_WAIT, open_engine, open_reading_engine
from storage.faults import Busy, Closed, CommitUnknown, StoreError, Unavailable, judge, judge_reading
from storage.hand import Hand, Patience, fold

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from sqlalchemy import Connection

__all__ = ["Busy", "Closed", "CommitUnknown", "Limits", "Store", "StoreError", "Unavailable", "fold"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """`waiting` counts urgent writes, other writes and reads apart; `lock_wait` is in seconds."""

    writers: int = 4  # on PostgreSQL; SQLite has one
    readers: int = 2
    waiting: int = 1000
    lock_wait: float = LOCK_WAIT


NORMAL: Final = Limits()


class Store:
    fold = staticmethod(fold)

    def __init__(
        self,
        url: str,
        *,
        jitter: Callable[[], float],
        pause: Callable[[float], None] = time.sleep,
        limits: Limits = NORMAL,
        inline: bool = False,
    ) -> None:
        """Nothing is connected until the first work. `inline` does the work in the calling thread."""
        patience = Patience(jitter, pause)
        writing = open_engine(url, lock_wait=limits.lock_wait)
        reading = open_reading_engine(url, lock_wait=limits.lock_wait)
        self.dialect: Final[str] = writing.dialect.name
        writers = 1 if inline or self.dialect == "sqlite" else limits.writers
        readers = 1 if inline else limits.readers
        writing_hands = [Hand(writing, patience, judge) for _ in range(writers)]
        reading_hands = [Hand(reading, patience, judge_reading) for _ in range(readers)]
        self._writing: Workers
        self._reading: Workers
        if inline:
            self._writing, self._reading = Inline(writing_hands[0]), Inline(reading_hands[0])
        else:
            self._writing = Crew("store-write", writing_hands, limits.waiting)
            self._reading = Crew("store-read", reading_hands, limits.waiting)

    def write(self, fn: Callable[[Connection], T], *, first: bool = False) -> Future[T]:
        """Run `fn` in one transaction, which is committed when the future has its result.

        A deadlock, a lock held too long or a lost connection repeats the whole of `fn`, so it may do nothing
        but use its connection. `first` goes before all other waiting work. Raises `Busy` or `Closed` at once;
        the future fails with `Unavailable`, `CommitUnknown`, or whatever `fn` raised (nothing is kept then).
        """
        return self._writing.put(fn, first=first)

    def read(self, fn: Callable[[Connection], T]) -> Future[T]:
        """Run `fn` on one unmoving view of what is committed; it cannot write."""
        return self._reading.put(fn)

    async def awrite(self, fn: Callable[[Connection], T], *, first: bool = False) -> T:
        """Cancelled while it waits, the work is dropped; once begun, it is committed all the same."""
        return await asyncio.wrap_future(self.write(fn, first=first))

    async def aread(self, fn: Callable[[Connection], T]) -> T:
        return await asyncio.wrap_future(self.read(fn))

    def ping(self) -> Future[None]:
        """Fails with `Unavailable` when the database does not answer."""
        return self.read(_nothing)

    def waiting(self) -> int:
        """How many writes are accepted and not begun."""
        return self._writing.waiting()

    def close(self, timeout: float) -> bool:
        """Take nothing new and finish what was accepted, writes first; False when `timeout` seconds ran out.

        What was not begun by then is cancelled; what still runs may finish until the process ends.
        """
        written = self._writing.close(timeout)
        read = self._reading.close(timeout if written else 0)
        return written and read


def _nothing(connection: Connection) -> None:
    connection.exec_driver_sql("SELECT 1")
