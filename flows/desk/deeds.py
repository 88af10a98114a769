"""What a clerk wants at their desk: to find, to book for a caller, today's list; or an order as typed in the group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from flows.desk.behind import behind
from flows.desk.orders import obey, order
from flows.staff.today import today
from flows.staff.typed import Order
from flows.step import LEAVE, NO_EFFECT, Branch, Effect, Flow, Option, Step
from flows.values import NOTHING, Text, Values

if TYPE_CHECKING:
    from flows.office.view import View

DEEDS = ("find", "caller", "today", "leave")
STARTS = {"find": "finding", "caller": "calling"}
Wanted: TypeAlias = str | Order


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    deed: str | None = None


def _put(draft: Draft, value: Wanted) -> Draft:
    return Draft(draft.subject, value if isinstance(value, str) else None)


def _effect(value: Wanted, _draft: Draft, view: View) -> Effect:
    if isinstance(value, Order):
        return obey(value, view)
    if value == "today":
        return Effect((today(behind(view)),))
    return Effect(start=STARTS[value], over=True) if value in STARTS else NO_EFFECT


def _values(_draft: Draft, view: View) -> Values:
    counter = view.counter
    return {"office": counter.policy.name(view.tag), "by": counter.clerk.name} if counter else NOTHING


DEED: Step[Draft, Wanted] = Step(
    "deed",
    next=Branch(lambda draft: LEAVE if draft.deed == "leave" else "deed", ("deed", LEAVE)),
    text="staff.desk",
    choices=lambda _draft, _view: tuple(Option(each, Text(f"staff.desk.{each}")) for each in DEEDS),
    read=order,
    put=_put,
    effect=_effect,
    values=_values,
    skip=lambda _draft, view: view.counter is None,
)
DESK: Flow[Draft] = Flow("desk", steps=(DEED,), draft=Draft, done=lambda _draft, _view: NO_EFFECT)
