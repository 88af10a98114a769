"""What somebody needs who must telephone to cancel: the number, when it is answered, and what to say in Japanese."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from flows.office.appointment import Application
from flows.office.opening import horizon, hours, spans
from flows.office.policy import at_office
from flows.office.view import View
from flows.values import Text, Values

DAYS = 2
"""Of so many open days the hours are said: holidays and closures are seen in them already."""


def calling(application: Application, view: View) -> Values:
    """The values of every text that asks for a call."""
    return {
        "phone": view.policy.phone,
        "hours": tuple(islice(_hours(view), DAYS)),
        "script": Text("cancelling.script", {"code": application.code}),
    }


def _hours(view: View) -> Iterator[Text]:
    """From today on, without what is over today."""
    for day in horizon(view.now, view.policy):
        left = tuple(span for span in spans(day, view.policy) if at_office(day, span[1]) > view.now)
        if left:
            yield Text("cancelling.hours", {"day": day, "hours": hours(left)})
