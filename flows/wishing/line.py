"""One more answer where a time is asked for: to wait for one of the day that was just refused.

Never here: who may wait, or when (the conversation that lets people wait says so).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from flows.office import refusals
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.step import PAGE, Option
from flows.values import Text

D = TypeVar("D", bound=Any)
WAIT = "wait"
"""The answer, and its code."""


@dataclass(frozen=True, slots=True)
class Line:
    """How a conversation lets people wait: its draft after a refusal, and once they have chosen to."""

    missed: Callable[[Any, Refusal, View], Any] = lambda draft, _refusal, _view: draft
    waits: Callable[[Any], Any] = lambda draft: draft
    could: Callable[[Any, View], bool] = lambda _draft, _view: False
    """Could this person wait for some day at all?"""


NO_LINE = Line()


def waiting(draft: object) -> bool:
    return bool(getattr(draft, "waits", False))


def among(options: tuple[Option[Any], ...], draft: object) -> tuple[Option[Any], ...]:
    """Before all others where the day is full; where only a time was taken, the last of the first that are shown."""
    if not getattr(draft, "full", None):
        return options
    place = PAGE - 1 if getattr(draft, "lost", None) else 0
    return (*options[:place], Option(WAIT, Text("wish.wait.label")), *options[place:])


def why(draft: object) -> Text | str:
    """What that answer means, below the question."""
    day, lost = getattr(draft, "full", None), getattr(draft, "lost", None)
    return Text(f"wish.wait.{'other' if lost else 'why'}", {"day": day}) if day else ""


def how(draft: object, waits: Line, view: View) -> Text | str:
    """Where no free day is left, buttons lead nowhere: a full day is typed, and can then be waited for."""
    return why(draft) or (Text("wish.wait.how") if waits.could(draft, view) else "")


def check(draft: object) -> Refusal | None:
    """A button of a refusal before the last is about another day."""
    return None if getattr(draft, "full", None) else refusals.NotNow()


def moved_on(draft: D) -> D:
    """Something else was answered: what was refused before is no answer any more."""
    if not getattr(draft, "full", None):
        return draft
    other: D = replace(draft, full=None, lost=None, waits=False)
    return other
