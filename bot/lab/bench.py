"""Benchmarks: how fast the webhook answers while turns are decided, and how turns compare with a bare program.

All on this machine, in one run, so that the ratios can be compared with those of another. Never here: a threshold.
"""

from __future__ import annotations

import asyncio
import json
import logging
import multiprocessing
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any, Final

import httpx
from pydantic import SecretStr
from sqlalchemy import Connection, Engine, event, make_url

from bot import wiring
from bot.envelope import Raw
from bot.lab import bare, crash
from bot.lab.ports import kept_port
from bot.lab.telegram import TOKEN, Manner, TelegramLab
from bot.ports import FixedClock, SystemChance, SystemClock
from bot.settings import Settings, load
from storage.engines import LOCK_WAIT, pragmas
from storage.records import inbox
from storage.vault import Keyring

Figures = dict[str, float | str]
SECRET: Final = "LAB-webhook-secret"  # noqa: S105 -- of no account anywhere
PUBLIC: Final = "https://madoguchi.invalid"
SCRIPT: Final = ("/start", "English", "1", "1", "1", "1", "Test Taro", "01234-5678901", "090-0000-0000", "1")
"""What each person types, one after the other; what follows a misunderstanding is a turn as well."""
CONNECTIONS: Final = 16
ROUNDS: Final = 3
AT_ONCE: Final = 50
"""Turns of the preparation decided in one transaction."""
READY_WITHIN: Final = 60.0
OPENED, ANSWERED = "/start", "English"


def update(number: int, person: int, text: str) -> bytes:
    """A private message as Telegram sends it."""
    face = {"id": person, "first_name": "Test", "language_code": "en"}
    message = {
        "message_id": number,
        "from": {**face, "is_bot": False},
        "chat": {"id": person, "first_name": "Test", "type": "private"},
        "date": int(SystemClock().now().timestamp()),
        "text": text,
    }
    return json.dumps({"update_id": number, "message": message}).encode()


def _settings(folder: Path, **more: str) -> dict[str, str]:
    return {
        "data_dir": str(folder),
        "database_url": f"sqlite:///{folder / 'bench.db'}",
        "public_url": PUBLIC,
        "secret_keys": Keyring.fresh(SystemChance().data),
        "telegram_token": TOKEN,
        "telegram_webhook_secret": SECRET,
        "line_channel_secret": "",
        "line_channel_access_token": "",
        **more,
    }


def _loaded(given: dict[str, str]) -> Settings:
    sealed = {name: SecretStr(given[name]) for name in ("secret_keys", "telegram_token", "telegram_webhook_secret")}
    return load(_env_file=None, **{**given, **sealed})


# -- the webhook ------------------------------------------------------------------------------------------------


def webhook(rate: int, seconds: int) -> Figures:
    """Post `rate` updates a second for `seconds`, each at its own moment, to the real service in its own process.

    A time counts from the moment at which the update was to be sent, so that a slow answer cannot hide behind itself.
    """
    people = max(1, rate * seconds // len(SCRIPT))
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as name, _platform(people) as (url, sent):
        given = _settings(Path(name), telegram_api_url=url)
        wiring.prepare(_loaded(given), SystemChance(), SystemClock(), migrate=True)
        port = kept_port()
        with _process(crash.serve, crash.Plan(given, port)):
            asyncio.run(_ready(port))
            times, errors = asyncio.run(_load(port, rate, rate * seconds, people))
        figures = _spread(times, errors)
        figures["sent_by_then"] = float(sent())
    return figures


def _spread(times: list[float], errors: int) -> Figures:
    ordered = sorted(times) or [0.0]
    return {
        "p50_ms": 1000 * statistics.median(ordered),
        "p99_ms": 1000 * ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))],
        "max_ms": 1000 * ordered[-1],
        "answered": float(len(times)),
        "errors": float(errors),
    }


@contextmanager
def _process(work: Callable[..., None], *args: object) -> Iterator[None]:
    process = multiprocessing.get_context("spawn").Process(target=work, args=args, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


@contextmanager
def _platform(people: int) -> Iterator[tuple[str, Callable[[], int]]]:
    """The stand-in in a process of its own, so that its work is not counted as ours."""
    here, there = multiprocessing.get_context("spawn").Pipe()

    def sent() -> int:
        here.send("how many?")
        return int(here.recv())

    with _process(_serve_platform, there, people):
        yield here.recv(), sent


def _serve_platform(pipe: Pipe, people: int) -> None:
    logging.disable()  # the service goes away in the middle of its sendings
    with TelegramLab(SystemClock().now, manner=Manner(paced=False)) as lab:
        with lab.held():
            for person in range(1, people + 1):
                lab.user(person, "Test", "en").starts()
        pipe.send(lab.url)
        while pipe.recv():
            pipe.send(len(lab.called("sendMessage")))


async def _ready(port: int) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(int(READY_WITHIN / 0.1)):
            try:
                if (await client.get(f"http://127.0.0.1:{port}/readyz")).is_success:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
    raise TimeoutError("the service does not get ready")


async def _load(port: int, rate: int, count: int, people: int) -> tuple[list[float], int]:
    lines: asyncio.Queue[Line] = asyncio.Queue()
    opened = [await Line.to(port) for _ in range(CONNECTIONS)]
    for line in opened:
        lines.put_nowait(line)
    loop = asyncio.get_running_loop()
    begun = loop.time() + 0.1

    async def one(number: int) -> float | None:
        due = begun + number / rate
        body = update(number + 1, number % people + 1, SCRIPT[number // people % len(SCRIPT)])
        await asyncio.sleep(due - loop.time())
        line = await lines.get()
        try:
            status = await line.post(body)
        finally:
            lines.put_nowait(line)
        return loop.time() - due if status == httpx.codes.OK else None

    ended = await asyncio.gather(*map(one, range(count)))
    for line in opened:
        line.close()
    times = [each for each in ended if each is not None]
    return times, count - len(times)


@dataclass(frozen=True, slots=True)
class Line:
    """A connection that is kept alive. A whole client would take longer than the answer that is measured."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    head: bytes

    @classmethod
    async def to(cls, port: int) -> Line:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = (
            f"POST /telegram/webhook HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: "
        )
        return cls(reader, writer, head.encode())

    async def post(self, body: bytes) -> int:
        self.writer.write(b"%s%d\r\n\r\n%s" % (self.head, len(body), body))
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = next((line for line in head.splitlines() if line.startswith("content-length:")), ":0")
        await self.reader.readexactly(int(length.partition(":")[2]))
        return int(head.split()[1])

    def close(self) -> None:
        self.writer.close()


# -- turns ------------------------------------------------------------------------------------------------------


def turn(conversations: int = 500, database_url: str = "") -> Figures:
    """A backlog of so many conversations with one event each, decided one commit per message; then the same bare.

    Databases of its own are made beside the one that is named, and dropped again. Medians of interleaved rounds.
    """
    whole_rates, bare_rates = [], []
    with _places(database_url) as places:
        house = _House(places.real, _settings(places.folder, database_url=places.real))
        house.prepare(ROUNDS * conversations)
        house.close()
        places.copy()
        house.open()
        connection, begin = places.connect()
        for number in range(ROUNDS):
            with house.recorded() as before:
                house.put(range(number * conversations, (number + 1) * conversations), ANSWERED)
            bare.replay(connection, begin, before)
            with house.recorded() as tape:
                whole_rates.append(_rate(conversations, house.decide))
            bare_rates.append(_rate(conversations, partial(bare.replay, connection, begin, tape)))
        connection.close()
        house.close()
    statements = statistics.mean(len(each) for each in tape)
    return {
        "turns_per_second": statistics.median(whole_rates),
        "bare_per_second": statistics.median(bare_rates),
        "ratio_to_bare": statistics.median(whole_rates) / statistics.median(bare_rates),
        "statements_per_turn": statements,
        "conversations": float(conversations),
        "database": make_url(places.real).get_backend_name(),
    }


def _rate(count: int, work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return count / (time.perf_counter() - begun)


@dataclass
class _House:
    """The real store, rooms and turns; no delivery."""

    url: str
    given: dict[str, str]
    _numbers: int = 0

    def __post_init__(self) -> None:
        self.clock, self.chance = FixedClock(datetime(2026, 11, 16, 1, 0, tzinfo=UTC)), SystemChance()
        self.settings = _loaded(self.given)
        wiring.prepare(self.settings, self.chance, self.clock, migrate=True)
        self.open()

    def open(self) -> None:
        self.whole = wiring.whole(self.settings, self.clock, self.chance)

    def close(self) -> None:
        self.whole.store.close(READY_WITHIN)

    def prepare(self, people: int) -> None:
        """Everybody has said hello and was asked for their language."""
        self.put(range(people), OPENED)

        def some(connection: Connection) -> int:
            return sum(self.whole.worker.turns.one(connection) for _ in range(AT_ONCE))

        while self.whole.store.write(some).result():
            pass

    def put(self, people: range, text: str) -> None:
        telegram, rooms = self.whole.rooms.channels["telegram"], self.whole.rooms
        raws: list[Raw] = []
        for person in people:
            self._numbers += 1
            raws += telegram.split(update(self._numbers, person + 1, text))
        self.whole.store.write(lambda c: inbox.keep(rooms.unit(c), "telegram", raws, self.clock.now())).result()

    def decide(self) -> None:
        store, turns = self.whole.store, self.whole.worker.turns
        while store.write(turns.one).result():
            pass

    @contextmanager
    def recorded(self) -> Iterator[list[list[bare.Statement]]]:
        """What reaches the driver meanwhile, transaction by transaction; not the begin, commit and savepoints."""
        tape: list[list[bare.Statement]] = []

        def begun(_connection: Connection) -> None:
            tape.append([])

        def said(*call: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's own
            _, _, sql, parameters, _, many = call
            if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
                tape[-1].append((sql, parameters, many))

        event.listen(Engine, "begin", begun, insert=True)
        event.listen(Engine, "before_cursor_execute", said)
        try:
            yield tape
        finally:
            event.remove(Engine, "begin", begun)
            event.remove(Engine, "before_cursor_execute", said)


# -- where the databases are ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Places:
    folder: Path
    real: str
    bare: str
    copy: Callable[[], None]
    connect: Callable[[], tuple[Any, str]] = field(repr=False)


@contextmanager
def _places(url: str) -> Iterator[_Places]:
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as name:
        if url and not url.startswith("sqlite"):
            with _on_postgres(Path(name), url) as places:
                yield places
        else:
            yield _on_sqlite(Path(name))


def _on_sqlite(folder: Path) -> _Places:
    real, copy = folder / "bench.db", folder / "bare.db"

    def duplicate() -> None:
        with closing(sqlite3.connect(real)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(real, copy)

    def connect() -> tuple[Any, str]:
        return bare.sqlite(str(copy), pragmas(LOCK_WAIT)), "BEGIN IMMEDIATE"

    return _Places(folder, f"sqlite:///{real}", f"sqlite:///{copy}", duplicate, connect)


@contextmanager
def _on_postgres(folder: Path, url: str) -> Iterator[_Places]:
    base = make_url(url)
    names = [f"{base.database}_bench_{kind}" for kind in ("real", "bare")]
    real, copy = (base.set(database=each).render_as_string(hide_password=False) for each in names)

    def run(statement: str) -> None:
        with closing(bare.postgres(_libpq(url))) as connection:
            connection.execute(statement)

    def connect() -> tuple[Any, str]:
        return bare.postgres(_libpq(copy)), "BEGIN"

    run(f'CREATE DATABASE "{names[0]}"')
    try:
        yield _Places(folder, real, copy, lambda: run(f'CREATE DATABASE "{names[1]}" TEMPLATE "{names[0]}"'), connect)
    finally:
        for each in names:
            run(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')


def _libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
