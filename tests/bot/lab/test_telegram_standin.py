"""The stand-in for Telegram, driven by an unmodified python-telegram-bot over real HTTP.

Here live the platform's refusals, its updates and its faults as a client meets them; never the product.
"""

import asyncio
import json
import re
import ssl
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    MenuButtonCommands,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.lab.faults import Fault
from bot.lab.server import HttpServer
from bot.lab.telegram import Manner, TelegramLab
from bot.lab.telegram_people import TelegramUser

START = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
KINDS = ["message", "callback_query", "my_chat_member", "chat_member"]
SECRET = "a-secret_of-the-webhook"


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
def lab(clock: Hands) -> Iterator[TelegramLab]:
    with TelegramLab(clock, manner=Manner(paced=False, retry_pause=0.01)) as lab:
        yield lab


@pytest.fixture
async def bot(lab: TelegramLab, monkeypatch: pytest.MonkeyPatch, patience: float) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    local = {"trust_env": False, "verify": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}
    request = HTTPXRequest(read_timeout=patience, httpx_kwargs=local)
    polls = HTTPXRequest(read_timeout=patience, httpx_kwargs=local)
    async with Bot(lab.token, base_url=lab.base_url, request=request, get_updates_request=polls) as bot:
        yield bot


@pytest.fixture
def taro(lab: TelegramLab) -> TelegramUser:
    taro = lab.user(7001, "Test Taro", "ja")
    taro.starts()
    return taro


class Webhook:
    """The product's end: keeps what arrives, answers as it is told to."""

    def __init__(self, lab: TelegramLab) -> None:
        self.got: list[dict] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []
        self.watch = lab.watch
        app = Starlette(routes=[Route("/telegram/webhook", self.take, methods=["POST"])])
        self.server = HttpServer(app, lab.thread)
        self.url = f"{self.server.url}/telegram/webhook"

    async def take(self, request: Request) -> Response:
        update = await request.json()
        with self.watch.change():
            self.got.append(update)
            self.secrets.append(request.headers.get("x-telegram-bot-api-secret-token"))
            status = self.statuses.pop(0) if self.statuses else 200
        return Response(status_code=status)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got]


@pytest.fixture
async def webhook(lab: TelegramLab, bot: Bot) -> AsyncIterator[Webhook]:
    webhook = Webhook(lab)
    await bot.set_webhook(webhook.url, secret_token=SECRET, allowed_updates=KINDS)
    yield webhook
    await asyncio.to_thread(webhook.server.close)


def inline(*buttons: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(t, callback_data=d)] for t, d in buttons])


# Messages


async def test_the_bot_learns_who_it_is(lab: TelegramLab, bot: Bot) -> None:
    assert bot.username == lab.username
    assert (await bot.get_me()).can_read_all_group_messages is False


async def test_a_message_is_shown_with_its_buttons(bot: Bot, taro: TelegramUser) -> None:
    sent = await bot.send_message(
        taro.id, "窓口です <b>はい</b>", parse_mode="HTML", reply_markup=inline(("はい", "y1"))
    )
    shown = taro.chat.last
    assert (shown.message_id, shown.text, shown.labels) == (sent.message_id, "窓口です はい", ["はい"])
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 5, 2)]


@pytest.mark.parametrize(
    ("text", "more", "reason"),
    [
        ("", {}, "message text is empty"),
        (" \n ", {}, "message text is empty"),
        ("<b> </b>", {"parse_mode": "HTML"}, "message text is empty"),
        ("あ" * 4097, {}, "message is too long"),
        ("😀" * 2049, {}, "message is too long"),
        ("x", {"parse_mode": "Wiki"}, "unsupported parse_mode"),
        ("<blink>x</blink>", {"parse_mode": "HTML"}, 'Unsupported start tag "blink" at byte offset 0'),
        ("あ<b>x", {"parse_mode": "HTML"}, 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", {"parse_mode": "HTML"}, 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("あx</b>", {"parse_mode": "HTML"}, "Unexpected end tag at byte offset 4"),
        ("1 < 2", {"parse_mode": "HTML"}, "Unclosed start tag at byte offset 2"),
        ("x", {"reply_markup": inline(("y", "d" * 65))}, "Button_data_invalid"),
        ("x", {"reply_markup": inline(("y", "日" * 22))}, "Button_data_invalid"),
        ("x", {"reply_markup": inline(("y", ""))}, "Text buttons are unallowed in the inline keyboard"),
        ("x", {"reply_markup": inline((" ", "d"))}, "text must be non-empty"),
        ("x", {"reply_markup": inline(*[("y", "d")] * 101)}, "Reply_markup_too_long"),
        (
            "x",
            {"reply_markup": InlineKeyboardMarkup([[InlineKeyboardButton("go", url="http://localhost/x")]])},
            "Wrong http url",
        ),
        ("x", {"message_thread_id": 1}, "message thread not found"),
        ("x", {"reply_parameters": ReplyParameters(999)}, "message to be replied not found"),
    ],
)
async def test_telegram_refuses(bot: Bot, taro: TelegramUser, text: str, more: dict, reason: str) -> None:
    with pytest.raises(BadRequest, match="(?i)" + re.escape(reason)):
        await bot.send_message(taro.id, text, **more)
    assert not taro.chat.from_bot


async def test_the_longest_text_after_parsing_passes(bot: Bot, taro: TelegramUser) -> None:
    await bot.send_message(taro.id, f"<b>{'あ' * 4096}</b>", parse_mode="HTML")
    await bot.send_message(taro.id, "&lt;" * 4096, parse_mode="HTML")
    assert [len(text) for text in taro.chat.texts[1:]] == [4096, 4096]


async def test_a_person_who_never_wrote_does_not_exist(lab: TelegramLab, bot: Bot) -> None:
    lab.user(7009, "Test Shiro")
    for chat_id in (7009, 424242, "@nobody"):
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(chat_id, "hello")


async def test_who_blocked_the_bot_gets_nothing_until_unblocking(
    lab: TelegramLab, bot: Bot, taro: TelegramUser
) -> None:
    taro.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(taro.id, "hello")
    with pytest.raises(LookupError):
        taro.says("still there?")
    taro.unblocks()
    await bot.send_message(taro.id, "hello")
    news = [update["my_chat_member"] for update in lab.world.mail.pending if "my_chat_member" in update]
    statuses = [(n["old_chat_member"]["status"], n["new_chat_member"]["status"]) for n in news]
    assert statuses == [("member", "kicked"), ("kicked", "member")]


async def test_an_edit_replaces_text_and_buttons(bot: Bot, taro: TelegramUser) -> None:
    sent = await bot.send_message(taro.id, "いつ?", reply_markup=inline(("A", "a"), ("B", "b")))
    edited = await bot.edit_message_text("A", taro.id, sent.message_id)
    assert (taro.chat.last.text, taro.chat.last.labels, taro.chat.last.revisions) == ("A", [], ["いつ?"])
    assert edited.edit_date is not None
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("A", taro.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(taro.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("A", taro.id, 99999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("A", taro.id, taro.chat.messages[0].message_id)


async def test_a_deleted_message_is_no_longer_shown(clock: Hands, bot: Bot, taro: TelegramUser) -> None:
    sent = await bot.send_message(taro.id, "hello")
    assert await bot.delete_message(taro.id, sent.message_id)
    assert taro.chat.from_bot == []
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(taro.id, sent.message_id)
    old = await bot.send_message(taro.id, "hello")
    clock.pass_by(hours=49)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(taro.id, old.message_id)


async def test_a_press_can_be_answered_for_150_seconds(
    lab: TelegramLab, clock: Hands, bot: Bot, taro: TelegramUser
) -> None:
    await bot.send_message(taro.id, "いつ?", reply_markup=inline(("A", "a")))
    taro.taps("A")
    clock.pass_by(seconds=149)
    assert await bot.answer_callback_query(taro.presses[0].id, "了解")
    assert taro.presses[0].text == "了解"
    clock.pass_by(seconds=1)
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await bot.answer_callback_query(taro.presses[0].id)
    assert [call.ok for call in lab.called("answerCallbackQuery")] == [True, False]


async def test_only_what_is_shown_can_be_tapped(bot: Bot, taro: TelegramUser) -> None:
    first = await bot.send_message(taro.id, "いつ?", reply_markup=inline(("A", "a")))
    bubble = taro.chat.last
    await bot.edit_message_text("済", taro.id, first.message_id)
    with pytest.raises(LookupError):
        taro.taps("A")
    forged = taro.forges_tap("a", bubble)
    assert forged is not None
    update = Update.de_json(forged, bot)
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.from_user.id) == ("a", taro.id)


async def test_a_contact_is_shared_by_a_button_which_then_goes(lab: TelegramLab, bot: Bot, taro: TelegramUser) -> None:
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("電話番号を送る", request_contact=True)], ["あとで"]])
    await bot.send_message(taro.id, "お電話は?", reply_markup=keyboard)
    assert taro.chat.keyboard_labels == ["電話番号を送る", "あとで"]
    update = taro.taps("電話番号を送る")
    assert update is not None
    assert update["message"]["contact"]["user_id"] == taro.id
    await bot.send_message(taro.id, "ありがとう", reply_markup=ReplyKeyboardRemove())
    assert taro.chat.keyboard is None
    group = lab.group(-1001, "職員")
    group.bot_added(taro)
    with pytest.raises(BadRequest, match="Phone number can be requested in private chats only"):
        await bot.send_message(group.id, "お電話は?", reply_markup=keyboard)


async def test_a_card_of_somebody_else_says_so(bot: Bot, lab: TelegramLab, taro: TelegramUser) -> None:
    update = taro.shares_contact("+818000000000", owner=lab.user(7002, "Test Jiro"))
    assert update is not None
    message = Update.de_json(update, bot).message
    assert message is not None
    assert message.contact is not None
    assert message.contact.user_id == 7002


@pytest.mark.parametrize("deed", ["sends_photo", "sends_sticker", "sends_voice", "sends_location", "sends_document"])
async def test_whatever_a_person_sends_is_an_update_the_library_reads(bot: Bot, taro: TelegramUser, deed: str) -> None:
    update = Update.de_json(getattr(taro, deed)(), bot)
    assert update.effective_user is not None
    assert update.effective_user.language_code == "ja"
    assert update.message is not None
    assert update.message.text is None
    assert not update.message.api_kwargs


# Pace


async def test_the_pace_of_a_chat_a_group_and_all_is_kept(clock: Hands) -> None:
    with TelegramLab(clock) as lab:
        taro = lab.user(7001, "Test Taro")
        taro.starts()
        group = lab.group(-1001, "職員")
        group.bot_added(taro)
        async with httpx.AsyncClient(base_url=f"{lab.base_url}{lab.token}/", trust_env=False) as client:

            async def send(chat_id: int) -> httpx.Response:
                return await client.post("sendMessage", json={"chat_id": chat_id, "text": "x"})

            assert [(await send(taro.id)).status_code for _ in range(6)] == [200] * 5 + [429]
            clock.pass_by(seconds=5)
            assert (await send(taro.id)).status_code == 200
            for _ in range(20):
                clock.pass_by(seconds=1)
                assert (await send(group.id)).status_code == 200
            clock.pass_by(seconds=1)
            refused = await send(group.id)
    body = refused.json()
    assert body["description"] == f"Too Many Requests: retry after {body['parameters']['retry_after']}"
    assert body["parameters"]["retry_after"] == 40


# Groups


async def test_in_a_group_the_bot_is_told_of_commands_and_answers_only(
    lab: TelegramLab, bot: Bot, taro: TelegramUser
) -> None:
    group = lab.group(-1001, "職員")
    clerk = group.member(taro)
    assert clerk.says("/bind CODE") is None
    group.bot_added(taro)
    assert clerk.says("おはようございます") is None
    assert clerk.says("/today") is not None
    assert clerk.says(f"/today@{lab.username}") is not None
    assert clerk.says("/today@other_bot") is None
    await bot.send_message(group.id, "card")
    assert clerk.replies(group.chat.last, "10:00") is not None
    group.bot_promoted(taro)
    assert clerk.says("おはようございます") is not None
    anonymous = group.anonymous().says("/today")
    assert anonymous is not None
    message = Update.de_json(anonymous, bot).message
    assert message is not None
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.username, message.sender_chat.id) == ("GroupAnonymousBot", group.id)


async def test_a_group_that_removed_the_bot_refuses_it(lab: TelegramLab, bot: Bot, taro: TelegramUser) -> None:
    group = lab.group(-1001, "職員")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "card")
    group.bot_added(taro)
    await bot.send_message(group.id, "card")
    group.bot_removed(taro)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "card")
    with pytest.raises(BadRequest, match=r"(?i)private chats"):
        await bot.leave_chat(taro.id)


async def test_the_bot_can_leave_a_group(lab: TelegramLab, bot: Bot, taro: TelegramUser) -> None:
    group = lab.group(-1001, "誰かの部屋")
    group.bot_added(taro)
    assert await bot.leave_chat(group.id)
    assert group.chat.bot == "left"


async def test_a_group_that_became_a_supergroup_names_its_new_id(
    lab: TelegramLab, bot: Bot, taro: TelegramUser
) -> None:
    group = lab.group(-42, "職員", "group")
    group.bot_added(taro)
    new = group.migrate()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "card")
    assert moved.value.new_chat_id == new.id
    await bot.send_message(new.id, "card")
    assert [m["message"].get("migrate_to_chat_id") for m in lab.world.mail.pending[-2:]] == [new.id, None]


async def test_membership_is_told_on_request(lab: TelegramLab, bot: Bot, taro: TelegramUser) -> None:
    group = lab.group(-1001, "職員")
    group.bot_added(taro)
    group.promotes(taro)
    lab.user(7002, "Test Jiro")
    assert (await bot.get_chat_member(group.id, taro.id)).status == "administrator"
    assert (await bot.get_chat_member(group.id, 7002)).status == "left"
    assert [m.user.id for m in await bot.get_chat_administrators(group.id)] == [taro.id]
    assert (await bot.get_chat(group.id)).title == "職員"
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(group.id, 31337)


async def test_changes_of_members_reach_an_administrator_who_asked(
    lab: TelegramLab, bot: Bot, webhook: Webhook, taro: TelegramUser
) -> None:
    group = lab.group(-1001, "職員")
    group.bot_added(taro)
    jiro = lab.user(7002, "Test Jiro")
    group.joins(jiro)
    group.bot_promoted(taro)
    group.leaves(jiro)
    await lab.until_async(lambda: lab.settled)
    kinds = [next(kind for kind in update if kind != "update_id") for update in webhook.got]
    assert kinds.count("chat_member") == 1
    assert all(Update.de_json(update, bot).update_id for update in webhook.got)


# Webhook and polling


async def test_updates_come_in_order_with_the_secret(lab: TelegramLab, webhook: Webhook, taro: TelegramUser) -> None:
    for number in range(20):
        taro.says(f"{number}")
    await lab.until_async(lambda: lab.settled)
    assert webhook.texts() == ["/start", *map(str, range(20))]
    assert set(webhook.secrets) == {SECRET}


async def test_an_update_comes_again_until_it_is_accepted_and_only_its_chat_waits(
    lab: TelegramLab, webhook: Webhook, taro: TelegramUser
) -> None:
    await lab.until_async(lambda: lab.settled)
    webhook.statuses = [500, 503, 302]
    taro.says("one")
    taro.says("two")
    await lab.until_async(lambda: lab.settled)
    assert webhook.texts()[1:] == ["one", "one", "one", "one", "two"]
    assert len({update["update_id"] for update in webhook.got[1:5]}) == 1


async def test_updates_can_be_doubled_swapped_and_sent_at_one_moment(
    lab: TelegramLab, webhook: Webhook, taro: TelegramUser
) -> None:
    await lab.until_async(lambda: lab.settled)
    with lab.held() as updates:
        taro.says("one")
        taro.says("two")
    one, two = updates
    assert await lab.deliver_async(two, one, one) == [200, 200, 200]
    assert await lab.together_async(one, two) == [200, 200]
    assert webhook.texts()[1:4] == ["two", "one", "one"]
    assert [delivery.status for delivery in lab.deliveries[1:]] == [200] * 5
    lab.release(two)
    await lab.until_async(lambda: lab.settled)
    assert webhook.texts()[-1] == "two"


async def test_updates_wait_a_day_for_a_webhook_that_is_away(
    lab: TelegramLab, clock: Hands, bot: Bot, taro: TelegramUser
) -> None:
    taro.says("early")
    clock.pass_by(hours=1)
    taro.says("late")
    clock.pass_by(hours=23)
    assert [update.message.text for update in await bot.get_updates() if update.message] == ["late"]
    lab.reach.routes["https://office.example"] = "http://127.0.0.1:9"
    await bot.set_webhook("https://office.example/telegram/webhook")
    await lab.until_async(lambda: lab.deliveries)
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (1, "Connection refused")


async def test_a_kind_that_was_not_asked_for_is_not_sent(lab: TelegramLab, bot: Bot, taro: TelegramUser) -> None:
    taro.edits(taro.chat.last, "/start x")
    await bot.get_updates(allowed_updates=["message"])
    assert taro.blocks() is None
    assert [set(update) - {"update_id"} for update in lab.world.mail.pending] == [{"message"}, {"edited_message"}]


async def test_polling_confirms_by_offset_and_waits_for_news(lab: TelegramLab, bot: Bot, taro: TelegramUser) -> None:
    first = (await bot.get_updates(allowed_updates=KINDS))[0]
    assert (await bot.get_updates())[0].update_id == first.update_id
    waiting = asyncio.create_task(bot.get_updates(offset=first.update_id + 1, timeout=5))
    await lab.until_async(lambda: lab.world.mail.pending == [])
    taro.says("news")
    assert [update.message.text for update in await waiting if update.message] == ["news"]


@pytest.mark.usefixtures("webhook")
async def test_webhook_and_polling_exclude_each_other(lab: TelegramLab, bot: Bot) -> None:
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await lab.until_async(lambda: lab.world.mail.polls)
    await bot.get_updates()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_a_webhook_must_be_https_and_its_secret_plain(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)an https url must be provided"):
        await bot.set_webhook("http://office.example/telegram/webhook")
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://office.example/", secret_token="秘密")
    await bot.set_webhook("https://office.example/", certificate=InputFile(b"pem", "cert.pem"))
    info = await bot.get_webhook_info()
    assert (info.url, info.has_custom_certificate) == ("https://office.example/", True)


# Settings


async def test_commands_descriptions_and_menu_are_kept_per_language_and_scope(
    lab: TelegramLab, bot: Bot, taro: TelegramUser
) -> None:
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("book", "予約")], scope=scope, language_code="ja")
    assert lab.world.commands["all_private_chats", "ja"][0]["command"] == "book"
    assert [c.command for c in await bot.get_my_commands(scope, "ja")] == ["book"]
    await bot.set_my_description("窓口", "ja")
    await bot.set_my_short_description("まどぐち", "ja")
    assert (await bot.get_my_description("ja")).description == "窓口"
    assert (await bot.get_my_short_description("en")).short_description == ""
    await bot.set_chat_menu_button(taro.id, MenuButtonCommands())
    assert lab.world.menus[taro.id]["type"] == "commands"


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("setMyCommands", {"commands": [{"command": "Book", "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "b" * 33, "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "予約", "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "book", "description": ""}]}),
        ("setMyCommands", {"commands": [{"command": "book", "description": "x"}] * 101}),
        ("setMyCommands", {"commands": [], "language_code": "zh-hans"}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}),
        ("setMyDescription", {"description": "x" * 513}),
        ("setMyShortDescription", {"short_description": "x" * 121}),
        ("setChatMenuButton", {"menu_button": {"type": "buttons"}}),
        ("sendChatAction", {"chat_id": 7001, "action": "dancing"}),
        ("editMessageText", {"chat_id": 7001, "text": "x"}),
        ("sendMessage", {"chat_id": 7001, "text": "x", "reply_markup": "{"}),
        ("sendMessage", {"chat_id": 7001, "text": "x", "reply_markup": {"inline_keyboard": "no"}}),
        ("sendMessage", {"chat_id": 7001, "text": "x", "reply_markup": {"inline_keyboard": [["no"]]}}),
        ("sendMessage", {"text": "x"}),
    ],
)
@pytest.mark.usefixtures("taro")
async def test_ill_formed_settings_are_a_bad_request(lab: TelegramLab, method: str, params: dict) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{lab.base_url}{lab.token}/{method}", json=params)
    body = answer.json()
    assert (answer.status_code, body["ok"], body["error_code"]) == (400, False, 400)
    assert body["description"].startswith("Bad Request: ")


async def test_the_three_encodings_mean_the_same(lab: TelegramLab, taro: TelegramUser) -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    flat = {"chat_id": str(taro.id), "text": "x", "reply_markup": json.dumps(markup)}
    async with httpx.AsyncClient(base_url=f"{lab.base_url}{lab.token}/", trust_env=False) as client:
        await client.post("sendMessage", data=flat)
        await client.post("SENDMESSAGE", json={**flat, "reply_markup": markup})
        await client.post("sendMessage", files={key: (None, value) for key, value in flat.items()})
    assert [message.labels for message in taro.chat.from_bot] == [["A"]] * 3


# Faults


@pytest.mark.parametrize(
    ("kind", "error", "acted"),
    [
        (Fault.TOO_MANY, RetryAfter, False),
        (Fault.ERROR, NetworkError, False),
        (Fault.ERROR_AFTER, NetworkError, True),
        (Fault.GATEWAY, NetworkError, False),
        (Fault.RESET, NetworkError, False),
        (Fault.SILENT_BEFORE, TimedOut, False),
        (Fault.SILENT_AFTER, TimedOut, True),
        (Fault.TRUNCATED, NetworkError, True),
        (Fault.OFF_SCHEMA, (TelegramError, KeyError, TypeError), True),
        (Fault.UNAUTHORIZED, InvalidToken, False),
    ],
)
async def test_a_fault_is_what_the_client_meets_once(
    lab: TelegramLab, bot: Bot, taro: TelegramUser, kind: Fault, error: type[Exception], *, acted: bool
) -> None:
    lab.fail_next("sendMessage", kind, retry_after=7)
    with pytest.raises(error):
        await bot.send_message(taro.id, "first")
    await bot.send_message(taro.id, "second")
    assert [m.text for m in taro.chat.from_bot] == (["first", "second"] if acted else ["second"])
    assert [(call.fault, call.acted) for call in lab.called("sendMessage")] == [(kind, acted), (None, True)]


async def test_a_rate_limit_says_how_long_to_wait(lab: TelegramLab, bot: Bot, taro: TelegramUser) -> None:
    lab.fail_next("*", Fault.TOO_MANY, retry_after=7)
    with pytest.raises(RetryAfter) as limited:
        await bot.send_message(taro.id, "x")
    assert limited.value.retry_after == timedelta(seconds=7)


async def test_a_platform_nobody_listens_at_refuses_the_connection_until_it_is_back(
    lab: TelegramLab, bot: Bot, taro: TelegramUser
) -> None:
    await asyncio.to_thread(lab.refuse)
    with pytest.raises(NetworkError, match="ConnectError"):
        await bot.send_message(taro.id, "x")
    lab.accept()
    await bot.send_message(taro.id, "x")


async def test_a_revoked_token_is_refused_until_the_new_one_is_used(lab: TelegramLab, bot: Bot) -> None:
    lab.revoke_token()
    with pytest.raises(InvalidToken):
        await bot.get_webhook_info()
    token = lab.replace_token("another-secret")
    with pytest.raises(InvalidToken):
        await bot.get_webhook_info()
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{lab.base_url}{token}/getMe")).json()["result"]["id"] == bot.id
        assert (await client.get(f"{lab.base_url}{token}/noSuchMethod")).status_code == 404
        assert (await client.get(f"{lab.base_url}no-token/getMe")).status_code == 404
