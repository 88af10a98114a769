"""Another time for a booking that stands: new wishes, sent to staff. Nothing is given up until a new time is certain.

Where people book a free time at once they move it themselves (`rebooking`); `way` says which it is.
"""

from __future__ import annotations

from flows.changing.moving import said
from flows.changing.way import forbidden
from flows.facts import ChangeWished
from flows.messages import Told
from flows.office.offers import answer_due
from flows.office.view import View
from flows.step import DONE, NO_EFFECT, Effect, Flow
from flows.wishing.draft import Draft
from flows.wishing.wishes import mended, wish_steps, wishes_stand


def _done(draft: Draft, view: View) -> Effect:
    """Where it became too late meanwhile, that is said, and the booking stays."""
    application = view.application(draft.subject)
    if refusal := forbidden(draft.subject, view):
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
