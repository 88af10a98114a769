"""Runs of daily jobs that someone has taken: of several processes on one schedule, one does it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, core


class TickRunRow(SQLModel, table=True):
    __tablename__ = "tick_run"

    job: str = Field(primary_key=True)
    scheduled_for: datetime = Field(primary_key=True, sa_type=Moment)
    taken_at: datetime = Field(sa_type=Moment)


TICK_RUN = core(TickRunRow)
