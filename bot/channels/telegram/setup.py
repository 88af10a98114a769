"""What Telegram is told about us: where updates go, which commands there are, and what an empty chat says.

Here live these calls and their scopes; never the texts, which are catalogue keys, nor when to call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
)

from flows.anytime import BACK, BOOK, MENU, ON_MENU, name
from flows.words import Words

PATH: Final = "/telegram/webhook"
ALLOWED: Final = ("message", "callback_query", "my_chat_member", "chat_member")
COMMANDS: Final = tuple(name(code) for code in (MENU, BACK, BOOK, *ON_MENU))
"""In private; all of them are understood when typed. Each is described by `telegram.command.<name>`."""
USUAL: Final = "en"
"""What people see whose language has no catalogue."""
CODES: Final = {"fil": "tl"}
"""Where the two letters are not the first two of our tag."""


async def set_webhook(bot: Bot, public_url: str, secret: str) -> None:
    url = public_url.rstrip("/") + PATH
    await bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED)


async def introduce(bot: Bot, languages: Iterable[Words], commands: Sequence[str] = COMMANDS) -> None:
    """Commands of private chats, the button that opens them, and both descriptions, in every language that Telegram can
    tell apart.
    """
    private = BotCommandScopeAllPrivateChats()
    for code, words in by_code(languages).items():
        await offer_commands(bot, private, words, commands, code)
        await bot.set_my_description(words.text("telegram.description"), language_code=code or None)
        await bot.set_my_short_description(words.text("telegram.short_description"), language_code=code or None)
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


async def offer_commands(
    bot: Bot, scope: BotCommandScope, words: Words, commands: Sequence[str], code: str = ""
) -> None:
    shown = [BotCommand(each, words.text(f"telegram.command.{each}")) for each in commands]
    await bot.set_my_commands(shown, scope=scope, language_code=code or None)


def group_scope(chat: str) -> BotCommandScope:
    return BotCommandScopeChat(chat)


def by_code(languages: Iterable[Words]) -> Mapping[str, Words]:
    """One catalogue for each two-letter code, the shortest tag first (`ja` before `ja-simple`), and for no code."""
    codes: dict[str, Words] = {}
    for words in sorted(languages, key=lambda each: (len(each.tag), each.tag)):
        base = words.tag.partition("-")[0]
        codes.setdefault(CODES.get(base, base), words)
    usual = codes.get(USUAL) or next(iter(codes.values()), None)
    return {"": usual, **codes} if usual else {}
