"""One person in two chats, in whole turns on two channels: from the code that is shown to who is told what, where."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.chats import drawn
from bot.pace import UNPACED, Pace
from bot.ports import SeededChance
from flows.facts import ChatCodeWanted, HandedOver
from flows.office.appointment import Status
from flows.office.chats import LENGTH, TRIES, proper
from storage.records import appointments, conversations
from tests.bot.moving import MONDAY, Machine, Phone

SHOWN = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")


async def taro(machine: Machine, *words: str) -> list[str]:
    """Typed on Telegram; what came there after the last of it."""
    return await _says(machine, machine.phone, "taro", "telegram", words)


async def line(machine: Machine, *words: str, chat: str = "U1") -> list[str]:
    """Typed on LINE; what came there after the last of it."""
    return await _says(machine, machine.line, chat, "line", words)


async def _says(machine: Machine, phone: Phone, chat: str, channel: str, words: tuple[str, ...]) -> list[str]:
    for each in words:
        machine.phone.sendings.clear()
        machine.line.sendings.clear()
        machine.later(seconds=1)
        machine.says(chat, each, channel=channel)
        await machine.worker.settle()
    return phone.keys(chat)


def texts(phone: Phone, chat: str) -> str:
    return "\n".join(text for each in phone.sendings if each.address == chat for text in each.payload["texts"])


async def code(machine: Machine) -> str:
    await taro(machine, "use another app", "1")
    found = SHOWN.search(texts(machine.phone, "taro"))
    assert found
    return found[0]


async def joined(machine: Machine) -> None:
    await line(machine, "hello", await code(machine), "yes")


async def test_what_the_first_chat_booked_the_second_sees_and_cancels_and_both_hear_what_happened(
    machine: Machine,
) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    await machine.worker.settle()

    shown = await code(machine)
    assert machine.phone.keys("taro")[0] == "chats.shown"
    assert (await line(machine, "hello", shown))[0] == "chats.sure.ask"
    assert booked.code not in texts(machine.line, "U1")
    assert await line(machine, "yes") == ["chats.joined", "looking.booking.booked"]
    assert booked.code in texts(machine.line, "U1")
    assert machine.phone.keys("taro") == ["notice.chats_joined"]
    assert "LINE" in texts(machine.phone, "taro")

    assert "cancelling.done" in await line(machine, "cancel", "yes")
    assert machine.whole(booked).status is Status.CANCELLED_BY_PERSON
    assert machine.phone.keys("group") == ["staff.told.cancelled"]
    assert machine.ask("SELECT count(*) FROM claim WHERE live") == [(0,)]
    assert "looking.booking.cancelled_by_person" in await taro(machine, "my booking")


async def test_a_strangers_guess_tells_nothing_and_after_five_they_wait(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    shown = await code(machine)
    answers = []
    await line(machine, "hello", chat="stranger")
    for guess in ("R347-ACDE", "R347ACDF", "join R347-ACDH", "code R347 ACDJ", "R347-ACDK"):
        assert (await line(machine, guess, chat="stranger"))[0] == "chats.wrong"
        answers.append(texts(machine.line, "stranger"))
        assert not machine.phone.sendings
    assert len(answers) == TRIES
    assert len(set(answers)) == 1  # the same words for each
    assert booked.code not in answers[0]
    assert (await line(machine, shown, chat="stranger"))[0] == "chats.wait"  # even the right one
    machine.later(minutes=61)
    assert (await line(machine, shown, chat="stranger"))[0] == "chats.wrong"  # it was over long ago
    assert machine.whole(booked).person == chat.person


async def test_who_looked_over_a_shoulder_is_sent_away_and_staff_hear_of_it(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    await joined(machine)
    told = await taro(machine, "That was not me")
    assert told[:2] == ["notice.chats_new_links", "together.parted"]
    assert "/j/" in texts(machine.phone, "taro")
    assert "/j/" not in texts(machine.line, "U1")
    assert machine.line.keys("U1") == ["notice.chats_parted"]
    assert machine.phone.keys("group") == ["staff.told.chats_parted"]
    assert (await line(machine, "my booking"))[0] == "looking.booking.nothing"
    assert "looking.booking.booked" in await taro(machine, "my booking")
    assert machine.whole(booked).status is Status.BOOKED


async def test_notices_come_to_the_chat_used_last_and_to_the_other_when_that_is_blocked(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    asked = machine.wish(chat)
    await joined(machine)
    machine.line.sendings.clear()
    machine.phone.sendings.clear()
    offered = machine.offer(group, asked)
    await machine.worker.settle()
    assert (machine.line.keys("U1"), machine.phone.keys("taro")) == (["notice.offered"], [])
    assert (await line(machine, "1"))[0] == "notice.booked"
    booked = machine.whole(offered).appointment
    assert booked
    machine.do(lambda unit: appointments.give_link(unit, offered.id, "demo", "https://video.example/0"))

    async def at(minutes: int) -> tuple[list[str], list[str]]:
        """So long after the start: what came on LINE, and what on Telegram."""
        machine.line.sendings.clear()
        machine.phone.sendings.clear()
        machine.clock.move_to(booked.slot.start + timedelta(minutes=minutes))
        await machine.worker.settle()
        return machine.line.keys("U1"), machine.phone.keys("taro")

    on_line, on_telegram = await at(-60)
    assert (len(on_line), on_telegram) == (1, [])
    second = machine.chat("U1", channel="line")
    machine.do(lambda unit: conversations.block(unit, second.id))
    assert await at(5) == ([], ["notice.trouble"])


async def test_the_web_is_told_and_the_chat_that_rings_too(machine: Machine) -> None:
    web = Phone("web", can_ring=False)
    machine.rooms.channels["web"] = web
    machine.delivery._paces["web"] = Pace(UNPACED)
    group, chat = machine.staff_group(), machine.chat("taro")
    asked = machine.wish(chat)
    shown = await code(machine)
    for words in ("hello", shown, "yes"):
        machine.later(seconds=1)
        machine.says("tab", words, channel="web")
        await machine.worker.settle()
    web.sendings.clear()
    machine.phone.sendings.clear()
    machine.offer(group, asked)
    await machine.worker.settle()
    assert web.keys("tab") == machine.phone.keys("taro") == ["notice.offered"]


async def test_a_second_chat_with_a_booking_of_its_own_keeps_it_and_both_count(machine: Machine) -> None:
    machine.staff_group()
    mine = machine.wish(machine.chat("taro"))
    theirs = machine.wish(machine.chat("U1", channel="line"))
    await machine.worker.settle()
    await joined(machine)
    assert machine.whole(theirs).person == machine.whole(mine).person
    told = texts(machine.line, "U1")
    assert mine.code in told or theirs.code in told
    await line(machine, "start over")
    assert machine.whole(theirs).status is machine.whole(mine).status is Status.REQUESTED


async def test_two_chats_that_type_the_code_one_after_the_other_are_told_apart(machine: Machine) -> None:
    machine.staff_group()
    booked = machine.wish(machine.chat("taro"))
    shown = await code(machine)
    await line(machine, "hello", shown)
    await line(machine, "hello", shown, chat="U2")
    assert (await line(machine, "yes"))[0] == "chats.joined"
    assert (await line(machine, "yes", chat="U2"))[0] == "chats.wrong"
    assert booked.code not in texts(machine.line, "U2")


async def test_a_clerk_joins_two_people_and_both_chats_are_told_with_a_way_back(machine: Machine) -> None:
    machine.staff_group()
    mine = machine.wish(machine.chat("taro"))
    theirs = machine.wish(machine.chat("U1", channel="line"))
    await machine.worker.settle()
    machine.phone.sendings.clear()
    machine.line.sendings.clear()
    machine.says("group", f"/join {mine.code} {theirs.code} phone", group=True)
    await machine.worker.settle()
    assert machine.phone.keys("group") == ["staff.did.join"]
    assert machine.phone.keys("taro") == machine.line.keys("U1") == ["notice.chats_joined_by_office"]
    assert machine.whole(theirs).person == machine.whole(mine).person
    assert (await line(machine, "2"))[0] == "together.parted"
    assert machine.whole(theirs).person != machine.whole(mine).person


async def test_who_leaves_one_of_their_chats_is_not_said_to_be_out_of_reach(machine: Machine) -> None:
    group = machine.staff_group()
    asked = machine.wish(machine.chat("taro"))
    await joined(machine)
    machine.line.sendings.clear()
    second = machine.chat("U1", channel="line")
    machine.do(lambda unit: conversations.block(unit, second.id))
    machine.phone.sendings.clear()
    machine.offer(group, asked)
    await machine.worker.settle()
    assert machine.phone.keys("taro") == ["notice.offered"]
    assert not machine.line.keys("U1")


async def test_the_code_stands_nowhere_in_the_clear(machine: Machine) -> None:
    machine.staff_group()
    machine.wish(machine.chat("taro"))
    shown = await code(machine)
    plain = shown.replace("-", "")
    for table in ("chat_code", "chat_try", "chat_union", "audit", "prompt"):
        rows = repr(machine.ask(f"SELECT * FROM {table}"))
        assert shown not in rows
        assert plain not in rows


def test_only_a_code_that_is_wanted_uses_up_chance() -> None:
    chance, other = SeededChance(3), SeededChance(3)
    left = HandedOver("home.next")
    assert drawn(left, chance) is left
    made = drawn(ChatCodeWanted(MONDAY), chance)
    assert isinstance(made, ChatCodeWanted)
    assert len(made.code) == LENGTH
    assert proper(made.code)
    assert other.token() != chance.token()


@pytest.mark.parametrize("typed", ["use another app", "/app"])
async def test_the_code_is_asked_for_by_typing_alone(machine: Machine, typed: str) -> None:
    machine.staff_group()
    machine.wish(machine.chat("taro"))
    await machine.worker.settle()
    assert (await taro(machine, typed, "1"))[0] == "chats.shown"
