"""How a connection to either database is opened and made safe.

Here live the pragmas, the isolation levels and the time-outs, the same for serving, commands and migrations.
Never here: who uses a connection, in which thread, or how often (`storage.store`).
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from sqlalchemy import Connection

LOCK_WAIT: Final = 30.0  # seconds
_OLDEST_SQLITE: Final = (3, 35)  # RETURNING


class BadAddress(ValueError):
    """MADOGUCHI_DATABASE_URL is neither `sqlite:///file` nor `postgresql+psycopg://user@host/database`."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def address(url: str) -> URL:
    """The address with our driver named; a file in memory is refused, as several connections must see it."""
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite")
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case _:
            raise BadAddress


def open_engine(url: str, *, lock_wait: float = LOCK_WAIT) -> Engine:
    """For writing. Every transaction on SQLite begins with the write lock, so that none fails half way."""
    where = address(url)
    if where.get_backend_name() == "sqlite":
        return _sqlite(where, "BEGIN IMMEDIATE", pragmas(lock_wait))
    return _postgres(where, lock_wait, isolation_level="READ COMMITTED")


def open_reading_engine(url: str, *, lock_wait: float = LOCK_WAIT) -> Engine:
    """For looking. A transaction sees one moment and cannot write, on both databases."""
    where = address(url)
    if where.get_backend_name() == "sqlite":
        return _sqlite(where, "BEGIN", {**pragmas(lock_wait), "query_only": "ON"})
    read_only = {"postgresql_readonly": True}
    return _postgres(where, lock_wait, isolation_level="REPEATABLE READ", execution_options=read_only)


def pragmas(lock_wait: float) -> dict[str, str]:
    return {
        "busy_timeout": str(round(lock_wait * 1000)),  # first: the next ones may have to wait
        "journal_mode": "WAL",
        "synchronous": "FULL",
        "foreign_keys": "ON",
        "trusted_schema": "OFF",
        "secure_delete": "ON",  # a dropped key must not linger in free pages
    }


def _sqlite(where: URL, begin: str, pragmas: dict[str, str]) -> Engine:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise RuntimeError(f"SQLite 3.35 or newer is needed; this Python has {sqlite3.sqlite_version}.")
    # each connection is used by one thread at a time; closing may come from another
    engine = create_engine(where, poolclass=NullPool, hide_parameters=True, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # or the driver begins and commits where it likes
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}").close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgres(where: URL, lock_wait: float, **options: Any) -> Engine:  # noqa: ANN401 -- create_engine's own
    session = {
        "lock_timeout": f"{round(lock_wait * 1000)}",
        "idle_in_transaction_session_timeout": "60000",  # a frozen process must not keep its locks
        "TimeZone": "UTC",
    }
    connect_args = {
        "connect_timeout": 10,
        "keepalives_idle": 30,
        "application_name": "madoguchi",
        "options": " ".join(f"-c {name}={value}" for name, value in session.items()),
    }
    return create_engine(where, poolclass=NullPool, hide_parameters=True, connect_args=connect_args, **options)
