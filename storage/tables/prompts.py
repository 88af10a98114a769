"""Questions that were asked: the random id a button carries, bound to its chat, flow, step and expiry.

Never here: the wording or the choices; those are in the letter.
"""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, Index, SQLModel

from storage.tables.columns import Moment, core


class PromptRow(SQLModel, table=True):
    """`seq` is the order of asking; `asked` numbers the questions of a session, and is 0 for a letter."""

    __tablename__ = "prompt"
    __table_args__ = (Index("ix_prompt_conversation_id_seq", "conversation_id", "seq"),)

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    conversation_id: str = Field(foreign_key="conversation.id")
    person_id: str | None = Field(default=None, foreign_key="person.id")
    flow: str
    step: str
    subject: str = ""
    asked: int = 0
    codes: list[Any] = Field(sa_type=JSON)
    """Number and code of each choice as it was shown."""
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    answered: str | None = None
    message_id: str | None = None


PROMPT = core(PromptRow)
