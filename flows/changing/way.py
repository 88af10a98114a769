"""Which conversation changes the time of a booking: a tap on an offered or on a free time, or wishes that staff answer.

Never here: the conversations themselves.
"""

from flows.office import refusals, rules
from flows.office.appointment import Application
from flows.office.refusals import Refusal
from flows.office.view import View

OFFERED, AT_ONCE, WISHED = "moving", "rebooking", "changing"


def way(application: Application, view: View) -> str:
    """Times that are held beside a booking come first; else a free one, where the office gives those at once."""
    if application.offer:
        return OFFERED
    return AT_ONCE if at_once(application, view) else WISHED


def at_once(application: Application, view: View) -> bool:
    """While the office takes no bookings, none is moved without it either."""
    return view.stopped_at is None and rules.moves_at_once(
        application, view.standing_of(application.person), view.now, view.policy
    )


def forbidden(subject: str, view: View) -> Refusal | None:
    """Why the time of this booking cannot be changed here (any more)."""
    application = view.application(subject)
    if application is None:
        return refusals.NothingBooked()
    return rules.changeable(application, view.now, view.policy)
