"""Days on which weekday, holiday and year end meet, for both shipped offices, and a time asked for or booked on them.

Never here: what K or S says of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.office.appointment import Application, Appointment, Status
from flows.office.offers import answer_due
from flows.office.opening import slot_at
from flows.office.policy import TOKYO, Policy
from storage.offices import every
from tests.flows.talk import Talk

K, S = every()["kumagaya"], every()["online-system"]
BOTH = pytest.mark.parametrize("office", [K, S], ids=["K", "S"])
MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(days=7)
NONE: frozenset[tuple[str, datetime]] = frozenset()
STARTS = {
    "a Friday": "2026-11-20T16:30",
    "the day before a holiday": "2026-11-02T16:30",
    "the day after a weekend and a holiday": "2026-11-24T08:30",
    "the day before 29 December": "2026-12-28T16:30",
    "the first day of the year": "2027-01-04T08:30",
}
ON_EACH = pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
BEFORE_AT_AFTER = pytest.mark.parametrize("off", [-MINUTE, 0 * MINUTE, MINUTE], ids=["before", "at", "after"])


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def asked(office: Policy, start: str) -> Application:
    """A week before, somebody wished for that time: of K as everybody does, of S who has no number."""
    asked_at = moment(start) - WEEK
    due = answer_due((moment(start),), asked_at, office)
    return Application(
        "id", "A12", "person", office.id, Status.REQUESTED, (moment(start),), asked_at, "web", "en", answer_due=due
    )


def booked(office: Policy, start: str, residence: str = "") -> Application:
    made = Appointment(slot_at(moment(start), office), "A", link="https://x.example")
    return replace(asked(office, start), status=Status.BOOKED, answer_due=None, appointment=made, residence=residence)


def talk_of(application: Application, office: Policy) -> Talk:
    """It stands in the office's records, and its clocks are set."""
    talk = Talk(office)
    talk.now = application.created_at
    talk._store(application)
    return talk
