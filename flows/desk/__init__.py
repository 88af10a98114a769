"""A member of staff in their private chat: find who telephones, record a call, book for a caller; and the way back.

Our own table is asked at each message (`View.counter`); to everybody else none of this exists.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flows.desk.behind import behind
from flows.desk.calling import CALLING
from flows.desk.deeds import DESK
from flows.desk.finding import FINDING
from flows.desk.orders import office_wide, perhaps, plainly, run_office
from flows.facts import Clerk
from flows.messages import Said, Told
from flows.reading.text import fold
from flows.staff import typed as typed_order

if TYPE_CHECKING:
    from flows.facts import Fact
    from flows.messages import Event, Reply
    from flows.office.view import View
    from flows.session import Session
    from flows.step import Effect, Flow

DESK_FLOWS: tuple[Flow[Any], ...] = (DESK, FINDING, CALLING)
IDS = frozenset(flow.id for flow in DESK_FLOWS)
COMMAND = "staff"
"""Always understood; the catalogue has the other words."""


def typed(event: Event, view: View) -> bool:
    """Is this the word that leads to the desk? Compared whole, like every command."""
    if not isinstance(event, Said):
        return False
    words = {COMMAND, *(fold(each) for each in view.words.list_of("staff.desk.words"))}
    return fold(event.text).removeprefix("/") in words


def wants(session: Session, event: Event, view: View) -> bool:
    """Must it be asked whether the sender is staff? Of all others nothing more is gathered."""
    sounds = isinstance(event, Said) and typed_order.sounds(event.text, view)
    return sounds or typed(event, view) or any(frame.flow in IDS for frame in session.frames)


def sought(session: Session, event: Event, view: View) -> str:
    """What they seek with this message: the words typed where a search is asked for."""
    at_search = session.top is not None and session.top.flow == FINDING.id
    return event.text if at_search and isinstance(event, Said) and not typed(event, view) else ""


def enters(event: Event, view: View) -> bool:
    return view.counter is not None and typed(event, view)


def ordered(session: Session, event: Event, view: View) -> Effect | None:
    """What an order about the whole office brings about, typed where the desk asks what to do; None for all else."""
    at_desk = session.top is not None and session.top.flow == DESK.id
    if view.counter is None or not at_desk or session.outdated or not isinstance(event, Said):
        return None
    given = office_wide(event.text, view)
    return run_office(given, view) if given else None


def outside(session: Session, event: Event, view: View, *, lost: bool) -> tuple[Reply, ...]:
    """What staff are told who type an order before they have come to the desk. Where it may mean something else, only
    if nothing else was made of it (`lost`).
    """
    here = any(frame.flow in IDS for frame in session.frames)
    if view.counter is None or here or not isinstance(event, Said):
        return ()
    given = plainly(event.text, view) or (lost and perhaps(event.text, view))
    return (Told("staff.refused.desk_first"),) if given else ()


def left(session: Session) -> Session:
    """Without anything of the desk: whose role has ended is a job seeker and nothing else, at once."""
    return replace(session, frames=tuple(frame for frame in session.frames if frame.flow not in IDS))


def done_there(fact: Fact, view: View) -> bool:
    """Was this done by staff at their desk, for their office?"""
    return view.counter is not None and isinstance(getattr(fact, "by", None), Clerk)


__all__ = ["DESK", "DESK_FLOWS", "behind", "done_there", "enters", "left", "ordered", "outside", "sought", "typed"]
__all__ += ["wants"]
