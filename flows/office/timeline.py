"""What happened around a booking, put together from what was written down, for whoever has to decide about it.

Contacts stand where they *happened*, and say when they were written down. Never here: words of a job seeker.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from flows.office.appointment import ContactKind, Deed

DEEDS = (
    *(Deed.CHOOSE, Deed.CANCEL, Deed.DEEM, Deed.HERE, Deed.CALLED),
    *(Deed.OUR_FAULT, Deed.NO_CONTACT, Deed.UNDO, Deed.TOUCH),
    *("link", "said_in_touch", "accept", "uphold", "refuse_use", "lift_refusal"),
)
"""Deeds that a timeline tells of, by their names in the audit."""
Author = Literal["person", "clerk", "clock"]
LATER = timedelta(minutes=1)
"""Written down later than this after it happened is worth saying."""
MOST = 40
"""Lines of one timeline: the newest."""


@dataclass(frozen=True, slots=True)
class Happening:
    """`what` is a deed of `DEEDS`, or a kind of contact; `name` that of the clerk who did it, or wrote it down."""

    at: datetime
    what: str
    author: Author
    name: str = ""
    recorded_at: datetime | None = None

    @property
    def contact(self) -> bool:
        return self.what in set(ContactKind)

    @property
    def written_later(self) -> bool:
        return self.recorded_at is not None and self.recorded_at - self.at >= LATER


def in_order(happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    """Oldest first, by when it happened; at one moment in the order in which it was written."""
    return tuple(sorted(happenings, key=lambda each: (each.at, each.recorded_at or each.at)))[-MOST:]
