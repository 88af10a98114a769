"""From LINE's bytes to `Raw` and `Incoming`: pure, one event at a time, on plain JSON.

Never the SDK's parser: it drops the reply token of unknown kinds, and one unknown mode fails a whole batch.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.envelope import Author, Incoming, Raw
from bot.ports import Malformed
from flows import anytime
from flows.messages import Event, Left, Opened, Picked, Returned, Said, Sent

CHANNEL = "line"
MENU = "menu"
"""What the data of a rich menu's area begins with, in the place of a prompt's id; a command's name follows."""
TOKEN_LIFE = timedelta(seconds=50)
"""A reply token lives one minute from the webhook; the rest is for the way to LINE."""

Json = Mapping[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ADDRESS = {"user": "userId", "group": "groupId", "room": "roomId"}
_COMMANDS = frozenset(map(anytime.name, anytime.TYPED))
_NOT_TAKEN = frozenset({"image", "video", "audio", "file", "location", "sticker"})


def authentic(body: bytes, signature: str, secrets: Sequence[str]) -> bool:
    """Whether one of the channel secrets signed these very bytes; all are tried, in constant time."""
    given = signature.encode(errors="replace")
    matches = [hmac.compare_digest(given, _signed(body, secret)) for secret in secrets if secret]
    return any(matches)


def _signed(body: bytes, secret: str) -> bytes:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())


# -- one request, cut into events ---------------------------------------------------------------------------


def split(body: bytes) -> tuple[Raw, ...]:
    """The events of one request, of several people perhaps. Raises `Malformed`."""
    request = _json(body)
    events = request.get("events") if isinstance(request, dict) else None
    if not isinstance(events, list):
        raise Malformed("no list of events")
    return tuple(_raw(each) for each in events)


def _raw(event: object) -> Raw:
    """Whatever it is, it is stored: a bad event must not take its neighbours with it."""
    payload = json.dumps(event, separators=(",", ":")).encode()
    fields = event if isinstance(event, dict) else {}
    event_id = _string(fields, "webhookEventId") or hashlib.sha256(payload).hexdigest()
    return Raw(event_id, _conversation(fields), payload, _moment(fields))


def _conversation(event: Json) -> str:
    source = _object(event, "source")
    return _string(source, _ADDRESS.get(_string(source, "type"), ""))


def _moment(event: Json) -> datetime | None:
    milliseconds = event.get("timestamp")
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool):
        return None
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


# -- one event, understood ----------------------------------------------------------------------------------


def parse(payload: bytes) -> Incoming | None:
    """What one event says; None where it is no matter of ours. Raises `Malformed`."""
    event = _json(payload)
    if not isinstance(event, dict) or not _string(event, "type"):
        raise Malformed("an event without a type")
    # In standby another channel holds the conversation: LINE wants no answer from us, so it is no matter of ours.
    message = None if event.get("mode") == "standby" else _message(event)
    return None if message is None else _incoming(event, message)


def _incoming(event: Json, message: Event) -> Incoming:
    event_id, conversation, at = _string(event, "webhookEventId"), _conversation(event), _moment(event)
    if not event_id or not conversation or at is None:
        raise Malformed("an event without its id, source or time")
    token = _string(event, "replyToken")
    group = _object(event, "source").get("type") != "user"
    return Incoming(CHANNEL, event_id, conversation, _author(event), at, message, group, token)


def _author(event: Json) -> Author:
    """In groups only message events promise a user id, and of the mobile apps' users alone."""
    user = _string(_object(event, "source"), "userId")
    return Author(user, anonymous=not user)


def _message(event: Json) -> Event | None:
    match event["type"]:
        case "message":
            return _content(_object(event, "message"))
        case "postback":
            return _picked(_object(event, "postback"))
        case "follow":
            return Returned() if _object(event, "follow").get("isUnblocked") is True else Opened()
        case "join":
            return Opened()
        case "unfollow" | "leave":
            return Left()
        case _:
            # `unsend` among them: the text it takes back lies in the inbox alone, and goes with that.
            return None


def _content(message: Json) -> Event:
    kind = _string(message, "type")
    if kind != "text":
        return Sent(kind if kind in _NOT_TAKEN else "other")
    text = message.get("text")
    if not isinstance(text, str):
        raise Malformed("a text message without text")
    return Said(_readable(_unaddressed(text, message)), _string(message, "quotedMessageId"))


def _picked(postback: Json) -> Event:
    """`{prompt}:{code}`. Anything else is a forged or foreign button, which no prompt will be found for.

    A rich menu belongs to no question: its area is what typing the command is, understood in every language.
    """
    data = postback.get("data")
    if not isinstance(data, str):
        raise Malformed("a postback without data")
    prompt, colon, code = _readable(data).partition(":")
    if prompt == MENU and code in _COMMANDS:
        return Said(f"/{code}")
    return Picked(prompt, code) if colon else Picked("", prompt)


def _unaddressed(text: str, message: Json) -> str:
    """Without the mention of ourselves, which staff may write before a command. Places count UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    for start, length in sorted(_mentions_of_us(message), reverse=True):
        units = units[: 2 * start] + units[2 * (start + length) :]
    return units.decode("utf-16-le", "surrogatepass").strip()


def _mentions_of_us(message: Json) -> list[tuple[int, int]]:
    everyone = _object(message, "mention").get("mentionees")
    ours = [each for each in everyone if _is_us(each)] if isinstance(everyone, list) else []
    return [(each["index"], each["length"]) for each in ours]


def _is_us(mention: object) -> bool:
    if not isinstance(mention, dict) or mention.get("isSelf") is not True:
        return False
    return all(isinstance(mention.get(name), int) and mention[name] >= 0 for name in ("index", "length"))


# -- plain JSON, never trusted ------------------------------------------------------------------------------


def _json(data: bytes) -> Any:  # noqa: ANN401 -- JSON has no narrower name
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None


def _object(fields: Json, name: str) -> Json:
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def _string(fields: Json, name: str) -> str:
    value = fields.get(name)
    return _readable(value) if isinstance(value, str) else ""


def _readable(text: str) -> str:
    """Half an emoji is no character: no database would take it."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
