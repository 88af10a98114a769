"""Another time for a booking that stands: new wishes, sent to staff. Nothing is given up until a new time is certain.

An office where people book a free time at once would move the booking here at once; so far staff offer times first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flows.changing.moving import said
from flows.facts import ChangeWished
from flows.messages import Told
from flows.office import refusals, rules
from flows.office.offers import answer_due
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.step import DONE, NO_EFFECT, Effect, Flow
from flows.wishing.wishes import mended, wish_steps, wishes_stand


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    day: date | None = None
    timed: bool = False
    wishes: tuple[datetime, ...] = ()
    more: str | None = None

    @property
    def at_once(self) -> bool:
        """Another time is always answered by an offer beside the booking, whatever way the office books otherwise."""
        return False


def _forbidden(draft: Draft, view: View) -> Refusal | None:
    application = view.application(draft.subject)
    if application is None:
        return refusals.NothingBooked()
    return rules.changeable(application, view.now, view.policy)


def _done(draft: Draft, view: View) -> Effect:
    """Where it became too late meanwhile, that is said, and the booking stays."""
    application = view.application(draft.subject)
    if refusal := _forbidden(draft, view):
        return Effect((said(refusal),))
    if application is None or application.appointment is None:
        return NO_EFFECT
    due = answer_due(draft.wishes, view.now, view.policy)
    start = application.appointment.slot.start
    told = Told("changing.done.told", {"code": application.code, "start": start, "wishes": draft.wishes, "due": due})
    return Effect((told,), (ChangeWished(application.id, draft.wishes, due),))


CHANGING: Flow[Draft] = Flow(
    "changing",
    steps=wish_steps(lambda _draft: DONE, (DONE,)),
    draft=Draft,
    done=_done,
    gate=wishes_stand,
    mended=mended,
    keeps=True,
)
