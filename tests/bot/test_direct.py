"""Whole turns of a direct office: the booking, its letters, the lost race, and what two chats of one person may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows.messages import Picked
from flows.office.appointment import Status
from flows.office.opening import cells
from flows.register import ENGINE
from storage.records import applications, claims, conversations, links, prompts
from tests.bot.direct import NAME, at_the_summary
from tests.bot.moving import SOON, Machine
from tests.bot.test_turn_races import LIVE, answers, race

if TYPE_CHECKING:
    from flows.booking.draft import Draft
    from flows.office.appointment import Application
    from flows.office.opening import Slot
    from storage.records.conversations import Conversation
    from tests.bot.conftest import MakeMachine


@pytest.fixture
def machine(make_machine: MakeMachine, database_url: str) -> Machine:
    return make_machine(database_url, direct=True, one_desk=True)


def press(machine: Machine, chat: Conversation, slot: Slot) -> Picked:
    """*Agree and book*, into the inbox."""
    opens = at_the_summary(machine, chat, slot)
    prompt = machine.do(lambda unit: prompts.make(unit, chat, opens))
    machine.event(chat.address, "picked", prompt=prompt.id, code="book")
    return Picked(prompt.id, "book")


def turn(machine: Machine) -> None:
    assert machine.store.write(machine.turns.one).result(SOON)


def own(machine: Machine, chat: Conversation) -> tuple[Application, ...]:
    return machine.do(lambda unit: applications.of_person(unit, str(chat.person)))


def draft(machine: Machine, chat: Conversation) -> tuple[str, Draft]:
    session = machine.do(lambda unit: conversations.session(unit, conversations.lock(unit, chat.id), ENGINE.drafts))
    assert session.top
    return session.top.step, session.top.draft


def test_s_12_1_one_press_makes_the_application_and_its_booking_in_one_transaction(machine: Machine) -> None:
    machine.staff_group()
    chat, slot = machine.chat("taro"), machine.free()[0]
    press(machine, chat, slot)
    turn(machine)
    (application,) = own(machine, chat)
    assert application.status is Status.BOOKED
    assert application.appointment
    assert (application.appointment.slot, application.appointment.desk) == (slot, "A")
    assert (application.offer, application.answer_due) == (None, None)
    taken = machine.do(lambda unit: claims.taken(unit, "demo"))
    assert taken == {*cells(slot, "A", machine.policy)}
    assert {kind for (kind,) in machine.ask("SELECT DISTINCT kind FROM due WHERE status = 'waiting'")} >= {
        "reminder",
        "start",
        "grace",
    }
    assert machine.ask("SELECT count(*) FROM agreement WHERE application_id IS NOT NULL") == [(3,)]


def test_the_person_is_sent_the_confirmation_with_join_page_and_calendar_and_staff_the_card(machine: Machine) -> None:
    machine.staff_group()
    chat, slot = machine.chat("taro"), machine.free()[0]
    press(machine, chat, slot)
    turn(machine)
    found = answers(machine)
    assert (found["notice.booked"], found["staff.card.booked"]) == (1, 1)
    assert not {"booking.done.told", "staff.card.requested", "staff.told.booked"} & {*found}
    (application,) = own(machine, chat)
    tokens = machine.do(lambda unit: links.tokens(unit, "join", [application.id]))
    assert machine.do(lambda unit: links.find(unit, "join", tokens[application.id]))
    whole = machine.do(lambda unit: applications.by_id(unit, application.id, "https://office.example"))
    assert whole
    assert whole.join_url.startswith("https://office.example/j/")
    assert whole.calendar_url.endswith(".ics")


def test_the_confirmation_comes_to_the_chat_in_which_it_was_booked(machine: Machine) -> None:
    machine.staff_group()
    one, other = machine.chat("taro"), machine.chat("taro-line", channel="line")
    machine.write(
        lambda c: c.exec_driver_sql(f"UPDATE conversation SET person_id = '{one.person}' WHERE id = '{other.id}'")
    )
    press(machine, one, machine.free()[0])
    machine.says("taro-line", "menu", channel="line")  # the other chat was used later
    turn(machine)
    rows = machine.ask("SELECT conversation_id, count(*) FROM outbox GROUP BY conversation_id")
    assert dict(rows)[one.id] >= 2


def test_of_two_people_who_press_at_once_one_has_the_time_and_the_other_keeps_all_answers(
    make_machine: MakeMachine, database_url: str
) -> None:
    machine = make_machine(database_url, direct=True, one_desk=True, at_once=2)
    machine.staff_group()
    slot = machine.free()[0]
    chats = [machine.chat(name) for name in ("taro", "hanako")]
    race(machine, {chat: press(machine, chat, slot) for chat in chats})
    found = answers(machine)
    assert (found["notice.booked"], found["refusal.taken"], found["wish.time.ask"]) == (1, 1, 1)
    assert {count for _, _, count in machine.ask(LIVE)} == {1}
    (loser,) = (chat for chat in chats if not own(machine, chat))
    step, kept = draft(machine, loser)
    assert (step, kept.name, kept.phone, kept.wishes) == ("time", NAME, "+819012345678", ())
    assert len(kept.documents) == 3


def test_a_second_press_of_the_same_button_books_nothing_more(machine: Machine) -> None:
    machine.staff_group()
    chat = machine.chat("taro")
    pressed = press(machine, chat, machine.free()[0])
    machine.event(chat.address, "picked", prompt=pressed.prompt, code="book")
    turn(machine)
    turn(machine)
    assert len(own(machine, chat)) == 1
    assert answers(machine)["notice.booked"] == 1


def test_s_12_2_1_two_chats_of_one_person_that_book_the_same_day_at_once_get_one_booking(
    make_machine: MakeMachine, database_url: str
) -> None:
    machine = make_machine(database_url, direct=True, at_once=2)
    machine.staff_group()
    first, second = machine.free(2)
    assert first.day == second.day
    one, other = machine.chat("taro"), machine.chat("taro-too")
    machine.write(
        lambda c: c.exec_driver_sql(f"UPDATE conversation SET person_id = '{one.person}' WHERE id = '{other.id}'")
    )
    race(
        machine,
        {machine.chat("taro"): press(machine, one, first), machine.chat("taro-too"): press(machine, other, second)},
    )
    found = answers(machine)
    assert machine.ask("SELECT count(*) FROM appointment") == [(1,)]
    assert (found["notice.booked"], found["refusal.one_a_day"]) == (1, 1)


@pytest.mark.parametrize("direct", [True, False])
def test_a_booking_that_is_cancelled_frees_its_time_at_once_in_both_modes(
    make_machine: MakeMachine, database_url: str, *, direct: bool
) -> None:
    machine = make_machine(database_url, direct=direct, one_desk=True)
    group, chat = machine.staff_group(), machine.chat("taro")
    if direct:
        press(machine, chat, machine.free()[0])
        turn(machine)
    else:
        machine.booked(chat, group)
    assert machine.do(lambda unit: claims.taken(unit, "demo"))
    machine.says("taro", "cancel")
    turn(machine)
    machine.says("taro", "1")
    turn(machine)
    (application,) = own(machine, chat)
    assert application.status is Status.CANCELLED_BY_PERSON
    assert not machine.do(lambda unit: claims.taken(unit, "demo"))
