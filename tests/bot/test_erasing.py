"""The commands about keeping and erasing, on a database of their own."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update
from typer.testing import CliRunner

from bot import erasing, keeping_commands
from bot.__main__ import app
from bot.channels.web.render import own, render
from bot.commands import within
from bot.envelope import Letter
from bot.ports import SystemChance
from bot.settings import BadSettings, Settings, load
from flows.facts import Wished
from flows.messages import Choice
from flows.office.appointment import Deed
from flows.values import Text
from storage.engines import open_engine
from storage.migrate import upgrade
from storage.offices import load as offices
from storage.offices import publish_samples
from storage.records import applications, audit, conversations, web_messages
from storage.tables.applications import APPLICATION
from storage.vault import Keyring
from tests.bot.pages.house import words

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from storage.unit import Unit

WORDS = words("en", {"talk.name": "What is your name?"})
QUESTION = Letter("jiro", "talk.name", choices=(Choice("yes", Text("label.yes")),), prompt="p1")
NAME, NUMBER, CODE, OPEN = "Test Taro", "01234-5678901", "T001", "T002"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = load(
        _env_file=None,
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path}/keeping.sqlite3",
        secret_keys=Keyring.fresh(SystemChance().data),
    )
    engine = open_engine(made.database)
    upgrade(engine)
    engine.dispose()
    within(made, lambda unit: publish_samples(unit, offices()))
    within(made, lambda unit: asked(unit, "taro", CODE, cancelled=True))
    within(made, lambda unit: asked(unit, "hanako", OPEN))
    return made


def asked(unit: Unit, address: str, code: str, *, cancelled: bool = False) -> None:
    chat = conversations.find_or_make(
        unit, "telegram", address, group=False, guess="en", default_locale="en", office="demo"
    )
    wished = Wished(code, NAME, NUMBER, "+819000000001", "", "none", "", (), unit.now)
    ident = applications.make(unit, wished, chat, offices()["demo"])
    if cancelled:
        applications.advance(unit, applications.hold(unit, ident), Deed.CANCEL, "person")


def names(settings: Settings) -> list[bool]:
    return within(settings, lambda unit: [bool(each) for each in unit.connection.execute(_NAMES).scalars()])


_NAMES = select(APPLICATION.c.name).order_by(APPLICATION.c.code)


def age(settings: Settings, days: int) -> None:
    def change(unit: Unit) -> None:
        then: datetime = unit.now - timedelta(days=days)
        unit.connection.execute(update(APPLICATION).values(updated_at=then, created_at=then))

    within(settings, change)


def test_the_purge_only_shows_what_is_due_until_it_is_told_to_erase(settings: Settings) -> None:
    assert erasing.purged(settings, erase=True) == {}
    age(settings, 31)
    assert erasing.purged(settings, erase=False) == {"applications": 1}
    assert names(settings) == [True, True]
    assert erasing.purged(settings, erase=True) == {"applications": 1}
    assert names(settings) == [False, True]  # the other is still asked for


def test_all_that_is_kept_of_a_person_is_shown_and_who_looked_is_written_down(settings: Settings) -> None:
    held = erasing.shown(settings, "demo", CODE)
    assert [(each["name"], each["number"], each["status"]) for each in held["applications"]] == [
        (NAME, NUMBER, "cancelled_by_person")
    ]
    assert [each["address"] for each in held["chats"]] == ["taro"]
    ident = held["applications"][0]["id"]
    entries = within(settings, lambda unit: audit.about(unit, ident))
    assert [each.deed for each in entries if each.who.startswith("operator:")] == ["reveal"]
    json.dumps(held)


def test_s_5_4_an_operator_erases_upon_a_persons_word_and_nobody_elses(settings: Settings) -> None:
    erasing.erased(settings, "demo", CODE)
    assert names(settings) == [False, True]
    assert "name" not in erasing.shown(settings, "demo", CODE)["applications"][0]


def test_s_5_4_an_operator_erases_nothing_that_is_still_asked_for(settings: Settings) -> None:
    with pytest.raises(BadSettings, match="cancel it first"):
        erasing.erased(settings, "demo", OPEN)
    assert names(settings) == [True, True]


def test_a_code_of_another_office_or_of_none_opens_nothing(settings: Settings) -> None:
    for office, code in (("kumagaya", CODE), ("demo", "NONE")):
        with pytest.raises(BadSettings, match="has no booking with the code"):
            erasing.shown(settings, office, code)


def test_the_commands_say_what_they_did(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping_commands, "load", lambda: settings)
    run, who = CliRunner(env={"COLUMNS": "200"}), ["--office", "demo", "--code", CODE]
    file = tmp_path / "taro.json"
    assert "nothing is due" in run.invoke(app, ["purge"]).output
    assert NAME in run.invoke(app, ["person", "show", *who]).output
    assert run.invoke(app, ["person", "export", *who, "--out", str(file)]).exit_code == 0
    assert json.loads(file.read_text("utf-8"))["applications"][0]["name"] == NAME
    assert run.invoke(app, ["person", "erase", *who], input="n\n").exit_code == 1
    assert names(settings) == [True, True]
    assert "erased" in run.invoke(app, ["person", "erase", *who, "--yes"]).output
    assert names(settings) == [False, True]


def test_a_page_is_shown_letter_by_letter_with_its_time(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def say(unit: Unit) -> None:
        chat = conversations.find_or_make(
            unit, "web", "jiro", group=False, guess="en", default_locale="en", office="demo"
        )
        wished = Wished("T003", NAME, NUMBER, "+819000000001", "", "none", "", (), unit.now)
        applications.make(unit, wished, chat, offices()["demo"])
        web_messages.add(unit, chat.id, "bot", "k1", render([QUESTION], WORDS)["bubbles"][0])
        web_messages.add(unit, chat.id, "me", "k2", own("[b]Test Taro", "en"))

    within(settings, say)
    monkeypatch.setattr(keeping_commands, "load", lambda: settings)
    run = CliRunner(env={"COLUMNS": "200"})
    shown = run.invoke(app, ["person", "show", "--office", "demo", "--code", "T003"]).output
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d JST, bot +│ What is your name\?", shown)
    assert re.search(r"│ \[Yes\]", shown)
    assert re.search(r"\d\d:\d\d JST, person +│ \[b\]Test Taro", shown)
    assert '"bubbles"' not in shown
    assert '"text"' not in shown
