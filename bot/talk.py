"""`madoguchi talk`: the same conversation in a terminal, both sides, on a clock that stands until it is moved.

A line is what the job seeker types, `staff: …` what a clerk types; lines that begin with `!` move the clock or press
the join page's button. A script on standard input gives the same transcript every time.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from pydantic import SecretStr
from rich.console import Console
from sqlalchemy import Connection

from bot import wiring
from bot.channels.terminal.client import Terminal
from bot.channels.terminal.parse import NAME, Line
from bot.ports import FixedClock, SeededChance
from bot.settings import BadSettings, load
from bot.wiring import Whole
from flows.facts import Clerk
from flows.office.policy import TOKYO, local
from storage.records import conversations, due, inbox, staff
from storage.vault import Keyring

PERSON, STAFF, CLERK = "me", "staff", "Clerk A"
HELP = """\
  text            what the job seeker types (an empty line opens the chat)
  staff: text     what a clerk types in the staff group
  !next           move the clock to the next event
  !+90m !+2h !+1d move the clock forward
  !at 2026-11-24T10:00   move it to a time (Japan time)
  !join           press the button of the join page
  !quit           end
  # ...           a remark: shown, and nothing else"""
_AHEAD = re.compile(r"!\+(\d{1,4})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_JOIN = re.compile(r"/j/([\w-]+)")
LITTLE = timedelta(seconds=1)


@dataclass(slots=True)
class Talk:
    whole: Whole
    clock: FixedClock
    office: str
    locale: str
    out: Console
    interactive: bool
    seen: list[str] = field(default_factory=list)
    """All that was shown to the job seeker."""
    _number: int = 0

    async def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            if line.strip() == "!quit":
                return
            await self.line(line.rstrip("\n"))

    async def line(self, line: str) -> None:
        if not self.interactive:
            self._print(f"> {line}")
        if line.startswith("#"):
            return
        if line.startswith("!"):
            await self._world(line.strip())
        elif line.startswith("staff:"):
            await self._say(STAFF, CLERK, line.removeprefix("staff:").strip(), group=True)
        else:
            await self._say(PERSON, PERSON, line.strip(), group=False)

    def show(self, address: str, text: str) -> None:
        if address == PERSON:
            self.seen.append(text)
        prefix = "bot: " if address == PERSON else "    group: "
        body = text.replace("\n", "\n" + " " * len(prefix))
        self._print(f"{prefix}{body}")

    async def _say(self, address: str, author: str, text: str, *, group: bool) -> None:
        self._number += 1
        line = Line(self._number, address, author, self.locale, text, self.clock.now(), group)
        await self.whole.store.awrite(lambda connection: self._keep(connection, line), first=True)
        await self.whole.worker.settle()

    def _keep(self, connection: Connection, line: Line) -> None:
        unit = self.whole.rooms.unit(connection)
        inbox.keep(unit, NAME, [line.raw()], unit.now)

    # -- the world around ------------------------------------------------------------------------------------

    async def _world(self, line: str) -> None:
        if line == "!join":
            await self._join()
        elif line == "!next":
            await self._next()
        elif ahead := _AHEAD.fullmatch(line):
            await self._until(self.clock.now() + timedelta(**{_UNITS[ahead[2]]: int(ahead[1])}))
        elif line.startswith("!at "):
            await self._at(line.removeprefix("!at ").strip())
        else:
            self._print(HELP)

    async def _at(self, text: str) -> None:
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            self._print(HELP)
            return
        await self._until((at if at.tzinfo else at.replace(tzinfo=TOKYO)).astimezone(UTC))

    async def _next(self) -> None:
        found = await self.whole.store.aread(self._soonest)
        if found is None:
            self._print("(nothing is waiting)")
        else:
            await self._until(found + LITTLE)

    async def _until(self, at: datetime) -> None:
        """Through every event on the way, each at its own time."""
        while (found := await self.whole.store.aread(self._soonest)) and found <= at:
            self._move(found)
            await self.whole.worker.settle()
        self._move(at)
        await self.whole.worker.settle()
        self._print(f"({local(self.clock.now()):%a %Y-%m-%d %H:%M} JST)")

    def _move(self, at: datetime) -> None:
        self.clock.move_to(at)

    def _soonest(self, connection: Connection) -> datetime | None:
        return due.next_at(self.whole.rooms.unit(connection))

    async def _join(self) -> None:
        """The button, pressed on the page that the last letter with a join link leads to."""
        tokens = [found for text in self.seen for found in _JOIN.findall(text)]
        view = await self.whole.house.joined(tokens[-1], self.clock.now()) if tokens else None
        self._print(f"(join page: {view.state if view else 'no link was sent yet'})")
        await self.whole.worker.settle()

    def _print(self, text: str) -> None:
        self.out.print(text, markup=False, highlight=False, soft_wrap=True)

    # -- at the start ----------------------------------------------------------------------------------------

    def furnish(self, connection: Connection) -> None:
        """A staff group with one clerk."""
        unit = self.whole.rooms.unit(connection)
        policy = self.whole.rooms.policies[self.office]
        tongue = "ja" if self.locale.startswith("ja") else "en"
        group = conversations.find_or_make(
            unit, NAME, STAFF, group=True, guess="", default_locale=tongue, office=policy.id
        )
        conversations.bind(unit, group.id, policy.id, tongue)
        staff.join(unit, NAME, policy.id, staff.LEAD, Clerk(CLERK, CLERK))


async def run(  # noqa: PLR0913 -- the command's own options
    office: str, locale: str, at: datetime, seed: int, script: TextIO, out: Console, *, interactive: bool
) -> None:
    clock, chance = FixedClock(at), SeededChance(seed)
    with tempfile.TemporaryDirectory(prefix="madoguchi-talk-") as folder:
        settings = load(
            _env_file=None,
            data_dir=Path(folder),
            database_url=f"sqlite:///{folder}/talk.db",
            public_url="http://127.0.0.1:8080",
            secret_keys=SecretStr(Keyring.fresh(chance.data)),
            telegram_token=SecretStr(""),
            telegram_webhook_secret=SecretStr(""),
            line_channel_secret=SecretStr(""),
            line_channel_access_token=SecretStr(""),
        )
        if office not in wiring.policies(settings):
            raise BadSettings(f"there is no office {office!r}; offices: {', '.join(wiring.policies(settings))}")
        wiring.prepare(settings, chance, clock, migrate=True)
        whole = wiring.whole(settings, clock, chance, inline=True)
        talk = Talk(whole, clock, office, locale, out, interactive)
        whole.rooms.channels[NAME] = Terminal(talk.show)
        await whole.store.awrite(talk.furnish)
        if interactive:
            out.print(HELP)
        try:
            await talk.lines(script)
        finally:
            await whole.close()
            whole.store.close(5)
