"""Who of an office may do what until when, and the one-time codes that make it so.

Staff authority is this table and nothing else, asked at each press. Never here: a code itself, only its keyed hash.
"""

from datetime import datetime

from sqlmodel import CheckConstraint, Field, SQLModel

from storage.tables.columns import Moment, core


class StaffMemberRow(SQLModel, table=True):
    """Nobody without an id: else whoever writes unnamed in a group would be that member."""

    __tablename__ = "staff_member"
    __table_args__ = (CheckConstraint("user_id <> ''", name="user"),)

    channel: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    office: str = Field(primary_key=True)
    role: str
    name: str
    since: datetime = Field(sa_type=Moment)
    until: datetime | None = Field(default=None, sa_type=Moment)


class InviteRow(SQLModel, table=True):
    """`role` is empty for a code that binds a group."""

    __tablename__ = "invite"

    id: str = Field(primary_key=True)
    code_hash: str = Field(unique=True)
    office: str
    role: str = ""
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


STAFF_MEMBER = core(StaffMemberRow)
INVITE = core(InviteRow)
