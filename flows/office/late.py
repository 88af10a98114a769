"""What only staff can settle, by when they should, and the ladder on which they are reminded while it waits.

Pure times: a nudge before, the moment itself, then again each so many office hours; the person who was promised an
answer is told once that it is late. Never here: words, or whether anybody is still waiting when a moment comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from flows.office.appointment import Application, ContactKind, Status
from flows.office.opening import DAY, MANY_DAYS, after_office_hours, spans
from flows.office.policy import Policy, at_office, local
from flows.office.residence import daytime
from flows.office.rules import change_ends

What = Literal["request", "change", "wish", "appeal"]
Step = Literal["nudge", "due", "again", "told"]


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits for staff."""

    what: What
    mark: str
    """Of this very asking: a later one has another."""
    due: datetime
    ends: datetime
    """From then on nobody is reminded of it any more: it has ended, or stands on the morning list alone."""

    @property
    def version(self) -> str:
        return f"{self.what}:{self.mark}"


@dataclass(frozen=True, slots=True)
class Rung:
    at: datetime
    step: Step
    minutes: int = 0
    """Of a repetition: how long after the moment itself, which tells one from another."""


# -- what waits ----------------------------------------------------------------------------------------------


def waits(application: Application, policy: Policy) -> tuple[Wait, ...]:
    """All that the application waits for staff with. A wish to cancel stands before one for another time."""
    return tuple(each for each in _waits(application, policy) if each.due < each.ends)


def _waits(application: Application, policy: Policy) -> Iterator[Wait]:
    due, booked, appeal = application.answer_due, application.appointment, application.appeal
    if application.status is Status.REQUESTED and due:
        yield Wait("request", due.isoformat(), due, lapse_at(application, policy))
    if application.status is Status.DEEMED_CANCELLED and appeal and appeal.open:
        yield Wait("appeal", appeal.at.isoformat(), appeal.due, appeal.due + policy.clocks.lapse_days * DAY)
    if application.status is Status.BOOKED and booked and application.cancel_wished:
        said = next(each for each in reversed(booked.contacts) if each.kind is ContactKind.CANCEL_WISH)
        by = after_office_hours(said.recorded_at, policy.clocks.answer_hours, policy)
        yield Wait("wish", said.recorded_at.isoformat(), by, booked.slot.start)
    elif application.change_open and booked and due and application.offer is None:
        yield Wait("change", due.isoformat(), due, change_ends(booked, policy))


def lapse_at(application: Application, policy: Policy) -> datetime:
    """An unanswered application ends once its last wish is past, or after the office's own limit, counted from the
    latest asking. Wishes that are past before an answer is due (of an offer that did not suit) end nothing.
    """
    asked = application.answer_due or application.created_at
    limit = asked + policy.clocks.lapse_days * DAY
    return min(limit, max((wish for wish in application.wishes if wish >= asked), default=limit))


# -- the ladder ----------------------------------------------------------------------------------------------


def rungs(wait: Wait, now: datetime, policy: Policy) -> tuple[Rung, ...]:
    """Those still to come, of the repetitions the next alone: what an outage left out is not made up for."""
    return tuple(each for each in _rungs(wait, now, policy) if each.at < wait.ends)


def _rungs(wait: Wait, now: datetime, policy: Policy) -> Iterator[Rung]:
    late = at_work(wait.due, policy)
    nudge = before_office_time(wait.due, timedelta(minutes=policy.clocks.nudge_minutes), policy)
    if wait.what != "appeal" and now < nudge < wait.due:  # an appeal has its morning
        yield Rung(nudge, "nudge")
    if wait.what != "appeal":
        yield Rung(late, "due")
    told = daytime(wait.due, policy)
    if wait.what in {"request", "change"} and now < told:  # of an appeal the person hears with its own clock
        yield Rung(told, "told")
    again = after_office_hours(late, policy.clocks.again_hours, policy)
    while again <= now and again < wait.ends:
        again = after_office_hours(again, policy.clocks.again_hours, policy)
    yield Rung(again, "again", int((again - wait.due).total_seconds() // 60))


def at_work(at: datetime, policy: Policy) -> datetime:
    """That moment if somebody is there, else when the office opens again. As it closes somebody still is."""
    wall = local(at)
    if any(opens <= wall.time() <= closes for opens, closes in spans(wall.date(), policy)):
        return at
    return after_office_hours(at, 0, policy)


def before_office_time(end: datetime, left: timedelta, policy: Policy) -> datetime:
    """The moment from which on the office will have been open for `left` until `end`."""
    day = local(end).date()
    for _ in range(MANY_DAYS):
        for opens, closes in reversed(spans(day, policy)):
            begin, last = at_office(day, opens), min(at_office(day, closes), end)
            if begin < last:
                if left <= last - begin:
                    return last - left
                left -= last - begin
        day -= DAY
    return end


def office_time(start: datetime, end: datetime, policy: Policy) -> timedelta:
    """For how long the office was open between the two."""
    open_for, day = timedelta(), local(start).date()
    while day <= local(end).date():
        for opens, closes in spans(day, policy):
            span = min(at_office(day, closes), end) - max(at_office(day, opens), start)
            open_for += max(span, timedelta())
        day += DAY
    return open_for


def hours_late(due: datetime, now: datetime, policy: Policy) -> int:
    """Whole office hours since an answer was due."""
    return office_time(due, now, policy) // timedelta(hours=1) if due < now else 0
