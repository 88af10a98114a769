"""What may come in, and what never does: secrets, signatures, sizes, odd events, a database that is down."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.bot.e2e import people

if TYPE_CHECKING:
    from tests.bot.e2e.conftest import Open
    from tests.bot.e2e.house import House

HELLO: dict[str, Any] = {
    "update_id": 7,
    "message": {
        "message_id": 1,
        "date": 1795000000,
        "chat": {"id": 42, "type": "private", "first_name": "Test"},
        "from": {"id": 42, "is_bot": False, "first_name": "Test"},
        "text": "hello",
    },
}
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def message(text: str, **more: Any) -> dict[str, Any]:
    update: dict[str, Any] = json.loads(json.dumps(HELLO))
    update["message"]["text"] = text
    return update | more


def stored(house: House) -> int:
    return sum(house.inbox().values())


def test_without_the_right_secret_or_signature_nothing_comes_in(open_lite: Open) -> None:
    house = open_lite(with_line=True)
    body = json.dumps(HELLO).encode()
    line_body, signature = house.line.world.mail.signed([])
    assert house.post_telegram(HELLO, secret="wrong").status_code == 401
    assert house.post_telegram(HELLO, secret="").status_code == 401
    assert house.post("/telegram/webhook", body, {}).status_code == 401
    assert house.post("/line/webhook", line_body, {"x-line-signature": "wrong"}).status_code == 401
    assert house.post("/line/webhook", line_body + b" ", {"x-line-signature": signature}).status_code == 401
    assert house.post("/line/webhook", line_body, {}).status_code == 401
    assert stored(house) == 0
    assert house.measure('madoguchi_events_total{channel="telegram",result="refused"}') == 3
    assert house.measure('madoguchi_events_total{channel="line",result="refused"}') == 3


def test_a_body_longer_than_any_honest_one_is_refused_unread(open_lite: Open) -> None:
    house = open_lite(with_line=True)
    long = b" " * ((1 << 20) + 1)
    assert house.post_telegram(long).status_code == 413
    assert house.post("/line/webhook", long, {"x-line-signature": "x"}).status_code == 413
    assert house.post_telegram(long, secret="wrong").status_code == 401
    assert stored(house) == 0


MALFORMED_UPDATES: list[Any] = [
    b"",
    b"{",
    b"[1, 2]",
    b"\xff\xfe",
    b"[" * 100_000,
    {},
    {"update_id": "7"},
    {"update_id": True},
    {"update_id": 21, "message": {"date": 10**30, "chat": {"id": 42, "type": "private"}}},
    {"update_id": 22, "message": {}},
    {"update_id": 23, "message": {"chat": {"id": 42, "type": "private"}, "date": "now", "text": "x"}},
    {"update_id": 24, "message": {"chat": {"id": 42, "type": "private"}, "date": 1795000000, "text": "x"}},
    {"update_id": 25, "callback_query": {"id": "1", "data": "x"}},
    {"update_id": 26, "my_chat_member": {"chat": {"id": 42, "type": "private"}, "date": 1}},
]


def test_malformed_updates_are_taken_kept_counted_and_block_nobody(open_lite: Open) -> None:
    house = open_lite()
    for update in MALFORMED_UPDATES:
        assert house.post_telegram(update).status_code == 200, update
    taro = people.on_telegram(house)
    taro.opens()
    taro.waits_for("en")
    house.settles()
    assert stored(house) == len(MALFORMED_UPDATES) + 1
    assert house.measure('madoguchi_inbox{status="dead"}') == house.inbox()["dead"] > len(MALFORMED_UPDATES) / 2
    assert house.measure('madoguchi_events_total{channel="telegram",result="malformed"}') >= len(MALFORMED_UPDATES)


UNKNOWN_UPDATES: list[dict[str, Any]] = [
    {"update_id": 31, "poll": {"id": "1"}},
    {"update_id": 32, "from_the_future": {"chat": {"id": 42, "type": "private"}, "date": 1795000000}},
    {"update_id": 33, "edited_message": {**HELLO["message"], "edit_date": 1795000001}},
    {"update_id": 34, "channel_post": {**HELLO["message"], "chat": {"id": -5, "type": "channel"}}},
    {"update_id": 35, "inline_query": {"id": "1", "from": {"id": 42}, "query": ""}},
    {"update_id": 36},
]


def test_kinds_of_updates_that_are_no_matter_of_ours_are_ignored_with_a_count(open_lite: Open) -> None:
    house = open_lite()
    for update in UNKNOWN_UPDATES:
        assert house.post_telegram(update).status_code == 200
    house.settles()
    assert house.inbox() == {"done": len(UNKNOWN_UPDATES)}
    assert house.outbox() == {}
    assert house.measure('madoguchi_events_total{channel="telegram",result="ignored"}') == len(UNKNOWN_UPDATES)


def line_event(ident: str, **more: Any) -> dict[str, Any]:
    source = {"type": "user", "userId": "U" + "0" * 32}
    own = {"webhookEventId": ident, "source": source, "timestamp": 1795000000000, "mode": "active"}
    return {"type": "message", **own, "replyToken": "t", **more}


ODD_EVENTS: list[Any] = [
    None,
    "event",
    7,
    [],
    {},
    {"type": "message"},
    line_event("A1"),
    line_event("A2", message={"type": "text"}),
    line_event("A3", message={"type": "text", "text": 7}),
    line_event("A4", type="postback", postback=None),
    line_event("A5", source={"type": "group"}),
    line_event("A6", timestamp="now"),
    line_event("A7", mode="unheard-of", type="unheard-of"),
    line_event("A8", type="videoPlayComplete"),
    line_event("A\u0000", type="accountLink"),
    line_event("A" * 9000, type="things"),
]


def test_odd_line_events_never_block_the_good_one_in_their_batch(open_house: Open) -> None:
    house = open_house(mode="off", with_line=True)
    hanako = people.on_line(house)
    with house.line.held() as held:
        hanako.opens()
    assert house.post_line(*ODD_EVENTS, *held, *ODD_EVENTS).status_code == 200
    hanako.waits_for("en")
    house.settles()
    assert not house.inbox().get("waiting")
    assert house.inbox()["dead"] >= 4


NO_REQUESTS = [b"", b"{", b"[]", b'{"events": 7}', b'{"destination": "U"}']


def test_a_line_request_that_is_none_is_kept_and_counted(open_lite: Open) -> None:
    house = open_lite(mode="off", with_line=True)
    for body in NO_REQUESTS:
        signature = sign(house.line.world.mail.secret, body)
        assert house.post("/line/webhook", body, {"x-line-signature": signature}).status_code == 200
    house.settles()
    assert house.events() == [("line", "dead", "Malformed")] * len(NO_REQUESTS)


def sign(secret: str, body: bytes) -> str:
    import base64  # noqa: PLC0415 -- here alone
    import hashlib  # noqa: PLC0415 -- here alone
    import hmac  # noqa: PLC0415 -- here alone

    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def test_the_consoles_check_without_events_is_answered(open_lite: Open) -> None:
    house = open_lite(mode="off", with_line=True)
    assert house.post_line().status_code == 200
    assert stored(house) == 0


TYPED = ["\ud800", "a\u0000b", "\u202eevil", "x" * 100_000, "🙂" * 4000, " ", "/", "/start \u0000", "\u200b"]


def test_whatever_is_typed_is_answered(open_house: Open) -> None:
    house = open_house()
    taro = people.on_telegram(house)
    taro.opens()
    taro.taps("en")
    for number, text in enumerate(TYPED):
        before = len(taro.texts())
        assert house.post_telegram(message(text, update_id=100 + number)).status_code == 200
        house.settles()
        assert len(taro.texts()) > before, text
    assert set(house.inbox()) == {"done"}
    assert set(house.outbox()) == {"sent"}


def test_a_name_of_signs_that_no_one_can_see_is_survived(open_lite: Open) -> None:
    house = open_lite()
    taro = people.on_telegram(house)
    taro.opens()
    for code in ("en", "go_on", "go_on", "yes", "yes"):
        taro.taps(code)
    for number, text in enumerate(("\ud800", "a\u0000b", "\ud83d\ude00", "Test Taro")):
        assert house.post_telegram(message(text, update_id=100 + number)).status_code == 200
        house.settles()
    assert set(house.inbox()) == {"done"}
    taro.says("01234-5678901")
    taro.waits_for("_back")


def test_while_the_database_is_down_the_platforms_keep_their_events(open_house: Open) -> None:
    house = open_house(with_line=True)
    taro, hanako = people.on_telegram(house), people.on_line(house)
    house.whole.store.close(1)
    assert house.get("/readyz").status_code == 503
    assert house.get("/healthz").status_code == 200
    assert house.get("/metrics").status_code == 200
    event = hanako.user.follows()
    assert house.line.deliver(event) == 503
    update = taro.user.starts()
    assert update
    assert house.telegram.deliver(update) == [503]
    house.restart()
    taro.waits_for("en")
    assert house.line.redeliver(event) == 200
    hanako.waits_for("en")


def test_the_house_says_how_it_is(open_lite: Open) -> None:
    house = open_lite()
    assert (house.get("/healthz").status_code, house.get("/healthz").text) == (200, "alive")
    assert (house.get("/readyz").status_code, house.get("/readyz").text) == (200, "ready")
    people.on_telegram(house).opens()
    assert house.measure('madoguchi_events_total{channel="telegram",result="decided"}') == 1
    assert house.measure('madoguchi_inbox{status="done"}') == 1
    assert house.measure('madoguchi_outbox{status="sent"}') >= 1
    assert house.measure("madoguchi_missed_texts_total") == 0
    assert house.get("/telegram/webhook").status_code == 405
    assert house.get("/line/webhook").status_code == 404
