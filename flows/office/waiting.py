"""Who waits for a time that is free again: open requests that wished for that day and have got nothing.

Here: which times a deed freed, the fair order, how long a freed time is held for the next, and when nobody is asked.
Never here: words, or the holding itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from flows.facts import OfferedFreed
from flows.office import rules
from flows.office.appointment import CLAIMING, OPEN, Application, Deed, Status
from flows.office.interpreting import is_there
from flows.office.offers import expires_at, with_desks
from flows.office.opening import (
    DAY,
    Slot,
    after_office_hours,
    after_office_time,
    can_book,
    can_offer,
    in_horizon,
    offer_by,
    offer_ends,
    slot_from_code,
    slots,
    spans,
)
from flows.office.policy import Policy, at_office, local
from flows.office.reminders import Due, Owed
from flows.office.standing import stands
from flows.office.view import View

OUTLASTS = timedelta(minutes=5)
"""So much longer than anybody is told a freed time is claimed, that nobody else takes it before its clock has come."""


# -- given back ----------------------------------------------------------------------------------------------


def claims(application: Application) -> Mapping[Slot, str]:
    """The times that an application has booked or holds, each with its desk."""
    booked, offer = application.appointment, application.offer
    mine = {booked.slot: booked.desk} if booked and application.status in CLAIMING else {}
    holds = application.status is Status.OFFERED or application.change_open
    return {**(dict(offer.times) if offer and holds else {}), **mine}


def given_back(before: Application, after: Application) -> Mapping[Slot, str]:
    kept = claims(after)
    return {slot: desk for slot, desk in claims(before).items() if slot not in kept}


def clocks(
    before: Application, after: Application, waits: Iterable[Application], now: datetime, policy: Policy
) -> tuple[Due, ...]:
    """One for each freed time that somebody else wished for by its day: at once, or when the office opens again."""
    others = [each for each in waits if each.id != after.id]
    at = told_at(now, policy)
    free = sorted(slot for slot in given_back(before, after) if slot.start > now)
    held = (slot for slot in free if spans(slot.day, policy))  # on a day closed since, nothing is free again
    return tuple(Due(at, Owed.FREED, slot.code) for slot in held if any(_wants(each, slot) for each in others))


def told_at(now: datetime, policy: Policy) -> datetime:
    """Never at night: now while the office is open and it is not quiet, else when that is so again."""
    at, quiet = after_office_hours(now, 0, policy), policy.reminders
    wall = local(at)
    if quiet.quiet_until <= wall.time() < quiet.quiet_from:
        return at
    day = wall.date() + (DAY if wall.time() >= quiet.quiet_from else DAY * 0)
    return after_office_hours(at_office(day, quiet.quiet_until), 0, policy)


def kept_until(slot: Slot, at: datetime, policy: Policy) -> datetime | None:
    """How long a freed time is kept from others until the clock of `at` asks who waits; None: not at all."""
    may = can_book if policy.booking.mode == "direct" else can_offer
    return at + OUTLASTS if may(slot, at, policy) and held_until(slot, at, policy) else None


# -- the fair order ------------------------------------------------------------------------------------------


def line(slot: Slot, giver: Application, view: View) -> tuple[Application, ...]:
    """Whom the office had to cancel first, then the oldest. Nobody, where the time is taken again or can no longer be
    offered; never who has just given it up.
    """
    rule = rules.bookable if view.policy.booking.mode == "direct" else rules.offerable
    if rule(slot, view.now, view.taken, view.policy):
        return ()
    found = (each for each in view.applications if each.id != giver.id and _waits(each, slot, view))
    return tuple(sorted(found, key=lambda each: (not first_in_line(each, view), each.created_at, each.id)))


def first_in_line(application: Application, view: View) -> bool:
    """Had the office to cancel what this person had asked for before this (S 12-2-4)?"""
    same = (application.person, application.office)
    before = [
        each
        for each in view.applications
        if (each.person, each.office) == same and each.id != application.id and each.created_at < application.created_at
    ]
    newest = max(before, default=None, key=lambda each: each.created_at)
    return newest is not None and newest.status is Status.CANCELLED_BY_OFFICE


def _wants(application: Application, slot: Slot) -> bool:
    """Wished for that day, and has not let this very time pass."""
    wished = slot.day in {application.waits_for, *(local(wish).date() for wish in application.wishes)}
    return wished and slot.start not in application.passed


def _waits(application: Application, slot: Slot, view: View) -> bool:
    if application.status is not Status.REQUESTED or application.offer or application.office != view.policy.id:
        return False
    refused = view.standing_of(application.person).refused
    if not _wants(application, slot) or (refused and stands(refused, view.now)):
        return False
    own = tuple(each for each in view.applications if each.person == application.person and each.id != application.id)
    return not any(_served(each, slot, view) for each in own) and rules.one_a_day(slot, own, view.policy) is None


def _served(other: Application, slot: Slot, view: View) -> bool:
    """Another request of the same person's that has got something: a booking, or times of that day to choose from."""
    if other.office != view.policy.id or other.status not in OPEN or other.over(view.now):
        return False
    held = other.offer.slots if other.offer else ()
    return other.status is Status.BOOKED or slot.day in {each.day for each in held}


# -- to the first of them ------------------------------------------------------------------------------------


def held_until(slot: Slot, now: datetime, policy: Policy) -> datetime | None:
    """How long a time that is freed now is held for one person, as any offer at the longest. None where staff are only
    told, where nobody may be written to now, or where too little time to answer is left.
    """
    waiting = policy.waiting
    if waiting.freed != "offer" or told_at(now, policy) > now:
        return None
    until = after_office_time(now, timedelta(minutes=waiting.hold_minutes), policy)
    until = min(until, expires_at((slot,), now, policy))
    return until if until - now >= timedelta(minutes=waiting.least_minutes) else None


def passed_to(slot: Slot, giver: Application, view: View) -> OfferedFreed | None:
    """The offer to the first who can be asked without a clerk; None where there is none, or staff decide, as they do
    where the office takes no bookings at present.
    """
    until = None if view.stopped_at else held_until(slot, view.now, view.policy)
    times = with_desks((slot,), view.taken, view.policy)
    first = next((each for each in line(slot, giver, view) if _askable(each, slot, view.policy)), None)
    return OfferedFreed(first.id, times, until) if until and times and first else None


def _askable(application: Application, slot: Slot, policy: Policy) -> bool:
    """Can be written to; the interpreter is not known to be away; and who has no number is not still the office's to
    decide about (S 3).
    """
    decided = application.masked_number or application.passed or policy.asked.without_number != "office_decides"
    return bool(decided) and not application.gone and is_there(application.interpreter, slot, policy) is not False


def slot_of(due: Due, policy: Policy) -> Slot | None:
    """Which time the clock is about."""
    return slot_from_code(due.version, policy)


# -- and on to the next --------------------------------------------------------------------------------------


def lapse(application: Application) -> Deed:
    """What the end of an offer does: a freed time that was let pass costs nobody their place, unless the wait for its
    day has ended meanwhile.
    """
    offer, due = application.offer, application.answer_due
    if offer is None or (application.waits_for and due and due <= offer.expires_at):
        return Deed.LAPSE
    return Deed.HAND_ON if offer.freed or application.waits_for else Deed.LAPSE


# -- who may wait for a day ----------------------------------------------------------------------------------


def wait_ends(day: date, policy: Policy) -> datetime:
    """When no time of that day can be offered any more; where times are booked at once (S 12-1), none be booked."""
    if not (cut := slots(day, policy)):
        return at_office(day, time())
    ends = offer_ends(cut[-1], policy)
    return ends if policy.booking.mode == "direct" else min(ends, offer_by(cut[-1], policy))


def waitable(day: date, view: View) -> bool:
    """Could whoever waits for that day still be offered a time of it? Not who waits for it already, nor who has got
    something: they are asked about no freed time.
    """
    policy = view.policy
    least = timedelta(minutes=policy.waiting.least_minutes)
    if not in_horizon(day, view.now, policy) or wait_ends(day, policy) - view.now < least:
        return False
    own = tuple(each for each in view.open_applications if each.office == policy.id and not each.over(view.now))
    waited = any(each.status is Status.BOOKED or each.waits_for == day for each in own)
    return not waited and rules.one_a_day(slots(day, policy)[-1], view.applications, policy) is None
