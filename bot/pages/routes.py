"""All pages together, ready to be mounted: `routes` always, `demo_routes` only under `madoguchi demo`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.pages.calendar import CalendarEntries
from bot.pages.chat import Chat
from bot.pages.demo import Demo
from bot.pages.form import EntryForm
from bot.pages.headers import SHARED
from bot.pages.join import Join
from bot.pages.paper import STATIC
from bot.pages.terms import Terms

if TYPE_CHECKING:
    from bot.pages.desk import Desk
    from bot.pages.ports import Stage


def routes(desk: Desk) -> list[BaseRoute]:
    files = Mount("/static", StaticFiles(directory=STATIC), middleware=SHARED)
    own = (*Chat(desk).routes(), *Join(desk).routes(), *CalendarEntries(desk).routes(), *Terms(desk).routes())
    return [*own, *EntryForm(desk).routes(), files]


def demo_routes(desk: Desk, stage: Stage) -> list[BaseRoute]:
    return [*Demo(desk, stage).routes()]
