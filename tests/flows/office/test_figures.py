"""Statistics without anybody in them (K 7; S 13, 23-2): what is counted, and which numbers are never shown."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from flows.office.appointment import Status
from flows.office.figures import STILL_OPEN, UNKNOWN, Case, Month, months, office_minutes
from flows.office.hiding import Cell, Mark, alone, parted
from flows.office.policy import TOKYO
from tests.flows.house import policy

FEW, HIDDEN = Mark.FEW, Mark.HIDDEN
ASKED = datetime(2026, 11, 18, 10, tzinfo=TOKYO)  # a Wednesday
CASE = Case(ASKED, Status.ATTENDED, "line", "ja", offered=ASKED + timedelta(hours=1), booked=True)


def of(*cases: tuple[int, dict[str, Any]], smallest: int = 5) -> Month:
    """So many cases of each kind, in one month."""
    made = [replace(CASE, **changes) for count, changes in cases for _ in range(count)]
    (month,) = months(made, policy(statistics__smallest=smallest))
    return month


# -- small numbers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, FEW), (4, FEW), (5, 5), (6, 6)])
def test_fewer_people_than_the_office_says_are_no_number_k_7_s_13(count: int, shown: Cell) -> None:
    assert alone(count, count, 5) == shown
    assert of((20, {}), (count, {"status": Status.LAPSED}), (3, {"status": Status.DECLINED})).outcomes["lapsed"] in {
        shown,
        HIDDEN,
    }


@pytest.mark.parametrize(("rest", "shown"), [(0, 20), (1, HIDDEN), (4, HIDDEN), (5, 20), (6, 20)])
def test_a_number_whose_rest_is_small_is_not_shown_beside_its_total_s_23_2(rest: int, shown: Cell) -> None:
    assert alone(20, 20 + rest, 5) == shown


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((20, 4, 30), (HIDDEN, HIDDEN, 30)),  # one alone is the total less the others
        ((20, 5, 30), (20, 5, 30)),
        ((20, 6, 30), (20, 6, 30)),
        ((20, 4, 0), (HIDDEN, HIDDEN, 0)),
        ((20, 3, 4), (20, FEW, FEW)),
        ((20, 4, 4), (HIDDEN, HIDDEN, HIDDEN)),  # eight people in two numbers under five: each is four
        ((20, 1, 1), (HIDDEN, HIDDEN, HIDDEN)),  # two people in all
        ((20, 2, 3), (20, FEW, FEW)),
        ((20, 2, 2), (HIDDEN, HIDDEN, HIDDEN)),
        ((6, 6, 1), (HIDDEN, HIDDEN, HIDDEN)),  # one of two equals would tell the other
        ((0, 0, 0), (0, 0, 0)),
        ((9, 0, 0), (9, 0, 0)),
        ((4, 0, 0), (HIDDEN, HIDDEN, HIDDEN)),
    ],
)
def test_no_hidden_number_is_the_total_less_the_others_s_23_2(parts: Sequence[int], shown: Sequence[Cell]) -> None:
    assert tuple(parted(dict(zip("abc", parts, strict=True)), 5).values()) == tuple(shown)


@pytest.mark.parametrize("smallest", [4, 5])
def test_who_knows_even_this_rule_can_work_out_no_hidden_number_s_23_2(smallest: int) -> None:
    """All tables of three numbers up to a total: each hidden one could be another."""
    seen: defaultdict[Any, list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(range(3 * smallest + 1), repeat=3):
        if sum(counts) <= 3 * smallest:
            shown = parted(dict(zip("abc", counts, strict=True)), smallest)
            seen[alone(sum(counts), sum(counts), smallest), tuple(shown.values())].append(counts)
    for (_, cells), possible in seen.items():
        for nth, cell in enumerate(cells):
            assert not isinstance(cell, Mark) or len({each[nth] for each in possible}) > 1, (cells, possible)


def test_of_a_month_with_few_people_nothing_else_is_shown_k_7() -> None:
    month = of((4, {}))
    assert month.applications is FEW
    assert (month.booked, month.offered_in_time, month.deemed_undone, month.deemed_by_office) == (HIDDEN,) * 4
    assert {*month.outcomes.values()} == {HIDDEN}
    assert (month.languages, month.channels, month.hours_to_offer) == ({}, {}, None)


def test_the_number_is_the_office_s_own() -> None:
    assert of((9, {}), smallest=10).applications is FEW
    assert of((9, {}), smallest=9).applications == 9


# -- what is counted ----------------------------------------------------------------------------------------------


def test_every_application_has_one_outcome_and_those_add_up() -> None:
    month = of(*((7, {"status": each}) for each in Status))
    assert month.applications == 7 * len(Status)
    assert {*month.outcomes} == {*(each.value for each in Status)} - {"requested", "offered", "booked"} | {STILL_OPEN}
    assert sum(cell for cell in month.outcomes.values() if isinstance(cell, int)) == month.applications
    assert month.outcomes[STILL_OPEN] == 21


def test_a_deemed_cancellation_is_told_apart_from_one_undone_or_caused_by_the_office_k_6_4_s_12_2_6() -> None:
    month = of(
        (6, {"status": Status.DEEMED_CANCELLED, "deemed": True}),
        (7, {"status": Status.ATTENDED, "deemed": True}),
        (8, {"status": Status.CANCELLED_BY_OFFICE, "deemed": True}),
        (9, {"status": Status.CANCELLED_BY_OFFICE}),
        (10, {}),
    )
    assert (month.outcomes["deemed_cancelled"], month.deemed_undone, month.deemed_by_office) == (6, 7, 8)
    assert month.outcomes["cancelled_by_office"] == 17


def test_no_part_of_a_hidden_number_is_shown() -> None:
    month = of((6, {"status": Status.CANCELLED_BY_OFFICE, "deemed": True}), (2, {"status": Status.LAPSED}), (20, {}))
    assert (month.outcomes["cancelled_by_office"], month.deemed_by_office) == (HIDDEN, HIDDEN)


@pytest.mark.parametrize(("minutes", "counts"), [(-1, True), (0, True), (1, False)])
def test_offered_in_time_is_before_the_answer_was_due(minutes: int, counts: bool) -> None:  # noqa: FBT001
    due = datetime(2026, 11, 19, 10, tzinfo=TOKYO)  # 2:00 before and 4:15 after lunch, then 1:30: 8 office hours
    due = due + timedelta(minutes=15)
    month = of((6, {"offered": due + timedelta(minutes=minutes)}))
    assert month.offered_in_time == (6 if counts else 0)


def test_the_time_to_the_first_offer_is_office_time_and_its_median() -> None:
    month = of((3, {"offered": ASKED + timedelta(minutes=30)}), (4, {"offered": ASKED + timedelta(hours=4)}))
    assert month.hours_to_offer == 3.0  # without the lunch
    assert of((4, {}), (4, {"offered": None})).hours_to_offer is None


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-18T12:00", "2026-11-18T13:00", 0),
        ("2026-11-18T11:59", "2026-11-18T13:01", 2),
        ("2026-11-20T17:14", "2026-11-24T08:31", 2),  # over a weekend and the holiday of the 23rd
        ("2026-12-28T17:15", "2027-01-04T08:30", 0),  # the year end
        ("2026-11-18T10:00", "2026-11-18T09:00", 0),
    ],
)
def test_office_minutes_pass_only_while_the_office_is_open(start: str, end: str, minutes: int) -> None:
    moments = (datetime.fromisoformat(each).replace(tzinfo=TOKYO) for each in (start, end))
    assert office_minutes(*moments, policy()) == minutes


def test_languages_and_channels_are_counted_and_what_was_erased_is_unknown() -> None:
    month = of((6, {"locale": "en"}), (7, {"locale": ""}), (8, {"channel": ""}), (5, {"channel": "web"}))
    assert month.languages == {"en": 6, UNKNOWN: 7, "ja": 13}
    assert month.channels == {"line": 13, UNKNOWN: 8, "web": 5}


def test_a_month_is_that_of_asking_on_the_office_s_clock() -> None:
    last = datetime(2026, 11, 30, 23, 59, tzinfo=TOKYO)
    found = months([replace(CASE, asked=last), replace(CASE, asked=last + timedelta(minutes=1))], policy())
    assert [each.first for each in found] == [date(2026, 11, 1), date(2026, 12, 1)]
