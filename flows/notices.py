"""Who must be told of a fact, in which words: the one table between what happened and the letters about it.

Pure: (fact, the application as it stands now, view) -> notices. The sender's own answer their turn gave already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from flows import attending, facts
from flows.changing import moving
from flows.choosing import booked_values, offer_options, show
from flows.messages import Ask, Choice, Opens
from flows.office import device, waiting
from flows.office.appointment import Application, Deed, Status
from flows.office.attendance import NoShowRule, can_be_held, counted, no_way_in
from flows.office.closing import with_closures
from flows.office.late import closed, lapse_at
from flows.office.policy import local
from flows.office.reminders import Due, Owed
from flows.office.standing import stands, window_start
from flows.office.view import View
from flows.staff import cards, late
from flows.staff.announcing import OFFICE_FACTS, announced
from flows.staff.erased import telling
from flows.values import NOTHING, Text, Value, Values

SAID_BY_TELEPHONE = (
    *(
        "offered",
        "offered_instead",
        "nudge",
        "offer_lapsed",
        "request_lapsed",
        "declined",
        "booked",
        "reminder",
        "reminder_soon",
    ),
    *("trouble", "deemed", "restored", "attended", "no_contact", "our_fault", "not_held", "no_link"),
    *("appeal_accepted", "appeal_accepted_past", "appeal_upheld", "appeal_late", "use_refused", "use_allowed"),
    *("change_offered", "change_offered_instead", "move_asked", "move_asked_instead", "move_withdrawn"),
    *("change_declined", "change_ended", "moved", "times_closed", "times_closed_left", "times_closed_beside"),
    *("called_off", "wish_accepted", "office_cancelled"),
)
"""Letters for which staff have words of their own on the telephone."""
LINKS = ("notice.link", "notice.link_now")
NOT_TELEPHONED = frozenset({*LINKS, "notice.answer_late", "notice.answer_late_closed", "notice.change_late"})
"""Of no use to somebody without a chat: the page that it speaks of is told with the reminder; and staff who are
reminded that an answer is late telephone with the answer.
"""
THE_DAY_BEFORE = 24 * 60
"""From this reminder on, in minutes, the connection should have been tested (K 12(4); S 20-3)."""
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
    replaces: bool = False
    """Shown instead of the last letter with the same `opens`, where the channel can edit that one away."""


def notices(fact: facts.Fact, application: Application | None, view: View) -> tuple[Notice, ...]:
    """The letters owed because of `fact`."""
    if isinstance(fact, OFFICE_FACTS):
        return tuple(Notice("staff", each.key, each.values) for each in announced(fact, view) if view.counter)
    if application is None:
        return _handed_over(fact, view) if isinstance(fact, facts.HandedOver) else ()
    if isinstance(fact, facts.Came):
        return (*_CAME[fact.due.kind](fact, application, view), *_suggestion(application, view))
    tell = _TOLD.get(type(fact))
    told = (*tell(fact, application, view), *_suggestion(application, view)) if tell else ()
    return (*told, *_from_desk(fact, application, view))


def _from_desk(fact: facts.Fact, application: Application, view: View) -> tuple[Notice, ...]:
    """What staff did in a private chat, their colleagues learn in the group, where else they would have seen it."""
    if view.counter is None or not isinstance(getattr(fact, "by", None), facts.Clerk):
        return ()
    if not hasattr(fact, "application"):
        return ()
    if did := _DID.get(type(fact)):
        return (did(fact, application),)
    status = Text(f"status.{application.status}")
    return (_staff("staff.told.at_desk", application, view, by=view.counter.clerk.name, status=status),)


def _did_refuse(fact: facts.UseRefused, application: Application) -> Notice:
    told: Values = {"code": application.code, "reason": Text(f"refuse.{fact.reason}"), "until": fact.until}
    return Notice("staff", "staff.did.use_refused", {**told, "by": fact.by.name, "told": telling(application)})


def _did_give_code(fact: facts.ChatCodeGiven, application: Application) -> Notice:
    told: Values = {"code": application.code, "reason": Text(f"staff.join.{fact.reason}"), "by": fact.by.name}
    return Notice("staff", "staff.did.code_given", told)


def _did_desk(fact: facts.DeskChanged, application: Application) -> Notice:
    start = application.appointment.slot.start if application.appointment else ""
    told: Values = {"code": application.code, "desk": fact.desk, "start": start, "by": fact.by.name}
    return Notice("staff", "staff.did.desk", told)


def _did_book(fact: facts.BookedFor, application: Application) -> Notice:
    told: Values = {"code": application.code, "start": fact.slot.start, "desk": fact.desk, "by": fact.by.name}
    return Notice("staff", "staff.did.booked_for", told)


def _did_offer(fact: facts.Offered | facts.ChangeOffered, application: Application) -> Notice:
    times = tuple(slot.start for slot, _ in fact.times)
    told: Values = {"code": application.code, "times": times, "expires": fact.expires_at, "by": fact.by.name}
    return Notice("staff", "staff.did.offered", told)


_DID: dict[type, Callable[[Any, Application], Notice]] = {
    facts.ChatCodeGiven: _did_give_code,
    facts.UseRefused: _did_refuse,
    facts.UseAllowed: lambda f, a: Notice(
        "staff", "staff.did.use_allowed", {"code": a.code, "by": f.by.name, "told": telling(a)}
    ),
    facts.DeskChanged: _did_desk,
    facts.BookedFor: _did_book,
    facts.Offered: _did_offer,
    facts.ChangeOffered: _did_offer,
}
"""Deeds that a new status does not tell."""


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


def _change_offer(application: Application, view: View, key: str = "notice.change_offered") -> Notice:
    """Times beside a booking that stands."""
    choices = tuple(
        Choice(show(each.value), each.label, number=number)
        for number, each in enumerate(moving.options(application), 1)
    )
    offer = application.offer
    values = {**_common(application, view), **moving.values(application)}
    until = offer.expires_at if offer else None
    return Notice("person", key, values, choices, Opens("moving", "offer", application.id), until=until)


def _stands(key: str, application: Application, view: View) -> Notice:
    """No other time: the booking is as it was."""
    return _person(key, application, view, "reminder", attending.REMINDER)


def _was(application: Application, view: View) -> datetime | str:
    before = view.application(application.id)
    return before.appointment.slot.start if before and before.appointment else ""


def _over(key: str, application: Application, view: View, **more: Any) -> Notice:  # noqa: ANN401 -- values
    letter = _person(key, application, view, "over", attending.OVER)
    return Notice(letter.to, letter.key, {**letter.values, **more}, letter.choices, letter.opens)


# -- to the staff group --------------------------------------------------------------------------------------


def _staff(key: str, application: Application, view: View, **more: Any) -> Notice:  # noqa: ANN401 -- values
    return Notice("staff", key, {**cards.values(application, view), **more})


def _asked(key: str, application: Application, view: View, verbs: tuple[str, ...]) -> Notice:
    choices = tuple(cards.deed(application, verb) for verb in verbs)
    return Notice("staff", key, cards.values(application, view), choices, cards.opens(application, "card"))


def _suggestion(application: Application, view: View) -> tuple[Notice, ...]:
    """With the booking that brings the count to the office's threshold staff are asked, once, to look at it. No count
    ever refuses anybody (K 6(4), S 12-2-6: *may*).
    """
    before, own, policy = view.application(application.id), view.standing_of(application.person), view.policy
    if before is None or counted(before) or not counted(application) or application.appointment is None:
        return ()
    if application.appointment.slot.start < window_start(view.now, policy) or stands(own.refused, view.now):
        return ()
    count = own.no_shows + 1
    if count != policy.refusal.suggest_at:
        return ()
    asked = _asked("staff.told.suggestion", application, view, ("refuse",))
    return (replace(asked, values={**asked.values, "total": count, "days": policy.refusal.window_days}),)


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
        case Deed.NOT_HELD:
            return (_over("notice.not_held", application, view),)
        case Deed.NO_CONTACT if _told_of_deeming(application, view):
            return (_person("notice.no_contact", application, view, "deemed", attending.DEEMED),)
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


def _cancelled(application: Application, view: View) -> str:
    """A time is free again only where one was held."""
    before = view.application(application.id)
    held = before is not None and (before.offer is not None or before.appointment is not None)
    return "staff.told.cancelled" if held else "staff.told.request_cancelled"


def _undone(_fact: facts.Undone, application: Application, view: View) -> tuple[Notice, ...]:
    """What the person was told is taken back in so many words."""
    before = view.application(application.id)
    if before and before.status is Status.NOT_HELD:
        return (_over("notice.not_held_undone", application, view),)
    return _restored(application, view)


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


def _booked_at_once(fact: facts.BookedAtOnce, application: Application, view: View) -> tuple[Notice, ...]:
    """Unlike who chooses an offered time, this person has not been answered yet: join page and calendar entry came
    into being with the booking.
    """
    confirmed = Notice("person", "notice.booked", booked_values(application, fact.slot, view))
    return confirmed, _card(application, view)


def _link(_fact: facts.LinkGiven | facts.LinkMade, application: Application, view: View) -> tuple[Notice, ...]:
    """Where it is time already, the person hears that it is, and until when they are waited for."""
    appointment = application.appointment
    if appointment is None or not appointment.slot.start <= view.now < appointment.slot.end:
        return (_person("notice.link", application, view, "reminder", attending.REMINDER),)
    rule = NoShowRule.of(appointment, view.policy)
    waited_for = not rule.in_touch(appointment) and not no_way_in(application, view.policy)
    known: Values = {"until": rule.grace_ends, "phone": view.policy.phone}
    until = Text("notice.link_until", known) if waited_for else ""
    letter = _person("notice.link_now", application, view, "trouble", attending.TROUBLE)
    return (replace(letter, values={**letter.values, "until": until}),)


def _change_offered(fact: facts.ChangeOffered, application: Application, view: View) -> tuple[Notice, ...]:
    key = "notice.move_asked" if fact.asks else "notice.change_offered"
    return (_change_offer(application, view, f"{key}_instead" if fact.instead else key),)


def _times_closed(fact: facts.TimesClosed, application: Application, view: View) -> tuple[Notice, ...]:
    """What is left to choose; or that the office is to answer anew, with the card for it: the day, closed in this very
    moment, is no longer among its times.
    """
    view = replace(view, policy=with_closures(view.policy, (fact.day,)))
    if application.offer:
        beside = application.change_open
        letter = _change_offer(application, view) if beside else _offer("notice.nudge", application, view)
        return (replace(letter, key="notice.times_closed_left", values={**letter.values, "day": fact.day}),)
    if application.appointment is None:
        told: Values = {**_common(application, view), "day": fact.day, "due": application.answer_due or ""}
        return Notice("person", "notice.times_closed", told), _card(application, view)
    letter = _stands("notice.times_closed_beside", application, view)
    if application.appointment.slot.day == fact.day:  # nor can what is booked be held: nobody is asked to come
        letter = replace(letter, key="notice.times_closed_both", choices=(), opens=None)
    card = (_card(application, view),) if application.change_open else ()
    return (replace(letter, values={**letter.values, "day": fact.day}), *card)


def _wait_ended(fact: facts.WaitEnded, application: Application, view: View) -> tuple[Notice, ...]:
    day = application.waits_for or ""
    if fact.closed:
        return (_over("notice.wait_closed", application, view, day=day),)
    return (Notice("person", "booking.done.wait_over", {"code": application.code, "day": day}),)


def _booked_next(_fact: facts.BookedNext, application: Application, view: View) -> tuple[Notice, ...]:
    return _booked_for(application, view), _card(application, view)


def _booked_for(application: Application, view: View) -> Notice:
    """By staff; in place of another time, it has moved."""
    before = view.application(application.id)
    moved = before is not None and before.status is Status.BOOKED
    letter = _person("notice.moved" if moved else "notice.booked", application, view, "reminder", attending.REMINDER)
    slot = application.appointment.slot if application.appointment else None
    return replace(letter, values={**letter.values, **booked_values(application, slot, view)}) if slot else letter


def _appealed(fact: facts.SaidInTouch, application: Application, view: View) -> tuple[Notice, ...]:
    asked = _asked("staff.told.in_touch", application, view, cards.APPEALED)
    return (replace(asked, values={**asked.values, "by_when": fact.due}),)


def _decided(fact: facts.AppealDecided, application: Application, view: View) -> tuple[Notice, ...]:
    """The correction is told as it is: a booking that can still be joined, or one that is past and does not count."""
    if not fact.accepted:
        return (_over("notice.appeal_upheld", application, view),)
    if application.over(view.now):
        return (_over("notice.appeal_accepted_past", application, view),)
    return (_person("notice.appeal_accepted", application, view, "trouble", attending.TROUBLE),)


def _use_refused(fact: facts.UseRefused, application: Application, view: View) -> tuple[Notice, ...]:
    told = {**_common(application, view), "reason": Text(f"refuse.{fact.reason}"), "until": fact.until}
    return (Notice("person", "notice.use_refused", told),)


def _office_cancelled(fact: facts.OfficeCancelled, application: Application, view: View) -> tuple[Notice, ...]:
    return (_over("notice.office_cancelled", application, view, reason=Text(f"office_reason.{fact.reason}")),)


def _offered_freed(fact: facts.OfferedFreed, application: Application, view: View) -> tuple[Notice, ...]:
    start = fact.times[0][0].start
    letter = _offer("notice.freed", application, view)
    asked = _staff("staff.told.freed_offered", application, view, start=start)
    return replace(letter, values={**letter.values, "start": start}), asked


def _freed_start(application: Application, view: View) -> datetime | None:
    """Of the freed time that was held for this one until now."""
    before = view.application(application.id)
    offer = before.offer if before else None
    kept = offer and (offer.freed or application.waits_for)
    return offer.slots[0].start if offer and kept else None


def _none_suits(_fact: facts.NoneSuits, application: Application, view: View) -> tuple[Notice, ...]:
    if start := _freed_start(application, view):
        return (_staff("staff.told.freed_refused", application, view, start=start),)
    return (_staff("staff.told.none_suits", application, view),)


_TOLD: dict[type, Tell] = {
    facts.Wished: lambda _f, a, v: (_card(a, v),),
    facts.BookedAtOnce: _booked_at_once,
    facts.WishedAgain: lambda _f, a, v: (_card(a, v),),
    facts.NoneSuits: _none_suits,
    facts.Booked: lambda _f, a, v: (_staff("staff.told.booked", a, v),),
    facts.ChangeWished: lambda _f, a, v: (_card(a, v),),
    facts.Moved: lambda _f, a, v: (_staff("staff.told.moved", a, v, was=_was(a, v)),),
    facts.MovedAtOnce: lambda f, a, v: (_staff("staff.told.moved", a, v, was=f.was.start),),
    facts.ChangeKept: lambda _f, a, v: (_staff("staff.told.change_kept", a, v),),
    facts.ChangeOffered: _change_offered,
    facts.TimesClosed: _times_closed,
    facts.WaitEnded: _wait_ended,
    facts.MoveWithdrawn: lambda _f, a, v: (_stands("notice.move_withdrawn", a, v),),
    facts.ChangeDeclined: lambda _f, a, v: (_stands("notice.change_declined", a, v),),
    facts.Cancelled: lambda _f, a, v: (_staff(_cancelled(a, v), a, v),),
    facts.CancelWished: lambda _f, a, v: (_asked("staff.told.cancel_wish", a, v, cards.LEAVING),),
    facts.WishTakenBack: lambda _f, a, v: (_staff("staff.told.taken_back", a, v),),
    facts.CalledOff: lambda _f, a, v: (_over("notice.called_off", a, v),),
    facts.WishAccepted: lambda f, a, v: (_over("notice.wish_accepted", a, v, reason=Text(f"excuse.{f.reason}")),),
    facts.OfficeCancelled: _office_cancelled,
    facts.Contacted: _contacted,
    facts.SaidInTouch: _appealed,
    facts.AppealDecided: _decided,
    facts.UseRefused: _use_refused,
    facts.UseAllowed: lambda _f, a, v: (_over("notice.use_allowed", a, v),),
    facts.HandedOver: lambda f, a, v: (_staff("staff.told.handed_over", a, v, where=f.where),),
    # who is still there in another chat of theirs is reached there
    facts.Departed: lambda _f, a, v: () if v.elsewhere else (_staff("staff.told.departed", a, v),),
    facts.Offered: lambda f, a, v: (_offer("notice.offered_instead" if f.instead else "notice.offered", a, v),),
    facts.OfferedFreed: _offered_freed,
    facts.Declined: lambda f, a, v: (_over("notice.declined", a, v, reason=Text(f"decline.{f.reason}")),),
    facts.Marked: _marked,
    facts.Undone: _undone,
    facts.LinkGiven: _link,
    facts.CalledIn: lambda _f, a, v: (_card(a, v),),
    facts.BookedFor: lambda _f, a, v: (_booked_for(a, v),),
    facts.BookedNext: _booked_next,
    facts.LinkMade: _link,
    facts.LinkFailed: lambda _f, a, v: (_staff("staff.told.link_failed", a, v),),
}


def _reminder(fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    """Where the day was closed meanwhile, staff are reminded to move it, and nobody is told to come."""
    if application.appointment and not can_be_held(application.appointment, view.policy):
        return (_staff("staff.told.closed_unmoved", application, view),)
    key = "notice.reminder_soon" if fact.due.minutes <= SOON else "notice.reminder"
    buttons = attending.SOON if fact.due.minutes <= SOON else attending.REMINDER
    letter = _person(key, application, view, "reminder", buttons)
    appointment = application.appointment
    telephone = (_staff("staff.told.telephone", application, view),) if application.web_only else ()
    if appointment is None:
        return letter, *telephone
    booked = booked_values(application, appointment.slot, view)
    ready = (device.soon if fact.due.minutes <= SOON else device.days_before)(view.policy)
    known = {**letter.values, **booked, "test": _tested(fact.due.minutes, view), "checks": ready}
    return replace(letter, values=known, until=appointment.slot.start), *telephone


def _tested(minutes: int, view: View) -> Value:
    """Have you tested your connection? With the tool's own page for it, where it has one."""
    if minutes > THE_DAY_BEFORE:
        return ""
    video = view.policy.video
    if not video.test_url:
        return Text("notice.tested_alone", {"tool": video.tool})
    return Text("notice.tested", {"tool": video.tool, "url": video.test_url})


def promised(view: View) -> Notice:
    """The reminder of a day of their own that a person wished for. It says nothing of what the day is."""
    return Notice("person", "notice.promised", {"office": view.policy.name(view.tag), "phone": view.policy.phone})


def _trouble(_fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    key = "notice.trouble_no_link" if no_way_in(application, view.policy) else "notice.trouble"
    letter = _person(key, application, view, "trouble", attending.TROUBLE)
    appointment = application.appointment
    return (replace(letter, until=NoShowRule.of(appointment, view.policy).grace_ends) if appointment else letter,)


def _grace(_fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    """Where nobody could have joined nothing is deemed: staff are asked, our fault first, and the person is told that
    we are sorry and whom to call.
    """
    if application.status is Status.BOOKED:
        sorry = {**_common(application, view), **attending.values(application, view)}
        return Notice("person", "notice.no_link", sorry), _asked("staff.told.no_link", application, view, cards.MISSED)
    asked = _asked("staff.told.deemed", application, view, cards.AFTER_GRACE)
    return (_deemed(application, view), asked) if view.policy.attendance.deemed_notice == "at_grace" else (asked,)


def _starting(_fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    """Of somebody who wants to cancel staff are asked once more how that is settled."""
    if application.cancel_wished:
        return (_asked("staff.told.start_wish", application, view, (*cards.LEAVING, *cards.AT_START)),)
    return (_asked("staff.told.start", application, view, cards.AT_START),)


def freed(due: Due, application: Application, view: View) -> tuple[Notice, ...]:
    """Told where it can still be offered to somebody who wished for that day, and is not offered by itself; the oldest
    request has the button.
    """
    slot = waiting.slot_of(due, view.policy)
    codes = waiting.line(slot, application, view) if slot else ()
    if slot is None or not codes or waiting.passed_to(slot, application, view):
        return ()
    first = codes[0]
    button = Choice(
        f"offer-{slot.code}",
        Text("staff.freed.offer", {"code": first.code}),
        f"{first.code} offer {local(slot.start):%Y-%m-%d %H:%M}",
    )
    values: Values = {"start": slot.start, "codes": tuple(each.code for each in codes), "code": first.code}
    return (Notice("staff", "staff.told.freed", values, (button,), cards.opens(first, "freed")),)


def _offer_lapses(_fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    """Who let a freed time pass is told that their request stands; or that their wait is over as well."""
    start = _freed_start(application, view)
    if start and application.status is Status.REQUESTED:
        letter = _person("notice.passed_on", application, view, "over", ())
        told = replace(letter, values={**letter.values, "start": start}, opens=None)
        return told, _staff("staff.told.freed_lapsed", application, view, start=start)
    return _over("notice.offer_lapsed", application, view), _staff("staff.told.offer_lapsed", application, view)


def _request_lapses(_fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    """Of a wait nobody owed an answer: its day has simply come too near."""
    if day := application.waits_for:
        return (_over("notice.wait_over", application, view, day=day),)
    return _over("notice.request_lapsed", application, view), _staff("staff.told.request_lapsed", application, view)


def _unmarked(_fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    """Who was in touch cannot be said not to have been."""
    appointment = application.appointment
    known = appointment is None or NoShowRule.of(appointment, view.policy).in_touch(appointment)
    missed = cards.MISSED if no_way_in(application, view.policy) else cards.UNKNOWN
    verbs = cards.AT_END if known else missed
    leaving = cards.LEAVING if application.cancel_wished else ()
    return (_asked("staff.told.unmarked", application, view, (*leaving, *verbs)),)


def _late_notice(_fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    """At the end of the slot at the latest the person is told, unless a clerk's mark has told them already."""
    appointment = application.appointment
    return () if appointment and appointment.mark is Deed.NO_CONTACT else (_deemed(application, view),)


def _appeal_due(fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    """On the day, and again when the time that the person was told has come; then they hear that it takes longer."""
    late = fact.due.minutes == 0
    asked = _asked("staff.told.appeal_late" if late else "staff.told.appeal_due", application, view, cards.APPEALED)
    due = application.appeal.due if application.appeal else fact.due.at
    asked = replace(asked, values={**asked.values, "by_when": due})
    return (asked, _over("notice.appeal_late", application, view)) if late else (asked,)


def _rung(step: late.Step) -> Tell:
    """Staff are reminded of what waits for them."""

    def tell(fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
        asked = from_ask(late.rung(step, fact.due, application, view))
        return (replace(asked, replaces=late.replaces(application)),)

    return tell


def _late_told(fact: facts.Came, application: Application, view: View) -> tuple[Notice, ...]:
    """Who was promised an answer by now hears that it is late, and until when one can come; who wished for nothing that
    can still be offered is asked for other times.
    """
    due = {"due": late.promised(fact.due, application, view)}
    if application.change_open:
        letter = _stands("notice.change_late", application, view)
    else:
        key = "notice.answer_late_closed" if closed(application, view.now, view.policy) else "notice.answer_late"
        letter = _person(key, application, view, "waiting", attending.below_late(application, view))
        due["ends"] = lapse_at(application, view.policy)
    return (replace(letter, values={**letter.values, **due}),)


_CAME: dict[Owed, Tell] = {
    Owed.ANSWER_DUE: _rung("due"),
    Owed.REQUEST_LAPSES: _request_lapses,
    Owed.OFFER_NUDGE: lambda _f, a, v: (_offer("notice.nudge", a, v),),
    Owed.OFFER_LAPSES: _offer_lapses,
    Owed.REMINDER: _reminder,
    Owed.LINK_MISSING: lambda _f, a, v: (_staff("staff.told.link_missing", a, v),),
    Owed.START: _starting,
    Owed.TROUBLE: _trouble,
    Owed.GRACE: _grace,
    Owed.DEEMED_NOTICE: _late_notice,
    Owed.FREED: lambda f, a, v: freed(f.due, a, v),
    Owed.CHANGE_DUE: _rung("due"),
    Owed.WISH_DUE: _rung("due"),
    Owed.STAFF_NUDGE: _rung("soon"),
    Owed.STAFF_AGAIN: _rung("again"),
    Owed.LATE_TOLD: _late_told,
    Owed.CHANGE_ENDS: lambda _f, a, v: (
        _stands("notice.change_ended", a, v),
        _staff("staff.told.change_ended", a, v),
    ),
    Owed.END: _unmarked,
    Owed.APPEAL_DUE: _appeal_due,
}
