"""Around the start: the buttons below reminders, the question whether there is trouble, and the word after a
deemed cancellation. *Late* and *cannot connect* are contact; *I will come* never is.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.cancelling.leaving import take_back
from flows.changing.way import way
from flows.facts import Contacted, Fact, SaidInTouch, WillCome
from flows.messages import Event, Picked, Said, Sent, Shared, Told
from flows.office import refusals, rules
from flows.office.appointment import OPEN, Application, Appointment, Contact, ContactKind, Status
from flows.office.attendance import NoShowRule
from flows.office.late import closed, lapse_at
from flows.office.refusals import Refusal
from flows.office.standing import appeal_due
from flows.office.view import View
from flows.reading.text import fold
from flows.step import LEAVE, NO_EFFECT, Effect, Flow, Option, Step
from flows.values import NOTHING, Text, Values

CONTACTS = {
    "late": ContactKind.LATE,
    "cannot_connect": ContactKind.CANNOT_CONNECT,
    "phone_busy": ContactKind.NO_ANSWER_BY_PHONE,
}
REMINDER = ("come", "late", "cannot_connect", "change", "cancel")
SOON = ("come", "late", "cannot_connect", "cancel")
"""So near the start nothing is changed any more."""
TROUBLE = ("late", "cannot_connect", "phone_busy", "cancel")
DEEMED = ("in_touch", "again")
OVER = ("again",)
WAITING = ("wait", "other", "withdraw")
"""Below the word that an answer is late."""
WAITING_CLOSED = ("other", "wait", "withdraw")
"""The same where none of the wished times can be offered any more: to wait alone would hardly help."""
ONCE = frozenset({"come"})
AFTER_ALL = frozenset({Status.BOOKED, Status.DEEMED_CANCELLED})
FITTING = {
    "come": frozenset({Status.BOOKED}),
    "late": AFTER_ALL,
    "cannot_connect": AFTER_ALL,
    "phone_busy": AFTER_ALL,
    "cancel": OPEN,
    "change": frozenset({Status.BOOKED}),
    "in_touch": frozenset({Status.DEEMED_CANCELLED}),
    "wait": frozenset({Status.REQUESTED}),
    "other": frozenset({Status.REQUESTED}),
    "withdraw": frozenset({Status.REQUESTED, Status.OFFERED}),
}


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    said: str | None = None


def by_message(event: Event, known: tuple[Fact, ...], view: View) -> tuple[Contacted, ...]:
    """Where the office says so, the first message around the start is contact, about every booking that it is in time
    for, unless it says more than that already: *I will come* alone never is, and who cancels is gone.
    """
    if not view.policy.attendance.any_message_counts or not isinstance(event, Said | Picked | Shared | Sent):
        return ()
    said = {getattr(each, "application", "") for each in known}
    found = (each for each in view.applications if each.id not in said and _saved(each, view))
    return tuple(Contacted(each.id, ContactKind.MESSAGE, view.heard_at) for each in found)


def _saved(application: Application, view: View) -> bool:
    """Is a message now the first contact that counts, be it that it comes to us after the deeming?"""
    appointment = application.appointment
    if appointment is None or application.status not in AFTER_ALL:
        return False
    rule = NoShowRule.of(appointment, view.policy)
    return not rule.in_touch(appointment) and rule.counts(Contact(ContactKind.MESSAGE, view.heard_at, view.now))


def typed(text: str, view: View) -> tuple[str, Application] | None:
    """*I will be 5 minutes late*, in whatever words, while the person may be waited for: the word, and the booking."""
    said = fold(text)
    for application in view.applications:
        appointment = application.appointment
        if appointment and application.status in AFTER_ALL and _awaited(appointment, view):
            for name in CONTACTS:
                if any(fold(each) in said for each in view.words.list_of(f"attending.{name}.words")):
                    return name, application
    return None


def _awaited(appointment: Appointment, view: View) -> bool:
    rule = NoShowRule.of(appointment, view.policy)
    return rule.opens <= view.heard_at < rule.end


def option(name: str) -> Option[str]:
    return Option(name, Text(f"attending.{name}"))


def _check(value: str, draft: Draft, view: View) -> Refusal | None:
    """Each deed has the statuses in which it makes sense; booking again always does."""
    application = view.application(draft.subject)
    if application is None:
        return refusals.NothingBooked()
    if value == "change":
        return rules.changeable(application, view.now, view.policy)
    return None if value == "again" or application.status in FITTING[value] else refusals.NotNow()


def _effect(value: str, draft: Draft, view: View) -> Effect:
    application = view.application(draft.subject)
    return said(value, application, view) if application else NO_EFFECT


def said(value: str, application: Application, view: View) -> Effect:
    """What one of these words brings about."""
    if value in {"cancel", "withdraw"}:
        return Effect(start="cancelling", subject=application.id)
    if value == "wait":
        ends = lapse_at(application, view.policy)
        told: Values = {"code": application.code, "phone": view.policy.phone, "ends": ends}
        return Effect((Told("attending.wait_told", told),))
    if value == "other":
        return Effect(start="wishing", subject=application.id)
    if value == "change":
        return Effect(start=way(application, view), subject=application.id)
    if value == "again":
        return Effect(start="booking")
    if value == "in_touch":
        return _appeal(application, view)
    if value == "come" and application.cancel_wished:
        return take_back(application, view)
    fact: Fact
    match value:
        case "come":
            fact = WillCome(application.id)
        case _:
            fact = Contacted(application.id, CONTACTS[value], view.heard_at)
    facts = () if _repeats(fact, application, view) else (fact,)
    return Effect((_answer(value, fact, application, view),), facts)


def _appeal(application: Application, view: View) -> Effect:
    """A lead looks at it, once, and the person is told by when; until then the booking is not counted."""
    known, appeal = values(application, view), application.appeal
    if appeal and appeal.decided == "upheld":
        return Effect((Told("attending.appeal_over", known),))
    if appeal and appeal.open and view.now >= appeal.due:
        return Effect((Told("attending.appeal_late", known),))
    if appeal and appeal.open:
        return Effect((Told("attending.appeal_told", {**known, "due": appeal.due}),))
    due = appeal_due(view.now, view.policy)
    return Effect((Told("attending.appeal_told", {**known, "due": due}),), (SaidInTouch(application.id, due),))


def _answer(value: str, fact: Fact, application: Application, view: View) -> Told:
    """What the word brings about is said as it is: too late to undo a deeming, too early to count, or told to staff."""
    known = values(application, view)
    if application.status is Status.DEEMED_CANCELLED and not _in_time(fact, application, view):
        return Told("attending.in_touch_told", known)
    if isinstance(fact, Contacted) and application.appointment:
        opens = NoShowRule.of(application.appointment, view.policy).opens
        if fact.happened_at < opens:
            return Told("attending.early_told", {**known, "opens": opens})
    return Told(f"attending.{value}_told", known)


def _in_time(fact: Fact, application: Application, view: View) -> bool:
    """A contact of before the grace was over, which undoes the deeming although it comes to us after it."""
    if application.appointment is None or not isinstance(fact, Contacted):
        return False
    contact = Contact(fact.kind, fact.happened_at, view.now)
    return NoShowRule.of(application.appointment, view.policy).counts(contact)


def _repeats(fact: Fact, application: Application, view: View) -> bool:
    """The same word a second time is answered again but not passed on again.

    A contact is the same only within one span (early, around the start, after the grace): the one that counts is kept
    whatever was said before it.
    """
    appointment = application.appointment
    if not isinstance(fact, Contacted) or appointment is None:
        prompt = view.prompt
        return prompt is not None and prompt.opens.asked == 0 and prompt.answered in ONCE
    rule = NoShowRule.of(appointment, view.policy)
    known = ((each.kind, rule.span(each.happened_at)) for each in appointment.contacts)
    return (fact.kind, rule.span(fact.happened_at)) in known


def values(application: Application, view: View) -> Values:
    appointment = application.appointment
    if appointment is None:
        return NOTHING
    return {
        "code": application.code,
        "start": appointment.slot.start,
        "join": application.join_url,
        "phone": view.policy.phone,
        "grace": NoShowRule.of(appointment, view.policy).minutes,
    }


def below_late(application: Application | None, view: View) -> tuple[str, ...]:
    """What helps most stands first."""
    return WAITING_CLOSED if application and closed(application, view.now, view.policy) else WAITING


def _step(ident: str, names: tuple[str, ...]) -> Step[Draft, str]:
    def over(draft: Draft, view: View) -> bool:
        return all(_check(name, draft, view) for name in names if name != "again")

    def shown(draft: Draft, view: View) -> tuple[str, ...]:
        return below_late(view.application(draft.subject), view) if names == WAITING else names

    def step_values(draft: Draft, view: View) -> Values:
        application = view.application(draft.subject)
        return values(application, view) if application else NOTHING

    return Step(
        ident,
        next=LEAVE,
        field="said",
        choices=lambda draft, view: tuple(option(each) for each in shown(draft, view)),
        check=_check,
        effect=_effect,
        values=step_values,
        skip=over,
    )


ATTENDING: Flow[Draft] = Flow(
    "attending",
    steps=(
        *(_step("reminder", REMINDER), _step("trouble", TROUBLE), _step("deemed", DEEMED), _step("over", OVER)),
        _step("waiting", WAITING),
    ),
    draft=Draft,
    done=lambda _draft, _view: NO_EFFECT,
)
