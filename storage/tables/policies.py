"""Settings of offices as they were served: what the version in an application stands for.

Never here: settings that are in force now, which are those of the office's file.
"""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, SQLModel

from storage.tables.columns import Moment, core


class PolicyRow(SQLModel, table=True):
    """`stamp` is `Policy.stamp`; `settings` the whole file as JSON, with its sources."""

    __tablename__ = "policy"

    office: str = Field(primary_key=True)
    stamp: str = Field(primary_key=True)
    first_served: datetime = Field(sa_type=Moment)
    settings: dict[str, Any] = Field(sa_type=JSON)


POLICY = core(PolicyRow)
