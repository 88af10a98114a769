"""Asking for a consultation: from the first hello to *requested, not yet booked*. One file a question."""

from __future__ import annotations

from flows.booking.conditions import DEVICE, PLACE
from flows.booking.draft import Draft
from flows.booking.language import LANGUAGE
from flows.booking.name import NAME
from flows.booking.needs import INTERPRETER, NEEDED
from flows.booking.number import NUMBER, SPLIT
from flows.booking.phone import PHONE
from flows.booking.purpose import PURPOSE
from flows.booking.residence import RESIDENCE
from flows.booking.review import CHANGE, REVIEW
from flows.booking.terms import TERMS
from flows.facts import Agreed, Wished
from flows.messages import Reply, Told
from flows.office import rules
from flows.office.opening import after_office_hours
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.step import Effect, Flow
from flows.wishing.wishes import wish_steps, wishes_stand


def _gate(draft: Draft, view: View) -> tuple[str, Refusal] | None:
    if refusal := wishes_stand(draft, view):
        return "day", refusal
    if refusal := rules.open_limit(view.applications, view.policy):
        return "review", refusal
    return None


def _done(draft: Draft, view: View) -> Effect:
    due = after_office_hours(view.now, view.policy.clocks.answer_hours, view.policy)
    agreed = Agreed(tuple((each.name, each.version) for each in view.documents), view.words.tag, "booking.review.apply")
    wished = Wished(
        code=view.fresh_code,
        name=draft.name or "",
        number=draft.number or "",
        phone=draft.phone or "",
        residence=draft.residence or "",
        needs=draft.needs or "none",
        interpreter=draft.interpreter or "",
        wishes=draft.wishes,
        answer_due=due,
    )
    told: tuple[Reply, ...] = (Told("booking.done.told", {"code": view.fresh_code, "due": due}),)
    if not view.can_ring:
        told += (Told("booking.done.cannot_ring", {"url": view.return_url, "phone": view.policy.phone}),)
    return Effect(told, (wished, agreed))


BOOKING: Flow[Draft] = Flow(
    "booking",
    steps=(
        LANGUAGE,
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
    review="review",
    keeps=True,
)
