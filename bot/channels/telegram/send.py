"""One sending: the operations that `render` wrote, call after call, and how they ended.

A text too long for one message is several calls. What of it has arrived is remembered under the row's retry key,
so that trying again goes on where it stopped. Never here: how an error reads (`outcome`), nor what a text says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from telegram import Bot

from bot.channels.telegram.outcome import LOST, ending
from bot.envelope import Gone, Later, Outcome, Rejected, Sent, Unknown

JSON: TypeAlias = Mapping[str, Any]
REMEMBERED: Final = 256
"""Half-sent letters; they are rare, and a forgotten one begins again."""


class Courier:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._arrived: dict[str, tuple[str, ...]] = {}

    async def send(self, address: str, payload: JSON, key: str) -> Outcome:
        for operation in payload["operations"][len(self._arrived.get(key, ())) :]:
            outcome = await self._one(address, operation)
            if not isinstance(outcome, Sent):
                return self._stopped(key, outcome)
            self._remember(key, outcome)
        return Sent(self._arrived.pop(key, ()))

    def _remember(self, key: str, sent: Sent) -> None:
        self._arrived[key] = (*self._arrived.get(key, ()), *sent.ids)
        if len(self._arrived) > REMEMBERED:
            del self._arrived[next(iter(self._arrived))]

    def _stopped(self, key: str, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Gone | Rejected):
            self._arrived.pop(key, None)
        return outcome

    async def _one(self, chat: str, operation: JSON) -> Outcome:
        match operation["method"]:
            case "editMessageText":
                return await self._edit(chat, operation)
            case "editMessageReplyMarkup":
                return await self._close(chat, operation)
        return await self._say(chat, operation)

    async def _say(self, chat: str, operation: JSON) -> Outcome:
        return await ending(self._bot.send_message(chat, operation["text"], api_kwargs=_rest(operation)))

    async def _edit(self, chat: str, operation: JSON) -> Outcome:
        """Where the message is gone, its new text must arrive all the same."""
        text, message_id = operation["text"], operation["message_id"]
        call = self._bot.edit_message_text(text, chat, message_id, api_kwargs=_rest(operation))
        outcome = _edited(await ending(call), message_id)
        return await self._say(chat, operation) if outcome == Rejected(LOST) else outcome

    async def _close(self, chat: str, operation: JSON) -> Outcome:
        """Takes the buttons off; where that is refused there is nothing to take them off."""
        message_id = operation["message_id"]
        outcome = _edited(await ending(self._bot.edit_message_reply_markup(chat, message_id)), message_id)
        return _edited(Sent(), message_id) if isinstance(outcome, Rejected) else outcome


def _rest(operation: JSON) -> dict[str, Any]:
    return {name: operation[name] for name in ("link_preview_options", "reply_markup") if name in operation}


def _edited(outcome: Outcome, message_id: int) -> Outcome:
    """An edit may be repeated without harm, so a doubt about one is a reason to try again."""
    match outcome:
        case Sent():
            return Sent((str(message_id),))
        case Unknown(reason):
            return Later(reason=reason)
    return outcome
