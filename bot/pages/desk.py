"""What every page works with: the house, the clock, chance, and how a visitor is known and answered.

Here live the few moves that all pages share; never a route.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sse_starlette import EventSourceResponse
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.pages.paper import language, page
from bot.pages.room import first_answer, posted, stream, transcript
from bot.pages.session import Visitor, remember, visitor

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from bot.pages.ports import House
    from bot.pages.room import Room
    from bot.ports import Chance, Clock
    from flows.words import Words

LAST_ANCHOR: Final = "#newest"
SEE_OTHER: Final = 303
LONGEST_FORM: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Desk:
    house: House
    clock: Clock
    chance: Chance
    secure: bool
    """Whether people reach us by https, so that the cookie may travel no other way."""

    def visitor(self, request: Request) -> Visitor:
        return visitor(request, self.chance)

    def known(self, response: Response, who: Visitor) -> Response:
        """The same answer, after which the browser has its token."""
        if who.fresh:
            remember(response, who, secure=self.secure)
        return response

    def words_for(self, request: Request) -> Words:
        """Where no office is known to ask for its languages."""
        offices = self.house.offices()
        offered = list(dict.fromkeys(tag for each in offices for tag in each.languages))
        default = offices[0].default_language if offices else "ja"
        return self.house.words(language(request, offered or [default], default))

    async def form(self, request: Request) -> FormData:
        """No file is taken, and nothing longer than a form of ours can be. Raises the answer 413."""
        length = request.headers.get("content-length", "")
        if not (length.isascii() and length.isdigit() and int(length) <= LONGEST_FORM):
            raise HTTPException(413)
        return await request.form(max_files=0)

    def lost(self, request: Request) -> Response:
        return page("lost.html", self.words_for(request), {"key": "web.lost", "link": ""}, 404)

    def stale(self, request: Request, words: Words, base: str) -> Response:
        """A form that this browser was not given: nothing was done."""
        if _wants_json(request):
            return JSONResponse({}, 403)
        return page("lost.html", words, {"key": "web.stale", "link": base}, 403)

    # -- a conversation ------------------------------------------------------------------------------------

    async def show(self, template: str, room: Room, who: Visitor, **more: object) -> Response:
        rows = await self.house.history(room.address)
        shown = transcript(rows, group=room.group)
        newest = rows[-1].number if rows else 0
        context = {"room": room, "shown": shown, "newest": newest, **self.own(who), **more}
        return self.known(page(template, room.words, context), who)

    def own(self, who: Visitor) -> dict[str, str]:
        """What each form carries: that it is ours, and that it was sent once."""
        return {"form_token": who.form_token, "nonce": self.chance.token()}

    async def take(self, request: Request, room: Room, form: FormData) -> Response:
        rows = await self.house.history(room.address)
        said = posted(room, form, rows, self.clock.now())
        if said is not None:
            await self.house.post(said.note.raw(), said.bubble)
        if _wants_json(request):
            return JSONResponse({"nonce": self.chance.token()})
        if said is not None:
            await first_answer(self.house, room.address, rows[-1].number if rows else 0)
        return see(room.base + LAST_ANCHOR)

    def listen(self, request: Request, room: Room) -> Response:
        """A browser that lost the line says itself what it saw last."""
        seen = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
        after = int(seen) if seen.isascii() and seen.isdigit() else 0
        return EventSourceResponse(stream(self.house, room, after), headers={"X-Accel-Buffering": "no"})


def see(address: str) -> Response:
    """After a deed, look at what it did: reloading repeats nothing."""
    return RedirectResponse(address, SEE_OTHER)


def _wants_json(request: Request) -> bool:
    return request.headers.get("accept", "").startswith("application/json")
