"""Links to video meetings: what the house may ask of a tool that makes them, and how the tool may fail.

With the provider `manual` nobody is asked: staff paste a link. Here live the port and its values; never a tool's API.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting as it should be. `mark` is ours, unguessable, and known before the meeting is made, so that one whose
    making was never answered is found again. Nothing here says whose meeting it is.
    """

    start: datetime
    minutes: int
    topic: str
    mark: str


@dataclass(frozen=True, slots=True)
class Made:
    """A meeting that is there. Only what a guest needs: an address with a host's rights is never taken over."""

    id: str
    join_url: str = field(repr=False)
    passcode: str = field(default="", repr=False)


class Meetings(Protocol):
    """A tool that makes meetings, with the credentials of one office."""

    async def create(self, meeting: Planned) -> Made:
        """Raises `Passing` or `NoUse`, as all of these do."""
        ...

    async def move(self, ident: str, meeting: Planned) -> Made:
        """To its new time. Raises `Missing` where it is not there any more."""
        ...

    async def delete(self, ident: str) -> None:
        """Also where it is gone already."""
        ...

    async def find(self, mark: str) -> tuple[Made, ...]:
        """The meetings to come that bear this mark, oldest first: more than one where an answer was lost."""
        ...

    async def whoami(self) -> str:
        """Proves the credentials, and that they reach meetings. Raises `bot.ports.Unreachable`."""
        ...

    async def close(self) -> None: ...


class Failed(Exception):
    """The tool did not do it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Passing(Failed):
    """It may go better later; whether it was done is not known. `after` is when the tool wants to be asked again."""

    def __init__(self, reason: str, after: datetime | None = None) -> None:
        super().__init__(reason)
        self.after = after


class NoUse(Failed):
    """Asking again would not help."""


class Missing(NoUse):
    """There is no such meeting."""
