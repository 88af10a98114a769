"""How a person stands with an office: bookings they did not come to, a clerk's refusal of later use.

K 6(4) and S 12-2-6 say *may*: a count refuses nobody, and only the person record has one.
Never here: a job-seeker number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flows.office.appointment import Application
from flows.office.opening import next_business_day, spans
from flows.office.policy import Policy, at_office, local

ABSENCES, RESIDENCE = "absences", "residence"
REASONS = (ABSENCES, "rules", "false_details", RESIDENCE)
"""Why later use may be refused: times without contact (K 6(4), S 12-2-6), use against the terms (K 12; S 14), details
that were not true (K 12; S 14, 15), a residence status that is not registered yet (S 20-4). The person is told the
reason, so it is one of these and never free words.
"""
DAYS = (7, 14, 30, 60, 90, 180)
"""Lengths that a button offers, as far as the office's limit reaches."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A clerk's decision that stands: later use is refused until the end of the day `until`."""

    reason: str
    until: date
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    no_shows: int = 0
    """Deemed cancellations within the office's window: not undone, not office-caused, not under appeal."""
    refused: Refused | None = None


CLEAR = Standing()


def reasons_for(application: Application, absences: int, policy: Policy) -> tuple[str, ...]:
    """Those that a clerk may give: absences where there was one. Use is suspended for residence only where the office
    asks about it and the person said *not yet*: whoever would rather not say is never suspended for it.
    """
    asked = policy.asked.residence != "off" and application.residence == "not_yet"
    true = {RESIDENCE: asked, ABSENCES: absences > 0}
    return tuple(each for each in REASONS if true.get(each, True))


def window_start(now: datetime, policy: Policy) -> datetime:
    """From which start on a booking is counted: the first moment of that day."""
    first = local(now).date() - timedelta(days=policy.refusal.window_days)
    return at_office(first, time())


def last_day(now: datetime, days: int) -> date:
    """The last day of a refusal of so many days from today."""
    return local(now).date() + timedelta(days=days)


def stands(refused: Refused | None, now: datetime) -> bool:
    """Is later use refused at this moment? On its last day still, on the next day not."""
    return refused is not None and local(now).date() <= refused.until


def lengths(policy: Policy) -> tuple[int, ...]:
    """The lengths to choose from, the office's longest among them."""
    most = policy.refusal.max_days
    return tuple(sorted({*(each for each in DAYS if each < most), most}))


def appeal_due(now: datetime, policy: Policy) -> datetime:
    """When *I was in touch* is decided at the latest: closing time of the last of the office's business days for it."""
    day = local(now).date()
    for _ in range(policy.refusal.appeal_days):
        day = next_business_day(day, policy)
    hours = spans(day, policy)
    return at_office(day, hours[-1][1] if hours else time(17))
