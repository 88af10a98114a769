"""The office's rules, one function each: the facts at hand -> a refusal, or None. Sources: K, S = the two terms of use.

They are asked twice: early, as a courtesy, and all together at the gate before anything becomes a fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from flows.office import refusals
from flows.office.appointment import OPEN, Application, Status
from flows.office.opening import (
    Cell,
    Slot,
    can_wish,
    confirm_by,
    free_desk,
    slots,
    soonest,
    spans,
)
from flows.office.policy import Policy, local
from flows.office.refusals import Refusal


def wishable(slot: Slot, now: datetime, taken: AbstractSet[Cell], policy: Policy) -> Refusal | None:
    """May this time be asked for now (K 6(1), 6(3); S 12-2-1)?"""
    return in_office_hours(slot, policy) or in_time(slot, now, taken, policy) or _free(slot, taken, policy)


def in_office_hours(slot: Slot, policy: Policy) -> Refusal | None:
    if not (open_spans := spans(slot.day, policy)):
        return refusals.OfficeClosed(slot.day)
    if slot not in slots(slot.day, policy):
        return refusals.OutsideHours(slot.start, tuple(f"{a:%H:%M}-{b:%H:%M}" for a, b in open_spans))
    return None


def in_time(slot: Slot, now: datetime, taken: AbstractSet[Cell], policy: Policy) -> Refusal | None:
    last = local(now).date() + timedelta(days=policy.booking.horizon_days)
    if slot.day > last:
        return refusals.TooFar(last)
    if can_wish(slot, now, policy):
        return None
    first = next(soonest(now, taken, policy), None)
    return refusals.TooLate(first.start) if first else refusals.NoMoreTimes(policy.phone)


def _free(slot: Slot, taken: AbstractSet[Cell], policy: Policy) -> Refusal | None:
    return None if free_desk(slot, taken, policy) else refusals.Taken(slot.start)


def one_a_day(slot: Slot, own: Iterable[Application], policy: Policy) -> Refusal | None:
    """One consultation a day where the office says so (S 12-2-1)."""
    if not policy.booking.one_a_day:
        return None
    booked = (each.appointment for each in own if each.status is Status.BOOKED)
    if any(each and each.slot.day == slot.day for each in booked):
        return refusals.OneADay(slot.day)
    return None


def taking_bookings(*, stopped: bool, policy: Policy) -> Refusal | None:
    """An office may stop taking new applications at once; what is under way already goes on."""
    return refusals.Stopped(policy.phone) if stopped else None


def open_limit(own: Iterable[Application], policy: Policy) -> Refusal | None:
    codes = tuple(each.code for each in own if each.status in OPEN)
    if len(codes) >= policy.booking.open_limit:
        return refusals.TooManyOpen(policy.booking.open_limit, codes)
    return None


def offerable(
    slot: Slot, now: datetime, taken: AbstractSet[Cell], policy: Policy, *, exception: bool = False
) -> Refusal | None:
    """May staff offer this time now (offer-by: K 6(1), 6(3), in principle)? Beyond the horizon nobody may: what is
    taken there is not known. With a stated reason also past offer-by and confirm-by, but never what has begun.
    """
    if refusal := wishable(slot, now, taken, policy):
        late = isinstance(refusal, refusals.TooLate | refusals.NoMoreTimes)
        return _free(slot, taken, policy) if exception and late and now < slot.start else refusal
    return None


def choosable(slot: Slot, application: Application, now: datetime, policy: Policy) -> Refusal | None:
    """May the person confirm this offered time now: is its hold alive, and the confirm-by not past (K 6(1), in
    principle: an offer made by a clerk's stated exception may be chosen until it expires)? Nor on a day closed since.
    """
    offer = application.offer
    if application.status is not Status.OFFERED or offer is None or slot not in offer.slots:
        return refusals.OfferOver()
    last = slot.start if offer.exception else confirm_by(slot, policy)
    if now >= offer.expires_at or now >= last:
        return refusals.OfferOver()
    return None if spans(slot.day, policy) else refusals.OfficeClosed(slot.day)


def cancellable(application: Application, now: datetime, policy: Policy) -> Refusal | None:
    """May the person cancel here, or only by telephone (K 6(4); S 12-2-6)? Before a booking, always here."""
    if application.status not in OPEN:
        return refusals.NotNow()
    appointment = application.appointment
    if application.status is not Status.BOOKED or appointment is None:
        return None
    late = now > appointment.slot.start - timedelta(minutes=policy.cancelling.cut_off)
    return refusals.PhoneOnly(policy.phone) if late or not policy.cancelling.by_chat else None
