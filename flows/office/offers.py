"""Which times to propose first: free ones, nearest to the wishes, so that a clerk mostly needs two taps."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime, time, timedelta

from flows.office.appointment import Application
from flows.office.interpreting import is_there
from flows.office.opening import (
    MINUTE,
    Cell,
    Slot,
    after_office_hours,
    cells,
    free_desk,
    free_times,
    offer_by,
    offer_ends,
    slot_at,
)
from flows.office.policy import Policy, at_office


def near_wishes(application: Application, now: datetime, taken: AbstractSet[Cell], policy: Policy) -> tuple[Slot, ...]:
    """At most as many free times as one offer may hold: each wish's nearest in turn, then the rest by nearness.

    Where an interpreter is wanted, times at which one is there come before all others.
    """
    free = free_times(now, taken, policy)
    alone = {slot for slot in free if is_there(application.interpreter, slot, policy) is False}
    picked: dict[Slot, None] = {}
    wishes = application.wishes
    if application.waits_for:
        wishes = (at_office(application.waits_for, time(12)),)
    for wish in wishes:
        rest = [slot for slot in free if slot not in picked]
        if rest:
            picked[min(rest, key=lambda slot: (slot in alone, _distance(slot, (wish,))))] = None
    rest = sorted(
        (slot for slot in free if slot not in picked),
        key=lambda slot: (slot in alone, _distance(slot, wishes)),
    )
    return tuple(sorted([*picked, *rest][: policy.booking.offer_times]))


def _distance(slot: Slot, wishes: tuple[datetime, ...]) -> timedelta:
    return min((abs(slot.start - wish) for wish in wishes), default=timedelta())


def with_desks(chosen: tuple[Slot, ...], taken: AbstractSet[Cell], policy: Policy) -> tuple[tuple[Slot, str], ...]:
    """Each time with a desk at which it is free beside the others; one that has none is left out."""
    found: list[tuple[Slot, str]] = []
    for slot in chosen:
        if desk := free_desk(slot, taken, policy):
            found.append((slot, desk))
            taken = taken | {*cells(slot, desk, policy)}
    return tuple(found)


def answer_due(wishes: tuple[datetime, ...], now: datetime, policy: Policy) -> datetime:
    """By when staff should answer: within some office hours, and while the first wish may still be offered, and chosen
    after that.
    """
    wished = (slot_at(wish, policy) for wish in wishes)
    last = (min(offer_by(slot, policy), offer_ends(slot, policy)) for slot in wished)
    return min([after_office_hours(now, policy.clocks.answer_hours, policy), *(at for at in last if at > now)])


def expires_at(chosen: tuple[Slot, ...], now: datetime, policy: Policy, *, exception: bool = False) -> datetime:
    """Until when an offer is held: some office hours, and at the latest until the first of its times ends to be on
    offer, or the minute before its first start where a clerk made an exception.
    """
    last = min(slot.start - MINUTE if exception else offer_ends(slot, policy) for slot in chosen)
    return min(after_office_hours(now, policy.clocks.offer_hours, policy), last)
