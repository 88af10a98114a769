"""Keys that only a platform shows: a bot's descriptions and commands, the line a locked screen shows."""

from __future__ import annotations

from flows import anytime
from flows.keys.key import Key, Keys

COMMANDS = tuple(anytime.name(code) for code in (anytime.MENU, anytime.BACK, anytime.BOOK, *anytime.ON_MENU))


def telegram() -> Keys:
    screen = "Telegram's list of commands"
    return {
        **{f"telegram.command.{each}": Key(f"What /{each} does.", screen, limit="description") for each in COMMANDS},
        "telegram.description": Key("In an empty chat, before the first message.", "Telegram", limit="welcome"),
        "telegram.short_description": Key("On the bot's profile.", "Telegram", limit="about"),
    }


def meeting() -> Keys:
    return {
        "meeting.topic": Key(
            "Title of the video meeting, seen by whoever looks on. Neutral: no name, no number, no office.", "Zoom"
        ),
    }


def line() -> Keys:
    return {
        "line.bar": Key("Opens and closes the picture of buttons below the chat. One word: menu.", "LINE", limit="bar"),
        "line.alt": Key("On a locked screen and in lists of chats: neutral, no personal data.", "LINE", limit="alt"),
    }
