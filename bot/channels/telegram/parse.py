"""What came from Telegram: an update as `Raw`, and what it says as `Incoming`. Pure, and nothing is ever fetched.

Read as plain JSON: a field that is new or odd in a part we do not use costs nobody their message.
No meaning is given to a text here but that of `/start`; which chat or person may do what is decided above.
"""

from __future__ import annotations

import hmac
import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from bot.envelope import Author, Incoming, Raw
from bot.ports import Malformed
from flows.messages import Event, Left, Opened, Picked, Returned, Said, Sent, Shared

JSON: TypeAlias = dict[str, Any]

NAME: Final = "telegram"
GROUPS: Final = frozenset({"group", "supergroup"})
OUT: Final = frozenset({"left", "kicked"})
ANONYMOUS: Final = 1087968824
"""GroupAnonymousBot, the author that stands in for an administrator who hides."""
KINDS: Final = {
    "photo": "photo",
    "sticker": "sticker",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",  # has a `document` beside it
    "document": "file",
    "venue": "place",
    "location": "place",
    "contact": "contact",
    **dict.fromkeys(("checklist", "dice", "game", "invoice", "paid_media", "poll", "story"), "other"),
}
"""What we do not take, by the field that shows it; the first that is there counts."""
_COMMAND: Final = re.compile(r"/(\w{1,32})(?:@\w{1,64})?(?:\s+(.*))?", re.ASCII | re.DOTALL)
_START: Final = re.compile(r"[\w-]{1,64}", re.ASCII)
_WRONG: Final = (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError)


def authentic(given: str | None, expected: str) -> bool:
    """Whether the header `X-Telegram-Bot-Api-Secret-Token` is ours; compared in constant time."""
    return bool(expected) and hmac.compare_digest((given or "").encode(), expected.encode())


def split(body: bytes) -> tuple[Raw, ...]:
    """One request of the webhook, which holds one update."""
    return (raw(_read(body), body),)


def raw(update: JSON, payload: bytes) -> Raw:
    """`at` is missing for a tap: Telegram tells when the message was sent, not when it was tapped."""
    event_id = update.get("update_id")
    if type(event_id) is not int:
        raise Malformed("an update without its id")
    inner = next((each for each in update.values() if isinstance(each, dict)), {})
    at = inner.get("date")
    return Raw(str(event_id), _address(inner), payload, _moment(at) if type(at) is int else None)


def tapped(body: bytes) -> str:
    """The callback query in an update, to be answered early; empty where there is none."""
    with suppress(Malformed):
        match _read(body):
            case {"callback_query": {"id": str(ident)}}:
                return ident
    return ""


def parse(payload: bytes, now: datetime) -> Incoming | None:
    """What the update says. `now` stands in where Telegram tells no time: at a tap."""
    update = _read(payload)
    try:
        match update:
            case {"message": message}:
                return _message(update, message)
            case {"callback_query": query}:
                return _tap(update, query, now)
            case {"my_chat_member": change}:
                return _membership(update, change)
    except _WRONG as wrong:
        # The name of the error alone: its text may hold what the person wrote.
        raise Malformed(f"an update that lacks its parts: {type(wrong).__name__}") from None
    return None


def _read(body: bytes) -> JSON:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise Malformed(f"no JSON: {type(wrong).__name__}") from None
    if not isinstance(update, dict):
        raise Malformed("no JSON object")
    return update


def _moment(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise Malformed("a date that is none") from None


def _address(inner: JSON) -> str:
    """The chat, however deep the kind of update puts it; else the person; else nothing."""
    for holder in (inner, inner.get("message")):
        match holder:
            case {"chat": {"id": int(chat)}}:
                return str(chat)
    match inner:
        case {"from": {"id": int(person)}} | {"user": {"id": int(person)}}:
            return str(person)
    return ""


# -- messages ----------------------------------------------------------------------------------------------


def _message(update: JSON, message: JSON) -> Incoming | None:
    chat, author = message["chat"], _author(message)
    group = chat["type"] in GROUPS
    if (not group and chat["type"] != "private") or _by_machine(message, author):
        return None
    moved_to = message.get("migrate_to_chat_id")
    event = Sent("moved") if moved_to else _said(message, group=group)
    if event is None:
        return None
    return Incoming(
        NAME,
        str(update["update_id"]),
        str(chat["id"]),
        author,
        _moment(message["date"]),
        event,
        group=group,
        moved_to=str(moved_to or ""),
    )


def _by_machine(message: JSON, author: Author) -> bool:
    """Another bot, or a channel's post that Telegram copies into its group."""
    bot = message.get("from", {}).get("is_bot", False) and not author.anonymous
    return bool(bot or message.get("is_automatic_forward"))


def _author(holder: JSON) -> Author:
    """Who writes in the name of a chat (an anonymous admin) has `sender_chat`, and a placeholder for a person."""
    hidden = holder.get("sender_chat")
    person = holder.get("from") or hidden
    if person is None:
        raise KeyError("from")
    names = (person.get("first_name"), person.get("last_name"))
    return Author(
        str(person["id"]),
        " ".join(each for each in names if each),
        str(person.get("language_code") or ""),
        anonymous=hidden is not None or person["id"] == ANONYMOUS,
    )


def _said(message: JSON, *, group: bool) -> Event | None:
    text = message.get("text")
    if isinstance(text, str) and text:
        return _text(text, _replied(message) if group else "")
    if "contact" in message and not group:
        return _contact(message["contact"], message["from"])
    return next((Sent(kind) for field, kind in KINDS.items() if field in message), None)


def _text(text: str, reply_to: str) -> Event:
    command = _COMMAND.fullmatch(text.strip())
    if command is None:
        return Said(text, reply_to)
    name, rest = command[1], (command[2] or "").strip()
    if name.lower() == "start":
        return Opened(rest if _START.fullmatch(rest) else "")
    return Said(f"/{name} {rest}".rstrip(), reply_to)


def _replied(message: JSON) -> str:
    """In a topic every message counts as a reply to the one that opened it: that is none."""
    replied = message.get("reply_to_message")
    if replied is None or "forum_topic_created" in replied:
        return ""
    return str(replied["message_id"])


def _contact(contact: JSON, sender: JSON) -> Shared:
    return Shared(str(contact["phone_number"]), own=contact.get("user_id") == sender["id"])


# -- taps and membership -----------------------------------------------------------------------------------


def _tap(update: JSON, query: JSON, now: datetime) -> Incoming | None:
    """The tapped message may be too old to be shown or missing; a forged code is for the prompt's row to refuse."""
    data = query.get("data")
    if data is None:
        return None
    chat = (query.get("message") or {}).get("chat") or {"id": query["from"]["id"], "type": "private"}
    prompt, _, code = data.partition(":")
    return Incoming(
        NAME,
        str(update["update_id"]),
        str(chat["id"]),
        _author({"from": query["from"]}),
        now,
        Picked(prompt, code),
        group=chat["type"] in GROUPS,
        reply_to=str(query["id"]),
    )


def _membership(update: JSON, change: JSON) -> Incoming | None:
    chat = change["chat"]
    group = chat["type"] in GROUPS
    before, after = _inside(change["old_chat_member"]), _inside(change["new_chat_member"])
    if before == after or (not group and chat["type"] != "private"):
        return None
    event = Left() if not after else Opened() if group else _returned(change)
    if event is None:
        return None
    where, at = str(chat["id"]), _moment(change["date"])
    return Incoming(NAME, str(update["update_id"]), where, _author(change), at, event, group=group)


def _returned(change: JSON) -> Event | None:
    """A first visit is told by its `/start`; only who had blocked us returns."""
    return Returned() if change["old_chat_member"]["status"] == "kicked" else None


def _inside(member: JSON) -> bool:
    status = member["status"]
    return member.get("is_member", False) if status == "restricted" else status not in OUT
