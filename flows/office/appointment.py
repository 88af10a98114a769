"""An application and what becomes of it. The machine is the table `MOVES`; its words say who did it.

Nothing here decides *whether* a deed is allowed now (that is `rules.py`); only which way it leads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
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


class Deed(StrEnum):
    OFFER = "offer"
    DECLINE = "decline"
    CHOOSE = "choose"
    NONE_OF_THESE = "none_of_these"
    CANCEL = "cancel"
    LAPSE = "lapse"
    DEEM = "deem"
    HERE = "here"
    CALLED = "called"
    OUR_FAULT = "our_fault"
    NO_CONTACT = "no_contact"
    UNDO = "undo"
    BOOK = "book"
    """Staff confirm a time upon the person's word by telephone."""
    TOUCH = "touch"
    """A contact within the window that became known only after the deeming undoes it by itself."""


Who = Literal["person", "clerk", "clock"]
S, D = Status, Deed

MOVES: dict[tuple[Status, Deed, Who], Status] = {
    (S.REQUESTED, D.OFFER, "clerk"): S.OFFERED,
    (S.REQUESTED, D.DECLINE, "clerk"): S.DECLINED,
    (S.REQUESTED, D.CANCEL, "person"): S.CANCELLED_BY_PERSON,
    (S.REQUESTED, D.LAPSE, "clock"): S.LAPSED,
    (S.REQUESTED, D.BOOK, "clerk"): S.BOOKED,
    (S.OFFERED, D.CHOOSE, "person"): S.BOOKED,
    (S.OFFERED, D.BOOK, "clerk"): S.BOOKED,
    (S.OFFERED, D.NONE_OF_THESE, "person"): S.REQUESTED,
    (S.OFFERED, D.DECLINE, "clerk"): S.DECLINED,
    (S.OFFERED, D.CANCEL, "person"): S.CANCELLED_BY_PERSON,
    (S.OFFERED, D.LAPSE, "clock"): S.LAPSED,
    (S.BOOKED, D.CANCEL, "person"): S.CANCELLED_BY_PERSON,
    (S.BOOKED, D.HERE, "clerk"): S.ATTENDED,
    (S.BOOKED, D.CALLED, "clerk"): S.BOOKED,
    (S.BOOKED, D.OUR_FAULT, "clerk"): S.CANCELLED_BY_OFFICE,
    (S.BOOKED, D.DEEM, "clock"): S.DEEMED_CANCELLED,
    (S.BOOKED, D.NO_CONTACT, "clerk"): S.DEEMED_CANCELLED,
    (S.DEEMED_CANCELLED, D.HERE, "clerk"): S.ATTENDED,
    (S.DEEMED_CANCELLED, D.CALLED, "clerk"): S.BOOKED,
    (S.DEEMED_CANCELLED, D.OUR_FAULT, "clerk"): S.CANCELLED_BY_OFFICE,
    (S.DEEMED_CANCELLED, D.NO_CONTACT, "clerk"): S.DEEMED_CANCELLED,
    (S.DEEMED_CANCELLED, D.UNDO, "clerk"): S.BOOKED,
    (S.DEEMED_CANCELLED, D.TOUCH, "clock"): S.BOOKED,
    (S.ATTENDED, D.UNDO, "clerk"): S.BOOKED,
}
OPEN = frozenset({S.REQUESTED, S.OFFERED, S.BOOKED})
CLAIMING = frozenset({S.BOOKED, S.ATTENDED, S.DEEMED_CANCELLED})
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
    CALL_LOGGED = "call_logged"


@dataclass(frozen=True, slots=True)
class Contact:
    kind: ContactKind
    happened_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """Times proposed by the office, each held until `expires_at`; desk of each beside it."""

    id: str
    times: tuple[tuple[Slot, str], ...]
    expires_at: datetime
    exception: str = ""
    """A clerk's stated reason for offering past the time by which the office offers in principle (K 6(1))."""

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
    will_come: bool = False
    mark: Deed | None = None
    contacts: tuple[Contact, ...] = ()


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
    same_number: bool = False
    """Another open booking has this job-seeker number: told to staff only."""
    by: str = ""
    """Who of the staff did the last deed, so that the slower of two clerks is told who was faster."""
    web_only: bool = False
    answer_due: datetime | None = None
    offer: Offer | None = None
    appointment: Appointment | None = None
    join_url: str = ""
    """The person's own join page and calendar entry: addresses made by the outer rooms."""
    calendar_url: str = ""

    def over(self, now: datetime) -> bool:
        """Is this a booking whose time is past?"""
        return self.status is Status.BOOKED and self.appointment is not None and self.appointment.slot.end <= now

    def moved(self, status: Status) -> Application:
        return replace(self, status=status)
