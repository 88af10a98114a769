"""Waiting for a day that is full, or for a time that somebody else has: when it is offered, and when it still stands.

The day is kept as `full`, a time that was taken as `lost`. Never here: who is asked first (`flows.office.waiting`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from flows.booking.draft import Draft
from flows.booking.earlier import known
from flows.facts import Cancelled, Clerk, WaitEnded
from flows.messages import Told
from flows.office import refusals, rules
from flows.office.appointment import Application
from flows.office.opening import May, can_book, can_offer, free_desk, free_on, slot_at
from flows.office.policy import Policy, local
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.office.waiting import wait_ends, waitable
from flows.values import Values


def could(draft: Draft, view: View) -> bool:
    """Nobody waits beside a time they wish for, or in vain: as one too many, or with the office still to decide."""
    limit = rules.open_limit(view.open_applications, view.policy)
    return not draft.wishes and limit is None and _decided(draft, view)


def may_wait(draft: Draft, day: date, view: View) -> bool:
    return could(draft, view) and waitable(day, view)


def _decided(draft: Draft, view: View) -> bool:
    """Who has no number where the office decides (S 3) is asked about no freed time before it has."""
    if view.policy.asked.without_number != "office_decides":
        return True
    told = view.application(known(draft)) if known(draft) else None
    return bool(told.masked_number) if told else not draft.undecided


def missed(draft: Draft, refusal: Refusal, view: View) -> Draft:
    """After a refusal: what was full or taken can be waited for, until something else is answered. Of a time that was
    the last of its day only the day is kept.
    """
    full: date | None = None
    lost: datetime | None = None
    match refusal:
        case refusals.DayFull(day=day):
            full = day
        case refusals.Taken(start=start):
            full, lost = local(start).date(), start
    lost = lost if full and _has_free(draft, full, view) else None
    if full is None or not may_wait(draft, full, view):
        return replace(draft, full=None, lost=None)
    return replace(draft, full=full, lost=lost)


def waits(draft: Draft) -> Draft:
    """The choice to wait, made."""
    return replace(draft, waits=True, wishes=(), timed=True, more=None)


def stands(draft: Draft, view: View) -> tuple[str, Refusal] | None:
    """The gate of whoever waits: nothing is waited for that can be had, or no longer be had."""
    day = draft.full
    if day is None:
        return "day", refusals.Missing()
    if not may_wait(draft, day, view):
        return "day", refusals.DayFull(day)
    return ("time", refusals.FreeAgain(day)) if _free_again(draft, day, view) else None


def _free_again(draft: Draft, day: date, view: View) -> bool:
    if draft.lost is None:
        return _has_free(draft, day, view)
    slot = slot_at(draft.lost, view.policy)
    return _may(draft)(slot, view.now, view.policy) and bool(free_desk(slot, view.taken, view.policy))


def _has_free(draft: Draft, day: date, view: View) -> bool:
    return any(free_on(day, view.now, view.taken, view.policy, _may(draft)))


def _may(draft: Draft) -> May:
    return can_book if draft.at_once else can_offer


def mended(draft: Draft, kept: Draft, view: View) -> Draft:
    """What the gate stopped: a wait asks for its day again; a time that was lost can be waited for."""
    if draft.waits:
        return replace(kept, waits=False, day=draft.full, timed=False, full=None, lost=None)
    gone = next((start for start in draft.wishes if start not in kept.wishes), None)
    taken = gone and not free_desk(slot_at(gone, view.policy), view.taken, view.policy)
    return missed(kept, refusals.Taken(gone), view) if gone and taken else kept


def summary(draft: Draft, policy: Policy) -> Values:
    """For which day, and until when at most."""
    if not draft.waits or draft.full is None:
        return {}
    return {"day": draft.full, "until": wait_ends(draft.full, policy)}


# -- a wait that a booking ends ------------------------------------------------------------------------------


def in_line(view: View, besides: str = "") -> tuple[Application, ...]:
    """What this person waits for at this office."""
    mine = (each for each in view.applications if each.office == view.policy.id and each.id != besides)
    return tuple(each for each in mine if each.awaits_day)


def counted(view: View) -> Iterable[Application]:
    """What counts where a time is booked at once: not the waits, which that booking ends."""
    over = {each.id for each in in_line(view)}
    return (each for each in view.open_applications if each.id not in over)


def ended(view: View, besides: str = "") -> tuple[tuple[Told, ...], tuple[Cancelled, ...]]:
    """Whoever has booked waits no longer (a freed time is for who has got nothing), and is told so."""
    over = in_line(view, besides)
    told = tuple(Told("booking.done.wait_over", {"code": each.code, "day": each.waits_for or ""}) for each in over)
    return told, tuple(Cancelled(each.id) for each in over)


def served(view: View, application: Application, by: Clerk) -> tuple[tuple[Told, ...], tuple[WaitEnded, ...]]:
    """The same where staff book for somebody, seen with the office's eyes: their other waits end, and both are told."""
    over = [each for each in in_line(view, application.id) if each.person == application.person]
    told = tuple(Told("staff.did.wait_over", {"code": each.code, "day": each.waits_for or ""}) for each in over)
    return told, tuple(WaitEnded(each.id, by) for each in over)
