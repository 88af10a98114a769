from __future__ import annotations

import asyncio
import contextlib
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from storage.engines import BadAddress, address, open_engine
from storage.faults import Fault, judge
from storage.store import Busy, Closed, CommitUnknown, Limits, Store, Unavailable, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from tests.storage.conftest import OpenStore

SOON = 10.0  # seconds: only a broken test waits so long


@pytest.fixture
def books(store: Store) -> Store:
    """A store with one table that has been written to."""
    store.write(_make_books).result(SOON)
    return store


def _make_books(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE book (id INTEGER PRIMARY KEY, word TEXT NOT NULL)")
    connection.execute(text("INSERT INTO book VALUES (1, 'one'), (2, 'two')"))


def add(number: int, word: str = "more") -> Callable[[Connection], None]:
    def insert(connection: Connection) -> None:
        connection.execute(text("INSERT INTO book VALUES (:n, :w)"), {"n": number, "w": word})

    return insert


def words(connection: Connection) -> list[str]:
    return list(connection.execute(text("SELECT word FROM book ORDER BY id")).scalars())


def seen(store: Store) -> list[str]:
    return store.read(words).result(SOON)


def sqlite_file(url: str) -> str:
    return str(make_url(url).database)


@contextlib.contextmanager
def held(store: Store, hands: int) -> Iterator[None]:
    """Every writer of the store is occupied inside."""
    go = threading.Event()
    at_work = threading.Barrier(hands + 1)

    def wait(_connection: Connection) -> None:
        at_work.wait(SOON)
        go.wait(SOON)

    futures = [store.write(wait) for _ in range(hands)]
    at_work.wait(SOON)
    try:
        yield
    finally:
        go.set()
    for future in futures:
        future.result(SOON)


# --- one transaction


def test_what_was_written_is_seen_when_the_future_has_its_result(books: Store) -> None:
    books.write(add(3, "three")).result(SOON)
    assert seen(books) == ["one", "two", "three"]


def test_the_result_of_the_work_is_the_result_of_the_future(books: Store) -> None:
    assert books.write(lambda connection: len(words(connection))).result(SOON) == 2


def test_an_error_undoes_all_of_the_work_and_reaches_the_caller(books: Store) -> None:
    def half(connection: Connection) -> None:
        add(3)(connection)
        raise KeyError("half way")

    with pytest.raises(KeyError, match="half way"):
        books.write(half).result(SOON)
    assert seen(books) == ["one", "two"]


def test_a_broken_constraint_undoes_the_work_and_is_not_repeated(books: Store) -> None:
    tries: list[int] = []

    def twice(connection: Connection) -> None:
        tries.append(1)
        add(3)(connection)
        add(3)(connection)

    with pytest.raises(IntegrityError):
        books.write(twice).result(SOON)
    assert tries == [1]
    assert seen(books) == ["one", "two"]


def test_the_connection_is_usable_after_an_error(books: Store) -> None:
    with pytest.raises(DBAPIError):
        books.write(lambda connection: connection.exec_driver_sql("SELECT nothing FROM nowhere")).result(SOON)
    books.write(add(3)).result(SOON)
    assert len(seen(books)) == 3


async def test_the_edges_can_await_it(books: Store) -> None:
    await asyncio.gather(*(books.awrite(add(number)) for number in range(3, 9)))
    assert len(await books.aread(words)) == 8


def test_no_values_of_a_statement_stand_in_an_error(books: Store) -> None:
    with pytest.raises(IntegrityError) as caught:
        books.write(add(1, "090-0000-0000")).result(SOON)
    assert "090-0000-0000" not in str(caught.value)


def test_a_database_that_answers_is_pinged(store: Store) -> None:
    store.ping().result(SOON)


# --- reading


def test_a_reader_cannot_write(books: Store) -> None:
    with pytest.raises(DBAPIError):
        books.read(add(3)).result(SOON)
    assert seen(books) == ["one", "two"]


def test_a_reader_sees_one_moment_though_others_write(books: Store) -> None:
    def look_twice(connection: Connection) -> tuple[list[str], list[str]]:
        before = words(connection)
        books.write(add(3)).result(SOON)
        return before, words(connection)

    before, after = books.read(look_twice).result(SOON)
    assert before == after
    assert len(seen(books)) == 3


# --- one event of a batch


def test_an_error_inside_a_fold_undoes_that_event_alone(books: Store) -> None:
    def batch(connection: Connection) -> None:
        for number in (3, 1, 4):
            with contextlib.suppress(IntegrityError), fold(connection):
                add(number)(connection)

    books.write(batch).result(SOON)
    assert len(seen(books)) == 4


def test_a_fold_is_undone_with_its_transaction(books: Store) -> None:
    def batch(connection: Connection) -> None:
        with books.fold(connection):
            add(3)(connection)
        raise KeyError

    with pytest.raises(KeyError):
        books.write(batch).result(SOON)
    assert seen(books) == ["one", "two"]


# --- repeats


@pytest.mark.postgres
def test_a_deadlock_between_two_connections_is_repeated_and_both_are_kept(
    open_store: OpenStore, postgres_url: str
) -> None:
    pauses: list[float] = []
    store = open_store(postgres_url, pause=pauses.append)
    store.write(_make_books).result(SOON)
    crossing = threading.Barrier(2)

    def crossed(*order: int) -> Callable[[Connection], None]:
        tries: list[int] = []

        def change(connection: Connection) -> None:
            tries.append(1)
            for number in order:
                connection.execute(text("UPDATE book SET word = word || '+' WHERE id = :n"), {"n": number})
                if len(tries) == 1 and number == order[0]:
                    crossing.wait(SOON)

        return change

    futures = [store.write(crossed(1, 2)), store.write(crossed(2, 1))]
    for future in futures:
        future.result(SOON)
    assert seen(store) == ["one++", "two++"]
    assert min(pauses) == 0.04  # whoever lost waited, and once more where it lost again


def test_a_locked_file_is_tried_again_until_the_other_lets_go(open_store: OpenStore, sqlite_url: str) -> None:
    file = sqlite_file(sqlite_url)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        pauses: list[float] = []

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 2:
                other.execute("ROLLBACK")

        store = open_store(sqlite_url, pause=pause, limits=Limits(lock_wait=0.01))
        store.write(_make_books).result(SOON)
        other.execute("BEGIN IMMEDIATE")
        store.write(add(3)).result(SOON)
    assert len(seen(store)) == 3
    assert pauses == [0.04, 0.08]


def test_a_file_that_stays_locked_is_given_up_after_five_tries(open_store: OpenStore, sqlite_url: str) -> None:
    pauses: list[float] = []
    with contextlib.closing(sqlite3.connect(sqlite_file(sqlite_url), isolation_level=None)) as other:
        store = open_store(sqlite_url, pause=pauses.append, limits=Limits(lock_wait=0.01))
        store.write(_make_books).result(SOON)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable) as caught:
            store.write(add(3)).result(SOON)
    assert isinstance(caught.value.__cause__, DBAPIError)
    assert judge(caught.value.__cause__) is Fault.PASSING
    assert len(pauses) == 4
    assert len(seen(store)) == 2


@pytest.mark.postgres
def test_a_row_that_stays_locked_is_given_up_after_five_tries(open_store: OpenStore, postgres_url: str) -> None:
    pauses: list[float] = []
    store = open_store(postgres_url, pause=pauses.append, limits=Limits(lock_wait=0.01))
    store.write(_make_books).result(SOON)
    with psycopg.connect(libpq(postgres_url)) as other:
        other.execute("SELECT 1 FROM book WHERE id = 1 FOR UPDATE")
        with pytest.raises(Unavailable):
            store.write(lambda connection: connection.execute(text("DELETE FROM book"))).result(SOON)
    assert len(pauses) == 4
    assert len(seen(store)) == 2


@pytest.mark.postgres
def test_a_connection_lost_before_the_commit_is_opened_anew_and_the_work_repeated(
    open_store: OpenStore, postgres_url: str
) -> None:
    store = open_store(postgres_url)
    store.write(_make_books).result(SOON)
    tries: list[int] = []

    def cut_once(connection: Connection) -> None:
        tries.append(1)
        add(3)(connection)
        if len(tries) == 1:
            cut(postgres_url, connection)
        add(4)(connection)

    store.write(cut_once).result(SOON)
    assert len(seen(store)) == 4
    assert len(tries) == 2


@pytest.mark.postgres
def test_a_connection_lost_while_idle_is_opened_anew(open_store: OpenStore, postgres_url: str) -> None:
    store = open_store(postgres_url, limits=Limits(writers=1, readers=1))
    store.write(_make_books).result(SOON)
    assert len(seen(store)) == 2
    with psycopg.connect(libpq(postgres_url), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    store.write(add(3)).result(SOON)
    assert len(seen(store)) == 3


@pytest.mark.postgres
def test_a_connection_lost_at_the_commit_leaves_the_result_open_and_is_not_repeated(
    open_store: OpenStore, postgres_url: str
) -> None:
    store = open_store(postgres_url)
    store.write(_make_books).result(SOON)
    tries: list[int] = []

    def cut_at_the_end(connection: Connection) -> None:
        tries.append(1)
        add(3)(connection)
        cut(postgres_url, connection)

    with pytest.raises(CommitUnknown):
        store.write(cut_at_the_end).result(SOON)
    assert tries == [1]
    store.write(add(4)).result(SOON)


@pytest.mark.postgres
def test_a_database_that_cannot_be_reached_is_unavailable(open_store: OpenStore, postgres_url: str) -> None:
    pauses: list[float] = []
    nowhere = make_url(postgres_url).update_query_dict({"host": "127.0.0.1", "port": "1"})
    store = open_store(nowhere.render_as_string(hide_password=False), pause=pauses.append)
    with pytest.raises(Unavailable):
        store.ping().result(SOON)
    assert pauses == [0.04, 0.08, 0.16, 0.32]


def test_a_full_disk_is_unavailable_at_once_and_nothing_is_kept(open_store: OpenStore, sqlite_url: str) -> None:
    pauses: list[float] = []
    store = open_store(sqlite_url, pause=pauses.append)
    store.write(_make_books).result(SOON)

    def fill(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=1")  # SQLite keeps the pages there are, and adds none
        with fold(connection):
            add(3, "x" * 100_000)(connection)

    with pytest.raises(Unavailable):
        store.write(fill).result(SOON)
    assert pauses == []
    assert seen(store) == ["one", "two"]


def test_a_file_in_no_folder_is_unavailable(open_store: OpenStore, sqlite_url: str) -> None:
    store = open_store(sqlite_url.replace("madoguchi.db", "nowhere/madoguchi.db"))
    with pytest.raises(Unavailable):
        store.ping().result(SOON)


# --- the queue


def test_urgent_work_goes_before_all_that_waits_and_each_keeps_its_order(
    open_store: OpenStore, database_url: str
) -> None:
    store = open_store(database_url, limits=Limits(writers=1))
    order: list[str] = []

    def note(name: str, _connection: Connection) -> None:
        order.append(name)

    with held(store, 1):
        futures = [
            store.write(partial(note, name), first=name.startswith("event"))
            for name in ("turn 1", "event 1", "turn 2", "event 2")
        ]
        assert store.waiting() == 4
    for future in futures:
        future.result(SOON)
    assert order == ["event 1", "event 2", "turn 1", "turn 2"]


def test_too_much_waiting_work_is_refused_and_a_heap_of_turns_keeps_no_event_out(
    open_store: OpenStore, database_url: str
) -> None:
    store = open_store(database_url, limits=Limits(writers=1, waiting=2))
    with held(store, 1):
        kept = [store.write(_nothing), store.write(_nothing)]
        with pytest.raises(Busy):
            store.write(_nothing)
        kept += [store.write(_nothing, first=True), store.write(_nothing, first=True)]
        with pytest.raises(Busy):
            store.write(_nothing, first=True)
    for future in kept:
        future.result(SOON)
    store.write(_nothing).result(SOON)


def test_work_that_nobody_waits_for_any_more_is_not_begun(open_store: OpenStore, database_url: str) -> None:
    store = open_store(database_url, limits=Limits(writers=1))
    begun: list[int] = []
    with held(store, 1):
        future = store.write(lambda _connection: begun.append(1))
        assert future.cancel()
    store.write(_nothing).result(SOON)
    assert begun == []


# --- closing


def test_closing_finishes_the_work_in_hand_and_what_was_accepted(open_store: OpenStore, database_url: str) -> None:
    store = open_store(database_url, limits=Limits(writers=1))
    store.write(_make_books).result(SOON)
    with held(store, 1):
        futures = [store.write(add(number)) for number in range(3, 9)]
        closing = threading.Thread(target=store.close, args=(SOON,))
        closing.start()
    closing.join(SOON)
    assert all(future.done() and future.exception() is None for future in futures)
    assert len(seen(open_store(database_url))) == 8


def test_a_closed_store_takes_no_work(books: Store) -> None:
    assert books.close(SOON)
    with pytest.raises(Closed):
        books.write(_nothing)
    with pytest.raises(Closed):
        books.ping()


def test_closing_in_vain_cancels_what_was_not_begun(open_store: OpenStore, database_url: str) -> None:
    store = open_store(database_url, limits=Limits(writers=1))
    with held(store, 1):
        future = store.write(_nothing)
        assert not store.close(0)
        assert future.cancelled()


def test_closing_leaves_no_connection_behind(books: Store, database_url: str) -> None:
    seen(books)
    assert books.close(SOON)
    engine = open_engine(database_url)
    with engine.begin() as connection:
        if books.dialect == "postgresql":
            connected = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            assert connection.exec_driver_sql(connected).scalar() == 1
        connection.exec_driver_sql("DROP TABLE book")
    engine.dispose()


# --- inline


def test_inline_work_is_done_where_it_is_put(open_store: OpenStore, database_url: str) -> None:
    store = open_store(database_url, inline=True)
    store.write(_make_books)
    assert store.read(lambda _connection: threading.current_thread()).result(0) is threading.current_thread()
    assert store.read(words).result(0) == ["one", "two"]
    with pytest.raises(IntegrityError):
        store.write(add(1)).result(0)


# --- the machine underneath


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 30000),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("secure_delete", 1),
    ],
)
def test_the_writing_connection_is_as_safe_as_sqlite_can_be(
    open_store: OpenStore, sqlite_url: str, pragma: str, value: str | int
) -> None:
    assert pragma_of(open_store(sqlite_url).write, pragma) == value


def pragma_of(run: Callable[..., Any], pragma: str) -> Any:
    return run(lambda connection: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()).result(SOON)


def test_a_transaction_on_sqlite_begins_with_the_write_lock(open_store: OpenStore, sqlite_url: str) -> None:
    def other_cannot_write(_connection: Connection) -> bool:
        with contextlib.closing(sqlite3.connect(sqlite_file(sqlite_url), timeout=0)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            return False

    assert open_store(sqlite_url).write(other_cannot_write).result(SOON)


@pytest.mark.postgres
def test_a_transaction_on_postgresql_is_read_committed_and_in_utc(open_store: OpenStore, postgres_url: str) -> None:
    def settings(connection: Connection) -> list[Any]:
        names = ("transaction_isolation", "TimeZone", "lock_timeout", "transaction_read_only")
        return [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in names]

    store = open_store(postgres_url)
    assert store.write(settings).result(SOON) == ["read committed", "UTC", "30s", "off"]
    assert store.read(settings).result(SOON) == ["repeatable read", "UTC", "30s", "on"]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://someone@127.0.0.1/x"])
def test_a_database_we_cannot_keep_promises_on_is_refused(url: str) -> None:
    with pytest.raises(BadAddress, match="MADOGUCHI_DATABASE_URL"):
        address(url)


@pytest.mark.parametrize("name", ["postgresql", "postgresql+psycopg"])
def test_our_driver_is_taken_whatever_the_address_calls_it(name: str) -> None:
    assert address(f"{name}://someone@127.0.0.1/x").drivername == "postgresql+psycopg"


DIES_IN_THE_MIDDLE = textwrap.dedent(
    """
    import sys
    from sqlalchemy import text
    from storage.store import Store

    store = Store(sys.argv[1], jitter=lambda: 0.0)
    def some(start):
        def insert(connection):
            for number in range(start, start + 1000):
                connection.execute(text("INSERT INTO book VALUES (:n, :w)"), {"n": number, "w": "x" * 1000})
            if start > 10_000:
                print("in the middle", flush=True)
                sys.stdin.read()
        return insert
    store.write(some(10)).result()
    store.write(some(20_000)).result()
    """
)


def test_a_process_killed_in_the_middle_leaves_what_was_committed_and_nothing_else(
    books: Store, database_url: str
) -> None:
    command = [sys.executable, "-c", DIES_IN_THE_MIDDLE, database_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "in the middle\n"
        process.send_signal(signal.SIGKILL)
        process.wait(SOON)
    books.write(add(3)).result(SOON)
    assert len(seen(books)) == 1003
    if books.dialect == "sqlite":
        assert pragma_of(books.read, "integrity_check") == "ok"


def test_a_mistake_of_ours_is_told_apart_from_a_tired_database() -> None:
    assert judge(ProgrammingError("SELECT", None, sqlite3.ProgrammingError("wrong"))) is Fault.OURS


def libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def cut(url: str, connection: Connection) -> None:
    """End this connection from another one, as an administrator or a fail-over would."""
    pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with psycopg.connect(libpq(url), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def _nothing(_connection: Connection) -> None:
    pass
