"""The one connection to Telegram: the library's bot, with numbers for every time-out, and quiet.

Here live sockets, time-outs and the library's habits of logging; never a message or an outcome.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

PUBLIC_API: Final = "https://api.telegram.org"
OWN_MACHINE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
CONNECTIONS: Final = 32
# The library logs the token's address and all parameters at DEBUG, its HTTP client every address at INFO.
LOUD: Final = ("telegram", "httpx", "httpcore")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds."""

    connect: float = 5.0
    read: float = 15.0
    write: float = 10.0
    pool: float = 5.0
    poll: int = 10
    """How long Telegram may hold a request for updates while there are none."""


class Quiet(HTTPXRequest):
    """The library writes an unreadable answer into the log; an answer repeats what the person was told."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload)
        except ValueError:
            raise TelegramError("an answer that is no JSON") from None
        if not isinstance(answer, dict):
            raise TelegramError("an answer that is no object")
        return answer


class Line(Bot):
    """The bot, and updates as they are: the library's own reader loses and logs a whole batch for one odd update."""

    async def raw_updates(self, offset: int, wait: int, patience: float, kinds: Sequence[str]) -> list[dict[str, Any]]:
        asked = {"offset": offset, "timeout": wait, "allowed_updates": kinds}
        updates: list[dict[str, Any]] = await self._post("getUpdates", asked, read_timeout=wait + patience)
        return updates


@dataclass(frozen=True, slots=True)
class Wire:
    bot: Line
    requests: tuple[Quiet, Quiet]
    """One for sending, and one of its own for long polls."""

    async def close(self) -> None:
        for each in self.requests:
            await each.shutdown()


def connect(token: str, api_url: str, patience: Patience) -> Wire:
    """Opens nothing yet: the first call does."""
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A proxy of the environment is for the world outside, never for a server on this machine.
    proxied = urlsplit(api_url).hostname not in OWN_MACHINE
    sending = _request(CONNECTIONS, patience, trust_env=proxied)
    polling = _request(1, patience, trust_env=proxied)
    base = f"{api_url.rstrip('/')}/bot"
    return Wire(Line(token, base, request=sending, get_updates_request=polling), (sending, polling))


def _request(size: int, patience: Patience, *, trust_env: bool) -> Quiet:
    return Quiet(
        connection_pool_size=size,
        connect_timeout=patience.connect,
        read_timeout=patience.read,
        write_timeout=patience.write,
        pool_timeout=patience.pool,
        httpx_kwargs={"trust_env": trust_env},
    )
