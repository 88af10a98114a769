"""What passes between a channel and the rest of the house. No platform's own form goes beyond these.

`Raw` is an event as it came, to be stored before anything else; `Incoming` is what it says; `Letter` is what goes out;
an outcome says how a sending ended, in a closed list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from flows.messages import Choice, Event, Link
from flows.reading.phone import international
from flows.values import NOTHING, Text, Values, values_from_json, values_to_json

Urgency = Literal["must_arrive", "courtesy"]


@dataclass(frozen=True, slots=True)
class Raw:
    """One event of one conversation, not yet understood. `at` is the platform's time, where it tells one."""

    event_id: str
    conversation: str
    payload: bytes
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote, as the platform names them. `language` is its hint; `anonymous` cannot be told apart from others."""

    id: str
    name: str = ""
    language: str = ""
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    channel: str
    event_id: str
    conversation: str
    """The platform's own address of the chat."""
    author: Author
    at: datetime
    message: Event
    group: bool = False
    reply_to: str = ""
    """LINE: the reply token. Telegram: the callback query to answer. Otherwise empty."""
    moved_to: str = ""
    """The chat's new address, where the platform moved it (a group that became a supergroup)."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one conversation: key and values, worded only when it is sent."""

    conversation: str
    key: str
    values: Values = field(default_factory=lambda: NOTHING)
    choices: tuple[Choice, ...] = ()
    footers: tuple[Choice, ...] = ()
    urgency: Urgency = "must_arrive"
    prompt: str = ""
    """The id that its buttons carry; empty where it has none."""
    reply_to: str = ""
    reply_until: datetime | None = None
    """When the reply token dies."""
    edits: str = ""
    """The platform's id of the message that this replaces, where the channel can edit."""
    closes: bool = False
    """Only takes the buttons off the message named by `edits`; a channel that cannot edit drops it."""
    link: Link | None = None


CALLS = frozenset({"cancelling.passed_on", "anytime.phone", "notice.answer_late"})
"""Letters whose telephone number is there to be called: one tap, where the channel has such a thing."""


def calls(letter: Letter) -> str:
    """The number to call, as any telephone dials it; empty where the letter asks for no call."""
    phone = letter.values.get("phone", "")
    return international(phone) if letter.key in CALLS and isinstance(phone, str) else ""


def letter_to_json(letter: Letter) -> dict[str, Any]:
    """Everything but the conversation, which the outbox row names itself."""
    return {
        "key": letter.key,
        "values": values_to_json(letter.values),
        "choices": [_choice_to_json(each) for each in letter.choices],
        "footers": [_choice_to_json(each) for each in letter.footers],
        "urgency": letter.urgency,
        "prompt": letter.prompt,
        "reply_to": letter.reply_to,
        "reply_until": letter.reply_until.isoformat() if letter.reply_until else "",
        "edits": letter.edits,
        "closes": letter.closes,
        "link": _link_to_json(letter.link) if letter.link else None,
    }


def letter_from_json(data: dict[str, Any], conversation: str) -> Letter:
    return Letter(
        conversation,
        data["key"],
        values_from_json(data["values"]),
        tuple(_choice_from_json(each) for each in data["choices"]),
        tuple(_choice_from_json(each) for each in data["footers"]),
        data["urgency"],
        data["prompt"],
        data["reply_to"],
        datetime.fromisoformat(data["reply_until"]) if data["reply_until"] else None,
        data["edits"],
        data["closes"],
        _link_from_json(data["link"]) if data.get("link") else None,
    )


def _choice_to_json(choice: Choice) -> dict[str, Any]:
    label = {"key": choice.label.key, "values": values_to_json(choice.label.values)}
    return {"code": choice.code, "label": label, "says": choice.says, "number": choice.number}


def _choice_from_json(data: dict[str, Any]) -> Choice:
    label = Text(data["label"]["key"], values_from_json(data["label"]["values"]))
    return Choice(data["code"], label, data["says"], data["number"])


def _link_to_json(link: Link) -> dict[str, Any]:
    return {"label": {"key": link.label.key, "values": values_to_json(link.label.values)}, "url": link.url}


def _link_from_json(data: dict[str, Any]) -> Link:
    return Link(Text(data["label"]["key"], values_from_json(data["label"]["values"])), data["url"])


# -- how a sending ended -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """Accepted. `ids` are the platform's ids of the messages, in order, where it tells."""

    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """Certainly not delivered; worth trying again, not before `after` seconds (None: our own back-off)."""

    after: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """May or may not have been delivered."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The person blocked us, left, or never was: nothing will reach them here."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has a new address; the message was not delivered."""

    address: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The platform will never take this message: our fault, to be reported."""

    reason: str


@dataclass(frozen=True, slots=True)
class Shut:
    """The channel itself refuses us (revoked token, spent quota): keep everything, tell the operator, probe."""

    reason: str


Outcome: TypeAlias = Sent | Later | Unknown | Gone | Moved | Rejected | Shut


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a client may need to know of the try it is about to make."""

    retry_key: str
    """A UUID that stays with the outbox row."""
    number: int = 1
    doubtful: bool = False
    """An earlier try ended `Unknown`."""
    urgency: Urgency = "must_arrive"
