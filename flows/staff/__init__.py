"""The staff group's conversation: orders, not a questionnaire. Buttons and typed words are the same orders.

Authority is our own table, asked at each press; membership of a group gives none.
"""

from __future__ import annotations

from flows.engine import Turn
from flows.facts import CameBack, Departed, GroupBound, GroupLeft, RoleRedeemed
from flows.messages import Event, Left, Opened, Picked, Refused, Returned, Said, Told
from flows.office.view import View
from flows.session import Session
from flows.staff.deeds import not_understood
from flows.staff.draft import FLOW, Ticked
from flows.staff.running import ALL_ACTS as ACTS
from flows.staff.running import RULES, run
from flows.staff.today import today
from flows.staff.typed import Order, read

DRAFTS = {FLOW: Ticked}


def turn(session: Session, event: Event, view: View) -> Turn:
    """One message in a bound staff group."""
    match event:
        case Opened() | Returned():
            return Turn(session, (_back(view), *_waiting(view)), (CameBack(),))
        case Left():
            return Turn(session, (), (Departed(),))
        case Said() if view.invite and not view.invite.role:
            return _binding(session, view)
    order = _order(event, view)
    return _obey(order, session, view) if order is not None else Turn(session)


def _order(event: Event, view: View) -> Order | None:
    match event:
        case Picked(_, code):
            return _picked(code, view)
        case Said(text):
            return read(text, view)
        case _:
            return None


def _picked(code: str, view: View) -> Order:
    prompt = view.prompt
    application = view.application(prompt.opens.subject) if prompt and prompt.opens.flow == FLOW else None
    if application is None:
        return Order("unknown", None)
    verb, _, rest = code.partition("-")
    return Order(verb, application, rest) if verb in ACTS else Order("tick", application, code)


def _obey(order: Order, session: Session, view: View) -> Turn:
    clerk = view.clerk
    if clerk is None:
        return Turn(session, (_stranger(view),))
    if order.verb == "today":
        return Turn(session, (today(view),))
    if order.verb == "help" and order.application:
        return Turn(session, (not_understood(order.application),))
    if order.verb == "help":
        return Turn(session, (Told("staff.help"),))
    if order.verb in RULES:
        return run(order.verb, clerk, order.rest, session, view)
    if order.application is None:
        return Turn(session, (Refused("staff.refused.unknown_code"),))
    return ACTS[order.verb](order.application, clerk, order.rest, session, view)


def _stranger(view: View) -> Refused:
    """Who writes without a name cannot be known, whatever our table says."""
    if view.sender is None:
        return Refused("staff.refused.anonymous")
    return Refused("staff.refused.not_clerk", {"name": view.sender.name})


def _back(view: View) -> Told:
    return Told("staff.binding.back", {"office": view.policy.name(view.words.tag)})


def _waiting(view: View) -> tuple[Told, ...]:
    """Today's list, where there is anything on it."""
    listed = today(view)
    return (listed,) if listed.key == "staff.today.list" else ()


def unbound(session: Session, event: Event, view: View) -> Turn:
    """A group that no code has bound yet: it takes a binding code, and nothing else."""
    if isinstance(event, Opened):
        return Turn(session, (Told("staff.binding.hello"),))
    if not isinstance(event, Said):
        return Turn(session)
    if view.invite and not view.invite.role:
        return _binding(session, view)
    if "bind" in event.text.casefold():
        return Turn(session, (Refused("staff.binding.bad_code" if view.sender else "staff.refused.anonymous"),))
    return Turn(session, (Told("staff.binding.leaving"),), (GroupLeft(),)) if view.sender else Turn(session)


def _binding(session: Session, view: View) -> Turn:
    """A right code binds, the first time or again; who gives it becomes a lead, so that it must be somebody."""
    invite, sender = view.invite, view.sender
    if invite is None or sender is None:
        return Turn(session, (Refused("staff.refused.anonymous"),))
    values = {"office": view.policy.name(view.words.tag), "by": sender.name}
    told = (Told("staff.binding.bound", values), Told("staff.help"), *_waiting(view))
    return Turn(session, told, (GroupBound(invite.id, sender),))


def redeemed(session: Session, view: View) -> Turn | None:
    """A role code typed in the private chat makes its sender a member of staff of that office."""
    if view.invite is None or not view.invite.role or view.sender is None:
        return None
    told = Told("staff.binding.role", {"office": view.policy.name(view.words.tag), "role": view.invite.role})
    return Turn(session, (told,), (RoleRedeemed(view.invite.id, view.sender),))
