"""What is valid at every step. Codes start with an underscore; words and labels are `anytime.<name>.words/.label`."""

from __future__ import annotations

from functools import lru_cache

from flows.messages import Choice
from flows.reading.text import said
from flows.values import Text
from flows.words import Words

BACK, MENU, MORE = "_back", "_menu", "_more"
BOOKING, REPEAT, RESTART, CANCEL = "_booking", "_repeat", "_restart", "_cancel"
LANGUAGE, PHONE, PERSON = "_language", "_phone", "_person"
CHANGE = "_change"
APP = "_app"
BOOK = "_book"
DATA = "_data"

TYPED = (BACK, MENU, MORE, BOOKING, REPEAT, RESTART, CANCEL, LANGUAGE, PHONE, PERSON, CHANGE, APP, DATA, BOOK)
ON_MENU = (REPEAT, BOOKING, LANGUAGE, PHONE, PERSON, RESTART, CANCEL, APP, DATA)
"""What the menu offers, in its order; *back* stands beside every question anyway."""
ALWAYS = frozenset({MENU, BOOKING, REPEAT, LANGUAGE, PHONE, PERSON, APP, DATA})
"""Harmless, so a tap below an old question does them too; the others only below the present one."""


ENGLISH = {
    **dict.fromkeys(("help", "options", "commands"), MENU),
    **dict.fromkeys(("go back", "previous question"), BACK),
    **dict.fromkeys(("my booking", "my bookings", "my appointment"), BOOKING),
    **dict.fromkeys(("again", "say again", "once more"), REPEAT),
    **dict.fromkeys(("start over", "start again", "reset"), RESTART),
    **dict.fromkeys(("stop", "quit", "exit", "cancel it"), CANCEL),
    **dict.fromkeys(("languages", "change language", "other language"), LANGUAGE),
    **dict.fromkeys(("telephone", "call", "phone number"), PHONE),
    **dict.fromkeys(("human", "staff", "operator"), PERSON),
    **dict.fromkeys(("change time", "reschedule", "another time"), CHANGE),
    **dict.fromkeys(("use another app", "another app"), APP),
    "my data": DATA,
    "show more": MORE,
}
"""What people fall back to in any language, besides the names of the commands; its own words come first."""
OWN = ("yes.words", "no.words", "booking.number.not_yet.words")
"""What a word of these means in a language stands before what it would mean in English."""


def name(code: str) -> str:
    return code.removeprefix("_")


def label(code: str) -> Text:
    return Text(f"anytime.{name(code)}.label")


def choice(code: str) -> Choice:
    return Choice(code, label(code))


def typed(text: str, words: Words) -> str | None:
    """The command that these words are, compared whole: an address that contains *back* is no command."""
    folded = said(text).removeprefix("/")
    own = next((code for code in TYPED if folded in _spellings(code, words)), None)
    return own or (ENGLISH.get(folded) if folded not in _answers(words) else None)


@lru_cache(maxsize=1024)
def _spellings(code: str, words: Words) -> frozenset[str]:
    spoken = (*words.list_of(f"anytime.{name(code)}.words"), words.text(label(code).key), name(code))
    return frozenset(said(each) for each in spoken)


@lru_cache(maxsize=64)
def _answers(words: Words) -> frozenset[str]:
    return frozenset(said(each) for key in OWN for each in words.list_of(key))
