"""LINE tells no name with what somebody writes: staff's names are asked for once, so that every deed has its author.

Asked outside any transaction; a refusal changes nothing, and is asked again later.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from bot.ports import Unreachable
from bot.rooms import Rooms
from storage.records import conversations, staff
from storage.store import Store

if TYPE_CHECKING:
    from bot.channels.line import Line

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Names:
    rooms: Rooms
    store: Store
    line: Line

    async def learn(self) -> None:
        """Ask for the names that are missing; usually none is."""
        for user, groups in (await self.store.aread(self._missing)).items():
            if name := await self._name(user, groups):
                await self.store.awrite(partial(self._keep, user, name))

    def _missing(self, connection: Connection) -> dict[str, tuple[str, ...]]:
        """Each user without a name, with the groups in which they may be found."""
        unit = self.rooms.unit(connection)
        found = staff.nameless(unit, self.line.name)
        return {
            user: tuple(
                each.address for each in conversations.staff_groups(unit, office) if each.channel == self.line.name
            )
            for office, user in found
        }

    async def _name(self, user: str, groups: tuple[str, ...]) -> str:
        with suppress(Unreachable):
            for group in groups:
                if name := await self.line.member_name(group, user):
                    return name[:LONGEST]
            profile = await self.line.profile(user)
            return profile.name[:LONGEST] if profile else ""
        return ""

    def _keep(self, user: str, name: str, connection: Connection) -> None:
        staff.rename(self.rooms.unit(connection), self.line.name, user, name)
