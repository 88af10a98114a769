"""A machine of moving parts on each database. Never here: what only channels, pages or the lab need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.bot.moving import Machine

MakeMachine = Callable[..., Machine]


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    """What was logged, instead of printing it."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def patience(request: pytest.FixtureRequest) -> float:
    """Seconds that a client waits: long, as the machine may be busy; not so in a test with *silent* in its name, where
    the far side says nothing.
    """
    return 1.0 if "silent" in request.node.name else 10.0


@pytest.fixture
def make_machine(logged: list[Any]) -> Iterator[MakeMachine]:
    del logged
    made: list[Machine] = []

    def make(url: str, **parts: Any) -> Machine:
        made.append(Machine(url, **parts))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def machine(make_machine: MakeMachine, database_url: str) -> Machine:
    return make_machine(database_url)
