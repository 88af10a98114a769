"""`/f/{token}`: name, number and telephone, entered on the office's own server and not in a messenger's chat.

Looking at it changes nothing and shows nobody's data. Sent once, it is gone; why an address leads nowhere is not told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from starlette.routing import Route

from bot.pages.desk import see
from bot.pages.headers import PERSONAL
from bot.pages.paper import language, page
from flows.booking.details import FIELDS, Doubts, Typed, read

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.pages.desk import Desk
    from bot.pages.ports import FormView
    from flows.values import Text

LONGEST: Final = 200
"""Signs of a field that are looked at; the fields themselves take fewer."""
NOTHING_WRONG: Final[dict[str, Text]] = {}


@dataclass(frozen=True, slots=True)
class EntryForm:
    desk: Desk

    def routes(self) -> list[Route]:
        return [
            Route("/f/sent/{office}", self.sent, methods=["GET"], middleware=PERSONAL),
            Route("/f/{token}", self.show, methods=["GET"], middleware=PERSONAL),
            Route("/f/{token}", self.take, methods=["POST"], middleware=PERSONAL),
        ]

    async def show(self, request: Request) -> Response:
        view = await self.desk.house.form_view(request.path_params["token"])
        return self._lost(request) if view is None else self._page(request, view, Doubts(NOTHING_WRONG, Typed()))

    async def take(self, request: Request) -> Response:
        """The token in the address is the right to send, and another site is not asked to send it for anybody."""
        token = request.path_params["token"]
        view = await self.desk.house.form_view(token)
        if view is None or request.headers.get("sec-fetch-site") == "cross-site":
            return self._lost(request)
        found = read(_typed(await self.desk.form(request)), view.office, self.desk.house.words(view.locale))
        if isinstance(found, Doubts):
            return self._page(request, view, found, 422)
        if not await self.desk.house.entered(token, found):
            return self._lost(request)
        told = {"lang": view.locale, **({"chat": "1"} if view.chat else {})}
        return see(f"/f/sent/{view.office.id}?{urlencode(told)}")

    async def sent(self, request: Request) -> Response:
        """An address of its own, without the token: nothing of the form is left in the browser's line."""
        office = self.desk.house.policy(request.path_params["office"])
        if office is None:
            return self.desk.lost(request)
        words = self.desk.house.words(language(request, office.languages, office.default_language))
        return page("form_sent.html", words, {"office": office, "chat": request.query_params.get("chat") == "1"})

    def _page(self, request: Request, view: FormView, doubts: Doubts, status: int = 200) -> Response:
        words = self.desk.house.words(view.locale)
        faults = {name: words.text(each.key, each.values) for name, each in doubts.faults.items()}
        context = {
            "office": view.office,
            "token": request.path_params["token"],
            "typed": doubts.typed,
            "faults": faults,
            "doubted": doubts.doubted,
            "first": next((name for name in FIELDS if name in faults), ""),
        }
        return page("form.html", words, context, status)

    def _lost(self, request: Request) -> Response:
        words = self.desk.words_for(request)
        return page("form_lost.html", words, {"offices": self.desk.house.offices()}, 404)


def _typed(form: FormData) -> Typed:
    typed = {each: _field(form, each) for each in FIELDS}
    return Typed(**typed, none=bool(_field(form, "none")), sure=bool(_field(form, "sure")))


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value[:LONGEST] if isinstance(value, str) else ""
