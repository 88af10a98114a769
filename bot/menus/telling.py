"""Telling LINE which menus there are: made, named and shown where they changed, and nothing where they did not.

Every step may be the last before a failure: run again, it goes on from what LINE has. Only menus whose name is ours are
ever touched. Never here: drawing, or the people (who must see the new ones before the old are taken away).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.channels.line.menus import MenuApi
from bot.menus.drawing import Drawn
from bot.menus.layout import PREFIX, alias, name, request, tag_of


class People(Protocol):
    """Whoever sees a menu of their own."""

    async def outdate(self, tags: Collection[str]) -> None:
        """The menus of these languages are others now, or will be at once."""
        ...

    async def relink(self) -> None:
        """Until everybody sees the present menu of their language. Raises `Unreachable`."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    made: tuple[str, ...]
    kept: tuple[str, ...]
    removed: int


@dataclass(frozen=True, slots=True)
class Account:
    """What LINE has: names by id, ids by alias, what everybody sees."""

    names: Mapping[str, str]
    aliases: Mapping[str, str]
    default: str

    @classmethod
    async def of(cls, api: MenuApi) -> Account:
        return cls(await api.known(), await api.aliases(), await api.default())

    def holds(self, drawn: Drawn) -> str:
        """The id of this very menu. Only one with its alias is whole: LINE gives none to a menu without its picture."""
        ident = self.aliases.get(alias(drawn.menu.tag), "")
        return ident if self.names.get(ident) == name(drawn.menu.tag, drawn.digest) else ""

    def others(self, present: Collection[str]) -> Mapping[str, str]:
        """Language of each of our menus that is not (or no more) in use, by id."""
        ours = {ident: tag_of(each) for ident, each in self.names.items()}
        return {ident: tag for ident, tag in ours.items() if tag and ident not in present}


async def tell(api: MenuApi, drawn: Sequence[Drawn], default: str, people: People) -> Told:
    """`default` is the language of what everybody sees. Raises `Unreachable`; then run again, it goes on."""
    account = await Account.of(api)
    held = {each.menu.tag: account.holds(each) for each in drawn}
    old = account.others(held.values())
    changed = _changed(account, {tag for tag, ident in held.items() if not ident} | set(old.values()), default)
    made = {each.menu.tag: await _made(api, each) for each in drawn if not held[each.menu.tag]}
    present = {**held, **made}
    await people.outdate(changed)  # before and after: in between is no moment at which a failure could forget them
    for tag, ident in made.items():
        await api.name(alias(tag), ident, new=alias(tag) not in account.aliases)
    if account.default != present[default]:
        await api.show_everybody(present[default])
    await people.outdate(changed)
    await people.relink()
    for ident in old:
        await api.delete(ident)
    await _unname(api, account, drawn)
    return Told(tuple(made), tuple(tag for tag, ident in held.items() if ident), len(old))


def _changed(account: Account, tags: Collection[str], default: str) -> set[str]:
    """The languages whose people must be shown another menu. Those who see everybody's need not, unless that is in
    another language from now on.
    """
    before = tag_of(account.names.get(account.default, ""))
    switched = {before, default} if before and before != default else set()
    return {*tags, *switched} - ({default} - switched)


async def _made(api: MenuApi, drawn: Drawn) -> str:
    """Without its alias it does not count yet: after a failure it is taken for an old one, and taken away."""
    ident = await api.create(request(drawn.menu, name(drawn.menu.tag, drawn.digest)))
    await api.upload(ident, drawn.png)
    return ident


async def _unname(api: MenuApi, account: Account, drawn: Sequence[Drawn]) -> None:
    """Aliases of languages that are not served any more."""
    wanted = {alias(each.menu.tag) for each in drawn}
    for each in account.aliases:
        if each.startswith(f"{PREFIX}-") and each not in wanted:
            await api.unname(each)
