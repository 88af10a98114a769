"""Sendings over real HTTP to a small server that answers as it is told, and notes what it was asked."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.line import Line, Profile, Quota
from bot.envelope import Attempt, Gone, Later, Letter, Outcome, Rejected, Sent, Shut, Unknown
from bot.ports import Channel, FixedClock, Unreachable
from flows.messages import Choice
from flows.values import Text

Json = dict[str, Any]
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
USER, GROUP, ROOM = "U" + "0" * 32, "C" + "0" * 32, "R" + "0" * 32
KEY = "123e4567-e89b-12d3-a456-426614174000"
REPLY, PUSH = "/v2/bot/message/reply", "/v2/bot/message/push"
HELLO: Json = {"messages": [{"type": "text", "text": "Good morning."}]}
ANSWERED: Json = {**HELLO, "reply_to": "token"}
ACCEPTED: Json = {"sentMessages": [{"id": "11", "quoteToken": "q"}]}
USED_UP = (400, {"message": "Invalid reply token"})
FIRST = Attempt(KEY)
AGAIN = Attempt(KEY, 2, doubtful=True)
COURTESY = Attempt(KEY, 2, doubtful=True, urgency="courtesy")


OVER = web.AppKey("over", asyncio.Event)


async def silent(request: web.Request) -> web.StreamResponse:
    """No answer before the test is over."""
    await request.app[OVER].wait()
    return web.Response()


async def reset(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def truncated(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100", "Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(b'{"sentMess')
    assert request.transport is not None
    request.transport.close()
    return response


async def gateway(_: web.Request) -> web.StreamResponse:
    return web.Response(status=502, body=b"<h1>\x8b\x8f\xff</h1>", content_type="text/html")


Answer = tuple[int, Json] | Callable[[web.Request], Any]


@dataclass
class Platform:
    """A queue of answers; what is not scripted is accepted."""

    script: list[Answer] = field(default_factory=list)
    asked: list[tuple[str, str, Json]] = field(default_factory=list)
    headers: list[Any] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.json() if request.can_read_body else {}
        self.asked.append((request.method, request.path, body))
        self.headers.append(request.headers)
        answer = self.script.pop(0) if self.script else (200, ACCEPTED)
        if isinstance(answer, tuple):
            return web.json_response(answer[1], status=answer[0])
        response: web.StreamResponse = await answer(request)
        return response

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    made = Platform()
    app = web.Application()
    app[OVER] = asyncio.Event()
    app.router.add_route("*", "/{any:.*}", made.answer)
    async with TestServer(app) as server:
        made.url = str(server.make_url("")).rstrip("/")
        yield made
        app[OVER].set()


@pytest.fixture
async def line(platform: Platform, patience: float) -> AsyncIterator[Line]:
    made = Line(["secret"], "access", FixedClock(NOW), api_url=platform.url, seconds=patience)
    yield made
    await made.close()


def test_line_is_a_channel() -> None:
    channel: Channel = Line(["secret"], "access", FixedClock(NOW))
    assert (channel.name, channel.bundle, channel.can_ring) == ("line", 5, True)


async def test_an_answer_goes_as_the_free_reply(platform: Platform, line: Line) -> None:
    assert await line.send(USER, ANSWERED, FIRST) == Sent(("11",))
    ((method, path, body),) = platform.asked
    assert (method, path) == ("POST", REPLY)
    assert body == {"replyToken": "token", "messages": HELLO["messages"], "notificationDisabled": False}
    assert platform.headers[0]["Authorization"] == "Bearer access"
    assert "X-Line-Retry-Key" not in platform.headers[0]


async def test_a_letter_without_a_token_is_pushed_with_its_retry_key(platform: Platform, line: Line) -> None:
    assert await line.send(USER, HELLO, FIRST) == Sent(("11",))
    ((_, path, body),) = platform.asked
    assert (path, body["to"], body["messages"]) == (PUSH, USER, HELLO["messages"])
    assert platform.headers[0]["X-Line-Retry-Key"] == KEY


async def test_a_used_up_token_is_followed_by_a_push_in_the_same_sending(platform: Platform, line: Line) -> None:
    platform.script = [USED_UP]
    assert await line.send(USER, ANSWERED, FIRST) == Sent(("11",))
    assert platform.paths == [REPLY, PUSH]
    assert platform.asked[1][2]["messages"] == HELLO["messages"]


@pytest.mark.parametrize(("seconds", "path"), [(1, REPLY), (0, PUSH), (-1, PUSH)])
async def test_a_token_that_is_too_old_is_not_tried(platform: Platform, line: Line, seconds: int, path: str) -> None:
    expires = (NOW + timedelta(seconds=seconds)).isoformat()
    assert await line.send(USER, {**ANSWERED, "token_expires": expires}, FIRST) == Sent(("11",))
    assert platform.paths == [path]


UNREADABLE: list[Answer] = [
    (200, {"surprise": [None]}),
    (200, {"sentMessages": 7}),
    (200, {"sentMessages": [None]}),
    truncated,
    reset,
    silent,
    gateway,
    (500, {"message": "The error is ours"}),
]


@pytest.mark.parametrize("answer", UNREADABLE)
async def test_nobody_knows_whether_an_unanswered_reply_arrived(platform: Platform, line: Line, answer: Answer) -> None:
    platform.script = [answer]
    assert isinstance(await line.send(USER, ANSWERED, FIRST), Unknown)
    assert platform.paths == [REPLY]


@pytest.mark.parametrize("answer", UNREADABLE)
async def test_an_unanswered_push_can_go_again(platform: Platform, line: Line, answer: Answer) -> None:
    platform.script = [answer, (409, {"message": "The retry key is already accepted", **ACCEPTED})]
    assert isinstance(await line.send(USER, HELLO, FIRST), Later)
    assert await line.send(USER, HELLO, FIRST) == Sent(("11",))
    assert platform.headers[0]["X-Line-Retry-Key"] == platform.headers[1]["X-Line-Retry-Key"]
    assert platform.asked[0] == platform.asked[1]


async def test_a_doubtful_reply_is_tried_once_more_with_its_token(platform: Platform, line: Line) -> None:
    assert await line.send(USER, ANSWERED, AGAIN) == Sent(("11",))
    assert platform.paths == [REPLY]


async def test_what_must_arrive_is_pushed_when_the_fate_of_its_reply_stays_unknown(
    platform: Platform, line: Line
) -> None:
    platform.script = [USED_UP]
    assert await line.send(USER, ANSWERED, AGAIN) == Sent(("11",))
    assert platform.paths == [REPLY, PUSH]


@pytest.mark.parametrize("seconds", [-1, 1])
async def test_a_courtesy_of_unknown_fate_stops(platform: Platform, line: Line, seconds: int) -> None:
    platform.script = [USED_UP]
    payload = {**ANSWERED, "token_expires": (NOW + timedelta(seconds=seconds)).isoformat()}
    assert await line.send(USER, payload, COURTESY) == Rejected("doubtful courtesy")
    assert PUSH not in platform.paths


async def test_a_doubtful_push_is_simply_pushed_again(platform: Platform, line: Line) -> None:
    assert await line.send(USER, HELLO, COURTESY) == Sent(("11",))
    assert platform.paths == [PUSH]


PROPERTY = {"message": "The request body has 1 error(s)", "details": [{"message": "m", "property": "messages[0]"}]}
REFUSALS: list[tuple[int, Json, Outcome]] = [
    (400, PROPERTY, Rejected("400 messages[0]")),
    (400, {"message": "Failed to send messages"}, Gone("not reachable")),
    (400, {"details": "nonsense", "sentMessages": [7]}, Rejected("400")),
    (401, {"message": "Authentication failed"}, Shut("401")),
    (429, {"message": "You have reached your monthly limit."}, Shut("quota")),
    (429, {"message": "The API rate limit has been exceeded."}, Later(None, "rate limit")),
]


@pytest.mark.parametrize("payload", [ANSWERED, HELLO])
@pytest.mark.parametrize(("status", "body", "outcome"), REFUSALS)
async def test_a_refusal_means_what_the_table_says(
    platform: Platform, line: Line, payload: Json, status: int, body: Json, outcome: Outcome
) -> None:
    platform.script = [(status, body)]
    assert await line.send(USER, payload, FIRST) == outcome
    assert len(platform.asked) == 1


async def test_a_pause_that_line_asks_for_is_kept(platform: Platform, line: Line) -> None:
    async def wait(_: web.Request) -> web.StreamResponse:
        return web.json_response({"message": "rate limit"}, status=429, headers={"Retry-After": "7"})

    platform.script = [wait]
    assert await line.send(USER, HELLO, FIRST) == Later(7.0, "rate limit")


@pytest.mark.parametrize("payload", [ANSWERED, HELLO])
async def test_where_nobody_listens_nothing_was_sent(unused_tcp_port: int, payload: Json) -> None:
    line = Line(["secret"], "access", FixedClock(NOW), api_url=f"http://127.0.0.1:{unused_tcp_port}")
    assert isinstance(await line.send(USER, payload, FIRST), Later)
    await line.close()


async def test_a_proxy_of_the_environment_is_not_asked_about_this_machine(
    platform: Platform, line: Line, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert await line.send(USER, HELLO, FIRST) == Sent(("11",))
    assert platform.paths == [PUSH]


async def test_a_message_beyond_a_limit_is_never_sent(platform: Platform, line: Line) -> None:
    payload = {"messages": [{"type": "text", "text": "x" * 5001}]}
    assert await line.send(USER, payload, FIRST) == Rejected("limits: messages[0].text: 5001 > 5000")
    assert platform.asked == []


async def test_nothing_to_send_is_sent_at_once(platform: Platform, line: Line) -> None:
    assert await line.send(USER, {"messages": []}, FIRST) == Sent()
    assert platform.asked == []


def choices(count: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"c{at}", Text("label"), "A12 offer", at) for at in range(1, count + 1))


@pytest.mark.parametrize("how", [{}, {"group": True}])
@pytest.mark.parametrize("key", ["booking.name.first", "choosing.time.first", "notice.booked", "sure"])
@pytest.mark.parametrize("count", [0, 2, 5])
async def test_the_sdk_sends_exactly_what_was_rendered(
    platform: Platform, line: Line, fake_words: Any, key: str, count: int, how: Json
) -> None:
    words = fake_words({key: "Title\nhttps://counter.example/j/abc\nText"})
    letter = Letter(USER, key, choices=choices(count), footers=(Choice("_menu", Text("menu")),), prompt="p")
    payload = line.render([letter, letter], words, repeated=True, **how)
    assert await line.send(USER, payload, FIRST) == Sent(("11",))
    assert platform.asked[0][2]["messages"] == payload["messages"]


async def test_one_connection_serves_call_after_call(platform: Platform, line: Line) -> None:
    peers = set()

    async def note(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        return web.json_response(ACCEPTED)

    platform.script = [note] * 5
    for _ in range(5):
        await line.send(USER, HELLO, FIRST)
    assert len(peers) == 1


BOT = {
    "userId": USER,
    "basicId": "@test",
    "displayName": "Test counter",
    "chatMode": "bot",
    "markAsReadMode": "auto",
}


async def test_the_platform_says_who_we_are(platform: Platform, line: Line) -> None:
    platform.script = [(200, BOT)]
    assert await line.whoami() == "Test counter (@test)"
    assert platform.asked == [("GET", "/v2/bot/info", {})]


@pytest.mark.parametrize(
    ("answer", "cause"),
    [((401, {"message": "Authentication failed"}), "401 Authentication failed"), (gateway, "UnicodeDecodeError")],
)
async def test_who_we_are_stays_unsaid_with_its_cause(
    platform: Platform, line: Line, answer: Answer, cause: str
) -> None:
    platform.script = [answer]
    with pytest.raises(Unreachable, match=cause):
        await line.whoami()


@pytest.mark.parametrize(
    ("answer", "profile"),
    [
        ((200, {"userId": USER, "displayName": "Test Taro", "language": "vi"}), Profile("Test Taro", "vi")),
        ((200, {"userId": USER, "displayName": "Test Taro"}), Profile("Test Taro")),
        ((404, {"message": "Not found"}), None),
    ],
)
async def test_a_profile_is_a_name_and_a_first_guess_at_the_language(
    platform: Platform, line: Line, answer: Answer, profile: Profile | None
) -> None:
    platform.script = [answer]
    assert await line.profile(USER) == profile
    assert platform.paths == [f"/v2/bot/profile/{USER}"]


async def test_no_name_of_a_profile_gets_into_the_log(
    platform: Platform, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    platform.script = [(200, {"userId": USER, "displayName": "Test Taro"})]
    await line.profile(USER)
    assert "Test Taro" not in caplog.text


@pytest.mark.parametrize(("allowed", "limit"), [({"type": "limited", "value": 200}, 200), ({"type": "none"}, None)])
async def test_the_quota_is_its_limit_and_its_use(
    platform: Platform, line: Line, allowed: Json, limit: int | None
) -> None:
    platform.script = [(200, allowed), (200, {"totalUsage": 17})]
    assert await line.quota() == Quota(limit, 17)
    assert platform.paths == ["/v2/bot/message/quota", "/v2/bot/message/quota/consumption"]


TRIED = {"timestamp": "2026-11-22T01:00:00Z", "statusCode": 200, "reason": "OK", "detail": "200"}


async def test_setting_up_tells_line_the_webhook_and_has_it_tried(platform: Platform, line: Line) -> None:
    platform.script = [(200, {}), (200, {**TRIED, "success": True})]
    endpoint = await line.setup("https://counter.example/")
    assert endpoint == "https://counter.example/line/webhook"
    assert platform.asked == [
        ("PUT", "/v2/bot/channel/webhook/endpoint", {"endpoint": endpoint}),
        ("POST", "/v2/bot/channel/webhook/test", {"endpoint": endpoint}),
    ]


async def test_a_webhook_that_line_cannot_reach_is_reported_with_its_cause(platform: Platform, line: Line) -> None:
    platform.script = [(200, {}), (200, {**TRIED, "success": False, "statusCode": 0, "reason": "COULD_NOT_CONNECT"})]
    with pytest.raises(Unreachable, match="0 COULD_NOT_CONNECT"):
        await line.setup("https://counter.example")


@pytest.mark.parametrize(("seconds", "shown"), [(1, 5), (5, 5), (6, 10), (99, 60)])
async def test_loading_is_shown_for_whole_fives_of_seconds(
    platform: Platform, line: Line, seconds: int, shown: int
) -> None:
    platform.script = [(202, {})]
    assert await line.loading(USER, seconds)
    assert platform.asked == [("POST", "/v2/bot/chat/loading/start", {"chatId": USER, "loadingSeconds": shown})]


async def test_loading_that_fails_disturbs_nobody(platform: Platform, line: Line) -> None:
    platform.script = [(500, {})]
    assert not await line.loading(USER)


@pytest.mark.parametrize(
    ("address", "path"), [(GROUP, f"/v2/bot/group/{GROUP}/leave"), (ROOM, f"/v2/bot/room/{ROOM}/leave")]
)
async def test_a_group_is_left(platform: Platform, line: Line, address: str, path: str) -> None:
    platform.script = [(200, {})]
    await line.leave_group(address)
    assert platform.asked == [("POST", path, {})]


def test_looking_at_events_and_writing_payloads_loads_no_sdk() -> None:
    heavy = "{'linebot', 'aiohttp', 'pydantic'}"
    code = f"import sys, bot.channels.line.render, bot.channels.line.parse; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
