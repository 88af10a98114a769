"""Letters on their way: written in the transaction of the facts they tell of, sealed, in order, one at a time a chat.

Never here: wording (a letter is key and values), or how a channel answers.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, core, one_of, partial

PENDING = ("waiting", "leased", "unknown")
STATES = (*PENDING, "sent", "dead", "dropped")
URGENCIES = ("must_arrive", "courtesy")
_PENDING = "status IN ('waiting', 'leased', 'unknown')"


class OutboxRow(SQLModel, table=True):
    """`seq` is the order of leaving. A parcel is a head row and the rows it `covers`, which name it as their `head`."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("status", STATES),
        one_of("urgency", URGENCIES),
        partial("uq_outbox_in_flight", "conversation_id", where="status = 'leased'", unique=True),
        partial("ix_outbox_pending", "conversation_id", "seq", where=_PENDING),
        partial("ix_outbox_due", "seq", where=_PENDING),
    )

    seq: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    event: str
    n: int
    conversation_id: str = Field(foreign_key="conversation.id", index=True)
    letter: bytes
    prompt_id: str = ""
    urgency: str
    created_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    status: str = "waiting"
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    fence: int = 0
    attempts: int = 0
    doubtful: bool = False
    retry_key: str
    rendered: bytes | None = None
    covers: int = 1
    head: int | None = None
    outcome: str = ""
    sent_at: datetime | None = Field(default=None, sa_type=Moment)


OUTBOX = core(OutboxRow)
