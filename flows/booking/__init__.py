"""Asking for a consultation: from the first hello to *requested, not yet booked*. One file a question."""

from __future__ import annotations

from flows.booking.conditions import DEVICE, PLACE
from flows.booking.draft import Draft
from flows.booking.language import LANGUAGE
from flows.booking.name import NAME
from flows.booking.needs import INTERPRETED, INTERPRETER, NEEDED
from flows.booking.number import NUMBER, SPLIT
from flows.booking.office import OFFICE
from flows.booking.phone import PHONE
from flows.booking.purpose import PURPOSE
from flows.booking.residence import RESIDENCE
from flows.booking.review import CHANGE, REVIEW
from flows.booking.terms import TERMS
from flows.facts import Agreed, Wished
from flows.messages import Reply, Told
from flows.office import refusals, rules
from flows.office.offers import answer_due
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.step import Effect, Flow
from flows.wishing.wishes import mended, wish_steps, wishes_stand


def _gate(draft: Draft, view: View) -> tuple[str, Refusal] | None:
    if not view.settled:
        return "office", refusals.Missing()
    if stopped := wishes_stand(draft, view):
        return stopped
    if refusal := rules.taking_bookings(stopped=view.stopped_at is not None, policy=view.policy):
        return "review", refusal
    if refusal := rules.open_limit(view.open_applications, view.policy):
        return "review", refusal
    return None


def _done(draft: Draft, view: View) -> Effect:
    due = answer_due(draft.wishes, view.now, view.policy)
    agreed = Agreed(draft.documents, view.tag, "booking.review.apply")
    needs = draft.needs or "none"
    wished = Wished(
        code=view.fresh_code,
        name=draft.name or "",
        number=draft.number or "",
        phone=draft.phone or "",
        residence=draft.residence or "",
        needs=needs,
        interpreter=draft.interpreter or "" if needs in INTERPRETED else "",
        wishes=draft.wishes,
        answer_due=due,
    )
    told: tuple[Reply, ...] = (Told("booking.done.told", {"code": view.fresh_code, "due": due}),)
    if not view.can_ring:
        told += (Told("booking.done.cannot_ring", {"url": view.return_url, "phone": view.policy.phone}),)
    return Effect(told, (wished, agreed), start="home", subject="applied")


BOOKING: Flow[Draft] = Flow(
    "booking",
    steps=(
        LANGUAGE,
        OFFICE,
        PURPOSE,
        TERMS,
        DEVICE,
        PLACE,
        NAME,
        NUMBER,
        SPLIT,
        PHONE,
        RESIDENCE,
        NEEDED,
        INTERPRETER,
        *wish_steps(lambda _draft: "review", ("review",)),
        REVIEW,
        CHANGE,
    ),
    draft=Draft,
    done=_done,
    gate=_gate,
    mended=mended,
    review="review",
    keeps=True,
)
