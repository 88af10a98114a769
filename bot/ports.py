"""The ports: what the moving parts may ask of the world outside. Each has a real adapter here or beside its owner,
and a fake of the same name in the tests.
"""

from __future__ import annotations

import random  # noqa: TID251 -- the one place that has chance
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bot.envelope import Attempt, Incoming, Letter, Outcome, Raw
from flows.words import Words

ALPHABET = "ACDEFHJKMNPRTUVWXY3479"
"""Letters and digits that no one confuses, aloud or on paper."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class Chance(Protocol):
    """Everything random: nonces, tokens, codes, jitter. A seed replays a whole day."""

    def data(self, length: int) -> bytes: ...

    def token(self) -> str:
        """An unguessable, URL-safe name (128 bits)."""
        ...

    def code(self, length: int) -> str:
        """A short code for people, from `ALPHABET`, beginning with a letter."""
        ...

    def jitter(self) -> float:
        """Between 0 and 1."""
        ...


class Channel(Protocol):
    """One way in, as the turn and the delivery know it."""

    name: str
    bundle: int
    """How many letters of one event may go in one sending."""
    can_ring: bool
    """Whether it reaches a person who is not looking."""
    edits: bool
    """Whether a message that was sent can still be changed, so that an answered question's buttons go."""
    remembers: bool
    """Whether the far side knows a repeat by its key and takes it once (but for answers by reply token)."""

    def split(self, body: bytes) -> Sequence[Raw]:
        """One request of the platform, cut into its events, barely looked at. Raises `Malformed`."""
        ...

    def parse(self, payload: bytes) -> Incoming | None:
        """One stored event; None for a kind that is no matter of ours. Raises `Malformed`."""
        ...

    def render(
        self, letters: Sequence[Letter], words: Words, *, repeated: bool = False, group: bool = False
    ) -> Mapping[str, Any]:
        """The payload of one sending, JSON: kept, so that a repeat sends the same. Marked if it may be a repeat."""
        ...

    async def send(self, address: str, payload: Mapping[str, Any], attempt: Attempt) -> Outcome: ...

    async def whoami(self) -> str:
        """Our own name as the platform knows it. Raises `Unreachable` with the cause."""
        ...

    async def close(self) -> None: ...


class Malformed(ValueError):
    """An event that is not what the platform promises."""


class Unreachable(Exception):
    """The platform does not answer, or not to us."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 -- the one place that reads the clock


class MovableClock:
    """A clock that the demo and the talk can push forward."""

    def __init__(self, base: Clock, ahead: timedelta = timedelta()) -> None:
        self._base, self.ahead = base, ahead

    def now(self) -> datetime:
        return self._base.now() + self.ahead

    def move_to(self, at: datetime) -> None:
        self.ahead += max(timedelta(), at - self.now())


class FixedClock:
    """A clock that stands still until it is moved: talks and tests."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move_to(self, at: datetime) -> None:
        self.at = max(self.at, at)


class SystemChance:
    def data(self, length: int) -> bytes:
        return secrets.token_bytes(length)

    def token(self) -> str:
        return secrets.token_urlsafe(16)

    def code(self, length: int) -> str:
        first = secrets.choice([each for each in ALPHABET if each.isalpha()])
        return first + "".join(secrets.choice(ALPHABET) for _ in range(length - 1))

    def jitter(self) -> float:
        return secrets.randbelow(1 << 20) / (1 << 20)


class SeededChance:
    """The same day again: never for real secrets."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 -- reproducible on purpose

    def data(self, length: int) -> bytes:
        return self._random.randbytes(length)

    def token(self) -> str:
        return self._random.randbytes(16).hex()

    def code(self, length: int) -> str:
        letters = [each for each in ALPHABET if each.isalpha()]
        return self._random.choice(letters) + "".join(self._random.choices(ALPHABET, k=length - 1))

    def jitter(self) -> float:
        return self._random.random()
