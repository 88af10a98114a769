"""`channels setup`: what it does and refuses, with LINE's stand-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import checking
from bot.__main__ import app
from bot.channels.line.menus import MenuApi
from bot.lab.line import LineLab
from bot.menus import setup
from bot.menus.drawing import Drawn
from bot.menus.layout import alias
from bot.menus.linking import Linking
from bot.settings import BadSettings
from storage.engines import open_engine
from tests.bot.moving import Machine

Plain = Callable[..., Drawn]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, plain: Plain) -> None:
    """The pictures are looked at in other tests."""
    monkeypatch.setattr(setup, "drawn", lambda words: tuple(plain(each.tag) for each in words))


@pytest.fixture
def machine(sqlite_url: str) -> Iterator[Machine]:
    made = Machine(sqlite_url)
    yield made
    made.close()


@pytest.mark.usefixtures("quick")
async def test_each_language_that_is_served_gets_its_menu(
    machine: Machine, lab: LineLab, api: Callable[[], MenuApi]
) -> None:
    linking = Linking(machine.rooms, machine.store, api)
    served = machine.policy.languages
    assert await setup.set_up(linking) == f"rich menus: {len(served)} new, 0 as they were, 0 taken away"
    assert await setup.set_up(linking) == f"rich menus: 0 new, {len(served)} as they were, 0 taken away"
    assert set(lab.world.menus.aliases) == {alias(tag) for tag in served}
    lab.refuse()
    try:
        with pytest.raises(BadSettings, match="line: rich menus: Connect"):
            await setup.set_up(linking)
    finally:
        lab.accept()


@pytest.mark.usefixtures("quick")
async def test_a_database_of_another_release_is_refused_before_line_hears_of_anything(
    machine: Machine, lab: LineLab, api: Callable[[], MenuApi]
) -> None:
    engine = open_engine(machine.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    engine.dispose()
    with pytest.raises(BadSettings, match="madoguchi migrate"):
        await setup.set_up(Linking(machine.rooms, machine.store, api))
    assert lab.calls == []


def test_the_command_only_draws_where_it_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain: Plain
) -> None:
    monkeypatch.setattr(setup, "drawn", lambda words: tuple(plain(each.tag) for each in words))
    monkeypatch.setattr(checking, "introduce", lambda _settings: pytest.fail("a platform was asked"))
    done = CliRunner().invoke(app, ["channels", "setup", "--menus", str(tmp_path / "menus")])
    assert done.exit_code == 0, done.output
    assert {"ja.png", "ja-simple.png", "vi.png", "zh-Hant.png"} <= {
        each.name for each in (tmp_path / "menus").iterdir()
    }
