"""An application and what becomes of it. The machine is the table `MOVES`; its words say who did it.

Nothing here decides *whether* a deed is allowed now (that is `rules.py`); only which way it leads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from flows.office.opening import Slot


class Status(StrEnum):
    REQUESTED = "requested"
    OFFERED = "offered"
    BOOKED = "booked"
    ATTENDED = "attended"
    DECLINED = "declined"
    LAPSED = "lapsed"
    CANCELLED_BY_PERSON = "cancelled_by_person"
    CANCELLED_BY_OFFICE = "cancelled_by_office"
    DEEMED_CANCELLED = "deemed_cancelled"
    NOT_HELD = "not_held"
    """The person had been in touch, but the consultation did not take place: nobody's fault, and counted by nobody."""


class Deed(StrEnum):
    OFFER = "offer"
    REPLACE = "replace"
    """Other times in place of those that wait for an answer."""
    WITHDRAW = "withdraw"
    """The office has closed the days of all the times that it had offered: the request waits again."""
    DECLINE = "decline"
    CHOOSE = "choose"
    NONE_OF_THESE = "none_of_these"
    CANCEL = "cancel"
    LAPSE = "lapse"
    HAND_ON = "hand_on"
    """A freed time that nobody chose goes to the next who waits; the application waits on, in its old place."""
    DEEM = "deem"
    HERE = "here"
    CALLED = "called"
    OUR_FAULT = "our_fault"
    NO_CONTACT = "no_contact"
    NOT_HELD = "not_held"
    UNDO = "undo"
    BOOK = "book"
    """Staff confirm a time upon the person's word by telephone."""
    TOUCH = "touch"
    """A contact within the window that became known only after the deeming undoes it by itself."""
    CHANGE = "change"
    """A booking stays as it is while another time is looked for: asked, proposed, and then moved or kept."""
    PROPOSE = "propose"
    MOVE = "move"
    KEEP = "keep"
    END_CHANGE = "end_change"
    CALLED_OFF = "called_off"
    """The person has cancelled by telephone, and a clerk records it."""
    EXCUSE = "excuse"
    """A clerk takes a wish to cancel as it is, without a call."""
    SERVE = "serve"
    """Staff have booked a time for somebody who waited for a full day: that wait is over."""
    CLOSE_WAIT = "close_wait"
    """The day that was waited for is closed."""
    CALL_OFF = "call_off"
    """The office itself cannot hold it, and says so before the start."""


Who = Literal["person", "clerk", "clock"]
S, D = Status, Deed

MOVES: dict[tuple[Status, Deed, Who], Status] = {
    (S.REQUESTED, D.OFFER, "clerk"): S.OFFERED,
    (S.REQUESTED, D.OFFER, "clock"): S.OFFERED,
    (S.REQUESTED, D.DECLINE, "clerk"): S.DECLINED,
    (S.REQUESTED, D.CANCEL, "person"): S.CANCELLED_BY_PERSON,
    (S.REQUESTED, D.SERVE, "clerk"): S.CANCELLED_BY_PERSON,
    (S.REQUESTED, D.LAPSE, "clock"): S.LAPSED,
    (S.REQUESTED, D.CLOSE_WAIT, "clerk"): S.LAPSED,
    (S.REQUESTED, D.BOOK, "clerk"): S.BOOKED,
    (S.OFFERED, D.REPLACE, "clerk"): S.OFFERED,
    (S.OFFERED, D.CHOOSE, "person"): S.BOOKED,
    (S.OFFERED, D.BOOK, "clerk"): S.BOOKED,
    (S.OFFERED, D.NONE_OF_THESE, "person"): S.REQUESTED,
    (S.OFFERED, D.WITHDRAW, "clerk"): S.REQUESTED,
    (S.OFFERED, D.DECLINE, "clerk"): S.DECLINED,
    (S.OFFERED, D.CANCEL, "person"): S.CANCELLED_BY_PERSON,
    (S.OFFERED, D.SERVE, "clerk"): S.CANCELLED_BY_PERSON,
    (S.OFFERED, D.LAPSE, "clock"): S.LAPSED,
    (S.OFFERED, D.CLOSE_WAIT, "clerk"): S.LAPSED,
    (S.OFFERED, D.HAND_ON, "clock"): S.REQUESTED,
    (S.BOOKED, D.CANCEL, "person"): S.CANCELLED_BY_PERSON,
    (S.BOOKED, D.CHANGE, "person"): S.BOOKED,
    (S.BOOKED, D.PROPOSE, "clerk"): S.BOOKED,
    (S.BOOKED, D.MOVE, "person"): S.BOOKED,
    (S.BOOKED, D.MOVE, "clerk"): S.BOOKED,
    (S.BOOKED, D.KEEP, "person"): S.BOOKED,
    (S.BOOKED, D.KEEP, "clerk"): S.BOOKED,
    (S.BOOKED, D.END_CHANGE, "clock"): S.BOOKED,
    (S.BOOKED, D.CALLED_OFF, "clerk"): S.CANCELLED_BY_PERSON,
    (S.BOOKED, D.EXCUSE, "clerk"): S.CANCELLED_BY_PERSON,
    (S.BOOKED, D.CALL_OFF, "clerk"): S.CANCELLED_BY_OFFICE,
    (S.BOOKED, D.HERE, "clerk"): S.ATTENDED,
    (S.BOOKED, D.CALLED, "clerk"): S.BOOKED,
    (S.BOOKED, D.OUR_FAULT, "clerk"): S.CANCELLED_BY_OFFICE,
    (S.BOOKED, D.NOT_HELD, "clerk"): S.NOT_HELD,
    (S.BOOKED, D.DEEM, "clock"): S.DEEMED_CANCELLED,
    (S.BOOKED, D.NO_CONTACT, "clerk"): S.DEEMED_CANCELLED,
    (S.DEEMED_CANCELLED, D.HERE, "clerk"): S.ATTENDED,
    (S.DEEMED_CANCELLED, D.CALLED, "clerk"): S.BOOKED,
    (S.DEEMED_CANCELLED, D.OUR_FAULT, "clerk"): S.CANCELLED_BY_OFFICE,
    (S.DEEMED_CANCELLED, D.NO_CONTACT, "clerk"): S.DEEMED_CANCELLED,
    (S.DEEMED_CANCELLED, D.UNDO, "clerk"): S.BOOKED,
    (S.DEEMED_CANCELLED, D.TOUCH, "clock"): S.BOOKED,
    (S.ATTENDED, D.UNDO, "clerk"): S.BOOKED,
    (S.NOT_HELD, D.UNDO, "clerk"): S.BOOKED,
}
OPEN = frozenset({S.REQUESTED, S.OFFERED, S.BOOKED})
CLAIMING = frozenset({S.BOOKED, S.ATTENDED, S.DEEMED_CANCELLED, S.NOT_HELD})
"""Statuses in which the appointment keeps its desk: deeming may be undone, so its time stays claimed."""


def move(status: Status, deed: Deed, who: Who) -> Status | None:
    """Where `deed` leads, or None where it is not a way out of `status`."""
    return MOVES.get((status, deed, who))


class ContactKind(StrEnum):
    """What shows that a person has been in touch about an appointment. *I will come* never does."""

    JOINED = "joined"
    LATE = "late"
    CANNOT_CONNECT = "cannot_connect"
    NO_ANSWER_BY_PHONE = "no_answer_by_phone"
    MESSAGE = "message"
    CANCEL_WISH = "cancel_wish"
    TAKEN_BACK = "taken_back"
    """*I will come after all*: the wish to cancel no longer stands. By itself it is no contact."""
    CALL_LOGGED = "call_logged"


@dataclass(frozen=True, slots=True)
class Contact:
    kind: ContactKind
    happened_at: datetime
    recorded_at: datetime


_ABOUT_CANCELLING = frozenset({ContactKind.CANCEL_WISH, ContactKind.TAKEN_BACK})


@dataclass(frozen=True, slots=True)
class Offer:
    """Times proposed by the office, each held until `expires_at`; desk of each beside it."""

    id: str
    times: tuple[tuple[Slot, str], ...]
    expires_at: datetime
    exception: str = ""
    """A clerk's stated reason for offering past the time by which the office offers in principle (K 6(1))."""
    freed: bool = False
    """A time that was given back, and that this one had waited for: no clerk chose it."""
    asked: Literal["", "office", "closed"] = ""
    """Beside a booking: it is the office that wants another time, and why; empty where the person does."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(slot for slot, _ in self.times)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A confirmed booking. `version` rises with each new start, so that a reminder of the old one is known."""

    slot: Slot
    desk: str
    version: int = 1
    link: str = ""
    link_at: datetime | None = None
    """When this link was given, be it in place of another."""
    will_come: bool = False
    mark: Deed | None = None
    marked_by: str = ""
    """Who of the staff made the mark, as `channel:id`, with a space between several who said *no contact*."""
    contacts: tuple[Contact, ...] = ()

    @property
    def cancel_wished(self) -> bool:
        """Does a wish to cancel stand, that nobody has taken back?"""
        said = (each.kind for each in reversed(self.contacts) if each.kind in _ABOUT_CANCELLING)
        return next(said, None) is ContactKind.CANCEL_WISH


@dataclass(frozen=True, slots=True)
class Appeal:
    """*I was in touch*, said of a deemed cancellation: a lead decides by `due`. `decided` is empty while it is open."""

    at: datetime
    due: datetime
    decided: Literal["", "accepted", "upheld", "corrected"] = ""

    @property
    def open(self) -> bool:
        return not self.decided


@dataclass(frozen=True, slots=True)
class Application:
    """What a person asked for, and where it stands. Personal fields are not here: only what a card may show."""

    id: str
    code: str
    person: str
    office: str
    status: Status
    wishes: tuple[datetime, ...]
    created_at: datetime
    channel: str
    locale: str
    masked_name: str = ""
    masked_number: str = ""
    residence: str = ""
    needs: str = "none"
    interpreter: str = ""
    companion: str = ""
    access: tuple[str, ...] = ()
    name_read: bool = False
    """Whether it was said how the name is read."""
    same_number: bool = False
    """Another open booking has this job-seeker number: told to staff only."""
    by: str = ""
    """Who of the staff did the last deed, so that the slower of two clerks is told who was faster."""
    web_only: bool = False
    terms_pending: bool = False
    """Told of a new version of the terms and asked to agree to it, which they have not done yet: told to staff only."""
    answer_due: datetime | None = None
    offer: Offer | None = None
    appointment: Appointment | None = None
    appeal: Appeal | None = None
    join_url: str = ""
    """The person's own join page and calendar entry: addresses made by the outer rooms."""
    calendar_url: str = ""
    changing: bool = False
    """Booked, and another time was asked for: `wishes` and `offer` are about that, and `appointment` stands."""
    passed: frozenset[datetime] = frozenset()
    """Starts that were offered for it and not taken: known to staff and to the clocks alone."""
    gone: bool = False
    """No chat of this person's can be written to: known to the same."""
    erased: bool = False
    """Whatever was personal about it was erased, and a person's own view never holds it: known to staff."""
    waits_for: date | None = None
    """Asked for while that day was full, or its time taken: any time of it that is given back. There are no wishes."""

    @property
    def in_line(self) -> bool:
        """Waits for a time on a day, and for nothing that staff must answer."""
        return self.waits_for is not None and self.status is Status.REQUESTED

    @property
    def awaits_day(self) -> bool:
        """The same, also while a freed time is held for them."""
        return self.waits_for is not None and self.status in {Status.REQUESTED, Status.OFFERED}

    @property
    def change_open(self) -> bool:
        return self.changing and self.status is Status.BOOKED and self.appointment is not None

    @property
    def cancel_wished(self) -> bool:
        """Still booked, but the person has said that they want to cancel, and no clerk has settled it yet."""
        return self.status is Status.BOOKED and self.appointment is not None and self.appointment.cancel_wished

    def over(self, now: datetime) -> bool:
        """Is this a booking whose time is past?"""
        return self.status is Status.BOOKED and self.appointment is not None and self.appointment.slot.end <= now

    @property
    def appealed(self) -> bool:
        """Is it still to be decided whether this deemed cancellation stands?"""
        return self.appeal is not None and self.appeal.open

    def moved(self, status: Status) -> Application:
        return replace(self, status=status)
