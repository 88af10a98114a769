"""Whole turns of a direct office in which a booking moves: its letters, and every race that another hand may run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from flows.messages import Picked
from flows.office.appointment import Status
from flows.office.opening import cells
from storage.records import applications, prompts
from tests.bot.direct import at_the_change, at_the_summary, books
from tests.bot.moving import SOON, Machine
from tests.bot.test_turn_changing import says, typed
from tests.bot.test_turn_races import LIVE, answers, forget_letters, race

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.messages import Opens
    from flows.office.appointment import Application
    from flows.office.opening import Slot
    from storage.records.conversations import Conversation
    from tests.bot.conftest import MakeMachine

pytestmark = pytest.mark.xdist_group("crowd")


@pytest.fixture
def office(make_machine: MakeMachine, database_url: str) -> Callable[..., Machine]:
    return lambda **parts: make_machine(database_url, **{"direct": True, "one_desk": True, **parts})


def tap(machine: Machine, chat: Conversation, opens: Opens, code: str) -> Picked:
    prompt = machine.do(lambda unit: prompts.make(unit, chat, opens))
    machine.event(chat.address, "picked", prompt=prompt.id, code=code)
    return Picked(prompt.id, code)


def yes(machine: Machine, chat: Conversation, application: Application, slot: Slot) -> Picked:
    """*Yes, change it*, into the inbox."""
    assert application.appointment
    return tap(machine, chat, at_the_change(machine, chat, application, slot), application.appointment.slot.code)


def where(machine: Machine, application: Application) -> Slot:
    """The one time at which it is booked, with its claims and no others."""
    whole = machine.whole(application)
    assert whole.status is Status.BOOKED
    assert whole.appointment
    mine = "SELECT count(*) FROM claim WHERE live AND application_id = :ident"
    assert machine.ask(mine, ident=application.id) == [(2,)]
    taken = {(desk, cell.isoformat()[:16]) for desk, cell in cells(whole.appointment.slot, "A", machine.policy)}
    rows = "SELECT desk, cell FROM claim WHERE live AND application_id = :ident"
    assert {(desk, str(cell).replace(" ", "T")[:16]) for desk, cell in machine.ask(rows, ident=application.id)} == taken
    return whole.appointment.slot


async def test_s_12_1_a_booking_moves_by_taps_and_words_and_staff_are_told_once(
    office: Callable[..., Machine],
) -> None:
    machine = office()
    machine.staff_group()
    old, new = machine.free(2)
    booked = books(machine, machine.chat("taro"), old)
    await machine.worker.settle()

    assert await says(machine, "change") == ["rebooking.day.ask"]
    assert await says(machine, typed(new)) == ["rebooking.sure.ask"]
    assert where(machine, booked) == old
    assert (await says(machine, "yes"))[0] == "notice.moved"

    assert machine.phone.keys("group") == ["staff.told.moved"]
    assert where(machine, booked) == new
    assert {version for (version,) in machine.ask("SELECT version FROM due WHERE status = 'waiting'")} == {"2"}
    assert machine.ask("SELECT version, sequence FROM appointment") == [(2, 1)]


def change_at_once(machine: Machine) -> tuple[Application, Application]:
    """Two people with a booking each press *yes* to the same free time."""
    machine.staff_group()
    first, second, wanted = machine.free(3)
    people = [machine.chat(name) for name in ("taro", "hanako")]
    booked = [books(machine, chat, slot) for chat, slot in zip(people, (first, second), strict=True)]
    forget_letters(machine)
    race(machine, {chat: yes(machine, chat, mine, wanted) for chat, mine in zip(people, booked, strict=True)})
    return booked[0], booked[1]


def one_has_moved(machine: Machine, booked: tuple[Application, Application]) -> None:
    first, second, wanted = machine.free(3)
    found = answers(machine)
    assert (where(machine, booked[0]), where(machine, booked[1])) in {(wanted, second), (first, wanted)}
    assert {count for _, _, count in machine.ask(LIVE)} == {1}
    assert (found["notice.moved"], found["staff.told.moved"]) == (1, 1)
    assert (found["refusal.new_time_taken"], found["wish.time.ask"]) == (1, 1)


def test_of_two_people_who_change_to_one_time_at_once_one_moves_and_the_other_keeps_theirs_and_is_told(
    office: Callable[..., Machine],
) -> None:
    machine = office(at_once=2)
    one_has_moved(machine, change_at_once(machine))


def test_without_the_unique_index_the_same_race_gives_the_time_to_both(office: Callable[..., Machine]) -> None:
    machine = office(at_once=2)
    machine.write(lambda connection: connection.execute(text("DROP INDEX uq_claim_live_cell")))
    booked = change_at_once(machine)
    with pytest.raises(AssertionError):
        one_has_moved(machine, booked)
    assert max(count for _, _, count in machine.ask(LIVE)) > 1


def test_of_two_people_who_want_one_anothers_time_both_keep_their_own(office: Callable[..., Machine]) -> None:
    machine = office(at_once=2)
    machine.staff_group()
    first, second = machine.free(2)
    taro, hanako = machine.chat("taro"), machine.chat("hanako")
    one, other = books(machine, taro, first), books(machine, hanako, second)
    forget_letters(machine)
    race(machine, {taro: yes(machine, taro, one, second), hanako: yes(machine, hanako, other, first)})
    assert (where(machine, one), where(machine, other)) == (first, second)
    assert answers(machine)["refusal.new_time_taken"] == 2


def test_of_a_person_who_books_and_one_who_changes_to_the_same_time_at_once_one_has_it(
    office: Callable[..., Machine],
) -> None:
    machine = office(at_once=2)
    machine.staff_group()
    old, wanted = machine.free(2)
    taro, hanako = machine.chat("taro"), machine.chat("hanako")
    booked = books(machine, taro, old)
    forget_letters(machine)
    deeds = {
        taro: yes(machine, taro, booked, wanted),
        hanako: tap(machine, hanako, at_the_summary(machine, hanako, wanted), "book"),
    }
    race(machine, deeds)
    found = answers(machine)
    assert {count for _, _, count in machine.ask(LIVE)} == {1}
    assert (found["notice.moved"], found["refusal.taken"]) in {(1, 1), (0, 0)}
    assert (found["notice.booked"], found["refusal.new_time_taken"]) in {(0, 0), (1, 1)}
    assert found["notice.moved"] + found["notice.booked"] == 1
    assert where(machine, booked) == (wanted if found["notice.moved"] else old)


def test_two_taps_of_one_person_at_once_move_the_booking_once(office: Callable[..., Machine]) -> None:
    machine = office(at_once=2)
    machine.staff_group()
    chat = machine.chat("taro")
    old, new = machine.free(2)
    booked = books(machine, chat, old)
    forget_letters(machine)
    tapped = yes(machine, chat, booked, new)
    machine.event(chat.address, "picked", prompt=tapped.prompt, code=tapped.code)
    while sum(each.result(SOON) for each in [machine.store.write(machine.turns.one) for _ in range(2)]):
        pass
    assert where(machine, booked) == new
    assert machine.ask("SELECT version FROM appointment") == [(2,)]
    assert (answers(machine)["notice.moved"], answers(machine)["staff.told.moved"]) == (1, 1)


def also_of(machine: Machine, chat: Conversation, address: str) -> Conversation:
    """Another chat of the same person."""
    other = machine.chat(address)
    theirs = {"person": chat.person, "chat": other.id}
    machine.write(lambda c: c.execute(text("UPDATE conversation SET person_id = :person WHERE id = :chat"), theirs))
    return machine.chat(address)


def test_two_chats_of_one_person_that_move_one_booking_at_once_move_it_once_and_the_other_asks_anew(
    office: Callable[..., Machine],
) -> None:
    machine = office(at_once=2)
    machine.staff_group()
    old, new, other = machine.free(3)
    taro = machine.chat("taro")
    booked, too = books(machine, taro, old), also_of(machine, taro, "taro-too")
    forget_letters(machine)
    race(machine, {taro: yes(machine, taro, booked, new), too: yes(machine, too, booked, other)})
    assert where(machine, booked) in {new, other}
    assert machine.ask("SELECT version FROM appointment") == [(2,)]
    found = answers(machine)
    assert (found["notice.moved"], found["refusal.moved_meanwhile"], found["rebooking.sure.ask"]) == (1, 1, 1)


def test_s_12_2_1_of_a_move_and_a_new_booking_of_one_person_on_one_day_at_once_one_is_made(
    office: Callable[..., Machine],
) -> None:
    machine = office(at_once=2)
    machine.staff_group()
    old = machine.free()[0]
    day = [slot for slot in machine.free(60) if slot.day > old.day]
    taro = machine.chat("taro")
    booked, too = books(machine, taro, old), also_of(machine, taro, "taro-too")
    forget_letters(machine)
    deeds = {
        taro: yes(machine, taro, booked, day[0]),
        too: tap(machine, too, at_the_summary(machine, too, day[1]), "book"),
    }
    assert day[0].day == day[1].day
    race(machine, deeds)
    found = answers(machine)
    assert found["notice.moved"] + found["notice.booked"] == 1
    assert found["refusal.one_a_day"] == 1
    own = machine.do(lambda unit: applications.of_person(unit, str(taro.person)))
    days = [each.appointment.slot.day for each in own if each.appointment and each.status is Status.BOOKED]
    assert len(days) == len(set(days))
