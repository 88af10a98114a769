"""What LINE takes, and a check of every message before it goes: the SDK checks none of these.

Here live LINE's figures (Messaging API reference, read in July 2026); a broken one is our own fault.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.channels.line.measure import Measure, graphemes, utf16

MESSAGES = 5
TEXT = 5000
ALT = 1500
QUICK_REPLIES = 13
LABEL = 20
FLEX_LABEL = 40
DATA = 300
DISPLAY = 300
SAYS = 300
URI = 1000
CONFIRM = 240
CONFIRM_ACTIONS = 2
BUBBLE = 30 * 1024
"""Bytes of JSON as UTF-8."""

Message = Mapping[str, Any]
Found = Iterator[str]
_ACTION_TEXTS = {"data": DATA, "displayText": DISPLAY, "text": SAYS, "uri": URI}


def violations(messages: Sequence[Message]) -> tuple[str, ...]:
    """Where a sending breaks a limit: property, figure and limit, and never the text itself."""
    found = list(_above("messages", len(messages), MESSAGES))
    for number, message in enumerate(messages):
        found.extend(_message(f"messages[{number}]", message))
    return tuple(found)


def bubble_size(bubble: Mapping[str, Any]) -> int:
    return len(json.dumps(bubble, ensure_ascii=False, separators=(",", ":")).encode())


def _message(at: str, message: Message) -> Found:
    match message.get("type"):
        case "text":
            yield from _text(f"{at}.text", message["text"], TEXT)
        case "template":
            yield from _text(f"{at}.altText", message["altText"], ALT)
            yield from _confirm(f"{at}.template", message["template"])
        case "flex":
            yield from _text(f"{at}.altText", message["altText"], ALT)
            yield from _bubble(f"{at}.contents", message["contents"])
        case other:
            yield f"{at}.type: {other} is none that we send"
    yield from _quick_replies(f"{at}.quickReply", message.get("quickReply", {}).get("items"))


def _quick_replies(at: str, items: Sequence[Message] | None) -> Found:
    if items is None:
        return
    if not items:
        yield f"{at}: empty"
    yield from _above(at, len(items), QUICK_REPLIES)
    for number, item in enumerate(items):
        yield from _action(f"{at}.items[{number}]", item["action"], LABEL, utf16)


def _confirm(at: str, template: Message) -> Found:
    yield from _text(f"{at}.text", template["text"], CONFIRM)
    if len(template["actions"]) != CONFIRM_ACTIONS:
        yield f"{at}.actions: {len(template['actions'])} instead of {CONFIRM_ACTIONS}"
    for number, action in enumerate(template["actions"]):
        yield from _action(f"{at}.actions[{number}]", action, LABEL, utf16)


def _bubble(at: str, bubble: Message) -> Found:
    yield from _above(at, bubble_size(bubble), BUBBLE)
    for block in ("header", "body", "footer"):
        for number, part in enumerate(bubble.get(block, {}).get("contents", ())):
            yield from _component(f"{at}.{block}[{number}]", part)


def _component(at: str, part: Message) -> Found:
    if part["type"] == "text" and not part["text"]:
        yield f"{at}.text: empty"
    if action := part.get("action"):
        yield from _action(at, action, FLEX_LABEL, graphemes)


def _action(at: str, action: Message, limit: int, measure: Measure) -> Found:
    if "label" in action:
        yield from _text(f"{at}.label", action["label"], limit, measure)
    for name, most in _ACTION_TEXTS.items():
        if name in action:
            yield from _text(f"{at}.{name}", action[name], most)


def _text(at: str, text: str, limit: int, measure: Measure = utf16) -> Found:
    if not text.strip():
        yield f"{at}: empty"
    yield from _above(at, measure(text), limit)


def _above(at: str, figure: int, limit: int) -> Found:
    if figure > limit:
        yield f"{at}: {figure} > {limit}"
