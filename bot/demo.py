"""`madoguchi demo`: everything on this machine, no accounts, no configuration, and a clock that can be moved.

The same house as in production, on SQLite in a folder of its own, with the web chat on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Connection, delete
from starlette.applications import Starlette

from bot import wiring
from bot.channels.web.parse import NAME as WEB
from bot.pages.demo import CLERK
from bot.pages.desk import Desk
from bot.pages.ports import Coming, Step
from bot.pages.routes import demo_routes
from bot.ports import MovableClock, SystemChance, SystemClock
from bot.schedule import morning
from bot.serve import Service, run
from bot.settings import Settings, key_file, load
from bot.wiring import Whole
from flows.facts import Clerk
from flows.office.opening import DAY, spans
from flows.office.policy import local
from storage import offices
from storage.lockfile import LockFile, lock_path
from storage.records import conversations, due, staff, web_messages
from storage.tables import metadata
from storage.unit import Unit
from storage.vault import Keyring

OFFICE = "demo"
STAFF = "demo-staff"
KEPT_TABLES = {"data_key", "alembic_version"}
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
LITTLE = timedelta(seconds=1)


@dataclass(slots=True)
class DemoStage:
    """The demo's own controls over a house that runs."""

    whole: Whole
    clock: MovableClock
    chosen: str = ""
    office: str = OFFICE
    staff_address: str = STAFF

    @property
    def languages(self) -> Sequence[str]:
        return self.whole.rooms.policies[OFFICE].languages

    @languages.setter
    def languages(self, _: Sequence[str]) -> None:
        """The office's file says which."""

    async def language(self) -> str | None:
        return self.chosen or None

    async def set_language(self, locale: str) -> None:
        self.chosen = locale
        await self.whole.store.awrite(lambda connection: self._speak(connection, locale))

    async def greet(self, locale: str) -> None:
        tongue = self._staff_language(locale)
        if not self.chosen and await self.whole.house.locale_of(STAFF) != tongue:
            await self.whole.store.awrite(lambda connection: self._greet(connection, tongue))

    async def now(self) -> datetime:
        return self.clock.now()

    async def next_event(self) -> Coming | None:
        return await self.whole.store.aread(self._next)

    async def move_clock(self, step: Step) -> None:
        """Through every event on the way, each at its own time, so that what follows from one can come too."""
        coming = await self.next_event()
        target = coming.at if step == "next" and coming else self.clock.now() + STEPS.get(step, timedelta())
        while (coming := await self.next_event()) and coming.at <= target:
            self.clock.move_to(coming.at + LITTLE)
            await self.whole.worker.tick()
        self.clock.move_to(target)
        await self.whole.worker.tick()

    async def restart(self) -> None:
        self.clock.ahead = timedelta()
        await self.whole.store.awrite(self._furnish)

    # -- in the database -------------------------------------------------------------------------------------

    def _furnish(self, connection: Connection) -> None:
        """An office with one staff group and one clerk, and nothing else."""
        for table in reversed(metadata.sorted_tables):
            if table.name not in KEPT_TABLES:
                connection.execute(delete(table))
        unit = self.whole.rooms.unit(connection)
        policies = self.whole.rooms.policies
        offices.publish_samples(unit, policies)
        tongue = self._staff_language(self.chosen or policies[OFFICE].staff_language)
        group = conversations.find_or_make(unit, WEB, STAFF, group=True, guess="", default_locale=tongue, office=OFFICE)
        conversations.bind(unit, group.id, OFFICE, tongue)
        self._join(unit, tongue)

    def _speak(self, connection: Connection, locale: str) -> None:
        unit, tongue = self.whole.rooms.unit(connection), self._staff_language(locale)
        for each in conversations.on_channel(unit, WEB):
            conversations.speak(unit, each, tongue if each.address == STAFF else locale)
        self._join(unit, tongue)

    def _greet(self, connection: Connection, tongue: str) -> None:
        """Who has read anything there goes on in that language."""
        unit = self.whole.rooms.unit(connection)
        group = conversations.find(unit, WEB, STAFF)
        if group and not web_messages.after(unit, group.id, limit=1):
            conversations.speak(unit, group, tongue)
            self._join(unit, tongue)

    def _join(self, unit: Unit, tongue: str) -> None:
        """The one clerk, by the name that the page shows."""
        name = self.whole.rooms.words[tongue].text("demo.clerk")
        staff.join(unit, WEB, OFFICE, staff.LEAD, Clerk(CLERK, name))

    @staticmethod
    def _staff_language(locale: str) -> str:
        """Staff read Japanese or English."""
        return "en" if locale == "en" else "ja"

    def _next(self, connection: Connection) -> Coming | None:
        unit = self.whole.rooms.unit(connection)
        found = due.soonest(unit)
        events = [Coming(found.at, f"demo.event.{found.kind.value}")] if found else []
        policy = self.whole.rooms.policies[OFFICE]
        today = morning(unit.now, policy)
        tomorrow = today if unit.now < today else morning(unit.now + DAY, policy)
        if found and tomorrow < found.at and spans(local(tomorrow).date(), policy):
            events.append(Coming(tomorrow, "demo.event.morning_list"))
        return min(events, key=lambda each: each.at, default=None)


class DemoService(Service):
    async def _watch(self) -> None:
        """A clock that is moved jumps: nothing to wake for, and nothing to report."""


def settings(folder: Path, host: str, port: int) -> Settings:
    """The demo asks for nothing: its key is made at the first start, beside its database."""
    chance = SystemChance()
    keys = key_file(folder, Keyring.fresh(chance.data))
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- only compared
    return load(
        _env_file=None,
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'demo.db'}",
        public_url=f"http://{shown}:{port}",
        secret_keys=SecretStr(keys),
        offices_dir=None,
        offices=OFFICE,
        telegram_token=SecretStr(""),
        telegram_webhook_secret=SecretStr(""),
        line_channel_secret=SecretStr(""),
        line_channel_access_token=SecretStr(""),
        log_level="WARNING",
    )


def app(whole: Whole, stage: DemoStage, service: Service) -> Starlette:
    desk = Desk(whole.house, stage.clock, whole.rooms.chance, secure=False)
    return Starlette(routes=[*service.app().routes, *demo_routes(desk, stage)])


async def serve(folder: Path, host: str, port: int) -> None:
    """Until it is interrupted."""
    chosen, clock, chance = settings(folder, host, port), MovableClock(SystemClock()), SystemChance()
    with LockFile(lock_path(chosen.database) or folder / "demo.lock"):
        wiring.prepare(chosen, chance, clock, migrate=True)
        whole = wiring.whole(chosen, clock, chance)
        stage = DemoStage(whole, clock)
        await stage.restart()
        service = DemoService(whole)
        await run(service, host, port, app(whole, stage, service))
