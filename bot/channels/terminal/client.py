"""Sending in a terminal is printing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.channels.terminal.parse import NAME, parse
from bot.channels.terminal.render import render
from bot.envelope import Attempt, Incoming, Letter, Outcome, Raw, Sent
from flows.words import Words

Show = Callable[[str, str], None]
"""Shows one letter (address, text)."""


class Terminal:
    name = NAME
    bundle = 5
    can_ring = True
    edits = False
    remembers = False

    def __init__(self, show: Show) -> None:
        self._show = show

    def split(self, body: bytes) -> Sequence[Raw]:
        line = parse(body)
        return (Raw(line.event_id, line.conversation, body, line.at),)

    def parse(self, payload: bytes) -> Incoming:
        return parse(payload)

    def render(
        self, letters: Sequence[Letter], words: Words, *, repeated: bool = False, group: bool = False
    ) -> Mapping[str, Any]:
        return render(letters, words, repeated=repeated, group=group)

    async def send(self, address: str, payload: Mapping[str, Any], attempt: Attempt) -> Outcome:  # noqa: ARG002
        for text in payload["letters"]:
            self._show(address, text)
        return Sent()

    async def whoami(self) -> str:
        return NAME

    async def close(self) -> None:
        """Nothing is held open."""
