from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.storage.house import House

if TYPE_CHECKING:
    from storage.store import Store


@pytest.fixture
def house(store: Store) -> House:
    return House(store)


def test_smoke(house: House) -> None:
    chat = house.chat()
    a = house.booked(chat)
    print(a)
    print(house.see(house.staff_group()))
    assert 0
