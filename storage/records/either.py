"""Statements that the two databases spell differently, made once.

Never here: a statement about one kind of record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Insert, Table


def skipping(table: Table, *unique: str) -> Mapping[str, Insert]:
    """An insert that does nothing where the row is there already; `rowcount` tells."""
    return {
        "sqlite": _counted(sqlite.insert(table).on_conflict_do_nothing(index_elements=unique)),
        "postgresql": _counted(postgresql.insert(table).on_conflict_do_nothing(index_elements=unique)),
    }


def changing(
    table: Table, unique: tuple[str, ...], change: tuple[str, ...], where: ColumnElement[bool] | None = None
) -> Mapping[str, Insert]:
    """An insert that changes those columns of the row that is there already, where `where` holds of it."""

    def of(statement: Any) -> Insert:  # noqa: ANN401 -- both kinds have the same methods, and no common name
        values = {name: statement.excluded[name] for name in change}
        done: Insert = statement.on_conflict_do_update(index_elements=unique, set_=values, where=where)
        return done

    return {"sqlite": of(sqlite.insert(table).inline()), "postgresql": of(postgresql.insert(table).inline())}


def _counted(statement: Insert) -> Insert:
    """SQLAlchemy asks an insert for its new key, and forgets the count, unless it is told not to."""
    return statement.inline().execution_options(preserve_rowcount=True)
