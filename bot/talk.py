"""`madoguchi talk`: the same conversation in a terminal, both sides, on a clock that stands until it is moved.

A line is what the job seeker types, `staff: …` what a clerk types; lines that begin with `!` are the world around.
A script on standard input gives the same transcript every time. Never here: an answer, or a rule of the office.
"""

from __future__ import annotations

import contextlib
import functools
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from pydantic import SecretStr
from rich.console import Console
from sqlalchemy import Connection

from bot import wiring
from bot.channels.terminal.client import Terminal
from bot.channels.terminal.parse import NAME, Kind, Line
from bot.envelope import Letter
from bot.ports import Chance, FixedClock, SeededChance
from bot.rooms import CODE_LENGTH
from bot.schedule import morning
from bot.settings import Settings, load
from bot.wiring import Whole
from flows.facts import Clerk, Wished
from flows.office.appointment import Status
from flows.office.opening import DAY, cells, slot_at
from flows.office.policy import TOKYO, local
from flows.words import Words
from storage.records import applications, claims, conversations, due, inbox, staff
from storage.vault import Keyring

PERSON, OTHER, STAFF, CLERK = "me", "other", "staff", "clerk"
UNSEEN = "unseen"
PREFIXES = {PERSON: "bot: ", OTHER: "  bot to the other: ", STAFF: "    group: "}
HELP = """\
  text            what the job seeker types (an empty line opens the chat)
  staff: text     what a clerk types in the staff group
  other: text     what a second job seeker types, in a chat of their own
  {code}          in any of these: the reference code that was shown last
  !next           move the clock to the next event
  !+90m !+2h !+1d move the clock forward, through every event on the way
  !at 2026-11-24T10:00   move it to a time (Japan time)
  !join           press the button of the join page
  !photo          the job seeker sends a photo
  !taken 2026-11-24T10:00  somebody else takes that time, at every desk
  !old 2          press button 2 of the question before the newest one, which still stands above it
  !block !unblock the job seeker blocks the bot, and lets it in again
  !quit           end
  # ...           a remark: shown, and nothing else"""
_AHEAD = re.compile(r"!\+(\d{1,4})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_OLD = re.compile(r"!old (\d)")
_KINDS: Mapping[str, Kind] = {"!block": "left", "!unblock": "returned", "!photo": "photo"}
LITTLE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where, when and for whom. The same scene and the same script give the same transcript."""

    at: datetime
    office: str = "demo"
    locale: str = "en"
    seed: int = 1


class Ear(Terminal):
    """The terminal, which remembers what a script may come back to: the code and the join page shown last, and the
    question before the newest one.
    """

    code = ""
    join = ""
    newest: Letter | None = None
    before: Letter | None = None

    def render(
        self, letters: Sequence[Letter], words: Words, *, repeated: bool = False, group: bool = False
    ) -> Mapping[str, Any]:
        for each in letters:
            self.code = str(each.values.get("code") or self.code)
            if each.conversation == PERSON:
                self.join = str(each.values.get("join") or self.join)
                if each.choices:
                    self.before, self.newest = self.newest, each
        return super().render(letters, words, repeated=repeated, group=group)


@dataclass(slots=True)
class Talk:
    whole: Whole
    clock: FixedClock
    scene: Scene
    tell: Callable[[str], None]
    """Prints."""
    echo: bool = False
    """Whether each line is shown before it is done: in a transcript."""
    ear: Ear = field(init=False)
    _number: int = 0
    _told_at: datetime | None = None

    def __post_init__(self) -> None:
        self.ear = Ear(self.show)

    def show(self, address: str, text: str) -> None:
        """One letter, below the time at which it came if that is another than before."""
        self.tell_time()
        prefix = PREFIXES[address]
        lines = text.replace("\n", "\n" + " " * len(prefix)).split("\n")
        self.tell("\n".join(each.rstrip() for each in [prefix + lines[0], *lines[1:]]))

    def tell_time(self) -> None:
        if self._told_at != self.clock.now():
            self._told_at = self.clock.now()
            self.tell(f"({local(self._told_at):%a %Y-%m-%d %H:%M} JST)")

    async def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            if line.strip() == "!quit":
                return
            await self.line(line.rstrip("\n"))

    async def line(self, line: str) -> None:
        if not line.startswith("#"):
            line = line.replace("{code}", self.ear.code)
        if self.echo:
            self.tell(f"> {line}".rstrip())
        if line.startswith("!"):
            await self._world(line.strip())
        elif not line.startswith("#"):
            await self._somebody(line)

    async def _somebody(self, line: str) -> None:
        for address, author in ((STAFF, CLERK), (OTHER, OTHER)):
            if line.startswith(f"{address}:"):
                await self.say(address, author, line.removeprefix(f"{address}:").strip())
                return
        await self.say(PERSON, PERSON, line.strip())

    async def say(self, address: str, author: str, text: str, kind: Kind = "said") -> None:
        """One line in one chat, and all that follows from it now."""
        self._number += 1
        language = self.scene.locale
        line = Line(self._number, address, author, language, text, self.clock.now(), address == STAFF, kind)
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
        elif line in _KINDS:
            await self.say(PERSON, PERSON, "", _KINDS[line])
        elif ahead := _AHEAD.fullmatch(line):
            await self.until(self.clock.now() + timedelta(**{_UNITS[ahead[2]]: int(ahead[1])}))
        elif old := _OLD.fullmatch(line):
            await self._press(self.ear.before, int(old[1]))
        elif line.startswith("!at "):
            await self._when(line.removeprefix("!at ").strip(), self.until)
        elif line.startswith("!taken "):
            await self._when(line.removeprefix("!taken ").strip(), self._take)
        else:
            self.tell(HELP)

    async def _press(self, question: Letter | None, number: int) -> None:
        """A button that still stands on the screen."""
        choices = question.choices if question else ()
        code = next((each.code for each in choices if each.number == number), None)
        if question is None or code is None:
            self.tell("(there is no such button)")
        else:
            await self.say(PERSON, PERSON, f"{question.prompt} {code}", "picked")

    async def _when(self, text: str, deed: Callable[[datetime], Awaitable[None]]) -> None:
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            self.tell(HELP)
            return
        await deed((at if at.tzinfo else at.replace(tzinfo=TOKYO)).astimezone(UTC))

    async def _take(self, at: datetime) -> None:
        await self.whole.store.awrite(lambda connection: self._taken(connection, at))
        self.tell(f"(somebody else takes {local(at):%a %Y-%m-%d %H:%M}, at every desk)")

    def _taken(self, connection: Connection, at: datetime) -> None:
        """By people whom the talk does not show: the times are claimed, and of their bookings nothing is told."""
        unit, policy = self.whole.rooms.unit(connection), self.whole.rooms.policies[self.scene.office]
        unseen = conversations.find_or_make(
            unit, NAME, UNSEEN, group=False, guess="", default_locale="", office=policy.id
        )
        wished = Wished(self.whole.rooms.chance.code(CODE_LENGTH), "", "", "", "", "none", "", (at,), None)
        ident = applications.make(unit, wished, unseen, policy, Status.CANCELLED_BY_PERSON)
        slot, gone = slot_at(at, policy), claims.taken(unit, policy.id)
        for desk in policy.desk.desks:
            if gone.isdisjoint(own := cells(slot, desk, policy)):
                claims.take(unit, policy.id, own, ident, kind="hold", expires_at=slot.end)

    async def _next(self) -> None:
        found = await self.whole.store.aread(self._soonest)
        if found is None:
            self.tell("(nothing is waiting)")
        else:
            await self.until(found)

    async def until(self, at: datetime) -> None:
        """Through every event on the way, each at its own time."""
        while (stop := await self._stop()) <= at:
            self.clock.move_to(max(stop, self.clock.now() + LITTLE))  # one that failed is tried again a little later
            await self.whole.worker.settle()
        self.clock.move_to(at)
        await self.whole.worker.settle()
        self.tell_time()

    async def _stop(self) -> datetime:
        """The next event, or the next morning list, whichever comes first."""
        now, policy = self.clock.now(), self.whole.rooms.policies[self.scene.office]
        today = morning(now, policy)
        list_at = (today if now < today else morning(now + DAY, policy)).astimezone(UTC)
        found = await self.whole.store.aread(self._soonest)
        return list_at if found is None else min(found, list_at)

    def _soonest(self, connection: Connection) -> datetime | None:
        """The next clock of a booking, or the end of answers that were never sent."""
        unit = self.whole.rooms.unit(connection)
        drafts = (each.draft_expires_at for each in conversations.on_channel(unit, NAME))
        return min((at for at in (due.next_at(unit), *drafts) if at), default=None)

    async def _join(self) -> None:
        """The button, pressed on the page that the last letter with a join link leads to."""
        token = self.ear.join.rpartition("/")[2]
        view = await self.whole.house.joined(token, self.clock.now()) if token else None
        self.tell(f"(join page: {view.state if view else 'no link was sent yet'})")
        await self.whole.worker.settle()

    # -- at the start ----------------------------------------------------------------------------------------

    async def begin(self) -> None:
        """With a staff group and one clerk, who already have today's list."""
        await self.whole.store.awrite(self._furnish)
        await self.whole.worker.settle()

    def _furnish(self, connection: Connection) -> None:
        unit, office = self.whole.rooms.unit(connection), self.scene.office
        tongue = "ja" if self.scene.locale.startswith("ja") else "en"
        group = conversations.find_or_make(
            unit, NAME, STAFF, group=True, guess="", default_locale=tongue, office=office
        )
        conversations.bind(unit, group.id, office, tongue)
        name = self.whole.rooms.words[tongue].text("demo.clerk")
        staff.join(unit, NAME, office, staff.LEAD, Clerk(CLERK, name))


@contextlib.asynccontextmanager
async def sitting(scene: Scene, folder: Path, tell: Callable[[str], None], **given: object) -> AsyncIterator[Talk]:
    """A house of its own, joined, with nobody in it yet. `given` are settings: another database, other offices."""
    clock, chance = FixedClock(scene.at), SeededChance(scene.seed)
    settings = _settings(folder, chance, **{"offices": scene.office, **given})
    wiring.prepare(settings, chance, clock, migrate=True, rehearsal=True)
    whole = wiring.whole(settings, clock, chance, inline=True)
    talk = Talk(whole, clock, scene, tell)
    whole.rooms.channels[NAME] = talk.ear
    try:
        yield talk
    finally:
        await whole.close()
        whole.store.close(5)


def _settings(folder: Path, chance: Chance, **given: object) -> Settings:
    """No platform, whatever the environment says, and a database that ends with the talk."""
    return load(
        _env_file=None,
        **{
            "data_dir": folder,
            "database_url": f"sqlite:///{folder}/talk.db",
            "public_url": "http://127.0.0.1:8080",
            "secret_keys": SecretStr(Keyring.fresh(chance.data)),
            "telegram_token": SecretStr(""),
            "telegram_webhook_secret": SecretStr(""),
            "line_channel_secret": SecretStr(""),
            "line_channel_access_token": SecretStr(""),
            **given,
        },
    )


async def run(  # noqa: PLR0913 -- the command's own options
    office: str, locale: str, at: datetime, seed: int, script: TextIO, out: Console, *, interactive: bool
) -> None:
    tell = functools.partial(out.print, markup=False, highlight=False, emoji=False, soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="madoguchi-talk-") as folder:
        async with sitting(Scene(at, office, locale, seed), Path(folder), tell) as talk:
            talk.echo = not interactive
            if interactive:
                tell(HELP)
            await talk.begin()
            await talk.lines(script)
