"""The stand-in for LINE, driven by an unmodified line-bot-sdk over real HTTP.

Here live the platform's refusals, its events and its faults as a client meets them; never the product.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import struct
import zlib
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import httpx
import pytest
from linebot.v3.messaging import (
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    CreateRichMenuAliasRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    RichMenuRequest,
    SetWebhookEndpointRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
)
from linebot.v3.webhook import SignatureValidator, WebhookParser
from pydantic.v1 import ValidationError  # the SDK's models are of that age
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.lab.faults import Fault
from bot.lab.line import LineLab
from bot.lab.line_flex import FIELDS
from bot.lab.line_mail import LineManner
from bot.lab.line_people import LineUser
from bot.lab.server import HttpServer
from bot.lab.units import graphemes, utf16

START = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
KEY = "123e4567-e89b-12d3-a456-42661417400{}"
PATIENCE = 0.3


class Hands:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **spans: float) -> None:
        self.at += timedelta(**spans)


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def lab(clock: Hands) -> Iterator[LineLab]:
    with LineLab(clock, manner=LineManner(retry_pause=0.01)) as lab:
        yield lab


@pytest.fixture
async def api(lab: LineLab) -> AsyncIterator[AsyncMessagingApi]:
    async with AsyncApiClient(Configuration(host=lab.url, access_token=lab.access_token)) as client:
        yield AsyncMessagingApi(client)


@pytest.fixture
async def raw(lab: LineLab) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {lab.access_token}"}
    async with httpx.AsyncClient(base_url=lab.url, headers=headers, trust_env=False) as client:
        yield client


@pytest.fixture
def hana(lab: LineLab) -> LineUser:
    return lab.user("Test Hana", "ja")


class Webhook:
    """The product's end: keeps what arrives, answers as it is told to."""

    def __init__(self, lab: LineLab) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.signed: list[bool] = []
        self.statuses: list[int] = []
        self.lab = lab
        self.server = HttpServer(Starlette(routes=[Route("/line/webhook", self.take, methods=["POST"])]), lab.thread)
        lab.world.mail.endpoint = f"{self.server.url}/line/webhook"

    async def take(self, request: Request) -> Response:
        body = await request.body()
        validator = SignatureValidator(self.lab.channel_secret)
        with self.lab.watch.change():
            self.bodies.append(json.loads(body))
            self.signed.append(validator.validate(body.decode(), request.headers["x-line-signature"]))
            status = self.statuses.pop(0) if self.statuses else 200
        return Response(status_code=status)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for body in self.bodies for event in body["events"]]


@pytest.fixture
async def webhook(lab: LineLab) -> AsyncIterator[Webhook]:
    webhook = Webhook(lab)
    yield webhook
    await asyncio.to_thread(webhook.server.close)


def said(text: str) -> TextMessage:
    return TextMessage(text=text)


def pushing(user: LineUser, text: str = "お知らせ") -> PushMessageRequest:
    return PushMessageRequest(to=user.id, messages=[said(text)])


async def push(api: AsyncMessagingApi, user: LineUser, text: str = "お知らせ", key: str | None = None) -> Any:
    return await api.push_message(pushing(user, text), x_line_retry_key=key, _request_timeout=PATIENCE)


async def reply(api: AsyncMessagingApi, token: str, *texts: str) -> Any:
    asked = ReplyMessageRequest(reply_token=token, messages=list(map(said, texts)))
    return await api.reply_message(asked, _request_timeout=PATIENCE)


def refusal(error: pytest.ExceptionInfo[ApiException]) -> tuple[int, str]:
    return error.value.status, json.loads(error.value.body)["message"]


# Reply


async def test_a_reply_is_shown_and_its_token_is_good_once(api: AsyncMessagingApi, hana: LineUser) -> None:
    token = hana.says("こんにちは")["replyToken"]
    answer = await reply(api, token, "ようこそ", "どうぞ")
    assert hana.chat.texts == ["こんにちは", "ようこそ", "どうぞ"]
    assert [sent.id for sent in answer.sent_messages] == [m.id for m in hana.chat.from_bot]
    with pytest.raises(ApiException) as error:
        await reply(api, token, "もう一度")
    assert refusal(error) == (400, "Invalid reply token")


@pytest.mark.parametrize(("seconds", "good"), [(59, True), (60, False)])
async def test_a_reply_token_lives_one_minute(
    api: AsyncMessagingApi, hana: LineUser, clock: Hands, seconds: int, *, good: bool
) -> None:
    token = hana.says("こんにちは")["replyToken"]
    clock.pass_by(seconds=seconds)
    if good:
        await reply(api, token, "ようこそ")
    else:
        with pytest.raises(ApiException, match="Invalid reply token"):
            await reply(api, token, "ようこそ")
    assert bool(hana.chat.from_bot) is good


async def test_a_reply_takes_no_retry_key_and_keeps_its_token_when_refused(
    raw: httpx.AsyncClient, hana: LineUser
) -> None:
    body = {"replyToken": hana.says("x")["replyToken"], "messages": [{"type": "text", "text": "y"}]}
    keyed = await raw.post("/v2/bot/message/reply", json=body, headers={"X-Line-Retry-Key": KEY.format(0)})
    empty = await raw.post("/v2/bot/message/reply", json={**body, "messages": []})
    six = await raw.post("/v2/bot/message/reply", json={**body, "messages": body["messages"] * 6})
    good = await raw.post("/v2/bot/message/reply", json=body)
    assert [answer.status_code for answer in (keyed, empty, six, good)] == [400, 400, 400, 200]
    assert six.json()["details"] == [{"message": "Size must be between 1 and 5", "property": "messages"}]
    assert good.headers["x-line-request-id"]


# Push


async def test_a_push_is_accepted_once_under_its_key(
    api: AsyncMessagingApi, raw: httpx.AsyncClient, hana: LineUser, lab: LineLab, clock: Hands
) -> None:
    answer = await api.push_message_with_http_info(pushing(hana), x_line_retry_key=KEY.format(1))
    with pytest.raises(ApiException) as error:
        await push(api, hana, key=KEY.format(1))
    assert refusal(error) == (409, "The retry key is already accepted")
    assert error.value.headers["x-line-accepted-request-id"] == answer.headers["x-line-request-id"]
    assert hana.chat.texts == ["お知らせ"]
    with pytest.raises(ApiException, match="already accepted"):
        await push(api, hana, "別の文", key=KEY.format(1))
    assert lab.world.changed_retries == [KEY.format(1)]
    clock.pass_by(hours=24)
    await push(api, hana, key=KEY.format(1))
    assert len(hana.chat.texts) == 2
    odd = {"to": hana.id, "messages": [{"type": "text", "text": "x"}]}
    refused = await raw.post("/v2/bot/message/push", json=odd, headers={"X-Line-Retry-Key": "one"})
    assert (refused.status_code, refused.json()["message"]) == (400, "Invalid retry key")


async def test_a_refused_push_leaves_its_key_free(
    raw: httpx.AsyncClient, api: AsyncMessagingApi, hana: LineUser
) -> None:
    key = {"X-Line-Retry-Key": KEY.format(2)}
    empty = {"to": hana.id, "messages": [{"type": "text", "text": ""}]}
    assert (await raw.post("/v2/bot/message/push", json=empty, headers=key)).status_code == 400
    await push(api, hana, key=KEY.format(2))


async def test_who_blocked_the_account_sees_nothing_though_the_push_is_accepted(
    api: AsyncMessagingApi, hana: LineUser, lab: LineLab
) -> None:
    hana.unfollows()
    await push(api, hana)
    assert hana.chat.shown == []
    assert lab.world.used == 0
    with pytest.raises(ApiException) as error:
        await api.get_profile(hana.id)
    assert error.value.status == 404
    assert hana.follows()["follow"] == {"isUnblocked": True}
    await push(api, hana)
    assert hana.chat.texts == ["お知らせ"]


async def test_the_month_has_a_limit_counted_per_reader(
    api: AsyncMessagingApi, hana: LineUser, lab: LineLab, clock: Hands
) -> None:
    lab.quota = 4
    group = lab.group("職員", hana, lab.user("Test Ken"), lab.user("Test Mei"))
    group.bot_joins()
    to_group = PushMessageRequest(to=group.id, messages=[said("card")])
    await api.push_message(to_group)
    assert (await api.get_message_quota_consumption()).total_usage == 3
    with pytest.raises(ApiException) as error:
        await api.push_message(to_group)
    assert refusal(error) == (429, "You have reached your monthly limit.")
    await reply(api, hana.says("x")["replyToken"], "free of charge")
    await push(api, hana)
    clock.pass_by(days=29, hours=14)
    assert (await api.get_message_quota_consumption()).total_usage == 0
    quota = await api.get_message_quota()
    assert (quota.type, quota.value) == ("limited", 4)


async def test_a_push_to_nobody_fails(api: AsyncMessagingApi, raw: httpx.AsyncClient, lab: LineLab) -> None:
    group = lab.group("職員")
    for to in ("U" + "0" * 32, group.id):
        with pytest.raises(ApiException) as error:
            await api.push_message(PushMessageRequest(to=to, messages=[said("x")]))
        assert refusal(error) == (400, "Failed to send messages")
    odd = await raw.post("/v2/bot/message/push", json={"to": "hana", "messages": [{"type": "text", "text": "x"}]})
    assert "The property, 'to', in the request body is invalid" in odd.json()["message"]


# What messages may be


def post(label: str = "はい", data: str = "d", **more: str) -> dict[str, Any]:
    return {"type": "postback", "label": label, "data": data, **more}


def text(value: str, *actions: dict[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"type": "text", "text": value}
    if actions:
        message["quickReply"] = {"items": [{"type": "action", "action": action} for action in actions]}
    return message


def template(kind: str, alt: str = "alt", **more: Any) -> dict[str, Any]:
    return {"type": "template", "altText": alt, "template": {"type": kind, **more}}


def column(actions: int = 1, **more: Any) -> dict[str, Any]:
    return {"text": "c", "actions": [post()] * actions, **more}


def bubble(*contents: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": list(contents)}, **more}


def flex(contents: dict[str, Any], alt: str = "alt") -> dict[str, Any]:
    return {"type": "flex", "altText": alt, "contents": contents}


def button(action: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "button", "action": action, **more}


TEXTLINE = {"type": "text", "text": "t"}
FAMILY = "👨‍👩‍👧‍👦"
PICKER = {"type": "datetimepicker", "label": "日", "data": "d", "mode": "date"}

ACCEPTED = {
    "longest text": text("あ" * 5000),
    "longest text in emoji": text("😀" * 2500),
    "13 quick replies": text("x", *[post()] * 13),
    "longest label": text("x", post("あ" * 20)),
    "longest data": text("x", post(data="d" * 300, displayText="t" * 300)),
    "camera": text("x", {"type": "camera", "label": "c"}),
    "buttons": template("buttons", text="あ" * 160, actions=[post()] * 4),
    "buttons with a title": template("buttons", title="t" * 40, text="あ" * 60, actions=[post()]),
    "confirm": template("confirm", text="あ" * 240, actions=[post(), post()]),
    "carousel": template("carousel", columns=[column(3, text="あ" * 120)] * 10),
    "longest alt text": flex(bubble(TEXTLINE), alt="あ" * 1500),
    "flex label": flex(bubble(button(post("あ" * 40)))),
    "flex label of joined emoji": flex(bubble(button(post(FAMILY * 40)))),
    "carousel of 12": flex({"type": "carousel", "contents": [bubble(TEXTLINE)] * 12}),
    "longest uri": text("x", {"type": "uri", "label": "u", "uri": "https://e.example/" + "a" * 982}),
    "tel": text("x", {"type": "uri", "label": "u", "uri": "tel:0480000000"}),
    "picker": text("x", {**PICKER, "min": "2026-04-01", "max": "2026-04-30"}),
    "empty box": flex(bubble({"type": "box", "layout": "vertical", "contents": []})),
    "sticker": {"type": "sticker", "packageId": "446", "stickerId": "1988"},
}

REFUSED = {
    "no text": (text(""), "messages[0].text"),
    "text too long": (text("あ" * 5001), "messages[0].text"),
    "text too long in emoji": (text("😀" * 2501), "messages[0].text"),
    "unknown type": ({"type": "poem"}, "messages[0].type"),
    "14 quick replies": (text("x", *[post()] * 14), "messages[0].quickReply.items"),
    "label too long": (text("x", post("あ" * 21)), "messages[0].quickReply.items[0].action.label"),
    "no label": (text("x", {"type": "postback", "data": "d"}), "messages[0].quickReply.items[0].action.label"),
    "data too long": (text("x", post(data="d" * 301)), "messages[0].quickReply.items[0].action.data"),
    "no data": (text("x", post(data="")), "messages[0].quickReply.items[0].action.data"),
    "displayText too long": (
        text("x", post(displayText="d" * 301)),
        "messages[0].quickReply.items[0].action.displayText",
    ),
    "message too long": (
        text("x", {"type": "message", "label": "m", "text": "t" * 301}),
        "messages[0].quickReply.items[0].action.text",
    ),
    "uri too long": (
        text("x", {"type": "uri", "label": "u", "uri": "https://e.example/" + "a" * 983}),
        "messages[0].quickReply.items[0].action.uri",
    ),
    "uri scheme": (
        text("x", {"type": "uri", "label": "u", "uri": "javascript:alert(1)"}),
        "messages[0].quickReply.items[0].action.uri",
    ),
    "picker backwards": (
        text("x", {**PICKER, "min": "2026-04-30", "max": "2026-04-01"}),
        "messages[0].quickReply.items[0].action.min",
    ),
    "picker with a zone": (
        text("x", {**PICKER, "initial": "2026-04-30T00:00Z"}),
        "messages[0].quickReply.items[0].action.initial",
    ),
    "switch outside a rich menu": (
        text("x", {"type": "richmenuswitch", "label": "s", "data": "d", "richMenuAliasId": "a"}),
        "messages[0].quickReply.items[0].action.type",
    ),
    "camera in a template": (
        template("buttons", text="x", actions=[{"type": "camera", "label": "c"}]),
        "messages[0].template.actions[0].type",
    ),
    "no alt text": (template("buttons", alt="", text="x", actions=[post()]), "messages[0].altText"),
    "alt text too long": (flex(bubble(TEXTLINE), alt="あ" * 1501), "messages[0].altText"),
    "title too long": (
        template("buttons", title="t" * 41, text="x", actions=[post()]),
        "messages[0].template.title",
    ),
    "text too long beside a title": (
        template("buttons", title="t", text="x" * 61, actions=[post()]),
        "messages[0].template.text",
    ),
    "5 buttons": (template("buttons", text="x", actions=[post()] * 5), "messages[0].template.actions"),
    "3 to confirm": (template("confirm", text="x", actions=[post()] * 3), "messages[0].template.actions"),
    "1 to confirm": (template("confirm", text="x", actions=[post()]), "messages[0].template.actions"),
    "confirm too long": (template("confirm", text="x" * 241, actions=[post()] * 2), "messages[0].template.text"),
    "11 columns": (template("carousel", columns=[column()] * 11), "messages[0].template.columns"),
    "4 actions in a column": (
        template("carousel", columns=[column(4)]),
        "messages[0].template.columns[0].actions",
    ),
    "columns of different numbers": (
        template("carousel", columns=[column(1), column(2)]),
        "messages[0].template.columns",
    ),
    "some columns with a title": (
        template("carousel", columns=[column(title="t"), column()]),
        "messages[0].template.columns",
    ),
    "picture by http": (
        {"type": "image", "originalContentUrl": "http://e.example/a", "previewImageUrl": "https://e.example/a"},
        "messages[0].originalContentUrl",
    ),
    "flex label too long": (
        flex(bubble(button(post("あ" * 41)))),
        "/body/contents/0/action/label",
    ),
    "flex button without an action": (
        flex(bubble({"type": "button"})),
        "/body/contents/0/action",
    ),
    "empty flex text": (flex(bubble({"type": "text", "text": ""})), "/body/contents/0/text"),
    "unknown flex field": (flex(bubble({**TEXTLINE, "bold": True})), "/body/contents/0/bold"),
    "unknown flex value": (flex(bubble(button(post(), style="loud"))), "/body/contents/0/style"),
    "flex colour by name": (flex(bubble({**TEXTLINE, "color": "red"})), "/body/contents/0/color"),
    "icon in a vertical box": (
        flex(bubble({"type": "icon", "url": "https://e.example/a"})),
        "/body/contents/0/type",
    ),
    "box without a layout": (
        flex({"type": "bubble", "body": {"type": "box", "contents": []}}),
        "/body/layout",
    ),
    "bubble of nothing": (flex({"type": "bubble"}), "/"),
    "bubble too large": (flex(bubble(*[{"type": "text", "text": "x" * 4000}] * 8)), "/"),
    "carousel of 13": (flex({"type": "carousel", "contents": [bubble(TEXTLINE)] * 13}), "/contents"),
    "carousel too large": (
        flex({"type": "carousel", "contents": [bubble({"type": "text", "text": "x" * 9000})] * 6}),
        "/",
    ),
    "carousel of different sizes": (
        flex({"type": "carousel", "contents": [bubble(TEXTLINE), bubble(TEXTLINE, size="nano")]}),
        "/contents",
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
async def test_line_accepts(raw: httpx.AsyncClient, hana: LineUser, name: str) -> None:
    answer = await raw.post("/v2/bot/message/push", json={"to": hana.id, "messages": [ACCEPTED[name]]})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", REFUSED)
async def test_line_refuses(raw: httpx.AsyncClient, hana: LineUser, name: str) -> None:
    message, where = REFUSED[name]
    answer = await raw.post("/v2/bot/message/push", json={"to": hana.id, "messages": [message]})
    body = answer.json()
    assert (answer.status_code, [detail["property"] for detail in body["details"]]) == (400, [where])
    assert body["message"].endswith("error(s)") or "(messages[0])" in body["message"]
    assert hana.chat.shown == []


async def test_every_error_is_listed(raw: httpx.AsyncClient, hana: LineUser) -> None:
    body = {"to": hana.id, "messages": [text(""), text("x" * 5001)]}
    answer = await raw.post("/v2/bot/message/validate/push", json=body)
    assert answer.json() == {
        "message": "The request body has 2 error(s)",
        "details": [
            {"message": "May not be empty", "property": "messages[0].text"},
            {"message": "Length must be between 1 and 5000", "property": "messages[1].text"},
        ],
    }


async def test_a_body_that_cannot_be_read_is_refused(raw: httpx.AsyncClient) -> None:
    json_type = {"Content-Type": "application/json"}
    broken = await raw.post("/v2/bot/message/push", content=b"{", headers=json_type)
    listed = await raw.post("/v2/bot/message/push", content=b"[]", headers=json_type)
    plain = await raw.post("/v2/bot/message/push", content=b"x", headers={"Content-Type": "text/plain"})
    assert [answer.status_code for answer in (broken, listed, plain)] == [400, 400, 415]
    assert broken.json()["message"] == "The request body could not be parsed as JSON (line: 1, column: 2)"


@pytest.mark.parametrize(
    ("sample", "units", "characters"),
    [("あ", 1, 1), ("😀", 2, 1), (FAMILY, 11, 1), ("か\u3099", 2, 1), ("🇯🇵🇻🇳", 8, 2), ("👍🏽a", 5, 2), ("ไม่", 3, 2)],
)
def test_units_are_counted_as_the_platform_counts(sample: str, units: int, characters: int) -> None:
    assert (utf16(sample), graphemes(sample)) == (units, characters)


# People


async def test_a_tap_does_what_the_button_does(
    api: AsyncMessagingApi, raw: httpx.AsyncClient, hana: LineUser, lab: LineLab
) -> None:
    actions = [
        {"type": "message", "label": "言う", "text": "はい"},
        post("送る", "p|1", displayText="送りました"),
        {"type": "uri", "label": "開く", "uri": "https://office.example/j/x"},
        {**PICKER, "label": "選ぶ"},
    ]
    await raw.post("/v2/bot/message/push", json={"to": hana.id, "messages": [flex(bubble(*map(button, actions)))]})
    assert hana.chat.last.labels == ["言う", "送る", "開く", "選ぶ"]
    spoken, posted = hana.taps("言う"), hana.taps("送る")
    assert spoken is not None
    assert posted is not None
    assert (spoken["message"]["text"], posted["postback"]) == ("はい", {"data": "p|1"})
    assert hana.chat.texts[-2:] == ["はい", "送りました"]
    assert hana.taps("開く") is None
    assert lab.world.opened == [(hana.id, "https://office.example/j/x")]
    assert hana.picks("選ぶ", "2026-04-02")["postback"]["params"] == {"date": "2026-04-02"}
    with pytest.raises(LookupError):
        hana.taps("ない")
    await reply(api, posted["replyToken"], "了解")


async def test_quick_replies_vanish_at_the_next_message_and_are_not_on_a_pc(
    raw: httpx.AsyncClient, hana: LineUser
) -> None:
    body = {"to": hana.id, "messages": [text("いつ?", post("A", "a"), post("B", "b"))]}
    await raw.post("/v2/bot/message/push", json=body)
    hana.person.on_pc = True
    with pytest.raises(LookupError):
        hana.taps("A")
    hana.person.on_pc = False
    tapped = hana.taps("A")
    assert tapped is not None
    assert tapped["postback"]["data"] == "a"
    hana.says("10時")
    assert hana.chat.quick_labels == []
    with pytest.raises(LookupError):
        hana.taps("B")


async def test_a_message_taken_back_is_no_longer_shown(hana: LineUser) -> None:
    sent = hana.says("まちがい")
    event = hana.unsends()
    assert event["unsend"]["messageId"] == sent["message"]["id"]
    assert "replyToken" not in event
    assert hana.chat.shown == []


async def test_in_a_group_only_messages_name_their_author(api: AsyncMessagingApi, lab: LineLab, hana: LineUser) -> None:
    group = lab.group("職員", hana)
    joined = group.bot_joins()
    clerk = group.member(hana)
    assert joined["source"] == {"type": "group", "groupId": group.id}
    assert clerk.says("A12 offer")["source"]["userId"] == hana.id
    assert "userId" not in clerk.postback("x")["source"]
    ken = lab.user("Test Ken")
    assert group.joins(ken)["joined"]["members"] == [{"type": "user", "userId": ken.id}]
    assert (await api.get_group_member_profile(group.id, ken.id)).display_name == "Test Ken"
    assert (await api.get_group_member_count(group.id)).count == 2
    assert (await api.get_group_summary(group.id)).group_name == "職員"
    group.leaves(ken)
    with pytest.raises(ApiException):
        await api.get_group_member_profile(group.id, ken.id)
    await api.leave_group(group.id)
    with pytest.raises(ApiException) as error:
        await api.leave_group(group.id)
    assert error.value.status == 404


async def test_profiles_and_the_account_are_told(api: AsyncMessagingApi, hana: LineUser) -> None:
    profile = await api.get_profile(hana.id)
    assert (profile.display_name, profile.language) == ("Test Hana", "ja")
    assert (await api.get_bot_info()).basic_id == "@lab"


async def test_the_loading_animation_is_for_one_person_and_ends_with_the_answer(
    api: AsyncMessagingApi, raw: httpx.AsyncClient, hana: LineUser, lab: LineLab
) -> None:
    await api.show_loading_animation(ShowLoadingAnimationRequest(chat_id=hana.id, loading_seconds=10))
    assert hana.chat.loading == 10
    await push(api, hana)
    assert hana.chat.loading == 0
    for body in ({"chatId": lab.group("職員").id}, {"chatId": hana.id, "loadingSeconds": 7}):
        assert (await raw.post("/v2/bot/chat/loading/start", json=body)).status_code == 400


# Webhook


async def test_events_are_signed_and_the_sdk_reads_them(lab: LineLab, webhook: Webhook, hana: LineUser) -> None:
    group = lab.group("職員", hana)
    deeds = [hana.follows, hana.sends_sticker, hana.sends_image, hana.sends_location, group.bot_joins]
    for deed in [*deeds, group.bot_leaves, hana.unfollows]:
        deed()
    hana.says("こんにちは")
    await lab.until_async(lambda: lab.settled)
    assert webhook.signed == [True] * 8
    parser = WebhookParser(lab.channel_secret)
    body, signature = lab.world.mail.signed(webhook.events)
    kinds = [event.type for event in parser.parse(body.decode(), signature)]
    assert sorted(kinds) == sorted(["follow", *["message"] * 4, "join", "leave", "unfollow"])
    wrong = base64.b64encode(hmac.new(b"other", body, hashlib.sha256).digest()).decode()
    assert signature != wrong


async def test_a_failed_delivery_is_lost_unless_redelivery_is_on(
    lab: LineLab, webhook: Webhook, hana: LineUser, clock: Hands
) -> None:
    webhook.statuses = [500]
    lost = hana.says("lost")
    await lab.until_async(lambda: lab.settled)
    assert (lab.lost, len(webhook.events)) == ([lost], 1)
    with LineLab(clock, manner=LineManner(redelivery=True, retry_pause=0.01)) as other:
        kept = Webhook(other)
        kept.statuses = [500, 500]
        other.user("Test Hana").says("kept")
        await other.until_async(lambda: other.settled)
        kept.server.close()
    assert [event["deliveryContext"]["isRedelivery"] for event in kept.events] == [False, True, True]
    assert len({event["webhookEventId"] for event in kept.events}) == 1


async def test_several_peoples_events_can_come_in_one_post_doubled_or_swapped(
    lab: LineLab, webhook: Webhook, hana: LineUser
) -> None:
    ken = lab.user("Test Ken")
    with lab.held() as events:
        one, two = hana.says("one"), ken.says("two")
    assert events == [one, two]
    assert await lab.deliver_async(two, one) == 200
    assert await lab.redeliver_async(one) == 200
    assert await lab.together_async([one], [one]) == [200, 200]
    lab.release(one, two)
    await lab.until_async(lambda: lab.settled)
    assert [len(body["events"]) for body in webhook.bodies] == [2, 1, 1, 1, 2]
    assert [e["deliveryContext"]["isRedelivery"] for e in webhook.events[:4]] == [False, False, True, False]
    assert one["deliveryContext"]["isRedelivery"] is False


async def test_the_console_checks_the_webhook_with_no_events(
    api: AsyncMessagingApi, raw: httpx.AsyncClient, lab: LineLab, webhook: Webhook
) -> None:
    lab.reach.routes["https://office.example"] = webhook.server.url
    url = "https://office.example/line/webhook"
    await api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint=url))
    told = await api.get_webhook_endpoint()
    assert (told.endpoint, told.active) == (url, True)
    tested = await api.test_webhook_endpoint()
    assert (tested.success, tested.status_code, webhook.bodies[0]["events"]) == (True, 200, [])
    lab.world.mail.endpoint = "http://127.0.0.1:9/"
    assert (await api.test_webhook_endpoint()).success is False
    plain = await raw.put("/v2/bot/channel/webhook/endpoint", json={"endpoint": "http://office.example/"})
    assert plain.status_code == 400


async def test_a_standby_event_carries_no_reply_token(lab: LineLab, hana: LineUser) -> None:
    lab.world.mode = "standby"
    event = hana.says("こんにちは")
    assert event["mode"] == "standby"
    assert "replyToken" not in event


# Rich menus


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0" * ((width + 7) // 8)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def menu(**more: Any) -> dict[str, Any]:
    area = {"bounds": {"x": 0, "y": 0, "width": 400, "height": 270}, "action": post("予約", "menu|book")}
    size = {"width": 800, "height": 270}
    return {"size": size, "selected": True, "name": "main", "chatBarText": "メニュー", "areas": [area], **more}


async def test_a_rich_menu_is_shown_once_it_has_its_image(
    api: AsyncMessagingApi, raw: httpx.AsyncClient, hana: LineUser
) -> None:
    made = await api.create_rich_menu(RichMenuRequest.from_dict(menu()))
    menu_id = made.rich_menu_id
    with pytest.raises(ApiException, match="must upload richmenu image before applying it to user"):
        await api.set_default_rich_menu(menu_id)
    path, kind = f"/v2/bot/richmenu/{menu_id}/content", {"Content-Type": "image/png"}
    assert (await raw.post(path, content=png(801, 270), headers=kind)).status_code == 400
    assert (await raw.post(path, content=png(800, 270), headers=kind)).status_code == 200
    assert (await raw.post(path, content=png(800, 270), headers=kind)).status_code == 400
    await api.set_default_rich_menu(menu_id)
    tapped = hana.taps("予約")
    assert tapped is not None
    assert tapped["postback"]["data"] == "menu|book"
    assert (await api.get_default_rich_menu_id()).rich_menu_id == menu_id
    await api.link_rich_menu_id_to_user(hana.id, menu_id)
    assert (await api.get_rich_menu_id_of_user(hana.id)).rich_menu_id == menu_id
    alias = CreateRichMenuAliasRequest(rich_menu_alias_id="main-ja", rich_menu_id=menu_id)
    await api.create_rich_menu_alias(alias)
    with pytest.raises(ApiException, match="conflict richmenu alias id"):
        await api.create_rich_menu_alias(alias)
    assert (await api.get_rich_menu_alias("main-ja")).rich_menu_id == menu_id
    assert [known.rich_menu_id for known in (await api.get_rich_menu_list()).richmenus] == [menu_id]
    await api.delete_rich_menu(menu_id)
    with pytest.raises(LookupError):
        hana.taps("予約")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"chatBarText": "x" * 15}, "chatBarText"),
        ({"name": ""}, "name"),
        ({"size": {"width": 799, "height": 270}}, "size"),
        ({"size": {"width": 800, "height": 600}}, "size"),
        ({"areas": menu()["areas"] * 21}, "areas"),
        (
            {"areas": [{"bounds": {"x": 700, "y": 0, "width": 400, "height": 9}, "action": post()}]},
            "areas[0].bounds",
        ),
        ({"areas": [{"bounds": {"x": 0, "y": 0, "width": 4, "height": 9}}]}, "areas[0].action"),
    ],
)
async def test_a_rich_menu_outside_the_limits_is_refused(
    raw: httpx.AsyncClient, change: dict[str, Any], where: str
) -> None:
    answer = await raw.post("/v2/bot/richmenu", json=menu(**change))
    assert (answer.status_code, [detail["property"] for detail in answer.json()["details"]]) == (400, [where])


# Faults


@pytest.mark.parametrize(
    ("kind", "error", "acted"),
    [
        (Fault.TOO_MANY, ApiException, False),
        (Fault.ERROR, ApiException, False),
        (Fault.ERROR_AFTER, ApiException, True),
        (Fault.GATEWAY, ApiException, False),
        (Fault.RESET, aiohttp.ClientError, False),
        (Fault.SILENT_BEFORE, TimeoutError, False),
        (Fault.SILENT_AFTER, TimeoutError, True),
        (Fault.TRUNCATED, aiohttp.ClientError, True),
        (Fault.OFF_SCHEMA, ValidationError, True),
        (Fault.UNAUTHORIZED, ApiException, False),
    ],
)
async def test_a_fault_is_what_the_client_meets_once_and_a_key_makes_the_repeat_safe(
    lab: LineLab, api: AsyncMessagingApi, hana: LineUser, kind: Fault, error: type[Exception], *, acted: bool
) -> None:
    lab.fail_next("pushMessage", kind)
    with pytest.raises(error):
        await push(api, hana, key=KEY.format(3))
    if acted:
        with pytest.raises(ApiException, match="already accepted"):
            await push(api, hana, key=KEY.format(3))
    else:
        await push(api, hana, key=KEY.format(3))
    assert hana.chat.texts == ["お知らせ"]
    assert [(call.fault, call.acted) for call in lab.called("pushMessage")] == [(kind, acted), (None, True)]


async def test_a_reply_that_was_acted_upon_without_an_answer_has_used_its_token(
    lab: LineLab, api: AsyncMessagingApi, hana: LineUser
) -> None:
    token = hana.says("x")["replyToken"]
    lab.fail_next("replyMessage", Fault.SILENT_AFTER)
    with pytest.raises(TimeoutError):
        await reply(api, token, "y")
    with pytest.raises(ApiException, match="Invalid reply token"):
        await reply(api, token, "y")
    assert hana.chat.texts == ["x", "y"]


async def test_a_platform_nobody_listens_at_refuses_the_connection_until_it_is_back(
    lab: LineLab, api: AsyncMessagingApi, hana: LineUser
) -> None:
    await asyncio.to_thread(lab.refuse)
    with pytest.raises(aiohttp.ClientConnectorError):
        await push(api, hana)
    lab.accept()
    await push(api, hana)


async def test_a_revoked_token_is_refused_until_the_new_one_is_used(
    lab: LineLab, api: AsyncMessagingApi, hana: LineUser
) -> None:
    lab.revoke_token()
    with pytest.raises(ApiException, match="Authentication failed"):
        await push(api, hana)
    lab.replace_token("another")
    with pytest.raises(ApiException, match="Authentication failed"):
        await push(api, hana)
    async with AsyncApiClient(Configuration(host=lab.url, access_token="another")) as client:
        await push(AsyncMessagingApi(client), hana)


# The published contract


async def test_what_is_said_and_sent_is_in_the_published_contract(
    lab: LineLab, api: AsyncMessagingApi, raw: httpx.AsyncClient, webhook: Webhook, contract: Any
) -> None:
    hana, ken = lab.user("Test Hana", "ja"), lab.user("Test Ken")
    group = lab.group("職員", hana)
    for deed in (hana.follows, hana.sends_sticker, hana.sends_image, hana.sends_location, hana.unsends):
        deed()
    for deed in (group.bot_joins, lambda: group.joins(ken), lambda: group.leaves(ken), hana.unfollows):
        deed()
    hana.follows()
    hana.postback("d", {"date": "2026-04-01"})
    await lab.until_async(lambda: lab.settled)
    for message in [*ACCEPTED.values(), *(message for message, _ in REFUSED.values())]:
        await raw.post("/v2/bot/message/push", json={"to": hana.id, "messages": [message]})
    await reply(api, hana.says("x")["replyToken"], "y")
    again = [await raw.post("/v2/bot/message/reply", json={}), await raw.get(f"/v2/bot/profile/{'U' * 33}")]
    assert [answer.status_code for answer in again] == [400, 404]
    await push(api, hana, key=KEY.format(4))
    with pytest.raises(ApiException, match="already accepted"):
        await push(api, hana, key=KEY.format(4))
    for get in (api.get_bot_info, api.get_message_quota, api.get_message_quota_consumption):
        await get()
    for get in (api.get_webhook_endpoint, api.test_webhook_endpoint, api.get_rich_menu_list):
        await get()
    await api.get_profile(hana.id)
    await api.get_group_member_profile(group.id, hana.id)
    await api.get_group_summary(group.id)
    await api.get_group_member_count(group.id)
    made = (await api.create_rich_menu(RichMenuRequest.from_dict(menu()))).rich_menu_id
    await api.get_rich_menu(made)
    await raw.post("/v2/bot/chat/loading/start", json={"chatId": hana.id, "loadingSeconds": 5})
    await raw.post(f"/v2/bot/group/{group.id}/leave")
    for call in lab.calls:
        contract.response(call.method, call.status, call.answer)
        if call.ok:
            contract.request(call.method, call.params)
    for body in webhook.bodies:
        contract.event_batch(body)
    assert len(lab.calls) > 80


def test_the_contract_is_read_strictly(lab: LineLab, hana: LineUser, contract: Any) -> None:
    event = hana.says("x")
    contract.event_batch({"destination": lab.world.bot["userId"], "events": [event]})
    for spoilt in ({**event, "colour": "red"}, {**event, "type": "poem"}, {**event, "message": {"type": "text"}}):
        with pytest.raises(Exception, match="is not valid under any of the given schemas"):
            contract.event_batch({"destination": lab.world.bot["userId"], "events": [spoilt]})
    contract.request("pushMessage", {"to": "U", "messages": [{"type": "text", "text": "x"}]})
    for message in ({"type": "text"}, {"type": "poem"}, {"type": "text", "text": "x", "colour": "red"}):
        with pytest.raises(Exception, match="is not valid under any of the given schemas"):
            contract.request("pushMessage", {"to": "U", "messages": [message]})


def test_the_known_flex_fields_are_those_of_the_contract(contract: Any) -> None:
    schemas = contract.api["components"]["schemas"]
    for kind, fields in FIELDS.items():
        parts = schemas[f"Flex{kind.capitalize()}"]["allOf"]
        assert fields == {name for part in parts for name in part.get("properties", {})}, kind
