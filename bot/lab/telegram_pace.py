"""How fast a bot may talk: once a second in a chat with a short burst, 20 a minute in a group, 30 a second.

Here lives the counting; never what is sent.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

GROUP_PER_MINUTE = 20
OVERALL_PER_SECOND = 30


@dataclass
class _Window:
    limit: int
    length: timedelta
    times: deque[datetime] = field(default_factory=deque)

    def wait(self, now: datetime) -> float:
        while self.times and now - self.times[0] >= self.length:
            self.times.popleft()
        if len(self.times) < self.limit:
            return 0
        return (self.times[0] + self.length - now).total_seconds()


@dataclass
class Pace:
    """`burst` messages may follow each other at once; each second one more."""

    burst: int = 5
    on: bool = True
    _overall: _Window = field(default_factory=lambda: _Window(OVERALL_PER_SECOND, timedelta(seconds=1)))
    _chats: dict[int, list[_Window]] = field(default_factory=dict)

    def refuse_until(self, chat: int, now: datetime, *, group: bool) -> int:
        """Seconds to wait, 0 where the message may go (and is then counted)."""
        if not self.on:
            return 0
        windows = [self._overall, *self._of(chat, group=group)]
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            return max(1, math.ceil(wait))
        for window in windows:
            window.times.append(now)
        return 0

    def _of(self, chat: int, *, group: bool) -> list[_Window]:
        if chat not in self._chats:
            own = [_Window(self.burst, timedelta(seconds=self.burst))]
            minute = [_Window(GROUP_PER_MINUTE, timedelta(minutes=1))] if group else []
            self._chats[chat] = own + minute
        return self._chats[chat]
