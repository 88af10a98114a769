"""All conversations of a job seeker, and the engine that runs them. A new one is one line here."""

from dataclasses import replace
from typing import Any

from flows import attending, desk
from flows.attending import ATTENDING
from flows.booking import BOOKING
from flows.cancelling import CANCELLING
from flows.cancelling.leaving import LEAVING
from flows.changing import CHANGING
from flows.changing.moving import MOVING
from flows.changing.rebooking import REBOOKING
from flows.chats import CHATS
from flows.chats.together import TOGETHER
from flows.choosing import CHOOSING
from flows.desk import DESK_FLOWS
from flows.engine import Engine, Turn, both
from flows.home import DROPPING, HOME, LANGUAGE, MENU, OFFICE
from flows.looking import LOOKING
from flows.messages import Event, Reply, Said, Told, Unreadable
from flows.mydata import MYDATA
from flows.office.view import View
from flows.session import Session
from flows.step import Flow
from flows.terms.reading import READING
from flows.terms.renewing import RENEWING
from flows.wishing import WISHING

OWN = (
    *(BOOKING, CHOOSING, WISHING, CANCELLING, LEAVING, CHANGING, MOVING, REBOOKING, LOOKING, ATTENDING),
    *(HOME, MENU, LANGUAGE, OFFICE, READING, RENEWING, DROPPING, CHATS, TOGETHER, MYDATA),
)
FLOWS: tuple[Flow[Any], ...] = (*OWN, *DESK_FLOWS)
ENGINE = Engine({flow.id: flow for flow in FLOWS})
WELCOME = Told("anytime.welcome_back")


def turn(session: Session, event: Event, view: View) -> Turn:
    """One message of a job seeker: what the engine makes of it, and what its mere arrival means around a start."""
    if view.counter is None:
        session = desk.left(session)
    elif desk.enters(event, view):
        return ENGINE.begin(session, desk.DESK.id, view)
    elif effect := desk.ordered(session, event, view):
        return both(Turn(session, effect.replies, effect.facts), ENGINE.ask(session, view))
    elif sent := desk.outside(session, event, view, lost=False):
        return _sent_to_desk(session, sent, event, view)
    decided = ENGINE.turn(session, event, replace(view, begun=ENGINE.begun(session)))
    lost = isinstance(event, Said) and any(isinstance(each, Unreadable) or each == WELCOME for each in decided.replies)
    if sent := desk.outside(session, event, view, lost=lost or not session.frames):
        return _sent_to_desk(session, sent, event, view)
    if lost and isinstance(event, Said) and (found := attending.typed(event.text, view)):
        word, application = found
        effect = attending.said(word, application, view)
        decided = both(Turn(session, effect.replies, effect.facts), ENGINE.ask(session, view, again=True))
        return replace(decided, facts=decided.facts + attending.by_message(event, decided.facts, view))
    arrived = attending.by_message(event, decided.facts, view)
    if lost and arrived:
        told = Told("attending.message_told", {"phone": view.policy.phone})
        decided = replace(
            decided, replies=(told, *(each for each in decided.replies if not isinstance(each, Unreadable)))
        )
    return replace(decided, facts=decided.facts + arrived)


def _sent_to_desk(session: Session, told: tuple[Reply, ...], event: Event, view: View) -> Turn:
    """Nothing of the order is done. What was under way is asked again; nobody is greeted as a job seeker."""
    turn = Turn(session, told, attending.by_message(event, (), view))
    return both(turn, ENGINE.ask(session, view, again=True)) if session.frames else turn
