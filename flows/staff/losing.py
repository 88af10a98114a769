"""Orders about a telephone that is lost or in other hands (S 6-3, 7): its chats are cut off, and a new one is let in.

A reason is one of a list: where it was seen who is asking. Never here: a one-time code itself, nor a word of a booking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.engine import Turn
from flows.facts import ChatCodeGiven, ChatsCutOff
from flows.messages import Ask, Choice, Refused, Told
from flows.office.chats import LASTS
from flows.reading.text import fold
from flows.staff import cards
from flows.staff.together import REASONS, spellings
from flows.values import Text, Values

if TYPE_CHECKING:
    from flows.facts import Clerk
    from flows.office.appointment import Application
    from flows.office.view import View
    from flows.session import Session


def cut_off(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """`A12 cut-off phone`: whoever holds that telephone sees and changes nothing any more. What is booked stands."""
    if application.gone:
        return Turn(session, (Refused("staff.refused.no_chat", {"code": application.code}),))
    reason = _reason(rest, view)
    if reason is None:
        return Turn(session, (_reasons(application),))
    return Turn(session, (_did(application, "cut_off", reason, by),), (ChatsCutOff(application.id, reason, by),))


def new_chat(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """`A12 new-chat phone`: a one-time code, to be read out to the person; whoever types it first is let in.

    Only at the clerk's own desk: what stands in a group is read by all of it.
    """
    if view.counter is None:
        return Turn(session, (Refused("staff.refused.at_desk", {"code": application.code}),))
    reason = _reason(rest, view)
    if reason is None:
        return Turn(session, (Refused("staff.refused.how_known", {"code": application.code}),))
    given = ChatCodeGiven(application.id, view.now + LASTS, reason, by)
    return Turn(session, (_did(application, "new_chat", reason, by),), (given,))


def _did(application: Application, deed: str, reason: str, by: Clerk) -> Told:
    values: Values = {"code": application.code, "reason": Text(f"staff.join.{reason}"), "by": by.name}
    return Told(f"staff.did.{deed}", values)


def _reason(rest: str, view: View) -> str | None:
    said = fold(rest.replace("-", " "))
    return next((each for each in REASONS if said in spellings(each, view)), None)


def _reasons(application: Application) -> Ask:
    code = application.code
    choices = tuple(Choice(f"cut_off-{each}", Text(f"staff.join.{each}"), f"{code} cut-off {each}") for each in REASONS)
    return Ask("staff.card.cut_off_reasons", cards.opens(application, "cut_off"), {"code": code}, choices)


ACTS = {"cut_off": cut_off, "new_chat": new_chat}
