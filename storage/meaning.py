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


class Conflict(Refused):
    """Somebody was faster: look again, and decide again."""


class TimeTaken(Conflict):
    """Someone else holds this time, or has booked it."""


class OfferGone(Conflict):
    """The offer is over: its hold has lapsed, or it was chosen, refused or replaced."""


class OfferStands(Conflict):
    """The application has a live offer already."""


class IllegalMove(Conflict):
    """The deed does not lead anywhere from where the application stands now."""


class ChangedMeanwhile(Conflict):
    """The record is not what it was when the deed was decided."""


class InviteGone(Conflict):
    """The one-time code was used already, or has expired."""


class ChatCodeGone(Conflict):
    """The code that would have brought two chats together was used, has expired, or a newer one was shown."""


class CodeInUse(Conflict):
    """The code stands for something else; draw another."""


class AlreadyRefused(Conflict):
    """Later use is refused already."""


class AlreadyBound(Conflict):
    """The group is bound to an office already."""


class AlreadyStored(Refused):
    """The event is in the inbox already."""


class AlreadyQueued(Refused):
    """The letter is in the outbox already."""


class AlreadyInFlight(Refused):
    """Another letter of this conversation is on its way."""


class AlreadyOwed(Refused):
    """The clock is set already."""


class AlreadyTicked(Refused):
    """Someone has taken this run of the job."""


class AlreadyPublished(Refused):
    """The same version of the document is published already."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """PostgreSQL reports the constraint by name, SQLite by its columns, in their order in the index."""

    constraint: str
    columns: tuple[str, ...]
    error: type[Refused]


MEANINGS: Final = (
    Meaning("uq_claim_live_cell", ("claim.office", "claim.desk", "claim.cell"), TimeTaken),
    Meaning("uq_offer_live", ("offer.application_id",), OfferStands),
    Meaning("uq_application_code", ("application.code",), CodeInUse),
    Meaning("uq_refusal_of_use_live", ("refusal_of_use.office", "refusal_of_use.person_id"), AlreadyRefused),
    Meaning("uq_chat_code_code_hash", ("chat_code.code_hash",), CodeInUse),
    Meaning("uq_chat_code_live", ("chat_code.person_id",), ChangedMeanwhile),
    Meaning("uq_invite_code_hash", ("invite.code_hash",), CodeInUse),
    Meaning("uq_inbox_channel_event_id", ("inbox.channel", "inbox.event_id"), AlreadyStored),
    Meaning("uq_outbox_key", ("outbox.key",), AlreadyQueued),
    Meaning("uq_outbox_in_flight", ("outbox.conversation_id",), AlreadyInFlight),
    Meaning(
        "uq_due_application_id_kind_version_minutes",
        ("due.application_id", "due.kind", "due.version", "due.minutes"),
        AlreadyOwed,
    ),
    Meaning("pk_tick_run", ("tick_run.job", "tick_run.scheduled_for"), AlreadyTicked),
    Meaning(
        "uq_document_office_name_version_locale",
        ("document.office", "document.name", "document.version", "document.locale"),
        AlreadyPublished,
    ),
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
