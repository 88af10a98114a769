"""The one table of claims: a row per cell of a desk's time, held or booked. Its unique index is what no two can share.

Never a second table or index for it, nor a nullable column in it: two would let a hold and a booking share a time.
"""

from datetime import datetime

from sqlmodel import CheckConstraint, Field, SQLModel

from storage.tables.columns import Moment, core, one_of, partial

KINDS = ("hold", "booked")


class ClaimRow(SQLModel, table=True):
    """`live` is the only truth of the index; an expired hold stays live until a taker or the clock releases it."""

    __tablename__ = "claim"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("kind = 'booked' OR expires_at IS NOT NULL", name="hold_expires"),
        partial("uq_claim_live_cell", "office", "desk", "cell", where="live", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    office: str
    desk: str
    cell: datetime = Field(sa_type=Moment)
    application_id: str = Field(foreign_key="application.id", index=True)
    offer_id: str | None = Field(default=None, foreign_key="offer.id")
    kind: str
    live: bool = True
    expires_at: datetime | None = Field(default=None, sa_type=Moment)


CLAIM = core(ClaimRow)
