"""Which letters about a booking a channel has accepted: kept until what is personal about its application is erased.

The outbox forgets its letters after days, an appeal is decided after weeks. Never here: a word of a letter.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from flows.office.timeline import KINDS
from storage.tables.columns import Moment, core, one_of


class AcceptedRow(SQLModel, table=True):
    """`kind` is what the letter was about (`flows.office.timeline.KINDS`)."""

    __tablename__ = "accepted"
    __table_args__ = (one_of("kind", KINDS),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: str = Field(foreign_key="application.id", index=True)
    kind: str
    channel: str
    at: datetime = Field(sa_type=Moment)


ACCEPTED = core(AcceptedRow)
