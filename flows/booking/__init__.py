"""Asking for a consultation: from the first hello to *requested, not yet booked*, or where the office books directly
to the booking itself. One file a question.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.booking import line
from flows.booking.conditions import DEVICE, PLACE
from flows.booking.draft import Draft
from flows.booking.earlier import ANEW, EARLIER, known, unless_kept, unless_known
from flows.booking.form import FORM, entered, unless_by_form
from flows.booking.language import LANGUAGE
from flows.booking.name import NAME, NAME_SURE
from flows.booking.name_reading import NAME_READING
from flows.booking.needs import ACCOMPANIED, COMPANION, HELP, INTERPRETED, INTERPRETER, NEEDED, NEEDS
from flows.booking.number import NUMBER, SPLIT
from flows.booking.office import OFFICE
from flows.booking.period import PAST, PERIOD, REMIND, period_asked, promised
from flows.booking.phone import PHONE
from flows.booking.purpose import PURPOSE, barred
from flows.booking.residence import RESIDENCE, further
from flows.booking.review import CHANGE, REVIEW
from flows.booking.separate import SEPARATE
from flows.booking.status import STATUS, STATUS_SURE
from flows.booking.terms import TERMS
from flows.facts import Agreed, BookedAtOnce, Wished
from flows.messages import Reply, Told
from flows.office import refusals, rules
from flows.office.offers import answer_due
from flows.office.opening import free_desk, slot_at
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.office.waiting import wait_ends
from flows.step import LEAVE, Branch, Effect, Flow
from flows.values import Value
from flows.wishing.line import Line
from flows.wishing.wishes import mended, wish_steps, wishes_stand

STORED = frozenset(NEEDS) - {"other"}
"""Kinds of need as they are kept; what else helps stands beside them."""


def _gate(draft: Draft, view: View) -> tuple[str, Refusal] | None:
    if not view.settled:
        return "office", refusals.Missing()
    if _gone(draft, view):
        return "name", refusals.Missing()
    if stopped := line.stands(draft, view) if draft.waits else wishes_stand(draft, view):
        return stopped
    if refusal := rules.taking_bookings(stopped=view.stopped_at is not None, policy=view.policy):
        return "review", refusal
    if refusal := rules.may_apply(view.own_standing, view.now, view.policy):
        return "review", refusal
    open_now = line.counted(view) if draft.at_once and not draft.waits else view.open_applications
    if refusal := rules.open_limit(open_now, view.policy):
        return "review", refusal
    return None


def _gone(draft: Draft, view: View) -> bool:
    """Were the answers that are to be taken over erased since, or are they not this person's any more?"""
    return bool(known(draft)) and view.application(known(draft)) is None


def _mended(draft: Draft, view: View) -> Draft:
    kept = line.mended(draft, mended(draft, view), view)
    return replace(kept, earlier=ANEW) if _gone(draft, view) else kept


def _done(draft: Draft, view: View) -> Effect:
    """What it has become, then what was agreed to by that button."""
    become = _become(draft, view)
    told, over = line.ended(view) if isinstance(become, BookedAtOnce) else ((), ())
    agreed = Agreed(draft.documents, view.tag, view.words.text(f"booking.review.{draft.review}"))
    apart = (Agreed(each.documents, each.locale, each.words, at=each.at),) if (each := draft.separate) else ()
    return Effect((*_told(become, view), *told), (become, agreed, *apart, *over), start="home", subject="applied")


def _become(draft: Draft, view: View) -> Wished | BookedAtOnce:
    if draft.waits and draft.full:
        return wished(draft, wait_ends(draft.full, view.policy), view)
    if draft.at_once:
        return _booked(draft, view)
    return wished(draft, answer_due(draft.wishes, view.now, view.policy), view)


def wished(draft: Draft, due: datetime | None, view: View) -> Wished:
    needs = draft.needs if draft.needs in STORED else "none"
    form = "" if known(draft) else entered(draft, view)
    return Wished(
        code=view.fresh_code,
        name="" if form else draft.name or "",
        number="" if form else draft.number or "",
        phone="" if form else draft.phone or "",
        residence=draft.residence or "",
        needs=needs,
        interpreter=draft.interpreter or "" if needs in INTERPRETED else "",
        wishes=draft.wishes,
        answer_due=due,
        companion=draft.companion or "" if needs in ACCOMPANIED else "",
        access=draft.access,
        stay_status=draft.status or "" if further(draft, view) else "",
        stay_until=draft.period or "" if period_asked(draft, view) else "",
        remind_at=promised(draft, view),
        earlier=known(draft),
        form=form,
        name_reading="" if form else draft.name_reading or "",
        waits_for=draft.full if draft.waits else None,
    )


def _booked(draft: Draft, view: View) -> BookedAtOnce:
    """The gate has seen a free desk; whether it still is, the claim itself says."""
    slot = slot_at(draft.wishes[0], view.policy)
    desk = free_desk(slot, view.taken, view.policy) or view.policy.desk.desks[0]
    return BookedAtOnce(wished(draft, None, view), slot, desk)


def _told(become: Wished | BookedAtOnce, view: View) -> tuple[Reply, ...]:
    """A booking is confirmed by its own letter, which needs addresses that do not exist yet."""
    told: tuple[Reply, ...] = ()
    if isinstance(become, Wished):
        values: dict[str, Value] = {"code": become.code, "due": become.answer_due or ""}
        if become.waits_for:
            told = (Told("booking.done.waits", {**values, "day": become.waits_for}),)
        else:
            told = (Told("booking.done.told", values),)
    if not view.can_ring:
        told += (Told("booking.done.cannot_ring", {"url": view.return_url, "phone": view.policy.phone}),)
    return told


BOOKING: Flow[Draft] = Flow(
    "booking",
    steps=(
        LANGUAGE,
        OFFICE,
        PURPOSE,
        TERMS,
        SEPARATE,
        DEVICE,
        replace(PLACE, next=Branch(lambda draft: LEAVE if draft.place == "no" else "earlier", ("earlier", LEAVE))),
        EARLIER,
        *unless_known(FORM, *unless_by_form(replace(NAME, next="name_sure"), NAME_SURE)),
        *unless_by_form(NAME_READING),
        *unless_known(*unless_by_form(NUMBER, SPLIT, PHONE)),
        RESIDENCE,
        STATUS,
        STATUS_SURE,
        PERIOD,
        PAST,
        REMIND,
        *unless_kept(NEEDED, INTERPRETER, COMPANION, HELP),
        *wish_steps(lambda _draft: "review", ("review",), Line(line.missed, line.waits, line.could)),
        REVIEW,
        CHANGE,
    ),
    draft=Draft,
    done=_done,
    at_once=lambda draft, view: barred(draft, view) if view.settled and draft == Draft(draft.subject) else None,
    gate=_gate,
    mended=_mended,
    review="review",
    keeps=True,
)
