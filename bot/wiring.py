"""The only file that names every concrete class: settings in, a whole house out.

Nothing is decided here. Light commands open the store alone; `serve`, `demo` and `talk` join everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import credentials
from bot.channels.web.client import News, WebChannel
from bot.deliver import Delivery
from bot.house import House, Shelf
from bot.links import Meetings
from bot.measures import Measures
from bot.meetings import MeetingRoom
from bot.offices import served
from bot.ports import Chance, Channel, Clock
from bot.rooms import Rooms
from bot.schedule import Schedule
from bot.settings import PREFIX, BadSettings, Settings, secret_keys
from bot.turn import Turns
from bot.worker import Worker
from flows.office.policy import Policy
from flows.words import Words
from locales.words import Miss, catalogues
from storage import offices
from storage.engines import BadAddress, open_engine
from storage.faults import StoreError
from storage.migrate import SchemaError, ensure_current, upgrade
from storage.records import documents
from storage.records import policies as kept
from storage.store import Limits, Store
from storage.unit import NoCheck, Unit, ensure_keys_fit
from storage.vault import BadKeys, Keyring, Vault, WrongKey

if TYPE_CHECKING:
    from bot.channels.line import Line
    from bot.channels.telegram.client import Telegram


@dataclass(frozen=True, slots=True)
class Whole:
    """A house, joined and ready to start."""

    settings: Settings
    rooms: Rooms
    store: Store
    worker: Worker
    house: House
    telegram: Telegram | None
    line: Line | None
    tools: Mapping[str, Meetings]
    """Video tools that make links, by office."""

    async def close(self) -> None:
        for channel in self.rooms.channels.values():
            await channel.close()
        for tool in self.tools.values():
            await tool.close()


def policies(settings: Settings) -> Mapping[str, Policy]:
    """All offices served. Raises `BadSettings` with file, key and what is allowed."""
    return served(settings.offices_dir, settings.served)


def vault(settings: Settings, chance: Chance) -> Vault:
    try:
        return Vault(Keyring.parse(secret_keys(settings)), chance.data)
    except BadKeys as error:
        raise BadSettings(str(error)) from None


def words(measures: Measures) -> Mapping[str, Words]:
    def count(miss: Miss) -> None:
        measures.missed_texts.labels(miss.tag).inc()

    return catalogues(missed=count)


def prepare(settings: Settings, chance: Chance, clock: Clock, *, migrate: bool, rehearsal: bool = False) -> None:
    """Before anything runs: the newest schema, keys that fit, the offices' texts (in a rehearsal, samples of them).
    Raises `BadSettings`.
    """
    sealed, houses = vault(settings, chance), policies(settings)
    if missing := (*without_credentials(settings, houses), *without_address(settings, houses)):
        raise BadSettings("; ".join(missing))
    if settings.database.startswith("sqlite"):
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        engine = open_engine(settings.database)
    except BadAddress as error:
        raise BadSettings(f"{PREFIX}DATABASE_URL: {error}") from None
    try:
        upgrade(engine) if migrate else ensure_current(engine)
        with engine.begin() as connection:
            unit = Unit(connection, sealed, chance, clock.now())
            ensure_keys_fit(unit)
            offices.publish_samples(unit, houses, rehearsal=rehearsal)
            _ensure_published(unit, houses)
            for policy in houses.values():
                kept.keep(unit, policy)
    except (SchemaError, WrongKey, NoCheck, StoreError) as error:
        raise BadSettings(str(error)) from None
    finally:
        engine.dispose()


def _ensure_published(unit: Unit, served: Mapping[str, Policy]) -> None:
    """Nobody can agree to a text that is not there."""
    for policy in served.values():
        there = {each.name for each in documents.current(unit, policy.id, policy.documents)}
        if missing := [name for name in policy.documents if name not in there]:
            raise BadSettings(f"office {policy.id}: not published: {', '.join(missing)} (`madoguchi terms publish`)")


def whole(settings: Settings, clock: Clock, chance: Chance, *, inline: bool = False) -> Whole:
    """Everything joined. To be called inside the running loop, since LINE's client is bound to it."""
    measures, news = Measures(), News()
    limits = Limits(writers=settings.workers)
    store = Store(settings.database, jitter=chance.jitter, limits=limits, inline=inline)
    channels: dict[str, Channel] = {}
    rooms = Rooms(
        vault(settings, chance),
        clock,
        chance,
        policies(settings),
        words(measures),
        channels,
        settings.public_url,
        measures,
    )
    channels["web"] = WebChannel(Shelf(rooms, store), news)
    telegram, line = _telegram(settings, clock), _line(settings, clock)
    channels.update({each.name: each for each in (telegram, line) if each})
    at_once = 1 if store.dialect == "sqlite" else settings.workers
    tools = _meeting_tools(settings, rooms.policies, clock)
    meetings = MeetingRoom(rooms, store, tools) if tools else None
    worker = Worker(store, Turns(rooms), Delivery(rooms, store), Schedule(rooms), at_once, meetings)
    return Whole(settings, rooms, store, worker, House(rooms, store, news, worker.nudge), telegram, line, tools)


def without_credentials(settings: Settings, served: Mapping[str, Policy]) -> list[str]:
    """What is missing, a line an office: one whose video tool makes the links can do so only in its own name."""
    return [
        f"office {policy.id} has its links made by Zoom, but has no credentials:"
        f" {', '.join(credentials.variable(PREFIX, policy.id, part) for part in credentials.PARTS)} missing"
        for policy in served.values()
        if policy.video.provider == "zoom" and policy.id not in settings.zoom
    ]


def without_address(settings: Settings, served: Mapping[str, Policy]) -> list[str]:
    """What is missing, a line an office: a page of ours must have an address that people can open."""
    if settings.public_url:
        return []
    there = {"telegram": settings.telegram, "line": settings.line, "web": True, "terminal": True}
    return [
        f"{PREFIX}PUBLIC_URL is missing: office {policy.id} takes name, number and telephone by form on {name}"
        f' ([entry] {name} = "form" in its file)'
        for policy in served.values()
        for name, on in there.items()
        if on and policy.entry.by_form(name)
    ]


def _meeting_tools(settings: Settings, served: Mapping[str, Policy], clock: Clock) -> Mapping[str, Meetings]:
    """Raises `BadSettings`."""
    if missing := without_credentials(settings, served):
        raise BadSettings("; ".join(missing))
    offices = [policy.id for policy in served.values() if policy.video.provider == "zoom"]
    if not offices:
        return {}
    from bot.links.zoom import Zoom  # noqa: PLC0415 -- imported only where an office uses it

    api, oauth = settings.zoom_api_url, settings.zoom_oauth_url
    return {office: Zoom(settings.zoom[office], clock, api_url=api, oauth_url=oauth) for office in offices}


def _telegram(settings: Settings, clock: Clock) -> Telegram | None:
    if not settings.telegram:
        return None
    from bot.channels.telegram.client import Telegram  # noqa: PLC0415 -- imported only where the channel is on

    return Telegram(settings.telegram_token.get_secret_value(), clock, api_url=settings.telegram_api_url)


def _line(settings: Settings, clock: Clock) -> Line | None:
    if not settings.line:
        return None
    from bot.channels.line import Line  # noqa: PLC0415 -- the SDK costs a second and 70 MB

    secrets = tuple(each.strip() for each in settings.line_channel_secret.get_secret_value().split(","))
    return Line(secrets, settings.line_channel_access_token.get_secret_value(), clock, api_url=settings.line_api_url)
