"""Whoever speaks another language than the account's first gets the menu of theirs, soon after they chose it.

Owed by the rows, asked outside any transaction; a refusal changes nothing and is tried again later, with growing rests.
Nobody's answer waits for this, and everything on a menu also works by typing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection

from bot.channels.line.menus import MenuApi, NoSuchMenu, RefusedForThem
from bot.logs import log
from bot.menus.layout import alias
from bot.ports import Unreachable
from bot.rooms import Rooms
from storage.records import menus
from storage.records.menus import Owed
from storage.store import Store

REST, LONGEST_REST = 10.0, 15 * 60.0
"""Seconds after a failure; twice as many after the next."""


@dataclass(slots=True)
class Linking:
    rooms: Rooms
    store: Store
    open: Callable[[], MenuApi]
    _rest: float = REST
    _until: float = field(default=0.0)

    async def link(self) -> None:
        """Whatever is owed now; usually nothing is."""
        if self.rooms.clock.now().timestamp() < self._until:
            return
        try:
            while await self.some():
                self._rest = REST
        except Unreachable as error:
            log("menus").warning("a menu could not be linked", error=str(error), again_in=round(self._rest))
            self._until = self.rooms.clock.now().timestamp() + self._rest
            self._rest = min(2 * self._rest, LONGEST_REST)

    async def outdate(self, tags: Collection[str]) -> None:
        """The menus of these languages are others now."""
        await self.store.awrite(lambda connection: menus.renew(self.rooms.unit(connection), tags))

    async def relink(self) -> None:
        """Until nothing is owed. Raises `Unreachable`."""
        while await self.some():
            pass

    async def some(self) -> int:
        """The next few; how many. Raises `Unreachable`."""
        owed = await self.store.aread(lambda connection: menus.owed(self.rooms.unit(connection)))
        if not owed:
            return 0
        async with self.open() as api:
            aliases, everybodys = await api.aliases(), await api.default()
            for each in owed:
                ident = aliases.get(alias(each.locale), everybodys)
                await self._show(api, each, "" if ident == everybodys else ident)
                await self.store.awrite(partial(self._shown, each))
        return len(owed)

    async def _show(self, api: MenuApi, owed: Owed, ident: str) -> None:
        """Their own, or (empty) everybody's again. One who cannot be shown any holds up nobody else."""
        try:
            if ident:
                await api.show(owed.address, ident)
            elif owed.shown:
                await api.show_default(owed.address)
        except NoSuchMenu:
            if ident:
                raise  # another took its place meanwhile: the next look finds it
        except RefusedForThem:
            log("menus").info("a menu was refused for a person", conversation=owed.conversation)

    def _shown(self, owed: Owed, connection: Connection) -> None:
        menus.shown(self.rooms.unit(connection), owed.conversation, owed.locale)
