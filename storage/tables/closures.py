"""Days on which staff have closed their office, and since when one takes no new applications.

Never here: opening hours; those are in the office's file.
"""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, core


class ClosureRow(SQLModel, table=True):
    """`reason` is staff's own word about the office, and not about a person."""

    __tablename__ = "closure"

    office: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)
    by: str
    reason: str = ""


class StandstillRow(SQLModel, table=True):
    """There is a row as long as the office takes no new applications."""

    __tablename__ = "standstill"

    office: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)
    by: str


CLOSURE = core(ClosureRow)
STANDSTILL = core(StandstillRow)
