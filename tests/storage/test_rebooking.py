"""A booking that moves at once, as it is kept: the new time taken and the old one given back, or nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from flows import facts
from flows.office.appointment import Application, Status
from flows.office.opening import Slot, cells
from flows.office.reminders import Owed
from storage.apply import apply
from storage.meaning import ChangedMeanwhile, IllegalMove, TimeTaken
from storage.records import appointments, claims, conversations, due, links, meetings
from storage.store import fold
from tests.storage.house import CLERK, House
from tests.storage.test_direct import booking

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.office.policy import Policy
    from storage.records.conversations import Conversation
    from storage.store import Store
    from storage.unit import Unit


def office(policy: Policy, **desk: Any) -> Policy:
    """The demo office, booked directly; `desk` cuts its times otherwise."""
    rules = {"mode": "direct", "confirm_by": "none"}
    return policy.model_copy(
        update={
            "booking": policy.booking.model_copy(update=rules),
            "desk": policy.desk.model_copy(update=desk),
        }
    )


@pytest.fixture
def house(store: Store) -> House:
    made = House(store)
    made.offices = {"demo": office(made.policy)}
    return made


@pytest.fixture
def chat(house: House) -> Conversation:
    return house.chat("person")


def book(house: House, chat: Conversation, slot: Slot, code: str = "K1") -> Application:
    house.keep(chat, booking(code, slot))
    return next(each for each in house.see(chat).applications if each.code == code)


def to(application: Application, slot: Slot, desk: str = "A") -> facts.MovedAtOnce:
    assert application.appointment
    return facts.MovedAtOnce(application.id, application.appointment.slot, slot, desk)


def live(house: House, application: Application) -> set[tuple[str, object]]:
    """Every live claim of this application."""
    found = house.do(lambda unit: claims.taken(unit, "demo"))
    rows = house.do(
        lambda unit: unit.connection.exec_driver_sql(
            f"SELECT count(*) FROM claim WHERE live AND application_id = '{application.id}'"
        ).scalar()
    )
    assert rows == len(found)
    return {*found}


def one_booking(house: House, application: Application, *may_be: Slot) -> Slot:
    """It stands at exactly one of these, with its claims and no others; which."""
    whole = house.whole(application.id)
    assert whole.status is Status.BOOKED
    assert whole.appointment
    assert whole.appointment.slot in may_be
    assert live(house, application) == {*cells(whole.appointment.slot, whole.appointment.desk, house.policy)}
    return whole.appointment.slot


def test_it_moves_old_claim_freed_new_taken_version_and_sequence_risen_addresses_the_same(
    house: House, chat: Conversation
) -> None:
    old, new = house.free(2)
    booked = book(house, chat, old)
    sequence = house.do(lambda unit: appointments.sequence(unit, booked.id))

    def addresses() -> list[dict[str, str]]:
        return [
            house.do(lambda unit, kind=kind: links.tokens(unit, kind, [booked.id])) for kind in ("join", "calendar")
        ]

    before = addresses()
    house.keep(chat, to(booked, new, "B"))
    after = house.whole(booked.id)
    assert one_booking(house, booked, new) == new
    assert after.appointment
    assert (after.appointment.desk, after.appointment.version, after.appointment.link) == ("B", 2, "")
    assert house.do(lambda unit: appointments.sequence(unit, booked.id)) == sequence + 1
    assert addresses() == before
    assert {each.version for each in house.do(lambda unit: due.waiting(unit, booked.id))} == {"2"}


def test_where_somebody_has_the_new_time_nothing_is_changed(house: House, chat: Conversation) -> None:
    old, new = house.free(2)
    book(house, house.chat("rival"), new, "K2")
    booked = book(house, chat, old)
    before = house.do(lambda unit: due.waiting(unit, booked.id))
    with pytest.raises(TimeTaken):
        house.keep(chat, to(booked, new))
    assert house.whole(booked.id).appointment == booked.appointment
    assert house.do(lambda unit: claims.taken(unit, "demo")) == {
        cell for slot in (old, new) for cell in cells(slot, "A", house.policy)
    }
    assert house.do(lambda unit: due.waiting(unit, booked.id)) == before


def test_whoever_decided_upon_a_time_that_has_moved_since_must_look_again(house: House, chat: Conversation) -> None:
    old, new, other = house.free(3)
    booked = book(house, chat, old)
    house.keep(chat, to(booked, new))
    with pytest.raises(ChangedMeanwhile):
        house.keep(chat, to(booked, other))
    assert one_booking(house, booked, new)


def test_a_booking_that_was_cancelled_meanwhile_is_not_moved(house: House, chat: Conversation) -> None:
    old, new = house.free(2)
    booked = book(house, chat, old)
    house.keep(chat, facts.Cancelled(booked.id))
    with pytest.raises(IllegalMove):
        house.keep(chat, to(booked, new))
    assert not house.do(lambda unit: claims.taken(unit, "demo"))


def test_s_12_2_1_whoever_did_not_see_the_other_booking_move_must_look_again(house: House, chat: Conversation) -> None:
    """One a day was decided upon where it had been."""
    old, new, third = house.free(3)
    booked = book(house, chat, old)

    def stale(unit: Unit) -> None:
        held = conversations.lock(unit, chat.id)
        view = house.view(unit, held)
        apply(unit, to(booked, new), view, held)
        with pytest.raises(ChangedMeanwhile), fold(unit.connection):
            apply(unit, booking("K2", third), view, held)

    house.do(stale)
    assert len(house.see(chat).applications) == 1


def test_cells_that_both_times_share_are_never_given_up(house: House, chat: Conversation) -> None:
    house.offices = {"demo": office(house.policy, grid=15, desks=("A",))}
    old, new = house.free(2)
    booked = book(house, chat, old)
    assert old.end > new.start
    shared = {*cells(old, "A", house.policy)} & {*cells(new, "A", house.policy)}
    rows = "SELECT id, cell FROM claim WHERE live ORDER BY cell"
    before = house.do(lambda unit: {row[1]: row[0] for row in unit.connection.exec_driver_sql(rows)})
    house.keep(chat, to(booked, new))
    after = house.do(lambda unit: {row[1]: row[0] for row in unit.connection.exec_driver_sql(rows)})
    assert len(shared) == len(before.keys() & after.keys()) == 1
    assert all(before[cell] == after[cell] for cell in before.keys() & after.keys())
    assert one_booking(house, booked, new)


def test_what_staff_held_beside_the_booking_is_free_again(house: House, chat: Conversation) -> None:
    old, new, held = house.free(3)
    booked = book(house, chat, old)
    house.keep(chat, facts.ChangeWished(booked.id, (held.start,), house.now))
    house.keep(house.staff_group(), facts.ChangeOffered(booked.id, ((held, "A"),), house.later(minutes=60), CLERK))
    house.keep(chat, to(booked, new))
    after = house.whole(booked.id)
    assert (after.changing, after.offer) == (False, None)
    assert one_booking(house, booked, new)


def test_a_freed_time_is_told_to_whoever_waits_for_that_day(house: House, chat: Conversation) -> None:
    old, *_, new = house.free(40)
    booked = book(house, chat, old)
    house.wish(house.chat("waits"), wishes=(old.start,))
    house.keep(chat, to(booked, new))
    assert Owed.FREED in {each.kind for each in house.do(lambda unit: due.waiting(unit, booked.id))}


def test_the_meeting_of_the_video_tool_is_moved_and_there_is_no_second_one(house: House, chat: Conversation) -> None:
    zoom = house.policy.video.model_copy(update={"provider": "zoom"})
    house.offices = {"demo": house.policy.model_copy(update={"video": zoom})}
    old, new = house.free(2)
    booked = book(house, chat, old)

    def lease(unit: Unit) -> meetings.Meeting | None:
        return meetings.claim(unit, unit.now, ["demo"])

    first = house.do(lease)
    assert first
    assert (first.application, first.deed) == (booked.id, "create")
    assert house.do(lambda unit: meetings.made(unit, first, "8123", "pass"))
    house.keep(chat, to(booked, new))
    again = house.do(lease)
    assert again
    assert (again.id, again.deed, again.wanted) == ("8123", "move", 2)
    assert house.do(lambda unit: meetings.made(unit, again, "8123", "pass"))
    assert house.do(lease) is None


def test_it_is_written_down_from_when_to_when_it_moved(house: House, chat: Conversation) -> None:
    old, new = house.free(2)
    house.keep(chat, to(book(house, chat, old), new))
    rows = house.do(lambda unit: unit.connection.exec_driver_sql("SELECT deed FROM audit").scalars().all())
    assert "move_at_once" in rows


class PulledPlug(RuntimeError):
    """Between one statement and the next."""


def test_a_crash_between_any_two_statements_leaves_one_booking_at_one_of_the_two_times(
    house: House, chat: Conversation
) -> None:
    old, new = house.free(2)
    booked = book(house, chat, old)
    for number in range(1, 200):
        if not _crashes(house, chat, to(booked, new), number):
            break
        assert one_booking(house, booked, old)
        assert house.whole(booked.id) == booked
    assert number > 10, "it never crashed within the deed"
    assert one_booking(house, booked, new)


def _crashes(house: House, chat: Conversation, fact: facts.MovedAtOnce, after: int) -> bool:
    """The deed, and the plug pulled before its n-th statement. False where it ends before that."""

    def turn(unit: Unit) -> None:
        view, left = house.view(unit, conversations.lock(unit, chat.id)), [after]

        def count(_connection: Connection, *_more: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise PulledPlug

        event.listen(unit.connection, "before_cursor_execute", count)
        try:
            apply(unit, fact, view, chat)
        finally:
            event.remove(unit.connection, "before_cursor_execute", count)

    try:
        house.do(turn)
    except PulledPlug:
        return True
    return False
