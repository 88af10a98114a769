"""Offered times have arrived: choose one, or none of these. One tap, and only now it is booked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from flows.booking.line import ended
from flows.facts import Booked, NoneSuits
from flows.messages import Told
from flows.office import refusals, rules
from flows.office.appointment import Application, Status
from flows.office.offers import answer_due
from flows.office.opening import MINUTE, Slot, slot_at, slot_from_code
from flows.office.policy import at_office, local
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.reading.assent import yes_no
from flows.reading.when import Ambiguous, Moment, read_when
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
    none = "choosing.offer.no_thanks" if application.offer.freed else "choosing.offer.none"
    return (*(_time(slot) for slot in application.offer.slots), Option(NONE, Text(none)))


def _time(slot: Slot) -> Option[Slot | str]:
    return Option(slot, Text("choosing.offer.label", {"start": slot.start}))


def show(value: Slot | str) -> str:
    return value.code if isinstance(value, Slot) else value


def _pick(code: str, view: View) -> Slot | str | None:
    return NONE if code == NONE else slot_from_code(code, view.policy)


def _read(text: str, view: View) -> Slot | str | None:
    """One of the held times typed as a date, or as a time of day that only one of them has; *no* is *none of these*."""
    if yes_no(text, view.words) == "no":
        return NONE
    held = tuple(slot for each in view.open_applications if each.offer for slot in each.offer.slots)
    found = read_when(text, local(view.now).date(), view.words.date_words(), language=view.words.tag)
    readings = found.readings if isinstance(found, Ambiguous) else (found,)
    meant = [slot for slot in held if any(_is(each, slot) for each in readings)]
    if not meant and isinstance(found, Moment) and found.time is not None:
        return slot_at(at_office(found.day, found.time), view.policy)
    return meant[0] if len(meant) == 1 else None


def _is(reading: object, slot: Slot) -> bool:
    at = local(slot.start)
    match reading:
        case Moment(day, None):
            return at.date() == day
        case Moment(day, clock):
            return (at.date(), at.time()) == (day, clock)
        case time():
            return at.time() == reading
        case _:
            return False


def _check(value: Slot | str, draft: Draft, view: View) -> Refusal | None:
    application = view.application(draft.subject)
    if application is None:
        return refusals.NothingBooked()
    if application.status is Status.BOOKED and application.appointment:
        booked = application.appointment.slot
        return None if value == booked else refusals.AlreadyBooked(booked.start)
    if isinstance(value, Slot):
        offer = application.offer
        if offer and view.now < offer.expires_at and value not in offer.slots:
            return refusals.NotOffered(tuple(slot.start for slot in offer.slots))
        excepted = offer is not None and bool(offer.exception)
        return rules.choosable(value, application, view.now, view.policy) or rules.one_a_day(
            value, view.applications, view.policy, exception=excepted
        )
    return None if application.status is Status.OFFERED else refusals.OfferOver()


def _already(application: Application, slot: Slot) -> bool:
    """The same tap again: it gets the same answer again."""
    appointment = application.appointment
    return application.status is Status.BOOKED and appointment is not None and appointment.slot == slot


def _freed(draft: Draft, view: View) -> bool:
    """Is it about a time that was given back and went to this one?"""
    application = view.application(draft.subject)
    return bool(application and application.offer and application.offer.freed)


def _waits_on(draft: Draft, view: View) -> datetime | None:
    """Until when whoever says no waits on as they did: for an answer, or for a time on their day."""
    application = view.application(draft.subject)
    if application is None or not (_freed(draft, view) or application.waits_for):
        return None
    due = application.answer_due or answer_due((), view.now, view.policy)
    return max(due, view.now + MINUTE) if application.waits_for else due


def _effect(value: Slot | str, draft: Draft, view: View) -> Effect:
    if isinstance(value, Slot):
        return NO_EFFECT
    if due := _waits_on(draft, view):
        return Effect((Told("choosing.none.kept"),), (NoneSuits(draft.subject, due),))
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
    told, over = ended(view, besides=application.id)
    return Effect((booked, *told), (Booked(application.id, application.offer.id, draft.choice), *over))


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
    if not view.policy.cancelling.cut_off:
        return Text("cancelling.how.chat_until_start", {"phone": view.policy.phone})
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
    hint=lambda draft, view: "freed_hint" if _freed(draft, view) else "hint",
    show=show,
    pick=_pick,
    read=_read,
    check=_check,
    effect=_effect,
    values=_offer_values,
    skip=lambda draft, view: not offer_options(view.application(draft.subject)),
)


def _gate(draft: Draft, view: View) -> tuple[str, Refusal] | None:
    refusal = refusals.Missing() if draft.choice is None else _check(draft.choice, draft, view)
    return (OFFER.id, refusal) if refusal else None


CHOOSING: Flow[Draft] = Flow("choosing", steps=(OFFER,), draft=Draft, done=_done, gate=_gate)
