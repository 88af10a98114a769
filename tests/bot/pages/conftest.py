"""The pages over a house of the tests' own, with and without a server.

Here live the fixtures that only `bot.pages` needs.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.applications import Starlette

from bot.lab.server import HttpServer, LoopThread
from bot.pages.desk import Desk
from bot.pages.routes import demo_routes, routes
from bot.ports import SeededChance
from tests.bot.pages.house import FakeHouse, FakeStage
from tests.browser import browser, open_page  # noqa: F401 -- fixtures are found by their names here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def house() -> FakeHouse:
    return FakeHouse()


@pytest.fixture
def stage(house: FakeHouse) -> FakeStage:
    return FakeStage(house)


@pytest.fixture
def app(house: FakeHouse, stage: FakeStage) -> Starlette:
    desk = Desk(house, house.clock, SeededChance(7), secure=False)
    return Starlette(routes=[*routes(desk), *demo_routes(desk, stage)])


@pytest.fixture
def loop_thread() -> Iterator[LoopThread]:
    thread = LoopThread("pages")
    yield thread
    thread.stop()


@pytest.fixture
def site(app: Starlette, loop_thread: LoopThread) -> Iterator[str]:
    """The pages over real HTTP; gives their address."""
    server = HttpServer(app, loop_thread)
    yield server.url
    server.close()


@pytest.fixture
def new_client(site: str) -> Iterator[Callable[[], httpx.Client]]:
    """Browsers that run no JavaScript, each with cookies of its own."""
    with contextlib.ExitStack() as stack:
        headers = {"Accept-Language": "en"}
        yield lambda: stack.enter_context(httpx.Client(base_url=site, headers=headers, trust_env=False))


@pytest.fixture
def client(new_client: Callable[[], httpx.Client]) -> httpx.Client:
    return new_client()
