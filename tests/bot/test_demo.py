"""The demo's stage behind its page: the language in which the staff group begins."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot import demo, wiring
from bot.channels.web.parse import NAME as WEB
from bot.demo import STAFF, DemoStage
from bot.ports import FixedClock, MovableClock, SeededChance
from storage.records import conversations, staff, web_messages
from tests.bot.moving import MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[DemoStage]:
    settings, chance = demo.settings(tmp_path, "127.0.0.1", 8080), SeededChance(1)
    clock = MovableClock(FixedClock(MONDAY))
    wiring.prepare(settings, chance, clock, migrate=True)
    made = DemoStage(wiring.whole(settings, clock, chance), clock)
    asyncio.run(made.restart())
    yield made
    made.whole.store.close(60)


def of_the_group(stage: DemoStage) -> tuple[str, str]:
    """Its language, and the name of its clerk."""

    def read(connection: Connection) -> tuple[str, str]:
        unit = stage.whole.rooms.unit(connection)
        group = conversations.find(unit, WEB, STAFF)
        assert group
        return group.locale, staff.members(unit, stage.office)[0].name

    return stage.whole.store.write(read).result(60)


@pytest.mark.parametrize(("browser", "tongue"), [("en", "en"), ("ja", "ja"), ("ja-simple", "ja")])
def test_the_staff_group_begins_in_the_language_of_the_browser(stage: DemoStage, browser: str, tongue: str) -> None:
    assert of_the_group(stage)[0] == "ja"
    asyncio.run(stage.greet(browser))
    assert of_the_group(stage) == (tongue, stage.whole.rooms.words[tongue].text("demo.clerk"))


def test_what_was_chosen_or_already_read_there_stays(stage: DemoStage) -> None:
    asyncio.run(stage.set_language("en"))
    asyncio.run(stage.greet("ja"))
    assert of_the_group(stage)[0] == "en"
    stage.chosen = ""
    asyncio.run(stage.restart())
    asyncio.run(stage.greet("en"))

    def say(connection: Connection) -> None:
        unit = stage.whole.rooms.unit(connection)
        group = conversations.find(unit, WEB, STAFF)
        assert group
        web_messages.add(unit, group.id, "bot", "k1", {"text": "a card"})

    stage.whole.store.write(say).result(60)
    asyncio.run(stage.greet("ja"))
    assert of_the_group(stage)[0] == "en"
