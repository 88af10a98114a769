"""One lock for a stand-in's state, and a way to wait until something is true of it without sleeping.

Here lives waiting and locking only; never what is waited for.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Watch:
    def __init__(self) -> None:
        self._condition = threading.Condition(threading.RLock())

    @contextmanager
    def change(self) -> Iterator[None]:
        """Whoever reads or changes the state stands in here; who waits looks again afterwards."""
        with self._condition:
            try:
                yield
            finally:
                self._condition.notify_all()

    def until(self, truth: Callable[[], T], within: float = 10.0) -> T:
        """What `truth` says as soon as it is truthy; TimeoutError after `within` seconds of real time."""
        with self._condition:
            said = self._condition.wait_for(truth, within)
        if not said:
            raise TimeoutError(f"not true within {within} s")
        return said

    async def until_async(self, truth: Callable[[], T], within: float = 10.0) -> T:
        """The same for a caller with an event loop of its own, which goes on turning meanwhile."""
        return await asyncio.to_thread(self.until, truth, within)
