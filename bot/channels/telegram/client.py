"""Telegram as a channel: sends what `render` wrote, and asks and tells the platform the rest.

Here the pieces of this folder are joined into the port `Channel`; never a rule of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from telegram.error import BadRequest

from bot.channels.telegram import parse, render, setup
from bot.channels.telegram.outcome import ending, outcome_of
from bot.channels.telegram.send import Courier
from bot.channels.telegram.wire import PUBLIC_API, Patience, connect
from bot.envelope import Attempt, Incoming, Letter, Outcome, Raw
from bot.ports import Clock, Unreachable
from flows.words import Words

JSON: TypeAlias = Mapping[str, Any]


class Telegram:
    name = parse.NAME
    bundle = 1
    can_ring = True
    edits = True
    remembers = False

    def __init__(
        self, token: str, clock: Clock, *, api_url: str = PUBLIC_API, patience: Patience | None = None
    ) -> None:
        self._clock = clock
        self._patience = patience or Patience()
        self._wire = connect(token, api_url, self._patience)
        self._bot = self._wire.bot
        self._courier = Courier(self._bot)

    # -- what came -----------------------------------------------------------------------------------------

    def split(self, body: bytes) -> Sequence[Raw]:
        return parse.split(body)

    def parse(self, payload: bytes) -> Incoming | None:
        return parse.parse(payload, self._clock.now())

    async def poll(self, offset: int = 0) -> tuple[list[Raw], int]:
        """Waiting updates and the next offset. Raises `Unreachable`.

        To ask with an offset confirms all before it, so store what came before asking again. After an empty answer
        the next offset is 0: after an idle week the ids begin elsewhere, maybe below.
        """
        wait, read = self._patience.poll, self._patience.read
        with _reaching():
            updates = await self._bot.raw_updates(offset, wait, read, setup.ALLOWED)
            came = [parse.raw(each, json.dumps(each).encode()) for each in updates]
        return came, 1 + int(came[-1].event_id) if came else 0

    # -- what goes -----------------------------------------------------------------------------------------

    def render(
        self,
        letters: Sequence[Letter],
        words: Words,
        *,
        repeated: bool = False,
        group: bool = False,  # noqa: ARG002 -- buttons work in groups as in private
    ) -> JSON:
        return render.render(letters, words, repeated=repeated)

    async def send(self, address: str, payload: JSON, attempt: Attempt) -> Outcome:
        return await self._courier.send(address, payload, attempt.retry_key)

    async def answer_callback(self, query_id: str) -> None:
        """Ends the waiting sign on the button. A courtesy: too old, or not arrived, is no matter."""
        await ending(self._bot.answer_callback_query(query_id))

    async def leave(self, chat: str) -> Outcome:
        """`Gone` where we were out already."""
        return await ending(self._bot.leave_chat(chat))

    # -- ourselves -----------------------------------------------------------------------------------------

    async def whoami(self) -> str:
        """The user name, as it stands in `t.me/…`."""
        with _reaching():
            return (await self._bot.get_me()).username or ""

    async def set_webhook(self, public_url: str, secret: str) -> None:
        with _reaching():
            await setup.set_webhook(self._bot, public_url, secret)

    async def delete_webhook(self) -> None:
        """Before polling; updates that wait are kept."""
        with _reaching():
            await self._bot.delete_webhook()

    async def setup(
        self,
        public_url: str,
        secret: str,
        languages: Iterable[Words],
        commands: Sequence[str] = setup.COMMANDS,
    ) -> None:
        await self.set_webhook(public_url, secret)
        with _reaching():
            await setup.introduce(self._bot, languages, commands)

    async def setup_group(self, chat: str, words: Words, commands: Sequence[str]) -> None:
        """The commands of a staff group, once it is bound; in the office's language for all who look."""
        with _reaching():
            await setup.offer_commands(self._bot, setup.group_scope(chat), words, commands)

    async def close(self) -> None:
        await self._wire.close()


@contextmanager
def _reaching() -> Iterator[None]:
    """Says why it failed. Only Telegram's own refusals are repeated: other errors may quote the address."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 -- raised again in our own words
        told = f": {error.message}" if isinstance(error, BadRequest) else ""
        raise Unreachable(f"{_name(error)}{told}") from None


def _name(error: Exception) -> str:
    reason: str = getattr(outcome_of(error), "reason", "")
    return reason or type(error).__name__
