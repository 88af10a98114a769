"""The demo's page: the job seeker's telephone and the staff group side by side, and a clock that can be moved.

Only `madoguchi demo` has these routes. Every control is a form; JavaScript only spares the reloading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from starlette.responses import Response
from starlette.routing import Route

from bot.envelope import Author
from bot.pages.desk import see
from bot.pages.headers import PERSONAL
from bot.pages.paper import language, page
from bot.pages.ports import Stage, Step
from bot.pages.room import Room

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from bot.pages.desk import Desk
    from flows.words import Words

HOME: Final = "/"
STAFF: Final = "/demo/staff"
CLERK: Final = "demo-clerk-a"
STEPS: Final[dict[str, Step]] = {step: step for step in get_args(Step)}


@dataclass(frozen=True, slots=True)
class Demo:
    desk: Desk
    stage: Stage

    def routes(self) -> list[Route]:
        return [
            Route("/", self.show, methods=["GET"], middleware=PERSONAL),
            Route("/demo/clock", self.clock, methods=["GET"], middleware=PERSONAL),
            Route("/demo/clock", self.move, methods=["POST"], middleware=PERSONAL),
            Route("/demo/language", self.speak, methods=["POST"], middleware=PERSONAL),
            Route("/demo/restart", self.restart, methods=["POST"], middleware=PERSONAL),
            Route(STAFF, self.group, methods=["GET"], middleware=PERSONAL),
            Route(STAFF, self.take, methods=["POST"], middleware=PERSONAL),
            Route(f"{STAFF}/events", self.listen, methods=["GET"], middleware=PERSONAL),
        ]

    async def show(self, request: Request) -> Response:
        who = self.desk.visitor(request)
        await self.stage.greet(await self._tag(request))
        context = {"stage": self.stage, **await self._clock(), **self.desk.own(who)}
        return self.desk.known(page("demo.html", await self._words(request), context), who)

    async def clock(self, request: Request) -> Response:
        """The clock alone, for a page that is open."""
        return page("clock.html", await self._words(request), await self._clock())

    async def move(self, request: Request) -> Response:
        trusted = await self._form(request)
        if isinstance(trusted, Response):
            return trusted
        if step := STEPS.get(str(trusted.get("step"))):
            await self.stage.move_clock(step)
        return see(HOME)

    async def speak(self, request: Request) -> Response:
        trusted = await self._form(request)
        if isinstance(trusted, Response):
            return trusted
        tag = trusted.get("lang")
        if tag in self.stage.languages:
            await self.stage.set_language(str(tag))
        return see(HOME)

    async def restart(self, request: Request) -> Response:
        trusted = await self._form(request)
        if isinstance(trusted, Response):
            return trusted
        await self.stage.restart()
        return see(HOME)

    # -- the staff group -----------------------------------------------------------------------------------

    async def group(self, request: Request) -> Response:
        room = await self._room(request)
        return await self.desk.show("chat.html", room, self.desk.visitor(request))

    async def take(self, request: Request) -> Response:
        trusted = await self._form(request)
        if isinstance(trusted, Response):
            return trusted
        return await self.desk.take(request, await self._room(request), trusted)

    async def listen(self, request: Request) -> Response:
        return self.desk.listen(request, await self._room(request))

    # -- what they share -----------------------------------------------------------------------------------

    async def _tag(self, request: Request) -> str:
        chosen = await self.stage.language()
        return chosen or language(request, self.stage.languages, self.stage.languages[0])

    async def _words(self, request: Request) -> Words:
        return self.desk.house.words(await self._tag(request))

    async def _room(self, request: Request) -> Room:
        """The clerk reads the office's language where the group has one already."""
        tag = await self.desk.house.locale_of(self.stage.staff_address) or await self._tag(request)
        words = self.desk.house.words(tag)
        author = Author(CLERK, words.text("demo.clerk"), tag)
        return Room(STAFF, self.stage.staff_address, author, words, group=True)

    async def _clock(self) -> dict[str, object]:
        return {"now": await self.stage.now(), "coming": await self.stage.next_event()}

    async def _form(self, request: Request) -> FormData | Response:
        form = await self.desk.form(request)
        if self.desk.visitor(request).vouches_for(form.get("form_token")):
            return form
        return self.desk.stale(request, await self._words(request), HOME)
