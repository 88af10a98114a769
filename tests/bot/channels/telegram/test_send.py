"""How every way a sending can end is named: over real HTTP, and for each of the library's exceptions."""

from __future__ import annotations

import logging
import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
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

from bot.channels.telegram.client import Telegram
from bot.channels.telegram.outcome import outcome_of
from bot.channels.telegram.wire import Patience
from bot.envelope import Attempt, Gone, Later, Moved, Outcome, Rejected, Sent, Shut, Unknown
from bot.ports import Channel, FixedClock

if TYPE_CHECKING:
    from conftest import Answers, Platform

FIRST = Attempt("0f0e0d0c-0000-4000-8000-000000000001")
TEXT = {"method": "sendMessage", "text": "hello", "link_preview_options": {"is_disabled": True}}
EDIT = {**TEXT, "method": "editMessageText", "message_id": 7}
CLOSE = {"method": "editMessageReplyMarkup", "message_id": 7}
KEYBOARD = {"inline_keyboard": [[{"text": "yes", "callback_data": "p:yes"}]]}


async def send(telegram: Telegram, *operations: dict[str, Any], address: str = "42") -> Outcome:
    return await telegram.send(address, {"operations": list(operations)}, FIRST)


def test_it_is_a_channel(telegram: Telegram) -> None:
    channel: Channel = telegram
    assert (channel.name, channel.bundle, channel.can_ring) == ("telegram", 1, True)


# -- what is asked of the platform -------------------------------------------------------------------------


async def test_a_message_is_sent_as_rendered_and_its_id_is_told(telegram: Telegram, platform: Platform) -> None:
    outcome = await send(telegram, {**TEXT, "reply_markup": KEYBOARD}, address="-100500")
    assert outcome == Sent(("701",))
    asked = {"chat_id": -100500, "text": "hello", "link_preview_options": {"is_disabled": True}}
    assert platform.calls == [("sendMessage", {**asked, "reply_markup": KEYBOARD})]


async def test_an_edit_replaces_text_and_buttons_of_its_message(telegram: Telegram, platform: Platform) -> None:
    assert await send(telegram, EDIT) == Sent(("7",))
    asked = {"chat_id": 42, "message_id": 7, "text": "hello", "link_preview_options": {"is_disabled": True}}
    assert platform.calls == [("editMessageText", asked)]


async def test_closing_takes_the_buttons_off(telegram: Telegram, platform: Platform) -> None:
    assert await send(telegram, CLOSE) == Sent(("7",))
    assert platform.calls == [("editMessageReplyMarkup", {"chat_id": 42, "message_id": 7})]


async def test_nothing_to_do_is_done(telegram: Telegram, platform: Platform) -> None:
    assert (await send(telegram), platform.calls) == (Sent(), [])


# -- what the platform may answer --------------------------------------------------------------------------

REFUSALS = [
    (429, "Too Many Requests: retry after 7", {"retry_after": 7}, Later(7.0, "RetryAfter")),
    (429, "Too Many Requests", {}, Later(None, "too many")),
    (403, "Forbidden: bot was blocked by the user", {}, Gone("blocked")),
    (403, "Forbidden: user is deactivated", {}, Gone("deactivated")),
    (403, "Forbidden: bot was kicked from the supergroup chat", {}, Gone("kicked")),
    (403, "Forbidden: bot is not a member of the supergroup chat", {}, Gone("left")),
    (403, "Forbidden: bot can't initiate conversation with a user", {}, Gone("never met")),
    (403, "Forbidden: something new", {}, Gone("Forbidden")),
    (403, "Forbidden: CHAT_WRITE_FORBIDDEN", {}, Later(None, "may not write")),
    (400, "Bad Request: not enough rights to send text messages to the chat", {}, Later(None, "may not write")),
    (400, "Bad Request: TOPIC_CLOSED", {}, Later(None, "may not write")),
    (400, "Bad Request: chat not found", {}, Gone("not found")),
    (400, "Bad Request: PEER_ID_INVALID", {}, Gone("not found")),
    (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -100777}, Moved("-100777")),
    (400, "Bad Request: message is too long", {}, Rejected("too long")),
    (400, "Bad Request: message text is empty", {}, Rejected("empty")),
    (400, "Bad Request: BUTTON_DATA_INVALID", {}, Rejected("button")),
    (400, "Bad Request: the name Test Taro is wrong", {}, Rejected("BadRequest")),
    (401, "Unauthorized", {}, Shut("InvalidToken")),
    (404, "Not Found", {}, Shut("InvalidToken")),
    (500, "Internal Server Error", {}, Unknown("NetworkError")),
    (503, "Service Unavailable", {}, Unknown("NetworkError")),
    (409, "Conflict: odd", {}, Unknown("Conflict")),
]


@pytest.mark.parametrize(("status", "description", "parameters", "outcome"), REFUSALS)
async def test_a_refusal_has_its_name(
    telegram: Telegram,
    platform: Platform,
    answers: Answers,
    status: int,
    description: str,
    parameters: dict[str, int],
    outcome: Outcome,
) -> None:
    platform.will(answers.refusal(status, description, **parameters))
    assert await send(telegram, TEXT) == outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Later(None, "refused on the way")),
        (403, Later(None, "refused on the way")),
        (502, Unknown("NetworkError")),
    ],
)
async def test_a_page_of_a_gateway_is_not_telegrams_word(
    telegram: Telegram, platform: Platform, answers: Answers, status: int, outcome: Outcome
) -> None:
    platform.will(answers.http(status, b"<html>No</html>"))
    assert await send(telegram, TEXT) == outcome


@pytest.mark.parametrize(
    "body",
    [b"", b"<html></html>", b"[]", b"null", b'{"ok": true}', b'{"ok": true, "result": {}}', b'{"result": [null]}'],
)
async def test_an_answer_off_the_schema_leaves_the_fate_unknown(
    telegram: Telegram, platform: Platform, answers: Answers, body: bytes
) -> None:
    platform.will(answers.http(200, body))
    assert isinstance(await send(telegram, TEXT), Unknown)


async def test_a_truncated_answer_leaves_the_fate_unknown(
    telegram: Telegram, platform: Platform, answers: Answers
) -> None:
    platform.will(answers.http(200, b'{"ok": tr', length=500))
    assert await send(telegram, TEXT) == Unknown("RemoteProtocolError")


async def test_a_line_cut_after_writing_leaves_the_fate_unknown(telegram: Telegram, platform: Platform) -> None:
    platform.will(b"")
    assert isinstance(await send(telegram, TEXT), Unknown)


async def test_silence_leaves_the_fate_unknown(hasty: Telegram, platform: Platform) -> None:
    platform.will(None)
    assert await send(hasty, TEXT) == Unknown("ReadTimeout")


async def test_a_closed_door_is_certainly_not_delivered() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        telegram = Telegram(
            "1:t", FixedClock(datetime(2026, 11, 20, tzinfo=UTC)), api_url=url, patience=Patience(connect=1)
        )
        assert await send(telegram, TEXT) == Later(None, "ConnectError")
        await telegram.close()


# -- edits -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", [EDIT, CLOSE])
async def test_an_edit_that_changes_nothing_has_been_made(
    telegram: Telegram, platform: Platform, answers: Answers, operation: dict[str, Any]
) -> None:
    platform.will(answers.refusal(400, "Bad Request: message is not modified: the same"))
    assert await send(telegram, operation) == Sent(("7",))


@pytest.mark.parametrize("operation", [EDIT, CLOSE])
async def test_an_edit_of_unknown_fate_may_be_repeated(
    telegram: Telegram, platform: Platform, answers: Answers, operation: dict[str, Any]
) -> None:
    platform.will(b"", answers.refusal(500, "Internal Server Error"))
    assert await send(telegram, operation) == Later(None, "RemoteProtocolError")
    assert await send(telegram, operation) == Later(None, "NetworkError")
    assert await send(telegram, operation) == Sent(("7",))


@pytest.mark.parametrize("reason", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_what_should_have_replaced_a_lost_message_is_sent_anew(
    telegram: Telegram, platform: Platform, answers: Answers, reason: str
) -> None:
    platform.will(answers.refusal(400, f"Bad Request: {reason}"))
    assert await send(telegram, {**EDIT, "reply_markup": KEYBOARD}) == Sent(("701",))
    method, params = platform.calls[-1]
    assert (method, params["reply_markup"]) == ("sendMessage", KEYBOARD)
    assert "message_id" not in params


async def test_buttons_of_a_lost_message_need_no_closing(
    telegram: Telegram, platform: Platform, answers: Answers
) -> None:
    platform.will(answers.refusal(400, "Bad Request: message to edit not found"))
    assert await send(telegram, CLOSE) == Sent(("7",))


# -- letters of several messages ---------------------------------------------------------------------------

PARTS = ({**TEXT, "text": "one"}, {**TEXT, "text": "two"}, {**TEXT, "text": "three"})


async def test_a_letter_that_stopped_half_way_goes_on_where_it_stopped(
    telegram: Telegram, platform: Platform, answers: Answers
) -> None:
    flood = answers.refusal(429, "Too Many Requests", retry_after=3)
    platform.will(answers.ok(answers.message(11)), flood)
    assert await send(telegram, *PARTS) == Later(3.0, "RetryAfter")
    platform.will(answers.ok(answers.message(12)), answers.ok(answers.message(13)))
    assert await send(telegram, *PARTS) == Sent(("11", "12", "13"))
    assert [params["text"] for _, params in platform.calls] == ["one", "two", "two", "three"]


async def test_a_part_of_unknown_fate_is_the_first_to_be_repeated(
    telegram: Telegram, platform: Platform, answers: Answers
) -> None:
    platform.will(answers.ok(answers.message(11)), b"")
    assert await send(telegram, *PARTS) == Unknown("RemoteProtocolError")
    await send(telegram, *PARTS)
    assert [params["text"] for _, params in platform.calls] == ["one", "two", "two", "three"]


async def test_another_letter_is_not_mistaken_for_a_half_sent_one(
    telegram: Telegram, platform: Platform, answers: Answers
) -> None:
    platform.will(answers.ok(answers.message(11)), answers.refusal(429, "Too Many Requests", retry_after=3))
    await send(telegram, *PARTS)
    other = Attempt("0f0e0d0c-0000-4000-8000-000000000002")
    await telegram.send("42", {"operations": [TEXT]}, other)
    assert platform.calls[-1][1]["text"] == "hello"


async def test_a_letter_refused_half_way_is_refused(telegram: Telegram, platform: Platform, answers: Answers) -> None:
    platform.will(answers.ok(answers.message(11)), answers.refusal(403, "Forbidden: bot was blocked by the user"))
    assert await send(telegram, *PARTS) == Gone("blocked")


# -- the library's exceptions ------------------------------------------------------------------------------


def because(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (because(TimedOut(), httpx.PoolTimeout("")), Later(None, "PoolTimeout")),
        (because(TimedOut(), httpx.ConnectTimeout("")), Later(None, "ConnectTimeout")),
        (because(NetworkError("x"), httpx.ConnectError("dns")), Later(None, "ConnectError")),
        (because(NetworkError("x"), httpx.ProxyError("")), Later(None, "ProxyError")),
        (because(TimedOut(), httpx.ReadTimeout("")), Unknown("ReadTimeout")),
        (because(TimedOut(), httpx.WriteTimeout("")), Unknown("WriteTimeout")),
        (because(NetworkError("x"), httpx.ReadError("")), Unknown("ReadError")),
        (because(NetworkError("x"), httpx.WriteError("")), Unknown("WriteError")),
        (because(NetworkError("x"), httpx.RemoteProtocolError("")), Unknown("RemoteProtocolError")),
        (RetryAfter(timedelta(seconds=30)), Later(30.0, "RetryAfter")),
        (ChatMigrated(-100777), Moved("-100777")),
        (InvalidToken(), Shut("InvalidToken")),
        (Forbidden("Forbidden: the group chat was deleted"), Gone("deleted")),
        (BadRequest("Can't parse something"), Rejected("BadRequest")),
        (Conflict("x"), Unknown("Conflict")),
        (TelegramError("x"), Unknown("TelegramError")),
        (KeyError("result"), Unknown("KeyError")),
    ],
)
def test_an_exception_has_its_outcome(error: Exception, outcome: Outcome) -> None:
    assert outcome_of(error) == outcome


# -- nothing leaks -----------------------------------------------------------------------------------------


async def test_neither_token_nor_text_is_ever_logged_or_given_as_a_reason(
    telegram: Telegram, platform: Platform, answers: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = {**TEXT, "text": "01234-5678901"}
    body = b"no json 01234-5678901"
    platform.will(b"", answers.http(200, body), answers.http(500, body), answers.http(400, body))
    platform.will(answers.refusal(400, "Bad Request: 01234-5678901 is wrong"))
    outcomes = [await send(telegram, secret) for _ in range(6)]
    seen = caplog.text + repr(outcomes) + repr(telegram)
    assert "not-a-real-token" in platform.paths[0]
    assert "not-a-real-token" not in seen
    assert "01234" not in seen
