"""Who is at the other end of a page: a random token in a cookie, whose hash names the conversation.

Here live the cookie, the form token that shows that a form is ours, and the first guess of a language.
The token itself is stored nowhere but in the browser.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.ports import Chance

COOKIE: Final = "madoguchi"
A_MONTH: Final = 30 * 24 * 3600
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True, slots=True)
class Visitor:
    token: str
    fresh: bool
    """The browser has not shown this token yet, so no form of it can be trusted."""

    def address(self, office: str) -> str:
        """The conversation's name: of this browser, at this office."""
        return hashlib.sha256(f"{office}\n{self.token}".encode()).hexdigest()[:40]

    @property
    def form_token(self) -> str:
        return hmac.new(self.token.encode(), b"form", hashlib.sha256).hexdigest()[:32]

    def vouches_for(self, form_token: object) -> bool:
        """Whether a form was made for this very browser."""
        given = form_token if isinstance(form_token, str) else ""
        return not self.fresh and hmac.compare_digest(given.encode(), self.form_token.encode())


def visitor(request: Request, chance: Chance) -> Visitor:
    token = request.cookies.get(COOKIE, "")
    if TOKEN.fullmatch(token):
        return Visitor(token, fresh=False)
    return newcomer(chance)


def newcomer(chance: Chance) -> Visitor:
    return Visitor(chance.token(), fresh=True)


def remember(response: Response, visitor: Visitor, *, secure: bool) -> None:
    """A month, so that a telephone that closes its browser does not lose a booking's chat."""
    response.set_cookie(COOKIE, visitor.token, max_age=A_MONTH, path="/", secure=secure, httponly=True, samesite="lax")


def forget(response: Response, *, secure: bool) -> None:
    response.delete_cookie(COOKIE, path="/", secure=secure, httponly=True, samesite="lax")
