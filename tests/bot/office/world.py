"""One shipped office on a database of its own: two people in their chats, two clerks in the group, a clock that waits.

Here live hands and ears: what each can tap or type, and what was delivered to them. The whole product lies between.
Never here: an expectation, or a rule of the office.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from structlog.testing import capture_logs

from bot.channels.web.client import News
from bot.deliver import Delivery
from bot.envelope import Attempt, Letter, Outcome, Raw
from bot.house import House
from bot.pace import UNPACED, Pace
from bot.ports import Clock, FixedClock, SeededChance, SystemClock
from bot.rooms import Rooms
from bot.schedule import Schedule
from bot.turn import Turns
from bot.worker import Worker
from flows.facts import Clerk
from flows.office.policy import Policy
from flows.words import Words
from storage.offices import load, publish_samples
from storage.records import conversations, due, inbox, staff
from storage.store import Store
from storage.vault import Keyring, Vault
from tests.bot.moving import Phone, words

PEOPLE = ("a", "b")
GROUP = "group"
LEAD, CLERK = Clerk("u-lead", "Clerk One", staff.LEAD), Clerk("u-clerk", "Clerk Two", "clerk")
SECOND = timedelta(seconds=1)


@cache
def policy_of(office: str) -> Policy:
    return load(only=(office,))[office]


@dataclass(frozen=True, slots=True)
class Heard:
    """One letter as it reached a chat."""

    key: str
    code: str
    """The reference code that it is about."""
    start: str
    join: str
    prompt: str
    codes: tuple[str, ...]
    at: datetime


@dataclass
class Ear(Phone):
    """A platform that delivers everything, and remembers what each letter was about."""

    clock: Clock = field(default_factory=SystemClock)
    heard: dict[str, list[Heard]] = field(default_factory=lambda: defaultdict(list))

    def render(
        self, letters: Sequence[Letter], words: Words, *, repeated: bool = False, group: bool = False
    ) -> Mapping[str, Any]:
        about = [[str(each.values.get(name, "")) for name in ("code", "start", "join")] for each in letters]
        return {**super().render(letters, words, repeated=repeated, group=group), "about": about}

    async def send(self, address: str, payload: Mapping[str, Any], attempt: Attempt) -> Outcome:
        outcome = await super().send(address, payload, attempt)
        for key, (code, start, join), prompt, codes in zip(
            *(payload[each] for each in ("keys", "about", "prompts", "codes")), strict=True
        ):
            if key:
                self.heard[address].append(Heard(key, code, start, join, prompt, tuple(codes), self.clock.now()))
        return outcome


@dataclass
class World:
    office: str
    path: Path
    """Of the database, which is there already, empty, at the newest schema."""
    at: datetime

    def __post_init__(self) -> None:
        self.clock, self.chance = FixedClock(self.at), SeededChance(1)
        self.ear = Ear(clock=self.clock)
        self.store = Store(f"sqlite:///{self.path}", jitter=lambda: 1.0, pause=lambda _seconds: None, inline=True)
        vault = Vault(Keyring.parse(Keyring.fresh(self.chance.data)), self.chance.data)
        policies, channels = {self.office: policy_of(self.office)}, {self.ear.name: self.ear}
        self.rooms = Rooms(vault, self.clock, self.chance, policies, words(), channels, "https://office.example")
        self.schedule, self.delivery = Schedule(self.rooms), Delivery(self.rooms, self.store)
        self.delivery._paces[self.ear.name] = Pace(UNPACED)
        self.worker = Worker(self.store, Turns(self.rooms), self.delivery, self.schedule)
        self.house = House(self.rooms, self.store, News(), lambda: None)
        self.runner, self._numbers = asyncio.Runner(), itertools.count()
        self._capturing = capture_logs()
        self.logged = self._capturing.__enter__()
        self.store.write(self._furnish).result()
        self._hurry()
        self.plain = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)

    def _furnish(self, connection: Connection) -> None:
        unit = self.rooms.unit(connection)
        publish_samples(unit, self.rooms.policies, rehearsal=True)
        name, tongue = self.ear.name, self.policy.staff_language
        group = conversations.find_or_make(
            unit, name, GROUP, group=True, guess="", default_locale=tongue, office=self.office
        )
        conversations.bind(unit, group.id, self.office, tongue)
        for each in (LEAD, CLERK):
            staff.join(unit, name, self.office, each.role, each)

    def _hurry(self) -> None:
        """Nobody pulls the plug here: the disk need not be waited for."""
        writing: Any = self.store._writing
        writing._hand._kept.connection.driver_connection.execute("PRAGMA synchronous=OFF").close()

    def close(self) -> None:
        self._capturing.__exit__(None, None, None)
        self.runner.close()
        self.plain.close()
        assert self.store.close(1)
        self.path.unlink()

    @property
    def policy(self) -> Policy:
        return self.rooms.policies[self.office]

    @property
    def now(self) -> datetime:
        return self.clock.now()

    # -- what comes in -------------------------------------------------------------------------------------------

    def event(self, chat: str, kind: str, author: str = "", *, at: datetime | None = None, **form: Any) -> None:
        """One event, which happened at `at` by the platform's own clock; decided and answered."""
        ident = f"e{next(self._numbers)}"
        whole = {"id": ident, "chat": chat, "kind": kind, "author": author or chat, "group": chat == GROUP, **form}
        raw = Raw(ident, chat, json.dumps(whole).encode(), at or self.now)
        self.store.write(lambda each: inbox.keep(self.rooms.unit(each), self.ear.name, [raw], self.now)).result()
        self.work()

    def says(self, chat: str, said: str, **form: Any) -> None:
        self.event(chat, "said", text=said, **form)

    def picks(self, chat: str, heard: Heard, code: str, **form: Any) -> None:
        self.event(chat, "picked", prompt=heard.prompt, code=code, **form)

    def orders(self, by: Clerk, order: str) -> None:
        self.says(GROUP, order, author=by.id)

    def joins(self, url: str) -> None:
        """The button of the join page."""
        self.runner.run(self.house.joined(url.rpartition("/")[2], self.now))
        self.work()

    # -- what goes on by itself ----------------------------------------------------------------------------------

    def work(self) -> None:
        """Turns and deliveries, and no clock."""
        self.runner.run(self._work())

    async def _work(self) -> None:
        while await self.worker.turn() or await self.delivery.one():
            pass

    def settle(self) -> None:
        """All that is to do now, clocks among it."""
        self.runner.run(self.worker.settle())

    def until(self, at: datetime) -> None:
        """Through every clock on the way, each at its own time."""
        while (stop := self.next_at()) and stop <= at:
            self.clock.move_to(max(stop, self.now + SECOND))
            self.settle()
        self.clock.move_to(at)
        self.settle()

    def next_at(self) -> datetime | None:
        return self.store.read(lambda connection: due.next_at(self.rooms.unit(connection))).result()

    # -- what is to be seen --------------------------------------------------------------------------------------

    def heard(self, chat: str) -> list[Heard]:
        return self.ear.heard[chat]

    def ask(self, sql: str, **values: Any) -> list[Any]:
        """The database itself, past the product."""
        return self.plain.execute(sql, values).fetchall()
