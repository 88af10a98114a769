"""`madoguchi check` and `madoguchi channels setup`: is everything in place, and do the platforms know us?

Every finding names what was looked at, how it stands, and the remedy.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from bot import offices, wiring
from bot.ports import SystemChance, SystemClock, Unreachable
from bot.settings import PREFIX, BadSettings, Settings, secret_keys
from bot.wiring import Whole
from flows.office.policy import Policy
from locales.catalogue import unreviewed
from locales.check import problems
from storage.engines import BadAddress, open_engine
from storage.migrate import SchemaError, current, ensure_current
from storage.records import documents
from storage.unit import NoCheck, Unit, ensure_keys_fit
from storage.vault import WrongKey

Mark = Literal["ok", "warning", "failed", "off"]


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    mark: Mark
    detail: str = ""

    @property
    def failed(self) -> bool:
        return self.mark == "failed"


async def findings(settings: Settings, *, offline: bool) -> list[Finding]:
    found = [_keys(settings), *_offices(settings), *_database(settings), _words(), _address(settings)]
    if any(each.failed for each in found):
        return [*found, Finding("channels", "warning", "not asked, since something above failed")]
    return [*found, *[each async for each in _channels(settings, offline=offline)]]


def _keys(settings: Settings) -> Finding:
    try:
        secret_keys(settings)
        wiring.vault(settings, SystemChance())
    except BadSettings as error:
        return Finding("secret keys", "failed", str(error))
    return Finding("secret keys", "ok")


def _offices(settings: Settings) -> Iterator[Finding]:
    try:
        served = wiring.policies(settings)
    except BadSettings as error:
        yield Finding("offices", "failed", str(error))
        return
    for policy in served.values():
        if doubts := "; ".join(offices.warnings(policy)):
            yield Finding(f"office {policy.id}", "warning", doubts)
        else:
            yield Finding(f"office {policy.id}", "ok", f"version {policy.version}")
    yield from _links(settings, served)
    for missing in wiring.without_address(settings, served):
        yield Finding("name by form", "failed", missing)


def _links(settings: Settings, served: Mapping[str, Policy]) -> Iterator[Finding]:
    """Credentials that an office lacks, or that no office uses (its id is misspelt, or its provider not set)."""
    for missing in wiring.without_credentials(settings, served):
        yield Finding("video links", "failed", missing)
    for office in settings.zoom:
        if office not in served or served[office].video.provider != "zoom":
            said = f'credentials are set for {office!r}, but no such office has video.provider = "zoom"'
            yield Finding("video links", "warning", said)


def _database(settings: Settings) -> Iterator[Finding]:
    where = "database"
    try:
        engine = open_engine(settings.database)
    except BadAddress as error:
        yield Finding(where, "failed", f"{PREFIX}DATABASE_URL: {error}")
        return
    try:
        ensure_current(engine)
        yield Finding(where, "ok", f"{engine.dialect.name}, schema {current(engine)}")
        chance = SystemChance()
        with engine.begin() as connection:
            unit = Unit(connection, wiring.vault(settings, chance), chance, SystemClock().now())
            ensure_keys_fit(unit)
            yield from _terms(unit, wiring.policies(settings))
    except (SchemaError, WrongKey, NoCheck, BadSettings) as error:
        yield Finding(where, "failed", str(error))
    except Exception as error:  # noqa: BLE001 -- whatever a database says when it cannot be reached
        yield Finding(where, "failed", f"{type(error).__name__}: is it reachable, and {PREFIX}DATABASE_URL right?")
    finally:
        engine.dispose()


def _terms(unit: Unit, served: Mapping[str, Policy]) -> Iterator[Finding]:
    for policy in served.values():
        there = documents.current(unit, policy.id, policy.documents)
        missing = sorted(set(policy.documents) - {each.name for each in there})
        if missing:
            yield Finding(f"terms of {policy.id}", "failed", f"not published: {', '.join(missing)}")
        elif any(each.sample for each in there):
            yield Finding(f"terms of {policy.id}", "warning", "samples: publish the office's own texts")
        else:
            yield Finding(f"terms of {policy.id}", "ok")


def _words() -> Finding:
    found = problems()
    if found:
        return Finding("catalogues", "failed", f"{len(found)} problems: `python -m locales.check` names them")
    if unread := unreviewed():
        return Finding("catalogues", "warning", f"no native speaker has reviewed: {', '.join(unread)}")
    return Finding("catalogues", "ok")


def _address(settings: Settings) -> Finding:
    if not settings.public_url:
        return Finding("public address", "warning", f"{PREFIX}PUBLIC_URL is not set: no webhooks, no join pages")
    if not settings.public_url.startswith("https://"):
        return Finding("public address", "warning", f"{settings.public_url} is not https: no platform will call it")
    return Finding("public address", "ok", settings.public_url)


async def _channels(settings: Settings, *, offline: bool) -> AsyncIterator[Finding]:
    whole = wiring.whole(settings, SystemClock(), SystemChance(), inline=True)
    try:
        for name, channel in (("telegram", whole.telegram), ("line", whole.line)):
            if channel is None:
                yield Finding(name, "off", "no token")
            elif offline:
                yield Finding(name, "ok", "not asked (--offline)")
            else:
                yield await _asked(name, channel.whoami())
        for office, tool in whole.tools.items():
            name = f"video links of {office}"
            yield Finding(name, "ok", "not asked (--offline)") if offline else await _asked(name, tool.whoami())
    finally:
        await _closed(whole)


async def _asked(name: str, question: object) -> Finding:
    try:
        return Finding(name, "ok", str(await question))  # type: ignore[misc]  # a channel's whoami
    except Unreachable as error:
        return Finding(name, "failed", f"{error}: are token or credentials right, and the platform reachable?")


async def introduce(settings: Settings) -> list[str]:
    """Webhooks, commands and descriptions; one line a thing done or left out."""
    if not settings.public_url:
        raise BadSettings(f"{PREFIX}PUBLIC_URL is missing: the platforms must know where we are")
    whole = wiring.whole(settings, SystemClock(), SystemChance(), inline=True)
    try:
        return [line async for line in _introduced(whole, settings)]
    finally:
        await _closed(whole)


async def _introduced(whole: Whole, settings: Settings) -> AsyncIterator[str]:
    if whole.telegram:
        secret = settings.telegram_webhook_secret.get_secret_value()
        yield await _line("telegram", whole.telegram.setup(settings.public_url, secret, whole.rooms.words.values()))
    if whole.line:
        yield await _line("line", whole.line.setup(settings.public_url))
    if whole.linking:
        from bot.menus.setup import set_up  # noqa: PLC0415 -- draws pictures: only here

        yield f"line: {await set_up(whole.linking)}"
    if not (whole.telegram or whole.line):
        yield "no channel has a token: nothing to set up"


async def _line(name: str, call: object) -> str:
    try:
        result = await call  # type: ignore[misc]  # a channel's setup
    except Unreachable as error:
        raise BadSettings(f"{name}: {error}") from None
    return f"{name}: told where we are, and what we can do{f' ({result})' if result else ''}"


async def _closed(whole: Whole) -> None:
    with suppress(Exception):
        await whole.close()
    await asyncio.to_thread(whole.store.close, 5.0)
