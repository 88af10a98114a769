"""Events as they came, sealed, one row each: the row that says *we have it* and *we have done it*.

The id outlives its payload: it is the guard against a repeat. Never here: what an event means.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from storage.tables.columns import Moment, core, one_of, partial

STATES = ("waiting", "done", "dead")


class InboxRow(SQLModel, table=True):
    """`seq` is the order of arrival; `at` the platform's own time, which goes before it."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "event_id"),
        one_of("status", STATES),
        partial("ix_inbox_waiting", "at", "seq", where="status = 'waiting'"),
        partial("ix_inbox_line", "channel", "address", "at", "seq", where="status = 'waiting'"),
    )

    seq: int | None = Field(default=None, primary_key=True)
    channel: str
    event_id: str
    address: str
    at: datetime = Field(sa_type=Moment)
    received_at: datetime = Field(sa_type=Moment, index=True)
    payload: bytes | None = None
    status: str = "waiting"
    tries: int = 0
    error: str = ""
    """The class of the last failure: never its words, which may hold what a person wrote."""


INBOX = core(InboxRow)
