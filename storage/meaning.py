"""What it means when the database refuses a row: the constraint's name in the language of the office.

Here live the table of constraints and the exceptions it leads to. What is not in the table passes untouched.
Never here: a question asked before writing; the constraint is the question.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import IntegrityError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Refused(Exception):
    """The database refused a row."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class TimeTaken(Refused):
    """Someone else holds this time, or has booked it."""


class AlreadyStored(Refused):
    """The event is in the inbox already."""


class AlreadyQueued(Refused):
    """The letter is in the outbox already."""


class AlreadyInFlight(Refused):
    """Another letter of this conversation is on its way."""


class AlreadyOwed(Refused):
    """The reminder is owed already."""


class AlreadyTicked(Refused):
    """Someone has taken this run of the job."""


class AlreadyPublished(Refused):
    """The same version of the document is published already."""


class AlreadyBound(Refused):
    """The group is bound to an office already."""


class CodeInUse(Refused):
    """The code stands for something else; draw another."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """PostgreSQL reports the constraint by name, SQLite by its columns, in their order in the index."""

    constraint: str
    columns: tuple[str, ...]
    error: type[Refused]


MEANINGS: Final = (
    Meaning("uq_claim_live_cell", ("claim.office", "claim.desk", "claim.cell"), TimeTaken),
    Meaning("pk_inbox", ("inbox.channel", "inbox.event_id"), AlreadyStored),
    Meaning("pk_outbox", ("outbox.key",), AlreadyQueued),
    Meaning("uq_outbox_in_flight", ("outbox.conversation",), AlreadyInFlight),
    Meaning(
        "uq_reminder_appointment_kind_start_version",
        ("reminder.appointment", "reminder.kind", "reminder.start_version"),
        AlreadyOwed,
    ),
    Meaning("pk_tick_run", ("tick_run.job", "tick_run.scheduled_for"), AlreadyTicked),
)
_UNIQUE: Final = "UNIQUE constraint failed: "
_UNIQUE_CODES: Final = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}


@contextmanager
def meaning(table: tuple[Meaning, ...] = MEANINGS) -> Iterator[None]:
    """Raise the domain's word in place of an `IntegrityError` that has one."""
    try:
        yield
    except IntegrityError as error:
        if (found := find(error, table)) is None:
            raise
        raise found from error


def find(error: IntegrityError, table: tuple[Meaning, ...] = MEANINGS) -> type[Refused] | None:
    name, columns = _name(error), _columns(error)
    for each in table:
        if name == each.constraint or columns == each.columns:
            return each.error
    return None


def _name(error: IntegrityError) -> str | None:
    name: str | None = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return name


def _columns(error: IntegrityError) -> tuple[str, ...] | None:
    if getattr(error.orig, "sqlite_errorcode", None) not in _UNIQUE_CODES:
        return None
    return tuple(str(error.orig).removeprefix(_UNIQUE).split(", "))
