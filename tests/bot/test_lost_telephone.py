"""A telephone that is lost or in other hands (S 6-3, 7), in whole turns: its chats see nothing, a new one is let in."""

from __future__ import annotations

import re

from flows.office.appointment import Status
from tests.bot.moving import CLERK, Machine

SHOWN = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")


async def say(machine: Machine, chat: str, *words: str, channel: str = "telegram", group: bool = False) -> list[str]:
    """What came into that chat after the last of the words."""
    phone = machine.line if channel == "line" else machine.phone
    for each in words:
        machine.phone.sendings.clear()
        machine.line.sendings.clear()
        machine.later(seconds=1)
        machine.says(chat, each, channel=channel, group=group)
        await machine.worker.settle()
    return phone.keys(chat)


def texts(machine: Machine, chat: str) -> str:
    phones = (machine.phone, machine.line)
    return "\n".join(
        text for phone in phones for each in phone.sendings if each.address == chat for text in each.payload["texts"]
    )


async def at_desk(machine: Machine) -> None:
    assert await say(machine, CLERK.id, "/staff") == ["staff.desk.ask"]


async def test_s_6_3_who_holds_the_lost_telephone_sees_and_changes_nothing(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    await machine.worker.settle()
    assert "looking.booking.booked" in await say(machine, "taro", "my booking")
    joined = re.findall(r"/j/[\w-]+", texts(machine, "taro"))

    assert await say(machine, "group", f"/{booked.code} cut-off phone", group=True) == ["staff.did.cut_off"]
    assert machine.phone.keys("taro") == ["notice.chats_cut_off"]
    told = texts(machine, "taro")
    assert booked.code not in told
    assert (await say(machine, "taro", "my booking"))[0] == "looking.booking.nothing"
    assert booked.code not in texts(machine, "taro")
    assert "cancelling.done" not in await say(machine, "taro", "cancel", "yes")

    whole = machine.whole(booked)
    assert (whole.status, whole.person) == (Status.BOOKED, booked.person)
    assert whole.gone
    assert joined
    assert not any(each in whole.join_url for each in joined)  # the private addresses are new ones


async def test_s_6_3_a_button_that_stands_in_the_lost_chat_does_nothing_any_more(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    offered = machine.offer(group, machine.wish(chat))
    await machine.worker.settle()
    await say(machine, "group", f"/{offered.code} cut-off counter", group=True)
    assert "notice.booked" not in await say(machine, "taro", "1")
    assert machine.whole(offered).status is Status.OFFERED


async def test_s_6_3_what_a_person_without_a_chat_must_know_goes_to_staff_to_be_telephoned(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    asked = machine.wish(chat)
    await machine.worker.settle()
    await say(machine, "group", f"/{asked.code} cut-off session", group=True)
    machine.phone.sendings.clear()
    machine.offer(group, asked)
    await machine.worker.settle()
    assert not machine.phone.keys("taro")
    assert "staff.told.please_telephone" in machine.phone.keys("group")


async def test_s_6_3_with_a_code_read_out_a_new_telephone_has_all_of_it_again(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    await machine.worker.settle()
    await say(machine, "group", f"/{booked.code} cut-off phone", group=True)
    await at_desk(machine)
    told = await say(machine, CLERK.id, f"{booked.code} new-chat phone")
    assert told[:2] == ["staff.did.new_chat", "staff.told.chat_code"]  # the code below the line that says what it is
    found = SHOWN.search(texts(machine, CLERK.id))
    assert found
    assert await say(machine, "U1", "hello", found[0], "yes", channel="line") == [
        "chats.joined",
        "looking.booking.booked",
    ]
    whole = machine.whole(booked)
    assert whole.person == booked.person
    assert not whole.gone
    assert (await say(machine, "taro", found[0]))[0] == "chats.wrong"


async def test_a_code_is_never_shown_in_the_group_nor_without_how_it_is_known_who_asks(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    await machine.worker.settle()
    assert await say(machine, "group", f"/{booked.code} new-chat phone", group=True) == ["staff.refused.at_desk"]
    await at_desk(machine)
    assert (await say(machine, CLERK.id, f"{booked.code} new-chat"))[0] == "staff.refused.how_known"
    assert machine.ask("SELECT count(*) FROM chat_code") == [(0,)]


async def test_without_a_reason_staff_are_asked_and_nothing_is_cut_off(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    await machine.worker.settle()
    assert await say(machine, "group", f"/{booked.code} lost", group=True) == ["staff.card.cut_off_reasons"]
    assert not machine.whole(booked).gone
    assert await say(machine, "group", "1", group=True) == []  # talk stays talk
    assert await say(machine, "group", f"/{booked.code} cut-off phone", group=True) == ["staff.did.cut_off"]
    assert await say(machine, "group", f"/{booked.code} cut-off phone", group=True) == ["staff.refused.no_chat"]


async def test_who_cut_a_chat_off_and_why_is_written_down(machine: Machine) -> None:
    group, chat = machine.staff_group(), machine.chat("taro")
    booked = machine.booked(chat, group)
    await machine.worker.settle()
    await say(machine, "group", f"/{booked.code} cut-off counter", group=True)
    written = machine.ask("SELECT who, subject, detail FROM audit WHERE deed = 'cut_off_chats'")
    assert len(written) == 1
    who, subject, detail = written[0]
    assert str(who).startswith("clerk:telegram:")
    assert (subject, "counter" in str(detail)) == (booked.person, True)
