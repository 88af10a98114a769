"""How a call to LINE can end, and what that means for a letter: two tables, one for replies, one for pushes.

Light and pure: no network, no SDK. A reply cannot be repeated; a push with its retry key always can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.envelope import Gone, Later, Outcome, Rejected, Sent, Shut, Unknown

INVALID, ERROR = 400, 500
REFUSING_US = frozenset({401, 403})
_MONTHLY = "monthly limit"
_USED_UP = "invalid reply token"
_NOBODY = "failed to send messages"


@dataclass(frozen=True, slots=True)
class Accepted:
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A status that is no success. `properties` are the fields it complains of, `ids` what was sent already."""

    status: int
    message: str = ""
    properties: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    after: float | None = None

    @property
    def token_used_up(self) -> bool:
        return self.status == INVALID and _USED_UP in self.message.casefold()


@dataclass(frozen=True, slots=True)
class Unheard:
    """The request never reached LINE."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """It may have reached LINE: time-out, broken connection, an answer that cannot be read."""

    reason: str


Answer: TypeAlias = Accepted | Refused | Unheard | Unclear


def of_reply(answer: Answer) -> Outcome:
    match answer:
        case Refused(status) if status >= ERROR:
            return Unknown(f"reply: {status}")
        case Unclear(reason):
            return Unknown(f"reply: {reason}")
        case _:
            return _of_any(answer)


def of_push(answer: Answer) -> Outcome:
    match answer:
        case Refused(409, _, _, ids):
            return Sent(ids)
        case Refused(status, after=after) if status >= ERROR:
            return Later(after, f"push: {status}")
        case Unclear(reason):
            return Later(None, f"push: {reason}")
        case _:
            return _of_any(answer)


def _of_any(answer: Answer) -> Outcome:
    match answer:
        case Accepted(ids):
            return Sent(ids)
        case Unheard(reason) | Unclear(reason):
            return Later(None, reason)
        case Refused(status) if status in REFUSING_US:
            return Shut(str(status))
        case Refused(429, message, after=after):
            return Shut("quota") if _MONTHLY in message.casefold() else Later(after, "rate limit")
        case Refused(400, message) if _NOBODY in message.casefold():
            return Gone("not reachable")
        case Refused(status, _, properties):
            return Rejected(" ".join((str(status), *properties)))
