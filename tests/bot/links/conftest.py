"""Zoom over real HTTP: the stand-in, the product's own client, and a machine whose office has its links made there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.credentials import ZoomAccount
from bot.lab.zoom import ZoomLab
from bot.links.zoom import Zoom
from bot.meetings import MeetingRoom
from bot.ports import FixedClock
from bot.schedule import Schedule
from bot.turn import Turns
from tests.bot.conftest import MakeMachine
from tests.bot.moving import MONDAY, Machine

START = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)


def account(secret: str = "secret") -> ZoomAccount:
    return ZoomAccount.model_validate({"account_id": "account", "client_id": "client", "client_secret": secret})


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


@pytest.fixture
def lab(clock: FixedClock) -> Iterator[ZoomLab]:
    with ZoomLab(clock.now) as lab:
        yield lab


@pytest.fixture
async def zoom(lab: ZoomLab, clock: FixedClock, patience: float) -> AsyncIterator[Zoom]:
    made = Zoom(account(), clock, api_url=lab.url, oauth_url=lab.url, seconds=patience)
    yield made
    await made.close()


@pytest.fixture
def machine(make_machine: MakeMachine, database_url: str, clock: FixedClock, zoom: Zoom) -> Machine:
    """Its clock is the stand-in's, its demo office has the provider `zoom`."""
    machine = make_machine(database_url, clock=clock)
    demo = machine.policy
    video = demo.video.model_copy(update={"provider": "zoom"})
    policies = {"demo": demo.model_copy(update={"video": video})}
    machine.rooms = replace(machine.rooms, clock=clock, policies=policies)
    machine.turns, machine.schedule = Turns(machine.rooms), Schedule(machine.rooms)
    machine.delivery.rooms = machine.rooms
    machine.worker.turns, machine.worker.schedule = machine.turns, machine.schedule
    machine.worker.meetings = MeetingRoom(machine.rooms, machine.store, {"demo": zoom})
    return machine
