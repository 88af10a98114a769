"""`/chat/{office}`: the job seeker's conversation in a browser, with or without JavaScript.

Opening a page changes nothing; only forms do, and only forms that we gave to this very browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.parse import Note
from bot.envelope import Author
from bot.pages.desk import LAST_ANCHOR, see
from bot.pages.headers import PERSONAL
from bot.pages.paper import language, page
from bot.pages.room import Room, first_answer
from bot.pages.session import Visitor, forget, newcomer

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from bot.pages.desk import Desk
    from flows.office.policy import Policy

LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to one office's chat."""

    office: Policy
    who: Visitor
    room: Room


@dataclass(frozen=True, slots=True)
class Chat:
    desk: Desk

    def routes(self) -> list[Route]:
        return [
            Route("/chat/{office}", self.show, methods=["GET"], middleware=PERSONAL),
            Route("/chat/{office}", self.take, methods=["POST"], middleware=PERSONAL),
            Route("/chat/{office}/events", self.listen, methods=["GET"], middleware=PERSONAL),
            Route("/chat/{office}/start", self.start, methods=["POST"], middleware=PERSONAL),
            Route("/chat/{office}/back", self.come_back, methods=["POST"], middleware=PERSONAL),
            Route("/chat/{office}/leave", self.leave, methods=["POST"], middleware=PERSONAL),
        ]

    async def show(self, request: Request) -> Response:
        visit = await self._visit(request)
        if visit is None:
            return self.desk.lost(request)
        if code := request.query_params.get("back"):
            return await self._offer_to_come_back(visit, code[:LONGEST_CODE])
        if not await self.desk.house.history(visit.room.address):
            return self._welcome(visit)
        return await self.desk.show("chat.html", visit.room, visit.who, office=visit.office)

    async def take(self, request: Request) -> Response:
        trusted = await self._form(request)
        if isinstance(trusted, Response):
            return trusted
        visit, form = trusted
        return await self.desk.take(request, visit.room, form)

    async def listen(self, request: Request) -> Response:
        visit = await self._visit(request)
        if visit is None or visit.who.fresh:
            return Response(status_code=204)  # the one answer after which a browser does not ask again
        return self.desk.listen(request, visit.room)

    async def start(self, request: Request) -> Response:
        trusted = await self._form(request)
        if isinstance(trusted, Response):
            return trusted
        visit, form = trusted
        await self.desk.house.post(self._opened(visit, form).raw(), None)
        await first_answer(self.desk.house, visit.room.address, 0)
        return see(visit.room.base + LAST_ANCHOR)

    async def come_back(self, request: Request) -> Response:
        """The conversation goes on under a new token: in one browser at a time."""
        trusted = await self._form(request)
        if isinstance(trusted, Response):
            return trusted
        visit, form = trusted
        code = str(form.get("code", ""))[:LONGEST_CODE]
        who = newcomer(self.desk.chance)
        if not await self.desk.house.come_back(visit.office.id, code, who.address(visit.office.id)):
            return self._gone(visit)
        return self.desk.known(see(visit.room.base + LAST_ANCHOR), who)

    async def leave(self, request: Request) -> Response:
        trusted = await self._form(request)
        if isinstance(trusted, Response):
            return trusted
        response = see(trusted[0].room.base)
        forget(response, secure=self.desk.secure)
        return response

    # -- what they share -----------------------------------------------------------------------------------

    async def _visit(self, request: Request) -> Visit | None:
        office = self.desk.house.policy(request.path_params["office"])
        if office is None:
            return None
        who = self.desk.visitor(request)
        address = who.address(office.id)
        tag = None if who.fresh else await self.desk.house.locale_of(address)
        tag = tag or language(request, office.languages, office.default_language)
        author = Author(address, language=tag)
        return Visit(office, who, Room(f"/chat/{office.id}", address, author, self.desk.house.words(tag)))

    async def _form(self, request: Request) -> tuple[Visit, FormData] | Response:
        """The form, if it is one that we gave to this browser; otherwise the answer that says so."""
        visit = await self._visit(request)
        if visit is None:
            return self.desk.lost(request)
        form = await self.desk.form(request)
        if visit.who.vouches_for(form.get("form_token")):
            return visit, form
        return self.desk.stale(request, visit.room.words, visit.room.base)

    def _welcome(self, visit: Visit) -> Response:
        return self._page("welcome.html", visit)

    async def _offer_to_come_back(self, visit: Visit, code: str) -> Response:
        address = await self.desk.house.leads_to(visit.office.id, code)
        if address is None:
            return self._gone(visit)
        if address == visit.room.address:
            return see(visit.room.base + LAST_ANCHOR)
        return self._page("back.html", visit, code=code)

    def _gone(self, visit: Visit) -> Response:
        return page("back_gone.html", visit.room.words, {"office": visit.office, "base": visit.room.base}, 410)

    def _page(self, template: str, visit: Visit, **more: object) -> Response:
        context = {"room": visit.room, "office": visit.office, **self.desk.own(visit.who), **more}
        return self.desk.known(page(template, visit.room.words, context), visit.who)

    def _opened(self, visit: Visit, form: FormData) -> Note:
        asked = str(form.get("lang", ""))
        tag = asked if asked in visit.office.languages else visit.room.words.tag
        author = Author(visit.room.address, language=tag)
        nonce = str(form.get("nonce", ""))[:LONGEST_CODE]
        return Note(visit.room.address, "opened", self.desk.clock.now(), author, nonce, visit.office.id)
