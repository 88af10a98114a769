"""Offered times have arrived: choose one, or none of these. One tap, and only now it is booked."""

from __future__ import annotations

from dataclasses import dataclass

from flows.facts import Booked, NoneSuits
from flows.messages import Told
from flows.office import refusals, rules
from flows.office.appointment import Application, Status
from flows.office.offers import answer_due
from flows.office.opening import Slot, slot_from_code
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.step import DONE, NO_EFFECT, Branch, Effect, Flow, Option, Step
from flows.values import NOTHING, Text, Value, Values

NONE = "none"


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    choice: Slot | str | None = None


def offer_options(application: Application | None) -> tuple[Option[Slot | str], ...]:
    """The offered times, then *none of these*."""
    if application is None or application.offer is None or application.status is not Status.OFFERED:
        return ()
    return (*(_time(slot) for slot in application.offer.slots), Option(NONE, Text("choosing.offer.none")))


def _time(slot: Slot) -> Option[Slot | str]:
    return Option(slot, Text("choosing.offer.label", {"start": slot.start}))


def show(value: Slot | str) -> str:
    return value.code if isinstance(value, Slot) else value


def _pick(code: str, view: View) -> Slot | str | None:
    return NONE if code == NONE else slot_from_code(code, view.policy)


def _check(value: Slot | str, draft: Draft, view: View) -> Refusal | None:
    application = view.application(draft.subject)
    if application is None:
        return refusals.NothingBooked()
    if isinstance(value, Slot):
        if _already(application, value):
            return None
        return rules.choosable(value, application, view.now, view.policy) or rules.one_a_day(
            value, view.applications, view.policy
        )
    return None if application.status is Status.OFFERED else refusals.OfferOver()


def _already(application: Application, slot: Slot) -> bool:
    """The same tap again: it gets the same answer again."""
    appointment = application.appointment
    return application.status is Status.BOOKED and appointment is not None and appointment.slot == slot


def _effect(value: Slot | str, draft: Draft, view: View) -> Effect:
    if isinstance(value, Slot):
        return NO_EFFECT
    due = answer_due((), view.now, view.policy)
    return Effect(
        (Told("choosing.none.told"),),
        (NoneSuits(draft.subject, due),),
        start="wishing",
        subject=draft.subject,
    )


def _done(draft: Draft, view: View) -> Effect:
    application = view.application(draft.subject)
    if application is None or not isinstance(draft.choice, Slot):
        return NO_EFFECT
    booked = Told("notice.booked", booked_values(application, draft.choice, view))
    if _already(application, draft.choice) or application.offer is None:
        return Effect((booked,))
    return Effect((booked,), (Booked(application.id, application.offer.id, draft.choice),))


def booked_values(application: Application, slot: Slot, view: View) -> Values:
    """What a person must know of a booking: when, how to join, what to prepare, what happens else."""
    policy = view.policy
    return {
        "code": application.code,
        "start": slot.start,
        "minutes": slot.minutes,
        "office": policy.name(view.tag),
        "tool": policy.video.tool,
        "join": application.join_url,
        "calendar": application.calendar_url,
        "grace": policy.attendance.grace,
        "cancelling": cancelling(view),
        "phone": policy.phone,
    }


def cancelling(view: View) -> Value:
    if not view.policy.cancelling.by_chat:
        return Text("cancelling.how.phone", {"phone": view.policy.phone})
    values: Values = {"phone": view.policy.phone, "minutes": view.policy.cancelling.cut_off}
    return Text("cancelling.how.chat", values)


def _offer_values(draft: Draft, view: View) -> Values:
    application = view.application(draft.subject)
    if application is None or application.offer is None:
        return NOTHING
    return {"code": application.code, "expires": application.offer.expires_at}


OFFER: Step[Draft, Slot | str] = Step(
    "offer",
    next=Branch(lambda _draft: DONE, (DONE,)),
    field="choice",
    choices=lambda draft, view: offer_options(view.application(draft.subject)),
    show=show,
    pick=_pick,
    check=_check,
    effect=_effect,
    values=_offer_values,
    skip=lambda draft, view: not offer_options(view.application(draft.subject)),
)


def _gate(draft: Draft, view: View) -> tuple[str, Refusal] | None:
    refusal = refusals.Missing() if draft.choice is None else _check(draft.choice, draft, view)
    return (OFFER.id, refusal) if refusal else None


CHOOSING: Flow[Draft] = Flow("choosing", steps=(OFFER,), draft=Draft, done=_done, gate=_gate)
