"""What an office's consultations come to, counted by month: of those who asked in it, what became of them.

No name, number or code is here, and no total over months, so that none of them can be worked out from the others
(K 7; S 13, 23-2). Never here: reading records, or printing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from flows.office.appointment import OPEN, Status
from flows.office.hiding import Cell, Mark, alone, parted
from flows.office.offers import answer_due
from flows.office.opening import DAY, spans
from flows.office.policy import Policy, at_office, local

UNKNOWN = "unknown"
"""The language or channel of whom nothing is known any more."""
STILL_OPEN = "still_open"
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Case:
    """One application without anybody in it."""

    asked: datetime
    status: Status
    channel: str
    locale: str
    wishes: tuple[datetime, ...] = ()
    offered: datetime | None = None
    """When the first times were offered."""
    booked: bool = False
    """Whether a time was ever certain."""
    deemed: bool = False
    """Whether it was ever counted as cancelled for want of contact."""


@dataclass(frozen=True, slots=True)
class Month:
    """The figures of one month, with marks where few people stand behind a number."""

    first: date
    applications: Cell
    offered_in_time: Cell
    booked: Cell
    deemed_undone: Cell
    """Counted as cancelled, and then not."""
    deemed_by_office: Cell
    """Counted as cancelled, and then found to be the office's doing."""
    outcomes: Mapping[str, Cell]
    languages: Mapping[str, Cell]
    channels: Mapping[str, Cell]
    hours_to_offer: float | None
    """Median of the office hours from asking to the first offer; None where few people stand behind it."""


def months(cases: Iterable[Case], policy: Policy) -> tuple[Month, ...]:
    """Each month in which somebody asked, the earliest first."""
    found: dict[date, list[Case]] = {}
    for case in cases:
        found.setdefault(local(case.asked).date().replace(day=1), []).append(case)
    return tuple(_month(first, found[first], policy) for first in sorted(found))


def _month(first: date, cases: Sequence[Case], policy: Policy) -> Month:
    smallest, total = policy.statistics.smallest, len(cases)
    outcomes = parted(_outcomes(cases), smallest)

    def part(shown: Cell, counted: Iterable[bool], of: int = total) -> Cell:
        """Of what is hidden itself, no part is shown."""
        return Mark.HIDDEN if isinstance(shown, Mark) else alone(sum(counted), of, smallest)

    applications, by_office = alone(total, total, smallest), outcomes[Status.CANCELLED_BY_OFFICE]
    called_off = [each.deemed for each in cases if each.status is Status.CANCELLED_BY_OFFICE]
    return Month(
        first,
        applications,
        offered_in_time=part(applications, (in_time(each, policy) for each in cases)),
        booked=part(applications, (each.booked for each in cases)),
        deemed_undone=part(applications, (each.deemed and each.status not in _STANDS for each in cases)),
        deemed_by_office=part(by_office, called_off, len(called_off)),
        outcomes=outcomes,
        languages=_by(Counter(each.locale or UNKNOWN for each in cases), smallest),
        channels=_by(Counter(each.channel or UNKNOWN for each in cases), smallest),
        hours_to_offer=_hours(cases, policy),
    )


_STANDS = frozenset({Status.DEEMED_CANCELLED, Status.CANCELLED_BY_OFFICE})


def _by(counted: Mapping[str, int], smallest: int) -> dict[str, Cell]:
    """Where few asked at all, not even which languages they speak is shown."""
    return parted(counted, smallest) if sum(counted.values()) >= smallest else {}


def _outcomes(cases: Sequence[Case]) -> dict[str, int]:
    """What became of each; every case is in one of them."""
    ended = [each for each in Status if each not in OPEN]
    counted = Counter(each.status for each in cases)
    return {**{each.value: counted[each] for each in ended}, STILL_OPEN: sum(counted[each] for each in OPEN)}


def in_time(case: Case, policy: Policy) -> bool:
    """Were times offered before the answer was due, by the clocks and hours of today's file?"""
    return case.offered is not None and case.offered <= answer_due(case.wishes, case.asked, policy)


def _hours(cases: Sequence[Case], policy: Policy) -> float | None:
    waited = [office_minutes(each.asked, each.offered, policy) for each in cases if each.offered]
    return round(median(waited) / MINUTES, 1) if len(waited) >= policy.statistics.smallest else None


def office_minutes(start: datetime, end: datetime, policy: Policy) -> int:
    """For how many whole minutes between the two the office was open."""
    day, seconds = local(start).date(), 0.0
    while day <= local(end).date():
        for opens, closes in spans(day, policy):
            begin, stop = max(at_office(day, opens), start), min(at_office(day, closes), end)
            seconds += max(0.0, (stop - begin).total_seconds())
        day += DAY
    return int(seconds // MINUTES)
