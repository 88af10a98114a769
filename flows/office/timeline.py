"""What happened around a booking, put together from what was written down, for whoever has to decide about it.

Contacts stand where they *happened*, and say when they were written down. Never here: words of a job seeker, nor those
of a letter, of which only its kind is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from flows.office.appointment import ContactKind, Deed

DEEDS = (
    *(Deed.CHOOSE, Deed.BOOK, Deed.MOVE, Deed.CHANGE, Deed.PROPOSE, Deed.KEEP, Deed.END_CHANGE),
    *(Deed.CANCEL, Deed.CALLED_OFF, Deed.EXCUSE, Deed.CALL_OFF),
    *(Deed.DEEM, Deed.HERE, Deed.CALLED, Deed.OUR_FAULT, Deed.NO_CONTACT, Deed.NOT_HELD, Deed.UNDO, Deed.TOUCH),
    *("call_in", "book_next", "desk", "link", "link_failed"),
    *("said_in_touch", "accept", "uphold", "refuse_use", "lift_refusal"),
)
"""Deeds that a timeline tells of, by their names in the audit. What is moved at once is written down as moved, too."""
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "booked": ("booked",),
    "moved": ("moved",),
    "link": ("link", "link_now"),
    "reminder": ("reminder",),
    "reminder_soon": ("reminder_soon",),
    "trouble": ("trouble",),
    "deemed": ("deemed",),
    "no_contact": ("no_contact",),
    "no_link": ("no_link",),
    "other_times": ("change_offered", "change_offered_instead", "move_asked", "move_asked_instead"),
    "stands": ("restored", "not_held_undone", "change_late", "change_declined", "change_ended", "move_withdrawn"),
    "corrected": ("attended", "not_held", "our_fault"),
    "cancelled": ("called_off", "wish_accepted", "office_cancelled"),
    "appeal": ("appeal_accepted", "appeal_accepted_past", "appeal_upheld", "appeal_late"),
}
"""Kinds of letters to the person, told of once a channel has accepted one, with the keys of each, less `notice.`"""
LETTERS: Final[Mapping[str, str]] = {f"notice.{name}": kind for kind, names in KINDS.items() for name in names}
"""The kind of each such letter, by its key."""
Author = Literal["person", "clerk", "clock"]
LATER = timedelta(minutes=1)
"""Written down later than this after it happened is worth saying."""
MOST = 40
"""Lines of one timeline: the newest."""


@dataclass(frozen=True, slots=True)
class Happening:
    """`what` is a deed of `DEEDS`, a kind of contact, or one of letters (`KINDS`), which the `channel` accepted; `name`
    that of the clerk who did it, or wrote it down.
    """

    at: datetime
    what: str
    author: Author
    name: str = ""
    recorded_at: datetime | None = None
    channel: str = ""

    @property
    def contact(self) -> bool:
        return not self.channel and self.what in set(ContactKind)

    @property
    def written_later(self) -> bool:
        return self.recorded_at is not None and self.recorded_at - self.at >= LATER


def in_order(happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    """Oldest first, by when it happened; at one moment in the order in which it was written."""
    return tuple(sorted(happenings, key=lambda each: (each.at, each.recorded_at or each.at)))[-MOST:]
