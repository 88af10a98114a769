"""Name, number and telephone by form, in whole turns: from the link to the booking, with real HTTP to the page."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.web.client import News
from bot.house import House
from bot.pages.desk import Desk
from bot.pages.routes import routes
from bot.ports import FixedClock, SeededChance
from bot.settings import BadSettings, load
from bot.wiring import prepare, without_address
from flows.booking.details import Details
from flows.office.appointment import Status
from flows.register import ENGINE
from flows.session import to_json
from storage.offices import load as offices
from storage.records import applications, conversations, forms
from storage.tables import metadata
from storage.vault import Keyring
from tests.bot.moving import MONDAY, Machine

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from storage.unit import Unit

FILLED = {"name": "Test Taro", "number": "01234-5678901", "phone": "090-1234-5678"}
ENTERED = Details("Test Taro", "01234-5678901", "+819012345678")
SECRETS = ("Test Taro", "Taro", "01234-5678901", "5678901", "090-1234-5678", "+819012345678", "12345678")
ADDRESS = re.compile(r"https://office\.example(/f/\w+)")
TO_THE_FORM = ("hello", "English", "1", "1", "1", "1")


@pytest.fixture
def by_form(make_machine: Callable[..., Machine], database_url: str) -> Machine:
    machine = make_machine(database_url, by_form=("telegram", "line"))
    machine.staff_group()
    return machine


async def says(machine: Machine, *words: str, channel: str = "telegram") -> list[str]:
    """Typed in the chat; what came there after the last of it."""
    phone = machine.phone if channel == "telegram" else machine.line
    for each in words:
        phone.sendings.clear()
        machine.later(seconds=1)
        machine.says("taro", each, channel=channel)
        await machine.worker.settle()
    return phone.keys("taro")


def link(machine: Machine) -> str:
    """The path of the newest link."""
    both = (*machine.phone.sendings, *machine.line.sendings)
    found = [each for sending in both for text in sending.payload["texts"] for each in ADDRESS.findall(text)]
    return str(found[-1])


def browser(machine: Machine) -> httpx.AsyncClient:
    house = House(machine.rooms, machine.store, News(), lambda: None)
    app = Starlette(routes=routes(Desk(house, machine.clock, machine.chance, secure=True)))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://office.example")


async def sends(machine: Machine, path: str, **different: str) -> httpx.Response:
    """The page filled in and sent; and what the chat makes of it."""
    machine.phone.sendings.clear()
    machine.line.sendings.clear()
    async with browser(machine) as client:
        answer = await client.post(path, data={**FILLED, **different})
    await machine.worker.settle()
    return answer


def rows(machine: Machine) -> list[tuple[Any, ...]]:
    return machine.ask("SELECT id FROM form")


def everything_said(machine: Machine) -> str:
    """All that the messengers were given, every question's row, and the session as it is when opened."""

    def sessions(unit: Unit) -> str:
        both = [*conversations.on_channel(unit, "telegram"), *conversations.on_channel(unit, "line")]
        kept = [conversations.session(unit, each, ENGINE.drafts) for each in both if each.kind == "person"]
        return json.dumps([to_json(each) for each in kept], default=str)

    def columns(connection: Connection) -> str:
        found = [connection.execute(table.select()).all() for table in metadata.sorted_tables]
        return repr([tuple(row) for table in found for row in table])

    sent = repr([each.payload for each in (*machine.phone.sendings, *machine.line.sendings)])
    return sent + machine.do(sessions) + machine.write(columns)


@pytest.mark.parametrize("channel", ["telegram", "line"])
async def test_from_the_link_to_the_booking_nothing_personal_goes_through_the_messenger(
    by_form: Machine, channel: str
) -> None:
    machine, heard = by_form, ""
    assert await says(machine, *TO_THE_FORM, channel=channel) == ["booking.form.ask"]
    answer = await sends(machine, link(machine))
    assert answer.status_code == 303
    phone = machine.phone if channel == "telegram" else machine.line
    assert phone.keys("taro")[:1] == ["anytime.received"]
    heard += everything_said(machine)
    for _ in range(12):
        keys = await says(machine, "registered" if "residence" in str(phone.keys("taro")) else "1", channel=channel)
        heard += everything_said(machine)
        if "booking.done.told" in keys:
            break
    assert "booking.done.told" in keys
    assert "T…" in heard  # the masks were shown, so this is the right place to look
    assert [each for each in SECRETS if each in heard] == []
    chat = machine.chat("taro", channel=channel)
    asked = machine.do(lambda unit: applications.of_person(unit, str(chat.person)))[0]
    told = machine.do(lambda unit: applications.opened(unit, asked.id))
    assert (told.name, told.number, told.phone) == (ENTERED.name, ENTERED.number, ENTERED.phone)
    assert rows(machine) == []  # what it stood on has become the application's own
    group = machine.chat("group", group=True)
    assert machine.book(chat, machine.offer(group, asked)).status is Status.BOOKED
    await machine.worker.settle()
    await says(machine, "my booking", channel=channel)
    assert [each for each in SECRETS if each in everything_said(machine)] == []


async def test_what_is_typed_in_the_chat_all_the_same_comes_back_in_no_letter(by_form: Machine) -> None:
    await says(by_form, *TO_THE_FORM)
    for typed in ("Test Taro", "01234-5678901", "090-1234-5678"):
        assert await says(by_form, typed) == ["refusal.not_in_chat", "booking.form.ask"]
        assert [each for each in SECRETS if each in everything_said(by_form)] == []


async def test_of_two_that_send_the_same_page_at_once_one_is_taken(by_form: Machine) -> None:
    await says(by_form, *TO_THE_FORM)
    path = link(by_form)
    async with browser(by_form) as one, browser(by_form) as two:
        answers = await asyncio.gather(
            one.post(path, data=FILLED), two.post(path, data={**FILLED, "name": "Test Jiro"})
        )
    await by_form.worker.settle()
    assert sorted(each.status_code for each in answers) == [303, 404]
    winner = "Test Taro" if answers[0].status_code == 303 else "Test Jiro"
    chat = by_form.chat("taro")
    kept = by_form.do(lambda unit: forms.taken(unit, chat.id, str(rows_of(unit, chat.id))))
    assert kept.name == winner
    assert by_form.phone.keys("taro").count("anytime.received") == 1


def rows_of(unit: Unit, conversation: str) -> str:
    found = forms.of(unit, conversation, "")
    assert found
    return found.id


@pytest.mark.parametrize("ended", ["cancelled", "begun anew", "expired", "too old", "replaced"])
async def test_a_page_whose_draft_or_time_is_over_takes_nothing(by_form: Machine, ended: str) -> None:
    await says(by_form, *TO_THE_FORM)
    path = link(by_form)
    match ended:
        case "cancelled":
            await says(by_form, "cancel", "yes")
        case "begun anew":
            await says(by_form, "start over", "yes", *TO_THE_FORM[1:])
        case "expired":
            by_form.later(days=1, seconds=1)
            await by_form.worker.settle()
        case "too old":
            by_form.later(minutes=60)
        case _:
            await says(by_form, "1")
    answer = await sends(by_form, path)
    assert answer.status_code == 404
    assert "048-" in answer.text or "tel:" in answer.text
    assert by_form.phone.keys("taro") == []
    assert by_form.ask("SELECT count(*) FROM form WHERE entered IS NOT NULL") == [(0,)]
    if ended in {"cancelled", "expired"}:
        assert rows(by_form) == []


async def test_the_chat_of_one_is_never_filled_in_by_the_link_of_another(by_form: Machine) -> None:
    await says(by_form, *TO_THE_FORM)
    path = link(by_form)
    await says(by_form, *TO_THE_FORM, channel="line")
    await sends(by_form, path)
    assert by_form.phone.keys("taro")[:1] == ["anytime.received"]
    assert by_form.line.keys("taro") == []


async def test_nothing_personal_is_logged(by_form: Machine, logged: list[Any]) -> None:
    await says(by_form, *TO_THE_FORM)
    path = link(by_form)
    await sends(by_form, path, phone="1")
    await sends(by_form, path)
    assert [each for each in (*SECRETS, path) if each in repr(logged)] == []


async def test_the_page_is_in_the_language_of_the_chat(by_form: Machine) -> None:
    await says(by_form, "hello", "日本語", *TO_THE_FORM[2:])
    async with browser(by_form) as client:
        text = (await client.get(link(by_form))).text
    assert '<html lang="ja"' in text


def test_a_chat_with_form_entry_needs_an_address_that_people_can_open() -> None:
    served = offices(only=("kumagaya",))
    line = {"line_channel_secret": "s", "line_channel_access_token": "t", "_env_file": None}
    [missing] = without_address(load(**line), served)
    assert "MADOGUCHI_PUBLIC_URL is missing" in missing
    assert "kumagaya" in missing
    assert "[entry] line" in missing
    assert without_address(load(**line, public_url="https://office.example"), served) == []
    assert without_address(load(_env_file=None), served) == []  # LINE is off
    keys = Keyring.fresh(SeededChance(1).data)
    with pytest.raises(BadSettings, match="kumagaya takes name"):
        prepare(load(**line, secret_keys=keys, offices="kumagaya"), SeededChance(1), FixedClock(MONDAY), migrate=False)
