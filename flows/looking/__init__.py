"""My booking: where it stands, in words that never call a request a booking, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from flows import anytime, attending
from flows.cancelling.leaving import take_back
from flows.cancelling.script import calling
from flows.changing.moving import keep
from flows.changing.way import way
from flows.choosing import booked_values
from flows.home import booking_label
from flows.office import rules
from flows.office.appointment import Application, Status
from flows.office.attendance import NoShowRule
from flows.office.view import View
from flows.step import LEAVE, NO_EFFECT, Effect, Flow, Option, Step
from flows.values import NOTHING, Text, Value, Values

DEEDS = {
    Status.REQUESTED: ("cancel",),
    Status.OFFERED: ("choose", "cancel"),
    Status.BOOKED: ("late", "cannot_connect", "change", "cancel"),
    Status.DEEMED_CANCELLED: ("in_touch", "book"),
}
CHANGING = ("late", "cannot_connect", "change", "keep", "cancel")
"""While another time is looked for; `change` states new wishes instead."""
MOVING = ("move", "late", "cannot_connect", "cancel")
"""While other times are offered beside the booking."""
WISHED = ("stay", "late", "cannot_connect")
"""What a booking offers while a wish to cancel waits for a clerk."""
STARTS = {"choose": "choosing", "cancel": "cancelling", "move": "moving"}


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    deed: str | None = None


def _shown(draft: Draft, view: View) -> Application | None:
    """What was asked for, else the booking, else what became of the last one."""
    return view.application(draft.subject) or view.booking or next(iter(view.applications), None)


def _option(deed: str, view: View) -> Option[str]:
    labels = {
        "book": booking_label(view),
        "in_touch": Text("attending.in_touch"),
        "stay": Text("leaving.stay.stay"),
    }
    return Option(deed, labels.get(deed) or Text(f"looking.booking.{deed}"))


def _choices(draft: Draft, view: View) -> tuple[Option[str], ...]:
    application = _shown(draft, view)
    app = Option(anytime.APP, anytime.label(anytime.APP))
    if application is None:
        return _option("book", view), app
    deeds = tuple(_option(each, view) for each in _deeds(application, view))
    others = tuple(
        Option(f"see-{each.id}", Text("looking.booking.other", {"code": each.code}))
        for each in view.open_applications
        if each.id != application.id
    )
    return (*deeds, *others, app)


def _deeds(application: Application, view: View) -> tuple[str, ...]:
    if application.over(view.now):
        return ("book",)
    if application.appealed or _appealed(application, view) == "appeal_upheld":
        return ("book",)
    if application.cancel_wished:
        return WISHED
    names = DEEDS.get(application.status, ("book",))
    if application.change_open:
        names = MOVING if application.offer else CHANGING
    fixed = application.status is Status.BOOKED and rules.changeable(application, view.now, view.policy)
    return tuple(each for each in names if each != "change" or not fixed)


def _values(draft: Draft, view: View) -> Values:
    application = _shown(draft, view)
    if application is None:
        return NOTHING
    values: dict[str, Value] = {
        "code": application.code,
        "wishes": application.wishes,
        "due": application.answer_due or "",
        "phone": view.policy.phone,
        "ring": Text("booking.review.cannot_ring", {"url": view.return_url}) if view.return_url else "",
    }
    if application.offer:
        values |= {
            "expires": application.offer.expires_at,
            "times": tuple(slot.start for slot in application.offer.slots),
        }
    if application.appointment:
        values |= booked_values(application, application.appointment.slot, view)
        values |= calling(application, view) if application.cancel_wished else {}
    if application.appeal:
        values["due"] = application.appeal.due
    return values


def _variant(draft: Draft, view: View) -> str:
    application = _shown(draft, view)
    if application is None:
        return "nothing"
    if appeal := _appealed(application, view):
        return appeal
    if application.over(view.now):
        return "over"
    if application.cancel_wished:
        return "leaving"
    if application.change_open:
        return "moving" if application.offer else "changing"
    return "in_touch" if _in_touch(application, view) else application.status.value


def _appealed(application: Application, view: View) -> str:
    """What became of *I was in touch*: looked at, later than was said, or decided; an accepted one whose booking can
    still be joined is a booking again.
    """
    appeal = application.appeal
    if appeal is None:
        return ""
    if appeal.open:
        return "appealed" if view.now < appeal.due else "appeal_late"
    if appeal.decided == "upheld" and application.status is Status.DEEMED_CANCELLED:
        return "appeal_upheld"
    return "appeal_accepted" if appeal.decided == "accepted" and application.over(view.now) else ""


def _in_touch(application: Application, view: View) -> bool:
    """Nothing is counted as cancelled any more: nothing is said of it either."""
    appointment = application.appointment
    if application.status is not Status.BOOKED or appointment is None:
        return False
    return NoShowRule.of(appointment, view.policy).in_touch(appointment)


def _effect(value: str, draft: Draft, view: View) -> Effect:
    application = _shown(draft, view)
    if value == anytime.APP:
        return Effect(start=value)
    if value == "book":
        return Effect(start="booking")
    if value.startswith("see-"):
        return Effect(start="looking", subject=value.removeprefix("see-"))
    if application and value in STARTS:
        return Effect(start=STARTS[value], subject=application.id)
    if application and value == "change":
        return Effect(start=way(application, view), subject=application.id)
    if application and value == "keep":
        return keep(application, view)
    if application and value == "stay":
        return take_back(application, view)
    return attending.said(value, application, view) if application else NO_EFFECT


BOOKED_NOW: Step[Draft, str] = Step(
    "booking", next=LEAVE, field="deed", choices=_choices, values=_values, variant=_variant, effect=_effect
)

LOOKING: Flow[Draft] = Flow("looking", steps=(BOOKED_NOW,), draft=Draft, done=lambda _draft, _view: NO_EFFECT)
