"""The staff group's orders, given in the private chat: the same deeds, the same rules, without the cards' buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.desk.behind import behind
from flows.messages import Ask, Told
from flows.session import Session
from flows.staff.running import ALL_ACTS as ACTS
from flows.staff.typed import Order, read
from flows.step import Effect

if TYPE_CHECKING:
    from flows.messages import Reply
    from flows.office.view import View

TICKED = frozenset({"tick"})
"""Needs the card that stands in the group."""


def order(text: str, view: View) -> Order | None:
    """An order about an application of the clerk's office."""
    found = read(text, behind(view)) if view.counter else None
    return found if found and found.application and found.verb in ACTS.keys() - TICKED else None


def obey(given: Order, view: View) -> Effect:
    inside = behind(view)
    if inside.clerk is None or given.application is None:
        return Effect()
    turn = ACTS[given.verb](given.application, inside.clerk, given.rest, Session(), inside)
    return Effect(tuple(_plain(each) for each in turn.replies), turn.facts)


def _plain(reply: Reply) -> Reply:
    """A card to read: its buttons belong to the group."""
    return Told(reply.key, reply.values) if isinstance(reply, Ask) else reply
