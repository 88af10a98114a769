"""Confirmed bookings, and everything that shows that a person has been in touch about one.

Never here: who may come when (`claim`), or what is still to be done (`due`).
"""

from datetime import datetime

from sqlmodel import CheckConstraint, Field, SQLModel

from flows.office.appointment import ContactKind
from storage.tables.columns import Moment, core, one_of


class AppointmentRow(SQLModel, table=True):
    """`version` rises with each new start; `sequence` with each change that a calendar must learn. `link` is sealed."""

    __tablename__ = "appointment"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes"),)

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    start: datetime = Field(sa_type=Moment, index=True)
    minutes: int
    desk: str
    policy_version: str
    version: int = 1
    link: bytes | None = None
    link_at: datetime | None = Field(default=None, sa_type=Moment)
    will_come: bool = False
    mark: str | None = None
    marked_by: str = ""
    """Who of the staff made the mark, as `channel:id`, with a space between several."""
    sequence: int = 0


class ContactRow(SQLModel, table=True):
    __tablename__ = "contact"
    __table_args__ = (one_of("kind", ContactKind),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: str = Field(foreign_key="application.id", index=True)
    kind: str
    happened_at: datetime = Field(sa_type=Moment)
    recorded_at: datetime = Field(sa_type=Moment)
    by: str = ""
    """Who of the staff logged it; empty for the person's own."""
    version: int = 1
    """That of the appointment it is about: what was said of an earlier start says nothing of the new one."""


APPOINTMENT = core(AppointmentRow)
CONTACT = core(ContactRow)
