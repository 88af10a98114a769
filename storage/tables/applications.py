"""What people asked for. Name, number, telephone, tongue and stay are sealed; beside them stands what a card may show.

Never here: held or booked time; that is a claim.
"""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Field, Index, SQLModel

from flows.office.appointment import Status
from storage.tables.columns import Moment, core, one_of, partial


class ApplicationRow(SQLModel, table=True):
    """`version` rises with each change of status: whoever changes it names the version they saw."""

    __tablename__ = "application"
    __table_args__ = (
        one_of("status", Status),
        Index("ix_application_office_status", "office", "status"),
        partial("ix_application_kept", "office", "updated_at", where="erased_at IS NULL"),
    )

    id: str = Field(primary_key=True)
    code: str = Field(unique=True)
    office: str
    person_id: str = Field(foreign_key="person.id", index=True)
    conversation_id: str = Field(foreign_key="conversation.id", index=True)
    channel: str
    locale: str
    status: str
    policy_version: str
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment, index=True)
    answer_due: datetime | None = Field(default=None, sa_type=Moment)
    wishes: list[Any] = Field(sa_type=JSON)
    name: bytes | None = None
    number: bytes | None = None
    phone: bytes | None = None
    interpreter: bytes | None = None
    """The language, which may be typed freely: a rare one tells who somebody is."""
    name_reading: bytes | None = None
    """How the name is read, where the office asks."""
    stay_status: bytes | None = None
    stay_until: bytes | None = None
    """Status of residence and last day of the period of stay, where the office asks; on no card and in no list."""
    masked_name: str = ""
    masked_number: str = ""
    number_hash: str | None = Field(default=None, index=True)
    phone_hash: str | None = Field(default=None, index=True)
    residence: str = ""
    needs: str = "none"
    companion: str = ""
    access: list[Any] = Field(default_factory=list, sa_type=JSON)
    """Of the choices that were offered, those that were ticked: what helps, never why."""
    by: str = ""
    """Who of the staff did the last deed."""
    changing: bool = False
    """Booked, and another time was asked for; the booking stands."""
    waits_for: date | None = None
    """The day of which any time that is given back is waited for, in place of wishes."""
    version: int = 1
    erased_at: datetime | None = Field(default=None, sa_type=Moment)
    """When all that is personal about it was erased; what is left is the day, the office, and what became of it."""


APPLICATION = core(ApplicationRow)
