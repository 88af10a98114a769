"""When staff are asked for a video link that nobody has given yet: while they are there to give it.

Never here: whether one is still missing when the moment comes (`reminders.still_owed`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flows.office.opening import DAY, after_office_hours, previous_business_day, spans
from flows.office.policy import Policy, at_office, local

LAST = timedelta(hours=1)
"""So long before the start staff are asked once more, whatever the hour."""
NO_NEWS = timedelta(minutes=30)
"""So soon after a booking it is no news that its link is missing."""


def link_asked(start: datetime, now: datetime, policy: Policy) -> Iterator[tuple[datetime, int]]:
    """Each moment, with the minutes before the start that it stands for (its name, not its distance)."""
    first = _first(start, now, policy)
    if first < start - LAST:
        yield first, _minutes(DAY)
    if start - LAST > now:
        yield start - LAST, _minutes(LAST)


def _first(start: datetime, now: datetime, policy: Policy) -> datetime:
    """As the last business day before it opens; for what is booked later than that, as soon as somebody is there."""
    day = previous_business_day(local(start).date(), policy)
    hours = spans(day, policy)
    opening = at_office(day, hours[0][0]) if hours else start - DAY
    return opening if opening > now else after_office_hours(now + NO_NEWS, 0, policy)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
