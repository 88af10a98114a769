"""The order that says: these two applications are one person's. Their chats are joined, and both are told.

A reason is one of a list; how the clerk knows who somebody is stands in it. Never here: guessing by an equal number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.engine import Turn
from flows.facts import ChatsJoined, Clerk
from flows.messages import Ask, Choice, Refused, Told
from flows.reading.text import fold
from flows.staff import cards
from flows.values import Text, Values

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from flows.office.view import View
    from flows.session import Session

REASONS = ("phone", "counter", "session")
"""Where somebody's identity was checked."""


def join(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """`A12 join B34 phone`: the chat of the second comes to the person of the first. No count and no rule stands in
    the way of what a clerk knows; both bookings stay as they are.
    """
    words = rest.replace("-", " ").split()
    other = next((found for word in words if (found := view.application(word))), None)
    if other is None or other.id == application.id:
        return Turn(session, (Refused("staff.refused.join_whom", {"code": application.code}),))
    known: Values = {"code": application.code, "other": other.code}
    if other.person == application.person:
        return Turn(session, (Refused("staff.refused.join_same", known),))
    said = fold(" ".join(word for word in words if view.application(word) is None))
    reason = next((each for each in REASONS if said in spellings(each, view)), None)
    if reason is None:
        return Turn(session, (_reasons(application, other),))
    told = Told("staff.did.join", {**known, "reason": Text(f"staff.join.{reason}"), "by": by.name})
    return Turn(session, (told,), (ChatsJoined(application.id, other.id, reason, by),))


def spellings(reason: str, view: View) -> frozenset[str]:
    return frozenset({reason, fold(view.words.text(f"staff.join.{reason}"))})


def _reasons(application: Application, other: Application) -> Ask:
    choices = tuple(
        Choice(f"join-{other.code}-{each}", Text(f"staff.join.{each}"), f"{application.code} join {other.code} {each}")
        for each in REASONS
    )
    values: Values = {"code": application.code, "other": other.code}
    return Ask("staff.card.join_reasons", cards.opens(application, "join"), values, choices)


ACTS = {"join": join}
