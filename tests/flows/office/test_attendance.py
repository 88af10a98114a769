"""The ten-minute rule at its boundary minutes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.office.appointment import Application, Appointment, Contact, ContactKind, Deed, Status
from flows.office.attendance import ANY_TIME, NoShowRule
from tests.flows.house import policy
from tests.flows.talk import at, slot

START = at(20, 10)
MINUTE = timedelta(minutes=1)
APPOINTMENT = Appointment(slot(20, 10), "A", link="https://video.invalid/0")
RULE = NoShowRule.of(APPOINTMENT, policy())


def contact(kind: ContactKind, minutes: int, recorded: int | None = None) -> Contact:
    return Contact(kind, START + minutes * MINUTE, START + (minutes if recorded is None else recorded) * MINUTE)


def application(appointment: Appointment, status: Status = Status.BOOKED) -> Application:
    return Application("id", "A12", "p", "test", status, (), at(18, 10), "web", "en", appointment=appointment)


@pytest.mark.parametrize(
    ("minutes", "counts"), [(-61, False), (-60, True), (0, True), (9, True), (10, False), (11, False)]
)
@pytest.mark.parametrize("kind", [ContactKind.JOINED, ContactKind.LATE, ContactKind.CANNOT_CONNECT])
def test_a_contact_counts_from_an_hour_before_until_the_grace_ends(
    kind: ContactKind,
    minutes: int,
    counts: bool,  # noqa: FBT001 -- a table
) -> None:
    assert RULE.counts(contact(kind, minutes)) == counts


@pytest.mark.parametrize("kind", sorted(ANY_TIME))
def test_a_cancel_wish_and_a_logged_call_count_however_early(kind: ContactKind) -> None:
    assert RULE.counts(contact(kind, -5000))
    assert not RULE.counts(contact(kind, 10))


def test_what_counts_is_when_it_happened_and_not_when_it_was_known() -> None:
    assert RULE.counts(contact(ContactKind.CALL_LOGGED, 8, recorded=20))


def test_any_message_counts_only_where_the_office_says_so() -> None:
    message = contact(ContactKind.MESSAGE, 3)
    assert not RULE.counts(message)
    assert NoShowRule.of(APPOINTMENT, policy(attendance__any_message_counts=True)).counts(message)


@pytest.mark.parametrize(("minutes", "deems"), [(0, False), (9, False), (10, True), (11, True)])
def test_nobody_is_deemed_away_before_the_grace_is_over(minutes: int, deems: bool) -> None:  # noqa: FBT001 -- a table
    assert RULE.deems(application(APPOINTMENT), START + minutes * MINUTE) == deems


@pytest.mark.parametrize("mark", [Deed.HERE, Deed.CALLED, Deed.OUR_FAULT, Deed.UNDO])
def test_a_clerks_word_stops_the_rule(mark: Deed) -> None:
    assert not RULE.deems(application(replace(APPOINTMENT, mark=mark)), at(20, 12))


def test_i_will_come_and_no_contact_do_not_stop_it() -> None:
    assert RULE.deems(application(replace(APPOINTMENT, will_come=True)), at(20, 12))
    assert RULE.deems(application(replace(APPOINTMENT, mark=Deed.NO_CONTACT)), at(20, 12))


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.BOOKED])
def test_only_a_booking_can_be_deemed_cancelled(status: Status) -> None:
    assert not RULE.deems(application(APPOINTMENT, status), at(20, 12))


@pytest.mark.parametrize(("notice", "told"), [("at_grace", at(20, 10, 10)), ("after_clerk", at(20, 10, 30))])
def test_the_person_is_told_at_grace_or_at_the_end_of_the_slot(notice: str, told: datetime) -> None:
    assert NoShowRule.of(APPOINTMENT, policy(attendance__deemed_notice=notice)).told_by == told


def test_the_clocks_come_in_their_order() -> None:
    assert RULE.opens < RULE.start < RULE.trouble_at < RULE.grace_ends < RULE.end
