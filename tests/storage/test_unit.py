from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select

from storage.tables.keys import DATA_KEY
from storage.unit import CHECK, LOOKUP, Erased, NoCheck, Unit, ensure_keys_fit, erase
from storage.vault import Damaged, Keyring, Vault, WrongKey
from tests.storage.house import SOON, House

if TYPE_CHECKING:
    from tests.storage.conftest import OpenStore


def test_what_was_sealed_opens_in_a_later_transaction(house: House) -> None:
    sealed = house.do(lambda unit: unit.seal("person:p1", "application:a1:name", "Test Taro"))
    assert b"Taro" not in sealed
    assert house.do(lambda unit: unit.open("person:p1", "application:a1:name", sealed)) == b"Test Taro"


@pytest.mark.parametrize(
    ("scope", "place"),
    [("person:p1", "application:a2:name"), ("person:p1", "application:a1:phone"), ("person:p2", "application:a1:name")],
)
def test_it_opens_nowhere_else(house: House, scope: str, place: str) -> None:
    sealed = house.do(lambda unit: unit.seal("person:p1", "application:a1:name", "Test Taro"))
    house.do(lambda unit: unit.seal("person:p2", "application:a1:name", "somebody"))
    with pytest.raises(Damaged):
        house.do(lambda unit: unit.open(scope, place, sealed))


def test_after_erasure_nothing_opens(house: House) -> None:
    sealed = house.do(lambda unit: unit.seal("person:p1", "application:a1:name", "Test Taro"))
    house.do(lambda unit: erase(unit, "person:p1"))
    with pytest.raises(Erased):
        house.do(lambda unit: unit.open("person:p1", "application:a1:name", sealed))


def test_erasure_counts_within_its_own_transaction_too(house: House) -> None:
    def work(unit: Unit) -> bytes:
        sealed = unit.seal("person:p1", "application:a1:name", "Test Taro")
        erase(unit, "person:p1")
        return unit.open("person:p1", "application:a1:name", sealed)

    with pytest.raises(Erased):
        house.do(work)


def test_json_comes_back_as_it_was(house: House) -> None:
    data = {"text": "見本", "list": [1, None]}
    sealed = house.do(lambda unit: unit.seal_json("conversation:c1", "outbox:k:letter", data))
    assert house.do(lambda unit: unit.open_json("conversation:c1", "outbox:k:letter", sealed)) == data


def test_a_fingerprint_is_the_same_for_the_same_text_of_the_same_kind(house: House) -> None:
    def prints(unit: Unit) -> tuple[str, ...]:
        return unit.fingerprint("number", "1"), unit.fingerprint("number", "2"), unit.fingerprint("link", "1")

    assert house.do(prints) == house.do(prints)
    assert len(set(house.do(prints))) == 3


def test_two_that_make_a_key_at_once_use_the_same_one(open_store: OpenStore, database_url: str) -> None:
    house = House(open_store(database_url))
    start = threading.Barrier(4)

    def seal(number: int) -> bytes:
        start.wait(SOON)
        return house.do(lambda unit: unit.seal("person:p1", f"t:{number}:f", "x"))

    with ThreadPoolExecutor(4) as pool:
        sealed = list(pool.map(seal, range(4)))
    for number, each in enumerate(sealed):
        assert house.do(lambda unit, n=number, s=each: unit.open("person:p1", f"t:{n}:f", s)) == b"x"  # type: ignore[misc]


# --- the start


@pytest.fixture
def bare(house: House) -> House:
    """Without a single key."""
    house.do(lambda unit: unit.connection.execute(delete(DATA_KEY)).close())
    return house


def test_the_first_start_leaves_a_value_that_later_starts_are_checked_by(bare: House) -> None:
    bare.do(ensure_keys_fit)
    bare.do(ensure_keys_fit)
    scopes = select(DATA_KEY.c.scope)
    assert bare.do(lambda unit: sorted(unit.connection.execute(scopes).scalars())) == [CHECK, LOOKUP]


def test_a_start_with_another_key_is_refused_and_changes_nothing(bare: House) -> None:
    bare.do(ensure_keys_fit)
    bare.vault = Vault(Keyring.parse(Keyring.fresh(bare.chance.data)), bare.chance.data)
    with pytest.raises(WrongKey, match="MADOGUCHI_SECRET_KEYS"):
        bare.do(ensure_keys_fit)
    assert bare.do(lambda unit: unit.connection.execute(select(func.count(DATA_KEY.c.scope))).scalar()) == 2


def test_a_start_on_sealed_records_without_the_value_is_refused(bare: House) -> None:
    bare.do(lambda unit: unit.seal("person:p1", "t:1:f", "x"))
    with pytest.raises(NoCheck):
        bare.do(ensure_keys_fit)
