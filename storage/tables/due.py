"""The clocks of applications as rows: what is to be done when, once, and what became of it.

Never here: what follows from a clock; that is decided when it comes due.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from flows.office.reminders import Owed
from storage.tables.columns import Moment, core, one_of, partial

STATES = ("waiting", "done", "dropped")


class DueRow(SQLModel, table=True):
    __tablename__ = "due"
    __table_args__ = (
        UniqueConstraint("application_id", "kind", "version", "minutes"),
        one_of("kind", Owed),
        one_of("status", STATES),
        partial("ix_due_waiting", "at", "id", where="status = 'waiting'"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: str = Field(foreign_key="application.id")
    kind: str
    version: str
    minutes: int = 0
    at: datetime = Field(sa_type=Moment)
    status: str = "waiting"
    reason: str = ""
    done_at: datetime | None = Field(default=None, sa_type=Moment)


DUE = core(DueRow)
