"""What a turn (or a clock) made true. Storage keeps each fact; `notices` says who must be told of it.

A fact carries everything needed to keep it and nothing that must be guessed; it names no platform.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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
    """`words` is the button that was pressed, as it read to that person."""

    documents: tuple[tuple[str, str], ...]
    """(name, version) of each text."""
    locale: str
    words: str
    application: str = ""
    """Which it is for; empty for the one that is made in this very turn."""
    at: datetime | None = None
    """When the button was pressed; None: now."""


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
    answer_due: datetime | None
    """None where nobody has to answer: the time is booked at once."""
    companion: str = ""
    """Who sits with the person: family, a supporter of another body, a carer."""
    access: tuple[str, ...] = ()
    """What makes the talk easier, of the choices that were offered."""
    stay_status: str = ""
    """Code of the status of residence, or that it was rather not said; empty where it was not asked."""
    stay_until: str = ""
    """Last day of the period of stay as YYYY-MM-DD, or the answer in its place."""
    remind_at: datetime | None = None
    """When the person wishes to be reminded that the period ends."""
    earlier: str = ""
    """The person's own application whose name, number and telephone are taken over; they are empty here then."""
    form: str = ""
    """The page of ours on which they were entered; they are empty here then."""
    waits_for: date | None = None
    """A day on which nothing is free: any of its times that is given back. There are no wishes then, and `answer_due`
    is the end of the wait.
    """
    name_reading: str = ""
    """How the name is read, where that is asked; beside `earlier` only where it was not said then."""


@dataclass(frozen=True, slots=True)
class FormOpened:
    """A page on which this chat's name, number and telephone can be entered; the one before is gone."""

    form: str
    token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class BookedAtOnce:
    """A new application that is its own booking, where the office books directly (S 12-1)."""

    wished: Wished
    slot: Slot
    desk: str


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
class ChangeWished:
    """Another time is wanted in place of the one that is booked, which stays until the new one is certain."""

    application: str
    wishes: tuple[datetime, ...]
    answer_due: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """One of the times offered beside a booking was chosen: the booking is there now, and no longer where it was."""

    application: str
    offer: str
    slot: Slot


@dataclass(frozen=True, slots=True)
class MovedAtOnce:
    """A free time was chosen in place of the one that is booked, where the office books directly (S 12-1)."""

    application: str
    was: Slot
    """Where the booking stood when this was decided."""
    slot: Slot
    desk: str


@dataclass(frozen=True, slots=True)
class ChangeKept:
    """The person keeps the time they have after all."""

    application: str


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
class WishTakenBack:
    """*I will come after all*, before any clerk has settled the wish to cancel."""

    application: str
    happened_at: datetime | None = None


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
    """*I was in touch*: after a deemed cancellation the person disagrees. A lead decides, by `due`."""

    application: str
    due: datetime


@dataclass(frozen=True, slots=True)
class ChatCodeWanted:
    """A one-time code is to be shown in this chat, for another one. It is drawn when the fact is kept."""

    until: datetime
    code: str = ""


@dataclass(frozen=True, slots=True)
class ChatCodeMissed:
    """A wrong code was typed. Counted in its chat; what was typed is not kept."""


@dataclass(frozen=True, slots=True)
class ChatJoined:
    """The chat is one person's with the one in which the code was shown."""

    code: str
    """Its id."""


@dataclass(frozen=True, slots=True)
class ChatsParted:
    """Two chats that were brought together are two people's again."""

    together: str


@dataclass(frozen=True, slots=True)
class ChatsJoined:
    """A clerk says that two applications are the same person's."""

    application: str
    other: str
    reason: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The person deletes what they registered (S 5-4): everything, in every chat of theirs, at once."""


@dataclass(frozen=True, slots=True)
class ChatsCutOff:
    """Whoever holds the telephone with that person's chats is not that person (S 6-3)."""

    application: str
    reason: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class ChatCodeGiven:
    """A one-time code is read out to the person, for a chat they have now. It is drawn when the fact is kept."""

    application: str
    until: datetime
    reason: str
    by: Clerk
    code: str = ""


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
    instead: bool = False
    """In place of times that were offered before and wait for an answer."""


@dataclass(frozen=True, slots=True)
class OfferedFreed:
    """A time that was given back, offered by the house itself to who has waited longest for its day."""

    application: str
    times: tuple[tuple[Slot, str], ...]
    """The one time with its desk, as in any offer."""
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Declined:
    application: str
    reason: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class ChangeOffered:
    """Times beside a booking that stands."""

    application: str
    times: tuple[tuple[Slot, str], ...]
    expires_at: datetime
    by: Clerk
    exception: str = ""
    """As in `Offered`."""
    asks: bool = False
    """The office asks for it itself, because it cannot keep the time that is booked."""
    instead: bool = False
    """In place of times that were proposed before and wait for an answer."""


@dataclass(frozen=True, slots=True)
class TimesClosed:
    """The office has closed a day on which it had offered times: those are held no longer. The others still are; where
    none is left, the request waits again for an answer, and a booking beside which they were offered stands.
    """

    application: str
    offer: str
    day: date
    answer_due: datetime
    by: Clerk


@dataclass(frozen=True, slots=True)
class WaitEnded:
    """Nobody waits for that day any more: staff have booked a time for this person, or have `closed` the day."""

    application: str
    by: Clerk
    closed: bool = False


@dataclass(frozen=True, slots=True)
class MoveWithdrawn:
    """The office can keep the time that is booked after all: what it had proposed in its place is free again."""

    application: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class ChangeDeclined:
    """No other time can be offered: the booking stands."""

    application: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class Marked:
    """Staff said what happened: here, called, our fault, no contact."""

    application: str
    deed: Deed
    by: Clerk


@dataclass(frozen=True, slots=True)
class CalledOff:
    """The person cancelled by telephone; a clerk records the call."""

    application: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class WishAccepted:
    """A wish to cancel is taken without a call, for a reason that the person is told."""

    application: str
    reason: str
    by: Clerk


@dataclass(frozen=True, slots=True)
class OfficeCancelled:
    """The office cannot hold it, for reasons of its own (S 12-2-4)."""

    application: str
    reason: str
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
class LinkMade:
    """The video tool has made the meeting of that start."""

    application: str
    version: int
    url: str


@dataclass(frozen=True, slots=True)
class LinkFailed:
    """The video tool will not make it: staff must give a link. The booking stands."""

    application: str
    reason: str
    """For the audit; never shown."""


@dataclass(frozen=True, slots=True)
class AppealDecided:
    """A lead decided about *I was in touch*: accepted, the booking does not count; or it stays counted."""

    application: str
    accepted: bool
    by: Clerk


@dataclass(frozen=True, slots=True)
class UseRefused:
    """A clerk refuses later use to whoever made this application, to the end of the day `until`."""

    application: str
    reason: str
    until: date
    by: Clerk


@dataclass(frozen=True, slots=True)
class UseAllowed:
    """A clerk lifts the refusal again."""

    application: str
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
    separately: tuple[tuple[str, str], ...] = ()
    """What wants an agreement of its own (S 4), read out and agreed to apart."""
    separate_words: str = ""
    booked: tuple[Slot, str] | None = None
    """The time that was confirmed at once, with its desk; None: they have only wished."""
    exception: str = ""
    """Why it is past its time (K 6(1))."""


@dataclass(frozen=True, slots=True)
class BookedFor:
    """Staff confirm a time upon the person's word by telephone. `exception` is why it is past its time (K 6(1))."""

    application: str
    slot: Slot
    desk: str
    by: Clerk
    exception: str = ""


@dataclass(frozen=True, slots=True)
class BookedNext:
    """Another consultation, booked by staff while they talk (K 6(2)), with the answers of `application`. The terms in
    force were read out, and the person agreed.
    """

    application: str
    code: str
    """Of the new one; fresh."""
    slot: Slot
    desk: str
    locale: str
    words: str
    separate_words: str
    by: Clerk


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
    | FormOpened
    | BookedAtOnce
    | WishedAgain
    | NoneSuits
    | Booked
    | ChangeWished
    | Moved
    | MovedAtOnce
    | ChangeKept
    | Cancelled
    | CancelWished
    | WishTakenBack
    | Contacted
    | WillCome
    | SaidInTouch
    | ChatCodeWanted
    | ChatCodeMissed
    | ChatJoined
    | ChatsParted
    | Forgotten
    | ChatsJoined
    | ChatsCutOff
    | ChatCodeGiven
    | HandedOver
    | Departed
    | CameBack
    | Offered
    | OfferedFreed
    | Declined
    | ChangeOffered
    | MoveWithdrawn
    | TimesClosed
    | WaitEnded
    | ChangeDeclined
    | Marked
    | CalledOff
    | WishAccepted
    | OfficeCancelled
    | Undone
    | LinkGiven
    | LinkMade
    | LinkFailed
    | AppealDecided
    | UseRefused
    | UseAllowed
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
    | BookedNext
    | Came
)
