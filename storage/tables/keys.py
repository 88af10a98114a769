"""The keys of sealed fields, wrapped. A row dropped here is erasure: nothing under its scope opens again.

Scopes: `person:<id>`, `conversation:<id>`, `application:<id>` (words of staff about one), `office:<id>`, `inbox:<day>`,
`lookup`, and `check` (which seals nothing).
Never here: an unwrapped key.
"""

from sqlmodel import Field, SQLModel

from storage.tables.columns import core


class DataKeyRow(SQLModel, table=True):
    __tablename__ = "data_key"

    scope: str = Field(primary_key=True)
    wrapped: bytes


DATA_KEY = core(DataKeyRow)
