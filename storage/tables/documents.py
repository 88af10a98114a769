"""Published texts, and people's agreements to them: which version, which wording, when, in which language, on what.

Never here: an agreement without the hash of what was shown.
"""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint

from storage.tables.columns import Moment, core, one_of, partial

TELLINGS = ("waiting", "told", "dropped")
"""How the telling of a new version stands."""


class DocumentRow(SQLModel, table=True):
    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("office", "name", "version", "locale"),)

    id: int | None = Field(default=None, primary_key=True)
    office: str
    name: str
    version: str
    locale: str
    effective: date
    sha256: str
    sample: bool
    announced: bool = False
    """Whether people who are waiting for their consultation are told of it."""
    summaries: dict[str, Any] = Field(sa_type=JSON, default_factory=dict)
    """What changed, in a few sentences, by language."""
    text: str


class AgreementRow(SQLModel, table=True):
    __tablename__ = "agreement"

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    application_id: str | None = Field(default=None, foreign_key="application.id", index=True)
    document: str
    version: str
    sha256: str
    locale: str
    at: datetime = Field(sa_type=Moment)
    channel: str
    words: str


class TellingRow(SQLModel, table=True):
    """One person to be told of one new version, once. `asks`: they are asked to agree to it."""

    __tablename__ = "telling"
    __table_args__ = (
        UniqueConstraint("person_id", "document_id"),
        one_of("status", TELLINGS),
        partial("ix_telling_waiting", "at", "id", where="status = 'waiting'"),
    )

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    person_id: str = Field(foreign_key="person.id")
    asks: bool
    at: datetime = Field(sa_type=Moment)
    status: str = "waiting"
    reason: str = ""
    told_at: datetime | None = Field(default=None, sa_type=Moment)
    agreed_at: datetime | None = Field(default=None, sa_type=Moment)


DOCUMENT = core(DocumentRow)
AGREEMENT = core(AgreementRow)
TELLING = core(TellingRow)
