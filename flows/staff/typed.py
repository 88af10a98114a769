"""What staff type: `A12 offer 1 3`, `offer A12 11/25 10:00`, `A12 link https://…`, `today`, or just `A12`.

The words of each deed come from the catalogue; the reference code says which application is meant.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.office.appointment import Application
from flows.office.view import View
from flows.reading.text import fold

VERBS = ("offer", "decline", "here", "called", "our_fault", "no_contact", "undo", "link", "card", "today", "help")
ALONE = frozenset({"today", "help"})
"""Deeds that are about no one application."""


@dataclass(frozen=True, slots=True)
class Order:
    verb: str
    application: Application | None
    rest: str = ""


def read(text: str, view: View) -> Order | None:
    """The order that a message is, or None: people talk in groups, and talk is not answered."""
    words = text.strip().removeprefix("/").split()
    about = next((found for word in words[:2] if (found := view.application(word))), None) or _replied(view)
    left = [word for word in words if about is None or word.upper() != about.code]
    verb = _verb(left[0], view) if left else "card"
    if about is None:
        return Order(verb, None) if verb in ALONE else _unknown_code(words, verb)
    if verb is None:
        return Order("tick", about, " ".join(left))
    return Order(verb, about, " ".join(left[1:]))


def _replied(view: View) -> Application | None:
    return view.application(view.prompt.opens.subject) if view.prompt else None


def _verb(word: str, view: View) -> str | None:
    folded = fold(word)
    return next((verb for verb in VERBS if folded in _spellings(verb, view)), None)


def _spellings(verb: str, view: View) -> frozenset[str]:
    return frozenset(fold(each) for each in (verb, *view.words.list_of(f"staff.verb.{verb}.words")))


def _unknown_code(words: list[str], verb: str | None) -> Order | None:
    """A deed without an application we know: worth an answer. Anything else is talk."""
    return Order("unknown", None, " ".join(words)) if verb and verb != "card" and len(words) > 1 else None
