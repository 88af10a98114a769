"""Where nothing but confirm-by (K 6(1): the end of the day before) or notice holds a time back, no clock promises more
than can still be done.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from flows.office import refusals, rules
from flows.office.offers import answer_due, expires_at
from flows.office.opening import MINUTE, Slot, offer_ends
from flows.office.policy import Policy
from tests.flows.house import policy
from tests.flows.talk import at, slot

SECOND = timedelta(seconds=1)
NONE: frozenset[tuple[str, datetime]] = frozenset()
BY_THE_DAY_BEFORE = policy(booking__offer_by="none")
NO_LIMIT = policy(booking__offer_by="none", booking__confirm_by="none")
NOTICE = policy(booking__offer_by="none", booking__notice_minutes=1440)
TEN: Slot = slot(26, 10)


@pytest.mark.parametrize(
    ("office", "asked", "due"),
    [
        (BY_THE_DAY_BEFORE, at(24, 8, 30), at(25, 8, 45)),
        (BY_THE_DAY_BEFORE, at(25, 15), at(25, 23, 59)),
        (BY_THE_DAY_BEFORE, at(25, 23, 58), at(25, 23, 59)),
        (NOTICE, at(24, 17), at(25, 9, 59)),
        (NO_LIMIT, at(26, 8, 30), at(26, 9, 59)),
        (policy(), at(25, 15), at(25, 17, 15)),
    ],
)
def test_an_answer_is_due_while_the_wish_may_still_be_offered_and_chosen_k_6_1(
    office: Policy, asked: datetime, due: datetime
) -> None:
    assert rules.wishable(TEN, asked, NONE, office) is None
    assert answer_due((TEN.start,), asked, office) == due
    if due == offer_ends(TEN, office):
        assert rules.offerable(TEN, due - SECOND, NONE, office) is None
        assert rules.offerable(TEN, due, NONE, office) is not None


@pytest.mark.parametrize("office", [BY_THE_DAY_BEFORE, NOTICE, NO_LIMIT])
@pytest.mark.parametrize(("seconds", "possible"), [(60, True), (1, True), (0, False), (-30, False), (-60, False)])
def test_no_offer_is_made_that_has_expired_already_k_6_1(office: Policy, seconds: int, *, possible: bool) -> None:
    now = offer_ends(TEN, office) - timedelta(seconds=seconds)
    assert (rules.offerable(TEN, now, NONE, office) is None) is possible
    assert (expires_at((TEN,), now, office) > now) is possible


@pytest.mark.parametrize(("before", "possible"), [(2 * MINUTE, True), (MINUTE + SECOND, True), (MINUTE, False)])
def test_an_exception_too_is_offered_only_while_it_could_be_chosen(before: timedelta, *, possible: bool) -> None:
    now = TEN.start - before
    refusal = rules.offerable(TEN, now, NONE, BY_THE_DAY_BEFORE, exception=True)
    assert (refusal is None) is possible
    assert (expires_at((TEN,), now, BY_THE_DAY_BEFORE, exception=True) > now) is possible


def test_at_the_last_half_minute_before_midnight_the_next_day_is_too_late_k_6_1() -> None:
    late = at(25, 23, 59) + 30 * SECOND
    assert rules.wishable(TEN, late, NONE, BY_THE_DAY_BEFORE) == refusals.TooLate(at(27, 8, 30))
