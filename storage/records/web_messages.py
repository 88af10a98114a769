"""What stands on the page of a web chat, both sides: so that a reload shows it again, in order.

Never here: any other channel; a messenger keeps its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import delete, select

from storage.records import conversations
from storage.records.either import skipping
from storage.tables.web import WEB_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from storage.unit import Unit

Side = Literal["me", "bot"]
_W = WEB_MESSAGE.c
_ADD = skipping(WEB_MESSAGE, "key")


@dataclass(frozen=True, slots=True)
class WebMessage:
    seq: int
    side: Side
    key: str
    body: Any
    at: datetime


def add(unit: Unit, conversation: str, side: Side, key: str, body: Mapping[str, Any]) -> bool:
    """Put a message on the page; False where `key` (an event's or a letter's) stands there already."""
    row = {
        "conversation_id": conversation,
        "key": key,
        "side": side,
        "body": unit.seal_json(conversations.scope(conversation), _place(key), dict(body)),
        "at": unit.now,
    }
    return bool(unit.connection.execute(_ADD[unit.connection.dialect.name], row).rowcount)


def after(unit: Unit, conversation: str, seq: int = 0, limit: int = 200) -> tuple[WebMessage, ...]:
    """What came after the message `seq`, oldest first; of more than `limit` the newest."""
    mine = select(_W.seq, _W.side, _W.key, _W.body, _W.at).where(_W.conversation_id == conversation)
    newest = mine.where(_W.seq > seq).order_by(_W.seq.desc()).limit(limit)
    rows = reversed(unit.connection.execute(newest).all())
    scope = conversations.scope(conversation)
    return tuple(
        WebMessage(number, side, key, unit.open_json(scope, _place(key), body), at)
        for number, side, key, body, at in rows
    )


def clear(unit: Unit, conversation: str) -> None:
    """Nothing of what was said stands on that page any more."""
    unit.connection.execute(delete(WEB_MESSAGE).where(_W.conversation_id == conversation))


def _place(key: str) -> str:
    return f"web_message:{key}:body"
