"""After a wish to cancel where only the telephone counts: nothing is cancelled yet, and it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from flows.facts import WishTakenBack
from flows.messages import Refused, Told
from flows.office import refusals
from flows.office.appointment import Application, Status
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.step import LEAVE, NO_EFFECT, Effect, Flow, Option, Step
from flows.values import NOTHING, Text, Values


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    said: str | None = None


def take_back(application: Application, view: View) -> Effect:
    """*I will come after all*: the booking stands as before, and reminders come again."""
    appointment = application.appointment
    if not application.cancel_wished or appointment is None:
        text = refusals.NotNow().text()
        return Effect((Refused(text.key, text.values),))
    values: Values = {"code": application.code, "start": appointment.slot.start, "phone": view.policy.phone}
    return Effect((Told("leaving.taken_back", values),), (WishTakenBack(application.id, view.heard_at),))


def _check(_value: str, draft: Draft, view: View) -> Refusal | None:
    application = view.application(draft.subject)
    return None if application and application.cancel_wished else refusals.NotNow()


def _effect(_value: str, draft: Draft, view: View) -> Effect:
    application = view.application(draft.subject)
    return take_back(application, view) if application else NO_EFFECT


def _over(draft: Draft, view: View) -> bool:
    """Asked in the very turn of the wish, of which the view cannot know yet: so only the status is looked at."""
    application = view.application(draft.subject)
    return application is None or application.status is not Status.BOOKED


def _values(draft: Draft, view: View) -> Values:
    application = view.application(draft.subject)
    if application is None or application.appointment is None:
        return NOTHING
    return {"code": application.code, "start": application.appointment.slot.start, "phone": view.policy.phone}


STAY: Step[Draft, str] = Step(
    "stay",
    next=LEAVE,
    field="said",
    choices=lambda _draft, _view: (Option("stay", Text("leaving.stay.stay")),),
    check=_check,
    effect=_effect,
    values=_values,
    skip=_over,
)

LEAVING: Flow[Draft] = Flow("leaving", steps=(STAY,), draft=Draft, done=lambda _draft, _view: NO_EFFECT)
