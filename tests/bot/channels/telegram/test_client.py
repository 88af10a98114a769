"""The rest that is asked of the platform and told to it: updates, courtesies, names, webhook, commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.channels.telegram.setup import ALLOWED, COMMANDS, by_code
from bot.envelope import Gone, Sent
from bot.ports import Unreachable
from flows.anytime import typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answers, FakeWords, Platform

    from bot.channels.telegram.client import Telegram

    MakeWords = Callable[..., FakeWords]

US = {"id": 5, "is_bot": True, "first_name": "Madoguchi", "username": "madoguchi_bot"}
PRIVATE = {"message_id": 3, "date": 1_795_000_000, "chat": {"id": 42, "type": "private"}, "text": "窓口"}


def methods(platform: Platform) -> list[str]:
    return [method for method, _ in platform.calls]


# -- polling -----------------------------------------------------------------------------------------------


async def test_a_poll_brings_updates_as_they_are_and_says_where_to_go_on(
    telegram: Telegram, platform: Platform, answers: Answers
) -> None:
    odd = {"update_id": 12, "something_new": {"chat": {"id": -5}}, "no_date": True}
    platform.will(answers.ok([{"update_id": 11, "message": PRIVATE}, odd]))
    came, offset = await telegram.poll(11)
    assert [(each.event_id, each.conversation) for each in came] == [("11", "42"), ("12", "-5")]
    assert telegram.split(came[0].payload) == (came[0],)
    assert offset == 13
    asked = {"offset": 11, "timeout": 0, "allowed_updates": list(ALLOWED)}
    assert platform.calls == [("getUpdates", asked)]


async def test_after_an_empty_poll_any_id_is_welcome(telegram: Telegram, platform: Platform, answers: Answers) -> None:
    platform.will(answers.ok([]))
    assert await telegram.poll(999) == ([], 0)


async def test_a_poll_beside_a_webhook_says_why_nothing_comes(
    telegram: Telegram, platform: Platform, answers: Answers
) -> None:
    platform.will(answers.refusal(409, "Conflict: can't use getUpdates method while webhook is active"))
    with pytest.raises(Unreachable, match="Conflict"):
        await telegram.poll()


# -- courtesies --------------------------------------------------------------------------------------------


async def test_a_tap_is_answered(telegram: Telegram, platform: Platform) -> None:
    await telegram.answer_callback("400123")
    assert platform.calls == [("answerCallbackQuery", {"callback_query_id": 400123})]


async def test_a_tap_that_is_too_old_or_unheard_is_no_matter(
    telegram: Telegram, platform: Platform, answers: Answers
) -> None:
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    platform.will(answers.refusal(400, old), b"", answers.refusal(401, "Unauthorized"))
    for _ in range(3):
        await telegram.answer_callback("400123")
    assert len(platform.calls) == 3


async def test_a_chat_is_left_once_and_having_left_is_known(
    telegram: Telegram, platform: Platform, answers: Answers
) -> None:
    assert await telegram.leave("-500") == Sent()
    platform.will(answers.refusal(403, "Forbidden: bot is not a member of the group chat"))
    assert await telegram.leave("-500") == Gone("left")
    assert platform.calls[0] == ("leaveChat", {"chat_id": -500})


# -- ourselves ---------------------------------------------------------------------------------------------


async def test_we_know_our_own_name(telegram: Telegram, platform: Platform, answers: Answers) -> None:
    platform.will(answers.ok(US))
    assert await telegram.whoami() == "madoguchi_bot"


@pytest.mark.parametrize(
    ("status", "description", "told"),
    [
        (401, "Unauthorized", "InvalidToken"),
        (500, "Internal Server Error", "NetworkError"),
        (400, "Bad Request: bad webhook: an HTTPS URL must be provided", "Bad webhook: an https"),
    ],
)
async def test_who_cannot_be_asked_is_unreachable_with_the_cause(
    telegram: Telegram, platform: Platform, answers: Answers, status: int, description: str, told: str
) -> None:
    platform.will(answers.refusal(status, description))
    with pytest.raises(Unreachable, match=f"(?i){told}") as raised:
        await telegram.whoami()
    assert "not-a-real-token" not in str(raised.value)
    assert raised.value.__suppress_context__


async def test_a_silent_platform_is_unreachable(hasty: Telegram, platform: Platform) -> None:
    platform.will(None)
    with pytest.raises(Unreachable, match="ReadTimeout"):
        await hasty.whoami()


async def test_the_webhook_names_its_secret_and_every_kind_of_update(telegram: Telegram, platform: Platform) -> None:
    await telegram.set_webhook("https://madoguchi.example/", "s3cret")
    asked = {
        "url": "https://madoguchi.example/telegram/webhook",
        "secret_token": "s3cret",
        "allowed_updates": ["message", "callback_query", "my_chat_member", "chat_member"],
    }
    assert platform.calls == [("setWebhook", asked)]


async def test_before_polling_the_webhook_goes_and_waiting_updates_stay(telegram: Telegram, platform: Platform) -> None:
    await telegram.delete_webhook()
    assert platform.calls == [("deleteWebhook", {})]


async def test_setup_describes_us_in_every_language_and_in_english_to_all_others(
    telegram: Telegram, platform: Platform, make_words: MakeWords
) -> None:
    languages = [make_words({"telegram.description": tag}, tag=tag) for tag in ("ja-simple", "ja", "en")]
    await telegram.setup("https://madoguchi.example", "s3cret", languages, ["back"])
    assert methods(platform) == [
        "setWebhook",
        *["setMyCommands", "setMyDescription", "setMyShortDescription"] * 3,
        "setChatMenuButton",
    ]
    assert platform.calls[-1][1] == {"menu_button": {"type": "commands"}}
    described = [params for method, params in platform.calls if method == "setMyDescription"]
    assert described == [
        {"description": "en"},
        {"description": "en", "language_code": "en"},
        {"description": "ja", "language_code": "ja"},
    ]
    assert platform.calls[1][1] == {
        "commands": [{"command": "back", "description": "telegram.command.back"}],
        "scope": {"type": "all_private_chats"},
    }


async def test_a_bound_group_has_commands_of_its_own(telegram: Telegram, platform: Platform, words: FakeWords) -> None:
    await telegram.setup_group("-500", words, ["cards"])
    commands = [{"command": "cards", "description": "telegram.command.cards"}]
    scope = {"type": "chat", "chat_id": -500}
    assert platform.calls == [("setMyCommands", {"commands": commands, "scope": scope})]


def test_each_two_letter_code_has_the_plainest_of_its_tags(make_words: MakeWords) -> None:
    tags = ["zh-Hant", "zh-Hans", "pt-BR", "fil", "ja-simple", "ja", "en"]
    chosen: dict[str, Any] = {code: each.tag for code, each in by_code(make_words({}, tag) for tag in tags).items()}
    assert chosen == {"": "en", "en": "en", "ja": "ja", "tl": "fil", "pt": "pt-BR", "zh": "zh-Hans"}


def test_without_a_language_nothing_is_said() -> None:
    assert by_code([]) == {}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_understood_when_typed(command: str, words: FakeWords) -> None:
    assert typed(f"/{command}", words) == f"_{command}"
