"""The office's rules, one function each: the facts at hand -> a refusal, or None. Sources: K, S = the two terms of use.

They are asked twice: early, as a courtesy, and all together at the gate before anything becomes a fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from flows.office import refusals
from flows.office.appointment import OPEN, Application, Appointment, Offer, Status
from flows.office.opening import (
    MINUTE,
    Cell,
    May,
    Slot,
    can_book,
    can_offer,
    free_desk,
    hours,
    slots,
    soonest,
    spans,
)
from flows.office.policy import Policy, local
from flows.office.refusals import Refusal
from flows.office.standing import Standing, stands
from flows.values import Text


def wishable(slot: Slot, now: datetime, taken: AbstractSet[Cell], policy: Policy) -> Refusal | None:
    """May this time be asked for now (K 6(1), 6(3); S 12-2-1)?"""
    return in_office_hours(slot, policy) or in_time(slot, now, taken, policy) or _free(slot, taken, policy)


def bookable(slot: Slot, now: datetime, taken: AbstractSet[Cell], policy: Policy) -> Refusal | None:
    """May this time be booked at once now (S 12-1, 12-2-1)? Nobody offers it first, so no offer-by holds it back."""
    return in_office_hours(slot, policy) or in_time(slot, now, taken, policy, can_book) or _free(slot, taken, policy)


def in_office_hours(slot: Slot, policy: Policy) -> Refusal | None:
    if not (open_spans := spans(slot.day, policy)):
        return refusals.OfficeClosed(slot.day)
    if slot not in (grid := slots(slot.day, policy)):
        near = [each for each in grid if each < slot][-1:] + [each for each in grid if each > slot][:1]
        return refusals.OutsideHours(slot.start, hours(open_spans), tuple(each.start for each in near))
    return None


def in_time(
    slot: Slot, now: datetime, taken: AbstractSet[Cell], policy: Policy, may: May = can_offer
) -> Refusal | None:
    last = local(now).date() + timedelta(days=policy.booking.horizon_days)
    if slot.day > last:
        return refusals.TooFar(slot.day, last)
    if may(slot, now, policy):
        return None
    first = next(soonest(now, taken, policy, may), None)
    return refusals.TooLate(first.start) if first else refusals.NoMoreTimes(policy.phone)


def _free(slot: Slot, taken: AbstractSet[Cell], policy: Policy) -> Refusal | None:
    return None if free_desk(slot, taken, policy) else refusals.Taken(slot.start)


def one_a_day(slot: Slot, own: Iterable[Application], policy: Policy, *, exception: bool = False) -> Refusal | None:
    """One consultation a day where the office says so (S 12-2-1): the one that is booked, or was held already. By a
    clerk's stated exception there may be another, but never two at one time.
    """
    if not policy.booking.one_a_day:
        return None
    booked = (each.appointment for each in own if each.status in {Status.BOOKED, Status.ATTENDED})
    used = (each.slot for each in booked if each and each.slot.day == slot.day)
    return refusals.OneADay(slot.day) if any(not exception or _overlap(each, slot) for each in used) else None


def _overlap(one: Slot, other: Slot) -> bool:
    return one.start < other.end and other.start < one.end


def taking_bookings(*, stopped: bool, policy: Policy) -> Refusal | None:
    """An office may stop taking new applications at once; what is under way already goes on."""
    return refusals.Stopped(policy.phone) if stopped else None


def open_limit(own: Iterable[Application], policy: Policy) -> Refusal | None:
    codes = tuple(each.code for each in own if each.status in OPEN)
    if len(codes) >= policy.booking.open_limit:
        return refusals.TooManyOpen(policy.booking.open_limit, codes)
    return None


def may_apply(standing: Standing, now: datetime, policy: Policy) -> Refusal | None:
    """Has a clerk refused later use, and is that not over yet (K 6(4), S 12-2-6)? What is booked already stays."""
    refused = standing.refused
    if refused is None or not stands(refused, now):
        return None
    return refusals.UseRefused(Text(f"refuse.{refused.reason}"), refused.until, policy.phone)


def offerable(
    slot: Slot, now: datetime, taken: AbstractSet[Cell], policy: Policy, *, exception: bool = False
) -> Refusal | None:
    """May staff offer this time now (offer-by: K 6(1), 6(3), in principle)? Beyond the horizon nobody may: what is
    taken there is not known. With a stated reason also past offer-by and confirm-by, but never what has begun, nor
    what begins before anybody could choose it.
    """
    if refusal := wishable(slot, now, taken, policy):
        late = isinstance(refusal, refusals.TooLate | refusals.NoMoreTimes)
        return _free(slot, taken, policy) if exception and late and now < slot.start - MINUTE else refusal
    return None


def choosable(slot: Slot, application: Application, now: datetime, policy: Policy) -> Refusal | None:
    """May the person confirm this offered time now: is its hold alive, and neither confirm-by nor notice past?"""
    offer = application.offer
    if application.status is not Status.OFFERED or offer is None or slot not in offer.slots:
        return refusals.OfferOver()
    return _still(slot, offer, now, policy)


def cancellable(application: Application, now: datetime, policy: Policy) -> Refusal | None:
    """May the person cancel here, or only by telephone (K 6(4); S 12-2-6)? Before a booking, always here."""
    if application.status not in OPEN:
        return refusals.NotNow()
    appointment = application.appointment
    if application.status is not Status.BOOKED or appointment is None:
        return None
    late = now > appointment.slot.start - timedelta(minutes=policy.cancelling.cut_off)
    return refusals.PhoneOnly(policy.phone) if late or not policy.cancelling.by_chat else None


def changeable(application: Application, now: datetime, policy: Policy) -> Refusal | None:
    """May the person ask here for another time in place of the one that is booked?"""
    appointment = application.appointment
    if application.status is not Status.BOOKED or appointment is None or application.cancel_wished:
        return refusals.NotNow()
    return refusals.PhoneOnly(policy.phone) if now >= change_ends(appointment, policy) else None


def moves_at_once(application: Application, standing: Standing, now: datetime, policy: Policy) -> bool:
    """May the person take a free time in place of the one that is booked, as they booked it (S 12-1)? Whom the office
    decides about (S 3: without a number; S 12-2-6: while later use is refused) it is asked as before.
    """
    decided = policy.asked.number and policy.asked.without_number != "accept" and not application.masked_number
    return policy.booking.mode == "direct" and not decided and may_apply(standing, now, policy) is None


def change_ends(appointment: Appointment, policy: Policy) -> datetime:
    """From then on the booking is as it is: before contact is counted, and not after the cut-off of cancelling."""
    before = max(policy.cancelling.cut_off, policy.attendance.contact_window)
    return appointment.slot.start - timedelta(minutes=before)


def movable(slot: Slot, application: Application, now: datetime, policy: Policy) -> Refusal | None:
    """May the person move their booking to this offered time now?"""
    offer = application.offer
    if not application.change_open or offer is None or slot not in offer.slots:
        return refusals.OfferOver()
    return _still(slot, offer, now, policy)


def _still(slot: Slot, offer: Offer, now: datetime, policy: Policy) -> Refusal | None:
    """Is its hold alive, and its time not past (K 6(1), in principle: what a clerk offered by a stated exception may be
    chosen until it expires)? Nor on a day closed since.
    """
    in_time = now < slot.start if offer.exception else can_book(slot, now, policy)
    if now >= offer.expires_at or not in_time:
        return refusals.OfferOver()
    return None if spans(slot.day, policy) else refusals.OfficeClosed(slot.day)
