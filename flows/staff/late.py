"""What the staff group reads of something that waits for it: what, since when it is due, and the card with its buttons.

One letter a rung, in place of the one before. Never here: when (`flows.office.late`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from flows.messages import Ask, Choice
from flows.office.appointment import Application
from flows.office.late import Wait, What, hours_late, waits
from flows.office.reminders import Due
from flows.office.view import View
from flows.staff import cards
from flows.values import Text, Value

Step = Literal["soon", "due", "again"]
NAMES: dict[What, str] = {"request": "answer", "change": "change", "wish": "wish", "appeal": "appeal"}
DEEDS: dict[What, tuple[str, ...]] = {"wish": cards.LEAVING, "appeal": cards.APPEALED}


def rung(step: Step, due: Due, application: Application, view: View) -> Ask:
    wait = waited(due, application, view)
    what, at = (wait.what, wait.due) if wait else (_fallback(application), due.at)
    choices, card = _shown(what, application, view)
    values: dict[str, Value] = {**cards.values(application, view), "due": at, "card": card}
    key = f"staff.told.{NAMES[what]}_{step}"
    late = hours_late(at, view.now, view.policy)
    return Ask(key, cards.opens(application, "card"), {**values, "hours": late}, choices)


def waited(due: Due, application: Application, view: View) -> Wait | None:
    """What the clock is about."""
    found = waits(application, view.policy)
    return next((each for each in found if due.version in {each.version, each.mark}), next(iter(found), None))


def replaces(application: Application) -> bool:
    """May the last card go? Not where it may be about something else that waits."""
    return not (application.change_open and application.cancel_wished)


def promised(due: Due, application: Application, view: View) -> datetime:
    """By when the person was told that they would be answered."""
    wait = waited(due, application, view)
    return wait.due if wait else due.at


def _shown(what: What, application: Application, view: View) -> tuple[tuple[Choice, ...], Value]:
    """The buttons; and the card, unless all that it says is said already."""
    if deeds := DEEDS.get(what):
        return tuple(cards.deed(application, verb) for verb in deeds), ""
    card = cards.card(application, view)
    return card.choices, Text(card.key, card.values)


def _fallback(application: Application) -> What:
    """For a clock whose wait has no time left in which it could be reminded of."""
    if application.appealed:
        return "appeal"
    if application.cancel_wished:
        return "wish"
    return "change" if application.change_open else "request"
