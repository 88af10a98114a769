"""The staff group's orders, given in the private chat: the same deeds, the same rules, without the cards' buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.desk.behind import behind
from flows.messages import Ask, Refused, Told
from flows.reading.text import fold
from flows.session import Session
from flows.staff.running import ALL_ACTS as ACTS
from flows.staff.running import LEAD, RULES, run
from flows.staff.typed import Order, read
from flows.step import Effect

if TYPE_CHECKING:
    from flows.messages import Reply
    from flows.office.view import View

STOP_AND_OFFICE = 2
TICKED = frozenset({"tick"})
"""Needs the card that stands in the group."""


def order(text: str, view: View) -> Order | None:
    """An order about an application of the clerk's office."""
    found = read(text, behind(view)) if view.counter else None
    return found if found and found.application and found.verb in ACTS.keys() - TICKED else None


def plainly(text: str, view: View) -> bool:
    """Is it a deed about an application of the clerk's office, and nothing else it could be?"""
    found = order(text, view)
    return found is not None and found.verb != "card"


def perhaps(text: str, view: View) -> bool:
    """Is it one about the whole office, or about a code that nobody knows?"""
    if office_wide(text, view):
        return True
    found = read(text, behind(view)) if view.counter else None
    return found is not None and found.verb == "unknown"


def obey(given: Order, view: View) -> Effect:
    inside = behind(view)
    if inside.clerk is None or given.application is None:
        return Effect()
    turn = ACTS[given.verb](given.application, inside.clerk, given.rest, Session(), inside)
    return Effect(tuple(_plain(each) for each in turn.replies), turn.facts)


def office_wide(text: str, view: View) -> Order | None:
    """An order about the whole office. To stop it wants the office's id as well: in a private chat the bare word means
    to leave off, and is the way to cancel one's own booking.
    """
    if view.counter is None:
        return None
    inside, words = behind(view), text.split()
    named = len(words) == STOP_AND_OFFICE and fold(words[1]) == fold(inside.policy.id)
    found = read(words[0] if named else text, inside)
    if found is None or found.verb not in RULES or found.application:
        return None
    return Order("unnamed", None) if found.verb == "stop" and not named else found


def run_office(given: Order, view: View) -> Effect:
    """Whoever is staff of several offices gives it where it is plain which one is meant: in that one's group."""
    counter, inside = view.counter, behind(view)
    if counter is None:
        return Effect()
    if counter.clerk.role != LEAD:
        return Effect((Refused("staff.refused.lead_only", {"name": counter.clerk.name}),))
    office = {"office": counter.policy.name(view.tag), "id": counter.policy.id}
    if counter.several:
        return Effect((Refused("staff.refused.which_office", office),))
    if given.verb == "unnamed":
        return Effect((Refused("staff.refused.stop_here", office),))
    turn = run(given.verb, counter.clerk, given.rest, Session(), inside)
    return Effect(turn.replies, turn.facts)


def _plain(reply: Reply) -> Reply:
    """A card to read: its buttons belong to the group."""
    return Told(reply.key, reply.values) if isinstance(reply, Ask) else reply
