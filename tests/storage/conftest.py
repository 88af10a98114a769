"""A store on each database, with chance and waiting in the test's hands.

Here live the fixtures that only `storage` needs.
Never here: sleeping; a pause is recorded, and may do something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from storage.store import Store
from tests.storage.house import House

if TYPE_CHECKING:
    from collections.abc import Iterator


class OpenStore(Protocol):
    def __call__(self, url: str, **options: Any) -> Store: ...


@pytest.fixture
def open_store() -> Iterator[OpenStore]:
    """Opens stores that do not wait between repeats, and closes them after the test."""
    opened: list[Store] = []

    def open_one(url: str, **options: Any) -> Store:
        opened.append(Store(url, **{"jitter": lambda: 1.0, "pause": lambda _seconds: None, **options}))
        return opened[-1]

    yield open_one
    for store in opened:
        assert store.close(10)


@pytest.fixture
def store(open_store: OpenStore, database_url: str) -> Store:
    return open_store(database_url)


@pytest.fixture
def house(store: Store) -> House:
    """An office with its keys and texts, on each database in turn."""
    return House(store)
