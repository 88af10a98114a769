"""Sending on the web is keeping: the bubbles go into our own table, then whoever looks is woken.

Here live the channel as the house knows it and the bell of this process; never what a bubble says.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from bot.channels.web.parse import NAME, parse, split
from bot.channels.web.render import render
from bot.envelope import Attempt, Incoming, Later, Letter, Outcome, Raw, Rejected, Sent
from flows.words import Words
from storage.faults import StoreError

MOST_BUBBLES = 5


class Shelf(Protocol):
    """Where the bubbles of a conversation are kept."""

    async def keep(self, address: str, bubbles: Mapping[str, Mapping[str, Any]]) -> bool:
        """Keep each under its key, in this order; a key already there is left as it is.

        False where no such conversation is known. Raises `storage.faults.StoreError`.
        """
        ...


class News:
    """Wakes the pages that are open in this process. Used inside one event loop only."""

    def __init__(self) -> None:
        self._listening: dict[str, set[asyncio.Event]] = defaultdict(set)

    def wake(self, address: str) -> None:
        for bell in self._listening.get(address, ()):
            bell.set()

    async def wait(self, address: str, is_there: Callable[[], Awaitable[bool]], seconds: float) -> None:
        """Until the bell rings, unless `is_there` finds that it has rung before; at most so many seconds."""
        bell = asyncio.Event()
        self._listening[address].add(bell)
        try:
            if not await is_there():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(bell.wait(), seconds)
        finally:
            self._forget(address, bell)

    def _forget(self, address: str, bell: asyncio.Event) -> None:
        self._listening[address].discard(bell)
        if not self._listening[address]:
            del self._listening[address]


class WebChannel:
    name = NAME
    bundle = MOST_BUBBLES
    can_ring = False
    edits = False
    remembers = True

    def __init__(self, shelf: Shelf, news: News) -> None:
        self._shelf, self._news = shelf, news

    def split(self, body: bytes) -> Sequence[Raw]:
        return split(body)

    def parse(self, payload: bytes) -> Incoming | None:
        return parse(payload)

    def render(
        self,
        letters: Sequence[Letter],
        words: Words,
        *,
        repeated: bool = False,
        group: bool = False,  # noqa: ARG002 -- buttons are the same in a group
    ) -> Mapping[str, Any]:
        return render(letters, words, repeated=repeated)

    async def send(self, address: str, payload: Mapping[str, Any], attempt: Attempt) -> Outcome:
        """A repeat keeps nothing twice, so whatever went wrong may be tried again."""
        keyed = {f"{attempt.retry_key}:{n}": each for n, each in enumerate(payload["bubbles"])}
        try:
            known = not keyed or await self._shelf.keep(address, keyed)
        except StoreError as error:
            return Later(reason=type(error).__name__)
        if not known:
            return Rejected("no such conversation")
        self._news.wake(address)
        return Sent(tuple(keyed))

    async def whoami(self) -> str:
        """The page is ourselves."""
        return NAME

    async def close(self) -> None:
        """Nothing is held open."""
