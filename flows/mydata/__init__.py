"""What is kept about the person, for how long, and erasing it: they may delete what they registered (S 5-4).

What erasing means is said before they are asked once more. Never here: names and numbers; those stay sealed.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.booking.conditions import YES_NO
from flows.facts import Forgotten
from flows.messages import Told
from flows.office.appointment import Application
from flows.office.keeping import may_erase
from flows.office.refusals import Refusal
from flows.office.rules import may_apply
from flows.office.view import View
from flows.step import LEAVE, NO_EFFECT, Branch, Effect, Flow, Option, Step
from flows.values import Text, Values

SHOW, ERASE = "show", "erase"


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    choice: str | None = None


def _stopped(view: View) -> Refusal | None:
    return may_erase(view.applications, view.now, {view.policy.id: view.policy, **view.offices})


def _kept(view: View) -> Values:
    keeps = view.policy.retention
    return {"days": keeps.personal_days, "unused": keeps.chat_unused_days, "records": keeps.records_days}


def _line(application: Application, view: View) -> Text:
    start = application.appointment.slot.start if application.appointment else application.created_at
    office = view.offices.get(application.office, view.policy)
    status = Text(f"status.{application.status}")
    return Text(
        "mydata.line", {"code": application.code, "start": start, "status": status, "office": office.name(view.tag)}
    )


def _shown(view: View) -> Effect:
    """Which bookings we hold something of, and what kinds of things; the things themselves are not said in a chat."""
    if not view.applications:
        return Effect((Told("mydata.none", _kept(view)),))
    lines = tuple(_line(each, view) for each in view.applications)
    return Effect((Told("mydata.held", {**_kept(view), "lines": lines}),))


def _check(value: str, _draft: Draft, view: View) -> Refusal | None:
    return _stopped(view) if value in {ERASE, "yes"} else None


def _erased(value: str, _draft: Draft, view: View) -> Effect:
    if value == "no":
        return Effect((Told("mydata.not_erased"),))
    refused = view.own_standing.refused
    told = Told("mydata.erased", {"phone": view.policy.phone})
    if refused and may_apply(view.own_standing, view.now, view.policy):
        told = Told("mydata.erased_refused", {"phone": view.policy.phone, "until": refused.until})
    return Effect((told,), (Forgotten(),), start="home", drop=True)


def _sure_values(_draft: Draft, view: View) -> Values:
    refused = view.own_standing.refused
    return {**_kept(view), **({"until": refused.until} if refused else {})}


def _variant(_draft: Draft, view: View) -> str:
    """A refusal of later use that is in force stays, without the name."""
    return "refused" if may_apply(view.own_standing, view.now, view.policy) else "ask"


WHAT: Step[Draft, str] = Step(
    "what",
    next=Branch(lambda draft: "sure" if draft.choice == ERASE else LEAVE, ("sure", LEAVE)),
    field="choice",
    choices=lambda _draft, _view: tuple(Option(each, Text(f"mydata.what.{each}")) for each in (SHOW, ERASE)),
    check=_check,
    effect=lambda value, _draft, view: _shown(view) if value == SHOW else NO_EFFECT,
    values=lambda _draft, view: _kept(view),
)
SURE: Step[Draft, str] = Step(
    "sure",
    next=LEAVE,
    choices=lambda _draft, _view: YES_NO,
    check=_check,
    effect=_erased,
    variant=_variant,
    values=_sure_values,
)
MYDATA: Flow[Draft] = Flow("mydata", steps=(WHAT, SURE), draft=Draft, done=lambda _draft, _view: NO_EFFECT)
