"""Who must be told of a fact, in which words: the one table between what happened and the letters about it.

Pure: (fact, the application as it stands now, view) -> notices. The sender's own answer their turn gave already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from flows import attending, facts
from flows.choosing import booked_values, offer_options, show
from flows.messages import Ask, Choice, Opens
from flows.office.appointment import Application, Deed, Status
from flows.office.attendance import NoShowRule
from flows.office.reminders import Owed
from flows.office.view import View
from flows.staff import cards
from flows.values import NOTHING, Text, Values

SAID_BY_TELEPHONE = (
    *("offered", "nudge", "offer_lapsed", "request_lapsed", "declined", "booked", "reminder", "reminder_soon"),
    *("trouble", "deemed", "restored", "attended", "no_contact", "our_fault"),
)
"""Letters for which staff have words of their own on the telephone."""
NOT_TELEPHONED = frozenset({"notice.link"})
"""Of no use to somebody without a chat: the page that it speaks of is told with the reminder."""
SOON = 120
"""A reminder planned this many minutes before the start or fewer brings the join page and the checklist."""


@dataclass(frozen=True, slots=True)
class Notice:
    to: Literal["person", "staff"]
    key: str
    values: Values = field(default_factory=lambda: NOTHING)
    choices: tuple[Choice, ...] = ()
    opens: Opens | None = None
    urgency: Literal["must_arrive", "courtesy"] = "must_arrive"
    until: datetime | None = None
    """From when on these words would be untrue, so that they are sent no more; None: they stay true."""


def notices(fact: facts.Fact, application: Application | None, view: View) -> tuple[Notice, ...]:
    """The letters owed because of `fact`."""
    if application is None:
        return _handed_over(fact, view) if isinstance(fact, facts.HandedOver) else ()
    if isinstance(fact, facts.Came):
        return _CAME[fact.due.kind](fact, application, view)
    tell = _TOLD.get(type(fact))
    return (*(tell(fact, application, view) if tell else ()), *_from_desk(fact, application, view))


def _from_desk(fact: facts.Fact, application: Application, view: View) -> tuple[Notice, ...]:
    """What staff did in a private chat, their colleagues learn in the group, where else they would have seen it."""
    if view.counter is None or not isinstance(getattr(fact, "by", None), facts.Clerk):
        return ()
    if not hasattr(fact, "application"):
        return ()
    status = Text(f"status.{application.status}")
    return (_staff("staff.told.at_desk", application, view, by=view.counter.clerk.name, status=status),)


def by_telephone(notice: Notice, application: Application) -> Notice:
    """A letter to somebody without a chat becomes a line to staff: whom to ring, and what to tell them."""
    name = notice.key.removeprefix("notice.")
    appointment, offer = application.appointment, application.offer
    what = Text(f"staff.please.{name}") if name in SAID_BY_TELEPHONE else Text("staff.please.other")
    values: Values = {
        "code": application.code,
        "name": application.masked_name,
        "what": what,
        "start": appointment.slot.start if appointment else "",
        "times": tuple(slot.start for slot in offer.slots) if offer else (),
        "expires": offer.expires_at if offer else "",
    }
    return Notice("staff", "staff.told.please_telephone", values)


# -- to the person -----------------------------------------------------------------------------------------


def _person(key: str, application: Application, view: View, step: str, names: tuple[str, ...]) -> Notice:
    """A letter with buttons of the flow *attending*."""
    choices = tuple(
        Choice(option.value, option.label, number=number)
        for number, option in enumerate((attending.option(name) for name in names), 1)
    )
    values = {**_common(application, view), **attending.values(application, view)}
    return Notice("person", key, values, choices, Opens("attending", step, application.id))


def _common(application: Application, view: View) -> Values:
    policy = view.policy
    return {
        "code": application.code,
        "phone": policy.phone,
        "grace": policy.attendance.grace,
        "tool": policy.video.tool,
    }


def _offer(key: str, application: Application, view: View) -> Notice:
    options = offer_options(application)
    choices = tuple(Choice(show(each.value), each.label, number=number) for number, each in enumerate(options, 1))
    offer = application.offer
    times = tuple(slot.start for slot in offer.slots) if offer else ()
    values = {**_common(application, view), "times": times, "expires": offer.expires_at if offer else ""}
    until = offer.expires_at if offer else None
    return Notice("person", key, values, choices, Opens("choosing", "offer", application.id), until=until)


def _over(key: str, application: Application, view: View, **more: Any) -> Notice:  # noqa: ANN401 -- values
    letter = _person(key, application, view, "over", attending.OVER)
    return Notice(letter.to, letter.key, {**letter.values, **more}, letter.choices, letter.opens)


# -- to the staff group --------------------------------------------------------------------------------------


def _staff(key: str, application: Application, view: View, **more: Any) -> Notice:  # noqa: ANN401 -- values
    return Notice("staff", key, {**cards.values(application, view), **more})


def _asked(key: str, application: Application, view: View, verbs: tuple[str, ...]) -> Notice:
    choices = tuple(cards.deed(application, verb) for verb in verbs)
    return Notice("staff", key, cards.values(application, view), choices, cards.opens(application, "card"))


def _card(application: Application, view: View) -> Notice:
    return from_ask(cards.card(application, view))


def from_ask(ask: Ask) -> Notice:
    return Notice("staff", ask.key, ask.values, ask.choices, ask.opens)


def _handed_over(fact: facts.HandedOver, _view: View) -> tuple[Notice, ...]:
    return (Notice("staff", "staff.told.handed_over_unknown", {"where": fact.where}),)


# -- the table ---------------------------------------------------------------------------------------------

Tell = Callable[[Any, Application, View], tuple[Notice, ...]]


def _marked(fact: facts.Marked, application: Application, view: View) -> tuple[Notice, ...]:
    match fact.deed:
        case Deed.OUR_FAULT:
            return (_over("notice.our_fault", application, view),)
        case Deed.NO_CONTACT if _told_of_deeming(application, view):
            return (_over("notice.no_contact", application, view),)
        case Deed.NO_CONTACT:
            return (_deemed(application, view),)
        case Deed.HERE if _told_of_deeming(application, view):
            return (_over("notice.attended", application, view),)
        case _:
            return _restored(application, view)


def _restored(application: Application, view: View) -> tuple[Notice, ...]:
    """The booking stands again: told where its deemed cancellation had been told."""
    if application.status is not Status.BOOKED or not _told_of_deeming(application, view):
        return ()
    return (_person("notice.restored", application, view, "trouble", attending.TROUBLE),)


def _told_of_deeming(application: Application, view: View) -> bool:
    """Had the person been told of a deemed cancellation before this fact?"""
    before = view.application(application.id)
    if before is None or before.appointment is None:
        return False
    return NoShowRule.of(before.appointment, view.policy).told(before, view.now)


def _deemed(application: Application, view: View) -> Notice:
    return _person("notice.deemed", application, view, "deemed", attending.DEEMED)


def _contacted(fact: facts.Contacted, application: Application, view: View) -> tuple[Notice, ...]:
    told = _staff("staff.told.contact", application, view, kind=Text(f"contact.{fact.kind}"), at=fact.happened_at)
    return told, *_restored(application, view)


def _link(_fact: facts.LinkGiven, application: Application, view: View) -> tuple[Notice, ...]:
    return (_person("notice.link", application, view, "reminder", attending.REMINDER),)


def _booked_for(application: Application, view: View) -> Notice:
    letter = _person("notice.booked", application, view, "reminder", attending.REMINDER)
    slot = application.appointment.slot if application.appointment else None
    return replace(letter, values={**letter.values, **booked_values(application, slot, view)}) if slot else letter


_TOLD: dict[type, Tell] = {
    facts.Wished: lambda _f, a, v: (_card(a, v),),
    facts.WishedAgain: lambda _f, a, v: (_card(a, v),),
    facts.NoneSuits: lambda _f, a, v: (_staff("staff.told.none_suits", a, v),),
    facts.Booked: lambda _f, a, v: (_staff("staff.told.booked", a, v),),
    facts.Cancelled: lambda _f, a, v: (_staff("staff.told.cancelled", a, v),),
    facts.CancelWished: lambda _f, a, v: (_staff("staff.told.cancel_wish", a, v),),
    facts.Contacted: _contacted,
    facts.SaidInTouch: lambda _f, a, v: (_asked("staff.told.in_touch", a, v, cards.AFTER_GRACE),),
    facts.HandedOver: lambda f, a, v: (_staff("staff.told.handed_over", a, v, where=f.where),),
    facts.Departed: lambda _f, a, v: (_staff("staff.told.departed", a, v),),
    facts.Offered: lambda _f, a, v: (_offer("notice.offered", a, v),),
    facts.Declined: lambda f, a, v: (_over("notice.declined", a, v, reason=Text(f"decline.{f.reason}")),),
    facts.Marked: _marked,
    facts.Undone: lambda _f, a, v: _restored(a, v),
    facts.LinkGiven: _link,
    facts.CalledIn: lambda _f, a, v: (_card(a, v),),
    facts.BookedFor: lambda _f, a, v: (_booked_for(a, v),),
}


def _reminder(fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    key = "notice.reminder_soon" if fact.due.minutes <= SOON else "notice.reminder"
    letter = _person(key, application, view, "reminder", attending.REMINDER)
    appointment = application.appointment
    telephone = (_staff("staff.told.telephone", application, view),) if application.web_only else ()
    if appointment is None:
        return letter, *telephone
    booked = booked_values(application, appointment.slot, view)
    return replace(letter, values={**letter.values, **booked}, until=appointment.slot.start), *telephone


def _trouble(_fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    letter = _person("notice.trouble", application, view, "trouble", attending.TROUBLE)
    appointment = application.appointment
    return (replace(letter, until=NoShowRule.of(appointment, view.policy).grace_ends) if appointment else letter,)


def _grace(_fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    asked = _asked("staff.told.deemed", application, view, cards.AFTER_GRACE)
    return (_deemed(application, view), asked) if view.policy.attendance.deemed_notice == "at_grace" else (asked,)


def _unmarked(_fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    """Who was in touch cannot be said not to have been."""
    appointment = application.appointment
    known = appointment is None or NoShowRule.of(appointment, view.policy).in_touch(appointment)
    verbs = cards.AT_END if known else (*cards.AT_END, "no_contact")
    return (_asked("staff.told.unmarked", application, view, verbs),)


def _late_notice(_fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    """At the end of the slot at the latest the person is told, unless a clerk's mark has told them already."""
    appointment = application.appointment
    return () if appointment and appointment.mark is Deed.NO_CONTACT else (_deemed(application, view),)


_CAME: dict[Owed, Tell] = {
    Owed.ANSWER_DUE: lambda _f, a, v: (_staff("staff.told.answer_due", a, v), _card(a, v)),
    Owed.REQUEST_LAPSES: lambda _f, a, v: (
        _over("notice.request_lapsed", a, v),
        _staff("staff.told.request_lapsed", a, v),
    ),
    Owed.OFFER_NUDGE: lambda _f, a, v: (_offer("notice.nudge", a, v),),
    Owed.OFFER_LAPSES: lambda _f, a, v: (_over("notice.offer_lapsed", a, v), _staff("staff.told.offer_lapsed", a, v)),
    Owed.REMINDER: _reminder,
    Owed.LINK_MISSING: lambda _f, a, v: (_staff("staff.told.link_missing", a, v),),
    Owed.START: lambda _f, a, v: (_asked("staff.told.start", a, v, cards.AT_START),),
    Owed.TROUBLE: _trouble,
    Owed.GRACE: _grace,
    Owed.DEEMED_NOTICE: _late_notice,
    Owed.END: _unmarked,
}
