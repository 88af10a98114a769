"""What a turn (or a clock) made true. Storage keeps each fact; `notices` says who must be told of it.

A fact carries everything needed to keep it and nothing that must be guessed; it names no platform.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from flows.office.appointment import ContactKind, Deed
from flows.office.opening import Slot
from flows.office.reminders import Due


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    locale: str


@dataclass(frozen=True, slots=True)
class OfficeChosen:
    """Which of several offices this chat is with from now on."""

    office: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """`words` is the catalogue key of the button that was pressed."""

    documents: tuple[tuple[str, str], ...]
    """(name, version) of each text."""
    locale: str
    words: str


@dataclass(frozen=True, slots=True)
class Wished:
    """A new application. `code` is fresh: nobody has it."""

    code: str
    name: str
    number: str
    """Empty for *not yet*."""
    phone: str
    """E.164."""
    residence: str
    needs: str
    interpreter: str
    wishes: tuple[datetime, ...]
    answer_due: datetime


@dataclass(frozen=True, slots=True)
class WishedAgain:
    """None of the offered times suits: the offer ends, new wishes stand instead."""

    application: str
    wishes: tuple[datetime, ...]
    answer_due: datetime


@dataclass(frozen=True, slots=True)
class NoneSuits:
    """None of the offered times suits: they are free again at once; new wishes may follow."""

    application: str
    answer_due: datetime


@dataclass(frozen=True, slots=True)
class Booked:
    application: str
    offer: str
    slot: Slot


@dataclass(frozen=True, slots=True)
class Cancelled:
    application: str


@dataclass(frozen=True, slots=True)
class CancelWished:
    """Where only the telephone cancels: passed on to staff, and a contact at any time."""

    application: str
    happened_at: datetime | None = None
    """When it was said; None: as it is kept."""


@dataclass(frozen=True, slots=True)
class Contacted:
    application: str
    kind: ContactKind
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class WillCome:
    application: str


@dataclass(frozen=True, slots=True)
class SaidInTouch:
    """*I was in touch*: after a deemed cancellation the person disagrees."""

    application: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Asked for a person. `where` is the step they were at."""

    where: str


@dataclass(frozen=True, slots=True)
class Departed:
    """Blocked or left: reminders will not reach them, staff must telephone."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """Unblocked."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """A member of staff as the platform names them, and what our own table says they may do."""

    id: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    application: str
    times: tuple[tuple[Slot, str], ...]
    """Each time with the desk it is held at."""
    expires_at: datetime
    by: Clerk
    exception: str = ""
    """Why it is offered past its time; empty where it is in time."""


@dataclass(frozen=True, slots=True)
class Declined:
    application: str
    reason: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class Marked:
    """Staff said what happened: here, called, our fault, no contact."""

    application: str
    deed: Deed
    by: Clerk


@dataclass(frozen=True, slots=True)
class Undone:
    application: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class LinkGiven:
    application: str
    url: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class GroupBound:
    invite: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class RoleRedeemed:
    invite: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class CalledIn:
    """Booked by staff for somebody who telephoned: a person without a chat. `words` were read out to them."""

    wished: Wished
    documents: tuple[tuple[str, str], ...]
    words: str
    locale: str
    by: Clerk
    booked: tuple[Slot, str] | None = None
    """The time that was confirmed at once, with its desk; None: they have only wished."""


@dataclass(frozen=True, slots=True)
class BookedFor:
    """Staff confirm a time upon the person's word by telephone. `exception` is why it is past its time (K 6(1))."""

    application: str
    slot: Slot
    desk: str
    by: Clerk
    exception: str = ""


@dataclass(frozen=True, slots=True)
class DeskChanged:
    application: str
    desk: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The office is closed on a day on which it would be open. What is booked there stands until it is moved."""

    day: date
    reason: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class DayOpened:
    """A closure is taken back."""

    day: date
    by: Clerk


@dataclass(frozen=True, slots=True)
class TakingBookings:
    """No new applications from now on, or again."""

    stopped: bool
    by: Clerk


@dataclass(frozen=True, slots=True)
class Searched:
    """A member of staff sought somebody's booking, and was shown these. What was typed is not kept."""

    kind: str
    found: int
    shown: tuple[str, ...]
    by: Clerk


@dataclass(frozen=True, slots=True)
class GroupLeft:
    """The bot leaves an unbound group, after saying why."""


@dataclass(frozen=True, slots=True)
class Came:
    """A clock came due and something follows from it (`due.kind` says what)."""

    application: str
    due: Due


Fact: TypeAlias = (
    LanguageChosen
    | OfficeChosen
    | Agreed
    | Wished
    | WishedAgain
    | NoneSuits
    | Booked
    | Cancelled
    | CancelWished
    | Contacted
    | WillCome
    | SaidInTouch
    | HandedOver
    | Departed
    | CameBack
    | Offered
    | Declined
    | Marked
    | Undone
    | LinkGiven
    | GroupBound
    | RoleRedeemed
    | GroupLeft
    | DeskChanged
    | DayClosed
    | DayOpened
    | TakingBookings
    | Searched
    | CalledIn
    | BookedFor
    | Came
)
