"""What the staff group sees of an application: masked (initial, last two digits), with the buttons of the moment.
Where an office shows it whole, the masks give way only as a card is worded (`flows.staff.whole`).

Buttons say what typing them looks like, because in a LINE group they *are* typed words.
"""

from __future__ import annotations

from datetime import datetime

from flows.booking.needs import told
from flows.messages import Ask, Choice, Opens
from flows.office import rules
from flows.office.appointment import Application, Status
from flows.office.attendance import NoShowRule
from flows.office.offers import near_wishes
from flows.office.opening import Slot
from flows.office.standing import stands
from flows.office.view import View
from flows.office.waiting import first_in_line
from flows.staff.draft import FLOW
from flows.staff.erased import ERASED, NEEDED_FOR, known_name
from flows.staff.interpreting import interpreting, times_of
from flows.values import Text, Value, Values

AT_START = ("here", "called", "our_fault")
AT_END = ("here", "our_fault", "not_held")
UNKNOWN = ("here", "our_fault", "no_contact")
"""After the end, where nobody was in touch and the ten minutes were missed by us."""
MISSED = ("our_fault", "here", "called")
"""Where nobody could have joined: what the office could not hold never counts (S 12-2-4)."""
AFTER_GRACE = ("here", "called", "our_fault", "no_contact", "undo")
APPEALED = ("timeline", "accept", "uphold")
REASONS = ("full", "call_us", "not_online", "other")
LEAVING = ("called_off", "excuse")
"""What settles a wish to cancel."""
EXCUSE_REASONS = ("speech", "hearing", "language")
OFFICE_REASONS = ("closed", "staff_ill", "technical", "other")
UNDO = ("undo",)
BUTTONS = {
    Status.OFFERED: ("decline",),
    Status.DEEMED_CANCELLED: AFTER_GRACE,
    Status.ATTENDED: UNDO,
    Status.NOT_HELD: UNDO,
}


def opens(application: Application, about: str) -> Opens:
    return Opens(FLOW, about, application.id)


def deed(application: Application, verb: str) -> Choice:
    """A button for one deed; its typed form is the same words a clerk would type."""
    return Choice(verb, Text(f"staff.verb.{verb}"), f"{application.code} {verb}")


def card(application: Application, view: View, starts: tuple[datetime, ...] = (), updates: str = "") -> Ask:
    """One application with its times to offer (ticked ones marked), or the deeds its status allows."""
    if application.status is Status.REQUESTED or (application.change_open and application.offer is None):
        return offering(application, view, starts, updates)
    verbs = _at_present(application, view) or BUTTONS.get(application.status, ())
    verbs = (*APPEALED, *AT_START) if application.appealed else verbs
    verbs = (*LEAVING, *verbs) if application.cancel_wished else verbs
    verbs = tuple(each for each in verbs if each not in NEEDED_FOR) if application.erased else verbs
    choices = tuple(deed(application, verb) for verb in verbs)
    return Ask(f"staff.card.{application.status}", opens(application, "card"), values(application, view), choices)


def _at_present(application: Application, view: View) -> tuple[str, ...]:
    """What can be said of a booking: before its start only that a call came."""
    if application.status is not Status.BOOKED or application.appointment is None:
        return ()
    if view.now < application.appointment.slot.start:
        return ("called",)
    return AT_END if application.over(view.now) else AT_START


def offering(application: Application, view: View, starts: tuple[datetime, ...], updates: str) -> Ask:
    """The times as buttons to tick: suggestions near the wishes, and whatever is ticked already."""
    own = tuple(each for each in view.applications if each.person == application.person and each.id != application.id)
    free = near_wishes(application, view.now, view.taken, view.policy)
    near = {slot.start for slot in free if not rules.one_a_day(slot, own, view.policy)}
    times = tuple(
        _time(application, start, number, ticked=start in starts)
        for number, start in enumerate(sorted(near | {*starts}), 1)
    )
    send = Choice("offer", Text("staff.verb.offer_count", {"count": len(starts)}), f"{application.code} offer")
    choices = (*times, *((send,) if starts else ()), deed(application, "decline"))
    key = "staff.card.requested" if near or starts else "staff.card.no_free_time"
    key = "staff.card.changing" if application.change_open else key
    key = "staff.card.waits" if application.in_line else key
    shown = tuple(sorted(near | {*starts}))
    known = {**values(application, view), "interpreting": interpreting(application, shown, view.policy)}
    return Ask(key, opens(application, "card"), known, choices, updates=updates)


def _time(application: Application, start: datetime, number: int, *, ticked: bool) -> Choice:
    key = "staff.card.ticked" if ticked else "staff.card.unticked"
    return Choice(Slot(start, 0).code, Text(key, {"start": start}), f"{application.code} {number}", number)


def why(application: Application, verb: str, names: tuple[str, ...]) -> Ask:
    """Asks for the reason of a deed that needs one."""
    choices = tuple(
        Choice(f"{verb}-{each}", Text(f"staff.{verb}.{each}"), f"{application.code} {verb} {each}") for each in names
    )
    return Ask(f"staff.card.{verb}_reasons", opens(application, verb), {"code": application.code}, choices)


def reasons(application: Application) -> Ask:
    choices = tuple(
        Choice(f"decline-{each}", Text(f"staff.reason.{each}"), f"{application.code} decline {each}")
        for each in REASONS
    )
    return Ask("staff.card.reasons", opens(application, "decline"), {"code": application.code}, choices)


def values(application: Application, view: View) -> Values:
    """Everything a card may show, and nothing that names a person."""
    shown: dict[str, Value] = {
        "code": application.code,
        "name": known_name(application),
        "number": application.masked_number or Text(_without_number(application)),
        "residence": _residence(application),
        "needs": Text(ERASED)
        if application.erased
        else told(application.needs, application.interpreter, application.companion, application.access),
        "interpreting": interpreting(application, times_of(application), view.policy),
        "wishes": application.wishes,
        "due": application.answer_due or "",
        **({"day": application.waits_for} if application.waits_for else {}),
        "language": Text(f"staff.language.{application.locale}"),
        "channel": Text(f"staff.channel.{application.channel}"),
        "same_number": Text("staff.card.same_number") if application.same_number else "",
        "web_only": Text("staff.card.web_only") if application.web_only else "",
        "standing": standing_line(application, view),
        "terms": Text("staff.card.terms_pending") if application.terms_pending else "",
        "by": application.by,
        "first": Text("staff.card.first_in_line") if first_in_line(application, view) else "",
    }
    if application.offer:
        shown |= {
            "times": tuple(slot.start for slot in application.offer.slots),
            "expires": application.offer.expires_at,
        }
    if application.appointment:
        shown |= appointment_values(application, view)
    return shown


def _without_number(application: Application) -> str:
    return ERASED if application.erased else "staff.card.no_number"


def _residence(application: Application) -> Value:
    if application.erased:
        return Text(ERASED)
    return Text(f"residence.{application.residence}") if application.residence else ""


def _link(application: Application, given: bool, view: View) -> Value:  # noqa: FBT001 -- of an appointment
    """Of a booking that is over nobody misses one."""
    if given:
        return Text("staff.card.has_link")
    past = application.erased or application.over(view.now)
    return "" if past else Text("staff.card.no_link", {"code": application.code})


def standing_line(application: Application, view: View) -> Value:
    """What a clerk should know of the person record: bookings not come to, and a refusal that stands."""
    own, days = view.standing_of(application.person), view.policy.refusal.window_days
    if own.refused and stands(own.refused, view.now):
        known: Values = {"total": own.no_shows, "days": days, "until": own.refused.until, "by": own.refused.by}
        return Text("staff.card.use_refused", known)
    return Text("staff.card.no_shows", {"total": own.no_shows, "days": days}) if own.no_shows else ""


def appointment_values(application: Application, view: View) -> Values:
    appointment = application.appointment
    if appointment is None:
        return {}
    elsewhere = view.policy.booking.also_enter_in
    return {
        "start": appointment.slot.start,
        "desk": appointment.desk,
        "link": _link(application, bool(appointment.link), view),
        "also": Text("staff.card.also_enter_in", {"system": elsewhere}) if elsewhere else "",
        "grace": NoShowRule.of(appointment, view.policy).minutes,
        "wish": Text("staff.card.cancel_wish") if application.cancel_wished else "",
    }
