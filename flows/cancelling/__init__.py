"""Cancelling, as the office allows it. Where only the telephone counts, the wish is passed on and called a wish."""

from __future__ import annotations

from dataclasses import dataclass

from flows.booking.conditions import YES_NO
from flows.cancelling.script import calling
from flows.facts import Cancelled, CancelWished
from flows.messages import Told
from flows.office import refusals, rules
from flows.office.appointment import OPEN, Application
from flows.office.refusals import PhoneOnly, Refusal
from flows.office.view import View
from flows.step import DONE, LEAVE, NO_EFFECT, Branch, Effect, Flow, Step
from flows.values import NOTHING, Text, Values


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    sure: str | None = None


def _application(draft: Draft, view: View) -> Application | None:
    return view.application(draft.subject)


def _by_phone(application: Application, view: View) -> bool:
    return isinstance(rules.cancellable(application, view.now, view.policy), PhoneOnly)


def _check(value: str, draft: Draft, view: View) -> Refusal | None:
    application = _application(draft, view)
    if application is None:
        return refusals.NothingBooked()
    if value == "no":
        return None
    refusal = rules.cancellable(application, view.now, view.policy)
    return None if isinstance(refusal, PhoneOnly) else refusal


def _values(draft: Draft, view: View) -> Values:
    application = _application(draft, view)
    if application is None:
        return NOTHING
    start = application.appointment.slot.start if application.appointment else Text("cancelling.no_time")
    return {"code": application.code, "start": start, "phone": view.policy.phone}


def _at_once(draft: Draft, view: View) -> Effect | None:
    """Where only the telephone counts nothing is asked: who then does no more than read what to do has been heard."""
    application = _application(draft, view)
    return _wish(application, view) if application and _by_phone(application, view) else None


def _wish(application: Application, view: View) -> Effect:
    """Said twice it is answered twice, and passed on once."""
    wish = () if application.cancel_wished else (CancelWished(application.id, view.heard_at),)
    values = {**_values(Draft(application.id), view), **calling(application, view)}
    return Effect((Told("cancelling.passed_on", values),), wish, start="leaving", subject=application.id)


def _over(draft: Draft, view: View) -> bool:
    application = _application(draft, view)
    return application is None or application.status not in OPEN


def _gate(draft: Draft, view: View) -> tuple[str, Refusal] | None:
    refusal = refusals.Missing() if draft.sure != "yes" else _check(draft.sure, draft, view)
    return (SURE.id, refusal) if refusal else None


def _effect(value: str, _draft: Draft, _view: View) -> Effect:
    return Effect((Told("cancelling.kept"),)) if value == "no" else NO_EFFECT


def _done(draft: Draft, view: View) -> Effect:
    application = _application(draft, view)
    if application is None:
        return NO_EFFECT
    if _by_phone(application, view):  # since it was asked
        return _wish(application, view)
    return Effect((Told("cancelling.done", _values(draft, view)),), (Cancelled(application.id),))


SURE: Step[Draft, str] = Step(
    "sure",
    next=Branch(lambda draft: DONE if draft.sure == "yes" else LEAVE, (DONE, LEAVE)),
    field="sure",
    choices=lambda _draft, _view: YES_NO,
    check=_check,
    values=_values,
    effect=_effect,
    skip=_over,
)

CANCELLING: Flow[Draft] = Flow("cancelling", steps=(SURE,), draft=Draft, done=_done, at_once=_at_once, gate=_gate)
