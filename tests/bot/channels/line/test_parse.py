"""Literal webhooks of LINE, and what they say."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import ValidationError

from bot.channels.line.parse import authentic, parse, split
from bot.envelope import Author, Incoming, Raw
from bot.ports import Malformed
from flows.messages import Left, Opened, Picked, Returned, Said, Sent

Json = dict[str, Any]
USER, GROUP, ROOM = "U" + "0" * 32, "C" + "0" * 32, "R" + "0" * 32
AT = datetime(2026, 11, 22, 1, 2, 3, 456000, UTC)
PERSON = {"type": "user", "userId": USER}
STAFF = {"type": "group", "groupId": GROUP, "userId": USER}
NAMELESS = {"type": "group", "groupId": GROUP}


def event(kind: str, source: Json | None = None, token: str = "", **fields: Any) -> Json:
    return {
        "type": kind,
        "mode": "active",
        "timestamp": 1795309323456,
        "source": source or PERSON,
        "webhookEventId": "01TESTTESTTESTTESTTESTTEST",
        "deliveryContext": {"isRedelivery": False},
        **({"replyToken": token} if token else {}),
        **fields,
    }


def text(said: str, source: Json | None = None, **fields: Any) -> Json:
    message = {"type": "text", "id": "1", "text": said, "quoteToken": "q", **fields}
    return event("message", source, "token", message=message)


def media(kind: str, **fields: Any) -> Json:
    return event("message", None, "token", message={"type": kind, "id": "1", **fields})


def incoming(message: object, source: Json | None = None, token: str = "token", **changes: Any) -> Incoming:
    where = source or PERSON
    conversation = where.get("groupId") or where.get("roomId") or where["userId"]
    user = where.get("userId", "")
    plain: Json = {
        "channel": "line",
        "event_id": "01TESTTESTTESTTESTTESTTEST",
        "conversation": conversation,
        "author": Author(user, anonymous=not user),
        "at": AT,
        "message": message,
        "group": where["type"] != "user",
        "reply_to": token,
    }
    return Incoming(**{**plain, **changes})


PROVIDED = {"contentProvider": {"type": "line"}}
STICKER = {"packageId": "1", "stickerId": "2", "stickerResourceType": "STATIC", "quoteToken": "q"}
US = {"type": "user", "index": 0, "length": 11, "isSelf": True, "userId": USER}
OTHER = {"type": "user", "index": 0, "length": 4, "isSelf": False}

EVENTS: dict[str, tuple[Json, Incoming | None]] = {
    "text": (text("hello"), incoming(Said("hello"))),
    "a quoted message": (text("yes", quotedMessageId="77"), incoming(Said("yes", "77"))),
    "half an emoji": (text("a\ud83d"), incoming(Said("a\ufffd"))),
    "text in a group": (text("A12 offer", STAFF), incoming(Said("A12 offer"), STAFF)),
    "text of a nameless author": (text("A12 offer", NAMELESS), incoming(Said("A12 offer"), NAMELESS)),
    "text in a room": (
        text("hi", {"type": "room", "roomId": ROOM, "userId": USER}),
        incoming(Said("hi"), {"type": "room", "roomId": ROOM, "userId": USER}),
    ),
    "a mention of us": (
        text("@Madoguchi\U0001f642 A12 offer", STAFF, mention={"mentionees": [{**US, "length": 12}]}),
        incoming(Said("A12 offer"), STAFF),
    ),
    "a mention of another": (
        text("@Bob A12", STAFF, mention={"mentionees": [OTHER]}),
        incoming(Said("@Bob A12"), STAFF),
    ),
    "sticker": (media("sticker", **STICKER), incoming(Sent("sticker"))),
    "image": (media("image", quoteToken="q", **PROVIDED), incoming(Sent("image"))),
    "video": (media("video", quoteToken="q", **PROVIDED), incoming(Sent("video"))),
    "audio": (media("audio", **PROVIDED), incoming(Sent("audio"))),
    "file": (media("file", fileName="cv.pdf", fileSize=1), incoming(Sent("file"))),
    "location": (media("location", latitude=36.1, longitude=139.4), incoming(Sent("location"))),
    "postback": (event("postback", None, "token", postback={"data": "p1:yes"}), incoming(Picked("p1", "yes"))),
    "postback of a time": (
        event("postback", None, "token", postback={"data": "p1:2026-11-24T15:00"}),
        incoming(Picked("p1", "2026-11-24T15:00")),
    ),
    "area of a rich menu": (event("postback", None, "token", postback={"data": "menu:book"}), incoming(Said("/book"))),
    "foreign postback": (event("postback", None, "token", postback={"data": "x"}), incoming(Picked("", "x"))),
    "postback in a group": (
        event("postback", NAMELESS, "token", postback={"data": "p1:yes"}),
        incoming(Picked("p1", "yes"), NAMELESS),
    ),
    "follow": (event("follow", None, "token", follow={"isUnblocked": False}), incoming(Opened())),
    "unblocked": (event("follow", None, "token", follow={"isUnblocked": True}), incoming(Returned())),
    "unfollow": (event("unfollow"), incoming(Left(), token="")),
    "join": (event("join", NAMELESS, "token"), incoming(Opened(), NAMELESS)),
    "leave": (event("leave", NAMELESS), incoming(Left(), NAMELESS, "")),
    "standby": ({**text("hello"), "mode": "standby"}, None),
    "redelivery": ({**text("hello"), "deliveryContext": {"isRedelivery": True}}, incoming(Said("hello"))),
    "unsend": (event("unsend", unsend={"messageId": "1"}), None),
    "member joined": (event("memberJoined", NAMELESS, "token", joined={"members": [PERSON]}), None),
    "member left": (event("memberLeft", NAMELESS, left={"members": [PERSON]}), None),
    "account link": (event("accountLink", None, "token", link={"result": "ok", "nonce": "n"}), None),
    "suspended": (event("botSuspended"), None),
}
UNPROMISED: dict[str, tuple[Json, Incoming | None]] = {
    "an unknown kind of event": (event("telepathy"), None),
    "an unknown kind of message": (media("hologram"), incoming(Sent("other"))),
    "an unknown mode": ({**text("hello"), "mode": "dreaming"}, incoming(Said("hello"))),
    "mentions of the wrong form": (text("hi", mention={"mentionees": [7, {"isSelf": True}]}), incoming(Said("hi"))),
    "a mention far outside": (
        text("hi", mention={"mentionees": [{**US, "index": 50}]}),
        incoming(Said("hi")),
    ),
}


@pytest.mark.parametrize("name", [*EVENTS, *UNPROMISED])
def test_an_event_says_what_the_table_says(name: str) -> None:
    given_event, expected = {**EVENTS, **UNPROMISED}[name]
    assert parse(json.dumps(given_event).encode()) == expected


@pytest.mark.parametrize("name", EVENTS)
def test_the_events_of_the_table_are_what_line_promises(name: str, webhook: Any) -> None:
    webhook("CallbackRequest", {"destination": USER, "events": [EVENTS[name][0]]})


@pytest.mark.parametrize(
    "wrong", [media("hologram"), media("text"), {**text("x"), "mode": "dreaming"}, event("follow"), event("nonsense")]
)
def test_the_check_against_lines_description_bites(wrong: Json, webhook: Any) -> None:
    with pytest.raises(ValidationError):
        webhook("CallbackRequest", {"destination": USER, "events": [wrong]})


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"nonsense",
        b"\xff",
        b"[" * 100_000,
        b"7",
        b"{}",
        b'{"type": 7}',
        json.dumps({**text("x"), "source": {}}).encode(),
        json.dumps({**text("x"), "source": {"type": "user"}}).encode(),
        json.dumps({**text("x"), "timestamp": None}).encode(),
        json.dumps({**text("x"), "timestamp": 10**30}).encode(),
        json.dumps({**text("x"), "webhookEventId": 7}).encode(),
        json.dumps(media("text")).encode(),
        json.dumps(event("postback", postback={})).encode(),
    ],
)
def test_what_line_never_sends_is_malformed(payload: bytes) -> None:
    with pytest.raises(Malformed):
        parse(payload)


def test_a_request_is_cut_into_the_events_of_several_people() -> None:
    other = {"type": "user", "userId": "U" + "1" * 32}
    events = [text("one"), {**text("two", other), "webhookEventId": "02"}]
    body = json.dumps({"destination": USER, "events": events}).encode()
    first, second = split(body)
    assert first == Raw("01TESTTESTTESTTESTTESTTEST", USER, json.dumps(events[0], separators=(",", ":")).encode(), AT)
    assert (second.event_id, second.conversation) == ("02", "U" + "1" * 32)


def test_the_consoles_check_holds_no_events() -> None:
    assert split(b'{"destination": "U", "events": []}') == ()


def test_one_bad_event_keeps_its_place_among_the_good() -> None:
    body = json.dumps({"events": [7, {"type": "message"}, text("hello")]}).encode()
    bad, worse, good = split(body)
    assert len({bad.event_id, worse.event_id, good.event_id}) == 3
    assert (bad.conversation, bad.at) == ("", None)
    assert parse(good.payload) == EVENTS["text"][1]


def test_a_bad_event_without_an_id_is_the_same_when_it_comes_again() -> None:
    body = json.dumps({"events": [{"type": "message"}]}).encode()
    assert split(body) == split(body)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"events": {}}', b"null"])
def test_a_request_without_events_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        split(body)


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*event("x"), "message", "postback", "text", "userId"]), inner, max_size=6)
    ),
    max_leaves=12,
)


@given(st.sampled_from([*EVENTS.values()]), st.sampled_from(sorted(text("x"))), JSON_LIKE)
def test_an_event_with_anything_in_one_field_is_understood_or_malformed(
    known: tuple[Json, object], name: str, value: object
) -> None:
    spoilt = json.dumps({**known[0], name: value}).encode()
    (raw,) = split(b'{"events": [' + spoilt + b"]}")
    try:
        found = parse(raw.payload)
    except Malformed:
        return
    assert found is None or found.conversation == raw.conversation


@given(JSON_LIKE)
def test_no_request_at_all_breaks_the_cutting(value: object) -> None:
    try:
        cut = split(json.dumps({"events": value}).encode())
    except Malformed:
        cut = ()
    assert all(each.event_id for each in cut)


def signed(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


@pytest.mark.parametrize("secrets", [["s1"], ["s0", "s1"], ["s1", "s2"]])
def test_a_signature_of_any_valid_secret_is_authentic(secrets: list[str]) -> None:
    assert authentic(b"body", signed(b"body", "s1"), secrets)


@pytest.mark.parametrize(
    ("body", "signature", "secrets"),
    [
        (b"body ", signed(b"body", "s1"), ["s1"]),
        (b"body", signed(b"body", "s2"), ["s1"]),
        (b"body", "", ["s1"]),
        (b"body", "\u00e9\ud83d", ["s1"]),
        (b"body", signed(b"body", "s1"), []),
        (b"body", signed(b"body", ""), [""]),
    ],
)
def test_any_other_signature_is_not(body: bytes, signature: str, secrets: list[str]) -> None:
    assert not authentic(body, signature, secrets)


def test_our_check_agrees_with_the_one_of_the_sdk() -> None:
    from linebot.v3.webhook import SignatureValidator  # noqa: PLC0415 -- heavy, and one test's need

    body = json.dumps({"events": [text("\u3053\u3093\u306b\u3061\u306f")]}, ensure_ascii=False).encode()
    assert SignatureValidator("s1").validate(body.decode(), signed(body, "s1"))
    assert authentic(body, signed(body, "s1"), ["s1"])
