"""Which times are proposed first, and at which desks."""

from dataclasses import replace

from flows.office.appointment import Application, Status
from flows.office.offers import expires_at, near_wishes, with_desks
from flows.office.opening import can_wish, cells
from tests.flows.house import START, policy
from tests.flows.talk import at, slot

OFFICE = policy()
NONE = frozenset[tuple[str, object]]()
ASKED = Application("id", "A12", "p", "test", Status.REQUESTED, (at(20, 10), at(24, 14), at(26, 9)), START, "web", "en")


def test_every_wish_that_is_free_is_proposed() -> None:
    found = near_wishes(ASKED, START, frozenset(), OFFICE)
    assert {slot(20, 10), slot(24, 14), slot(26, 9)} <= {*found}
    assert len(found) == 5
    assert list(found) == sorted(found)


def test_the_nearest_free_time_stands_in_for_a_taken_one() -> None:
    taken = frozenset(cell for desk in ("A", "B") for cell in cells(slot(20, 10), desk, OFFICE))
    found = near_wishes(ASKED, START, taken, OFFICE)
    assert slot(20, 10) not in found
    assert slot(20, 9, 30) in found or slot(20, 10, 30) in found


def test_without_any_wish_left_the_soonest_are_proposed() -> None:
    found = near_wishes(replace(ASKED, wishes=()), START, frozenset(), OFFICE)
    assert found[0] == slot(19, 8, 30)


def test_only_what_may_be_asked_for_is_proposed_and_no_more_than_an_offer_holds() -> None:
    office = policy(booking__offer_times=2)
    found = near_wishes(ASKED, at(19, 17, 15), frozenset(), office)
    assert len(found) == 2
    assert all(can_wish(each, at(19, 17, 15), office) for each in found)


def test_with_nothing_free_nothing_is_proposed() -> None:
    closed = policy(booking__horizon_days=1, hours__thu=[])
    assert near_wishes(ASKED, START, frozenset(), closed) == ()


def test_times_that_overlap_get_different_desks_and_one_too_many_is_left_out() -> None:
    office = policy(desk__grid=15)
    chosen = (slot(20, 10), slot(20, 10, 15), slot(20, 10))
    assert with_desks(chosen[:2], frozenset(), office) == ((slot(20, 10), "A"), (slot(20, 10, 15), "B"))
    assert with_desks(chosen, frozenset(), office) == ((slot(20, 10), "A"), (slot(20, 10, 15), "B"))


def test_an_offer_lasts_some_office_hours_but_ends_before_its_first_days_eve_is_over() -> None:
    assert expires_at((slot(26, 9),), at(18, 10), OFFICE) == at(19, 10, 15)
    assert expires_at((slot(26, 9), slot(19, 9)), at(18, 10), OFFICE) == at(18, 23, 59)
