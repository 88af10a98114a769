"""Who did what to which record, when. Kept for years, so never a name, number, telephone or word of a job seeker."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, SQLModel

from storage.tables.columns import Moment, core


class AuditRow(SQLModel, table=True):
    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    who: str
    deed: str
    subject: str = Field(index=True)
    detail: dict[str, Any] = Field(sa_type=JSON)


AUDIT = core(AuditRow)
