"""A whole house in service for a test: real HTTP, a real database, stand-ins of both platforms, a clock that moves.

Here lives starting, stopping, waiting and looking inside; people and clerks are in `people`.
Never here: a fixed sleep. What is waited for is a condition, and has a deadline.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
from pydantic import SecretStr

from bot import serve, wiring
from bot.channels.line import Line
from bot.channels.telegram.client import Telegram
from bot.channels.telegram.wire import Patience
from bot.deliver import Delivery
from bot.lab.line import LineLab
from bot.lab.ports import kept_port
from bot.lab.postman import Reach
from bot.lab.server import LoopThread
from bot.lab.telegram import Manner, TelegramLab
from bot.pace import UNPACED, Pace
from bot.ports import MovableClock, SeededChance, SystemClock
from bot.serve import Service
from bot.settings import Settings, load
from bot.wiring import Whole
from flows.office.appointment import Application
from flows.office.policy import TOKYO
from locales.gaps import parts
from locales.words import catalogues
from storage.records import applications, conversations, due, inbox, outbox, staff
from storage.tables.inbox import INBOX
from storage.tables.outbox import OUTBOX
from storage.unit import Unit
from storage.vault import Keyring

if TYPE_CHECKING:
    from concurrent.futures import Future

    from sqlalchemy import Connection

    from bot.lab.lab import Lab
    from storage.records.conversations import Conversation

T = TypeVar("T")
OFFICE = "demo"
PUBLIC = "https://madoguchi.invalid"
SECRET = "LAB-webhook-secret"
START = datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO)
"""A Wednesday morning, with the office open."""
DEADLINE = 20.0
OFTEN = 0.02
HASTY = 2.5
"""Seconds after which silence is a time-out."""
KEYS = Keyring.fresh(SeededChance(1).data)
PENDING = ("waiting", "leased", "unknown")


def until(truth: Callable[[], T], what: str | Callable[[], str] = "", within: float = DEADLINE) -> T:
    """What `truth` says as soon as it is truthy."""
    never = threading.Event()
    for _ in range(int(within / OFTEN)):
        if said := truth():
            return said
        never.wait(OFTEN)
    raise TimeoutError(f"not within {within} s: {what() if callable(what) else what}")


def new_browser() -> httpx.Client:
    """One for many calls: making it loads the certificates of the world, which are of no use here."""
    return httpx.Client(trust_env=False, verify=False, timeout=10)


@dataclass
class House:
    """`mode` of Telegram: webhook, polling or off. Both stand-ins are there in any case, only perhaps unused."""

    url: str
    folder: Path
    mode: str = "webhook"
    with_line: bool = False
    paced: bool = False
    offices: Path | None = None
    port: int = field(default_factory=kept_port)
    starts: int = 0

    def __post_init__(self) -> None:
        system = SystemClock()
        self.clock = MovableClock(system, START - system.now())
        reach = Reach({PUBLIC: self.address})
        self.telegram = TelegramLab(self.now, manner=Manner(paced=self.paced), reach=reach)
        self.line = LineLab(self.now, reach=reach)
        self.line.quota = None
        self.browser = new_browser()
        self.thread = LoopThread("service")
        self.whole: Whole
        self.service: Service

    def now(self) -> datetime:
        return self.clock.now()

    # -- in service --------------------------------------------------------------------------------------------

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def labs(self) -> tuple[Lab, ...]:
        return self.telegram, self.line

    def settings(self, **more: Any) -> Settings:
        telegram = self.mode != "off"
        given: dict[str, Any] = {
            "_env_file": None,
            "data_dir": self.folder,
            "database_url": self.url,
            "public_url": PUBLIC,
            "secret_keys": SecretStr(KEYS),
            "offices_dir": self.offices,
            "telegram_token": SecretStr(self.telegram.token if telegram else ""),
            "telegram_api_url": self.telegram.url,
            "telegram_webhook_secret": SecretStr(SECRET if self.mode == "webhook" else ""),
            "telegram_mode": self.mode if telegram else "webhook",
            "line_channel_secret": SecretStr(self.line.channel_secret if self.with_line else ""),
            "line_channel_access_token": SecretStr(self.line.access_token if self.with_line else ""),
            "line_api_url": self.line.url,
            "line_data_api_url": self.line.url,
        }
        return load(**given | more)

    def start(self) -> House:
        self.starts += 1
        self._server = _NotYet()
        self._running: Future[None] = self.thread.submit(self._serve(self.settings()))
        until(lambda: self._server.started or self._running.done(), "the port to be open")
        if self._running.done():
            self._running.result()
        until(self._introduced, "the platforms to know where we are")
        return self

    async def _serve(self, settings: Settings) -> None:
        chance = SeededChance(self.starts)
        wiring.prepare(settings, chance, self.clock, migrate=False)
        self.whole = self._in_a_hurry(wiring.whole(settings, self.clock, chance), settings)
        self.service = Service(self.whole)
        self._server = serve.new_server(self.service, "127.0.0.1", self.port)
        await serve.run_on(self._server, self.service)

    def _in_a_hurry(self, whole: Whole, settings: Settings) -> Whole:
        """The same channels, but they do not wait as long for a silent platform."""
        telegram, line = whole.telegram, whole.line
        if telegram:
            patience = Patience(read=HASTY, poll=1)
            token = settings.telegram_token.get_secret_value()
            telegram = Telegram(token, self.clock, api_url=self.telegram.url, patience=patience)
            whole.rooms.channels["telegram"] = telegram
            if not self.paced:
                whole.worker.delivery._paces["telegram"] = Pace(UNPACED)
        if line:
            line = Line(
                (self.line.channel_secret,),
                self.line.access_token,
                self.clock,
                api_url=self.line.url,
                seconds=HASTY,
            )
            whole.rooms.channels["line"] = line
        return replace(whole, telegram=telegram, line=line)

    _server: Any = field(default_factory=lambda: _NotYet())  # noqa: PLW0108 -- defined below

    def _introduced(self) -> bool:
        if self._running.done():
            self._running.result()
        hooked = self.mode != "webhook" or self.telegram.world.mail.webhook is not None
        polled = self.mode != "polling" or self.telegram.world.mail.polls > 0
        return hooked and polled and (not self.with_line or bool(self.line.world.mail.endpoint))

    def stop(self) -> None:
        """As SIGTERM does."""
        self._server.should_exit = True
        self._running.result(30)

    def restart(self) -> None:
        self.stop()
        self.start()

    def close(self) -> None:
        with suppress(Exception):
            self.stop()
        self.thread.stop()
        self.browser.close()
        for lab in self.labs:
            lab.close()

    @property
    def delivery(self) -> Delivery:
        return self.whole.worker.delivery

    # -- time --------------------------------------------------------------------------------------------------

    def moves_to(self, at: datetime) -> None:
        """Through every clock on the way, each at its own time; the schedule itself finds what has come due."""
        self.settles()
        while (soonest := self.read(due.next_at)) and soonest <= at:
            self.clock.move_to(soonest + timedelta(seconds=1))
            until(partial(self._past, soonest), f"the clocks of {soonest}")
            self.settles()
        self.clock.move_to(at)

    def _past(self, moment: datetime) -> bool:
        left = self.read(due.next_at)
        return left is None or left > moment

    def passes(self, **span: int) -> None:
        self.moves_to(self.now() + timedelta(**span))

    def settles(self, within: float = DEADLINE) -> None:
        """Nothing is on its way any more: neither to us, nor in our hands, nor from us."""
        until(self.idle, "everything to be decided and sent", within)

    def idle(self) -> bool:
        if not all(lab.settled for lab in (self.telegram, self.line)):
            return False
        came, going = self.read(lambda unit: (inbox.counts(unit), outbox.counts(unit)))
        return not came.get("waiting") and not any(going.get(each) for each in PENDING)

    def rests(self) -> bool:
        """Nothing is in hand at this moment; letters may wait for their time, so the clock can be moved."""
        return not self.inbox().get("waiting") and not self.outbox().get("leased")

    # -- looking inside ----------------------------------------------------------------------------------------

    def read(self, look: Callable[[Unit], T]) -> T:
        return self.whole.store.read(lambda connection: look(self._unit(connection))).result(DEADLINE)

    def write(self, do: Callable[[Unit], T]) -> T:
        return self.whole.store.write(lambda connection: do(self._unit(connection))).result(DEADLINE)

    def _unit(self, connection: Connection) -> Unit:
        return self.whole.rooms.unit(connection)

    def inbox(self) -> Mapping[str, int]:
        return self.read(inbox.counts)

    def outbox(self) -> Mapping[str, int]:
        return self.read(outbox.counts)

    def events(self) -> list[tuple[str, str, str]]:
        """Channel, status and error of every event that was stored."""
        columns = (INBOX.c.channel, INBOX.c.status, INBOX.c.error)
        rows = self.read(lambda unit: unit.connection.execute(INBOX.select().with_only_columns(*columns)).all())
        return [(row[0], row[1], row[2] or "") for row in rows]

    def sendings(self) -> list[tuple[str, str]]:
        """Status and outcome of every letter, in order."""
        columns = (OUTBOX.c.status, OUTBOX.c.outcome)
        statement = OUTBOX.select().with_only_columns(*columns).order_by(OUTBOX.c.seq)
        return [(row[0], row[1] or "") for row in self.read(lambda unit: unit.connection.execute(statement).all())]

    def bookings(self) -> Sequence[Application]:
        def look(unit: Unit) -> list[Application]:
            known = (applications.by_id(unit, each.id, PUBLIC) for each in applications.of_office(unit, OFFICE))
            return [each for each in known if each]

        return self.read(look)

    def booking(self) -> Application:
        (only,) = self.bookings()
        return only

    def conversation(self, channel: str, address: object) -> Conversation:
        found = self.read(lambda unit: conversations.find(unit, channel, str(address)))
        assert found
        return found

    def invite(self, role: str = "") -> str:
        """A one-time code, as `madoguchi staff invite` prints it."""
        code = self.whole.rooms.chance.code(staff.CODE_LENGTH)
        self.write(lambda unit: staff.invite_make(unit, OFFICE, role, code, unit.now + timedelta(days=2)))
        return code

    def text(self, key: str, locale: str = "en", **values: Any) -> str:
        return self.whole.rooms.words[locale].text(key, values)

    def piece(self, key: str, locale: str = "en") -> str:
        """The longest part of a text that has no gap: by it the text is recognised, whatever it says."""
        entry = catalogues()[locale].entries[key]
        pieces = [each for line in entry.forms[0].split("\n") for each in parts(line) if isinstance(each, str)]
        return max(pieces, key=len).strip()

    # -- HTTP --------------------------------------------------------------------------------------------------

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.browser.get(self.address + path, **options)

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        return self.browser.post(self.address + path, content=body, headers=dict(headers))

    def post_telegram(self, update: object, secret: str = SECRET) -> httpx.Response:
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        return self.post("/telegram/webhook", body, {"X-Telegram-Bot-Api-Secret-Token": secret})

    def post_line(self, *events: object) -> httpx.Response:
        body, signature = self.line.world.mail.signed(list(events))  # type: ignore[arg-type]  # odd ones on purpose
        return self.post("/line/webhook", body, {"x-line-signature": signature})

    def measure(self, sample: str) -> float:
        """One line of `/metrics`, without its value: `madoguchi_events_total{channel="line",result="decided"}`."""
        for line in self.get("/metrics").text.splitlines():
            name, _, value = line.rpartition(" ")
            if name == sample:
                return float(value)
        return 0.0


class _NotYet:
    started = False


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 on the office's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=TOKYO).astimezone(UTC)
