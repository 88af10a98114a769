"""How a call to Telegram ended, from the library's exceptions to our closed list.

Here alone are Telegram's words of refusal read. Reasons are short words of ours or names of classes:
an exception's own text may hold the address with the token, or what a person wrote, and never leaves.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable
from typing import Final

import httpx
from telegram import Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.envelope import Gone, Later, Moved, Outcome, Rejected, Sent, Shut, Unknown

# Without it the library warns at every 429, and where warnings are errors it hides the waiting time.
os.environ.setdefault("PTB_TIMEDELTA", "true")

NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""Before the first byte of the request: no address, no connection, no free place in the pool."""
UNCHANGED: Final = "message is not modified"
LOST: Final = "nothing to edit"
NOTHING_TO_EDIT: Final = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "no text in the message to edit",
)
"""What was to be edited is not there any more, or never was ours."""
GAGGED: Final = ("not enough rights", "have no rights", "chat_write_forbidden", "topic_closed")
"""The group's administrators can undo these: the letters wait, they are not lost."""
NOBODY: Final = {
    "chat not found": "not found",
    "user not found": "not found",
    "peer_id_invalid": "not found",
    "user is deactivated": "deactivated",
    "input_user_deactivated": "deactivated",
    "user_is_blocked": "blocked",
    "blocked by the user": "blocked",
    "kicked": "kicked",
    "not a member": "left",
    "was deleted": "deleted",
    "chat was deactivated": "deleted",
    "can't initiate": "never met",
}


async def ending(call: Awaitable[object]) -> Outcome:
    """Makes the call, and says how it ended, with the message's id where there is one."""
    try:
        result = await call
    except Exception as error:  # noqa: BLE001 -- an answer off the schema raises whatever its reader meets
        return outcome_of(error)
    return Sent((str(result.message_id),)) if isinstance(result, Message) else Sent()


def outcome_of(error: Exception) -> Outcome:
    match error:
        case RetryAfter():
            return Later(_seconds(error), "RetryAfter")
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case InvalidToken():
            return Shut("InvalidToken")
        case Forbidden() | BadRequest() if error.__cause__ is not None:
            # A refusal that is not in Telegram's form comes from something between us.
            return Later(reason="refused on the way")
        case Forbidden() | BadRequest():
            return _refused(error)
    return _fate(error)


def _refused(error: Forbidden | BadRequest) -> Outcome:
    if says(error, *GAGGED):
        return Later(reason="may not write")
    if says(error, UNCHANGED):
        return Sent()
    if says(error, *NOTHING_TO_EDIT):
        return Rejected(LOST)
    for phrase, reason in NOBODY.items():
        if says(error, phrase):
            return Gone(reason)
    return Gone("Forbidden") if isinstance(error, Forbidden) else Rejected(_kind(error))


def _fate(error: Exception) -> Outcome:
    """No refusal: was the request on its way when it broke? Only a connection never made is certain."""
    cause = error.__cause__
    if isinstance(cause, NOT_SENT):
        return Later(reason=type(cause).__name__)
    if says(error, "too many requests"):
        return Later(reason="too many")
    return Unknown(type(cause if isinstance(cause, httpx.HTTPError) else error).__name__)


def _kind(error: BadRequest) -> str:
    """Which of our faults: the few that can be told without repeating what was sent."""
    known = {"too long": "too long", "text is empty": "empty", "button": "button", "markup": "markup"}
    return next((reason for phrase, reason in known.items() if says(error, phrase)), "BadRequest")


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()


def says(error: Exception, *phrases: str) -> bool:
    text = error.message.lower() if isinstance(error, TelegramError) else ""
    return any(phrase in text for phrase in phrases)
