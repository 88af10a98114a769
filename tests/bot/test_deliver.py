"""Delivery: every way a sending can end, the state it leaves its letter in, and who is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.deliver import FAULTS, LEASE, PROBE
from bot.envelope import Gone, Later, Letter, Moved, Outcome, Rejected, Sent, Shut, Unknown
from bot.post import Post
from flows.values import Values
from storage.records import outbox
from storage.records.conversations import Conversation
from storage.unit import Unit
from tests.bot.moving import SECOND, Machine

KEY = "staff.told.failed"
"""A text without values: what is sent does not matter here."""


def owe(machine: Machine, chat: Conversation, *keys: str, **parts: Any) -> None:
    """Letters of one event to that chat."""

    def write(unit: Unit) -> None:
        post = Post(machine.rooms, unit, f"owed:{next(iter(machine.numbers))}")
        for key in keys or (KEY,):
            post.letter(chat, Letter(chat.address, key, **parts))

    machine.do(write)


def letters(machine: Machine, address: str = "taro") -> list[tuple[Any, ...]]:
    """Status, attempts, doubt and last outcome of each letter to that chat."""
    return [
        (status, attempts, bool(doubtful), outcome)
        for status, attempts, doubtful, outcome in machine.ask(
            "SELECT o.status, o.attempts, o.doubtful, o.outcome FROM outbox o JOIN conversation c"
            " ON c.id = o.conversation_id WHERE c.address = :address ORDER BY o.seq",
            address=address,
        )
    ]


def statuses(machine: Machine, address: str = "taro") -> list[str]:
    return [row[0] for row in letters(machine, address)]


def wait_for(machine: Machine) -> float:
    """Seconds until the one letter that is owed may go."""
    due_at = machine.do(lambda unit: outbox.next_due(unit, ["telegram"]))
    assert due_at
    return (due_at - machine.clock.now()).total_seconds()


async def test_a_letter_that_was_accepted_is_sent_and_its_prompt_knows_the_message(machine: Machine) -> None:
    machine.opens("taro")
    await machine.worker.settle()

    assert statuses(machine) == ["sent"]
    assert machine.ask("SELECT message_id FROM prompt") == [("100",)]


async def test_what_was_rendered_is_gone_once_the_letter_has_ended(machine: Machine) -> None:
    owe(machine, machine.chat("taro"))
    await machine.delivery.drain()

    assert machine.ask("SELECT rendered FROM outbox") == [(None,)]


async def test_a_platform_that_asks_for_a_pause_gets_it(machine: Machine) -> None:
    owe(machine, machine.chat("taro"))
    machine.phone.endings.append(Later(17.0, "RetryAfter"))

    await machine.delivery.drain()

    assert letters(machine) == [("waiting", 1, False, "RetryAfter")]
    assert wait_for(machine) == 17.0
    machine.later(seconds=17)
    await machine.delivery.drain()
    assert statuses(machine) == ["sent"]
    assert machine.phone.sendings[0].payload == machine.phone.sendings[1].payload


async def test_back_off_grows_with_full_jitter_and_never_beyond_a_quarter_of_an_hour(machine: Machine) -> None:
    owe(machine, machine.chat("taro"))
    waits = []
    for attempt in range(1, 16):
        machine.phone.endings.append(Later(None, "ConnectError"))
        await machine.delivery.drain()
        waits.append((wait := wait_for(machine), 2.0**attempt))
        assert 0 <= wait <= min(900, 2.0**attempt)
        machine.later(seconds=wait)
        machine.delivery._shut_until.clear()
    assert max(wait for wait, _ in waits) > 60
    assert len({wait for wait, _ in waits}) == len(waits)


async def test_a_courtesy_whose_fate_is_unknown_is_not_repeated(machine: Machine) -> None:
    owe(machine, machine.chat("taro"), urgency="courtesy")
    machine.phone.endings.append(Unknown("ReadTimeout"))

    await machine.delivery.drain()
    machine.later(hours=1)
    await machine.delivery.drain()

    assert letters(machine) == [("dead", 1, False, "unknown: ReadTimeout")]
    assert len(machine.phone.sendings) == 1


async def test_a_letter_that_must_arrive_is_repeated_once_marked_and_under_the_same_key(machine: Machine) -> None:
    owe(machine, machine.chat("taro"))
    machine.phone.endings.append(Unknown("ReadTimeout"))

    await machine.delivery.drain()
    assert letters(machine) == [("unknown", 1, True, "ReadTimeout")]
    machine.later(seconds=2)
    await machine.delivery.drain()

    first, second = machine.phone.sendings
    assert [first.payload["repeated"], second.payload["repeated"]] == [False, True]
    assert [first.attempt.doubtful, second.attempt.doubtful] == [False, True]
    assert first.attempt.retry_key == second.attempt.retry_key
    assert statuses(machine) == ["sent"]


async def test_a_letter_whose_repeat_is_unknown_too_is_given_up_and_staff_are_told(machine: Machine) -> None:
    machine.staff_group()
    owe(machine, machine.chat("taro"))
    machine.phone.endings.extend([Unknown("ReadTimeout"), Unknown("ReadTimeout")])

    await machine.delivery.drain()
    machine.later(seconds=2)
    await machine.delivery.drain()

    assert statuses(machine) == ["dead"]
    assert machine.phone.keys("taro") == [KEY, KEY]
    assert machine.phone.keys("group") == ["staff.told.undelivered"]


@pytest.mark.parametrize(
    ("urgency", "lasts"), [("courtesy", timedelta(minutes=10)), ("must_arrive", timedelta(hours=24))]
)
async def test_a_letter_is_tried_until_its_time_and_no_longer(machine: Machine, urgency: Any, lasts: timedelta) -> None:
    machine.staff_group()
    owe(machine, machine.chat("taro"), urgency=urgency)
    machine.phone.endings.extend([Later(lasts.total_seconds(), "busy"), Later(1.0, "busy")])

    await machine.delivery.drain()
    machine.clock.move_to(machine.clock.now() + lasts)
    await machine.delivery.drain()
    assert statuses(machine) == ["waiting"]
    machine.later(seconds=2)
    await machine.delivery.drain()

    told = urgency == "must_arrive"
    assert letters(machine)[0][0] == ("dead" if told else "dropped")
    assert letters(machine)[0][3] == "too_late"
    assert machine.phone.keys("group") == (["staff.told.undelivered"] if told else [])


async def test_letters_of_one_chat_leave_in_order_and_other_chats_are_not_kept_waiting(machine: Machine) -> None:
    taro, hanako = machine.chat("taro"), machine.chat("hanako")
    owe(machine, taro, "staff.told.failed")
    owe(machine, taro, "staff.help")
    owe(machine, hanako)
    machine.phone.endings.append(Later(60.0, "busy"))

    await machine.delivery.drain()
    assert [each.address for each in machine.phone.sendings] == ["taro", "hanako"]
    machine.later(minutes=1)
    await machine.delivery.drain()

    assert machine.phone.keys("taro") == ["staff.told.failed", "staff.told.failed", "staff.help"]


async def test_letters_of_one_event_go_together_as_far_as_the_channel_takes_them(machine: Machine) -> None:
    owe(machine, machine.chat("hanako", channel="line"), *[KEY] * 6)

    await machine.delivery.drain()

    assert [len(each.keys) for each in machine.line.sendings] == [5, 1]
    assert statuses(machine, "hanako") == ["sent"] * 6


# -- crashes and pauses, from the row's point of view ---------------------------------------------------------


async def test_a_lease_that_ran_out_leaves_a_doubt_and_one_marked_repeat(machine: Machine) -> None:
    owe(machine, machine.chat("taro"))
    assert await machine.delivery.take()

    assert not await machine.delivery.one()
    machine.later(seconds=LEASE.total_seconds())
    await machine.delivery.drain()

    assert [each.payload["repeated"] for each in machine.phone.sendings] == [True]
    assert letters(machine) == [("sent", 2, True, "")]


async def test_a_courtesy_whose_lease_ran_out_is_dropped(machine: Machine) -> None:
    owe(machine, machine.chat("taro"), urgency="courtesy")
    assert await machine.delivery.take()

    machine.later(seconds=LEASE.total_seconds())
    await machine.delivery.drain()

    assert letters(machine)[0][::3] == ("dropped", "doubtful")
    assert not machine.phone.sendings


async def test_a_lease_that_runs_out_twice_ends_the_letter_and_staff_are_told(machine: Machine) -> None:
    machine.staff_group()
    owe(machine, machine.chat("taro"))
    for _ in range(2):
        assert await machine.delivery.take()
        machine.later(seconds=LEASE.total_seconds())

    await machine.delivery.drain()

    assert letters(machine)[0][::3] == ("dead", "doubtful")
    assert machine.phone.keys() == ["staff.told.undelivered"]


async def test_where_the_far_side_knows_a_repeat_the_same_bytes_go_until_they_arrive(machine: Machine) -> None:
    owe(machine, machine.chat("taro", channel="line"))
    for _ in range(3):
        assert await machine.delivery.take()
        machine.later(seconds=LEASE.total_seconds())

    await machine.delivery.drain()

    (sending,) = machine.line.sendings
    assert sending.payload["repeated"] is False
    assert statuses(machine) == ["sent"]


async def test_an_answer_by_reply_token_is_no_such_case_and_its_repeat_is_marked(machine: Machine) -> None:
    owe(machine, machine.chat("taro", channel="line"), reply_to="token")
    assert await machine.delivery.take()
    machine.later(seconds=LEASE.total_seconds())

    await machine.delivery.drain()

    assert [each.payload["repeated"] for each in machine.line.sendings] == [True]


async def test_whoever_wakes_up_after_their_lease_does_not_send(machine: Machine) -> None:
    owe(machine, machine.chat("taro"))
    load = await machine.delivery.take()
    assert load
    machine.later(seconds=LEASE.total_seconds())

    await machine.delivery.send(load)

    assert not machine.phone.sendings


async def test_an_outcome_that_comes_after_the_lease_changes_nothing(machine: Machine) -> None:
    owe(machine, machine.chat("taro"))
    load = await machine.delivery.take()
    assert load
    other: list[Any] = []

    async def slow(_address: str) -> None:
        machine.later(seconds=LEASE.total_seconds())
        other.append(await machine.delivery.take())

    machine.phone.during = slow
    await machine.delivery.send(load)

    assert other[0].parcel.doubtful
    assert statuses(machine) == ["leased"]


# -- who cannot be reached ------------------------------------------------------------------------------------


async def test_a_person_who_blocked_us_is_sent_nothing_more_and_staff_know_that_they_must_telephone(
    machine: Machine,
) -> None:
    machine.staff_group()
    taro = machine.chat("taro")
    owe(machine, taro)
    owe(machine, taro, "staff.help")
    machine.phone.endings.append(Gone("blocked"))

    await machine.delivery.drain()

    assert statuses(machine) == ["dead", "dropped"]
    assert machine.phone.keys("group") == ["staff.told.unreachable"]
    assert machine.chat("taro").blocked_at is not None
    owe(machine, taro)
    await machine.delivery.drain()
    assert statuses(machine) == ["dead", "dropped", "dropped"]


async def test_a_group_that_removed_us_is_named_to_the_operator(machine: Machine, logged: list[Any]) -> None:
    group = machine.staff_group()
    owe(machine, group)
    machine.phone.endings.append(Gone("kicked"))

    await machine.delivery.drain()

    assert any("group" in each["event"] and each["office"] == "demo" for each in logged)


async def test_a_chat_that_moved_is_written_to_at_its_new_address(machine: Machine) -> None:
    owe(machine, machine.staff_group("-100"))
    machine.phone.endings.append(Moved("-100777"))

    await machine.delivery.drain()

    assert [each.address for each in machine.phone.sendings] == ["-100", "-100777"]
    assert statuses(machine, "-100777") == ["sent"]


async def test_a_letter_the_platform_will_never_take_is_dead_and_staff_are_told(machine: Machine) -> None:
    machine.staff_group()
    owe(machine, machine.chat("taro"))
    machine.phone.endings.append(Rejected("too long"))

    await machine.delivery.drain()

    assert letters(machine) == [("dead", 1, False, "too long")]
    assert machine.phone.keys("group") == ["staff.told.undelivered"]


async def test_a_letter_that_cannot_be_worded_is_dead_told_and_blocks_nobody(
    machine: Machine, logged: list[Any]
) -> None:
    machine.staff_group()
    taro = machine.chat("taro")
    machine.phone.unreadable.add("notice.link")
    values: Values = {"code": "A12", "phone": "090-0000-0000"}
    owe(machine, taro, "notice.link", values=values)
    owe(machine, taro)

    await machine.delivery.drain()

    assert letters(machine)[0][::3] == ("dead", "rendering: ValueError")
    assert machine.phone.keys("group") == ["staff.told.undelivered"]
    assert machine.phone.keys("taro") == [KEY]
    assert "090-0000-0000" not in repr(logged)


async def test_a_channel_that_raises_is_a_doubt_and_not_an_endless_repeat(machine: Machine) -> None:
    machine.staff_group()
    owe(machine, machine.chat("taro"))
    machine.phone.endings.extend([KeyError("a bug"), KeyError("a bug")])

    await machine.delivery.drain()
    machine.later(seconds=2)
    await machine.delivery.drain()

    assert letters(machine)[0][::3] == ("dead", "unknown: KeyError")
    assert machine.phone.keys("group") == ["staff.told.undelivered"]


async def test_a_failure_to_tell_staff_is_told_to_the_operator_and_ends_there(
    machine: Machine, logged: list[Any]
) -> None:
    owe(machine, machine.staff_group(), "staff.told.undelivered", values={"code": "A12", "channel": "x"})
    machine.phone.endings.append(Rejected("BadRequest"))

    assert await machine.delivery.drain() == 1

    assert any(each["event"] == "letter given up" for each in logged)


# -- the circuit breaker --------------------------------------------------------------------------------------


def gauge(machine: Machine, channel: str) -> str:
    lines = machine.rooms.measures.text().decode().splitlines()
    return next(line.split()[-1] for line in lines if line.startswith(f'madoguchi_channel_shut{{channel="{channel}"}}'))


async def test_a_refused_token_shuts_the_channel_until_the_next_probe_and_no_letter_is_lost(
    machine: Machine, logged: list[Any]
) -> None:
    owe(machine, machine.chat("taro"))
    owe(machine, machine.chat("hanako"))
    owe(machine, machine.chat("mei", channel="line"))
    machine.phone.endings.append(Shut("InvalidToken"))

    await machine.delivery.drain()

    assert len(machine.phone.sendings) == 1
    assert len(machine.line.sendings) == 1
    assert gauge(machine, "telegram") == "1.0"
    assert any(each["event"].startswith("channel refuses us") for each in logged)
    machine.clock.move_to(machine.clock.now() + PROBE - SECOND)
    assert await machine.delivery.drain() == 0
    machine.later(seconds=1)
    await machine.delivery.drain()
    assert statuses(machine) == statuses(machine, "hanako") == ["sent"]
    assert gauge(machine, "telegram") == "0.0"


@pytest.mark.parametrize("failure", [Unknown("502"), Later(None, "ConnectError")])
async def test_a_run_of_failures_shuts_the_channel_and_a_success_ends_the_run(
    machine: Machine, failure: Outcome
) -> None:
    for number in range(2 * FAULTS):
        owe(machine, machine.chat(f"chat-{number}"))
    machine.phone.endings.extend([*[failure] * (FAULTS - 1), Sent(("1",)), *[failure] * FAULTS])

    await machine.delivery.drain()

    assert len(machine.phone.sendings) == 2 * FAULTS
    assert await machine.delivery.drain() == 0
    assert gauge(machine, "telegram") == "1.0"
    machine.clock.move_to(machine.clock.now() + PROBE)
    await machine.delivery.drain()
    assert {row[0] for row in machine.ask("SELECT status FROM outbox")} == {"sent"}


async def test_a_pause_that_the_platform_asks_for_is_no_failure_of_the_channel(machine: Machine) -> None:
    for number in range(FAULTS):
        owe(machine, machine.chat(f"chat-{number}"))
    machine.phone.endings.extend([Later(1.0, "RetryAfter")] * FAULTS)

    await machine.delivery.drain()

    assert gauge(machine, "telegram") == "0.0"


async def test_a_spent_quota_ends_the_push_tells_staff_and_leaves_the_channel_open(machine: Machine) -> None:
    machine.staff_group()
    owe(machine, machine.chat("taro", channel="line"))
    owe(machine, machine.chat("hanako", channel="line"))
    machine.line.endings.append(Shut("quota"))

    await machine.delivery.drain()

    assert letters(machine)[0][::3] == ("dead", "quota")
    assert statuses(machine, "hanako") == ["sent"]
    assert machine.phone.keys("group") == ["staff.told.undelivered"]


# -- many at once ----------------------------------------------------------------------------------------------


async def test_many_chats_are_written_to_side_by_side_but_never_twice_at_once_to_one(machine: Machine) -> None:
    machine.delivery.at_once = 4
    for number in range(6):
        chat = machine.chat(f"chat-{number}")
        owe(machine, chat)
        owe(machine, chat, "staff.help")
    under_way: list[str] = []
    most = 0
    full, done = asyncio.Event(), asyncio.Event()
    count = 0

    async def send(address: str) -> None:
        nonlocal most, count
        assert address not in under_way
        under_way.append(address)
        most = max(most, len(under_way))
        if most == 4:
            full.set()
        await full.wait()
        under_way.remove(address)
        count += 1
        if count == 12:
            done.set()

    machine.phone.during = send
    machine.worker.start()
    await asyncio.wait_for(done.wait(), 30)
    assert await machine.worker.stop(30)

    assert most == 4
    assert {row[0] for row in machine.ask("SELECT status FROM outbox")} == {"sent"}
