"""The ten-minute rule as one object (K 6(4), S 12-2-6): who has been in touch, and what follows where nobody was.

Contact stops it, staff can undo it, the office's own failures never count; refusing later use is never decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.office.appointment import Application, Appointment, Contact, ContactKind, Deed, Status
from flows.office.opening import spans
from flows.office.policy import Policy, at_office

ANY_TIME = frozenset({ContactKind.CANCEL_WISH, ContactKind.CALL_LOGGED})
"""A wish to cancel, and a call that staff logged, count however early they came."""

IN_TOUCH = frozenset({Deed.HERE, Deed.CALLED, Deed.OUR_FAULT, Deed.UNDO})
"""What a clerk's word says so; after an undo the same clock never deems again."""


@dataclass(frozen=True, slots=True)
class NoShowRule:
    """The clocks of one appointment, from its office's policy."""

    start: datetime
    end: datetime
    policy: Policy
    link_at: datetime | None = None

    @classmethod
    def of(cls, appointment: Appointment, policy: Policy) -> NoShowRule:
        return cls(appointment.slot.start, appointment.slot.end, policy, appointment.link_at)

    @property
    def opens(self) -> datetime:
        """From when a message counts as contact."""
        return self.start - timedelta(minutes=self.policy.attendance.contact_window)

    @property
    def waits_from(self) -> datetime:
        """Nobody is waited for before there is a way in: a link that comes after the start has its own ten minutes."""
        return max(self.start, self.link_at) if self.link_at else self.start

    @property
    def link_in_time(self) -> bool:
        """Not where its own ten minutes outlast the time, or where the first were over: then the person has been told
        that it does not count against them.
        """
        over = self.start + timedelta(minutes=self.policy.attendance.grace)
        return self.waits_from < over and self.grace_ends <= self.end

    @property
    def trouble_at(self) -> datetime:
        return self.waits_from + timedelta(minutes=self.policy.attendance.trouble)

    @property
    def grace_ends(self) -> datetime:
        return self.waits_from + timedelta(minutes=self.policy.attendance.grace)

    @property
    def minutes(self) -> int:
        """How long after the start the grace lasts, as it is told: never longer than it does."""
        return int((self.grace_ends - self.start).total_seconds()) // 60

    @property
    def told_by(self) -> datetime:
        """When the person is told of a deemed cancellation at the latest."""
        return self.grace_ends if self.policy.attendance.deemed_notice == "at_grace" else self.end

    def span(self, at: datetime) -> int:
        """Early, around the start, or after the grace."""
        return (at >= self.opens) + (at >= self.grace_ends)

    def counts(self, contact: Contact) -> bool:
        """Does this contact, by when it *happened*, stop the rule?"""
        if contact.kind is ContactKind.TAKEN_BACK:
            return False
        if contact.kind is ContactKind.MESSAGE and not self.policy.attendance.any_message_counts:
            return False
        early = contact.happened_at < self.opens and contact.kind not in ANY_TIME
        return not early and contact.happened_at < self.grace_ends

    def in_touch(self, appointment: Appointment) -> bool:
        if appointment.mark in IN_TOUCH:
            return True
        return any(self.counts(each) and self._stands(each, appointment) for each in appointment.contacts)

    def _stands(self, contact: Contact, appointment: Appointment) -> bool:
        """A wish to cancel that came early, and was taken back before the grace was over, shows nothing any more."""
        if contact.kind is not ContactKind.CANCEL_WISH or contact.happened_at >= self.opens:
            return True
        back = (each.happened_at for each in appointment.contacts if each.kind is ContactKind.TAKEN_BACK)
        return not any(contact.happened_at <= at < self.grace_ends for at in back)

    def told(self, application: Application, now: datetime) -> bool:
        """Has the person been told that this booking counts as cancelled?"""
        if application.status is not Status.DEEMED_CANCELLED or application.appointment is None:
            return False
        marked = application.appointment.mark is Deed.NO_CONTACT
        return marked or self.policy.attendance.deemed_notice == "at_grace" or now >= self.told_by

    def silent(self, application: Application, now: datetime) -> bool:
        """Is the grace over without any contact, so that a clerk may say so?"""
        appointment = application.appointment
        if application.status is not Status.BOOKED or appointment is None:
            return False
        return now >= self.grace_ends and not self.in_touch(appointment)

    def deems(self, application: Application, now: datetime) -> bool:
        """Is the booking to be counted as cancelled now, by the clock alone?"""
        return self.silent(application, now) and not no_way_in(application, self.policy)


def no_way_in(application: Application, policy: Policy) -> bool:
    """Nobody could have joined: staff gave no video link, or not in time, or the office is closed. That is the office's
    doing until a clerk says otherwise, so no clock deems such a booking cancelled.
    """
    appointment = application.appointment
    if appointment is None:
        return False
    linked = appointment.link and NoShowRule.of(appointment, policy).link_in_time
    return not (linked and can_be_held(appointment, policy))


def can_be_held(appointment: Appointment, policy: Policy) -> bool:
    """Is the office open for the whole of it? A day may have been closed after it was booked (S 12-2-4)."""
    slot = appointment.slot
    hours = ((at_office(slot.day, opens), at_office(slot.day, closes)) for opens, closes in spans(slot.day, policy))
    return any(opens <= slot.start and slot.end <= closes for opens, closes in hours)


def counted(application: Application) -> bool:
    """Does this booking count as one to which the person did not come, as things stand? Not while it is appealed."""
    return application.status is Status.DEEMED_CANCELLED and not application.appealed
