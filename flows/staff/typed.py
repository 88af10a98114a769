"""What staff type: `A12 offer 1 3`, `offer A12 11/25 10:00`, `A12 link https://…`, `today`, or just `A12`.

The words of each deed come from the catalogue; the reference code says which application is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flows.office.appointment import Application
from flows.office.policy import local
from flows.office.view import View
from flows.reading.text import fold, ordinal
from flows.reading.when import Ambiguous, Moment, read_when
from flows.words import Words

VERBS: tuple[str, ...] = (
    *("offer", "instead", "decline", "here", "called", "our_fault", "no_contact", "not_held", "undo", "link"),
    *("card", "today", "help"),
    *("timeline", "accept", "uphold", "refuse", "lift"),
    *("called_off", "excuse", "office"),
    *("join", "cut_off", "new_chat"),
    *("book", "desk", "move", "next", "close", "open", "stop", "resume"),
)
OFFICE_WIDE = frozenset({"close", "open", "stop", "resume"})
"""Deeds about the whole office: never about one application, nor in a reply to its card."""
ALONE = frozenset({"today", "help"}) | OFFICE_WIDE
"""Deeds that are about no one application."""
WORDY = frozenset(
    {
        *("offer", "instead", "decline", "link", "refuse", "excuse", "office", "book", "desk", "move", "next"),
        *("join", "cut_off", "new_chat"),
    }
)
"""Deeds that take words; after any other, more words are talk, and talk marks nobody."""
LONGEST_DAY = 3
"""Words of a day: November 25 2026."""
DATED = frozenset({"close", "open"})
"""Deeds about a day, which must follow at once: else it is talk of doors and windows."""
_CODE = re.compile(r"(?=.*[0-9])[A-Za-z][0-9A-Za-z]{1,9}|[A-Z]{3,10}")
"""What looks like a reference code: a digit in it, or capitals alone."""


@dataclass(frozen=True, slots=True)
class Order:
    verb: str
    application: Application | None
    rest: str = ""


def read(text: str, view: View) -> Order | None:
    """The order that a message is, or None: people talk in groups, and talk is not answered."""
    words = _words(text)
    named = next((found for word in words[:2] if (found := view.application(word))), None)
    about = named or _replied(view)
    left = [word for word in words if named is None or view.application(word) != named]
    verb = _verb(left[0], view) if left else "card"
    talk = verb is not None and verb not in WORDY and len(left) > 1
    if about is None and verb in DATED:
        rest = " ".join(left[1:])
        return Order(verb, None, rest) if first_day(rest, view) or which_day(rest, view) else None
    if about is None:
        return Order(verb, None) if verb in ALONE and not talk else _unknown_code(words, view)
    if talk or verb in OFFICE_WIDE:
        return Order("help", about) if named else None
    if verb is None:
        rest = " ".join(left)
        return Order("tick", about, rest) if named or all(ordinal(word) for word in left) else None
    return Order(verb, about, " ".join(left[1:]))


def sounds(text: str, view: View) -> bool:
    """May it be an order at all, to whoever knows nothing of the office's codes?"""
    verbs = {_verb(word, view) for word in _words(text)[:2]} - {None, "today", "help", "card"}
    return bool(verbs)


def first_day(rest: str, view: View) -> tuple[date, str] | None:
    """The day with which these words begin, and the words after it."""
    words = rest.split()
    for length in range(min(len(words), LONGEST_DAY), 0, -1):
        found = _day(words[:length], view)
        if isinstance(found, Moment) and found.time is None:
            return found.day, " ".join(words[length:])
    return None


def which_day(rest: str, view: View) -> tuple[date, ...]:
    """The days that these words may begin with, where they can be read in more than one way: 12/1."""
    found = _day(rest.split()[:1], view)
    days = (each.day for each in found.readings if isinstance(each, Moment)) if isinstance(found, Ambiguous) else ()
    return tuple(dict.fromkeys(days))


def _day(words: list[str], view: View) -> object:
    today, known = local(view.now).date(), view.words.date_words()
    return read_when(" ".join(words), today, known, language=view.words.tag) if words else None


def _words(text: str) -> list[str]:
    """`/today@our_bot` is how a group's command is typed on Telegram."""
    words = text.split()
    if words and words[0].startswith("/"):
        words[0] = words[0].removeprefix("/").partition("@")[0]
    return [word for word in words if word]


def _replied(view: View) -> Application | None:
    return view.application(view.prompt.opens.subject) if view.prompt else None


def _verb(word: str, view: View) -> str | None:
    folded = fold(word)
    return next((verb for verb in VERBS if folded in _spellings(verb, view.words)), None)


@lru_cache(maxsize=1024)
def _spellings(verb: str, words: Words) -> frozenset[str]:
    return frozenset(fold(each) for each in (verb, *words.list_of(f"staff.verb.{verb}.words")))


def _unknown_code(words: list[str], view: View) -> Order | None:
    """A deed beside what looks like a code, in either order: worth an answer. Anything else is talk."""
    first, second = (*words[:2], "", "")[:2]
    for verb, code in ((first, second), (second, first)):
        if _CODE.fullmatch(code) and _verb(verb, view) not in {None, *ALONE}:
            return Order("unknown", None, code)
    return None
