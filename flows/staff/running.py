"""Running the office by order: book upon a telephone call, change the desk; close a day, stop taking bookings (lead).

Each is checked again at each press, like every deed. Never here: moving a booking without consent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from flows.booking import line
from flows.engine import Turn
from flows.facts import (
    BookedFor,
    BookedNext,
    DayClosed,
    DayOpened,
    DeskChanged,
    MoveWithdrawn,
    TakingBookings,
    TimesClosed,
    WaitEnded,
)
from flows.messages import Ask, Choice, Refused, Told
from flows.office import rules
from flows.office.appointment import Deed, Status, move
from flows.office.attendance import NoShowRule
from flows.office.closing import offered_on, waiting_for, withdrawable
from flows.office.offers import answer_due
from flows.office.opening import cells, free_desk, slot_at, slot_from_code, spans
from flows.office.policy import local
from flows.office.refusals import OneADay
from flows.office.terms import READ_APART, READ_OUT
from flows.reading.text import fold
from flows.staff import away, cards, exceptions, leaving, losing, together
from flows.staff.announcing import announced
from flows.staff.deeds import ACTS, not_now, propose, typed_times, without_holds_of
from flows.staff.draft import tick, ticked
from flows.staff.erased import guarded
from flows.staff.typed import first_day, which_day
from flows.values import Text, Values

if TYPE_CHECKING:
    from datetime import date, datetime

    from flows.facts import Clerk
    from flows.office.appointment import Application
    from flows.office.opening import Slot
    from flows.office.refusals import Refusal
    from flows.office.view import View
    from flows.session import Session

LEAD = "lead"
LONGEST = 200
Rule: TypeAlias = Callable[["Clerk", str, "Session", "View"], Turn]


# -- about one application ---------------------------------------------------------------------------------------


def book(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """Confirm one time at once, upon the person's word by telephone (K 6(2)), also in place of what is booked."""
    if application.status is Status.BOOKED and (turn := _unmovable(application, session, view)):
        return turn
    if move(application.status, _deed(application), "clerk") is None:
        return not_now(application, session)
    rest, reason = exceptions.split(rest, view)
    rest, anyway = away.split(rest, view)
    starts = typed_times(application, rest, view) if rest else ticked(session, application.id)
    if len(starts) != 1:
        return Turn(session, (Refused("staff.refused.one_time", {"code": application.code}),))
    slot = slot_at(starts[0], view.policy)
    if application.appointment and application.appointment.slot == slot:
        return not_now(application, session)
    taken = view.taken - _held(application, view)
    if refusal := _unbookable(slot, application, reason, taken, view):
        text = refusal.text()
        hint = exceptions.hint(application, slot, "book", view)
        hint = exceptions.twice(application, slot, "book", view) if isinstance(refusal, OneADay) else hint
        return Turn(session, (Refused(text.key, text.values), *(() if reason else hint)))
    reason = reason if exceptions.needed((slot,), view) or exceptions.second(application, slot, view) else ""
    if not anyway and (warned := away.warning(application, "book", (slot,), reason, view)):
        return Turn(tick(session, application.id, (slot.start,)), (warned,))
    desk = free_desk(slot, taken, view.policy) or ""
    told = Told("staff.did.booked_for", {"code": application.code, "start": slot.start, "desk": desk, "by": by.name})
    fact = BookedFor(application.id, slot, desk, by, reason)
    ended, over = line.served(view, application, by)
    replies = (told, *exceptions.told(application.code, by, reason), *ended)
    return Turn(tick(session, application.id, ()), replies, (fact, *over))


def _deed(application: Application) -> Deed:
    return Deed.MOVE if application.status is Status.BOOKED else Deed.BOOK


def _unmovable(application: Application, session: Session, view: View) -> Turn | None:
    """What has begun, or is to be cancelled, is not moved."""
    appointment = application.appointment
    if appointment is None or application.cancel_wished:
        return not_now(application, session)
    if view.now >= appointment.slot.start:
        return Turn(session, (Refused("staff.refused.started", {"code": application.code}),))
    return None


def ask_to_move(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """The office cannot keep a time that is booked (a closed day): others are held beside it, the person decides.
    Said again before they have, it replaces what was proposed; a wish of their own is answered by `offer`.
    """
    appointment, asked = application.appointment, application.offer is not None and bool(application.offer.asked)
    if application.status is not Status.BOOKED or appointment is None or (application.change_open and not asked):
        return not_now(application, session)
    if turn := _unmovable(application, session, view):
        return turn
    if view.now >= rules.change_ends(appointment, view.policy):
        late: Values = {"code": application.code, "start": appointment.slot.start}
        return Turn(session, (Refused("staff.refused.late_to_move", late),))
    return propose(application, by, rest, session, without_holds_of(application, view), asks=True)


def book_next(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """Booked while they talk (K 6(2)): a time that is typed is answered by the terms to be read out,
    and the button below them books it.
    """
    if not _in_session(application, view) or application.status not in {Status.BOOKED, Status.ATTENDED}:
        known: Values = {"code": application.code, "grace": view.policy.attendance.grace}
        return Turn(session, (Refused("staff.refused.no_session", known),))
    answered = slot_from_code(rest.strip(), view.policy)
    starts = (answered.start,) if answered else typed_times(application, rest, view) if rest else ()
    if len(starts) != 1:
        return Turn(session, (Refused("staff.refused.one_time", {"code": application.code}),))
    slot = slot_at(starts[0], view.policy)
    if refusal := _no_next(slot, application, view):
        text = refusal.text()
        return Turn(session, (Refused(text.key, text.values),))
    if answered is None:
        return Turn(session, (_reads_out(application, slot, view),))
    desk = free_desk(slot, view.taken, view.policy) or ""
    told = Told("staff.did.next", {"code": view.fresh_code, "start": slot.start, "desk": desk, "by": by.name})
    said = (view.tag, view.words.text(READ_OUT), view.words.text(READ_APART))
    ended, over = line.served(view, application, by)
    fact = BookedNext(application.id, view.fresh_code, slot, desk, *said, by)
    return Turn(session, (told, *ended), (fact, *over))


def _in_session(application: Application, view: View) -> bool:
    """From the start on until they have parted: who came as late as the grace allows is heard so much longer."""
    appointment = application.appointment
    if appointment is None:
        return False
    rule = NoShowRule.of(appointment, view.policy)
    return rule.start <= view.now < rule.end + (rule.grace_ends - rule.start)


def _no_next(slot: Slot, application: Application, view: View) -> Refusal | None:
    others = tuple(
        each for each in view.applications if each.person == application.person and each.id != application.id
    )
    return (
        rules.may_apply(view.standing_of(application.person), view.now, view.policy)
        or rules.bookable(slot, view.now, view.taken, view.policy)
        or rules.one_a_day(slot, (application, *others), view.policy)
        or rules.open_limit(tuple(each for each in others if not (each.over(view.now) or each.awaits_day)), view.policy)
    )


def _reads_out(application: Application, slot: Slot, view: View) -> Ask:
    order = f"{application.code} next {slot.code}"
    choice = Choice(f"next-{slot.code}", Text("staff.card.next.read"), order)
    values: Values = {"code": application.code, "start": slot.start, "order": order, "url": view.terms_url}
    return Ask("staff.card.next", cards.opens(application, "next"), values, (choice,))


def _held(application: Application, view: View) -> frozenset[tuple[str, datetime]]:
    """What is held for this very person is not in their way."""
    offer = application.offer
    mine = application.status is Status.OFFERED or application.change_open
    times = offer.times if offer and mine and view.now < offer.expires_at else ()
    if (booked := application.appointment) and application.status is Status.BOOKED:
        times += ((booked.slot, booked.desk),)
    return frozenset(cell for slot, desk in times for cell in cells(slot, desk, view.policy))


def _unbookable(
    slot: Slot, application: Application, reason: str, taken: frozenset[tuple[str, datetime]], view: View
) -> Refusal | None:
    late = rules.offerable(slot, view.now, taken, view.policy, exception=bool(reason))
    return late or exceptions.second(application, slot, view, excepted=bool(reason))


def change_desk(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """The same time at another desk, where that is free. The person need not know."""
    appointment = application.appointment
    if application.status is not Status.BOOKED or appointment is None:
        return not_now(application, session)
    desks = view.policy.desk.desks
    desk = next((each for each in desks if fold(each) == fold(rest)), None)
    if desk is None:
        return Turn(session, (Refused("staff.refused.no_desk", {"desks": ", ".join(desks)}),))
    values: Values = {"code": application.code, "desk": desk, "start": appointment.slot.start, "by": by.name}
    if desk == appointment.desk:
        return Turn(session, (Told("staff.did.desk", values),))
    if not view.taken.isdisjoint(cells(appointment.slot, desk, view.policy)):
        return Turn(session, (Refused("staff.refused.desk_taken", values),))
    return Turn(session, (Told("staff.did.desk", values),), (DeskChanged(application.id, desk, by),))


# -- about the office: lead only ---------------------------------------------------------------------------------


def close(by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """Close one day: nothing more is taken there, what was offered there is held no longer, and nobody waits for it any
    more. Whom it touches is listed; who is booked is moved one by one.
    """
    found = first_day(rest, view)
    if days := () if found else which_day(rest, view):
        return Turn(session, (Refused("staff.refused.which_day", {"verb": "close", "days": _iso(days)}),))
    if found is None or found[0] < local(view.now).date():
        return Turn(session, (Refused("staff.refused.no_day"),))
    day, reason = found
    if not spans(day, view.policy):
        return Turn(session, (Refused("staff.refused.closed_already", {"day": day}),))
    fact = DayClosed(day, reason[:LONGEST], by)
    waits = waiting_for(day, view.applications)
    closed = (_closes(each, day, by, view) for each in offered_on(day, view.applications) if each not in waits)
    over = (WaitEnded(each.id, by, closed=True) for each in waits)
    return Turn(session, announced(fact, view), (fact, *closed, *over))


def _closes(application: Application, day: date, by: Clerk, view: View) -> TimesClosed:
    """Who had waited for a freed time waits on in their old place."""
    offer, due = application.offer, answer_due(application.wishes, view.now, view.policy)
    if offer and (offer.freed or application.waits_for):
        due = application.answer_due or due
    return TimesClosed(application.id, offer.id if offer else "", day, due, by)


def _iso(days: tuple[date, ...]) -> tuple[str, ...]:
    """As nobody can misread it."""
    return tuple(day.isoformat() for day in days)


def reopen(by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """Take a closure back, and with it what people were asked because of it."""
    found = first_day(rest, view)
    if days := () if found else which_day(rest, view):
        return Turn(session, (Refused("staff.refused.which_day", {"verb": "open", "days": _iso(days)}),))
    if found is None or found[0] not in view.closures:
        return Turn(session, (Refused("staff.refused.not_closed"),))
    fact = DayOpened(found[0], by)
    taken_back = (MoveWithdrawn(each.id, by) for each in withdrawable(fact.day, view.applications))
    return Turn(session, announced(fact, view), (fact, *taken_back))


def stop(by: Clerk, _rest: str, session: Session, view: View) -> Turn:
    """No new applications from now on; what is under way goes on."""
    fact = TakingBookings(stopped=True, by=by)
    return Turn(session, announced(fact, view), () if view.stopped_at else (fact,))


def resume(by: Clerk, _rest: str, session: Session, view: View) -> Turn:
    fact = TakingBookings(stopped=False, by=by)
    return Turn(session, announced(fact, view), (fact,) if view.stopped_at else ())


RULES: dict[str, Rule] = {"close": close, "open": reopen, "stop": stop, "resume": resume}
ALL_ACTS = {
    verb: guarded(verb, act)
    for verb, act in {
        **ACTS,
        **leaving.ACTS,
        **together.ACTS,
        **losing.ACTS,
        "book": book,
        "desk": change_desk,
        "move": ask_to_move,
        "next": book_next,
    }.items()
}


def run(verb: str, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """An order about the whole office, from its lead alone."""
    if by.role != LEAD:
        return Turn(session, (Refused("staff.refused.lead_only", {"name": by.name}),))
    return RULES[verb](by, rest, session, view)
