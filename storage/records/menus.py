"""Whose menu of buttons is not in the language they speak: owed by the rows themselves, whoever changed the language.

Never here: how a platform is told, or which menus there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, text, update

from storage.tables.people import CONVERSATION, MENU_OWED

if TYPE_CHECKING:
    from collections.abc import Collection

    from storage.unit import Unit

CHANNEL = "line"
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Owed:
    conversation: str
    address: str
    locale: str
    shown: str
    """The language of the menu of their own that they see; empty where they see everybody's."""


_C = CONVERSATION.c
# literal, so that SQLite chooses the partial index
_OWED = select(_C.id, _C.address, _C.locale, _C.menu).where(text(MENU_OWED)).order_by(_C.id).limit(AT_ONCE)
_SHOWN = update(CONVERSATION).where(_C.id == bindparam("ident")).values(menu=bindparam("tag"))


def owed(unit: Unit) -> tuple[Owed, ...]:
    """The next of them."""
    return tuple(
        Owed(ident, address, locale, menu or "") for ident, address, locale, menu in unit.connection.execute(_OWED)
    )


def shown(unit: Unit, conversation: str, tag: str) -> None:
    """Not by the language of now: it may have changed again, and then another menu is owed."""
    unit.connection.execute(_SHOWN, {"ident": conversation, "tag": tag})


def renew(unit: Unit, tags: Collection[str]) -> None:
    """Menus of these languages are others now: owed again to all who speak them, or see one of them."""
    theirs = (_C.channel == CHANNEL) & (_C.kind == "person") & _C.menu.is_not(None)
    # not None: they do see a menu of their own, and where everybody's is theirs now, it must be taken away
    unit.connection.execute(update(CONVERSATION).where(theirs, _C.menu.in_(tags)).values(menu=OUTDATED))
    unit.connection.execute(update(CONVERSATION).where(theirs, _C.locale.in_(tags)).values(menu=OUTDATED))


OUTDATED = "-"
"""No language: a menu that is not the present one."""
