"""New wishes for an application whose offered times did not suit."""

from __future__ import annotations

from flows.facts import WishedAgain
from flows.messages import Refused, Told
from flows.office import refusals
from flows.office.appointment import Status
from flows.office.offers import answer_due
from flows.office.view import View
from flows.step import DONE, Effect, Flow
from flows.wishing.draft import Draft
from flows.wishing.wishes import mended, wish_steps, wishes_stand


def _done(draft: Draft, view: View) -> Effect:
    application = view.application(draft.subject)
    if application is None or application.status is not Status.REQUESTED:
        text = refusals.NotNow().text()
        return Effect((Refused(text.key, text.values),))
    due = answer_due(draft.wishes, view.now, view.policy)
    told = Told("wishing.done.told", {"code": application.code, "wishes": draft.wishes, "due": due})
    return Effect((told,), (WishedAgain(application.id, draft.wishes, due),))


WISHING: Flow[Draft] = Flow(
    "wishing",
    steps=wish_steps(lambda _draft: DONE, (DONE,)),
    draft=Draft,
    done=_done,
    gate=wishes_stand,
    mended=mended,
    keeps=True,
)
