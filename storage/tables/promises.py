"""Reminders that a person wished for of a day of their own: the moment alone, deleted once it has been kept.

Never here: what the day is, or anything else about the person.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, core


class PromiseRow(SQLModel, table=True):
    __tablename__ = "promise"

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    office: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)


PROMISE = core(PromiseRow)
