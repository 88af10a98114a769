"""What a database error means for whoever asked: try again, give up for now, or a mistake of ours.

Here live the words for a database that cannot be used, and the tables that sort error codes under them.
Never here: waiting, repeating, or the meaning of constraints (`storage.meaning`).
"""

from __future__ import annotations

import enum
import sqlite3
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError


class StoreError(Exception):
    """The database did not do what was asked."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class Unavailable(StoreError):
    """The database cannot be used at the moment. Nothing was changed; the same work may be tried later."""


class Busy(Unavailable):
    """Too much work is waiting for the database. Nothing was changed; the same work may be tried later."""


class Closed(Unavailable):
    """The store is closing and takes no new work."""


class CommitUnknown(StoreError):
    """The connection was lost during the commit: the work is either wholly there or not at all.

    Look for it by its key (the event id) before doing it again.
    """


class Fault(enum.Enum):
    PASSING = "repeat the whole transaction"
    STANDING = "repeating at once is no use, but the request was right"
    OURS = "an error of the request itself"


_POSTGRES: Final = {
    "40001": Fault.PASSING,  # serialization_failure
    "40P01": Fault.PASSING,  # deadlock_detected
    "55P03": Fault.PASSING,  # lock_not_available: lock_timeout ran out
    "53300": Fault.PASSING,  # too_many_connections
    "57P01": Fault.PASSING,  # admin_shutdown
    "57P02": Fault.PASSING,  # crash_shutdown
    "57P03": Fault.PASSING,  # cannot_connect_now: starting up or shutting down
    "53100": Fault.STANDING,  # disk_full
    "53200": Fault.STANDING,  # out_of_memory
    "25006": Fault.STANDING,  # read_only_sql_transaction: we were sent to a standby
}
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: Fault.PASSING,
    sqlite3.SQLITE_LOCKED: Fault.PASSING,
    sqlite3.SQLITE_FULL: Fault.STANDING,
    sqlite3.SQLITE_IOERR: Fault.STANDING,
    sqlite3.SQLITE_READONLY: Fault.STANDING,
    sqlite3.SQLITE_CANTOPEN: Fault.STANDING,
}
_READ_ONLY: Final = {"25006", sqlite3.SQLITE_READONLY}
_UNKNOWN_RESULT: Final = frozenset({"08007", "40003"})
_PRIMARY_CODE: Final = 0xFF  # SQLite's extended codes carry the primary one in the low byte


def judge(error: DBAPIError) -> Fault:
    state: str | None = getattr(error.orig, "sqlstate", None)
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    if error.connection_invalidated:
        return Fault.PASSING
    if code is not None:
        return _SQLITE.get(code & _PRIMARY_CODE, Fault.OURS)
    if state is not None:
        return Fault.PASSING if state.startswith("08") else _POSTGRES.get(state, Fault.OURS)
    # libpq gives no code when it could not connect at all
    return Fault.PASSING if isinstance(error, OperationalError) else Fault.OURS


def judge_reading(error: DBAPIError) -> Fault:
    """On a connection that may not write, being told so is our own mistake and no state of the database."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorcode", None)
    return Fault.OURS if code in _READ_ONLY else judge(error)


def unknown_result(error: DBAPIError) -> bool:
    """Whether a commit that ended so may have taken place."""
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _UNKNOWN_RESULT
