"""`/terms/{office}` and `/terms/{office}/{document}`: the published texts of an office, plain, to be read or printed.

The Japanese text is the one that counts and is shown unless a translation is asked for (`?lang=`).
Never here: agreeing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from bot.pages.headers import SHARED
from bot.pages.paper import language, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.pages.desk import Desk
    from bot.pages.ports import Paper
    from flows.office.policy import Policy
    from flows.words import Words

LONGEST: Final = 64
BINDING: Final = "ja"


@dataclass(frozen=True, slots=True)
class Terms:
    desk: Desk

    def routes(self) -> list[Route]:
        return [
            Route("/terms/{office}", self.every, methods=["GET"], middleware=SHARED),
            Route("/terms/{office}/{document}", self.show, methods=["GET"], middleware=SHARED),
        ]

    async def every(self, request: Request) -> Response:
        office = self.desk.house.policy(request.path_params["office"])
        if office is None:
            return self.desk.lost(request)
        return await self._list(office, self._words(request, office))

    async def show(self, request: Request) -> Response:
        office = self.desk.house.policy(request.path_params["office"])
        if office is None:
            return self.desk.lost(request)
        name, version = request.path_params["document"], request.query_params.get("version", "")[:LONGEST]
        words = self._words(request, office)
        if name not in office.documents:
            return await self._list(office, words, lost=True)
        original = await self.desk.house.paper(office.id, name, version, BINDING)
        if original is None:
            return await self._list(office, words, lost=True)
        return await self._paper(request, office, original)

    async def _paper(self, request: Request, office: Policy, original: Paper) -> Response:
        """Translations are found by the version that is shown, not by the newest."""
        which = (office.id, original.name, original.version)
        wish = language(request, office.languages, office.default_language)
        translated = None if wish == BINDING else await self.desk.house.paper(*which, wish)
        asked = request.query_params.get("lang", "") == wish and translated is not None
        shown = translated if asked and translated else original
        words = self.desk.house.words(shown.locale)
        context = {"office": office, "paper": shown, "title": _title(shown, words)}
        return page("paper.html", words, {**context, "other": original if asked else translated})

    async def _list(self, office: Policy, words: Words, *, lost: bool = False) -> Response:
        found = [await self.desk.house.paper(office.id, name, "", BINDING) for name in office.documents]
        papers = [(each, _title(each, words)) for each in found if each]
        context = {"office": office, "papers": papers, "lost": lost}
        return page("papers.html", words, context, 404 if lost else 200)

    def _words(self, request: Request, office: Policy) -> Words:
        return self.desk.house.words(language(request, office.languages, office.default_language))


def _title(paper: Paper, words: Words) -> str:
    return words.text(f"terms.{paper.name}.title")
