"""What follows from a booking that counts as cancelled: the appeal against it, and a clerk's refusal of later use.

Never here: a count, which is always made anew from the applications; nor a word or a number of a job seeker.
"""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from flows.office.standing import REASONS
from storage.tables.columns import Moment, core, one_of, partial

DECISIONS = ("", "accepted", "upheld", "corrected")


class AppealRow(SQLModel, table=True):
    """`decided` is empty while it is open; `by` is who of the staff decided, as the audit names them."""

    __tablename__ = "appeal"
    __table_args__ = (
        one_of("decided", DECISIONS),
        partial("ix_appeal_open", "application_id", where="decided = ''"),
    )

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    at: datetime = Field(sa_type=Moment)
    due: datetime = Field(sa_type=Moment)
    decided: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    by: str = ""


class RefusalRow(SQLModel, table=True):
    """`until` is its last day. At most one of a person and an office is not lifted; `by` is a clerk's name."""

    __tablename__ = "refusal_of_use"
    __table_args__ = (
        one_of("reason", REASONS),
        partial("uq_refusal_of_use_live", "office", "person_id", where="lifted_at IS NULL", unique=True),
    )

    id: str = Field(primary_key=True)
    office: str
    person_id: str = Field(foreign_key="person.id", index=True)
    application_id: str = Field(foreign_key="application.id", index=True)
    """The application by whose code staff name it."""
    reason: str
    until: date
    by: str
    at: datetime = Field(sa_type=Moment)
    lifted_at: datetime | None = Field(default=None, sa_type=Moment)
    lifted_by: str = ""


APPEAL = core(AppealRow)
REFUSAL_OF_USE = core(RefusalRow)
