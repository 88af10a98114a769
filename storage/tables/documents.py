"""Published texts, and people's agreements to them: which version, which wording, when, in which language, on what.

Never here: an agreement without the hash of what was shown.
"""

from datetime import date, datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from storage.tables.columns import Moment, core


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


DOCUMENT = core(DocumentRow)
AGREEMENT = core(AgreementRow)
