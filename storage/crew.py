"""A few threads, each with one connection of its own, taking work from one short queue.

Here live order (urgent before ordinary, each first come first served), the bound, and closing.
Never here: SQL, transactions, or a clock.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from storage.faults import Busy, Closed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from storage.hand import Hand

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Job(Generic[T]):
    fn: Callable[[Connection], T]
    future: Future[T]

    def do(self, hand: Hand) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = hand.run(self.fn)
        except BaseException as error:  # noqa: BLE001 -- whoever waits for the result gets it, whatever it is
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class Workers(Protocol):
    def put(self, fn: Callable[[Connection], T], *, first: bool = False) -> Future[T]: ...
    def waiting(self) -> int: ...
    def close(self, timeout: float) -> bool: ...


class Crew:
    def __init__(self, name: str, hands: Sequence[Hand], limit: int) -> None:
        self._limit = limit
        self._first: deque[Job[object]] = deque()
        self._rest: deque[Job[object]] = deque()
        self._changed = threading.Condition()
        self._open = True
        self._threads = [self._thread(f"{name}-{number}", hand) for number, hand in enumerate(hands, 1)]
        self._at_work = len(self._threads)
        for thread in self._threads:
            thread.start()

    def put(self, fn: Callable[[Connection], T], *, first: bool = False) -> Future[T]:
        """Urgent and ordinary work are counted apart, so that a heap of turns never keeps an event out."""
        job: Job[T] = Job(fn, Future())
        line = self._first if first else self._rest
        with self._changed:
            if not self._open:
                raise Closed
            if len(line) >= self._limit:
                raise Busy
            line.append(job)  # type: ignore[arg-type]  # the queue does not look at results
            self._changed.notify()
        return job.future

    def waiting(self) -> int:
        return len(self._first) + len(self._rest)

    def close(self, timeout: float) -> bool:
        """Take nothing new, finish what was accepted; after `timeout` seconds cancel what was not begun."""
        with self._changed:
            self._open = False
            self._changed.notify_all()
            done = self._changed.wait_for(lambda: self._at_work == 0, timeout)
            self._cancel_rest()
        if done:
            for thread in self._threads:
                thread.join()
        return done

    def _thread(self, name: str, hand: Hand) -> threading.Thread:
        # a daemon, so that a database that never answers cannot keep the process from ending
        return threading.Thread(target=self._serve, args=(hand,), name=name, daemon=True)

    def _serve(self, hand: Hand) -> None:
        try:
            while (job := self._take()) is not None:
                job.do(hand)
                del job  # an idle thread must not keep the last result alive
        finally:
            hand.close()
            with self._changed:
                self._at_work -= 1
                self._changed.notify_all()

    def _take(self) -> Job[object] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._first or self._rest or not self._open)
            line = self._first or self._rest
            return line.popleft() if line else None

    def _cancel_rest(self) -> None:
        for line in (self._first, self._rest):
            while line:
                line.popleft().future.cancel()


class Inline:
    """No threads: work is done where it is put, so that a simulation from one seed repeats itself."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self._open = True

    def put(self, fn: Callable[[Connection], T], *, first: bool = False) -> Future[T]:
        del first
        if not self._open:
            raise Closed
        job: Job[T] = Job(fn, Future())
        job.do(self._hand)
        return job.future

    def waiting(self) -> int:
        return 0

    def close(self, timeout: float) -> bool:
        del timeout
        self._open = False
        self._hand.close()
        return True
