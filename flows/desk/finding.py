"""Who telephones knows no code: found by name, number or telephone, shown whole in this private chat alone, audited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from flows.booking.name_reading import both
from flows.desk.orders import obey, order
from flows.facts import Searched
from flows.messages import Told
from flows.office.appointment import Status
from flows.office.counter import Found, search
from flows.reading.phone import national
from flows.staff.erased import ERASED
from flows.staff.typed import Order
from flows.step import LEAVE, NO_EFFECT, Branch, Effect, Flow, Option, Step
from flows.values import Text, Value

if TYPE_CHECKING:
    from flows.messages import Reply
    from flows.office.view import View

SHOWN = 5
"""Cards of one answer: more are a question asked too widely, and too many people's data."""
CALLABLE = frozenset({Status.BOOKED, Status.DEEMED_CANCELLED})
ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Result:
    """What one search brought. Names stay in the view; the session keeps codes alone."""

    kind: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    codes: tuple[str, ...] = ()
    """Of those shown last, where a call can be recorded."""
    over: bool = False


Wanted: TypeAlias = str | Order | Result


def _read(text: str, view: View) -> Wanted | None:
    """An order stands where a code alone would be sought."""
    if view.counter is None:
        return None
    given = order(text, view)
    if given and given.verb != "card":
        return given
    return Result(search(text).kind, view.counter.found)


def _put(draft: Draft, value: Wanted) -> Draft:
    if isinstance(value, Result):
        shown = (each.application for each in value.found[:SHOWN])
        return Draft(draft.subject, tuple(each.code for each in shown if each.status in CALLABLE))
    return Draft(draft.subject, draft.codes, over=value == ENOUGH)


def _effect(value: Wanted, _draft: Draft, view: View) -> Effect:
    if isinstance(value, Result):
        return _found(value, view)
    given = value if isinstance(value, Order) else order(value, view)
    return obey(given, view) if given else NO_EFFECT


def _found(result: Result, view: View) -> Effect:
    counter = view.counter
    if counter is None:
        return NO_EFFECT
    shown = result.found[:SHOWN]
    fact = Searched(result.kind, len(result.found), tuple(each.application.id for each in shown), counter.clerk)
    replies: tuple[Reply, ...] = tuple(_card(each) for each in shown)
    if not shown:
        replies = (Told("staff.finding.nothing"),)
    elif len(result.found) > SHOWN:
        replies += (Told("staff.finding.more", {"found": len(result.found), "shown": SHOWN}),)
    return Effect(replies, (fact,))


def _card(found: Found) -> Told:
    application = found.application
    appointment, offer = application.appointment, application.offer
    number: Value = found.number or Text(ERASED if application.erased else "staff.card.no_number")
    values: dict[str, Value] = {
        "code": application.code,
        "status": Text(f"status.{application.status}"),
        "name": Text(ERASED) if application.erased else both(found.name, found.name_reading),
        "number": number,
        "phone": Text(ERASED) if application.erased else national(found.phone),
        "channel": Text(f"staff.channel.{application.channel}"),
        "start": appointment.slot.start if appointment else "",
        "desk": appointment.desk if appointment else "",
        "times": tuple(slot.start for slot in offer.slots) if offer else (),
        "wishes": () if appointment or offer else application.wishes,
    }
    return Told("staff.finding.found", values)


def _choices(draft: Draft, _view: View) -> tuple[Option[Wanted], ...]:
    calls = tuple(
        Option[Wanted](f"{code} called", Text("staff.finding.called", {"code": code})) for code in draft.codes
    )
    return (*calls, Option(ENOUGH, Text("staff.finding.enough")))


QUERY: Step[Draft, Wanted] = Step(
    "query",
    next=Branch(lambda draft: LEAVE if draft.over else "query", ("query", LEAVE)),
    text="staff.finding",
    choices=_choices,
    show=lambda value: str(value).replace(" ", "-"),
    read=_read,
    put=_put,
    effect=_effect,
    free=True,
    skip=lambda _draft, view: view.counter is None,
)
FINDING: Flow[Draft] = Flow("finding", steps=(QUERY,), draft=Draft, done=lambda _draft, _view: NO_EFFECT)
