"""`/j/{token}`: where an appointment begins. Looking at the page is nothing; pressing its button is contact.

Programs open links before people do, so a GET records nothing, whatever it asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.routing import Route

from bot.pages.desk import see
from bot.pages.headers import LEADING_OUT
from bot.pages.paper import page
from flows.office.device import on_the_day

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.pages.desk import Desk
    from bot.pages.ports import JoinView


@dataclass(frozen=True, slots=True)
class Join:
    desk: Desk

    def routes(self) -> list[Route]:
        return [
            Route("/j/{token}", self.show, methods=["GET"], middleware=LEADING_OUT),
            Route("/j/{token}", self.enter, methods=["POST"], middleware=LEADING_OUT),
        ]

    async def show(self, request: Request) -> Response:
        view = await self.desk.house.join_view(request.path_params["token"])
        return self._lost(request) if view is None else self._page(request, view)

    async def enter(self, request: Request) -> Response:
        """The token in the address is the right to press: nobody can guess it, so the form needs no other."""
        token = request.path_params["token"]
        view = await self.desk.house.joined(token, self.desk.clock.now())
        if view is None:
            return self._lost(request)
        if view.state == "open" and (link := safe(view.link)):
            return see(link)
        return see(f"/j/{token}")

    def _page(self, request: Request, view: JoinView) -> Response:
        words = self.desk.house.words(view.locale)
        token = request.path_params["token"]
        test_url = safe(view.office.video.test_url)
        ready = [words.text(each.key, each.values) for each in on_the_day(view.office)]
        context = {"view": view, "office": view.office, "token": token, "test_url": test_url, "ready": ready}
        if view.state in ("early", "open"):
            return page("join.html", words, context)
        return page("join_over.html", words, context)

    def _lost(self, request: Request) -> Response:
        words = self.desk.words_for(request)
        return page("join_lost.html", words, {"offices": self.desk.house.offices()}, 404)


def safe(link: str) -> str:
    """A link that may be followed from here: https and nothing else; otherwise empty."""
    parts = urlsplit(link)
    return link if parts.scheme == "https" and parts.hostname else ""
