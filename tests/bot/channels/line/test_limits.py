"""Each limit of LINE, broken by one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.line.limits import violations

Json = dict[str, Any]
TAP = {"type": "postback", "label": "x", "data": "p:x", "displayText": "x"}


def quick(*actions: Json) -> Json:
    items = [{"type": "action", "action": each} for each in actions]
    return {"type": "text", "text": "x", "quickReply": {"items": items}}


def confirm(text: str = "x", alt: str = "x", **tap: str) -> Json:
    actions = [TAP, {**TAP, **tap}]
    return {"type": "template", "altText": alt, "template": {"type": "confirm", "text": text, "actions": actions}}


def flex(*contents: Json, alt: str = "x") -> Json:
    body = {"type": "box", "layout": "vertical", "contents": list(contents)}
    return {"type": "flex", "altText": alt, "contents": {"type": "bubble", "body": body}}


def button(**tap: str) -> Json:
    return {"type": "button", "action": {**TAP, **tap}}


WITHIN: list[Json] = [
    {"type": "text", "text": "x" * 5000},
    {"type": "text", "text": "\U0001f642" * 2500},
    quick(*[{**TAP, "label": "x" * 20, "data": "d" * 300, "displayText": "t" * 300}] * 13),
    quick({"type": "message", "label": "x", "text": "t" * 300}),
    confirm("x" * 240, "a" * 1500, label="l" * 20),
    flex(button(label="\u0e01\u0e34" * 40)),
    flex({"type": "text", "text": "x" * 5000}),
]
BEYOND: list[tuple[Json, str]] = [
    ({"type": "text", "text": "x" * 5001}, "messages[0].text: 5001 > 5000"),
    ({"type": "text", "text": "\U0001f642" * 2501}, "messages[0].text: 5002 > 5000"),
    ({"type": "text", "text": " "}, "messages[0].text: empty"),
    ({"type": "video"}, "messages[0].type: video is none that we send"),
    (quick(), "messages[0].quickReply: empty"),
    (quick(*[TAP] * 14), "messages[0].quickReply: 14 > 13"),
    (quick({**TAP, "label": "x" * 21}), "messages[0].quickReply.items[0].label: 21 > 20"),
    (quick({**TAP, "label": ""}), "messages[0].quickReply.items[0].label: empty"),
    (quick({**TAP, "data": "x" * 301}), "messages[0].quickReply.items[0].data: 301 > 300"),
    (quick({**TAP, "displayText": "x" * 301}), "messages[0].quickReply.items[0].displayText: 301 > 300"),
    (
        quick({"type": "message", "label": "x", "text": "t" * 301}),
        "messages[0].quickReply.items[0].text: 301 > 300",
    ),
    (confirm("x" * 241), "messages[0].template.text: 241 > 240"),
    (confirm(alt="x" * 1501), "messages[0].altText: 1501 > 1500"),
    (confirm(label="x" * 21), "messages[0].template.actions[1].label: 21 > 20"),
    (
        {**confirm(), "template": {"type": "confirm", "text": "x", "actions": [TAP]}},
        "messages[0].template.actions: 1 instead of 2",
    ),
    (flex(button(label="\u0e01\u0e34" * 41)), "messages[0].contents.body[0].label: 41 > 40"),
    (flex({"type": "text", "text": ""}), "messages[0].contents.body[0].text: empty"),
    (
        flex({"type": "text", "text": "x", "action": {"type": "uri", "uri": "https://x/" + "u" * 1000}}),
        "messages[0].contents.body[0].uri: 1010 > 1000",
    ),
]


@pytest.mark.parametrize("message", WITHIN)
def test_what_just_fits_passes(message: Json) -> None:
    assert violations([message]) == ()


@pytest.mark.parametrize(("message", "expected"), BEYOND)
def test_what_is_one_too_much_is_named_without_its_text(message: Json, expected: str) -> None:
    assert violations([message]) == (expected,)


def test_a_bubble_of_more_than_thirty_kilobytes_is_too_big() -> None:
    (found,) = violations([flex({"type": "text", "text": "\u7a93" * 11_000})])
    assert found.startswith("messages[0].contents: 33")


def test_six_messages_are_one_too_many() -> None:
    assert violations([WITHIN[0]] * 6) == ("messages: 6 > 5",)
