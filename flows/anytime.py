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
DATA = "_data"

TYPED = (BACK, MENU, MORE, BOOKING, REPEAT, RESTART, CANCEL, LANGUAGE, PHONE, PERSON, CHANGE, APP, DATA)
ON_MENU = (REPEAT, BOOKING, LANGUAGE, PHONE, PERSON, RESTART, CANCEL, APP, DATA)
"""What the menu offers, in its order; *back* stands beside every question anyway."""
ALWAYS = frozenset({MENU, BOOKING, REPEAT, LANGUAGE, PHONE, PERSON, APP, DATA})
"""Harmless, so a tap below an old question does them too; the others only below the present one."""


def name(code: str) -> str:
    return code.removeprefix("_")


def label(code: str) -> Text:
    return Text(f"anytime.{name(code)}.label")


def choice(code: str) -> Choice:
    return Choice(code, label(code))


def typed(text: str, words: Words) -> str | None:
    """The command that these words are, compared whole: an address that contains *back* is no command."""
    folded = said(text).removeprefix("/")
    return next((code for code in TYPED if folded in _spellings(code, words)), None)


@lru_cache(maxsize=1024)
def _spellings(code: str, words: Words) -> frozenset[str]:
    spoken = (*words.list_of(f"anytime.{name(code)}.words"), words.text(label(code).key), name(code))
    return frozenset(said(each) for each in spoken)
