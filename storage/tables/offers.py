"""Sets of times proposed by an office, and the times in them. At most one offer of an application is live.

Never here: the holding of a time; that is a claim.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, core, one_of, partial

STATES = ("live", "chosen", "refused", "lapsed", "replaced")
ASKED = ("", "office", "closed")


class OfferRow(SQLModel, table=True):
    __tablename__ = "offer"
    __table_args__ = (
        one_of("status", STATES),
        one_of("asked", ASKED),
        partial("uq_offer_live", "application_id", where="status = 'live'", unique=True),
    )

    id: str = Field(primary_key=True)
    application_id: str = Field(foreign_key="application.id")
    author: str
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    exception: bytes | None = None
    """Why it is offered past its time: a clerk's own words, which may speak of a person."""
    freed: bool = False
    """Made by the clocks: a time that was given back, for who waits longest."""
    asked: str = ""
    """Why the office itself wants another time than the one that is booked; empty where the person does."""
    status: str = "live"


class OfferedTimeRow(SQLModel, table=True):
    __tablename__ = "offered_time"

    offer_id: str = Field(primary_key=True, foreign_key="offer.id")
    start: datetime = Field(primary_key=True, sa_type=Moment)
    desk: str = Field(primary_key=True)
    minutes: int


OFFER = core(OfferRow)
OFFERED_TIME = core(OfferedTimeRow)
