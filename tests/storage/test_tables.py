"""What the comparison with the migrations does not see, and how the hot statements find their rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import CheckConstraint, event, insert, inspect

from storage.records import applications, claims, conversations, due, inbox, meetings, outbox, promises, prompts
from storage.tables import metadata
from storage.tables.ticks import TICK_RUN
from tests.storage.house import MONDAY, House

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from storage.unit import Unit
    from tests.storage.conftest import OpenStore


def test_every_check_of_the_tables_is_in_the_database(house: House) -> None:
    def found(connection: Connection) -> set[str]:
        look = inspect(connection)
        return {str(each["name"]) for table in metadata.tables for each in look.get_check_constraints(table)}

    wanted = {
        str(each.name)
        for table in metadata.tables.values()
        for each in table.constraints
        if isinstance(each, CheckConstraint)
    }
    assert wanted <= house.store.read(found).result(60)


def test_no_two_unique_indexes_of_one_table_share_a_column(house: House) -> None:
    """SQLite tells the columns of a broken index and not its name."""

    def found(connection: Connection) -> list[str]:
        look = inspect(connection)
        shared = []
        for table in metadata.tables:
            unique = {tuple(look.get_pk_constraint(table)["constrained_columns"])}
            unique |= {_columns(index) for index in look.get_indexes(table) if index["unique"]}
            unique |= {_columns(each) for each in look.get_unique_constraints(table)}
            names = [name for columns in unique for name in columns]
            shared += [f"{table}.{name}" for name in set(names) if names.count(name) > 1]
        return shared

    assert house.store.read(found).result(60) == []


def _columns(index: Any) -> tuple[str, ...]:
    return tuple(str(name) for name in index["column_names"])


def test_a_moment_comes_back_aware_and_a_naive_one_is_refused(house: House) -> None:
    def write(moment: Any) -> Any:
        row = {"job": "j", "scheduled_for": moment, "taken_at": moment}
        return house.do(lambda unit: unit.connection.execute(insert(TICK_RUN), row).close())

    write(MONDAY)
    found = house.do(lambda unit: unit.connection.execute(TICK_RUN.select()).one())
    assert found.scheduled_for == MONDAY
    assert found.scheduled_for.utcoffset() is not None
    with pytest.raises(Exception, match="without its zone"):
        write(MONDAY.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("work", "index"),
    [
        (lambda unit: inbox.next_waiting(unit, 10), "ix_inbox_waiting"),
        (lambda unit: outbox.claim(unit, timedelta(minutes=1), {"telegram": 1, "line": 5}), "ix_outbox_due"),
        (due.first, "ix_due_waiting"),
        (promises.first, "ix_promise_at"),
        (lambda unit: meetings.claim(unit, unit.now, ["demo"]), "ix_meeting_due"),
        (lambda unit: claims.taken(unit, "demo"), "uq_claim_live_cell"),
        (lambda unit: prompts.present(unit, "c1"), "ix_prompt_conversation_id_seq"),
        (lambda unit: conversations.find(unit, "telegram", "a"), "sqlite_autoindex_conversation"),
        (lambda unit: applications.of_person(unit, "p1"), "ix_application_person_id"),
    ],
)
def test_a_hot_statement_reads_no_more_than_what_is_alive(
    open_store: OpenStore, sqlite_url: str, work: Callable[[Unit], Any], index: str
) -> None:
    """A plan that walks a whole table grows slower with everything that was ever done."""

    def plans(unit: Unit) -> list[str]:
        said: list[tuple[str, Any]] = []
        event.listen(unit.connection, "before_cursor_execute", lambda *told: said.append((told[2], told[3])))
        work(unit)
        explain = [unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in [*said]]
        return [str(row[-1]) for each in explain for row in each]

    house = House(open_store(sqlite_url))
    lines = house.do(plans)
    assert any(index in line for line in lines), lines
    walked = [line for line in lines if line.startswith("SCAN") and "INDEX" not in line]
    assert not any(line.split()[1] in {*metadata.tables, "earlier", "before"} for line in walked), lines
