"""What staff do: each deed one function, (application, view, session, rest) -> Turn. Checked again at each press.

Every deed is confirmed in the group with its author; the slower of two clerks is told who was faster.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TypeAlias

from flows.engine import Turn
from flows.facts import ChangeDeclined, ChangeOffered, Clerk, Declined, LinkGiven, Marked, Offered, Undone
from flows.messages import Refused, Told
from flows.office import refusals, rules
from flows.office.appointment import Application, Deed, Status, move
from flows.office.attendance import NoShowRule, no_way_in
from flows.office.offers import expires_at, with_desks
from flows.office.opening import Slot, cells, slot_at, slot_from_code
from flows.office.policy import at_office, local
from flows.office.view import View
from flows.reading.text import fold, ordinal
from flows.reading.when import Moment, read_list
from flows.session import Session
from flows.staff import away, cards, exceptions, standing
from flows.staff.draft import tick, ticked
from flows.staff.erased import telling
from flows.values import Text, Values

ATTENDANCE = frozenset({Deed.HERE, Deed.NO_CONTACT, Deed.OUR_FAULT})
"""Known from the start on; a call may be logged before."""
Act: TypeAlias = Callable[[Application, Clerk, str, Session, View], Turn]


def offer(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """Propose the ticked times, or those typed (numbers of the card, or dates with times)."""
    if stopped := _stopped(application, Deed.PROPOSE if application.change_open else Deed.OFFER, session):
        return stopped
    if application.change_open and application.offer:
        return not_now(application, session)
    if view.stopped_at and not application.change_open:
        return Turn(session, (Refused("staff.refused.stopped", {"code": application.code}),))
    return propose(application, by, rest, session, view)


def instead(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """Other times in place of those that wait for an answer: by a verb of its own, so that the slower of two clerks who
    offer together never takes back what the faster one has sent.
    """
    if application.change_open and application.offer:
        return propose(application, by, rest, session, without_holds_of(application, view))
    if stopped := _stopped(application, Deed.REPLACE, session):
        return stopped
    return propose(application, by, rest, session, without_holds_of(application, view))


def without_holds_of(application: Application, view: View) -> View:
    """What is held for this one may be offered to them again."""
    held = application.offer.times if application.offer else ()
    own = {cell for slot, desk in held for cell in cells(slot, desk, view.policy)}
    return replace(view, taken=view.taken - own)


def propose(  # noqa: PLR0913 -- as every deed, and for whom
    application: Application, by: Clerk, rest: str, session: Session, view: View, *, asks: bool = False
) -> Turn:
    """What is offered is checked and held; `asks`: it is the office that wants another time."""
    rest, reason = exceptions.split(rest, view)
    rest, anyway = away.split(rest, view)
    starts = _times_of(application, rest, session, view)
    if not starts:
        key = "staff.refused.no_such_times" if rest else "staff.refused.no_times"
        return Turn(session, (Refused(key, {"code": application.code}),))
    if len(starts) > view.policy.booking.offer_times:
        return Turn(session, (Refused("staff.refused.too_many_times", {"count": view.policy.booking.offer_times}),))
    chosen = tuple(slot_at(start, view.policy) for start in starts)
    if stopped := _unofferable(application, chosen, session, view, reason):
        return stopped
    late = bool(reason) and exceptions.needed(chosen, view)
    reason = reason if late or any(exceptions.second(application, each, view) for each in chosen) else ""
    verb = "move" if asks else _verb(application)
    if not anyway and (warned := away.warning(application, verb, chosen, reason, view)):
        return Turn(tick(session, application.id, starts), (warned,))
    until = expires_at(chosen, view.now, view.policy, exception=late)
    beside, before = asks or application.change_open, application.offer
    if beside and application.appointment:
        until = min(until, rules.change_ends(application.appointment, view.policy))
        if until <= view.now:
            return not_now(application, session)
    values: Values = {"code": application.code, "times": tuple(starts), "expires": until, "by": by.name}
    placed = with_desks(chosen, view.taken, view.policy)
    again = application.status is Status.OFFERED
    fact: Offered | ChangeOffered = Offered(application.id, placed, until, by, reason, instead=again)
    if beside:
        asks = asks or bool(before and before.asked)
        fact = ChangeOffered(application.id, placed, until, by, reason, asks, instead=before is not None)
    told = Told("staff.did.offered", values), *_replaced(application), *exceptions.told(application.code, by, reason)
    return Turn(tick(session, application.id, ()), told, (fact,))


def _replaced(application: Application) -> tuple[Told, ...]:
    """Which times, beside a booking, wait for no answer any more, and who had sent them."""
    if not application.change_open or application.offer is None:
        return ()
    times = tuple(slot.start for slot in application.offer.slots)
    values: Values = {"code": application.code, "times": times, "by": application.by, "told": telling(application)}
    return (Told("staff.did.replaced", values),)


def _times_of(application: Application, rest: str, session: Session, view: View) -> tuple[datetime, ...]:
    """The ticked ones, that of a button for one time alone, or those typed."""
    if not rest:
        return ticked(session, application.id)
    slot = slot_from_code(rest, view.policy)
    return (slot.start,) if slot else typed_times(application, rest, view)


def _unofferable(
    application: Application, chosen: tuple[Slot, ...], session: Session, view: View, reason: str = ""
) -> Turn | None:
    """The rules for each time, then a desk for all of them together. A time that cannot be is unticked."""
    held = {slot for slot, _ in with_desks(chosen, view.taken, view.policy)}
    for slot in chosen:
        refusal = rules.offerable(slot, view.now, view.taken, view.policy, exception=bool(reason))
        refusal = refusal or exceptions.second(application, slot, view, excepted=bool(reason))
        refusal = refusal or (None if slot in held else refusals.Taken(slot.start))
        if refusal:
            text, left = refusal.text(), tuple(each.start for each in chosen if each != slot)
            card = cards.card(application, view, left)
            how = exceptions.twice if isinstance(refusal, refusals.OneADay) else exceptions.hint
            hint = how(application, slot, _verb(application), view) if not reason else ()
            return Turn(tick(session, application.id, left), (Refused(text.key, text.values), *hint, card))
    return None


def _verb(application: Application) -> str:
    waits = application.status is Status.OFFERED or (application.change_open and application.offer)
    return "instead" if waits else "offer"


def typed_times(application: Application, rest: str, view: View) -> tuple[datetime, ...]:
    """Numbers mean what stood on the newest card; dates are read as anywhere."""
    shown = view.cards.get(application.id) or view.prompt
    numbers = [ordinal(word) for word in fold(rest).replace(",", " ").split()]
    if shown and all(numbers):
        slots = [slot_from_code(shown.numbered(number or 0) or "", view.policy) for number in numbers]
        return tuple(sorted({slot.start for slot in slots if slot})) if all(slots) else ()
    moments = read_list(rest, local(view.now).date(), view.words.date_words(), view.words.tag) or ()
    return tuple(sorted({start for moment in moments if (start := _start(moment))}))


def _start(moment: Moment) -> datetime | None:
    return at_office(moment.day, moment.time).astimezone(UTC) if isinstance(moment.time, time) else None


def decline(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    if application.change_open:
        told = Told(
            "staff.did.change_declined", {"code": application.code, "by": by.name, "told": telling(application)}
        )
        return Turn(tick(session, application.id, ()), (told,), (ChangeDeclined(application.id, by),))
    if stopped := _stopped(application, Deed.DECLINE, session):
        return stopped
    reason = next((each for each in cards.REASONS if fold(rest) in _reason_words(each, view)), None)
    if reason is None:
        return Turn(session, (cards.reasons(application),))
    values: Values = {"code": application.code, "reason": Text(f"staff.reason.{reason}"), "by": by.name}
    session = tick(session, application.id, ())
    return Turn(session, (Told("staff.did.declined", values),), (Declined(application.id, reason, by),))


def _reason_words(reason: str, view: View) -> frozenset[str]:
    return frozenset({reason, fold(view.words.text(f"staff.reason.{reason}"))})


def mark(deed: Deed) -> Act:
    """Here, called, our fault, no contact: at the start, or after the booking was counted as cancelled."""

    def act(application: Application, by: Clerk, _rest: str, session: Session, view: View) -> Turn:
        stopped = _stopped(application, deed, session)
        if not stopped and deed in ATTENDANCE:
            stopped = _too_early(application, session, view) or _contact_known(application, deed, session, view)
        if not stopped and deed is Deed.NO_CONTACT:
            stopped = _appealed(application, session) or _no_way_in(application, session, view)
        if stopped:
            return stopped
        told = Told(f"staff.did.{deed}", {"code": application.code, "by": by.name, "told": telling(application)})
        also = standing.still_refused(application, view) if deed is not Deed.NO_CONTACT else ()
        return Turn(session, (told, *also), (Marked(application.id, deed, by),))

    return act


def _too_early(application: Application, session: Session, view: View) -> Turn | None:
    return _before(application, application.appointment.slot.start, session, view) if application.appointment else None


def _before(application: Application, at: datetime, session: Session, view: View) -> Turn | None:
    refused = Refused("staff.refused.too_early", {"code": application.code, "start": at})
    return Turn(session, (refused,)) if view.now < at else None


def _contact_known(application: Application, deed: Deed, session: Session, view: View) -> Turn | None:
    """What still stands as booked was not in vain before the grace is over, nor where somebody was in touch."""
    appointment = application.appointment
    if deed is not Deed.NO_CONTACT or application.status is not Status.BOOKED or appointment is None:
        return None
    silent = NoShowRule.of(appointment, view.policy).silent(application, view.now)
    return None if silent else not_now(application, session)


def _no_way_in(application: Application, session: Session, view: View) -> Turn | None:
    """Who could not have joined did not stay away: what the office could not hold never counts (S 12-2-4)."""
    if application.status is not Status.BOOKED or not no_way_in(application, view.policy):
        return None
    return Turn(session, (Refused("staff.refused.no_way_in", {"code": application.code}),))


def _appealed(application: Application, session: Session) -> Turn | None:
    """While a lead has to decide, nobody else does; what was found out (here, called, our fault) may be said by all."""
    if not application.appealed:
        return None
    return Turn(session, (Refused("staff.refused.appealed", {"code": application.code}),))


def not_held(application: Application, by: Clerk, _rest: str, session: Session, view: View) -> Turn:
    """The time is over, the person had been in touch, and did not come all the same."""
    appointment = application.appointment
    stopped = _stopped(application, Deed.NOT_HELD, session)
    if not stopped and appointment:
        stopped = _before(application, appointment.slot.end, session, view)
        if not NoShowRule.of(appointment, view.policy).in_touch(appointment):
            stopped = stopped or not_now(application, session)
    if stopped:
        return stopped
    told = Told("staff.did.not_held", {"code": application.code, "by": by.name, "told": telling(application)})
    return Turn(session, (told,), (Marked(application.id, Deed.NOT_HELD, by),))


def undo(application: Application, by: Clerk, _rest: str, session: Session, view: View) -> Turn:
    """Says whether the person is told, which is only where they had been told of what is undone."""
    if stopped := _stopped(application, Deed.UNDO, session) or _appealed(application, session):
        return stopped
    appointment = application.appointment
    tells = appointment is not None and NoShowRule.of(appointment, view.policy).told(application, view.now)
    key = "staff.did.undo" if tells or application.status is Status.NOT_HELD else "staff.did.undo_untold"
    told = Told(key, {"code": application.code, "by": by.name, "told": telling(application)})
    return Turn(session, (told,), (Undone(application.id, by),))


def link(application: Application, by: Clerk, rest: str, session: Session, _view: View) -> Turn:
    """The video link for a booking, pasted by staff: the person never sees it but through their join page."""
    if application.status is not Status.BOOKED:
        return not_now(application, session)
    url = rest.strip()
    if not url.startswith("https://") or len(url) > 1000 or len(url.split()) != 1:  # noqa: PLR2004 -- LINE's limit
        return Turn(session, (Refused("staff.refused.no_link", {"code": application.code}),))
    told = Told("staff.did.link", {"code": application.code, "by": by.name})
    return Turn(session, (told,), (LinkGiven(application.id, url, by),))


def toggle(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:  # noqa: ARG001 -- an Act
    """Tick or untick one time: by its button's code, or its number on the newest card."""
    slot = slot_from_code(rest, view.policy)
    starts = (slot.start,) if slot else typed_times(application, rest, view)
    if not starts:
        return Turn(session, (not_understood(application),))
    waits = application.status is Status.REQUESTED or (application.change_open and application.offer is None)
    if not waits:
        return not_now(application, session)
    now = tuple(sorted({*ticked(session, application.id)} ^ {*starts}))
    session = tick(session, application.id, now)
    updates = view.prompt.id if view.prompt else ""
    return Turn(session, (cards.card(application, view, now, updates),))


def show(application: Application, _by: Clerk, _rest: str, session: Session, view: View) -> Turn:
    return Turn(session, (cards.card(application, view, ticked(session, application.id)),))


def not_understood(application: Application) -> Refused:
    """A slip of the keyboard does nothing, and says so."""
    return Refused("staff.refused.not_understood", {"code": application.code})


def not_now(application: Application, session: Session) -> Turn:
    """The deed does not fit any more: says where the application stands, and who was faster."""
    values: Values = {"code": application.code, "status": Text(f"status.{application.status}"), "by": application.by}
    key = "staff.refused.waits" if application.status is Status.OFFERED else "staff.refused.not_now"
    return Turn(session, (Refused(key, values),))


def _stopped(application: Application, deed: Deed, session: Session) -> Turn | None:
    return None if move(application.status, deed, "clerk") else not_now(application, session)


ACTS: dict[str, Act] = {
    "offer": offer,
    "instead": instead,
    "decline": decline,
    "here": mark(Deed.HERE),
    "called": mark(Deed.CALLED),
    "our_fault": mark(Deed.OUR_FAULT),
    "no_contact": mark(Deed.NO_CONTACT),
    "not_held": not_held,
    "undo": undo,
    "link": link,
    "card": show,
    "tick": toggle,
    "timeline": standing.timeline,
    "accept": standing.accept,
    "uphold": standing.uphold,
    "refuse": standing.refuse,
    "lift": standing.lift,
}
