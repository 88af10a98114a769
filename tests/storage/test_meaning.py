from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.exc import IntegrityError

from storage.meaning import MEANINGS, Meaning, Refused, TimeTaken, meaning
from storage.store import fold
from storage.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

    from storage.store import Store

SOON = 10.0


class WordTaken(Refused):
    """The word is taken."""


class PlaceTaken(Refused):
    """The place is taken."""


WORDS = (
    Meaning("pk_shelf", ("shelf.row", "shelf.place"), PlaceTaken),
    Meaning("uq_shelf_live_word", ("shelf.word",), WordTaken),
)


@pytest.fixture
def shelf(store: Store) -> Store:
    def make(connection: Connection) -> None:
        connection.exec_driver_sql(
            "CREATE TABLE shelf (row INTEGER, place INTEGER, word TEXT NOT NULL, live BOOLEAN, size INTEGER,"
            " CONSTRAINT pk_shelf PRIMARY KEY (row, place), CONSTRAINT ck_shelf_size CHECK (size > 0))"
        )
        connection.exec_driver_sql("CREATE UNIQUE INDEX uq_shelf_live_word ON shelf (word) WHERE live")
        connection.exec_driver_sql("INSERT INTO shelf VALUES (1, 1, 'one', true, 1)")

    store.write(make).result(SOON)
    return store


def put(shelf: Store, values: str) -> None:
    def insert(connection: Connection) -> None:
        with meaning(WORDS):
            connection.execute(text(f"INSERT INTO shelf VALUES ({values})"))

    shelf.write(insert).result(SOON)


def test_a_partial_unique_index_has_a_meaning(shelf: Store) -> None:
    with pytest.raises(WordTaken, match=r"The word is taken\.") as caught:
        put(shelf, "1, 2, 'one', true, 1")
    assert isinstance(caught.value.__cause__, IntegrityError)


def test_a_primary_key_of_several_columns_has_a_meaning(shelf: Store) -> None:
    with pytest.raises(PlaceTaken):
        put(shelf, "1, 1, 'two', true, 1")


def test_what_breaks_nothing_passes(shelf: Store) -> None:
    put(shelf, "1, 2, 'one', false, 1")


@pytest.mark.parametrize("values", ["1, 2, NULL, true, 1", "1, 2, 'two', true, 0"])
def test_a_constraint_without_a_meaning_passes_untouched(shelf: Store, values: str) -> None:
    with pytest.raises(IntegrityError):
        put(shelf, values)


def test_other_errors_pass_untouched() -> None:
    with pytest.raises(KeyError), meaning():
        raise KeyError


def test_a_refused_row_undoes_its_fold_and_the_batch_goes_on(shelf: Store) -> None:
    refused: list[str] = []

    def batch(connection: Connection) -> None:
        for number, word in enumerate(("two", "one", "three"), 2):
            try:
                with fold(connection), meaning(WORDS):
                    connection.execute(text(f"INSERT INTO shelf VALUES (1, {number}, '{word}', true, 1)"))
            except WordTaken:
                refused.append(word)

    shelf.write(batch).result(SOON)
    count = text("SELECT count(*) FROM shelf")
    assert shelf.read(lambda connection: connection.execute(count).scalar()).result(SOON) == 3
    assert refused == ["one"]


def test_an_exceptions_docstring_is_its_message() -> None:
    assert str(TimeTaken()) == TimeTaken.__doc__
    assert all(each.error.__doc__ != Refused.__doc__ for each in MEANINGS)


def test_no_name_and_no_columns_lead_to_two_meanings() -> None:
    names = Counter(each.constraint for each in MEANINGS)
    columns = Counter(each.columns for each in MEANINGS)
    assert max(names.values()) == max(columns.values()) == 1


def test_each_meaning_of_a_table_that_there_is_names_one_of_its_constraints() -> None:
    for each in MEANINGS:
        table = metadata.tables.get(each.columns[0].partition(".")[0])
        if table is not None:
            assert (each.constraint, each.columns) in set(unique_parts(table))


def unique_parts(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    kinds = (UniqueConstraint, PrimaryKeyConstraint)
    constraints = (part for part in table.constraints if isinstance(part, kinds))
    for part in (*constraints, *(index for index in table.indexes if index.unique)):
        yield str(part.name), tuple(str(column) for column in part.columns)
