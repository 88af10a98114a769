"""The whole story in each language that ships, by typing alone; all that is shown is in the reader's own scripts.

`play` looks at every text as it is sent. Never here: wording; the branches of a talk are in `test_branches`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from flows.office.appointment import Status
from locales.choice import NAMES
from tests.talks.play import Play, Stage, stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", params=NAMES)
def tag(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, tag: str) -> str:
    copy = tmp_path_factory.mktemp("languages") / f"{tag}.db"
    copy.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{copy}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tag: str, url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with stage(tag, tmp_path_factory.mktemp("house"), url) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def talk(house: Stage, tmp_path: Path) -> AsyncIterator[Play]:
    async with house.play(tmp_path) as opened:
        yield opened


async def test_booked_reminded_late_and_cancelled(talk: Play) -> None:
    await talk.says("")
    await talk.says(NAMES[talk.tag][0])
    assert talk.newest().tag == talk.tag
    await talk.names("go_on", "go_on", "yes", "yes")
    await talk.answers()
    await talk.wishes()
    await talk.names("apply")
    assert talk.heard()[-2:] == ["booking.done.told", "home.next.ask"]
    await talk.staff(f"{talk.code} 1 3", f"{talk.code} offer")
    await talk.says("2")
    assert "notice.booked" in talk.heard()
    appointment = (await talk.application()).appointment
    assert appointment
    await talk.staff(f"{talk.code} link https://zoom.example/j/1")
    await talk.at(appointment.slot.start - timedelta(minutes=61))
    assert "notice.reminder" in talk.heard()
    await talk.commands("booking", "phone", "person", "repeat")
    await talk.commands("cancel")
    await talk.names("yes")
    assert await talk.status() is Status.CANCELLED_BY_PERSON
    assert "cancelling.done" in talk.heard()


async def test_booked_not_come_deemed_cancelled_and_appealed(talk: Play) -> None:
    start = await talk.begun()
    await talk.at(start + timedelta(minutes=5))
    assert talk.heard() == ["notice.trouble"]
    await talk.at(start + timedelta(minutes=10))
    assert talk.heard() == ["notice.deemed"]
    assert await talk.status() is Status.DEEMED_CANCELLED
    await talk.names("in_touch")
    assert talk.heard()
    code = talk.code
    await talk.staff(f"{code} accept")
    assert talk.heard()[0].startswith("notice.")
    await talk.staff(f"{code} refuse 30 rules")
    assert "notice.use_refused" in talk.heard()


async def test_asked_for_declined_and_taken_back(talk: Play) -> None:
    code = await talk.applies()
    await talk.staff(f"{code} decline full")
    assert "notice.declined" in talk.heard()
    await talk.says("xyzzy", "xyzzy", "xyzzy")
    assert talk.heard()
