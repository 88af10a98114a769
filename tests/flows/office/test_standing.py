"""The window of counting, the end of a refusal, and the day by which an appeal is decided, at their boundaries."""

from datetime import date, datetime, timedelta

import pytest

from flows.office import rules
from flows.office.policy import TOKYO
from flows.office.refusals import UseRefused
from flows.office.standing import Refused, Standing, appeal_due, last_day, lengths, window_start
from flows.values import Text
from tests.flows.house import policy
from tests.flows.talk import at

MINUTE = timedelta(minutes=1)
REFUSED = Standing(3, Refused("absences", date(2026, 12, 18), "Test Hanako"))


def test_the_window_begins_with_the_first_moment_of_its_first_day() -> None:
    rules_of_ten = policy(refusal={"window_days": 10})
    assert window_start(at(28, 23, 59), rules_of_ten) == at(18, 0)
    assert window_start(at(29, 0), rules_of_ten) == at(19, 0)


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        (datetime(2026, 12, 18, 0, 0, tzinfo=TOKYO), True),
        (datetime(2026, 12, 18, 23, 59, tzinfo=TOKYO), True),
        (datetime(2026, 12, 19, 0, 0, tzinfo=TOKYO), False),
        (datetime(2026, 12, 19, 0, 1, tzinfo=TOKYO), False),
    ],
)
def test_later_use_is_refused_on_the_last_day_and_not_on_the_next_k_6_4_s_12_2_6(
    now: datetime,
    refused: bool,  # noqa: FBT001 -- a table
) -> None:
    refusal = rules.may_apply(REFUSED, now, policy())
    wanted = UseRefused(Text("refuse.absences"), date(2026, 12, 18), "03-0000-0000")
    assert refusal == (wanted if refused else None)


@pytest.mark.parametrize("count", [0, 3, 100])
def test_no_count_ever_refuses_anybody_k_6_4_s_12_2_6(count: int) -> None:
    assert rules.may_apply(Standing(count), at(18, 10), policy()) is None


def test_thirty_days_end_thirty_days_from_today() -> None:
    assert last_day(at(18, 23, 59), 30) == date(2026, 12, 18)


def test_the_lengths_to_choose_from_never_pass_the_offices_limit() -> None:
    assert lengths(policy(refusal={"max_days": 45})) == (7, 14, 30, 45)
    assert lengths(policy(refusal={"max_days": 3})) == (3,)


def test_an_appeal_is_decided_by_closing_time_of_the_last_business_day_for_it() -> None:
    friday_before_a_holiday = at(20, 18)
    assert appeal_due(friday_before_a_holiday, policy(refusal={"appeal_days": 1})) == at(24, 17, 15)
    year_end = datetime(2026, 12, 28, 10, tzinfo=TOKYO)
    assert appeal_due(year_end, policy(refusal={"appeal_days": 1})) == datetime(2027, 1, 4, 17, 15, tzinfo=TOKYO)
