from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from storage import migrate
from storage.engines import open_engine
from storage.migrate import (
    BrokenReferences,
    OldSchema,
    UnknownSchema,
    as_sql,
    current,
    difference,
    ensure_current,
    head,
    upgrade,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = "import sqlalchemy as sa\nfrom alembic import op\n"
FIRST = """
revision, down_revision = "a1", None
def upgrade():
    op.create_table("desk", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
    op.create_table("seat", sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("desk", sa.Integer, sa.ForeignKey("desk.id", ondelete="CASCADE", name="fk_seat_desk")))
    op.execute("INSERT INTO desk VALUES (1, 'one')")
    op.execute("INSERT INTO seat VALUES (1, 1)")
"""
SECOND = """
revision, down_revision = "b2", "a1"
def upgrade():
    with op.batch_alter_table("desk") as batch:
        batch.alter_column("name", existing_type=sa.Text(), nullable=False)
"""
BROKEN = """
revision, down_revision = "c3", "b2"
def upgrade():
    op.execute("CREATE TABLE half (id INTEGER)")
    op.execute("INSERT INTO nowhere VALUES (1)")
"""
ORPHANS = """
revision, down_revision = "c3", "b2"
def upgrade():
    op.execute("DELETE FROM desk")
"""


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    engine = open_engine(empty_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two revisions of an invented schema, in place of ours."""
    folder = tmp_path / "100% migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("versions", "__pycache__"))
    versions = folder / "versions"
    versions.mkdir()
    (versions / "a1.py").write_text(HEAD + FIRST)
    (versions / "b2.py").write_text(HEAD + SECOND)
    monkeypatch.setattr(migrate, "FOLDER", folder)
    return versions


def run(engine: Engine, statement: str) -> list[Any]:
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        return list(result.scalars()) if result.returns_rows else []


def test_an_empty_database_comes_to_the_newest_schema(engine: Engine) -> None:
    upgrade(engine)
    assert current(engine) == head()
    ensure_current(engine)


def test_the_tables_and_the_newest_schema_agree(engine: Engine) -> None:
    upgrade(engine)
    assert difference(engine) == []


@pytest.mark.usefixtures("revisions")
def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    upgrade(engine)
    assert current(engine) == head() == "b2"


@pytest.mark.usefixtures("revisions")
def test_a_migration_may_stop_on_the_way(engine: Engine) -> None:
    upgrade(engine, "a1")
    assert current(engine) == "a1"
    with pytest.raises(OldSchema, match="madoguchi migrate"):
        ensure_current(engine)
    upgrade(engine)
    ensure_current(engine)


@pytest.mark.usefixtures("revisions")
def test_a_start_on_a_database_without_a_schema_is_refused(engine: Engine) -> None:
    with pytest.raises(OldSchema, match="none"):
        ensure_current(engine)


@pytest.mark.usefixtures("revisions")
def test_a_revision_that_this_release_does_not_know_is_refused(engine: Engine) -> None:
    upgrade(engine)
    run(engine, "UPDATE alembic_version SET version_num = 'f9'")
    with pytest.raises(UnknownSchema, match="f9"):
        ensure_current(engine)
    with pytest.raises(UnknownSchema, match="f9"):
        upgrade(engine)
    assert run(engine, "SELECT version_num FROM alembic_version") == ["f9"]


@pytest.mark.usefixtures("revisions")
def test_an_unknown_aim_is_refused_before_anything_is_done(engine: Engine) -> None:
    with pytest.raises(UnknownSchema, match="f9"):
        upgrade(engine, "f9")
    assert current(engine) is None


@pytest.mark.usefixtures("revisions")
def test_copying_a_table_keeps_the_rows_that_point_to_it(engine: Engine) -> None:
    upgrade(engine)
    assert run(engine, "SELECT desk FROM seat") == [1]
    run(engine, "DELETE FROM desk")  # the references are awake again
    assert run(engine, "SELECT desk FROM seat") == []


def test_a_migration_that_fails_leaves_all_as_it_was(engine: Engine, revisions: Path) -> None:
    upgrade(engine, "a1")
    (revisions / "c3.py").write_text(HEAD + BROKEN)
    with pytest.raises(DBAPIError):
        upgrade(engine)
    assert current(engine) == "a1"
    run(engine, "CREATE TABLE half (id INTEGER)")


def test_a_migration_that_leaves_rows_pointing_nowhere_is_undone(revisions: Path, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'orphans.db'}")
    upgrade(engine)
    (revisions / "c3.py").write_text(HEAD + ORPHANS)
    with pytest.raises(BrokenReferences, match="seat"):
        upgrade(engine)
    assert current(engine) == "b2"
    assert run(engine, "SELECT id FROM desk") == [1]
    engine.dispose()


@pytest.mark.usefixtures("revisions")
def test_two_that_migrate_at_once_do_it_once(engine: Engine, empty_database_url: str) -> None:
    start = threading.Barrier(2)
    failed: list[Exception] = []

    def once() -> None:
        own = open_engine(empty_database_url)
        start.wait(10)
        try:
            upgrade(own)
        except Exception as error:  # noqa: BLE001 -- looked at below
            failed.append(error)
        own.dispose()

    threads = [threading.Thread(target=once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert run(engine, "SELECT count(*) FROM desk") == [1]


@pytest.mark.usefixtures("revisions")
@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("sqlite:////tmp/never-opened.db", "CREATE TABLE alembic_version"),
        ("postgresql+psycopg://someone@127.0.0.1/never-opened", "BEGIN"),
    ],
)
def test_the_statements_can_be_had_without_a_database(url: str, start: str) -> None:
    sql = as_sql(url, "a1")
    assert sql.startswith(start)
    assert "CREATE TABLE desk" in sql
    assert "INSERT INTO alembic_version (version_num) VALUES ('a1')" in sql
