"""LINE as a channel: `Line` puts parse, render and client together.

Light to import: the SDK is loaded by the first call, never by looking at events or writing payloads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.line import limits, parse
from bot.channels.line.client import API, SECONDS, Client, Profile, Quota
from bot.channels.line.parse import TOKEN_LIFE
from bot.channels.line.render import render
from bot.envelope import Incoming, Letter, Raw
from bot.ports import Clock
from flows.words import Words

__all__ = ["TOKEN_LIFE", "Line", "Profile", "Quota"]


class Line(Client):
    name = parse.CHANNEL
    bundle = limits.MESSAGES
    can_ring = True
    edits = False
    remembers = True

    def __init__(
        self, secrets: Sequence[str], token: str, clock: Clock, *, api_url: str = API, seconds: float = SECONDS
    ) -> None:
        """`secrets`: the channel secret, and the next one too while it is being replaced."""
        super().__init__(token, clock, api_url, seconds)
        self._secrets = tuple(secrets)

    def authentic(self, body: bytes, signature: str) -> bool:
        return parse.authentic(body, signature, self._secrets)

    def split(self, body: bytes) -> Sequence[Raw]:
        return parse.split(body)

    def parse(self, payload: bytes) -> Incoming | None:
        return parse.parse(payload)

    def render(
        self, letters: Sequence[Letter], words: Words, *, repeated: bool = False, group: bool = False
    ) -> Mapping[str, Any]:
        return render(letters, words, repeated=repeated, group=group)
