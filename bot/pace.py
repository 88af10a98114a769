"""How fast a channel may be written to: so many to one chat, to one group, and over all. Seconds in, seconds out.

Pure arithmetic on a monotonic clock that is passed in; who waits, and how, is the delivery's matter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
    """`burst` at once, then one every `every` seconds."""

    burst: float
    every: float
    free_at: float = -math.inf

    def take(self, now: float) -> float:
        """Seconds to wait before the one taken now may go."""
        self.free_at = max(self.free_at, now - (self.burst - 1) * self.every)
        wait = max(0.0, self.free_at - now)
        self.free_at += self.every
        return wait


@dataclass(frozen=True, slots=True)
class Limits:
    chat: tuple[float, float] = (3, 1.0)
    group: tuple[float, float] = (5, 4.0)
    overall: tuple[float, float] = (5, 1 / 25)


UNPACED = Limits((1000, 0.0), (1000, 0.0), (1000, 0.0))
PACES = {"telegram": Limits()}
"""Telegram: one a second to a chat (short bursts pass), 20 a minute to a group, 30 a second over all.

A burst and the steady rate behind it together stay within the platform's count of any such span.
"""
FORGOTTEN_AFTER = 10_000
"""Chats remembered at most: a forgotten one may burst again, which the platform's own 429 would cure."""


@dataclass(slots=True)
class Pace:
    limits: Limits
    _overall: Bucket = field(init=False)
    _chats: dict[str, Bucket] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._overall = Bucket(*self.limits.overall)

    def wait(self, address: str, *, group: bool, now: float) -> float:
        if len(self._chats) > FORGOTTEN_AFTER:
            self._chats.clear()
        chat = self._chats.setdefault(address, Bucket(*(self.limits.group if group else self.limits.chat)))
        return max(chat.take(now), self._overall.take(now))


def pace_of(channel: str) -> Pace:
    return Pace(PACES.get(channel, UNPACED))
