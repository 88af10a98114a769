"""Houses in service for whole stories, each test with its own, on SQLite and on PostgreSQL.

Here live the fixtures that only these stories need.
"""

from __future__ import annotations

import contextlib
import io
import logging
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import structlog

from bot import serve
from bot.logs import configure
from tests.bot.e2e.house import House

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TICK = 0.1
"""The schedule looks more often than in production, so that nobody waits for it."""


class Open(Protocol):
    def __call__(self, **options: Any) -> House: ...


@pytest.fixture(autouse=True)
def quick_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "TICK", TICK)


@pytest.fixture(autouse=True)
def logs() -> Iterator[io.StringIO]:
    """All that the house logs at its most talkative, configured as in production."""
    root, told = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    with contextlib.redirect_stderr(told):
        configure("DEBUG")
    yield told
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def open_on(tmp_path: Path, logs: io.StringIO) -> Iterator[Open]:
    """Starts a house on a database of the test's choice, and ends it after the test."""
    opened: list[House] = []

    def open_one(**options: Any) -> House:
        opened.append(House(folder=tmp_path, **options))
        return opened[-1].start()

    yield open_one
    for house in opened:
        house.close()
    print(logs.getvalue())  # noqa: T201 -- shown by pytest beside a failure


@pytest.fixture
def open_house(database_url: str, open_on: Open) -> Open:
    """The same on both databases. The house ends before its database does."""
    return lambda **options: open_on(url=database_url, **options)


@pytest.fixture
def open_lite(sqlite_url: str, open_on: Open) -> Open:
    """The same on SQLite alone: for what does not depend on the database."""
    return lambda **options: open_on(url=sqlite_url, **options)
