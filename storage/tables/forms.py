"""Pages on which name, number and telephone are entered: one of a chat at a time, and what was entered there, sealed.

Never here: a token in the clear, only its keyed hash, and sealed for showing again.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.columns import Moment, core


class FormRow(SQLModel, table=True):
    """`entered` is empty until it was filled in; the masks are all that a chat ever sees of it."""

    __tablename__ = "form"

    conversation_id: str = Field(primary_key=True, foreign_key="conversation.id")
    id: str = Field(unique=True)
    token_hash: str = Field(unique=True)
    token: bytes
    expires_at: datetime = Field(sa_type=Moment)
    entered: bytes | None = None
    masked_name: str = ""
    masked_number: str = ""
    masked_phone: str = ""
    undecided: bool = False


FORM = core(FormRow)
