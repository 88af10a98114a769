"""What the tables' columns are made of: moments, and the names of constraints.

Here lives what every table file needs, and the one metadata. Never here: a table, a statement, a rule.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, DateTime, Index, Table, TypeDecorator, text
from sqlmodel import SQLModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Dialect

SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
metadata = SQLModel.metadata


class Moment(TypeDecorator[datetime]):
    """Aware in, UTC inside, aware out, on SQLite too (which has no zones of its own)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its zone")
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows that are still alive; its condition is the same text on both databases."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def core(model: type[Any]) -> Table:
    """The Core table of a model, for statements."""
    table: Table = model.__table__
    return table
