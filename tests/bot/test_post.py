"""Letters into the outbox: who is told, until when, and that a reply token is never promised beyond its life."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import text

from bot.post import COURTESY, MUST_ARRIVE, REPLY_WITHIN, Post
from flows.facts import Declined
from flows.messages import Ask, Opens, Told
from flows.notices import Notice
from flows.session import Session
from storage.records import conversations, outbox
from storage.records.conversations import Conversation
from storage.records.outbox import Parcel
from storage.unit import Unit
from tests.bot.moving import CLERK, Machine

LEASE = timedelta(seconds=60)


def taken(machine: Machine) -> list[Parcel]:
    """All that is owed now, one parcel a conversation."""

    def read(unit: Unit) -> list[Parcel]:
        found = []
        while parcel := outbox.claim(unit, LEASE, {"telegram": 1, "line": 5}):
            outbox.sent(unit, parcel)
            found.append(parcel)
        return found

    return machine.do(read)


def test_replies_are_courtesies_unless_a_fact_stands_behind_them(machine: Machine) -> None:
    chat = machine.chat("taro")

    def write(unit: Unit) -> None:
        Post(machine.rooms, unit, "one").replies(chat, [Told("staff.help")], urgent=False)
        Post(machine.rooms, unit, "two").replies(chat, [Told("staff.help")], urgent=True)

    machine.do(write)

    now = machine.clock.now()
    assert [(each.urgency, each.expires_at) for each in taken(machine)] == [
        ("courtesy", now + COURTESY),
        ("must_arrive", now + MUST_ARRIVE),
    ]


def test_a_reply_token_counts_from_the_platforms_time(machine: Machine) -> None:
    chat, at = machine.chat("taro", channel="line"), machine.clock.now() - timedelta(seconds=20)
    machine.do(lambda unit: Post(machine.rooms, unit, "one", "token", at).replies(chat, [Told("x")], urgent=False))

    (parcel,) = taken(machine)

    assert parcel.head.letter["reply_to"] == "token"
    assert parcel.head.letter["reply_until"] == (at + REPLY_WITHIN).isoformat()


def test_a_question_gets_a_prompt_and_a_word_gets_none(machine: Machine) -> None:
    chat, asks = machine.chat("taro"), Ask("booking.name.ask", Opens("booking", "name", asked=1))
    machine.do(lambda unit: Post(machine.rooms, unit, "one").replies(chat, [asks, Told("x")], urgent=False))

    first, second = taken(machine)

    assert first.head.prompt
    assert not second.head.prompt


def test_all_groups_of_an_office_are_told_and_no_other_chat(machine: Machine) -> None:
    machine.staff_group("one")
    machine.staff_group("two", channel="line")
    machine.chat("taro")
    machine.do(lambda unit: Post(machine.rooms, unit, "one").to_staff("demo", Notice("staff", "staff.help")))

    assert {each.conversation.address for each in taken(machine)} == {"one", "two"}


def test_a_group_that_removed_us_is_not_written_to(machine: Machine) -> None:
    group = machine.staff_group()
    machine.do(lambda unit: conversations.block(unit, group.id))
    machine.do(lambda unit: Post(machine.rooms, unit, "one").to_staff("demo", Notice("staff", "staff.help")))

    assert taken(machine) == []


def test_a_person_is_told_once_in_the_chat_used_last_that_is_not_blocked(machine: Machine) -> None:
    group, first = machine.staff_group(), machine.chat("first")
    application = machine.wish(first)
    for address in ("second", "blocked"):
        machine.later(minutes=1)
        machine.do(partial(use, machine.chat(address), first))
    machine.do(lambda unit: conversations.block(unit, machine_chat(unit, "blocked").id))
    taken(machine)

    machine.happen(group, Declined(application.id, "full", CLERK))

    assert [each.conversation.address for each in taken(machine)] == ["second"]


def use(chat: Conversation, owner: Conversation, unit: Unit) -> None:
    """The chat is the same person's, and was used just now."""
    theirs = {"person": owner.person, "chat": chat.id}
    unit.connection.execute(text("UPDATE conversation SET person_id = :person WHERE id = :chat"), theirs)
    conversations.save(unit, conversations.lock(unit, chat.id), Session())


def machine_chat(unit: Unit, address: str) -> Conversation:
    found = conversations.find(unit, "telegram", address)
    assert found
    return found


def test_the_letters_of_one_event_are_numbered_on(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")

    def write(unit: Unit) -> None:
        post = Post(machine.rooms, unit, "telegram:7")
        post.replies(chat, [Told("staff.help"), Told("staff.help")], urgent=True)
        post.to_staff(group.office, Notice("staff", "staff.help"))

    machine.do(write)

    assert sorted(each.head.key for each in taken(machine)) == ["telegram:7:0", "telegram:7:1", "telegram:7:2"]
