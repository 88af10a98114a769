"""Times were offered beside a booking: one tap moves it there, another keeps it where it is."""

from __future__ import annotations

from flows.choosing import Draft, booked_values, show
from flows.facts import ChangeKept, Moved
from flows.messages import Refused, Told
from flows.office import refusals, rules
from flows.office.appointment import Application
from flows.office.attendance import can_be_held
from flows.office.opening import Slot, slot_from_code
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.step import DONE, LEAVE, NO_EFFECT, Branch, Effect, Flow, Option, Step
from flows.values import NOTHING, Text, Values

KEEP = "keep"


def options(application: Application | None) -> tuple[Option[Slot | str], ...]:
    """The offered times, then *keep the time I have*."""
    if application is None or not application.change_open or application.offer is None:
        return ()
    return (*(_time(slot) for slot in application.offer.slots), Option(KEEP, Text("moving.offer.keep")))


def _time(slot: Slot) -> Option[Slot | str]:
    return Option(slot, Text("choosing.offer.label", {"start": slot.start}))


def values(application: Application) -> Values:
    """What a choice needs to know: what is offered until when, and what stands until then."""
    offer, appointment = application.offer, application.appointment
    if offer is None or appointment is None:
        return NOTHING
    times = tuple(slot.start for slot in offer.slots)
    return {"code": application.code, "start": appointment.slot.start, "times": times, "expires": offer.expires_at}


def keep(application: Application, view: View) -> Effect:
    """The booking stays where it is, and nothing else is looked for; but not on a day that the office has closed."""
    if not application.change_open or application.appointment is None:
        return Effect((said(refusals.NotNow()),))
    if not can_be_held(application.appointment, view.policy):
        return Effect((said(refusals.CannotBeKept(application.appointment.slot.start, view.policy.phone)),))
    values: Values = {"code": application.code, "start": application.appointment.slot.start}
    if application.offer and application.offer.asked:  # the office cannot hold it: it is no promise
        told = Told("changing.kept_asked", {**values, "phone": view.policy.phone})
    else:
        told = Told("changing.kept", values)
    return Effect((told,), (ChangeKept(application.id),))


def said(refusal: Refusal) -> Refused:
    text = refusal.text()
    return Refused(text.key, text.values)


def _pick(code: str, view: View) -> Slot | str | None:
    return KEEP if code == KEEP else slot_from_code(code, view.policy)


def _check(value: Slot | str, draft: Draft, view: View) -> Refusal | None:
    application = view.application(draft.subject)
    if application is None:
        return refusals.NothingBooked()
    if not isinstance(value, Slot):
        return None if application.change_open and application.offer else refusals.OfferOver()
    if _already(application, value):
        return None
    offer = application.offer
    if application.change_open and offer and view.now < offer.expires_at and value not in offer.slots:
        return refusals.NotOffered(tuple(slot.start for slot in offer.slots))
    others = tuple(each for each in view.applications if each.id != application.id)
    excepted = offer is not None and bool(offer.exception)
    return rules.movable(value, application, view.now, view.policy) or rules.one_a_day(
        value, others, view.policy, exception=excepted
    )


def _already(application: Application, slot: Slot) -> bool:
    """The same tap again: it gets the same answer again."""
    appointment = application.appointment
    return not application.change_open and appointment is not None and appointment.slot == slot


def _effect(value: Slot | str, draft: Draft, view: View) -> Effect:
    application = view.application(draft.subject)
    return keep(application, view) if application and value == KEEP else NO_EFFECT


def _done(draft: Draft, view: View) -> Effect:
    application = view.application(draft.subject)
    if application is None or application.appointment is None or not isinstance(draft.choice, Slot):
        return NO_EFFECT
    told = Told("notice.moved", booked_values(application, draft.choice, view))
    if _already(application, draft.choice) or application.offer is None:
        return Effect((told,))
    return Effect((told,), (Moved(application.id, application.offer.id, draft.choice),))


def _values(draft: Draft, view: View) -> Values:
    application = view.application(draft.subject)
    return values(application) if application else NOTHING


OFFER: Step[Draft, Slot | str] = Step(
    "offer",
    next=Branch(lambda draft: LEAVE if draft.choice == KEEP else DONE, (DONE, LEAVE)),
    field="choice",
    choices=lambda draft, view: options(view.application(draft.subject)),
    show=show,
    pick=_pick,
    check=_check,
    effect=_effect,
    values=_values,
    skip=lambda draft, view: not options(view.application(draft.subject)),
)


def _gate(draft: Draft, view: View) -> tuple[str, Refusal] | None:
    refusal = refusals.Missing() if draft.choice is None else _check(draft.choice, draft, view)
    return (OFFER.id, refusal) if refusal else None


MOVING: Flow[Draft] = Flow("moving", steps=(OFFER,), draft=Draft, done=_done, gate=_gate)
