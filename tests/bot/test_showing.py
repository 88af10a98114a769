"""The staff card, masked or whole, changed by the office's file alone: in cards, in wishes, in lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.envelope import Later
from bot.post import Post
from flows import facts
from flows.notices import Notice, by_telephone
from flows.office.appointment import Application
from flows.office.opening import after_office_hours
from flows.staff.whole import Behind, unmasked
from flows.values import Text, Value, Values
from storage.offices import PACKAGED, read
from storage.records import applications, audit, conversations
from storage.records.conversations import Conversation
from storage.tables.outbox import OUTBOX
from storage.unit import Unit, erase
from tests.bot.moving import CLERK, Machine

NAME, NUMBER, PHONE = "Test Taro", "01234-5678901", "090-0000-0001"
MASKED_NUMBER = "…01"
WHOLE, MASKED = "full", "masked"


@dataclass
class House:
    """An office whose file says which card."""

    machine: Machine
    group: Conversation
    chat: Conversation

    async def told(self) -> str:
        """Everything that the group has been told since the last look, as it stands on the screen."""
        await self.machine.worker.settle()
        sent = [text for each in self._to("group") for text in each]
        self.machine.phone.sendings.clear()
        return "\n".join(sent)

    def _to(self, address: str) -> list[Sequence[str]]:
        return [each.payload["texts"] for each in self.machine.phone.sendings if each.address == address]

    async def orders(self, typed: str) -> str:
        self.machine.says("group", typed, group=True)
        return await self.told()

    async def booked(self) -> Application:
        machine = self.machine
        made = machine.book(self.chat, machine.offer(self.group, machine.wish(self.chat)))
        await self.told()
        return made


def house(machine: Machine, folder: Path, card: str) -> House:
    file = folder / "demo.toml"
    text = (PACKAGED / "demo.toml").read_text("utf-8")
    assert text.count('staff_card = "masked"') == 1
    file.write_text(text.replace('staff_card = "masked"', f'staff_card = "{card}"'), "utf-8")
    machine.delivery.rooms = replace(machine.rooms, policies={"demo": read(file)})
    return House(machine, machine.staff_group(), machine.chat("taro"))


def whole(told: str) -> bool:
    """Does it show the person whole, rather than masked? It must be one of them."""
    shown = (NAME in told, PHONE in told, "T…" not in told)
    assert shown in {(True, True, True), (False, False, False)}, told
    return all(shown)


CARDS = pytest.mark.parametrize("card", [MASKED, WHOLE])


@CARDS
async def test_the_card_of_a_request_and_of_a_booking_is_as_the_file_says(
    machine: Machine, tmp_path: Path, card: str
) -> None:
    here = house(machine, tmp_path, card)
    asked = machine.wish(here.chat)
    told = await here.told()
    assert whole(told) == (card == WHOLE)
    assert (NUMBER in told, MASKED_NUMBER in told) == (card == WHOLE, card == MASKED)
    machine.book(here.chat, machine.offer(here.group, asked))
    assert whole(await here.told()) == (card == WHOLE)


@CARDS
async def test_the_cards_of_wishes_to_change_and_to_cancel_are_too(machine: Machine, tmp_path: Path, card: str) -> None:
    here = house(machine, tmp_path, card)
    made = await here.booked()
    due = after_office_hours(machine.clock.now(), 8, machine.policy)
    machine.happen(here.chat, facts.ChangeWished(made.id, (machine.free(days=2)[0].start,), due))
    assert whole(await here.told()) == (card == WHOLE)
    machine.happen(here.chat, facts.CancelWished(made.id))
    assert whole(await here.told()) == (card == WHOLE)


@CARDS
async def test_the_list_of_today_and_of_a_closed_day_are_too(machine: Machine, tmp_path: Path, card: str) -> None:
    here = house(machine, tmp_path, card)
    made = await here.booked()
    assert made.appointment
    day = made.appointment.slot.day
    assert whole(await here.orders(f"close {day} a storm")) == (card == WHOLE)
    machine.clock.move_to(made.appointment.slot.start - timedelta(hours=1))
    await here.told()
    assert whole(await here.orders("today")) == (card == WHOLE)


@CARDS
async def test_the_line_of_whom_to_telephone_is_too(machine: Machine, tmp_path: Path, card: str) -> None:
    here = house(machine, tmp_path, card)
    made = await here.booked()
    line = by_telephone(Notice("person", "notice.booked", {}), made)
    machine.do(lambda unit: Post(machine.rooms, unit, "test:line").to_staff("demo", line))
    assert whole(await here.told()) == (card == WHOLE)


# -- what is kept, and what is written down ------------------------------------------------------------------------


async def test_the_outbox_keeps_no_name_even_sealed_once_the_card_is_sent_and_each_look_is_written_down(
    machine: Machine, tmp_path: Path
) -> None:
    here = house(machine, tmp_path, WHOLE)
    made = machine.wish(here.chat)
    (letter,) = machine.do(lambda unit: _letters(unit, here.group))
    assert (letter["values"]["name"], letter["values"]["number"]) == ("T…", MASKED_NUMBER)
    assert whole(await here.told())
    assert machine.ask("SELECT rendered FROM outbox WHERE rendered IS NOT NULL") == []
    seen = machine.do(lambda unit: audit.about(unit, made.id))
    assert [(each.who, each.detail) for each in seen if each.deed == "reveal"] == [(f"group:{here.group.id}", {})]


async def test_while_a_whole_card_waits_to_be_sent_again_its_words_are_sealed(machine: Machine, tmp_path: Path) -> None:
    here = house(machine, tmp_path, WHOLE)
    machine.phone.endings.extend([Later(3600.0, "busy")])
    machine.wish(here.chat)
    await machine.worker.settle()
    rows = machine.ask("SELECT letter, rendered FROM outbox WHERE rendered IS NOT NULL")
    assert rows
    for word in (NAME, NUMBER, PHONE, "+819000000001"):
        assert not any(word.encode() in bytes(kept) for row in rows for kept in row)


async def test_of_whom_everything_was_erased_the_mask_stays(machine: Machine, tmp_path: Path) -> None:
    here = house(machine, tmp_path, WHOLE)
    made = await here.booked()
    machine.do(lambda unit: erase(unit, applications.scope(made.person)))
    assert made.appointment
    machine.clock.move_to(made.appointment.slot.start - timedelta(hours=1))
    told = await here.orders("today")
    assert "T…" in told
    assert NAME not in told


async def test_the_person_s_own_chat_is_shown_nothing_more(machine: Machine, tmp_path: Path) -> None:
    here = house(machine, tmp_path, WHOLE)
    machine.book(here.chat, machine.offer(here.group, machine.wish(here.chat)))
    await machine.worker.settle()
    sent = [text for each in machine.phone.sendings if each.address == "taro" for text in each.payload["texts"]]
    assert sent
    assert not any(NAME in text or PHONE in text for text in sent)


# -- what is a mask -------------------------------------------------------------------------------------------------

TARO = Behind("T…", MASKED_NUMBER, NAME, NUMBER, "+819000000001")


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (
            {"code": "K001", "name": "T…"},
            {"code": "K001", "name": Text("staff.card.whole", {"name": NAME, "phone": PHONE})},
        ),
        ({"code": "K001", "number": MASKED_NUMBER}, {"code": "K001", "number": NUMBER}),
        ({"code": "K001", "name": CLERK.name}, {"code": "K001", "name": CLERK.name}),
        ({"code": "K001", "name": ""}, {"code": "K001", "name": ""}),
        ({"code": "K002", "name": "T…"}, {"code": "K002", "name": "T…"}),
        ({"name": "T…"}, {"name": "T…"}),
        (
            {"code": "K001", "number": Text("staff.card.no_number")},
            {"code": "K001", "number": Text("staff.card.no_number")},
        ),
    ],
)
def test_only_the_mask_of_that_very_application_gives_way(values: Values, shown: Values) -> None:
    assert unmasked(values, lambda code: TARO if code == "K001" else None) == shown
    line = Text("staff.today.line", values)
    lines: Value = (Text("staff.today.line", shown),)
    assert unmasked({"lines": (line,)}, lambda code: TARO if code == "K001" else None) == {"lines": lines}


def test_how_the_name_is_read_stands_beside_it() -> None:
    read = replace(TARO, name_reading="てすと たろう")
    shown = unmasked({"code": "K001", "name": TARO.masked_name}, lambda _code: read)["name"]
    assert isinstance(shown, Text)
    assert shown.values["name"] == Text("booking.name_reading.both", {"name": NAME, "reading": "てすと たろう"})


def _letters(unit: Unit, conversation: Conversation) -> list[Any]:
    kept = select(OUTBOX.c.key, OUTBOX.c.letter).where(OUTBOX.c.conversation_id == conversation.id)
    scope = conversations.scope(conversation.id)
    return [unit.open_json(scope, f"outbox:{key}:letter", letter) for key, letter in unit.connection.execute(kept)]
