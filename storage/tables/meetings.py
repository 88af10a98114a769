"""Meetings at a video tool: what each booking wants of it, and how far that is. The link itself is the appointment's.

Never here: how a tool is asked, or what is told when it fails.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, core, one_of, partial

STATES = ("waiting", "leased", "done", "failed")


class MeetingRow(SQLModel, table=True):
    """`wanted` is the start version that a meeting is wanted for, 0 where none is; `made_for` the version that the
    meeting at the tool stands for. `mark` is set before the tool is asked for the first time; `made` (id, passcode) is
    sealed. `lease` rises with each claim, so that a slow hand is known.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        one_of("status", STATES),
        partial("ix_meeting_due", "due_at", where="status IN ('waiting', 'leased')"),
    )

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    office: str
    wanted: int
    made_for: int = 0
    mark: str
    made: bytes | None = None
    asked: bool = False
    """Whether the tool was ever asked for one that we do not hold: it may be there."""
    status: str = "waiting"
    due_at: datetime = Field(sa_type=Moment)
    """When it is to be done; of a leased one, when the lease ends."""
    lease: int = 0
    tries: int = 0
    reason: str = ""


MEETING = core(MeetingRow)
