"""Several chats of one person: the one-time codes that bring them together, wrong tries, and what was brought together.

Never here: a code itself, only its keyed hash; nor whose words were said where.
"""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, SQLModel

from storage.tables.columns import Moment, core, partial


class ChatCodeRow(SQLModel, table=True):
    """`ended_at`: used up, or void because a newer one was shown. At most one of a person is neither."""

    __tablename__ = "chat_code"
    __table_args__ = (partial("uq_chat_code_live", "person_id", where="ended_at IS NULL", unique=True),)

    id: str = Field(primary_key=True)
    code_hash: str = Field(unique=True)
    person_id: str = Field(foreign_key="person.id")
    conversation_id: str = Field(foreign_key="conversation.id")
    """In which it was shown."""
    expires_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class ChatTryRow(SQLModel, table=True):
    """A wrong code, typed in that chat. What was typed is not kept."""

    __tablename__ = "chat_try"

    id: int | None = Field(default=None, primary_key=True)
    conversation_id: str = Field(foreign_key="conversation.id", index=True)
    at: datetime = Field(sa_type=Moment)


class ChatUnionRow(SQLModel, table=True):
    """Those conversations of `former_id` have belonged to `person_id` since; kept so that it can be undone."""

    __tablename__ = "chat_union"

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    former_id: str = Field(foreign_key="person.id")
    conversations: list[Any] = Field(sa_type=JSON)
    channel: str
    """On which the code was typed; of a clerk's, that of the chat that was added."""
    at: datetime = Field(sa_type=Moment)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)


CHAT_CODE = core(ChatCodeRow)
CHAT_TRY = core(ChatTryRow)
CHAT_UNION = core(ChatUnionRow)
