"""What stands on the page of a web chat, both sides, sealed, so that a reload shows it again. No other channel here."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, core, one_of


class WebMessageRow(SQLModel, table=True):
    """`key` is the event or outbox key it came from, so that a repeat is not shown twice."""

    __tablename__ = "web_message"
    __table_args__ = (one_of("side", ("me", "bot")),)

    seq: int | None = Field(default=None, primary_key=True)
    conversation_id: str = Field(foreign_key="conversation.id", index=True)
    key: str = Field(unique=True)
    side: str
    body: bytes
    at: datetime = Field(sa_type=Moment)


WEB_MESSAGE = core(WebMessageRow)
