"""Another time at once, where people book a free time themselves (S 12-1): what it was, what it will be, one yes.

Never here: giving up the old time before the new one is certain. Both happen in one fact, or neither does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flows.changing.moving import said
from flows.changing.way import WISHED, at_once, forbidden
from flows.choosing import booked_values
from flows.facts import MovedAtOnce
from flows.messages import Told
from flows.office import refusals
from flows.office.appointment import Application
from flows.office.interpreting import is_there
from flows.office.opening import Slot, free_desk, slot_at, slot_from_code
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.reading.assent import yes_no
from flows.step import DONE, LEAVE, NO_EFFECT, Branch, Effect, Flow, Option, Step
from flows.values import Text, Values
from flows.wishing.draft import Draft as Wishing
from flows.wishing.wishes import interpreting, mended, taken, wish_steps, wishes_stand

YES, OTHER, KEEP = "yes", "other", "keep"


@dataclass(frozen=True, slots=True)
class Draft(Wishing):
    sure: Slot | str | None = None
    """The time that is given up, as it was shown when they said yes to it; or what they said instead."""

    @property
    def at_once(self) -> bool:
        return True


def _booked(draft: Draft, view: View) -> tuple[Application, Slot] | None:
    """The booking, and the time it has now."""
    application = view.application(draft.subject)
    if application is None or application.appointment is None or forbidden(draft.subject, view):
        return None
    return application, application.appointment.slot


def _values(draft: Draft, view: View) -> Values:
    application, none = view.application(draft.subject), Text("cancelling.no_time")
    appointment = application.appointment if application else None
    return {
        "code": application.code if application else "",
        "start": appointment.slot.start if appointment else none,
        "new": draft.wishes[0] if draft.wishes else none,
        "phone": view.policy.phone,
        "interpreting": interpreting(draft, view),
        "away": Text("needs.away") if _uninterpreted(application, draft, view) else "",
    }


def _uninterpreted(application: Application | None, draft: Draft, view: View) -> bool:
    """Is nobody there to interpret at the time that was typed?"""
    if application is None or not draft.wishes:
        return False
    return is_there(application.interpreter, slot_at(draft.wishes[0], view.policy), view.policy) is False


# -- which time: the questions of a booking, which know of the one that stands --------------------------------


def _kindly(refusal: Refusal | None, draft: Draft, view: View) -> Refusal | None:
    """Who hears that a time is gone hears too that theirs is not."""
    if isinstance(refusal, refusals.Taken) and (booked := _booked(draft, view)):
        return refusals.NewTimeTaken(refusal.start, booked[1].start)
    return refusal


def _knowing(step: Step[Any, Any]) -> Step[Any, Any]:
    def check(value: Any, draft: Draft, view: View) -> Refusal | None:  # noqa: ANN401 -- of the step's own kind
        return _kindly(step.check(value, draft, view), draft, view)

    return replace(step, check=check)


_day, _clock, _more = wish_steps(lambda _draft: SURE.id, ("sure",))
_asked_day: Callable[[Any, View], str] = _day.variant
DAY: Step[Any, Any] = replace(
    _knowing(_day),
    text="rebooking.day",
    variant=lambda draft, view: _asked_day(draft, view).removeprefix("direct_"),
    hint=lambda _draft, _view: "hint",
    values=_values,
)


# -- what it was, what it will be --------------------------------------------------------------------------


def _choices(draft: Draft, view: View) -> tuple[Option[Slot | str], ...]:
    """*Yes* bears the time that is given up: one tap of yesterday never moves what has been moved since."""
    booked = _booked(draft, view)
    yes = (Option(booked[1], Text("rebooking.sure.yes")),) if booked else ()
    return (*yes, *(Option(each, Text(f"rebooking.sure.{each}")) for each in (OTHER, KEEP)))


def _read(text: str, view: View) -> Slot | str | None:
    return {"yes": YES, "no": KEEP}.get(yes_no(text, view.words) or "")


def _check(value: Slot | str, draft: Draft, view: View) -> Refusal | None:
    booked = _booked(draft, view)
    if isinstance(value, Slot) and booked and value != booked[1]:
        return refusals.MovedMeanwhile(booked[1].start)
    return None


def _put(draft: Draft, value: Slot | str) -> Draft:
    return replace(draft, sure=value, more="another" if value == OTHER else draft.more)


def _leads(draft: Draft) -> str:
    return {OTHER: DAY.id, KEEP: LEAVE}.get(str(draft.sure), DONE)


def _effect(value: Slot | str, draft: Draft, view: View) -> Effect:
    return Effect(_stands(draft, view)) if value == KEEP else NO_EFFECT


def _stands(draft: Draft, view: View) -> tuple[Told, ...]:
    booked = _booked(draft, view)
    return (Told("changing.kept", {"code": booked[0].code, "start": booked[1].start}),) if booked else ()


SURE: Step[Draft, Slot | str] = Step(
    "sure",
    next=Branch(_leads, (DAY.id, DONE, LEAVE)),
    field="sure",
    choices=_choices,
    show=lambda value: value.code if isinstance(value, Slot) else value,
    pick=lambda code, view: slot_from_code(code, view.policy),
    read=_read,
    check=_check,
    put=_put,
    effect=_effect,
    values=_values,
    skip=lambda draft, _view: not draft.wishes,
)


# -- the gate, and what it becomes -------------------------------------------------------------------------


def _gate(draft: Draft, view: View) -> tuple[str, Refusal] | None:
    """What can no longer be changed at all is said at the end, and is the end."""
    booked, confirmed = _booked(draft, view), draft.sure
    if booked is None or not at_once(booked[0], view):
        return None
    if stopped := wishes_stand(draft, view):
        step, refusal = stopped
        return step, _kindly(refusal, draft, view) or refusal
    doubt = refusals.Missing() if confirmed is None else _check(confirmed, draft, view)
    return (SURE.id, doubt) if doubt else None


def _done(draft: Draft, view: View) -> Effect:
    if refusal := forbidden(draft.subject, view):
        return Effect((said(refusal),))
    booked = _booked(draft, view)
    if booked is None:
        return NO_EFFECT
    application, old = booked
    if not at_once(application, view):  # the office has another way now, or a clerk decides about this person
        return Effect((Told("rebooking.by_staff", _values(draft, view)),), start=WISHED, subject=application.id)
    new = slot_at(draft.wishes[0], view.policy)
    desk = free_desk(new, taken(draft, view), view.policy) or view.policy.desk.desks[0]
    told = Told("notice.moved", booked_values(application, new, view))
    return Effect((told,), (MovedAtOnce(application.id, old, new, desk),))


REBOOKING: Flow[Draft] = Flow(
    "rebooking",
    steps=(DAY, _knowing(_clock), _more, SURE),
    draft=Draft,
    done=_done,
    gate=_gate,
    mended=mended,
    keeps=True,
)
