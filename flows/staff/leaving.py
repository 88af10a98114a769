"""How staff settle a wish to cancel (K 6(4)), and how the office itself cancels (S 12-2-4): *called off*, *excuse*,
*office*. Each is confirmed with its author, and the person is told.
"""

from __future__ import annotations

from flows.engine import Turn
from flows.facts import CalledOff, Clerk, OfficeCancelled, WishAccepted
from flows.messages import Refused, Told
from flows.office.appointment import Application, Deed, move
from flows.office.view import View
from flows.reading.text import fold
from flows.session import Session
from flows.staff import cards
from flows.staff.deeds import Act, not_now
from flows.staff.erased import telling
from flows.values import Text


def called_off(application: Application, by: Clerk, _rest: str, session: Session, _view: View) -> Turn:
    """The person has telephoned: with or without a wish in the chat before it, only now it is cancelled."""
    if move(application.status, Deed.CALLED_OFF, "clerk") is None:
        return not_now(application, session)
    told = Told("staff.did.called_off", {"code": application.code, "by": by.name, "told": telling(application)})
    return Turn(session, (told,), (CalledOff(application.id, by),))


def excuse(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """Only a wish that stands can be accepted: nobody is cancelled who never asked for it."""
    if move(application.status, Deed.EXCUSE, "clerk") is None:
        return not_now(application, session)
    if not application.cancel_wished:
        return Turn(session, (Refused("staff.refused.no_wish", {"code": application.code}),))
    reason = _reason("excuse", cards.EXCUSE_REASONS, rest, view)
    if reason is None:
        return Turn(session, (cards.why(application, "excuse", cards.EXCUSE_REASONS),))
    told = Told("staff.did.excuse", _values(application, by, "excuse", reason))
    return Turn(session, (told,), (WishAccepted(application.id, reason, by),))


def office(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """Before the start only: what fails at the start is *our fault*."""
    appointment = application.appointment
    if move(application.status, Deed.CALL_OFF, "clerk") is None or appointment is None:
        return not_now(application, session)
    if view.now >= appointment.slot.start:
        return Turn(session, (Refused("staff.refused.started", {"code": application.code}),))
    reason = _reason("office", cards.OFFICE_REASONS, rest, view)
    if reason is None:
        return Turn(session, (cards.why(application, "office", cards.OFFICE_REASONS),))
    told = Told("staff.did.office", _values(application, by, "office", reason))
    return Turn(session, (told,), (OfficeCancelled(application.id, reason, by),))


def _reason(verb: str, names: tuple[str, ...], rest: str, view: View) -> str | None:
    said = fold(rest)
    return next((each for each in names if said in {each, fold(view.words.text(f"staff.{verb}.{each}"))}), None)


def _values(application: Application, by: Clerk, verb: str, reason: str) -> dict[str, str | Text]:
    why = Text(f"staff.{verb}.{reason}")
    return {"code": application.code, "by": by.name, "reason": why, "told": telling(application)}


ACTS: dict[str, Act] = {"called_off": called_off, "excuse": excuse, "office": office}
