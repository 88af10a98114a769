"""People, and the conversations we have: one person may have several, a staff group's has none.

Never here: names, numbers or telephones; those are sealed in the application they were given for.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from storage.tables.columns import Moment, core, one_of, partial

KINDS = ("person", "staff", "unbound")


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"

    id: str = Field(primary_key=True)
    created_at: datetime = Field(sa_type=Moment)
    locale: str


class ConversationRow(SQLModel, table=True):
    """`session` is sealed. `title` is that of a group; a person's name never stands here."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("channel", "address"),
        one_of("kind", KINDS),
        partial("ix_conversation_staff", "office", where="kind = 'staff'"),
        partial("ix_conversation_draft", "draft_expires_at", where="draft_expires_at IS NOT NULL"),
    )

    id: str = Field(primary_key=True)
    channel: str
    address: str
    office: str
    kind: str
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    locale: str
    guess: str
    session: bytes | None = None
    title: str = ""
    created_at: datetime = Field(sa_type=Moment)
    last_at: datetime = Field(sa_type=Moment)
    bound_at: datetime | None = Field(default=None, sa_type=Moment)
    blocked_at: datetime | None = Field(default=None, sa_type=Moment)
    draft_expires_at: datetime | None = Field(default=None, sa_type=Moment)
    forget_at: datetime | None = Field(default=None, sa_type=Moment)
    """The person has erased what they gave: from then on the address is forgotten too."""


PERSON = core(PersonRow)
CONVERSATION = core(ConversationRow)
