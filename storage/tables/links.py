"""Private addresses: the join page, the calendar entry, the way back to a web chat.

A link is found by its token's keyed hash; the token itself is sealed, so that it can be shown again.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from storage.tables.columns import Moment, core, one_of

KINDS = ("join", "calendar", "return")


class LinkRow(SQLModel, table=True):
    """`subject` is an application, or a conversation for `return`; `scope` names the key that seals the token."""

    __tablename__ = "link"
    __table_args__ = (one_of("kind", KINDS), UniqueConstraint("subject", "kind"))

    token_hash: str = Field(primary_key=True)
    kind: str
    subject: str
    scope: str
    token: bytes
    expires_at: datetime | None = Field(default=None, sa_type=Moment)


LINK = core(LinkRow)
