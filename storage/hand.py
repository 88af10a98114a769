"""One connection, and the manners of one transaction on it: all of it or nothing, repeated where that helps.

Here lives the only place that begins, commits and rolls back.
Never here: threads and queues (`storage.crew`), or what any error code means (`storage.faults`).
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy.exc import DBAPIError

from storage.faults import CommitUnknown, Fault, Unavailable, judge, unknown_result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine, RootTransaction

T = TypeVar("T")
TRIES: Final = 5
FIRST_WAIT: Final = 0.02  # seconds, doubled each time, shortened by chance


@dataclass(frozen=True, slots=True)
class Patience:
    """How to wait before a repeat: `jitter` gives a number from 0 to 1, `pause` waits so many seconds."""

    jitter: Callable[[], float]
    pause: Callable[[float], None] = time.sleep

    def wait(self, attempt: int) -> None:
        self.pause(FIRST_WAIT * 2**attempt * self.jitter())


class Hand:
    def __init__(self, engine: Engine, patience: Patience, judge: Callable[[DBAPIError], Fault] = judge) -> None:
        self._engine = engine
        self._patience = patience
        self._judge = judge
        self._kept: Connection | None = None

    def run(self, fn: Callable[[Connection], T]) -> T:
        attempt = 0
        while True:
            try:
                return self._once(fn)
            except DBAPIError as error:
                attempt += 1
                fault = self._judge(error)
                if fault is Fault.OURS:
                    raise
                if fault is Fault.STANDING or attempt == TRIES:
                    raise Unavailable from error
            self._patience.wait(attempt)

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _once(self, fn: Callable[[Connection], T]) -> T:
        connection = self._connection()
        transaction = connection.begin()
        try:
            result = fn(connection)
        except BaseException:
            self._undo(transaction)
            raise
        self._commit(transaction)
        return result

    def _connection(self) -> Connection:
        if self._kept is not None and self._kept.invalidated:
            self._drop()
        if self._kept is None:
            self._kept = self._engine.connect()
        return self._kept

    def _undo(self, transaction: RootTransaction) -> None:
        try:
            transaction.rollback()
        except DBAPIError:
            self._drop()

    def _commit(self, transaction: RootTransaction) -> None:
        try:
            transaction.commit()
        except DBAPIError as error:
            self._drop()
            if unknown_result(error):
                raise CommitUnknown from error
            raise

    def _drop(self) -> None:
        """Close without trusting it: what was not committed is rolled back by the database."""
        if self._kept is not None:
            self._kept.invalidate()
            self._kept.close()
            self._kept = None


@contextmanager
def fold(connection: Connection) -> Iterator[None]:
    """A savepoint for one event of a batch: an error undoes this event alone, and is raised.

    Catch outside it only what has a meaning (`storage.meaning`): after a passing error (a deadlock, a lost
    connection) the whole transaction is gone, and must be left to be repeated.
    """
    point = connection.begin_nested()
    try:
        yield
    except BaseException as error:
        if not (isinstance(error, DBAPIError) and judge(error) is not Fault.OURS):
            point.rollback()
        raise
    point.commit()
