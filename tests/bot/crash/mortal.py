"""A service that may die, the platforms that go on without it, and a machine that looks into its database.

Here lives starting it, waiting for it, and starting it again; never what must be true afterwards.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot import wiring
from bot.deliver import LEASE
from bot.lab.crash import HOST, Plan, serve
from bot.lab.line import LineLab
from bot.lab.line_mail import LineManner
from bot.lab.ports import kept_port
from bot.lab.postman import Reach
from bot.lab.telegram import Manner, TelegramLab
from bot.ports import SeededChance, SystemClock
from bot.settings import load
from flows.office.appointment import Application
from storage.vault import Keyring
from tests.bot.moving import MONDAY, Machine

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

    from storage.records.conversations import Conversation

PUBLIC = "https://madoguchi.invalid"
GROUP = -1_000_000_500
DEADLINE = 30.0
OFTEN = 0.01
PENDING = "status IN ('waiting', 'leased', 'unknown')"
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["bot.lab.crash"])


def until(truth: Callable[[], Any], what: str) -> None:
    never = threading.Event()
    for _ in range(int(DEADLINE / OFTEN)):
        if truth():
            return
        never.wait(OFTEN)
    raise TimeoutError(what)


@dataclass
class Mortal:
    url: str
    folder: Path
    process: ForkServerProcess | None = None
    deaths: int = 0
    at: datetime = MONDAY
    """When the service was started last, by its own clock."""
    port: int = field(default_factory=kept_port)

    def __post_init__(self) -> None:
        self._system = SystemClock()
        self._set_clock(self.at)
        reach = Reach({PUBLIC: f"http://{HOST}:{self.port}"})
        self.telegram = TelegramLab(self.now, manner=Manner(paced=False), reach=reach)
        self.line = LineLab(self.now, manner=LineManner(redelivery=True, retry_pause=1.0), reach=reach)
        self.settings = {
            "data_dir": str(self.folder),
            "database_url": self.url,
            "public_url": PUBLIC,
            "secret_keys": Keyring.fresh(SeededChance(1).data),
            "telegram_token": self.telegram.token,
            "telegram_api_url": self.telegram.url,
            "telegram_webhook_secret": "LAB-webhook-secret",
            "line_channel_secret": self.line.channel_secret,
            "line_channel_access_token": self.line.access_token,
            "line_api_url": self.line.url,
            "line_data_api_url": self.line.url,
        }
        given: dict[str, Any] = {**self.settings, "secret_keys": SecretStr(self.settings["secret_keys"])}
        wiring.prepare(load(_env_file=None, **given), SeededChance(2), self._system, migrate=False)
        self.machine = Machine(self.url)
        self._meet()

    def _meet(self) -> None:
        """People whom the platforms know already; what they did before we were there is of no matter."""
        with self.telegram.held(), self.line.held():
            self.taro = self.telegram.user(7, "Test Taro", "en")
            self.taro.starts()
            group = self.telegram.group(GROUP, "Staff")
            group.bot_added(self.telegram.user(8, "Clerk One"))
            self.group = group.chat
            self.hanako = self.line.user("Test Hanako", "en")

    def now(self) -> datetime:
        return self._system.now() + self._ahead

    def _set_clock(self, at: datetime) -> None:
        self._ahead: timedelta = at - self._system.now()

    def move_to(self, at: datetime) -> None:
        self._set_clock(at)

    # -- living and dying ----------------------------------------------------------------------------------

    def start(self, point: str = "", passing: int = 1) -> None:
        plan = Plan(self.settings, self.port, self._ahead.total_seconds(), point, passing)
        self.process = CONTEXT.Process(target=serve, args=(plan,), daemon=True)
        self.process.start()

    @property
    def dead(self) -> bool:
        return self.process is None or not self.process.is_alive()

    def carry_on(self, truth: Callable[[], Any], what: str) -> None:
        """Until it is true; if the service dies meanwhile it is started again, once its leases have run out."""
        until(lambda: truth() or self.dead, what)
        if not self.dead:
            return
        assert self.process
        self.process.join()
        assert self.process.exitcode == -signal.SIGKILL, f"it ended by itself: {self.process.exitcode}"
        self.deaths += 1
        self._set_clock(self.now() + LEASE)
        self.start()
        until(truth, what)

    def close(self) -> None:
        if self.process and self.process.pid and not self.dead:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.join()
        self.machine.close()
        self.telegram.close()
        self.line.close()

    # -- looking -------------------------------------------------------------------------------------------

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self.machine.look(sql)

    @property
    def settled(self) -> bool:
        """Nothing waits to be decided, nor to be sent."""
        (waiting,) = self.ask("SELECT count(*) FROM inbox WHERE status = 'waiting'")
        (pending,) = self.ask(f"SELECT count(*) FROM outbox WHERE {PENDING}")
        return waiting == pending == (0,)

    # -- the story so far ----------------------------------------------------------------------------------

    def offered(self, channel: str) -> Application:
        """A request with an offer; the letters about both are owed."""
        group = self.machine.staff_group(str(GROUP))
        return self.machine.offer(group, self.machine.wish(self.chat(channel)))

    def chat(self, channel: str) -> Conversation:
        address = str(self.taro.id) if channel == "telegram" else self.hanako.id
        return self.machine.chat(address, channel=channel)
