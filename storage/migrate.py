"""The schema's age: which revision the database is at, how to bring it to the newest, and when to refuse.

Here lives all use of Alembic; the revisions travel inside the package and need no file beside it.
Never here: tables, or data of any record.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from storage.engines import address
from storage.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

FOLDER: Final = Path(__file__).parent / "migrations"
_TURN: Final = 0x6D61646F  # "mado": two commands on PostgreSQL migrate one after the other


class SchemaError(RuntimeError):
    pass


class UnknownSchema(SchemaError):
    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The schema revision {revision!r} is unknown to this release."
            " The database was migrated by a newer one: start that."
        )


class OldSchema(SchemaError):
    def __init__(self, found: str | None, newest: str) -> None:
        super().__init__(
            f"The database is at schema revision {found or 'none'}, this release needs {newest}."
            " Run `madoguchi migrate`."
        )


class BrokenReferences(SchemaError):
    def __init__(self, tables: set[str]) -> None:
        super().__init__(f"After the migration rows of {', '.join(sorted(tables))} would point nowhere; undone.")


def head() -> str | None:
    """The newest revision this release knows; None while there is none."""
    return _scripts().get_current_head()


def current(engine: Engine) -> str | None:
    """The revision of the database; None when it is empty."""
    with engine.connect() as connection:
        return revision(connection)


def ensure_current(engine: Engine) -> None:
    """Refuse to start on a schema behind this release (`OldSchema`) or foreign to it (`UnknownSchema`)."""
    found, newest = current(engine), head()
    _ensure_known(found)
    if newest is not None and found != newest:
        raise OldSchema(found, newest)


def upgrade(engine: Engine, to: str = "head") -> None:
    """All revisions up to `to` in one transaction: all or none. Does nothing where it is there already."""
    with engine.connect() as connection, _references_rest(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
        _ensure_known(revision(connection))
        _ensure_known(to)
        command.upgrade(_config(connection=connection), to)
        _ensure_references(connection)


def as_sql(url: str, to: str = "head") -> str:
    """The statements from an empty database to `to`, for those who run them by hand."""
    _ensure_known(to)
    out = io.StringIO()
    config = _config(url=address(url))
    config.output_buffer = out
    command.upgrade(config, to, sql=True)
    return out.getvalue()


def difference(engine: Engine) -> list[Any]:
    """What Alembic would still change to make the database look like the tables; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))


def _config(**attributes: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes.update(attributes)
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _ensure_known(revision: str | None) -> None:
    if revision in {None, "head"}:
        return
    try:
        _scripts().get_revision(str(revision))
    except CommandError:
        raise UnknownSchema(str(revision)) from None


@contextmanager
def _references_rest(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it; with references awake, dropping the old one empties others."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # outside of any transaction, where alone SQLite heeds it (https://www.sqlite.org/lang_altertable.html, 7)
    raw = connection.connection.cursor()
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
        raw.close()


def _ensure_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").scalars().all():
        raise BrokenReferences(set(broken))
