"""What is owed, when: the clocks of an application as rows, planned when a status begins, never searched for later.

`owed` says which rows a status brings with it; `still_owed` is asked again at the moment of doing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flows.office.appointment import Appeal, Application, Appointment, Status
from flows.office.attendance import NoShowRule, can_be_held
from flows.office.late import Wait, at_work, lapse_at, rungs, waits
from flows.office.links import link_asked
from flows.office.opening import DAY, previous_business_day, spans
from flows.office.policy import Policy, at_office, local
from flows.office.residence import daytime
from flows.office.rules import change_ends


class Owed(StrEnum):
    ANSWER_DUE = "answer_due"
    """Staff have not answered in time: the group is reminded."""
    REQUEST_LAPSES = "request_lapses"
    OFFER_NUDGE = "offer_nudge"
    OFFER_LAPSES = "offer_lapses"
    REMINDER = "reminder"
    LINK_MISSING = "link_missing"
    """No video link yet: staff are asked for one."""
    START = "start"
    TROUBLE = "trouble"
    GRACE = "grace"
    DEEMED_NOTICE = "deemed_notice"
    CHANGE_DUE = "change_due"
    """Staff have not answered a wish for another time: the group is reminded."""
    CHANGE_ENDS = "change_ends"
    """No other time was fixed: the booking stands as it is, and the person is told."""
    FREED = "freed"
    """A time is free again that others wished for: it goes to the first of them, or staff are told; never at night. It
    belongs to no status.
    """
    END = "end"
    """The slot is over and nobody has marked it: staff are asked once more what became of it."""
    APPEAL_DUE = "appeal_due"
    """*I was in touch* is to be decided: staff are reminded that day, and once more when the time has come."""
    STAFF_NUDGE = "staff_nudge"
    """What waits for staff is due soon."""
    WISH_DUE = "wish_due"
    """Nobody has settled a wish to cancel: the group is reminded."""
    STAFF_AGAIN = "staff_again"
    """What was due waits still: the group is reminded again, each so many office hours."""
    LATE_TOLD = "late_told"
    """The person was promised an answer by a time that is past, and is told so, once."""


DUE_OF: dict[str, Owed] = {"request": Owed.ANSWER_DUE, "change": Owed.CHANGE_DUE, "wish": Owed.WISH_DUE}
RUNGS: dict[str, Owed] = {"nudge": Owed.STAFF_NUDGE, "again": Owed.STAFF_AGAIN, "told": Owed.LATE_TOLD}
LADDER = frozenset({Owed.WISH_DUE, *RUNGS.values()})
"""Of whatever waits for staff; the version says what."""
AT_WORK = frozenset({Owed.ANSWER_DUE, Owed.CHANGE_DUE, Owed.WISH_DUE, Owed.STAFF_NUDGE, Owed.STAFF_AGAIN})
"""Said to staff while somebody is there, however late the clock is done."""
TOO_OVERDUE = timedelta(minutes=30)
"""A grace that is over for longer than this was missed by us, and contact may have been too: nobody is deemed; staff
are asked at the end instead (`Owed.END`).
"""


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One thing to do for an application. `version` is that of what it was planned for (offer id or start version)."""

    at: datetime
    kind: Owed
    version: str
    minutes: int = 0
    """For a reminder: how long before the start it was planned for. For a freed time: how often it was freed before.
    For what is said to staff again: how long after it was due.
    """


def owed(application: Application, now: datetime, policy: Policy) -> tuple[Due, ...]:
    """All rows that the application's present status brings with it."""
    waiting = (each for wait in waits(application, policy) for each in _ladder(wait, now, policy))
    return tuple(sorted((*_owed(application, now, policy), *waiting)))


def _ladder(wait: Wait, now: datetime, policy: Policy) -> Iterator[Due]:
    """What waits for staff; the moment itself has a kind of its own for each."""
    for rung in rungs(wait, now, policy):
        if rung.step == "due":
            yield Due(rung.at, DUE_OF[wait.what], wait.version if wait.what == "wish" else wait.mark)
        else:
            yield Due(rung.at, RUNGS[rung.step], wait.version, rung.minutes)


def _owed(application: Application, now: datetime, policy: Policy) -> Iterator[Due]:
    match application:
        case Application(status=Status.REQUESTED, answer_due=datetime() as due):
            yield Due(lapse_at(application, policy), Owed.REQUEST_LAPSES, due.isoformat())
        case Application(status=Status.OFFERED, offer=offer) if offer:
            before = timedelta(minutes=policy.clocks.nudge_minutes)
            nudge = _outside_quiet(offer.expires_at - before, offer.expires_at, policy)
            if nudge > now:
                yield Due(nudge, Owed.OFFER_NUDGE, offer.id)
            yield Due(offer.expires_at, Owed.OFFER_LAPSES, offer.id)
        case Application(status=Status.BOOKED, appointment=appointment) if appointment:
            yield from _until_the_start(appointment, now, policy)
            if application.change_open:
                yield from _change(application, appointment, policy)
        case Application(status=Status.DEEMED_CANCELLED, appeal=Appeal() as appeal) if appeal.open:
            yield from _until_decided(appeal, now, policy)


def _until_decided(appeal: Appeal, now: datetime, policy: Policy) -> Iterator[Due]:
    version, day = appeal.at.isoformat(), local(appeal.due).date()
    morning = at_office(day, hours[0][0]) if (hours := spans(day, policy)) else appeal.due
    if now < morning < appeal.due:
        yield Due(morning, Owed.APPEAL_DUE, version, int((appeal.due - morning).total_seconds() // 60))
    yield Due(appeal.due, Owed.APPEAL_DUE, version)


def _change(application: Application, appointment: Appointment, policy: Policy) -> Iterator[Due]:
    """An offer beside a booking ends with its holds; a wish that nobody answered, before the booking begins."""
    version, ends = change_version(application), change_ends(appointment, policy)
    if application.offer:
        yield Due(application.offer.expires_at, Owed.CHANGE_ENDS, version)
        return
    yield Due(ends, Owed.CHANGE_ENDS, version)


def change_version(application: Application) -> str:
    if application.offer:
        return application.offer.id
    return application.answer_due.isoformat() if application.answer_due else ""


def _until_the_start(appointment: Appointment, now: datetime, policy: Policy) -> Iterator[Due]:
    version, rule = str(appointment.version), NoShowRule.of(appointment, policy)
    if appointment.cancel_wished:  # the person has said enough: from now on only staff are asked
        if not rule.in_touch(appointment):  # it was said after the grace: too late to stop the rule
            yield Due(rule.grace_ends, Owed.GRACE, version)
        yield Due(rule.start, Owed.START, version)
        yield Due(rule.end, Owed.END, version)
        return
    for at, minutes in reminder_times(appointment.slot.start, now, policy):
        yield Due(at, Owed.REMINDER, version, minutes)
    for at, minutes in link_asked(appointment.slot.start, now, policy):
        yield Due(at, Owed.LINK_MISSING, version, minutes)
    yield Due(rule.start, Owed.START, version)
    yield Due(rule.trouble_at, Owed.TROUBLE, version)
    yield Due(rule.grace_ends, Owed.GRACE, version)
    if rule.told_by > rule.grace_ends:
        yield Due(rule.told_by, Owed.DEEMED_NOTICE, version)
    yield Due(rule.end, Owed.END, version)


def reminder_times(start: datetime, now: datetime, policy: Policy) -> tuple[tuple[datetime, int], ...]:
    """When to remind, with the minutes before the start that each stands for.

    One that falls into the quiet hours moves (to their end if enough time remains, else to the minute before they
    begin); of two that come close together the later stays; none is in the past.
    """
    plan = sorted(
        (_outside_quiet(_planned(start, each, policy), start, policy), each) for each in policy.reminders.before
    )
    kept: list[tuple[datetime, int]] = []
    for at, minutes in plan:
        if kept and at - kept[-1][0] < timedelta(minutes=policy.reminders.merge_within):
            kept.pop()
        kept.append((at, minutes))
    return tuple((at, minutes) for at, minutes in kept if now < at < start)


def _planned(start: datetime, minutes: int, policy: Policy) -> datetime:
    """Where only the telephone cancels, the day-before reminder comes while the telephone is answered."""
    if timedelta(minutes=minutes) != DAY or policy.cancelling.by_chat:
        return start - timedelta(minutes=minutes)
    day = previous_business_day(local(start).date(), policy)
    hours = spans(day, policy)
    return at_office(day, hours[0][0]) if hours else start - DAY


def _outside_quiet(at: datetime, start: datetime, policy: Policy) -> datetime:
    quiet, wall = policy.reminders, local(at)
    if quiet.quiet_until <= wall.time() < quiet.quiet_from:
        return at
    morning = at_office(wall.date() + (DAY if wall.time() >= quiet.quiet_from else DAY * 0), quiet.quiet_until)
    if start - morning >= timedelta(minutes=quiet.keep_after_quiet):
        return morning
    evening = morning.date() - DAY
    return at_office(evening, quiet.quiet_from) - timedelta(minutes=1)


FITTING: dict[Owed, Status | None] = {
    Owed.ANSWER_DUE: Status.REQUESTED,
    Owed.REQUEST_LAPSES: Status.REQUESTED,
    Owed.OFFER_NUDGE: Status.OFFERED,
    Owed.OFFER_LAPSES: Status.OFFERED,
    Owed.REMINDER: Status.BOOKED,
    Owed.LINK_MISSING: Status.BOOKED,
    Owed.START: Status.BOOKED,
    Owed.TROUBLE: Status.BOOKED,
    Owed.GRACE: Status.BOOKED,
    Owed.DEEMED_NOTICE: Status.DEEMED_CANCELLED,
    Owed.FREED: None,
    Owed.CHANGE_DUE: Status.BOOKED,
    Owed.CHANGE_ENDS: Status.BOOKED,
    Owed.END: Status.BOOKED,
    Owed.APPEAL_DUE: Status.DEEMED_CANCELLED,
    **dict.fromkeys(LADDER),
}

WITH_THE_PERSON = frozenset({Owed.REMINDER, Owed.LINK_MISSING, Owed.TROUBLE, Owed.CHANGE_DUE})
"""Of no use to somebody who wants to cancel."""


def version_now(application: Application, kind: Owed) -> str | None:
    """The version that a row of this kind would be planned for today."""
    if kind is Owed.APPEAL_DUE:
        return application.appeal.at.isoformat() if application.appeal else None
    if kind in {Owed.CHANGE_DUE, Owed.CHANGE_ENDS}:
        return change_version(application) if application.change_open else None
    match FITTING[kind]:
        case Status.REQUESTED:
            return application.answer_due.isoformat() if application.answer_due else None
        case Status.OFFERED:
            return application.offer.id if application.offer else None
        case _:
            return str(application.appointment.version) if application.appointment else None


def still_owed(due: Due, application: Application, now: datetime, policy: Policy) -> str:
    """Why this row is no longer owed; empty if it is. No reminder after its appointment, none for a moved one."""
    if due.kind is Owed.FREED:
        return ""
    if due.kind in LADDER:
        return _settled(due, application, now, policy)
    if application.status is not FITTING[due.kind]:
        return application.status.value
    if version_now(application, due.kind) != due.version:
        return "superseded"
    if _too_late(due, application, now, policy):
        return "too_late"
    appointment = application.appointment
    if appointment is None:
        return ""
    if due.kind is Owed.APPEAL_DUE:
        return "" if application.appealed else "decided"
    if due.kind in WITH_THE_PERSON and appointment.cancel_wished:
        return "cancel_wished"
    if due.kind is Owed.LINK_MISSING and appointment.link:
        return "given"
    if due.kind in {Owed.TROUBLE, Owed.GRACE} and not can_be_held(appointment, policy):
        return "closed"
    in_touch = NoShowRule.of(appointment, policy).in_touch(appointment)
    return "in_touch" if due.kind in {Owed.TROUBLE, Owed.GRACE} and in_touch else ""


def _settled(due: Due, application: Application, now: datetime, policy: Policy) -> str:
    """Why nobody waits for staff with this any more."""
    wait = next((each for each in waits(application, policy) if each.version == due.version), None)
    if wait is None:
        return "settled"
    return "too_late" if due.kind is Owed.STAFF_NUDGE and now >= wait.due else ""


def not_before(due: Due, now: datetime, policy: Policy) -> datetime:
    """When a clock that has come may be done: at once, or when somebody is there to read of it, or awake."""
    if due.kind in AT_WORK:
        return at_work(now, policy)
    return daytime(now, policy) if due.kind is Owed.LATE_TOLD else now


def _too_late(due: Due, application: Application, now: datetime, policy: Policy) -> bool:
    """After an outage: has the moment passed that this word was for, or has the next reminder come due as well?"""
    if due.kind is Owed.OFFER_NUDGE and application.offer:
        return now >= application.offer.expires_at
    if application.appointment is None:
        return False
    rule = NoShowRule.of(application.appointment, policy)
    match due.kind:
        case Owed.REMINDER:
            later = (at for at, _ in reminder_times(rule.start, due.at, policy))
            return now >= min(later, default=rule.start)
        case Owed.LINK_MISSING:
            return now >= rule.start
        case Owed.START | Owed.TROUBLE:
            return now >= rule.grace_ends
        case Owed.GRACE:
            return now > rule.grace_ends + TOO_OVERDUE
        case _:
            return False
