"""All conversations of a job seeker, and the engine that runs them. A new one is one line here."""

from dataclasses import replace
from typing import Any

from flows import desk
from flows.attending import ATTENDING, by_message
from flows.booking import BOOKING
from flows.cancelling import CANCELLING
from flows.choosing import CHOOSING
from flows.desk import DESK_FLOWS
from flows.engine import Engine, Turn
from flows.home import DROPPING, HOME, LANGUAGE, MENU, OFFICE, READING
from flows.looking import LOOKING
from flows.messages import Event
from flows.office.view import View
from flows.session import Session
from flows.step import Flow
from flows.wishing import WISHING

OWN = (BOOKING, CHOOSING, WISHING, CANCELLING, LOOKING, ATTENDING, HOME, MENU, LANGUAGE, OFFICE, READING, DROPPING)
FLOWS: tuple[Flow[Any], ...] = (*OWN, *DESK_FLOWS)
ENGINE = Engine({flow.id: flow for flow in FLOWS})


def turn(session: Session, event: Event, view: View) -> Turn:
    """One message of a job seeker: what the engine makes of it, and what its mere arrival means."""
    if view.counter is None:
        session = desk.left(session)
    elif desk.enters(event, view):
        return ENGINE.begin(session, desk.DESK.id, view)
    decided = ENGINE.turn(session, event, view)
    return replace(decided, facts=decided.facts + by_message(event, decided.facts, view))
