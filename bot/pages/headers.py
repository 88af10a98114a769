"""What every answer tells the browser: trust only us, name us to no one, keep nothing.

Here live the headers and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'self'; form-action {forms}"
ALWAYS: Final = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Headers:
    """Adds the headers to whatever is answered, refusals of the framework included."""

    def __init__(self, app: ASGIApp, forms: str = "'self'", keep: str = "no-store") -> None:
        self._app = app
        self._headers = {
            **ALWAYS,
            "Content-Security-Policy": POLICY.format(forms=forms),
            "Cache-Control": keep,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)


PERSONAL: Final = (Middleware(Headers),)
# The button of the join page leads to the video tool, and browsers hold that against `form-action`.
LEADING_OUT: Final = (Middleware(Headers, forms="'self' https:"),)
SHARED: Final = (Middleware(Headers, keep="no-cache"),)
